//! What values show of themselves: their kind, what tells them apart, and nothing secret.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[allow(dead_code, unreachable_pub, reason = "shared with other tests")]
#[path = "support/made.rs"]
mod made;

use lianlian_api::transport::{
    Delivery, HttpRequest, HttpResponse, TransportError, TransportErrorKind, UreqTransport,
};
use lianlian_api::{
    Amount, Client, CodeOutcome, FixedClock, GatewayKeys, OrderNumbers, Resolution, Retry,
    RsaSigner, Scheme, SwappableSigner,
};
use made::{MERCHANT, gateway_key, gateway_private_key, merchant_key, receiver_of};

/// The text of `Debug`, which begins with the name and shows these.
fn shows(value: &impl std::fmt::Debug, name: &str, parts: &[&str]) {
    let text = format!("{value:?}");
    assert!(text.starts_with(name), "{text}");
    for part in parts {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn clients_and_receivers_show_whose_they_are() {
    shows(&made::client(), "Client", &[MERCHANT, "Rsa"]);
    // Not whose: nothing has been checked yet, and it may be a secret in the wrong place.
    shows(&Client::builder(MERCHANT, merchant_key()), "ClientBuilder", &["Rsa"]);
    let receiver = receiver_of(gateway_key(), Scheme::Rsa);
    shows(&receiver, "Receiver", &[MERCHANT]);
}

#[test]
fn keys_and_signers_show_what_is_public() {
    let fingerprint = gateway_key().fingerprint();
    shows(&fingerprint, "KeyFingerprint(", &[&fingerprint.to_string()]);
    shows(&GatewayKeys::new(gateway_key()), "GatewayKeys", &[&fingerprint.to_string()]);
    let signer = RsaSigner::new(gateway_private_key(), Scheme::Rsa).unwrap();
    shows(&SwappableSigner::new(signer), "SwappableSigner", &["Rsa"]);
}

#[test]
fn what_is_sent_and_received_shows_its_length_and_not_its_content() {
    let request = HttpRequest::new("https://gateway.example/a", "text/plain", b"canary");
    shows(&request, "HttpRequest", &["gateway.example", "text/plain", "6 bytes"]);
    assert!(!format!("{request:?}").contains("canary"));
    let response = HttpResponse::new(503, b"canary".to_vec());
    shows(&response, "HttpResponse", &["503", "6 bytes"]);
    assert!(!format!("{response:?}").contains("canary"));
    let order = made::BankPage(Vec::new()).with("name_goods", "canary");
    let form = made::client().form(&order).unwrap();
    shows(&form, "Form", &["gateway.example", "name_goods"]);
    assert!(!format!("{form:?}").contains("canary"));
}

#[test]
fn a_transport_shows_its_limits_and_that_there_is_a_proxy() {
    let builder = UreqTransport::builder().proxy("http://user:canary@127.0.0.1:1");
    shows(&builder, "UreqTransportBuilder", &["limits", "has_proxy: true"]);
    let transport = builder.build().unwrap();
    shows(&transport, "UreqTransport", &["limits", "has_proxy: true"]);
    assert!(!format!("{transport:?}").contains("canary"));
}

#[test]
fn an_error_of_a_transport_names_the_server_and_whether_the_request_was_sent() {
    let error = |delivery| {
        let kind = TransportErrorKind::ConnectionRefused;
        TransportError::new("https://gateway.example:443", kind, delivery)
    };
    let not_sent = error(Delivery::NotSent);
    assert_eq!(not_sent.target(), "https://gateway.example:443");
    assert!(not_sent.to_string().starts_with("https://gateway.example:443: "), "{not_sent}");
    assert!(!Delivery::NotSent.to_string().is_empty());
    assert!(not_sent.to_string().ends_with(&Delivery::NotSent.to_string()), "{not_sent}");
}

#[test]
fn order_numbers_show_themselves_and_what_makes_them_shows_nothing() {
    let clock = FixedClock("20261122093000".parse().unwrap());
    let numbers = OrderNumbers::with_parts(clock, 7);
    shows(&numbers, "OrderNumbers", &[]);
    let number = numbers.next();
    assert_eq!(format!("{number:?}"), format!("OrderNumber({number})"));
    assert!(number.to_string().starts_with("20261122093000"));
}

#[test]
fn what_is_read_instead_of_an_amount_is_told_with_what_was_wanted() {
    let error = serde_json::from_str::<Amount>("5").unwrap_err().to_string();
    assert!(error.contains("an amount as a string with two decimals"), "{error}");
}

#[test]
fn short_texts_print_and_lend_themselves() {
    let text = Amount::from_fen(5).text();
    assert_eq!((text.to_string().as_str(), text.as_ref()), ("0.05", "0.05"));
    assert!(format!("{text:?}").contains("0.05"), "{text:?}");
}

#[test]
fn states_and_repeats_have_the_words_of_the_spec() {
    use lianlian_api::meta::{Repeat, StateMeaning};
    let states = [
        (StateMeaning::Executed, "executed"),
        (StateMeaning::Failed, "failed"),
        (StateMeaning::Reversed, "reversed"),
        (StateMeaning::Pending, "pending"),
        (StateMeaning::Open, "open"),
    ];
    for (state, word) in states {
        assert_eq!(state.name(), word);
    }
    let repeats = [
        (Repeat::Read, "read"),
        (Repeat::Idempotent, "idempotent"),
        (Repeat::SameOrder, "same_order"),
        (Repeat::Never, "never"),
    ];
    for (repeat, word) in repeats {
        assert_eq!((repeat.name(), repeat.is_safe()), (word, word != "never"));
    }
}

#[test]
fn a_code_advises_to_query_unless_it_is_certain_what_became_of_the_money() {
    for outcome in [CodeOutcome::NotExecuted, CodeOutcome::FinalFailure, CodeOutcome::FinalSuccess]
    {
        assert!(!outcome.advice().contains("query"), "{outcome:?}");
    }
    assert!(CodeOutcome::UnknownQueryFirst.advice().contains("query the order before"));
    assert!(CodeOutcome::NotExecuted.advice().contains("Nothing was executed"));
    assert!(Retry::No.advice().starts_with("Do not send it again"));
    assert!(Retry::SameRequest.advice().starts_with("The same request may be sent again"));
    assert!(Retry::NewRequest.advice().starts_with("Send a corrected request"));
}

#[test]
fn only_what_was_executed_is_called_so() {
    assert!(!Resolution::NotFound.is_executed());
    assert_eq!(Resolution::NotFound.found(), None);
}
