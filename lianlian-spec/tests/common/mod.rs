//! A small spec without mistakes, and ways to put some in.
#![allow(dead_code, reason = "each test file uses its part")]

use lianlian_spec::{Mistakes, OverlayFiles, SourceFile, Spec, load_files};

macro_rules! good_files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../good/", $path)))),*]
    };
}

/// The files of `tests/good`.
pub(crate) fn good() -> Vec<SourceFile> {
    let files = good_files![
        "gateway.json",
        "fields.json",
        "code_lists.json",
        "return_codes.json",
        "banks.json",
        "notification_addresses.json",
        "structures/agreement_list.json",
        "structures/risk_item.json",
        "structures/sharing_data.json",
        "aggregate/direct_pay.json",
        "aggregate/query.json",
        "aggregate/async_notification.json",
        "aggregate/apply.json",
        "aggregate/verify.json",
        "aggregate/refund.json",
        "aggregate/web_pay.json",
        "aggregate/web_return.json",
    ];
    let file =
        |(path, text): (&str, &str)| SourceFile { path: path.to_owned(), text: text.to_owned() };
    files.into_iter().map(file).collect()
}

/// Replaces `from`, which stands exactly once in the file, by `to`; a `from` of `""` adds a file.
pub(crate) fn patched(patches: &[(&str, &str, &str)]) -> Vec<SourceFile> {
    let mut files = good();
    for (path, from, to) in patches {
        if from.is_empty() {
            files.push(SourceFile { path: (*path).to_owned(), text: (*to).to_owned() });
            continue;
        }
        let file = files.iter_mut().find(|file| file.path == *path);
        let file = file.unwrap_or_else(|| panic!("no file {path}"));
        assert_eq!(file.text.matches(from).count(), 1, "{from:?} in {path}");
        file.text = file.text.replace(from, to);
    }
    files
}

/// What the loader says to the good spec with these changes.
pub(crate) fn load_patched(patches: &[(&str, &str, &str)]) -> Result<Spec, Mistakes> {
    load_files(patched(patches))
}

/// An overlay of these files, path and text.
pub(crate) fn overlay(folder: &str, files: &[(&str, &str)]) -> OverlayFiles {
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    OverlayFiles { folder: folder.to_owned(), files: files.iter().map(file).collect() }
}
