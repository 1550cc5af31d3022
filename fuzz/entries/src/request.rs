//! Requests by name: what is sent is what was given, and what is signed is what is sent.

use lianlian::meta::OperationMeta;
use lianlian::{Operation, RequestFields, body_of, check, pairs_of, source_of};

use crate::cast::{SIGNATURE, chosen};
use crate::fields;
use crate::model::{self, Member};

/// What a request becomes.
struct Made {
    body: Vec<u8>,
    source: String,
    pairs: Vec<(&'static str, String)>,
}

/// An operation that requests are made of.
struct Operated {
    meta: &'static OperationMeta,
    make: fn(&[(String, String)]) -> Option<Made>,
}

fn make<O: Operation>(given: &[(String, String)]) -> Option<Made> {
    let request = match RequestFields::<O>::new(fields::borrowed(given), &[]) {
        Ok(request) => request,
        Err(violations) => {
            let _ = format!("{violations} {violations:?}");
            return None;
        }
    };
    check(&request).expect("what was taken is right");
    let _ = format!("{request:?}");
    let filling = fields::filling();
    Some(Made {
        body: body_of(&request, &filling, SIGNATURE),
        source: source_of(&request, &filling),
        pairs: pairs_of(&request, &filling, SIGNATURE),
    })
}

macro_rules! operated {
    ($($product:ident: $($operation:ident)+;)+) => {
        static OPERATED: &[Operated] = &[$($(Operated {
            meta: <lianlian::$product::$operation as Operation>::META,
            make: make::<lianlian::$product::$operation>,
        }),+),+];
    };
}

operated! {
    aggregate: DirectPay Query WebRedirect;
    card_bind: Apply Query Unbind Verify;
    easypay: Apply H5Redirect MobilePay PreauthCancel PreauthCapture PreauthQuery Query Verify WebRedirect;
    exchange: Apply Query Verify;
    instant: Apply Confirm Query;
    mpay: CardBindApply CardBindVerify PayApply PayVerify Query;
    online_banking: Redirect;
    refund: Apply ExchangeApply Query;
    tools: BalanceQuery CardBinQuery;
    unified: CreatePayment;
}

/// The ids of the operations that are tried.
pub fn operations() -> Vec<&'static str> {
    OPERATED.iter().map(|operated| operated.meta.id).collect()
}

/// `data` is the id of an operation, a line break, and fields to change in its sample, urlencoded.
pub fn request(data: &[u8]) {
    let (operated, rest) = chosen(data, OPERATED, |operated| operated.meta.id);
    let fields = fields::changed(operated.meta, &String::from_utf8_lossy(rest));
    let Some(made) = (operated.make)(&fields) else { return };
    let expected = fields::message(operated.meta, &fields);
    says(&made.body, &made.source, &expected);
    let pairs: Vec<Member> =
        made.pairs.iter().map(|(name, text)| Member::new(*name, &**text)).collect();
    assert_eq!(by_name(&pairs), by_name(&expected), "other form fields than were given");
}

/// The body is a message of these members, and the source is its source.
pub fn says(body: &[u8], source: &str, expected: &[Member]) {
    let members = model::members(body).expect("what is sent is no message");
    assert_eq!(by_name(&members), by_name(expected), "another message than was given");
    assert_eq!(source, model::source_of(&members, &[]), "signed is not what is sent");
}

fn by_name(members: &[Member]) -> Vec<(&str, Option<&str>)> {
    let mut pairs: Vec<_> =
        members.iter().map(|member| (&*member.name, member.text.as_deref())).collect();
    pairs.sort_unstable();
    pairs
}
