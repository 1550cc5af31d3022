//! What is wrong with a spec, where, and what to write instead.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use crate::source::{Sources, Span};

/// Everything that is wrong with a spec folder, found in one run; never empty.
///
/// Sorted by file, then by position. It prints as one line per mistake, `path:line:column: error:
/// message`, each followed by indented lines for the places and the advice that go with it.
pub struct Mistakes {
    mistakes: Vec<Mistake>,
    /// Texts by the file number in [`Place`], for drawing excerpts.
    #[cfg_attr(not(feature = "diagnostics"), expect(dead_code, reason = "only excerpts need it"))]
    pub(crate) texts: Vec<String>,
}

/// One thing that is wrong with a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mistake {
    /// The file as a user would type it: the folder given to [`load`](crate::load), then the path in it.
    pub path: String,
    /// Line of the first wrong character, from 1.
    pub line: usize,
    /// Column of the first wrong character, from 1, counted in characters.
    pub column: usize,
    /// The wrong bytes in the file's text; empty where no text could be read.
    pub span: Range<usize>,
    /// What is wrong, with the wrong thing in backticks.
    pub message: String,
    /// What to print beside the underlined text; may be empty.
    pub label: String,
    /// What to write instead, if that can be told.
    pub help: Option<String>,
    /// Other places that take part, such as the first of two equal ids.
    pub related: Vec<Related>,
    pub(crate) file: usize,
}

/// Another place that takes part in a [`Mistake`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Related {
    /// The file, as in [`Mistake::path`].
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, counted in characters.
    pub column: usize,
    /// The bytes of the place in its file's text.
    pub span: Range<usize>,
    /// What the place has to do with the mistake.
    pub label: String,
    pub(crate) file: usize,
}

impl Mistakes {
    /// The mistakes in the order they are printed.
    pub fn iter(&self) -> std::slice::Iter<'_, Mistake> {
        self.mistakes.iter()
    }

    /// How many there are; at least one.
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.mistakes.len()
    }
}

impl<'a> IntoIterator for &'a Mistakes {
    type Item = &'a Mistake;
    type IntoIter = std::slice::Iter<'a, Mistake>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, message, .. } = self;
        write!(f, "{path}:{line}:{column}: error: {message}")?;
        for Related { path, line, column, label, .. } in &self.related {
            write!(f, "\n  = note: {path}:{line}:{column}: {label}")?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  = help: {help}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.mistakes.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            mistake.fmt(f)?;
        }
        Ok(())
    }
}

/// The same text as `Display`, so that `unwrap` in a build script stays readable.
impl fmt::Debug for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Mistakes {}

/// A mistake while it is being collected, with spans still by file number.
#[derive(Debug)]
pub(crate) struct Finding {
    span: Span,
    message: String,
    label: String,
    help: Option<String>,
    related: Vec<(Span, String)>,
    causes: Vec<Span>,
}

impl Finding {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        let (label, help) = (String::new(), None);
        Self { span, message, label, help, related: Vec::new(), causes: Vec::new() }
    }

    pub(crate) fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Help only if there is some to give.
    pub(crate) fn maybe_help(self, help: Option<String>) -> Self {
        Self { help, ..self }
    }

    pub(crate) fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// What the wrong thing is measured by. If an overlay laid it over the wrong thing, the mistake
    /// is the overlay's; otherwise it is of no interest.
    pub(crate) fn caused_by(mut self, causes: impl IntoIterator<Item = Span>) -> Self {
        self.causes.extend(causes);
        self
    }

    /// Whether a layer above that of the wrong thing made it wrong.
    pub(crate) fn is_caused_above(&self, layer: impl Fn(usize) -> usize) -> bool {
        let own = layer(self.span.file);
        let causes = self.causes.iter().chain(self.related.iter().map(|(span, _)| span));
        causes.into_iter().any(|span| layer(span.file) > own)
    }

    /// Shown where it was made: a spec is right until an overlay is laid over it.
    fn blamed(mut self, layer: impl Fn(usize) -> usize) -> Self {
        let own = layer(self.span.file);
        let mut related = self.related.iter_mut().filter(|(span, _)| layer(span.file) > own);
        if let Some((span, label)) = related.next() {
            std::mem::swap(span, &mut self.span);
            std::mem::swap(label, &mut self.label);
            if label.is_empty() {
                "which no longer goes with this".clone_into(label);
            }
        } else if let Some(cause) = self.causes.iter().find(|span| layer(span.file) > own) {
            let label = std::mem::replace(&mut self.label, "because of this".to_owned());
            let label = if label.is_empty() { "which was right before".to_owned() } else { label };
            self.related.insert(0, (std::mem::replace(&mut self.span, *cause), label));
        }
        self
    }
}

/// Collects mistakes; every step reports here and goes on.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    findings: Vec<Finding>,
}

impl Sink {
    pub(crate) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// How many mistakes so far; comparing two counts tells whether a step found any.
    pub(crate) fn count(&self) -> usize {
        self.findings.len()
    }

    /// Takes out what `keep` is false for.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.findings.retain(keep);
    }

    /// Adds what another one collected.
    pub(crate) fn append(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// All mistakes, each once, in order.
    pub(crate) fn finish(self, sources: &Sources) -> Mistakes {
        // An attribute of the dictionary is looked at with every use of its field; what is
        // wrong with it alone is said once.
        let mut seen = BTreeSet::new();
        let mut mistakes: Vec<Mistake> = Vec::with_capacity(self.findings.len());
        for finding in self.findings {
            let finding = finding.blamed(|file| sources.layer(file));
            if seen.insert((finding.span, finding.message.clone())) {
                mistakes.push(place(sources, finding));
            }
        }
        mistakes.sort_by(|a, b| {
            (&a.path, a.span.start, a.span.end, &a.message).cmp(&(
                &b.path,
                b.span.start,
                b.span.end,
                &b.message,
            ))
        });
        let texts = sources.texts();
        Mistakes { mistakes, texts }
    }
}

fn place(sources: &Sources, finding: Finding) -> Mistake {
    let Finding { span, message, label, help, related, causes: _ } = finding;
    let (line, column) = sources.position(span.file, span.start);
    let related = related.into_iter().map(|(span, label)| {
        let (line, column) = sources.position(span.file, span.start);
        let path = sources.shown_path(span.file);
        Related { path, line, column, span: span.range(), label, file: span.file }
    });
    Mistake {
        path: sources.shown_path(span.file),
        line,
        column,
        span: span.range(),
        message,
        label,
        help,
        related: related.collect(),
        file: span.file,
    }
}
