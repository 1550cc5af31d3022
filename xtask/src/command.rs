//! Running other programs from the root of the repository.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::Failure;

/// A command, shown before it runs and named when it fails.
pub(crate) struct Task {
    command: Command,
}

/// A `cargo` command, with the cargo that runs us.
pub(crate) fn cargo<I: IntoIterator<Item: AsRef<OsStr>>>(arguments: I) -> Task {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let task = Task::new(program).args(arguments);
    if is_first_build() { task.env("CARGO_INCREMENTAL", "0") } else { task }
}

/// Whether nothing of the libraries was built here before, as in a clean checkout.
///
/// Nobody is going to edit and build again there, so what would make the next build faster, a third of
/// the target folder, is left out.
fn is_first_build() -> bool {
    static IS_FIRST: OnceLock<bool> = OnceLock::new();
    *IS_FIRST.get_or_init(|| {
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        let built = fs::read_dir(target.join("debug/incremental"));
        let is_ours = |name: &OsStr| name.to_string_lossy().starts_with("lianlian");
        !built.is_ok_and(|mut all| all.any(|one| one.is_ok_and(|one| is_ours(&one.file_name()))))
    })
}

/// The folder with the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}

impl Task {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(root());
        // `cargo run` describes xtask in these. Build scripts that watch them would run again each time
        // the same crate is built from here and from the command line in turn.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        Self { command }
    }

    pub(crate) fn args<I: IntoIterator<Item: AsRef<OsStr>>>(mut self, arguments: I) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs it with our own output; an exit code other than 0 is a failure.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        let shown = self.shown();
        eprintln!("$ {shown}");
        let status = self.command.status().map_err(|e| format!("`{shown}` did not start: {e}"))?;
        if status.success() { Ok(()) } else { Err(format!("`{shown}` ended with {status}")) }
    }

    /// Runs it and returns its standard output; its standard error is shown.
    pub(crate) fn output(mut self) -> Result<String, Failure> {
        let shown = self.shown();
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|e| format!("`{shown}` did not start: {e}"))?;
        if !output.status.success() {
            return Err(format!("`{shown}` ended with {}", output.status));
        }
        String::from_utf8(output.stdout).map_err(|_| format!("`{shown}` printed what is not UTF-8"))
    }

    /// Runs it and returns whether it ended with 0, and its standard error.
    pub(crate) fn told(mut self) -> Result<(bool, String), Failure> {
        let shown = self.shown();
        eprintln!("$ {shown}");
        let output = self.command.stdout(Stdio::inherit()).stderr(Stdio::piped()).output();
        let output = output.map_err(|e| format!("`{shown}` did not start: {e}"))?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok((output.status.success(), told))
    }

    /// Runs it and returns its standard output and whether it ended with 0; its standard error is shown.
    pub(crate) fn answer(mut self) -> Result<(String, bool), Failure> {
        let shown = self.shown();
        let output = self.command.stderr(Stdio::inherit()).output();
        let output = output.map_err(|e| format!("`{shown}` did not start: {e}"))?;
        let text = String::from_utf8(output.stdout)
            .map_err(|_| format!("`{shown}` printed what is not UTF-8"))?;
        Ok((text, output.status.success()))
    }

    /// Whether it starts and ends with 0, showing nothing.
    pub(crate) fn succeeds(mut self) -> bool {
        let quiet = self.command.stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }

    fn shown(&self) -> String {
        let program = PathBuf::from(self.command.get_program());
        let name = program.file_name().unwrap_or(self.command.get_program());
        let words = [name].into_iter().chain(self.command.get_args());
        words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
    }
}
