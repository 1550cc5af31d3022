//! The gateway as static data: what the spec says, available at run time and in constants.
//!
//! The generator writes these tables; validation, the sandbox and the command line read them. Fields
//! are private to the crate behind plain accessors where that keeps a table readable, and public
//! where a reader needs them.

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
    /// Every documented return code, sorted by code.
    pub return_codes: &'static [ReturnCode],
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
        Self { title, request_content_type, notification, order, return_codes }
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
    /// Fields of the reply, or of the acknowledgement.
    pub reply: &'static [FieldMeta],
    /// Rules between request fields.
    pub rules: &'static [Rule],
    /// Operations that continue this one.
    pub leads_to: &'static [&'static str],
    /// Notifications it causes.
    pub notifications: &'static [&'static str],
    /// Operations that tell what became of it.
    pub query_with: &'static [&'static str],
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
            reply: &[],
            rules: &[],
            leads_to: &[],
            notifications: &[],
            query_with: &[],
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

    /// What follows it: operations, notifications, queries.
    #[doc(hidden)]
    pub const fn followed_by(
        mut self,
        leads_to: &'static [&'static str],
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

/// Whether a field has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// Always.
    Yes,
    /// Never.
    No,
    /// When a rule or the documentation's text says so.
    Conditional,
}

impl Required {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Conditional => "conditional",
        }
    }
}

/// What kind of value a field holds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Text.
    Text,
    /// ASCII digits, kept as text.
    Digits,
    /// A whole number.
    Int,
    /// An amount with two decimals.
    Amount,
    /// `yyyyMMddHHmmss` in UTC+8.
    Time,
    /// `yyyyMMdd`.
    Date,
    /// An IPv4 address with `_` for `.`.
    Ip,
    /// A value of a code list.
    Code(&'static CodeList),
    /// A structure in a string.
    Structure(&'static StructureMeta),
}

impl Kind {
    /// Number that stands for the kind in constant arguments; see [`crate::value::kind`].
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Digits => 1,
            Self::Int => 2,
            Self::Amount => 3,
            Self::Time => 4,
            Self::Date => 5,
            Self::Ip => 6,
            Self::Code(_) => 7,
            Self::Structure(_) => 8,
        }
    }

    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Digits => "digits",
            Self::Int => "int",
            Self::Amount => "amount",
            Self::Time => "time",
            Self::Date => "date",
            Self::Ip => "ip",
            Self::Code(_) => "code",
            Self::Structure(_) => "structure",
        }
    }
}

/// What of a reply field the signature may not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsigned {
    /// Documented as not signed: always left out on verification.
    Always,
    /// Documentation silent or contradictory: tried with the field first, then without.
    Maybe,
}

/// What the client fills in itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilledBy {
    /// The merchant number of the client.
    Merchant,
    /// The signature scheme of the client.
    Scheme,
    /// The signature.
    Signature,
    /// The time of sending.
    Clock,
}

/// Lowest and highest value of a field, as the spec writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Lowest value.
    pub min: &'static str,
    /// Highest value.
    pub max: &'static str,
}

/// One field of a message.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FieldMeta {
    /// Name on the wire.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What kind of value it holds.
    pub kind: Kind,
    /// Whether it has to be there.
    pub required: Required,
    /// Fewest characters.
    pub min_len: Option<u32>,
    /// Most characters.
    pub max_len: Option<u32>,
    /// The only lengths allowed, in characters; empty when any is.
    pub lengths: &'static [u32],
    /// Lowest and highest value.
    pub range: Option<Range>,
    /// The only value, set without being asked.
    pub fixed: Option<&'static str>,
    /// What the gateway takes when the field is left out.
    pub default: Option<&'static str>,
    /// Whether its value is masked wherever it could be printed.
    pub sensitive: bool,
    /// Whether the reply has to bring it back unchanged.
    pub identity: bool,
    /// Whether the signature may not cover it.
    pub unsigned: Option<Unsigned>,
    /// What the client fills in itself.
    pub filled_by: Option<FilledBy>,
    /// Characters that the text may not contain.
    pub forbidden: &'static [&'static str],
    /// When a reply carries it.
    pub when: Option<&'static str>,
}

/// Chained setters; the generated tables are written with them.
#[doc(hidden)]
#[allow(clippy::return_self_not_must_use, reason = "only generated constants call them")]
impl FieldMeta {
    pub const fn new(name: &'static str, meaning: &'static str, kind: Kind) -> Self {
        Self {
            name,
            meaning,
            kind,
            required: Required::No,
            min_len: None,
            max_len: None,
            lengths: &[],
            range: None,
            fixed: None,
            default: None,
            sensitive: false,
            identity: false,
            unsigned: None,
            filled_by: None,
            forbidden: &[],
            when: None,
        }
    }

    pub const fn required(mut self) -> Self {
        self.required = Required::Yes;
        self
    }

    pub const fn conditional(mut self) -> Self {
        self.required = Required::Conditional;
        self
    }

    pub const fn min_len(mut self, characters: u32) -> Self {
        self.min_len = Some(characters);
        self
    }

    pub const fn max_len(mut self, characters: u32) -> Self {
        self.max_len = Some(characters);
        self
    }

    pub const fn lengths(mut self, lengths: &'static [u32]) -> Self {
        self.lengths = lengths;
        self
    }

    pub const fn range(mut self, min: &'static str, max: &'static str) -> Self {
        self.range = Some(Range { min, max });
        self
    }

    pub const fn fixed(mut self, value: &'static str) -> Self {
        self.fixed = Some(value);
        self
    }

    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    pub const fn identity(mut self) -> Self {
        self.identity = true;
        self
    }

    pub const fn unsigned(mut self, unsigned: Unsigned) -> Self {
        self.unsigned = Some(unsigned);
        self
    }

    pub const fn filled_by(mut self, source: FilledBy) -> Self {
        self.filled_by = Some(source);
        self
    }

    pub const fn forbidden(mut self, characters: &'static [&'static str]) -> Self {
        self.forbidden = characters;
        self
    }

    pub const fn when(mut self, condition: &'static str) -> Self {
        self.when = Some(condition);
        self
    }
}

impl FieldMeta {
    /// Whether the client sets the field, so that a request struct does not carry it.
    pub const fn is_set_by_client(&self) -> bool {
        self.filled_by.is_some() || self.fixed.is_some()
    }

    /// The code list of a coded field.
    pub const fn codes(&self) -> Option<&'static CodeList> {
        match self.kind {
            Kind::Code(list) => Some(list),
            _ => None,
        }
    }

    /// Whether the value travels as a JSON string (and not as a number).
    pub const fn is_json_string(&self) -> bool {
        !matches!(self.kind, Kind::Int)
    }
}

/// A rule between the fields of one message.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Rule {
    /// At least one of the fields.
    OneOf(&'static [&'static str]),
    /// At most one of the fields.
    MutuallyExclusive(&'static [&'static str]),
    /// All of the fields or none.
    RequiresTogether(&'static [&'static str]),
    /// The field, when the condition holds.
    RequiredIf(&'static str, Condition),
    /// The fields have no effect beside the last named one.
    IgnoredIfPresent(&'static [&'static str], &'static str),
    /// The fields have the same value.
    Equal(&'static [&'static str]),
    /// The time may differ from the gateway's by so many minutes.
    MaxClockSkew(&'static str, u32),
}

/// When a rule applies.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Condition {
    /// The field has one of the codes.
    In(&'static str, &'static [&'static str]),
    /// The field is there, or is not.
    Present(&'static str, bool),
    /// The merchant has this agreement with the gateway.
    Contract(&'static str),
}

/// A named list of coded values.
#[derive(Debug)]
pub struct CodeList {
    /// Name of the list.
    pub name: &'static str,
    /// What the codes are about.
    pub title: &'static str,
    /// The codes.
    pub codes: &'static [CodeMeta],
}

impl CodeList {
    /// The entry of a code.
    pub fn find(&self, code: &str) -> Option<&'static CodeMeta> {
        self.codes.iter().find(|entry| entry.code == code)
    }
}

/// One coded value.
#[derive(Debug)]
pub struct CodeMeta {
    /// The value on the wire.
    pub code: &'static str,
    /// Name of the value.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// A structure that travels in a string.
#[derive(Debug)]
pub struct StructureMeta {
    /// Identifier.
    pub id: &'static str,
    /// What it holds.
    pub title: &'static str,
    /// How it is written.
    pub encoding: Encoding,
    /// Groups of fields.
    pub groups: &'static [&'static GroupMeta],
}

/// How a structure is written into a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// A JSON object.
    JsonObject,
    /// Values joined by separators.
    Separated {
        /// Between the values of an entry.
        field: &'static str,
        /// Between entries.
        entry: &'static str,
        /// Most entries.
        max_entries: usize,
    },
}

/// Fields of a structure that belong together.
#[derive(Debug)]
pub struct GroupMeta {
    /// Name of the group.
    pub name: &'static str,
    /// What it holds.
    pub title: &'static str,
    /// The key of the list whose entries this group describes.
    pub in_list: Option<&'static str>,
    /// The fields, in the order they are written.
    pub fields: &'static [FieldMeta],
    /// Rules between them.
    pub rules: &'static [Rule],
}
