//! The code that was compiled is the code that the spec gives.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Failure;
use crate::command::cargo;
use crate::metadata::Workspace;

/// Finds the file that the build script of `lianlian` wrote, and has `lianlian generate --check` compare it.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let id = &workspace.package("lianlian")?.id;
    let messages = cargo(["check", "--quiet", "--package", "lianlian", "--message-format", "json"])
        .output()?;
    let folder = out_dir(&messages, id).ok_or("the build script of lianlian did not run")?;
    let file = folder.join("lianlian.rs");
    let file = file.to_str().ok_or("the target folder's path is not UTF-8")?;
    cargo(["run", "--quiet", "--package", "lianlian-cli", "--"])
        .args(["generate", "spec", "--out", file, "--check"])
        .run()
}

/// The `OUT_DIR` that cargo reported for this package.
fn out_dir(messages: &str, id: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| {
            let is =
                |key: &str, value: &str| message.get(key).and_then(Value::as_str) == Some(value);
            is("reason", "build-script-executed") && is("package_id", id)
        })
        .find_map(|message| message.get("out_dir")?.as_str().map(|path| Path::new(path).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_right_package_is_found() {
        let messages = r#"{"reason":"compiler-artifact","package_id":"lianlian"}
{"reason":"build-script-executed","package_id":"ring","out_dir":"/a"}
{"reason":"build-script-executed","package_id":"lianlian","out_dir":"/b"}"#;
        assert_eq!(out_dir(messages, "lianlian"), Some(PathBuf::from("/b")));
        assert_eq!(out_dir(messages, "serde"), None);
    }
}
