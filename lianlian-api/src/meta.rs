//! The gateway as static data: what the spec says, available at run time and in constants.
//!
//! The generator writes these tables; validation, the sandbox and the command line read them. Fields
//! are private to the crate behind plain accessors where that keeps a table readable, and public
//! where a reader needs them.

mod field;
mod limits;
mod rule;
mod state;
mod structure;
mod tables;

#[doc(hidden)]
pub use field::name_hash;
pub use field::{FieldMeta, FilledBy, Kind, Range, Required, Unsigned};
pub use limits::Limits;
pub use rule::{CardKind, Condition, Rule};
pub use state::{Repeat, StateMeaning, StateMeta, Tells};
pub use structure::{CodeList, CodeMeta, Encoding, GroupMeta, StructureMeta};

pub use tables::{AddressRange, Bank, NotificationAddresses};

use std::time::Duration;

use crate::return_code::ReturnCode;

/// What holds for the gateway as a whole.
#[derive(Debug)]
#[non_exhaustive]
pub struct GatewayMeta {
    /// Name of the gateway.
    pub title: &'static str,
    /// `Content-Type` of a server call.
    pub request_content_type: &'static str,
    /// How notifications are delivered.
    pub notification: NotificationPolicy,
    /// What identifies an order, and how long it lives.
    pub order: OrderPolicy,
    /// How much, how often and for how long, where no field or rule says so.
    pub limits: Limits,
    /// Every documented return code, sorted by code.
    pub return_codes: &'static [ReturnCode],
    /// Banks that the documentation names, sorted by code. The gateway knows more.
    pub banks: &'static [Bank],
    /// Where notifications come from, one list for each edition of the documentation.
    pub notification_addresses: &'static [NotificationAddresses],
    /// Fields that tell one event from another: which order, and which state of it. A notification with the
    /// same values is the same one come again; those count that it has.
    pub event: &'static [&'static str],
    /// The folder with the pages that describe the operations, as messages to developers name it.
    pub pages: Option<&'static str>,
}

impl GatewayMeta {
    /// Puts the table together; for generated code.
    #[doc(hidden)]
    pub const fn new(
        title: &'static str,
        request_content_type: &'static str,
        notification: NotificationPolicy,
        order: OrderPolicy,
        return_codes: &'static [ReturnCode],
    ) -> Self {
        Self {
            title,
            request_content_type,
            notification,
            order,
            limits: Limits::UNSTATED,
            return_codes,
            banks: &[],
            notification_addresses: &[],
            event: &[],
            pages: None,
        }
    }

    /// How much, how often and for how long; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Tables of banks, sorted by code, and of addresses; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn tables(
        mut self,
        banks: &'static [Bank],
        notification_addresses: &'static [NotificationAddresses],
    ) -> Self {
        self.banks = banks;
        self.notification_addresses = notification_addresses;
        self
    }

    /// Fields that tell one event from another; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn event(mut self, fields: &'static [&'static str]) -> Self {
        self.event = fields;
        self
    }

    /// The folder with the pages of the documentation; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn pages(mut self, folder: &'static str) -> Self {
        self.pages = Some(folder);
        self
    }

    /// Looks up a bank by the code that `bank_code` carries.
    ///
    /// `None` says that the documentation does not print it, not that the gateway does not know it.
    pub fn bank(&self, code: &str) -> Option<&'static Bank> {
        let found = self.banks.binary_search_by(|entry| entry.code.cmp(code)).ok()?;
        self.banks.get(found)
    }

    /// Looks up a documented return code.
    pub fn return_code(&self, code: &str) -> Option<&'static ReturnCode> {
        let found = self.return_codes.binary_search_by(|entry| entry.code.cmp(code)).ok()?;
        self.return_codes.get(found)
    }
}

/// How the gateway delivers notifications.
#[derive(Debug)]
pub struct NotificationPolicy {
    /// How often an unacknowledged notification is sent at most.
    pub attempts: u32,
    /// Minutes between two attempts.
    pub interval_minutes: u32,
    /// Seconds the merchant has to answer.
    pub answer_seconds: u32,
    /// `Content-Type` of a notification.
    pub content_type: &'static str,
}

impl NotificationPolicy {
    /// How long a notification that nobody acknowledges keeps coming.
    pub const fn span(&self) -> Duration {
        let minutes = self.attempts.saturating_mul(self.interval_minutes);
        Duration::from_secs(60_u64.saturating_mul(minutes as u64))
    }
}

/// What makes an order the same order.
#[derive(Debug)]
pub struct OrderPolicy {
    /// The fields that identify an order; sent again with the same values it is the same order.
    pub identity: &'static [&'static str],
    /// Days by which the order date may differ from the gateway's.
    pub date_tolerance_days: u32,
    /// Minutes an order can be paid unless the order says otherwise.
    pub validity_minutes: u32,
}

/// One operation, notification or payload of the gateway.
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationMeta {
    /// Identifier, `product.operation`.
    pub id: &'static str,
    /// The product it belongs to.
    pub product: &'static str,
    /// One line that says what it does.
    pub title: &'static str,
    /// Name of the Rust struct that stands for it, within the product's module.
    pub rust_type: &'static str,
    /// How it travels.
    pub transport: Transport,
    /// Production address; `None` for what the gateway sends.
    pub url: Option<&'static str>,
    /// The request field that carried the address, for what the gateway sends.
    pub destination: Option<&'static str>,
    /// Signature schemes it accepts, as `sign_type` values.
    pub sign_types: &'static [&'static str],
    /// Fields of the request, or of the notification.
    pub request: &'static [FieldMeta],
    /// Places of the request's fields in the order of the signature source; empty if not worked out.
    #[doc(hidden)]
    pub order: &'static [u16],
    /// Fields of the reply, or of the acknowledgement.
    pub reply: &'static [FieldMeta],
    /// Rules between request fields.
    pub rules: &'static [Rule],
    /// The one field that carries the whole message as text, where it does not travel bare.
    pub envelope: Option<Envelope>,
    /// The request field that names the encoding in which the browser sends the form.
    pub charset_field: Option<&'static str>,
    /// Whether return code 0000 is the end of the matter, and not just says that the call was handled.
    pub success_is_final: bool,
    /// What sending it a second time does; `None` where the spec does not say, so nothing is sent again.
    pub repeat: Option<Repeat>,
    /// Which fields of its reply, or of what the gateway sends, tell what became of an order.
    pub tells: Option<Tells>,
    /// Other products it serves.
    pub also_used_by: &'static [&'static str],
    /// Operations that continue this one.
    pub leads_to: &'static [FollowUp],
    /// What its reply asks for next, by return code; the first that fits counts.
    pub steps: &'static [Step],
    /// Notifications it causes.
    pub notifications: &'static [&'static str],
    /// Operations that tell what became of it.
    pub query_with: &'static [&'static str],
    /// The notifications it causes, described.
    pub told_by: &'static [&'static OperationMeta],
    /// The operations that tell what became of it, described.
    pub queries: &'static [&'static OperationMeta],
    /// The gateway it belongs to.
    pub gateway: &'static GatewayMeta,
}

#[allow(clippy::return_self_not_must_use, reason = "only generated constants call the setters")]
impl OperationMeta {
    /// Starts a description; for generated code.
    #[doc(hidden)]
    pub const fn new(
        id: &'static str,
        product: &'static str,
        title: &'static str,
        rust_type: &'static str,
        transport: Transport,
        gateway: &'static GatewayMeta,
    ) -> Self {
        Self {
            id,
            product,
            title,
            rust_type,
            transport,
            url: None,
            destination: None,
            sign_types: &[],
            request: &[],
            order: &[],
            reply: &[],
            rules: &[],
            envelope: None,
            charset_field: None,
            success_is_final: false,
            repeat: None,
            tells: None,
            also_used_by: &[],
            leads_to: &[],
            steps: &[],
            notifications: &[],
            query_with: &[],
            told_by: &[],
            queries: &[],
            gateway,
        }
    }

    /// Production address.
    #[doc(hidden)]
    pub const fn url(mut self, url: &'static str) -> Self {
        self.url = Some(url);
        self
    }

    /// The request field that carried the address.
    #[doc(hidden)]
    pub const fn destination(mut self, field: &'static str) -> Self {
        self.destination = Some(field);
        self
    }

    /// Signature schemes it accepts.
    #[doc(hidden)]
    pub const fn sign_types(mut self, sign_types: &'static [&'static str]) -> Self {
        self.sign_types = sign_types;
        self
    }

    /// Fields of request and reply, and the rules between those of the request.
    #[doc(hidden)]
    pub const fn fields(
        mut self,
        request: &'static [FieldMeta],
        reply: &'static [FieldMeta],
        rules: &'static [Rule],
    ) -> Self {
        self.request = request;
        self.reply = reply;
        self.rules = rules;
        self
    }

    /// Places of the request's fields in the order of the signature source.
    ///
    /// The generator sorts once for each operation, so that the compiler need not sort for each struct.
    #[doc(hidden)]
    pub const fn order(mut self, places: &'static [u16]) -> Self {
        self.order = places;
        self
    }

    /// The field that carries the whole message, and those that stand beside it.
    #[doc(hidden)]
    pub const fn envelope(mut self, field: &'static str, beside: &'static [&'static str]) -> Self {
        self.envelope = Some(Envelope { field, beside });
        self
    }

    /// The field that names the encoding of the form.
    #[doc(hidden)]
    pub const fn charset_field(mut self, field: &'static str) -> Self {
        self.charset_field = Some(field);
        self
    }

    /// Return code 0000 is the end of the matter.
    #[doc(hidden)]
    pub const fn success_is_final(mut self) -> Self {
        self.success_is_final = true;
        self
    }

    /// What sending it a second time does.
    #[doc(hidden)]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = Some(repeat);
        self
    }

    /// Which fields tell what became of an order.
    #[doc(hidden)]
    pub const fn tells(mut self, tells: Tells) -> Self {
        self.tells = Some(tells);
        self
    }

    /// Descriptions of the notifications it causes, and of the operations that tell what became of it.
    #[doc(hidden)]
    pub const fn told(
        mut self,
        told_by: &'static [&'static Self],
        queries: &'static [&'static Self],
    ) -> Self {
        self.told_by = told_by;
        self.queries = queries;
        self
    }

    /// Other products it serves.
    #[doc(hidden)]
    pub const fn also_used_by(mut self, products: &'static [&'static str]) -> Self {
        self.also_used_by = products;
        self
    }

    /// What its reply asks for next.
    #[doc(hidden)]
    pub const fn steps(mut self, steps: &'static [Step]) -> Self {
        self.steps = steps;
        self
    }

    /// What follows it: operations, notifications, queries.
    #[doc(hidden)]
    pub const fn followed_by(
        mut self,
        leads_to: &'static [FollowUp],
        notifications: &'static [&'static str],
        query_with: &'static [&'static str],
    ) -> Self {
        self.leads_to = leads_to;
        self.notifications = notifications;
        self.query_with = query_with;
        self
    }

    /// The request field of this wire name.
    pub fn request_field(&self, name: &str) -> Option<&'static FieldMeta> {
        self.request.iter().find(|field| field.name == name)
    }

    /// The reply field of this wire name.
    pub fn reply_field(&self, name: &str) -> Option<&'static FieldMeta> {
        self.reply.iter().find(|field| field.name == name)
    }

    /// Whether it places an order: it carries all that identifies one, and a notification follows.
    ///
    /// The date of such an order has to be near the gateway's
    /// ([`OrderPolicy::date_tolerance_days`]).
    pub fn places_an_order(&self) -> bool {
        let carries = |name: &&str| self.request_field(name).is_some();
        !self.notifications.is_empty() && self.gateway.order.identity.iter().all(carries)
    }

    /// Whether a reply with this return code is an answer of the operation and not a refusal.
    ///
    /// An answer's code stands in the operation's own list for `ret_code`.
    pub fn answers_with(&self, code: &str) -> bool {
        self.reply_field("ret_code")
            .and_then(FieldMeta::codes)
            .is_some_and(|list| list.find(code).is_some())
    }

    /// The path of the production address, starting with `/`.
    pub fn path(&self) -> Option<&'static str> {
        let (_, rest) = self.url?.split_once("://")?;
        let slash = rest.find('/')?;
        rest.get(slash..)
    }
}

/// A field that carries a whole message as text: `req_data` and `res_data` its JSON, `pay_load` its
/// JSON encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The field.
    pub field: &'static str,
    /// Fields of the message that stand beside it once more.
    pub beside: &'static [&'static str],
}

/// An operation that continues another.
#[derive(Clone, Copy, Debug)]
pub struct FollowUp {
    /// Its id.
    pub operation: &'static str,
    /// When it does; `None` for always.
    pub condition: Option<Condition>,
}

/// What a reply asks for next.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Name of the step.
    pub name: &'static str,
    /// Return codes that ask for it.
    pub codes: &'static [&'static str],
    /// The reply field whose presence asks for it as well, whatever the code of the answer.
    pub or_present: Option<&'static str>,
    /// The operation to go on with.
    pub operation: &'static str,
}

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transport {
    /// JSON posted by the server, answered with JSON.
    JsonPost,
    /// A form that the payer's browser posts.
    FormPost,
    /// A form with the JSON message in one input, `req_data`.
    FormReqData,
    /// JSON posted by the server with its content encrypted.
    EncryptedJsonPost,
    /// Signed JSON handed to the vendor's SDK in an app.
    MobileSdk,
    /// JSON that the gateway posts to the merchant's server.
    Notification,
    /// A form that the payer's browser posts to the merchant's page.
    SyncNotification,
}

impl Transport {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonPost => "json_post",
            Self::FormPost => "form_post",
            Self::FormReqData => "form_req_data",
            Self::EncryptedJsonPost => "encrypted_json_post",
            Self::MobileSdk => "mobile_sdk",
            Self::Notification => "notification",
            Self::SyncNotification => "sync_notification",
        }
    }
}
