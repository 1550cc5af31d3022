//! Every published crate can be packaged.

use crate::Failure;
use crate::command::cargo;
use crate::metadata::Workspace;

/// Packages all of them in one call, so that crates which are not on the registry yet find one another. They are
/// not compiled again from the packages.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let names = workspace.publishable().flat_map(|package| ["--package", package.name.as_str()]);
    cargo(["package", "--no-verify", "--allow-dirty", "--quiet"]).args(names).run()
}
