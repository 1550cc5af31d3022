//! From a Rust type to the text of a field.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroUsize,
};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Repr, Value, kind};
use crate::amount::Amount;
use crate::payer_ip::PayerIp;
use crate::sensitive::Sensitive;
use crate::short_text::ShortText;
use crate::time::{Date, OrderTime};

/// A type that can hold a field of kind `K` in a request.
///
/// Implemented for the types of this crate, those of the standard library that say what the field says, and,
/// behind features, those of `rust_decimal`, `jiff`, `chrono`, `time`, `uuid` and `url`. A type of
/// one's own takes one function:
///
/// ```
/// use lianlian_api::value::{FieldValue, Value, kind};
///
/// struct OrderId(u64);
///
/// impl FieldValue<kind::Text> for OrderId {
///     fn value(&self) -> Value<'_> {
///         Value::owned(format!("SHOP{:010}", self.0))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a field of kind `{K}`",
    label = "not a type for this field",
    note = "text: `String`, `&str`, `Cow<str>`, `Box<str>`, `Sensitive` or an integer; digits: \
            `String` or `&str`; whole numbers: integers",
    note = "money: `Amount`, which counts fen (a float would lose money, a bare integer does not \
            say whether it counts fen or yuan)",
    note = "times: `OrderTime` or another instant; dates: `Date`; the payer's address: `PayerIp` or \
            `IpAddr`; coded values: an enum with `#[derive(Code)]`; structures: the type of the \
            structure, such as `RiskItem`",
    note = "a field that is not always filled is an `Option` of one of these; #[lianlian(with = path)] \
            converts any other type"
)]
pub trait FieldValue<K> {
    /// Whether a value of this type may say that the field is left out, as an `Option` does.
    const MAY_BE_ABSENT: bool = false;

    /// Every code that the type names, if it is an enum of coded values.
    const CODES: Option<&'static [&'static str]> = None;

    /// The field's text.
    fn value(&self) -> Value<'_>;
}

macro_rules! text_value {
    ($($kind:ident for $($holder:ty),+;)+) => {$($(
        #[diagnostic::do_not_recommend]
        impl FieldValue<kind::$kind> for $holder {
            #[inline]
            fn value(&self) -> Value<'_> {
                Value::text(self)
            }
        }
    )+)+};
}
text_value! {
    Text for str, String, Cow<'_, str>, Sensitive;
    Digits for str, String, Cow<'_, str>, Sensitive;
    Structure for str, String, Cow<'_, str>, Sensitive;
}

macro_rules! integer_value {
    ($($integer:ty),* as $wide:ty) => {$(
        #[diagnostic::do_not_recommend]
        impl FieldValue<kind::Int> for $integer {
            fn value(&self) -> Value<'_> {
                match <$wide>::try_from(*self) {
                    Ok(number) => integer(number < 0 as $wide, number.unsigned_abs_u64()),
                    Err(_) => Value::unusable("the number has more than 64 bits"),
                }
            }
        }
        #[diagnostic::do_not_recommend]
        impl FieldValue<kind::Text> for $integer {
            fn value(&self) -> Value<'_> {
                FieldValue::<kind::Int>::value(self)
            }
        }
    )*};
}
integer_value!(i8, i16, i32, i64, isize as i64);
integer_value!(u8, u16, u32, u64, usize as u64);

macro_rules! non_zero_value {
    ($($integer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl FieldValue<kind::Int> for $integer {
            fn value(&self) -> Value<'_> {
                FieldValue::<kind::Int>::value(&self.get()).into_owned()
            }
        }
        #[diagnostic::do_not_recommend]
        impl FieldValue<kind::Text> for $integer {
            fn value(&self) -> Value<'_> {
                FieldValue::<kind::Int>::value(self)
            }
        }
    )*};
}
non_zero_value!(NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize);
non_zero_value!(NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize);

/// The absolute value of an integer.
trait UnsignedAbs: Copy {
    fn unsigned_abs_u64(self) -> u64;
}
impl UnsignedAbs for i64 {
    fn unsigned_abs_u64(self) -> u64 {
        self.unsigned_abs()
    }
}
impl UnsignedAbs for u64 {
    fn unsigned_abs_u64(self) -> u64 {
        self
    }
}

fn integer(is_negative: bool, magnitude: u64) -> Value<'static> {
    let mut short = ShortText::new();
    if is_negative {
        short.push(b'-');
    }
    short.push_number(magnitude, 1);
    Value(Repr::Short(short))
}

#[diagnostic::do_not_recommend]
impl FieldValue<kind::Amount> for Amount {
    fn value(&self) -> Value<'_> {
        Value(Repr::Short(self.text()))
    }
}

#[diagnostic::do_not_recommend]
impl FieldValue<kind::Time> for OrderTime {
    fn value(&self) -> Value<'_> {
        Value::short(self.written())
    }
}

/// The instant, to the second; the fraction of a second is dropped.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Time> for SystemTime {
    fn value(&self) -> Value<'_> {
        let seconds = match self.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).ok(),
            // Before 1970, where the gateway did not exist.
            Err(_) => None,
        };
        instant(seconds)
    }
}

/// An instant, by its Unix time, as the text of a field.
pub(super) fn instant(unix_seconds: Option<i64>) -> Value<'static> {
    match unix_seconds.map(OrderTime::from_unix_seconds) {
        Some(Ok(time)) => Value::short(time.written()),
        Some(Err(_)) | None => {
            Value::unusable("the time is outside the years that yyyyMMddHHmmss can tell")
        }
    }
}

#[diagnostic::do_not_recommend]
impl FieldValue<kind::Date> for Date {
    fn value(&self) -> Value<'_> {
        Value::short(self.written())
    }
}

#[diagnostic::do_not_recommend]
impl FieldValue<kind::Ip> for PayerIp {
    fn value(&self) -> Value<'_> {
        Value::short(self.written())
    }
}

#[diagnostic::do_not_recommend]
impl FieldValue<kind::Ip> for Ipv4Addr {
    fn value(&self) -> Value<'_> {
        Value::short(PayerIp::from(*self).written())
    }
}

/// An address of version 4, or one of version 6 that stands for one.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Ip> for IpAddr {
    fn value(&self) -> Value<'_> {
        match self.to_canonical() {
            Self::V4(address) => FieldValue::<kind::Ip>::value(&address).into_owned(),
            Self::V6(_) => Value::unusable("the gateway takes addresses of version 4 only"),
        }
    }
}

macro_rules! forwarded {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K, T: FieldValue<K> + ?Sized> FieldValue<K> for $pointer {
            const MAY_BE_ABSENT: bool = T::MAY_BE_ABSENT;
            const CODES: Option<&'static [&'static str]> = T::CODES;

            #[inline]
            fn value(&self) -> Value<'_> {
                T::value(self)
            }
        }
    )*};
}
forwarded!(&T, Box<T>, Rc<T>, Arc<T>);

#[diagnostic::do_not_recommend]
impl<K, T: FieldValue<K>> FieldValue<K> for Option<T> {
    const MAY_BE_ABSENT: bool = true;
    const CODES: Option<&'static [&'static str]> = T::CODES;

    #[inline]
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::absent(), FieldValue::value)
    }
}

/// What a conversion made, or why it made nothing.
#[diagnostic::do_not_recommend]
impl<K, T: FieldValue<K>, E: std::fmt::Display> FieldValue<K> for Result<T, E> {
    const MAY_BE_ABSENT: bool = T::MAY_BE_ABSENT;
    const CODES: Option<&'static [&'static str]> = T::CODES;

    fn value(&self) -> Value<'_> {
        match self {
            Ok(value) => value.value(),
            Err(reason) => Value::unusable(reason.to_string()),
        }
    }
}

/// The text of a value that was made on the spot; for derived code.
#[doc(hidden)]
#[allow(clippy::needless_pass_by_value, reason = "nobody else has it")]
pub fn converted<K, T: FieldValue<K>>(value: T) -> Value<'static> {
    value.value().into_owned()
}
