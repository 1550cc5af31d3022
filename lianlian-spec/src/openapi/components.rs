//! The component schemas, each made when something first refers to it, so that none is unused.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::structure;
use crate::model::{CodeList, Spec};

/// Schemas by name, and the spec they come from.
#[derive(Debug)]
pub(super) struct Components<'s> {
    pub(super) spec: &'s Spec,
    schemas: BTreeMap<String, Value>,
}

impl<'s> Components<'s> {
    pub(super) const fn new(spec: &'s Spec) -> Self {
        Self { spec, schemas: BTreeMap::new() }
    }

    pub(super) fn into_schemas(self) -> BTreeMap<String, Value> {
        self.schemas
    }

    /// A reference to the schema of this name, which `make` makes if it is not there yet.
    pub(super) fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.schemas.contains_key(name) {
            // Holds the place while the schema is made, so that one that refers to itself ends.
            self.schemas.insert(name.to_owned(), Value::Null);
            let schema = make(self);
            self.schemas.insert(name.to_owned(), schema);
        }
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// A reference to a code list.
    pub(super) fn codes(&mut self, list: &str) -> Value {
        let spec = self.spec;
        self.refer(&format!("codes.{list}"), |_| spec.code_list(list).map_or(Value::Null, codes))
    }

    /// A reference to a structure.
    pub(super) fn structure(&mut self, id: &str) -> Value {
        let spec = self.spec;
        self.refer(&format!("structures.{id}"), |components| {
            spec.structure(id).map_or(Value::Null, |one| structure::schema(one, components))
        })
    }
}

fn codes(list: &CodeList) -> Value {
    let codes = list.codes.iter().map(|entry| {
        let note = entry.note.as_ref().map(|note| format!(". {note}")).unwrap_or_default();
        let mut code = json!({
            "const": entry.code,
            "title": entry.name,
            "description": format!("{}{note}", entry.meaning),
        });
        if let (Some(members), Some(state)) = (code.as_object_mut(), &entry.state) {
            members.insert("x-means".to_owned(), state.means.as_str().into());
            members.insert("x-final".to_owned(), state.is_final.into());
        }
        code
    });
    let note = list.note.as_ref().map(|note| format!(". {note}")).unwrap_or_default();
    json!({
        "type": "string",
        "description": format!("{}{note}", list.title),
        "oneOf": codes.collect::<Vec<_>>(),
    })
}
