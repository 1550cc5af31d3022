//! Acting once, however often and however concurrently a notification comes.

use std::error::Error;
use std::ops::Deref;

use super::answer::Answer;
use super::delivery::Delivery;
use super::event::{Event, NoEvent};
use super::inbox::{Claim as _, Claimed, Inbox};
use super::{ReceiveError, Receiver};
use crate::message::Message;
use crate::operation::{Operation, ServerNotification};
use crate::reply::Notification;
use crate::verified::Verified;

/// When an event was acted upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    /// Now, by this delivery.
    Now,
    /// Before, by another one.
    Before,
}

/// A notification that was acted upon, now or before.
#[derive(Clone, Debug)]
pub struct Received<N> {
    notification: Verified<N>,
    event: Event,
    acted: Acted,
    answer: Answer,
}

/// Why a notification was not acted upon.
///
/// [`Answer::from`] makes of it what to answer: an HTTP error, so that the notification comes again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OnceError<E> {
    /// It is not to be acted upon.
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    /// It does not say what happened.
    #[error(transparent)]
    Event(#[from] NoEvent),
    /// Another delivery of it is acting at this moment.
    #[error("another delivery is acting on it: {}", .0.key())]
    Busy(Event),
    /// The memory of what was acted upon failed; the action did not run.
    #[error("it cannot be said whether it was acted upon before: {0}")]
    Inbox(#[source] Box<dyn Error + Send + Sync>),
    /// The action failed; it runs again with the next delivery.
    #[error("the action failed: {0}")]
    Action(E),
    /// The action succeeded, and the memory of it failed. Unless the action's effects were part of the
    /// claim, the next delivery acts a second time.
    #[error("the action ran, but that could not be kept: {0}")]
    NotKept(#[source] Box<dyn Error + Send + Sync>),
}

/// Runs an action once for an event: not if it ran before, and not while another one runs.
///
/// [`Receiver::once`] does so for notifications; this is for what was learnt otherwise, from a query.
/// The action gets the claim, which for an inbox in a database holds the transaction to write in.
///
/// # Errors
/// [`OnceError::Busy`], [`OnceError::Inbox`], [`OnceError::Action`] or [`OnceError::NotKept`].
pub fn act_once<'i, I: Inbox, E>(
    inbox: &'i I,
    event: &Event,
    action: impl FnOnce(&mut I::Claim<'i>) -> Result<(), E>,
) -> Result<Acted, OnceError<E>> {
    let mut claim = match inbox.claim(event).map_err(|error| OnceError::Inbox(error.into()))? {
        Claimed::Mine(claim) => claim,
        Claimed::Busy => return Err(OnceError::Busy(event.clone())),
        Claimed::Done => return Ok(Acted::Before),
    };
    action(&mut claim).map_err(OnceError::Action)?;
    claim.done().map_err(|error| OnceError::NotKept(error.into()))?;
    Ok(Acted::Now)
}

impl Receiver {
    /// Verifies a notification that the gateway posted to the server, and acts on it once.
    ///
    /// The gateway sends a notification again until it is acknowledged, from several machines and while a
    /// query may tell the same. The action runs for one delivery of each order and state; the others wait for
    /// nothing: they are told that it is done, or in work. If the action fails or panics, the next delivery
    /// runs it again.
    ///
    /// Answer what [`Answer::from`] makes of a reference to the result.
    ///
    /// # Errors
    /// [`OnceError`]: the action did not run, or did not succeed.
    pub fn once<'i, N, I, E>(
        &self,
        inbox: &'i I,
        body: &[u8],
        action: impl FnOnce(&Delivery<'_, N>) -> Result<(), E>,
    ) -> Result<Received<N>, OnceError<E>>
    where
        N: Notification,
        N::Operation: ServerNotification,
        I: Inbox + 'i,
    {
        self.once_within(inbox, body, |delivery, _| action(delivery))
    }

    /// As [`Receiver::once`], with an action that gets the claim as well: for an inbox in a database it
    /// holds the transaction, and what the action writes there is kept together with the fact that it ran, or
    /// not at all.
    ///
    /// # Errors
    /// [`OnceError`]: the action did not run, or did not succeed.
    pub fn once_within<'i, N, I, E>(
        &self,
        inbox: &'i I,
        body: &[u8],
        action: impl FnOnce(&Delivery<'_, N>, &mut I::Claim<'i>) -> Result<(), E>,
    ) -> Result<Received<N>, OnceError<E>>
    where
        N: Notification,
        N::Operation: ServerNotification,
        I: Inbox + 'i,
    {
        let meta = N::Operation::META;
        let message = Message::parse(body).map_err(ReceiveError::from)?;
        let notification = self.read(&message, meta, N::read)?;
        let event = Event::told_by(meta, &self.merchant, &message)?;
        let delivery = Delivery { notification, event, message: &message, meta };
        let acted = act_once(inbox, &delivery.event, |claim| action(&delivery, claim));
        let event = delivery.event.key();
        match &acted {
            Ok(acted) => tracing::debug!(event, ?acted, "notification acknowledged"),
            // The error of an action is the merchant's own and may say anything.
            Err(OnceError::Action(_)) => tracing::debug!(event, "the action failed"),
            Err(OnceError::Busy(_)) => tracing::debug!(event, "another delivery is acting"),
            Err(_) => tracing::debug!(event, "the inbox failed"),
        }
        let answer = Answer::acknowledged::<N::Operation>();
        let acted = acted?;
        let Delivery { notification, event, .. } = delivery;
        Ok(Received { notification, event, acted, answer })
    }
}

impl<N> Received<N> {
    /// The notification.
    pub fn notification(&self) -> &Verified<N> {
        &self.notification
    }

    /// What it told.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// Whether the action ran now, or had run before.
    pub fn acted(&self) -> Acted {
        self.acted
    }

    /// The acknowledgement.
    pub fn answer(&self) -> Answer {
        self.answer
    }
}

impl<N> Deref for Received<N> {
    type Target = N;

    fn deref(&self) -> &N {
        &self.notification
    }
}
