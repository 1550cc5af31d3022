//! Short texts of known maximal length, kept on the stack.

use core::fmt;
use core::ops::Deref;

/// A text of at most `N` ASCII characters that needs no allocation.
///
/// Amounts, times and addresses write themselves into one, so that a struct's signature source
/// streams into the hash without an intermediate `String`. Read it as `&str` through `Deref`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShortText<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> ShortText<N> {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; N], len: 0 }
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever written, so the default is not reached.
        core::str::from_utf8(self.as_ascii()).unwrap_or_default()
    }

    /// The characters.
    #[inline]
    pub(crate) fn as_ascii(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Appends an ASCII character. `N` is chosen by the caller to be enough.
    #[inline]
    pub(crate) fn push(&mut self, character: u8) {
        debug_assert!(character.is_ascii() && self.len < N);
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = character;
            self.len = self.len.saturating_add(1);
        }
    }

    /// Appends the two digits of a number below 100.
    pub(crate) fn push_pair(&mut self, number: u8) {
        debug_assert!(number < 100);
        self.push(b'0'.saturating_add(number / 10));
        self.push(b'0'.saturating_add(number % 10));
    }

    /// Appends `number` in decimal, with leading zeros up to `width` digits.
    pub(crate) fn push_number(&mut self, number: u64, width: usize) {
        let digits = number.checked_ilog10().map_or(1, |log| log.saturating_add(1));
        let digits = usize::try_from(digits).unwrap_or(width).max(width);
        let end = self.len.saturating_add(digits);
        debug_assert!(end <= N);
        if let Some(places) = self.bytes.get_mut(self.len..end) {
            let mut rest = number;
            for place in places.iter_mut().rev() {
                *place = b'0'.saturating_add(u8::try_from(rest % 10).unwrap_or(0));
                rest /= 10;
            }
            self.len = end;
        }
    }
}

impl<const N: usize> Deref for ShortText<N> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<const N: usize> AsRef<str> for ShortText<N> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<const N: usize> fmt::Display for ShortText<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for ShortText<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_padded_to_its_width_and_never_cut() {
        let mut text = ShortText::<40>::new();
        text.push_number(0, 1);
        text.push(b' ');
        text.push_number(7, 2);
        text.push(b' ');
        text.push_number(1234, 2);
        text.push(b' ');
        text.push_number(u64::MAX, 1);
        assert_eq!(&*text, "0 07 1234 18446744073709551615");
    }
}
