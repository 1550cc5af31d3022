//! The rules of messages and their signature source, once more and slowly, from the JSON on.

use crate::json;

/// A member of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name, decoded.
    pub name: String,
    /// What it stands for; `None` for `null`.
    pub text: Option<String>,
}

impl Member {
    /// A member with a text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: Some(text.into()) }
    }
}

/// The members of a message in its order; `None` for what is no message.
pub fn members(message: &[u8]) -> Option<Vec<Member>> {
    let text = std::str::from_utf8(message).ok()?;
    // A byte order mark is no part of the message.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let members = json::object(text)?.into_iter();
    let members = members
        .map(|(name, value)| Some(Member { name: json::text(name)?, text: text_of(value)? }))
        .collect::<Option<Vec<Member>>>();
    distinct(members?)
}

/// The members, unless two have one name.
pub fn distinct(members: Vec<Member>) -> Option<Vec<Member>> {
    let is_twice = |name: &str| members.iter().filter(|member| member.name == name).count() > 1;
    let is_refused = members.iter().any(|member| is_twice(&member.name));
    (!is_refused).then_some(members)
}

/// The signature source of a message without some members; `None` for what is no message.
pub fn source(message: &[u8], without: &[&str]) -> Option<String> {
    Some(source_of(&members(message)?, without))
}

/// The signature source of some members without others.
pub fn source_of(members: &[Member], without: &[&str]) -> String {
    let mut signed: Vec<(Vec<u8>, &str, &str)> = members
        .iter()
        .filter(|member| member.name != "sign" && !without.contains(&member.name.as_str()))
        .filter_map(|member| Some((&*member.name, member.text.as_deref()?)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name.bytes().map(lower).collect(), name, text))
        .collect();
    signed.sort();
    let pairs: Vec<String> =
        signed.into_iter().map(|(_, name, text)| format!("{name}={text}")).collect();
    pairs.join("&")
}

/// The text of the member of this name; `None` if it is absent, null or empty.
pub fn present<'m>(members: &'m [Member], name: &str) -> Option<&'m str> {
    let member = members.iter().find(|member| member.name == name)?;
    member.text.as_deref().filter(|text| !text.is_empty())
}

const fn lower(byte: u8) -> u8 {
    if byte >= b'A' && byte <= b'Z' { byte + 32 } else { byte }
}

/// What a JSON value stands for; `None` outside for a string that is no text.
#[allow(clippy::option_option, reason = "the outer is a mistake, the inner is null")]
fn text_of(raw: &str) -> Option<Option<String>> {
    match raw.chars().next()? {
        'n' => Some(None),
        '"' => json::text(raw).map(Some),
        _ => Some(Some(raw.to_owned())),
    }
}
