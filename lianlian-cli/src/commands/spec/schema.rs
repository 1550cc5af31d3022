//! `lianlian spec schema`: what may stand in a spec file.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use lianlian_spec::FileKind;

use crate::failure::{Answer, Failure};
use crate::output;

/// Print the JSON Schema of spec files
///
/// Without KIND the schema takes a file of any kind. Editors complete and check a
/// file by the schema that its `$schema` names.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian spec schema > spec.schema.json
  lianlian spec schema operation > schema/operation.schema.json")]
pub(crate) struct Schema {
    /// The kind of file
    #[arg(value_parser = kinds())]
    kind: Option<FileKind>,
}

fn kinds() -> impl TypedValueParser<Value = FileKind> {
    let names = FileKind::ALL.iter().map(|kind| kind.name());
    PossibleValuesParser::new(names).try_map(|name| {
        let found = FileKind::ALL.iter().find(|kind| kind.name() == name);
        found.copied().ok_or("no such kind of file")
    })
}

impl Schema {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let schema = match self.kind {
            Some(kind) => lianlian_spec::schema_of(kind),
            None => lianlian_spec::schema(),
        };
        // The alternate form is indented.
        output::line(&format!("{schema:#}"))?;
        Ok(Answer::Yes)
    }
}
