//! Finding fields by name, and the name that was meant.

use crate::meta::{FieldMeta, OperationMeta};

use super::text::Text;

/// The place of a field that the operation does not have.
pub(super) const NOWHERE: usize = usize::MAX;

pub(super) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    // From the end: names differ there sooner than in `no_`, `money_` or `user_info_`.
    let mut at = a.len();
    while at > 0 {
        at -= 1;
        if a[at] != b[at] {
            return false;
        }
    }
    true
}

/// Where the field of this name is, or `NOWHERE`.
pub(super) const fn find(fields: &'static [FieldMeta], name: &str) -> usize {
    let mut at = 0;
    while at < fields.len() {
        if same(fields[at].name, name) {
            return at;
        }
        at += 1;
    }
    NOWHERE
}

/// Where the fields of these names are, which the macro gives as hashes: for the compiler's
/// interpreter a name is as much work as it has letters, and its hash is one number.
///
/// Each is looked for from the last one on: structs mostly list their fields in the order of the spec.
pub const fn find_all<const LEN: usize>(
    fields: &'static [FieldMeta],
    hashes: [u64; LEN],
) -> [usize; LEN] {
    let mut places = [NOWHERE; LEN];
    let mut from = 0;
    let mut at = 0;
    while at < LEN {
        let mut steps = fields.len();
        while steps > 0 {
            if from >= fields.len() {
                from = 0;
            }
            if fields[from].hash == hashes[at] {
                places[at] = from;
                steps = 1;
            }
            from += 1;
            steps -= 1;
        }
        at += 1;
    }
    places
}

/// The numbers of the fields' kinds; see [`crate::value::kind`].
pub const fn kinds<const LEN: usize>(
    fields: &'static [FieldMeta],
    places: [usize; LEN],
) -> [u8; LEN] {
    let mut kinds = [u8::MAX; LEN];
    let mut at = 0;
    while at < LEN {
        if places[at] < fields.len() {
            kinds[at] = fields[places[at]].kind.number();
        }
        at += 1;
    }
    kinds
}

/// How many single-character changes turn `a` into `b`.
const fn distance(a: &str, b: &str) -> usize {
    const LONGEST: usize = 64;
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() >= LONGEST || b.len() >= LONGEST {
        return LONGEST;
    }
    let mut row = [0; LONGEST];
    let mut column = 0;
    while column <= b.len() {
        row[column] = column;
        column += 1;
    }
    let mut line = 1;
    while line <= a.len() {
        let mut diagonal = row[0];
        row[0] = line;
        let mut column = 1;
        while column <= b.len() {
            let above = row[column];
            let same = a[line - 1].eq_ignore_ascii_case(&b[column - 1]);
            let mut least = if same { diagonal } else { diagonal + 1 };
            if above + 1 < least {
                least = above + 1;
            }
            if row[column - 1] + 1 < least {
                least = row[column - 1] + 1;
            }
            row[column] = least;
            diagonal = above;
            column += 1;
        }
        line += 1;
    }
    row[b.len()]
}

pub(super) const fn nearest(fields: &'static [FieldMeta], name: &str) -> Option<&'static str> {
    let mut best = None;
    let mut least = if name.len() > 9 { 4 } else { name.len() / 3 + 1 };
    let mut at = 0;
    while at < fields.len() {
        let far = distance(name, fields[at].name);
        if far <= least && !(far == least && best.is_some()) {
            least = far;
            best = Some(fields[at].name);
        }
        at += 1;
    }
    best
}

/// Says that there is no such field, and which one may have been meant.
pub(super) const fn unknown(
    meta: &'static OperationMeta,
    part: &str,
    fields: &'static [FieldMeta],
    name: &str,
) -> Text {
    let text = Text::new(part).push(" ").code(meta.id).push(" has no field ").code(name);
    match nearest(fields, name) {
        Some(near) => text.push("; did you mean ").code(near).push("?"),
        None => text,
    }
}
