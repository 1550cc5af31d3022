//! The exchange that everything here breaks, and the judge of what is said about it.

use std::io::{self, Read};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use lianlian::transport::TransportError;
use lianlian::{
    CallOptions, Client, ClientBuilder, FixedClock, Limits, MerchantKey, NotExecuted, SendError,
    Unknown, Verified, aggregate,
};

use crate::support::{MERCHANT, NOW, direct_pay, gateway_key, signed_by_gateway, time};

/// Long enough for every exchange that works, short enough not to wait for one that hangs.
pub(crate) const GENEROUS: Duration = Duration::from_secs(10);
/// The limit of a call that is meant to run into it.
pub(crate) const SHORT: Duration = Duration::from_millis(300);

/// The limit of all that a call may take, if that is what it is meant to run into: long enough for the request to be
/// on its way by then.
pub(crate) const BRIEF: Duration = Duration::from_secs(2);

/// Limits that nothing here runs into. Those of a call take their place: one that got lost would be missed.
pub(crate) fn far() -> Limits {
    let far = Duration::from_secs(60);
    Limits::default().connect(far).send(far).read(far).total(far)
}

pub(crate) type Said = Result<Verified<aggregate::DirectPayReply>, SendError>;

/// A short key, because these tests sign thousands of requests.
static KEY: LazyLock<MerchantKey> = LazyLock::new(|| MerchantKey::generate(1024).unwrap());

pub(crate) fn client_builder(base_url: &str) -> ClientBuilder {
    Client::builder(MERCHANT, KEY.clone())
        .gateway_key(gateway_key())
        .clock(FixedClock(time(NOW)))
        .base_url(base_url)
        .limits(far())
}

pub(crate) fn client(base_url: &str) -> Client {
    client_builder(base_url).build().unwrap()
}

pub(crate) const QR: &str = "https://qr.example/1";

/// The signed reply to [`direct_pay`].
pub(crate) fn reply() -> String {
    reply_to("20261122000001")
}

/// The signed reply to such an order of this number.
pub(crate) fn reply_to(no_order: &str) -> String {
    reply_saying(no_order, "交易成功")
}

/// The signed reply to such an order of this number, with this text.
pub(crate) fn reply_saying(no_order: &str, text: &str) -> String {
    signed_by_gateway(&format!(
        r#"{{"ret_code":"0000","ret_msg":"{text}","oid_partner":"{MERCHANT}","sign_type":"RSA",
        "no_order":"{no_order}","money_order":"210.97","payLoad":"{QR}"}}"#
    ))
}

/// An answer that states its length and leaves the connection open.
pub(crate) fn answer_with(status: &str, headers: &str, body: &str) -> Vec<u8> {
    crate::server::answer(status, headers, body)
}

/// The right answer.
pub(crate) fn answer() -> Vec<u8> {
    answer_with("200 OK", "Content-Type: application/json;charset=utf-8\r\n", &reply())
}

pub(crate) fn send(client: &Client) -> Said {
    send_within(client, Limits::default().total(GENEROUS))
}

/// Sends the order and sees to it that the call ends in time.
pub(crate) fn send_within(client: &Client, limits: Limits) -> Said {
    let started = Instant::now();
    let said = client.send_with(&direct_pay(), &CallOptions::default().limits(limits));
    let took = started.elapsed();
    // Machines that run tests may be slow, calls that ignore their limits never end.
    assert!(took < GENEROUS + GENEROUS, "{took:?} under {limits:?}");
    said
}

/// What a server has got and given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Bytes of the request, decrypted where the connection is.
    pub(crate) bytes: usize,
    /// The whole request was read, so it may have been executed.
    pub(crate) whole: bool,
    /// The whole reply was written.
    pub(crate) replied: bool,
}

/// One of the three outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    NotExecuted,
    Executed,
    Unknown,
}

/// Compares what the client says with what the server knows, and returns the former.
pub(crate) fn judge(said: &Said, server: Heard, case: &str) -> Outcome {
    match said {
        Ok(bill) => {
            assert!(server.whole && server.replied, "{case}: an answer to nothing, {server:?}");
            assert_eq!(bill.pay_load.as_deref(), Some(QR), "{case}");
            Outcome::Executed
        }
        Err(SendError::NotExecuted(why)) => {
            assert_eq!(server.bytes, 0, "{case}: called not executed, {server:?}: {why}");
            assert!(matches!(why, NotExecuted::NotSent(_)), "{case}: {why}");
            Outcome::NotExecuted
        }
        Err(SendError::Unknown(_)) => Outcome::Unknown,
    }
}

/// The error of a call that is unknown because there was no answer.
pub(crate) fn unknown_transport(said: Said) -> TransportError {
    match said {
        Err(SendError::Unknown(Unknown::Transport(error))) => error,
        other => panic!("not unknown for want of an answer but {other:?}"),
    }
}

/// The error of a call of which nothing was sent.
pub(crate) fn not_sent(said: Said) -> TransportError {
    match said {
        Err(SendError::NotExecuted(NotExecuted::NotSent(error))) => error,
        other => panic!("not unsent but {other:?}"),
    }
}

/// Reads one request, and notes each byte of it. What broke the connection is not of interest.
pub(crate) fn listen(mut wire: impl Read, heard: &mut Heard) -> io::Result<()> {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    loop {
        if let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            let lines = std::str::from_utf8(&request[..end]).unwrap().to_ascii_lowercase();
            let length = lines.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.unwrap().trim().parse().unwrap();
            if request.len() >= end + 4 + length {
                heard.whole = true;
                return Ok(());
            }
        }
        match wire.read(&mut part) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                request.extend_from_slice(&part[..count]);
                heard.bytes += count;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
