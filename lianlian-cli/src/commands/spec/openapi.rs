//! `lianlian spec openapi`: the gateway for tools that read OpenAPI.

use std::path::PathBuf;

use super::{Overlays, load};
use crate::failure::{Answer, Failure};
use crate::output;

/// Print the gateway as an OpenAPI 3.1 document
///
/// Operations are its paths, notifications its webhooks. It explains the signature,
/// for which OpenAPI has no word. A spec with mistakes is shown as `spec check`
/// shows it and exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian spec openapi > lianlian.openapi.json
  lianlian spec openapi spec --overlay our-spec | jq '.webhooks | keys'")]
pub(crate) struct OpenApi {
    /// The folder of the spec
    #[arg(value_name = "DIR", default_value = "spec")]
    folder: PathBuf,
    #[command(flatten)]
    overlays: Overlays,
}

impl OpenApi {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let Some(spec) = load(&self.folder, &self.overlays)? else {
            return Ok(Answer::No);
        };
        // The alternate form is indented.
        output::line(&format!("{:#}", lianlian_spec::openapi(&spec)))?;
        Ok(Answer::Yes)
    }
}
