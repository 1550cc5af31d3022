//! What the gateway sends: a notification and a reply, signed here in its place.

use lianlian::{Message, RsaSigner, Scheme, sign_message};

use crate::keys;

pub const PAID: &str = r#"{"oid_partner":"201304121000001004","sign_type":"RSA","no_order":"20261122000001","dt_order":"20261122093000","oid_paybill":"2026112200000001","money_order":"210.97","result_pay":"SUCCESS","settle_date":"20261122","info_order":"羽毛球","pay_type":"L"}"#;

pub const ANSWER: &str = r#"{"ret_code":"0000","ret_msg":"交易成功","sign_type":"RSA","oid_partner":"201304121000001004","no_order":"20261122000001","user_id":"shopper-17","money_order":"210.97","oid_paybill":"2026112200000001","pay_type":"W","payLoad":"https://qr.example/bax00000000000000000"}"#;

/// The message with a signature, and with the scheme's name in it.
pub fn signed(message: &str, bits: usize, scheme: Scheme) -> String {
    let named = format!(r#""sign_type":"{}""#, scheme.sign_type());
    let message = message.replace(r#""sign_type":"RSA""#, &named);
    let signer = RsaSigner::new(keys::merchant_key(bits), scheme).unwrap();
    let parsed = Message::parse(message.as_bytes()).unwrap();
    let signature = sign_message(&parsed, &signer).unwrap();
    format!("{},\"sign\":\"{signature}\"}}", message.trim_end_matches('}'))
}
