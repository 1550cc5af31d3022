//! The signature source: in which order a message's members stand in it, and how they are joined.

use core::cmp::Ordering;

use crate::scheme::Sink;
use crate::value::Value;

/// The order of keys in a signature source.
///
/// The gateway sorts without regard to ASCII case (`pay_type` precedes `payLoad`), so keys compare
/// by their lower-cased bytes first; keys that are equal that way compare by their raw bytes. Two
/// keys compare equal only if they are the same key.
///
/// Usable in constants, so that the order of a struct's fields is settled by the compiler.
pub const fn compare_keys(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    // What decides between keys that differ in case only.
    let mut in_case_only = Ordering::Equal;
    loop {
        match (a, b) {
            ([], []) => return in_case_only,
            ([], _) => return Ordering::Less,
            (_, []) => return Ordering::Greater,
            ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) => {
                if *first_a != *first_b {
                    let (lower_a, lower_b) =
                        (first_a.to_ascii_lowercase(), first_b.to_ascii_lowercase());
                    if lower_a < lower_b {
                        return Ordering::Less;
                    }
                    if lower_a > lower_b {
                        return Ordering::Greater;
                    }
                    if matches!(in_case_only, Ordering::Equal) {
                        in_case_only =
                            if *first_a < *first_b { Ordering::Less } else { Ordering::Greater };
                    }
                }
                a = rest_a;
                b = rest_b;
            }
        }
    }
}

/// The first eight bytes of a key, ASCII-lowercased, as one number.
///
/// Keys whose numbers differ are in the order of the numbers under [`compare_keys`], which settles nearly every
/// comparison in one step. What a shorter key lacks counts as zero, the least of bytes.
#[inline]
pub(crate) fn key_head(key: &str) -> u64 {
    let key = key.as_bytes();
    let head = key.first_chunk().copied().unwrap_or_else(|| {
        let mut short = [0; 8];
        if let Some(start) = short.get_mut(..key.len()) {
            start.copy_from_slice(key);
        }
        short
    });
    lowered(u64::from_be_bytes(head))
}

/// Eight bytes, ASCII-lowercased all at once.
const fn lowered(bytes: u64) -> u64 {
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    // The top bit of each byte tells whether the seven below have carried into it; they carry no further.
    let seven = bytes & each(0x7f);
    let from_a = seven.wrapping_add(each(0x80 - b'A'));
    let beyond_z = seven.wrapping_add(each(0x7f - b'Z'));
    let is_capital = from_a & !beyond_z & !bytes & each(0x80);
    bytes | is_capital >> 2
}

/// Writes a signature source, `key=value` joined with `&`, into a [`Sink`].
///
/// The writer does not sort: the caller hands over the members in the order of [`compare_keys`].
/// Values are written as they are, without URL encoding.
#[derive(Debug)]
pub struct SourceWriter<'s, S: Sink> {
    sink: &'s mut S,
    is_empty: bool,
}

impl<'s, S: Sink> SourceWriter<'s, S> {
    /// Starts an empty source in `sink`.
    pub fn new(sink: &'s mut S) -> Self {
        Self { sink, is_empty: true }
    }

    /// Appends one member; a member whose value is empty is no part of a source and is left out.
    pub fn pair(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        if !self.is_empty {
            self.sink.write("&");
        }
        self.is_empty = false;
        self.sink.write(key);
        self.sink.write("=");
        self.sink.write(value);
    }

    /// Appends one member as [`Self::pair`] does; `lead` is its key between `&` and `=`.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "what kind of value it is, is known at each call")]
    pub(crate) fn member(&mut self, lead: &str, value: &Value<'_>) {
        match value.as_ascii() {
            Some([]) => {}
            Some(ascii) => {
                self.lead(lead);
                self.sink.write_ascii(ascii);
            }
            None if value.as_str().is_empty() => {}
            None => {
                self.lead(lead);
                self.sink.write(value.as_str());
            }
        }
    }

    #[inline]
    fn lead(&mut self, lead: &str) {
        let lead = if self.is_empty { lead.get(1..).unwrap_or(lead) } else { lead };
        self.is_empty = false;
        self.sink.write(lead);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const _: () = assert!(matches!(compare_keys("pay_type", "payLoad"), Ordering::Less));

    #[test]
    fn keys_compare_without_regard_to_ascii_case() {
        assert_eq!(compare_keys("pay_type", "payLoad"), Ordering::Less);
        assert_eq!(compare_keys("ACCT_NAME", "acct_no"), Ordering::Less);
    }

    #[test]
    fn keys_that_differ_only_in_case_compare_by_raw_bytes() {
        assert_eq!(compare_keys("payLoad", "payload"), Ordering::Less);
        assert_eq!(compare_keys("payload", "payLoad"), Ordering::Greater);
        assert_eq!(compare_keys("payload", "payload"), Ordering::Equal);
    }

    #[test]
    fn a_key_precedes_the_keys_it_begins() {
        assert_eq!(compare_keys("card", "card_no"), Ordering::Less);
        assert_eq!(compare_keys("", "a"), Ordering::Less);
    }

    #[test]
    fn heads_that_differ_are_in_the_order_of_their_keys() {
        let keys = [
            "",
            "\0",
            "a",
            "a\0",
            "A",
            "card",
            "card_no",
            "CARD_NO",
            "oid_partner",
            "oid_paybill",
            "payLoad",
            "pay_type",
            "PAY_TYPE",
            "result_pay",
            "result_p",
            "Ä",
            "ä",
            "羽毛球",
            "羽毛",
            "\u{7f}_______",
            "~",
        ];
        for (a, b) in keys.iter().flat_map(|a| keys.iter().map(move |b| (a, b))) {
            let by_head = key_head(a).cmp(&key_head(b));
            assert!(by_head.is_eq() || by_head == compare_keys(a, b), "{a:?} {b:?}");
        }
        for byte in 0..=u8::MAX {
            let bytes = [b'A', byte, b'z', byte, 0xff, byte, b'Z', byte];
            let expected = bytes.map(|byte| byte.to_ascii_lowercase());
            assert_eq!(lowered(u64::from_be_bytes(bytes)), u64::from_be_bytes(expected), "{byte}");
        }
        assert_eq!(key_head("pay_type"), u64::from_be_bytes(*b"pay_type"));
        assert_eq!(key_head("PAY"), u64::from_be_bytes(*b"pay\0\0\0\0\0"));
    }

    #[test]
    fn letters_outside_ascii_keep_their_case() {
        assert_eq!(compare_keys("Ä", "ä"), "Ä".as_bytes().cmp("ä".as_bytes()));
    }

    #[test]
    fn pairs_are_joined_with_an_ampersand_and_empty_ones_left_out() {
        let mut text = String::new();
        let mut source = SourceWriter::new(&mut text);
        source.pair("a", "");
        source.pair("b", "1&2=3");
        source.pair("c", "");
        source.pair("d", " ");
        assert_eq!(text, "b=1&2=3&d= ");
    }
}
