//! The nearest known name to a mistyped one.

/// Names longer than this are no typing slips; comparing them would only cost time.
const LONGEST: usize = 64;

/// The known name that differs from `name` in at most a third of its letters, if there is one.
///
/// Of several equally near ones the first wins.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = lower(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let other = lower(candidate);
        let longer = letters.len().max(other.len());
        if longer > LONGEST || candidate == name {
            continue;
        }
        let distance = distance(&letters, &other);
        if distance <= longer / 3 && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `did you mean …?` for the nearest name.
pub(crate) fn did_you_mean<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(name, known).map(|known| format!("did you mean `{known}`?"))
}

fn lower(name: &str) -> Vec<char> {
    name.chars().map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Letters to insert, delete or replace to get from one name to the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.iter().enumerate() {
        let mut diagonal = index;
        let mut left = index.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (other, cell) in to.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(letter != other));
            let value = replaced.min(cell.saturating_add(1)).min(left.saturating_add(1));
            diagonal = *cell;
            left = value;
            *cell = value;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_up_to_a_third_of_the_letters_finds_the_name() {
        let known = ["no_order", "dt_order", "money_order"];
        assert_eq!(nearest("no_ordre", known), Some("no_order"));
        assert_eq!(nearest("money_oder", known), Some("money_order"));
        assert_eq!(nearest("notify_url", known), None);
    }

    #[test]
    fn case_alone_is_no_difference() {
        assert_eq!(nearest("PAYLOAD", ["payLoad"]), Some("payLoad"));
    }

    #[test]
    fn a_short_name_is_not_replaced_by_an_unrelated_short_one() {
        assert_eq!(nearest("I", ["L"]), None);
        assert_eq!(nearest("", ["ab"]), None);
    }

    #[test]
    fn of_equally_near_names_the_first_is_offered() {
        assert_eq!(nearest("type", ["types", "typed"]), Some("types"));
    }
}
