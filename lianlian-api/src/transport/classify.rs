//! From what `ureq` reports to what the caller can act on.

use std::io;

use rustls::CertificateError;
use ureq::{Error, Timeout};

use super::progress::Stage;
use super::{Delivery, Limits, TransportErrorKind as Kind};

/// What a failure at this stage says about the request.
pub(super) fn delivery_at(stage: Stage) -> Delivery {
    if stage < Stage::Sending { Delivery::NotSent } else { Delivery::Unknown }
}

/// The kind of a failure at this stage.
pub(super) fn kind_of(error: Error, stage: Stage, limits: &Limits) -> Kind {
    let error = match unwrap_io(error) {
        Error::Timeout(which) => return timeout(which, limits),
        error if stage == Stage::ReachingProxy => {
            return Kind::Proxy { reason: proxy_reason(error) };
        }
        error => error,
    };
    match error {
        Error::HostNotFound => Kind::NameNotFound,
        Error::BadUri(reason) => Kind::InvalidUrl { reason },
        Error::Http(e) => Kind::InvalidRequest { reason: e.to_string() },
        Error::InvalidProxyUrl => Kind::Proxy { reason: "its URL cannot be used".to_owned() },
        Error::ConnectProxyFailed(reason) => Kind::Proxy { reason },
        Error::Rustls(e) => tls(&e),
        Error::Tls(reason) => Kind::Tls { reason: reason.to_owned() },
        Error::TlsRequired => Kind::Tls { reason: "the connection is not encrypted".to_owned() },
        Error::Io(e) => io_failure(&e, stage),
        Error::ConnectionFailed => Kind::ConnectFailed { reason: "no connection".to_owned() },
        Error::BodyExceedsLimit(limit) => Kind::BodyTooLarge { limit },
        Error::LargeResponseHeader(_, limit) => Kind::Protocol {
            reason: format!("the head of the answer is larger than {limit} bytes"),
        },
        Error::Protocol(e) => Kind::Protocol { reason: e.to_string() },
        other => Kind::ConnectionBroken { reason: other.to_string() },
    }
}

/// Takes out what passed through `std::io`: TLS errors and `ureq`'s own come wrapped.
fn unwrap_io(error: Error) -> Error {
    let Error::Io(e) = error else { return error };
    match e.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(tls) => Error::Rustls(tls.clone()),
        None => Error::from(e),
    }
}

fn timeout(which: Timeout, limits: &Limits) -> Kind {
    match which {
        // `ureq` says "connect" of a single address also when the whole call had no more time for it.
        Timeout::Resolve | Timeout::Connect if limits.connect <= limits.total => {
            Kind::ConnectTimeout { limit: limits.connect }
        }
        Timeout::SendRequest | Timeout::SendBody | Timeout::PerWrite => {
            Kind::SendTimeout { limit: limits.send }
        }
        Timeout::RecvResponse | Timeout::RecvBody | Timeout::PerRead => {
            Kind::ReadTimeout { limit: limits.read }
        }
        _ => Kind::TotalTimeout { limit: limits.total },
    }
}

fn io_failure(error: &io::Error, stage: Stage) -> Kind {
    let reason = error.to_string();
    match stage {
        Stage::Preparing | Stage::ReachingProxy | Stage::Connecting => {
            if error.kind() == io::ErrorKind::ConnectionRefused {
                Kind::ConnectionRefused
            } else {
                Kind::ConnectFailed { reason }
            }
        }
        Stage::Securing => {
            Kind::Tls { reason: format!("the connection ended during the handshake: {reason}") }
        }
        Stage::Connected | Stage::Sending => Kind::ConnectionBroken { reason },
    }
}

fn proxy_reason(error: Error) -> String {
    match error {
        Error::HostNotFound => "its host name was not found".to_owned(),
        Error::ConnectProxyFailed(reason) => reason,
        Error::Rustls(e) => tls(&e).to_string(),
        other => other.to_string(),
    }
}

fn tls(error: &rustls::Error) -> Kind {
    let rustls::Error::InvalidCertificate(certificate) = error else {
        return Kind::Tls { reason: error.to_string() };
    };
    let reason = match certificate {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "it has expired, or this machine's clock is wrong"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet, or this machine's clock is wrong"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it belongs to another host"
        }
        CertificateError::UnknownIssuer => "no trusted authority issued it",
        CertificateError::BadSignature => "it was not signed by the authority it names",
        CertificateError::Revoked => "its issuer revoked it",
        other => {
            return Kind::CertificateRefused { reason: other.to_string() };
        }
    };
    Kind::CertificateRefused { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_proxy_is_told_in_its_words() {
        assert_eq!(proxy_reason(Error::HostNotFound), "its host name was not found");
        let refused = "proxy server responded 407".to_owned();
        assert_eq!(proxy_reason(Error::ConnectProxyFailed(refused.clone())), refused);
    }
}
