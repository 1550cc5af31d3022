//! Coded values and return codes.

use crate::record::words;

/// A set of codes, each with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeList {
    /// The name fields refer to it by.
    pub name: String,
    /// Name of its Rust type.
    pub type_name: String,
    /// What the codes are of.
    pub title: String,
    /// A remark.
    pub note: Option<String>,
    /// The codes in the order they are written.
    pub codes: Vec<CodeEntry>,
}

/// One code of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeEntry {
    /// The code as it stands in messages.
    pub code: String,
    /// Its name, a snake-case name unique in the list (also in Pascal case).
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// A remark.
    pub note: Option<String>,
    /// What it says about what was asked for, if it is a state.
    pub state: Option<State>,
}

/// What a code that is a state says about what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct State {
    /// What it means.
    pub means: StateMeaning,
    /// Whether nothing else can follow.
    pub is_final: bool,
    /// What it means for operations for which it means something else, by their ids.
    pub means_for: Vec<(String, StateMeaning)>,
}

/// What the gateway answers, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReturnCode {
    /// The code as it stands in `ret_code`.
    pub code: String,
    /// Its name in snake case; some codes share one.
    pub label: String,
    /// What it means.
    pub meaning: String,
    /// The gateway's own text.
    pub zh: Option<String>,
    /// What it is about.
    pub class: Class,
    /// What is known of the money after it.
    pub outcome: Outcome,
    /// What may be sent after the outcome has been honoured.
    pub retry: Retry,
    /// A remark.
    pub note: Option<String>,
    /// What it means in products where it means something else.
    pub by_product: Vec<ProductMeaning>,
    /// Further meanings that nothing tells apart.
    pub also: Vec<AlsoMeaning>,
}

/// What a return code means in one product.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProductMeaning {
    /// The product's id.
    pub product: String,
    /// Its name in snake case.
    pub label: String,
    /// What it means.
    pub meaning: String,
    /// The gateway's own text.
    pub zh: Option<String>,
    /// What it is about.
    pub class: Class,
    /// What is known of the money after it.
    pub outcome: Outcome,
    /// What may be sent after the outcome has been honoured.
    pub retry: Retry,
}

/// A further meaning of a return code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlsoMeaning {
    /// Its name in snake case.
    pub label: String,
    /// What it means.
    pub meaning: String,
    /// The gateway's own text.
    pub zh: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

words! {
    /// What a return code is about.
    pub Class {
        /// The call was handled.
        Success = "success",
        /// It is still being worked on.
        Pending = "pending",
        /// It was sent before.
        Duplicate = "duplicate",
        /// It was turned down.
        Declined = "declined",
        /// The message is wrong.
        InvalidRequest = "invalid_request",
        /// The sender is not who it should be, or may not do this.
        Auth = "auth",
        /// The merchant is not set up for it.
        Config = "config",
        /// A limit is exceeded.
        Limit = "limit",
        /// The gateway itself has a fault.
        System = "system",
        /// Binding a card.
        CardBinding = "card_binding",
        /// There is no such thing.
        NotFound = "not_found",
        /// A text message with a code.
        Sms = "sms",
        /// A refund.
        Refund = "refund",
        /// The bank cannot be reached.
        BankUnavailable = "bank_unavailable",
        /// The risk control stepped in.
        Risk = "risk",
    }
}

words! {
    /// What is known of the money after a return code.
    pub Outcome {
        /// Nothing has moved.
        NotExecuted = "not_executed",
        /// This attempt has failed for good.
        FinalFailure = "final_failure",
        /// It has succeeded for good.
        FinalSuccess = "final_success",
        /// Nobody knows before a query has been asked.
        UnknownQueryFirst = "unknown_query_first",
    }
}

words! {
    /// What a state says about what an operation asked for.
    pub StateMeaning {
        /// It was done: paid, paid out, refunded, held.
        Executed = "executed",
        /// It was not done, and never will be.
        Failed = "failed",
        /// It was done, and taken back.
        Reversed = "reversed",
        /// It is being worked on, or nobody knows yet.
        Pending = "pending",
        /// It is there, nothing was done yet, and somebody else has to act: the payer, or the merchant.
        Open = "open",
    }
}

impl StateMeaning {
    /// Whether nothing else follows, unless a code says otherwise.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Executed | Self::Failed | Self::Reversed)
    }
}

words! {
    /// What may be sent after a return code's outcome has been honoured.
    pub Retry {
        /// Nothing: stop and look.
        No = "no",
        /// The same order with the same content, once the cause is gone.
        SameRequest = "same_request",
        /// A new request with other data.
        NewRequest = "new_request",
    }
}
