//! Sending again what may be sent again, and asking about the rest.

use std::time::Duration;

use super::question::Question;
use super::resolve::Until;
use super::{CallOptions, Client};
use crate::meta::Repeat;
use crate::operation::{JsonPost, Operation};
use crate::outcome::{NotExecuted, SendError, Unknown};
use crate::pace::Backoff;
use crate::reply::Answers;
use crate::request::Request;
use crate::resolution::{Resolution, ResolveOptions};
use crate::return_code::Retry;
use crate::verified::Verified;

/// What came of a request that was sent safely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent<T> {
    /// The gateway handled the call: its reply, as from [`Client::send`].
    Answered(Verified<T>),
    /// No reply could be had, so the gateway was asked what became of the request. Never
    /// [`Resolution::NotFound`], which is [`NotExecuted::NotFound`].
    Resolved(Resolution),
}

impl<T> Sent<T> {
    /// The reply, if there was one.
    pub fn answered(self) -> Option<Verified<T>> {
        match self {
            Self::Answered(reply) => Some(reply),
            Self::Resolved(_) => None,
        }
    }
}

/// How often [`Client::send_safely_with`] sends, and how it asks.
#[derive(Clone, Debug)]
pub struct SafeOptions {
    attempts: u32,
    first_interval: Duration,
    max_interval: Duration,
    call: CallOptions,
    pub(super) resolve: ResolveOptions,
}

impl Default for SafeOptions {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_interval: Duration::from_millis(500),
            max_interval: Duration::from_secs(5),
            call: CallOptions::default(),
            resolve: ResolveOptions::default(),
        }
    }
}

impl SafeOptions {
    /// How often the request is sent at most, the first time included; three unless set, at least one.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest wait before the second attempt, and the bound of all waits; half a second and five
    /// seconds unless set.
    #[must_use]
    pub const fn intervals(mut self, first: Duration, most: Duration) -> Self {
        self.first_interval = first;
        self.max_interval = most;
        self
    }

    /// What holds for each attempt.
    #[must_use]
    pub const fn call(mut self, options: CallOptions) -> Self {
        self.call = options;
        self
    }

    /// How the gateway is asked where sending ends without an answer.
    #[must_use]
    pub const fn resolve(mut self, options: ResolveOptions) -> Self {
        self.resolve = options;
        self
    }
}

impl Client {
    /// Sends a request, again where that cannot pay twice, and asks where it could.
    ///
    /// * A request of which no byte left the machine is sent again.
    /// * After an unknown outcome it is sent again only if the spec says that the gateway recognises it
    ///   ([`Repeat`]): the same number, date and amount, with a fresh time and signature.
    /// * Otherwise, when the attempts are used up, and when the gateway says that the order is paid or being
    ///   worked on, the gateway is asked ([`Client::resolve`]).
    /// * Once one attempt's outcome is unknown, no refusal of a later one counts as "not executed".
    ///
    /// # Errors
    /// [`SendError::NotExecuted`]: no attempt was executed. [`SendError::Unknown`]: it is still not known,
    /// [`Unknown::Unresolved`] if asking did not help either.
    pub fn send_safely<R>(
        &self,
        request: &R,
    ) -> Result<Sent<<R::Operation as JsonPost>::Reply>, SendError>
    where
        R: Request,
        R::Operation: JsonPost,
    {
        self.send_safely_with(request, &SafeOptions::default())
    }

    /// Sends safely under limits of its own.
    ///
    /// # Errors
    /// As for [`Client::send_safely`].
    pub fn send_safely_with<R>(
        &self,
        request: &R,
        options: &SafeOptions,
    ) -> Result<Sent<<R::Operation as JsonPost>::Reply>, SendError>
    where
        R: Request,
        R::Operation: JsonPost,
    {
        self.send_safely_into(request, options)
    }

    /// Sends safely and reads the answer into a struct of one's own that derives `Reply`.
    ///
    /// # Errors
    /// As for [`Client::send_safely`].
    pub fn send_safely_into<T, R>(
        &self,
        request: &R,
        options: &SafeOptions,
    ) -> Result<Sent<T>, SendError>
    where
        R: Request,
        R::Operation: JsonPost,
        T: Answers<R::Operation>,
    {
        let repeat = R::Operation::META.repeat.unwrap_or(Repeat::Never);
        let mut backoff = Backoff::new(options.first_interval, options.max_interval);
        let mut first_unknown = None;
        let mut attempt: u32 = 1;
        let last = loop {
            let error = match self.call(request, &options.call, attempt) {
                Ok(reply) => return Ok(Sent::Answered(reply)),
                Err(error) => error,
            };
            let is_again = may_be_sent_again(&error, repeat) && attempt < options.attempts;
            let refusal = match error {
                error @ SendError::Unknown(_) => {
                    first_unknown.get_or_insert(error);
                    None
                }
                // Nothing is known of an earlier attempt that this refusal could settle.
                error @ SendError::NotExecuted(_) => Some(error),
            };
            if !is_again {
                break refusal;
            }
            self.shared.pace.pause(backoff.next(&*self.shared.pace));
            attempt = attempt.saturating_add(1);
        };
        match (first_unknown, last) {
            (None, Some(refusal)) => Err(refusal),
            (Some(unknown), refusal) => self.settle(request, options, unknown, refusal),
            // An attempt ends in an answer or one of the two.
            (None, None) => Err(NotExecuted::NoQuery { operation: R::Operation::META.id }.into()),
        }
    }

    /// Asks what became of attempts of which one is unknown.
    fn settle<T, R: Request>(
        &self,
        request: &R,
        options: &SafeOptions,
        unknown: SendError,
        refusal: Option<SendError>,
    ) -> Result<Sent<T>, SendError> {
        let question = Question::about(self, request);
        if !question.can_be_asked() {
            return Err(unknown);
        }
        let wait = |time| {
            self.shared.pace.pause(time);
            None
        };
        match self.ask_until(&question, &options.resolve, Until::Known, wait) {
            Ok(Resolution::NotFound) => {
                let not_found = || NotExecuted::NotFound { operation: question.about.id }.into();
                Err(refusal.unwrap_or_else(not_found))
            }
            Ok(resolution) => Ok(Sent::Resolved(resolution)),
            Err(unresolved) => Err(Unknown::Unresolved(Box::new(unresolved)).into()),
        }
    }
}

/// Whether the request may be sent again after this, without asking.
fn may_be_sent_again(error: &SendError, repeat: Repeat) -> bool {
    match error {
        SendError::NotExecuted(NotExecuted::NotSent(_)) => true,
        SendError::NotExecuted(_) => false,
        // What the gateway itself answered, it would answer again, unless the code says otherwise.
        SendError::Unknown(Unknown::Refused(refusal)) => {
            let retry = refusal.reading.map(|reading| reading.retry);
            repeat.is_safe() && retry == Some(Retry::SameRequest)
        }
        SendError::Unknown(_) => repeat.is_safe(),
    }
}
