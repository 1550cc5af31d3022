//! When a reply carries a field: the `when` of the spec, judged by what is about to be said.

/// Whether a condition of the spec holds.
///
/// A condition is made of `name=code`, `name in code,code` and words for a circumstance, joined by
/// `and` and, weaker, by `or`. `value` gives the members that it names, `circumstance` judges the words.
pub(crate) fn holds(
    when: &str,
    value: &dyn Fn(&str) -> Option<String>,
    circumstance: &dyn Fn(&str) -> bool,
) -> bool {
    let is_true = |term: &str| match (term.split_once(" in "), term.split_once('=')) {
        (Some((name, codes)), _) => {
            value(name).is_some_and(|value| codes.split(',').any(|code| code == value))
        }
        (None, Some((name, code))) => value(name).as_deref() == Some(code),
        (None, None) => circumstance(term),
    };
    when.split(" or ").any(|either| either.split(" and ").all(is_true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_true(when: &str) -> bool {
        let value = |name: &str| match name {
            "ret_code" => Some("0000".to_owned()),
            "result_pay" => Some("SUCCESS".to_owned()),
            _ => None,
        };
        holds(when, &value, &|word| word == "sms_flow")
    }

    #[test]
    fn a_condition_names_codes_and_circumstances() {
        for when in [
            "ret_code=0000",
            "ret_code in 8888,0000",
            "sms_flow",
            "ret_code=0000 and sms_flow",
            "ret_code=8888 or result_pay=SUCCESS",
            "no_sms_flow or ret_code=0000 and sms_flow",
        ] {
            assert!(is_true(when), "{when}");
        }
        for when in [
            "ret_code=8888",
            "ret_code in 4002,4003",
            "no_sms_flow",
            "ret_code=0000 and no_sms_flow",
            "query_version=1.1",
        ] {
            assert!(!is_true(when), "{when}");
        }
    }
}
