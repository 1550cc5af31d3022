//! Months of the calendar.

use lianlian::{Date, OrderTime};

/// The same second so many months later; of a day that the later month lacks, its last day.
pub(crate) fn after(time: OrderTime, months: u32) -> OrderTime {
    let text = time.to_string();
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let later = || {
        let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
        let months = u16::try_from(months).ok()?;
        let count = month.checked_sub(1)?.checked_add(months)?;
        let year = year.checked_add(count.div_euclid(12))?;
        let month = u8::try_from(count.rem_euclid(12)).ok()?.checked_add(1)?;
        let day = u8::try_from(day).ok()?;
        let date = (1..=day).rev().find_map(|day| Date::new(year, month, day).ok())?;
        let part = |from: usize, to: usize| text.get(from..to)?.parse::<u8>().ok();
        OrderTime::new(date, part(8, 10)?, part(10, 12)?, part(12, 14)?).ok()
    };
    later().unwrap_or(OrderTime::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_day_that_the_month_lacks_becomes_its_last() {
        let later = |text: &str| after(text.parse().unwrap(), 6).to_string();
        assert_eq!(later("20261122093000"), "20270522093000");
        assert_eq!(later("20260831235959"), "20270228235959");
        assert_eq!(later("20270831000000"), "20280229000000");
        assert_eq!(later("20260630120000"), "20261230120000");
        assert_eq!(later("99991231235959"), OrderTime::MAX.to_string());
    }
}
