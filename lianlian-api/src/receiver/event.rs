//! What a notification tells, so that the same is not acted upon twice.

use std::borrow::Cow;

use crate::message::Message;
use crate::meta::{FieldMeta, Kind, OperationMeta};
use crate::operation::Operation;

/// One thing that happened: an order or a refund of a merchant got into a state.
///
/// The fields that make it up are named by the spec (`event` in `gateway.json`): number and time of the
/// order or refund, and its state. The amount is none of them, so that a changed amount does not make the
/// same order another one. The operation counts as well, by the query that tells the same: what a
/// notification of easypay tells and what `easypay.query` finds is one event, while a payout of
/// the same number is another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    key: String,
}

/// Why something does not say what happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoEvent {
    /// The spec does not say which fields tell one event of this operation from another.
    #[error(
        "{operation} does not tell the state of an order: the spec (`event` in gateway.json) names no \
         fields of it that say which order, and which state"
    )]
    Unspecified {
        /// The operation.
        operation: &'static str,
    },
    /// A field that is part of the event has no value.
    #[error("{operation}: {field} is missing, without which it is not known what the event is")]
    Missing {
        /// The operation.
        operation: &'static str,
        /// The field.
        field: &'static str,
    },
    /// A value was given for what is no part of the event.
    #[error("{operation}: {field} does not tell one event from another; leave it out")]
    Surplus {
        /// The operation.
        operation: &'static str,
        /// The name that was given.
        field: String,
    },
}

impl Event {
    /// The event that an answer to the operation `O` tells, a query as a rule, to act once upon what is
    /// learnt from there and from notifications.
    ///
    /// `values` are texts as they stand in messages, by the fields' names.
    ///
    /// ```
    /// # use lianlian_api::{Event, Operation};
    /// # fn found<Query: Operation>() -> Result<Event, lianlian_api::NoEvent> {
    /// Event::of::<Query>(
    ///     "201304121000001004",
    ///     &[("no_order", "1"), ("dt_order", "20261122093000"), ("result_pay", "SUCCESS")],
    /// )
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NoEvent`]: a field is missing or too much, or the operation tells no state of an order.
    pub fn of<O: Operation>(oid_partner: &str, values: &[(&str, &str)]) -> Result<Self, NoEvent> {
        let meta = O::META;
        let is_part = |name: &str| meta.gateway.event.contains(&name);
        if let Some((name, _)) = values.iter().find(|(name, _)| !is_part(name)) {
            return Err(NoEvent::Surplus { operation: meta.id, field: (*name).to_owned() });
        }
        Self::from_values(meta, oid_partner, |field| {
            let value = values.iter().find(|(name, _)| *name == field.name);
            value.map(|(_, text)| Cow::Borrowed(*text)).filter(|text| !text.is_empty())
        })
    }

    /// The event that a message tells. It has to be a verified one.
    pub(super) fn told_by(
        meta: &'static OperationMeta,
        oid_partner: &str,
        message: &Message<'_>,
    ) -> Result<Self, NoEvent> {
        Self::from_values(meta, oid_partner, |field| message.text_of(field).map(|(_, text)| text))
    }

    fn from_values<'v>(
        meta: &'static OperationMeta,
        oid_partner: &str,
        value: impl Fn(&FieldMeta) -> Option<Cow<'v, str>>,
    ) -> Result<Self, NoEvent> {
        let operation = meta.id;
        let field = |name: &&'static str| meta.request_field(name).or(meta.reply_field(name));
        let fields: Vec<_> = meta.gateway.event.iter().filter_map(field).collect();
        let says_which = fields.iter().any(|field| field.identity);
        let says_state = fields.iter().any(|field| matches!(field.kind, Kind::Code(_)));
        if !says_which || !says_state {
            return Err(NoEvent::Unspecified { operation });
        }
        // What a notification tells is what its query finds.
        let scope = meta.query_with.first().copied().unwrap_or(operation);
        let start = format!("{scope}?");
        let length = start.len();
        let mut key = form_urlencoded::Serializer::for_suffix(start, length);
        key.append_pair(super::MERCHANT, oid_partner);
        for field in fields {
            let missing = NoEvent::Missing { operation, field: field.name };
            key.append_pair(field.name, &value(field).ok_or(missing)?);
        }
        Ok(Self { key: key.finish() })
    }

    /// The event as a text that no other event has, to be kept as the key of a table.
    ///
    /// ASCII without spaces, and under 255 characters when the order number has ASCII characters only:
    /// `aggregate.query?oid_partner=201304121000001004&dt_order=20261122093000&no_order=1&result_pay=SUCCESS`.
    pub fn key(&self) -> &str {
        &self.key
    }
}
