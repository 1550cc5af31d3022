//! Payouts: encrypted on the way, sent at once or held until confirmed.

use std::sync::{Arc, Mutex};

use lianlian::codes::{PayeeKind, PayoutResult};
use lianlian::instant::{
    Apply, ApplyConfirmation, ApplyReply, AsyncNotification, Confirm, Query, QueryReply,
};
use lianlian::transport::{HttpRequest, HttpResponse, Transport, TransportError, UreqTransport};
use lianlian::{Amount, Client, Code as _, GatewayKey, MerchantKey, Verified};
use lianlian_sandbox::{OrderState, Sandbox, SandboxError};
use serde_json::Value;

use crate::card_binding::{Bound, bind};
use crate::support::{
    Hands, LONG, Shop, client, get, now, path, post, refusal, sandbox, sandbox_at,
};

pub(crate) const CARD: &str = "6222000000009876";
const NOBODY: &str = "http://127.0.0.1:9/nobody-listens";

pub(crate) fn payout(no_order: &str, fen: u64) -> Apply {
    payout_to(no_order, fen, CARD, "李四", NOBODY)
}

pub(crate) fn payout_to(
    no_order: &str,
    fen: u64,
    card_no: &str,
    name: &str,
    notify_url: &str,
) -> Apply {
    Apply::builder()
        .flag_card(PayeeKind::Person)
        .money_order(Amount::from_fen(fen))
        .no_order(no_order)
        .dt_order(now())
        .card_no(card_no)
        .acct_name(name)
        .info_order("wages")
        .memo("工资")
        .notify_url(notify_url)
        .build()
        .unwrap()
}

pub(crate) fn paid(client: &Client, payout: &Apply) {
    let reply = client.send(payout).unwrap().into_inner();
    assert!(matches!(reply, ApplyReply::Done(_)), "{reply:?}");
}

pub(crate) fn held(client: &Client, payout: &Apply) -> ApplyConfirmation {
    match client.send(payout).unwrap().into_inner() {
        ApplyReply::Confirmation(step) => step,
        reply @ ApplyReply::Done(_) => panic!("{reply:?}"),
    }
}

pub(crate) fn query(client: &Client, no_order: &str) -> Verified<QueryReply> {
    client.send(&Query::builder().no_order(no_order).build().unwrap()).unwrap()
}

/// Keeps the bodies that it sends.
#[derive(Clone)]
struct Wire {
    sends: Arc<UreqTransport>,
    bodies: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Wire {
    fn new() -> Self {
        Self { sends: Arc::new(UreqTransport::new().unwrap()), bodies: Arc::default() }
    }

    fn last(&self) -> Vec<u8> {
        self.bodies.lock().unwrap().last().unwrap().clone()
    }
}

impl Transport for Wire {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        self.bodies.lock().unwrap().push(request.body.to_vec());
        self.sends.post(request)
    }
}

#[test]
fn a_payout_goes_out_and_is_notified_and_found() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let payout = payout_to("P1", 100_000, CARD, "李四", &shop.url);
    let reply = client.send(&payout).unwrap().into_inner();
    let ApplyReply::Done(answer) = reply else { panic!("{reply:?}") };
    assert!(answer.oid_paybill.is_some() && answer.confirm_code.is_none());

    assert!(sandbox.wait_for_acknowledgement("P1", LONG));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(told.result_pay, PayoutResult::Success);
    assert_eq!(told.money_order, Amount::from_fen(100_000));
    assert_eq!(told.info_order.as_deref(), Some("wages"));
    assert_eq!(Some(&told.oid_paybill), answer.oid_paybill.as_ref());

    let found = query(&client, "P1");
    assert_eq!(found.result_pay, Some(PayoutResult::Success));
    assert_eq!(found.settle_date, Some(now().date()));
}

#[test]
fn what_travels_is_encrypted_and_what_is_kept_is_masked() {
    let sandbox = sandbox();
    let wire = Wire::new();
    let client = sandbox.client().transport(wire.clone()).build().unwrap();
    paid(&client, &payout("P1", 100_000));
    let body = String::from_utf8(wire.last()).unwrap();
    let members: Value = serde_json::from_str(&body).unwrap();
    let names: Vec<_> = members.as_object().unwrap().keys().collect();
    assert_eq!(names, ["oid_partner", "pay_load"]);
    for secret in [CARD, "9876", "李四", "1000.00", "P1\""] {
        assert!(!body.contains(secret), "{secret} in {body}");
    }
    let exchanges = sandbox.exchanges();
    // The notification may be on its way before the call is noted.
    let source = &exchanges.iter().find(|one| one.operation == "instant.apply").unwrap().source;
    assert!(source.contains("&money_order=1000.00&no_order=P1&"), "{source}");
    assert!(source.contains("card_no=***&"), "{source}");
    let shown = format!("{exchanges:?}{:?}", get(&format!("{}/", sandbox.url())));
    assert!(!shown.contains(CARD) && !shown.contains("李四"), "{shown}");
}

#[test]
fn a_repetition_is_held_until_it_is_confirmed() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    paid(&client, &payout("P1", 100_000));
    paid(&client, &payout("P2", 100_001));
    paid(&client, &payout_to("P3", 100_000, "6222000000005555", "王五", NOBODY));

    let again = payout_to("P4", 100_000, CARD, "李四", &shop.url);
    let step = held(&client, &again);
    assert_eq!(step.answer.ret_code.code(), "4002");
    assert_eq!(step.answer.oid_paybill, None);
    assert_eq!(sandbox.order("P4").unwrap().state, OrderState::Held);
    assert_eq!(query(&client, "P4").result_pay, Some(PayoutResult::Check));
    assert!(matches!(sandbox.pay("P4"), Err(SandboxError::Held { .. })));

    let released = client.send(&step.confirm(&again).build().unwrap()).unwrap();
    assert_eq!(released.no_order.as_deref(), Some("P4"));
    assert!(sandbox.wait_for_acknowledgement("P4", LONG));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!((&*told.no_order, told.result_pay.clone()), ("P4", PayoutResult::Success));
    assert_eq!(released.oid_paybill.as_ref(), Some(&told.oid_paybill));
    assert_eq!(query(&client, "P4").result_pay, Some(PayoutResult::Success));
    // Confirmed once is confirmed.
    let confirm = step.confirm(&again).build().unwrap();
    assert_eq!(refusal(client.send(&confirm)), ("4001".to_owned(), false));
    assert_eq!(sandbox.order("P4").unwrap().notifications.len(), 1);
}

#[test]
fn the_same_payout_again_is_the_same_payout() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    paid(&client, &payout("P1", 100_000));
    assert_eq!(refusal(client.send(&payout("P1", 100_000))), ("2007".to_owned(), false));
    assert_eq!(refusal(client.send(&payout("P1", 1))), ("1002".to_owned(), false));

    let again = payout("P2", 100_000);
    let (first, second) = (held(&client, &again), held(&client, &again));
    assert_eq!(first.confirm_code, second.confirm_code);
    // What is confirmed has to be what was looked at.
    let to_another = payout_to("P2", 100_000, "6222000000005555", "李四", NOBODY);
    assert_eq!(refusal(client.send(&to_another)), ("1002".to_owned(), false));
}

#[test]
fn another_name_than_the_card_is_known_under_holds_a_payout() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    paid(&client, &payout("P1", 100_000));
    let code = |payout: &Apply| held(&client, payout).answer.ret_code.code().to_owned();
    assert_eq!(code(&payout_to("P2", 1, CARD, "王五", NOBODY)), "4003");
    assert_eq!(code(&payout_to("P3", 100_000, CARD, "王五", NOBODY)), "4004");
    // A name that was only held is not known yet.
    assert_eq!(code(&payout_to("P4", 2, CARD, "王五", NOBODY)), "4003");

    bind(&client, &Bound { card_no: "6222000000005555", ..Bound::default() });
    assert_eq!(code(&payout_to("P5", 3, "6222000000005555", "李四", NOBODY)), "4003");
    paid(&client, &payout_to("P6", 4, "6222000000005555", "张三", NOBODY));
}

#[test]
fn wrong_confirmation_codes_are_refused_and_the_seventh_is_one_too_many() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    paid(&client, &payout("P1", 100_000));
    let again = payout("P2", 100_000);
    let step = held(&client, &again);
    let wrong = if step.confirm_code.expose() == "000000" { "111111" } else { "000000" };
    let send = |code: &str| {
        let confirm = Confirm::builder().confirm_code(code).no_order("P2").notify_url(NOBODY);
        refusal(client.send(&confirm.build().unwrap()))
    };
    for _ in 0..6 {
        assert_eq!(send(wrong), ("4011".to_owned(), true));
    }
    assert_eq!(send(wrong), ("4008".to_owned(), false));
    assert_eq!(send(step.confirm_code.expose()), ("4008".to_owned(), false));
    assert_eq!(sandbox.order("P2").unwrap().state, OrderState::Held);
}

#[test]
fn a_payout_that_nobody_confirms_within_a_day_is_closed() {
    let hands = Hands::new();
    let sandbox = sandbox_at(&hands);
    let client = client(&sandbox);
    paid(&client, &payout("P1", 100_000));
    let again = payout("P2", 100_000);
    let step = held(&client, &again);
    hands.advance(24 * 60);
    assert_eq!(sandbox.order("P2").unwrap().state, OrderState::Closed);
    assert_eq!(query(&client, "P2").result_pay, Some(PayoutResult::Closed));
    let confirm = step.confirm(&again).build().unwrap();
    assert_eq!(refusal(client.send(&confirm)), ("4010".to_owned(), false));
    assert_eq!(refusal(client.send(&again)).0, "2006");
    // After a day it is no repetition any more.
    paid(&client, &payout("P3", 100_000));
}

#[test]
fn there_is_nothing_to_confirm_of_a_payout_that_is_unknown_or_went_out() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    paid(&client, &payout("P1", 100_000));
    for no_order in ["P1", "P2"] {
        let confirm = Confirm::builder().confirm_code("123456").no_order(no_order);
        let confirm = confirm.notify_url(NOBODY).build().unwrap();
        assert_eq!(refusal(client.send(&confirm)), ("4001".to_owned(), false), "{no_order}");
    }
}

fn call(sandbox: &Sandbox, body: &str) -> Value {
    let url = format!("{}{}", sandbox.url(), path("instant.apply"));
    let (status, _, reply) = post(&url, "application/json", body.as_bytes());
    assert_eq!(status, 200);
    serde_json::from_str(&reply).unwrap()
}

#[test]
fn a_message_that_is_not_encrypted_for_the_gateway_is_refused() {
    let sandbox = sandbox();
    let stranger = MerchantKey::generate(1024).unwrap();
    let wire = Wire::new();
    let key = MerchantKey::from_pem(sandbox.merchant_key_pem()).unwrap();
    let client = Client::builder(sandbox.oid_partner(), key)
        .gateway_key(GatewayKey::from_pem(&stranger.public_pem().unwrap()).unwrap())
        .base_url(sandbox.url())
        .clock(lianlian::FixedClock(now()))
        .transport(wire.clone())
        .build()
        .unwrap();
    // The client knows another key, so it does not believe the answer either.
    assert!(client.send(&payout("P1", 100_000)).unwrap_err().is_unknown());
    let body = String::from_utf8(wire.last()).unwrap();
    assert_eq!(call(&sandbox, &body)["ret_code"], "4007");

    let merchant = sandbox.oid_partner();
    let bare = format!(r#"{{"oid_partner":"{merchant}"}}"#);
    assert_eq!(call(&sandbox, &bare)["ret_msg"], "商户请求参数校验错误（pay_load）");
    let open = format!(r#"{{"oid_partner":"{merchant}","card_no":"{CARD}"}}"#);
    assert_eq!(call(&sandbox, &open)["ret_msg"], "商户请求参数校验错误（card_no）");
    assert_eq!(call(&sandbox, "<html>")["ret_code"], "1012");
    assert!(sandbox.order("P1").is_none());
    assert!(!format!("{:?}", sandbox.exchanges()).contains(CARD));
}

#[test]
fn what_stands_beside_the_envelope_has_to_agree_with_it() {
    let sandbox = sandbox();
    let wire = Wire::new();
    let client = sandbox.client().transport(wire.clone()).build().unwrap();
    paid(&client, &payout("P1", 100_000));
    let mut message: Value = serde_json::from_slice(&wire.last()).unwrap();
    // A replayed message is a repeated order.
    assert_eq!(call(&sandbox, &message.to_string())["ret_code"], "2007");
    message["oid_partner"] = "201304121000001004".into();
    let reply = call(&sandbox, &message.to_string());
    assert_eq!(reply["ret_msg"], "商户请求参数校验错误（oid_partner）");
}
