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
//! Features, all on by default and all off in build scripts: `diagnostics` draws mistakes with
//! excerpts of their files; `schema` gives the JSON Schema of the files, made by the same
//! definitions that decode them; `openapi` gives the gateway as an OpenAPI document; `diff` tells what differs
//! between two specs.

mod assemble;
mod check;
mod decode;
#[cfg(feature = "diff")]
mod diff;
mod files;
mod folder;
mod in_words;
mod known;
mod mistake;
pub mod model;
mod names;
mod nearest;
#[cfg(feature = "openapi")]
mod openapi;
mod overlay;
mod record;
#[cfg(feature = "diagnostics")]
mod render;
mod resolve;
#[cfg(feature = "schema")]
mod schema;
#[cfg(any(feature = "schema", feature = "openapi"))]
mod sorted;
mod source;
mod strict;
mod syntax;
mod value;

use std::path::Path;

#[cfg(feature = "diff")]
pub use diff::{Change, Severity, diff};
pub use files::FileKind;
pub use mistake::{Mistake, Mistakes, Related};
pub use model::Spec;
#[cfg(feature = "openapi")]
pub use openapi::openapi;
#[cfg(feature = "schema")]
pub use schema::{schema, schema_of};
pub use source::{OverlayFiles, SourceFile};

use mistake::{Finding, Sink};
use source::{Sources, Span};

/// Reads the spec folder `dir`.
///
/// Only `.json` files count; the top folder `schema` and hidden files are skipped. What cannot be
/// read is among the [`Mistakes`], and so is a JSON file in a place where none belongs.
pub fn load(dir: &Path) -> Result<Spec, Mistakes> {
    load_with(dir, &[])
}

/// Reads the spec folder `dir` with overlays laid over it, one after the other.
///
/// An overlay is a folder laid out like a spec, of which every file may be absent. A file that the
/// spec lacks is added. In one that it has, entries that the spec lacks are added; an entry that is
/// there is a mistake unless it carries `"override": true`, and then its keys take the place of the
/// spec's, one by one. The rules in detail:
///
/// * Entries are what stands under a name: fields, codes, lists, groups, hosts, products, banks ….
///   Entries inside an overridden entry follow the same rule, so to shorten a field of an operation
///   the operation's file and the field both carry `"override": true`.
/// * The file of an operation or a structure that is there needs `"override": true` at its top; its
///   `id` may then be left out. So does `gateway.json` where it changes `title` or `description`, and
///   each of its `notification`, `request` and `order` that it changes.
/// * Lists of a file or an entry (rules, steps, samples, notes, sign types, operations to ask …) are
///   appended to. A statement about a field (`lengths`, `aliases`, `range` …) is replaced as a whole,
///   and `type`, `codes` and `structure` replace each other.
/// * Overriding what is not there is a mistake.
/// * A sample of a lower layer that no longer fits is left out.
///
/// The result is checked as one spec. A mistake is shown in the layer that makes it.
///
/// ```no_run
/// # use std::path::Path;
/// let ours = [Path::new("our-spec")];
/// let spec = lianlian_spec::load_with("spec".as_ref(), &ours)?;
/// # Ok::<(), lianlian_spec::Mistakes>(())
/// ```
pub fn load_with(dir: &Path, overlays: &[&Path]) -> Result<Spec, Mistakes> {
    let mut sink = Sink::default();
    let mut sources = Sources::default();
    for dir in [dir].iter().chain(overlays) {
        folder::read(dir, &mut sources, &mut sink);
    }
    finish(sources, sink)
}

/// Reads a spec folder that is already in memory, in any order of files.
pub fn load_files(files: Vec<SourceFile>) -> Result<Spec, Mistakes> {
    load_files_with(files, Vec::new())
}

/// Reads a spec folder and overlays that are already in memory, as [`load_with`] reads them from disk.
pub fn load_files_with(
    files: Vec<SourceFile>,
    overlays: Vec<OverlayFiles>,
) -> Result<Spec, Mistakes> {
    let mut sources = Sources::new(None, files);
    for OverlayFiles { folder, files } in overlays {
        sources.lay(Some(folder), files);
    }
    finish(sources, Sink::default())
}

fn finish(mut sources: Sources, mut sink: Sink) -> Result<Spec, Mistakes> {
    let files = files::read(&mut sources, &mut sink);
    // Where an overlay does not fit, what it meant to say is unknown.
    if !files.has_conflicts {
        let resolution = check::check(&files, &mut sink);
        if sink.count() == 0
            && let Some(spec) = assemble::assemble(&files, &resolution, &sources)
        {
            return Ok(spec);
        }
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
