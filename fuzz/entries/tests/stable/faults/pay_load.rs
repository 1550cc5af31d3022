//! Wrong decryptions, which are caught.

use lianlian::{MerchantKey, PayLoad};
use lianlian_fuzz::pay_load;

/// Six bytes of a text, the choice of the first known text, and a change in its MAC.
const MAC_CHANGED: [u8; 6] = [b'x', 0, 1, 0xff, 0xf0, b'A'];

#[test]
#[should_panic(expected = "another message after a change")]
fn a_pay_load_that_decrypts_to_something_else_is_caught() {
    fn careless(text: &str, key: &MerchantKey) -> Option<String> {
        if !text.starts_with("lianpay") {
            return None;
        }
        let plain = PayLoad::decrypt(text, key).map(|plain| plain.to_string());
        Some(plain.unwrap_or_else(|_| "{\"money_order\":\"9.99\"}".to_owned()))
    }
    pay_load::holds(&MAC_CHANGED, careless);
}

#[test]
#[should_panic(expected = "what was encrypted does not decrypt")]
fn a_pay_load_that_never_decrypts_is_caught() {
    pay_load::holds(&MAC_CHANGED, |_, _| None);
}

#[test]
#[should_panic(expected = "what was encrypted does not decrypt")]
fn a_pay_load_of_our_own_that_does_not_decrypt_is_caught() {
    fn careless(text: &str, key: &MerchantKey) -> Option<String> {
        // Only what is known.
        let plain = PayLoad::decrypt(text, key).ok()?.to_string();
        (plain != "x").then_some(plain)
    }
    pay_load::holds(&[b'x', 2, 1, 0xff, 0xf0, b'A'], careless);
}

#[test]
#[should_panic(expected = "decrypts to what nobody encrypted")]
fn a_text_that_is_taken_for_a_message_is_caught() {
    pay_load::holds(&MAC_CHANGED, |text, _| Some(text.to_owned()));
}
