//! What follows an operation: the steps its reply asks for, and the operations it leads to.

use std::collections::HashMap;

use crate::check::{OperationFields, Resolution, expect_snake_name, rules};
use crate::decode::listed;
use crate::files::StepFile;
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::model::{Required, Transport};
use crate::names::pascal_case;
use crate::nearest::did_you_mean;
use crate::resolve::{Fields, Resolved};
use crate::source::Text;

/// The variant of a reply that asks for nothing more.
const DONE: &str = "Done";

pub(super) fn check(
    operation: &OperationFields<'_>,
    resolution: &Resolution<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    let file = operation.file;
    for follow_up in &file.leads_to.items {
        if let Some(id) = &follow_up.operation {
            known.operations.expect(id, sink);
        }
        if let Some(condition) = &follow_up.condition {
            rules::check_condition(
                "the condition",
                "request",
                condition,
                &operation.request,
                known,
                sink,
            );
        }
    }
    for id in &file.notifications.items {
        let target =
            find(resolution, id.as_str()).and_then(|target| target.file.transport.as_ref());
        if let Some(transport) = target.filter(|transport| !transport.value.is_notification()) {
            let message = format!("`{}` is no notification", id.as_str());
            let finding = Finding::new(id.span, message).related(transport.span, "how it travels");
            sink.add(finding.help("an operation that follows belongs into `leads_to`"));
        }
    }
    if let (Some(first), Some(transport)) = (file.steps.items.first(), &file.transport) {
        let has_reply =
            matches!(transport.value, Transport::JsonPost | Transport::EncryptedJsonPost);
        if let (false, Some(name)) = (has_reply, &first.name) {
            let message =
                format!("an operation of transport `{}` has no reply with steps", transport.value);
            sink.add(Finding::new(name.span, message).related(transport.span, "the transport"));
        }
    }
    let mut first: HashMap<String, &Text> = HashMap::new();
    let mut asking: HashMap<&str, &Text> = HashMap::new();
    for step in &file.steps.items {
        if let Some(name) = &step.name {
            check_name(name, &mut first, sink);
        }
        for code in &step.codes.items {
            // The first step that fits counts, so a later one would never be taken.
            match asking.get(code.as_str()) {
                Some(earlier) => {
                    let message = format!("`{}` already asks for a step", code.as_str());
                    sink.add(Finding::new(code.span, message).related(earlier.span, "here"));
                }
                None => drop(asking.insert(code.as_str(), code)),
            }
        }
        check_step(step, operation, resolution, known, sink);
    }
}

pub(super) fn find<'r, 'f>(
    resolution: &'r Resolution<'f>,
    id: &str,
) -> Option<&'r OperationFields<'f>> {
    let is_it =
        |one: &&OperationFields<'_>| one.file.id.as_ref().is_some_and(|own| own.value == id);
    resolution.operations.iter().find(is_it)
}

fn check_name<'f>(name: &'f Text, first: &mut HashMap<String, &'f Text>, sink: &mut Sink) {
    expect_snake_name("step", name, sink);
    let variant = pascal_case(name.as_str());
    if variant == DONE {
        let finding = Finding::new(name.span, "a step cannot be called `done`");
        sink.add(finding.help("that is what a reply is called that asks for nothing more"));
    }
    match first.get(&variant) {
        Some(earlier) => {
            let finding = Finding::new(name.span, format!("two steps become `{variant}`"));
            sink.add(finding.related(earlier.span, "the first"));
        }
        None => drop(first.insert(variant, name)),
    }
}

fn check_step(
    step: &StepFile,
    operation: &OperationFields<'_>,
    resolution: &Resolution<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    let is_led_to = !step.codes.items.is_empty() || step.codes.broken || step.or_present.is_some();
    if let (false, Some(name)) = (is_led_to, &step.name) {
        let message = format!("nothing leads to the step `{}`", name.as_str());
        sink.add(Finding::new(name.span, message).help("give it `codes` or `or_present`"));
    }
    rules::check_codes("the step", "ret_code", &step.codes.items, &operation.reply, known, sink);
    if let Some(name) = &step.or_present {
        expect("reply", name, &operation.reply, sink);
    }
    let Some(id) = &step.operation else { return };
    known.operations.expect(id, sink);
    let target = find(resolution, id.as_str());
    let from_reply = step.from_reply.iter().flat_map(|names| &names.value);
    let mut taken: HashMap<&str, &Text> = HashMap::new();
    for name in from_reply.clone().chain(&step.from_request.items) {
        match taken.get(name.as_str()) {
            Some(earlier) => {
                let message = format!("`{}` is taken over twice", name.as_str());
                sink.add(Finding::new(name.span, message).related(earlier.span, "the first time"));
            }
            None => drop(taken.insert(name.as_str(), name)),
        }
    }
    for name in from_reply {
        let field = expect("reply", name, &operation.reply, sink);
        check_signed(name, field, sink);
        check_target(name, field, None, target, sink);
    }
    for name in &step.from_request.items {
        let field = expect("request", name, &operation.request, sink);
        check_target(name, field, field.map(Resolved::required), target, sink);
    }
}

fn expect<'a, 'f>(
    noun: &str,
    name: &Text,
    fields: &'a Fields<'f>,
    sink: &mut Sink,
) -> Option<&'a Resolved<'f>> {
    if !fields.may_have(name.as_str()) {
        let message = format!("the step names `{}`, which the {noun} lacks", name.as_str());
        let help = did_you_mean(name.as_str(), fields.names());
        let help = help.unwrap_or_else(|| format!("its fields are {}", listed(fields.names())));
        sink.add(Finding::new(name.span, message).label("no such field here").help(help));
    }
    fields.find(name.as_str())
}

/// What no signature covers may come from anyone, and must not lead to the next call.
fn check_signed(name: &Text, field: Option<&Resolved<'_>>, sink: &mut Sink) {
    let unsigned = field.and_then(|field| field.given).and_then(|given| given.unsigned);
    if let Some(unsigned) = unsigned {
        let message = format!("`{}` may be unsigned, so no step can take it over", name.as_str());
        sink.add(Finding::new(name.span, message).related(unsigned.span, "said here"));
    }
}

/// The field has to fit the operation that takes it over. `sent` says whether the request carried it;
/// a step is only taken with what it hands over from the reply.
fn check_target(
    name: &Text,
    field: Option<&Resolved<'_>>,
    sent: Option<Required>,
    target: Option<&OperationFields<'_>>,
    sink: &mut Sink,
) {
    let (Some(field), Some(target)) = (field, target) else {
        return;
    };
    let id = target.file.id.as_ref().map_or("", Text::as_str);
    let wire = name.as_str();
    let Some(taken) = target.request.find(wire) else {
        if !target.request.may_have(wire) {
            let finding =
                Finding::new(name.span, format!("`{id}` has no field `{wire}` to take over"));
            sink.add(finding.maybe_help(did_you_mean(wire, target.request.names())));
        }
        return;
    };
    if taken.unsure || field.unsure {
        return;
    }
    let message = if taken.merged.filled_by.is_some() || taken.fixed().is_some() {
        format!("`{wire}` of `{id}` is filled in anyway")
    } else if taken.kind != field.kind {
        format!("`{wire}` of `{id}` is another kind of value")
    } else if taken.required() == Required::Yes && sent.is_some_and(|sent| sent != Required::Yes) {
        format!("`{id}` requires `{wire}`, which is not always sent here")
    } else {
        return;
    };
    let given = taken.given.and_then(|given| given.required).map(|required| required.span);
    let causes = [given, taken.merged.kind_span(), field.merged.kind_span()];
    let finding = Finding::new(name.span, message).related(taken.name.span, "the field there");
    sink.add(finding.caused_by(causes.into_iter().flatten()));
}
