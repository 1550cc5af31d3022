//! What the gateway receives: is it a message, from the merchant, signed, and as the spec says?

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use lianlian::meta::{OperationMeta, Transport};
use lianlian::validate::{Context, validate};
use lianlian::{
    Message, MessageError, Operation as _, ReturnCode, RsaVerifier, Scheme, instant, verify,
};

use crate::account::Account;
use crate::exchange::{Direction, Exchange, Verdict, masked_source};
use crate::gateway::Gateway;
use crate::merchant::Merchant;
use crate::operations::agreed;
use crate::outgoing::Reply;
use crate::return_codes::{ReturnCodes, text_naming};
use crate::turn::Turn;
use crate::values::Values;

/// A request that is turned away.
pub(crate) struct Refused {
    /// What the merchant is told.
    ///
    /// Of the request it repeats only what was signed: a reply must not lend the gateway's signature
    /// to what anybody wrote.
    pub(crate) reply: Reply,
    /// What exactly is wrong, for the journal and the page.
    pub(crate) why: String,
}

impl Refused {
    pub(crate) fn new(code: &'static ReturnCode, why: impl Into<String>) -> Self {
        Self { reply: Reply::new(code), why: why.into() }
    }

    /// A refusal that names fields in its text.
    pub(crate) fn naming(
        code: &'static ReturnCode,
        names: &[&str],
        meta: &OperationMeta,
        why: String,
    ) -> Self {
        let max = meta
            .reply_field("ret_msg")
            .and_then(|field| field.max_len)
            .and_then(|max| usize::try_from(max).ok())
            .unwrap_or(usize::MAX);
        let mut refused = Self::new(code, why);
        refused.reply.text = text_naming(code, names, max);
        refused
    }

    fn repeating(mut self, values: Values) -> Self {
        self.reply.values = values;
        self
    }
}

/// A message, or the refusal of what is none.
pub(crate) fn readable<'m>(
    codes: &ReturnCodes,
    message: Result<Message<'m>, MessageError>,
) -> Result<Message<'m>, Refused> {
    message.map_err(|error| Refused::new(codes.unreadable, error.to_string()))
}

/// Who calls, as far as the connection tells.
pub(crate) struct Caller {
    /// Where a call from a server comes from, by its own word if it pretends.
    pub(crate) address: IpAddr,
    /// The host of the page that sent the browser here.
    pub(crate) page_host: Option<String>,
}

/// What came of a request.
pub(crate) struct Received<T> {
    /// The merchant that it names, if it is one of the sandbox's.
    pub(crate) merchant: Option<Arc<Merchant>>,
    /// What the request is about, for the journal.
    pub(crate) subject: String,
    /// The scheme to sign the reply with.
    pub(crate) scheme: Scheme,
    pub(crate) outcome: Result<T, Refused>,
}

/// Checks a request, then lets `carry_out` act on it; the journal notes both verdicts as one.
pub(crate) fn receive<T>(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    caller: &Caller,
    message: Result<Message<'_>, Refused>,
    carry_out: impl FnOnce(&mut Turn<'_>) -> Result<T, Refused>,
) -> Received<T> {
    let house = &gateway.house;
    let (mut source, mut signature) = (String::new(), String::new());
    let (mut scheme, mut merchant, mut subject) = (agreed(meta), None, String::new());
    if let Ok(message) = &message {
        let texts = message.members().filter_map(|(name, value)| Some((name, value.text()?)));
        source = masked_source(texts, meta.request);
        signature = message.text("sign").unwrap_or_default().into_owned();
        scheme = scheme_of(message, meta);
        merchant = gateway.merchant(&message.text("oid_partner").unwrap_or_default());
        subject = subject_of(message);
    }
    let at = house.now();
    let outcome = message.and_then(|message| {
        let merchant = merchant.as_ref().ok_or_else(|| {
            let why = "oid_partner is none of this sandbox's merchants";
            Refused::new(house.codes.unknown_merchant, why)
        })?;
        let account = merchant.account();
        let values = check(merchant, &account, meta, caller, &message, scheme)?;
        // From here on the request is the merchant's, and the refusal says which one it was.
        let identity = identity_of(&values, meta);
        let done = merchant.write(|books, now| {
            let request = &values;
            carry_out(&mut Turn { merchant, account: &account, books, meta, request, now })
        });
        let done = done.map_err(|error| Refused::new(house.codes.fault, error.to_string()));
        done.and_then(|done| done).map_err(|refused| refused.repeating(identity))
    });
    let verdict = match &outcome {
        Ok(_) => Verdict::Accepted,
        Err(refused) => Verdict::refused(refused.reply.code, refused.why.clone()),
    };
    house.journal.add(Exchange {
        number: 0,
        at,
        direction: Direction::Received,
        merchant: merchant.as_ref().map(|own| own.number().to_owned()).unwrap_or_default(),
        subject: subject.clone(),
        operation: meta.id,
        source,
        signature,
        verdict,
    });
    Received { merchant, subject, scheme, outcome }
}

/// What a message is about: a refund rather than the order that is refunded.
fn subject_of(message: &Message<'_>) -> String {
    let text = |name: &str| message.text(name).filter(|text| !text.is_empty());
    text("no_refund").or_else(|| text("no_order")).map(Cow::into_owned).unwrap_or_default()
}

fn check(
    merchant: &Merchant,
    account: &Account,
    meta: &'static OperationMeta,
    caller: &Caller,
    message: &Message<'_>,
    scheme: Scheme,
) -> Result<Values, Refused> {
    let codes = &merchant.house.codes;
    let values = Values::of(message);
    let wrong_signature = |error: String| {
        Refused::new(codes.bad_signature, error).repeating(values.only(["oid_partner"]))
    };
    let sign_type = message.text("sign_type").unwrap_or_default();
    if !sign_type.is_empty() && sign_type != scheme.sign_type() {
        let why = format!(
            "sign_type {sign_type}: {} is signed with {}",
            meta.id,
            meta.sign_types.join(" or ")
        );
        return Err(wrong_signature(why));
    }
    let verifier = RsaVerifier::new(merchant.public.clone(), scheme)
        .map_err(|error| wrong_signature(error.to_string()))?;
    verify(message, &verifier, meta.request).map_err(|error| wrong_signature(error.to_string()))?;
    may_call(account, codes, meta, caller)
        .map_err(|refused| refused.repeating(identity_of(&values, meta)))?;
    let context = Context::message(&account.contracts, Some(merchant.house.now()));
    validate(meta.id, meta.request, meta.rules, &values.pairs(), &context).map_err(
        |violations| {
            let names = violations.fields();
            let why = violations.to_string();
            Refused::naming(codes.bad_parameter, &names, meta, why)
                .repeating(identity_of(&values, meta))
        },
    )?;
    Ok(values)
}

/// Checks what the account may do, and from where.
fn may_call(
    account: &Account,
    codes: &ReturnCodes,
    meta: &'static OperationMeta,
    caller: &Caller,
) -> Result<(), Refused> {
    if !account.may_use(meta) {
        let is_payout = meta.product == instant::Apply::META.product;
        let code = if is_payout { codes.no_payouts } else { codes.not_opened };
        return Err(Refused::new(code, format!("{} is not opened for the merchant", meta.product)));
    }
    if Account::is_server_call(meta) {
        if !account.may_call_from(caller.address) {
            let why = format!("{} is no address of the merchant", caller.address);
            return Err(Refused::new(codes.wrong_address, why));
        }
    } else if meta.transport != Transport::MobileSdk
        && !account.may_redirect_from(caller.page_host.as_deref())
    {
        let why = match &caller.page_host {
            Some(host) => format!("{host} is no domain of the merchant"),
            None => "the browser does not say which page it comes from".to_owned(),
        };
        return Err(Refused::new(codes.not_legal, why));
    }
    Ok(())
}

/// The members that say which order a request is about.
fn identity_of(values: &Values, meta: &OperationMeta) -> Values {
    let identity = meta.request.iter().filter(|field| field.identity);
    values.only(identity.map(|field| field.name))
}

/// The scheme that a request is verified with, and its reply signed: of those that the operation
/// accepts, the one the request names. A name that is not among them gets no say.
fn scheme_of(message: &Message<'_>, meta: &OperationMeta) -> Scheme {
    let sign_type = message.text("sign_type").unwrap_or_default();
    let accepted = meta.sign_types.iter().find(|accepted| **accepted == sign_type);
    accepted.and_then(|name| name.parse().ok()).unwrap_or_else(|| agreed(meta))
}
