//! Operations.

use crate::diff::fields::{self, Side};
use crate::diff::{At, Pair, Severity, pairs, phrases, rules};
use crate::model::{Envelope, FollowUp, Operation, Step, Tells};

pub(super) fn diff(at: &mut At<'_>, old: &[Operation], new: &[Operation]) {
    for pair in pairs(old, new, |operation| &operation.id) {
        match pair {
            Pair::Removed(operation) => at.named(&operation.id).breaking("the operation is gone"),
            Pair::Added(operation) => at.named(&operation.id).additive("a new operation"),
            Pair::Both(old, new) => operation(&mut at.named(&old.id), old, new),
        }
    }
}

fn operation(at: &mut At<'_>, old: &Operation, new: &Operation) {
    let Operation {
        // These are the id.
        id: _,
        product: _,
        name: _,
        type_name,
        title,
        description,
        transport,
        host,
        // A part of the URL.
        path: _,
        url,
        destination,
        envelope,
        charset_field,
        sign_types,
        request,
        reply,
        rules,
        success_is_final,
        repeat,
        tells,
        steps,
        leads_to,
        notifications,
        query_with,
        also_used_by,
        samples,
        notes,
        file: _,
    } = old;
    at.fixed("the Rust type", type_name, &new.type_name, phrases::quoted);
    at.text("the title", title, &new.title);
    at.text("the description", description, &new.description);
    at.fixed("transport", transport, &new.transport, phrases::quoted);
    let address = |url: &Option<String>| url.as_deref().unwrap_or("no address").to_owned();
    at.fixed("", url, &new.url, address);
    if url == &new.url {
        at.text("the name of the host", host, &new.host);
    }
    at.fixed("the destination", destination, &new.destination, phrases::optional);
    at.fixed("", envelope, &new.envelope, |envelope| self::envelope(envelope.as_ref()));
    let charset = (charset_field, &new.charset_field);
    at.fixed("the field of the encoding", charset.0, charset.1, phrases::optional);
    at.section("sign_types").set("the sign type", sign_types, &new.sign_types);
    let (started, answered) = if transport.is_notification() {
        (Side::Notification, Side::Sent)
    } else {
        (Side::Sent, Side::Reply)
    };
    fields::diff(&mut at.section("request"), request, &new.request, started);
    fields::diff(&mut at.section("reply"), reply, &new.reply, answered);
    rules::diff(&mut at.section("rules"), rules, &new.rules, started);
    at.fixed("a success that is", success_is_final, &new.success_is_final, |is_final| {
        if *is_final { "final" } else { "not final" }.to_owned()
    });
    at.fixed("a repetition", repeat, &new.repeat, |repeat| {
        repeat.map_or_else(|| "unsaid".to_owned(), |repeat| phrases::quoted(&repeat))
    });
    at.fixed("what it tells", tells, &new.tells, |tells| self::tells(tells.as_ref()));
    self::steps(at, steps, &new.steps);
    followers(&mut at.section("leads_to"), leads_to, &new.leads_to);
    at.section("notifications").set("the notification", notifications, &new.notifications);
    at.section("query_with").set("the query", query_with, &new.query_with);
    at.section("also_used_by").set("the product", also_used_by, &new.also_used_by);
    at.text("the samples", samples, &new.samples);
    at.text("the notes", notes, &new.notes);
}

fn envelope(envelope: Option<&Envelope>) -> String {
    let Some(Envelope { field, beside }) = envelope else {
        return "a bare message".to_owned();
    };
    if beside.is_empty() {
        return format!("a message in `{field}`");
    }
    format!("a message in `{field}` beside {}", phrases::names(beside))
}

fn tells(tells: Option<&Tells>) -> String {
    let Some(Tells { state, number, amount, settled, missing }) = tells else {
        return "nothing".to_owned();
    };
    let named = [("number", number), ("amount", amount), ("settled", settled)];
    let named = named.into_iter().filter_map(|(role, name)| Some((role, name.as_deref()?)));
    let mut said = format!("the state in `{state}`");
    for (role, name) in named {
        said = format!("{said}, {role} in `{name}`");
    }
    if missing.is_empty() {
        said
    } else {
        format!("{said}, missing by {}", phrases::names(missing))
    }
}

fn steps(at: &mut At<'_>, old: &[Step], new: &[Step]) {
    let names =
        |steps: &[Step]| -> Vec<String> { steps.iter().map(|step| step.name.clone()).collect() };
    // The first that fits counts, so their order is part of what they say.
    let same = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|name| other.contains(name)).cloned().collect()
    };
    let (was, is) = (names(old), names(new));
    let order = (same(&was, &is), same(&is, &was));
    at.section("steps").fixed("the order", &order.0, &order.1, |names| phrases::names(names));
    for pair in pairs(old, new, |step| &step.name) {
        match pair {
            Pair::Removed(step) => {
                at.section(&format!("steps.{}", step.name)).breaking("the step is gone");
            }
            // Replies are read into an enum that is matched completely.
            Pair::Added(step) => at.section(&format!("steps.{}", step.name)).breaking("a new step"),
            Pair::Both(old, new) => {
                let Step { name, title, codes, or_present, operation, from_reply, from_request } =
                    old;
                let mut at = at.section(&format!("steps.{name}"));
                at.text("the title", title, &new.title);
                let names = |names: &Vec<String>| phrases::names(names);
                at.fixed("the codes", codes, &new.codes, names);
                at.fixed("the field", or_present, &new.or_present, phrases::optional);
                at.fixed("the operation", operation, &new.operation, phrases::quoted);
                at.fixed("from the reply", from_reply, &new.from_reply, names);
                at.fixed("from the request", from_request, &new.from_request, names);
            }
        }
    }
}

fn followers(at: &mut At<'_>, old: &[FollowUp], new: &[FollowUp]) {
    let shown = |follower: &FollowUp| {
        let FollowUp { operation, condition } = follower;
        match condition {
            None => format!("`{operation}`"),
            Some(condition) => format!("`{operation}` if {}", phrases::condition(condition)),
        }
    };
    for follower in old.iter().filter(|one| !new.contains(one)) {
        at.breaking(format!("{} no longer follows", shown(follower)));
    }
    for follower in new.iter().filter(|one| !old.contains(one)) {
        at.note(Severity::Additive, format!("{} may follow now", shown(follower)));
    }
}
