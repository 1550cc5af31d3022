//! `chrono`: instants and dates.

use ::chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeZone, Utc};

use super::day::{NOT_TOLD, day, year_month_day};
use crate::value::held::instant;
use crate::value::read::unix_seconds;
use crate::value::{FieldError, FieldValue, FromField, Value, kind};

/// How far the gateway's clock is ahead of UTC.
const AHEAD_OF_UTC: Option<FixedOffset> = FixedOffset::east_opt(8 * 60 * 60);

/// The instant in UTC+8, whichever zone the value is in; the fraction of a second is dropped, and a leap
/// second is the second before it.
#[diagnostic::do_not_recommend]
impl<Tz: TimeZone> FieldValue<kind::Time> for DateTime<Tz> {
    fn value(&self) -> Value<'_> {
        instant(Some(self.timestamp()))
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Time> for DateTime<Utc> {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        Self::from_timestamp(unix_seconds(text)?, 0).ok_or(NO_TIME)
    }
}

/// In UTC+8.
#[diagnostic::do_not_recommend]
impl FromField<kind::Time> for DateTime<FixedOffset> {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let time = <DateTime<Utc> as FromField<kind::Time>>::from_field(text)?;
        AHEAD_OF_UTC.map(|zone| time.with_timezone(&zone)).ok_or(NO_TIME)
    }
}

/// Never met: the library tells every second of the years 1970 to 9999.
const NO_TIME: FieldError = FieldError::Malformed("a time, yyyyMMddHHmmss");

#[diagnostic::do_not_recommend]
impl FieldValue<kind::Date> for NaiveDate {
    fn value(&self) -> Value<'_> {
        day(self.year(), self.month(), self.day())
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Date> for NaiveDate {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let (year, month, day) = year_month_day(text)?;
        Self::from_ymd_opt(year.into(), month.into(), day.into()).ok_or(NOT_TOLD)
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

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn east(seconds: i32) -> FixedOffset {
        FixedOffset::east_opt(seconds).unwrap()
    }

    #[test]
    fn an_instant_of_any_zone_is_told_in_utc_plus_8() {
        let instant = utc("2013-11-27T07:43:12.999Z");
        assert_eq!(time(&instant), "20131127154312");
        for hours in [-11, 0, 8, 14] {
            assert_eq!(time(&instant.with_timezone(&east(hours * 3600))), "20131127154312");
        }
        assert_eq!(time(&utc("2025-12-31T16:00:00Z")), "20260101000000");
    }

    #[test]
    fn a_leap_second_is_the_second_before_it() {
        assert_eq!(time(&utc("2016-12-31T23:59:60.5Z")), "20170101075959");
    }

    #[test]
    fn a_time_is_read_in_utc_plus_8() {
        let text = Some("20131127154312");
        let instant = <DateTime<Utc> as FromField<kind::Time>>::from_field(text).unwrap();
        assert_eq!(instant.to_rfc3339(), "2013-11-27T07:43:12+00:00");
        let here = <DateTime<FixedOffset> as FromField<kind::Time>>::from_field(text).unwrap();
        assert_eq!(here.to_rfc3339(), "2013-11-27T15:43:12+08:00");
        let missing = <DateTime<Utc> as FromField<kind::Time>>::from_field(None);
        assert_eq!(missing, Err(FieldError::Missing));
    }

    #[test]
    fn instants_that_cannot_be_written_are_refused() {
        let ends = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC];
        let beyond = [utc("1969-12-31T15:59:59.999Z"), utc("9999-12-31T16:00:00Z")];
        for instant in ends.into_iter().chain(beyond) {
            assert!(FieldValue::<kind::Time>::value(&instant).problem().is_some(), "{instant}");
        }
        assert_eq!(time(&utc("1969-12-31T16:00:00Z")), "19700101000000");
        assert_eq!(time(&utc("9999-12-31T15:59:59.999Z")), "99991231235959");
    }

    #[test]
    fn a_date_is_the_same_day_both_ways() {
        let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let leap_day = date(2024, 2, 29);
        assert_eq!(FieldValue::<kind::Date>::value(&leap_day).as_str(), "20240229");
        assert_eq!(
            <NaiveDate as FromField<kind::Date>>::from_field(Some("20240229")),
            Ok(leap_day)
        );
        assert!(<NaiveDate as FromField<kind::Date>>::from_field(Some("20230229")).is_err());
        let years = [-1, 0, 999, 1969, 10_000, 75_536].map(|year| date(year, 12, 31));
        for value in years.into_iter().chain([NaiveDate::MIN, NaiveDate::MAX]) {
            assert!(FieldValue::<kind::Date>::value(&value).problem().is_some(), "{value}");
        }
    }

    proptest! {
        #[test]
        fn an_instant_is_written_as_chrono_writes_it_and_read_back(
            second in 0_i64..=253_402_271_999,
            nanosecond in 0_u32..1_000_000_000,
            zone in -86_399..=86_399,
        ) {
            let instant = DateTime::from_timestamp(second, nanosecond).unwrap();
            let told = instant.with_timezone(&east(8 * 3600)).format("%Y%m%d%H%M%S").to_string();
            prop_assert_eq!(&time(&instant), &told);
            prop_assert_eq!(&time(&instant.with_timezone(&east(zone))), &told);
            let read = <DateTime<Utc> as FromField<kind::Time>>::from_field(Some(&told)).unwrap();
            prop_assert_eq!(read.timestamp(), second);
            let here = <DateTime<FixedOffset> as FromField<kind::Time>>::from_field(Some(&told));
            let here = here.unwrap();
            prop_assert_eq!((here.timestamp(), here.timezone()), (second, east(8 * 3600)));
        }

        #[test]
        fn a_date_is_written_as_chrono_writes_it_and_read_back(days in 0_i32..=2_932_896) {
            let date = NaiveDate::from_epoch_days(days).unwrap();
            let value = FieldValue::<kind::Date>::value(&date);
            prop_assert_eq!(value.as_str(), date.format("%Y%m%d").to_string());
            let read = <NaiveDate as FromField<kind::Date>>::from_field(Some(value.as_str()));
            prop_assert_eq!(read, Ok(date));
        }
    }
}
