//! `lianlian generate`: a spec as Rust.

use std::path::{Path, PathBuf};
use std::{fs, io};

use lianlian_codegen::Options;

use super::spec;
use crate::failure::{Answer, Failure};
use crate::output;

/// Print the Rust source of a spec, or keep a file up to date with it
///
/// The source is what the build script of `lianlian` compiles, byte for byte. A
/// spec with mistakes is shown as `spec check` shows it and exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian generate spec --out src/generated.rs
  lianlian generate spec --out src/generated.rs --check
  lianlian generate spec --overlay our-spec --out src/generated.rs")]
pub(crate) struct Generate {
    /// The folder of the spec
    #[arg(value_name = "DIR", default_value = "spec")]
    folder: PathBuf,
    #[command(flatten)]
    overlays: spec::Overlays,
    /// The file to write instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing; exit with 1 if FILE is not what the spec gives
    #[arg(long, requires = "out")]
    check: bool,
}

impl Generate {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let Some(spec) = spec::load(&self.folder, &self.overlays)? else {
            return Ok(Answer::No);
        };
        // As the build script of `lianlian` has it.
        let options = Options::default().with_feature_per_product(true);
        let source = lianlian_codegen::generate(&spec, &options);
        match &self.out {
            None => output::write(&source).map(|()| Answer::Yes),
            Some(file) if self.check => self.compare(file, &source),
            Some(file) => write(file, &source).map(|()| Answer::Yes),
        }
    }

    fn compare(&self, file: &Path, source: &str) -> Result<Answer, Failure> {
        let what = match read(file)? {
            Some(old) if old == source.as_bytes() => return Ok(Answer::Yes),
            Some(old) => {
                format!("is not what the spec gives from line {} on", differs(&old, source))
            }
            None => "is not there".to_owned(),
        };
        let (file, folder, overlays) =
            (file.display(), self.folder.display(), self.overlays.arguments());
        output::note(&format!(
            "{file}: {what}; run `lianlian generate {folder}{overlays} --out {file}`"
        ));
        Ok(Answer::No)
    }
}

fn read(file: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::read(file, error)),
    }
}

/// Writes only what changed, so that nothing is compiled again without need.
fn write(file: &Path, source: &str) -> Result<(), Failure> {
    if fs::read(file).is_ok_and(|old| old == source.as_bytes()) {
        return Ok(());
    }
    fs::write(file, source).map_err(|reason| Failure::write(file, reason))
}

/// The first line, from 1, that is not the same in both.
fn differs(old: &[u8], new: &str) -> usize {
    let same = old
        .split(|byte| *byte == b'\n')
        .zip(new.as_bytes().split(|byte| *byte == b'\n'))
        .take_while(|(old, new)| old == new);
    same.count().saturating_add(1)
}
