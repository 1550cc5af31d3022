//! Ids that belong to the places of their files.

use crate::mistake::{Finding, Sink};
use crate::source::Text;

/// A file's id as written and as its place calls for.
pub(super) struct Claim<'f> {
    pub(super) path: &'f str,
    pub(super) id: Option<&'f Text>,
    pub(super) expected: String,
}

/// Reports ids that are not their places', as a repeated id where it is that.
///
/// `place_of` tells where the file of an id would lie.
pub(super) fn check(
    noun: &str,
    claims: &[Claim<'_>],
    place_of: impl Fn(&str) -> Option<String>,
    sink: &mut Sink,
) {
    for (index, claim) in claims.iter().enumerate() {
        let Some(id) = claim.id else { continue };
        if id.as_str() == claim.expected {
            continue;
        }
        // The file in the id's own place is the first, else whichever claimed the id before.
        let same = |other: &&Claim<'_>| other.id.is_some_and(|other| other.value == id.value);
        let owner = claims.iter().filter(same).find(|other| other.expected == id.value);
        let first = owner.or_else(|| claims.iter().take(index).find(same));
        let Claim { path, expected, .. } = claim;
        let finding = if let Some(first) = first.and_then(|first| first.id) {
            let message = format!("two {noun}s have the id `{}`", id.as_str());
            let finding = Finding::new(id.span, message).label("a second time here");
            finding
                .related(first.span, "first here")
                .help(format!("as the file is `{path}`, write `{expected}`"))
        } else {
            let message = format!("the id `{}` does not belong to the file `{path}`", id.as_str());
            let elsewhere = place_of(id.as_str());
            let elsewhere = elsewhere.map(|place| format!(", or move the file to `{place}`"));
            let help = format!("write `{expected}`{}", elsewhere.unwrap_or_default());
            Finding::new(id.span, message).help(help)
        };
        sink.add(finding);
    }
}
