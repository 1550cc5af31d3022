//! What a spec means: resolved, checked, and without positions.
//!
//! Everything is owned and public; a [`Spec`] only comes from [`load`](crate::load) and
//! [`load_files`](crate::load_files), which return one only if nothing is wrong with it. Enums are
//! exhaustive on purpose: a generator that does not know a new variant must not compile.

use crate::record::words;

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
    /// The files that were read, relative to the spec folder, sorted: what a build script watches.
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
    /// How notifications are delivered.
    pub notification: NotificationPolicy,
    /// `Content-Type` of a request that is sent as JSON.
    pub request_content_type: String,
    /// What holds for every order.
    pub order: OrderPolicy,
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
    /// Signature schemes it takes, codes of the list `sign_type`.
    pub sign_types: Vec<String>,
    /// Fields of the message that starts it; of a notification, what the gateway sends.
    pub request: Vec<Field>,
    /// Fields of the answer; of a notification, the acknowledgement.
    pub reply: Vec<Field>,
    /// Rules between the fields of the request.
    pub rules: Vec<Rule>,
    /// Ids of the operations that continue it.
    pub leads_to: Vec<String>,
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

/// A field of a message or a member of a structure, the dictionary's part included.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Its name in messages.
    pub name: String,
    /// Its name in Rust: a snake-case name that is no keyword.
    pub rust_name: String,
    /// What it means.
    pub meaning: String,
    /// A remark beside the meaning.
    pub note: Option<String>,
    /// Form of its value.
    pub kind: Kind,
    /// Whether the message must carry it.
    pub required: Required,
    /// Fewest characters.
    pub min_len: Option<u32>,
    /// Most characters.
    pub max_len: Option<u32>,
    /// The only lengths allowed, in characters; empty for any.
    pub lengths: Vec<u32>,
    /// Smallest and largest value.
    pub range: Option<Range>,
    /// What a number counts.
    pub unit: Option<String>,
    /// The only value it can have.
    pub fixed: Option<String>,
    /// What the gateway assumes when it is left out.
    pub default: Option<String>,
    /// Whether it is masked wherever it would be printed.
    pub sensitive: bool,
    /// Whether a signature leaves it out.
    pub unsigned: Option<Unsigned>,
    /// Whether a reply has to repeat the request's value.
    pub identity: bool,
    /// What fills it in when the caller does not.
    pub filled_by: Option<FilledBy>,
    /// Characters its text must not contain.
    pub forbidden: Vec<char>,
    /// When the gateway sends it, in the spec's own words.
    pub when: Option<String>,
}

/// Form of a field's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Any text.
    Text,
    /// ASCII digits.
    Digits,
    /// A whole number; the only kind that may be a JSON number.
    Int,
    /// Digits, a point, two digits.
    Amount,
    /// `yyyyMMddHHmmss` in UTC+8.
    Time,
    /// `yyyyMMdd` in UTC+8.
    Date,
    /// An IPv4 address with `_` for `.`.
    Ip,
    /// A code of the list of this name.
    Code(String),
    /// The text of the structure of this id.
    Structure(String),
}

/// Bounds of a value, both included, as decimal numbers (of a [`Kind::Int`], as whole numbers).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Range {
    /// Smallest value.
    pub min: String,
    /// Largest value.
    pub max: String,
}

/// A rule between fields of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// What it demands.
    pub kind: RuleKind,
    /// A remark.
    pub note: Option<String>,
}

/// What a [`Rule`] demands; fields by wire name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleKind {
    /// At least one of the fields is present.
    OneOf {
        /// Two or more.
        fields: Vec<String>,
    },
    /// At most one of the fields is present.
    MutuallyExclusive {
        /// Two or more.
        fields: Vec<String>,
    },
    /// All of the fields are present or none.
    RequiresTogether {
        /// Two or more.
        fields: Vec<String>,
    },
    /// The gateway does not look at the fields when another one is present; sending them is no error.
    IgnoredIfPresent {
        /// One or more.
        fields: Vec<String>,
        /// The field whose presence takes their effect away.
        present: String,
    },
    /// Those of the fields that are present have the same value.
    Equal {
        /// Two or more.
        fields: Vec<String>,
    },
    /// A field is required when a condition holds.
    RequiredIf {
        /// The field.
        field: String,
        /// The condition.
        condition: Condition,
    },
    /// A time may differ from the gateway's clock by so much.
    MaxClockSkew {
        /// The field, of [`Kind::Time`].
        field: String,
        /// Largest difference in minutes.
        minutes: u32,
    },
}

/// When a rule applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A field has one of these values.
    In {
        /// The field.
        field: String,
        /// The values; of a [`Kind::Code`] field, codes of its list.
        values: Vec<String>,
    },
    /// A field is present, or is not.
    Present {
        /// The field.
        field: String,
        /// `true` if it has to be present.
        present: bool,
    },
    /// The merchant has an agreement, one of [`Gateway::contracts`].
    Contract {
        /// Its name.
        name: String,
    },
}

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
}

/// A value with members of its own, carried in one field as text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Structure {
    /// The name fields refer to it by.
    pub id: String,
    /// A short name for people.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// How its members become text.
    pub encoding: Encoding,
    /// Its members, in groups that become one Rust type each.
    pub groups: Vec<Group>,
    /// Remarks.
    pub notes: Vec<String>,
    /// The file that describes it, relative to the spec folder.
    pub file: String,
}

/// How the members of a [`Structure`] become text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encoding {
    /// A JSON object, written into a string.
    JsonObject,
    /// The values in order, joined by separators that no value may contain.
    Separated {
        /// Between two values of an entry.
        field_separator: char,
        /// Between two entries.
        entry_separator: char,
        /// Most entries; at least one.
        max_entries: u32,
    },
}

/// Members of a structure that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// Its name in the structure.
    pub name: String,
    /// Name of its Rust type.
    pub type_name: String,
    /// A short name for people.
    pub title: String,
    /// When it is sent.
    pub description: Option<String>,
    /// The key of the list its members are entries of; none if they lie in the structure itself.
    pub in_list: Option<String>,
    /// The members in the order they are written.
    pub fields: Vec<Field>,
    /// Rules between the members.
    pub rules: Vec<Rule>,
    /// Remarks.
    pub notes: Vec<String>,
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

words! {
    /// Whether a message must carry a field.
    pub Required {
        /// Always.
        Yes = "yes",
        /// Never.
        No = "no",
        /// When a rule or the field's own text says so.
        Conditional = "conditional",
    }
}

words! {
    /// Whether a signature leaves a field out.
    pub Unsigned {
        /// Documented so.
        Always = "always",
        /// The documentation is silent or contradicts itself.
        Maybe = "maybe",
    }
}

words! {
    /// What fills a field in when the caller does not.
    pub FilledBy {
        /// The merchant's number.
        Merchant = "merchant",
        /// The name of the signature scheme.
        Scheme = "scheme",
        /// The signature itself.
        Signature = "signature",
        /// The current time in UTC+8.
        Clock = "clock",
    }
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
