//! Requests and replies without structs: fields by their names, for tools that are told what to send.
//!
//! They go through the same client as any struct, so nothing that protects money or secrets is missing.

use core::fmt;
use core::marker::PhantomData;

use crate::conform::{Fields, Plan, RequestPart, Step, plan_of_all};
use crate::message::MemberValue;
use crate::meta::{FieldMeta, FilledBy, Kind, OperationMeta};
use crate::operation::Operation;
use crate::reply::{Answers, ReadError, Reader, Reply};
use crate::request::{Request, json_text};
use crate::sensitive::Sensitive;
use crate::validate::{Context, Violations, validate};
use crate::value::Value;

/// More fields than any operation has; one with more does not compile.
const MOST_FIELDS: usize = 128;

/// A request of the operation `O` made of names and texts.
///
/// For programs that learn at run time what to send, such as a command line; where the fields are known
/// while the program is written, the operation's own struct finds mistakes earlier.
///
/// `Debug` shows the names of the fields only, and the texts are wiped when it is dropped.
///
/// ```
/// use lianlian_api::{JsonPost, ReplyMembers, RequestFields};
/// # use lianlian_api::{CallOptions, Client};
/// # fn show<O: JsonPost>(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
/// let query = RequestFields::<O>::new([("no_order", "20261122000001")], &[])?;
/// let reply = client.send_into::<ReplyMembers<O>, _>(&query, &CallOptions::default())?;
/// println!("{}", reply.json());
/// # Ok(())
/// # }
/// ```
pub struct RequestFields<O> {
    /// A text for each field of the operation, empty where it is left out.
    texts: Vec<Sensitive>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> RequestFields<O> {
    /// A request with these fields; an empty text leaves its field out, and of two texts for one field the
    /// later counts, also when it is empty.
    ///
    /// What the client fills in (merchant number, scheme, time of sending, signature) is not among them.
    /// What the spec fixes need not be. `contracts` are the merchant's agreements with the gateway that make
    /// rules apply.
    ///
    /// # Errors
    /// Everything that breaks the spec, at once: names that the operation does not have, fields that are
    /// the client's, missing and wrong values, broken rules.
    pub fn new<'f>(
        fields: impl IntoIterator<Item = (&'f str, &'f str)>,
        contracts: &[String],
    ) -> Result<Self, Violations> {
        let meta = O::META;
        let fields = last_of_each(fields);
        let text_of = |field: &FieldMeta| {
            let given = fields.iter().find(|(name, _)| *name == field.name);
            given.map_or("", |(_, text)| *text)
        };
        let request = Self {
            texts: meta.request.iter().map(|field| text_of(field).into()).collect(),
            operation: PhantomData,
        };
        let unusable = meta.request.iter().zip(&request.texts);
        let unusable =
            unusable.filter_map(|(field, text)| Some((field, why_unusable(field, text)?)));
        let unusable = Violations::of_conversions(meta.id, unusable);
        let mut context = Context::struct_alone();
        context.contracts = contracts;
        match validate(meta.id, meta.request, meta.rules, &fields, &context) {
            Ok(()) => unusable.into_result()?,
            Err(others) => unusable.and(others).into_result()?,
        }
        Ok(request)
    }

    fn members(&self) -> impl Iterator<Item = (&'static FieldMeta, &Sensitive)> {
        let meta: &'static OperationMeta = O::META;
        meta.request.iter().zip(&self.texts).filter(|(_, text)| !text.is_empty())
    }
}

/// The fields with the text that counts, so that what is checked is what is sent.
fn last_of_each<'f>(
    fields: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> Vec<(&'f str, &'f str)> {
    let mut counted: Vec<(&str, &str)> = Vec::new();
    for (name, text) in fields {
        match counted.iter_mut().find(|(own, _)| *own == name) {
            Some(before) => before.1 = text,
            None => counted.push((name, text)),
        }
    }
    counted.retain(|(_, text)| !text.is_empty());
    counted
}

/// Why a text cannot be sent whatever the spec says about the field.
fn why_unusable(field: &FieldMeta, text: &str) -> Option<&'static str> {
    match field.kind {
        _ if text.is_empty() => None,
        _ if field.filled_by == Some(FilledBy::Signature) => Some("the client signs, leave it out"),
        _ if field.filled_by.is_some() => Some("the client fills it in, leave it out"),
        // Written into JSON as it stands: `+5` and `05` are numbers to a parser of integers only.
        Kind::Int if text.parse::<i64>().is_ok_and(|number| number.to_string() != text) => {
            Some("write the number without a plus sign and leading zeros")
        }
        _ => None,
    }
}

impl<O: Operation> RequestPart<O> for RequestFields<O> {
    // Only a request that flattens a part asks for its fields, and this is a whole request.
    const FIELDS: Fields = Fields::EMPTY;

    fn value(&self, own: usize) -> Value<'_> {
        self.texts.get(own).map_or(Value::absent(), |text| Value::text(text))
    }
}

impl<O: Operation> RequestFields<O> {
    const STEPS: ([Step; MOST_FIELDS], usize) = plan_of_all(O::META);
}

impl<O: Operation> Request for RequestFields<O> {
    type Operation = O;
    const PLAN: Plan = Plan { steps: &Self::STEPS.0, len: Self::STEPS.1 };
}

impl<O: Operation> fmt::Debug for RequestFields<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.members().map(|(field, text)| (field.name, text))).finish()
    }
}

/// A reply to a request of the operation `O`, member by member as it came.
///
/// `Debug` shows the names of the members only.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyMembers<O> {
    members: Vec<ReplyMember>,
    operation: PhantomData<fn() -> O>,
}

#[derive(Clone, PartialEq, Eq)]
struct ReplyMember {
    name: String,
    /// The decoded text, as it stands in a signature source.
    text: Option<Sensitive>,
    /// Whether it came as a JSON string.
    is_string: bool,
    is_covered: bool,
}

impl<O> ReplyMembers<O> {
    /// The text of the member of this name; `None` when it is absent, `null`, or the signature does not
    /// cover it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.find(name).filter(|member| member.is_covered)?.text.as_deref()
    }

    /// The text of the member of this name, whether or not the signature covers it.
    pub fn unverified(&self, name: &str) -> Option<&str> {
        self.find(name)?.text.as_deref()
    }

    /// Names of the members that the signature does not cover.
    pub fn left_out(&self) -> impl Iterator<Item = &str> {
        let left_out = self.members.iter().filter(|member| !member.is_covered);
        left_out.map(|member| member.name.as_str())
    }

    /// The reply as one line of JSON: every member, in the order in which it came, numbers in the digits
    /// that they came in, the signature included. It still verifies.
    ///
    /// It may hold personal data.
    pub fn json(&self) -> Sensitive {
        let mut json = vec![b'{'];
        for member in &self.members {
            if json.len() > 1 {
                json.push(b',');
            }
            json_text(&mut json, &member.name);
            json.push(b':');
            match &member.text {
                None => json.extend_from_slice(b"null"),
                Some(text) if member.is_string => json_text(&mut json, text),
                Some(text) => json.extend_from_slice(text.as_bytes()),
            }
        }
        json.push(b'}');
        let json = String::from_utf8(json)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        json.into()
    }

    fn find(&self, name: &str) -> Option<&ReplyMember> {
        self.members.iter().find(|member| member.name == name)
    }
}

impl<O: Operation> Reply for ReplyMembers<O> {
    type Operation = O;

    fn read(reader: &Reader<'_>) -> Result<Self, ReadError> {
        let members = reader.members().map(|(name, value, is_covered)| ReplyMember {
            name: name.to_owned(),
            text: value.text().map(Into::into),
            is_string: matches!(value, MemberValue::Text(_)),
            is_covered,
        });
        Ok(Self { members: members.collect(), operation: PhantomData })
    }
}

impl<O: Operation> Answers<O> for ReplyMembers<O> {}

impl<O> fmt::Debug for ReplyMembers<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.members.iter().map(|member| &member.name)).finish()
    }
}
