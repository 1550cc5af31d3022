//! Processor time of the commands that were run.

use std::fs;
use std::time::Duration;

/// What `/proc` counts in, on every platform that Linux runs on.
const TICKS_IN_A_SECOND: u32 = 100;

/// Processor time of all children that have ended, and theirs; `None` where the system does not tell.
pub(super) fn of_children() -> Option<Duration> {
    of_stat(&fs::read_to_string("/proc/self/stat").ok()?)
}

fn of_stat(stat: &str) -> Option<Duration> {
    // The name of the program is in parentheses and may hold anything; the third field follows.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(13);
    let in_user: u32 = fields.next()?.parse().ok()?;
    let in_system: u32 = fields.next()?.parse().ok()?;
    let ticks = in_user.checked_add(in_system)?;
    Duration::from_secs(ticks.into()).checked_div(TICKS_IN_A_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_of_children_stands_in_the_sixteenth_and_seventeenth_field() {
        let stat = "7 (a) b) S 1 2 3 4 5 6 7 8 9 10 11 12 250 50 20 0 1";
        assert_eq!(of_stat(stat), Some(Duration::from_secs(3)));
    }
}
