//! `pay_load`: what was encrypted decrypts, and nothing decrypts to what was not encrypted.

use std::sync::LazyLock;

use lianlian::{MerchantKey, PayLoad};

use crate::cast::vector;
use crate::{Reached, edit};

struct Known {
    key: MerchantKey,
    text: String,
    plain: String,
}

/// Texts that the gateway's own encryptor made.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let file: serde_json::Value = serde_json::from_str(vector!("pay_load.json")).unwrap();
    let keys = [
        ("merchant_1024", vector!("merchant_1024.pkcs8.pem")),
        ("merchant_2048", vector!("merchant_2048.pkcs8.pem")),
    ];
    let known = file["cases"].as_array().unwrap().iter().filter_map(|case| {
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        let (_, pem) = keys.iter().find(|(name, _)| *name == text("key"))?;
        let key = MerchantKey::from_pem(pem).unwrap();
        Some(Known { key, text: text("pay_load"), plain: text("plaintext") })
    });
    let known: Vec<_> = known.collect();
    assert!(known.len() >= 2);
    known
});

/// Decrypts: the message, or `None` for what is refused.
pub type Decrypt = fn(&str, &MerchantKey) -> Option<String>;

/// `data` is a text, a byte that chooses what is changed, and a change.
pub fn pay_load(data: &[u8]) -> Reached {
    holds(data, |text, key| PayLoad::decrypt(text, key).ok().map(|plain| plain.to_string()))
}

/// The property, with the judged function as a parameter.
pub fn holds(data: &[u8], decrypt: Decrypt) -> Reached {
    let Some((front, choice, edit)) = edit::of_tail(data) else { return Reached::Refusal };
    let text = String::from_utf8_lossy(front);
    // Any text: what it decrypts to was encrypted by somebody who is known.
    let known = &KNOWN[usize::from(choice >> 2) % KNOWN.len()];
    if let Some(plain) = decrypt(&text, &known.key) {
        let said = KNOWN.iter().any(|known| known.plain == plain);
        assert!(said, "{text:?} decrypts to what nobody encrypted");
    }
    if choice & 2 == 0 {
        // What the gateway's own encryptor made.
        changed(&known.text, &known.plain, &known.key, edit, decrypt)
    } else {
        // And what is encrypted here.
        let own = &KNOWN[0].key;
        let made = PayLoad::encrypt(&text, &own.public_key()).expect("a key that can encrypt");
        changed(made.as_str(), &text, own, edit, decrypt)
    }
}

/// As it was made it decrypts; whatever the change did, there is the same message or none.
fn changed(
    text: &str,
    plain: &str,
    key: &MerchantKey,
    edit: edit::Edit,
    decrypt: Decrypt,
) -> Reached {
    assert_eq!(decrypt(text, key).as_deref(), Some(plain), "what was encrypted does not decrypt");
    let changed = String::from_utf8_lossy(&edit.apply(text.as_bytes())).into_owned();
    if changed == text {
        return Reached::Refusal;
    }
    if let Some(read) = decrypt(&changed, key) {
        assert_eq!(read, plain, "another message after a change: {changed:?}");
        // Line breaks may stand anywhere, except where the MAC covers them.
        let bare = |text: &str| text.replace(['\r', '\n'], "");
        assert_eq!(bare(&changed), bare(text), "a change that does not matter: {changed:?}");
    }
    Reached::Property
}
