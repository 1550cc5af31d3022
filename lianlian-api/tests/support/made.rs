//! Operations made by hand, as the generator would write them, and a transport that plays a script.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use lianlian_api::__private as p;
use lianlian_api::meta::{CodeList, CodeMeta, FieldMeta, FilledBy, Kind, OperationMeta, Transport};
use lianlian_api::transport::{self, HttpRequest, HttpResponse, TransportError};
use lianlian_api::{
    Client, ClientBuilder, FixedClock, GatewayKey, GatewayKeys, KeysVerifier, MerchantKey, Message,
    Operation, Receiver, RsaSigner, Scheme, sign_message,
};
use serde_json::value::RawValue;

pub const MERCHANT: &str = "201304121000001004";

pub static GATEWAY: p::GatewayMeta = p::GatewayMeta::new(
    "a gateway",
    "application/json;charset=utf-8",
    p::NotificationPolicy { attempts: 1, interval_minutes: 1, answer_seconds: 1, content_type: "" },
    p::OrderPolicy { identity: &[], date_tolerance_days: 0, validity_minutes: 0 },
    &[],
);

pub const PARTNER: FieldMeta = FieldMeta::new("oid_partner", "merchant number", Kind::Text)
    .required()
    .filled_by(FilledBy::Merchant);
pub const SIGN_TYPE: FieldMeta = FieldMeta::new("sign_type", "signature scheme", Kind::Text)
    .required()
    .filled_by(FilledBy::Scheme);
pub const SIGN: FieldMeta =
    FieldMeta::new("sign", "signature", Kind::Text).required().filled_by(FilledBy::Signature);
pub const GOODS: FieldMeta = FieldMeta::new("name_goods", "what is bought", Kind::Text).required();
pub const NAME: FieldMeta = FieldMeta::new("acct_name", "the payer's name", Kind::Text).sensitive();
pub const VALID: FieldMeta = FieldMeta::new("valid_order", "minutes", Kind::Int);
pub const RET_CODE: FieldMeta = FieldMeta::new("ret_code", "return code", Kind::Code(&HANDLED));

static HANDLED: CodeList = CodeList {
    name: "handled",
    rust_type: "",
    title: "",
    codes: &[CodeMeta::new("0000", "handled", "")],
};

static CHARSETS: CodeList = CodeList {
    name: "charset",
    rust_type: "",
    title: "",
    codes: &[
        CodeMeta::new("UTF-8", "utf_8", ""),
        CodeMeta::new("GBK", "gbk", ""),
        CodeMeta::new("GB2312", "gb2312", ""),
        CodeMeta::new("GB18030", "gb18030", ""),
        CodeMeta::new("BIG5", "big5", ""),
    ],
};

pub const fn operation(
    id: &'static str,
    transport: Transport,
    request: &'static [FieldMeta],
    reply: &'static [FieldMeta],
) -> OperationMeta {
    OperationMeta::new(id, "made", "", "", transport, &GATEWAY)
        .url("https://gateway.example/made.htm")
        .sign_types(&["RSA"])
        .fields(request, reply, &[])
}

const ORDER: &[FieldMeta] = &[PARTNER, SIGN_TYPE, SIGN, GOODS, NAME, VALID];
const CHARSET: FieldMeta =
    FieldMeta::new("charset_name", "encoding", Kind::Code(&CHARSETS)).default("UTF-8");
const BANK: &[FieldMeta] = &[PARTNER, SIGN_TYPE, SIGN, GOODS, NAME, VALID, CHARSET];
const RETURNED: &[FieldMeta] = &[PARTNER, SIGN_TYPE, SIGN, RET_CODE];

/// Defines a struct of own fields that is an operation and its request.
macro_rules! request {
    ($(#[$docs:meta])* $name:ident = $description:expr, [$($field:literal),*]) => {
        $(#[$docs])*
        #[derive(Clone, Debug)]
        pub struct $name(pub Vec<(&'static str, String)>);

        impl $name {
            const DESCRIPTION: &'static OperationMeta = &$description;
            const OWN: &'static [&'static str] = &[$($field),*];
            const FIELDS: &'static [p::Own] = &[$(p::Own::new(
                $field,
                $field,
                p::find_all(Self::DESCRIPTION.request, [lianlian_api::meta::name_hash($field)])[0],
                Some(p::Fit::UNKNOWN),
                false,
            )),*];

            pub fn with(mut self, name: &'static str, value: &str) -> Self {
                self.0.push((name, value.to_owned()));
                self
            }
        }

        impl Operation for $name {
            const META: &'static OperationMeta = Self::DESCRIPTION;
        }

        impl p::Request for $name {
            type Operation = Self;
            const PLAN: p::Plan = p::Plan {
                steps: &p::plan::<{ $name::DESCRIPTION.request.len() }>(
                    Self::DESCRIPTION,
                    &<Self as p::RequestPart<Self>>::FIELDS,
                ),
                len: p::plan_len::<{ $name::DESCRIPTION.request.len() }>(Self::DESCRIPTION, &<Self as p::RequestPart<Self>>::FIELDS),
            };
        }

        impl p::RequestPart<$name> for $name {
            const FIELDS: p::Fields =
                p::Fields { list: Self::FIELDS, len: Self::FIELDS.len(), may_be_absent: false, is_complete: true };

            fn value(&self, own: usize) -> p::Value<'_> {
                let found = self.0.iter().find(|(name, _)| *name == Self::OWN[own]);
                found.map_or(p::Value::absent(), |(_, value)| p::Value::text(value))
            }
        }
    };
}

request! {
    /// A form with an input for each field, in the encoding that the request chooses.
    BankPage = operation("made.bank_page", Transport::FormPost, BANK, &[]).charset_field("charset_name"),
    ["name_goods", "acct_name", "valid_order", "charset_name"]
}
impl p::FormPost for BankPage {}

request! {
    /// A form with one input.
    PhonePage = operation("made.phone_page", Transport::FormReqData, ORDER, &[])
        .envelope("req_data", &[]),
    ["name_goods", "acct_name", "valid_order"]
}
impl p::FormPost for PhonePage {}

request! {
    /// A payload for an app.
    AppOrder = operation("made.app_order", Transport::MobileSdk, ORDER, &[]),
    ["name_goods", "acct_name", "valid_order"]
}
impl p::MobileSdk for AppOrder {}

request! {
    /// A call that travels encrypted.
    Payout = operation("made.payout", Transport::EncryptedJsonPost, ORDER, RETURNED)
        .envelope("pay_load", &["oid_partner"]),
    ["name_goods", "acct_name", "valid_order"]
}
impl p::JsonPost for Payout {
    type Reply = PayoutReply;
}

/// The reply to a payout.
#[derive(Debug)]
pub struct PayoutReply {
    pub ret_code: String,
}

impl p::Answers<Payout> for PayoutReply {}

impl p::Reply for PayoutReply {
    type Operation = Payout;

    fn read(reader: &p::Reader<'_>) -> Result<Self, p::ReadError> {
        let ret_code =
            reader.field("ret_code", <String as p::ReadField<p::kind::Text, false>>::read_field)?;
        Ok(Self { ret_code })
    }
}

fn vector(name: &str) -> String {
    format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The file of the merchant's public key, for other programs.
pub fn merchant_public_file() -> String {
    vector("merchant_2048.public.pem")
}

/// The key that stands for the gateway's.
pub fn gateway_private_key() -> MerchantKey {
    MerchantKey::from_pem_file(vector("merchant_1024.pkcs8.pem")).unwrap()
}

pub fn gateway_key() -> GatewayKey {
    gateway_private_key().public_key()
}

pub fn merchant_key() -> MerchantKey {
    MerchantKey::from_pem_file(vector("merchant_2048.pkcs8.pem")).unwrap()
}

/// A receiver that takes the keys of these tests, which are published.
pub fn receiver_of(keys: impl Into<GatewayKeys>, scheme: Scheme) -> Receiver {
    Receiver::in_sandbox(MERCHANT, KeysVerifier::new(keys.into(), scheme).unwrap())
}

/// A JSON message with a signature of the gateway over its members but those named.
pub fn signed_without(message: &str, without: &[&str]) -> String {
    let signer = RsaSigner::new(gateway_private_key(), Scheme::Rsa).unwrap();
    // Raw, since nested texts are signed as they stand.
    let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(message).unwrap();
    members.retain(|name, _| !without.contains(&name.as_str()));
    let covered = serde_json::to_string(&members).unwrap();
    let parsed = Message::parse(covered.as_bytes()).unwrap();
    let signature = sign_message(&parsed, &signer).unwrap();
    let message = message.strip_suffix('}').unwrap();
    format!("{message},\"sign\":\"{signature}\"}}")
}

pub fn signed(message: &str) -> String {
    signed_without(message, &[])
}

/// A transport that gives one prepared answer and remembers what was sent.
#[derive(Clone)]
pub struct Script {
    answer: Arc<str>,
    sent: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Script {
    pub fn answering(message: &str) -> Self {
        Self { answer: message.into(), sent: Arc::default() }
    }

    pub fn sent(&self) -> Vec<Vec<u8>> {
        self.sent.lock().unwrap().clone()
    }
}

impl transport::Transport for Script {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        self.sent.lock().unwrap().push(request.body.to_vec());
        Ok(HttpResponse::new(200, self.answer.as_bytes().to_vec()))
    }

    fn is_stand_in(&self) -> bool {
        true
    }
}

pub fn builder(script: &Script) -> ClientBuilder {
    Client::builder(MERCHANT, merchant_key())
        .gateway_key(gateway_key())
        .clock(FixedClock("20261122093005".parse().unwrap()))
        .transport(script.clone())
}

pub fn client() -> Client {
    builder(&Script::answering("{}")).build().unwrap()
}
