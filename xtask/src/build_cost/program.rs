//! The program that is built: it makes one payment.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;
use crate::command::{Task, cargo, root};

/// A choice of features.
pub(super) struct Variant {
    pub(super) name: &'static str,
    has_default_features: bool,
    pub(super) features: &'static [&'static str],
    source: &'static str,
}

/// Sends a payment.
const PAYS: &str = include_str!("pays.rs.txt");
/// Signs a payment for something else to send.
const SIGNS: &str = include_str!("signs.rs.txt");

pub(super) const VARIANTS: [Variant; 4] = [
    Variant { name: "default", has_default_features: true, features: &[], source: PAYS },
    Variant {
        name: "one product",
        has_default_features: false,
        features: &["client", "aggregate"],
        source: PAYS,
    },
    Variant {
        name: "no client",
        has_default_features: false,
        features: &["aggregate"],
        source: SIGNS,
    },
    Variant { name: "openssl", has_default_features: true, features: &["openssl"], source: PAYS },
];

pub(super) const NAME: &str = "one-payment";

pub(super) struct Program {
    folder: PathBuf,
}

impl Program {
    /// Writes the program beside the copy of the repository, which is called `lianlian`.
    pub(super) fn lay_out(folder: &Path, variant: &Variant) -> Result<Self, Failure> {
        let folder = folder.join(NAME);
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        let manifest = format!(
            "[package]\nname = \"{NAME}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nlianlian = {{ path = \"../lianlian\", default-features = {}, features = {:?} }}\n\n\
             [profile.release]\nstrip = true\n\n[profile.small]\ninherits = \"release\"\nlto = true\n\
             codegen-units = 1\nopt-level = \"s\"\npanic = \"abort\"\n",
            variant.has_default_features, variant.features,
        );
        fs::create_dir_all(folder.join("src")).map_err(failed)?;
        fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
        fs::write(folder.join("src/main.rs"), variant.source).map_err(failed)?;
        // The versions that we test with.
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
        Ok(Self { folder })
    }

    pub(super) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    pub(super) fn clean(&self) -> Result<(), Failure> {
        let target = self.target();
        match fs::remove_dir_all(&target) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(format!("{}: {error}", target.display()))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn cargo(&self, verb: &str, arguments: &[&str]) -> Result<(), Failure> {
        let quiet =
            if verb == "fetch" { [].as_slice() } else { ["--quiet", "--offline"].as_slice() };
        self.task(verb).args(quiet).args(arguments).run()
    }

    /// What cargo tells about the program and its dependencies, as JSON.
    pub(super) fn metadata(&self) -> Result<String, Failure> {
        self.task("metadata").args(["--offline", "--format-version", "1"]).output()
    }

    fn task(&self, verb: &str) -> Task {
        let manifest = self.folder.join("Cargo.toml");
        let manifest = manifest.to_string_lossy();
        let target = self.target();
        cargo([verb, "--manifest-path", &manifest])
            .env("CARGO_TARGET_DIR", &target.to_string_lossy())
            .without("CARGO_INCREMENTAL")
    }

    /// Bytes of the program as built with that profile.
    pub(super) fn size(&self, profile: &str) -> Result<u64, Failure> {
        let name = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
        let file = self.target().join(profile).join(name);
        let about = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(about.len())
    }
}
