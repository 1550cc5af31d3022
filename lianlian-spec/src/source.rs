//! Where a piece of text stands: source files, spans and 1-based positions.

use std::ops::Range;

/// One JSON file of a spec folder, as it is given to [`load_files`](crate::load_files).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the spec folder, with `/` between its parts: `aggregate/direct_pay.json`.
    pub path: String,
    /// The whole text of the file.
    pub text: String,
}

/// A stretch of bytes in one of the [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) file: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The first byte only: an opening brace stands for its whole object.
    pub(crate) fn opening(self) -> Self {
        let end = self.start.saturating_add(1).min(self.end);
        Self { end, ..self }
    }
}

/// A value and the place it was written at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A string of a spec file, never empty, and the place it was written at (quotes included).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        &self.value
    }
}

/// All files of one run; a [`Span`] refers to them by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    folder: Option<String>,
    files: Vec<SourceFile>,
    /// The first file that could not be read; it and those after it have no text.
    first_unread: Option<usize>,
}

impl Sources {
    /// `folder` is put before each path that is shown, never before one that is compared.
    pub(crate) fn new(folder: Option<String>, mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { folder, files, first_unread: None }
    }

    /// The files with a text, sorted by path.
    pub(crate) fn read_files(&self) -> &[SourceFile] {
        let end = self.first_unread.unwrap_or(self.files.len());
        self.files.get(..end).unwrap_or_default()
    }

    /// Paths of files and folders that exist and could not be read.
    pub(crate) fn unread_paths(&self) -> impl Iterator<Item = &str> {
        let unread = self.files.iter().skip(self.first_unread.unwrap_or(self.files.len()));
        unread.map(|file| file.path.as_str())
    }

    /// Adds a file or folder that could not be read, so that a mistake can name it.
    pub(crate) fn add_unread(&mut self, path: String) -> Span {
        let file = self.files.len();
        self.first_unread.get_or_insert(file);
        self.files.push(SourceFile { path, text: String::new() });
        Span { file, start: 0, end: 0 }
    }

    /// The texts by file number, empty where none could be read.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.files.iter().map(|file| file.text.clone()).collect()
    }

    pub(crate) fn text(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |file| file.text.as_str())
    }

    /// The text a span covers; empty if the span is none of these files'.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or_default()
    }

    /// The path as a user would type it from where the program was started.
    pub(crate) fn shown_path(&self, file: usize) -> String {
        let path = self.files.get(file).map_or("", |file| file.path.as_str());
        match self.folder.as_deref() {
            None | Some("") => path.to_owned(),
            Some(folder) if path.is_empty() => folder.to_owned(),
            Some(folder) => format!("{}/{path}", folder.trim_end_matches(['/', '\\'])),
        }
    }

    /// Line and column of a byte, both 1-based, columns counted in characters.
    pub(crate) fn position(&self, file: usize, byte: usize) -> (usize, usize) {
        let text = self.text(file);
        let before = text.get(..byte).unwrap_or(text);
        let line = before.matches('\n').count().saturating_add(1);
        let current = before.rsplit('\n').next().unwrap_or_default();
        (line, current.chars().count().saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_start_at_one_and_columns_count_characters() {
        let text = "{\n  \"连连\": 1\n}".to_owned();
        let byte = text.find('1').unwrap_or_default();
        let sources = Sources::new(None, vec![SourceFile { path: "a.json".to_owned(), text }]);
        assert_eq!(sources.position(0, 0), (1, 1));
        assert_eq!(sources.position(0, byte), (2, 9));
    }

    #[test]
    fn the_folder_stands_before_a_shown_path_once() {
        let file = SourceFile { path: "a.json".to_owned(), text: String::new() };
        let sources = Sources::new(Some("spec/".to_owned()), vec![file]);
        assert_eq!(sources.shown_path(0), "spec/a.json");
    }
}
