//! A notification in the hands of the action, and whether it fits the order.

use std::fmt;
use std::ops::Deref;

use crate::amount::Amount;
use crate::client::is_same;
use crate::message::Message;
use crate::meta::{FieldMeta, Kind, OperationMeta};
use crate::request::{Request, value_of};
use crate::time::OrderTime;
use crate::verified::Verified;

use super::event::Event;

/// A verified notification that is to be acted upon.
///
/// It is signed by the gateway; whether it is about the order as the merchant has it, in number, time and
/// above all amount, is for one of its checks to say before anything is booked.
pub struct Delivery<'m, N> {
    pub(super) notification: Verified<N>,
    pub(super) event: Event,
    pub(super) message: &'m Message<'m>,
    pub(super) meta: &'static OperationMeta,
}

/// A notification that is signed, and not about the merchant's order as it stands.
///
/// Book nothing, and let a person look at it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OtherOrder {
    /// A value is not the order's.
    #[error("{operation} says {field} {notified}, the order has {expected}; do not book it")]
    Differs {
        /// The notification.
        operation: &'static str,
        /// The field.
        field: &'static str,
        /// What the notification says.
        notified: String,
        /// What the order has.
        expected: String,
    },
    /// The two have nothing in common to be compared.
    #[error(
        "{operation} and the order have no {what} in common; is it the notification of this order?"
    )]
    NothingToCompare {
        /// The notification.
        operation: &'static str,
        /// What was looked for, in words.
        what: &'static str,
    },
}

impl<N> Delivery<'_, N> {
    /// The notification.
    pub fn notification(&self) -> &Verified<N> {
        &self.notification
    }

    /// What it tells.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// Compares the notification with the order as it was sent: amount, number, time, whatever of
    /// these both have.
    ///
    /// # Errors
    /// [`OtherOrder`]: a value differs, or there is no amount to compare.
    pub fn fits<R: Request>(&self, order: &R) -> Result<(), OtherOrder> {
        let gateway = self.meta.gateway;
        let counts = |field: &&FieldMeta| {
            let names = |names: &[&str]| names.contains(&field.name);
            let is_part = field.identity || names(gateway.order.identity) || names(gateway.event);
            is_part && field.filled_by.is_none() && !matches!(field.kind, Kind::Code(_))
        };
        let mut has_amount = false;
        for field in self.meta.request.iter().filter(counts) {
            let Some(expected) = value_of(order, field.name) else {
                continue;
            };
            if expected.as_str().is_empty() {
                continue;
            }
            self.compare(field, expected.as_str())?;
            has_amount |= matches!(field.kind, Kind::Amount);
        }
        if has_amount { Ok(()) } else { Err(self.nothing("amount")) }
    }

    /// Compares the amount with that of the order.
    ///
    /// # Errors
    /// [`OtherOrder`]: it is another, or the notification has none.
    pub fn fits_amount(&self, amount: Amount) -> Result<(), OtherOrder> {
        let is_amount = |field: &&FieldMeta| field.identity && matches!(field.kind, Kind::Amount);
        let field = self.meta.request.iter().find(is_amount);
        self.compare(field.ok_or_else(|| self.nothing("amount"))?, &amount.to_string())
    }

    /// Compares the time of the order (or refund) with the one that it was sent with.
    ///
    /// # Errors
    /// [`OtherOrder`]: it is another, or the notification has none.
    pub fn fits_time(&self, time: OrderTime) -> Result<(), OtherOrder> {
        let event = self.meta.gateway.event;
        let is_time =
            |field: &&FieldMeta| event.contains(&field.name) && matches!(field.kind, Kind::Time);
        let field = self.meta.request.iter().find(is_time);
        self.compare(field.ok_or_else(|| self.nothing("time"))?, &time.to_string())
    }

    fn compare(&self, field: &'static FieldMeta, expected: &str) -> Result<(), OtherOrder> {
        let notified = self.message.text_of(field).map(|(_, text)| text).unwrap_or_default();
        if is_same(field, &notified, expected) {
            return Ok(());
        }
        let shown = |text: &str| if field.sensitive { "***".to_owned() } else { text.to_owned() };
        Err(OtherOrder::Differs {
            operation: self.meta.id,
            field: field.name,
            notified: shown(&notified),
            expected: shown(expected),
        })
    }

    fn nothing(&self, what: &'static str) -> OtherOrder {
        OtherOrder::NothingToCompare { operation: self.meta.id, what }
    }
}

impl<N> Deref for Delivery<'_, N> {
    type Target = N;

    fn deref(&self) -> &N {
        &self.notification
    }
}

impl<N: fmt::Debug> fmt::Debug for Delivery<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Delivery");
        debug.field("notification", &self.notification).field("event", &self.event);
        debug.finish_non_exhaustive()
    }
}
