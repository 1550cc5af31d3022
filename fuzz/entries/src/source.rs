//! The signature source of any JSON.

use lianlian::{Message, Scheme, SourceHash};

use crate::{Reached, model};

/// `data` is a message: its source is that of the slow model, and what is no message is refused by both.
pub fn source(data: &[u8]) -> Reached {
    agrees(data, |message, without| {
        Message::parse(message).ok().map(|message| message.source(without))
    });
    let Ok(message) = Message::parse(data) else { return Reached::Refusal };
    let members = model::members(data).expect("the models agree");
    let read = message.members().map(|(name, value)| (name, value.text()));
    let slow = members.iter().map(|member| (&*member.name, member.text.as_deref()));
    assert!(read.eq(slow), "other members, or another order of them");
    for member in members.iter().take(16) {
        assert_eq!(message.text(&member.name).as_deref(), member.text.as_deref());
    }
    let mut hash = SourceHash::new(Scheme::Sha256WithRsa);
    message.write_source(&[], &mut hash);
    let mut whole = SourceHash::new(Scheme::Sha256WithRsa);
    whole.update(model::source_of(&members, &[]).as_bytes());
    assert_eq!(hash.finish(), whole.finish(), "the source is hashed otherwise than it is shown");
    // Names may be shown, values may not.
    let _ = format!("{message:?}");
    Reached::Property
}

/// The judged function takes a message and the names to leave out.
pub fn agrees(data: &[u8], product: impl Fn(&[u8], &[&str]) -> Option<String>) {
    assert_eq!(product(data, &[]), model::source(data, &[]), "another source");
    // The first few are enough: nothing depends on which member is left out.
    for member in model::members(data).unwrap_or_default().iter().take(4) {
        let without = [&*member.name];
        assert_eq!(
            product(data, &without),
            model::source(data, &without),
            "another source without {:?}",
            member.name
        );
    }
}
