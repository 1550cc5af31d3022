//! Fields of messages.

use super::{CodeList, StructureMeta};

/// Whether a field has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// Always.
    Yes,
    /// Never.
    No,
    /// When a rule or the documentation's text says so.
    Conditional,
}

impl Required {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Conditional => "conditional",
        }
    }
}

/// What kind of value a field holds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Text.
    Text,
    /// ASCII digits, kept as text.
    Digits,
    /// A whole number.
    Int,
    /// An amount with two decimals.
    Amount,
    /// `yyyyMMddHHmmss` in UTC+8.
    Time,
    /// `yyyyMMdd`.
    Date,
    /// An IPv4 address with `_` for `.`.
    Ip,
    /// A value of a code list.
    Code(&'static CodeList),
    /// A structure in a string.
    Structure(&'static StructureMeta),
}

impl Kind {
    /// Number that stands for the kind in constant arguments; see [`crate::value::kind`].
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Digits => 1,
            Self::Int => 2,
            Self::Amount => 3,
            Self::Time => 4,
            Self::Date => 5,
            Self::Ip => 6,
            Self::Code(_) => 7,
            Self::Structure(_) => 8,
        }
    }

    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Digits => "digits",
            Self::Int => "int",
            Self::Amount => "amount",
            Self::Time => "time",
            Self::Date => "date",
            Self::Ip => "ip",
            Self::Code(_) => "code",
            Self::Structure(_) => "structure",
        }
    }
}

/// What of a reply field the signature may not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsigned {
    /// Documented as not signed: always left out on verification.
    Always,
    /// Documentation silent or contradictory: tried with the field first, then without.
    Maybe,
}

/// What the client fills in itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilledBy {
    /// The merchant number of the client.
    Merchant,
    /// The signature scheme of the client.
    Scheme,
    /// The signature.
    Signature,
    /// The time of sending.
    Clock,
}

/// Lowest and highest value of a field, as the spec writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Lowest value.
    pub min: &'static str,
    /// Highest value.
    pub max: &'static str,
}

/// One field of a message.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FieldMeta {
    /// Name on the wire.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What kind of value it holds.
    pub kind: Kind,
    /// Whether it has to be there.
    pub required: Required,
    /// Fewest characters.
    pub min_len: Option<u32>,
    /// Most characters.
    pub max_len: Option<u32>,
    /// The only lengths allowed, in characters; empty when any is.
    pub lengths: &'static [u32],
    /// Lowest and highest value.
    pub range: Option<Range>,
    /// The only value, set without being asked.
    pub fixed: Option<&'static str>,
    /// What the gateway takes when the field is left out.
    pub default: Option<&'static str>,
    /// Whether its value is masked wherever it could be printed.
    pub sensitive: bool,
    /// Whether the reply has to bring it back unchanged.
    pub identity: bool,
    /// Whether the signature may not cover it.
    pub unsigned: Option<Unsigned>,
    /// What the client fills in itself.
    pub filled_by: Option<FilledBy>,
    /// Characters that the text may not contain.
    pub forbidden: &'static [&'static str],
    /// The only characters that the text may contain, as ranges with both ends; empty when any may.
    pub allowed: &'static [(char, char)],
    /// Of an amount: the code of its currency, or the field that names it.
    pub currency: Option<&'static str>,
    /// When a reply carries it.
    pub when: Option<&'static str>,
    /// Other names under which replies and notifications have been seen to carry it.
    pub aliases: &'static [&'static str],
    /// The only edition of the gateway's documentation that has it.
    pub edition: Option<&'static str>,
    /// The hash of its name; see [`name_hash`].
    pub(crate) hash: u64,
}

/// FNV-1a of a name, by which the derive macros find fields while a program is compiled.
#[doc(hidden)]
pub const fn name_hash(name: &str) -> u64 {
    let name = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < name.len() {
        // In constants only, of names that the spec or a struct spells out.
        #[allow(clippy::indexing_slicing)]
        let byte = name[at];
        hash = (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at = at.saturating_add(1);
    }
    hash
}

/// Chained setters; the generated tables are written with them.
#[doc(hidden)]
#[allow(clippy::return_self_not_must_use, reason = "only generated constants call them")]
impl FieldMeta {
    pub const fn new(name: &'static str, meaning: &'static str, kind: Kind) -> Self {
        Self {
            name,
            meaning,
            kind,
            required: Required::No,
            min_len: None,
            max_len: None,
            lengths: &[],
            range: None,
            fixed: None,
            default: None,
            sensitive: false,
            identity: false,
            unsigned: None,
            filled_by: None,
            forbidden: &[],
            allowed: &[],
            currency: None,
            when: None,
            aliases: &[],
            edition: None,
            hash: name_hash(name),
        }
    }

    pub const fn required(mut self) -> Self {
        self.required = Required::Yes;
        self
    }

    pub const fn conditional(mut self) -> Self {
        self.required = Required::Conditional;
        self
    }

    pub const fn min_len(mut self, characters: u32) -> Self {
        self.min_len = Some(characters);
        self
    }

    pub const fn max_len(mut self, characters: u32) -> Self {
        self.max_len = Some(characters);
        self
    }

    pub const fn lengths(mut self, lengths: &'static [u32]) -> Self {
        self.lengths = lengths;
        self
    }

    pub const fn range(mut self, min: &'static str, max: &'static str) -> Self {
        self.range = Some(Range { min, max });
        self
    }

    pub const fn fixed(mut self, value: &'static str) -> Self {
        self.fixed = Some(value);
        self
    }

    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    pub const fn identity(mut self) -> Self {
        self.identity = true;
        self
    }

    pub const fn unsigned(mut self, unsigned: Unsigned) -> Self {
        self.unsigned = Some(unsigned);
        self
    }

    pub const fn filled_by(mut self, source: FilledBy) -> Self {
        self.filled_by = Some(source);
        self
    }

    pub const fn forbidden(mut self, characters: &'static [&'static str]) -> Self {
        self.forbidden = characters;
        self
    }

    pub const fn allowed(mut self, ranges: &'static [(char, char)]) -> Self {
        self.allowed = ranges;
        self
    }

    pub const fn currency(mut self, currency: &'static str) -> Self {
        self.currency = Some(currency);
        self
    }

    pub const fn when(mut self, condition: &'static str) -> Self {
        self.when = Some(condition);
        self
    }

    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.aliases = names;
        self
    }

    pub const fn edition(mut self, edition: &'static str) -> Self {
        self.edition = Some(edition);
        self
    }
}

impl FieldMeta {
    /// Whether the client sets the field, so that a request struct does not carry it.
    pub const fn is_set_by_client(&self) -> bool {
        self.filled_by.is_some() || self.fixed.is_some()
    }

    /// Every name that a received message may carry it under, its own first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// The code list of a coded field.
    pub const fn codes(&self) -> Option<&'static CodeList> {
        match self.kind {
            Kind::Code(list) => Some(list),
            _ => None,
        }
    }

    /// Whether the value travels as a JSON string (and not as a number).
    pub const fn is_json_string(&self) -> bool {
        !matches!(self.kind, Kind::Int)
    }
}
