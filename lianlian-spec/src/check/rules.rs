//! Rules: the fields, codes and contracts they name.

use crate::check::values;
use crate::decode::{List, listed};
use crate::files::{ConditionFile, RuleFile};
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::model::Kind;
use crate::nearest::did_you_mean;
use crate::resolve::Fields;
use crate::source::Text;

/// The rules of one message or group; `noun` is what it is called in messages.
pub(super) fn check(
    noun: &str,
    rules: &List<RuleFile>,
    fields: &Fields<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    for rule in &rules.items {
        for name in rule.fields() {
            expect_field("the rule", noun, name, fields, sink);
        }
        check_count(rule, sink);
        match rule {
            RuleFile::MaxClockSkew(skew) => check_time(skew.field.as_ref(), fields, sink),
            RuleFile::CardKind(rule) => {
                let values = rule.values.iter().flat_map(|values| &values.value);
                if let Some(name) = &rule.field {
                    check_codes("the rule", name.as_str(), values, fields, known, sink);
                }
            }
            RuleFile::NotAbove(rule) => {
                check_amount(rule.field.as_ref(), fields, sink);
                if let Some(limit) = &rule.limit {
                    known.fields.expect(limit, sink);
                }
            }
            RuleFile::FollowUpWindow(rule) => {
                if let Some(operation) = &rule.operation {
                    known.operations.expect(operation, sink);
                }
            }
            _ => {}
        }
        if let Some(edition) = rule.edition() {
            known.editions.expect(edition, sink);
        }
        if let Some(condition) = rule.condition() {
            check_condition("the rule", noun, condition, fields, known, sink);
        }
    }
}

/// What a condition names; `subject` is what the mistake is blamed on.
pub(super) fn check_condition(
    subject: &str,
    noun: &str,
    condition: &ConditionFile,
    fields: &Fields<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    match condition {
        ConditionFile::In(condition) => {
            let Some(name) = &condition.field else {
                return;
            };
            expect_field(subject, noun, name, fields, sink);
            let values = condition.values.iter().flat_map(|values| &values.value);
            check_codes("the condition", name.as_str(), values, fields, known, sink);
        }
        ConditionFile::Present(condition) => {
            if let Some(name) = &condition.field {
                expect_field(subject, noun, name, fields, sink);
            }
        }
        ConditionFile::Contract(condition) => {
            if let Some(name) = &condition.contract {
                known.contracts.expect(name, sink);
            }
        }
        ConditionFile::Card(_) => {}
    }
}

pub(super) fn expect_field(
    subject: &str,
    noun: &str,
    name: &Text,
    fields: &Fields<'_>,
    sink: &mut Sink,
) {
    if fields.may_have(name.as_str()) {
        return;
    }
    let help = did_you_mean(name.as_str(), fields.names());
    let help = help.unwrap_or_else(|| format!("its fields are {}", listed(fields.names())));
    let message = format!("{subject} names `{}`, which this {noun} lacks", name.as_str());
    sink.add(Finding::new(name.span, message).label("no such field here").help(help));
}

fn check_count(rule: &RuleFile, sink: &mut Sink) {
    let fields = match rule {
        RuleFile::OneOf(rule)
        | RuleFile::MutuallyExclusive(rule)
        | RuleFile::RequiresTogether(rule)
        | RuleFile::Equal(rule) => &rule.fields,
        RuleFile::IgnoredIfPresent(_)
        | RuleFile::RequiredIf(_)
        | RuleFile::MaxClockSkew(_)
        | RuleFile::CardKind(_)
        | RuleFile::NotAbove(_)
        | RuleFile::FollowUpWindow(_) => return,
    };
    let Some(fields) = fields else { return };
    let mut seen: Vec<&Text> = Vec::new();
    let mut repeated = false;
    for name in &fields.value {
        if let Some(first) = seen.iter().find(|earlier| earlier.value == name.value) {
            repeated = true;
            let finding =
                Finding::new(name.span, format!("the rule names `{}` twice", name.as_str()));
            sink.add(finding.related(first.span, "first here"));
        }
        seen.push(name);
    }
    if seen.len() < 2 && !repeated {
        sink.add(Finding::new(
            fields.span,
            "this rule is between fields, so it needs at least two",
        ));
    }
}

fn check_time(name: Option<&Text>, fields: &Fields<'_>, sink: &mut Sink) {
    let Some(name) = name else { return };
    let Some(field) = fields.find(name.as_str()) else {
        return;
    };
    if field.kind != Kind::Time && !field.unsure {
        let message =
            format!("`{}` is no time, so it cannot be compared with a clock", name.as_str());
        let finding = Finding::new(name.span, message).caused_by(field.merged.kind_span());
        sink.add(finding.help("the field needs `\"type\": \"time\"`"));
    }
}

fn check_amount(name: Option<&Text>, fields: &Fields<'_>, sink: &mut Sink) {
    let Some(name) = name else { return };
    let Some(field) = fields.find(name.as_str()) else {
        return;
    };
    if field.kind != Kind::Amount && !field.unsure {
        let message = format!("`{}` is no amount, so it cannot be above another", name.as_str());
        let finding = Finding::new(name.span, message).caused_by(field.merged.kind_span());
        sink.add(finding.help("the field needs `\"type\": \"amount\"`"));
    }
}

/// Values that `subject` says a field may have.
pub(super) fn check_codes<'f>(
    subject: &str,
    name: &str,
    values: impl IntoIterator<Item = &'f Text>,
    fields: &Fields<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    let Some(field) = fields.find(name) else {
        return;
    };
    for text in values {
        if let Some(fault) = values::fault(field, text.as_str(), known) {
            sink.add(fault.at(text.span, &format!("{subject} can never hold: ")));
        }
    }
}
