//! What each dependency of our own crates costs, with everything that would go with it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::timings::Unit;
use crate::Failure;

pub(super) struct Dependency {
    pub(super) name: String,
    /// The crates of ours that ask for it.
    pub(super) of: String,
    pub(super) seconds: f64,
    /// How many crates would go.
    pub(super) crates: usize,
}

/// Who depends on whom, by cargo's identifiers of packages.
struct Graph {
    root: String,
    /// Name and version.
    names: BTreeMap<String, (String, String)>,
    needs: BTreeMap<String, Vec<String>>,
}

/// The dependencies of our crates, the dearest first. `metadata` is what `cargo metadata` tells.
pub(super) fn of(metadata: &str, units: &[Unit]) -> Result<Vec<Dependency>, Failure> {
    let graph: Value =
        serde_json::from_str(metadata).map_err(|error| format!("cargo metadata: {error}"))?;
    let graph =
        Graph::parse(&graph).ok_or("cargo metadata describes dependencies unlike before")?;
    let seconds = |id: &str| {
        let name = graph.names.get(id);
        let own = units.iter().filter(|unit| {
            name.is_some_and(|(name, version)| unit.name == *name && unit.version == *version)
        });
        own.map(|unit| unit.seconds).fold(None, |sum, one| Some(sum.unwrap_or(0.0) + one))
    };
    let mut dependencies: Vec<Dependency> = graph
        .asked_for()
        .into_iter()
        .map(|(id, of)| {
            let left = graph.reachable_without(id);
            let gone = graph.names.keys().filter(|id| !left.contains(id.as_str()));
            // What was not built is for other platforms.
            let gone: Vec<f64> = gone.filter_map(|id| seconds(id)).collect();
            let name = graph.names.get(id).map_or(id, |(name, _)| name).to_owned();
            Dependency { name, of: of.join(", "), seconds: gone.iter().sum(), crates: gone.len() }
        })
        .filter(|dependency| dependency.crates > 0)
        .collect();
    dependencies.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    Ok(dependencies)
}

impl Graph {
    fn parse(metadata: &Value) -> Option<Self> {
        let text = |value: &Value, key: &str| value.get(key)?.as_str().map(str::to_owned);
        let resolve = metadata.get("resolve")?;
        let packages = metadata.get("packages")?.as_array()?.iter();
        let names = packages.map(|package| {
            let (name, version) = (text(package, "name")?, text(package, "version")?);
            Some((text(package, "id")?, (name, version)))
        });
        let needs = resolve.get("nodes")?.as_array()?.iter().map(|node| {
            let needs = node.get("dependencies")?.as_array()?.iter();
            let needs = needs.map(|id| id.as_str().map(str::to_owned)).collect::<Option<_>>()?;
            Some((text(node, "id")?, needs))
        });
        Some(Self {
            root: text(resolve, "root")?,
            names: names.collect::<Option<_>>()?,
            needs: needs.collect::<Option<_>>()?,
        })
    }

    fn is_ours(&self, id: &str) -> bool {
        self.names.get(id).is_some_and(|(name, _)| name.starts_with("lianlian"))
    }

    /// What our crates ask for themselves, and which of them do.
    fn asked_for(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut asked: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (id, needs) in self.needs.iter().filter(|(id, _)| self.is_ours(id)) {
            let by = self.names.get(id).map_or(id.as_str(), |(name, _)| name);
            for need in needs.iter().filter(|need| !self.is_ours(need)) {
                asked.entry(need).or_default().push(by);
            }
        }
        asked
    }

    /// What is built if nobody asks for `left_out`.
    fn reachable_without(&self, left_out: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut open = vec![self.root.as_str()];
        while let Some(id) = open.pop() {
            if id != left_out && reached.insert(id) {
                let needs = self.needs.get(id).into_iter().flatten();
                open.extend(needs.map(String::as_str));
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_dependency_costs_what_nothing_else_needs() {
        let package =
            |id: &str, name: &str| format!(r#"{{"id":"{id}","name":"{name}","version":"1.0.0"}}"#);
        let node = |id: &str, needs: &str| format!(r#"{{"id":"{id}","dependencies":[{needs}]}}"#);
        let names =
            [("p", "program"), ("l", "lianlian"), ("u", "ureq"), ("r", "ring"), ("s", "shared")];
        let packages = names.map(|(id, name)| package(id, name)).join(",");
        let nodes = [
            node("p", r#""l""#),
            node("l", r#""u","s""#),
            node("u", r#""r","s""#),
            node("r", ""),
            node("s", ""),
        ];
        let metadata = format!(
            r#"{{"packages":[{packages}],"resolve":{{"root":"p","nodes":[{}]}}}}"#,
            nodes.join(","),
        );
        let unit = |name: &str, seconds| Unit {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            seconds,
        };
        let units =
            [unit("ureq", 2.0), unit("ring", 4.0), unit("shared", 1.0), unit("lianlian", 8.0)];
        let found: Vec<_> = of(&metadata, &units)
            .unwrap()
            .into_iter()
            .map(|one| (one.name, one.of, one.seconds, one.crates))
            .collect();
        let row =
            |name: &str, seconds, crates| (name.to_owned(), "lianlian".to_owned(), seconds, crates);
        assert_eq!(found, [row("ureq", 6.0, 2), row("shared", 1.0, 1)]);
    }
}
