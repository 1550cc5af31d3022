//! The operations that somebody may have meant.

/// How alike two names are at least, of 1, to be offered for one another.
const ALIKE: f64 = 0.6;
/// How many are offered.
const MOST: usize = 3;

/// The names most like `written`, the most alike first. What stands after the dot counts as well, since
/// that is what people remember.
pub(super) fn nearest<'i>(written: &str, known: impl Iterator<Item = &'i str>) -> Vec<&'i str> {
    let written = written.to_ascii_lowercase().replace('-', "_");
    let likeness = |id: &str| {
        let short = id.split_once('.').map_or(id, |(_, short)| short);
        let whole = strsim::normalized_damerau_levenshtein(&written, id);
        whole.max(strsim::normalized_damerau_levenshtein(&written, short))
    };
    let mut near: Vec<_> = known.map(|id| (likeness(id), id)).collect();
    near.retain(|(likeness, _)| *likeness >= ALIKE);
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    // Beside a slip of the pen, what is merely similar would only distract.
    let best = near.first().map_or(0.0, |(likeness, _)| *likeness);
    near.retain(|(likeness, _)| best - likeness < 0.1);
    near.into_iter().take(MOST).map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 4] =
        ["aggregate.direct_pay", "aggregate.query", "easypay.query", "refund.apply"];

    #[test]
    fn a_slip_of_the_pen_has_one_answer() {
        assert_eq!(nearest("agregate.direct-pay", KNOWN.into_iter()), ["aggregate.direct_pay"]);
    }

    #[test]
    fn a_name_without_its_product_finds_those_of_every_product() {
        assert_eq!(nearest("query", KNOWN.into_iter()), ["aggregate.query", "easypay.query"]);
    }

    #[test]
    fn nothing_near_is_nothing() {
        assert!(nearest("withdraw", KNOWN.into_iter()).is_empty());
    }
}
