//! Mutants of seeds, the same on every machine.

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

/// A mutant of one of the seeds.
pub fn mutant(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let len = numbers.below(12.min(bytes.len() - at) + 1);
        match numbers.below(9) {
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
                let other = &seeds[numbers.below(seeds.len())];
                let from = numbers.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            6 => drop(bytes.splice(at..at + len, token_of(numbers))),
            7 => drop(bytes.splice(at..at, token_of(numbers))),
            _ => replace_value(&mut bytes, at, token_of(numbers)),
        }
    }
    bytes
}

fn token_of(numbers: &mut Numbers) -> Vec<u8> {
    TOKENS[numbers.below(TOKENS.len())].clone()
}

/// Puts a token in the place of the next value of a JSON text, or of a query.
fn replace_value(bytes: &mut Vec<u8>, from: usize, token: Vec<u8>) {
    let is_before = |byte: &u8| matches!(byte, b':' | b'=' | b'[');
    let Some(start) = bytes[from..].iter().position(is_before) else { return };
    let start = from + start + 1;
    let is_after = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'&' | b'\n');
    let end = bytes[start..].iter().position(is_after);
    let end = end.map_or(bytes.len(), |end| start + end);
    bytes.splice(start..end, token);
}
