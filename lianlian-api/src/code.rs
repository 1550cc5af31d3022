//! Coded values, and codes that no list names yet.

use std::fmt;

/// An enum of coded values; `#[derive(Code)]` implements it.
///
/// A code that the enum does not name is kept, in the variant marked `#[lianlian(unknown)]`. Compare
/// such a code through [`Code::code`]: that works before and after a later version names it, while
/// nothing else about [`UnknownCode`] can be matched on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of coded values",
    label = "no codes here",
    note = "write `#[derive(Code)]` on the enum and `#[lianlian(code = \"…\")]` on each variant"
)]
pub trait Code: Sized {
    /// The code, as on the wire.
    fn code(&self) -> &str;

    /// The value with this code; `None` if the enum neither names it nor has a variant for the
    /// unknown.
    fn from_code(code: &str) -> Option<Self>;
}

/// A code that this version does not name.
///
/// Opaque on purpose: a program that matched on its text would silently stop working when a later
/// version names the code. Ask [`Code::code`] of the enum instead.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownCode(Box<str>);

impl UnknownCode {
    /// Keeps a code; for derived code.
    #[doc(hidden)]
    pub fn keep(code: &str) -> Self {
        Self(code.into())
    }

    /// The code; for derived code.
    #[doc(hidden)]
    pub fn kept(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnknownCode({:?})", &*self.0)
    }
}
