//! Wrong receivers of notifications, which are caught.

use std::time::Duration;

use lianlian::aggregate::AsyncNotification;
use lianlian::{MemoryInbox, ReceiveError, Verified};
use lianlian_fuzz::cast::CREDULOUS_RECEIVER;
use lianlian_fuzz::notification::{acts_once, holds};

const PAID: &str = "{\"oid_partner\":\"201304121000001004\",\"sign\":\"c2FtcGxl\",\"no_order\":\"1\",\
    \"dt_order\":\"20261122093000\",\"oid_paybill\":\"2\",\"money_order\":\"210.97\",\
    \"result_pay\":\"SUCCESS\",\"pay_type\":\"L\"}";

fn read(body: &str) -> Result<Verified<AsyncNotification>, ReceiveError> {
    CREDULOUS_RECEIVER.notification(body.as_bytes())
}

#[test]
fn the_true_receiver_passes_what_catches_the_others() {
    for body in [PAID, "{}", "", &PAID.replace("sign", "sing"), &PAID.replace("1004", "1005")] {
        holds::<AsyncNotification>(body.as_bytes(), |_| read(body));
    }
}

#[test]
#[should_panic(expected = "read what has no signature")]
fn a_receiver_that_reads_what_is_not_signed_is_caught() {
    holds::<AsyncNotification>(PAID.replace("c2FtcGxl", "").as_bytes(), |_| read(PAID));
}

#[test]
#[should_panic(expected = "read what is for somebody else")]
fn a_receiver_that_reads_what_is_for_another_merchant_is_caught() {
    holds::<AsyncNotification>(PAID.replace("1004", "1005").as_bytes(), |_| read(PAID));
}

#[test]
#[should_panic(expected = "refused for no reason")]
fn a_receiver_that_refuses_a_good_notification_is_caught() {
    let broken = PAID.replace("SUCCESS", "");
    holds::<AsyncNotification>(PAID.as_bytes(), |_| read(&broken));
}

#[test]
#[should_panic(expected = "read in spite of [\"result_pay\"]")]
fn a_receiver_that_makes_up_what_is_missing_is_caught() {
    let broken = PAID.replace("SUCCESS", "");
    holds::<AsyncNotification>(broken.as_bytes(), |_| read(PAID));
}

#[test]
#[should_panic(expected = "money_order")]
fn a_receiver_that_reads_another_amount_is_caught() {
    let other = PAID.replace("210.97", "0.01");
    holds::<AsyncNotification>(other.as_bytes(), |_| read(PAID));
}

#[test]
#[should_panic(expected = "acted upon again")]
fn an_inbox_that_forgets_is_caught() {
    acts_once::<AsyncNotification>(PAID.as_bytes(), |_, body, act| {
        let forgetful = MemoryInbox::new(1, Duration::from_secs(60));
        CREDULOUS_RECEIVER.once(&forgetful, body, |_| {
            act();
            Ok(())
        })
    });
}

#[test]
#[should_panic(expected = "another event")]
fn an_event_of_another_order_is_caught() {
    acts_once::<AsyncNotification>(PAID.as_bytes(), |inbox, _, act| {
        let other = PAID.replace("\"no_order\":\"1\"", "\"no_order\":\"2\"");
        CREDULOUS_RECEIVER.once(inbox, other.as_bytes(), |_| {
            act();
            Ok(())
        })
    });
}
