//! Changed messages: every byte flipped in several bits, dropped and doubled.

/// How many changes each byte suffers.
pub(crate) const PER_BYTE: usize = 4;

/// Every changed message, in the order of its bytes.
///
/// Flipped are the bit that changes the case of a letter, and another one, which over seven bytes is each of
/// the others once.
pub(crate) fn of(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len()).flat_map(move |at| (0..PER_BYTE).map(move |change| mutant(bytes, at, change)))
}

fn mutant(bytes: &[u8], at: usize, change: usize) -> Vec<u8> {
    let mut mutant = bytes.to_vec();
    match change {
        0 => mutant[at] ^= 0x20,
        1 => mutant[at] ^= [1, 2, 4, 8, 0x10, 0x40, 0x80][at % 7],
        2 => drop(mutant.remove(at)),
        _ => mutant.insert(at, bytes[at]),
    }
    mutant
}

/// Text as a browser writes it in a query.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => {
                escaped.push(byte.into());
            }
            b' ' => escaped.push('+'),
            _ => escaped.extend(format!("%{byte:02X}").chars()),
        }
    }
    escaped
}
