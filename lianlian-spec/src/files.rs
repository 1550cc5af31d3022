//! The files of a spec folder as they are written, position by position.

mod codes;
mod field;
mod gateway;
mod operation;
mod rule;
mod structure;
mod tables;

pub(crate) use codes::{
    AlsoMeaning, CodeFile, CodeListFile, CodeListsFile, ProductMeaning, ReturnCodeFile,
    ReturnCodesFile,
};
pub(crate) use field::{Attributes, DictionaryEntry, FieldUse, FieldsFile, PlainKind, RangeFile};
pub(crate) use gateway::{GatewayFile, LimitsFile};
pub(crate) use operation::{
    EnvelopeFile, FollowUpFile, OperationFile, SampleFile, StepFile, TellsFile,
};
pub(crate) use rule::{ConditionFile, RuleFile};
pub(crate) use structure::{EncodingFile, GroupFile, SeparatedFile, StructureFile};
pub(crate) use tables::{AddressesFile, BanksFile, NotificationAddressesFile};

/// Records that only the test against drifting schemas names.
#[cfg(all(test, feature = "schema"))]
pub(crate) mod drift {
    pub(crate) use super::codes::MeansForFile;
    pub(crate) use super::gateway::{
        CircumstanceFile, ContractFile, EditionFile, HostFile, NotificationFile, OrderFile,
        ProductFile, PublishedKeyFile, RequestFile,
    };
    pub(crate) use super::rule::{
        CardCondition, CardKindRule, ClockSkewRule, FieldsRule, FollowUpWindowRule, IgnoredRule,
        NotAboveRule, RequiredIfRule,
    };
    pub(crate) use super::structure::{JsonListFile, JsonObjectFile};
    pub(crate) use super::tables::{AddressRangeFile, BankFile};
}

use std::collections::BTreeMap;

use crate::decode::Decode;
use crate::mistake::{Finding, Sink};
use crate::overlay::{self, Layered, Overlaying};
use crate::source::{Sources, Span};
use crate::syntax;

/// The kinds of file a spec folder holds; each has its own JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `gateway.json`: hosts, products and what holds for every call.
    Gateway,
    /// `fields.json`: the dictionary of fields.
    Fields,
    /// `code_lists.json`: coded values.
    CodeLists,
    /// `structures/<id>.json`: values with members of their own.
    Structure,
    /// `return_codes.json`: what the gateway answers and what to do about it.
    ReturnCodes,
    /// `banks.json`: banks by their codes. A spec may do without it.
    Banks,
    /// `notification_addresses.json`: where notifications come from. A spec may do without it.
    NotificationAddresses,
    /// `<product>/<operation>.json`: one operation.
    Operation,
}

impl FileKind {
    /// Every kind, the shared files first.
    pub const ALL: &'static [Self] = &[
        Self::Gateway,
        Self::Fields,
        Self::CodeLists,
        Self::Structure,
        Self::ReturnCodes,
        Self::Banks,
        Self::NotificationAddresses,
        Self::Operation,
    ];

    /// The name in snake case: `operation`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Fields => "fields",
            Self::CodeLists => "code_lists",
            Self::Structure => "structure",
            Self::ReturnCodes => "return_codes",
            Self::Banks => "banks",
            Self::NotificationAddresses => "notification_addresses",
            Self::Operation => "operation",
        }
    }

    /// The name of the committed schema in `schema/`: `operation.schema.json`.
    pub fn file_name(self) -> String {
        format!("{}.schema.json", self.name())
    }

    /// The kind of a file by its place in the spec folder; `None` where no JSON file belongs.
    fn at(path: &str) -> Option<Self> {
        let place = path.strip_suffix(".json")?;
        match (place, place.split_once('/')) {
            ("gateway", _) => Some(Self::Gateway),
            ("fields", _) => Some(Self::Fields),
            ("code_lists", _) => Some(Self::CodeLists),
            ("return_codes", _) => Some(Self::ReturnCodes),
            ("banks", _) => Some(Self::Banks),
            ("notification_addresses", _) => Some(Self::NotificationAddresses),
            (_, Some((_, stem))) if stem.is_empty() || stem.contains('/') => None,
            (_, Some(("structures", _))) => Some(Self::Structure),
            (_, Some((folder, _))) if !folder.is_empty() => Some(Self::Operation),
            _ => None,
        }
    }
}

/// A file and where it lies.
#[derive(Debug)]
pub(crate) struct Placed<T> {
    /// Relative path, for instance `aggregate/query.json`.
    pub(crate) path: String,
    /// `None` if the file could not be read as its kind; the reason has been reported.
    pub(crate) content: Option<T>,
}

impl<T> Placed<T> {
    /// The folder and the file name without `.json`.
    pub(crate) fn parts(&self) -> (&str, &str) {
        let place = self.path.strip_suffix(".json").unwrap_or(&self.path);
        place.split_once('/').unwrap_or(("", place))
    }
}

/// All files of a spec and its overlays. A `None` has been reported; nothing is concluded from it.
#[derive(Debug, Default)]
pub(crate) struct Files {
    pub(crate) gateway: Option<GatewayFile>,
    pub(crate) fields: Option<FieldsFile>,
    pub(crate) code_lists: Option<CodeListsFile>,
    pub(crate) return_codes: Option<ReturnCodesFile>,
    pub(crate) banks: Option<BanksFile>,
    pub(crate) notification_addresses: Option<NotificationAddressesFile>,
    pub(crate) structures: Vec<Placed<StructureFile>>,
    pub(crate) operations: Vec<Placed<OperationFile>>,
    /// Operations or structures may exist that are not listed.
    pub(crate) has_unread_folder: bool,
    /// An overlay could not be laid over the spec, so nothing is concluded from any of it.
    pub(crate) has_conflicts: bool,
    /// The layer of each file by its number: 0 is the spec.
    pub(crate) layers: Vec<usize>,
}

impl Files {
    /// The layer of a file; a number that is none belongs to the spec.
    pub(crate) fn layer(&self, file: usize) -> usize {
        self.layers.get(file).copied().unwrap_or_default()
    }
}

/// The layers of one path.
#[derive(Debug)]
struct Stack<'s> {
    kind: FileKind,
    /// Numbers and texts from the spec up; no text where it could not be read.
    parts: Vec<(usize, Option<&'s str>)>,
}

/// Reads every file as the kind its place says, overlays laid over what is below them.
pub(crate) fn read(sources: &mut Sources, sink: &mut Sink) -> Files {
    let layers = (0..sources.count()).map(|file| sources.layer(file)).collect();
    let mut files = Files { layers, ..Files::default() };
    let stacks = stacks(sources, &mut files, sink);
    let absent: Vec<&str> = ALWAYS.into_iter().filter(|path| !stacks.contains_key(path)).collect();
    decode(&stacks, sources, &mut files, sink);
    let is_root = |(file, path): (usize, &str)| path.is_empty() && sources.layer(file) == 0;
    let is_unread = sources.unread().any(is_root);
    if !is_unread {
        for path in absent {
            let span = sources.add_absent(0, path.to_owned());
            let finding = Finding::new(span, format!("the file `{path}` is missing"));
            sink.add(finding.help("every spec folder has it at its top"));
        }
    }
    files
}

/// Files that no spec does without.
const ALWAYS: [&str; 4] = ["code_lists.json", "fields.json", "gateway.json", "return_codes.json"];

fn stacks<'s>(
    sources: &'s Sources,
    files: &mut Files,
    sink: &mut Sink,
) -> BTreeMap<&'s str, Stack<'s>> {
    let mut stacks: BTreeMap<&str, Stack<'_>> = BTreeMap::new();
    let read = sources.read_files().map(|(file, read)| (file, &*read.path, Some(&*read.text)));
    let unread = sources.unread().map(|(file, path)| (file, path, None));
    for (file, path, text) in read.chain(unread) {
        if text.is_some() && path.strip_suffix(".json").is_none() || path.starts_with("schema/") {
            continue;
        }
        let start = Span { file, start: 0, end: 0 };
        let Some(kind) = FileKind::at(path) else {
            if text.is_none() {
                files.has_unread_folder = true;
                continue;
            }
            let finding = Finding::new(start, "no JSON file of a spec belongs here");
            sink.add(finding.help(
                "operations lie in `<product>/<operation>.json`, structures in `structures/<id>.json`",
            ));
            continue;
        };
        let stack = stacks.entry(path).or_insert(Stack { kind, parts: Vec::new() });
        let is_twice =
            |(earlier, _): &(usize, Option<&str>)| sources.layer(*earlier) == sources.layer(file);
        if stack.parts.iter().any(is_twice) {
            sink.add(Finding::new(start, format!("the file `{path}` was given twice")));
        } else {
            stack.parts.push((file, text));
        }
    }
    for stack in stacks.values_mut() {
        stack.parts.sort_by_key(|(file, _)| sources.layer(*file));
    }
    stacks
}

fn decode(
    stacks: &BTreeMap<&str, Stack<'_>>,
    sources: &Sources,
    files: &mut Files,
    sink: &mut Sink,
) {
    let mut reading = Reading { stacks, sources, sink, files_below: !files.has_unread_folder };
    let mut has_conflicts = false;
    for (path, stack) in stacks {
        let conflicts = &mut has_conflicts;
        let placed = path.to_string();
        match stack.kind {
            FileKind::Gateway => files.gateway = reading.content(path, stack, conflicts),
            FileKind::Fields => files.fields = reading.content(path, stack, conflicts),
            FileKind::CodeLists => files.code_lists = reading.content(path, stack, conflicts),
            FileKind::ReturnCodes => files.return_codes = reading.content(path, stack, conflicts),
            FileKind::Banks => files.banks = reading.content(path, stack, conflicts),
            FileKind::NotificationAddresses => {
                files.notification_addresses = reading.content(path, stack, conflicts);
            }
            FileKind::Structure => {
                let content = reading.content(path, stack, conflicts);
                files.structures.push(Placed { path: placed, content });
            }
            FileKind::Operation => {
                let content = reading.content(path, stack, conflicts);
                files.operations.push(Placed { path: placed, content });
            }
        }
    }
    files.has_conflicts = has_conflicts;
}

struct Reading<'r, 's> {
    stacks: &'r BTreeMap<&'s str, Stack<'s>>,
    sources: &'r Sources,
    sink: &'r mut Sink,
    /// All files are known, so one that is absent is not there.
    files_below: bool,
}

impl Reading<'_, '_> {
    /// `None` if any layer could not be read: what it would have added is unknown.
    fn content<T: Decode + Layered>(
        &mut self,
        path: &str,
        stack: &Stack<'_>,
        has_conflicts: &mut bool,
    ) -> Option<T> {
        let mut parts = Vec::with_capacity(stack.parts.len());
        let mut is_whole = true;
        for (file, text) in &stack.parts {
            match text.and_then(|text| syntax::parse(*file, text, self.sink)) {
                Some(node) => parts.push((self.sources.layer(*file), node)),
                None => is_whole = false,
            }
        }
        let is_below = parts.first().is_some_and(|(layer, _)| *layer == 0);
        if !is_whole || !is_below && !self.files_below {
            return None;
        }
        let mut tree = None;
        for (layer, node) in parts {
            if layer == 0 {
                tree = Some(node);
                continue;
            }
            let is_below = |stack: &Stack<'_>| {
                stack.parts.first().is_some_and(|(file, _)| self.sources.layer(*file) < layer)
            };
            let others = self.stacks.iter().filter(|(_, stack)| is_below(stack));
            let others: Vec<&str> = others.map(|(path, _)| *path).collect();
            let is_one_thing = matches!(stack.kind, FileKind::Structure | FileKind::Operation);
            let file = overlay::File { path, is_one_thing, others: &others };
            let mut overlaying = Overlaying::new(self.sink);
            tree = overlaying.file(&file, tree, node, &T::FORM);
            *has_conflicts |= overlaying.has_conflicts();
            if tree.is_none() {
                break;
            }
        }
        T::decode(&tree?, "the file", self.sink)
    }
}
