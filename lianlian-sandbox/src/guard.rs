//! Who may use what is not the gateway's: programs on this machine, and the sandbox's own pages.
//!
//! The sandbox listens on loopback, where any page in the browser of the same machine can send requests
//! to. It must not be able to pay orders or move the clock, nor read anything by giving its own name the
//! sandbox's address.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use lianlian::transport::is_loopback;

/// Lets a request through that comes from this machine and not from the page of another site.
///
/// Browsers name the site of the page in `Origin` with whatever could change something; programs do not.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    match objection(request.method(), request.headers()) {
        None => next.run(request).await,
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
    }
}

fn objection(method: &Method, headers: &HeaderMap) -> Option<&'static str> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST)?;
    let named = host.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
    if !named.is_some_and(|name| is_loopback(&name)) {
        return Some("the sandbox answers to 127.0.0.1 and localhost only\n");
    }
    let is_own = |origin: &str| origin.strip_prefix("http://") == Some(host);
    let is_safe = matches!(*method, Method::GET | Method::HEAD);
    let has_stranger =
        headers.contains_key(header::ORIGIN) && !text(header::ORIGIN).is_some_and(is_own);
    (has_stranger && !is_safe).then_some("a page of another site may not do this\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn is_let_through(method: &Method, host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        objection(method, &headers).is_none()
    }

    #[test]
    fn pages_of_other_sites_may_not_change_anything() {
        for origin in ["https://shop.example", "null", "http://127.0.0.1:81", "http://127.0.0.1"] {
            assert!(!is_let_through(&Method::POST, "127.0.0.1:80", Some(origin)), "{origin}");
            assert!(is_let_through(&Method::GET, "127.0.0.1:80", Some(origin)), "{origin}");
        }
        assert!(is_let_through(&Method::POST, "127.0.0.1:80", Some("http://127.0.0.1:80")));
        assert!(is_let_through(&Method::POST, "localhost:80", Some("http://localhost:80")));
        assert!(is_let_through(&Method::POST, "127.0.0.1:80", None));
    }

    #[test]
    fn a_name_that_only_points_to_this_machine_reads_nothing() {
        for host in ["evil.example:80", "127.0.0.1.evil.example", "a b"] {
            assert!(!is_let_through(&Method::GET, host, None), "{host}");
        }
        assert!(is_let_through(&Method::GET, "[::1]:80", None));
    }
}
