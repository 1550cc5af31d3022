//! Order times, dates and clocks.
#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn an_order_time_is_eight_hours_ahead_of_utc() {
    let new_year = "2025-12-31T16:00:00Z".parse::<jiff::Timestamp>().unwrap().as_second();
    let time = OrderTime::from_unix_seconds(new_year).unwrap();
    assert_eq!(time.to_string(), "20260101000000");
    assert_eq!(time.unix_seconds(), new_year);
    assert_eq!(time.date().to_string(), "20260101");
    assert_eq!(format!("{time:?} {:?}", time.date()), "OrderTime(20260101000000) Date(20260101)");
}

#[test]
fn both_ends_can_be_written_and_nothing_beyond() {
    assert_eq!(OrderTime::MIN.to_string(), "19700101000000");
    assert_eq!(OrderTime::MAX.to_string(), "99991231235959");
    for end in [OrderTime::MIN, OrderTime::MAX] {
        assert_eq!(OrderTime::from_unix_seconds(end.unix_seconds()), Ok(end));
        assert_eq!(end.to_string().parse(), Ok(end));
    }
    let before = OrderTime::MIN.unix_seconds() - 1;
    let after = OrderTime::MAX.unix_seconds() + 1;
    for outside in [i64::MIN, before, after, i64::MAX] {
        let refused = OrderTime::from_unix_seconds(outside);
        assert_eq!(refused, Err(TimeError::OutOfRange(outside)));
    }
}

#[test]
fn every_day_is_the_day_that_jiff_says() {
    let mut day = jiff::civil::date(1970, 1, 1);
    let mut count = 0;
    loop {
        let unsigned = i8::unsigned_abs;
        let (month, number) = (unsigned(day.month()), unsigned(day.day()));
        let ours = Date::new(day.year().unsigned_abs(), month, number).unwrap();
        assert_eq!(calendar::day_of(ours), count, "{day}");
        assert_eq!(calendar::date_of(count), Some(ours), "{day}");
        count += 1;
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    assert_eq!(day, jiff::civil::date(9999, 12, 31));
    assert_eq!(calendar::date_of(count), None);
    assert_eq!(calendar::date_of(-1), None);
}

#[test]
fn every_second_of_a_day_is_a_time_of_its_own() {
    let midnight: OrderTime = "20240229000000".parse().unwrap();
    for second in 0..86_400 {
        let time = OrderTime::from_unix_seconds(midnight.unix_seconds() + second).unwrap();
        let (hour, minute) = (second / 3600, second / 60 % 60);
        assert_eq!(time.to_string(), format!("20240229{hour:02}{minute:02}{:02}", second % 60));
        assert_eq!(time.unix_seconds(), midnight.unix_seconds() + second);
    }
}

#[test]
fn days_and_times_that_do_not_exist_are_refused() {
    for text in ["20230229", "20231301", "20230100", "20230132", "00000101", "19691231"] {
        let refused = text.parse::<Date>();
        assert!(matches!(refused, Err(TimeError::NoSuchDay { .. })), "{text}");
    }
    for text in ["20230101240000", "20230101006000", "20161231235960"] {
        let refused = text.parse::<OrderTime>();
        assert!(matches!(refused, Err(TimeError::NoSuchTime { .. })), "{text}");
    }
    assert_eq!("20240229".parse(), Date::new(2024, 2, 29));
    assert_eq!(
        "20230229".parse::<Date>().unwrap_err().to_string(),
        "2023-02-29 is no day of the years 1970 to 9999"
    );
}

#[test]
fn what_is_not_exactly_its_digits_is_refused() {
    for text in ["", "2013112715431", "201311271543120", "2013-11-27 15:4", "+2013112715431"] {
        assert_eq!(text.parse::<OrderTime>(), Err(TimeError::NotAnOrderTime), "{text}");
    }
    for text in ["", "2013112", "201311270", "2013-1-1", "２０１３"] {
        assert_eq!(text.parse::<Date>(), Err(TimeError::NotADate), "{text}");
    }
}

#[test]
fn order_times_order_as_their_texts_do() {
    let (a, b) = ("20131127154312", "20131127154313");
    assert!(a.parse::<OrderTime>().unwrap() < b.parse::<OrderTime>().unwrap());
}

#[test]
fn serde_writes_and_reads_strings() {
    let time = OrderTime::from_unix_seconds(1_385_538_192).unwrap();
    let json = serde_json::to_string(&(time, time.date())).unwrap();
    assert_eq!(json, r#"["20131127154312","20131127"]"#);
    let read = serde_json::from_str::<(OrderTime, Date)>(&json).unwrap();
    assert_eq!(read, (time, time.date()));
}

#[test]
fn a_fixed_clock_stands_still_and_the_system_clock_is_after_its_making() {
    let clock = FixedClock(OrderTime::MIN);
    assert_eq!(clock.now(), OrderTime::MIN);
    assert!(SystemClock.now() > "20250101000000".parse().unwrap());
}

#[test]
fn the_last_day_of_four_hundred_years_is_the_one_that_leaps() {
    let at = |seconds| OrderTime::from_unix_seconds(seconds).unwrap().to_string();
    assert_eq!(at(951_753_599), "20000228235959");
    assert_eq!(at(951_753_600), "20000229000000");
    assert_eq!(at(951_840_000), "20000301000000");
}
