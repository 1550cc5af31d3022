//! Checking messages against the spec, before they are sent or when the sandbox receives them.

use std::fmt;

use crate::amount::Amount;
use crate::meta::{Condition, Encoding, FieldMeta, FilledBy, Kind, Required, Rule, StructureMeta};
use crate::payer_ip::PayerIp;
use crate::time::{Date, OrderTime};

/// What a check may take into account beside the message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// Agreements of the merchant with the gateway that conditions name.
    pub contracts: &'a [String],
    /// The time by which clock skew is judged; `None` leaves that rule out.
    pub now: Option<OrderTime>,
    /// Whether fields that the client fills in may be missing.
    fields_are_filled_later: bool,
}

impl<'a> Context<'a> {
    /// A message as it is sent or received.
    pub const fn message(contracts: &'a [String], now: Option<OrderTime>) -> Self {
        Self { contracts, now, fields_are_filled_later: false }
    }

    /// A struct to which the client has not added its fields yet.
    pub const fn struct_alone() -> Self {
        Self { contracts: &[], now: None, fields_are_filled_later: true }
    }
}

/// Everything that is wrong with one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations {
    subject: &'static str,
    list: Vec<Violation>,
}

impl Violations {
    /// Line breaks in what a browser is to post.
    pub(crate) fn line_breaks<'f>(
        subject: &'static str,
        fields: impl Iterator<Item = &'f str>,
    ) -> Option<Self> {
        let list: Vec<_> = fields
            .map(|field| Violation { field: field.to_owned(), kind: ViolationKind::LineBreak })
            .collect();
        (!list.is_empty()).then_some(Self { subject, list })
    }

    pub(crate) fn missing(subject: &'static str, field: &str) -> Self {
        let kind = ViolationKind::Missing { meaning: "" };
        Self { subject, list: vec![Violation { field: field.to_owned(), kind }] }
    }

    pub(crate) fn forbidden(subject: &'static str, field: &str, character: &'static str) -> Self {
        let kind = ViolationKind::Forbidden { character };
        Self { subject, list: vec![Violation { field: field.to_owned(), kind }] }
    }

    /// The violations, in the order of the operation's fields, then of its rules.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.list.iter()
    }

    /// Names of the fields that are wrong, each once.
    pub fn fields(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for violation in &self.list {
            if !names.contains(&violation.field.as_str()) {
                names.push(violation.field.as_str());
            }
        }
        names
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.list.as_slice() {
            [one] => write!(f, "{}: {one}", self.subject),
            list => {
                write!(f, "{}: {} mistakes", self.subject, list.len())?;
                list.iter().try_for_each(|violation| write!(f, "\n  {violation}"))
            }
        }
    }
}

impl std::error::Error for Violations {}

/// One thing that is wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The field it is about; the first one for a rule between several.
    pub field: String,
    /// What is wrong.
    pub kind: ViolationKind,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.kind)
    }
}

/// What is wrong with a field. Values of sensitive fields are not quoted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ViolationKind {
    /// A required field is not there.
    #[error("is required ({meaning})")]
    Missing {
        /// What the field means.
        meaning: &'static str,
    },
    /// The operation has no such field.
    #[error("is not a field of this operation")]
    UnknownField,
    /// Too long.
    #[error("has {got} characters, at most {max} are allowed")]
    TooLong {
        /// Characters it has.
        got: usize,
        /// Characters it may have.
        max: u32,
    },
    /// Too short.
    #[error("has {got} characters, at least {min} are needed")]
    TooShort {
        /// Characters it has.
        got: usize,
        /// Characters it must have.
        min: u32,
    },
    /// Of a length that is not among the allowed ones.
    #[error("has {got} characters, allowed are {allowed}")]
    Length {
        /// Characters it has.
        got: usize,
        /// Lengths it may have.
        allowed: String,
    },
    /// Of another form than the field's kind wants.
    #[error("{found} is not {wanted}")]
    Form {
        /// The value, masked if it is sensitive.
        found: String,
        /// What is wanted.
        wanted: String,
    },
    /// Outside its range.
    #[error("{found} is not between {min} and {max}")]
    Range {
        /// The value, masked if it is sensitive.
        found: String,
        /// Lowest value.
        min: &'static str,
        /// Highest value.
        max: &'static str,
    },
    /// A code that the field's list does not have.
    #[error("{found} is none of {known}")]
    Code {
        /// The value, masked if it is sensitive.
        found: String,
        /// The codes of the list.
        known: String,
    },
    /// Another value than the only one allowed.
    #[error("is always {value}")]
    Fixed {
        /// The only value.
        value: &'static str,
    },
    /// A character that would be taken for something else.
    #[error("contains `{character}`, which separates values here")]
    Forbidden {
        /// The character.
        character: &'static str,
    },
    /// A line break in what a browser posts, which would turn it into another.
    #[error(
        "contains a line break, which a browser changes on the way, so that the signature breaks"
    )]
    LineBreak,
    /// None of several fields is there.
    #[error("one of {fields} is required")]
    OneOf {
        /// The fields.
        fields: String,
    },
    /// Several fields are there that exclude each other.
    #[error("{fields} exclude each other")]
    MutuallyExclusive {
        /// The fields that are there.
        fields: String,
    },
    /// Some fields are there that need others.
    #[error("is needed together with {fields}")]
    RequiresTogether {
        /// The fields that are there.
        fields: String,
    },
    /// Required under a condition that holds.
    #[error("is required {condition} ({meaning})")]
    RequiredIf {
        /// The condition, in words.
        condition: String,
        /// What the field means.
        meaning: &'static str,
    },
    /// Fields that have to be equal are not.
    #[error("has to be the same as {other}")]
    NotEqual {
        /// The other field.
        other: String,
    },
    /// Too far from the gateway's clock.
    #[error("is more than {minutes} minutes away from the gateway's clock")]
    ClockSkew {
        /// Minutes it may be away.
        minutes: u32,
    },
    /// A structure that cannot be read.
    #[error("is not {wanted}")]
    Structure {
        /// What is wanted.
        wanted: String,
    },
}

/// Checks `members` (wire name and text; an empty text counts as absent) against fields and rules.
///
/// # Errors
/// Every violation at once.
pub fn validate(
    subject: &'static str,
    fields: &[FieldMeta],
    rules: &[Rule],
    members: &[(&str, &str)],
    context: &Context<'_>,
) -> Result<(), Violations> {
    let mut check = Check { fields, members, context, list: Vec::new() };
    for field in fields {
        check.field(field);
    }
    for (name, value) in members {
        if !value.is_empty() && !fields.iter().any(|field| field.name == *name) {
            check.add(name, ViolationKind::UnknownField);
        }
    }
    for rule in rules {
        check.rule(rule);
    }
    if check.list.is_empty() { Ok(()) } else { Err(Violations { subject, list: check.list }) }
}

struct Check<'a> {
    fields: &'a [FieldMeta],
    members: &'a [(&'a str, &'a str)],
    context: &'a Context<'a>,
    list: Vec<Violation>,
}

impl<'a> Check<'a> {
    fn add(&mut self, field: &str, kind: ViolationKind) {
        self.list.push(Violation { field: field.to_owned(), kind });
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.members.iter().find(|(member, _)| *member == name);
        found.map(|(_, value)| *value).filter(|value| !value.is_empty())
    }

    fn is_present(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn meaning(&self, name: &str) -> &'static str {
        self.fields.iter().find(|field| field.name == name).map_or("", |field| field.meaning)
    }

    fn field(&mut self, field: &FieldMeta) {
        match self.get(field.name) {
            None => {
                let is_filled_later = self.context.fields_are_filled_later
                    && field.is_set_by_client()
                    || field.filled_by == Some(FilledBy::Signature);
                if field.required == Required::Yes && !is_filled_later {
                    self.add(field.name, ViolationKind::Missing { meaning: field.meaning });
                }
            }
            Some(value) => {
                let violations = check_value(field, value);
                for kind in violations {
                    self.add(field.name, kind);
                }
            }
        }
    }

    fn rule(&mut self, rule: &Rule) {
        match *rule {
            Rule::OneOf(names) => {
                if let (false, [first, ..]) =
                    (names.iter().any(|name| self.is_present(name)), names)
                {
                    self.add(first, ViolationKind::OneOf { fields: joined(names, " or ") });
                }
            }
            Rule::MutuallyExclusive(names) => {
                let present = self.present(names);
                if let [first, _, ..] = present.as_slice() {
                    let fields = joined(&present, " and ");
                    self.add(first, ViolationKind::MutuallyExclusive { fields });
                }
            }
            Rule::RequiresTogether(names) => {
                let present = self.present(names);
                if present.is_empty() {
                    return;
                }
                for name in names {
                    if !present.contains(name) {
                        let fields = joined(&present, " and ");
                        self.add(name, ViolationKind::RequiresTogether { fields });
                    }
                }
            }
            Rule::RequiredIf(name, condition) => {
                if self.holds(condition) && !self.is_present(name) {
                    let meaning = self.meaning(name);
                    let condition = in_words(condition);
                    self.add(name, ViolationKind::RequiredIf { condition, meaning });
                }
            }
            // Such fields have no effect, which is no mistake.
            Rule::IgnoredIfPresent(..) => {}
            Rule::Equal(names) => {
                if let [first, others @ ..] = names {
                    for other in others {
                        if self.get(first) != self.get(other) {
                            let other = format!("`{first}`");
                            self.add(first, ViolationKind::NotEqual { other });
                        }
                    }
                }
            }
            Rule::MaxClockSkew(name, minutes) => self.clock_skew(name, minutes),
        }
    }

    fn clock_skew(&mut self, name: &str, minutes: u32) {
        let time = self.get(name).and_then(|text| text.parse::<OrderTime>().ok());
        if let (Some(now), Some(time)) = (self.context.now, time) {
            let away = now.unix_seconds().abs_diff(time.unix_seconds());
            if away > u64::from(minutes).saturating_mul(60) {
                self.add(name, ViolationKind::ClockSkew { minutes });
            }
        }
    }

    fn present<'n>(&self, names: &[&'n str]) -> Vec<&'n str> {
        names.iter().copied().filter(|name| self.is_present(name)).collect()
    }

    fn holds(&self, condition: Condition) -> bool {
        match condition {
            Condition::In(name, codes) => self.get(name).is_some_and(|code| codes.contains(&code)),
            Condition::Present(name, present) => self.is_present(name) == present,
            Condition::Contract(name) => self.context.contracts.iter().any(|own| own == name),
        }
    }
}

fn in_words(condition: Condition) -> String {
    match condition {
        Condition::In(name, codes) => format!("when {name} is {}", joined(codes, " or ")),
        Condition::Present(name, true) => format!("when {name} is sent"),
        Condition::Present(name, false) => format!("when {name} is not sent"),
        Condition::Contract(name) => format!("for merchants with the agreement {name}"),
    }
}

fn joined(names: &[&str], with: &str) -> String {
    names.join(with)
}

/// Everything that is wrong with one value.
fn check_value(field: &FieldMeta, value: &str) -> Vec<ViolationKind> {
    let mut list = Vec::new();
    let shown = || {
        if field.sensitive { "the value".to_owned() } else { format!("`{value}`") }
    };
    if let Some(fixed) = field.fixed
        && value != fixed
    {
        return vec![ViolationKind::Fixed { value: fixed }];
    }
    check_length(field, value, &mut list);
    for character in field.forbidden {
        if value.contains(character) {
            list.push(ViolationKind::Forbidden { character });
        }
    }
    let form = |wanted: &str| ViolationKind::Form { found: shown(), wanted: wanted.to_owned() };
    match field.kind {
        Kind::Text => {}
        Kind::Digits => {
            if !value.bytes().all(|byte| byte.is_ascii_digit()) {
                list.push(form("digits only"));
            }
        }
        Kind::Int => match value.parse::<i64>() {
            Ok(number) => {
                let outside = field.range.filter(|range| {
                    range.min.parse().is_ok_and(|min: i64| number < min)
                        || range.max.parse().is_ok_and(|max: i64| number > max)
                });
                list.extend(outside.map(|range| out_of_range(&shown(), range)));
            }
            Err(_) => list.push(form("a whole number")),
        },
        Kind::Amount => match value.parse::<Amount>() {
            Ok(amount) => {
                let outside = field.range.filter(|range| {
                    range.min.parse().is_ok_and(|min: Amount| amount < min)
                        || range.max.parse().is_ok_and(|max: Amount| amount > max)
                });
                list.extend(outside.map(|range| out_of_range(&shown(), range)));
            }
            Err(error) => list.push(form(&format!("an amount with two decimals ({error})"))),
        },
        Kind::Time => {
            if value.parse::<OrderTime>().is_err() {
                list.push(form("a time, yyyyMMddHHmmss"));
            }
        }
        Kind::Date => {
            if value.parse::<Date>().is_err() {
                list.push(form("a date, yyyyMMdd"));
            }
        }
        Kind::Ip => {
            let address = value.parse::<PayerIp>();
            if !address.is_ok_and(|address| address.wire().as_str() == value) {
                list.push(form("an IPv4 address with _ for ., such as 203_0_113_7"));
            }
        }
        Kind::Code(codes) => {
            if codes.find(value).is_none() {
                let known: Vec<_> = codes
                    .codes
                    .iter()
                    .map(|entry| format!("{} ({})", entry.code, entry.name))
                    .collect();
                list.push(ViolationKind::Code { found: shown(), known: known.join(", ") });
            }
        }
        Kind::Structure(structure) => list.extend(check_structure(structure, value)),
    }
    list
}

fn out_of_range(found: &str, range: crate::meta::Range) -> ViolationKind {
    ViolationKind::Range { found: found.to_owned(), min: range.min, max: range.max }
}

fn check_length(field: &FieldMeta, value: &str, list: &mut Vec<ViolationKind>) {
    let got = value.chars().count();
    let fits = |length: u32| usize::try_from(length).is_ok_and(|length| length == got);
    if let Some(max) = field.max_len
        && usize::try_from(max).is_ok_and(|max| got > max)
    {
        list.push(ViolationKind::TooLong { got, max });
    }
    if let Some(min) = field.min_len
        && usize::try_from(min).is_ok_and(|min| got < min)
    {
        list.push(ViolationKind::TooShort { got, min });
    }
    if !field.lengths.is_empty() && !field.lengths.iter().any(|length| fits(*length)) {
        let allowed: Vec<_> = field.lengths.iter().map(ToString::to_string).collect();
        list.push(ViolationKind::Length { got, allowed: allowed.join(" or ") });
    }
}

/// A structure handed over as text: it has to be readable as what the spec describes.
fn check_structure(structure: &StructureMeta, value: &str) -> Option<ViolationKind> {
    match structure.encoding {
        Encoding::JsonObject => {
            let is_object = value.trim_start().starts_with('{')
                && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(value)
                    .is_ok();
            (!is_object).then(|| ViolationKind::Structure { wanted: "a JSON object".to_owned() })
        }
        Encoding::Separated { field, entry, max_entries } => {
            let fields = structure.groups.first().map_or(&[] as &[_], |group| group.fields);
            let fits = value.split(entry).count() <= max_entries
                && value.split(entry).all(|text| {
                    let values: Vec<_> = text.split(field).collect();
                    values.len() == fields.len()
                        && fields.iter().zip(&values).all(|(field, value)| {
                            !value.is_empty() && check_value(field, value).is_empty()
                        })
                });
            (!fits).then(|| {
                let names: Vec<_> = fields.iter().map(|field| field.name).collect();
                let names = names.join(field);
                ViolationKind::Structure {
                    wanted: format!("at most {max_entries} entries {names}, separated by {entry}"),
                }
            })
        }
    }
}
