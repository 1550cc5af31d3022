//! What the gateway receives: is it a message, from the merchant, signed, and as the spec says?

use lianlian::meta::OperationMeta;
use lianlian::validate::{Context, validate};
use lianlian::{Message, MessageError, ReturnCode, RsaVerifier, Scheme, verify};

use crate::exchange::{Direction, Exchange, Verdict, masked_source};
use crate::gateway::Gateway;
use crate::outgoing::Reply;
use crate::return_codes::text_naming;
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
    gateway: &Gateway,
    message: Result<Message<'m>, MessageError>,
) -> Result<Message<'m>, Refused> {
    message.map_err(|error| Refused::new(gateway.codes.unreadable, error.to_string()))
}

/// Checks a request, then lets `carry_out` act on its members; the journal notes both verdicts as one.
///
/// The scheme beside the outcome is the one to sign the reply with.
pub(crate) fn receive<T>(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    message: Result<Message<'_>, Refused>,
    carry_out: impl FnOnce(&Values) -> Result<T, Refused>,
) -> (Scheme, Result<T, Refused>) {
    let (source, signature, scheme) = match &message {
        Ok(message) => {
            let members = message.members();
            let texts = members.filter_map(|(name, value)| Some((name, value.text()?)));
            (
                masked_source(texts, meta.request),
                message.text("sign").unwrap_or_default().into_owned(),
                scheme_of(message, meta),
            )
        }
        Err(_) => (String::new(), String::new(), agreed(meta)),
    };
    let outcome =
        message.and_then(|message| check(gateway, meta, &message, scheme)).and_then(|values| {
            // From here on the request is the merchant's, and the refusal says which one it was.
            let identity = identity_of(&values, meta);
            carry_out(&values).map_err(|refused| refused.repeating(identity))
        });
    let verdict = match &outcome {
        Ok(_) => Verdict::Accepted,
        Err(refused) => Verdict::refused(refused.reply.code, refused.why.clone()),
    };
    gateway.journal.add(Exchange {
        at: gateway.now(),
        direction: Direction::Received,
        operation: meta.id,
        source,
        signature,
        verdict,
    });
    (scheme, outcome)
}

fn check(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    message: &Message<'_>,
    scheme: Scheme,
) -> Result<Values, Refused> {
    let codes = &gateway.codes;
    let merchant = message.text("oid_partner").unwrap_or_default();
    if *merchant != *gateway.oid_partner {
        let why = format!("oid_partner is not this sandbox's merchant {}", gateway.oid_partner);
        return Err(Refused::new(codes.unknown_merchant, why));
    }
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
    let verifier = RsaVerifier::new(gateway.merchant_key.public_key(), scheme)
        .map_err(|error| wrong_signature(error.to_string()))?;
    verify(message, &verifier, meta.request).map_err(|error| wrong_signature(error.to_string()))?;
    let context = Context::message(&gateway.contracts, Some(gateway.now()));
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

/// The operation's first scheme.
pub(crate) fn agreed(meta: &OperationMeta) -> Scheme {
    let first = meta.sign_types.first();
    first.and_then(|name| name.parse().ok()).unwrap_or(Scheme::Rsa)
}
