//! From the text of a field to a Rust type.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroUsize,
};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::kind;
use crate::amount::{Amount, AmountError};
use crate::payer_ip::PayerIp;
use crate::sensitive::Sensitive;
use crate::time::{Date, OrderTime};

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
    /// The conversion that the struct asks for refused the value, for this reason.
    #[error("cannot be converted: {0}")]
    Conversion(String),
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

pub(super) fn present(text: Option<&str>) -> Result<&str, FieldError> {
    text.ok_or(FieldError::Missing)
}

/// A type that a field of kind `K` in a reply or notification can be read into.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a field of kind `{K}`",
    label = "not a type for this field",
    note = "text: `String`, `Box<str>`, `Sensitive`, integers; digits: `String`; whole numbers: integers; \
            money: `Amount`; times: `OrderTime` or another instant; dates: `Date`; addresses: `PayerIp` or \
            `IpAddr`; coded values: an enum with `#[derive(Code)]`",
    note = "a field that is not always there is an `Option` of one of these; #[lianlian(with = path)] \
            converts to any other type"
)]
pub trait FromField<K>: Sized {
    /// Whether the type has a value for a field that is not there, as an `Option` has.
    const MAY_BE_ABSENT: bool = false;

    /// Every code that the type names, if it is an enum of coded values.
    const CODES: Option<&'static [&'static str]> = None;

    /// Reads the value; `None` stands for a field that is absent, null or empty.
    ///
    /// # Errors
    /// The field is missing, or its text is not of this type.
    fn from_field(text: Option<&str>) -> Result<Self, FieldError>;
}

macro_rules! from_text {
    ($($kind:ident),+ for $holders:tt) => {
        $(from_text!(@ $kind for $holders);)+
    };
    (@ $kind:ident for ($($holder:ty),+)) => {$(
        #[diagnostic::do_not_recommend]
        impl FromField<kind::$kind> for $holder {
            fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
                present(text).map(Self::from)
            }
        }
    )+};
}
from_text!(Text, Digits, Structure for (String, Sensitive, Box<str>, Rc<str>, Arc<str>));

macro_rules! from_digits {
    ($($integer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl FromField<kind::Int> for $integer {
            fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
                present(text)?.parse().map_err(|_| FieldError::Malformed("a whole number"))
            }
        }
        // Of text, since a merchant's own number, sent as text, comes back as text.
        #[diagnostic::do_not_recommend]
        impl FromField<kind::Text> for $integer {
            fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
                <Self as FromField<kind::Int>>::from_field(text)
            }
        }
    )*};
}
from_digits!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);
from_digits!(NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize);
from_digits!(NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize);

#[diagnostic::do_not_recommend]
impl FromField<kind::Amount> for Amount {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        Ok(Self::parse_lenient(present(text)?)?)
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Time> for OrderTime {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        present(text)?.parse().map_err(|_| FieldError::Malformed("a time, yyyyMMddHHmmss"))
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Time> for SystemTime {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let seconds = unix_seconds(text)?.unsigned_abs();
        let time = UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        time.ok_or(FieldError::Malformed("a time that the system can tell"))
    }
}

/// The Unix time of a field; an order time is never before 1970.
pub(super) fn unix_seconds(text: Option<&str>) -> Result<i64, FieldError> {
    let seconds = <OrderTime as FromField<kind::Time>>::from_field(text)?.unix_seconds();
    if seconds < 0 { Err(FieldError::Malformed("a time after 1970")) } else { Ok(seconds) }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Date> for Date {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        present(text)?.parse().map_err(|_| FieldError::Malformed("a date, yyyyMMdd"))
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Ip> for PayerIp {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        present(text)?.parse().map_err(|_| FieldError::Malformed("an IPv4 address"))
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Ip> for Ipv4Addr {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        <PayerIp as FromField<kind::Ip>>::from_field(text).map(PayerIp::address)
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Ip> for IpAddr {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        <Ipv4Addr as FromField<kind::Ip>>::from_field(text).map(Self::V4)
    }
}

#[diagnostic::do_not_recommend]
impl<K, T: FromField<K>> FromField<K> for Option<T> {
    const MAY_BE_ABSENT: bool = true;
    const CODES: Option<&'static [&'static str]> = T::CODES;

    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        text.map(|text| T::from_field(Some(text))).transpose()
    }
}

macro_rules! wrapped {
    ($($pointer:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K, T: FromField<K>> FromField<K> for $pointer<T> {
            const MAY_BE_ABSENT: bool = T::MAY_BE_ABSENT;
            const CODES: Option<&'static [&'static str]> = T::CODES;

            fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
                T::from_field(text).map(Self::new)
            }
        }
    )*};
}
wrapped!(Box, Rc, Arc);

/// What a conversion function may give for a field of type `T`: a `T`, or a `Result` with one.
#[diagnostic::on_unimplemented(
    message = "the conversion gives `{Self}`, but the field is a `{T}`",
    label = "not what the field holds",
    note = "the function in #[lianlian(with = path)] takes what the field of the message is read into and \
            returns what the struct's field holds, or a `Result` with that and an error that can be shown"
)]
pub trait Converted<T> {
    /// The value, or why there is none.
    ///
    /// # Errors
    /// What the conversion says.
    fn converted(self) -> Result<T, FieldError>;
}

impl<T> Converted<T> for T {
    fn converted(self) -> Result<T, FieldError> {
        Ok(self)
    }
}

impl<T, E: fmt::Display> Converted<T> for Result<T, E> {
    fn converted(self) -> Result<T, FieldError> {
        self.map_err(|reason| FieldError::Conversion(reason.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_time_in_1970_may_be_before_the_epoch_and_then_has_no_unix_time_here() {
        assert!(unix_seconds(Some("19700101075959")).is_err());
        assert_eq!(unix_seconds(Some("19700101080000")), Ok(0));
        assert_eq!(unix_seconds(Some("19700101080001")), Ok(1));
    }
}
