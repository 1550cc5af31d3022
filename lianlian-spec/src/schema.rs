//! JSON Schema of the spec files (feature `schema`), from the same macros as their decoders.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map as JsonMap, Value, json};

use crate::decode::{Attempt, List, Map, RawObject, Several};
use crate::files::{
    BanksFile, CodeListsFile, FieldsFile, FileKind, GatewayFile, NotificationAddressesFile,
    OperationFile, ReturnCodesFile, StructureFile,
};
use crate::overlay::OVERRIDE;
use crate::sorted::sorted;
use crate::source::{Spanned, Text};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema (draft 2020-12) of any file of a spec folder: one of the file kinds.
///
/// Keys are sorted, so the text of two runs is the same.
pub fn schema() -> Value {
    let mut generator = SchemaGenerator::default();
    let kinds: Vec<Value> =
        FileKind::ALL.iter().map(|kind| reference(*kind, &mut generator).to_value()).collect();
    let definitions = generator.take_definitions(true);
    sorted(json!({
        "$schema": DIALECT,
        "title": "A file of a lianlian spec",
        "anyOf": kinds,
        "$defs": definitions,
    }))
}

/// The JSON Schema (draft 2020-12) of one kind of file, complete in itself.
pub fn schema_of(kind: FileKind) -> Value {
    let mut generator = SchemaGenerator::default();
    let root = match kind {
        FileKind::Gateway => generator.root_schema_for::<GatewayFile>(),
        FileKind::Fields => generator.root_schema_for::<FieldsFile>(),
        FileKind::CodeLists => generator.root_schema_for::<CodeListsFile>(),
        FileKind::Structure => generator.root_schema_for::<StructureFile>(),
        FileKind::ReturnCodes => generator.root_schema_for::<ReturnCodesFile>(),
        FileKind::Banks => generator.root_schema_for::<BanksFile>(),
        FileKind::NotificationAddresses => generator.root_schema_for::<NotificationAddressesFile>(),
        FileKind::Operation => generator.root_schema_for::<OperationFile>(),
    };
    let mut root = root;
    root.insert("title".to_owned(), json!(format!("lianlian spec: {}", kind.name())));
    sorted(root.to_value())
}

fn reference(kind: FileKind, generator: &mut SchemaGenerator) -> Schema {
    match kind {
        FileKind::Gateway => generator.subschema_for::<GatewayFile>(),
        FileKind::Fields => generator.subschema_for::<FieldsFile>(),
        FileKind::CodeLists => generator.subschema_for::<CodeListsFile>(),
        FileKind::Structure => generator.subschema_for::<StructureFile>(),
        FileKind::ReturnCodes => generator.subschema_for::<ReturnCodesFile>(),
        FileKind::Banks => generator.subschema_for::<BanksFile>(),
        FileKind::NotificationAddresses => generator.subschema_for::<NotificationAddressesFile>(),
        FileKind::Operation => generator.subschema_for::<OperationFile>(),
    }
}

/// A record that can describe its keys.
pub(crate) trait Shaped {
    fn shape(shape: &mut Shape, generator: &mut SchemaGenerator);
}

/// The object schema of a record while its keys are added, one method per mode of `record!`.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    properties: JsonMap<String, Value>,
    required: Vec<Value>,
    is_overridable: bool,
}

impl Shape {
    pub(crate) fn of<T: Shaped>(description: &str, generator: &mut SchemaGenerator) -> Schema {
        let mut shape = Self::default();
        T::shape(&mut shape, generator);
        let mut schema = json_schema!({
            "type": "object",
            "description": prose(description),
            "properties": shape.properties,
            "additionalProperties": false,
        });
        let Self { required, is_overridable, .. } = shape;
        // An overlay that changes something repeats only what it changes.
        let (always, otherwise): (Vec<Value>, Vec<Value>) =
            required.into_iter().partition(|key| !is_overridable || key == "$schema");
        if !always.is_empty() {
            schema.insert("required".to_owned(), Value::Array(always));
        }
        if !otherwise.is_empty() {
            let overrides = json!({
                "properties": { OVERRIDE: { "const": true } },
                "required": [OVERRIDE],
            });
            schema.insert("if".to_owned(), overrides);
            schema.insert("else".to_owned(), json!({ "required": otherwise }));
        }
        schema
    }

    /// The key by which an overlay says that it changes what is there; no decoder knows it.
    pub(crate) fn overridable(&mut self) {
        self.is_overridable = true;
        let description = "Only in an overlay: these keys take the place of those below.";
        let schema = json!({ "type": "boolean", "description": description });
        self.properties.insert(OVERRIDE.to_owned(), schema);
    }

    pub(crate) fn part<T: JsonSchema>(
        &mut self,
        key: &str,
        description: &str,
        generator: &mut SchemaGenerator,
    ) {
        self.required::<T>(key, description, generator);
    }

    pub(crate) fn choice<T: JsonSchema>(
        &mut self,
        key: &str,
        description: &str,
        generator: &mut SchemaGenerator,
    ) {
        self.optional::<T>(key, description, generator);
    }

    pub(crate) fn required<T: JsonSchema>(
        &mut self,
        key: &str,
        description: &str,
        generator: &mut SchemaGenerator,
    ) {
        self.required.push(json!(key));
        self.optional::<T>(key, description, generator);
    }

    pub(crate) fn optional<T: JsonSchema>(
        &mut self,
        key: &str,
        description: &str,
        generator: &mut SchemaGenerator,
    ) {
        let mut schema = generator.subschema_for::<T>();
        schema.insert("description".to_owned(), json!(prose(description)));
        self.properties.insert(key.to_owned(), schema.to_value());
    }

    pub(crate) fn many<T: JsonSchema>(
        &mut self,
        key: &str,
        description: &str,
        generator: &mut SchemaGenerator,
    ) {
        self.optional::<T>(key, description, generator);
    }

    pub(crate) fn flatten<T: Shaped>(&mut self, _: &str, _: &str, generator: &mut SchemaGenerator) {
        T::shape(self, generator);
    }
}

/// The schema of a closed set of words, each with its description.
pub(crate) fn words(description: &str, words: &[(&str, &str)]) -> Schema {
    let choices: Vec<Value> = words
        .iter()
        .map(|(word, meaning)| json!({ "const": word, "description": prose(meaning) }))
        .collect();
    json_schema!({ "type": "string", "description": prose(description), "oneOf": choices })
}

/// A record's schema with the `kind` that leads to it.
pub(crate) fn tagged(record: Schema, kind: &str) -> Schema {
    let mut record = record;
    if let Some(properties) = record.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("kind".to_owned(), json!({ "const": kind }));
    }
    match record.get_mut("required").and_then(Value::as_array_mut) {
        Some(required) => required.insert(0, json!("kind")),
        None => drop(record.insert("required".to_owned(), json!(["kind"]))),
    }
    record
}

/// Exactly one of several object schemas.
pub(crate) fn one_of(description: &str, variants: Vec<Schema>) -> Schema {
    let variants: Vec<Value> = variants.into_iter().map(Schema::to_value).collect();
    json_schema!({ "description": prose(description), "oneOf": variants })
}

/// A doc comment as one paragraph.
fn prose(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1 })
    }
}

impl JsonSchema for RawObject {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RawObject".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

/// A position is not written: `Spanned<T>` looks like `T`.
impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for List<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("List_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<T>() })
    }
}

impl<T: JsonSchema> JsonSchema for Several<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Several_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<T>(), "minItems": 1 })
    }
}

impl<T: JsonSchema> JsonSchema for Attempt<T> {
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for Map<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Map_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::decode::{Reader, Record};
    use crate::files::{AddressesFile, EnvelopeFile, FollowUpFile, LimitsFile, StepFile};
    use crate::files::{AlsoMeaning, CodeFile, CodeListFile, DictionaryEntry, FieldUse, GroupFile};
    use crate::files::{ProductMeaning, RangeFile, ReturnCodeFile, SampleFile, drift};
    use crate::mistake::Sink;
    use crate::source::Span;
    use crate::syntax;

    fn strings(value: &Value) -> BTreeSet<&str> {
        let array = value.as_array().into_iter().flatten();
        array.map(|element| element.as_str().unwrap()).collect()
    }

    /// The decoder's keys, learnt by letting it read an object without any.
    fn compare<T: Record + JsonSchema>(compared: &mut BTreeSet<String>) {
        let span = Span { file: 0, start: 0, end: 2 };
        let empty = syntax::Node { value: syntax::Value::Object(Vec::new()), span };
        let mut sink = Sink::default();
        let mut reader = Reader::open(&empty, "", &mut sink).unwrap();
        T::read(&mut reader);
        let (asked, missing) = reader.keys();
        let schema = T::json_schema(&mut SchemaGenerator::default()).to_value();
        // The key that is gone before anything is decoded.
        let properties: BTreeSet<&str> = schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .filter(|key| *key != OVERRIDE)
            .collect();
        let name = T::schema_name();
        assert_eq!(asked.len(), properties.len(), "a key of {name} is asked for twice");
        assert_eq!(asked.iter().copied().collect::<BTreeSet<_>>(), properties, "{name}");
        assert_eq!(
            missing.iter().copied().collect::<BTreeSet<_>>(),
            &strings(&schema["required"]) | &strings(&schema["else"]["required"]),
            "{name}"
        );
        assert_eq!(schema["additionalProperties"], false, "{name}");
        compared.insert(name.into_owned());
    }

    #[test]
    fn the_schema_of_each_record_has_the_keys_of_its_decoder() {
        let mut compared = BTreeSet::new();
        compare::<GatewayFile>(&mut compared);
        compare::<FieldsFile>(&mut compared);
        compare::<DictionaryEntry>(&mut compared);
        compare::<FieldUse>(&mut compared);
        compare::<RangeFile>(&mut compared);
        compare::<CodeListsFile>(&mut compared);
        compare::<CodeListFile>(&mut compared);
        compare::<CodeFile>(&mut compared);
        compare::<ReturnCodesFile>(&mut compared);
        compare::<ReturnCodeFile>(&mut compared);
        compare::<ProductMeaning>(&mut compared);
        compare::<AlsoMeaning>(&mut compared);
        compare::<StructureFile>(&mut compared);
        compare::<GroupFile>(&mut compared);
        compare::<OperationFile>(&mut compared);
        compare::<SampleFile>(&mut compared);
        compare::<drift::HostFile>(&mut compared);
        compare::<drift::ProductFile>(&mut compared);
        compare::<drift::ContractFile>(&mut compared);
        compare::<drift::NotificationFile>(&mut compared);
        compare::<drift::RequestFile>(&mut compared);
        compare::<LimitsFile>(&mut compared);
        compare::<drift::OrderFile>(&mut compared);
        compare::<drift::FieldsRule>(&mut compared);
        compare::<drift::IgnoredRule>(&mut compared);
        compare::<drift::RequiredIfRule>(&mut compared);
        compare::<drift::ClockSkewRule>(&mut compared);
        compare::<crate::files::SeparatedFile>(&mut compared);
        compare::<drift::JsonObjectFile>(&mut compared);
        compare::<drift::JsonListFile>(&mut compared);
        compare::<drift::EditionFile>(&mut compared);
        compare::<drift::CircumstanceFile>(&mut compared);
        compare::<drift::PublishedKeyFile>(&mut compared);
        compare::<drift::CardKindRule>(&mut compared);
        compare::<drift::CardCondition>(&mut compared);
        compare::<drift::NotAboveRule>(&mut compared);
        compare::<drift::FollowUpWindowRule>(&mut compared);
        compare::<EnvelopeFile>(&mut compared);
        compare::<FollowUpFile>(&mut compared);
        compare::<StepFile>(&mut compared);
        compare::<BanksFile>(&mut compared);
        compare::<drift::BankFile>(&mut compared);
        compare::<NotificationAddressesFile>(&mut compared);
        compare::<AddressesFile>(&mut compared);
        compare::<crate::files::TellsFile>(&mut compared);
        compare::<drift::MeansForFile>(&mut compared);
        compare::<drift::AddressRangeFile>(&mut compared);
        let bundle = schema();
        for (name, definition) in bundle["$defs"].as_object().unwrap() {
            let is_record = definition.get("properties").is_some();
            assert!(!is_record || compared.contains(name), "{name} is not compared");
        }
    }
}
