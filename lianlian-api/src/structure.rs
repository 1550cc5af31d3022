//! Structures that travel in a string: `risk_item` (a JSON object) and sharing data (separated
//! values).

use std::fmt;
use std::marker::PhantomData;

use crate::meta::{Encoding, GroupMeta, StructureMeta};
use crate::request::json_text;
use crate::sensitive::Sensitive;
use crate::validate::{Context, Violations, validate};
use crate::value::{FieldValue, Value, kind};

/// A structure of the spec; implemented by generated markers.
pub trait Structure {
    /// What the spec says about it.
    const META: &'static StructureMeta;
}

/// A group of fields of a structure; implemented by generated structs.
pub trait Group {
    /// The structure it belongs to.
    type Structure: Structure;
    /// What the spec says about the group.
    const META: &'static GroupMeta;

    /// The value of the field of this index in [`GroupMeta::fields`].
    #[doc(hidden)]
    fn value(&self, index: usize) -> Value<'_>;
}

/// Why fields cannot be put into a structure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StructureError {
    /// A group breaks the spec.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// Two groups give one field different values.
    #[error("`{field}` of `{structure}` would get two different values")]
    Conflict {
        /// The structure.
        structure: &'static str,
        /// The field.
        field: &'static str,
    },
    /// No entry, or more than the gateway takes.
    #[error("`{structure}` takes 1 to {max} entries, not {got}")]
    Entries {
        /// The structure.
        structure: &'static str,
        /// Entries that were given.
        got: usize,
        /// Entries that are allowed.
        max: usize,
    },
    /// The group belongs into a list, or does not.
    #[error("the group `{group}` of `{structure}` {rule}")]
    Placement {
        /// The structure.
        structure: &'static str,
        /// The group.
        group: &'static str,
        /// Where it belongs.
        rule: &'static str,
    },
}

/// Checks a group against the spec.
///
/// # Errors
/// Every violation at once.
pub fn check_group<G: Group>(group: &G) -> Result<(), Violations> {
    let values: Vec<_> = group_values(group).collect();
    let members: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    validate(
        G::Structure::META.id,
        G::META.fields,
        G::META.rules,
        &members,
        &Context::message(&[], None),
    )
}

fn group_values<G: Group>(group: &G) -> impl Iterator<Item = (&'static str, Value<'_>)> {
    let fields = G::META.fields.iter().enumerate();
    fields.map(|(index, field)| (field.name, group.value(index)))
}

/// A JSON object in a string, put together from groups of fields.
///
/// The text is made once, so that signing and sending use the same bytes. It is masked in `Debug`
/// and wiped when dropped.
pub struct JsonString<S> {
    members: Vec<(&'static str, Member)>,
    text: Sensitive,
    structure: PhantomData<fn() -> S>,
}

#[derive(Clone, PartialEq, Eq)]
enum Member {
    Text(Sensitive),
    /// Entries of a list, each a JSON object.
    List(Vec<Sensitive>),
}

impl<S: Structure> JsonString<S> {
    /// Starts with a group.
    ///
    /// # Errors
    /// The group breaks the spec, or its fields belong into a list.
    pub fn new<G: Group<Structure = S>>(group: &G) -> Result<Self, StructureError> {
        let empty =
            Self { members: Vec::new(), text: Sensitive::default(), structure: PhantomData };
        empty.with(group)
    }

    /// Adds the fields of another group.
    ///
    /// # Errors
    /// The group breaks the spec, belongs into a list, or gives a field another value than a group
    /// before it.
    pub fn with<G: Group<Structure = S>>(mut self, group: &G) -> Result<Self, StructureError> {
        if G::META.in_list.is_some() {
            return Err(misplaced::<G>("is an entry of a list: add it with `with_entry`"));
        }
        check_group(group)?;
        for (name, value) in group_values(group) {
            if !value.as_str().is_empty() {
                self.add(name, Member::Text(value.as_str().into()))?;
            }
        }
        Ok(self.written())
    }

    /// Adds an entry to the list that the group's entries belong to.
    ///
    /// # Errors
    /// The group breaks the spec, or is no entry of a list.
    pub fn with_entry<G: Group<Structure = S>>(
        mut self,
        entry: &G,
    ) -> Result<Self, StructureError> {
        let Some(list) = G::META.in_list else {
            return Err(misplaced::<G>("is no entry of a list: add it with `with`"));
        };
        check_group(entry)?;
        let mut object = Vec::new();
        write_object(
            &mut object,
            group_values(entry).map(|(name, value)| (name, value_text(&value))),
        );
        let object = Sensitive::from(String::from_utf8_lossy(&object).into_owned());
        match self.members.iter_mut().find(|(name, _)| *name == list) {
            Some((_, Member::List(entries))) => entries.push(object),
            Some(_) => {
                return Err(StructureError::Conflict { structure: S::META.id, field: list });
            }
            None => self.members.push((list, Member::List(vec![object]))),
        }
        Ok(self.written())
    }

    /// The text as it is sent. It holds personal data.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    fn add(&mut self, name: &'static str, member: Member) -> Result<(), StructureError> {
        match self.members.iter().find(|(own, _)| *own == name) {
            None => self.members.push((name, member)),
            Some((_, own)) if *own == member => {}
            Some(_) => {
                return Err(StructureError::Conflict { structure: S::META.id, field: name });
            }
        }
        Ok(())
    }

    fn written(mut self) -> Self {
        let mut text = Vec::new();
        let members = self.members.iter().map(|(name, member)| match member {
            Member::Text(text) => (*name, text_of(text)),
            Member::List(entries) => {
                let entries: Vec<_> = entries.iter().map(Sensitive::expose).collect();
                (*name, format!("[{}]", entries.join(",")))
            }
        });
        write_object(&mut text, members);
        self.text = String::from_utf8_lossy(&text).into_owned().into();
        self
    }
}

fn misplaced<G: Group>(rule: &'static str) -> StructureError {
    StructureError::Placement { structure: G::Structure::META.id, group: G::META.name, rule }
}

/// A JSON string of a text.
fn text_of(text: &str) -> String {
    let mut json = Vec::new();
    json_text(&mut json, text);
    String::from_utf8_lossy(&json).into_owned()
}

/// A JSON string of a value; empty for an absent one.
fn value_text(value: &Value<'_>) -> String {
    if value.as_str().is_empty() { String::new() } else { text_of(value.as_str()) }
}

/// Writes an object from names and JSON texts; members with an empty text are left out.
fn write_object<'a>(out: &mut Vec<u8>, members: impl Iterator<Item = (&'a str, String)>) {
    out.push(b'{');
    for (name, json) in members.filter(|(_, json)| !json.is_empty()) {
        if out.last() != Some(&b'{') {
            out.push(b',');
        }
        json_text(out, name);
        out.push(b':');
        out.extend_from_slice(json.as_bytes());
    }
    out.push(b'}');
}

impl<S> Clone for JsonString<S> {
    fn clone(&self) -> Self {
        Self { members: self.members.clone(), text: self.text.clone(), structure: PhantomData }
    }
}

impl<S> PartialEq for JsonString<S> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<S> Eq for JsonString<S> {}

impl<S> fmt::Debug for JsonString<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.members.iter().map(|(name, _)| *name).collect();
        write!(f, "JsonString({} = ***)", names.join(", "))
    }
}

#[diagnostic::do_not_recommend]
impl<S> FieldValue<kind::Structure> for JsonString<S> {
    fn value(&self) -> Value<'_> {
        Value::text(self.text.expose())
    }
}

/// Entries whose values are joined by separators.
pub struct SeparatedList<G> {
    text: String,
    entry: PhantomData<fn() -> G>,
}

impl<G: Group> SeparatedList<G> {
    /// Writes the entries, in this order.
    ///
    /// # Errors
    /// There is no entry or there are too many, or an entry breaks the spec: a value is missing, has
    /// another form, or contains a separator.
    pub fn new<'g>(entries: impl IntoIterator<Item = &'g G>) -> Result<Self, StructureError>
    where
        G: 'g,
    {
        let structure = G::Structure::META;
        let (field_separator, entry_separator, max) = match structure.encoding {
            Encoding::Separated { field, entry, max_entries } => (field, entry, max_entries),
            Encoding::JsonObject | Encoding::JsonList => {
                return Err(misplaced::<G>("is written as JSON"));
            }
        };
        let mut texts = Vec::new();
        for entry in entries {
            check_group(entry)?;
            let values: Vec<_> = group_values(entry).collect();
            reject_separators::<G>(&values, &[field_separator, entry_separator])?;
            let values: Vec<_> = values.iter().map(|(_, value)| value.as_str()).collect();
            texts.push(values.join(field_separator));
        }
        if texts.is_empty() || texts.len() > max {
            return Err(StructureError::Entries { structure: structure.id, got: texts.len(), max });
        }
        Ok(Self { text: texts.join(entry_separator), entry: PhantomData })
    }

    /// The text as it is sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// No value may contain a separator, whether or not the spec says so for its field.
fn reject_separators<G: Group>(
    values: &[(&'static str, Value<'_>)],
    separators: &[&'static str],
) -> Result<(), StructureError> {
    for (name, value) in values {
        for separator in separators {
            if value.as_str().contains(separator) {
                return Err(Violations::forbidden(G::Structure::META.id, name, separator).into());
            }
        }
    }
    Ok(())
}

impl<G> Clone for SeparatedList<G> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), entry: PhantomData }
    }
}

impl<G> PartialEq for SeparatedList<G> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<G> Eq for SeparatedList<G> {}

impl<G> fmt::Debug for SeparatedList<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SeparatedList").field(&self.text).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<G> FieldValue<kind::Structure> for SeparatedList<G> {
    fn value(&self) -> Value<'_> {
        Value::text(&self.text)
    }
}
