//! Time that passes at once, and a gateway that answers as a test says.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::missing_panics_doc,
    clippy::unnecessary_wraps
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use lianlian::transport::{
    Delivery, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};
use lianlian::{Client, ClientBuilder, Clock, OrderTime, Pace};
use serde_json::{Value, json};

use crate::support::{MERCHANT, NOW, gateway_key, merchant_key, signed_by_gateway, time};

/// A clock that shows [`NOW`] and what was waited since.
#[derive(Clone, Default)]
pub struct Time(Arc<Mutex<Passed>>);

#[derive(Default)]
struct Passed {
    passed: Duration,
    pauses: Vec<Duration>,
}

impl Time {
    pub fn pass(&self, time: Duration) {
        self.0.lock().unwrap().passed += time;
    }

    pub fn passed(&self) -> Duration {
        self.0.lock().unwrap().passed
    }

    pub fn pauses(&self) -> Vec<Duration> {
        self.0.lock().unwrap().pauses.clone()
    }
}

impl Pace for Time {
    fn elapsed(&self) -> Duration {
        self.passed()
    }

    fn pause(&self, time: Duration) {
        self.pass(time);
        self.0.lock().unwrap().pauses.push(time);
    }

    fn random(&self) -> u64 {
        u64::MAX
    }
}

impl Clock for Time {
    fn now(&self) -> OrderTime {
        let seconds = i64::try_from(self.passed().as_secs()).unwrap();
        OrderTime::from_unix_seconds(time(NOW).unix_seconds() + seconds).unwrap()
    }
}

/// What one request gets for an answer.
pub type Answer = Result<HttpResponse, TransportError>;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub path: String,
    pub body: Value,
}

impl Arrived {
    pub fn is_query(&self) -> bool {
        self.path.to_ascii_lowercase().contains("query")
    }
}

type Answers = Box<dyn FnMut(&Arrived, usize) -> Answer + Send>;

/// A gateway that answers each request by a function of it and of how many came before.
#[derive(Clone)]
pub struct Gateway {
    answers: Arc<Mutex<Answers>>,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    pub time: Time,
}

impl Gateway {
    pub fn new(answers: impl FnMut(&Arrived, usize) -> Answer + Send + 'static) -> Self {
        Self {
            answers: Arc::new(Mutex::new(Box::new(answers))),
            arrived: Arc::default(),
            time: Time::default(),
        }
    }

    /// Answers with these, one after the other, the last one again and again.
    pub fn script(answers: Vec<fn() -> Answer>) -> Self {
        Self::new(move |_, at| answers[at.min(answers.len() - 1)]())
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder(MERCHANT, merchant_key())
            .gateway_key(gateway_key())
            .clock(self.time.clone())
            .pace(self.time.clone())
            .transport(self.clone())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    pub fn queries(&self) -> usize {
        self.arrived().iter().filter(|one| one.is_query()).count()
    }
}

impl Transport for Gateway {
    fn post(&self, request: &HttpRequest<'_>) -> Answer {
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default().to_owned();
        let body = serde_json::from_slice(request.body).unwrap();
        let arrived = Arrived { path, body };
        let at = {
            let mut all = self.arrived.lock().unwrap();
            all.push(arrived.clone());
            all.len() - 1
        };
        (self.answers.lock().unwrap())(&arrived, at)
    }

    fn is_stand_in(&self) -> bool {
        true
    }
}

/// The gateway's signed answer with these members.
pub fn signed(mut members: Value) -> Answer {
    let known = members.as_object_mut().unwrap();
    known.entry("oid_partner").or_insert_with(|| json!(MERCHANT));
    known.insert("sign_type".to_owned(), json!("RSA"));
    Ok(HttpResponse::new(200, signed_by_gateway(&members.to_string()).into()))
}

/// A signed refusal.
pub fn refused(code: &str) -> Answer {
    signed(json!({"ret_code": code, "ret_msg": "no"}))
}

/// The query's answer about the order of [`crate::support::direct_pay`].
pub fn state(result: &str) -> Answer {
    signed(json!({
        "ret_code": "0000", "ret_msg": "ok", "no_order": "20261122000001",
        "dt_order": "20261122093000", "money_order": "210.97", "oid_paybill": "2026112200000001",
        "result_pay": result, "settle_date": "20261122",
    }))
}

/// No answer, and the request may have arrived.
pub fn cut() -> Answer {
    let kind = TransportErrorKind::ReadTimeout { limit: Duration::from_secs(20) };
    Err(TransportError::new("https://gateway.example", kind, Delivery::Unknown))
}

/// No byte was sent.
pub fn not_sent() -> Answer {
    let kind = TransportErrorKind::ConnectionRefused;
    Err(TransportError::new("https://gateway.example", kind, Delivery::NotSent))
}
