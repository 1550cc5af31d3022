//! Coded values, and codes that no list names yet.

use std::fmt;

use crate::meta::CodeList;

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
    /// Every code that the enum names.
    const CODES: &'static [&'static str];

    /// The code, as on the wire.
    fn code(&self) -> &str;

    /// The value with this code; `None` if the enum neither names it nor has a variant for the
    /// unknown.
    fn from_code(code: &str) -> Option<Self>;
}

/// An enum that stands for a code list of the spec.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a code list of the spec",
    label = "no list",
    note = "code lists stand in the module `codes`: #[lianlian(list = codes::GoodsKind)]"
)]
pub trait Listed {
    /// The list.
    const LIST: &'static CodeList;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_shows_itself() {
        assert_eq!(format!("{:?}", UnknownCode("X9".into())), r#"UnknownCode("X9")"#);
    }
}
