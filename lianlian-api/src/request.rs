//! Requests: from a struct to the message that is sent, and to the source that is signed.
//!
//! Message and source are written from the same list of members, in the same order, with the same
//! values; they cannot disagree.

mod sorted;

use crate::conform::{Plan, RequestPart, Step, StepSource};
use crate::meta::{FieldMeta, FilledBy, Kind, OperationMeta};
use crate::operation::Operation;
use crate::scheme::{Scheme, Sink};
use crate::sensitive::Sensitive;
use crate::source::SourceWriter;
use crate::time::OrderTime;
use crate::validate::{Context, Violations, check_order_date, validate};
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
pub trait Request: RequestPart<<Self as Request>::Operation> {
    /// The operation that the struct is a request of.
    type Operation: Operation;

    /// Every member of the message but the signature, sorted as the source wants them.
    #[doc(hidden)]
    const PLAN: Plan;

    /// Does not compile for a struct of which it shows only where it is used that it is no whole request. Apart from
    /// the plan, since the compiler remarks on every constant that needs one which fails.
    #[doc(hidden)]
    const CHECKED: () = ();
}

impl<R: Request> Request for &R {
    type Operation = R::Operation;
    const PLAN: Plan = R::PLAN;
    const CHECKED: () = R::CHECKED;
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

impl Filling<'static> {
    /// What the client of a merchant in an example would add: `oid_partner` 201304121000001004, `sign_type`
    /// RSA, and the first second of 2026 as the time of sending.
    ///
    /// For [`assert_source!`](crate::assert_source) and for looking at a request.
    #[must_use]
    pub fn example() -> Self {
        let now = OrderTime::from_unix_seconds(1_767_196_800).unwrap_or(OrderTime::MAX);
        Self { merchant: "201304121000001004", scheme: Scheme::Rsa, now }
    }
}

impl Filling<'_> {
    #[inline]
    pub(crate) fn value(&self, by: FilledBy, kind: Kind) -> Value<'_> {
        match by {
            FilledBy::Merchant => Value::text(self.merchant),
            FilledBy::Scheme => Value::text(self.scheme.sign_type()),
            FilledBy::Clock if matches!(kind, Kind::Date) => {
                Value::short(self.now.date().written())
            }
            FilledBy::Clock => Value::short(self.now.written()),
            FilledBy::Signature => Value::absent(),
        }
    }
}

pub(crate) fn step_value<'a, R: Request>(
    request: &'a R,
    filling: &'a Filling<'_>,
    step: &Step,
) -> Value<'a> {
    match step.source {
        StepSource::Own(own) => request.value(own),
        StepSource::Fixed(text) => Value::text(text),
        StepSource::Filled(by) => filling.value(by, step.field.kind),
    }
}

/// Writes the signature source of a request, straight into `sink`.
///
/// No sorting, no map and no intermediate text: the order is a constant, and so is the code for it. Each of
/// the first members is compiled by itself, with its name, its place and its type known.
pub fn write_source<R: Request, S: Sink>(request: &R, filling: &Filling<'_>, sink: &mut S) {
    const { R::CHECKED }
    let mut source = SourceWriter::new(sink);
    macro_rules! members {
        ($($at:literal)*) => {$(
            if const { $at < R::PLAN.len } {
                sorted::write::<R, $at, S>(request, filling, &mut source);
            }
        )*};
    }
    members!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
    for step in R::PLAN.members().get(32..).unwrap_or_default() {
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
    let longest = body_len(request, filling, signature);
    let mut body = Vec::with_capacity(longest);
    body.push(b'{');
    for step in R::PLAN.members() {
        let value = step_value(request, filling, step);
        if !value.as_str().is_empty() {
            json_member(&mut body, step.field, value.as_str());
        }
    }
    if let Some(field) = signature_field::<R>() {
        json_member(&mut body, field, signature);
    }
    body.push(b'}');
    debug_assert!(body.len() <= longest);
    body
}

/// The JSON message of these members, with its signature.
pub(crate) fn body_of_pairs(
    meta: &'static OperationMeta,
    members: &[(&'static FieldMeta, Sensitive)],
    signature: &str,
) -> Vec<u8> {
    let texts = members.iter().map(|(field, value)| (*field, value.expose()));
    let sign = meta.request.iter().find(|field| field.filled_by == Some(FilledBy::Signature));
    let mut body = vec![b'{'];
    for (field, value) in texts.chain(sign.map(|field| (field, signature))) {
        json_member(&mut body, field, value);
    }
    body.push(b'}');
    body
}

/// How long the JSON message is at most: grown later, it would leave copies behind that nobody wipes.
fn body_len<R: Request>(request: &R, filling: &Filling<'_>, signature: &str) -> usize {
    let member = |name: &str, value: &str| {
        // A byte of a JSON string is itself, escaped by one more, or `\u0000`.
        let written = |byte| match byte {
            b'"' | b'\\' => 2,
            0..b' ' => 6,
            _ => 1_usize,
        };
        let value = value.bytes().map(written).fold(0, usize::saturating_add);
        value.saturating_add(name.len()).saturating_add(r#"{"":"","#.len())
    };
    let own = R::PLAN
        .members()
        .iter()
        .map(|step| member(step.field.name, step_value(request, filling, step).as_str()));
    let signature = signature_field::<R>().map(|field| member(field.name, signature));
    own.chain(signature).fold(1, usize::saturating_add)
}

/// The JSON message of [`body_of`] as text.
pub(crate) fn text_of<R: Request>(
    request: &R,
    filling: &Filling<'_>,
    signature: &str,
) -> Sensitive {
    // Messages are written from text only, so there is nothing to replace.
    let text = String::from_utf8(body_of(request, filling, signature))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    text.into()
}

/// The members of a request with its signature, as a form carries them.
pub fn pairs_of<R: Request>(
    request: &R,
    filling: &Filling<'_>,
    signature: &str,
) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::with_capacity(R::PLAN.members().len().saturating_add(1));
    for step in R::PLAN.members() {
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

/// The JSON message whose envelope holds `text`, the message proper.
#[cfg(feature = "pay_load")]
pub(crate) fn enveloped_body<R: Request>(
    request: &R,
    filling: &Filling<'_>,
    text: &str,
) -> Vec<u8> {
    let mut body = Vec::with_capacity(text.len().saturating_add(128));
    body.push(b'{');
    for (field, value) in beside_envelope(request, filling) {
        json_member(&mut body, field, value.as_str());
    }
    if let Some(envelope) = R::Operation::META.envelope {
        json_name(&mut body, envelope.field);
        json_text(&mut body, text);
    }
    body.push(b'}');
    body
}

/// The form fields of a message whose envelope holds `text`, the message proper.
pub(crate) fn enveloped_pairs<R: Request>(
    request: &R,
    filling: &Filling<'_>,
    text: Sensitive,
) -> Vec<(&'static str, Sensitive)> {
    let beside = beside_envelope(request, filling);
    let beside = beside.map(|(field, value)| (field.name, value.as_str().into()));
    beside.chain(R::Operation::META.envelope.map(|envelope| (envelope.field, text))).collect()
}

/// The members of a request that stand beside its envelope once more.
fn beside_envelope<'a, R: Request>(
    request: &'a R,
    filling: &'a Filling<'_>,
) -> impl Iterator<Item = (&'static FieldMeta, Value<'a>)> {
    let beside = R::Operation::META.envelope.map_or(&[] as &[_], |envelope| envelope.beside);
    let steps = R::PLAN.members().iter().filter(move |step| beside.contains(&step.field.name));
    let members = steps.map(|step| (step.field, step_value(request, filling, step)));
    members.filter(|(_, value)| !value.as_str().is_empty())
}

fn signature_field<R: Request>() -> Option<&'static FieldMeta> {
    let fields = R::Operation::META.request;
    fields.iter().find(|field| field.filled_by == Some(FilledBy::Signature))
}

fn json_member(body: &mut Vec<u8>, field: &FieldMeta, value: &str) {
    json_name(body, field.name);
    if field.is_json_string() {
        json_text(body, value);
    } else {
        body.extend_from_slice(value.as_bytes());
    }
}

fn json_name(body: &mut Vec<u8>, name: &str) {
    if body.last() != Some(&b'{') {
        body.push(b',');
    }
    json_text(body, name);
    body.push(b':');
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
    const { R::CHECKED }
    let example = Filling::example();
    let own = R::PLAN.members().iter().filter_map(|step| match step.source {
        StepSource::Own(own) => Some((step.field, request.value(own))),
        // A field that the struct asks to be the time of sending: any time stands for it here.
        StepSource::Filled(by) if step.field.filled_by.is_none() => {
            Some((step.field, example.value(by, step.field.kind)))
        }
        StepSource::Filled(_) | StepSource::Fixed(_) => None,
    });
    check_values::<R>(&own.collect::<Vec<_>>(), &Context::struct_alone())
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
    let steps = R::PLAN.members().iter();
    let values = steps.map(|step| (step.field, step_value(request, filling, step)));
    check_values::<R>(&values.collect::<Vec<_>>(), context)
}

fn check_values<R: Request>(
    values: &[(&'static FieldMeta, Value<'_>)],
    context: &Context<'_>,
) -> Result<(), Violations> {
    let members: Vec<_> =
        values.iter().map(|(field, value)| (field.name, value.as_str())).collect();
    let unusable = values.iter().filter_map(|(field, value)| Some((*field, value.problem()?)));
    let meta = R::Operation::META;
    let conversions = Violations::of_conversions(meta.id, unusable);
    let checked = validate(meta.id, meta.request, meta.rules, &members, context);
    let dates = check_order_date(meta, &members, context);
    match checked {
        Ok(()) => conversions.and(dates).into_result(),
        Err(others) => conversions.and(others).and(dates).into_result(),
    }
}

/// The value that a field is sent with, unless the client fills it in.
pub(crate) fn sent_value<'a, R: Request>(request: &'a R, name: &str) -> Option<Value<'a>> {
    let step = R::PLAN.members().iter().find(|step| step.field.name == name)?;
    match step.source {
        StepSource::Own(own) => Some(request.value(own)),
        StepSource::Fixed(text) => Some(Value::text(text)),
        StepSource::Filled(_) => None,
    }
}

/// The value that a request gives a field; for checks of replies against their request.
pub(crate) fn value_of<'a, R: Request>(request: &'a R, name: &str) -> Option<Value<'a>> {
    R::PLAN.members().iter().find_map(|step| match step.source {
        StepSource::Own(own) if step.field.name == name => Some(request.value(own)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_sending_is_a_date_where_the_field_is_one() {
        let filling = Filling::example();
        let text = |kind| filling.value(FilledBy::Clock, kind).as_str().to_owned();
        assert_eq!(text(Kind::Time), "20260101000000");
        assert_eq!(text(Kind::Date), "20260101");
    }
}
