//! What a test or a dashboard sees of an order.

use std::fmt;

use lianlian::meta::CardKind;
use lianlian::{Amount, OrderTime, Sensitive};
use serde::{Deserialize, Serialize};

/// An order as the sandbox has it at the moment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OrderView {
    /// The merchant.
    pub oid_partner: String,
    /// The operation that placed it, such as `aggregate.direct_pay`.
    pub operation: &'static str,
    /// The merchant's number.
    pub no_order: String,
    /// The gateway's number.
    pub oid_paybill: String,
    /// When the merchant placed it, by its own statement.
    pub dt_order: OrderTime,
    /// The amount.
    pub money: Amount,
    /// What became of it.
    pub state: OrderState,
    /// What went back, or is on its way back, to the payer.
    pub refunded: Amount,
    /// The attempts to notify the merchant, oldest first.
    pub notifications: Vec<Attempt>,
}

/// An agreement about a bank card that holds at the moment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AgreementView {
    /// Its number, which stands for the card.
    pub no_agree: Sensitive,
    /// The user, as the merchant knows them.
    pub user_id: String,
    /// The card's number, all but the last four digits masked.
    pub card_no: String,
    /// The card's kind.
    pub card_kind: CardKind,
    /// When it was concluded, on the sandbox's clock.
    pub concluded: OrderTime,
}

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderState {
    /// It can be paid.
    Unpaid,
    /// It is paid; a payout has gone out.
    Paid,
    /// Its bank was asked, and has not answered yet.
    Processing,
    /// It failed for good.
    Failed,
    /// It was paid, and the bank has sent the money back.
    Returned,
    /// The amount is held on the payer's card, and waits to be taken.
    Authorised,
    /// The hold on the payer's card was released.
    Voided,
    /// Its time ran out unpaid; it is closed.
    Expired,
    /// A payout that waits for its confirmation.
    Held,
    /// A payout that was not confirmed in time; it does not go out any more.
    Closed,
}

impl OrderState {
    /// Every one.
    pub(crate) const ALL: [Self; 10] = [
        Self::Unpaid,
        Self::Paid,
        Self::Processing,
        Self::Failed,
        Self::Returned,
        Self::Authorised,
        Self::Voided,
        Self::Expired,
        Self::Held,
        Self::Closed,
    ];

    /// The word for it in the control interface: `unpaid`, `paid`, `processing`,
    /// `failed`, `returned`, `authorised`, `voided`, `expired`, `held` or `closed`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Paid => "paid",
            Self::Processing => "processing",
            Self::Failed => "failed",
            Self::Returned => "returned",
            Self::Authorised => "authorised",
            Self::Voided => "voided",
            Self::Expired => "expired",
            Self::Held => "held",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One attempt to notify the merchant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attempt {
    /// When, on the sandbox's clock.
    pub at: OrderTime,
    /// What came back.
    pub answer: Answer,
    /// Whether it was the acknowledgement that the spec demands, after which no attempt follows.
    pub acknowledged: bool,
}

/// What came back for a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Answer {
    /// The merchant's server answered.
    Http {
        /// The HTTP status.
        status: u16,
        /// The beginning of the body.
        body: String,
    },
    /// Nothing came back.
    Nothing {
        /// Why.
        reason: String,
    },
    /// Nothing was sent.
    NotSent {
        /// Why.
        reason: String,
    },
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http { status, body } => write!(f, "HTTP {status} {body}"),
            Self::Nothing { reason } => write!(f, "no answer: {reason}"),
            Self::NotSent { reason } => write!(f, "not sent: {reason}"),
        }
    }
}
