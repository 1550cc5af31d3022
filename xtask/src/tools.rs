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
        ensure_one(&format!("the command `{judge}`"), &[judge], || is_there(judge))?;
    }
    // What the feature `openssl` is compiled with.
    ensure_one("the library OpenSSL with its headers", &["libssl-dev", "pkg-config"], || {
        Task::new("pkg-config").args(["--exists", "openssl"]).succeeds()
    })
}

/// Installs `packages` unless what they bring is there.
fn ensure_one(what: &str, packages: &[&str], is_there: impl Fn() -> bool) -> Result<(), Failure> {
    if is_there() {
        return Ok(());
    }
    eprintln!("{what} is missing, installing it");
    install(packages).map_err(|failure| {
        let packages = packages.join(" ");
        format!(
            "{failure}; install {what} yourself, on Debian as root with `apt-get install {packages}`"
        )
    })?;
    if is_there() { Ok(()) } else { Err(format!("{what} is not there after its installation")) }
}

fn is_there(judge: &str) -> bool {
    let version = if judge == "openssl" { "version" } else { "--version" };
    Task::new(judge).args([version]).succeeds()
}

fn install(packages: &[&str]) -> Result<(), Failure> {
    let apt = |arguments: &[&str]| {
        Task::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").run()
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}
