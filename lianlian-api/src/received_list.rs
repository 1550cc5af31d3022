//! Lists of objects that replies carry, such as the cards bound to a user.

use std::ops::Deref;

use serde_json::value::RawValue;

use crate::message::Message;
use crate::meta::GroupMeta;
use crate::reply::{ReadError, Reader};
use crate::value::{FieldError, FromField, kind};
use crate::verified::Coverage;

/// An entry of a list in a reply; implemented by generated structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entry of a list in a reply",
    label = "cannot be read from a list",
    note = "entries are structs of the module `structures`"
)]
pub trait ReceivedGroup: Sized {
    /// What the spec says about the entry.
    const META: &'static GroupMeta;

    /// Reads the entry. Members that the spec does not know are no mistake.
    ///
    /// # Errors
    /// A field without which the struct cannot be is missing or has another form.
    #[doc(hidden)]
    fn read(reader: &Reader<'_>) -> Result<Self, ReadError>;
}

/// The entries of a list in a reply, in the order of the message.
///
/// Read from a JSON array of objects, or from a string that holds one; the gateway is known to send
/// both. Entries are as verified as the field that holds the list: where its signature may leave the
/// list out, the field is [`Unsigned`](crate::Unsigned) and so is everything in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedList<G>(Vec<G>);

impl<G> ReceivedList<G> {
    /// The entries.
    pub fn into_vec(self) -> Vec<G> {
        self.0
    }
}

impl<G> Deref for ReceivedList<G> {
    type Target = [G];

    fn deref(&self) -> &[G] {
        &self.0
    }
}

impl<G> IntoIterator for ReceivedList<G> {
    type Item = G;
    type IntoIter = std::vec::IntoIter<G>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, G> IntoIterator for &'a ReceivedList<G> {
    type Item = &'a G;
    type IntoIter = std::slice::Iter<'a, G>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[diagnostic::do_not_recommend]
impl<G: ReceivedGroup> FromField<kind::Structure> for ReceivedList<G> {
    /// Reads the list from its JSON text, which array and string have in common.
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let text = text.ok_or(FieldError::Missing)?;
        let entries: Vec<&RawValue> = serde_json::from_str(text)
            .map_err(|_| FieldError::Malformed("a JSON array of objects"))?;
        let entries = (1..).zip(entries).map(|(at, entry)| read_entry(at, entry));
        entries.collect::<Result<_, _>>().map(Self)
    }
}

/// Reads the entry in place `at`. No error repeats anything of it: entries are about people.
fn read_entry<G: ReceivedGroup>(at: usize, entry: &RawValue) -> Result<G, FieldError> {
    let message = Message::parse(entry.get().as_bytes()).map_err(|_| {
        FieldError::Malformed("a JSON array of objects in which no name stands twice")
    })?;
    // Only the list as a whole can be left out of a signature.
    let coverage = Coverage::default();
    let reader = Reader::new(&message, &coverage, G::META.name, G::META.fields);
    G::read(&reader).map_err(|error| FieldError::Entry {
        at,
        field: error.field,
        reason: Box::new(error.reason),
    })
}
