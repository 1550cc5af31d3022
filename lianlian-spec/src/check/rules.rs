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
            expect_field(noun, name, fields, sink);
        }
        check_count(rule, sink);
        if let RuleFile::MaxClockSkew(skew) = rule {
            check_time(skew.field.as_ref(), fields, sink);
        }
        match rule.condition() {
            Some(ConditionFile::In(condition)) => {
                let Some(name) = &condition.field else {
                    continue;
                };
                expect_field(noun, name, fields, sink);
                let values = condition.values.iter().flat_map(|values| &values.value);
                check_values(name, values, fields, known, sink);
            }
            Some(ConditionFile::Present(condition)) => {
                if let Some(name) = &condition.field {
                    expect_field(noun, name, fields, sink);
                }
            }
            Some(ConditionFile::Contract(condition)) => {
                if let Some(name) = &condition.contract {
                    known.contracts.expect(name, sink);
                }
            }
            None => {}
        }
    }
}

fn expect_field(noun: &str, name: &Text, fields: &Fields<'_>, sink: &mut Sink) {
    if fields.may_have(name.as_str()) {
        return;
    }
    let help = did_you_mean(name.as_str(), fields.names());
    let help = help.unwrap_or_else(|| format!("its fields are {}", listed(fields.names())));
    let message = format!("the rule names `{}`, which this {noun} lacks", name.as_str());
    sink.add(Finding::new(name.span, message).label("no such field here").help(help));
}

fn check_count(rule: &RuleFile, sink: &mut Sink) {
    let fields = match rule {
        RuleFile::OneOf(rule)
        | RuleFile::MutuallyExclusive(rule)
        | RuleFile::RequiresTogether(rule)
        | RuleFile::Equal(rule) => &rule.fields,
        RuleFile::IgnoredIfPresent(_) | RuleFile::RequiredIf(_) | RuleFile::MaxClockSkew(_) => {
            return;
        }
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
        sink.add(Finding::new(name.span, message).help("the field needs `\"type\": \"time\"`"));
    }
}

fn check_values<'f>(
    name: &Text,
    values: impl Iterator<Item = &'f Text>,
    fields: &Fields<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    let Some(field) = fields.find(name.as_str()) else {
        return;
    };
    for text in values {
        if let Some(fault) = values::fault(field, text.as_str(), known) {
            let message = format!("the condition can never hold: {}", fault.message);
            sink.add(Finding::new(text.span, message).maybe_help(fault.help));
        }
    }
}
