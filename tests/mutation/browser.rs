//! The same for what the payer's browser brings: fields, the JSON in one of them, and the text that encodes them.

use lianlian::{BrowserNotification, Notification, Operation};

use crate::meaning::{self, Meaning};
use crate::{Tally, is_verified, mutants, never_signed, receiver};

/// Changes everything about this notification, which has a true signature.
pub(crate) fn mutate<N>(message: &str, tally: &mut Tally)
where
    N: Notification,
    N::Operation: BrowserNotification,
{
    let meta = <N::Operation as Operation>::META;
    let unsigned = never_signed(meta.request);
    let receiver = receiver();
    let meaning_of = |pairs: Vec<(String, String)>| -> Option<Meaning> {
        let Some(envelope) = meta.envelope else {
            return meaning::of_pairs(pairs, &unsigned);
        };
        // What stands beside the message is not part of it.
        let mut texts = pairs.iter().filter(|(name, _)| name == envelope.field);
        match (texts.next(), texts.next()) {
            (Some((_, text)), None) => meaning::of_json(text.as_bytes(), &unsigned),
            _ => None,
        }
    };
    let pairs = match meta.envelope {
        Some(envelope) => vec![(envelope.field.to_owned(), message.to_owned())],
        None => {
            let members: std::collections::BTreeMap<String, String> =
                serde_json::from_str(message).unwrap();
            members.into_iter().collect()
        }
    };
    let meant = meaning_of(pairs.clone());
    assert!(meant.as_ref().is_some_and(|meant| meant.sign.is_some()), "{message}");

    // The fields as a web framework hands them over.
    let believes = |pairs: &[(String, String)]| {
        is_verified(&receiver.browser_notification::<N, _, _, _>(pairs.to_vec()))
    };
    assert!(believes(&pairs));
    for mutant in changed_pairs(&pairs) {
        let same = meaning_of(mutant.clone()) == meant;
        tally.judge(same, believes(&mutant), &|| format!("{mutant:?}"));
    }

    // The text as it stands in the address.
    let encoded: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", mutants::escaped(name), mutants::escaped(value)))
        .collect();
    let text = encoded.join("&");
    let believes = |text: &str| is_verified(&receiver.browser_notification_text::<N>(text));
    assert!(believes(&text) && believes(&format!("?{text}")));
    for mutant in mutants::of(text.as_bytes()) {
        // What is no text cannot be handed over.
        let Ok(mutant) = String::from_utf8(mutant) else { continue };
        let same = meaning::fields_of(&mutant).and_then(meaning_of) == meant;
        tally.judge(same, believes(&mutant), &|| mutant.clone());
    }
}

/// The fields with one byte changed, one field dropped, and one doubled.
fn changed_pairs(pairs: &[(String, String)]) -> Vec<Vec<(String, String)>> {
    let mut changed = Vec::new();
    for (at, (name, value)) in pairs.iter().enumerate() {
        let mut less = pairs.to_vec();
        less.remove(at);
        changed.push(less);
        let mut more = pairs.to_vec();
        more.push(pairs[at].clone());
        changed.push(more);
        for name in texts(name) {
            let mut other = pairs.to_vec();
            other[at].0 = name;
            changed.push(other);
        }
        for value in texts(value) {
            let mut other = pairs.to_vec();
            other[at].1 = value;
            changed.push(other);
        }
    }
    changed
}

fn texts(text: &str) -> impl Iterator<Item = String> {
    mutants::of(text.as_bytes()).filter_map(|bytes| String::from_utf8(bytes).ok())
}
