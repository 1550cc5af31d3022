//! Wrong receivers of what a browser brings, which are caught.

use lianlian::aggregate::SyncNotification;
use lianlian::easypay::H5SyncNotification;
use lianlian::{BrowserNotification, Notification, Operation, ReceiveError, Verified};
use lianlian_fuzz::browser::{holds, holds_for_pairs};
use lianlian_fuzz::cast::CREDULOUS_RECEIVER;

const PAID: &str = "oid_partner=201304121000001004&sign=c2FtcGxl&no_order=a+b&dt_order=20261122093000&\
    oid_paybill=2&money_order=210.97&result_pay=SUCCESS";

fn read<N>(text: &str) -> Result<Verified<N>, ReceiveError>
where
    N: Notification,
    N::Operation: Operation + BrowserNotification,
{
    CREDULOUS_RECEIVER.browser_notification_text(text)
}

#[test]
fn the_true_receiver_passes_what_catches_the_others() {
    for text in [PAID, "", "no_order=%D3%F0", "res_data=%7B%22sign%22%3A1%7D"] {
        holds::<SyncNotification>(text, read);
        holds::<H5SyncNotification>(text, read);
    }
}

#[test]
#[should_panic(expected = "no_order")]
fn a_plus_that_is_no_space_is_caught() {
    holds::<SyncNotification>(PAID, |text| read(&text.replace('+', "%2B")));
}

#[test]
#[should_panic(expected = "read what is not UTF-8")]
fn text_in_another_encoding_read_with_replacements_is_caught() {
    let text = format!("{PAID}&info_order=%D3%F0");
    holds::<SyncNotification>(&text, |text| read(&text.replace("%D3%F0", "%EF%BF%BD")));
}

#[test]
#[should_panic(expected = "info_order")]
fn text_decoded_in_another_encoding_than_its_own_is_caught() {
    let text = format!("{PAID}&info_order=%D3%F0");
    holds_for_pairs::<SyncNotification>(&text, |_| read(&text.replace("%D3%F0", "%C3%93%C3%B0")));
}

#[test]
#[should_panic(expected = "took one of two")]
fn a_receiver_that_takes_the_first_of_two_messages_is_caught() {
    holds::<H5SyncNotification>("res_data={}&res_data=", |_| read("res_data={}"));
}

#[test]
#[should_panic(expected = "a message inside another")]
fn a_message_inside_another_is_caught() {
    holds::<SyncNotification>("res_data={\"sign\":\"x\"}", |_| read(""));
}
