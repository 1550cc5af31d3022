//! What the generated builders share: the compiler's knowledge of which fields have been given.

use crate::validate::Violations;

/// A required field that has been given.
#[derive(Debug)]
pub enum Set {}

/// Whether a required field has been given. A field that has not is a type with the field's name.
#[diagnostic::on_unimplemented(
    message = "the required field `{Self}` has not been given",
    label = "`build` needs `{Self}` first",
    note = "a request without it would be refused; call the builder's method of that name"
)]
pub trait Given {}

impl Given for Set {}

/// Takes out a value that the builder's type says has been given.
///
/// # Errors
/// It has not, which the types rule out.
pub fn given<T>(value: Option<T>, subject: &'static str, field: &str) -> Result<T, Violations> {
    value.ok_or_else(|| Violations::missing(subject, field))
}
