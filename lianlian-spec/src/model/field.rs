//! Fields of messages and structures.

use crate::record::words;

/// A field of a message or a member of a structure, the dictionary's part included.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Its name in messages.
    pub name: String,
    /// Its name in Rust: a snake-case name that is no keyword.
    pub rust_name: String,
    /// What it means.
    pub meaning: String,
    /// A remark beside the meaning.
    pub note: Option<String>,
    /// Form of its value.
    pub kind: Kind,
    /// Whether the message must carry it.
    pub required: Required,
    /// Fewest characters.
    pub min_len: Option<u32>,
    /// Most characters.
    pub max_len: Option<u32>,
    /// The only lengths allowed, in characters; empty for any.
    pub lengths: Vec<u32>,
    /// Smallest and largest value.
    pub range: Option<Range>,
    /// What a number counts.
    pub unit: Option<String>,
    /// The only value it can have.
    pub fixed: Option<String>,
    /// What the gateway assumes when it is left out.
    pub default: Option<String>,
    /// Whether it is masked wherever it would be printed.
    pub sensitive: bool,
    /// Whether a signature leaves it out.
    pub unsigned: Option<Unsigned>,
    /// Whether a reply has to repeat the request's value.
    pub identity: bool,
    /// What fills it in when the caller does not.
    pub filled_by: Option<FilledBy>,
    /// Characters its text must not contain.
    pub forbidden: Vec<char>,
    /// The only characters its text may contain, as ranges with both ends; empty for any.
    pub allowed: Vec<(char, char)>,
    /// Of an amount: the code of its currency, or the field that names it.
    pub currency: Option<String>,
    /// When the gateway sends it, in the spec's own words.
    pub when: Option<String>,
    /// Other names under which the gateway has been seen to send it.
    pub aliases: Vec<String>,
    /// The only edition of the documentation that has it here.
    pub edition: Option<String>,
}

/// Form of a field's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Any text.
    Text,
    /// ASCII digits.
    Digits,
    /// A whole number; the only kind that may be a JSON number.
    Int,
    /// Digits, a point, two digits.
    Amount,
    /// `yyyyMMddHHmmss` in UTC+8.
    Time,
    /// `yyyyMMdd` in UTC+8.
    Date,
    /// An IPv4 address with `_` for `.`.
    Ip,
    /// A code of the list of this name.
    Code(String),
    /// The text of the structure of this id.
    Structure(String),
}

/// Bounds of a value, both included, as decimal numbers (of a [`Kind::Int`], as whole numbers).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Range {
    /// Smallest value.
    pub min: String,
    /// Largest value.
    pub max: String,
}

words! {
    /// Whether a message must carry a field.
    pub Required {
        /// Always.
        Yes = "yes",
        /// Never.
        No = "no",
        /// When a rule or the field's own text says so.
        Conditional = "conditional",
    }
}

words! {
    /// Whether a signature leaves a field out.
    pub Unsigned {
        /// Documented so.
        Always = "always",
        /// The documentation is silent or contradicts itself.
        Maybe = "maybe",
    }
}

words! {
    /// What fills a field in when the caller does not.
    pub FilledBy {
        /// The merchant's number.
        Merchant = "merchant",
        /// The name of the signature scheme.
        Scheme = "scheme",
        /// The signature itself.
        Signature = "signature",
        /// The current time in UTC+8.
        Clock = "clock",
    }
}
