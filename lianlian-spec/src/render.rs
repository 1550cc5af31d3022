//! Mistakes shown as rustc shows them (feature `diagnostics`).

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::mistake::{Mistake, Mistakes};

impl Mistakes {
    /// Every mistake with an excerpt of its file, the wrong text underlined.
    ///
    /// Mistakes are separated by an empty line; `color` adds ANSI colours for a terminal.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let reports = self.iter().map(|mistake| renderer.render(&[self.group(mistake)]));
        reports.collect::<Vec<_>>().join("\n\n")
    }

    fn group<'a>(&'a self, mistake: &'a Mistake) -> Group<'a> {
        let mut group =
            Level::ERROR.primary_title(&*mistake.message).elements(Vec::<Origin<'_>>::new());
        let text = self.text(mistake.file);
        if text.is_empty() {
            group = group.element(Origin::path(&*mistake.path));
        } else {
            let wrong = annotation(AnnotationKind::Primary, text, &mistake.span, &mistake.label);
            let beside = mistake.related.iter().filter(|related| related.file == mistake.file);
            let beside = beside.map(|related| {
                annotation(AnnotationKind::Context, text, &related.span, &related.label)
            });
            let snippet = Snippet::source(text).path(&*mistake.path);
            group = group.element(snippet.annotation(wrong).annotations(beside));
        }
        for related in mistake.related.iter().filter(|related| related.file != mistake.file) {
            let text = self.text(related.file);
            let place = annotation(AnnotationKind::Context, text, &related.span, &related.label);
            group = group.element(Snippet::source(text).path(&*related.path).annotation(place));
        }
        match &mistake.help {
            Some(help) => group.element(Level::HELP.message(&**help)),
            None => group,
        }
    }

    fn text(&self, file: usize) -> &str {
        self.texts.get(file).map_or("", String::as_str)
    }
}

fn annotation<'a>(
    kind: AnnotationKind,
    text: &str,
    span: &Range<usize>,
    label: &'a str,
) -> Annotation<'a> {
    // The renderer slices by these, so they must be inside the text and between characters.
    let span = if text.get(span.clone()).is_some() { span.clone() } else { 0..0 };
    let annotation = kind.span(span);
    if label.is_empty() { annotation } else { annotation.label(label) }
}
