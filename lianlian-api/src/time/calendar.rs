//! Days of the Gregorian calendar, counted from 1970-01-01.
//!
//! It is all that the gateway's clock needs: a fixed distance from UTC, and days. A test compares every day
//! with a library for dates, which would take longer to compile than everything here.

use super::Date;

/// Days of a month; 0 if there is no such month.
pub(super) const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Days of a cycle of four hundred years, after which the calendar repeats.
const CYCLE: i64 = 146_097;

/// Days from 0000-03-01, where years begin that have their leap day at the end, to 1970-01-01.
const EPOCH: i64 = 719_468;

/// The day of a date.
#[allow(clippy::arithmetic_side_effects, reason = "a date has four digits of year")]
pub(super) fn day_of(date: Date) -> i64 {
    let (month, day) = (i64::from(date.month), i64::from(date.day));
    let year = i64::from(date.year) - i64::from(month <= 2);
    let (cycle, year) = (year.div_euclid(400), year.rem_euclid(400));
    // From March on, months have 31, 30, 31, 30, 31 days, again and again.
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    cycle * CYCLE + year * 365 + year / 4 - year / 100 + day_of_year - EPOCH
}

/// The date of a day; `None` outside 1970 to 9999.
#[allow(
    clippy::arithmetic_side_effects,
    reason = "the day is checked to have seven digits at most"
)]
pub(super) fn date_of(day: i64) -> Option<Date> {
    if !(0..=9_999_999).contains(&day) {
        return None;
    }
    let (cycle, day) = ((day + EPOCH).div_euclid(CYCLE), (day + EPOCH).rem_euclid(CYCLE));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    let year = u16::try_from(year + cycle * 400).ok()?;
    Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}
