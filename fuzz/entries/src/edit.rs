//! One change to some bytes, taken from the end of a fuzzer's input.

/// One change to some bytes.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    kind: u8,
    place: u16,
    byte: u8,
}

/// How many bytes [`of_tail`] takes.
pub const TAIL: usize = 5;

/// What stands before the tail, a byte to choose by, and the change that the tail describes.
///
/// At the end, so that the seeds read as what they are.
pub fn of_tail(data: &[u8]) -> Option<(&[u8], u8, Edit)> {
    let (front, tail) = data.split_at(data.len().checked_sub(TAIL)?);
    let place = u16::from_be_bytes([tail[2], tail[3]]);
    Some((front, tail[0], Edit { kind: tail[1], place, byte: tail[4] }))
}

impl Edit {
    /// The bytes after the change. It may change nothing.
    pub fn apply(self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        if bytes.is_empty() {
            return bytes;
        }
        let at = usize::from(self.place) % bytes.len();
        match self.kind % 8 {
            0 => bytes[at] ^= 1 << (self.byte % 8),
            1 => bytes[at] = self.byte,
            2 => drop(bytes.remove(at)),
            3 => bytes.insert(at, bytes[at]),
            4 => bytes.insert(at, self.byte),
            5 => {
                let other = usize::from(self.byte) % bytes.len();
                bytes.swap(at, other);
            }
            6 => bytes.truncate(at),
            _ => {
                let end = (at + usize::from(self.byte)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
        bytes
    }
}
