//! Encodings in which a browser can be told to post a form.

#[cfg(feature = "charsets")]
mod gb;

use std::borrow::Cow;

/// An encoding of form values.
///
/// Which of them an operation takes is for its code list to say; this only knows how they are
/// written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// What everything of the gateway is written in unless it is told otherwise.
    Utf8,
    /// GBK, GB2312 or GB18030.
    #[cfg(feature = "charsets")]
    Gb(gb::Gb),
}

impl Charset {
    /// The encoding of this name, or why there is none.
    pub(crate) fn named(name: &str) -> Result<Self, &'static str> {
        if name.eq_ignore_ascii_case("UTF-8") {
            return Ok(Self::Utf8);
        }
        #[cfg(feature = "charsets")]
        {
            gb::Gb::named(name).map(Self::Gb).ok_or("it is none of UTF-8, GBK, GB2312 and GB18030")
        }
        #[cfg(not(feature = "charsets"))]
        Err("forms are written in UTF-8 only, unless the Cargo feature `charsets` is turned on")
    }

    /// The label that a browser knows it by.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            #[cfg(feature = "charsets")]
            Self::Gb(gb) => gb.name(),
        }
    }

    /// The first character that it cannot hold, with its place, counted from 1.
    pub(crate) fn first_unfit(self, text: &str) -> Option<(usize, char)> {
        match self {
            Self::Utf8 => {
                // UTF-8 holds every character.
                let _ = text;
                None
            }
            #[cfg(feature = "charsets")]
            Self::Gb(gb) => (1..).zip(text.chars()).find(|(_, character)| !gb.holds(*character)),
        }
    }

    /// The bytes of a text all of whose characters it holds.
    pub(crate) fn encode(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Self::Utf8 => Cow::Borrowed(text.as_bytes()),
            #[cfg(feature = "charsets")]
            Self::Gb(gb) => gb.encode(text),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    #[test]
    fn utf_8_is_there_without_any_feature_and_holds_everything() {
        let utf8 = Charset::named("utf-8").expect("the usual encoding");
        assert_eq!((utf8, utf8.name()), (Charset::Utf8, "UTF-8"));
        assert_eq!(utf8.first_unfit("\u{0}羽\u{e000}\u{10ffff}"), None);
        assert_eq!(&*utf8.encode("羽"), "羽".as_bytes());
    }

    #[cfg(not(feature = "charsets"))]
    #[test]
    fn another_encoding_names_the_feature_that_it_takes() {
        let why = Charset::named("GBK").expect_err("no tables");
        assert!(why.contains("`charsets`"), "{why}");
    }

    #[cfg(feature = "charsets")]
    #[test]
    fn an_encoding_that_nobody_knows_is_refused() {
        assert!(Charset::named("BIG5").is_err());
        assert_eq!(Charset::named("gb18030").map(Charset::name), Ok("GB18030"));
    }
}
