//! Telling the merchant: a notification is posted until it is acknowledged.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::http::Uri;
use lianlian::meta::{OperationMeta, Transport as Travels};
use lianlian::transport::{Delivery, HttpRequest, Transport as _, UreqTransport, is_loopback};
use lianlian::{GATEWAY, Limits};
use serde_json::Value;

use crate::error::SandboxError;
use crate::exchange::{Direction, Exchange, Verdict};
use crate::gateway::Gateway;
use crate::ledger::Order;
use crate::operations::{destination, notification, notifications};
use crate::outgoing::Signed;
use crate::view::{Answer, Attempt};

/// An acknowledgement is a few bytes; whoever sends more answers something else.
const LARGEST_ANSWER: u64 = 64 * 1024;

/// What of a wrong answer is kept, in characters.
const SHOWN_OF_ANSWER: usize = 200;

/// The client that posts notifications, held to the time the spec gives merchants for an answer.
pub(crate) fn transport() -> Result<UreqTransport, SandboxError> {
    let limit = Duration::from_secs(GATEWAY.notification.answer_seconds.into());
    let limits = Limits::default()
        .connect(limit)
        .send(limit)
        .read(limit)
        .total(limit)
        .max_body(LARGEST_ANSWER);
    let builder = UreqTransport::builder()
        .limits(limits)
        .user_agent(concat!("lianlian-sandbox/", env!("CARGO_PKG_VERSION")));
    Ok(builder.build()?)
}

/// Starts delivering what the order's payment causes, each notification in a thread of its own.
pub(crate) fn start(gateway: &Arc<Gateway>, order: &Order) -> Result<(), SandboxError> {
    for meta in notifications(order) {
        if meta.transport != Travels::Notification {
            continue;
        }
        let Some(url) = destination(order, meta) else {
            gateway.note(&order.no_order, |order| order.is_delivery_over = true);
            continue;
        };
        let job = Job {
            gateway: Arc::clone(gateway),
            meta,
            no_order: order.no_order.clone(),
            url: url.to_owned(),
            message: notification(gateway, order, meta)?,
        };
        thread::Builder::new()
            .name(meta.id.to_owned())
            .spawn(move || job.run())
            .map_err(SandboxError::Thread)?;
    }
    Ok(())
}

struct Job {
    gateway: Arc<Gateway>,
    meta: &'static OperationMeta,
    no_order: String,
    url: String,
    message: Signed,
}

impl Job {
    /// Posts until acknowledged, as often as the spec says, or until the sandbox stops.
    fn run(&self) {
        let body = self.message.json();
        for number in 1..=GATEWAY.notification.attempts {
            let answer = self.post(&body);
            let acknowledged = is_acknowledgement(self.meta, &answer);
            let is_pointless = matches!(answer, Answer::NotSent { .. });
            self.note(answer, acknowledged);
            let is_last = number == GATEWAY.notification.attempts;
            if acknowledged
                || is_pointless
                || is_last
                || self.gateway.stops_within(self.gateway.interval)
            {
                break;
            }
        }
        self.gateway.note(&self.no_order, |order| order.is_delivery_over = true);
    }

    fn post(&self, body: &[u8]) -> Answer {
        if !is_on_this_machine(&self.url) {
            let reason = "not on this machine".to_owned();
            return Answer::NotSent { reason };
        }
        let content_type = GATEWAY.notification.content_type;
        let request = HttpRequest::new(&self.url, content_type, body);
        match self.gateway.transport.post(&request) {
            Ok(response) => Answer::Http {
                status: response.status,
                body: String::from_utf8_lossy(&response.body).into_owned(),
            },
            // A merchant's server that is not up yet may be up at the next attempt.
            Err(error) => {
                let kind = error.kind();
                Answer::Nothing {
                    reason: match error.delivery() {
                        Delivery::NotSent => format!("not reached: {kind}"),
                        Delivery::Unknown => kind.to_string(),
                    },
                }
            }
        }
    }

    fn note(&self, mut answer: Answer, acknowledged: bool) {
        if let Answer::Http { body, .. } = &mut answer {
            *body = body.chars().take(SHOWN_OF_ANSWER).collect();
        }
        let at = self.gateway.now();
        self.gateway.journal.add(Exchange {
            at,
            direction: Direction::Sent,
            operation: self.meta.id,
            source: self.message.source.clone(),
            signature: self.message.signature.clone(),
            verdict: Verdict::Notified { answer: answer.clone(), acknowledged },
        });
        let attempt = Attempt { at, answer, acknowledged };
        self.gateway.note(&self.no_order, |order| order.attempts.push(attempt));
    }
}

/// Whether the answer is the object that the spec demands: these members with these values, no other.
fn is_acknowledgement(meta: &OperationMeta, answer: &Answer) -> bool {
    let Answer::Http { status: 200, body } = answer else {
        return false;
    };
    let Ok(Value::Object(object)) = serde_json::from_str(body) else {
        return false;
    };
    object.len() == meta.reply.len()
        && meta.reply.iter().all(|field| {
            let given = object.get(field.name).and_then(Value::as_str);
            given.is_some() && given == field.fixed
        })
}

/// Whether the address is this machine's, by its spelling: the sandbox never contacts another.
fn is_on_this_machine(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    is_loopback(uri.host().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::aggregate::AsyncNotification;
    use lianlian::{Operation as _, ServerNotification as _};

    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_contacted() {
        for url in
            ["http://127.0.0.1:8080/notify", "http://localhost/notify", "https://[::1]:8443/notify"]
        {
            assert!(is_on_this_machine(url), "{url}");
        }
        for url in [
            "https://shop.example/notify",
            "http://127.0.0.1.example.com/",
            "http://localhost@shop.example/",
            "http://10.0.0.1/",
            "/notify",
            "",
        ] {
            assert!(!is_on_this_machine(url), "{url}");
        }
    }

    #[test]
    fn only_the_exact_object_acknowledges_however_it_is_spaced() {
        let is_one = |status, body: &str| {
            let body = body.to_owned();
            is_acknowledgement(AsyncNotification::META, &Answer::Http { status, body })
        };
        assert!(is_one(200, AsyncNotification::ACKNOWLEDGEMENT));
        assert!(is_one(200, "{ \"ret_msg\": \"ok\",\n \"ret_code\": \"0000\" }"));
        assert!(!is_one(500, AsyncNotification::ACKNOWLEDGEMENT));
        for body in [
            "ok",
            "{}",
            r#"{"ret_code":"0000"}"#,
            r#"{"ret_code":"0000","ret_msg":"OK"}"#,
            r#"{"ret_code":0,"ret_msg":"ok"}"#,
            r#"{"ret_code":"0000","ret_msg":"ok","more":"1"}"#,
            r#"[{"ret_code":"0000","ret_msg":"ok"}]"#,
        ] {
            assert!(!is_one(200, body), "{body}");
        }
    }
}
