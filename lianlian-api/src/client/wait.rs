//! Placing an order and waiting until it is paid.

use std::sync::mpsc;
use std::time::Duration;

use super::Client;
use super::question::Question;
use super::resolve::Until;
use super::safely::{SafeOptions, Sent};
use crate::message::Message;
use crate::meta::{StateMeaning, Transport};
use crate::operation::JsonPost;
use crate::outcome::{SendError, Unknown};
use crate::request::Request;
use crate::resolution::{Found, Resolution, ResolveOptions};
use crate::verified::{Verified, verify};

/// Where notifications come in while an order waits to be paid.
///
/// A channel will do: the program's own endpoint hands a copy of each body on.
///
/// ```
/// let (notify, notifications) = std::sync::mpsc::channel::<Vec<u8>>();
/// # let _ = (notify, notifications);
/// ```
pub trait NotificationWait {
    /// Waits for the body of the next notification, for at most that long. `None` when none came.
    fn wait(&mut self, at_most: Duration) -> Option<Vec<u8>>;
}

impl NotificationWait for mpsc::Receiver<Vec<u8>> {
    fn wait(&mut self, at_most: Duration) -> Option<Vec<u8>> {
        self.recv_timeout(at_most).ok()
    }
}

impl<W: NotificationWait + ?Sized> NotificationWait for &mut W {
    fn wait(&mut self, at_most: Duration) -> Option<Vec<u8>> {
        (**self).wait(at_most)
    }
}

/// No notifications: the gateway is only asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNotifications;

impl NotificationWait for NoNotifications {
    fn wait(&mut self, _: Duration) -> Option<Vec<u8>> {
        None
    }
}

/// How [`Client::pay_and_wait`] places an order and how long it waits.
#[derive(Clone, Debug)]
pub struct WaitOptions {
    place: SafeOptions,
    wait: ResolveOptions,
}

impl Default for WaitOptions {
    fn default() -> Self {
        let wait = ResolveOptions::default()
            .first_interval(Duration::from_secs(3))
            .max_interval(Duration::from_secs(15));
        Self { place: SafeOptions::default(), wait }
    }
}

impl WaitOptions {
    /// How the order is placed.
    #[must_use]
    pub fn place(mut self, options: SafeOptions) -> Self {
        self.place = options;
        self
    }

    /// How long to wait for the payer; five minutes unless set.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.wait = self.wait.limit(limit);
        self
    }

    /// Bounds of the waits between queries; three and fifteen seconds unless set.
    #[must_use]
    pub fn intervals(mut self, first: Duration, most: Duration) -> Self {
        self.wait = self.wait.first_interval(first).max_interval(most);
        self
    }
}

impl Client {
    /// Places an order, shows what the payer needs, and waits until it is paid.
    ///
    /// The order is placed as by [`Client::send_safely`]; `show` gets the verified reply, with the link of the
    /// QR code. Then whichever comes first tells the outcome: a notification from `notifications`, verified
    /// here, or the query, asked with growing waits. Notifications about other orders, and those that
    /// are not signed, are passed over; so one channel serves one order.
    ///
    /// `Ok` is [`Resolution::Executed`], [`Failed`](Resolution::Failed) or
    /// [`Reversed`](Resolution::Reversed), or [`Open`](Resolution::Open) if the order was placed but
    /// the reply was lost: call it again with the same order.
    ///
    /// # Errors
    /// [`SendError::NotExecuted`]: the order was not placed. [`SendError::Unknown`]: it was or may have been, and
    /// the time is over; it may still be paid until its validity ends.
    pub fn pay_and_wait<R>(
        &self,
        order: &R,
        options: &WaitOptions,
        mut notifications: impl NotificationWait,
        show: impl FnOnce(&Verified<<R::Operation as JsonPost>::Reply>),
    ) -> Result<Resolution, SendError>
    where
        R: Request,
        R::Operation: JsonPost,
    {
        match self.send_safely_with(order, &options.place)? {
            Sent::Answered(reply) => show(&reply),
            Sent::Resolved(resolution) => return Ok(resolution),
        }
        let question = Question::about(self, order);
        let wait = |time| self.hear(&question, &mut notifications, time);
        self.ask_until(&question, &options.wait, Until::Ended, wait)
            .map_err(|unresolved| Unknown::Unresolved(Box::new(unresolved)).into())
    }

    /// Waits that long for a notification that tells the end of the order.
    fn hear(
        &self,
        question: &Question,
        notifications: &mut impl NotificationWait,
        time: Duration,
    ) -> Option<Found> {
        let pace = &*self.shared.pace;
        let started = pace.elapsed();
        loop {
            let left = time.saturating_sub(pace.elapsed().saturating_sub(started));
            if left.is_zero() {
                return None;
            }
            let Some(body) = notifications.wait(left) else {
                // A source that has none for good comes back at once.
                pace.pause(time.saturating_sub(pace.elapsed().saturating_sub(started)));
                return None;
            };
            if let Some(found) = self.heard(question, &body) {
                return Some(found);
            }
        }
    }

    /// What a notification tells about the order, if it is the gateway's, about this order, and an end.
    fn heard(&self, question: &Question, body: &[u8]) -> Option<Found> {
        let message = Message::parse(body).ok()?;
        let told_by = question.about.told_by.iter();
        let mut told_by = told_by.filter(|meta| meta.transport == Transport::Notification);
        told_by.find_map(|meta| {
            let coverage = verify(&message, &*self.shared.verifier, meta.request).ok()?;
            let found = question.found(self, meta, &message, &coverage).ok()??;
            (!matches!(found.meaning, StateMeaning::Pending | StateMeaning::Open)).then_some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_borrowed_wait_waits_as_its_owner_does() {
        let (notify, mut notifications) = mpsc::channel::<Vec<u8>>();
        assert!(notify.send(b"paid".to_vec()).is_ok());
        let mut borrowed = &mut notifications;
        let body = NotificationWait::wait(&mut borrowed, Duration::from_secs(1));
        assert_eq!(body.as_deref(), Some(&b"paid"[..]));
        drop(notify);
        assert_eq!(NotificationWait::wait(&mut borrowed, Duration::from_secs(1)), None);
    }

    #[test]
    fn options_of_placing_and_of_waiting_are_kept() {
        let shown = |options: &WaitOptions| format!("{options:?}");
        let placing = SafeOptions::default().attempts(77);
        let options = WaitOptions::default().place(placing.clone());
        assert!(shown(&options).contains(&format!("{placing:?}")), "{options:?}");
        let options = options.intervals(Duration::from_secs(78), Duration::from_secs(79));
        assert!(shown(&options).contains("78s") && shown(&options).contains("79s"), "{options:?}");
        assert!(shown(&options).contains("77"), "{options:?}");
    }
}
