//! Code lists, and structures that travel in a string.

use super::{FieldMeta, Rule, StateMeaning, StateMeta};

/// A named list of coded values.
#[derive(Debug)]
pub struct CodeList {
    /// Name of the list.
    pub name: &'static str,
    /// The enum that stands for it, such as `codes::GoodsKind`.
    pub rust_type: &'static str,
    /// What the codes are about.
    pub title: &'static str,
    /// The codes.
    pub codes: &'static [CodeMeta],
}

impl CodeList {
    /// The entry of a code.
    pub fn find(&self, code: &str) -> Option<&'static CodeMeta> {
        self.codes.iter().find(|entry| entry.code == code)
    }
}

/// One coded value.
#[derive(Debug)]
#[non_exhaustive]
pub struct CodeMeta {
    /// The value on the wire.
    pub code: &'static str,
    /// Name of the value.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What it says about an order, if it is a state.
    pub state: Option<StateMeta>,
}

impl CodeMeta {
    /// A code that is no state; for generated code.
    #[doc(hidden)]
    pub const fn new(code: &'static str, name: &'static str, meaning: &'static str) -> Self {
        Self { code, name, meaning, state: None }
    }

    /// What the code says about an order; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn state(
        mut self,
        means: StateMeaning,
        is_final: bool,
        means_for: &'static [(&'static str, StateMeaning)],
    ) -> Self {
        self.state = Some(StateMeta { means, is_final, means_for });
        self
    }
}

/// A structure that travels in a string.
#[derive(Debug)]
pub struct StructureMeta {
    /// Identifier.
    pub id: &'static str,
    /// The type that stands for it, such as `structures::RiskItem`.
    pub rust_type: &'static str,
    /// What it holds.
    pub title: &'static str,
    /// How it is written.
    pub encoding: Encoding,
    /// Groups of fields.
    pub groups: &'static [&'static GroupMeta],
}

/// How a structure is written into a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// A JSON object.
    JsonObject,
    /// A JSON array of objects, which only replies carry.
    JsonList,
    /// Values joined by separators.
    Separated {
        /// Between the values of an entry.
        field: &'static str,
        /// Between entries.
        entry: &'static str,
        /// Most entries.
        max_entries: usize,
    },
}

/// Fields of a structure that belong together.
#[derive(Debug)]
pub struct GroupMeta {
    /// Name of the group.
    pub name: &'static str,
    /// What it holds.
    pub title: &'static str,
    /// The key of the list whose entries this group describes.
    pub in_list: Option<&'static str>,
    /// The fields, in the order they are written.
    pub fields: &'static [FieldMeta],
    /// Rules between them.
    pub rules: &'static [Rule],
}
