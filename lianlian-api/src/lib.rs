//! Run time of `lianlian`, the binding of the LianLian Pay gateway.
//!
//! Most users want the crate `lianlian`, which adds the gateway's operations and re-exports
//! everything here. This crate holds what does not depend on any particular operation: signatures
//! and keys, value types, validation against the spec, the client, forms and notifications.
//!
//! Data flows one way. A [`Request`] is checked against its operation, written into a
//! [`SourceHash`], signed by a [`Signer`] and sent by a [`Client`]; the answer's bytes become a
//! [`Message`], which only a [`Verifier`] turns into a [`Verified`] reply.

mod amount;
mod banks;
mod base_url;
mod builder;
mod by_name;
mod charset;
mod client;
mod code;
mod conform;
mod form;
mod gateway_keys;
mod key;
mod message;
pub mod meta;
mod mobile_payload;
mod notification_sources;
mod operation;
mod order_numbers;
mod outcome;
mod pace;
#[cfg(feature = "pay_load")]
mod pay_load;
mod payer_ip;
mod preview;
mod received_list;
mod receiver;
mod reply;
mod request;
mod resolution;
mod return_code;
mod scheme;
mod sensitive;
mod short_text;
mod sign_source;
mod signer;
mod source;
mod steps;
mod structure;
mod swappable_signer;
mod time;
pub mod transport;
pub mod validate;
pub mod value;
mod verified;

pub use amount::{Amount, AmountError, AmountText};
pub use base_url::BaseUrlError;
pub use by_name::{ReplyMembers, RequestFields};
pub use client::{
    CallOptions, Client, ClientBuilder, ClockSkew, ConfigError, NoNotifications, NotificationWait,
    SafeOptions, Sent, WaitOptions,
};
pub use code::{Code, UnknownCode};
pub use conform::RequestPart;
pub use form::Form;
pub use gateway_keys::{GatewayKeys, GatewayKeysError, KeysVerifier};
pub use key::{
    GatewayKey, KeyError, KeyFingerprint, MerchantKey, NoFingerprint, RSA_BACKEND, SharedSecret,
};
pub use message::{MemberValue, Message, MessageError};
pub use mobile_payload::MobilePayload;
pub use notification_sources::{KnownSource, NotificationSourceError, NotificationSources};
pub use operation::{
    BrowserNotification, FormPost, JsonPost, MobileSdk, Operation, ServerNotification,
};
pub use order_numbers::{NoRandomness, OrderNumber, OrderNumbers};
pub use outcome::{NotExecuted, ReplyBody, SendError, Unknown};
pub use pace::{Pace, SystemPace};
#[cfg(feature = "pay_load")]
pub use pay_load::{PayLoad, PayLoadError};
pub use payer_ip::{PayerIp, PayerIpError, PayerIpText};
pub use preview::{Member, Origin, Preview};
pub use received_list::{ReceivedGroup, ReceivedList};
pub use receiver::{
    Acted, Answer, Claim, Claimed, Delivery, Event, Inbox, MemoryClaim, MemoryInbox,
    MemoryInboxFull, NoEvent, OnceError, OtherOrder, ReceiveError, Received, Receiver, act_once,
};
pub use reply::{Answers, Notification, ReadError, Reply, UnknownFields, Unsigned};
pub use request::{Filling, Request, body_of, check, pairs_of, source_of, write_source};
pub use resolution::{Found, GaveUp, LastAnswer, Resolution, ResolveOptions, Unresolved};
pub use return_code::{AlsoReading, Class, CodeOutcome, Reading, Refusal, Retry, ReturnCode};
pub use scheme::{Digest, Scheme, Sink, SourceHash, UnknownScheme};
pub use sensitive::Sensitive;
pub use short_text::ShortText;
pub use sign_source::{JsonValue, SignSource, SourceValue};
pub use signer::{
    Md5Signer, Md5Verifier, RsaSigner, RsaVerifier, SignError, Signer, Verifier, VerifyError,
    sign_message,
};
pub use source::{SourceWriter, compare_keys};
pub use structure::{Group, JsonString, SeparatedList, Structure, StructureError};
pub use swappable_signer::SwappableSigner;
pub use time::{
    Clock, Date, DateText, FixedClock, OrderTime, OrderTimeText, SystemClock, TimeError,
};
pub use transport::Limits;
pub use verified::{Coverage, NotVerified, Verified, verify, verify_without};

/// What generated and derived code needs and nobody else.
#[doc(hidden)]
pub mod __private {
    pub use std::net::Ipv4Addr;

    pub use crate::amount::Amount;
    pub use crate::builder::{Given, Set, given};
    pub use crate::code::{Code, Listed, UnknownCode};
    pub use crate::conform::{
        Asked, Checks, Fields, Fit, Holder, Index, NoField, NoHolder, NoOperation, NoPart,
        NoReadPart, Nth, Own, PartOf, Plan, ReadPart, Readable, RequestPart, Since, Step,
        Unspecified, all_complete, beyond, certain, check_code_list, check_constant, check_default,
        check_name, check_notification, check_now, check_part, check_read_name, check_read_part,
        check_read_type, check_request, check_type, default_value, fields, fields_len, find_all,
        is_operation, kinds, len_of, plan, plan_len, unsigned,
    };
    pub use crate::meta::{
        AddressRange, Bank, CardKind, CodeList, CodeMeta, Condition, Encoding, FieldMeta, FilledBy,
        FollowUp, GatewayMeta, GroupMeta, Kind, Limits, NotificationAddresses, NotificationPolicy,
        OperationMeta, OrderPolicy, Repeat, Rule, StateMeaning, Step as StepMeta, StructureMeta,
        Tells, Transport, Unsigned as UnsignedMark,
    };
    pub use crate::operation::{
        BrowserNotification, FormPost, JsonPost, MobileSdk, Operation, ServerNotification,
    };
    pub use crate::payer_ip::PayerIp;
    pub use crate::preview::{assert_json, assert_source};
    pub use crate::received_list::{ReceivedGroup, ReceivedList};
    pub use crate::reply::{
        Answers, Defaulted, KeepsUnknown, Notification, ReadError, ReadField, Reader, Reply,
        UnknownFields, Unsigned, read_with,
    };
    pub use crate::request::{Request, check};
    pub use crate::return_code::{AlsoReading, Class, CodeOutcome, Reading, Retry, ReturnCode};
    pub use crate::scheme::Sink;
    pub use crate::sensitive::Sensitive;
    pub use crate::sign_source::{JsonValue, SignSource, SourceValue};
    pub use crate::source::SourceWriter;
    pub use crate::structure::{Group, JsonString, SeparatedList, Structure, check_group};
    pub use crate::time::{Date, OrderTime};
    pub use crate::validate::Violations;
    pub use crate::value::kind::{self, KindOf};
    pub use crate::value::{FieldError, FieldValue, FromField, Value, converted};
}
