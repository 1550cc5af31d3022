//! A day by its numbers, which is how the libraries for time take and give one.

use crate::time::Date;
use crate::value::{FieldError, FromField, Value, kind};

/// A day as the text of a field.
///
/// Of the numbers, a year may be anything, as libraries know years of antiquity and of a far future.
pub(super) fn day(
    year: impl TryInto<u16>,
    month: impl TryInto<u8>,
    day: impl TryInto<u8>,
) -> Value<'static> {
    let date = (|| {
        let (year, month, day) =
            (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
        Date::new(year, month, day).ok()
    })();
    match date {
        Some(date) => Value::short(date.written()),
        None => Value::unusable(
            "the date is outside the years 1970 to 9999, which the gateway can tell",
        ),
    }
}

/// Year, month and day of a field, the year from 1970 to 9999.
pub(super) fn year_month_day(text: Option<&str>) -> Result<(u16, u8, u8), FieldError> {
    let date = <Date as FromField<kind::Date>>::from_field(text)?;
    let numbers = || {
        // `yyyyMMdd`, read as one number.
        let digits: u32 = date.text().parse().ok()?;
        let year = u16::try_from(digits / 10_000).ok()?;
        let month = u8::try_from(digits / 100 % 100).ok()?;
        Some((year, month, u8::try_from(digits % 100).ok()?))
    };
    numbers().ok_or(NOT_TOLD)
}

/// Never met: each library tells every day of the years 1970 to 9999.
pub(super) const NOT_TOLD: FieldError = FieldError::Malformed("a date, yyyyMMdd");
