//! What observers see of calls: enough to know what happened, and nothing that nobody may know.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod money;
mod support;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use lianlian::codes::{CardPayType, DocumentType, PayeeKind};
use lianlian::{Amount, Code as _, Request, card_bind, instant};
use money::{Gateway, cut, not_sent, refused, signed, state};
use serde_json::json;
use support::{direct_pay, risk, time};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Keeps all spans and events of every level.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Noted>>>);

#[derive(Clone, Debug)]
struct Noted {
    is_span: bool,
    level: Level,
    name: String,
    fields: Fields,
}

#[derive(Clone, Debug, Default)]
struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Seen {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        let (level, name) = (*span.metadata().level(), span.metadata().name().to_owned());
        let mut seen = self.0.lock().unwrap();
        seen.push(Noted { is_span: true, level, name, fields });
        Id::from_u64(seen.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let at = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut self.0.lock().unwrap()[at].fields);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let (level, name) = (*event.metadata().level(), event.metadata().name().to_owned());
        self.0.lock().unwrap().push(Noted { is_span: false, level, name, fields });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// What is seen of our own while this runs.
fn seen(run: impl FnOnce()) -> Vec<Noted> {
    let seen = Seen::default();
    tracing::subscriber::with_default(seen.clone(), run);
    let all = seen.0.lock().unwrap();
    all.clone()
}

/// The spans, with the fields that a call has.
fn spans(noted: &[Noted]) -> Vec<[&str; 5]> {
    let ours = noted.iter().filter(|one| one.is_span && one.name == "lianlian");
    ours.map(|one| {
        ["operation", "order", "attempt", "outcome", "ret_code"]
            .map(|name| one.fields.0.get(name).map_or("", String::as_str))
    })
    .collect()
}

#[test]
fn each_attempt_and_each_query_is_a_span_with_its_outcome() {
    let gateway = Gateway::new(|arrived, at| match (arrived.is_query(), at) {
        (false, 0) => not_sent(),
        (false, 1) => cut(),
        (false, _) => refused("2007"),
        (true, 3) => Ok(lianlian::transport::HttpResponse::new(502, Vec::new())),
        (true, _) => state("SUCCESS"),
    });
    let noted = seen(|| drop(gateway.client().send_safely(&direct_pay()).unwrap()));
    let number = "20261122000001";
    assert_eq!(
        spans(&noted),
        [
            ["aggregate.direct_pay", number, "1", "not_executed", ""],
            ["aggregate.direct_pay", number, "2", "unknown", ""],
            ["aggregate.direct_pay", number, "3", "unknown", "2007"],
            ["aggregate.query", number, "1", "unknown", ""],
            ["aggregate.query", number, "2", "executed", "0000"],
        ]
    );
    for span in noted.iter().filter(|one| one.is_span) {
        assert_eq!(span.level, Level::INFO);
        assert_eq!(span.fields.0["merchant"], support::MERCHANT);
        assert_eq!(span.fields.0["duration_ms"], "0");
    }
}

#[test]
fn a_span_says_how_long_the_call_took() {
    let gateway = Gateway::script(vec![cut]);
    let time = gateway.time.clone();
    let slow = Gateway::new(move |_, _| {
        time.pass(Duration::from_millis(1_234));
        cut()
    });
    let client = slow.builder().pace(gateway.time.clone()).build().unwrap();
    let noted = seen(|| drop(client.send(&direct_pay()).unwrap_err()));
    assert_eq!(noted[0].fields.0["duration_ms"], "1234");
}

/// A text that is nowhere else, for a field that may not be seen.
const MARKED: &str = "GEHEIM";

fn card() -> card_bind::Apply {
    card_bind::Apply::builder()
        .user_id("shopper-17")
        .pay_type(CardPayType::Debit)
        .id_type(DocumentType::IdCard)
        .id_no("110101199001015678")
        .acct_name(format!("{MARKED} Zhang"))
        .card_no("6222000000001234")
        .bind_mob("13800005678")
        .risk_item(risk())
        .build()
        .unwrap()
}

fn payout(amount: u64) -> instant::Apply {
    instant::Apply::builder()
        .flag_card(PayeeKind::Person)
        .money_order(Amount::from_fen(amount))
        .no_order("20261122000009")
        .dt_order(time("20261122093000"))
        .card_no("6222000000001234")
        .acct_name(format!("{MARKED} Zhang"))
        .info_order("wages")
        .memo("工资")
        .notify_url("https://shop.example/lianlian/payout")
        .build()
        .unwrap()
}

/// Everything that a call can be answered with.
const ANSWERS: [fn() -> money::Answer; 8] = [
    cut,
    not_sent,
    || Ok(lianlian::transport::HttpResponse::new(500, b"GEHEIM 6222000000001234".to_vec())),
    || Ok(lianlian::transport::HttpResponse::new(200, b"GEHEIM 6222000000001234".to_vec())),
    || signed(json!({"ret_code": "1004", "ret_msg": "GEHEIM [6222000000001234]"})),
    || signed(json!({"ret_code": "9999", "ret_msg": "GEHEIM [13800005678]"})),
    || signed(json!({"ret_code": "0000", "user_id": "shopper-17", "token": "GEHEIM"})),
    || signed(json!({"ret_code": "0000", "user_id": "GEHEIM another"})),
];

fn check_silence(noted: &[Noted], sensitive: &[&str]) {
    assert!(noted.iter().any(|one| one.is_span), "nothing was seen, so nothing was shown");
    for one in noted {
        let text = format!("{one:?}");
        for secret in sensitive {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

fn with_every_answer<R: Request>(request: &R, sensitive: &[&str])
where
    R::Operation: lianlian::JsonPost,
{
    for answer in ANSWERS {
        // What travels encrypted is no JSON to the scripted gateway, so only its envelope is read.
        let gateway = Gateway::script(vec![answer]);
        let noted = seen(|| drop(gateway.client().send_safely(request)));
        check_silence(&noted, sensitive);
    }
}

#[test]
fn nothing_sensitive_is_seen_whatever_is_answered() {
    let sensitive = [MARKED, "6222000000001234", "13800005678", "110101199001015678"];
    with_every_answer(&card(), &sensitive);
    with_every_answer(&payout(100), &sensitive);
}

#[test]
fn nothing_sensitive_is_seen_of_a_request_that_breaks_the_spec() {
    let mut broken = card();
    broken.card_no = format!("{MARKED}{}", "9".repeat(400)).into();
    broken.id_no = "9".repeat(400).into();
    let gateway = Gateway::script(vec![cut]);
    let noted = seen(|| drop(gateway.client().send(&broken).unwrap_err()));
    check_silence(&noted, &[MARKED, "999999"]);
    assert!(format!("{noted:?}").contains("id_no"), "the field is named: {noted:?}");
}

#[test]
fn a_clock_that_is_off_is_warned_of_once_for_each_change() {
    let gateway = Gateway::new(|_, at| {
        let mut answer = state("SUCCESS")?;
        let dates = ["01:30:45", "01:32:05", "01:32:06", "01:36:05", "01:30:05", "01:32:05"];
        answer.date = Some(format!("Sun, 22 Nov 2026 {} GMT", dates[at]));
        Ok(answer)
    });
    let client = gateway.client();
    let query = lianlian::aggregate::Query::builder().no_order("20261122000001").build().unwrap();
    let warned: Vec<Vec<String>> = (0..6)
        .map(|_| {
            let noted = seen(|| drop(client.send(&query).unwrap()));
            let warnings = noted.into_iter().filter(|one| one.level == Level::WARN);
            warnings.map(|one| one.fields.0["seconds"].clone()).collect()
        })
        .collect();
    let (none, some) = (Vec::<String>::new, |seconds: &str| vec![seconds.to_owned()]);
    assert_eq!(warned, [none(), some("120"), none(), some("360"), none(), some("120")]);
}

#[test]
fn the_marked_values_would_be_seen_if_they_were_shown() {
    let order = card();
    assert_eq!(DocumentType::IdCard.code(), "0");
    let noted = seen(|| tracing::trace!(name = order.acct_name.expose(), "shown"));
    assert!(format!("{noted:?}").contains(MARKED));
}
