//! Requests by name: what is sent is what was given, and what is signed is what is sent.

use lianlian::meta::OperationMeta;
use lianlian::{Operation, RequestFields, body_of, check, pairs_of, source_of};

use crate::cast::{SIGNATURE, chosen};
use crate::fields::Fields;
use crate::model::{self, Member};
use crate::{Reached, fields, rules};

/// What a request becomes.
#[derive(Clone, Debug)]
pub struct Made {
    /// What is posted.
    pub body: Vec<u8>,
    /// What is signed.
    pub source: String,
    /// What a form holds.
    pub pairs: Vec<(&'static str, String)>,
}

/// An operation that requests are made of.
struct Operated {
    meta: &'static OperationMeta,
    make: fn(&Fields) -> Result<Made, Vec<String>>,
}

fn make<O: Operation>(given: &Fields) -> Result<Made, Vec<String>> {
    let request = RequestFields::<O>::new(fields::borrowed(given), &[]).map_err(|violations| {
        let _ = format!("{violations} {violations:?}");
        violations.fields().into_iter().map(str::to_owned).collect::<Vec<String>>()
    })?;
    check(&request).expect("what was taken is right");
    let _ = format!("{request:?}");
    let filling = fields::filling();
    Ok(Made {
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
pub fn request(data: &[u8]) -> Reached {
    let (operated, rest) = chosen(data, OPERATED, |operated| operated.meta.id);
    let operation = fields::operation(operated.meta.id);
    let given = fields::changed(operation, &String::from_utf8_lossy(rest));
    let made = (operated.make)(&given);
    judge(operation, &given, made.as_ref().map_err(|refused| &**refused))
}

/// What the fields became, or the names of those for which they became nothing.
pub fn judge(
    operation: &lianlian_spec::model::Operation,
    given: &Fields,
    made: Result<&Made, &[String]>,
) -> Reached {
    rules::of_request(operation, given).judge(made.err());
    let Ok(made) = made else { return Reached::Refusal };
    let expected = fields::message(operation, given);
    says(&made.body, &made.source, &expected);
    let pairs: Vec<Member> =
        made.pairs.iter().map(|(name, text)| Member::new(*name, &**text)).collect();
    assert_eq!(by_name(&pairs), by_name(&expected), "other form fields than were given");
    Reached::Property
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
