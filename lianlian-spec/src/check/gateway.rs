//! `gateway.json`.

use crate::check::{expect_snake_name, limits};
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::source::Text;

/// Folders of a spec that are no products.
const RESERVED: [&str; 2] = ["schema", "structures"];

pub(super) fn check(known: &Known<'_>, sink: &mut Sink) {
    let Some(gateway) = &known.files.gateway else {
        return;
    };
    for entry in &gateway.hosts.entries {
        expect_snake_name("host", &entry.key, sink);
        if let Some(url) = entry.value.as_ref().and_then(|host| host.url.as_ref()) {
            check_host(url, sink);
        }
    }
    for entry in &gateway.products.entries {
        expect_snake_name("product", &entry.key, sink);
        if RESERVED.contains(&entry.key.as_str()) {
            let message = format!("`{}` cannot be the name of a product", entry.key.as_str());
            let finding = Finding::new(entry.key.span, message);
            sink.add(finding.help("the folder of that name holds something else"));
        }
    }
    for entry in &gateway.contracts.entries {
        expect_snake_name("contract", &entry.key, sink);
    }
    for entry in &gateway.circumstances.entries {
        expect_snake_name("circumstance", &entry.key, sink);
    }
    for entry in &gateway.published_keys.entries {
        check_digest(&entry.key, sink);
    }
    if let Some(notification) = &gateway.notification {
        known.fields.expect_all(&notification.event, sink);
    }
    if let Some(order) = &gateway.order {
        known.fields.expect_all(&order.identity, sink);
    }
    if let Some(limits) = &gateway.limits {
        limits::check(limits, sink);
    }
}

fn check_host(url: &Text, sink: &mut Sink) {
    let host = url.as_str().strip_prefix("https://");
    let is_host = host.is_some_and(|host| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
        !host.is_empty() && host.bytes().all(allowed)
    });
    if !is_host {
        let finding = Finding::new(url.span, format!("`{}` is no address of a host", url.as_str()));
        sink.add(finding.help(
            "write `https://` and the host's name, without a path and without `/` at the end",
        ));
    }
}

/// A key itself does not belong into a spec, and neither does a digest that nothing will equal.
fn check_digest(digest: &Text, sink: &mut Sink) {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if digest.as_str().len() != 64 || !digest.as_str().bytes().all(is_digit) {
        let finding = Finding::new(digest.span, "this is no SHA-256 of a key or secret");
        sink.add(finding.help("write its 64 hex digits in lower case, never the key itself"));
    }
}
