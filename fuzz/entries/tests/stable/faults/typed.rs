//! Structs that say something else than their messages, which are caught.

use lianlian::codes::RefundState;
use lianlian::{
    JsonPost, Notification, RequestFields, ServerNotification, UnknownCode, UnknownFields,
    aggregate, card_bind, easypay, exchange, refund,
};
use lianlian_fuzz::cast::{self, CREDULOUS, CREDULOUS_RECEIVER};
use lianlian_fuzz::told::Told;
use lianlian_fuzz::typed::{self, Typed};
use lianlian_fuzz::{fields, model};

const EXCHANGED: &str = "{\"oid_partner\":\"201304121000001004\",\"sign\":\"c2FtcGxl\",\"no_order\":\"1\",\
    \"dt_order\":\"20261122093000\",\"oid_paybill\":\"2\",\"result_pay\":\"SUCCESS\",\
    \"settle_date\":\"20261122\",\"pay_type\":\"M\",\"currency_order\":\"USD\",\
    \"money_order\":\"210.97\",\"currency_settle\":\"USD\",\"money_settle\":\"209.00\",\
    \"currency_pay\":\"CNY\",\"money_pay\":\"1502.11\",\"exchange_rate\":\"7.12\",\"later\":\"x\"}";

const REFUNDED: &str = "{\"oid_partner\":\"201304121000001004\",\"sign\":\"c2FtcGxl\",\"no_refund\":\"1\",\
    \"dt_refund\":\"20261122093000\",\"money_refund\":\"1.00\",\"oid_refundno\":\"2\",\
    \"sta_refund\":\"2\",\"settle_date\":\"20261123\"}";

const ANSWERED: &str = "{\"ret_code\":\"0000\",\"sign\":\"c2FtcGxl\",\"bank_name\":\"bank\"}";

const APPLIED: &str = "{\"ret_code\":\"0000\",\"sign\":\"c2FtcGxl\",\"token\":\"A1\"}";

const LISTED: &str = "{\"ret_code\":\"0000\",\"sign\":\"c2FtcGxl\",\
    \"agreement_list\":[{\"card_no\":\"0000\"},{\"card_no\":\"1111\"}]}";

fn judge<T: Typed>(id: &str, message: &str, read: &T) {
    let members = model::members(message.as_bytes()).unwrap();
    typed::judge(&Told::of(fields::operation(id), &members), Ok(read));
}

fn reply<O: JsonPost>(body: &str) -> O::Reply {
    let sample = fields::sample(fields::operation(O::META.id));
    let request = RequestFields::<O>::new(fields::borrowed(&sample), &[]).unwrap();
    cast::answer(200, body.as_bytes());
    CREDULOUS.send(&request).unwrap().into_inner()
}

fn receive<N>(body: &str) -> N
where
    N: Notification,
    N::Operation: ServerNotification,
{
    CREDULOUS_RECEIVER.notification::<N>(body.as_bytes()).unwrap().into_inner()
}

fn exchanged() -> exchange::AsyncNotification {
    receive(EXCHANGED)
}

fn refunded() -> refund::AsyncNotification {
    receive(REFUNDED)
}

#[test]
fn the_true_structs_pass_what_catches_the_others() {
    judge("exchange.async_notification", EXCHANGED, &exchanged());
    judge("refund.async_notification", REFUNDED, &refunded());
    judge("aggregate.query", ANSWERED, &reply::<aggregate::Query>(ANSWERED));
    judge("easypay.query", ANSWERED, &reply::<easypay::Query>(ANSWERED));
    judge("easypay.apply", APPLIED, &reply::<easypay::Apply>(APPLIED));
    judge("card_bind.query", LISTED, &reply::<card_bind::Query>(LISTED));
}

#[test]
#[should_panic(expected = "money_order")]
fn two_amounts_in_each_others_place_are_caught() {
    let mut read = exchanged();
    std::mem::swap(&mut read.money_order, &mut read.money_settle);
    judge("exchange.async_notification", EXCHANGED, &read);
}

#[test]
#[should_panic(expected = "other unknown members")]
fn an_unknown_member_that_is_lost_is_caught() {
    let mut read = exchanged();
    read.unknown_fields = UnknownFields::default();
    judge("exchange.async_notification", EXCHANGED, &read);
}

#[test]
#[should_panic(expected = "settle_date")]
fn a_field_that_is_lost_is_caught() {
    let mut read = refunded();
    read.settle_date = None;
    judge("refund.async_notification", REFUNDED, &read);
}

#[test]
#[should_panic(expected = "sta_refund")]
fn a_state_that_is_known_and_read_as_unknown_is_caught() {
    let mut read = refunded();
    read.sta_refund = RefundState::Unknown(UnknownCode::keep("2"));
    judge("refund.async_notification", REFUNDED, &read);
}

#[test]
#[should_panic(expected = "bank_name")]
fn an_unsigned_field_that_is_lost_is_caught() {
    let mut read = reply::<aggregate::Query>(ANSWERED);
    read.bank_name = reply::<aggregate::Query>(&ANSWERED.replace("bank\"}", "\"}")).bank_name;
    judge("aggregate.query", ANSWERED, &read);
}

#[test]
#[should_panic(expected = "the mark")]
fn a_field_that_is_never_signed_and_passes_for_signed_is_caught() {
    let mut read = reply::<easypay::Query>(ANSWERED);
    read.bank_name = reply::<aggregate::Query>(ANSWERED).bank_name;
    judge("easypay.query", ANSWERED, &read);
}

#[test]
#[should_panic(expected = "no step")]
fn a_step_that_is_not_taken_is_caught() {
    let read = reply::<easypay::Apply>(APPLIED);
    judge("easypay.apply", APPLIED, &easypay::ApplyReply::Done(read.answer().clone()));
}

#[test]
#[should_panic(expected = "agreement_list")]
fn a_card_that_is_lost_is_caught() {
    let mut read = reply::<card_bind::Query>(LISTED);
    let shorter = LISTED.replace(",{\"card_no\":\"1111\"}", "");
    read.agreement_list = reply::<card_bind::Query>(&shorter).agreement_list;
    judge("card_bind.query", LISTED, &read);
}
