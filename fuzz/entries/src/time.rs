//! Order times and dates, against a calendar that counts day by day.

use lianlian::{Date, OrderTime};

use crate::Reached;

/// Hours that the gateway's clock is ahead of UTC.
const AHEAD: i64 = 8;

/// `data` is a text that may be a time or a date; its first bytes are also seconds of the Unix epoch.
pub fn time(data: &[u8]) -> Reached {
    let text = String::from_utf8_lossy(data);
    reads(&text, |text| Some(text.parse::<OrderTime>().ok()?.unix_seconds()));
    dates(&text);
    let bytes = data.iter().copied().chain(std::iter::repeat(0));
    let number = bytes.take(8).fold(0_i64, |number, byte| number << 8 | i64::from(byte));
    // Most numbers of eight bytes are far away: some are brought near the years that can be written.
    for seconds in [number, number % 300_000_000_000, number >> 24, number % 100_000 - 50_000] {
        shows(seconds, |seconds| Some(OrderTime::from_unix_seconds(seconds).ok()?.to_string()));
    }
    Reached::property_if(is_time(&text) || is_date(&text) || text_of(number).is_some())
}

/// Whether the text is a time.
pub fn is_time(text: &str) -> bool {
    parts(text).is_some()
}

/// Whether the text is a date.
pub fn is_date(text: &str) -> bool {
    text.len() == 8 && is_time(&format!("{text}000000"))
}

/// The day of a time on the gateway's calendar, counted from some day on.
pub fn day_of(text: &str) -> Option<i64> {
    let [year, month, day, ..] = parts(text)?;
    Some(days_of([year, month, day]))
}

/// A reader that gives the seconds of the Unix epoch.
pub fn reads(text: &str, read: impl Fn(&str) -> Option<i64>) {
    let expected = parts(text);
    assert_eq!(read(text), expected.map(seconds_of), "{text:?}");
    let Ok(time) = text.parse::<OrderTime>() else { return };
    assert_eq!((time.to_string(), &*time.text()), (text.to_owned(), text));
    assert_eq!(OrderTime::from_unix_seconds(time.unix_seconds()), Ok(time));
    assert_eq!(time.date().to_string(), text[..8]);
    assert!((OrderTime::MIN..=OrderTime::MAX).contains(&time));
    assert_eq!(serde_json::to_string(&time).unwrap(), format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<OrderTime>(&format!("\"{text}\"")).unwrap(), time);
}

/// A printer of the seconds of the Unix epoch.
pub fn shows(seconds: i64, show: impl Fn(i64) -> Option<String>) {
    let expected = text_of(seconds);
    assert_eq!(show(seconds), expected, "{seconds} s");
    if let Some(text) = expected {
        assert_eq!(text.parse::<OrderTime>().map(OrderTime::unix_seconds), Ok(seconds));
    }
}

fn dates(text: &str) {
    let read = text.parse::<Date>();
    assert_eq!(read.is_ok(), is_date(text), "{text:?}");
    let Ok(date) = read else { return };
    assert_eq!((date.to_string(), &*date.text()), (text.to_owned(), text));
    let number = |range: std::ops::Range<usize>| text[range].parse::<u16>().unwrap();
    let small = |range| u8::try_from(number(range)).unwrap();
    assert_eq!(Date::new(number(0..4), small(4..6), small(6..8)), Ok(date));
}

/// Year, month, day, hour, minute and second of a text that is a time.
fn parts(text: &str) -> Option<[i64; 6]> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let [year, month, day] = [number(0..4), number(4..6), number(6..8)];
    let [hour, minute, second] = [number(8..10), number(10..12), number(12..14)];
    let is_day = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_of_month(year, month)).contains(&day);
    let is_time = hour <= 23 && minute <= 59 && second <= 59;
    (is_day && is_time).then_some([year, month, day, hour, minute, second])
}

fn is_leap(year: i64) -> bool {
    if year % 100 == 0 { year % 400 == 0 } else { year % 4 == 0 }
}

fn days_of_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: i64, month: i64) -> i64 {
    let usual = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    usual[usize::try_from(month - 1).unwrap()] + i64::from(month == 2 && is_leap(year))
}

fn days_of([year, month, day]: [i64; 3]) -> i64 {
    (1970..year).map(days_of_year).sum::<i64>()
        + (1..month).map(|month| days_of_month(year, month)).sum::<i64>()
        + day
        - 1
}

fn seconds_of([year, month, day, hour, minute, second]: [i64; 6]) -> i64 {
    ((days_of([year, month, day]) * 24 + hour - AHEAD) * 60 + minute) * 60 + second
}

/// What the gateway's clock shows; `None` outside the years that can be written.
fn text_of(seconds: i64) -> Option<String> {
    let shown = i128::from(seconds) + i128::from(AHEAD) * 3600;
    let mut shown = i64::try_from(shown).ok().filter(|shown| *shown >= 0)?;
    let mut year = 1970;
    while shown >= days_of_year(year) * 86_400 {
        shown -= days_of_year(year) * 86_400;
        year += 1;
        if year > 9999 {
            return None;
        }
    }
    let mut month = 1;
    while shown >= days_of_month(year, month) * 86_400 {
        shown -= days_of_month(year, month) * 86_400;
        month += 1;
    }
    let (day, hour) = (shown / 86_400 + 1, shown / 3600 % 24);
    let (minute, second) = (shown / 60 % 60, shown % 60);
    Some(format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}"))
}
