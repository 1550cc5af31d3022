//! The names a spec defines, for the places that refer to them.

use crate::decode::{List, Map};
use crate::files::{CodeFile, EncodingFile, Files, StructureFile};
use crate::mistake::{Finding, Sink};
use crate::nearest::did_you_mean;
use crate::source::Text;

/// Names of one sort.
#[derive(Debug)]
pub(crate) struct Names {
    noun: &'static str,
    place: &'static str,
    all: Vec<String>,
    /// Some names could not be read, so one that is absent may still exist.
    incomplete: bool,
}

/// All names of a spec.
#[derive(Debug)]
pub(crate) struct Known<'f> {
    pub(crate) files: &'f Files,
    pub(crate) hosts: Names,
    pub(crate) products: Names,
    pub(crate) contracts: Names,
    pub(crate) editions: Names,
    pub(crate) circumstances: Names,
    pub(crate) fields: Names,
    pub(crate) lists: Names,
    pub(crate) structures: Names,
    pub(crate) operations: Names,
    pub(crate) sign_types: Names,
}

impl Names {
    fn new<T>(noun: &'static str, place: &'static str, map: Option<&Map<T>>) -> Self {
        let all = map.into_iter().flat_map(Map::keys).map(str::to_owned).collect();
        Self { noun, place, all, incomplete: map.is_none_or(|map| map.broken) }
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.incomplete || self.all.iter().any(|known| known == name)
    }

    /// Reports a reference to a name that is not there.
    pub(crate) fn expect(&self, text: &Text, sink: &mut Sink) {
        let Self { noun, place, all, .. } = self;
        let name = text.as_str();
        if self.knows(name) {
            return;
        }
        let help = did_you_mean(name, all.iter().map(String::as_str));
        let help = help.unwrap_or_else(|| format!("{noun}s are described in {place}"));
        let finding = Finding::new(text.span, format!("there is no {noun} `{name}`"));
        sink.add(finding.label(format!("unknown {noun}")).help(help));
    }

    pub(crate) fn expect_all(&self, texts: &List<Text>, sink: &mut Sink) {
        for text in &texts.items {
            self.expect(text, sink);
        }
    }
}

impl<'f> Known<'f> {
    pub(crate) fn of(files: &'f Files) -> Self {
        let gateway = files.gateway.as_ref();
        let lists = files.code_lists.as_ref().map(|file| &file.lists);
        let sign_types = match lists.map(|lists| lists.entry("sign_type")) {
            // Without such a list every scheme is unknown, and the list is what is missing.
            Some(None) => Some(&NO_CODES),
            Some(Some(list)) => list.value.as_ref().map(|list| &list.codes),
            None => None,
        };
        Self {
            files,
            hosts: Names::new("host", "`gateway.json`", gateway.map(|gateway| &gateway.hosts)),
            products: Names::new(
                "product",
                "`gateway.json`",
                gateway.map(|gateway| &gateway.products),
            ),
            contracts: Names::new(
                "contract",
                "`gateway.json`",
                gateway.map(|gateway| &gateway.contracts),
            ),
            editions: Names::new(
                "edition",
                "`gateway.json`",
                gateway.map(|gateway| &gateway.editions),
            ),
            circumstances: Names::new(
                "circumstance",
                "`gateway.json`",
                gateway.map(|gateway| &gateway.circumstances),
            ),
            fields: Names::new(
                "field",
                "`fields.json`",
                files.fields.as_ref().map(|file| &file.fields),
            ),
            lists: Names::new("code list", "`code_lists.json`", lists),
            structures: Names {
                noun: "structure",
                place: "`structures/<id>.json`",
                all: structure_ids(files),
                incomplete: files.has_unread_folder,
            },
            operations: Names {
                noun: "operation",
                place: "`<product>/<operation>.json`",
                all: operation_ids(files),
                incomplete: files.has_unread_folder,
            },
            sign_types: Names::new("sign type", "the code list `sign_type`", sign_types),
        }
    }
}

impl<'f> Known<'f> {
    /// How the members of a structure become text, if that could be read.
    pub(crate) fn encoding(&self, structure: &str) -> Option<&'f EncodingFile> {
        let mut files = self.files.structures.iter().filter_map(|placed| placed.content.as_ref());
        let is_it =
            |file: &&StructureFile| file.id.as_ref().is_some_and(|id| id.as_str() == structure);
        files.find(is_it)?.encoding.as_ref()
    }
}

static NO_CODES: Map<CodeFile> = Map { entries: Vec::new(), broken: false };

/// The ids that are written and those the places of the files call for, so that a wrong id is one
/// mistake and not one more for each reference to it.
fn operation_ids(files: &Files) -> Vec<String> {
    let written = files.operations.iter().filter_map(|placed| placed.content.as_ref()?.id.as_ref());
    let written = written.map(|id| id.value.clone());
    let placed = files.operations.iter().map(|placed| {
        let (folder, stem) = placed.parts();
        format!("{folder}.{stem}")
    });
    unique(written.chain(placed))
}

fn structure_ids(files: &Files) -> Vec<String> {
    let written = files.structures.iter().filter_map(|placed| placed.content.as_ref()?.id.as_ref());
    let written = written.map(|id| id.value.clone());
    let placed = files.structures.iter().map(|placed| placed.parts().1.to_owned());
    unique(written.chain(placed))
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    names
}
