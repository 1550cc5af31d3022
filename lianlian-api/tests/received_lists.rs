//! Lists of objects in what is received, and fields that come under another name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code, unreachable_pub, reason = "shared with other tests")]
#[path = "support/made.rs"]
mod made;

use lianlian_api::__private as p;
use lianlian_api::meta::{FieldMeta, GroupMeta, Kind, OperationMeta, Transport, Unsigned as Mark};
use lianlian_api::value::FieldError;
use lianlian_api::{
    Amount, Operation, ReceiveError, ReceivedGroup, ReceivedList, Scheme, Sensitive, UnknownFields,
    Unsigned, Verified,
};
use made::{
    MERCHANT, PARTNER, SIGN, SIGN_TYPE, gateway_key, operation, receiver_of, signed, signed_without,
};

static CARD: GroupMeta = GroupMeta {
    name: "card",
    title: "",
    in_list: Some("cards"),
    fields: &[
        FieldMeta::new("no_agree", "", Kind::Text).required().sensitive(),
        FieldMeta::new("limit", "", Kind::Amount).aliases(&["limmit"]),
    ],
    rules: &[],
};

/// An entry, as the generator writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Card {
    no_agree: Sensitive,
    limit: Option<Amount>,
    unknown_fields: UnknownFields,
}

impl ReceivedGroup for Card {
    const META: &'static GroupMeta = &CARD;

    fn read(reader: &p::Reader<'_>) -> Result<Self, p::ReadError> {
        Ok(Self {
            no_agree: reader
                .field("no_agree", <Sensitive as p::ReadField<p::kind::Text, false>>::read_field)?,
            limit: reader.field(
                "limit",
                <Option<Amount> as p::ReadField<p::kind::Amount, false>>::read_field,
            )?,
            unknown_fields: reader.unknown(),
        })
    }
}

/// A message with a list that the signature covers, one that it may not, and aliases of all sorts.
#[derive(Debug)]
struct Wallet {
    count: u32,
    cards: ReceivedList<Card>,
    agreement_list: Unsigned<ReceivedList<Card>>,
    bank_name: Unsigned<String>,
    unknown_fields: UnknownFields,
}

impl Operation for Wallet {
    const META: &'static OperationMeta =
        &operation("made.wallet", Transport::Notification, FIELDS, &[]);
}

const FIELDS: &[FieldMeta] = &[
    PARTNER,
    SIGN_TYPE,
    SIGN,
    FieldMeta::new("count", "", Kind::Int).aliases(&["cuont", "conut"]),
    FieldMeta::new("cards", "", Kind::Text),
    FieldMeta::new("agreement_list", "", Kind::Text)
        .unsigned(Mark::Maybe)
        .aliases(&["aggrement_list"]),
    FieldMeta::new("bank_name", "", Kind::Text).unsigned(Mark::Always).aliases(&["bankname"]),
];

impl p::ServerNotification for Wallet {
    const ACKNOWLEDGEMENT: &'static str = "";
}

impl p::Notification for Wallet {
    type Operation = Self;

    fn read(reader: &p::Reader<'_>) -> Result<Self, p::ReadError> {
        type List = ReceivedList<Card>;
        Ok(Self {
            count: reader
                .field("count", <u32 as p::ReadField<p::kind::Text, false>>::read_field)?,
            cards: reader
                .field("cards", <List as p::ReadField<p::kind::Structure, false>>::read_field)?,
            agreement_list: reader.field(
                "agreement_list",
                <Unsigned<List> as p::ReadField<p::kind::Structure, true>>::read_field,
            )?,
            bank_name: reader.field(
                "bank_name",
                <Unsigned<String> as p::ReadField<p::kind::Structure, true>>::read_field,
            )?,
            unknown_fields: reader.unknown(),
        })
    }
}

/// A message with these members beside those that every message has.
fn message(members: &str) -> String {
    format!(r#"{{"oid_partner":"{MERCHANT}","sign_type":"RSA",{members}}}"#)
}

fn read(body: &str) -> Result<Verified<Wallet>, ReceiveError> {
    receiver_of(gateway_key(), Scheme::Rsa).notification(body.as_bytes())
}

/// What is wrong with a signed message whose `cards` are these.
fn mistake(cards: &str) -> (FieldError, String) {
    let body = signed(&message(&format!(r#""count":1,"cards":{cards}"#)));
    match read(&body).unwrap_err() {
        ReceiveError::Form(error) => (error.reason.clone(), error.to_string()),
        other => panic!("{other}"),
    }
}

const TWO: &str =
    r#"[{"no_agree":"A1","limit":"5.00"},{"limmit":0.5,"no_agree":"A2","colour":"red"}]"#;

#[test]
fn a_list_is_read_from_an_array_and_from_a_string_that_holds_one() {
    let text = serde_json::to_string(TWO).unwrap();
    for cards in [TWO, &text] {
        let body = signed(&message(&format!(r#""count":2,"cards":{cards}"#)));
        let cards = read(&body).unwrap().into_inner().cards;
        assert_eq!(cards.len(), 2);
        assert_eq!(cards[0].no_agree.expose(), "A1");
        assert_eq!(cards[0].limit, Some(Amount::from_fen(500)));
        let colours: Vec<_> = cards.iter().map(|card| card.unknown_fields.get("colour")).collect();
        assert_eq!(colours, [None, Some("red")]);
    }
}

#[test]
fn an_entry_may_carry_a_field_under_another_name() {
    let body = signed(&message(&format!(r#""count":2,"cards":{TWO}"#)));
    assert_eq!(read(&body).unwrap().cards[1].limit, Some(Amount::from_fen(50)));
}

#[test]
fn a_list_may_be_empty() {
    let body = signed(&message(r#""count":0,"cards":[]"#));
    assert!(read(&body).unwrap().cards.is_empty());
}

#[test]
fn a_mistake_in_an_entry_is_placed_and_shows_nothing_of_it() {
    let (reason, text) = mistake(r#"[{"no_agree":"A1"},{"no_agree":"","limit":"secret"}]"#);
    let missing = Box::new(FieldError::Missing);
    assert_eq!(reason, FieldError::Entry { at: 2, field: "no_agree", reason: missing });
    assert_eq!(
        text,
        "made.wallet: the field cards has an entry 2, whose field no_agree is missing"
    );
    let (reason, text) = mistake(r#"[{"no_agree":"A1","limit":"secret"}]"#);
    assert!(!format!("{reason:?} {text}").contains("secret"), "{reason:?} {text}");
}

#[test]
fn what_is_no_list_of_objects_is_a_mistake() {
    for cards in [r#""cards""#, "{}", "7", "[1]", "[[]]", r#"[{"a":1,"a":2}]"#, r#""[{""#] {
        let (reason, _) = mistake(cards);
        assert!(matches!(reason, FieldError::Malformed(_)), "{cards}: {reason:?}");
    }
}

#[test]
fn a_field_is_read_under_its_own_name_else_under_an_alias() {
    for (members, count) in [
        (r#""count":1,"cuont":2"#, 1),
        (r#""cuont":2"#, 2),
        (r#""conut":"3""#, 3),
        (r#""count":"","conut":3"#, 3),
        (r#""count":null,"cuont":2,"conut":3"#, 2),
    ] {
        let cards = read(&signed(&message(&format!(r#"{members},"cards":[]"#)))).unwrap();
        assert_eq!(cards.count, count, "{members}");
        assert!(cards.unknown_fields.is_empty(), "{members}");
    }
}

#[test]
fn an_alias_of_a_signed_field_is_signed() {
    let body = message(r#""cuont":2,"cards":[]"#);
    assert!(read(&signed_without(&body, &["cuont"])).is_err());
}

#[test]
fn a_field_that_may_be_unsigned_may_be_so_under_its_alias_too() {
    let list = r#"[{"no_agree":"A1"}]"#;
    for name in ["agreement_list", "aggrement_list"] {
        let body = message(&format!(r#""count":1,"cards":[],"{name}":{list}"#));
        let covered = read(&signed(&body)).unwrap().into_inner().agreement_list;
        assert_eq!(covered.verified().map(|cards| cards.len()), Some(1), "{name}");

        let uncovered = read(&signed_without(&body, &[name])).unwrap().into_inner().agreement_list;
        assert_eq!(uncovered.verified(), None, "{name}");
        assert_eq!(uncovered.unverified().unwrap()[0].no_agree.expose(), "A1", "{name}");
    }
}

#[test]
fn a_field_that_is_never_signed_is_left_out_under_its_alias_too() {
    let body = message(r#""count":1,"cards":[],"bankname":"工商银行""#);
    let cards = read(&signed_without(&body, &["bankname"])).unwrap();
    assert_eq!(cards.bank_name.unverified().map(String::as_str), Some("工商银行"));
    assert_eq!(cards.bank_name.verified(), None);
}

#[test]
fn the_entries_of_a_list_are_taken_in_the_order_of_the_message() {
    let body = signed(&message(&format!(r#""count":2,"cards":{TWO}"#)));
    let cards = || read(&body).unwrap().into_inner().cards;
    let numbers = |cards: Vec<Card>| {
        cards.iter().map(|card| card.no_agree.expose().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(numbers(cards().into_vec()), ["A1", "A2"]);
    assert_eq!(numbers(cards().into_iter().collect()), ["A1", "A2"]);
    assert_eq!(numbers((&cards()).into_iter().cloned().collect()), ["A1", "A2"]);
}

#[test]
fn unknown_fields_are_empty_where_there_are_none_and_show_their_names() {
    let body = signed(&message(&format!(r#""count":2,"cards":{TWO}"#)));
    let cards = read(&body).unwrap().into_inner().cards;
    assert!(cards[0].unknown_fields.is_empty() && !cards[1].unknown_fields.is_empty());
    assert_eq!(format!("{:?}", cards[1].unknown_fields), r#"{"colour"}"#);
}

/// A note with fields of a merchant's own conversions, one of which the spec marks sensitive.
#[derive(Debug)]
struct Note(Option<String>);

impl Operation for Note {
    const META: &'static OperationMeta = &operation(
        "made.note",
        Transport::Notification,
        &[
            PARTNER,
            SIGN_TYPE,
            SIGN,
            FieldMeta::new("name", "", Kind::Text).sensitive(),
            FieldMeta::new("colour", "", Kind::Text),
        ],
        &[],
    );
}

impl p::ServerNotification for Note {
    const ACKNOWLEDGEMENT: &'static str = "";
}

impl p::Notification for Note {
    type Operation = Self;

    fn read(reader: &p::Reader<'_>) -> Result<Self, p::ReadError> {
        let refuse = |text: Option<&str>, _| match text {
            Some(text) => Err(FieldError::Conversion(format!("cannot use {text}"))),
            None => Ok(()),
        };
        reader.field("name", refuse)?;
        reader.field("colour", refuse)?;
        reader.field("beside", |text, _| Ok(text.map(str::to_owned))).map(Self)
    }
}

fn note(members: &str) -> Result<Option<String>, String> {
    let receiver = receiver_of(gateway_key(), Scheme::Rsa);
    let note = receiver.notification::<Note>(signed(&message(members)).as_bytes());
    note.map(|note| note.into_inner().0).map_err(|error| error.to_string())
}

#[test]
fn what_a_conversion_says_is_masked_where_the_field_is_sensitive_and_nowhere_else() {
    let text = note(r#""name":"canary""#).unwrap_err();
    assert!(text.contains("name") && !text.contains("canary"), "{text}");
    let text = note(r#""colour":"canary""#).unwrap_err();
    assert!(text.contains("cannot use canary"), "{text}");
}

#[test]
fn a_member_beside_the_spec_is_read_unless_it_is_empty() {
    assert_eq!(note(r#""beside":"x""#), Ok(Some("x".to_owned())));
    assert_eq!(note(r#""beside":"""#), Ok(None));
}
