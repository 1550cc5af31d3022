//! The spec loader: any text in the place of any file is right, or wrong at a place that there is.

use std::sync::LazyLock;

use lianlian_codegen::{Part, generate_part};
use lianlian_spec::{Mistakes, OverlayFiles, SourceFile, Spec};

use crate::{Reached, json};

macro_rules! good_files {
    ($($path:literal)+) => {
        [$(($path, include_str!(concat!("../../../lianlian-spec/tests/good/", $path)))),+]
    };
}

/// A small spec without mistakes, with a file of every kind.
const GOOD: [(&str, &str); 17] = good_files![
    "gateway.json"
    "fields.json"
    "code_lists.json"
    "return_codes.json"
    "banks.json"
    "notification_addresses.json"
    "structures/agreement_list.json"
    "structures/risk_item.json"
    "structures/sharing_data.json"
    "aggregate/direct_pay.json"
    "aggregate/query.json"
    "aggregate/async_notification.json"
    "aggregate/apply.json"
    "aggregate/verify.json"
    "aggregate/refund.json"
    "aggregate/web_pay.json"
    "aggregate/web_return.json"
];

/// The name under which an overlay's files are shown.
const OVERLAY: &str = "ours";

static BASE: LazyLock<Spec> =
    LazyLock::new(|| load(good(), Vec::new()).unwrap_or_else(|mistakes| panic!("{mistakes}")));

fn good() -> Vec<SourceFile> {
    GOOD.iter().map(|(path, text)| file(path, text)).collect()
}

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

fn load(files: Vec<SourceFile>, overlay: Vec<SourceFile>) -> Result<Spec, Mistakes> {
    if overlay.is_empty() {
        return lianlian_spec::load_files(files);
    }
    let overlay = OverlayFiles { folder: OVERLAY.to_owned(), files: overlay };
    lianlian_spec::load_files_with(files, vec![overlay])
}

/// Loads files, and those of an overlay if there are any.
pub type Load = fn(Vec<SourceFile>, Vec<SourceFile>) -> Result<Spec, Mistakes>;

/// The text of a file of the small spec.
pub fn good_file(path: &str) -> Option<&'static str> {
    GOOD.iter().find(|(own, _)| *own == path).map(|(_, text)| *text)
}

/// `data` is the path of a file, a line break, and its text. With a `+` before it the file is an overlay's.
pub fn spec(data: &[u8]) -> Reached {
    holds(data, load)
}

/// The property, with the judged function as a parameter.
pub fn holds(data: &[u8], load: Load) -> Reached {
    let text = String::from_utf8_lossy(data);
    let (line, text) = text.split_once('\n').unwrap_or((&text, ""));
    let (path, is_overlay) = match line.strip_prefix('+') {
        Some(path) => (path, true),
        None => (line, false),
    };
    let sum = || path.bytes().map(usize::from).sum::<usize>();
    let path = if path.strip_suffix(".json").is_some() { path } else { GOOD[sum() % GOOD.len()].0 };
    let (mut files, mut overlay) = (good(), Vec::new());
    let changed = file(path, text);
    if is_overlay {
        overlay.push(changed);
    } else {
        files.retain(|file| file.path != path);
        files.push(changed);
    }
    match load(files.clone(), overlay.clone()) {
        Ok(spec) => {
            is_usable(&spec, path);
            Reached::Property
        }
        Err(mistakes) => {
            let is_good = !is_overlay && good_file(path).is_some_and(|good| is_same(good, text));
            assert!(!is_good, "refused for no reason: {mistakes}");
            let overlay =
                overlay.iter().map(|file| (format!("{OVERLAY}/{}", file.path), &*file.text));
            let files = files.iter().map(|file| (file.path.clone(), &*file.text));
            let files: Vec<(String, &str)> = files.chain(overlay).collect();
            let shown: Vec<Shown> = mistakes.iter().flat_map(Shown::of).collect();
            assert!(!shown.is_empty(), "wrong without a mistake");
            for place in &shown {
                place.is_inside(&files);
            }
            for (mistake, line) in mistakes.iter().map(|mistake| (mistake, mistake.to_string())) {
                let first = line.lines().next().unwrap_or_default();
                assert!(first.ends_with(&mistake.message), "a mistake of two lines: {line}");
            }
            let _ = (mistakes.to_string(), mistakes.render(false), mistakes.render(true));
            Reached::Refusal
        }
    }
}

/// Whether a text says what another says, with other white space.
fn is_same(good: &str, text: &str) -> bool {
    json::compact(text).is_some_and(|text| Some(text) == json::compact(good))
}

/// A place that a mistake shows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The bytes.
    pub span: std::ops::Range<usize>,
}

impl Shown {
    fn of(mistake: &lianlian_spec::Mistake) -> Vec<Self> {
        let own = (&mistake.path, mistake.line, mistake.column, &mistake.span);
        let related = mistake.related.iter();
        let related = related.map(|place| (&place.path, place.line, place.column, &place.span));
        let places = std::iter::once(own).chain(related);
        let shown = places.map(|(path, line, column, span)| Self {
            path: path.clone(),
            line,
            column,
            span: span.clone(),
        });
        shown.collect()
    }

    /// Panics if there is no such place in the files.
    pub fn is_inside(&self, files: &[(String, &str)]) {
        let file = files.iter().find(|(path, _)| *path == self.path);
        let Some((_, text)) = file else {
            // A file that ought to be there has no text.
            assert_eq!((self.line, self.column, &self.span), (1, 1, &(0..0)), "{self:?}");
            return;
        };
        assert!(text.get(self.span.clone()).is_some(), "{self:?} is outside the file");
        let (mut line, mut column) = (1, 1);
        for letter in text[..self.span.start].chars() {
            column += 1;
            if letter == '\n' {
                (line, column) = (line + 1, 1);
            }
        }
        assert_eq!((self.line, self.column), (line, column), "{self:?}");
    }
}

/// What is found right becomes Rust, a document, and a list of differences.
fn is_usable(spec: &Spec, path: &str) {
    // The whole takes twenty times as long; what stands in the file, and what it is used by, has to do.
    let id = path.trim_end_matches(".json").replace('/', ".");
    let parts = match spec.operation(&id) {
        Some(_) => vec![Part::Operation(&id)],
        None => vec![
            Part::Gateway,
            Part::Codes,
            Part::Structures,
            Part::Operation("aggregate.direct_pay"),
        ],
    };
    for part in parts {
        let source = generate_part(spec, part).expect("a part of the spec");
        if let Err(error) = syn::parse_file(&source) {
            panic!("what is generated is no Rust: {error}\n{source}");
        }
    }
    let _ = lianlian_spec::openapi(spec);
    assert_eq!(lianlian_spec::diff(spec, spec).len(), 0, "differs from itself");
    for change in lianlian_spec::diff(&BASE, spec) {
        let _ = change.to_string();
    }
}
