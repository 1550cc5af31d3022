//! What a spec means: resolved, checked, and without positions.
//!
//! Everything is owned and public; a [`Spec`] only comes from [`load`](crate::load) and
//! [`load_files`](crate::load_files), which return one only if nothing is wrong with it. Enums are
//! exhaustive on purpose: a generator that does not know a new variant must not compile.

mod codes;
mod field;
mod limits;
mod operation;
mod published;
mod rule;
mod structure;
mod tables;

pub use codes::{
    AlsoMeaning, Class, CodeEntry, CodeList, Outcome, ProductMeaning, Retry, ReturnCode, State,
    StateMeaning,
};
pub use field::{Field, FilledBy, Kind, Range, Required, Unsigned};
pub use limits::Limits;
pub use operation::{Envelope, FollowUp, Operation, Repeat, Sample, Step, Tells, Transport};
pub use published::{PublishedKey, PublishedKind};
pub use rule::{CardKind, Condition, Rule, RuleKind};
pub use structure::{Encoding, Group, Structure};
pub use tables::{Bank, NotificationAddresses};

/// The gateway, as a spec folder describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spec {
    /// What holds for every product.
    pub gateway: Gateway,
    /// The products in the order of `gateway.json`, also those without operations.
    pub products: Vec<Product>,
    /// The code lists in the order of `code_lists.json`.
    pub code_lists: Vec<CodeList>,
    /// The structures, sorted by id.
    pub structures: Vec<Structure>,
    /// The return codes in the order of `return_codes.json`.
    pub return_codes: Vec<ReturnCode>,
    /// The banks in the order of `banks.json`.
    pub banks: Vec<Bank>,
    /// Remarks on the banks.
    pub bank_notes: Vec<String>,
    /// Where notifications come from, by edition of the documentation.
    pub notification_addresses: Vec<NotificationAddresses>,
    /// Remarks on these addresses.
    pub address_notes: Vec<String>,
    /// The files that were read, relative to the spec folder or to an overlay's, sorted, each path once.
    pub files: Vec<String>,
}

impl Spec {
    /// The operation of an id such as `aggregate.direct_pay`.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations().find(|operation| operation.id == id)
    }

    /// Every operation, product by product.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.products.iter().flat_map(|product| &product.operations)
    }

    /// The code list of a name.
    pub fn code_list(&self, name: &str) -> Option<&CodeList> {
        self.code_lists.iter().find(|list| list.name == name)
    }

    /// The structure of an id.
    pub fn structure(&self, id: &str) -> Option<&Structure> {
        self.structures.iter().find(|structure| structure.id == id)
    }

    /// The return code of a `ret_code`.
    pub fn return_code(&self, code: &str) -> Option<&ReturnCode> {
        self.return_codes.iter().find(|known| known.code == code)
    }
}

/// What holds for every product of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gateway {
    /// Name of the gateway.
    pub title: String,
    /// What the gateway is.
    pub description: String,
    /// Hosts that operations name.
    pub hosts: Vec<Host>,
    /// Agreements a merchant may have with the gateway.
    pub contracts: Vec<Contract>,
    /// Editions of the documentation.
    pub editions: Vec<Edition>,
    /// Circumstances that a field's `when` can name.
    pub circumstances: Vec<Circumstance>,
    /// How notifications are delivered.
    pub notification: NotificationPolicy,
    /// `Content-Type` of a request that is sent as JSON.
    pub request_content_type: String,
    /// What holds for every order.
    pub order: OrderPolicy,
    /// How much, how often and for how long.
    pub limits: Limits,
    /// Keys and secrets that anybody can look up, in the order of `gateway.json`.
    pub published_keys: Vec<PublishedKey>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A host of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Host {
    /// The name operations refer to it by.
    pub name: String,
    /// `https` address without path or trailing slash.
    pub url: String,
    /// What it serves.
    pub meaning: String,
}

/// An agreement between a merchant and the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contract {
    /// The name conditions refer to it by.
    pub name: String,
    /// What it is about.
    pub meaning: String,
}

/// An edition of the gateway's documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edition {
    /// The name fields and rules refer to it by.
    pub name: String,
    /// Where it is found.
    pub source: String,
}

/// A circumstance under which the gateway sends a field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Circumstance {
    /// The name `when` refers to it by.
    pub name: String,
    /// What it says.
    pub meaning: String,
}

/// How notifications are delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotificationPolicy {
    /// How often the gateway tries at most.
    pub attempts: u32,
    /// Minutes between two attempts.
    pub interval_minutes: u32,
    /// Seconds within which the merchant has to acknowledge.
    pub answer_seconds: u32,
    /// `Content-Type` of a notification.
    pub content_type: String,
    /// Fields that tell one event from another: which order, and which state of it.
    pub event: Vec<String>,
}

/// What holds for every order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OrderPolicy {
    /// Fields that together make an order the same order.
    pub identity: Vec<String>,
    /// Days the date of an order may differ from the gateway's.
    pub date_tolerance_days: u32,
    /// Minutes an order can be paid unless it says otherwise.
    pub validity_minutes: u32,
}

/// A product: one module of the generated code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Product {
    /// Its id, a snake-case name; also its folder.
    pub id: String,
    /// A short name for people.
    pub title: String,
    /// What it does.
    pub description: String,
    /// Its operations, sorted by id.
    pub operations: Vec<Operation>,
}
