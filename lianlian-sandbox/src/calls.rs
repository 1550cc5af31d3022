//! A call of an operation, from its bytes to the bytes of the answer, with the trouble it meets.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream;
use lianlian::meta::{OperationMeta, Transport};
use lianlian::{GATEWAY, Message, SignError};
use tokio::task::spawn_blocking;

use crate::answers::play;
use crate::behaviour::{Behaviour, behaviour};
use crate::courier::Task;
use crate::exchange::{Direction, Exchange, Verdict};
use crate::gateway::Gateway;
use crate::incoming::{Caller, Received, readable, receive};
use crate::merchant::Merchant;
use crate::outgoing::{Flaw, Reply, Signed};
use crate::trouble::Trouble;
use crate::wire::Cut;
use crate::{envelope, forms, hosted};

/// How much later a call is carried out whose connection was cut meanwhile.
const LATE: Duration = Duration::from_secs(1);

/// A page as something between merchant and gateway would show it.
const PAGE: &str = "<!DOCTYPE html><html><head><title>Please wait</title></head>\
                    <body><h1>The service is busy</h1></body></html>";

/// One call of an operation.
pub(crate) struct Call {
    gateway: Arc<Gateway>,
    meta: &'static OperationMeta,
    behaviour: Behaviour,
    caller: Caller,
    body: Bytes,
    /// Whom it claims to be from; not checked yet.
    merchant: Option<Arc<Merchant>>,
}

impl Call {
    /// A call of one of these operations, which share a path; `None` if none of them is played.
    pub(crate) fn new(
        gateway: Arc<Gateway>,
        candidates: &[&'static OperationMeta],
        caller: Caller,
        body: Bytes,
    ) -> Option<Self> {
        let first = candidates.iter().copied().find(|meta| behaviour(meta).is_some())?;
        let (merchant, found) = {
            let claimed = claims(first, &body);
            let merchant = gateway.merchant(&claimed.oid_partner);
            let order = merchant.as_ref().and_then(|merchant| {
                let books = merchant.books();
                let ledger = &books.ledger;
                let order = ledger.find(&claimed.no_order);
                let order = order.or_else(|| ledger.find_paybill(&claimed.oid_paybill));
                order.map(|order| order.operation)
            });
            (merchant, order)
        };
        // Queries that share a path: the one that the order's own operation names.
        let is_own = |meta: &&&'static OperationMeta| {
            found.is_some_and(|placed| placed.query_with.contains(&meta.id))
        };
        // Of an order that nobody knows, one that the merchant may ask.
        let may_ask = |meta: &&&'static OperationMeta| {
            let is_choice = candidates.len() > 1;
            is_choice && merchant.as_ref().is_some_and(|own| own.account().may_use(meta))
        };
        let own = candidates.iter().find(is_own).or_else(|| candidates.iter().find(may_ask));
        let meta = own.copied().unwrap_or(first);
        Some(Self { behaviour: behaviour(meta)?, gateway, meta, caller, body, merchant })
    }

    /// Carries it out.
    fn carry_out(&self) -> Answer {
        let (gateway, meta, behaviour) = (&*self.gateway, self.meta, self.behaviour);
        let house = &gateway.house;
        if !crate::account::Account::is_server_call(meta) {
            let message = forms::message(house, meta, &self.body);
            let received = receive(gateway, meta, &self.caller, message, |turn| {
                play(turn, behaviour).map(|_| turn.text("no_order").to_owned())
            });
            return Answer::Page(hosted::opened(gateway, meta, received));
        }
        let act = |turn: &mut crate::turn::Turn<'_>| play(turn, behaviour);
        let Received { merchant, subject, scheme, outcome } =
            match envelope::open(house, meta, &self.body) {
                Ok(opened) => {
                    let message = readable(&house.codes, Message::parse(opened.bytes()));
                    receive(gateway, meta, &self.caller, message, act)
                }
                Err(refused) => receive(gateway, meta, &self.caller, Err(refused), act),
            };
        let reply = outcome.unwrap_or_else(|refused| refused.reply);
        Answer::Reply { merchant, subject, scheme, reply }
    }
}

/// What came of a call.
enum Answer {
    Reply {
        merchant: Option<Arc<Merchant>>,
        subject: String,
        scheme: lianlian::Scheme,
        reply: Reply,
    },
    Page(Response),
}

/// Answers a call: always 200, always signed, refusals too, but for the trouble that is asked for by the
/// call itself, or was going to happen to its merchant.
pub(crate) async fn answer(call: Call, asked: Vec<Trouble>) -> Response {
    let mut troubles = asked;
    if let Some(merchant) = &call.merchant {
        let mut to_come = merchant.troubles();
        troubles.extend(to_come.met_by(call.meta));
        to_come.keep_for_notifications(&troubles);
    }
    for trouble in &troubles {
        match trouble {
            Trouble::Delay(time) => tokio::time::sleep(*time).await,
            Trouble::CutBefore => return Cut.into_response(),
            Trouble::CutDuring => {
                let courier = Arc::clone(&call.gateway.house.courier);
                let late = Task::Late(Box::new(move || drop(call.carry_out())));
                return match courier.after(LATE, late) {
                    Ok(()) => Cut.into_response(),
                    Err(error) => failed(&error),
                };
            }
            Trouble::HtmlBefore => return Html(PAGE).into_response(),
            Trouble::StatusBefore(status) => return page_with(*status),
            _ => {}
        }
    }
    let done = spawn_blocking(move || {
        let answer = call.carry_out();
        written(&call, answer, &troubles)
    });
    done.await.unwrap_or_else(|error| failed(&error))
}

fn written(call: &Call, answer: Answer, troubles: &[Trouble]) -> Response {
    let mut flaw = None;
    for trouble in troubles {
        match trouble {
            Trouble::CutAfter => return Cut.into_response(),
            Trouble::Html => return Html(PAGE).into_response(),
            Trouble::Status(status) => return page_with(*status),
            Trouble::Empty => return StatusCode::OK.into_response(),
            Trouble::WrongSignature => flaw = Some(Flaw::OtherBytes),
            Trouble::WrongKey => flaw = Some(Flaw::OtherKey),
            Trouble::Unsigned => flaw = Some(Flaw::Unsigned),
            Trouble::OtherOrder => flaw = Some(Flaw::OtherOrder),
            _ => {}
        }
    }
    let body = match answer {
        Answer::Page(page) => return page,
        Answer::Reply { merchant, subject, scheme, reply } => {
            let merchant = merchant.map(|own| own.number().to_owned()).unwrap_or_default();
            reply_bytes(call, scheme, &reply, merchant, subject, flaw)
        }
    };
    let content_type = [(header::CONTENT_TYPE, GATEWAY.request_content_type)];
    match body {
        Ok(body) if troubles.contains(&Trouble::CutInAnswer) => {
            let length = [(header::CONTENT_LENGTH, body.len().to_string())];
            let half: Result<_, io::Error> = Ok(Bytes::from(half_of(body)));
            let cut = Err(io::Error::other(Cut));
            (content_type, length, Body::from_stream(stream::iter([half, cut]))).into_response()
        }
        Ok(body) if troubles.contains(&Trouble::Truncated) => {
            (content_type, half_of(body)).into_response()
        }
        Ok(body) => (content_type, body).into_response(),
        Err(error) => failed(&error),
    }
}

fn half_of(mut body: Vec<u8>) -> Vec<u8> {
    body.truncate(body.len().div_euclid(2));
    body
}

/// Signs a reply and notes it.
fn reply_bytes(
    call: &Call,
    scheme: lianlian::Scheme,
    reply: &Reply,
    merchant: String,
    subject: String,
    flaw: Option<Flaw>,
) -> Result<Vec<u8>, SignError> {
    let (house, meta) = (&call.gateway.house, call.meta);
    let value = |field: &lianlian::meta::FieldMeta| reply.value(field.name);
    let signed = Signed::flawed(house, scheme, meta.reply, value, flaw)?;
    house.journal.add(Exchange {
        number: 0,
        at: house.now(),
        direction: Direction::Sent,
        merchant,
        subject,
        operation: meta.id,
        source: signed.source.clone(),
        signature: signed.signature.clone(),
        verdict: Verdict::replied(reply.code),
    });
    Ok(signed.json())
}

fn page_with(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    (status, Html(PAGE)).into_response()
}

fn failed(error: &dyn std::fmt::Display) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
}

/// What a body says of itself before anything is checked.
#[derive(Default)]
struct Claims {
    oid_partner: String,
    no_order: String,
    oid_paybill: String,
}

/// Reads what says whose call it is. Of what travels encrypted this stands beside the envelope.
fn claims(meta: &OperationMeta, body: &[u8]) -> Claims {
    let of = |message: &Message<'_>| {
        let text = |name: &str| message.text(name).map(Cow::into_owned).unwrap_or_default();
        Claims {
            oid_partner: text("oid_partner"),
            no_order: text("no_order"),
            oid_paybill: text("oid_paybill"),
        }
    };
    if matches!(meta.transport, Transport::JsonPost | Transport::EncryptedJsonPost) {
        Message::parse(body).map(|message| of(&message)).unwrap_or_default()
    } else {
        forms::claims(meta, body).map(|message| of(&message)).unwrap_or_default()
    }
}
