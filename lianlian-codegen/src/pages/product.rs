//! The page of a product.

use lianlian_spec::Spec;
use lianlian_spec::model::{Product, Transport};

use super::markdown::{anchor, code, joined, sentence, table};
use super::operation;

/// The page's text.
pub(super) fn text(spec: &Spec, product: &Product) -> String {
    let mut parts = vec![
        format!("# {}", product.title),
        sentence(&product.description),
        format!(
            "The module `lianlian::{}`, behind the Cargo feature {} (on by default). How messages are \
             signed, what identifies an order and how notifications come is told \
             [for all products](README.md) once.",
            product.id,
            code(&product.id),
        ),
    ];
    let rows: Vec<[String; 3]> = product
        .operations
        .iter()
        .map(|one| {
            [
                format!("[`{}`](#{})", one.id, anchor(&one.id)),
                kind(one.transport).to_owned(),
                sentence(&one.title),
            ]
        })
        .collect();
    parts.push(table(["Operation", "Kind", "What it does"], &rows));
    parts.extend(product.operations.iter().map(|one| operation::section(spec, one)));
    joined(&parts)
}

/// How a message travels, in a word or two.
pub(super) const fn kind(transport: Transport) -> &'static str {
    match transport {
        Transport::JsonPost => "server call",
        Transport::EncryptedJsonPost => "encrypted server call",
        Transport::FormPost | Transport::FormReqData => "page for the payer",
        Transport::MobileSdk => "payload for an app",
        Transport::Notification => "notification",
        Transport::SyncNotification => "return of the browser",
    }
}
