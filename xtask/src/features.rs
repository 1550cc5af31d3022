//! Each feature of each published crate compiles alone, without a warning.

use crate::Failure;
use crate::command::cargo;
use crate::metadata::{Package, Workspace};

pub(crate) fn check(workspace: &Workspace) -> Result<(), Failure> {
    for package in workspace.publishable() {
        for arguments in commands(package) {
            cargo(arguments).run()?;
        }
    }
    for (package, features) in DOCUMENTED {
        cargo(command(package, Some(features))).run()?;
    }
    Ok(())
}

/// Combinations that the documentation shows.
const DOCUMENTED: [(&str, &str); 1] = [("lianlian", "client,refund")];

/// One clippy call with no feature, and one for each feature. Clippy and not `check`, because it denies
/// warnings without changing the flags that everything else is compiled with.
fn commands(package: &Package) -> Vec<Vec<String>> {
    let alone = package.features.iter().map(|feature| Some(feature.as_str()));
    std::iter::once(None).chain(alone).map(|feature| command(&package.name, feature)).collect()
}

fn command(package: &str, features: Option<&str>) -> Vec<String> {
    let mut words = vec!["clippy", "--quiet", "--package", package, "--no-default-features"];
    if let Some(features) = features {
        words.extend(["--features", features]);
    }
    words.extend(["--", "-D", "warnings"]);
    words.into_iter().map(str::to_owned).collect()
}

/// Every feature of the workspace but one, as `--features` takes them. The tests run without OpenSSL, since
/// few programs have it; what depends on it is tested once more with it.
pub(crate) fn all_but(workspace: &Workspace, left_out: &str) -> String {
    let of = |package: &Package| {
        let others = package.features.iter().filter(|feature| *feature != left_out);
        others.map(|feature| format!("{}/{feature}", package.name)).collect::<Vec<_>>()
    };
    workspace.packages.iter().flat_map(of).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop(features: &[&str]) -> Package {
        Package {
            id: String::new(),
            name: "shop".to_owned(),
            is_publishable: true,
            rust_version: None,
            features: features.iter().map(|&feature| feature.to_owned()).collect(),
        }
    }

    #[test]
    fn all_features_but_one_are_named_with_their_crates() {
        let workspace = Workspace { packages: vec![shop(&["a", "b", "c"])] };
        assert_eq!(all_but(&workspace, "b"), "shop/a,shop/c");
    }

    #[test]
    fn a_crate_is_checked_without_features_and_with_each_alone() {
        let package = shop(&["a", "b"]);
        let lines: Vec<String> = commands(&package).iter().map(|words| words.join(" ")).collect();
        assert_eq!(
            lines,
            [
                "clippy --quiet --package shop --no-default-features -- -D warnings",
                "clippy --quiet --package shop --no-default-features --features a -- -D warnings",
                "clippy --quiet --package shop --no-default-features --features b -- -D warnings",
            ]
        );
    }
}
