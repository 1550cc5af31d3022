//! Programs that the checks need besides the Rust toolchain.

use crate::Failure;
use crate::command::{Task, cargo};

/// Commands that judge what we make, and the Debian packages that bring them: `curl` HTTP, `openssl`
/// signatures and ciphers, `python3` encodings, pages and the OpenAPI document, `chromium` the sandbox's pages.
const JUDGES: [&str; 4] = ["chromium", "curl", "openssl", "python3"];

/// Makes sure that they are there; what is missing is installed from Debian's packages.
pub(crate) fn ensure() -> Result<(), Failure> {
    for component in ["fmt", "clippy"] {
        if !cargo([component, "--version"]).succeeds() {
            return Err(format!(
                "`cargo {component}` is missing; get it with `rustup component add rustfmt clippy`"
            ));
        }
    }
    for judge in JUDGES {
        if is_there(judge) {
            continue;
        }
        eprintln!("the command `{judge}` is missing, installing it");
        install(judge).map_err(|failure| {
            format!(
                "{failure}; install the command `{judge}` yourself, on Debian as root with \
                 `apt-get install {judge}`"
            )
        })?;
        if !is_there(judge) {
            return Err(format!("`{judge}` does not run after its installation"));
        }
    }
    Ok(())
}

fn is_there(judge: &str) -> bool {
    let version = if judge == "openssl" { "version" } else { "--version" };
    Task::new(judge).args([version]).succeeds()
}

fn install(package: &str) -> Result<(), Failure> {
    let apt = |arguments: &[&str]| {
        Task::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").run()
    };
    apt(&["update"])?;
    apt(&["install", "--yes", "--no-install-recommends", package])
}
