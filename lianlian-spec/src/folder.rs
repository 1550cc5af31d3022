//! A spec folder on disk.

use std::fs;
use std::io;
use std::path::Path;

use crate::mistake::{Finding, Sink};
use crate::source::{SourceFile, Sources};

/// A file or folder that could not be read.
struct Unread {
    path: String,
    message: String,
    help: &'static str,
}

/// Reads every `.json` file below `dir`, in any order, as the next layer, and reports what cannot
/// be read.
///
/// The top folder `schema` and hidden files and folders are skipped; links to folders are not followed.
pub(crate) fn read(dir: &Path, sources: &mut Sources, sink: &mut Sink) {
    let mut files = Vec::new();
    let mut unread = Vec::new();
    walk(dir, "", &mut files, &mut unread);
    let shown = dir.to_string_lossy().into_owned();
    sources.lay(Some(shown), files);
    unread.sort_by(|a, b| a.path.cmp(&b.path));
    for Unread { path, message, help } in unread {
        let span = sources.add_unread(path);
        sink.add(Finding::new(span, message).help(help));
    }
}

fn walk(folder: &Path, relative: &str, files: &mut Vec<SourceFile>, unread: &mut Vec<Unread>) {
    let cannot_list = |error: &io::Error| Unread {
        path: relative.to_owned(),
        message: format!("this folder cannot be read: {error}"),
        help: "give the folder of a spec, which holds `gateway.json`, or of an overlay",
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return unread.push(cannot_list(&error)),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                unread.push(cannot_list(&error));
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = if relative.is_empty() { name } else { format!("{relative}/{name}") };
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if path != "schema" {
                walk(&entry.path(), &path, files, unread);
            }
        } else if path.strip_suffix(".json").is_some() {
            match fs::read(entry.path()).map(String::from_utf8) {
                Ok(Ok(text)) => files.push(SourceFile { path, text }),
                Ok(Err(error)) => unread.push(Unread {
                    path,
                    message: format!(
                        "this file is not UTF-8 from byte {} on",
                        error.utf8_error().valid_up_to()
                    ),
                    help: "save it as UTF-8",
                }),
                Err(error) => unread.push(Unread {
                    path,
                    message: format!("this file cannot be read: {error}"),
                    help: "check that it exists and may be read",
                }),
            }
        }
    }
}
