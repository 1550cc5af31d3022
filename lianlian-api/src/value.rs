//! Field values: how Rust types become the text of a field, and text becomes Rust types.

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

use crate::amount::{Amount, AmountError};
use crate::payer_ip::PayerIp;
use crate::sensitive::Sensitive;
use crate::short_text::ShortText;
use crate::time::{Date, OrderTime};

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

    /// A short ASCII text made on the spot, kept without allocation.
    fn short(text: &str) -> Self {
        let mut short = ShortText::new();
        for byte in text.bytes() {
            short.push(byte);
        }
        Self(Repr::Short(short))
    }

    /// The text; empty when the field is absent.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Absent => "",
            Repr::Text(text) => text,
            Repr::Short(text) => text,
            Repr::Long(text) => text,
        }
    }
}

impl fmt::Debug for Value<'_> {
    /// Says whether there is a value, not which: it may be sensitive.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.as_str().is_empty() { "Value(absent)" } else { "Value(***)" })
    }
}

/// Kinds of fields, as types: what [`FieldValue`] is asked for.
pub mod kind {
    /// Text.
    #[derive(Debug)]
    pub enum Text {}
    /// ASCII digits kept as text.
    #[derive(Debug)]
    pub enum Digits {}
    /// A whole number.
    #[derive(Debug)]
    pub enum Int {}
    /// An amount of money.
    #[derive(Debug)]
    pub enum Amount {}
    /// A time, `yyyyMMddHHmmss`.
    #[derive(Debug)]
    pub enum Time {}
    /// A date, `yyyyMMdd`.
    #[derive(Debug)]
    pub enum Date {}
    /// An IPv4 address.
    #[derive(Debug)]
    pub enum Ip {}
    /// A value of a code list.
    #[derive(Debug)]
    pub enum Code {}
    /// A structure in a string.
    #[derive(Debug)]
    pub enum Structure {}

    /// The number of a kind, as the derive macros name it.
    #[doc(hidden)]
    #[derive(Debug)]
    pub enum Number<const KIND: u8> {}

    /// From a kind's number to its type.
    #[doc(hidden)]
    pub trait Numbered {
        type Kind;
    }

    macro_rules! numbered {
        ($($number:literal => $kind:ident),* $(,)?) => {$(
            impl Numbered for Number<$number> {
                type Kind = $kind;
            }
        )*};
    }
    // The same numbers as `meta::Kind::number`; a test holds them together.
    numbered! {
        0 => Text, 1 => Digits, 2 => Int, 3 => Amount, 4 => Time,
        5 => Date, 6 => Ip, 7 => Code, 8 => Structure,
    }
}

/// A type that can hold a field of kind `K` in a request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a field of kind `{K}`",
    label = "not a type for this field",
    note = "text: `String`, `&str`, `Cow<str>`, `Box<str>`, `Sensitive` or an integer; digits: \
            `String` or `&str`; whole numbers: integers",
    note = "money: `Amount`, which counts fen (a float would lose money, a bare integer does not \
            say whether it counts fen or yuan)",
    note = "times: `OrderTime`; dates: `Date`; the payer's address: `PayerIp`; coded values: an enum \
            with `#[derive(Code)]`; structures: the type of the structure, such as `RiskItem`",
    note = "a field that is not always filled is an `Option` of one of these"
)]
pub trait FieldValue<K> {
    /// The field's text.
    fn value(&self) -> Value<'_>;
}

macro_rules! text_value {
    ($kind:ty: $($holder:ty),* $(,)?) => {$(
        impl FieldValue<$kind> for $holder {
            fn value(&self) -> Value<'_> {
                Value::text(self)
            }
        }
    )*};
}
text_value!(kind::Text: String, &str, Box<str>, Cow<'_, str>, Sensitive);
text_value!(kind::Digits: String, &str, Box<str>, Cow<'_, str>, Sensitive);
text_value!(kind::Structure: String, &str, Sensitive);

macro_rules! integer_value {
    ($($integer:ty),*) => {$(
        impl FieldValue<kind::Int> for $integer {
            fn value(&self) -> Value<'_> {
                integer(*self < 0 as $integer, self.unsigned_abs_u64())
            }
        }
        impl FieldValue<kind::Text> for $integer {
            fn value(&self) -> Value<'_> {
                FieldValue::<kind::Int>::value(self)
            }
        }
        impl FromField for $integer {
            fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
                present(text)?.parse().map_err(|_| FieldError::Malformed("a whole number"))
            }
        }
    )*};
}

/// The absolute value of any integer up to 64 bits.
trait UnsignedAbs: Copy {
    fn unsigned_abs_u64(self) -> u64;
}
macro_rules! unsigned_abs {
    (signed $($integer:ty),*; unsigned $($natural:ty),*) => {
        $(impl UnsignedAbs for $integer {
            fn unsigned_abs_u64(self) -> u64 { self.unsigned_abs().into() }
        })*
        $(impl UnsignedAbs for $natural {
            fn unsigned_abs_u64(self) -> u64 { self.into() }
        })*
    };
}
unsigned_abs!(signed i8, i16, i32, i64; unsigned u8, u16, u32, u64);
integer_value!(i8, i16, i32, i64, u8, u16, u32, u64);

fn integer(is_negative: bool, magnitude: u64) -> Value<'static> {
    let mut short = ShortText::new();
    if is_negative {
        short.push(b'-');
    }
    short.push_number(magnitude, 1);
    Value(Repr::Short(short))
}

impl FieldValue<kind::Amount> for Amount {
    fn value(&self) -> Value<'_> {
        Value(Repr::Short(self.text()))
    }
}

impl FieldValue<kind::Time> for OrderTime {
    fn value(&self) -> Value<'_> {
        Value::short(&self.text())
    }
}

impl FieldValue<kind::Date> for Date {
    fn value(&self) -> Value<'_> {
        Value::short(&self.text())
    }
}

impl FieldValue<kind::Ip> for PayerIp {
    fn value(&self) -> Value<'_> {
        Value::short(&self.wire())
    }
}

impl<K, T: FieldValue<K>> FieldValue<K> for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::absent(), FieldValue::value)
    }
}

/// Why the text of a reply's field is not a value of its type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// The field is absent, null or empty.
    #[error("is missing")]
    Missing,
    /// The text has another form.
    #[error("is not {0}")]
    Malformed(&'static str),
    /// The text is no amount.
    #[error("is no amount: {0}")]
    Amount(#[from] AmountError),
    /// The code is none of the enum's, which has no variant for unknown codes.
    #[error("holds a code that {0} does not name and has no variant for")]
    UnknownCode(&'static str),
    /// An entry of a list cannot be read.
    #[error("has an entry {at}, whose field {field} {reason}")]
    Entry {
        /// Which entry, counted from 1.
        at: usize,
        /// The field of the entry.
        field: &'static str,
        /// What is wrong with it.
        reason: Box<FieldError>,
    },
}

fn present(text: Option<&str>) -> Result<&str, FieldError> {
    text.ok_or(FieldError::Missing)
}

/// A type that a reply's or notification's field can be read into.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a field",
    label = "not a type for a field",
    note = "`String`, `Sensitive`, integers, `Amount`, `OrderTime`, `Date`, `PayerIp`, an enum with \
            `#[derive(Code)]`, or an `Option` of one of these"
)]
pub trait FromField: Sized {
    /// Reads the value; `None` stands for a field that is absent, null or empty.
    ///
    /// # Errors
    /// The field is missing, or its text is not of this type.
    fn from_field(text: Option<&str>) -> Result<Self, FieldError>;
}

impl FromField for String {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        present(text).map(str::to_owned)
    }
}

impl FromField for Sensitive {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        present(text).map(Self::from)
    }
}

impl FromField for Amount {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        Ok(Self::parse_lenient(present(text)?)?)
    }
}

impl FromField for OrderTime {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        present(text)?.parse().map_err(|_| FieldError::Malformed("a time, yyyyMMddHHmmss"))
    }
}

impl FromField for Date {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        present(text)?.parse().map_err(|_| FieldError::Malformed("a date, yyyyMMdd"))
    }
}

impl FromField for PayerIp {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        present(text)?.parse().map_err(|_| FieldError::Malformed("an IPv4 address"))
    }
}

impl<T: FromField> FromField for Option<T> {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        text.map(|text| T::from_field(Some(text))).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::{CodeList, Encoding, Kind, StructureMeta};

    #[allow(clippy::needless_pass_by_value, reason = "values are written in place here")]
    fn text<K>(value: impl FieldValue<K>) -> String {
        value.value().as_str().to_owned()
    }

    #[test]
    fn integers_print_all_their_digits() {
        assert_eq!(text::<kind::Int>(i64::MIN), i64::MIN.to_string());
        assert_eq!(text::<kind::Text>(u64::MAX), u64::MAX.to_string());
        assert_eq!(text::<kind::Int>(0_u8), "0");
    }

    #[test]
    fn an_absent_option_is_an_absent_field() {
        assert_eq!(text::<kind::Amount>(None::<Amount>), "");
        assert_eq!(text::<kind::Amount>(Some(Amount::from_fen(5))), "0.05");
        assert_eq!(Option::<Amount>::from_field(None), Ok(None));
        assert_eq!(Amount::from_field(None), Err(FieldError::Missing));
    }

    #[test]
    fn a_value_does_not_print_itself() {
        assert_eq!(format!("{:?}", Value::text("6222")), "Value(***)");
    }

    #[test]
    fn kinds_have_the_numbers_that_their_types_go_by() {
        const LIST: &CodeList = &CodeList { name: "", title: "", codes: &[] };
        const STRUCTURE: &StructureMeta =
            &StructureMeta { id: "", title: "", encoding: Encoding::JsonObject, groups: &[] };
        fn same<N: kind::Numbered<Kind = K>, K>() {}
        same::<kind::Number<{ Kind::Text.number() }>, kind::Text>();
        same::<kind::Number<{ Kind::Digits.number() }>, kind::Digits>();
        same::<kind::Number<{ Kind::Int.number() }>, kind::Int>();
        same::<kind::Number<{ Kind::Amount.number() }>, kind::Amount>();
        same::<kind::Number<{ Kind::Time.number() }>, kind::Time>();
        same::<kind::Number<{ Kind::Date.number() }>, kind::Date>();
        same::<kind::Number<{ Kind::Ip.number() }>, kind::Ip>();
        same::<kind::Number<{ Kind::Code(LIST).number() }>, kind::Code>();
        same::<kind::Number<{ Kind::Structure(STRUCTURE).number() }>, kind::Structure>();
    }
}
