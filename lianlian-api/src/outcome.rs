//! What became of a call that brought no answer: not executed, or unknown.

use std::fmt;

use crate::message::MessageError;
use crate::reply::ReadError;
use crate::resolution::Unresolved;
use crate::return_code::Refusal;
use crate::sensitive::Sensitive;
use crate::signer::SignError;
use crate::transport::TransportError;
use crate::validate::Violations;
use crate::verified::NotVerified;

/// A call that brought no answer.
///
/// The two cases want different things of the caller, so they are two variants and the enum is
/// exhaustive: after [`SendError::NotExecuted`] another attempt is safe, after [`SendError::Unknown`]
/// the order has to be queried first.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The gateway did not execute the request.
    #[error("not executed: {0}")]
    NotExecuted(#[source] NotExecuted),
    /// The gateway may have executed the request. Query it before sending anything else.
    #[error("unknown whether it was executed, query it before anything else: {0}")]
    Unknown(#[source] Unknown),
}

impl SendError {
    /// Whether it is unknown what became of the request.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// The gateway's refusal, if that is what it was.
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::NotExecuted(NotExecuted::Refused(refusal))
            | Self::Unknown(Unknown::Refused(refusal)) => Some(refusal),
            _ => None,
        }
    }
}

impl From<NotExecuted> for SendError {
    fn from(error: NotExecuted) -> Self {
        Self::NotExecuted(error)
    }
}

impl From<Unknown> for SendError {
    fn from(error: Unknown) -> Self {
        Self::Unknown(error)
    }
}

/// Why a request was certainly not executed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotExecuted {
    /// The request breaks the spec; it was not sent.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The operation does not accept the client's signature scheme; the request was not sent.
    #[error("{operation} accepts {accepted}, the client signs with {configured}")]
    Scheme {
        /// The operation.
        operation: &'static str,
        /// `sign_type` values it accepts.
        accepted: String,
        /// The client's `sign_type`.
        configured: &'static str,
    },
    /// The request could not be signed; it was not sent.
    #[error("the request could not be signed: {0}")]
    Signing(#[from] SignError),
    /// The form is to be posted in an encoding that cannot be written; there is no form.
    #[error("the form of {operation} cannot be written in {charset}: {reason}")]
    Charset {
        /// The operation.
        operation: &'static str,
        /// The encoding that the request names.
        charset: String,
        /// Why not.
        reason: &'static str,
    },
    /// The operation is sent encrypted and there is no key for it; the request was not sent.
    #[error(
        "{operation} is sent encrypted with the gateway's public key, which the client does not have: \
         set `gateway_key` (LianLian's llpay_public_key.pem)"
    )]
    NoEncryptionKey {
        /// The operation.
        operation: &'static str,
    },
    /// The operation is sent encrypted and encryption is not compiled in; the request was not sent.
    #[error("{operation} is sent encrypted: turn on the Cargo feature `pay_load`")]
    NoEncryption {
        /// The operation.
        operation: &'static str,
    },
    /// The request could not be encrypted; it was not sent.
    #[cfg(feature = "pay_load")]
    #[error("the request could not be encrypted: {0}")]
    Encryption(#[from] crate::pay_load::PayLoadError),
    /// No byte of the request left this machine.
    #[error(transparent)]
    NotSent(TransportError),
    /// No query is described for the operation; nothing was asked.
    #[error("the spec names no query for {operation}: nobody can be asked what became of it")]
    NoQuery {
        /// The operation.
        operation: &'static str,
    },
    /// The gateway was asked until a late request would have arrived, and does not know it.
    #[error(
        "{operation} did not arrive: the gateway does not know it, also after the time for latecomers"
    )]
    NotFound {
        /// The operation.
        operation: &'static str,
    },
    /// The gateway turned the request away, signed, with a code that says nothing was executed.
    #[error("the gateway refused: {0}")]
    Refused(Refusal),
}

/// Why it is unknown whether a request was executed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unknown {
    /// The connection failed or a time limit passed after sending had begun.
    #[error(transparent)]
    Transport(TransportError),
    /// The answer's HTTP status is not 200. The gateway answers 200 even when it refuses.
    #[error("the answer has HTTP status {status} and {body}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// What came with it.
        body: ReplyBody,
    },
    /// The answer is no message.
    #[error("the answer cannot be read: {reason}; it has {body}")]
    Unreadable {
        /// What is wrong with it.
        reason: MessageError,
        /// What came.
        body: ReplyBody,
    },
    /// The answer is not signed by the gateway, whatever it claims.
    #[error("the answer is not believed: {reason}; it has {body}")]
    NotVerified {
        /// What is wrong with the signature.
        reason: NotVerified,
        /// What came.
        body: ReplyBody,
    },
    /// The answer is signed, but belongs to another request.
    #[error("the answer belongs to another request: its {field} is not the one that was sent")]
    OtherRequest {
        /// The field that differs.
        field: &'static str,
    },
    /// The answer is signed, but does not name the order, so it may be about any.
    #[error("the answer of {operation} does not name the order, so it may be about another one")]
    Unnamed {
        /// The query.
        operation: &'static str,
    },
    /// The gateway was asked what became of the request, and still nobody knows.
    #[error(transparent)]
    Unresolved(Box<Unresolved>),
    /// The answer is signed, but has another form than the spec says.
    #[error("the answer is signed but has another form than expected: {reason}; it has {body}")]
    Form {
        /// What is wrong with it.
        reason: ReadError,
        /// What came.
        body: ReplyBody,
    },
    /// The gateway refused, signed, with a code that proves nothing about the money.
    #[error("the gateway answered: {0}")]
    Refused(Refusal),
}

/// The bytes of an answer that could not be used, kept for whoever looks into it.
///
/// They may hold personal data, so neither `Debug` nor `Display` shows them.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyBody(Sensitive, usize);

impl ReplyBody {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self(String::from_utf8_lossy(bytes).into_owned().into(), bytes.len())
    }

    /// The text; bytes that are not UTF-8 are replaced.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for ReplyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReplyBody({} bytes)", self.1)
    }
}

impl fmt::Display for ReplyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a body of {} bytes", self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_was_not_believed_shows_its_length_alone() {
        let body = ReplyBody::new("名=canary".as_bytes());
        assert_eq!(body.to_string(), "a body of 10 bytes");
        assert_eq!(format!("{body:?}"), "ReplyBody(10 bytes)");
        assert_eq!(body.expose(), "名=canary");
    }
}
