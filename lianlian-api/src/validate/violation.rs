//! What is wrong with a message.

use std::fmt;

use crate::meta::FieldMeta;

/// Everything that is wrong with one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations {
    pub(super) subject: &'static str,
    pub(super) list: Vec<Violation>,
}

impl Violations {
    pub(crate) fn missing(subject: &'static str, field: &str) -> Self {
        let kind = ViolationKind::Missing { meaning: "" };
        Self { subject, list: vec![Violation { field: field.to_owned(), kind }] }
    }

    pub(crate) fn forbidden(subject: &'static str, field: &str, character: &'static str) -> Self {
        let kind = ViolationKind::Forbidden { character };
        Self { subject, list: vec![Violation { field: field.to_owned(), kind }] }
    }

    /// Fields whose value could not be turned into text, with the reason.
    pub(crate) fn of_conversions<'v>(
        subject: &'static str,
        unusable: impl Iterator<Item = (&'static FieldMeta, &'v str)>,
    ) -> Self {
        let list = unusable.map(|(field, reason)| {
            let reason = if field.sensitive { "the reason is masked" } else { reason };
            let kind = ViolationKind::Conversion { reason: reason.to_owned() };
            Violation { field: field.name.to_owned(), kind }
        });
        Self { subject, list: list.collect() }
    }

    /// These violations, and those of `others` that are not about the same fields.
    pub(crate) fn and(mut self, others: Self) -> Self {
        let is_new = |new: &Violation| self.list.iter().all(|own| own.field != new.field);
        let new: Vec<_> = others.list.into_iter().filter(is_new).collect();
        self.list.extend(new);
        self
    }

    /// An error, unless there is no violation.
    pub(crate) fn into_result(self) -> Result<(), Self> {
        if self.list.is_empty() { Ok(()) } else { Err(self) }
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
    /// There is a value, but it cannot be turned into the field's text.
    #[error("cannot be sent: {reason}")]
    Conversion {
        /// What the conversion says; masked for a sensitive field.
        reason: String,
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
    /// A character that is none of those the field takes.
    #[error("has {found}, only {allowed} are allowed")]
    NotAllowed {
        /// The first such character; only its place if the field is sensitive.
        found: String,
        /// The characters it may have.
        allowed: String,
    },
    /// A character that the encoding of the form cannot hold.
    #[error(
        "has {found}, which {charset}, the encoding of the form, cannot hold; take another character or \
         another encoding"
    )]
    NotInCharset {
        /// The first such character; only its place if the field is sensitive.
        found: String,
        /// The encoding.
        charset: &'static str,
    },
    /// The character U+0000 in what a browser posts.
    #[error("contains the character U+0000, which no page can carry")]
    Nul,
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
    /// The date of an order that is placed is too far from the gateway's.
    #[error(
        "is more than {days} days away from the gateway's date, which is {today} by the client's clock; \
         the gateway takes no such order"
    )]
    OrderDate {
        /// Days it may be away.
        days: u32,
        /// The gateway's date, as far as the client knows.
        today: String,
    },
    /// A structure that cannot be read.
    #[error("is not {wanted}")]
    Structure {
        /// What is wanted.
        wanted: String,
    },
}
