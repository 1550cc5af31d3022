//! Replies: what becomes of an answer of any bytes, and that what is read is what stands in it.

use lianlian::meta::{FieldMeta, FilledBy, Kind, OperationMeta};
use lianlian::{
    CallOptions, CodeOutcome, JsonPost, NotExecuted, ReplyMembers, RequestFields, SendError,
    Unknown, Verified,
};

use crate::amount;
use crate::cast::{self, CREDULOUS, MERCHANT, WARY, chosen};
use crate::fields;
use crate::model::{self, Member};
use crate::typed::{self, Typed};

/// An operation that is called.
struct Call {
    meta: &'static OperationMeta,
    run: fn(&[u8]),
}

macro_rules! calls {
    ($($product:ident: $($operation:ident)+;)+) => {
        static CALLS: &[Call] = &[$($(Call {
            meta: <lianlian::$product::$operation as lianlian::Operation>::META,
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
pub fn reply(data: &[u8]) {
    let (call, body) = chosen(data, CALLS, |call| call.meta.id);
    (call.run)(body);
}

fn run<O>(body: &[u8])
where
    O: JsonPost,
    O::Reply: Typed,
{
    let sample = fields::sample(O::META);
    let request = RequestFields::<O>::new(fields::borrowed(&sample), &[]).expect("a sample");
    let options = CallOptions::default();
    let mut by_name = None;
    becomes(body, O::META, &sample, |body| {
        cast::answer(200, body);
        let reply = CREDULOUS.send_into::<ReplyMembers<O>, _>(&request, &options);
        let outcome = outcome(&reply, |reply| read(reply, body));
        by_name = reply.ok();
        outcome
    });
    if let Some(reply) = &by_name {
        covers(reply, body);
    }
    cast::answer(200, body);
    let typed = CREDULOUS.send(&request);
    let right = expected(body, O::META, &sample);
    match &typed {
        Ok(reply) => {
            let Outcome::Read(members) = right else { panic!("read, not {right:?}") };
            reply.says(&members);
            if let Some(unknown) = reply.unknown() {
                let kept: Vec<_> = unknown.iter().collect();
                assert_eq!(kept, typed::unknown(&members, O::META.reply), "other unknown members");
            }
            let _ = format!("{reply:?}");
        }
        Err(_) => match outcome(&typed, |_| Outcome::Form) {
            Outcome::Form => assert!(matches!(right, Outcome::Read(_)), "{right:?}"),
            other => assert_eq!(other, right),
        },
    }
    // A server with trouble proves nothing, whatever it says, and neither do messages of strangers.
    let status = if body.len().is_multiple_of(2) { 200 } else { 500 };
    cast::answer(status, body);
    let doubted = WARY.send(&request);
    let right = match expected(body, O::META, &sample) {
        _ if status != 200 => Outcome::Status,
        unreadable @ (Outcome::Unreadable | Outcome::NotSigned) => unreadable,
        _ => Outcome::NotVerified,
    };
    assert_eq!(outcome(&doubted, |_| Outcome::Form), right);
    assert!(doubted.is_err_and(|error| error.is_unknown()), "a stranger decides what is executed");
}

/// The judged function says what becomes of an answer of these bytes.
pub fn becomes(
    body: &[u8],
    meta: &'static OperationMeta,
    sample: &[(String, String)],
    mut judged: impl FnMut(&[u8]) -> Outcome,
) {
    assert_eq!(judged(body), expected(body, meta, sample), "{}", meta.id);
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
fn covers<O>(reply: &ReplyMembers<O>, body: &[u8]) {
    let left_out: Vec<&str> = reply.left_out().collect();
    let members = model::members(body).expect("a message");
    for member in &members {
        let is_covered = !left_out.contains(&member.name.as_str());
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
fn expected(body: &[u8], meta: &'static OperationMeta, sample: &[(String, String)]) -> Outcome {
    let Some(members) = model::members(body) else { return Outcome::Unreadable };
    if model::present(&members, "sign").is_none() {
        return Outcome::NotSigned;
    }
    let sent = fields::message(meta, sample);
    if meta.request.iter().any(|field| field.identity && differs(field, meta, &sent, &members)) {
        return Outcome::Other;
    }
    let code = model::present(&members, "ret_code").unwrap_or_default();
    let answers = meta.reply_field("ret_code").and_then(FieldMeta::codes);
    if answers.is_some_and(|list| list.codes.iter().any(|known| known.code == code)) {
        return Outcome::Read(members);
    }
    let known = meta.gateway.return_code(code).map(|known| known.reading(meta.product).outcome);
    let proofs = [Some(CodeOutcome::NotExecuted), Some(CodeOutcome::FinalFailure)];
    Outcome::Refused { is_safe: proofs.contains(&known) }
}

/// Whether the reply names another order than the request.
fn differs(
    field: &FieldMeta,
    meta: &'static OperationMeta,
    sent: &[Member],
    reply: &[Member],
) -> bool {
    let names = meta.reply_field(field.name).unwrap_or(field).names();
    let Some(echo) = names.into_iter().find_map(|name| model::present(reply, name)) else {
        return false;
    };
    if field.filled_by == Some(FilledBy::Merchant) {
        return echo != MERCHANT;
    }
    match model::present(sent, field.name) {
        None => false,
        Some(sent) if matches!(field.kind, Kind::Amount) => {
            echo != sent
                && amount::lenient(echo).is_none_or(|fen| Some(fen) != amount::lenient(sent))
        }
        Some(sent) => echo != sent,
    }
}
