//! Conditions under which the gateway sends a field: `field=value`, `field in a,b` or a circumstance,
//! joined by ` and ` or ` or `.

use crate::check::values;
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::nearest::did_you_mean;
use crate::resolve::{Fields, Resolved};
use crate::source::{Span, Text};

/// The conditions of one part of an exchange, which may name fields of either part.
pub(super) fn check(own: &Fields<'_>, other: &Fields<'_>, known: &Known<'_>, sink: &mut Sink) {
    for field in &own.items {
        let Some(when) = field.given.and_then(|given| given.when.as_ref()) else {
            continue;
        };
        for (at, clause) in clauses(when.as_str()) {
            check_clause(&place(when, at, clause), own, other, known, sink);
        }
    }
}

/// The clauses with the byte at which each begins.
fn clauses(when: &str) -> Vec<(usize, &str)> {
    let mut clauses = Vec::new();
    let mut at = 0_usize;
    let mut rest = when;
    loop {
        let joint = [" and ", " or "].into_iter().filter_map(|word| Some((rest.find(word)?, word)));
        let Some((end, word)) = joint.min() else {
            clauses.push((at, rest));
            return clauses;
        };
        let (clause, after) = rest.split_at(end);
        clauses.push((at, clause));
        rest = after.strip_prefix(word).unwrap_or_default();
        at = at.saturating_add(end).saturating_add(word.len());
    }
}

/// A clause as a text of its own. Inside a string without escapes its place is known exactly.
fn place(when: &Text, at: usize, clause: &str) -> Text {
    let plain = when.span.end.saturating_sub(when.span.start) == when.value.len().saturating_add(2);
    let start = when.span.start.saturating_add(1).saturating_add(at);
    let span = Span { file: when.span.file, start, end: start.saturating_add(clause.len()) };
    Text { value: clause.to_owned(), span: if plain { span } else { when.span } }
}

fn check_clause(
    clause: &Text,
    own: &Fields<'_>,
    other: &Fields<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    let text = clause.as_str();
    if text.trim().is_empty() {
        let finding = Finding::new(clause.span, "one side of this joint has no condition");
        sink.add(
            finding.help("`and` and `or` stand between two conditions, one blank on each side"),
        );
        return;
    }
    let values = text.split_once('=').or_else(|| text.split_once(" in "));
    let Some((name, values)) = values else {
        known.circumstances.expect(clause, sink);
        return;
    };
    let Some(field) = find(name, own, other) else {
        if !own.may_have(name) && !other.may_have(name) {
            let names = own.names().chain(other.names());
            let finding = Finding::new(
                clause.span,
                format!("the condition names `{name}`, which is no field"),
            );
            sink.add(finding.maybe_help(did_you_mean(name, names)));
        }
        return;
    };
    for value in values.split(',') {
        if let Some(fault) = values::fault(field, value, known) {
            sink.add(fault.at(clause.span, "the condition can never hold: "));
        }
    }
}

fn find<'a, 'f>(
    name: &str,
    own: &'a Fields<'f>,
    other: &'a Fields<'f>,
) -> Option<&'a Resolved<'f>> {
    own.find(name).or_else(|| other.find(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_falls_into_clauses() {
        let when = "ret_code in 0000,8888 and sms_flow or result_pay=FAILURE";
        assert_eq!(
            clauses(when),
            [(0, "ret_code in 0000,8888"), (26, "sms_flow"), (38, "result_pay=FAILURE")]
        );
    }
}
