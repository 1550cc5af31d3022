//! Where it is kept which events were acted upon.

use std::error::Error;

use super::event::Event;

/// Remembers which events were acted upon, and keeps two deliveries from acting on one at once.
///
/// [`MemoryInbox`](crate::MemoryInbox) does so for one process until it ends. For money take a table of
/// the database that the action writes to, in one transaction with it: then both happen or neither
/// does, whatever crashes. With the event's key as primary key, a claim is
///
/// ```sql
/// BEGIN;
/// INSERT INTO acted (event) VALUES (?) ON CONFLICT DO NOTHING;
/// ```
///
/// One row inserted is [`Claimed::Mine`] with the transaction inside, none is [`Claimed::Done`];
/// [`Claim::done`] commits, and dropping the claim rolls back. The database lets a second delivery wait
/// meanwhile; when it gives up waiting, that is [`Claimed::Busy`].
pub trait Inbox {
    /// What is held while the action runs.
    type Claim<'a>: Claim<Error = Self::Error>
    where
        Self: 'a;

    /// What can go wrong with the memory itself.
    type Error: Into<Box<dyn Error + Send + Sync>>;

    /// Claims an event for one delivery.
    ///
    /// # Errors
    /// It cannot be said whether the event was acted upon. The action does not run then.
    fn claim(&self, event: &Event) -> Result<Claimed<Self::Claim<'_>>, Self::Error>;
}

/// An event that was claimed. Dropped without [`Claim::done`], also by a panic, it is as if it had never been
/// claimed, and the next delivery acts.
pub trait Claim {
    /// What can go wrong.
    type Error;

    /// Keeps for good that the event was acted upon.
    ///
    /// # Errors
    /// It could not be kept, so the event may be acted upon again. An action whose effects are part of the
    /// claim (one transaction) has not happened then.
    fn done(self) -> Result<(), Self::Error>;
}

/// What a claim came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed<C> {
    /// This delivery acts.
    Mine(C),
    /// Another delivery is acting. Whether it succeeds is not known yet.
    Busy,
    /// It was acted upon before.
    Done,
}
