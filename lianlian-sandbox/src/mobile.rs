//! What an app's SDK does: it brings the message that the merchant's server signed.
//!
//! The SDK talks to the gateway in a way of its own, which is not documented. Here it posts the message to
//! `/sandbox/mobile/` and the operation's name, and gets the address of the page where the order is paid.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use lianlian::meta::{OperationMeta, Transport};
use lianlian::{Message, OPERATIONS};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::task::spawn_blocking;

use crate::answers::play;
use crate::behaviour::{Behaviour, behaviour};
use crate::gateway::Gateway;
use crate::incoming::{Caller, Received, readable, receive};
use crate::operations::pay_link;

/// `POST /sandbox/mobile/{operation}`: 200 with the address of the page, or 400 with the refusal.
pub(crate) async fn pay(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let is_meant = |meta: &&OperationMeta| meta.id == id && meta.transport == Transport::MobileSdk;
    let meta = OPERATIONS.iter().copied().find(is_meant);
    let Some((meta, behaviour)) = meta.and_then(|meta| Some((meta, behaviour(meta)?))) else {
        return answer(StatusCode::NOT_FOUND, &json!({ "error": "no operation for apps" }));
    };
    let caller = Caller { address: peer.ip(), page_host: None };
    let done = spawn_blocking(move || placed(&gateway, meta, behaviour, &caller, &body));
    match done.await {
        Ok((status, body)) => answer(status, &body),
        Err(error) => {
            answer(StatusCode::INTERNAL_SERVER_ERROR, &json!({ "error": error.to_string() }))
        }
    }
}

fn placed(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    behaviour: Behaviour,
    caller: &Caller,
    body: &[u8],
) -> (StatusCode, Value) {
    let house = &gateway.house;
    let message = readable(&house.codes, Message::parse(body));
    let Received { outcome, .. } = receive(gateway, meta, caller, message, |turn| {
        play(turn, behaviour)?;
        let order = turn.books.ledger.find(turn.text("no_order"));
        Ok(order.map(|order| (order.oid_paybill.clone(), pay_link(house, order))))
    });
    match outcome {
        Ok(Some((oid_paybill, url))) => {
            (StatusCode::OK, json!({ "oid_paybill": oid_paybill, "url": url }))
        }
        Ok(None) => (StatusCode::NOT_FOUND, json!({ "error": "no such order" })),
        Err(refused) => {
            let (code, text) = (refused.reply.code.code, &refused.reply.text);
            let body = json!({ "ret_code": code, "ret_msg": text, "error": refused.why });
            (StatusCode::BAD_REQUEST, body)
        }
    }
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (status, content_type, body.to_string()).into_response()
}
