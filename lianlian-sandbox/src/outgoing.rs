//! What the gateway sends: filled by the spec's fields, signed with its key.

use lianlian::meta::{Encoding, Envelope, FieldMeta, FilledBy, Kind, StructureMeta};
use lianlian::{Message, ReturnCode, RsaSigner, Scheme, SignError, Signer as _, SourceHash};
use serde_json::{Map, Number, Value};

use crate::exchange::{masked_source, never_signed};
use crate::house::House;
use crate::return_codes::text;
use crate::values::Values;

/// What the gateway replies.
pub(crate) struct Reply {
    pub(crate) code: &'static ReturnCode,
    /// `ret_msg`.
    pub(crate) text: String,
    /// The other members.
    pub(crate) values: Values,
}

impl Reply {
    /// A reply of that code, with the code's own text and nothing else.
    pub(crate) fn new(code: &'static ReturnCode) -> Self {
        Self { code, text: text(code).to_owned(), values: Values::default() }
    }

    /// The member of this name.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        match name {
            "ret_code" => Some(self.code.code.to_owned()),
            "ret_msg" => Some(self.text.clone()),
            name => self.values.get(name).map(str::to_owned),
        }
    }
}

/// A signed message.
pub(crate) struct Signed {
    members: Vec<(&'static FieldMeta, String)>,
    /// The one input that carries the message as JSON, where it does not travel bare.
    envelope: Option<(&'static str, String)>,
    /// The source as it may be shown.
    pub(crate) source: String,
    /// The `sign` member.
    pub(crate) signature: String,
}

/// What is wrong with a signed message on purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// The signature is of other bytes.
    OtherBytes,
    /// It is signed with another key.
    OtherKey,
    /// It is not signed.
    Unsigned,
    /// It is about another order.
    OtherOrder,
}

/// The numbers by which orders and refunds are known.
const NUMBERS: [&str; 4] = ["no_order", "no_refund", "oid_paybill", "oid_refundno"];

impl Signed {
    /// Asks `value` for every field of the message, leaves out what it does not give, and signs.
    pub(crate) fn new(
        house: &House,
        scheme: Scheme,
        fields: &'static [FieldMeta],
        value: impl Fn(&FieldMeta) -> Option<String>,
    ) -> Result<Self, SignError> {
        Self::flawed(house, scheme, fields, value, None)
    }

    /// The same with something wrong.
    pub(crate) fn flawed(
        house: &House,
        scheme: Scheme,
        fields: &'static [FieldMeta],
        value: impl Fn(&FieldMeta) -> Option<String>,
        flaw: Option<Flaw>,
    ) -> Result<Self, SignError> {
        let value = |field: &FieldMeta| {
            let text = value(field).or_else(|| field.fixed.map(str::to_owned))?;
            let is_changed = flaw == Some(Flaw::OtherOrder) && NUMBERS.contains(&field.name);
            Some(if is_changed { other_number(&text) } else { text })
        };
        let text_of = |field: &FieldMeta| match field.filled_by {
            Some(FilledBy::Signature) => None,
            Some(FilledBy::Scheme) => Some(scheme.sign_type().to_owned()),
            Some(FilledBy::Clock) => Some(house.now().to_string()),
            Some(FilledBy::Merchant) | None => value(field),
        };
        let present = |field: &'static FieldMeta| {
            Some((field, text_of(field).filter(|text| !text.is_empty())?))
        };
        let mut members: Vec<_> = fields.iter().filter_map(present).collect();
        let pairs = members.iter().map(|(field, text)| (field.name.to_owned(), text.clone()));
        let mut hash = SourceHash::new(scheme);
        // Fields of one operation have different names, so the message is always one.
        if let Ok(message) = Message::from_pairs(pairs) {
            message.write_source(&never_signed(fields), &mut hash);
        }
        if flaw == Some(Flaw::OtherBytes) {
            hash.update(b"&");
        }
        let key = match flaw {
            Some(Flaw::OtherKey) => house.stranger()?,
            _ => house.key.clone(),
        };
        let signature = RsaSigner::new(key, scheme)?.sign(hash)?;
        let shown = members.iter().map(|(field, text)| (field.name, text.as_str()));
        let source = masked_source(shown, fields);
        let sign = fields.iter().find(|field| field.filled_by == Some(FilledBy::Signature));
        let sign = sign.filter(|_| flaw != Some(Flaw::Unsigned));
        members.extend(sign.map(|field| (field, signature.clone())));
        Ok(Self { members, envelope: None, source, signature })
    }

    /// The same as JSON in one input of a form.
    pub(crate) fn within(mut self, envelope: Envelope) -> Self {
        let text = String::from_utf8(self.json()).unwrap_or_default();
        self.envelope = Some((envelope.field, text));
        self
    }

    /// The message as JSON.
    pub(crate) fn json(&self) -> Vec<u8> {
        let member = |(field, text): &(&'static FieldMeta, String)| {
            let other = match field.kind {
                Kind::Int => text.parse::<i64>().ok().map(Number::from).map(Value::Number),
                // Written as it was signed: the text is the compact JSON of such a value.
                Kind::Structure(StructureMeta { encoding: Encoding::JsonList, .. }) => {
                    serde_json::from_str(text).ok()
                }
                _ => None,
            };
            (field.name.to_owned(), other.unwrap_or_else(|| Value::String(text.clone())))
        };
        let object: Map<_, _> = self.members.iter().map(member).collect();
        Value::Object(object).to_string().into_bytes()
    }

    /// The message as the inputs of a form.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let envelope = self.envelope.iter().map(|(name, text)| (*name, text.as_str()));
        let bare = self.members.iter().filter(|_| self.envelope.is_none());
        envelope.chain(bare.map(|(field, text)| (field.name, text.as_str())))
    }
}

/// A number of the same form that is another one.
fn other_number(number: &str) -> String {
    let mut other: String = number.chars().rev().skip(1).collect::<Vec<_>>().iter().rev().collect();
    other.push(if number.ends_with('0') { '1' } else { '0' });
    other
}
