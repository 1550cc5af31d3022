//! The section of an operation.

use lianlian_spec::Spec;
use lianlian_spec::model::{FollowUp, Operation, Repeat, Rule, Sample, Transport};

use super::markdown::{block, code, codes, facts, joined, list, operation, operations, sentence};
use super::{example, fields, flow, rust_types, sample};
use crate::received;

/// Everything about an operation, under a heading of its id.
pub(super) fn section(spec: &Spec, one: &Operation) -> String {
    let mut parts = vec![format!("## {}", one.id), format!("**{}**", sentence(&one.title))];
    parts.extend(one.description.as_deref().map(sentence));
    parts.push(facts(&rows(spec, one)));
    parts.extend(flow::diagram(spec, one));
    if let Some(source) = example::of(spec, one) {
        parts.push(block("rust,no_run", &source));
    }
    parts.extend(messages(spec, one));
    if !one.rules.is_empty() {
        parts.push(format!("**Rules between the fields.** {}", checked(one)));
        parts.push(list(one.rules.iter().map(rule)));
    }
    if !one.notes.is_empty() {
        parts.push("**Remarks**".to_owned());
        parts.push(list(one.notes.iter().map(|note| sentence(note))));
    }
    parts.extend(one.samples.iter().flat_map(|sample| samples(one, sample)));
    joined(&parts)
}

fn checked(one: &Operation) -> &'static str {
    if one.transport.is_notification() {
        "What the gateway sends is read even if it breaks them."
    } else {
        "`build` and the client check all that a message can tell."
    }
}

/// A rule in a sentence, with its remark.
pub(super) fn rule(rule: &Rule) -> String {
    let mut said = vec![rule.kind.in_words()];
    if let Some(edition) = &rule.edition {
        said.push(format!("In the edition of {edition} only."));
    }
    said.extend(rule.note.as_deref().map(sentence));
    said.join(" ")
}

/// The facts about an operation, from how it travels to what follows it.
fn rows(spec: &Spec, one: &Operation) -> Vec<[String; 2]> {
    let mut rows: Vec<[String; 2]> = Vec::new();
    let mut row = |name: &str, text: String| rows.push([name.to_owned(), text]);
    row("Travels as", travels(one));
    row("Signed with", codes(&one.sign_types, " or "));
    if let Some(field) = &one.charset_field {
        row(
            "Encoding",
            format!(
                "The one that {} names. The signature is made over UTF-8 all the same.",
                code(field)
            ),
        );
    }
    row("Cargo feature", format!("{}, on by default", code(&one.product)));
    for (name, text) in in_rust(spec, one) {
        row(name, text);
    }
    if one.reply.iter().any(|field| field.name == "ret_code") && !one.transport.is_notification() {
        let said = if one.success_is_final {
            "is the end of the matter: it is done"
        } else {
            "says that the call was handled, not that money moved"
        };
        row("`0000`", said.to_owned());
    }
    if let Some(repeat) = one.repeat {
        row("Sent twice", repeated(repeat).to_owned());
    }
    if let Some(tells) = &one.tells {
        row("Tells the state in", code(&tells.state));
    }
    let leads_to: Vec<String> = one.leads_to.iter().map(follow_up).collect();
    if !leads_to.is_empty() {
        row("Goes on with", leads_to.join(", "));
    }
    for (name, ids) in
        [("Causes", &one.notifications), ("Ask what became of it with", &one.query_with)]
    {
        if !ids.is_empty() {
            row(name, operations(ids));
        }
    }
    if !one.also_used_by.is_empty() {
        let products: Vec<String> =
            one.also_used_by.iter().map(|product| format!("[`{product}`]({product}.md)")).collect();
        row("Serves as well", products.join(", "));
    }
    rows
}

fn repeated(repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Read => "it asks only, so it can be sent at any time",
        Repeat::Idempotent => "it changes nothing the second time",
        Repeat::SameOrder => {
            "it is the same order, which is refused once it is paid: `Client::send_safely` sends it again"
        }
        Repeat::Never => {
            "it spends a token or may move money twice: after an unknown outcome ask first, as \
             `Client::resolve` does"
        }
    }
}

fn travels(one: &Operation) -> String {
    let url = one.url.as_deref().map(|url| format!("`{url}`")).unwrap_or_default();
    let destination = one.destination.as_deref().map(code).unwrap_or_default();
    let envelope = one.envelope.as_ref().map(|envelope| code(&envelope.field)).unwrap_or_default();
    let beside = one.envelope.as_ref().map(|envelope| envelope.beside.as_slice());
    let beside = match beside {
        None | Some([]) => String::new(),
        Some(fields) => format!(", beside {}", codes(fields, " and ")),
    };
    match one.transport {
        Transport::JsonPost => format!("JSON that your server posts to {url}"),
        Transport::EncryptedJsonPost => format!(
            "JSON that your server signs, encrypts into {envelope}{beside} and posts to {url}"
        ),
        Transport::FormPost => format!("a form that the payer's browser posts to {url}"),
        Transport::FormReqData => format!(
            "JSON in the one input {envelope}{beside} of a form that the payer's browser posts to {url}"
        ),
        Transport::MobileSdk => {
            "JSON that your app hands to the gateway's SDK; there is no address to post to"
                .to_owned()
        }
        Transport::Notification => {
            format!(
                "JSON that the gateway posts to the address that the order gave as {destination}"
            )
        }
        Transport::SyncNotification if one.envelope.is_some() => format!(
            "JSON in the parameter {envelope} that the payer's browser takes to the address that the \
             order gave as {destination}"
        ),
        Transport::SyncNotification => format!(
            "form fields that the payer's browser takes to the address that the order gave as \
             {destination}"
        ),
    }
}

/// The types and calls that stand for the operation.
fn in_rust(spec: &Spec, one: &Operation) -> Vec<(&'static str, String)> {
    let path = rust_types::path(one);
    let name = &one.type_name;
    let request = format!("`lianlian::{path}`, made with `{name}::builder()`");
    match one.transport {
        Transport::JsonPost | Transport::EncryptedJsonPost => vec![
            ("Request", request),
            ("Sent with", "`Client::send`".to_owned()),
            ("Answer", answer(spec, one)),
        ],
        Transport::FormPost | Transport::FormReqData => vec![
            ("Request", request),
            (
                "Made with",
                "`Client::form`, which gives the page for the browser (`html`) or its parts (`action`, \
                 `pairs`)"
                    .to_owned(),
            ),
        ],
        Transport::MobileSdk => vec![
            ("Request", request),
            (
                "Made with",
                "`Client::mobile_payload`, which gives the text for the app; the key stays on the server"
                    .to_owned(),
            ),
        ],
        Transport::Notification => vec![
            (
                "Received with",
                format!("`Receiver::notification::<{path}>`, from the bytes of the body"),
            ),
            (
                "Answered with",
                format!("`{name}::ACKNOWLEDGEMENT`, once it has been acted upon"),
            ),
        ],
        Transport::SyncNotification => vec![(
            "Received with",
            format!(
                "`Receiver::browser_notification_text::<{path}>`, from the query or the body, or \
                 `Receiver::browser_notification` from decoded pairs"
            ),
        )],
    }
}

fn answer(spec: &Spec, one: &Operation) -> String {
    let product = &one.product;
    let reply = received::reply_name(one);
    let variants = rust_types::variants(spec, one);
    if variants.is_empty() {
        return format!("`Verified<{product}::{reply}>`");
    }
    let variants = variants.iter().map(|(variant, step)| match step {
        Some(step) => {
            format!(
                "`{variant}` ({} Go on with {})",
                sentence(&step.title),
                operation(&step.operation)
            )
        }
        None => format!("`{variant}` (the gateway waits for nothing more)"),
    });
    format!(
        "`Verified<{product}::{reply}>`, an enum to match: {}. Its fields are those of `{}`, which \
         `answer()` gives.",
        variants.collect::<Vec<_>>().join(", "),
        rust_types::answer_path(one),
    )
}

fn follow_up(next: &FollowUp) -> String {
    let condition = next.condition.as_ref().map(|given| format!(" ({})", given.in_words()));
    format!("{}{}", operation(&next.operation), condition.unwrap_or_default())
}

/// The tables of both messages.
fn messages(spec: &Spec, one: &Operation) -> Vec<String> {
    if one.transport.is_notification() {
        let mut parts = vec![
            "**What it says.** What the gateway sends always is a plain value, everything else an `Option`."
                .to_owned(),
            fields::received(spec, &one.request, crate::received::is_certain),
        ];
        if !one.reply.is_empty() {
            parts.push("**The acknowledgement**, which `ACKNOWLEDGEMENT` holds.".to_owned());
            parts.push(fields::acknowledged(spec, &one.reply));
        }
        return parts;
    }
    let mut parts = vec![
        "**Request.** The builder has a method for each field that has a Rust type; without the \
         required ones it does not compile."
            .to_owned(),
        fields::sent(spec, &one.request),
    ];
    if !one.reply.is_empty() {
        parts.push(
            "**Answer.** Only `ret_code` is certain, whatever the documentation promises of the rest."
                .to_owned(),
        );
        parts.push(fields::received(spec, &one.reply, |field| field.name == "ret_code"));
    }
    parts
}

fn samples(one: &Operation, given: &Sample) -> Vec<String> {
    let request = given.request.as_deref().and_then(|text| sample::pretty(text, &one.request));
    let reply = given.reply.as_deref().and_then(|text| sample::pretty(text, &one.reply));
    let mut parts = vec![format!("**Sample.** {}", sentence(&given.title))];
    parts.extend(request.map(|text| block("json", &text)));
    if let Some(reply) = reply {
        parts.push("is answered with".to_owned());
        parts.push(block("json", &reply));
    }
    parts
}
