//! The spec of this repository, when it is there (a published crate does not carry it).
#![allow(clippy::panic)]

use std::path::Path;

#[test]
fn the_spec_of_this_repository_loads() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    if !dir.join("gateway.json").is_file() {
        return;
    }
    match lianlian_spec::load(&dir) {
        Ok(spec) => assert!(spec.operations().count() > 0),
        Err(mistakes) => panic!("{} mistakes\n{mistakes}", mistakes.len()),
    }
}
