//! The workspace as cargo describes it.

use serde_json::Value;

use crate::Failure;
use crate::command::cargo;

/// A crate of the workspace.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) is_publishable: bool,
    pub(crate) rust_version: Option<String>,
    /// The features it declares, in alphabetical order.
    pub(crate) features: Vec<String>,
}

pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
}

impl Workspace {
    pub(crate) fn read() -> Result<Self, Failure> {
        let text = cargo(["metadata", "--format-version", "1", "--no-deps"]).output()?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let value: Value =
            serde_json::from_str(text).map_err(|e| format!("cargo metadata: {e}"))?;
        let packages = value.get("packages").and_then(Value::as_array);
        let packages = packages.ok_or("cargo metadata lists no packages")?;
        let packages: Option<Vec<Package>> = packages.iter().map(package).collect();
        Ok(Self { packages: packages.ok_or("cargo metadata describes packages unlike before")? })
    }

    /// The crates that users get.
    pub(crate) fn publishable(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.is_publishable)
    }

    pub(crate) fn package(&self, name: &str) -> Result<&Package, Failure> {
        let found = self.packages.iter().find(|package| package.name == name);
        found.ok_or_else(|| format!("there is no crate {name} in the workspace"))
    }
}

fn package(value: &Value) -> Option<Package> {
    let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
    let mut features: Vec<String> = value.get("features")?.as_object()?.keys().cloned().collect();
    features.sort();
    Some(Package {
        id: text("id")?,
        name: text("name")?,
        // `publish = false` shows as a list of no registries.
        is_publishable: value
            .get("publish")?
            .as_array()
            .is_none_or(|registries| !registries.is_empty()),
        rust_version: text("rust_version"),
        features,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_crate_with_publish_false_is_not_publishable() {
        let text = r#"{"packages":[
            {"id":"a#1","name":"a","publish":null,"rust_version":"1.88","features":{"y":[],"x":[]}},
            {"id":"b#1","name":"b","publish":[],"rust_version":null,"features":{}}]}"#;
        let workspace = Workspace::parse(text).unwrap();
        let names: Vec<_> = workspace.publishable().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["a"]);
        assert_eq!(workspace.packages[0].features, ["x", "y"]);
    }
}
