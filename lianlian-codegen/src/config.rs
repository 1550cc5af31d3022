//! What a build script calls.

use std::fmt;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use lianlian_spec::{Mistake, Mistakes};

use crate::{Options, generate, generate_files};

/// Generates bindings from a build script.
///
/// ```no_run
/// fn main() -> Result<(), lianlian_codegen::Error> {
///     lianlian_codegen::Config::new().spec("spec").generate()
/// }
/// ```
///
/// A merchant whose contract adds an operation or a field, or changes one, lays a folder over the spec:
///
/// ```no_run
/// fn main() -> Result<(), lianlian_codegen::Error> {
///     lianlian_codegen::Config::new().spec("spec").overlay("our-spec").generate()
/// }
/// ```
///
/// The file is written only if its bytes change, and Cargo is told to run the script again when a
/// file of the spec or of an overlay is added, changed or removed, and only then.
#[derive(Clone, Debug)]
#[must_use = "nothing is generated until `generate`"]
pub struct Config {
    spec: PathBuf,
    overlays: Vec<PathBuf>,
    out_file: Option<PathBuf>,
    options: Options,
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// The spec in the folder `spec`, written to `lianlian.rs` in `OUT_DIR`, which includes a file for each
    /// product beside it.
    pub fn new() -> Self {
        Self {
            spec: "spec".into(),
            overlays: Vec::new(),
            out_file: None,
            options: Options::default(),
        }
    }

    /// The folder of the spec.
    pub fn spec(mut self, folder: impl Into<PathBuf>) -> Self {
        self.spec = folder.into();
        self
    }

    /// A folder to lay over the spec; called again, over the spec and what was laid over it before.
    ///
    /// It is laid out like a spec, of which every file may be absent, and adds what the spec lacks. What
    /// the spec has is changed where the overlay says `"override": true`; see
    /// [`lianlian_spec::load_with`] for the rules.
    pub fn overlay(mut self, folder: impl Into<PathBuf>) -> Self {
        self.overlays.push(folder.into());
        self
    }

    /// The file to write, all of it, instead of `lianlian.rs` and what it includes in `OUT_DIR`.
    pub fn out_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.out_file = Some(file.into());
        self
    }

    /// Whether each product stands behind a Cargo feature of its name.
    pub fn feature_per_product(mut self, yes: bool) -> Self {
        self.options = self.options.with_feature_per_product(yes);
        self
    }

    /// The folder with the pages that `lianlian spec pages` writes of this spec, as the compiler's messages are
    /// to name it to whoever derives a request.
    pub fn pages(mut self, folder: impl Into<String>) -> Self {
        self.options = self.options.with_pages(folder);
        self
    }

    /// Reads the spec, writes the source and tells Cargo what it depends on.
    ///
    /// # Errors
    /// The spec or an overlay has mistakes (each also becomes an error message of Cargo, with file, line and
    /// column), or the file cannot be written.
    pub fn generate(&self) -> Result<(), Error> {
        // A folder stands for everything below it, also for files that are yet to come.
        for folder in [&self.spec].into_iter().chain(&self.overlays) {
            say(&format!("cargo::rerun-if-changed={}", folder.display()));
        }
        let overlays: Vec<&Path> = self.overlays.iter().map(PathBuf::as_path).collect();
        let spec = lianlian_spec::load_with(&self.spec, &overlays).map_err(|mistakes| {
            for mistake in &mistakes {
                say(&format!("cargo::error={}", one_line(mistake)));
            }
            Error::Spec { mistakes }
        })?;
        if let Some(file) = &self.out_file {
            return write(file.clone(), &generate(&spec, &self.options));
        }
        let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or(Error::NoOutDir)?);
        for file in generate_files(&spec, &self.options) {
            write(folder.join(&file.path), &file.text)?;
        }
        Ok(())
    }
}

/// A mistake as Cargo shows it: it takes one line and puts `error:` before it.
fn one_line(mistake: &Mistake) -> String {
    let Mistake { path, line, column, message, .. } = mistake;
    let help = mistake.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{path}:{line}:{column}: {message}{help}").replace('\n', " ")
}

/// Speaks to Cargo, which reads a build script's standard output.
#[allow(clippy::print_stdout)]
fn say(line: &str) {
    println!("{line}");
}

fn write(file: PathBuf, text: &str) -> Result<(), Error> {
    write_if_changed(&file, text).map_err(|reason| Error::Write { file, reason })
}

fn write_if_changed(file: &Path, text: &str) -> io::Result<()> {
    if fs::read(file).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

/// Why no source was generated.
#[non_exhaustive]
pub enum Error {
    /// The spec has mistakes.
    Spec {
        /// All of them.
        mistakes: Mistakes,
    },
    /// The spec has no operation of this id.
    UnknownOperation {
        /// The id that was asked for.
        id: String,
    },
    /// `OUT_DIR` is not set: this is no build script, so say where to write with `out_file`.
    NoOutDir,
    /// The file cannot be written.
    Write {
        /// The file.
        file: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec { mistakes } => write!(f, "the spec has mistakes:\n{mistakes}"),
            Self::UnknownOperation { id } => write!(f, "the spec has no operation `{id}`"),
            Self::NoOutDir => f.write_str(
                "OUT_DIR is not set; outside a build script say where to write: `out_file`",
            ),
            Self::Write { file, reason } => write!(f, "cannot write {}: {reason}", file.display()),
        }
    }
}

/// As `Display`, since this is what a build script that ends with the error shows.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
