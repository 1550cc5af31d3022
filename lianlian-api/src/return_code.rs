//! Return codes: what the gateway's `ret_code` says, and what may be done next.

use std::fmt;

/// A documented return code.
#[derive(Debug, PartialEq, Eq)]
pub struct ReturnCode {
    /// The code, as in `ret_code`.
    pub code: &'static str,
    /// What it means unless the product says otherwise.
    pub reading: Reading,
    /// What it means for particular products.
    pub by_product: &'static [(&'static str, Reading)],
    /// Further meanings under which the documentation lists the same code.
    pub also: &'static [AlsoReading],
    /// What else is known about it.
    pub note: Option<&'static str>,
}

impl ReturnCode {
    /// What the code means in a reply of this product.
    pub fn reading(&self, product: &str) -> &Reading {
        self.by_product
            .iter()
            .find(|(name, _)| *name == product)
            .map_or(&self.reading, |(_, reading)| reading)
    }
}

/// One meaning of a return code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Short name.
    pub label: &'static str,
    /// What happened.
    pub meaning: &'static str,
    /// The gateway's own text, in Chinese.
    pub zh: Option<&'static str>,
    /// What area the code belongs to.
    pub class: Class,
    /// What became of the money.
    pub outcome: CodeOutcome,
    /// What may be sent once the outcome is known.
    pub retry: Retry,
}

/// A further meaning of a return code, which nothing in a reply tells apart from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlsoReading {
    /// Short name.
    pub label: &'static str,
    /// What happened.
    pub meaning: &'static str,
    /// The gateway's own text, in Chinese.
    pub zh: Option<&'static str>,
}

/// The area a return code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Handled.
    Success,
    /// Under way.
    Pending,
    /// Sent before.
    Duplicate,
    /// Turned down by the bank or the order's state.
    Declined,
    /// The request itself is wrong.
    InvalidRequest,
    /// Signature, source address or token.
    Auth,
    /// How the merchant is set up.
    Config,
    /// Over a limit.
    Limit,
    /// Trouble at the gateway or behind it.
    System,
    /// Card agreements.
    CardBinding,
    /// Nothing found.
    NotFound,
    /// SMS codes.
    Sms,
    /// Refunds.
    Refund,
    /// The bank cannot be reached or is not offered.
    BankUnavailable,
    /// Held back by risk control.
    Risk,
}

impl Class {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Pending => "pending",
            Self::Duplicate => "duplicate",
            Self::Declined => "declined",
            Self::InvalidRequest => "invalid_request",
            Self::Auth => "auth",
            Self::Config => "config",
            Self::Limit => "limit",
            Self::System => "system",
            Self::CardBinding => "card_binding",
            Self::NotFound => "not_found",
            Self::Sms => "sms",
            Self::Refund => "refund",
            Self::BankUnavailable => "bank_unavailable",
            Self::Risk => "risk",
        }
    }
}

/// What a return code proves about the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CodeOutcome {
    /// Turned away before anything could move.
    NotExecuted,
    /// This attempt failed for good; an unpaid order may be tried again.
    FinalFailure,
    /// Done.
    FinalSuccess,
    /// Nothing is proved: ask with the query before doing anything else.
    UnknownQueryFirst,
}

impl CodeOutcome {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotExecuted => "not_executed",
            Self::FinalFailure => "final_failure",
            Self::FinalSuccess => "final_success",
            Self::UnknownQueryFirst => "unknown_query_first",
        }
    }

    /// What to do, in a sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::NotExecuted => "Nothing was executed.",
            Self::FinalFailure => "This attempt failed; nothing was paid by it.",
            Self::FinalSuccess => "It was executed.",
            Self::UnknownQueryFirst => "Unknown: query the order before doing anything else.",
        }
    }
}

/// What may be sent once it is certain that nothing was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// Nothing; stop and look.
    No,
    /// The same order number and content, once the cause is gone.
    SameRequest,
    /// Changed data, a fresh token or signature, or another card.
    NewRequest,
}

impl Retry {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::SameRequest => "same_request",
            Self::NewRequest => "new_request",
        }
    }

    /// What to do, in a sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::No => "Do not send it again; find out why first.",
            Self::SameRequest => "The same request may be sent again once the cause is gone.",
            Self::NewRequest => "Send a corrected request.",
        }
    }
}

/// A reply that turned the request away, as the gateway signed it.
///
/// The gateway's text may repeat what was sent, so `Debug` and `Display` mask every number in it that is long enough
/// to be a card, a phone or an identity.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The return code.
    pub code: String,
    /// The gateway's text, in Chinese.
    pub message: String,
    /// What the code means for the operation's product; `None` for an undocumented code.
    pub reading: Option<Reading>,
}

impl Refusal {
    pub(crate) fn new(code: String, message: String, reading: Option<Reading>) -> Self {
        Self { code, message, reading }
    }

    /// What the code proves about the money. An undocumented code proves nothing.
    pub fn outcome(&self) -> CodeOutcome {
        self.reading.map_or(CodeOutcome::UnknownQueryFirst, |reading| reading.outcome)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reading {
            Some(reading) => write!(f, "{} {}: {}", self.code, reading.label, reading.meaning)?,
            None => write!(f, "{}: a code that is not documented", self.code)?,
        }
        if !self.message.is_empty() {
            write!(f, " ({})", without_long_numbers(&self.message))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("code", &self.code)
            .field("message", &without_long_numbers(&self.message))
            .field("reading", &self.reading)
            .finish()
    }
}

/// Digits of the shortest number that tells who somebody is: a mobile phone.
const SHORTEST_PERSONAL: usize = 11;

/// The text with `***` for each long run of digits, with the check character `X` of an identity number.
fn without_long_numbers(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, run) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        let (digits, after) = run.split_at_checked(end).unwrap_or((run, ""));
        shown.push_str(before);
        rest = after;
        if digits.len() < SHORTEST_PERSONAL {
            shown.push_str(digits);
        } else {
            shown.push_str("***");
            rest = rest.strip_prefix(['X', 'x']).unwrap_or(rest);
        }
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_shows_no_number_that_tells_who_somebody_is() {
        for (text, shown) in [
            ("卡号6222000000001234错误", "卡号***错误"),
            ("[13800005678], [11010119900101567X]", "[***], [***]"),
            ("at 20261122, 1234567890 left 3", "at 20261122, 1234567890 left 3"),
            ("", ""),
        ] {
            assert_eq!(without_long_numbers(text), shown);
        }
        let refusal = Refusal::new("1004".to_owned(), "6222000000001234".to_owned(), None);
        assert!(!format!("{refusal} {refusal:?} {refusal:#?}").contains("622200"));
        assert!(format!("{refusal:?}").starts_with(r#"Refusal { code: "1004", message: "***""#));
    }

    const fn reading(label: &'static str) -> Reading {
        Reading {
            label,
            meaning: "what happened",
            zh: None,
            class: Class::Declined,
            outcome: CodeOutcome::FinalFailure,
            retry: Retry::No,
        }
    }

    const BY_PRODUCT: &[(&str, Reading)] =
        &[("refund", reading("of a refund")), ("mpay", reading("of mpay"))];

    #[test]
    fn a_code_with_two_meanings_has_the_one_of_the_product() {
        let code = ReturnCode {
            code: "1000",
            reading: reading("elsewhere"),
            by_product: BY_PRODUCT,
            also: &[],
            note: None,
        };
        assert_eq!(code.reading("refund").label, "of a refund");
        assert_eq!(code.reading("mpay").label, "of mpay");
        assert_eq!(code.reading("easypay").label, "elsewhere");
    }

    #[test]
    fn a_refusal_ends_with_the_gateways_own_text_where_there_is_one() {
        let shown = |message: &str, reading| {
            Refusal::new("1000".to_owned(), message.to_owned(), reading).to_string()
        };
        assert_eq!(shown("", Some(reading("declined"))), "1000 declined: what happened");
        assert_eq!(shown("失败", Some(reading("declined"))), "1000 declined: what happened (失败)");
        assert_eq!(shown("", None), "1000: a code that is not documented");
    }
}
