//! What the dependencies are allowed to be, as `deny.toml` says.

use crate::Failure;
use crate::command::cargo;

pub(crate) fn run() -> Result<(), Failure> {
    if !cargo(["deny", "--version"]).succeeds() {
        return Err("cargo-deny is missing; get it with `cargo install --locked cargo-deny`".into());
    }
    cargo(["deny", "--all-features", "check", "licenses", "bans", "sources"]).run()?;
    if let Err(failure) = cargo(["deny", "fetch", "db"]).run() {
        eprintln!("advisories were NOT checked, their database could not be had: {failure}");
        return Ok(());
    }
    cargo(["deny", "--all-features", "--offline", "check", "advisories"]).run()
}
