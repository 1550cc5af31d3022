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
use crate::source::{SourceWriter, compare_keys, key_head};

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
    /// Where they are, in the order of the signature source.
    order: Vec<Place>,
}

#[derive(Clone)]
struct Member<'a> {
    key: Cow<'a, str>,
    value: MemberValue<'a>,
}

/// A member that carries a field.
#[derive(Clone, Copy)]
pub(crate) struct Carrier<'m> {
    /// The name under which it was found.
    pub(crate) name: &'static str,
    /// Its place in the message.
    pub(crate) place: usize,
    /// Its text.
    pub(crate) text: &'m str,
}

/// Where a member is.
#[derive(Clone, Copy)]
struct Place {
    /// The [`key_head`] of the member.
    head: u64,
    /// Its place in the message.
    at: usize,
}

impl Place {
    fn key<'m>(&self, members: &'m [Member<'_>]) -> &'m str {
        members.get(self.at).map_or("", |member| &*member.key)
    }

    /// How the member compares with a key and its head, in the order of the source.
    fn compare(&self, members: &[Member<'_>], head: u64, key: &str) -> Ordering {
        self.head.cmp(&head).then_with(|| {
            let own = self.key(members);
            if own == key { Ordering::Equal } else { compare_keys(own, key) }
        })
    }
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
    /// A [`MessageError`] for anything but one complete object without duplicate names, of at most 4,096 members.
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
        let member = |(key, value)| Member {
            key: Cow::Owned(key),
            value: MemberValue::Text(Cow::Owned(value)),
        };
        Message::from_members(pairs.into_iter().map(member).collect())
    }

    /// Sorts once, for sources and look-ups, and finds duplicates side by side.
    fn from_members(members: Vec<Member<'a>>) -> Result<Self, MessageError> {
        let heads = members.iter().map(|member| key_head(&member.key));
        let mut order: Vec<_> = heads.enumerate().map(|(at, head)| Place { head, at }).collect();
        order.sort_unstable_by(|a, b| a.compare(&members, b.head, b.key(&members)));
        let mut neighbours = order.iter().zip(order.iter().skip(1));
        let twice = neighbours
            .find(|(a, b)| a.head == b.head && a.key(&members) == b.key(&members))
            .map(|(place, _)| place.key(&members).to_owned());
        match twice {
            Some(key) => Err(MessageError::DuplicateKey(key)),
            None => Ok(Self { members, order }),
        }
    }

    /// The place in the message of the member named exactly `key`.
    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        let head = key_head(key);
        let found = self.order.binary_search_by(|place| place.compare(&self.members, head, key));
        self.order.get(found.ok()?).map(|place| place.at)
    }

    /// Every member with its name, in the order of the message, `sign` and `null` included.
    pub fn members(&self) -> impl Iterator<Item = (&str, &MemberValue<'a>)> {
        self.members.iter().map(|member| (&*member.key, &member.value))
    }

    /// The value of the member named exactly `key`, if there is one.
    pub fn get(&self, key: &str) -> Option<&MemberValue<'a>> {
        self.members.get(self.place(key)?).map(|member| &member.value)
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
        self.carrier(field.names()).map(|carrier| (carrier.name, Cow::Borrowed(carrier.text)))
    }

    /// The first member of one of these names that is neither `null` nor empty.
    pub(crate) fn carrier(
        &self,
        mut names: impl Iterator<Item = &'static str>,
    ) -> Option<Carrier<'_>> {
        names.find_map(|name| {
            let place = self.place(name)?;
            let text = self.members.get(place)?.value.text()?;
            (!text.is_empty()).then_some(Carrier { name, place, text })
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
        for member in self.order.iter().filter_map(|place| self.members.get(place.at)) {
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
    let expected = colons(text).min(MOST_EXPECTED);
    let members = json.deserialize_map(Members { expected }).map_err(|error| not_json(&error))?;
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

/// Most members of a message, a hundred times what the gateway writes: each takes more memory than it has bytes.
const MOST_MEMBERS: usize = 4096;

/// How many colons there are: one for each member, and seldom more.
fn colons(text: &str) -> usize {
    // Pieces so short that a byte can count what is in them, and many bytes are counted at once.
    let pieces = text.as_bytes().chunks(usize::from(u8::MAX));
    let counts = pieces.map(|piece| piece.iter().map(|byte| u8::from(*byte == b':')).sum::<u8>());
    counts.map(usize::from).sum()
}

/// For more members than that no memory is set aside before they come.
const MOST_EXPECTED: usize = 64;

/// Collects the members of an object without looking for duplicates yet.
struct Members {
    expected: usize,
}

impl<'de> Visitor<'de> for Members {
    type Value = Vec<Member<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::with_capacity(self.expected);
        while let Some(key) = map.next_key_seed(Key)? {
            let raw = map.next_value::<&'de RawValue>()?;
            let Some(value) = read_value(raw.get()) else {
                return Err(de::Error::custom("the string before has half of a surrogate pair"));
            };
            if members.len() >= MOST_MEMBERS {
                return Err(de::Error::custom("an object of more than 4,096 members"));
            }
            members.push(Member { key, value });
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
