//! Order times and dates, in UTC+8 whatever the machine's zone.

use core::fmt;
use core::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::short_text::ShortText;

mod calendar;
pub(crate) mod http_date;

/// How far the gateway's clock is ahead of UTC. China keeps no summer time.
const AHEAD_OF_UTC: i64 = 8 * 60 * 60;

/// Seconds of a day; the gateway's clock has neither leap seconds nor summer time.
const DAY: i64 = 24 * 60 * 60;

/// A second on the gateway's clock, UTC+8, from 1970 to 9999; written `yyyyMMddHHmmss`.
///
/// ```
/// use lianlian_api::OrderTime;
/// let time = OrderTime::from_unix_seconds(1_385_538_192)?;
/// assert_eq!(time.to_string(), "20131127154312");
/// assert_eq!("20131127154312".parse(), Ok(time));
/// # Ok::<(), lianlian_api::TimeError>(())
/// ```
///
/// # Errors
/// `FromStr` and `Deserialize` (from a string) answer a [`TimeError`] to anything that is not
/// fourteen digits naming a second that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderTime {
    // In this order, so that comparing the parts compares the times.
    date: Date,
    hour: u8,
    minute: u8,
    second: u8,
}

/// A day on the gateway's calendar, from 1970 to 9999; written `yyyyMMdd`.
///
/// # Errors
/// `FromStr` and `Deserialize` (from a string) answer a [`TimeError`] to anything that is not eight
/// digits naming a day that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// An [`OrderTime`] as text.
pub type OrderTimeText = ShortText<14>;

/// A [`Date`] as text.
pub type DateText = ShortText<8>;

/// Why something is no order time or date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The text has not the digits of an order time.
    #[error("an order time is fourteen digits, yyyyMMddHHmmss in UTC+8, like 20131127154312")]
    NotAnOrderTime,
    /// The text has not the digits of a date.
    #[error("a date is eight digits, yyyyMMdd, like 20131127")]
    NotADate,
    /// A day that the calendar does not have, or a year outside 1970 to 9999.
    #[error("{year:04}-{month:02}-{day:02} is no day of the years 1970 to 9999")]
    NoSuchDay {
        /// The year given.
        year: u16,
        /// The month given.
        month: u8,
        /// The day given.
        day: u8,
    },
    /// A time that the day does not have. There are no leap seconds.
    #[error("{hour:02}:{minute:02}:{second:02} is no time of day, the last one is 23:59:59")]
    NoSuchTime {
        /// The hour given.
        hour: u8,
        /// The minute given.
        minute: u8,
        /// The second given.
        second: u8,
    },
    /// An instant before 1970 or after 9999 in UTC+8.
    #[error("{0} seconds from the Unix epoch lie outside the years 1970 to 9999 in UTC+8")]
    OutOfRange(i64),
}

impl OrderTime {
    /// The first second that can be written, 1970-01-01 00:00:00 in UTC+8.
    pub const MIN: Self =
        Self { date: Date { year: 1970, month: 1, day: 1 }, hour: 0, minute: 0, second: 0 };

    /// The last second that can be written, 9999-12-31 23:59:59 in UTC+8.
    pub const MAX: Self =
        Self { date: Date { year: 9999, month: 12, day: 31 }, hour: 23, minute: 59, second: 59 };

    /// The second that a clock in UTC+8 shows on `date` at that hour, minute and second.
    ///
    /// # Errors
    /// [`TimeError::NoSuchTime`] beyond 23:59:59.
    pub fn new(date: Date, hour: u8, minute: u8, second: u8) -> Result<Self, TimeError> {
        if hour < 24 && minute < 60 && second < 60 {
            Ok(Self { date, hour, minute, second })
        } else {
            Err(TimeError::NoSuchTime { hour, minute, second })
        }
    }

    /// The order time that many seconds after the Unix epoch (before it, if negative).
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] before 1970 or after 9999 in UTC+8.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, TimeError> {
        let shown = seconds.checked_add(AHEAD_OF_UTC).filter(|shown| *shown >= 0);
        let time = shown.and_then(|shown| {
            let date = calendar::date_of(shown.div_euclid(DAY))?;
            let part =
                |unit: i64, count: i64| u8::try_from(shown.div_euclid(unit).rem_euclid(count)).ok();
            Some(Self { date, hour: part(3600, 24)?, minute: part(60, 60)?, second: part(1, 60)? })
        });
        time.ok_or(TimeError::OutOfRange(seconds))
    }

    /// Seconds since the Unix epoch; negative in the first eight hours that can be written.
    pub fn unix_seconds(self) -> i64 {
        let minutes = i64::from(self.hour).saturating_mul(60).saturating_add(self.minute.into());
        calendar::day_of(self.date)
            .saturating_mul(DAY)
            .saturating_add(minutes.saturating_mul(60))
            .saturating_add(self.second.into())
            .saturating_sub(AHEAD_OF_UTC)
    }

    /// The day in UTC+8.
    pub const fn date(self) -> Date {
        self.date
    }

    /// The time as the gateway writes it, `yyyyMMddHHmmss`, without allocating.
    pub fn text(self) -> OrderTimeText {
        self.written()
    }

    /// The time as text in as much place as the caller wants.
    pub(crate) fn written<const N: usize>(self) -> ShortText<N> {
        let mut text = self.date.written();
        for part in [self.hour, self.minute, self.second] {
            text.push_pair(part);
        }
        text
    }
}

impl Date {
    /// The day of that year, month (1 to 12) and day of month.
    ///
    /// # Errors
    /// [`TimeError::NoSuchDay`] for a day the calendar does not have or a year outside 1970 to
    /// 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, TimeError> {
        let is_year = (1970..=9999).contains(&year);
        if is_year && day >= 1 && day <= calendar::days_in(year, month) {
            Ok(Self { year, month, day })
        } else {
            Err(TimeError::NoSuchDay { year, month, day })
        }
    }

    /// The date as the gateway writes it, `yyyyMMdd`, without allocating.
    pub fn text(self) -> DateText {
        self.written()
    }

    /// The date as text in as much place as the caller wants.
    #[allow(clippy::cast_possible_truncation, reason = "a year has four digits")]
    pub(crate) fn written<const N: usize>(self) -> ShortText<N> {
        let mut text = ShortText::new();
        for part in [(self.year / 100) as u8, (self.year % 100) as u8, self.month, self.day] {
            text.push_pair(part);
        }
        text
    }
}

/// The values of the digits of `text`, if it is exactly `N` ASCII digits.
fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = <[u8; N]>::try_from(text.as_bytes()).ok()?;
    let is_digits = digits.iter().all(u8::is_ascii_digit);
    is_digits.then(|| digits.map(|digit| digit.saturating_sub(b'0')))
}

/// The number that two digits write.
fn pair([tens, ones]: [u8; 2]) -> u8 {
    tens.saturating_mul(10).saturating_add(ones)
}

fn date_of([y1, y2, y3, y4, m1, m2, d1, d2]: [u8; 8]) -> Result<Date, TimeError> {
    let century = u16::from(pair([y1, y2]));
    let year = century.saturating_mul(100).saturating_add(pair([y3, y4]).into());
    Date::new(year, pair([m1, m2]), pair([d1, d2]))
}

impl FromStr for OrderTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = digits::<14>(text).ok_or(TimeError::NotAnOrderTime)?;
        let [y1, y2, y3, y4, m1, m2, d1, d2, h1, h2, i1, i2, s1, s2] = digits;
        let date = date_of([y1, y2, y3, y4, m1, m2, d1, d2])?;
        Self::new(date, pair([h1, h2]), pair([i1, i2]), pair([s1, s2]))
    }
}

impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        date_of(digits(text).ok_or(TimeError::NotADate)?)
    }
}

/// A clock, so that tests and replays choose the time.
pub trait Clock: Send + Sync {
    /// The present second.
    fn now(&self) -> OrderTime;
}

/// The machine's clock. Outside 1970 to 9999 it stands still at the nearer end.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OrderTime {
        // A machine that believes it is before 1970 has no time worth an error type; the gateway
        // refuses the order by its `time_stamp`.
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_epoch.as_secs())
            .ok()
            .and_then(|seconds| OrderTime::from_unix_seconds(seconds).ok())
            .unwrap_or(OrderTime::MAX)
    }
}

/// A clock that always shows the same second, for tests.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub OrderTime);

impl Clock for FixedClock {
    fn now(&self) -> OrderTime {
        self.0
    }
}

/// Text form and serde of a type whose text is at hand: both dates and times are strings.
macro_rules! is_written_as_text {
    ($type:ident, $expected:literal) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.text())
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), &*self.text())
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text())
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl de::Visitor<'_> for Text {
                    type Value = $type;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }
    };
}

is_written_as_text!(OrderTime, "an order time as a string, yyyyMMddHHmmss");
is_written_as_text!(Date, "a date as a string, yyyyMMdd");

#[cfg(test)]
mod tests;
