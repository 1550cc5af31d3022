//! Which URLs a request may go to.

use ureq::http::Uri;

use crate::base_url::is_loopback;

use super::{Delivery, TransportError, TransportErrorKind};

/// A URL that passed the rules: `https`, or `http` to this machine.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) uri: Uri,
    /// Scheme, host and port for messages.
    pub(super) name: String,
    pub(super) is_loopback: bool,
}

impl Target {
    pub(super) fn parse(url: &str) -> Result<Self, TransportError> {
        let invalid = |target: &str, reason: &str| {
            let kind = TransportErrorKind::InvalidUrl { reason: reason.to_owned() };
            TransportError::new(target, kind, Delivery::NotSent)
        };
        let uri: Uri = url.parse().map_err(|e: ureq::http::uri::InvalidUri| {
            invalid("the request", &format!("{e}, in {url:?}"))
        })?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(invalid("the request", &format!("{url:?} lacks https:// or a host")));
        };
        // A password would end up in error messages, and the gateway has no use for one.
        if authority.as_str().contains('@') {
            return Err(invalid(
                "the request",
                "it holds a user name, which the gateway has no use for",
            ));
        }
        let name = format!("{scheme}://{authority}");
        let host = authority.host();
        if host.is_empty() {
            return Err(invalid(&name, "it has no host"));
        }
        let is_loopback = is_loopback(host);
        match scheme {
            "https" => {}
            "http" if is_loopback => {}
            "http" => {
                return Err(TransportError::new(
                    name,
                    TransportErrorKind::NotHttps,
                    Delivery::NotSent,
                ));
            }
            other => {
                return Err(invalid(&name, &format!("{other} is neither https nor http")));
            }
        }
        Ok(Self { uri, name, is_loopback })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_with_a_user_name_is_refused_without_showing_it() {
        let error = Target::parse("https://shop:hunter2@example.com/").map(|t| t.name);
        let text = error.unwrap_or_else(|e| e.to_string());
        assert!(text.contains("user name") && !text.contains("hunter2"), "{text}");
    }
}
