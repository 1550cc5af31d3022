//! Wrong verifications, which are caught.

use lianlian::meta::FieldMeta;
use lianlian::{Message, Verifier};
use lianlian_fuzz::verify;

/// A message, the choice of the MD5 scheme, and the change of one byte at `place`.
fn changed_at(place: u8) -> Vec<u8> {
    [br#"{"money_order":"0.01","memo":"m"}"#.as_slice(), &[2, 1, 0, place, b'9']].concat()
}

#[test]
fn the_true_verification_passes_what_catches_the_others() {
    for place in 0..80 {
        verify::verify(&changed_at(place));
    }
}

#[test]
#[should_panic(expected = "believed what nobody signed")]
fn a_verification_that_believes_everything_is_caught() {
    verify::holds(&changed_at(16), |_, _, _| Some(Vec::new()));
}

#[test]
#[should_panic(expected = "after a change")]
fn a_verification_that_leaves_a_member_out_is_caught() {
    fn careless(
        message: &[u8],
        verifier: &dyn Verifier,
        _: &'static [FieldMeta],
    ) -> Option<Vec<&'static str>> {
        let message = Message::parse(message).ok()?;
        // Whatever the amount is said to be.
        let text = message.members().find(|(name, _)| *name == "money_order")?.1.text()?.to_owned();
        let mut source = lianlian::SourceHash::new(verifier.scheme());
        source.update(message.source(&[]).replace(&text, "0.01").as_bytes());
        verifier.verify(source, &message.text("sign")?).ok()?;
        Some(Vec::new())
    }
    verify::holds(&changed_at(16), careless);
}

#[test]
#[should_panic(expected = "not believed though signed")]
fn a_verification_that_believes_nothing_is_caught() {
    verify::holds(&changed_at(16), |_, _, _| None);
}
