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
pub(crate) use gateway::GatewayFile;
pub(crate) use operation::{EnvelopeFile, FollowUpFile, OperationFile, SampleFile, StepFile};
pub(crate) use rule::{ConditionFile, RuleFile};
pub(crate) use structure::{EncodingFile, GroupFile, SeparatedFile, StructureFile};
pub(crate) use tables::{AddressesFile, BanksFile, NotificationAddressesFile};

/// Records that only the test against drifting schemas names.
#[cfg(all(test, feature = "schema"))]
pub(crate) mod drift {
    pub(crate) use super::gateway::{
        CircumstanceFile, ContractFile, EditionFile, HostFile, NotificationFile, OrderFile,
        ProductFile, RequestFile,
    };
    pub(crate) use super::rule::{
        CardCondition, CardKindRule, ClockSkewRule, FieldsRule, FollowUpWindowRule, IgnoredRule,
        NotAboveRule, RequiredIfRule,
    };
    pub(crate) use super::structure::{JsonListFile, JsonObjectFile};
    pub(crate) use super::tables::{AddressRangeFile, BankFile};
}

use crate::decode::Decode;
use crate::mistake::{Finding, Sink};
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

/// All files of a spec folder. A `None` has been reported; nothing is concluded from it.
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
}

/// Reads every file as the kind its place says.
pub(crate) fn read(sources: &mut Sources, sink: &mut Sink) -> Files {
    let mut files = Files::default();
    let mut seen = Vec::new();
    for (file, source) in sources.read_files().iter().enumerate() {
        let path = source.path.as_str();
        if path.strip_suffix(".json").is_none() || path.starts_with("schema/") {
            continue;
        }
        let start = Span { file, start: 0, end: 0 };
        let Some(kind) = FileKind::at(path) else {
            let finding = Finding::new(start, "no JSON file of a spec belongs here");
            sink.add(finding.help(
                "operations lie in `<product>/<operation>.json`, structures in `structures/<id>.json`",
            ));
            continue;
        };
        if seen.last() == Some(&path) {
            sink.add(Finding::new(start, format!("the file `{path}` was given twice")));
            continue;
        }
        seen.push(path);
        let text = source.text.as_str();
        match kind {
            FileKind::Gateway => files.gateway = content(file, text, sink),
            FileKind::Fields => files.fields = content(file, text, sink),
            FileKind::CodeLists => files.code_lists = content(file, text, sink),
            FileKind::ReturnCodes => files.return_codes = content(file, text, sink),
            FileKind::Banks => files.banks = content(file, text, sink),
            FileKind::NotificationAddresses => {
                files.notification_addresses = content(file, text, sink);
            }
            FileKind::Structure => {
                let content = content(file, text, sink);
                files.structures.push(Placed { path: path.to_owned(), content });
            }
            FileKind::Operation => {
                let content = content(file, text, sink);
                files.operations.push(Placed { path: path.to_owned(), content });
            }
        }
    }
    let mut absent = vec!["code_lists.json", "fields.json", "gateway.json", "return_codes.json"];
    absent.retain(|path| !seen.contains(path));
    for path in sources.unread_paths() {
        absent.retain(|absent| *absent != path && !path.is_empty());
        match FileKind::at(path) {
            Some(FileKind::Structure) => {
                files.structures.push(Placed { path: path.to_owned(), content: None });
            }
            Some(FileKind::Operation) => {
                files.operations.push(Placed { path: path.to_owned(), content: None });
            }
            Some(_) => {}
            None => files.has_unread_folder = true,
        }
    }
    for path in absent {
        let span = sources.add_unread(path.to_owned());
        let finding = Finding::new(span, format!("the file `{path}` is missing"));
        sink.add(finding.help("every spec folder has it at its top"));
    }
    files
}

fn content<T: Decode>(file: usize, text: &str, sink: &mut Sink) -> Option<T> {
    let node = syntax::parse(file, text, sink)?;
    T::decode(&node, "the file", sink)
}
