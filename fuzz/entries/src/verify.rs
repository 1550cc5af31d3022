//! Verification: a signed message is accepted, and a changed one exactly if it still says what was signed.

use std::ops::Range;
use std::sync::LazyLock;

use lianlian::meta::{FieldMeta, OperationMeta};
use lianlian::{
    GatewayKey, Md5Signer, Md5Verifier, Message, Operation as _, RsaSigner, RsaVerifier, Scheme,
    SharedSecret, Signer, SourceHash, Verifier, aggregate, card_bind, easypay,
};
use lianlian_spec::model::{Field, Unsigned};

use crate::cast::{SIGNING, strict, vector};
use crate::model::{self, Member};
use crate::{Reached, edit, fields, json, told};

/// A signer and who verifies what it signs.
struct Pair {
    signer: Box<dyn Signer>,
    verifier: Box<dyn Verifier>,
}

static PAIRS: LazyLock<[Pair; 3]> = LazyLock::new(|| {
    let secret = SharedSecret::new("a shared secret").unwrap();
    let rsa = |scheme| Pair {
        signer: Box::new(RsaSigner::new(SIGNING.clone(), scheme).unwrap()),
        verifier: Box::new(RsaVerifier::new(SIGNING.public_key(), scheme).unwrap()),
    };
    let md5 = Pair {
        signer: Box::new(Md5Signer::new(secret.clone())),
        verifier: Box::new(Md5Verifier::new(secret)),
    };
    [md5, rsa(Scheme::Rsa), rsa(Scheme::Sha256WithRsa)]
});

/// The gateway's own key, and the one message that is known to be signed with it.
static PUBLISHED: LazyLock<(RsaVerifier, String, String)> = LazyLock::new(|| {
    let key = GatewayKey::from_pem(vector!("llpay_public_key.pem")).unwrap();
    let known: serde_json::Value = serde_json::from_str(vector!("gateway_signed.json")).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let verifier = RsaVerifier::new(key, Scheme::Rsa).unwrap();
    (verifier, text(&known["source"]), text(&known["message"]["sign"]))
});

/// Verifies: the members that the signature does not cover, or `None` for what is not believed.
pub type Verify = fn(&[u8], &dyn Verifier, &'static [FieldMeta]) -> Option<Vec<&'static str>>;

/// `data` is a message, a byte that chooses scheme and fields, and a change.
pub fn verify(data: &[u8]) -> Reached {
    holds(data, |message, verifier, fields| {
        let message = Message::parse(message).ok()?;
        let coverage = lianlian::verify(&message, verifier, fields).ok()?;
        Some(coverage.left_out().to_vec())
    })
}

/// The property, with the judged function as a parameter.
pub fn holds(data: &[u8], verify: Verify) -> Reached {
    let Some((text, choice, edit)) = edit::of_tail(data) else { return Reached::Refusal };
    let meta: Option<&'static OperationMeta> = match choice >> 4 & 3 {
        0 => None,
        1 => Some(aggregate::Query::META),
        2 => Some(card_bind::Query::META),
        _ => Some(easypay::Query::META),
    };
    let described = meta.map_or(&[] as &[_], |meta| meta.reply);
    let fields = meta.map_or(&[] as &[_], |meta| &*fields::operation(meta.id).reply);
    assert!(verify(text, &strict(), described).is_none(), "believed what nobody signed");
    let (published, source, sign) = &*PUBLISHED;
    if verify(text, published, &[]).is_some() {
        let members = model::members(text).expect("believed what is no message");
        assert_eq!(&model::source_of(&members, &[]), source, "believed what was not signed");
        assert_eq!(model::present(&members, "sign"), Some(&**sign));
    }
    // RSA takes a hundred times as long.
    let pair = &PAIRS[match choice & 7 {
        0 => 1,
        1 => 2,
        _ => 0,
    }];
    let Some((signed, sign, source)) = signed(text, &*pair.signer, fields, choice & 8 != 0) else {
        return Reached::Refusal;
    };
    let left_out = verify(&signed, &*pair.verifier, described).expect("not believed though signed");
    let expected =
        accepted(&signed, &source, &sign, fields).expect("the model signs as it verifies");
    assert_eq!(sorted(left_out), sorted(expected), "another coverage");

    let changed = edit.apply(&signed);
    let believed = verify(&changed, &*pair.verifier, described).map(sorted);
    let expected = accepted(&changed, &source, &sign, fields).map(sorted);
    assert_eq!(believed, expected, "after a change: {}", String::from_utf8_lossy(&changed));
    Reached::Property
}

/// The message with a signature in the place of its own, the signature, and what it is made over.
///
/// `None` for what is no message.
fn signed(
    text: &[u8],
    signer: &dyn Signer,
    fields: &'static [Field],
    signs_doubtful: bool,
) -> Option<(Vec<u8>, String, String)> {
    let members = model::members(text)?;
    let mut without = marked(&members, fields, Unsigned::Always);
    if !signs_doubtful {
        without.extend(marked(&members, fields, Unsigned::Maybe));
    }
    let source = model::source_of(&members, &without);
    let mut hash = SourceHash::new(signer.scheme());
    hash.update(source.as_bytes());
    let sign = signer.sign(hash).expect("a signature");
    let (place, comma) = match place_of_sign(text) {
        Some(place) => (place, false),
        None => {
            let end = text.iter().rposition(|byte| *byte == b'}').expect("an object");
            (end..end, !members.is_empty())
        }
    };
    let member = format!("{}\"sign\":\"{sign}\"", if comma { "," } else { "" });
    let message = [&text[..place.start], member.as_bytes(), &text[place.end..]].concat();
    Some((message, sign, source))
}

/// Where the member of that name stands, if it is there.
fn place_of_sign(message: &[u8]) -> Option<Range<usize>> {
    let text = std::str::from_utf8(message).ok()?;
    let members = json::object(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let is_sign = |name: &str| json::text(name).is_some_and(|name| name == "sign");
    let (name, value) = members.into_iter().find(|(name, _)| is_sign(name))?;
    let start = name.as_ptr().addr() - text.as_ptr().addr();
    Some(start..value.as_ptr().addr() + value.len() - text.as_ptr().addr())
}

/// The members that are there and that the spec marks so, under any of their names.
fn marked(members: &[Member], fields: &'static [Field], mark: Unsigned) -> Vec<&'static str> {
    let marked = fields.iter().filter(|field| field.unsigned == Some(mark));
    let names = marked.flat_map(told::names);
    names.filter(|name| model::present(members, name).is_some()).collect()
}

/// The fewest members without which the message says what was signed, if there are any such.
fn accepted(
    message: &[u8],
    source: &str,
    sign: &str,
    fields: &'static [Field],
) -> Option<Vec<&'static str>> {
    let members = model::members(message)?;
    if model::present(&members, "sign") != Some(sign) {
        return None;
    }
    let always = marked(&members, fields, Unsigned::Always);
    let maybe = marked(&members, fields, Unsigned::Maybe);
    let mut subsets: Vec<Vec<&'static str>> = (0..1_u32 << maybe.len())
        .map(|bits| {
            let chosen = maybe.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            always.iter().copied().chain(chosen.map(|(_, name)| *name)).collect()
        })
        .collect();
    subsets.sort_by_key(Vec::len);
    subsets.into_iter().find(|without| model::source_of(&members, without) == source)
}

fn sorted(mut names: Vec<&'static str>) -> Vec<&'static str> {
    names.sort_unstable();
    names
}
