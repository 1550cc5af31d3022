//! Names of Rust types: possible, and different from each other where they meet.

use std::collections::{HashMap, HashSet};

use crate::check::{OperationFields, Resolution};
use crate::files::CodeListsFile;
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::model::Kind;
use crate::names::{is_prelude_name, is_type_name, pascal_case};
use crate::source::{Span, Text};

/// A Rust type: its name, where the name comes from, and what it stands for.
struct Type {
    name: String,
    span: Span,
    what: String,
}

pub(super) fn check(resolution: &Resolution<'_>, known: &Known<'_>, sink: &mut Sink) {
    let lists = known.files.code_lists.as_ref();
    // Lists and structures are every product's.
    let shared: Vec<Type> =
        list_types(lists, |_| true).chain(group_types(resolution, |_| true)).collect();
    check_given(resolution, known, sink);
    check_distinct(&shared, sink);
    check_free(&shared, sink);
    let mut products: Vec<&str> =
        resolution.operations.iter().map(|operation| operation.placed.parts().0).collect();
    products.dedup();
    for product in products {
        let operations: Vec<&OperationFields<'_>> = resolution
            .operations
            .iter()
            .filter(|operation| operation.placed.parts().0 == product)
            .collect();
        let uses = |kind: &Kind| {
            let fields = operations
                .iter()
                .flat_map(|operation| operation.request.items.iter().chain(&operation.reply.items));
            fields.into_iter().any(|field| field.kind == *kind)
        };
        let own: Vec<Type> =
            operations.iter().flat_map(|operation| operation_types(operation)).collect();
        check_free(&own, sink);
        let lists = list_types(lists, |name| uses(&Kind::Code(name.to_owned())));
        let groups = group_types(resolution, |id| uses(&Kind::Structure(id.to_owned())));
        let all: Vec<Type> = lists.chain(groups).chain(own).collect();
        check_distinct(&all, sink);
    }
}

/// The Rust type of an operation's request.
pub(crate) fn operation_type(operation: &OperationFields<'_>) -> String {
    match &operation.file.type_name {
        Some(name) => name.value.clone(),
        None => pascal_case(operation.placed.parts().1),
    }
}

/// The Rust type of a group: given, or structure and group in Pascal case.
pub(crate) fn group_type(structure: &str, group: &str, given: Option<&Text>) -> String {
    given.map_or_else(|| pascal_case(&format!("{structure}_{group}")), |name| name.value.clone())
}

fn operation_types(operation: &OperationFields<'_>) -> Vec<Type> {
    let file = operation.file;
    let Some(span) = file.type_name.as_ref().or(file.id.as_ref()).map(|text| text.span) else {
        return Vec::new();
    };
    let (folder, stem) = operation.placed.parts();
    // An id that is not its place's has been reported, and so has a stem that is no name.
    if file.id.as_ref().is_some_and(|id| id.value != format!("{folder}.{stem}")) {
        return Vec::new();
    }
    let name = operation_type(operation);
    let reply = (!operation.reply.items.is_empty()).then(|| Type {
        name: format!("{name}Reply"),
        span,
        what: format!("the reply of `{folder}.{stem}`"),
    });
    let mut seen = HashSet::new();
    let steps = file.steps.items.iter().filter_map(|step| {
        let own = step.name.as_ref()?;
        // Two steps of one name have been reported, and are one type.
        if !seen.insert(pascal_case(own.as_str())) {
            return None;
        }
        let what = format!("the step `{}` of `{folder}.{stem}`", own.as_str());
        Some(Type { name: format!("{name}{}", pascal_case(own.as_str())), span: own.span, what })
    });
    let answer = (!file.steps.items.is_empty()).then(|| Type {
        name: format!("{name}Answer"),
        span,
        what: format!("the answer of `{folder}.{stem}`"),
    });
    let followers: Vec<Type> = reply.into_iter().chain(answer).chain(steps).collect();
    let request = Type { name, span, what: format!("the operation `{folder}.{stem}`") };
    [request].into_iter().chain(followers).collect()
}

fn list_types<'f>(
    file: Option<&'f CodeListsFile>,
    wanted: impl Fn(&str) -> bool + 'f,
) -> impl Iterator<Item = Type> + 'f {
    let lists = file.into_iter().flat_map(|file| file.lists.iter());
    lists.filter(move |(name, _)| wanted(name.as_str())).map(|(name, list)| {
        let given = list.type_name.as_ref();
        Type {
            name: given.map_or_else(|| pascal_case(name.as_str()), |name| name.value.clone()),
            span: given.unwrap_or(name).span,
            what: format!("the code list `{}`", name.as_str()),
        }
    })
}

fn group_types<'f>(
    resolution: &'f Resolution<'_>,
    wanted: impl Fn(&str) -> bool + 'f,
) -> impl Iterator<Item = Type> + 'f {
    let structures = resolution.structures.iter();
    let structures = structures.filter(move |structure| wanted(structure.placed.parts().1));
    structures.flat_map(|structure| {
        let id = structure.placed.parts().1;
        structure.groups.iter().map(move |group| {
            let given = group.file.type_name.as_ref();
            Type {
                name: group_type(id, group.name.as_str(), given),
                span: given.unwrap_or(group.name).span,
                what: format!("the group `{}` of `{id}`", group.name.as_str()),
            }
        })
    })
}

/// Names that are given; those that derive from a name are as good as that name.
fn check_given(resolution: &Resolution<'_>, known: &Known<'_>, sink: &mut Sink) {
    let operations = resolution.operations.iter().map(|operation| &operation.file.type_name);
    let groups = resolution.structures.iter().flat_map(|structure| &structure.groups);
    let groups = groups.map(|group| &group.file.type_name);
    let lists = known.files.code_lists.iter().flat_map(|file| file.lists.iter());
    let lists = lists.map(|(_, list)| &list.type_name);
    for name in operations.chain(groups).chain(lists).flatten() {
        if !is_type_name(name.as_str()) {
            let message = format!("`{}` cannot be the name of a Rust type", name.as_str());
            let finding = Finding::new(name.span, message);
            sink.add(
                finding.help(
                    "type names are ASCII letters and digits and begin with a capital letter",
                ),
            );
        }
    }
}

/// Generated code uses these names as the prelude gives them.
fn check_free(types: &[Type], sink: &mut Sink) {
    for ty in types {
        if is_prelude_name(&ty.name) {
            let message = format!("the Rust type `{}` would hide the one of that name", ty.name);
            let finding = Finding::new(ty.span, message).label(ty.what.clone());
            sink.add(finding.help(format!("give it another name: \"type\": \"{}Code\"", ty.name)));
        }
    }
}

fn check_distinct(types: &[Type], sink: &mut Sink) {
    let mut first: HashMap<&str, &Type> = HashMap::new();
    for ty in types {
        match first.get(ty.name.as_str()) {
            Some(earlier) => {
                let message = format!(
                    "{} and {} become the same Rust type `{}`",
                    ty.what, earlier.what, ty.name
                );
                let finding = Finding::new(ty.span, message).label("the second");
                sink.add(
                    finding
                        .related(earlier.span, "the first")
                        .help("say in `type` what one of them is called"),
                );
            }
            None => drop(first.insert(ty.name.as_str(), ty)),
        }
    }
}
