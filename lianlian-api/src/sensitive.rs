//! Text that must not appear in logs.

use core::fmt;
use core::ops::Deref;

use zeroize::Zeroizing;

/// A text that masks itself and is wiped when dropped: a card number, a name, a phone, a token.
///
/// `Debug` and `Display` print `***`, so it can be logged by mistake without harm. There is no
/// serde `Serialize` on purpose: a sensitive value leaves the program only inside a request. Read
/// it with [`Sensitive::expose`], or through `Deref` where a `&str` is asked for.
///
/// ```
/// use lianlian_api::Sensitive;
/// let card = Sensitive::from("6222000000000000");
/// assert_eq!(format!("{card} {card:?}"), "*** ***");
/// assert_eq!(card.expose(), "6222000000000000");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sensitive(Zeroizing<String>);

impl Sensitive {
    /// The text itself. Named so that a reader of the code sees where a secret comes out.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Deref for Sensitive {
    type Target = str;

    fn deref(&self) -> &str {
        self.expose()
    }
}

impl From<String> for Sensitive {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Sensitive {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sensitive_text_prints_as_stars_whatever_its_length() {
        for text in ["", "1", "6222000000000000"] {
            let sensitive = Sensitive::from(text);
            assert_eq!(format!("{sensitive}|{sensitive:?}|{sensitive:#?}"), "***|***|***");
            assert_eq!(sensitive.expose(), text);
        }
    }
}
