//! The list that the pay office writes: one payout in a line, its cells apart by commas.
//!
//! ```text
//! number,kind,name,account,bank,amount,purpose
//! W1,person,李四,6222000000009876,,1000.00,November
//! ```
//!
//! Cells have no quotes, and so no commas.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::payout::{Payee, PayeeKind, Payout};

/// The first line of every list.
const HEADER: &str = "number,kind,name,account,bank,amount,purpose";

/// What is wrong with a list, all of it. Names and accounts are not repeated.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub struct ListError(Vec<(usize, String)>);

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing was paid, the list has mistakes:")?;
        self.0.iter().try_for_each(|(line, what)| write!(f, "\n  line {line}: {what}"))
    }
}

/// Reads a list. Its payouts count as first sent `now`, unless a journal knows better.
///
/// # Errors
/// Every mistake of the list: a batch is paid as a whole list or not begun.
pub fn payouts(list: &str, hook: &str, now: Timestamp) -> Result<Vec<Payout>, ListError> {
    let mut mistakes = Vec::new();
    let mut payouts = Vec::new();
    let mut lines = (1_usize..).zip(list.lines());
    if lines.next().map(|(_, header)| header.trim()) != Some(HEADER) {
        return Err(ListError(vec![(1, format!("the first line is `{HEADER}`"))]));
    }
    let mut numbers = BTreeMap::new();
    for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
        match payout(text, hook, now, line) {
            Ok(payout) => match numbers.insert(payout.number.clone(), line) {
                Some(first) => {
                    let what = format!("the number {} is in line {first} already", payout.number);
                    mistakes.push((line, what));
                }
                None => payouts.push(payout),
            },
            Err(what) => mistakes.push((line, what)),
        }
    }
    if mistakes.is_empty() { Ok(payouts) } else { Err(ListError(mistakes)) }
}

fn payout(text: &str, hook: &str, now: Timestamp, line: usize) -> Result<Payout, String> {
    let cells: Vec<_> = text.split(',').map(str::trim).collect();
    let [number, kind, name, account, bank, amount, purpose] = cells[..] else {
        return Err(format!("has {} cells, not 7", cells.len()));
    };
    let kind = match kind {
        "person" => PayeeKind::Person,
        "company" => PayeeKind::Company,
        other => return Err(format!("the kind is `{other}`; write person or company")),
    };
    let amount = Decimal::from_str_exact(amount)
        .map_err(|_| format!("the amount is `{amount}`; write it like 1000.00"))?;
    if number.is_empty() {
        return Err("has no number; without one it could be paid twice".to_owned());
    }
    Ok(Payout {
        number: number.to_owned(),
        first_sent: now,
        amount,
        payee: Payee {
            kind,
            name: name.into(),
            account: account.into(),
            bank: (!bank.is_empty()).then(|| bank.to_owned()),
        },
        purpose: purpose.to_owned(),
        hook: hook.to_owned(),
        line,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    fn read(lines: &str) -> Result<Vec<Payout>, ListError> {
        payouts(&format!("{HEADER}\n{lines}"), "https://office.example/", Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_line_is_a_payout() {
        let payouts = read("W1,person,李四,6222000000009876,,1000.00,November\n").unwrap();
        assert_eq!(payouts.len(), 1);
        assert_eq!((payouts[0].number.as_str(), payouts[0].line), ("W1", 2));
        assert_eq!(payouts[0].amount, Decimal::new(1_000, 0));
        assert_eq!(payouts[0].payee.bank, None);
    }

    #[test]
    fn every_mistake_is_told_at_once_and_no_account() {
        let list = "W1,person,李四,6222000000009876,,1000.00,November\n\
                    W2,friend,李四,6222000000009876,,1000.00,November\n\
                    W3,person,李四,6222000000009876,,1e3,November\n\
                    W1,person,李四,6222000000009876,,1000.00,November\n\
                    ,person,李四,6222000000009876,,1000.00,November\n\
                    W4,person\n";
        let error = read(list).unwrap_err().to_string();
        assert_eq!(
            error,
            "nothing was paid, the list has mistakes:\n  \
             line 3: the kind is `friend`; write person or company\n  \
             line 4: the amount is `1e3`; write it like 1000.00\n  \
             line 5: the number W1 is in line 2 already\n  \
             line 6: has no number; without one it could be paid twice\n  \
             line 7: has 2 cells, not 7"
        );
    }

    #[test]
    fn a_list_of_something_else_is_no_list() {
        assert!(payouts("name,amount\n", "", Timestamp::UNIX_EPOCH).is_err());
    }
}
