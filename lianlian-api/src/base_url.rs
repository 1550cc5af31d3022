//! Where the gateway is: in production, or a stand-in to develop against.

use std::net::IpAddr;

/// Scheme and host that replace those of the production addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl(String);

/// An address that cannot stand in for the gateway.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{url}` cannot stand in for the gateway: {reason}")]
#[non_exhaustive]
pub struct BaseUrlError {
    /// The address.
    pub url: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl BaseUrl {
    pub(crate) fn parse(url: &str) -> Result<Self, BaseUrlError> {
        let error = |reason| BaseUrlError { url: url.to_owned(), reason };
        let url = url.strip_suffix('/').unwrap_or(url);
        let (scheme, authority) =
            url.split_once("://").ok_or_else(|| error("it lacks https:// and a host"))?;
        if authority.is_empty() || authority.contains(['/', '?', '#', '@', ' ']) {
            return Err(error("give scheme, host and port only; the paths are the gateway's"));
        }
        match scheme {
            "https" => {}
            "http" if is_loopback(host_of(authority)) => {}
            "http" => return Err(error("http is for this machine only; use https")),
            _ => return Err(error("it is neither https nor http")),
        }
        Ok(Self(url.to_owned()))
    }

    /// The address with this base and the path of `url`.
    pub(crate) fn replace(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// Whether the host is this machine by its spelling alone.
///
/// A name that merely resolves to a loopback address does not count: whoever answers the look-up
/// could change it.
pub fn is_loopback(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_spellings_of_this_machine_are_loopback() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhost.example.com", "127.0.0.1.example.com", "10.0.0.1", "[::]", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_stand_in_is_https_or_on_this_machine() {
        assert!(BaseUrl::parse("http://127.0.0.1:8080/").is_ok());
        assert!(BaseUrl::parse("http://[::1]:8080").is_ok());
        assert!(BaseUrl::parse("https://sandbox.example").is_ok());
        for bad in
            ["http://shop.example", "https://h/path", "https://u:p@h", "ftp://h", "h", "https://"]
        {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_stand_in_is_told() {
        let reason = |url| BaseUrl::parse(url).err().map(|error| error.reason).unwrap_or_default();
        assert_eq!(reason("http://shop.example"), "http is for this machine only; use https");
        assert_eq!(reason("ftp://shop.example"), "it is neither https nor http");
        // A port has digits only: this is a host of another name.
        assert_eq!(reason("http://localhost:80a"), "http is for this machine only; use https");
    }
}
