//! Rules between fields.

use crate::diff::fields::Side;
use crate::diff::{At, Severity, phrases};
use crate::model::{Rule, RuleKind};

/// A rule that is new refuses what was fine, if a program sends the message.
pub(super) fn diff(at: &mut At<'_>, old: &[Rule], new: &[Rule], side: Side) {
    let mut rest: Vec<&Rule> = new.iter().collect();
    let mut gone = Vec::new();
    for rule in old {
        let Rule { kind, note, edition } = rule;
        // A rule may stand twice, once for each edition.
        let same = rest
            .iter()
            .position(|other| other.kind == *kind && other.edition == *edition)
            .or_else(|| rest.iter().position(|other| other.kind == *kind));
        match same.map(|same| rest.remove(same)) {
            Some(other) => {
                let what = |part: &str| format!("{part} of the rule: {},", phrases::rule(kind));
                at.text(&what("the note"), note, &other.note);
                at.text(&what("the edition"), edition, &other.edition);
            }
            None => gone.push(rule),
        }
    }
    for rule in gone {
        let bent = rest.iter().position(|other| limits(&rule.kind, &other.kind).is_some());
        if let Some(other) = bent.map(|bent| rest.remove(bent)) {
            let (was, is) = (phrases::rule(&rule.kind), phrases::rule(&other.kind));
            let narrowed = limits(&rule.kind, &other.kind).is_some_and(|(old, new)| new < old);
            let severity = severity(narrowed, side);
            at.note(severity, format!("the rule: {was}, becomes: {is}"));
            at.text("the note of the rule", &rule.note, &other.note);
            at.text("the edition of the rule", &rule.edition, &other.edition);
        } else {
            at.additive(format!("a rule is gone: {}", phrases::rule(&rule.kind)));
        }
    }
    for rule in rest {
        let message = format!("a new rule: {}", phrases::rule(&rule.kind));
        at.note(severity(refuses(&rule.kind), side), message);
    }
}

fn severity(refuses: bool, side: Side) -> Severity {
    if refuses && side == Side::Sent { Severity::Breaking } else { Severity::Additive }
}

fn refuses(rule: &RuleKind) -> bool {
    match rule {
        RuleKind::OneOf { .. }
        | RuleKind::MutuallyExclusive { .. }
        | RuleKind::RequiresTogether { .. }
        | RuleKind::Equal { .. }
        | RuleKind::RequiredIf { .. }
        | RuleKind::MaxClockSkew { .. }
        | RuleKind::CardKind { .. }
        | RuleKind::NotAbove { .. }
        | RuleKind::FollowUpWindow { .. } => true,
        // The fields may still be sent.
        RuleKind::IgnoredIfPresent { .. } => false,
    }
}

/// The limits of two rules that differ in nothing else.
fn limits(old: &RuleKind, new: &RuleKind) -> Option<(u32, u32)> {
    match (old, new) {
        (
            RuleKind::MaxClockSkew { field, minutes: old },
            RuleKind::MaxClockSkew { field: other, minutes: new },
        ) if field == other => Some((*old, *new)),
        (
            RuleKind::FollowUpWindow { operation, hours: old },
            RuleKind::FollowUpWindow { operation: other, hours: new },
        ) if operation == other => Some((*old, *new)),
        _ => None,
    }
}
