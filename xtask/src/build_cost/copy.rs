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

/// An edit, the how-many-th of its kind.
type Edit = fn(&Path, usize) -> Result<(), Failure>;

pub(super) const EDITS: [(&str, Edit); 2] =
    [("a title", edit_title), ("a field added to the request, or taken away again", edit_fields)];

fn edit_title(repository: &Path, number: usize) -> Result<(), Failure> {
    edit(repository, |text| {
        text.replacen(r#""title": ""#, &format!(r#""title": "Edit {number}: "#), 1)
    })
}

fn edit_fields(repository: &Path, _: usize) -> Result<(), Failure> {
    const BEFORE: &str = "\"request\": {\n";
    const FIELD: &str = "    \"valid_order\": {},\n";
    edit(repository, |text| {
        if text.contains(FIELD) {
            text.replacen(FIELD, "", 1)
        } else {
            text.replacen(BEFORE, &format!("{BEFORE}{FIELD}"), 1)
        }
    })
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
