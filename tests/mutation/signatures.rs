//! Signatures in every spelling but the right one, in each scheme.

use lianlian::{
    Md5Signer, Md5Verifier, Message, RsaSigner, RsaVerifier, Scheme, SharedSecret, Signer,
    Verifier, sign_message, verify,
};

use crate::support::{gateway_key, gateway_private_key};
use crate::{ODD, mutants};

fn schemes() -> Vec<(Box<dyn Signer>, Box<dyn Verifier>)> {
    let mut schemes: Vec<(Box<dyn Signer>, Box<dyn Verifier>)> = Vec::new();
    for scheme in [Scheme::Rsa, Scheme::Sha256WithRsa] {
        let signer = RsaSigner::new(gateway_private_key(), scheme).unwrap();
        let verifier = RsaVerifier::new(gateway_key(), scheme).unwrap();
        schemes.push((Box::new(signer), Box::new(verifier)));
    }
    let secret = || SharedSecret::new("a secret that only these tests know").unwrap();
    schemes.push((Box::new(Md5Signer::new(secret())), Box::new(Md5Verifier::new(secret()))));
    schemes
}

/// The message of these tests with this signature.
fn message_with(signature: &str) -> String {
    let signature = serde_json::to_string(signature).unwrap();
    ODD.replacen('{', &format!("{{\"sign\":{signature},"), 1)
}

fn is_believed(message: &str, verifier: &dyn Verifier) -> bool {
    Message::parse(message.as_bytes()).is_ok_and(|message| verify(&message, verifier, &[]).is_ok())
}

/// Other spellings that a lenient decoder would read as the same bytes, and some that nobody should.
fn spellings(signature: &str) -> Vec<String> {
    let bare = signature.trim_end_matches('=');
    let mut spellings = vec![
        String::new(),
        bare.to_owned(),
        format!("{signature}="),
        format!("{bare}===="),
        format!("={signature}"),
        format!("{signature}{signature}"),
        format!("{signature}\0"),
        signature.to_ascii_lowercase(),
        signature.to_ascii_uppercase(),
        signature.chars().rev().collect(),
        signature.replace('+', "-").replace('/', "_"),
        signature.replace('+', " "),
        signature.replace('+', "%2B"),
        format!("0x{signature}"),
    ];
    for white in [" ", "\t", "\n", "\r\n", "\u{feff}", "\u{a0}"] {
        spellings.push(format!("{white}{signature}"));
        spellings.push(format!("{signature}{white}"));
        let (first, rest) = signature.split_at(16);
        spellings.push(format!("{first}{white}{rest}"));
    }
    // The last character before the padding has bits that say nothing and must be zero.
    let last = bare.len() - 1;
    for other in ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/', '=']) {
        spellings.push(format!("{}{other}{}", &signature[..last], &signature[last + 1..]));
    }
    spellings.retain(|spelling| spelling != signature);
    spellings
}

#[test]
fn no_other_spelling_of_a_signature_is_believed() {
    for (signer, verifier) in schemes() {
        let unsigned = Message::parse(ODD.as_bytes()).unwrap();
        let signature = sign_message(&unsigned, &*signer).unwrap();
        assert!(is_believed(&message_with(&signature), &*verifier));
        let spellings = spellings(&signature);
        assert!(spellings.len() > 80, "{}", spellings.len());
        for spelling in spellings {
            assert!(!is_believed(&message_with(&spelling), &*verifier), "{spelling:?}");
        }
    }
}

#[test]
fn no_changed_byte_of_a_signature_is_believed() {
    let mut refused = 0;
    for (signer, verifier) in schemes() {
        let unsigned = Message::parse(ODD.as_bytes()).unwrap();
        let signature = sign_message(&unsigned, &*signer).unwrap();
        for mutant in mutants::of(signature.as_bytes()) {
            let Ok(mutant) = String::from_utf8(mutant) else { continue };
            // One byte doubled in front of its twin is one dropped and put back only if both are alike.
            assert_ne!(mutant, signature);
            assert!(!is_believed(&message_with(&mutant), &*verifier), "{mutant}");
            refused += 1;
        }
    }
    assert!(refused > 1200, "{refused}");
}

#[test]
fn a_signature_of_one_scheme_is_believed_in_no_other() {
    let schemes = schemes();
    for (at, (signer, _)) in schemes.iter().enumerate() {
        let unsigned = Message::parse(ODD.as_bytes()).unwrap();
        let message = message_with(&sign_message(&unsigned, &**signer).unwrap());
        for (other, (_, verifier)) in schemes.iter().enumerate() {
            assert_eq!(is_believed(&message, &**verifier), at == other);
        }
    }
}
