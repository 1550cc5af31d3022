//! Code lists and return codes.

use crate::diff::usage::Usage;
use crate::diff::{At, Pair, Severity, pairs, phrases};
use crate::model::{
    AlsoMeaning, Class, CodeEntry, CodeList, Kind, Outcome, ProductMeaning, Retry, ReturnCode,
    State,
};

pub(super) fn lists(at: &mut At<'_>, old: &[CodeList], new: &[CodeList], usage: &Usage<'_>) {
    for pair in pairs(old, new, |list| &list.name) {
        match pair {
            Pair::Removed(list) => {
                at.part(&list.name).breaking("the code list is gone, and its Rust type with it");
            }
            Pair::Added(list) => at.part(&list.name).additive("a new code list"),
            Pair::Both(old, new) => {
                let CodeList { name, type_name, title, note, codes } = old;
                let mut at = at.part(name);
                at.fixed("the Rust type", type_name, &new.type_name, phrases::quoted);
                at.text("the title", title, &new.title);
                at.text("the note", note, &new.note);
                let kind = Kind::Code(name.clone());
                let gone = if usage.is_sent(&kind) {
                    "the code is gone: requests with it are refused"
                } else if usage.is_received(&kind) {
                    "the code is gone: only replies carry it, but its Rust variant goes too"
                } else {
                    "the code is gone: nothing carries it, but its Rust variant goes too"
                };
                entries(&mut at, codes, &new.codes, gone);
            }
        }
    }
}

fn entries(at: &mut At<'_>, old: &[CodeEntry], new: &[CodeEntry], gone: &str) {
    for pair in pairs(old, new, |entry| &entry.code) {
        match pair {
            Pair::Removed(entry) => at.part(&entry.code).breaking(gone),
            Pair::Added(entry) => at.part(&entry.code).additive("a new code"),
            Pair::Both(old, new) => {
                let CodeEntry { code, name, meaning, note, state } = old;
                let mut at = at.part(code);
                at.fixed("the name", name, &new.name, phrases::quoted);
                at.text("the meaning", meaning, &new.meaning);
                at.text("the note", note, &new.note);
                at.fixed("the state", state, &new.state, |state| self::state(state.as_ref()));
            }
        }
    }
}

fn state(state: Option<&State>) -> String {
    let Some(State { means, is_final, means_for }) = state else {
        return "none".to_owned();
    };
    let mut said = format!("`{means}`, {}", if *is_final { "final" } else { "not final" });
    for (operation, means) in means_for {
        said = format!("{said}, `{means}` for `{operation}`");
    }
    said
}

/// What a program decides by.
type Reading<'a> = (&'a str, Class, Outcome, Retry);

pub(super) fn return_codes(at: &mut At<'_>, old: &[ReturnCode], new: &[ReturnCode]) {
    for pair in pairs(old, new, |code| &code.code) {
        match pair {
            Pair::Removed(code) => {
                at.part(&code.code).breaking("the return code is gone: it is unknown now");
            }
            Pair::Added(code) => at.part(&code.code).additive("a new return code"),
            Pair::Both(old, new) => return_code(&mut at.part(&old.code), old, new),
        }
    }
}

fn return_code(at: &mut At<'_>, old: &ReturnCode, new: &ReturnCode) {
    let ReturnCode { code: _, label, meaning, zh, class, outcome, retry, note, by_product, also } =
        old;
    let was = (&**label, *class, *outcome, *retry);
    let is = (&*new.label, new.class, new.outcome, new.retry);
    reading(at, was, is);
    at.text("the meaning", meaning, &new.meaning);
    at.text("the Chinese text", zh, &new.zh);
    at.text("the note", note, &new.note);
    for pair in pairs(by_product, &new.by_product, |own| &own.product) {
        match pair {
            // What held for the product before or holds after is what holds for all.
            Pair::Removed(own) => {
                let mut at = at.part(&own.product);
                at.breaking("a meaning of its own is gone");
                reading(&mut at, product_reading(own), is);
            }
            Pair::Added(own) => {
                let mut at = at.part(&own.product);
                at.additive("a meaning of its own is new");
                reading(&mut at, was, product_reading(own));
            }
            Pair::Both(old, new) => {
                let ProductMeaning {
                    product,
                    label: _,
                    meaning,
                    zh,
                    class: _,
                    outcome: _,
                    retry: _,
                } = old;
                let mut at = at.part(product);
                reading(&mut at, product_reading(old), product_reading(new));
                at.text("the meaning", meaning, &new.meaning);
                at.text("the Chinese text", zh, &new.zh);
            }
        }
    }
    further(at, also, &new.also);
}

fn product_reading(own: &ProductMeaning) -> Reading<'_> {
    (&own.label, own.class, own.outcome, own.retry)
}

fn reading(at: &mut At<'_>, old: Reading<'_>, new: Reading<'_>) {
    at.fixed("the label", &old.0, &new.0, phrases::quoted);
    at.fixed("the class", &old.1, &new.1, phrases::quoted);
    at.fixed("the outcome", &old.2, &new.2, phrases::quoted);
    at.fixed("the retry", &old.3, &new.3, phrases::quoted);
}

fn further(at: &mut At<'_>, old: &[AlsoMeaning], new: &[AlsoMeaning]) {
    for pair in pairs(old, new, |also| &also.label) {
        match pair {
            Pair::Removed(also) => {
                at.note(Severity::Text, format!("the further meaning `{}` is gone", also.label));
            }
            Pair::Added(also) => {
                at.additive(format!("the further meaning `{}` is new", also.label));
            }
            Pair::Both(old, new) => {
                let AlsoMeaning { label, meaning, zh, note } = old;
                let mut at = at.part(label);
                at.text("the meaning", meaning, &new.meaning);
                at.text("the Chinese text", zh, &new.zh);
                at.text("the note", note, &new.note);
            }
        }
    }
}
