//! Verification: a signed message is accepted, and a changed one exactly if it still says what was signed.

use std::sync::LazyLock;

use lianlian::meta::{FieldMeta, Unsigned};
use lianlian::{
    GatewayKey, Md5Signer, Md5Verifier, Message, Operation as _, RsaSigner, RsaVerifier, Scheme,
    SharedSecret, Signer, SourceHash, Verifier, aggregate, card_bind, easypay,
};

use crate::cast::{SIGNING, strict, vector};
use crate::edit;
use crate::model::{self, Member};

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
pub fn verify(data: &[u8]) {
    holds(data, |message, verifier, fields| {
        let message = Message::parse(message).ok()?;
        let coverage = lianlian::verify(&message, verifier, fields).ok()?;
        Some(coverage.left_out().to_vec())
    });
}

/// The property, with the judged function as a parameter.
pub fn holds(data: &[u8], verify: Verify) {
    let Some((text, choice, edit)) = edit::of_tail(data) else { return };
    let fields = match choice >> 4 & 3 {
        0 => &[],
        1 => aggregate::Query::META.reply,
        2 => card_bind::Query::META.reply,
        _ => easypay::Query::META.reply,
    };
    assert!(verify(text, &strict(), fields).is_none(), "believed what nobody signed");
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
        return;
    };
    let left_out = verify(&signed, &*pair.verifier, fields).expect("not believed though signed");
    let expected =
        accepted(&signed, &source, &sign, fields).expect("the model signs as it verifies");
    assert_eq!(sorted(left_out), sorted(expected), "another coverage");

    let changed = edit.apply(&signed);
    let believed = verify(&changed, &*pair.verifier, fields).map(sorted);
    let expected = accepted(&changed, &source, &sign, fields).map(sorted);
    assert_eq!(believed, expected, "after a change: {}", String::from_utf8_lossy(&changed));
}

/// The message with a signature added, the signature, and what it is made over.
///
/// `None` for what is no message, or has a signature.
fn signed(
    text: &[u8],
    signer: &dyn Signer,
    fields: &'static [FieldMeta],
    signs_doubtful: bool,
) -> Option<(Vec<u8>, String, String)> {
    let members = model::members(text)?;
    if members.iter().any(|member| member.name == "sign") {
        return None;
    }
    let mut without = marked(&members, fields, Unsigned::Always);
    if !signs_doubtful {
        without.extend(marked(&members, fields, Unsigned::Maybe));
    }
    let source = model::source_of(&members, &without);
    let mut hash = SourceHash::new(signer.scheme());
    hash.update(source.as_bytes());
    let sign = signer.sign(hash).expect("a signature");
    let end = text.iter().rposition(|byte| *byte == b'}').expect("an object");
    let comma = if members.is_empty() { "" } else { "," };
    let member = format!("{comma}\"sign\":\"{sign}\"");
    let message = [&text[..end], member.as_bytes(), &text[end..]].concat();
    Some((message, sign, source))
}

/// The members that are there and that the spec marks so, under any of their names.
fn marked(members: &[Member], fields: &'static [FieldMeta], mark: Unsigned) -> Vec<&'static str> {
    let marked = fields.iter().filter(|field| field.unsigned == Some(mark));
    let names = marked.flat_map(FieldMeta::names);
    names.filter(|name| model::present(members, name).is_some()).collect()
}

/// The fewest members without which the message says what was signed, if there are any such.
fn accepted(
    message: &[u8],
    source: &str,
    sign: &str,
    fields: &'static [FieldMeta],
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
