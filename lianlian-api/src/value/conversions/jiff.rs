//! `jiff`: instants and dates.

use ::jiff::tz::{TimeZone, offset};
use ::jiff::{Timestamp, Zoned, civil};

use super::day::{NOT_TOLD, day, year_month_day};
use crate::value::held::instant;
use crate::value::read::unix_seconds;
use crate::value::{FieldError, FieldValue, FromField, Value, kind};

/// The instant, to the second; the fraction of a second is dropped.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Time> for Timestamp {
    fn value(&self) -> Value<'_> {
        // Not `as_second`, which before 1970 drops the fraction forwards in time.
        instant(i64::try_from(self.as_nanosecond().div_euclid(1_000_000_000)).ok())
    }
}

/// The instant in UTC+8, whichever zone the value is in; the fraction of a second is dropped.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Time> for Zoned {
    fn value(&self) -> Value<'_> {
        FieldValue::<kind::Time>::value(&self.timestamp()).into_owned()
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Time> for Timestamp {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        // The last timestamp is a day short of the last order time.
        let time = Self::from_second(unix_seconds(text)?);
        time.map_err(|_| FieldError::Malformed("a time before 9999-12-31"))
    }
}

/// In UTC+8, a fixed offset: no database of zones is asked.
#[diagnostic::do_not_recommend]
impl FromField<kind::Time> for Zoned {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let time = <Timestamp as FromField<kind::Time>>::from_field(text)?;
        Ok(time.to_zoned(TimeZone::fixed(offset(8))))
    }
}

#[diagnostic::do_not_recommend]
impl FieldValue<kind::Date> for civil::Date {
    fn value(&self) -> Value<'_> {
        day(self.year(), self.month(), self.day())
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Date> for civil::Date {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let (year, month, day) = year_month_day(text)?;
        let numbers = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
        let (Ok(year), Ok(month), Ok(day)) = numbers else { return Err(NOT_TOLD) };
        Self::new(year, month, day).map_err(|_| NOT_TOLD)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn time(value: &impl FieldValue<kind::Time>) -> String {
        value.value().as_str().to_owned()
    }

    #[test]
    fn an_instant_of_any_zone_is_told_in_utc_plus_8() {
        let timestamp: Timestamp = "2013-11-27T07:43:12.999Z".parse().unwrap();
        assert_eq!(time(&timestamp), "20131127154312");
        for hours in [-11, 0, 8, 14] {
            let zoned = timestamp.to_zoned(TimeZone::fixed(offset(hours)));
            assert_eq!(time(&zoned), "20131127154312");
        }
        let new_year: Timestamp = "2025-12-31T16:00:00Z".parse().unwrap();
        assert_eq!(time(&new_year), "20260101000000");
    }

    #[test]
    fn a_time_is_read_in_utc_plus_8() {
        let text = Some("20131127154312");
        let timestamp = <Timestamp as FromField<kind::Time>>::from_field(text).unwrap();
        assert_eq!(timestamp.to_string(), "2013-11-27T07:43:12Z");
        let zoned = <Zoned as FromField<kind::Time>>::from_field(text).unwrap();
        assert_eq!(zoned.to_string(), "2013-11-27T15:43:12+08:00[+08:00]");
        assert_eq!(<Zoned as FromField<kind::Time>>::from_field(None), Err(FieldError::Missing));
    }

    #[test]
    fn instants_that_cannot_be_written_or_read_are_refused() {
        for instant in [Timestamp::MIN, "1969-12-31T15:59:59.999Z".parse().unwrap()] {
            assert!(FieldValue::<kind::Time>::value(&instant).problem().is_some(), "{instant}");
        }
        assert_eq!(time(&"1969-12-31T16:00:00Z".parse::<Timestamp>().unwrap()), "19700101000000");
        assert_eq!(time(&Timestamp::MAX), "99991231060000");
        let read = <Timestamp as FromField<kind::Time>>::from_field(Some("99991231235959"));
        assert_eq!(read, Err(FieldError::Malformed("a time before 9999-12-31")));
    }

    #[test]
    fn a_date_is_the_same_day_both_ways() {
        let date = civil::date(2024, 2, 29);
        assert_eq!(FieldValue::<kind::Date>::value(&date).as_str(), "20240229");
        assert_eq!(<civil::Date as FromField<kind::Date>>::from_field(Some("20240229")), Ok(date));
        assert!(<civil::Date as FromField<kind::Date>>::from_field(Some("20230229")).is_err());
        for year in [-9999, -1, 0, 999, 1969] {
            let value = civil::date(year, 12, 31);
            assert!(FieldValue::<kind::Date>::value(&value).problem().is_some(), "{year}");
        }
        assert_eq!(FieldValue::<kind::Date>::value(&civil::Date::MAX).as_str(), "99991231");
    }

    proptest! {
        #[test]
        fn an_instant_is_written_as_jiff_writes_it_and_read_back(
            second in 0..=Timestamp::MAX.as_second(),
            nanosecond in 0..1_000_000_000,
            hours in -25_i8..=25,
        ) {
            let instant = Timestamp::new(second, nanosecond).unwrap();
            let there = instant.to_zoned(TimeZone::fixed(offset(8)));
            let told = there.strftime("%Y%m%d%H%M%S").to_string();
            prop_assert_eq!(&time(&instant), &told);
            prop_assert_eq!(&time(&instant.to_zoned(TimeZone::fixed(offset(hours)))), &told);
            let read = <Timestamp as FromField<kind::Time>>::from_field(Some(&told)).unwrap();
            prop_assert_eq!(read.as_second(), second);
            prop_assert_eq!(time(&read), told);
        }

        #[test]
        fn a_date_is_written_as_jiff_writes_it_and_read_back(days in 0..2_932_896) {
            let date = civil::date(1970, 1, 1).checked_add(::jiff::Span::new().days(days)).unwrap();
            let value = FieldValue::<kind::Date>::value(&date);
            prop_assert_eq!(value.as_str(), date.strftime("%Y%m%d").to_string());
            let read = <civil::Date as FromField<kind::Date>>::from_field(Some(value.as_str()));
            prop_assert_eq!(read, Ok(date));
        }
    }
}
