//! Python with packages of a requirements file, kept below the target folder.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;
use crate::command::Task;

/// A Python that finds the packages.
pub(crate) struct Python {
    program: PathBuf,
    /// Where the packages are, if the program does not know by itself.
    packages: Option<PathBuf>,
}

const MISSING: &str =
    "the command `python3` is missing; install it, on Debian with `apt-get install python3-venv`";

const NO_PACKAGES: &str = "Python has neither the module `venv` nor `pip`; install one of them, on \
     Debian with `apt-get install python3-venv`";

impl Python {
    /// Installs the packages of the file `requirements` below `folder`, unless they are there already.
    ///
    /// They go into a virtual environment. Debian's Python comes without the means to make one; then
    /// `pip` puts them into a folder, and where that is missing as well, Debian's package is installed if
    /// we may.
    pub(crate) fn with(requirements: &Path, folder: &Path) -> Result<Self, Failure> {
        if !Task::new("python3").args(["--version"]).succeeds() && !install_venv() {
            return Err(MISSING.to_owned());
        }
        let wanted = fs::read_to_string(requirements)
            .map_err(|reason| format!("{}: cannot be read: {reason}", requirements.display()))?;
        // Written last, so that an installation that broke off is not taken for a whole one.
        let stamp = folder.join("installed-requirements.txt");
        let environment = Self::environment(folder);
        let beside = Self::beside(folder);
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            let ready = [environment, beside].into_iter().find(Self::is_ready);
            return ready.map_or_else(|| Self::install(requirements, folder, &wanted, &stamp), Ok);
        }
        Self::install(requirements, folder, &wanted, &stamp)
    }

    fn install(
        requirements: &Path,
        folder: &Path,
        wanted: &str,
        stamp: &Path,
    ) -> Result<Self, Failure> {
        let _ = fs::remove_file(stamp);
        let (environment, beside) = (Self::environment(folder), Self::beside(folder));
        for old in [folder.join("venv"), folder.join("packages")] {
            let _ = fs::remove_dir_all(old);
        }
        let install =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
        let python = if environment.is_created(folder) {
            environment
        } else if Task::new("python3").args(["-m", "pip", "--version"]).succeeds() {
            beside
        } else if install_venv() && environment.is_created(folder) {
            environment
        } else {
            return Err(NO_PACKAGES.to_owned());
        };
        let mut task = Task::new(&python.program).args(install);
        if let Some(packages) = &python.packages {
            task = task.args([OsStr::new("--target"), packages.as_os_str()]);
        }
        task.args([OsStr::new("--requirement"), requirements.as_os_str()]).run()?;
        fs::write(stamp, wanted)
            .map_err(|reason| format!("{}: cannot be written: {reason}", stamp.display()))?;
        Ok(python)
    }

    fn environment(folder: &Path) -> Self {
        let bin = folder.join("venv").join(if cfg!(windows) { "Scripts" } else { "bin" });
        Self { program: bin.join("python"), packages: None }
    }

    fn beside(folder: &Path) -> Self {
        Self { program: "python3".into(), packages: Some(folder.join("packages")) }
    }

    /// Makes the virtual environment; half of one is removed again.
    fn is_created(&self, folder: &Path) -> bool {
        let venv = folder.join("venv");
        let made = Task::new("python3")
            .args([OsStr::new("-m"), OsStr::new("venv"), venv.as_os_str()])
            .succeeds();
        let works = made && self.run(["-m", "pip", "--version"]).succeeds();
        if !works {
            let _ = fs::remove_dir_all(venv);
        }
        works
    }

    fn is_ready(&self) -> bool {
        self.packages.as_ref().is_none_or(|packages| packages.is_dir())
            && self.run(["--version"]).succeeds()
    }

    /// A call of this Python.
    pub(crate) fn run<I: IntoIterator<Item: AsRef<OsStr>>>(&self, arguments: I) -> Task {
        let task = Task::new(&self.program).args(arguments);
        match self.packages.as_ref().and_then(|packages| packages.to_str()) {
            Some(packages) => task.env("PYTHONPATH", packages),
            None => task,
        }
    }
}

/// Debian's package, if this is Debian and we may install on it.
fn install_venv() -> bool {
    let apt = |arguments: &[&str]| {
        Task::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").succeeds()
    };
    if !Task::new("apt-get").args(["--version"]).succeeds() {
        return false;
    }
    eprintln!("the package `python3-venv` is missing, installing it");
    apt(&["update"]) && apt(&["install", "--yes", "--no-install-recommends", "python3-venv"])
}
