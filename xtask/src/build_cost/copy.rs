//! A copy of the repository, and edits of its spec.

use std::fs;
use std::path::Path;

use crate::Failure;
use crate::command::{Task, root};

/// Copies every file that git knows, or would know after `git add`.
pub(super) fn repository(to: &Path) -> Result<(), Failure> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let files = Task::new("git").args(list).output()?;
    for file in files.split_terminator('\0') {
        let from = root().join(file);
        // Deleted, but not from the index yet.
        if !from.is_file() {
            continue;
        }
        let to = to.join(file);
        let made = to.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::copy(&from, &to).map(drop))
            .map_err(|error| format!("{}: {error}", to.display()))?;
    }
    Ok(())
}

/// A change of the copy, the how-many-th of its kind.
type Edit = fn(&Path, usize) -> Result<(), Failure>;

/// An edit that is measured, and what is done before, unmeasured, so that it can be done again.
pub(super) struct Edited {
    pub(super) name: &'static str,
    pub(super) before: Edit,
    pub(super) edit: Edit,
}

pub(super) const EDITS: [Edited; 2] = [
    Edited { name: "a title", before: |_, _| Ok(()), edit: edit_title },
    Edited { name: "a field added to the request", before: remove_field, edit: add_field },
];

fn edit_title(repository: &Path, number: usize) -> Result<(), Failure> {
    edit(repository, |text| {
        text.replacen(r#""title": ""#, &format!(r#""title": "Edit {number}: "#), 1)
    })
}

const BEFORE_FIELDS: &str = "\"request\": {\n";
const FIELD: &str = "    \"valid_order\": {},\n";

fn add_field(repository: &Path, _: usize) -> Result<(), Failure> {
    edit(repository, |text| text.replacen(BEFORE_FIELDS, &format!("{BEFORE_FIELDS}{FIELD}"), 1))
}

fn remove_field(repository: &Path, number: usize) -> Result<(), Failure> {
    // At first it is not there.
    if number == 0 { Ok(()) } else { edit(repository, |text| text.replacen(FIELD, "", 1)) }
}

fn edit(repository: &Path, change: impl FnOnce(&str) -> String) -> Result<(), Failure> {
    let file = repository.join("spec/aggregate/direct_pay.json");
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    let text = fs::read_to_string(&file).map_err(failed)?;
    let changed = change(&text);
    if changed == text {
        return Err(format!("{}: there is nothing to edit", file.display()));
    }
    fs::write(&file, changed).map_err(failed)
}
