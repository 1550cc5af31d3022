//! Replies and notifications: from a verified message to a struct.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::iter;

use crate::message::{MemberValue, Message};
use crate::meta::FieldMeta;
use crate::operation::Operation;
use crate::sensitive::Sensitive;
use crate::value::{Converted, FieldError, FromField};
use crate::verified::Coverage;

/// A struct that a reply can be read into; `#[derive(Reply)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a reply",
    label = "cannot be read from a reply",
    note = "use the reply of the operation, or `#[derive(Reply)]` with \
            `#[lianlian(operation = …)]` on a struct of your own"
)]
pub trait Reply: Sized {
    /// The operation that it answers.
    type Operation: Operation;

    /// Reads the struct. Called with messages whose signature is verified, and by nothing else.
    ///
    /// # Errors
    /// A field without which the struct cannot be is missing or has another form.
    #[doc(hidden)]
    fn read(reader: &Reader<'_>) -> Result<Self, ReadError>;
}

/// A reply to requests of the operation `O`; `#[derive(Reply)]` implements it beside [`Reply`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not read from the answer to `{O}`",
    label = "the answer to another operation",
    note = "write `#[derive(Reply)]` on it, with the operation of the request: #[lianlian(operation = …)]"
)]
pub trait Answers<O: ?Sized>: Reply {}

/// A struct that a notification can be read into; `#[derive(Notification)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a notification",
    label = "cannot be read from a notification",
    note = "use a notification of the product's module, or `#[derive(Notification)]` with \
            `#[lianlian(operation = …)]` on a struct of your own"
)]
pub trait Notification: Sized {
    /// The operation that it is.
    type Operation: Operation;

    /// Reads the struct. Called with messages whose signature is verified, and by nothing else.
    ///
    /// # Errors
    /// A field without which the struct cannot be is missing or has another form.
    #[doc(hidden)]
    fn read(reader: &Reader<'_>) -> Result<Self, ReadError>;
}

/// Why a verified message does not fit the struct it is read into.
///
/// The gateway sent it, so what it tells has happened; only its form is not what the spec says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: the field {field} {reason}")]
#[non_exhaustive]
pub struct ReadError {
    /// The operation.
    pub operation: &'static str,
    /// The field.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: FieldError,
}

/// Hands out the fields of a verified message.
#[doc(hidden)]
#[derive(Debug)]
pub struct Reader<'a> {
    message: &'a Message<'a>,
    coverage: &'a Coverage,
    operation: &'static str,
    fields: &'static [FieldMeta],
    /// Where the next field is looked for first: structs mostly list their fields in the order of the spec.
    next: Cell<usize>,
    /// The places in the message of members that were read as fields of the spec, as bits.
    read: Cell<u64>,
}

/// A bit for each of the first places; beyond them there is none.
fn bit_of(place: usize) -> u64 {
    u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or(0)
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        message: &'a Message<'a>,
        coverage: &'a Coverage,
        operation: &'static str,
        fields: &'static [FieldMeta],
    ) -> Self {
        Self { message, coverage, operation, fields, next: Cell::new(0), read: Cell::new(0) }
    }

    /// What the spec says of a field.
    fn meta(&self, name: &str) -> Option<&'static FieldMeta> {
        let (before, after) = self.fields.split_at_checked(self.next.get())?;
        let mut places = (before.len()..).zip(after).chain((0..).zip(before));
        let (place, field) = places.find(|(_, field)| field.name == name)?;
        self.next.set(place.saturating_add(1));
        Some(field)
    }

    /// Reads one field with `read`, which is told the text and whether the signature covers it.
    ///
    /// `name` is the field's own name; the message may carry it under an alias that the spec knows.
    ///
    /// # Errors
    /// The field is missing or has another form.
    pub fn field<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(Option<&str>, bool) -> Result<T, FieldError>,
    ) -> Result<T, ReadError> {
        let field = self.meta(name);
        let carrier = match field {
            Some(field) => self.message.carrier(field.names()),
            None => self.message.carrier(iter::once(name)),
        };
        if let (Some(_), Some(carrier)) = (field, carrier) {
            self.read.set(self.read.get() | bit_of(carrier.place));
        }
        let covered = self.coverage.covers(carrier.map_or(name, |carrier| carrier.name));
        read(carrier.map(|carrier| carrier.text), covered).map_err(|reason| {
            // What a merchant's own conversion says may repeat what must not be shown.
            let reason = match (reason, field) {
                (FieldError::Conversion(_), Some(field)) if field.sensitive => {
                    FieldError::Conversion(
                        "the reason is masked, since the field is sensitive".to_owned(),
                    )
                }
                (reason, _) => reason,
            };
            ReadError { operation: self.operation, field: name, reason }
        })
    }

    /// Every member in the order of the message, and whether the signature covers it.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &MemberValue<'a>, bool)> {
        let members = self.message.members();
        members.map(|(name, value)| (name, value, self.coverage.covers(name)))
    }

    /// An error of derived code that does not compile.
    pub(crate) fn nothing(&self) -> ReadError {
        ReadError { operation: self.operation, field: "", reason: FieldError::Missing }
    }

    /// Every member that the spec does not know.
    pub fn unknown(&self) -> UnknownFields {
        let is_known =
            |name: &str| self.fields.iter().any(|field| field.names().any(|own| own == name));
        let texts = self.message.members().enumerate().filter_map(|(place, (name, value))| {
            if self.read.get() & bit_of(place) != 0 || is_known(name) {
                return None;
            }
            Some((name.to_owned(), Sensitive::from(value.text()?.to_owned())))
        });
        UnknownFields(texts.collect())
    }
}

/// A type for a field of kind `K` that the signature covers (`false`), or may leave out (`true`).
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit a field of kind `{K}` in this message",
    label = "not a type for this field",
    note = "a field that the signature may not cover is `Unsigned<…>`, and only such a field is"
)]
pub trait ReadField<K, const NOT_COVERED: bool>: Sized {
    /// Whether the type has a value for a field that is not there.
    const MAY_BE_ABSENT: bool;

    /// Every code that the type names.
    const CODES: Option<&'static [&'static str]>;

    fn read_field(text: Option<&str>, covered: bool) -> Result<Self, FieldError>;
}

impl<K, T: FromField<K>> ReadField<K, false> for T {
    const MAY_BE_ABSENT: bool = T::MAY_BE_ABSENT;
    const CODES: Option<&'static [&'static str]> = T::CODES;

    fn read_field(text: Option<&str>, _covered: bool) -> Result<Self, FieldError> {
        T::from_field(text)
    }
}

impl<K, T: FromField<K>> ReadField<K, true> for Unsigned<T> {
    const MAY_BE_ABSENT: bool = true;
    const CODES: Option<&'static [&'static str]> = T::CODES;

    fn read_field(text: Option<&str>, covered: bool) -> Result<Self, FieldError> {
        // What nobody signed must not make a reply unreadable.
        Ok(Self { value: T::from_field(text).ok(), covered })
    }
}

/// A type with a value of its own for what no message brings; for derived code.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no default value",
    label = "nothing to fill this field with",
    note = "implement `Default` for the type, or say what the field is filled with: \
            #[lianlian(default = …)], beside `skip` as well"
)]
pub trait Defaulted {
    fn defaulted() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> Defaulted for T {
    fn defaulted() -> Self {
        T::default()
    }
}

/// What keeps the members that the spec does not know; for derived code.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not keep what the spec does not know",
    label = "write `UnknownFields`"
)]
pub trait KeepsUnknown: Sized {
    fn kept(reader: &Reader<'_>) -> Self;
}

impl KeepsUnknown for UnknownFields {
    fn kept(reader: &Reader<'_>) -> Self {
        reader.unknown()
    }
}

/// Reads a field with a conversion; for derived code.
#[doc(hidden)]
pub fn read_with<K, const NOT_COVERED: bool, const ALWAYS_THERE: bool, T, C, U>(
    text: Option<&str>,
    covered: bool,
    convert: impl FnOnce(T) -> C,
) -> Result<U, FieldError>
where
    T: ReadField<K, NOT_COVERED>,
    C: Converted<U>,
{
    const {
        assert!(
            ALWAYS_THERE || T::MAY_BE_ABSENT,
            "a field that is not always there goes through #[lianlian(with = …)]: let the function take an \
             `Option`, or say what stands in for the field: #[lianlian(default)]"
        );
    }
    convert(T::read_field(text, covered)?).converted()
}

/// A reply field that the signature may not cover: anybody on the way could have written it.
///
/// Its accessors say so. Nothing that money depends on should be decided by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned<T> {
    value: Option<T>,
    covered: bool,
}

impl<T> Unsigned<T> {
    /// The value, whether or not the signature covered it.
    pub fn unverified(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value if the signature covered it in this message.
    pub fn verified(&self) -> Option<&T> {
        self.value.as_ref().filter(|_| self.covered)
    }
}

/// Members of a message that the spec does not describe, kept as they came.
///
/// They stood in the signature source, so they are verified like the rest. Those of a list's entry
/// are as verified as the list is. `Debug` shows their names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UnknownFields(BTreeMap<String, Sensitive>);

impl UnknownFields {
    /// The text of the member of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(Sensitive::expose)
    }

    /// Names and texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.expose()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
