//! Which fields of a notification are held against the order, and what makes an event.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::return_self_not_must_use,
    missing_docs
)]

#[allow(dead_code, unreachable_pub, unused_macros, reason = "shared with other tests")]
#[macro_use]
#[path = "support/made.rs"]
mod made;

use std::time::Duration;

use lianlian_api::__private as p;
use lianlian_api::meta::{CodeList, CodeMeta, FieldMeta, Kind, OperationMeta, Transport};
use lianlian_api::{
    Answer, Event, Inbox as _, MemoryInbox, NoEvent, OnceError, Operation, OtherOrder,
    ReceiveError, Scheme,
};
use made::{MERCHANT, PARTNER, SIGN, SIGN_TYPE, gateway_key, receiver_of, signed};

/// A gateway that tells orders by number and batch, and events by time, number and state.
static SHOP: p::GatewayMeta = p::GatewayMeta::new(
    "a gateway",
    "application/json",
    p::NotificationPolicy { attempts: 1, interval_minutes: 1, answer_seconds: 1, content_type: "" },
    p::OrderPolicy {
        identity: &["no_order", "batch"],
        date_tolerance_days: 0,
        validity_minutes: 0,
    },
    &[],
)
.event(&["dt_order", "no_order", "state"]);

static STATES: CodeList = CodeList {
    name: "state",
    rust_type: "",
    title: "",
    codes: &[CodeMeta::new("PAID", "paid", ""), CodeMeta::new("NEW", "new", "")],
};

const NUMBER: FieldMeta = FieldMeta::new("no_order", "", Kind::Text).required().identity();
const BATCH: FieldMeta = FieldMeta::new("batch", "", Kind::Text);
const TIME: FieldMeta = FieldMeta::new("dt_order", "", Kind::Time);
const MONEY: FieldMeta = FieldMeta::new("money_order", "", Kind::Amount).identity();
const MEMO: FieldMeta = FieldMeta::new("memo", "", Kind::Text);
const STATE: FieldMeta = FieldMeta::new("state", "", Kind::Code(&STATES)).identity();

const STATE_ALONE: &[FieldMeta] =
    &[PARTNER, TIME, FieldMeta::new("state", "", Kind::Code(&STATES))];
const FIELDS: &[FieldMeta] = &[PARTNER, SIGN_TYPE, SIGN, NUMBER, BATCH, TIME, MONEY, MEMO, STATE];

const fn in_the_shop(id: &'static str, transport: Transport) -> OperationMeta {
    OperationMeta::new(id, "made", "", "", transport, &SHOP)
        .url("https://gateway.example/made.htm")
        .sign_types(&["RSA"])
        .fields(FIELDS, &[], &[])
}

request! {
    /// An order as it was sent.
    Order = in_the_shop("made.order", Transport::JsonPost),
    ["no_order", "batch", "dt_order", "money_order", "memo", "state"]
}

/// The notification of an order.
#[derive(Debug)]
struct Paid;

impl Operation for Paid {
    const META: &'static OperationMeta = &in_the_shop("made.paid", Transport::Notification);
}

impl p::ServerNotification for Paid {
    const ACKNOWLEDGEMENT: &'static str = "";
}

impl p::Notification for Paid {
    type Operation = Self;

    fn read(_: &p::Reader<'_>) -> Result<Self, p::ReadError> {
        Ok(Self)
    }
}

fn order() -> Order {
    Order(Vec::new())
        .with("no_order", "7")
        .with("batch", "b1")
        .with("dt_order", "20261122093000")
        .with("money_order", "0.50")
        .with("memo", "hers")
        .with("state", "NEW")
}

/// Holds an order against the notification of the order above, paid.
fn compared(order: &Order) -> Result<(), OtherOrder> {
    let body = signed(&format!(
        r#"{{"oid_partner":"{MERCHANT}","sign_type":"RSA","no_order":"7","batch":"b1",
        "dt_order":"20261122093000","money_order":"0.5","memo":"his","state":"PAID"}}"#
    ));
    let receiver = receiver_of(gateway_key(), Scheme::Rsa);
    let inbox = MemoryInbox::new(8, Duration::from_secs(60));
    let handled = receiver.once::<Paid, _, _>(&inbox, body.as_bytes(), |paid| {
        assert!(format!("{paid:?}").starts_with("Delivery {"), "{paid:?}");
        paid.fits(order)
    });
    match handled {
        Ok(_) => Ok(()),
        Err(OnceError::Action(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn an_order_is_told_by_number_batch_time_and_amount_and_nothing_else() {
    // The amount is written otherwise, the memo differs and the state has moved on.
    compared(&order()).unwrap();
    for (name, other) in [
        ("no_order", "8"),
        ("batch", "b2"),
        ("dt_order", "20261122093001"),
        ("money_order", "0.05"),
    ] {
        let mut changed = order();
        changed.0.iter_mut().find(|(own, _)| *own == name).unwrap().1 = other.to_owned();
        match compared(&changed) {
            Err(OtherOrder::Differs { field, expected, .. }) => {
                assert_eq!((field, expected.as_str()), (name, other));
            }
            result => panic!("{name}: {result:?}"),
        }
    }
}

#[test]
fn an_operation_without_a_state_of_an_order_tells_no_event() {
    struct Stateless;
    impl Operation for Stateless {
        const META: &'static OperationMeta =
            &OperationMeta::new("made.stateless", "made", "", "", Transport::JsonPost, &SHOP)
                .fields(&[PARTNER, NUMBER, TIME], &[], &[]);
    }
    struct Nameless;
    impl Operation for Nameless {
        const META: &'static OperationMeta =
            &OperationMeta::new("made.nameless", "made", "", "", Transport::JsonPost, &SHOP)
                .fields(STATE_ALONE, &[], &[]);
    }
    let (number, time) = (("no_order", "7"), ("dt_order", "20261122093000"));
    let told = Event::of::<Stateless>(MERCHANT, &[number, time]);
    assert_eq!(told, Err(NoEvent::Unspecified { operation: "made.stateless" }));
    let told = Event::of::<Nameless>(MERCHANT, &[("state", "PAID"), time]);
    assert_eq!(told, Err(NoEvent::Unspecified { operation: "made.nameless" }));
    Event::of::<Paid>(MERCHANT, &[number, time, ("state", "PAID")]).unwrap();
}

#[test]
fn an_inbox_is_empty_until_something_is_claimed() {
    let inbox = MemoryInbox::new(8, Duration::from_secs(60));
    assert!(inbox.is_empty());
    let values = [("no_order", "7"), ("dt_order", "20261122093000"), ("state", "PAID")];
    let event = Event::of::<Paid>(MERCHANT, &values).unwrap();
    let _claim = inbox.claim(&event).unwrap();
    assert!(!inbox.is_empty());
}

#[test]
fn a_required_field_that_the_client_does_not_fill_in_is_missed_before_it_does() {
    let error = lianlian_api::check(&Order(Vec::new()).with("memo", "x")).unwrap_err();
    assert!(error.to_string().contains("no_order"), "{error}");
    assert!(!error.to_string().contains("oid_partner"), "{error}");
    lianlian_api::check(&Order(Vec::new()).with("no_order", "7")).unwrap();
}

request! {
    /// An order whose batch goes with a memo.
    Batched = in_the_shop("made.batched", Transport::JsonPost).fields(
        &[
            PARTNER,
            SIGN_TYPE,
            SIGN,
            FieldMeta::new("memo", "a note", Kind::Text),
            FieldMeta::new("batch", "the batch", Kind::Text),
        ],
        &[],
        &[p::Rule::RequiredIf("batch", p::Condition::Present("memo", true))],
    ),
    ["memo", "batch"]
}

#[test]
fn a_field_that_another_one_asks_for_is_told_with_what_it_means() {
    let error = lianlian_api::check(&Batched(Vec::new()).with("memo", "x")).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("batch") && text.contains("the batch"), "{text}");
    assert!(!text.contains("a note"), "{text}");
}

#[test]
fn an_acknowledgement_tells_the_gateway_not_to_come_again_and_a_refusal_does_not() {
    assert!(Answer::acknowledged::<Paid>().is_acknowledgement());
    assert!(!Answer::from(&ReceiveError::OtherMerchant).is_acknowledgement());
}

#[test]
fn room_for_a_message_is_made_once_whatever_has_to_be_escaped() {
    let capacity = |name: &str| {
        let order = made::AppOrder(Vec::new()).with("name_goods", name);
        let body = lianlian_api::body_of(&order, &lianlian_api::Filling::example(), "…");
        assert!(serde_json::from_slice::<serde_json::Value>(&body).is_ok());
        body.capacity()
    };
    let plain = capacity(&"a".repeat(1000));
    assert_eq!(capacity(&"\"".repeat(1000)), plain + 1000);
    assert_eq!(capacity(&"\\".repeat(1000)), plain + 1000);
    assert_eq!(capacity(&"\u{1}".repeat(1000)), plain + 5000);
}
