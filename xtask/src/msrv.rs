//! The oldest Rust that `Cargo.toml` promises.

use crate::Failure;
use crate::command::Task;
use crate::metadata::Workspace;

/// Compiles with that toolchain if it is installed. If not, what holds is clippy's `incompatible_msrv`, which
/// has already looked for standard library items that are too new.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let package = workspace.package("lianlian")?;
    let version = package.rust_version.as_deref().ok_or("lianlian states no rust-version")?;
    let list = Task::new("rustup").args(["toolchain", "list"]);
    // Without rustup there is no choice of toolchains.
    let installed = list.output().unwrap_or_default();
    let Some(toolchain) = toolchain(&installed, version) else {
        eprintln!(
            "Rust {version} is not installed: only clippy's incompatible_msrv has been checked \
             (`rustup toolchain install {version}` for the full check)"
        );
        return Ok(());
    };
    Task::new("rustup")
        .args(["run", toolchain, "cargo", "check", "--workspace", "--all-features"])
        // `rustup run` chooses the compiler; these would override it.
        .without("RUSTC")
        .without("CARGO")
        .run()
}

/// The name of an installed toolchain of this version, `1.88` or `1.88.3`, with or without a host triple.
fn toolchain<'a>(installed: &'a str, version: &str) -> Option<&'a str> {
    installed.lines().filter_map(|line| line.split_whitespace().next()).find(|name| {
        name.strip_prefix(version)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-') || rest.starts_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toolchain_is_found_by_its_version() {
        let installed = "stable-x86_64-unknown-linux-gnu (active, default)\n\
                         1.880-x86_64-unknown-linux-gnu\n\
                         1.88.0-x86_64-unknown-linux-gnu\n";
        assert_eq!(toolchain(installed, "1.88"), Some("1.88.0-x86_64-unknown-linux-gnu"));
        assert_eq!(toolchain(installed, "1.87"), None);
        assert_eq!(toolchain("", "1.88"), None);
    }
}
