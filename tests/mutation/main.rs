//! Whatever byte of a signed message changes, the message is refused, unless it still says the same.
//!
//! Whether it does is for a judge to say who shares nothing with the library: [`meaning`] reads the changed
//! bytes the slow way, and a message may be accepted if and only if source and signature are what they were.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod browser;
mod meaning;
mod mutants;
mod signatures;
#[path = "../support/mod.rs"]
mod support;

/// Every sample as Rust, written by the generator.
#[allow(clippy::too_many_lines)]
mod walk {
    include!("../samples/walk.rs");
}

use std::path::Path;
use std::sync::{Arc, Mutex};

use lianlian::meta::{FieldMeta, OperationMeta, Unsigned};
use lianlian::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use lianlian::{
    BrowserNotification, Client, FixedClock, FormPost, JsonPost, Message, MobileSdk, NotVerified,
    Notification, OPERATIONS, ReceiveError, Receiver, Request, RsaSigner, RsaVerifier, Scheme,
    SendError, ServerNotification, SignError, Signer, SourceHash, Unknown, verify,
};
use lianlian_spec::Spec;
use meaning::Meaning;
use support::{MERCHANT, NOW, gateway_key, gateway_private_key, receiver_of, time};

/// What is done with each sample.
pub(crate) trait Visitor {
    fn call<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: JsonPost;
    fn form<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: FormPost;
    fn mobile<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: MobileSdk;
    fn notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + std::fmt::Debug,
        N::Operation: ServerNotification;
    fn browser_notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + std::fmt::Debug,
        N::Operation: BrowserNotification;
}

fn spec() -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    lianlian_spec::load(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn meta(id: &str) -> &'static OperationMeta {
    OPERATIONS.iter().find(|meta| meta.id == id).unwrap()
}

/// Names of the fields that the gateway never signs.
fn never_signed(fields: &'static [FieldMeta]) -> Vec<&'static str> {
    let fields = fields.iter().filter(|field| field.unsigned == Some(Unsigned::Always));
    fields.flat_map(FieldMeta::names).collect()
}

/// The signature over a source that the library had no part in putting together.
fn signature_over(source: &str) -> String {
    let mut hash = SourceHash::new(Scheme::Rsa);
    hash.update(source.as_bytes());
    RsaSigner::new(gateway_private_key(), Scheme::Rsa).unwrap().sign(hash).unwrap()
}

/// The message with a true signature, in place of what the sample has there; otherwise byte for byte as it was.
fn signed(message: &str, unsigned: &[&str]) -> String {
    let Meaning { source, sign } = meaning::of_json(message.as_bytes(), unsigned).unwrap();
    let signature = signature_over(&source);
    match sign {
        Some(sign) => message.replacen(&format!("{sign:?}"), &format!("{signature:?}"), 1),
        None => message.replacen('{', &format!("{{\"sign\":\"{signature}\","), 1),
    }
}

/// What became of the changed messages.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    refused: usize,
    /// Those that say the same in another way.
    accepted: usize,
}

impl Tally {
    /// Judges one message: accepted must be what says the same, and only that.
    fn judge(&mut self, says_the_same: bool, is_believed: bool, case: &dyn Fn() -> String) {
        assert_eq!(is_believed, says_the_same, "believed: {is_believed}; {}", case());
        if is_believed {
            self.accepted += 1;
        } else {
            self.refused += 1;
        }
    }

    /// Judges every changed version of a message.
    fn play(&mut self, message: &str, unsigned: &[&str], believes: impl Fn(&[u8]) -> bool) {
        let meant = meaning::of_json(message.as_bytes(), unsigned);
        assert!(meant.as_ref().is_some_and(|meant| meant.sign.is_some()), "{message}");
        assert!(believes(message.as_bytes()), "not even unchanged: {message}");
        for mutant in mutants::of(message.as_bytes()).chain(without_and_twice(message)) {
            let same = meaning::of_json(&mutant, unsigned) == meant;
            let case = || String::from_utf8_lossy(&mutant).into_owned();
            self.judge(same, believes(&mutant), &case);
        }
    }
}

/// The message without each of its members, and with each of them twice.
fn without_and_twice(message: &str) -> Vec<Vec<u8>> {
    let meaning::Members(members) = serde_json::from_str(message).unwrap();
    let texts: Vec<String> =
        members.iter().map(|(name, value)| format!("{name:?}:{}", value.get())).collect();
    let object = |texts: &[String]| format!("{{{}}}", texts.join(",")).into_bytes();
    let mut changed = Vec::new();
    for at in 0..texts.len() {
        let mut less = texts.clone();
        less.remove(at);
        changed.push(object(&less));
        let mut more = texts.clone();
        more.push(texts[at].clone());
        changed.push(object(&more));
    }
    changed
}

/// Whether the receiver found the signature right, whatever it made of the message then.
fn is_verified<T>(result: &Result<T, ReceiveError>) -> bool {
    !matches!(
        result,
        Err(ReceiveError::Unreadable(_)
            | ReceiveError::NotVerified(_)
            | ReceiveError::NoEnvelope { .. }
            | ReceiveError::UnexpectedEnvelope { .. })
    )
}

fn receiver() -> Receiver {
    receiver_of(gateway_key(), Scheme::Rsa)
}

/// Changes the answer to each call, and each notification.
struct Mutating {
    spec: Spec,
    replies: Tally,
    notifications: Tally,
}

impl Visitor for Mutating {
    fn call<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: JsonPost,
    {
        let Some(reply) = &self.spec.operation(id).unwrap().samples[at].reply else { return };
        let unsigned = never_signed(meta(id).reply);
        let answer = Answer::default();
        let client = client(&answer);
        self.replies.play(&signed(reply, &unsigned), &unsigned, |message| {
            message.clone_into(&mut answer.0.lock().unwrap());
            let said = client.send(request).map(drop);
            let is_not_believed = matches!(
                said,
                Err(SendError::Unknown(
                    Unknown::Unreadable { .. }
                        | Unknown::NotVerified {
                            reason: NotVerified::Missing
                                | NotVerified::Signature(_)
                                | NotVerified::Scheme { .. },
                            ..
                        }
                ))
            );
            // Nothing else can be said of a message that was not believed, least of all a refusal.
            assert!(is_not_believed || said.is_ok() || is_said_of_verified(&said), "{said:?}");
            !is_not_believed
        });
    }

    fn form<R>(&mut self, _: &'static str, _: usize, _: &R)
    where
        R: Request,
        R::Operation: FormPost,
    {
    }

    fn mobile<R>(&mut self, _: &'static str, _: usize, _: &R)
    where
        R: Request,
        R::Operation: MobileSdk,
    {
    }

    fn notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + std::fmt::Debug,
        N::Operation: ServerNotification,
    {
        let sample = self.spec.operation(id).unwrap().samples[at].request.clone().unwrap();
        let unsigned = never_signed(meta(id).request);
        let receiver = receiver();
        self.notifications.play(&signed(&sample, &unsigned), &unsigned, |message| {
            is_verified(&receiver.notification::<N>(message))
        });
    }

    fn browser_notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + std::fmt::Debug,
        N::Operation: BrowserNotification,
    {
        let sample = self.spec.operation(id).unwrap().samples[at].request.clone().unwrap();
        let message = signed(&sample, &never_signed(meta(id).request));
        browser::mutate::<N>(&message, &mut self.notifications);
    }
}

/// What is wrong with a message can also be found after its signature was.
fn is_said_of_verified<T>(said: &Result<T, SendError>) -> bool {
    matches!(said, Err(SendError::Unknown(Unknown::Form { .. } | Unknown::OtherRequest { .. })))
}

/// An answer that is changed between calls.
#[derive(Clone, Default)]
struct Answer(Arc<Mutex<Vec<u8>>>);

impl Transport for Answer {
    fn post(&self, _: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        Ok(HttpResponse::new(200, self.0.lock().unwrap().clone()))
    }

    fn is_stand_in(&self) -> bool {
        true
    }
}

/// Signs nothing really: the requests go nowhere, and RSA takes its time.
struct Scribble;

impl Signer for Scribble {
    fn scheme(&self) -> Scheme {
        Scheme::Rsa
    }

    fn sign(&self, _: SourceHash) -> Result<String, SignError> {
        Ok("scribble".to_owned())
    }
}

fn client(answer: &Answer) -> Client {
    let verifier = RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
    Client::with_signer(MERCHANT, Scribble, verifier)
        .gateway_key(gateway_key())
        .clock(FixedClock(time(NOW)))
        .transport(answer.clone())
        .build()
        .unwrap()
}

#[test]
fn no_changed_reply_or_notification_is_believed() {
    let mut mutating =
        Mutating { spec: spec(), replies: Tally::default(), notifications: Tally::default() };
    walk::walk(&mut mutating).unwrap();
    let Mutating { replies, notifications, .. } = mutating;
    assert!(replies.refused > 50_000, "{replies:?}");
    assert!(notifications.refused > 25_000, "{notifications:?}");
}

#[test]
fn no_changed_request_verifies() {
    let verifier = RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
    let mut tally = Tally::default();
    for operation in spec().operations() {
        let fields = meta(&operation.id).request;
        let unsigned = never_signed(fields);
        for sample in &operation.samples {
            let Some(request) = &sample.request else { continue };
            tally.play(&signed(request, &unsigned), &unsigned, |message| {
                Message::parse(message)
                    .is_ok_and(|message| verify(&message, &verifier, fields).is_ok())
            });
        }
    }
    assert!(tally.refused > 90_000, "{tally:?}");
}

/// Everything that JSON can say in more than one way.
const ODD: &str = "{ \"sign_type\" : \"RSA\",\r\n\t\"a\\u0062c\":\"\\u7fbd\\u6bdb \\/ \\\" \\\\ &=\",\"empty\":\"\",\
    \"nothing\":null,\"yes\":true,\"no\":false,\"count\":-10.50e+03,\"list\":[1, {\"x\":\"y\"}],\
    \"A\":\"1\",\"a\":\"2\",\"face\":\"\\ud83d\\ude00\" }\n";

#[test]
fn a_changed_message_is_believed_only_if_it_says_the_same_in_another_way() {
    let verifier = RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
    let mut tally = Tally::default();
    tally.play(&signed(ODD, &[]), &[], |message| {
        Message::parse(message).is_ok_and(|message| verify(&message, &verifier, &[]).is_ok())
    });
    // White space, letters of escapes, the names of what is empty.
    assert!(tally.accepted > 50 && tally.refused > 1200, "{tally:?}");
}

#[test]
fn no_changed_message_of_the_gateway_itself_verifies() {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../../lianlian-api/tests/vectors/gateway_signed.json"))
            .unwrap();
    let key = include_str!("../../lianlian-api/tests/vectors/llpay_public_key.pem");
    let key = lianlian::GatewayKey::from_pem(key).unwrap();
    let verifier = RsaVerifier::new(key, Scheme::Rsa).unwrap();
    let mut tally = Tally::default();
    tally.play(&file["message"].to_string(), &[], |message| {
        Message::parse(message).is_ok_and(|message| verify(&message, &verifier, &[]).is_ok())
    });
    assert!(tally.refused > 1000, "{tally:?}");
}
