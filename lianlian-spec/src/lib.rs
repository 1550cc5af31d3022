//! Reads and checks the JSON description of the `LianLian` Pay gateway.
//!
//! A *spec folder* describes the gateway's operations in JSON files, each thing once. [`load`] turns it
//! into a [`Spec`], or into [`Mistakes`]: everything that is wrong with any of its files, found in one
//! run, each with file, line, column and, where it can be told, what to write instead.
//!
//! ```no_run
//! match lianlian_spec::load("spec".as_ref()) {
//!     Ok(spec) => println!("{} operations", spec.operations().count()),
//!     Err(mistakes) => eprintln!("{mistakes}"),
//! }
//! ```
//!
//! Features, both on by default and both off in build scripts: `diagnostics` draws mistakes with
//! excerpts of their files; `schema` gives the JSON Schema of the files, made by the same
//! definitions that decode them.

mod assemble;
mod check;
mod decode;
mod files;
mod folder;
mod known;
mod mistake;
pub mod model;
mod names;
mod nearest;
mod record;
#[cfg(feature = "diagnostics")]
mod render;
mod resolve;
#[cfg(feature = "schema")]
mod schema;
mod source;
mod strict;
mod syntax;
mod value;

use std::path::Path;

pub use files::FileKind;
pub use mistake::{Mistake, Mistakes, Related};
pub use model::Spec;
#[cfg(feature = "schema")]
pub use schema::{schema, schema_of};
pub use source::SourceFile;

use mistake::{Finding, Sink};
use source::{Sources, Span};

/// Reads the spec folder `dir`.
///
/// Only `.json` files count; the top folder `schema` and hidden files are skipped. What cannot be
/// read is among the [`Mistakes`], and so is a JSON file in a place where none belongs.
pub fn load(dir: &Path) -> Result<Spec, Mistakes> {
    let mut sink = Sink::default();
    let sources = folder::read(dir, &mut sink);
    finish(sources, sink)
}

/// Reads a spec folder that is already in memory, in any order of files.
pub fn load_files(files: Vec<SourceFile>) -> Result<Spec, Mistakes> {
    finish(Sources::new(None, files), Sink::default())
}

fn finish(mut sources: Sources, mut sink: Sink) -> Result<Spec, Mistakes> {
    let files = files::read(&mut sources, &mut sink);
    let resolution = check::check(&files, &mut sink);
    let spec =
        if sink.count() == 0 { assemble::assemble(&files, &resolution, &sources) } else { None };
    if let Some(spec) = spec {
        return Ok(spec);
    }
    if sink.count() == 0 {
        let nowhere = Span { file: usize::MAX, start: 0, end: 0 };
        let finding =
            Finding::new(nowhere, "the spec was found right and still could not be put together");
        sink.add(
            finding.help("this is an oversight of `lianlian-spec`, please report it with the spec"),
        );
    }
    Err(sink.finish(&sources))
}
