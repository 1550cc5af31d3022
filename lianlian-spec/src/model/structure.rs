//! Values with members of their own.

use super::{Field, Rule};

/// A value with members of its own, carried in one field as text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Structure {
    /// The name fields refer to it by.
    pub id: String,
    /// A short name for people.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// How its members become text.
    pub encoding: Encoding,
    /// Its members, in groups that become one Rust type each.
    pub groups: Vec<Group>,
    /// Remarks.
    pub notes: Vec<String>,
    /// The file that describes it, relative to the spec folder.
    pub file: String,
}

/// How the members of a [`Structure`] become text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encoding {
    /// A JSON object, written into a string.
    JsonObject,
    /// A JSON array of objects, which only replies carry; its one group describes an object.
    JsonList,
    /// The values in order, joined by separators that no value may contain.
    Separated {
        /// Between two values of an entry.
        field_separator: char,
        /// Between two entries.
        entry_separator: char,
        /// Most entries; at least one.
        max_entries: u32,
    },
}

/// Members of a structure that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// Its name in the structure.
    pub name: String,
    /// Name of its Rust type.
    pub type_name: String,
    /// A short name for people.
    pub title: String,
    /// When it is sent.
    pub description: Option<String>,
    /// The key of the list its members are entries of; none if they lie in the structure itself.
    pub in_list: Option<String>,
    /// The members in the order they are written.
    pub fields: Vec<Field>,
    /// Rules between the members.
    pub rules: Vec<Rule>,
    /// Remarks.
    pub notes: Vec<String>,
}
