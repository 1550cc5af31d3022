//! Requests: from a struct to the message that is sent, and to the source that is signed.
//!
//! Message and source are written from the same list of members, in the same order, with the same
//! values; they cannot disagree.

use crate::conform::{Step, StepSource};
use crate::meta::{FieldMeta, FilledBy};
use crate::operation::Operation;
use crate::scheme::{Scheme, Sink};
use crate::source::SourceWriter;
use crate::time::OrderTime;
use crate::validate::{Context, Violations, validate};
use crate::value::Value;

/// A struct that can be sent as an operation of the gateway; `#[derive(Request)]` implements it.
///
/// The order of the members in the signature source is settled while the program is compiled.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "cannot be sent",
    note = "use a struct of the product's module, or `#[derive(Request)]` with \
            `#[lianlian(operation = …)]` on a struct of your own"
)]
pub trait Request {
    /// The operation that the struct is a request of.
    type Operation: Operation;

    /// Every member of the message but the signature, sorted as the source wants them.
    #[doc(hidden)]
    const PLAN: &'static [Step];

    /// The value of the struct's field of this index.
    #[doc(hidden)]
    fn value(&self, own: usize) -> Value<'_>;
}

/// What the client adds to a request.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// `oid_partner`: the merchant number.
    pub merchant: &'a str,
    /// `sign_type`: the scheme of the signature.
    pub scheme: Scheme,
    /// The time of sending, where the operation carries one.
    pub now: OrderTime,
}

impl Filling<'_> {
    fn value(&self, by: FilledBy) -> Value<'_> {
        match by {
            FilledBy::Merchant => Value::text(self.merchant),
            FilledBy::Scheme => Value::text(self.scheme.sign_type()),
            FilledBy::Clock => crate::value::FieldValue::value(&self.now),
            FilledBy::Signature => Value::absent(),
        }
    }
}

fn step_value<'a, R: Request>(request: &'a R, filling: &'a Filling<'_>, step: &Step) -> Value<'a> {
    match step.source {
        StepSource::Own(own) => request.value(own),
        StepSource::Fixed(text) => Value::text(text),
        StepSource::Filled(by) => filling.value(by),
    }
}

/// Writes the signature source of a request, straight into `sink`.
///
/// No sorting, no map and no intermediate text: the order is a constant.
pub fn write_source<R: Request, S: Sink>(request: &R, filling: &Filling<'_>, sink: &mut S) {
    let mut source = SourceWriter::new(sink);
    for step in R::PLAN {
        source.pair(step.field.name, step_value(request, filling, step).as_str());
    }
}

/// The signature source of a request as text, to look at or to compare in a test.
pub fn source_of<R: Request>(request: &R, filling: &Filling<'_>) -> String {
    // Longer than most sources, so that the text does not grow piece by piece.
    let mut text = String::with_capacity(1024);
    write_source(request, filling, &mut text);
    text
}

/// The JSON message of a request, with its signature.
pub fn body_of<R: Request>(request: &R, filling: &Filling<'_>, signature: &str) -> Vec<u8> {
    let mut body = Vec::with_capacity(1024);
    body.push(b'{');
    for step in R::PLAN {
        let value = step_value(request, filling, step);
        if !value.as_str().is_empty() {
            json_member(&mut body, step.field, value.as_str());
        }
    }
    if let Some(field) = signature_field::<R>() {
        json_member(&mut body, field, signature);
    }
    body.push(b'}');
    body
}

/// The members of a request with its signature, as a form carries them.
pub fn pairs_of<R: Request>(
    request: &R,
    filling: &Filling<'_>,
    signature: &str,
) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::with_capacity(R::PLAN.len().saturating_add(1));
    for step in R::PLAN {
        let value = step_value(request, filling, step);
        if !value.as_str().is_empty() {
            pairs.push((step.field.name, value.as_str().to_owned()));
        }
    }
    if let Some(field) = signature_field::<R>() {
        pairs.push((field.name, signature.to_owned()));
    }
    pairs
}

fn signature_field<R: Request>() -> Option<&'static FieldMeta> {
    let fields = R::Operation::META.request;
    fields.iter().find(|field| field.filled_by == Some(FilledBy::Signature))
}

fn json_member(body: &mut Vec<u8>, field: &FieldMeta, value: &str) {
    if body.last() != Some(&b'{') {
        body.push(b',');
    }
    json_text(body, field.name);
    body.push(b':');
    if field.is_json_string() {
        json_text(body, value);
    } else {
        body.extend_from_slice(value.as_bytes());
    }
}

/// Appends a JSON string. Text outside ASCII stays as it is, so that what was signed is sent.
pub(crate) fn json_text(body: &mut Vec<u8>, text: &str) {
    // Writing to memory cannot fail, and a string is always valid JSON.
    let written = serde_json::to_writer(&mut *body, text);
    debug_assert!(written.is_ok());
}

/// Checks the struct's own fields against the operation: lengths, formats, codes, rules.
///
/// Rules that depend on the merchant's agreements are left to the client, which knows them.
///
/// # Errors
/// Every violation at once.
pub fn check<R: Request>(request: &R) -> Result<(), Violations> {
    let own: Vec<_> = R::PLAN
        .iter()
        .filter_map(|step| match step.source {
            StepSource::Own(own) => Some((step.field, request.value(own))),
            _ => None,
        })
        .collect();
    let members: Vec<_> = own.iter().map(|(field, value)| (field.name, value.as_str())).collect();
    let meta = R::Operation::META;
    validate(meta.id, meta.request, meta.rules, &members, &Context::struct_alone())
}

/// Checks the whole message against the operation, before anything is sent.
///
/// # Errors
/// Every violation at once.
pub(crate) fn check_message<R: Request>(
    request: &R,
    filling: &Filling<'_>,
    context: &Context<'_>,
) -> Result<(), Violations> {
    let values: Vec<_> =
        R::PLAN.iter().map(|step| (step.field.name, step_value(request, filling, step))).collect();
    let members: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let meta = R::Operation::META;
    validate(meta.id, meta.request, meta.rules, &members, context)
}

/// The value that a request gives a field; for checks of replies against their request.
pub(crate) fn value_of<'a, R: Request>(request: &'a R, name: &str) -> Option<Value<'a>> {
    R::PLAN.iter().find_map(|step| match step.source {
        StepSource::Own(own) if step.field.name == name => Some(request.value(own)),
        _ => None,
    })
}
