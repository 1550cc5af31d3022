//! Programs that the checks need besides the Rust toolchain.

use crate::Failure;
use crate::command::{Task, cargo};

/// Makes sure that they are there. `openssl` judges signatures in the tests; it is installed from Debian's
/// packages when it is missing.
pub(crate) fn ensure() -> Result<(), Failure> {
    for component in ["fmt", "clippy"] {
        if !cargo([component, "--version"]).succeeds() {
            return Err(format!(
                "`cargo {component}` is missing; get it with `rustup component add rustfmt clippy`"
            ));
        }
    }
    if has_openssl() {
        return Ok(());
    }
    eprintln!("the command `openssl` is missing, installing it");
    install_openssl().map_err(|failure| {
        format!(
            "{failure}; install the command `openssl` yourself, on Debian as root with \
             `apt-get install openssl`"
        )
    })?;
    if has_openssl() { Ok(()) } else { Err("`openssl` does not run after its installation".into()) }
}

fn has_openssl() -> bool {
    Task::new("openssl").args(["version"]).succeeds()
}

fn install_openssl() -> Result<(), Failure> {
    let apt = |arguments: &[&str]| {
        Task::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").run()
    };
    apt(&["update"])?;
    apt(&["install", "--yes", "--no-install-recommends", "openssl"])
}
