//! The `Date` header of HTTP.

use super::{AHEAD_OF_UTC, Date, OrderTime};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Seconds since the Unix epoch of a date as servers write it today: `Sun, 22 Nov 2026 01:30:05 GMT`.
///
/// The two older forms are obsolete, and a date that is not understood is only a warning less.
pub(crate) fn unix_seconds_of(text: &str) -> Option<i64> {
    let mut parts = text.split_ascii_whitespace();
    let _weekday = parts.next().filter(|day| day.len() == 4 && day.ends_with(','))?;
    let day = number(parts.next()?, 2)?;
    let month = parts.next()?;
    let month = MONTHS.iter().position(|name| *name == month)?.checked_add(1)?;
    let year = number(parts.next()?, 4)?;
    let mut clock = parts.next()?.split(':');
    let mut unit = || u8::try_from(number(clock.next()?, 2)?).ok();
    let (hour, minute, second) = (unit()?, unit()?, unit()?);
    if clock.next().is_some() || parts.next() != Some("GMT") || parts.next().is_some() {
        return None;
    }
    let date = Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()?;
    let shown = OrderTime::new(date, hour, minute, second).ok()?;
    // What was read as if in UTC+8 is meant in UTC.
    shown.unix_seconds().checked_add(AHEAD_OF_UTC)
}

fn number(text: &str, digits: usize) -> Option<u16> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_server_is_read_in_utc() {
        assert_eq!(unix_seconds_of("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(unix_seconds_of("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
    }

    #[test]
    fn what_is_no_date_of_today_is_passed_over() {
        for text in [
            "",
            "Sun, 06 Nov 1994 08:49:37 +0800",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sunday, 06 Nov 1994 08:49:37 GMT",
            "Sund 06 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT x",
        ] {
            assert_eq!(unix_seconds_of(text), None, "{text}");
        }
    }
}
