//! The Chinese encodings, taken narrowly: only what everybody reads alike.
//!
//! Browsers know GBK and GB18030 as the WHATWG defines them, and take GB2312 for GBK. Servers decode
//! with tables of their own. A character counts as held only where both agree:
//!
//! * GBK is the code page of that name (936) without what the WHATWG alone adds: the euro sign as
//!   one byte, user-defined characters, and cells that got characters later.
//! * GB2312 is the characters assigned in that standard, so its bytes are GB2312 and not just GBK.
//!   Two of its cells are read in two ways. A1A4 is taken as U+00B7 and A1AA as U+2014, as browsers
//!   write them; some tables (Python's) have U+30FB and U+2015 there.
//! * GB18030 is all of Unicode but private-use characters and the 19 that the editions of the
//!   standard (2000, 2005, 2022) put into different cells.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK};

/// A Chinese encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gb {
    Gbk,
    Gb2312,
    Gb18030,
}

impl Gb {
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Gbk, Self::Gb2312, Self::Gb18030]
            .into_iter()
            .find(|gb| gb.name().eq_ignore_ascii_case(name))
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Gbk => "GBK",
            Self::Gb2312 => "GB2312",
            Self::Gb18030 => "GB18030",
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Gbk | Self::Gb2312 => GBK,
            Self::Gb18030 => GB18030,
        }
    }

    /// Whether browser and server agree on the bytes of a character.
    pub(super) fn holds(self, character: char) -> bool {
        if character.is_ascii() {
            return true;
        }
        if is_private_or_moved(character) {
            return false;
        }
        let mut utf8 = [0; 4];
        let (bytes, _, is_replaced) = self.encoding().encode(character.encode_utf8(&mut utf8));
        match (self, &*bytes) {
            _ if is_replaced => false,
            (Self::Gb18030, _) => true,
            (Self::Gbk, [first, second]) => is_in_code_page_936(*first, *second),
            (Self::Gb2312, [first, second]) => is_in_gb2312(*first, *second),
            // The euro sign as the one byte 80.
            _ => false,
        }
    }

    pub(super) fn encode(self, text: &str) -> Cow<'_, [u8]> {
        self.encoding().encode(text).0
    }
}

/// Characters that stand for nothing agreed, or stand elsewhere in another edition of GB18030.
const fn is_private_or_moved(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}')
        || matches!(character, '\u{1e3f}' | '\u{9fb4}'..='\u{9fbb}' | '\u{fe10}'..='\u{fe19}')
}

/// Whether a cell of GBK has a character in code page 936, given that the WHATWG has one there that
/// is not private.
const fn is_in_code_page_936(first: u8, second: u8) -> bool {
    !matches!((first, second), (0xa8, 0xbf) | (0xa9, 0x89..=0x95) | (0xfe, 0x50..))
}

/// Whether a cell of GB2312 is assigned.
const fn is_in_gb2312(first: u8, second: u8) -> bool {
    match first {
        0xa1 | 0xa3 | 0xb0..=0xd6 | 0xd8..=0xf7 => matches!(second, 0xa1..=0xfe),
        0xa2 => matches!(second, 0xb1..=0xe2 | 0xe5..=0xee | 0xf1..=0xfc),
        0xa4 => matches!(second, 0xa1..=0xf3),
        0xa5 => matches!(second, 0xa1..=0xf6),
        0xa6 => matches!(second, 0xa1..=0xb8 | 0xc1..=0xd8),
        0xa7 => matches!(second, 0xa1..=0xc1 | 0xd1..=0xf1),
        0xa8 => matches!(second, 0xa1..=0xba | 0xc5..=0xe9),
        0xa9 => matches!(second, 0xa4..=0xef),
        0xd7 => matches!(second, 0xa1..=0xf9),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

    use std::collections::BTreeMap;
    use std::process::Command;

    use super::*;

    /// Of the characters that the judges are asked about, those beyond the first plane are every 251st:
    /// they have no table but a formula.
    const STEP: usize = 251;

    /// Every character asked about that Python's codec of this name can write, with its bytes.
    fn python(codec: &str) -> BTreeMap<char, Vec<u8>> {
        const PROGRAM: &str = "
import sys
step = int(sys.argv[2])
for code in [*range(0x10000), *range(0x10000, 0x110000, step)]:
    if not 0xD800 <= code < 0xE000:
        try:
            print('%x' % code, chr(code).encode(sys.argv[1]).hex())
        except UnicodeEncodeError:
            pass
";
        let arguments = ["-c", PROGRAM, codec, &STEP.to_string()];
        let output = Command::new("python3").args(arguments).output();
        let output = output.expect("the judge of this test is `python3`");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let entry = |line: &str| {
            let (code, hex) = line.split_once(' ').unwrap();
            let pairs = hex.as_bytes().chunks(2);
            let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
            let character = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
            (character, pairs.map(byte).collect())
        };
        text.lines().map(entry).collect()
    }

    /// Every character asked about that the encoding holds, with its bytes.
    fn ours(gb: Gb) -> BTreeMap<char, Vec<u8>> {
        let asked = ('\0'..='\u{ffff}').chain(('\u{10000}'..=char::MAX).step_by(STEP));
        let held = asked.filter(|character| gb.holds(*character));
        held.map(|character| (character, gb.encode(&character.to_string()).into_owned())).collect()
    }

    #[test]
    fn gbk_holds_what_an_independent_table_holds_in_the_same_bytes() {
        assert_eq!(ours(Gb::Gbk), python("gbk"));
    }

    #[test]
    fn gb2312_holds_what_an_independent_table_holds_but_for_two_cells_read_otherwise() {
        let mut theirs = python("gb2312");
        for (python, browser) in [('\u{30fb}', '\u{b7}'), ('\u{2015}', '\u{2014}')] {
            let cell = theirs.remove(&python).unwrap();
            theirs.insert(browser, cell);
        }
        assert_eq!(ours(Gb::Gb2312), theirs);
    }

    #[test]
    fn gb18030_holds_everything_that_no_edition_of_it_moved() {
        let (ours, theirs) = (ours(Gb::Gb18030), python("gb18030"));
        let differing = ours.iter().find(|(character, bytes)| theirs[character] != **bytes);
        assert_eq!(differing, None);
        let refused = theirs.keys().filter(|character| !ours.contains_key(character));
        let refused: Vec<_> =
            refused.filter(|one| !('\u{e000}'..='\u{f8ff}').contains(*one)).collect();
        assert_eq!(refused.len(), 19, "{refused:?}");
    }

    #[test]
    fn the_euro_sign_is_in_gb18030_only() {
        assert!(!Gb::Gbk.holds('€') && !Gb::Gb2312.holds('€'));
        assert_eq!(&*Gb::Gb18030.encode("€"), [0xa2, 0xe3]);
    }
}
