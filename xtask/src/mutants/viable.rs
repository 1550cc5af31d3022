//! Which mutants the compiler takes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde_json::Value;

use super::list::Mutant;
use super::tree::Tree;
use super::weave::Left;
use crate::Failure;
use crate::command::cargo;

const ROUNDS: usize = 40;

/// Weaves again and again without the mutants that do not compile, until everything does.
///
/// Returns why each mutant that is not woven is left out.
pub(crate) fn weave_viable(
    tree: &mut Tree,
    package: &str,
    mutants: &[Mutant],
) -> Result<HashMap<usize, Left>, Failure> {
    let mut left = HashMap::new();
    let mut skip = HashSet::new();
    for round in 1..=ROUNDS {
        left.extend(tree.weave(mutants, &skip)?);
        let (errors, rest) = check(tree, package)?;
        if errors.is_empty() && rest.is_empty() {
            return Ok(left);
        }
        let before = skip.len();
        for error in &errors {
            for (id, why) in blamed(tree, error) {
                left.insert(id, why);
                skip.insert(id);
            }
        }
        let found = skip.len().saturating_sub(before);
        eprintln!("round {round}: {} errors, {found} mutants left out", errors.len());
        if found == 0 {
            let texts: Vec<&str> =
                errors.iter().map(|error| error.text.as_str()).chain([rest.as_str()]).collect();
            return Err(format!("no mutant is behind these errors:\n{}", texts.join("\n")));
        }
    }
    Err(format!("the woven source does not compile after {ROUNDS} rounds"))
}

struct Error {
    /// The compiler's name of the mistake, such as `E0308`.
    code: String,
    text: String,
    /// File and bytes, those that the error is about before those that explain it.
    places: Vec<(String, Range<usize>)>,
}

fn check(tree: &Tree, package: &str) -> Result<(Vec<Error>, String), Failure> {
    let manifest = tree.folder.join("Cargo.toml");
    let arguments = [
        "check",
        "--quiet",
        "--all-features",
        // Some code is compiled for tests alone.
        "--lib",
        "--tests",
        "--message-format",
        "json",
        "--package",
        package,
        "--manifest-path",
    ];
    let (text, ok) = cargo(arguments)
        .args([&manifest])
        .env("CARGO_TARGET_DIR", &tree.build.to_string_lossy())
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTC_BOOTSTRAP", &tree.crates)
        .answer()?;
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors: Vec<Error> = lines.filter_map(|line| error(line.get("message")?)).collect();
    let rest =
        if ok || !errors.is_empty() { String::new() } else { "cargo check failed".to_owned() };
    Ok((errors, rest))
}

fn error(message: &Value) -> Option<Error> {
    if message.get("level")?.as_str()? != "error" {
        return None;
    }
    let spans = message.get("spans")?.as_array()?;
    let is_primary = |span: &&Value| span.get("is_primary").and_then(Value::as_bool) == Some(true);
    let first = spans.iter().filter(is_primary);
    let then = spans.iter().filter(|span| !is_primary(span));
    let places: Vec<_> = first.chain(then).flat_map(places_of).collect();
    if places.is_empty() {
        return None;
    }
    let code = message.get("code").and_then(|code| code.get("code")).and_then(Value::as_str);
    Some(Error {
        code: code.unwrap_or_default().to_owned(),
        text: message.get("rendered")?.as_str()?.to_owned(),
        places,
    })
}

/// A place, and where the macro stands that it comes from.
fn places_of(span: &Value) -> Vec<(String, Range<usize>)> {
    let mut places = Vec::new();
    let mut next = Some(span);
    while let Some(span) = next {
        let number = |key: &str| span.get(key)?.as_u64().and_then(|it| usize::try_from(it).ok());
        let place = || {
            let file = span.get("file_name")?.as_str()?.to_owned();
            Some((file, number("byte_start")?..number("byte_end")?))
        };
        places.extend(place());
        next = span.get("expansion").and_then(|expansion| expansion.get("span"));
    }
    places
}

fn blamed(tree: &Tree, error: &Error) -> Vec<(usize, Left)> {
    let mut around = Vec::new();
    for (file, range) in &error.places {
        let Some(woven) = tree.woven.get(file) else { continue };
        let (ids, is_its_own) = woven.blame(range);
        let why = match error.code.as_str() {
            // A constant asks for its switch.
            "E0015" if !is_its_own => Left::Const,
            _ if is_its_own => Left::Unviable,
            _ => Left::NoPlace,
        };
        let found = ids.into_iter().map(|id| (id, why)).collect();
        if is_its_own {
            return found;
        }
        if around.is_empty() {
            around = found;
        }
    }
    around
}
