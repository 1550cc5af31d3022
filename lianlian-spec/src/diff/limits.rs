//! Limits of a value: narrower ones refuse what was fine.

use std::cmp::Ordering;

use crate::diff::fields::Side;
use crate::diff::{At, Severity, phrases};
use crate::model::{Kind, Range};
use crate::value;

/// Compares the limits of one field.
pub(super) struct Limits<'a, 'c> {
    pub(super) at: &'a mut At<'c>,
    pub(super) side: Side,
}

impl Limits<'_, '_> {
    /// Narrower limits matter to what is sent; what is received is read whatever it is.
    fn note(&mut self, is_narrower: bool, message: String) {
        let breaks = is_narrower && self.side == Side::Sent;
        let severity = if breaks { Severity::Breaking } else { Severity::Additive };
        self.at.note(severity, message);
    }

    pub(super) fn max_len(&mut self, old: Option<u32>, new: Option<u32>) {
        match (old, new) {
            (Some(old), Some(new)) if old != new => {
                self.note(new < old, format!("at most {old} characters become {new}"));
            }
            (Some(old), None) => {
                self.note(false, format!("at most {old} characters become any number"));
            }
            (None, Some(new)) => {
                self.note(true, format!("any number of characters becomes at most {new}"));
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    pub(super) fn min_len(&mut self, old: Option<u32>, new: Option<u32>) {
        match (old, new) {
            (Some(old), Some(new)) if old != new => {
                self.note(new > old, format!("at least {old} characters become {new}"));
            }
            (Some(old), None) => {
                self.note(false, format!("at least {old} characters become any number"));
            }
            (None, Some(new)) => {
                self.note(true, format!("any number of characters becomes at least {new}"));
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    pub(super) fn lengths(&mut self, old: &[u32], new: &[u32]) {
        let is_in = |all: &[u32], one: &[u32]| {
            all.is_empty() || !one.is_empty() && one.iter().all(|length| all.contains(length))
        };
        if !is_in(new, old) || !is_in(old, new) {
            let message = format!("{} becomes {}", phrases::lengths(old), phrases::lengths(new));
            self.note(!is_in(new, old), message);
        }
    }

    pub(super) fn range(&mut self, old: Option<&Range>, new: Option<&Range>, kind: &Kind) {
        if old == new {
            return;
        }
        let compare =
            if *kind == Kind::Int { value::compare_ints } else { value::compare_decimals };
        let is_same = |a: &Range, b: &Range| {
            compare(&a.min, &b.min) == Ordering::Equal && compare(&a.max, &b.max) == Ordering::Equal
        };
        // `5.0` and `5.00` are one number.
        if old.zip(new).is_some_and(|(old, new)| is_same(old, new)) {
            return;
        }
        let is_narrower = match (old, new) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(Range { min, max }), Some(new)) => {
                compare(min, &new.min) == Ordering::Less
                    || compare(max, &new.max) == Ordering::Greater
            }
        };
        let message = format!("{} becomes {}", phrases::range(old), phrases::range(new));
        self.note(is_narrower, message);
    }

    pub(super) fn forbidden(&mut self, old: &[char], new: &[char]) {
        for letter in new.iter().filter(|letter| !old.contains(letter)) {
            self.note(true, format!("`{letter}` becomes forbidden"));
        }
        for letter in old.iter().filter(|letter| !new.contains(letter)) {
            self.note(false, format!("`{letter}` is no longer forbidden"));
        }
    }

    pub(super) fn allowed(&mut self, old: &[(char, char)], new: &[(char, char)]) {
        let is_in = |all: &[(char, char)], one: &[(char, char)]| {
            all.is_empty() || !one.is_empty() && one.iter().all(|range| covers(all, *range))
        };
        if !is_in(new, old) || !is_in(old, new) {
            let message =
                format!("{} becomes {}", phrases::characters(old), phrases::characters(new));
            self.note(!is_in(new, old), message);
        }
    }
}

/// Whether ranges together have every character of another one.
fn covers(ranges: &[(char, char)], (first, last): (char, char)) -> bool {
    (first..=last).all(|letter| ranges.iter().any(|(a, z)| (*a..=*z).contains(&letter)))
}
