//! How an exchange goes on, as a sequence diagram.

use std::fmt::Write as _;

use lianlian_spec::Spec;
use lianlian_spec::model::{Operation, Step, Transport};

use super::markdown::block;

/// The diagram of an operation that something follows; none if nothing does.
pub(super) fn diagram(spec: &Spec, operation: &Operation) -> Option<String> {
    let has_more = !operation.steps.is_empty() || !operation.notifications.is_empty();
    if operation.transport.is_notification() || !has_more {
        return None;
    }
    let mut lines = Vec::new();
    let id = &operation.id;
    let has_payer = match operation.transport {
        Transport::JsonPost | Transport::EncryptedJsonPost => {
            lines.push(format!("S->>G: {id}"));
            lines.push("G-->>S: signed answer".to_owned());
            false
        }
        Transport::MobileSdk => {
            lines.push(format!("S->>P: {id}, the signed payload"));
            lines.push("P->>G: pays through the SDK".to_owned());
            true
        }
        _ => {
            lines.push(format!("S->>P: {id}, the signed form"));
            lines.push("P->>G: pays on the hosted page".to_owned());
            true
        }
    };
    steps(operation, &mut lines);
    let mut has_browser = false;
    for notification in operation.notifications.iter().filter_map(|id| spec.operation(id)) {
        let (id, field) = (&notification.id, notification.destination.as_deref());
        let place = field.map(|field| format!(" at {field}")).unwrap_or_default();
        if notification.transport == Transport::SyncNotification {
            has_browser = true;
            lines.push("G-->>P: sends the browser back".to_owned());
            lines.push(format!("P->>S: {id}{place}"));
        } else {
            lines.push(format!("G->>S: {id}{place}"));
            lines.push("S-->>G: acknowledgement".to_owned());
        }
    }
    if let Some(query) = operation.query_with.first() {
        lines.push("opt the outcome is unknown, or no notification came".to_owned());
        lines.push(format!("    S->>G: {query}"));
        lines.push("    G-->>S: what became of it".to_owned());
        lines.push("end".to_owned());
    }
    let mut text = String::from("sequenceDiagram\n    participant S as Your server\n");
    if has_payer || has_browser {
        text.push_str("    participant P as Payer\n");
    }
    text.push_str("    participant G as LianLian\n");
    for line in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {}", plain(&line));
    }
    Some(block("mermaid", &text))
}

fn steps(operation: &Operation, lines: &mut Vec<String>) {
    for (at, step) in operation.steps.iter().enumerate() {
        let word = if at == 0 { "alt" } else { "else" };
        lines.push(format!("{word} {}", asked(step)));
        lines.push(format!("    Note over S: {}", step.title));
        lines.push(format!("    S->>G: {}", step.operation));
        lines.push("    G-->>S: signed answer".to_owned());
    }
    if !operation.steps.is_empty() {
        lines.push("end".to_owned());
    }
}

fn asked(step: &Step) -> String {
    let codes = (!step.codes.is_empty()).then(|| format!("ret_code {}", step.codes.join(" or ")));
    let present = step.or_present.iter().map(|field| format!("{field} is there"));
    codes.into_iter().chain(present).collect::<Vec<_>>().join(", or ")
}

/// Without the characters that end a statement or begin a comment in the diagram's language.
fn plain(line: &str) -> String {
    line.replace(';', ",").replace('#', "no. ").replace('%', "per cent")
}
