//! Operations.

use super::{Condition, Field, Rule};
use crate::record::words;

/// One operation of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// `<product>.<name>`.
    pub id: String,
    /// The product's id.
    pub product: String,
    /// The part of the id after the point, a snake-case name.
    pub name: String,
    /// Name of the Rust type of its request (of a notification, of what the gateway sends).
    pub type_name: String,
    /// What it does, in a line.
    pub title: String,
    /// What it does, in prose.
    pub description: Option<String>,
    /// How its message travels.
    pub transport: Transport,
    /// Name of its host; none for notifications.
    pub host: Option<String>,
    /// Its path from the slash on; none for notifications.
    pub path: Option<String>,
    /// The host's address and the path together; none for notifications.
    pub url: Option<String>,
    /// Of a notification: the request field that carried the address it goes to.
    pub destination: Option<String>,
    /// The field that carries the whole message, where it does not travel bare.
    pub envelope: Option<Envelope>,
    /// The request field that names the encoding of the form.
    pub charset_field: Option<String>,
    /// Signature schemes it takes, codes of the list `sign_type`.
    pub sign_types: Vec<String>,
    /// Fields of the message that starts it; of a notification, what the gateway sends.
    pub request: Vec<Field>,
    /// Fields of the answer; of a notification, the acknowledgement.
    pub reply: Vec<Field>,
    /// Rules between the fields of the request.
    pub rules: Vec<Rule>,
    /// Whether return code `0000` is the end of the matter.
    pub success_is_final: bool,
    /// What sending it a second time does; said by what moves or changes something.
    pub repeat: Option<Repeat>,
    /// Which fields tell what became of an order.
    pub tells: Option<Tells>,
    /// What the reply asks for next; the first step that fits counts.
    pub steps: Vec<Step>,
    /// Operations that continue it.
    pub leads_to: Vec<FollowUp>,
    /// Ids of the notifications it causes.
    pub notifications: Vec<String>,
    /// Ids of the operations that tell what became of it.
    pub query_with: Vec<String>,
    /// Ids of other products it serves.
    pub also_used_by: Vec<String>,
    /// Messages that fit it.
    pub samples: Vec<Sample>,
    /// Remarks.
    pub notes: Vec<String>,
    /// The file that describes it, relative to the spec folder.
    pub file: String,
}

/// A field that carries a whole message: its JSON as text, or that text encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Envelope {
    /// The field.
    pub field: String,
    /// Fields of the message that stand beside it once more.
    pub beside: Vec<String>,
}

/// How a message tells what became of an order, a refund or a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tells {
    /// The coded field that tells the state.
    pub state: String,
    /// The field with the number that the gateway gave.
    pub number: Option<String>,
    /// The field with the amount.
    pub amount: Option<String>,
    /// The field with the day of settlement.
    pub settled: Option<String>,
    /// Return codes that say that the gateway does not know it.
    pub missing: Vec<String>,
}

/// An operation that continues another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FollowUp {
    /// Its id.
    pub operation: String,
    /// When it does; `None` for always.
    pub condition: Option<Condition>,
}

/// What a reply asks for next.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Its name in snake case.
    pub name: String,
    /// What the gateway waits for, in a line.
    pub title: String,
    /// Return codes that ask for it.
    pub codes: Vec<String>,
    /// The reply field whose presence asks for it as well.
    pub or_present: Option<String>,
    /// The id of the operation to go on with.
    pub operation: String,
    /// Reply fields that the operation takes over.
    pub from_reply: Vec<String>,
    /// Fields of the request that the operation repeats.
    pub from_request: Vec<String>,
}

/// Messages of one exchange, as they stand in the spec file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sample {
    /// What the sample shows.
    pub title: String,
    /// JSON text of the request.
    pub request: Option<String>,
    /// JSON text of the reply.
    pub reply: Option<String>,
}

words! {
    /// What sending an operation a second time does.
    pub Repeat {
        /// It asks only: it can be sent at any time.
        Read = "read",
        /// The second time changes nothing.
        Idempotent = "idempotent",
        /// The gateway recognises the order by its identity and refuses one that is paid.
        SameOrder = "same_order",
        /// It spends a token or a code, or may move money twice: ask with the query first.
        Never = "never",
    }
}

words! {
    /// How the message of an operation travels.
    pub Transport {
        /// JSON, posted by the merchant's server.
        JsonPost = "json_post",
        /// Form fields, posted by the payer's browser.
        FormPost = "form_post",
        /// JSON, posted by the gateway to the merchant's server.
        Notification = "notification",
        /// Form fields, posted by the gateway through the payer's browser.
        SyncNotification = "sync_notification",
        /// JSON in the one form field `req_data`, posted by the payer's browser.
        FormReqData = "form_req_data",
        /// Encrypted JSON, posted by the merchant's server.
        EncryptedJsonPost = "encrypted_json_post",
        /// Handed to the gateway's SDK on a phone.
        MobileSdk = "mobile_sdk",
    }
}

impl Transport {
    /// Whether the gateway starts it.
    pub const fn is_notification(self) -> bool {
        matches!(self, Self::Notification | Self::SyncNotification)
    }
}
