//! Samples against the operation they belong to.

use crate::check::{OperationFields, values};
use crate::decode::{RawObject, listed};
use crate::files::{ConditionFile, EncodingFile, RuleFile, SampleFile};
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::model::{Kind, Required};
use crate::nearest::{did_you_mean, nearest};
use crate::resolve::{Fields, Resolved};
use crate::source::Text;
use crate::syntax::{Member, Value};

/// Gives the samples that an overlay has made wrong: its author can neither change them nor is to
/// blame for them, so they are left out instead.
pub(super) fn check<'f>(
    operation: &OperationFields<'f>,
    known: &Known<'_>,
    sink: &mut Sink,
) -> Vec<&'f SampleFile> {
    let mut outdated = Vec::new();
    for sample in &operation.file.samples.items {
        let mut own = Sink::default();
        check_sample(sample, operation, known, &mut own);
        let all = own.count();
        own.retain(|finding| !finding.is_caused_above(|file| known.files.layer(file)));
        if own.count() < all {
            outdated.push(sample);
        }
        sink.append(own);
    }
    outdated
}

fn check_sample(
    sample: &SampleFile,
    operation: &OperationFields<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    if let Some(request) = &sample.request {
        let meant = check_message("request", request, &operation.request, known, sink);
        for rule in &operation.file.rules.items {
            check_rule(rule, request, &operation.request, &meant, sink);
        }
    }
    if let Some(reply) = &sample.reply {
        check_message("reply", reply, &operation.reply, known, sink);
    }
}

/// Gives what misspelt members were likely meant to be: they are not missing as well.
fn check_message<'a>(
    noun: &str,
    message: &RawObject,
    fields: &'a Fields<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) -> Vec<&'a str> {
    let mut meant = Vec::new();
    for Member { key, value } in &message.members {
        let Some(field) = fields.find(key.as_str()) else {
            if !fields.may_have(key.as_str()) {
                let absent = |name: &&str| text_of(message, name).is_none();
                meant.extend(nearest(key.as_str(), fields.names().filter(absent)));
                sink.add(unknown_member(noun, key, fields));
            }
            continue;
        };
        let text = match (&value.value, &field.kind) {
            (Value::String(text), _) => text,
            (Value::Number(digits), Kind::Int) => digits,
            (Value::Array(_), Kind::Structure(id)) if may_be_list(id, known) => continue,
            (other, _) => {
                if !field.unsure {
                    let form =
                        if field.kind == Kind::Int { "a string or a number" } else { "a string" };
                    let name = key.as_str();
                    let wrong = format!("`{name}` travels as {form}, not as {}", other.describe());
                    let causes = field.merged.kind_span();
                    sink.add(Finding::new(value.span, wrong).caused_by(causes));
                }
                continue;
            }
        };
        if let Some(fault) = values::fault(field, text, known) {
            sink.add(fault.at(value.span, ""));
        } else if let Some(fixed) = field.fixed()
            && fixed.value != *text
            && !field.unsure
            && values::fault(field, fixed.as_str(), known).is_none()
        {
            let wrong =
                format!("`{}` is always `{}` here, not `{text}`", key.as_str(), fixed.as_str());
            sink.add(Finding::new(value.span, wrong).related(fixed.span, "fixed here"));
        }
    }
    for field in fields.items.iter().filter(|field| is_demanded(field)) {
        let name = field.name.as_str();
        if text_of(message, name).is_none() && !meant.contains(&name) {
            let missing = format!("the sample lacks `{name}`, which the {noun} requires");
            let finding = Finding::new(message.span.opening(), missing);
            let asked = field.given.and_then(|given| given.required).map(|required| required.span);
            sink.add(finding.label("missing from this object").caused_by(asked));
        }
    }
    meant
}

/// Also of a structure that is not there or could not be read, which has been reported.
fn may_be_list(structure: &str, known: &Known<'_>) -> bool {
    known.encoding(structure).is_none_or(|encoding| matches!(encoding, EncodingFile::JsonList(_)))
}

fn unknown_member(noun: &str, key: &Text, fields: &Fields<'_>) -> Finding {
    let help = did_you_mean(key.as_str(), fields.names());
    let help = help.unwrap_or_else(|| format!("its fields are {}", listed(fields.names())));
    let message = format!("the sample has `{}`, which the {noun} lacks", key.as_str());
    Finding::new(key.span, message).label("no such field").help(help)
}

/// What the client fills in may be left out of a sample, the signature always, and so may what comes
/// under a condition.
fn is_demanded(field: &Resolved<'_>) -> bool {
    let is_always_there = field.given.is_none_or(|given| given.when.is_none());
    !field.unsure
        && is_always_there
        && field.required() == Required::Yes
        && field.merged.filled_by.is_none()
        && field.name.as_str() != "sign"
}

fn text_of<'m>(message: &'m RawObject, name: &str) -> Option<&'m str> {
    let member = message.members.iter().find(|member| member.key.as_str() == name)?;
    match &member.value.value {
        Value::String(text) | Value::Number(text) => Some(text),
        // Of the wrong type, which is another mistake; it is there.
        _ => Some(""),
    }
}

fn check_rule(
    rule: &RuleFile,
    message: &RawObject,
    fields: &Fields<'_>,
    meant: &[&str],
    sink: &mut Sink,
) {
    let subjects = rule.fields();
    let unclear = |name: &&Text| {
        let field = fields.find(name.as_str());
        field.is_none_or(|field| field.unsure) || meant.contains(&name.as_str())
    };
    // What is wrong with the names has been reported, and says nothing of the rule.
    let condition = rule.condition().and_then(ConditionFile::field);
    if subjects.iter().any(unclear) || condition.iter().any(unclear) {
        return;
    }
    let names: Vec<&str> = subjects.iter().map(|name| name.as_str()).collect();
    let present = |name: &str| text_of(message, name).is_some();
    let Some(broken) = broken_rule(rule, &names, present, |name| text_of(message, name)) else {
        return;
    };
    let finding =
        Finding::new(message.span.opening(), format!("the sample breaks a rule: {broken}"));
    let place = subjects.first().map(|name| name.span);
    sink.add(match place {
        Some(place) => finding.related(place, "the rule"),
        None => finding,
    });
}

/// How a message breaks a rule. Agreements of the merchant and the clock cannot be seen in a message.
fn broken_rule<'m>(
    rule: &RuleFile,
    names: &[&str],
    is_present: impl Fn(&str) -> bool,
    text_of: impl Fn(&str) -> Option<&'m str>,
) -> Option<String> {
    let present: Vec<&str> = names.iter().copied().filter(|name| is_present(name)).collect();
    let all = || listed(names.iter().copied());
    match rule {
        RuleFile::OneOf(_) if !names.is_empty() && present.is_empty() => {
            Some(format!("one of {} has to be present", all()))
        }
        RuleFile::MutuallyExclusive(_) if present.len() > 1 => {
            Some(format!("{} exclude each other", listed(present)))
        }
        RuleFile::RequiresTogether(_) if !present.is_empty() && present.len() < names.len() => {
            Some(format!("{} go together or not at all", all()))
        }
        RuleFile::Equal(_) => {
            let mut values = present.iter().filter_map(|name| text_of(name));
            let first = values.next()?;
            let equal = values.all(|value| value == first);
            (!equal).then(|| format!("{} have to be equal", listed(present)))
        }
        RuleFile::RequiredIf(rule) if present.is_empty() => {
            let reason = match rule.condition.as_ref()? {
                ConditionFile::In(condition) => {
                    let name = condition.field.as_ref()?.as_str();
                    let value = text_of(name)?;
                    let values = &condition.values.as_ref()?.value;
                    let holds = values.iter().any(|one| one.as_str() == value);
                    holds.then(|| format!("when `{name}` is `{value}`"))?
                }
                ConditionFile::Present(condition) => {
                    let name = condition.field.as_ref()?.as_str();
                    let wanted = condition.present.as_ref()?.value;
                    let state = if wanted { "present" } else { "absent" };
                    (is_present(name) == wanted).then(|| format!("when `{name}` is {state}"))?
                }
                ConditionFile::Contract(_) | ConditionFile::Card(_) => return None,
            };
            Some(format!("{} is required {reason}", all()))
        }
        _ => None,
    }
}
