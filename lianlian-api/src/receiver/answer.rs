//! What to answer the gateway, as plain data.

use super::ReceiveError;
use super::once::{OnceError, Received};
use crate::operation::ServerNotification;

/// An answer to a notification, for any web server to send.
///
/// Only [`Answer::acknowledged`] ends the matter: after anything else the gateway sends the notification
/// again. So it goes out when the action has succeeded, now or before, and for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// The body. It repeats nothing of the notification.
    pub body: &'static str,
}

impl Answer {
    /// The notification was acted upon.
    pub fn acknowledged<O: ServerNotification>() -> Self {
        let content_type = O::META.gateway.request_content_type;
        Self { status: 200, content_type, body: O::ACKNOWLEDGEMENT }
    }

    /// Whether it tells the gateway not to come again.
    pub const fn is_acknowledgement(&self) -> bool {
        self.status == 200
    }

    const fn refusal(status: u16, body: &'static str) -> Self {
        Self { status, content_type: "text/plain;charset=utf-8", body }
    }
}

impl From<&ReceiveError> for Answer {
    fn from(error: &ReceiveError) -> Self {
        match error {
            ReceiveError::NotVerified(_) => Self::refusal(403, "not verified"),
            ReceiveError::OtherMerchant => Self::refusal(403, "for another merchant"),
            _ => Self::refusal(400, "not readable"),
        }
    }
}

impl<E> From<&OnceError<E>> for Answer {
    fn from(error: &OnceError<E>) -> Self {
        match error {
            OnceError::Receive(error) => error.into(),
            OnceError::Busy(_) => Self::refusal(503, "come again, another delivery is in work"),
            OnceError::Event(_)
            | OnceError::Inbox(_)
            | OnceError::Action(_)
            | OnceError::NotKept(_) => Self::refusal(500, "come again, it was not acted upon"),
        }
    }
}

impl<N, E> From<&Result<Received<N>, OnceError<E>>> for Answer {
    fn from(result: &Result<Received<N>, OnceError<E>>) -> Self {
        match result {
            Ok(received) => received.answer(),
            Err(error) => error.into(),
        }
    }
}
