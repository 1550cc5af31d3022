//! Laws that hold for every input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::LazyLock;

use lianlian_api::{
    Amount, Date, Md5Signer, Md5Verifier, MerchantKey, Message, OrderTime, PayerIp, RsaSigner,
    RsaVerifier, Scheme, SharedSecret, Signer, SourceHash, Verifier, VerifyError, compare_keys,
    sign_message,
};
use proptest::prelude::*;

type Pair = (Box<dyn Signer>, Box<dyn Verifier>);

static SCHEMES: LazyLock<[Pair; 3]> = LazyLock::new(|| {
    let key = MerchantKey::from_pem(include_str!("vectors/merchant_1024.pkcs8.pem")).unwrap();
    let rsa = |scheme| -> Pair {
        let verifier = RsaVerifier::new(key.public_key(), scheme).unwrap();
        (Box::new(RsaSigner::new(key.clone(), scheme).unwrap()), Box::new(verifier))
    };
    let secret = SharedSecret::new("secret").unwrap();
    let md5: Pair = (Box::new(Md5Signer::new(secret.clone())), Box::new(Md5Verifier::new(secret)));
    [rsa(Scheme::Rsa), rsa(Scheme::Sha256WithRsa), md5]
});

fn verify(verifier: &dyn Verifier, json: &str, sign: &str) -> Result<(), VerifyError> {
    let mut source = SourceHash::new(verifier.scheme());
    Message::parse(json.as_bytes()).unwrap().write_source(&[], &mut source);
    verifier.verify(source, sign)
}

/// A value as it is written in a message, and its text in the source; none when it is left out.
fn value() -> impl Strategy<Value = (String, Option<String>)> {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let escaped = |text: &str| {
        let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
        format!("\"{}\"", units.collect::<String>())
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let raw = |text: String| (text.clone(), Some(text));
    prop_oneof![
        any::<String>().prop_map(move |text| (quoted(&text), some(text))),
        any::<String>().prop_map(move |text| (escaped(&text), some(text))),
        r"-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,24})?([eE][+-]?[0-9]{1,4})?".prop_map(raw),
        Just(("null".to_owned(), None)),
        any::<bool>().prop_map(|bool| bool.to_string()).prop_map(raw),
        r#"\{ ?"sign" ?: ?\[1\.50 ?, ?null, ?"[a-z]{0,5}"\] ?\}"#.prop_map(raw),
        r"\[( ?[1-9]{1,3}\.0,){0,3} ?\{\} ?\]".prop_map(raw),
    ]
}

/// Names that often differ in case only, and sometimes are no ASCII or need escapes.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[aAbB_]{1,3}", 2 => "[a-z_]{1,8}", 1 => Just("sign".into()), 1 => any::<String>()]
}

type Members = Vec<(String, (String, Option<String>))>;

fn members() -> impl Strategy<Value = Members> {
    proptest::collection::hash_map(name(), value(), 0..16)
        .prop_map(|members| members.into_iter().collect())
}

fn json_of(members: &Members) -> String {
    let member = |(name, (json, _)): &(String, (String, Option<String>))| {
        format!("{} : {json}", serde_json::to_string(name).unwrap())
    };
    format!("{{ {} }}\n", members.iter().map(member).collect::<Vec<_>>().join("\t,\n"))
}

/// The rules of the signature source, once more and slowly.
fn source_of(members: &Members) -> String {
    let mut sorted = BTreeMap::new();
    for (name, (_, text)) in members {
        if let (false, Some(text)) = (name == "sign", text) {
            sorted.insert((name.to_ascii_lowercase(), name), text);
        }
    }
    let pairs = sorted.iter().map(|((_, name), text)| format!("{name}={text}"));
    pairs.collect::<Vec<_>>().join("&")
}

fn order_time() -> impl Strategy<Value = OrderTime> {
    (OrderTime::MIN.unix_seconds()..=OrderTime::MAX.unix_seconds())
        .prop_map(|seconds| OrderTime::from_unix_seconds(seconds).unwrap())
}

proptest! {
    #[test]
    fn an_amount_parsed_from_its_print_is_the_amount(fen: u64) {
        let amount = Amount::from_fen(fen);
        prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        prop_assert_eq!(Amount::parse_lenient(&amount.text()), Ok(amount));
        prop_assert_eq!(amount.to_string(), format!("{}.{:02}", fen / 100, fen % 100));
    }

    #[test]
    fn no_text_makes_the_value_types_panic(text in "\\PC{0,24}|[0-9._+-]{0,24}") {
        if let Ok(amount) = text.parse::<Amount>() {
            prop_assert_eq!(Amount::parse_lenient(&text), Ok(amount));
        }
        let _ = Amount::parse_lenient(&text);
        let _ = text.parse::<PayerIp>();
        if let Ok(time) = text.parse::<OrderTime>() {
            prop_assert_eq!(time.to_string(), &*text);
        }
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), &*text);
        }
    }

    #[test]
    fn an_order_time_parsed_from_its_print_is_the_order_time(time in order_time()) {
        prop_assert_eq!(time.to_string().parse(), Ok(time));
        prop_assert_eq!(OrderTime::from_unix_seconds(time.unix_seconds()), Ok(time));
        prop_assert_eq!(time.to_string().len(), 14);
    }

    #[test]
    fn order_times_order_as_their_seconds_and_their_texts(a in order_time(), b in order_time()) {
        prop_assert_eq!(a.cmp(&b), a.unix_seconds().cmp(&b.unix_seconds()));
        prop_assert_eq!(a.cmp(&b), a.text().cmp(&*b.text()));
    }

    #[test]
    fn a_date_parsed_from_its_print_is_the_date(time in order_time()) {
        let date = time.date();
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        prop_assert!(time.to_string().starts_with(&*date.text()));
    }

    #[test]
    fn a_payer_ip_parsed_from_its_wire_form_is_the_payer_ip(address: u32) {
        let address = Ipv4Addr::from(address);
        let ip = PayerIp::from(address);
        prop_assert_eq!(ip.wire().parse(), Ok(ip));
        prop_assert_eq!(address.to_string().parse(), Ok(ip));
        prop_assert_eq!(ip.address(), address);
    }

    #[test]
    fn keys_compare_as_their_lower_case_and_then_as_themselves(a in name(), b in name()) {
        let slow = |key: &String| (key.to_ascii_lowercase(), key.clone());
        prop_assert_eq!(compare_keys(&a, &b), slow(&a).cmp(&slow(&b)));
    }

    #[test]
    fn the_source_of_a_message_is_that_of_the_slow_model(members in members()) {
        let json = json_of(&members);
        let message = Message::parse(json.as_bytes()).unwrap();
        prop_assert_eq!(message.source(&[]), source_of(&members));
        for (name, (_, text)) in &members {
            let read = message.text(name).filter(|text| !text.is_empty());
            prop_assert_eq!(read.as_deref(), text.as_deref());
        }
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = Message::parse(&bytes);
    }

    #[test]
    fn no_damage_to_a_message_makes_the_parser_panic(
        members in members(), place: prop::sample::Index, byte: u8,
    ) {
        let mut bytes = json_of(&members).into_bytes();
        *place.get_mut(&mut bytes) = byte;
        let _ = Message::parse(&bytes);
        let _ = Message::parse(&bytes[..place.index(bytes.len())]);
    }

    #[test]
    fn what_was_signed_verifies(members in members()) {
        let json = json_of(&members);
        for (signer, verifier) in SCHEMES.iter() {
            let message = Message::parse(json.as_bytes()).unwrap();
            let sign = sign_message(&message, &**signer).unwrap();
            prop_assert_eq!(verify(&**verifier, &json, &sign), Ok(()));
        }
    }

    #[test]
    fn a_changed_byte_of_a_signed_field_does_not_verify(
        fields in proptest::collection::btree_map("[a-z_]{1,6}", "[ -!#-\\[\\]-~]{1,12}", 1..8),
        field: prop::sample::Index,
        place: prop::sample::Index,
        replacement in "[ -!#-\\[\\]-~]",
    ) {
        prop_assume!(!fields.contains_key("sign"));
        let mut changed = fields.clone();
        let (_, value) = changed.iter_mut().nth(field.index(fields.len())).unwrap();
        let place = place.index(value.len());
        value.replace_range(place..=place, &replacement);
        prop_assume!(changed != fields);

        let json = serde_json::to_string(&fields).unwrap();
        let changed = serde_json::to_string(&changed).unwrap();
        for (signer, verifier) in SCHEMES.iter() {
            let message = Message::parse(json.as_bytes()).unwrap();
            let sign = sign_message(&message, &**signer).unwrap();
            prop_assert_eq!(verify(&**verifier, &json, &sign), Ok(()));
            prop_assert_eq!(verify(&**verifier, &changed, &sign), Err(VerifyError::Mismatch));
        }
    }
}
