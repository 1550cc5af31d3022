//! What is told about orders: states and what they mean, who tells them, and what may be sent again.

use crate::check::rules::expect_field;
use crate::check::{OperationFields, Resolution, steps};
use crate::decode::{Map, listed};
use crate::files::{CodeFile, TellsFile};
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::model::{Kind, Repeat, Transport};
use crate::resolve::Fields;
use crate::source::{Spanned, Text};

/// The codes of a list: all of them are states, or none is.
pub(super) fn check_list(codes: &Map<CodeFile>, known: &Known<'_>, sink: &mut Sink) {
    let says = codes.iter().find_map(|(_, code)| code.means.as_ref());
    for entry in &codes.entries {
        let Some(code) = &entry.value else { continue };
        if let (Some(says), None, false) = (says, &code.means, entry.mistaken) {
            let message = format!("`{}` does not say what it means for an order", entry.key.value);
            let finding = Finding::new(entry.key.span, message).related(says.span, "others do");
            sink.add(finding.help("give it `means`, or none of the list"));
        }
        match (&code.is_final, code.means) {
            (Some(is_final), Some(means)) if is_final.value && !means.value.is_final() => {
                let message = format!("what is `{}` cannot be final", means.value);
                sink.add(Finding::new(is_final.span, message).related(means.span, "said here"));
            }
            (Some(is_final), None) if says.is_none() => {
                let finding = Finding::new(is_final.span, "only a state can be final");
                sink.add(finding.help("say what the code means: `means`"));
            }
            _ => {}
        }
        for id in &code.means_for.entries {
            known.operations.expect(&id.key, sink);
        }
        if let (None, None, Some(first)) = (says, code.means, code.means_for.entries.first()) {
            let finding =
                Finding::new(first.key.span, "only a state means something for operations");
            sink.add(finding.help("say what the code means otherwise: `means`"));
        }
    }
}

/// What an operation says of repetitions and of states, and of those that tell about it.
pub(super) fn check(
    operation: &OperationFields<'_>,
    resolution: &Resolution<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    check_repeat(operation, known, sink);
    check_tells(operation, known, sink);
    let file = operation.file;
    let notifications = file.notifications.items.iter().map(|id| (id, true, "the notification"));
    let queries = file.query_with.items.iter().map(|id| (id, false, "the query"));
    for (id, is_notification, what) in notifications.chain(queries) {
        let target = steps::find(resolution, id.as_str());
        let Some(target) = target.filter(|target| is_silent(target, is_notification)) else {
            continue;
        };
        let message = format!("{what} `{}` does not say which fields tell", id.as_str());
        let of = target.file.id.as_ref().map_or(id.span, |id| id.span);
        sink.add(Finding::new(id.span, message).related(of, "this one").help("give it `tells`"));
    }
}

/// An operation of the right sort that says nothing of states although all that it says could be read.
fn is_silent(operation: &OperationFields<'_>, is_notification: bool) -> bool {
    let transport = operation.file.transport.as_ref();
    let is_right =
        |transport: &Spanned<Transport>| transport.value.is_notification() == is_notification;
    operation.file.tells.is_none() && transport.is_some_and(is_right)
}

fn check_repeat(operation: &OperationFields<'_>, known: &Known<'_>, sink: &mut Sink) {
    let file = operation.file;
    let Some(transport) = &file.transport else { return };
    match file.repeat.map(|repeat| repeat.value) {
        Some(None) => {}
        Some(Some(repeat)) if transport.value.is_notification() => {
            let finding = Finding::new(repeat.span, "a notification is not sent by the merchant");
            sink.add(finding.related(transport.span, "the transport"));
        }
        Some(Some(repeat)) => check_identity(repeat, operation, known, sink),
        None if transport.value.is_notification() => {}
        None => {
            let first = file.notifications.items.first().or_else(|| file.query_with.items.first());
            if let Some(first) = first {
                let message = "the operation does not say what sending it a second time does";
                let words = listed(Repeat::ALL.iter().map(|word| word.as_str()));
                let finding = Finding::new(first.span, message).label("something follows it");
                sink.add(finding.help(format!("give it `repeat`: {words}")));
            }
        }
    }
}

/// The gateway recognises an order only by what the request carries.
fn check_identity(
    repeat: Spanned<Repeat>,
    operation: &OperationFields<'_>,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    let Some(order) = known.files.gateway.as_ref().and_then(|file| file.order.as_ref()) else {
        return;
    };
    if repeat.value != Repeat::SameOrder {
        return;
    }
    // A field that the dictionary lacks is said there.
    let lacks = |name: &&Text| {
        known.fields.knows(name.as_str()) && !operation.request.may_have(name.as_str())
    };
    if let Some(field) = order.identity.items.iter().find(lacks) {
        let message =
            format!("no order is recognised by this request: it lacks `{}`", field.as_str());
        let finding = Finding::new(repeat.span, message);
        sink.add(finding.related(field.span, "part of what identifies an order"));
    }
}

fn check_tells(operation: &OperationFields<'_>, known: &Known<'_>, sink: &mut Sink) {
    let file = operation.file;
    let (Some(tells), Some(transport)) = (&file.tells, &file.transport) else {
        return;
    };
    let (fields, noun) = match transport.value {
        Transport::Notification | Transport::SyncNotification => {
            (&operation.request, "notification")
        }
        Transport::JsonPost | Transport::EncryptedJsonPost => (&operation.reply, "reply"),
        Transport::FormPost | Transport::FormReqData | Transport::MobileSdk => {
            if let Some(state) = &tells.state {
                let message = format!(
                    "an operation of transport `{}` has no reply that tells",
                    transport.value
                );
                sink.add(
                    Finding::new(state.span, message).related(transport.span, "the transport"),
                );
            }
            return;
        }
    };
    check_roles(tells, fields, noun, known, sink);
    let codes = known.files.return_codes.as_ref().map(|file| &file.codes);
    for code in &tells.missing.items {
        if codes.is_some_and(|codes| !codes.broken && codes.entry(code.as_str()).is_none()) {
            let message = format!("there is no return code `{}`", code.as_str());
            let finding = Finding::new(code.span, message);
            sink.add(finding.help("return codes are described in `return_codes.json`"));
        }
    }
}

fn check_roles(
    tells: &TellsFile,
    fields: &Fields<'_>,
    noun: &str,
    known: &Known<'_>,
    sink: &mut Sink,
) {
    let roles = [&tells.state, &tells.number, &tells.amount, &tells.settled];
    for name in roles.into_iter().flatten() {
        expect_field("`tells`", noun, name, fields, sink);
    }
    let wrong = |name: &Text, is_right: fn(&Kind) -> bool| {
        fields.find(name.as_str()).is_some_and(|field| !field.unsure && !is_right(&field.kind))
    };
    if let Some(name) =
        tells.amount.as_ref().filter(|name| wrong(name, |kind| *kind == Kind::Amount))
    {
        sink.add(Finding::new(name.span, format!("`{}` is no amount", name.as_str())));
    }
    let is_day = |kind: &Kind| matches!(kind, Kind::Date | Kind::Time);
    if let Some(name) = tells.settled.as_ref().filter(|name| wrong(name, is_day)) {
        sink.add(Finding::new(name.span, format!("`{}` is no date", name.as_str())));
    }
    let Some(name) = &tells.state else { return };
    let Some(field) = fields.find(name.as_str()).filter(|field| !field.unsure) else { return };
    let Kind::Code(list) = &field.kind else {
        let message = format!("`{}` is no code, so it tells no state", name.as_str());
        sink.add(Finding::new(name.span, message).help("give the field a code list"));
        return;
    };
    let list = known.files.code_lists.as_ref().and_then(|file| file.lists.entry(list));
    let Some(list) = list.and_then(|entry| entry.value.as_ref()) else { return };
    if !list.codes.broken && list.codes.iter().all(|(_, code)| code.means.is_none()) {
        let message =
            format!("the codes of `{}` do not say what they mean for an order", name.as_str());
        sink.add(Finding::new(name.span, message).help("give the codes of its list `means`"));
    }
}
