//! Fields as they are used, completed by the dictionary, still with their places.

use crate::decode::{Entry, Map};
use crate::files::{Attributes, DictionaryEntry, FieldUse, Files, PlainKind};
use crate::model::{Kind, Required};
use crate::nearest::nearest;
use crate::source::{Spanned, Text};

/// A field of one message or group: the use, merged with its dictionary entry.
#[derive(Debug)]
pub(crate) struct Resolved<'f> {
    /// The wire name where the message lists it.
    pub(crate) name: &'f Text,
    pub(crate) meaning: Option<&'f Text>,
    pub(crate) merged: Attributes,
    pub(crate) given: Option<&'f FieldUse>,
    pub(crate) kind: Kind,
    /// Something that describes it is wrong and has been reported, so nothing is concluded from it.
    pub(crate) unsure: bool,
}

impl Resolved<'_> {
    pub(crate) fn required(&self) -> Required {
        self.given.and_then(|given| given.required).map_or(Required::No, |required| required.value)
    }

    pub(crate) fn fixed(&self) -> Option<&Text> {
        self.given.and_then(|given| given.fixed.as_ref())
    }

    pub(crate) fn default(&self) -> Option<&Text> {
        self.given.and_then(|given| given.default.as_ref())
    }
}

/// The fields of one message or group in the order they are written.
#[derive(Debug)]
pub(crate) struct Fields<'f> {
    pub(crate) items: Vec<Resolved<'f>>,
    /// Not all of them could be read.
    pub(crate) broken: bool,
    /// What misspelt fields were likely meant to be, so that their slips have no followers.
    pub(crate) meant: Vec<String>,
}

impl<'f> Fields<'f> {
    pub(crate) fn find(&self, name: &str) -> Option<&Resolved<'f>> {
        self.items.iter().find(|field| field.name.as_str() == name)
    }

    /// Whether nothing can be concluded from the absence of the field.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.broken || self.find(name).is_some() || self.meant.iter().any(|meant| meant == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.items.iter().map(|field| field.name.as_str())
    }
}

/// Merges every use with its dictionary entry.
pub(crate) fn resolve<'f>(uses: &'f Map<FieldUse>, files: &'f Files) -> Fields<'f> {
    let dictionary = files.fields.as_ref().map(|file| &file.fields);
    let known = |used: &Entry<FieldUse>| dictionary?.entry(used.key.as_str());
    let meant = |used: &Entry<FieldUse>| match known(used) {
        Some(_) => None,
        None => nearest(used.key.as_str(), dictionary?.keys()).map(str::to_owned),
    };
    Fields {
        items: uses.entries.iter().map(|used| merge(used, known(used))).collect(),
        broken: uses.broken,
        meant: uses.entries.iter().filter_map(meant).collect(),
    }
}

/// A dictionary entry looked at alone, as if a message used it without a word of its own.
pub(crate) fn resolve_alone(entry: &Entry<DictionaryEntry>) -> Option<Resolved<'_>> {
    let known = entry.value.as_ref()?;
    Some(Resolved {
        name: &entry.key,
        meaning: known.meaning.as_ref(),
        merged: known.attributes.clone(),
        given: None,
        kind: kind_of(&known.attributes),
        unsure: entry.mistaken || known.attributes.kind_keys().len() > 1,
    })
}

fn merge<'f>(used: &'f Entry<FieldUse>, known: Option<&'f Entry<DictionaryEntry>>) -> Resolved<'f> {
    let given = used.value.as_ref();
    let base = known.and_then(|entry| entry.value.as_ref());
    let merged = match (given, base) {
        (Some(given), Some(base)) if given.unlimited.is_some_and(|unlimited| unlimited.value) => {
            given.attributes.over(&base.attributes.unlimited())
        }
        (Some(given), Some(base)) => given.attributes.over(&base.attributes),
        (Some(given), None) => given.attributes.clone(),
        (None, Some(base)) => base.attributes.clone(),
        (None, None) => Attributes::default(),
    };
    let mistaken = used.mistaken || known.is_none_or(|entry| entry.mistaken);
    let own = given.and_then(|given| given.meaning.as_ref());
    Resolved {
        name: &used.key,
        meaning: own.or_else(|| base.and_then(|base| base.meaning.as_ref())),
        kind: kind_of(&merged),
        unsure: mistaken || given.is_none() || base.is_none() || merged.kind_keys().len() > 1,
        merged,
        given,
    }
}

fn kind_of(attributes: &Attributes) -> Kind {
    let Attributes { plain, codes, structure, .. } = attributes;
    match (plain, codes, structure) {
        (_, Some(list), _) => Kind::Code(list.value.clone()),
        (_, _, Some(structure)) => Kind::Structure(structure.value.clone()),
        (Some(Spanned { value, .. }), None, None) => match value {
            PlainKind::Text => Kind::Text,
            PlainKind::Digits => Kind::Digits,
            PlainKind::Int => Kind::Int,
            PlainKind::Amount => Kind::Amount,
            PlainKind::Time => Kind::Time,
            PlainKind::Date => Kind::Date,
            PlainKind::Ip => Kind::Ip,
        },
        (None, None, None) => Kind::Text,
    }
}
