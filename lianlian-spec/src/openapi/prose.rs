//! What the document says in words: how messages are signed, what the extensions mean.

use serde_json::{Value, json};

use super::field::paragraph;
use crate::model::{Operation, Spec, Transport};

const SIGNATURE: &str = "\
## Signature

None of OpenAPI's security schemes fits: every message, in both directions, carries its own signature in the \
member `sign`, next to `sign_type`. It is made over a text, the *source*:

1. Take every member of the message except `sign`, the undocumented ones as well, and except what \
`x-unsigned` marks as `always`.
2. Leave out members whose value is `null` or the empty string.
3. Sort by name, byte by byte with ASCII letters in lower case; names that are equal that way, as they are.
4. Join `name=value` pairs with `&`, in UTF-8 and without any URL encoding. A text stands for itself, a number \
for its digits as they were written, `true` and `false` for themselves, an object or array for its JSON text as \
it was received.

A message that names a member twice is no message. For `sign_type` `RSA` the signature is RSASSA-PKCS1-v1_5 with \
MD5, for `SHA256withRSA` the same with SHA-256, both in Base64 with padding. The legacy scheme `MD5` is the \
lower-case hexadecimal MD5 of the source followed by `&key=` and a shared secret. Verify under the scheme that \
was agreed, never under the one that a message names. Where `x-unsigned` says `maybe`, try the source with the \
member first, then without it; what turned out not to be covered proves nothing.

A message is verified before anything in it is believed, and over its bytes as they came.";

const EXTENSIONS: &str = "\
## How to read this document

What the merchant sends is described strictly. What the gateway sends is described leniently: unknown members and \
undocumented codes are valid, empty texts count as absent, and of an answer only `ret_code` is required. These \
extensions say what JSON Schema has no word for:

* `x-sensitive`: never to be printed or logged.
* `x-unsigned`: whether a signature leaves the member out, `always` or `maybe`.
* `x-identity`: an answer that repeats this member with another value belongs to another request.
* `x-filled-by`: what a client fills in itself: `merchant` number, signature `scheme`, `signature`, `clock`.
* `x-required`: what the documentation says, `yes`, `no` or `conditional`; `x-when`: under which circumstance \
the gateway sends it.
* `x-rules`: the rules between members, in words; those about presence are part of the schema.
* `x-range`, `x-unit`, `x-currency`, `x-min-length`, `x-fixed`: facts about values that are text, or that are not \
enforced on answers.
* `x-aliases`: other names of the member that have been seen; `x-edition`: the one edition of the documentation \
that has it.
* `x-operations`: the operations of a path and what they lead to; `x-destination`: the request field that \
named the address of a notification; `x-decrypted`: what is inside an encrypted text; `x-entry`: the values of \
an entry that is joined into a text.
* `x-return-codes`: the meaning of every `ret_code`, what it proves of the money (`outcome`) and what may be \
sent after that (`retry`). A code that is not listed proves nothing: query.
* `x-mobile-payloads`: messages that are signed by the server and handed to the gateway's SDK in an app.

Amounts, numbers and times are texts in every message.";

/// The description of the whole document, in `CommonMark`.
pub(super) fn description(spec: &Spec) -> String {
    let gateway = &spec.gateway;
    let notes: Vec<String> =
        gateway.notes.iter().map(|note| format!("* {}", paragraph(&[note]))).collect();
    let order = &gateway.order;
    let identity = order.identity.join("`, `");
    let orders = format!(
        "## Orders\n\nAn order is the same order when `{identity}` are the same: sending it again does \
         not pay twice. Its date may differ from the gateway's by {} days. It can be paid for {} minutes \
         unless it says otherwise.",
        order.date_tolerance_days, order.validity_minutes,
    );
    let editions: Vec<String> = gateway
        .editions
        .iter()
        .map(|edition| format!("* {}: <{}>", edition.name, edition.source))
        .collect();
    let limits = gateway.limits.in_words();
    let limits =
        limits.iter().chain(&gateway.limits.notes).map(|said| format!("* {}", paragraph(&[said])));
    let limits = format!("## Limits\n\n{}", lines(limits));
    let mut parts = vec![gateway.description.clone(), SIGNATURE.to_owned(), orders, limits];
    parts.push(EXTENSIONS.to_owned());
    if !notes.is_empty() {
        parts.push(format!("## Remarks\n\n{}", notes.join("\n")));
    }
    if !editions.is_empty() {
        parts.push(format!("## Editions of the documentation\n\n{}", editions.join("\n")));
    }
    parts.join("\n\n")
}

/// The signature for programs.
pub(super) fn signature(spec: &Spec) -> Value {
    let schemes = spec.code_list("sign_type").map(|list| {
        let schemes = list.codes.iter();
        schemes
            .map(|entry| json!({ "sign_type": entry.code, "description": entry.meaning }))
            .collect::<Vec<_>>()
    });
    json!({
        "member": "sign",
        "scheme-member": "sign_type",
        "schemes": schemes.unwrap_or_default(),
        "source": {
            "leaves-out": {
                "members": ["sign"],
                "values": [null, ""],
                "extension": { "x-unsigned": "always" },
            },
            "order": "by name, ASCII letters in lower case, then by the bytes as they are",
            "pair": "name=value",
            "separator": "&",
            "encoding": "UTF-8, not URL-encoded",
            "values": {
                "text": "as decoded",
                "number": "the digits as they stand in the message",
                "boolean": "true or false",
                "object-or-array": "its JSON text as received",
            },
        },
    })
}

/// What an operation does and how it travels; under a heading where it shares its path.
pub(super) fn operation(operation: &Operation, has_heading: bool) -> String {
    let mut parts = Vec::new();
    if has_heading {
        parts.push(format!("### {}", operation.id));
        parts.push(paragraph(&[&operation.title]));
    }
    parts.extend(operation.description.as_ref().map(|text| paragraph(&[text])));
    parts.push(travels(operation));
    if !operation.steps.is_empty() {
        let steps = operation.steps.iter().map(|step| {
            let code = (!step.codes.is_empty())
                .then(|| format!("`ret_code` is {}", quoted(&step.codes, " or ")));
            let present = step.or_present.iter().map(|field| format!("`{field}` is there"));
            let reasons: Vec<String> = code.into_iter().chain(present).collect();
            let when = reasons.join(" or ");
            format!("* When {when}: {} Go on with `{}`.", paragraph(&[&step.title]), step.operation)
        });
        parts.push(format!("What the answer asks for:\n\n{}", lines(steps)));
    }
    for (what, ids) in [
        ("It causes the notifications", &operation.notifications),
        ("What became of it is told by", &operation.query_with),
    ] {
        if !ids.is_empty() {
            parts.push(format!("{what} {}.", quoted(ids, ", ")));
        }
    }
    if !operation.rules.is_empty() {
        let rules = operation.rules.iter().map(|rule| format!("* {}", rule.kind.in_words()));
        parts.push(format!("Rules:\n\n{}", lines(rules)));
    }
    if !operation.notes.is_empty() {
        let notes = operation.notes.iter().map(|note| format!("* {}", paragraph(&[note])));
        parts.push(format!("Remarks:\n\n{}", lines(notes)));
    }
    parts.join("\n\n")
}

fn travels(operation: &Operation) -> String {
    let signed = quoted(&operation.sign_types, " or ");
    let destination = operation.destination.as_deref().unwrap_or_default();
    let how = match operation.transport {
        Transport::JsonPost => "JSON that the merchant's server posts".to_owned(),
        Transport::EncryptedJsonPost => {
            "JSON that the merchant's server signs, encrypts and posts".to_owned()
        }
        Transport::FormPost => "A form that the payer's browser posts".to_owned(),
        Transport::FormReqData => {
            "JSON in the one input of a form that the payer's browser posts".to_owned()
        }
        Transport::MobileSdk => "JSON that an app hands to the gateway's SDK".to_owned(),
        Transport::Notification => {
            format!("JSON that the gateway posts to the address in `{destination}`")
        }
        Transport::SyncNotification => {
            format!("What the payer's browser takes to the address in `{destination}`")
        }
    };
    let charset = operation.charset_field.as_ref().map(|field| {
        format!(" `{field}` names the encoding of the form; the source is UTF-8 all the same.")
    });
    format!("{how}, signed with {signed}.{}", charset.unwrap_or_default())
}

fn quoted(names: &[String], with: &str) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(with)
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
