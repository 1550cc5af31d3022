//! Values with members of their own.

use crate::diff::fields::{self, Side};
use crate::diff::usage::Usage;
use crate::diff::{At, Pair, pairs, phrases, rules};
use crate::model::{Encoding, Group, Kind, Structure};

pub(super) fn diff(at: &mut At<'_>, old: &[Structure], new: &[Structure], usage: &Usage<'_>) {
    for pair in pairs(old, new, |structure| &structure.id) {
        match pair {
            Pair::Removed(structure) => {
                at.part(&structure.id)
                    .breaking("the structure is gone, and its Rust types with it");
            }
            Pair::Added(structure) => at.part(&structure.id).additive("a new structure"),
            Pair::Both(old, new) => structure(&mut at.part(&old.id), old, new, usage),
        }
    }
}

fn structure(at: &mut At<'_>, old: &Structure, new: &Structure, usage: &Usage<'_>) {
    let Structure { id, title, description, encoding, groups, notes, file: _ } = old;
    at.text("the title", title, &new.title);
    at.text("the description", description, &new.description);
    self::encoding(at, encoding, &new.encoding);
    let kind = Kind::Structure(id.clone());
    let only_received = usage.is_received(&kind) && !usage.is_sent(&kind);
    let side =
        if *encoding == Encoding::JsonList || only_received { Side::Reply } else { Side::Sent };
    let is_positional = matches!(encoding, Encoding::Separated { .. });
    for pair in pairs(groups, &new.groups, |group| &group.name) {
        match pair {
            Pair::Removed(one) => {
                at.section(&one.name).breaking("the group is gone, and its Rust type with it");
            }
            Pair::Added(one) => at.section(&one.name).additive("a new group"),
            Pair::Both(old, new) => {
                group(&mut at.section(&old.name), old, new, side, is_positional);
            }
        }
    }
    at.text("the notes", notes, &new.notes);
}

fn group(at: &mut At<'_>, old: &Group, new: &Group, side: Side, is_positional: bool) {
    let Group { name: _, type_name, title, description, in_list, fields, rules, notes } = old;
    at.fixed("the Rust type", type_name, &new.type_name, phrases::quoted);
    at.text("the title", title, &new.title);
    at.text("the description", description, &new.description);
    at.fixed("the list", in_list, &new.in_list, phrases::optional);
    if is_positional {
        let names = |group: &Group| -> Vec<String> {
            group.fields.iter().map(|field| field.name.clone()).collect()
        };
        at.fixed("the order", &names(old), &names(new), |names| phrases::names(names));
    }
    fields::diff(at, fields, &new.fields, side);
    rules::diff(&mut at.part("rules"), rules, &new.rules, side);
    at.text("the notes", notes, &new.notes);
}

fn encoding(at: &mut At<'_>, old: &Encoding, new: &Encoding) {
    let shown = |encoding: &Encoding| match encoding {
        Encoding::JsonObject => "a JSON object".to_owned(),
        Encoding::JsonList => "a JSON array".to_owned(),
        Encoding::Separated { field_separator, entry_separator, max_entries: _ } => {
            format!("values separated by `{field_separator}` and `{entry_separator}`")
        }
    };
    if shown(old) != shown(new) {
        at.breaking(format!("{} becomes {}", shown(old), shown(new)));
    }
    if let (
        Encoding::Separated { max_entries, .. },
        Encoding::Separated { max_entries: most, .. },
    ) = (old, new)
    {
        at.allowance(*max_entries, *most, "the most entries");
    }
}
