//! The published keys of the spec as Rust source.
//!
//! They stand in the run time and not among the generated operations: a client is put together before it knows any.

use lianlian_spec::Spec;

use crate::codes;

/// The Rust source of `lianlian-api/src/published_keys/list.rs`, sorted by digest.
pub fn published_keys(spec: &Spec) -> String {
    let mut keys: Vec<_> = spec.gateway.published_keys.iter().collect();
    keys.sort_by(|a, b| a.digest.cmp(&b.digest));
    let entries = keys.into_iter().map(|key| {
        let kind = codes::pascal(key.kind.as_str());
        format!(
            "    PublishedKey {{\n        digest: {:?},\n        kind: PublishedKind::{kind},\n        seen: {:?},\n    }},\n",
            key.digest, key.seen,
        )
    });
    format!(
        "//! Generated from `published_keys` in `spec/gateway.json`. Edit the spec instead.\n\n\
         use super::{{PublishedKey, PublishedKind}};\n\n\
         pub(super) const LIST: &[PublishedKey] = &[\n{}];\n",
        entries.collect::<String>(),
    )
}
