//! Asking the gateway what became of a request, with whatever query the spec names for it.
//!
//! The query is made from the values of the request, by the spec, and its answer is read by the spec: so
//! it works for every operation that moves money, and for merchants' own.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::{Client, check_scheme, is_same, refused, span};
use crate::amount::Amount;
use crate::client::CallOptions;
use crate::message::Message;
use crate::meta::{FieldMeta, FilledBy, OperationMeta, Required, StateMeaning, Tells, Transport};
use crate::operation::Operation;
use crate::outcome::{NotExecuted, ReplyBody, SendError, Unknown};
use crate::request::{Filling, Request, body_of_pairs, sent_value};
use crate::resolution::Found;
use crate::sensitive::Sensitive;
use crate::signer::sign_message;
use crate::transport::HttpResponse;
use crate::validate::{Context, validate};
use crate::verified::{Coverage, verify};

/// What the gateway told when asked.
pub(super) enum Told {
    /// The order is there.
    Found(Found),
    /// The gateway does not know it.
    Missing,
}

/// A question about one request.
pub(super) struct Question {
    /// The operation asked about.
    pub(super) about: &'static OperationMeta,
    query: Option<Query>,
    /// What identifies the request, as it was sent: a message about another one is not believed.
    identity: Vec<(&'static FieldMeta, Sensitive)>,
}

/// The query and the values that it takes from the request.
struct Query {
    meta: &'static OperationMeta,
    tells: Tells,
    values: Vec<(&'static str, Sensitive)>,
}

impl Question {
    /// A question about a request, with the query that can be asked and takes most of its values:
    /// of two queries the more particular one.
    pub(super) fn about<R: Request>(client: &Client, request: &R) -> Self {
        let about = R::Operation::META;
        let value = |field: &FieldMeta| {
            let value = sent_value(request, field.name)?;
            (!value.as_str().is_empty()).then(|| Sensitive::from(value.as_str()))
        };
        let is_identity =
            |field: &&FieldMeta| field.identity || is_part_of_identity(about, field.name);
        let identity = about.request.iter().filter(is_identity);
        let identity = identity.filter_map(|field| Some((field, value(field)?))).collect();
        let askable = about.queries.iter().filter(|meta| meta.transport == Transport::JsonPost);
        let queries = askable.filter_map(|meta| {
            let taken = meta.request.iter().filter(|field| is_taken(meta, field));
            let values = taken.filter_map(|field| Some((field.name, value(field)?))).collect();
            Some(Query { meta, tells: meta.tells?, values })
        });
        let filling = client.filling();
        let (fitting, others): (Vec<_>, Vec<_>) =
            queries.partition(|query| query.check(client, &query.members(&filling)).is_ok());
        // The first of those that take as many; one that cannot be asked says why when it is.
        let query = fitting.into_iter().rev().max_by_key(|query| query.values.len());
        Self { about, query: query.or_else(|| others.into_iter().next()), identity }
    }

    /// Whether anything is there to ask with.
    pub(super) const fn can_be_asked(&self) -> bool {
        self.query.is_some()
    }

    /// The number of the order, for observers.
    fn number(&self) -> &str {
        let number = self.identity.iter().find(|(field, _)| span::is_number(field));
        number.map_or("", |(_, value)| value.expose())
    }

    /// Whether a signed message is about the request: nothing in it says otherwise.
    fn check(
        &self,
        client: &Client,
        message: &Message<'_>,
        fields: &'static [FieldMeta],
    ) -> Result<bool, Unknown> {
        let mut is_named = false;
        let merchant = message.text("oid_partner").filter(|text| !text.is_empty());
        if merchant.is_some_and(|merchant| *merchant != *client.shared.merchant) {
            return Err(Unknown::OtherRequest { field: "oid_partner" });
        }
        for (field, sent) in &self.identity {
            let received = fields.iter().find(|known| known.name == field.name);
            let Some((_, echo)) = message.text_of(received.unwrap_or(field)) else { continue };
            if !is_same(field, &echo, sent.expose()) {
                return Err(Unknown::OtherRequest { field: field.name });
            }
            is_named |= span::is_number(field);
        }
        Ok(is_named)
    }

    /// What a signed message tells about the request; `None` if it does not name it.
    pub(super) fn found(
        &self,
        client: &Client,
        meta: &'static OperationMeta,
        message: &Message<'_>,
        coverage: &Coverage,
    ) -> Result<Option<Found>, Unknown> {
        let fields = if meta.transport == Transport::JsonPost { meta.reply } else { meta.request };
        let is_named = self.check(client, message, fields)?;
        let (true, Some(tells)) = (is_named, meta.tells) else { return Ok(None) };
        let mut told = BTreeMap::new();
        for field in fields.iter().filter(|field| !field.sensitive) {
            if let Some((name, text)) = message.text_of(field)
                && coverage.covers(name)
                && field.filled_by != Some(FilledBy::Signature)
            {
                told.insert(field.name, text.into_owned());
            }
        }
        let text = |role: Option<&str>| role.and_then(|name| told.get(name));
        let state = text(Some(tells.state)).cloned().unwrap_or_default();
        let list = fields.iter().find(|field| field.name == tells.state);
        let known = list.and_then(FieldMeta::codes).and_then(|list| list.find(&state)?.state);
        let meaning = known.map_or(StateMeaning::Pending, |known| known.means_for(self.about.id));
        Ok(Some(Found {
            told_by: meta.id,
            meaning,
            is_final: known.is_some_and(|known| known.is_final) && is_an_end(meaning),
            number: text(tells.number).cloned(),
            amount: text(tells.amount).and_then(|text| Amount::parse_lenient(text).ok()),
            settled: text(tells.settled).and_then(|text| text.parse().ok()),
            state,
            fields: told,
        }))
    }
}

const fn is_an_end(meaning: StateMeaning) -> bool {
    matches!(meaning, StateMeaning::Executed | StateMeaning::Failed | StateMeaning::Reversed)
}

fn is_part_of_identity(meta: &OperationMeta, name: &str) -> bool {
    meta.gateway.order.identity.contains(&name)
}

/// A query takes what it needs and what identifies an order, not what would only narrow it.
fn is_taken(meta: &OperationMeta, field: &FieldMeta) -> bool {
    let is_needed = field.required != Required::No || is_part_of_identity(meta, field.name);
    is_needed && !field.is_set_by_client()
}

impl Query {
    /// The members of the message, those included that the client fills in.
    fn members(&self, filling: &Filling<'_>) -> Vec<(&'static FieldMeta, Sensitive)> {
        let member = |field: &'static FieldMeta| {
            let own = self.values.iter().find(|(name, _)| *name == field.name);
            let value = match (field.filled_by, field.fixed, own) {
                (Some(by), ..) => filling.value(by, field.kind).as_str().into(),
                (None, Some(fixed), _) => fixed.into(),
                (None, None, Some((_, value))) => value.clone(),
                (None, None, None) => return None,
            };
            Some((field, value))
        };
        let members = self.meta.request.iter().filter_map(member);
        members.filter(|(_, value)| !value.expose().is_empty()).collect()
    }

    fn check(
        &self,
        client: &Client,
        members: &[(&'static FieldMeta, Sensitive)],
    ) -> Result<(), NotExecuted> {
        let texts: Vec<_> =
            members.iter().map(|(field, value)| (field.name, value.expose())).collect();
        let context = Context::message(&client.shared.contracts, None);
        Ok(validate(self.meta.id, self.meta.request, self.meta.rules, &texts, &context)?)
    }

    fn body(&self, client: &Client) -> Result<Vec<u8>, NotExecuted> {
        let filling = client.filling();
        check_scheme(self.meta, &filling)?;
        let members = self.members(&filling);
        self.check(client, &members)?;
        let pairs =
            members.iter().map(|(field, value)| (field.name.to_owned(), value.expose().to_owned()));
        // The names are those of the spec, each once.
        let message = Message::from_pairs(pairs)
            .map_err(|_| crate::validate::Violations::missing(self.meta.id, "no_order"))?;
        let signature = sign_message(&message, &*client.shared.signer)?;
        Ok(body_of_pairs(self.meta, &members, &signature))
    }
}

impl Client {
    /// Asks once.
    pub(super) fn ask(
        &self,
        question: &Question,
        options: &CallOptions,
        attempt: u32,
    ) -> Result<Told, SendError> {
        let Some(query) = &question.query else {
            return Err(NotExecuted::NoQuery { operation: question.about.id }.into());
        };
        let span = span::call(query.meta, &self.shared.merchant, question.number(), attempt);
        let _entered = span.enter();
        let started = self.shared.pace.elapsed();
        let told = query.body(self).map_err(SendError::from).and_then(|body| {
            let body = Zeroizing::new(body);
            let response = self.post(query.meta, &body, options)?;
            self.told(question, query, &response, &span)
        });
        span::end(&span, &told, self.shared.pace.elapsed().saturating_sub(started));
        told
    }

    /// Believes an answer only if it is signed and about the request.
    fn told(
        &self,
        question: &Question,
        query: &Query,
        response: &HttpResponse,
        span: &tracing::Span,
    ) -> Result<Told, SendError> {
        let kept = || ReplyBody::new(&response.body);
        if response.status != 200 {
            return Err(Unknown::Status { status: response.status, body: kept() }.into());
        }
        let message = Message::parse(&response.body)
            .map_err(|reason| Unknown::Unreadable { reason, body: kept() })?;
        let coverage = verify(&message, &*self.shared.verifier, query.meta.reply)
            .map_err(|reason| Unknown::NotVerified { reason, body: kept() })?;
        self.measure_skew(response);
        let code = message.text("ret_code").unwrap_or_default();
        span.record("ret_code", &*code);
        if query.tells.missing.contains(&&*code) {
            question.check(self, &message, query.meta.reply)?;
            return Ok(Told::Missing);
        }
        if !query.meta.answers_with(&code) {
            let text = message.text("ret_msg").unwrap_or_default();
            return Err(refused(query.meta, &code, &text));
        }
        let found = question.found(self, query.meta, &message, &coverage)?;
        found.map(Told::Found).ok_or_else(|| Unknown::Unnamed { operation: query.meta.id }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_or_undone_or_failed_is_an_end_and_what_waits_is_none() {
        for end in [StateMeaning::Executed, StateMeaning::Failed, StateMeaning::Reversed] {
            assert!(is_an_end(end), "{end:?}");
        }
        for waiting in [StateMeaning::Pending, StateMeaning::Open] {
            assert!(!is_an_end(waiting), "{waiting:?}");
        }
    }
}
