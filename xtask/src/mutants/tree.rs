//! The copy of the workspace that the mutants are woven into.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::list::Mutant;
use super::weave::{Left, Woven, weave};
use crate::Failure;
use crate::command::{Task, root};

const SWITCH: &str = include_str!("switch.rs.txt");
/// Stands at the beginning of a crate, for switches in functions that the compiler evaluates too.
const HEAD: &str = "#![feature(core_intrinsics, const_eval_select)] #![allow(warnings)]\n";

/// A copy under `target/mutants`, beside what is built from it.
pub(crate) struct Tree {
    pub(crate) folder: PathBuf,
    pub(crate) build: PathBuf,
    /// The crates that are woven, which may use what the compiler keeps for the standard library.
    pub(crate) crates: String,
    /// By the path from the root of the workspace.
    pub(crate) woven: HashMap<String, Woven>,
}

impl Tree {
    /// Copies everything that git knows or would add, but for what is woven.
    pub(crate) fn copy(within: &Path, mutants: &[Mutant]) -> Result<Self, Failure> {
        let (folder, build) = (within.join("tree"), within.join("build"));
        let listed =
            Task::new("git").args(["ls-files", "-co", "--exclude-standard", "-z"]).output()?;
        let files: HashSet<&str> = listed.split_terminator('\0').collect();
        let mut woven: HashSet<String> = mutants.iter().map(|mutant| mutant.file.clone()).collect();
        woven.extend(mutants.iter().filter_map(|mutant| library_of(&mutant.file)));
        for file in files.iter().filter(|file| !woven.contains(**file)) {
            // What is listed and gone is deleted and not yet committed.
            if let Ok(bytes) = fs::read(root().join(file)) {
                put(&folder.join(file), &bytes)?;
            }
        }
        // Tests that are no more would judge on.
        let is_kept = |file: &str| files.contains(file) || file.ends_with("/src/mutants.rs");
        sweep(&folder, "", &is_kept)?;
        let mut crates: Vec<String> = mutants
            .iter()
            .filter_map(|mutant| Some(mutant.file.split_once("/src/")?.0.replace('-', "_")))
            .collect();
        crates.sort();
        crates.dedup();
        Ok(Self { folder, build, crates: crates.join(","), woven: HashMap::new() })
    }

    /// Weaves the mutants into the copy, but for those to skip.
    pub(crate) fn weave(
        &mut self,
        mutants: &[Mutant],
        skip: &HashSet<usize>,
    ) -> Result<Vec<(usize, Left)>, Failure> {
        let mut files: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
        for mutant in mutants {
            files.entry(&mutant.file).or_default().push(mutant);
        }
        let mut left = Vec::new();
        let mut crates = HashSet::new();
        for (file, mutants) in files {
            let text = fs::read_to_string(root().join(file)).map_err(|e| format!("{file}: {e}"))?;
            let is_library = library_of(file).is_some_and(|library| library == file);
            let head = if is_library { HEAD } else { "" };
            let woven = weave(head, &text, &mutants, skip).map_err(|e| format!("{file}: {e}"))?;
            if !is_library {
                put(&self.folder.join(file), woven.text.as_bytes())?;
            }
            left.extend_from_slice(&woven.left);
            self.woven.insert(file.to_owned(), woven);
            if let Some((package, _)) = file.split_once("/src/") {
                crates.insert(package.to_owned());
            }
        }
        for package in crates {
            self.add_switch(&package, mutants.len())?;
        }
        Ok(left)
    }

    /// Gives a crate the module that its mutants ask.
    fn add_switch(&self, package: &str, mutants: usize) -> Result<(), Failure> {
        let file = format!("{package}/src/lib.rs");
        let text = match self.woven.get(&file) {
            Some(woven) => woven.text.clone(),
            None => {
                let text = fs::read_to_string(root().join(&file));
                format!("{HEAD}{}", text.map_err(|e| format!("{file}: {e}"))?)
            }
        };
        // At the end, so that the places of errors in the rest are right.
        let text = format!("{text}\nmod mutants;\n");
        put(&self.folder.join(&file), text.as_bytes())?;
        let count = mutants.saturating_add(1);
        let switch = format!("{SWITCH}\nconst COUNT: usize = {count};\n");
        put(&self.folder.join(package).join("src/mutants.rs"), switch.as_bytes())
    }
}

/// The root file of the crate that a file belongs to.
fn library_of(file: &str) -> Option<String> {
    file.split_once("/src/").map(|(package, _)| format!("{package}/src/lib.rs"))
}

/// Removes the files below a folder that are not to be kept; `path` is the folder's own, from the root.
fn sweep(folder: &Path, path: &str, is_kept: &impl Fn(&str) -> bool) -> Result<(), Failure> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = format!("{path}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            sweep(&entry.path(), &format!("{path}/"), is_kept)?;
        } else if !is_kept(&path) {
            fs::remove_file(entry.path()).map_err(|error| format!("{path}: {error}"))?;
        }
    }
    Ok(())
}

/// Writes a file if that changes it, so that nothing is built twice.
fn put(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = file.parent().unwrap_or(file);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, bytes));
    written.map_err(|error| format!("{}: {error}", file.display()))
}
