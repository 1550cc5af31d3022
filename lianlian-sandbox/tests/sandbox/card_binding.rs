//! Binding a card, as a subscription service does it.

use lianlian::card_bind::{Apply, ApplyReply, ApplySmsCode, Query, QueryReply, Unbind, Verify};
use lianlian::codes::{AgreementPayType, CardPayType, CardType, DocumentType};
use lianlian::meta::CardKind;
use lianlian::{Client, SendError, Verified};
use lianlian_sandbox::Sandbox;

use crate::support::{Hands, client, get, refusal, risk_item, sandbox, sandbox_at};

pub(crate) const CARD: &str = "6222000000001234";
const ID: &str = "110101199001010000";

/// A card, and who binds it.
pub(crate) struct Bound<'b> {
    pub(crate) user_id: &'b str,
    pub(crate) card_no: &'b str,
    pub(crate) id_no: &'b str,
}

impl Default for Bound<'_> {
    fn default() -> Self {
        Self { user_id: "shopper-17", card_no: CARD, id_no: ID }
    }
}

fn request(bound: &Bound<'_>) -> Apply {
    Apply::builder()
        .user_id(bound.user_id)
        .pay_type(CardPayType::Debit)
        .risk_item(risk_item())
        .id_type(DocumentType::IdCard)
        .id_no(bound.id_no)
        .acct_name("张三")
        .card_no(bound.card_no)
        .bind_mob("13800005678")
        .build()
        .unwrap()
}

fn asked(client: &Client, request: &Apply) -> ApplySmsCode {
    match client.send(request).unwrap().into_inner() {
        ApplyReply::SmsCode(step) => step,
        reply @ ApplyReply::Done(_) => panic!("{reply:?}"),
    }
}

/// Binds a card and gives the agreement's number.
pub(crate) fn bind(client: &Client, bound: &Bound<'_>) -> String {
    let request = request(bound);
    let verify = asked(client, &request).verify(&request).verify_code(Sandbox::SMS_CODE);
    let concluded = client.send(&verify.build().unwrap()).unwrap();
    concluded.no_agree.as_ref().unwrap().expose().to_owned()
}

fn list(client: &Client, user_id: &str, offset: &str) -> Verified<QueryReply> {
    client.send(&Query::builder().user_id(user_id).offset(offset).build().unwrap()).unwrap()
}

pub(crate) fn unbind(client: &Client, user_id: &str, no_agree: &str) -> Result<(), SendError> {
    let unbind = Unbind::builder().user_id(user_id).no_agree(no_agree).build().unwrap();
    client.send(&unbind).map(drop)
}

#[test]
fn a_card_is_bound_listed_and_unbound() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let request = request(&Bound::default());
    let step = asked(&client, &request);
    assert!(sandbox.agreements().is_empty(), "nothing is bound before the code");

    let verify = step.verify(&request).verify_code(Sandbox::SMS_CODE).build().unwrap();
    let concluded = client.send(&verify).unwrap();
    assert_eq!(concluded.card_no.as_deref(), Some("1234"));
    let no_agree = concluded.no_agree.clone().unwrap();
    assert!(no_agree.len() <= 16, "{}", no_agree.expose());

    let views = sandbox.agreements();
    assert_eq!((views.len(), &views[0].no_agree), (1, &no_agree));
    assert_eq!(views[0].card_no, "************1234");
    assert_eq!((views[0].card_kind, &*views[0].user_id), (CardKind::Debit, "shopper-17"));

    let found = list(&client, "shopper-17", "0");
    assert_eq!(found.count.as_deref(), Some("1"));
    let listed = found.agreement_list.verified().expect("the list is signed like the rest");
    assert_eq!(listed[0].no_agree.as_ref(), Some(&no_agree));
    assert_eq!(listed[0].card_no.as_deref(), Some("1234"));
    assert_eq!(listed[0].card_type, Some(CardType::DebitCard));
    assert_eq!(listed[0].bind_mobile.as_deref(), Some("138****5678"));
    assert!(listed[0].bank_code.is_some() && listed[0].bank_name.is_some());

    unbind(&client, "shopper-17", &no_agree).unwrap();
    assert_eq!(list(&client, "shopper-17", "0").count.as_deref(), Some("0"));
    assert!(sandbox.agreements().is_empty());
    assert_eq!(refusal(unbind(&client, "shopper-17", &no_agree)), ("3003".to_owned(), true));
    // The card may be bound again.
    bind(&client, &Bound::default());
}

#[test]
fn a_wrong_code_is_refused_and_the_right_one_still_binds() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let request = request(&Bound::default());
    let step = asked(&client, &request);
    let send = |code: &str| client.send(&step.verify(&request).verify_code(code).build().unwrap());
    assert_eq!(refusal(send("000000")), ("9700".to_owned(), true));
    assert!(sandbox.agreements().is_empty());
    send(Sandbox::SMS_CODE).unwrap();
    assert_eq!(sandbox.agreements().len(), 1);
}

#[test]
fn three_wrong_codes_make_the_token_void_for_the_right_one_too() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let request = request(&Bound::default());
    let step = asked(&client, &request);
    let code = |code: &str| {
        refusal(client.send(&step.verify(&request).verify_code(code).build().unwrap())).0
    };
    assert_eq!(
        [code("1"), code("2"), code("3"), code(Sandbox::SMS_CODE)],
        ["9700", "9700", "9702", "9702"]
    );
    assert!(sandbox.agreements().is_empty());
    bind(&client, &Bound::default());
}

#[test]
fn a_token_is_for_its_user_for_once_and_for_half_an_hour() {
    let hands = Hands::new();
    let sandbox = sandbox_at(&hands);
    let client = client(&sandbox);
    let request = request(&Bound::default());
    let send = |token: &str, user: &str| {
        let verify = Verify::builder().token(token).user_id(user).verify_code(Sandbox::SMS_CODE);
        client.send(&verify.build().unwrap())
    };
    let void = ("1000".to_owned(), false);
    assert_eq!(refusal(send("A1B2C3D4E5F60718293A4B5C6D7E8F90", "shopper-17")), void);
    let token = asked(&client, &request).token;
    assert_eq!(refusal(send(&token, "shopper-18")), void);
    send(&token, "shopper-17").unwrap();
    assert_eq!(refusal(send(&token, "shopper-17")), void);

    let other = Bound { card_no: "6222000000005678", ..Bound::default() };
    let request = self::request(&other);
    let token = asked(&client, &request).token;
    hands.advance(29);
    let newer = asked(&client, &request).token;
    assert_eq!(refusal(send(&token, "shopper-17")), void, "a newer code makes it void");
    hands.advance(30);
    assert_eq!(refusal(send(&newer, "shopper-17")), void);
    assert_eq!(sandbox.agreements().len(), 1);
}

#[test]
fn a_user_binds_a_card_once_and_is_one_person() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let no_agree = bind(&client, &Bound::default());
    assert_eq!(refusal(client.send(&request(&Bound::default()))), ("9913".to_owned(), false));
    let of_another =
        Bound { card_no: "6222000000005678", id_no: "110101199001010001", ..Bound::default() };
    assert_eq!(refusal(client.send(&request(&of_another))), ("7018".to_owned(), true));

    bind(&client, &Bound { user_id: "shopper-18", ..Bound::default() });
    assert_eq!(refusal(unbind(&client, "shopper-18", &no_agree)), ("3011".to_owned(), true));
    assert_eq!(sandbox.agreements().len(), 2);
}

#[test]
fn agreements_are_listed_newest_first_and_page_by_page() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let numbers: Vec<_> = (0..12)
        .map(|number| {
            let card_no = format!("62220000000{number:05}");
            bind(&client, &Bound { card_no: &card_no, ..Bound::default() })
        })
        .collect();
    let page = |offset: &str| {
        let found = list(&client, "shopper-17", offset);
        assert_eq!(found.count.as_deref(), Some("12"));
        let entries = found.into_inner().agreement_list.verified().unwrap().clone().into_iter();
        entries.map(|entry| entry.no_agree.unwrap().expose().to_owned()).collect::<Vec<_>>()
    };
    let newest_first: Vec<_> = numbers.iter().rev().cloned().collect();
    assert_eq!(page("0"), newest_first[..10]);
    assert_eq!(page("10"), newest_first[10..]);
    assert!(page("12").is_empty());

    let about = Query::builder().user_id("shopper-17").offset("0").no_agree(&*numbers[3]);
    assert_eq!(client.send(&about.build().unwrap()).unwrap().count.as_deref(), Some("1"));
    let for_another = Query::builder().user_id("shopper-17").offset("0");
    let for_another = for_another.pay_type(AgreementPayType::EasypayPreauth).build().unwrap();
    assert_eq!(client.send(&for_another).unwrap().count.as_deref(), Some("0"));
}

#[test]
fn a_credit_card_is_bound_with_its_date_and_check_number() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let mut request = request(&Bound::default());
    request.pay_type = CardPayType::Credit;
    request.cvv2 = Some("123".into());
    let error = client.send(&request).unwrap_err();
    assert_eq!(error.refusal().unwrap().message, "商户请求参数校验错误（vali_date）");
    request.vali_date = Some("3012".into());
    let verify = asked(&client, &request).verify(&request).verify_code(Sandbox::SMS_CODE);
    client.send(&verify.build().unwrap()).unwrap();
    assert_eq!(sandbox.agreements()[0].card_kind, CardKind::Credit);
}

#[test]
fn nothing_shows_a_card_a_name_a_token_or_an_agreement() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let no_agree = bind(&client, &Bound::default());
    list(&client, "shopper-17", "0");
    let exchanges = sandbox.exchanges();
    assert_eq!(exchanges.len(), 6);
    let shown =
        format!("{exchanges:?}{:?}{:?}", sandbox.agreements(), get(&format!("{}/", sandbox.url())));
    assert!(shown.contains("&card_no=***&") && shown.contains("&token=***&"), "{shown}");
    assert!(shown.contains("aggrement_list=***&"), "{shown}");
    for secret in [CARD, ID, "张三", "13800005678", "138****", &no_agree, Sandbox::SMS_CODE] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
