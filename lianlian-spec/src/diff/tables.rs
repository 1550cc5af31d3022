//! Banks, and addresses that notifications come from.

use crate::diff::{At, Pair, pairs};
use crate::model::{Bank, NotificationAddresses};

pub(super) fn banks(at: &mut At<'_>, old: &[Bank], new: &[Bank]) {
    for pair in pairs(old, new, |bank| &bank.code) {
        match pair {
            Pair::Removed(bank) => at.part(&bank.code).breaking("the bank is gone"),
            Pair::Added(bank) => at.part(&bank.code).additive("a new bank"),
            Pair::Both(old, new) => {
                let Bank { code, name, zh, abbreviation } = old;
                let mut at = at.part(code);
                at.text("the name", name, &new.name);
                at.text("the Chinese name", zh, &new.zh);
                at.text("the abbreviation", abbreviation, &new.abbreviation);
            }
        }
    }
}

pub(super) fn addresses(
    at: &mut At<'_>,
    old: &[NotificationAddresses],
    new: &[NotificationAddresses],
) {
    for pair in pairs(old, new, |list| &list.edition) {
        match pair {
            Pair::Removed(list) => at.part(&list.edition).breaking("the addresses are gone"),
            Pair::Added(list) => at.part(&list.edition).additive("new addresses"),
            Pair::Both(old, new) => {
                let NotificationAddresses { edition, ranges } = old;
                let shown = |ranges: &[(std::net::Ipv4Addr, std::net::Ipv4Addr)]| -> Vec<String> {
                    ranges.iter().map(|(first, last)| format!("{first}-{last}")).collect()
                };
                at.part(edition).set("the range", &shown(ranges), &shown(&new.ranges));
            }
        }
    }
}
