//! The test data as a page, and as the page of the documentation that a test holds against it.

use lianlian::GATEWAY;
use lianlian::ReturnCode;
use maud::{Markup, html};

use crate::card_register::REGISTER;
use crate::sms::SMS_CODE;
use crate::test_data::{TestData, TestOutcome};
use crate::trouble::Trouble;

/// How it works, in paragraphs.
const WORDS: [&str; 4] = [
    "Each number below is an amount, of so many yuan, and the end of a card number that begins with \
     62220000. As amounts they work wherever money moves, and neither limits nor balances stand in their \
     way; as cards they work wherever a card number or an agreement about the card is sent.",
    "9999 and a return code of four digits: the request is answered with that code and nothing is \
     executed. 0000 and 2007 are left out: they say that something was done.",
    "9998 and a return code that leaves open what happened: the request is carried out, and then answered \
     with that code. Where an SMS code is asked for, that is the answer to the code. A refund that is to be \
     refused or answered so needs an order of 100000000.00; refusals look at no order.",
    "9997 and four digits: the order is taken, and what the table says becomes of it. What is processing \
     is told as such by queries. Calls from the server that wait for a payer do not wait for one; on a \
     page it happens when the payer pays.",
];

/// What the page says.
pub(crate) fn content() -> Markup {
    let or_dash = |text: Option<&'static str>| text.unwrap_or("–");
    html! {
        h1 { "Test data" }
        @for words in WORDS { p { (words) } }
        p { "The SMS code is " code { (SMS_CODE) } "." }
        h2 { "Outcomes" }
        table {
            tr { th scope="col" { "Amount, card" } th scope="col" { "Orders" } th scope="col" { "Card payments" } th scope="col" { "Payouts" } }
            @for outcome in TestOutcome::ALL {
                @let (data, plays) = (TestData::Played(outcome), outcome.plays());
                tr {
                    td { code { (data.amount()) } br; code { (data.card_no()) } }
                    td { (or_dash(plays.orders)) }
                    td { (or_dash(plays.cards)) }
                    td { (or_dash(plays.payouts)) }
                }
            }
        }
        h2 { "Return codes" }
        table {
            tr { th scope="col" { "Code" } th scope="col" { "Nothing executed" } th scope="col" { "Executed" } th scope="col" { "Outcome" } }
            @for (code, refused, carried_out) in codes() {
                tr {
                    td { (code.code) br; small { (code.reading.label) } }
                    td { code { (refused.amount()) } br; code { (refused.card_no()) } }
                    td {
                        @if let Some(data) = carried_out {
                            code { (data.amount()) } br; code { (data.card_no()) }
                        } @else { "–" }
                    }
                    td { (code.reading.outcome.name()) }
                }
            }
        }
        h2 { "Cards" }
        table {
            tr { th scope="col" { "Begins with" } th scope="col" { "Bank" } th scope="col" { "Kind" } }
            @for (begin, bank, kind) in REGISTER {
                tr { td { code { (begin) } } td { (bank_name(bank)) } td { (kind.name()) } }
            }
        }
        h2 { "Troubles" }
        p { "Send one with the header " code { "X-Sandbox-Trouble" } ", or add it under "
            a href="/sandbox/dashboard/controls" { "Controls" } "." }
        ul {
            @for trouble in Trouble::EACH {
                li { code { (trouble) } }
            }
        }
    }
}

/// The codes that can be asked for: nothing executed, and, where it leaves that open, executed.
fn codes() -> impl Iterator<Item = (&'static ReturnCode, TestData, Option<TestData>)> {
    GATEWAY.return_codes.iter().filter_map(|code| {
        Some((code, TestData::refused(code.code)?, TestData::carried_out(code.code)))
    })
}

fn bank_name(code: &str) -> &'static str {
    GATEWAY.bank(code).map_or("", |bank| bank.name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fmt::Write as _;
    use std::{env, fs};

    use super::*;

    /// The page of the documentation.
    fn written() -> String {
        let mut text = "# Test data of the sandbox\n".to_owned();
        text += "\n<!-- Written from the sandbox's own table; a test compares. -->\n";
        for words in WORDS {
            write!(text, "\n{words}\n").unwrap();
        }
        write!(text, "\nThe SMS code is `{SMS_CODE}`. ").unwrap();
        text += "A running sandbox shows this page at `/sandbox/test-data`; a Rust test takes amounts and ";
        text += "cards from `TestData`.\n\n## Outcomes\n\n";
        text += "| amount | card | orders | card payments | payouts |\n";
        text += "| --- | --- | --- | --- | --- |\n";
        let or_dash = |text: Option<&'static str>| text.unwrap_or("–");
        for outcome in TestOutcome::ALL {
            let (data, plays) = (TestData::Played(outcome), outcome.plays());
            let (orders, cards) = (or_dash(plays.orders), or_dash(plays.cards));
            let (amount, card, payouts) = (data.amount(), data.card_no(), or_dash(plays.payouts));
            writeln!(text, "| `{amount}` | `{card}` | {orders} | {cards} | {payouts} |").unwrap();
        }
        text += "\n## Return codes\n\n| code | label | nothing executed | executed | outcome |\n";
        text += "| --- | --- | --- | --- | --- |\n";
        for (code, refused, carried_out) in codes() {
            let (number, label) = (code.code, code.reading.label);
            let outcome = code.reading.outcome.name();
            let refused = refused.amount();
            let executed =
                carried_out.map_or("–".to_owned(), |data| format!("`{}`", data.amount()));
            writeln!(text, "| {number} | {label} | `{refused}` | {executed} | {outcome} |")
                .unwrap();
        }
        text += "\n## Cards\n\n| begins with | bank | kind |\n| --- | --- | --- |\n";
        for (begin, bank, kind) in REGISTER {
            let (bank, kind) = (bank_name(bank), kind.name());
            writeln!(text, "| `{begin}` | {bank} | {kind} |").unwrap();
        }
        text
    }

    #[test]
    fn the_documentation_lists_what_the_sandbox_plays() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/test-data.md");
        if env::var_os("WRITE_DOCS").is_some() {
            fs::write(path, written()).unwrap();
        }
        let hint = "docs/test-data.md is stale: run the test with WRITE_DOCS=1";
        assert_eq!(fs::read_to_string(path).unwrap_or_default(), written(), "{hint}");
    }

    #[test]
    fn the_page_lists_every_amount_and_card() {
        let page = content().into_string();
        for data in TestData::all() {
            assert!(page.contains(&data.amount().to_string()), "{data:?}");
            assert!(page.contains(&data.card_no()), "{data:?}");
        }
    }
}
