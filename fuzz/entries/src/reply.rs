//! Replies: what becomes of an answer of any bytes, and that what is read is what stands in it.

use lianlian::meta::OperationMeta;
use lianlian::{
    CallOptions, JsonPost, NotExecuted, ReplyMembers, RequestFields, SendError, Unknown, Verified,
};
use lianlian_spec::model::{self as spec, Field, FilledBy, Kind, Operation};

use crate::cast::{self, CREDULOUS, MERCHANT, WARY, chosen};
use crate::fields::{Fields, SPEC};
use crate::model::{self, Member};
use crate::told::{self, Told};
use crate::typed::{self, Typed};
use crate::{Reached, amount, fields};

/// An operation that is called.
struct Call {
    meta: &'static OperationMeta,
    fields: &'static [&'static str],
    run: fn(&[u8]) -> Reached,
}

macro_rules! calls {
    ($($product:ident: $($operation:ident)+;)+) => {
        static CALLS: &[Call] = &[$($(Call {
            meta: <lianlian::$product::$operation as lianlian::Operation>::META,
            fields: <<lianlian::$product::$operation as JsonPost>::Reply as Typed>::FIELDS,
            run: run::<lianlian::$product::$operation>,
        }),+),+];
    };
}

calls! {
    aggregate: DirectPay Query;
    card_bind: Apply Query Unbind Verify;
    easypay: Apply PreauthCancel PreauthCapture PreauthQuery Query Verify;
    exchange: Apply Query Verify;
    instant: Apply Confirm Query;
    mpay: CardBindApply CardBindVerify PayApply PayVerify Query;
    refund: Apply ExchangeApply Query;
    tools: BalanceQuery CardBinQuery;
    unified: CreatePayment;
}

/// The ids of the operations that are tried.
pub fn operations() -> Vec<&'static str> {
    CALLS.iter().map(|call| call.meta.id).collect()
}

/// What they are answered with, and which fields of it are compared.
pub fn compared() -> impl Iterator<Item = (&'static OperationMeta, &'static [&'static str])> {
    CALLS.iter().map(|call| (call.meta, call.fields))
}

const NEVER_SIGNED: spec::Unsigned = spec::Unsigned::Always;

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The reply has these members.
    Read(Vec<Member>),
    /// It has another form than the struct it is read into.
    Form,
    /// It is no message.
    Unreadable,
    /// It is not signed.
    NotSigned,
    /// It is not signed by the gateway.
    NotVerified,
    /// It belongs to another request.
    Other,
    /// It is a refusal that proves that nothing was executed, or not.
    Refused {
        /// Whether it proves that.
        is_safe: bool,
    },
    /// The server has trouble.
    Status,
}

/// `data` is the id of an operation, a line break, and the body of the answer.
pub fn reply(data: &[u8]) -> Reached {
    let (call, body) = chosen(data, CALLS, |call| call.meta.id);
    (call.run)(body)
}

fn run<O>(body: &[u8]) -> Reached
where
    O: JsonPost,
    O::Reply: Typed,
{
    let operation = fields::operation(O::META.id);
    let sample = fields::sample(operation);
    let request = RequestFields::<O>::new(fields::borrowed(&sample), &[]).expect("a sample");
    let options = CallOptions::default();
    let mut by_name = None;
    becomes(body, operation, &sample, |body| {
        cast::answer(200, body);
        let reply = CREDULOUS.send_into::<ReplyMembers<O>, _>(&request, &options);
        let outcome = outcome(&reply, |reply| read(reply, body));
        by_name = reply.ok();
        outcome
    });
    if let Some(reply) = &by_name {
        covers(reply, body, operation);
    }
    cast::answer(200, body);
    let typed = CREDULOUS.send(&request);
    let right = expected(body, operation, &sample);
    let told = |members| Told::of(operation, members);
    match (&typed, &right) {
        (Ok(reply), Outcome::Read(members)) => typed::judge(&told(members), Ok(&**reply)),
        (Err(SendError::Unknown(Unknown::Form { reason, .. })), Outcome::Read(members)) => {
            typed::judge::<O::Reply>(&told(members), Err(reason));
        }
        _ => assert_eq!(outcome(&typed, |_| Outcome::Form), right),
    }
    // A server with trouble proves nothing, whatever it says, and neither do messages of strangers.
    let status = if body.len().is_multiple_of(2) { 200 } else { 500 };
    cast::answer(status, body);
    let doubted = WARY.send(&request);
    let right = match right {
        _ if status != 200 => Outcome::Status,
        unreadable @ (Outcome::Unreadable | Outcome::NotSigned) => unreadable,
        _ => Outcome::NotVerified,
    };
    assert_eq!(outcome(&doubted, |_| Outcome::Form), right);
    assert!(doubted.is_err_and(|error| error.is_unknown()), "a stranger decides what is executed");
    Reached::property_if(typed.is_ok())
}

/// The judged function says what becomes of an answer of these bytes.
pub fn becomes(
    body: &[u8],
    operation: &Operation,
    sample: &Fields,
    mut judged: impl FnMut(&[u8]) -> Outcome,
) {
    assert_eq!(judged(body), expected(body, operation, sample), "{}", operation.id);
}

fn read<O>(reply: &ReplyMembers<O>, body: &[u8]) -> Outcome {
    // The reply has no list of its members; their names come from the model.
    let members = model::members(body).unwrap_or_default().into_iter();
    let text = |name: &str| reply.unverified(name).map(str::to_owned);
    Outcome::Read(
        members.map(|member| Member { text: text(&member.name), name: member.name }).collect(),
    )
}

/// What the signature does not cover is marked, and the JSON still says what was signed.
fn covers<O>(reply: &ReplyMembers<O>, body: &[u8], operation: &Operation) {
    let left_out: Vec<&str> = reply.left_out().collect();
    let members = model::members(body).expect("a message");
    for member in &members {
        // Who believes everything leaves out only what is never signed.
        let never = operation.reply.iter().filter(|field| field.unsigned == Some(NEVER_SIGNED));
        let is_covered = model::present(&members, &member.name).is_none()
            || !never.flat_map(told::names).any(|name| name == member.name);
        assert_eq!(is_covered, !left_out.contains(&&*member.name), "{}", member.name);
        let text = member.text.as_deref().filter(|_| is_covered);
        assert_eq!(reply.get(&member.name), text, "{}", member.name);
    }
    let again = model::members(reply.json().expose().as_bytes()).expect("a message");
    assert_eq!(again, members, "the JSON says something else");
    let _ = format!("{reply:?}");
}

fn outcome<T>(reply: &Result<Verified<T>, SendError>, read: impl Fn(&T) -> Outcome) -> Outcome {
    let error = match reply {
        Ok(reply) => return read(reply),
        Err(error) => error,
    };
    let _ = format!("{error} {error:?}");
    match error {
        SendError::Unknown(Unknown::Unreadable { .. }) => Outcome::Unreadable,
        SendError::Unknown(Unknown::NotVerified { reason, .. }) => match reason {
            lianlian::NotVerified::Missing => Outcome::NotSigned,
            _ => Outcome::NotVerified,
        },
        SendError::Unknown(Unknown::OtherRequest { .. }) => Outcome::Other,
        SendError::Unknown(Unknown::Refused(_)) => Outcome::Refused { is_safe: false },
        SendError::NotExecuted(NotExecuted::Refused(_)) => Outcome::Refused { is_safe: true },
        SendError::Unknown(Unknown::Form { .. }) => Outcome::Form,
        SendError::Unknown(Unknown::Status { .. }) => Outcome::Status,
        other => panic!("{other:?}"),
    }
}

/// What becomes of a reply in the eyes of somebody who believes every signature.
fn expected(body: &[u8], operation: &Operation, sample: &Fields) -> Outcome {
    let Some(members) = model::members(body) else { return Outcome::Unreadable };
    if model::present(&members, "sign").is_none() {
        return Outcome::NotSigned;
    }
    let sent = fields::message(operation, sample);
    let identity = operation.request.iter().filter(|field| field.identity);
    if identity.into_iter().any(|field| differs(field, operation, &sent, &members)) {
        return Outcome::Other;
    }
    let code = model::present(&members, "ret_code").unwrap_or_default();
    if is_answer(operation, code) {
        return Outcome::Read(members);
    }
    let known = SPEC.return_code(code).map(|known| {
        let own = known.by_product.iter().find(|own| own.product == operation.product);
        own.map_or(known.outcome, |own| own.outcome)
    });
    let proofs = [Some(spec::Outcome::NotExecuted), Some(spec::Outcome::FinalFailure)];
    Outcome::Refused { is_safe: proofs.contains(&known) }
}

/// Whether the return code is one of those with which the operation answers.
fn is_answer(operation: &Operation, code: &str) -> bool {
    let field = operation.reply.iter().find(|field| field.name == "ret_code").expect("a code");
    let Kind::Code(list) = &field.kind else { panic!("ret_code is no code") };
    let list = SPEC.code_list(list).expect("a list of the spec");
    list.codes.iter().any(|known| known.code == code)
}

/// Whether the reply names another order than the request.
fn differs(field: &Field, operation: &Operation, sent: &[Member], reply: &[Member]) -> bool {
    let in_reply = operation.reply.iter().find(|own| own.name == field.name).unwrap_or(field);
    let echo = told::names(in_reply).find_map(|name| model::present(reply, name));
    let Some(echo) = echo else { return false };
    if field.filled_by == Some(FilledBy::Merchant) {
        return echo != MERCHANT;
    }
    match model::present(sent, &field.name) {
        None => false,
        Some(sent) if field.kind == Kind::Amount => {
            echo != sent
                && amount::lenient(echo).is_none_or(|fen| Some(fen) != amount::lenient(sent))
        }
        Some(sent) => echo != sent,
    }
}
