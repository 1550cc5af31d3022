//! Names: which one was meant, and in which order a signature source lists them.

use std::cmp::Ordering;

/// The known name that is nearest to what was written, if one is near enough.
pub(crate) fn nearest<'a>(known: &[&'a str], written: &str) -> Option<&'a str> {
    let distance =
        |name: &str| strsim::damerau_levenshtein(&name.to_lowercase(), &written.to_lowercase());
    let near = known.iter().map(|name| (distance(name), *name)).min_by_key(|(far, _)| *far)?;
    let limit = written.chars().count().div_ceil(2).max(1);
    (near.0 <= limit).then_some(near.1)
}

/// A sentence that offers the nearest name, or else lists what there is.
pub(crate) fn unknown(what: &str, written: &str, known: &[&str]) -> String {
    match nearest(known, written) {
        Some(near) => format!("unknown {what} `{written}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{written}`; there are: {}", known.join(", ")),
    }
}

/// The order of the signature source: without regard to ASCII case, then by bytes.
///
/// The run time's `compare_keys` says the same for messages; the tests compare the two.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    a.to_ascii_lowercase().as_bytes().cmp(b.to_ascii_lowercase().as_bytes()).then_with(|| a.cmp(b))
}

/// FNV-1a of a field's name, by which the run time finds fields while a program is compiled.
///
/// The run time's `name_hash` is the same function; no field would be found if they differed.
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_name_that_was_meant() {
        assert_eq!(nearest(&["operation", "crate"], "opration"), Some("operation"));
        assert_eq!(nearest(&["field", "skip"], "name"), None);
    }

    #[test]
    fn pay_type_precedes_pay_load() {
        assert_eq!(compare("pay_type", "payLoad"), Ordering::Less);
        assert_eq!(compare("payLoad", "payload"), Ordering::Less);
    }
}
