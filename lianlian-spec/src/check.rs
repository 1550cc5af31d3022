//! What is wrong with files that are well-formed, each mistake at its place and none twice.

mod codes;
mod fields;
mod gateway;
mod ids;
mod limits;
mod operations;
mod rules;
mod samples;
mod states;
mod steps;
mod structures;
mod tables;
mod types;
mod values;
mod when;

pub(crate) use fields::rust_name;
pub(crate) use types::{group_type, operation_type};

use crate::files::{Files, GroupFile, OperationFile, Placed, SampleFile, StructureFile};
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::names::is_snake_name;
use crate::resolve::{Fields, resolve, resolve_alone};
use crate::source::Text;

/// The readable files with their fields resolved.
#[derive(Debug)]
pub(crate) struct Resolution<'f> {
    pub(crate) operations: Vec<OperationFields<'f>>,
    pub(crate) structures: Vec<StructureFields<'f>>,
    /// Samples that an overlay has made wrong.
    pub(crate) outdated: Vec<&'f SampleFile>,
}

/// An operation with its fields.
#[derive(Debug)]
pub(crate) struct OperationFields<'f> {
    pub(crate) placed: &'f Placed<OperationFile>,
    pub(crate) file: &'f OperationFile,
    pub(crate) request: Fields<'f>,
    pub(crate) reply: Fields<'f>,
}

/// A structure with the fields of its groups.
#[derive(Debug)]
pub(crate) struct StructureFields<'f> {
    pub(crate) placed: &'f Placed<StructureFile>,
    pub(crate) file: &'f StructureFile,
    pub(crate) groups: Vec<GroupFields<'f>>,
}

/// A group with its fields.
#[derive(Debug)]
pub(crate) struct GroupFields<'f> {
    pub(crate) name: &'f Text,
    pub(crate) file: &'f GroupFile,
    pub(crate) fields: Fields<'f>,
}

/// Resolves and checks everything that could be read.
pub(crate) fn check<'f>(files: &'f Files, sink: &mut Sink) -> Resolution<'f> {
    let known = Known::of(files);
    let mut resolution = resolved(files);
    gateway::check(&known, sink);
    codes::check(&known, sink);
    tables::check(&known, sink);
    if let Some(dictionary) = &files.fields {
        for entry in &dictionary.fields.entries {
            if let Some(field) = resolve_alone(entry) {
                fields::check_field(&field, &known, sink);
            }
            if let Some(entry) = &entry.value {
                fields::check_references(&entry.attributes, &known, sink);
            }
        }
    }
    structures::check(&resolution, &known, sink);
    resolution.outdated = operations::check(&resolution, &known, sink);
    types::check(&resolution, &known, sink);
    resolution
}

fn resolved(files: &Files) -> Resolution<'_> {
    let operations = files.operations.iter().filter_map(|placed| {
        let file = placed.content.as_ref()?;
        let request = resolve(&file.request, files);
        let reply = resolve(&file.reply, files);
        Some(OperationFields { placed, file, request, reply })
    });
    let structures = files.structures.iter().filter_map(|placed| {
        let file = placed.content.as_ref()?;
        let groups = file.groups.iter().map(|(name, group)| {
            let fields = resolve(&group.fields, files);
            GroupFields { name, file: group, fields }
        });
        Some(StructureFields { placed, file, groups: groups.collect() })
    });
    Resolution {
        operations: operations.collect(),
        structures: structures.collect(),
        outdated: Vec::new(),
    }
}

/// Reports a name that should be in snake case and is not.
fn expect_snake_name(noun: &str, text: &Text, sink: &mut Sink) {
    if text.value.trim().is_empty() || is_snake_name(text.as_str()) {
        return;
    }
    let message = format!("`{}` cannot be the name of a {noun}", text.as_str());
    let finding = Finding::new(text.span, message);
    sink.add(finding.help(
        "names are lower-case letters, digits and single underscores, begin with a letter and are no Rust keyword",
    ));
}
