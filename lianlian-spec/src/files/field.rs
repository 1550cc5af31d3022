//! Fields as written: in the dictionary and where a message uses them.

use crate::decode::{Map, Several};
use crate::model::{FilledBy, Required, Unsigned};
use crate::record::{record, words};
use crate::source::{Span, Spanned, Text};

record! {
    /// The dictionary: each field of the gateway described once.
    FieldsFile {
        /// The JSON Schema of this file, for editors.
        required "$schema" _schema: Text,
        /// The fields by wire name.
        many "fields" fields: Map<DictionaryEntry>,
    }
}

record! {
    /// A field as it is wherever nothing else is said.
    DictionaryEntry, overridable {
        /// What the field means.
        required "meaning" meaning: Text,
        flatten "" attributes: Attributes,
    }
}

record! {
    /// A field in a message. What it says goes before what the dictionary says, attribute by attribute.
    FieldUse, overridable {
        /// What the field means here.
        optional "meaning" meaning: Text,
        flatten "" attributes: Attributes,
        /// Whether no length is documented here, whatever the dictionary says.
        optional "unlimited" unlimited: Spanned<bool>,
        /// Whether the message must carry it; `no` unless given.
        optional "required" required: Spanned<Required>,
        /// The only value it can have here.
        optional "fixed" fixed: Text,
        /// What the gateway assumes when it is left out.
        optional "default" default: Text,
        /// Whether a signature leaves it out.
        optional "unsigned" unsigned: Spanned<Unsigned>,
        /// When the gateway sends it: `field=value`, `field in a,b` or one of `circumstances` in
        /// `gateway.json`, joined by ` and ` or ` or `.
        optional "when" when: Text,
        /// Other names under which the gateway has been seen to send it.
        optional "aliases" aliases: Several<Text>,
        /// The only edition of the documentation that has it here, one of `editions` in `gateway.json`.
        optional "edition" edition: Text,
    }
}

record! {
    /// What the dictionary and a use can both say of a field.
    Attributes {
        /// A remark beside the meaning.
        optional "note" note: Text,
        /// Form of the value; `text` unless `type`, `codes` or `structure` is given, of which at most one may be.
        choice "type" plain: Spanned<PlainKind>,
        /// The code list its value comes from.
        choice "codes" codes: Text,
        /// The structure its value is an encoding of.
        choice "structure" structure: Text,
        /// Most characters.
        optional "max_len" max_len: Spanned<u32>,
        /// Fewest characters.
        optional "min_len" min_len: Spanned<u32>,
        /// The only lengths allowed, in characters.
        optional "lengths" lengths: Several<Spanned<u32>>,
        /// Smallest and largest value of an amount or a whole number.
        optional "range" range: RangeFile,
        /// What a number counts, for instance `minutes`.
        optional "unit" unit: Text,
        /// Whether it is masked wherever it would be printed.
        optional "sensitive" sensitive: Spanned<bool>,
        /// Whether a reply has to repeat the request's value, so that it is known to be its answer.
        optional "identity" identity: Spanned<bool>,
        /// What fills it in when the caller does not.
        optional "filled_by" filled_by: Spanned<FilledBy>,
        /// Name of the Rust field, where the wire name in snake case will not do.
        optional "rename" rename: Text,
        /// Characters the text must not contain, one by one.
        optional "forbidden" forbidden: Several<Text>,
        /// The only characters the text may contain: single ones, or ranges such as `a-z`.
        optional "allowed" allowed: Several<Text>,
        /// Of an amount: the code of its currency, or the field of the same message that names it.
        optional "currency" currency: Text,
    }
}

record! {
    /// Bounds, both included, written as strings.
    RangeFile {
        /// Smallest value.
        required "min" min: Text,
        /// Largest value.
        required "max" max: Text,
    }
}

words! {
    /// Form of a value that is neither a code nor a structure.
    pub(crate) PlainKind {
        /// Any text.
        Text = "text",
        /// ASCII digits.
        Digits = "digits",
        /// A whole number; the only kind that may be a JSON number.
        Int = "int",
        /// Digits, a point, two digits.
        Amount = "amount",
        /// `yyyyMMddHHmmss` in UTC+8.
        Time = "time",
        /// `yyyyMMdd` in UTC+8.
        Date = "date",
        /// An IPv4 address with `_` for `.`.
        Ip = "ip",
    }
}

impl Attributes {
    /// These attributes, completed by those of the dictionary.
    pub(crate) fn over(&self, base: &Self) -> Self {
        // A kind is one attribute written in three ways: naming any replaces the dictionary's.
        let kind = if self.kind_span().is_some() { self } else { base };
        Self {
            plain: kind.plain,
            codes: kind.codes.clone(),
            structure: kind.structure.clone(),
            note: or(self.note.as_ref(), base.note.as_ref()),
            max_len: or(self.max_len.as_ref(), base.max_len.as_ref()),
            min_len: or(self.min_len.as_ref(), base.min_len.as_ref()),
            lengths: or(self.lengths.as_ref(), base.lengths.as_ref()),
            range: or(self.range.as_ref(), base.range.as_ref()),
            unit: or(self.unit.as_ref(), base.unit.as_ref()),
            sensitive: or(self.sensitive.as_ref(), base.sensitive.as_ref()),
            identity: or(self.identity.as_ref(), base.identity.as_ref()),
            filled_by: or(self.filled_by.as_ref(), base.filled_by.as_ref()),
            rename: or(self.rename.as_ref(), base.rename.as_ref()),
            forbidden: or(self.forbidden.as_ref(), base.forbidden.as_ref()),
            allowed: or(self.allowed.as_ref(), base.allowed.as_ref()),
            currency: or(self.currency.as_ref(), base.currency.as_ref()),
        }
    }

    /// These attributes without limits of the length.
    pub(crate) fn unlimited(&self) -> Self {
        Self { max_len: None, min_len: None, lengths: None, ..self.clone() }
    }

    /// The keys that say of which kind the value is, with their places.
    pub(crate) fn kind_keys(&self) -> Vec<(&'static str, Span)> {
        let plain = self.plain.as_ref().map(|plain| ("type", plain.span));
        let codes = self.codes.as_ref().map(|codes| ("codes", codes.span));
        let structure = self.structure.as_ref().map(|structure| ("structure", structure.span));
        [plain, codes, structure].into_iter().flatten().collect()
    }

    /// Where the kind is said, if it is.
    pub(crate) fn kind_span(&self) -> Option<Span> {
        self.kind_keys().first().map(|(_, span)| *span)
    }
}

fn or<T: Clone>(value: Option<&T>, base: Option<&T>) -> Option<T> {
    value.or(base).cloned()
}
