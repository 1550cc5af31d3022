//! `time`: instants and dates.

use ::time::{Date, Month, OffsetDateTime, UtcDateTime, UtcOffset};

use super::day::{NOT_TOLD, day, year_month_day};
use crate::value::held::instant;
use crate::value::read::unix_seconds;
use crate::value::{FieldError, FieldValue, FromField, Value, kind};

/// The instant in UTC+8, whichever offset the value has; the fraction of a second is dropped.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Time> for OffsetDateTime {
    fn value(&self) -> Value<'_> {
        instant(Some(self.unix_timestamp()))
    }
}

/// The instant in UTC+8; the fraction of a second is dropped.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Time> for UtcDateTime {
    fn value(&self) -> Value<'_> {
        instant(Some(self.unix_timestamp()))
    }
}

/// In UTC+8.
#[diagnostic::do_not_recommend]
impl FromField<kind::Time> for OffsetDateTime {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let time = Self::from_unix_timestamp(unix_seconds(text)?).ok();
        let offset = UtcOffset::from_hms(8, 0, 0).ok();
        time.zip(offset).and_then(|(time, offset)| time.checked_to_offset(offset)).ok_or(NO_TIME)
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Time> for UtcDateTime {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        Self::from_unix_timestamp(unix_seconds(text)?).map_err(|_| NO_TIME)
    }
}

/// Never met: the library tells every second of the years 1970 to 9999.
const NO_TIME: FieldError = FieldError::Malformed("a time, yyyyMMddHHmmss");

#[diagnostic::do_not_recommend]
impl FieldValue<kind::Date> for Date {
    fn value(&self) -> Value<'_> {
        day(self.year(), u8::from(self.month()), self.day())
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Date> for Date {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let (year, month, day) = year_month_day(text)?;
        let month = Month::try_from(month).map_err(|_| NOT_TOLD)?;
        Self::from_calendar_date(year.into(), month, day).map_err(|_| NOT_TOLD)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

    use ::time::Duration;
    use ::time::format_description::parse_borrowed;
    use proptest::prelude::*;

    use super::*;

    fn time(value: &impl FieldValue<kind::Time>) -> String {
        value.value().as_str().to_owned()
    }

    fn utc(year: i32, month: Month, day: u8, hour: u8, minute: u8, second: u8) -> UtcDateTime {
        let date = Date::from_calendar_date(year, month, day).unwrap();
        date.with_hms(hour, minute, second).unwrap().as_utc()
    }

    fn offset(seconds: i32) -> UtcOffset {
        UtcOffset::from_whole_seconds(seconds).unwrap()
    }

    #[test]
    fn an_instant_of_any_offset_is_told_in_utc_plus_8() {
        let instant = utc(2013, Month::November, 27, 7, 43, 12) + Duration::milliseconds(999);
        assert_eq!(time(&instant), "20131127154312");
        for hours in [-11, 0, 8, 14] {
            assert_eq!(time(&instant.to_offset(offset(hours * 3600))), "20131127154312");
        }
        assert_eq!(time(&utc(2025, Month::December, 31, 16, 0, 0)), "20260101000000");
    }

    #[test]
    fn a_time_is_read_in_utc_plus_8() {
        let text = Some("20131127154312");
        let instant = <UtcDateTime as FromField<kind::Time>>::from_field(text);
        assert_eq!(instant, Ok(utc(2013, Month::November, 27, 7, 43, 12)));
        let here = <OffsetDateTime as FromField<kind::Time>>::from_field(text).unwrap();
        assert_eq!((here.hour(), here.offset()), (15, offset(8 * 3600)));
        assert_eq!(here.to_utc(), instant.unwrap());
        let last = <OffsetDateTime as FromField<kind::Time>>::from_field(Some("99991231235959"));
        assert_eq!(last.unwrap().year(), 9999);
        assert_eq!(
            <UtcDateTime as FromField<kind::Time>>::from_field(None),
            Err(FieldError::Missing)
        );
    }

    #[test]
    fn instants_that_cannot_be_written_are_refused() {
        let first = utc(1969, Month::December, 31, 16, 0, 0);
        let last = utc(9999, Month::December, 31, 15, 59, 59);
        assert_eq!(time(&first), "19700101000000");
        assert_eq!(time(&last), "99991231235959");
        let beyond = [first - Duration::milliseconds(1), last + Duration::SECOND];
        for instant in beyond.into_iter().chain([UtcDateTime::MIN, UtcDateTime::MAX]) {
            assert!(FieldValue::<kind::Time>::value(&instant).problem().is_some(), "{instant:?}");
        }
    }

    #[test]
    fn a_date_is_the_same_day_both_ways() {
        let leap_day = Date::from_calendar_date(2024, Month::February, 29).unwrap();
        assert_eq!(FieldValue::<kind::Date>::value(&leap_day).as_str(), "20240229");
        assert_eq!(<Date as FromField<kind::Date>>::from_field(Some("20240229")), Ok(leap_day));
        assert!(<Date as FromField<kind::Date>>::from_field(Some("20230229")).is_err());
        for year in [-9999, -1, 0, 999, 1969] {
            let value = Date::from_calendar_date(year, Month::December, 31).unwrap();
            assert!(FieldValue::<kind::Date>::value(&value).problem().is_some(), "{year}");
        }
    }

    proptest! {
        #[test]
        fn an_instant_is_written_as_time_writes_it_and_read_back(
            second in 0_i64..=253_402_271_999,
            nanosecond in 0_i64..1_000_000_000,
            zone in -86_399..=86_399,
        ) {
            let format = parse_borrowed::<2>("[year][month][day][hour][minute][second]").unwrap();
            let instant = UtcDateTime::from_unix_timestamp(second).unwrap();
            let instant = instant + Duration::nanoseconds(nanosecond);
            let told = instant.to_offset(offset(8 * 3600)).format(&format).unwrap();
            prop_assert_eq!(&time(&instant), &told);
            if let Some(elsewhere) = instant.checked_to_offset(offset(zone)) {
                prop_assert_eq!(&time(&elsewhere), &told);
            }
            let read = <UtcDateTime as FromField<kind::Time>>::from_field(Some(&told)).unwrap();
            prop_assert_eq!(read.unix_timestamp(), second);
            let here = <OffsetDateTime as FromField<kind::Time>>::from_field(Some(&told)).unwrap();
            prop_assert_eq!((here.unix_timestamp(), here.offset()), (second, offset(8 * 3600)));
        }

        #[test]
        fn a_date_is_written_as_time_writes_it_and_read_back(days in 0_i64..=2_932_896) {
            let format = parse_borrowed::<2>("[year][month][day]").unwrap();
            let date = UtcDateTime::UNIX_EPOCH.date() + Duration::days(days);
            let value = FieldValue::<kind::Date>::value(&date);
            prop_assert_eq!(value.as_str(), date.format(&format).unwrap());
            let read = <Date as FromField<kind::Date>>::from_field(Some(value.as_str()));
            prop_assert_eq!(read, Ok(date));
        }
    }
}
