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

/// An overlay as it is given to [`load_files_with`](crate::load_files_with).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayFiles {
    /// What is shown before the paths of its files.
    pub folder: String,
    /// Its files, in any order.
    pub files: Vec<SourceFile>,
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
///
/// The spec is layer 0, overlays are the layers above it in the order they are laid.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    /// By layer, what is put before each path that is shown, never before one that is compared.
    folders: Vec<Option<String>>,
    files: Vec<Source>,
}

#[derive(Debug, Clone)]
struct Source {
    layer: usize,
    file: SourceFile,
    /// A file or folder that could not be read has no text.
    is_read: bool,
}

impl Sources {
    /// A spec without overlays.
    pub(crate) fn new(folder: Option<String>, files: Vec<SourceFile>) -> Self {
        let mut sources = Self::default();
        sources.lay(folder, files);
        sources
    }

    /// Adds a layer above those that are there.
    pub(crate) fn lay(&mut self, folder: Option<String>, mut files: Vec<SourceFile>) {
        let layer = self.folders.len();
        self.folders.push(folder);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        self.files.extend(files.into_iter().map(|file| Source { layer, file, is_read: true }));
    }

    /// The files with a text and their numbers, layer by layer, sorted by path in each.
    pub(crate) fn read_files(&self) -> impl Iterator<Item = (usize, &SourceFile)> {
        let read = self.files.iter().enumerate().filter(|(_, source)| source.is_read);
        read.map(|(number, source)| (number, &source.file))
    }

    /// Files and folders that exist and could not be read, with their numbers.
    pub(crate) fn unread(&self) -> impl Iterator<Item = (usize, &str)> {
        let unread = self.files.iter().enumerate().filter(|(_, source)| !source.is_read);
        unread.map(|(number, source)| (number, source.file.path.as_str()))
    }

    /// Adds a file or folder of the newest layer that could not be read, so that a mistake can name it.
    pub(crate) fn add_unread(&mut self, path: String) -> Span {
        let layer = self.folders.len().saturating_sub(1);
        self.add_absent(layer, path)
    }

    /// Adds a file that a layer ought to have.
    pub(crate) fn add_absent(&mut self, layer: usize, path: String) -> Span {
        let number = self.files.len();
        let file = SourceFile { path, text: String::new() };
        self.files.push(Source { layer, file, is_read: false });
        Span { file: number, start: 0, end: 0 }
    }

    /// How many files and folders there are; their numbers are below it.
    pub(crate) fn count(&self) -> usize {
        self.files.len()
    }

    /// The layer of a file; a number that is none belongs to the spec.
    pub(crate) fn layer(&self, file: usize) -> usize {
        self.files.get(file).map_or(0, |source| source.layer)
    }

    /// The texts by file number, empty where none could be read.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.files.iter().map(|source| source.file.text.clone()).collect()
    }

    pub(crate) fn text(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |source| source.file.text.as_str())
    }

    /// The text a span covers; empty if the span is none of these files'.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or_default()
    }

    /// The path as a user would type it from where the program was started.
    pub(crate) fn shown_path(&self, file: usize) -> String {
        let path = self.files.get(file).map_or("", |source| source.file.path.as_str());
        match self.folders.get(self.layer(file)).and_then(Option::as_deref) {
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
