//! Replies and notifications: from a verified message to a struct.

use std::collections::BTreeMap;
use std::fmt;

use crate::message::Message;
use crate::meta::FieldMeta;
use crate::operation::Operation;
use crate::sensitive::Sensitive;
use crate::value::{FieldError, FromField};
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
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        message: &'a Message<'a>,
        coverage: &'a Coverage,
        operation: &'static str,
        fields: &'static [FieldMeta],
    ) -> Self {
        Self { message, coverage, operation, fields }
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
        read: fn(Option<&str>, bool) -> Result<T, FieldError>,
    ) -> Result<T, ReadError> {
        let field = self.fields.iter().find(|field| field.name == name);
        let member = match field {
            Some(field) => self.message.text_of(field),
            None => {
                self.message.text(name).filter(|text| !text.is_empty()).map(|text| (name, text))
            }
        };
        let (carrier, text) = member.map_or((name, None), |(name, text)| (name, Some(text)));
        read(text.as_deref(), self.coverage.covers(carrier)).map_err(|reason| ReadError {
            operation: self.operation,
            field: name,
            reason,
        })
    }

    /// Every member that the spec does not know.
    pub fn unknown(&self) -> UnknownFields {
        let is_known =
            |name: &str| self.fields.iter().any(|field| field.names().any(|own| own == name));
        let unknown = self.message.members().filter(|(name, _)| !is_known(name));
        let texts = unknown.filter_map(|(name, _)| {
            let text = self.message.text(name)?;
            Some((name.to_owned(), Sensitive::from(text.into_owned())))
        });
        UnknownFields(texts.collect())
    }
}

/// A type for a field that the signature covers (`false`), or may leave out (`true`).
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit this field of the message",
    label = "not a type for this field",
    note = "a field that the signature may not cover is `Unsigned<…>`, and only such a field is",
    note = "other fields: `String`, `Sensitive`, integers, `Amount`, `OrderTime`, `Date`, `PayerIp`, an \
            enum with `#[derive(Code)]`, or an `Option` of one of these"
)]
pub trait ReadField<const NOT_COVERED: bool>: Sized {
    fn read_field(text: Option<&str>, covered: bool) -> Result<Self, FieldError>;
}

impl<T: FromField> ReadField<false> for T {
    fn read_field(text: Option<&str>, _covered: bool) -> Result<Self, FieldError> {
        T::from_field(text)
    }
}

impl<T: FromField> ReadField<true> for Unsigned<T> {
    fn read_field(text: Option<&str>, covered: bool) -> Result<Self, FieldError> {
        // What nobody signed must not make a reply unreadable.
        Ok(Self { value: T::from_field(text).ok(), covered })
    }
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
