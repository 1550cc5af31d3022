//! `lianlian spec pages`: the documentation of the gateway.

use std::path::{Path, PathBuf};
use std::{fs, io};

use lianlian_codegen::Page;

use super::{Overlays, counted, load};
use crate::failure::{Answer, Failure};
use crate::output;

/// Write the documentation of a spec as Markdown pages
///
/// One page for each product, an index and pages of what products share. Pages of
/// products that are gone are removed; other files in the folder stay. A spec with
/// mistakes is shown as `spec check` shows it and exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian spec pages
  lianlian spec pages spec --overlay our-spec --out docs/our-gateway
  lianlian spec pages --check")]
pub(crate) struct Pages {
    /// The folder of the spec
    #[arg(value_name = "DIR", default_value = "spec")]
    folder: PathBuf,
    #[command(flatten)]
    overlays: Overlays,
    /// The folder of the pages
    #[arg(long, value_name = "FOLDER", default_value = "docs/gateway")]
    out: PathBuf,
    /// Write nothing; exit with 1 if a page is missing, not what the spec gives, or left over
    #[arg(long)]
    check: bool,
}

impl Pages {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let Some(spec) = load(&self.folder, &self.overlays)? else {
            return Ok(Answer::No);
        };
        let pages = lianlian_codegen::pages(&spec);
        let left_over = left_over(&self.out, &pages)?;
        if self.check {
            return self.compare(&pages, &left_over);
        }
        fs::create_dir_all(&self.out).map_err(|reason| Failure::write(&self.out, reason))?;
        for page in &pages {
            write(&self.out.join(&page.path), &page.text)?;
        }
        for file in &left_over {
            fs::remove_file(file).map_err(|reason| Failure::write(file, reason))?;
        }
        let written = counted(pages.len(), "page");
        output::line(&format!("{written} in {}", self.out.display()))?;
        Ok(Answer::Yes)
    }

    fn compare(&self, pages: &[Page], left_over: &[PathBuf]) -> Result<Answer, Failure> {
        let mut wrong = Vec::new();
        for page in pages {
            let file = self.out.join(&page.path);
            match read(&file)? {
                Some(text) if text == page.text.as_bytes() => {}
                Some(_) => wrong.push((file, "is not what the spec gives")),
                None => wrong.push((file, "is not there")),
            }
        }
        wrong.extend(left_over.iter().map(|file| (file.clone(), "is left over")));
        for (file, what) in &wrong {
            output::note(&format!("{}: {what}", file.display()));
        }
        if wrong.is_empty() {
            return Ok(Answer::Yes);
        }
        let (folder, overlays) = (self.folder.display(), self.overlays.arguments());
        let out = self.out.display();
        output::note(&format!("run `lianlian spec pages {folder}{overlays} --out {out}`"));
        Ok(Answer::No)
    }
}

/// Pages of an earlier spec: what begins as pages do and is none of them, sorted.
fn left_over(folder: &Path, pages: &[Page]) -> Result<Vec<PathBuf>, Failure> {
    let Some(first) = pages.first().and_then(|page| page.text.lines().next()) else {
        return Ok(Vec::new());
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::read(folder, error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(|error| Failure::read(folder, error))?.path();
        let is_page = pages.iter().any(|page| folder.join(&page.path) == file);
        let is_ours = || fs::read(&file).is_ok_and(|text| text.starts_with(first.as_bytes()));
        if !is_page && file.extension().is_some_and(|kind| kind == "md") && is_ours() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn read(file: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::read(file, error)),
    }
}

/// Writes only what changed.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    if fs::read(file).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(file, text).map_err(|reason| Failure::write(file, reason))
}
