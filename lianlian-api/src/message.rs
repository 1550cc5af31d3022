//! A gateway message as it stands in its bytes: a flat JSON object, or the fields of a form.
//!
//! Signing and verifying read a message through this type only, never through a typed struct, so
//! that members nobody described are covered as well.

use core::cmp::Ordering;
use core::fmt;
use std::borrow::Cow;

use serde::Deserializer as _;
use serde::de::{self, DeserializeSeed, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::meta::FieldMeta;
use crate::scheme::Sink;
use crate::source::{SourceWriter, compare_keys};

/// The member that carries the signature; it cannot be part of what it signs.
const SIGN: &str = "sign";

/// A parsed message, borrowing from its bytes wherever it can.
///
/// `Debug` prints the names of the members and no value, since any value may be sensitive.
///
/// ```
/// use lianlian_api::Message;
/// let message = Message::parse(br#"{"sign":"x","money_order":"0.10","amt":1.50,"memo":""}"#)?;
/// assert_eq!(message.source(&[]), "amt=1.50&money_order=0.10");
/// # Ok::<(), lianlian_api::MessageError>(())
/// ```
#[derive(Clone)]
pub struct Message<'a> {
    /// In the order of the message.
    members: Vec<Member<'a>>,
    /// Places in `members`, in the order of the signature source.
    order: Vec<usize>,
}

#[derive(Clone)]
struct Member<'a> {
    key: Cow<'a, str>,
    value: MemberValue<'a>,
    /// Whether no letter of the key is a capital, as is usual.
    is_lower: bool,
}

impl<'a> Member<'a> {
    fn new(key: Cow<'a, str>, value: MemberValue<'a>) -> Self {
        let is_lower = is_lower(&key);
        Self { key, value, is_lower }
    }

    /// How the key compares with another in the order of the source, given whether that one has capitals.
    fn compare(&self, other: &str, other_is_lower: bool) -> Ordering {
        if self.is_lower && other_is_lower {
            // Letter by letter nothing is different then, and comparing bytes at once is faster.
            (*self.key).cmp(other)
        } else {
            compare_keys(&self.key, other)
        }
    }
}

fn is_lower(key: &str) -> bool {
    !key.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// The value of one member.
///
/// `Debug` prints its kind only, since it may be sensitive.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberValue<'a> {
    /// `null`, which counts as absent.
    Null,
    /// A string, decoded; or the value of a form field.
    Text(Cow<'a, str>),
    /// A number, in the very digits of the message: `10.50` stays `10.50`.
    Number(&'a str),
    /// A boolean.
    Bool(bool),
    /// An object or array, as its JSON text stands in the message.
    Json(&'a str),
}

/// Why bytes are no message.
///
/// No error repeats a value of the message, since it may be sensitive; names of members it may.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// There is nothing but white space.
    #[error("the message is empty")]
    Empty,
    /// The bytes are not UTF-8.
    #[error(
        "the message is not UTF-8 from byte {valid_up_to} on; the gateway writes UTF-8, read the \
         body as it came"
    )]
    NotUtf8 {
        /// How many bytes before the first wrong one are UTF-8.
        valid_up_to: usize,
    },
    /// The message begins with `<`, so it is a page of some server on the way.
    #[error(
        "the message is HTML or XML, not JSON; a proxy, a wrong URL or a maintenance page answered \
         instead of the gateway"
    )]
    LooksLikeHtml,
    /// The message ends before its object does.
    #[error("the message is cut off, its JSON object does not end; read the whole body")]
    Truncated,
    /// The message is not JSON.
    #[error("the message is not JSON: {what} at line {line} column {column}")]
    NotJson {
        /// The line of the mistake, from 1.
        line: usize,
        /// The column of the mistake in bytes, from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// The message is JSON, but no object.
    #[error("the message is JSON but not an object; a gateway message is one object of fields")]
    NotAnObject,
    /// Two members have one name, so it is undecided which of them is signed.
    #[error("the message has the member `{0}` twice; drop it, it may have been tampered with")]
    DuplicateKey(String),
}

impl<'a> Message<'a> {
    /// Reads a JSON message. A byte order mark before it is passed over.
    ///
    /// Objects and arrays inside the message are checked to be JSON and kept as their text.
    ///
    /// # Errors
    /// A [`MessageError`] for anything but one complete object without duplicate names.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, MessageError> {
        let text = core::str::from_utf8(bytes).map_err(|error| match error.error_len() {
            // The last character is incomplete, so the message was cut inside it.
            None => MessageError::Truncated,
            Some(_) => MessageError::NotUtf8 { valid_up_to: error.valid_up_to() },
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match text.trim_ascii_start().chars().next() {
            None => Err(MessageError::Empty),
            Some('<') => Err(MessageError::LooksLikeHtml),
            Some('{') => Self::from_members(read_object(text)?),
            Some(_) => Err(serde_json::from_str::<&RawValue>(text)
                .map_or_else(|error| not_json(&error), |_| MessageError::NotAnObject)),
        }
    }

    /// A message of form fields, whose values are all text.
    ///
    /// # Errors
    /// [`MessageError::DuplicateKey`] when two fields have one name.
    pub fn from_pairs(
        pairs: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Message<'static>, MessageError> {
        let member =
            |(key, value)| Member::new(Cow::Owned(key), MemberValue::Text(Cow::Owned(value)));
        Message::from_members(pairs.into_iter().map(member).collect())
    }

    /// Sorts once, for sources and look-ups, and finds duplicates side by side.
    fn from_members(members: Vec<Member<'a>>) -> Result<Self, MessageError> {
        let key = |place: &usize| members.get(*place).map_or("", |member| &*member.key);
        let mut order = (0..members.len()).collect::<Vec<_>>();
        order.sort_unstable_by(|a, b| match (members.get(*a), members.get(*b)) {
            (Some(a), Some(b)) => a.compare(&b.key, b.is_lower),
            _ => Ordering::Equal,
        });
        let mut neighbours = order.iter().zip(order.iter().skip(1));
        if let Some((place, _)) = neighbours.find(|(a, b)| key(a) == key(b)) {
            return Err(MessageError::DuplicateKey(key(place).to_owned()));
        }
        Ok(Self { members, order })
    }

    /// Every member with its name, in the order of the message, `sign` and `null` included.
    pub fn members(&self) -> impl Iterator<Item = (&str, &MemberValue<'a>)> {
        self.members.iter().map(|member| (&*member.key, &member.value))
    }

    /// The value of the member named exactly `key`, if there is one.
    pub fn get(&self, key: &str) -> Option<&MemberValue<'a>> {
        let is_lower = is_lower(key);
        let order_of = |place: &usize| {
            let member = self.members.get(*place);
            member.map_or(Ordering::Less, |member| member.compare(key, is_lower))
        };
        let found = self.order.binary_search_by(order_of).ok()?;
        let place = self.order.get(found)?;
        self.members.get(*place).map(|member| &member.value)
    }

    /// The text of the member named exactly `key`, as [`MemberValue::text`] gives it.
    ///
    /// `None` when the member is absent or `null`.
    pub fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        self.get(key)?.text().map(Cow::Borrowed)
    }

    /// The member that carries a field, under its own name or an alias of it, with its text.
    ///
    /// `None` when there is none that is neither `null` nor empty.
    pub(crate) fn text_of(&self, field: &FieldMeta) -> Option<(&'static str, Cow<'_, str>)> {
        field.names().find_map(|name| {
            let text = self.text(name).filter(|text| !text.is_empty())?;
            Some((name, text))
        })
    }

    /// The signature source of the message, leaving out the members named in `without`.
    ///
    /// `sign` and members that are `null` or the empty string are always left out.
    pub fn source(&self, without: &[&str]) -> String {
        let mut source = String::new();
        self.write_source(without, &mut source);
        source
    }

    /// Writes what [`Message::source`] returns into `sink`, a hash for example.
    pub fn write_source<S: Sink>(&self, without: &[&str], sink: &mut S) {
        let mut source = SourceWriter::new(sink);
        for member in self.order.iter().filter_map(|place| self.members.get(*place)) {
            let key = &*member.key;
            if key == SIGN || without.contains(&key) {
                continue;
            }
            if let Some(text) = member.value.text() {
                source.pair(key, text);
            }
        }
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.members()).finish()
    }
}

impl MemberValue<'_> {
    /// The value as it stands in a signature source; `None` for `null`.
    ///
    /// The decoded string, the digits of a number, `true` or `false`, the JSON text of an object or
    /// array.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(text),
            Self::Number(text) | Self::Json(text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
        }
    }
}

impl fmt::Debug for MemberValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Text(_) => "Text(***)",
            Self::Number(_) => "Number(***)",
            Self::Bool(_) => "Bool(***)",
            Self::Json(_) => "Json(***)",
        })
    }
}

fn read_object(text: &str) -> Result<Vec<Member<'_>>, MessageError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let members = json.deserialize_map(Members).map_err(|error| not_json(&error))?;
    json.end().map_err(|error| not_json(&error))?;
    Ok(members)
}

/// Our error for one of the JSON parser's, which for syntax never repeat the message.
fn not_json(error: &serde_json::Error) -> MessageError {
    if error.is_eof() {
        return MessageError::Truncated;
    }
    let message = error.to_string();
    let what = message.rsplit_once(" at line ").map_or(&*message, |(what, _)| what);
    MessageError::NotJson { line: error.line(), column: error.column(), what: what.to_owned() }
}

/// Collects the members of an object without looking for duplicates yet.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<Member<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::with_capacity(32);
        while let Some(key) = map.next_key_seed(Key)? {
            let raw = map.next_value::<&'de RawValue>()?;
            let Some(value) = read_value(raw.get()) else {
                return Err(de::Error::custom("the string before has half of a surrogate pair"));
            };
            members.push(Member::new(key, value));
        }
        Ok(members)
    }
}

/// The value whose JSON text is `raw`, already known to be well-formed.
///
/// `None` for a string whose escapes make no text, the one mistake that the parser leaves to
/// whoever decodes.
fn read_value(raw: &str) -> Option<MemberValue<'_>> {
    Some(match raw.bytes().next()? {
        b'n' => MemberValue::Null,
        b't' => MemberValue::Bool(true),
        b'f' => MemberValue::Bool(false),
        b'{' | b'[' => MemberValue::Json(raw),
        b'"' if raw.contains('\\') => MemberValue::Text(serde_json::from_str(raw).ok()?),
        b'"' => {
            let text = raw.strip_prefix('"')?.strip_suffix('"')?;
            MemberValue::Text(Cow::Borrowed(text))
        }
        _ => MemberValue::Number(raw),
    })
}

/// A member's name, borrowed unless it has escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: de::Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

#[cfg(test)]
mod tests;
