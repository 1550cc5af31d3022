//! Mutants of seeds, the same on every machine.

use std::ops::Range;
use std::sync::LazyLock;

/// A source of numbers that are only seemingly random (splitmix64).
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Always the same numbers for the same seed.
    pub const fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    /// The number after those that were drawn.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `end`, or 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let number = usize::try_from(self.draw() >> 33).expect("31 bits");
        number.checked_rem(end).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        self.draw().to_be_bytes()[0]
    }
}

/// Pieces of messages, forms and specs that are worth a try: libFuzzer reads the same file.
static TOKENS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| tokens(include_str!("../../tokens.dict")));

/// The tokens of a dictionary of libFuzzer.
pub fn tokens(dictionary: &str) -> Vec<Vec<u8>> {
    let quoted = dictionary.lines().filter_map(|line| {
        let start = line.find('"').filter(|_| !line.starts_with('#'))?;
        line[start + 1..].strip_suffix('"')
    });
    quoted.map(token).collect()
}

fn token(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => return bytes,
            [b'\\', b'x', high, low, after @ ..] => {
                let digits = [char::from(*high), char::from(*low)].iter().collect::<String>();
                bytes.push(u8::from_str_radix(&digits, 16).expect("two digits"));
                after
            }
            [b'\\', escaped, after @ ..] | [escaped, after @ ..] => {
                bytes.push(*escaped);
                after
            }
        };
    }
}

/// A mutant of one of the seeds. Half of them have one change, and half of the changes leave a message one.
pub fn mutant(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..=numbers.below(4) * numbers.below(2) {
        let at = numbers.below(bytes.len() + 1);
        let other = &seeds[numbers.below(seeds.len())];
        match numbers.below(2) {
            0 => change(&mut bytes, at, other, numbers),
            _ => change_value(&mut bytes, at, other, numbers),
        }
    }
    bytes
}

/// Changes bytes, whatever they are.
fn change(bytes: &mut Vec<u8>, at: usize, other: &[u8], numbers: &mut Numbers) {
    let len = numbers.below(12.min(bytes.len() - at) + 1);
    match numbers.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
        1 if at < bytes.len() => bytes[at] = numbers.byte(),
        2 => drop(bytes.drain(at..at + len)),
        3 => bytes.insert(at, numbers.byte()),
        4 => {
            let piece = bytes[at..at + len].to_vec();
            let to = numbers.below(bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
        5 => {
            let from = numbers.below(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        6 => drop(bytes.splice(at..at + len, token_of(numbers))),
        _ => drop(bytes.splice(at..at, token_of(numbers))),
    }
}

/// Changes a value of a JSON text, or of a query, or what stands before it.
fn change_value(bytes: &mut Vec<u8>, at: usize, other: &[u8], numbers: &mut Numbers) {
    // What has no values is one.
    let place = value_from(bytes, at).or_else(|| value_from(bytes, 0)).unwrap_or(0..bytes.len());
    match numbers.below(5) {
        0 => drop(bytes.splice(place, token_of(numbers))),
        1 => {
            let digits = bytes[place.start..].iter_mut().filter(|byte| byte.is_ascii_digit());
            let digits: Vec<&mut u8> = digits.take(8).collect();
            let chosen = numbers.below(digits.len());
            if let Some(digit) = digits.into_iter().nth(chosen) {
                *digit = b"0123456789"[numbers.below(10)];
            }
        }
        2 => {
            let second = value_from(bytes, place.end).unwrap_or(place.end..place.end);
            let swapped =
                [&bytes[second.clone()], &bytes[place.end..second.start], &bytes[place.clone()]];
            let swapped = swapped.concat();
            bytes.splice(place.start..second.end, swapped);
        }
        3 => {
            let from = numbers.below(other.len() + 1);
            let copied = value_from(other, from).unwrap_or(from..other.len());
            bytes.splice(place, other[copied].to_vec());
        }
        _ => bytes.insert(place.start, b" \n\t"[numbers.below(3)]),
    }
}

fn token_of(numbers: &mut Numbers) -> Vec<u8> {
    TOKENS[numbers.below(TOKENS.len())].clone()
}

/// Where the next value of a JSON text is, or of a query.
fn value_from(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let is_before = |byte: &u8| matches!(byte, b':' | b'=' | b'[');
    let start = from + bytes[from..].iter().position(is_before)? + 1;
    let is_after = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'&' | b'\n');
    let end = bytes[start..].iter().position(is_after);
    Some(start..end.map_or(bytes.len(), |end| start + end))
}
