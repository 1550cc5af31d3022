//! Field values: how Rust types become the text of a field, and text becomes Rust types.

use std::fmt;

use zeroize::Zeroizing;

use crate::short_text::ShortText;

mod conversions;
mod held;
pub mod kind;
mod read;
#[cfg(test)]
mod tests;

pub use held::{FieldValue, converted};
pub use read::{Converted, FieldError, FromField};

/// Longest value that needs no allocation: an amount, a time, a date, an address, an integer.
const SHORT: usize = 21;

/// The text of a field as it goes on the wire, or its absence.
///
/// An empty text is an absent field: the gateway leaves both out of the signature, so neither is
/// sent.
pub struct Value<'a>(Repr<'a>);

enum Repr<'a> {
    Absent,
    Text(&'a str),
    Short(ShortText<SHORT>),
    Long(Zeroizing<String>),
    /// There is a value, but no text says it: the reason.
    Unusable(String),
}

impl<'a> Value<'a> {
    /// A field that is left out.
    pub const fn absent() -> Self {
        Self(Repr::Absent)
    }

    /// A text that stands in the struct as it goes on the wire.
    pub const fn text(text: &'a str) -> Self {
        Self(Repr::Text(text))
    }

    /// A text made on the spot.
    pub fn owned(text: String) -> Self {
        Self(Repr::Long(Zeroizing::new(text)))
    }

    /// A short text made on the spot, kept without allocation.
    pub(crate) const fn short(text: ShortText<SHORT>) -> Self {
        Self(Repr::Short(text))
    }

    /// A value that no text of this field can say, such as a third of a fen.
    ///
    /// Nothing is sent then: the checks before sending report `reason` as a mistake of the field, and keep
    /// it to themselves where the field is sensitive.
    pub fn unusable(reason: impl Into<String>) -> Self {
        Self(Repr::Unusable(reason.into()))
    }

    /// The text; empty when the field is absent, or its value unusable.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Absent | Repr::Unusable(_) => "",
            Repr::Text(text) => text,
            Repr::Short(text) => text,
            Repr::Long(text) => text,
        }
    }

    /// The text as bytes that are known to be ASCII, where it was made on the spot.
    #[inline]
    pub(crate) fn as_ascii(&self) -> Option<&[u8]> {
        match &self.0 {
            Repr::Short(text) => Some(text.as_ascii()),
            _ => None,
        }
    }

    /// Why the value cannot be sent, if it cannot.
    pub fn problem(&self) -> Option<&str> {
        match &self.0 {
            Repr::Unusable(reason) => Some(reason),
            _ => None,
        }
    }

    /// The same value, borrowing nothing.
    pub fn into_owned(self) -> Value<'static> {
        Value(match self.0 {
            Repr::Absent => Repr::Absent,
            Repr::Text(text) => Repr::Long(Zeroizing::new(text.to_owned())),
            Repr::Short(text) => Repr::Short(text),
            Repr::Long(text) => Repr::Long(text),
            Repr::Unusable(reason) => Repr::Unusable(reason),
        })
    }

    /// The value, or what `default` gives where there is none.
    #[must_use]
    pub fn or_else(self, default: impl FnOnce() -> Self) -> Self {
        if self.as_str().is_empty() && self.problem().is_none() { default() } else { self }
    }
}

impl fmt::Debug for Value<'_> {
    /// Says whether there is a value, not which: it may be sensitive.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.problem(), self.as_str()) {
            (Some(_), _) => "Value(unusable)",
            (None, "") => "Value(absent)",
            (None, _) => "Value(***)",
        })
    }
}
