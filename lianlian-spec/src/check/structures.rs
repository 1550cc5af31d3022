//! `structures/<id>.json`.

use crate::check::ids::{self, Claim};
use crate::check::{Resolution, StructureFields, expect_snake_name, fields, rules};
use crate::files::{EncodingFile, SeparatedFile};
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::source::Text;

pub(super) fn check(resolution: &Resolution<'_>, known: &Known<'_>, sink: &mut Sink) {
    let claims: Vec<Claim<'_>> = known
        .files
        .structures
        .iter()
        .map(|placed| Claim {
            path: &placed.path,
            id: placed.content.as_ref().and_then(|file| file.id.as_ref()),
            expected: placed.parts().1.to_owned(),
        })
        .collect();
    ids::check("structure", &claims, |id| Some(format!("structures/{id}.json")), sink);
    for structure in &resolution.structures {
        if let Some(id) = &structure.file.id {
            expect_snake_name("structure", id, sink);
        }
        check_encoding(structure, sink);
        for group in &structure.groups {
            expect_snake_name("group", group.name, sink);
            fields::check("group", &group.fields, known, sink);
            rules::check("group", &group.file.rules, &group.fields, known, sink);
        }
    }
}

fn check_encoding(structure: &StructureFields<'_>, sink: &mut Sink) {
    match &structure.file.encoding {
        Some(EncodingFile::Separated(encoding)) => {
            check_one_group("a separated structure", structure, sink);
            check_separators(encoding, sink);
        }
        Some(EncodingFile::JsonList(_)) => check_one_group("a list", structure, sink),
        Some(EncodingFile::JsonObject(_)) | None => {}
    }
}

fn check_one_group(noun: &str, structure: &StructureFields<'_>, sink: &mut Sink) {
    let groups = &structure.file.groups;
    if let Some(second) = groups.entries.get(1) {
        let finding = Finding::new(second.key.span, format!("{noun} has exactly one group"));
        sink.add(finding.label("the second"));
    } else if let (true, false, Some(id)) =
        (groups.entries.is_empty(), groups.broken, &structure.file.id)
    {
        let message = format!("{noun} has exactly one group, this one has none");
        sink.add(Finding::new(id.span, message));
    }
    for group in &structure.groups {
        if let Some(list) = &group.file.in_list {
            sink.add(Finding::new(list.span, format!("{noun} has no lists inside")));
        }
    }
}

fn check_separators(encoding: &SeparatedFile, sink: &mut Sink) {
    let separators = [&encoding.field_separator, &encoding.entry_separator];
    for separator in separators.into_iter().flatten() {
        check_separator(separator, sink);
    }
    if let [Some(field), Some(entry)] = separators
        && field.value == entry.value
    {
        let finding = Finding::new(entry.span, "entries and fields need different separators");
        sink.add(finding.related(field.span, "the other one"));
    }
    if let Some(max) = encoding.max_entries.filter(|max| max.value == 0) {
        sink.add(Finding::new(max.span, "a separated structure needs room for at least one entry"));
    }
}

fn check_separator(separator: &Text, sink: &mut Sink) {
    if separator.value.chars().count() != 1 {
        let message = format!("`{}` is not one character", separator.as_str());
        sink.add(Finding::new(separator.span, message).help("a separator is a single character"));
    }
}
