//! The tests, how long each takes, and which mutants each reaches.

use std::collections::HashMap;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::tree::Tree;
use crate::Failure;
use crate::command::{Task, cargo};

/// Tests at one time.
pub(crate) const WORKERS: usize = 2;
/// The memory that a test may use, in KiB: a mutant that collects for ever ends by this.
const MEMORY: &str = "6000000";
/// How long a test may take while nothing is mutated.
const PATIENCE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(2);

pub(crate) struct Binary {
    path: PathBuf,
    /// The folder of its package, where its tests run.
    folder: PathBuf,
    pub(crate) name: String,
}

pub(crate) struct Test {
    pub(crate) binary: usize,
    pub(crate) name: String,
    pub(crate) duration: Duration,
}

pub(crate) struct Tests {
    pub(crate) binaries: Vec<Binary>,
    pub(crate) all: Vec<Test>,
    /// By mutant, places in `all`.
    pub(crate) reaching: HashMap<usize, Vec<usize>>,
    /// Tests that fail without a mutant; they judge nothing.
    pub(crate) broken: Vec<String>,
    /// Where Rust's own libraries are, which tests of a macro's crate load.
    libraries: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed,
    TimedOut,
}

/// Builds the tests of some packages of the copy, and runs each alone.
pub(crate) fn record(tree: &Tree, packages: &[&str], notes: &Path) -> Result<Tests, Failure> {
    let binaries = build(tree, packages)?;
    let mut tests = Tests {
        binaries,
        all: Vec::new(),
        reaching: HashMap::new(),
        broken: Vec::new(),
        libraries: Task::new("rustc").args(["--print", "target-libdir"]).output()?.trim().into(),
    };
    let mut names = Vec::new();
    for (index, binary) in tests.binaries.iter().enumerate() {
        let listed = tests.command(binary, &["--list", "--format", "terse"]).output();
        let listed = listed.map_err(|error| format!("{}: {error}", binary.path.display()))?;
        if !listed.status.success() {
            return Err(format!("{} does not list its tests", binary.path.display()));
        }
        let listed = String::from_utf8_lossy(&listed.stdout);
        let listed = listed.lines().filter_map(|line| line.strip_suffix(": test"));
        names.extend(listed.map(|name| (index, name.to_owned())));
    }
    eprintln!("{} tests in {} binaries", names.len(), tests.binaries.len());
    let _ = fs::remove_dir_all(notes);
    let ran = in_parallel(&names, |at, (binary, name)| {
        let folder = notes.join(at.to_string());
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let started = Instant::now();
        let reached = [("LIANLIAN_MUTANTS_REACHED", folder.to_string_lossy().into_owned())];
        let verdict = tests.run(*binary, &[name], &reached, PATIENCE)?;
        Ok((verdict, started.elapsed(), reached_by(&folder)))
    })?;
    for ((binary, name), (verdict, duration, reached)) in names.into_iter().zip(ran) {
        if verdict != Verdict::Passed {
            let of = tests.binaries.get(binary).map_or("", |binary| binary.name.as_str());
            tests.broken.push(format!("{of} {name}"));
            continue;
        }
        let at = tests.all.len();
        tests.all.push(Test { binary, name, duration });
        for id in reached {
            tests.reaching.entry(id).or_default().push(at);
        }
    }
    Ok(tests)
}

fn build(tree: &Tree, packages: &[&str]) -> Result<Vec<Binary>, Failure> {
    let mut arguments =
        vec!["test", "--no-run", "--quiet", "--all-features", "--lib", "--bins", "--tests"];
    arguments.extend(["--message-format", "json-render-diagnostics"]);
    for package in packages {
        arguments.extend(["--package", package]);
    }
    let text = cargo(arguments)
        .args(["--manifest-path".as_ref(), tree.folder.join("Cargo.toml").as_os_str()])
        .env("CARGO_TARGET_DIR", &tree.build.to_string_lossy())
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTC_BOOTSTRAP", &tree.crates)
        .output()?;
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let binary = |line: Value| {
        let path = PathBuf::from(line.get("executable")?.as_str()?);
        let is_test = line.get("profile")?.get("test")?.as_bool()?;
        let folder = Path::new(line.get("manifest_path")?.as_str()?).parent()?.to_owned();
        let target = line.get("target")?.get("name")?.as_str()?;
        let name = format!("{}::{target}", folder.file_name()?.to_string_lossy());
        is_test.then_some(Binary { path, folder, name })
    };
    Ok(lines.filter_map(binary).collect())
}

fn reached_by(folder: &Path) -> Vec<usize> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let texts = files.filter_map(|file| fs::read_to_string(file.path()).ok());
    let mut ids: Vec<usize> = texts
        .flat_map(|text| text.lines().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Tests {
    /// Runs some tests of one binary.
    pub(crate) fn run(
        &self,
        binary: usize,
        names: &[&String],
        env: &[(&str, String)],
        limit: Duration,
    ) -> Result<Verdict, Failure> {
        let binary = self.binaries.get(binary).ok_or("no such test binary")?;
        let mut arguments = vec!["--exact", "--quiet", "--test-threads", "1"];
        arguments.extend(names.iter().map(|name| name.as_str()));
        let mut command = self.command(binary, &arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.envs(env.iter().map(|(name, value)| (name, value))).process_group(0);
        let mut child = command.spawn().map_err(|e| format!("{}: {e}", binary.path.display()))?;
        let deadline = Instant::now().checked_add(limit);
        loop {
            let ended = child.try_wait().map_err(|e| format!("{}: {e}", binary.path.display()))?;
            if let Some(status) = ended {
                return Ok(if status.success() { Verdict::Passed } else { Verdict::Failed });
            }
            if deadline.is_none_or(|deadline| Instant::now() >= deadline) {
                // The test and what it started.
                let group = format!("-{}", child.id());
                let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
                let _ = child.wait();
                return Ok(Verdict::TimedOut);
            }
            thread::sleep(POLL);
        }
    }

    fn command(&self, binary: &Binary, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        let limited = format!("ulimit -v {MEMORY}; exec nice -n 10 \"$0\" \"$@\"");
        command.args(["-c", &limited]).arg(&binary.path).args(arguments);
        command.current_dir(&binary.folder).env("CARGO_MANIFEST_DIR", &binary.folder);
        command.env("LD_LIBRARY_PATH", &self.libraries).env("RUST_BACKTRACE", "0");
        command.env("CI", "true").env("INSTA_UPDATE", "no").env_remove("LIANLIAN_MUTANT");
        command
    }
}

/// Does something with each item, a few at a time, and tells now and then how far it is.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(usize, &T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let worker = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return };
            if at.checked_rem(100) == Some(0) {
                eprintln!("{at} of {}", items.len());
            }
            let result = work(at, item);
            if let Ok(mut done) = done.lock() {
                done.push((at, result));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(worker);
        }
    });
    let mut done = done.into_inner().map_err(|_| "a worker panicked")?;
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
