//! `structures/<id>.json` as written.

use crate::decode::{List, Map};
use crate::files::{FieldUse, RuleFile};
use crate::record::{record, tagged};
use crate::source::{Spanned, Text};

record! {
    /// A value with members of its own, carried in one field as text.
    StructureFile, overridable {
        /// The JSON Schema of this file, for editors.
        required "$schema" _schema: Text,
        /// The name fields refer to it by; the file is called `<id>.json`.
        required "id" id: Text,
        /// A short name for people.
        required "title" title: Text,
        /// What it is for.
        optional "description" description: Text,
        /// How its members become text.
        required "encoding" encoding: EncodingFile,
        /// Its members, in groups that become one Rust type each.
        many "groups" groups: Map<GroupFile>,
        /// Remarks.
        many "notes" notes: List<Text>,
    }
}

tagged! {
    /// How the members of a structure become text.
    EncodingFile {
        "json_object" => JsonObject(JsonObjectFile),
        "json_list" => JsonList(JsonListFile),
        "separated" => Separated(SeparatedFile),
    }
}

record! {
    /// A JSON object, written into a string.
    JsonObjectFile {}
}

record! {
    /// A JSON array of objects, which only replies carry. It has exactly one group.
    JsonListFile {}
}

record! {
    /// The values in order, joined by separators; no value may contain one. It has exactly one group.
    SeparatedFile {
        /// The character between two values of an entry.
        required "field_separator" field_separator: Text,
        /// The character between two entries.
        required "entry_separator" entry_separator: Text,
        /// Most entries.
        required "max_entries" max_entries: Spanned<u32>,
    }
}

record! {
    /// Members that belong together.
    GroupFile, overridable {
        /// A short name for people.
        required "title" title: Text,
        /// When the group is sent.
        optional "description" description: Text,
        /// Name of the Rust type, where structure and group in Pascal case will not do.
        optional "type" type_name: Text,
        /// The members are entries of a list under this key instead of lying in the structure itself.
        optional "in_list" in_list: Text,
        /// The members by wire name.
        many "fields" fields: Map<FieldUse>,
        /// Rules between the members.
        many "rules" rules: List<RuleFile>,
        /// Remarks.
        many "notes" notes: List<Text>,
    }
}
