//! What the gateway sends: filled by the spec's fields, signed with its key.

use lianlian::meta::{Encoding, FieldMeta, FilledBy, Kind, StructureMeta};
use lianlian::{Message, ReturnCode, RsaSigner, Scheme, SignError, Signer as _, SourceHash};
use serde_json::{Map, Number, Value};

use crate::exchange::{masked_source, never_signed};
use crate::gateway::Gateway;
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
    /// The source as it may be shown.
    pub(crate) source: String,
    /// The `sign` member.
    pub(crate) signature: String,
}

impl Signed {
    /// Asks `value` for every field of the message, leaves out what it does not give, and signs.
    pub(crate) fn new(
        gateway: &Gateway,
        scheme: Scheme,
        fields: &'static [FieldMeta],
        value: impl Fn(&FieldMeta) -> Option<String>,
    ) -> Result<Self, SignError> {
        let mut members: Vec<_> = fields
            .iter()
            .filter_map(|field| {
                let text = match field.filled_by {
                    Some(FilledBy::Signature) => None,
                    Some(FilledBy::Scheme) => Some(scheme.sign_type().to_owned()),
                    Some(FilledBy::Clock) => Some(gateway.now().to_string()),
                    Some(FilledBy::Merchant) | None => {
                        value(field).or_else(|| field.fixed.map(str::to_owned))
                    }
                };
                Some((field, text.filter(|text| !text.is_empty())?))
            })
            .collect();
        let pairs = members.iter().map(|(field, text)| (field.name.to_owned(), text.clone()));
        let mut hash = SourceHash::new(scheme);
        // Fields of one operation have different names, so the message is always one.
        if let Ok(message) = Message::from_pairs(pairs) {
            message.write_source(&never_signed(fields), &mut hash);
        }
        let signature = RsaSigner::new(gateway.key.clone(), scheme)?.sign(hash)?;
        let shown = members.iter().map(|(field, text)| (field.name, text.as_str()));
        let source = masked_source(shown, fields);
        let sign = fields.iter().find(|field| field.filled_by == Some(FilledBy::Signature));
        members.extend(sign.map(|field| (field, signature.clone())));
        Ok(Self { members, source, signature })
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
        self.members.iter().map(|(field, text)| (field.name, text.as_str()))
    }
}
