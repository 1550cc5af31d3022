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
    /// The address, without what may be secret in it: a user name with password, and what follows a `?`.
    pub url: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl BaseUrl {
    pub(crate) fn parse(url: &str) -> Result<Self, BaseUrlError> {
        let error = |reason| BaseUrlError { url: masked(url), reason };
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

    /// Whether it is on this machine, by its spelling.
    pub(crate) fn is_loopback(&self) -> bool {
        self.0.split_once("://").is_some_and(|(_, authority)| is_loopback(host_of(authority)))
    }

    /// The address with this base and the path of `url`.
    pub(crate) fn replace(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

/// The address as it may be shown.
fn masked(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    let (shown, hidden) = match rest.split_once(['?', '#']) {
        Some((shown, _)) => (shown, "…"),
        None => (rest, ""),
    };
    // A password may hold any character, so what counts is the last `@`.
    let (user, shown) = match shown.rsplit_once('@') {
        Some((_, host)) => ("***@", host),
        None => ("", shown),
    };
    let between = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{between}{user}{shown}{hidden}")
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
#[allow(clippy::unwrap_used)]
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
    fn a_stand_in_on_this_machine_is_told_from_one_elsewhere() {
        for (url, here) in [
            ("http://127.0.0.1:8080", true),
            ("https://[::1]", true),
            ("https://localhost:1/", true),
            ("https://127.0.0.1.example.com", false),
            ("https://mpayapi.example", false),
        ] {
            assert_eq!(BaseUrl::parse(url).unwrap().is_loopback(), here, "{url}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        for (url, shown) in [
            ("https://shop:hun@ter2@host.example", "https://***@host.example"),
            ("shop:hunter2@host.example", "***@host.example"),
            ("https://host.example/?key=hunter2", "https://host.example/…"),
        ] {
            let error = BaseUrl::parse(url).unwrap_err();
            assert_eq!(error.url, shown);
            assert!(!format!("{error} {error:?}").contains("ter2"), "{error:?}");
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
