//! The report of `cargo build --timings`, read for what each crate took.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Failure;

/// One thing that cargo ran: a compiler or a build script.
pub(super) struct Unit {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) seconds: f64,
}

/// A crate with everything that was run for it.
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) seconds: f64,
}

/// The units of the newest report in a target folder.
pub(super) fn read(target: &Path) -> Result<Vec<Unit>, Failure> {
    let file = target.join("cargo-timings/cargo-timing.html");
    let failed = |reason: String| format!("{}: {reason}", file.display());
    let page = fs::read_to_string(&file).map_err(|error| failed(error.to_string()))?;
    units(&page).ok_or_else(|| failed("it is written unlike before".to_owned()))
}

/// The page draws itself from a list in its script, which is JSON.
fn units(page: &str) -> Option<Vec<Unit>> {
    let (_, list) = page.split_once("const UNIT_DATA = ")?;
    let (list, _) = list.split_once("];\n")?;
    let list: Vec<Value> = serde_json::from_str(&format!("{list}]")).ok()?;
    let unit = |value: &Value| {
        let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        let seconds = value.get("duration")?.as_f64()?;
        Some(Unit { name: text("name")?, version: text("version")?, seconds })
    };
    list.iter().map(unit).collect()
}

/// What each crate took, the slowest first.
pub(super) fn crates(units: &[Unit]) -> Vec<Crate> {
    let mut crates: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for unit in units {
        *crates.entry((&unit.name, &unit.version)).or_default() += unit.seconds;
    }
    let named =
        |((name, version), seconds): (_, f64)| Crate { name: format!("{name} {version}"), seconds };
    let mut crates: Vec<_> = crates.into_iter().map(named).collect();
    crates.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    crates
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_crates_build_script_counts_for_the_crate() {
        let page = "<script>\nconst UNIT_DATA = [\n\
            {\"name\":\"a\",\"version\":\"1.0.0\",\"mode\":\"todo\",\"duration\":0.5},\n\
            {\"name\":\"b\",\"version\":\"1.0.0\",\"mode\":\"todo\",\"duration\":0.6},\n\
            {\"name\":\"a\",\"version\":\"1.0.0\",\"mode\":\"run-custom-build\",\"duration\":0.25}\n\
            ];\nconst CONCURRENCY_DATA = [];\n";
        let crates = crates(&units(page).unwrap());
        assert_eq!(crates.len(), 2);
        assert_eq!((crates[0].name.as_str(), crates[0].seconds), ("a 1.0.0", 0.75));
    }
}
