//! Names of the gateway turned into names of Rust, and whether a name can be one.

/// Words that Rust keeps for itself in edition 2024, present or reserved.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Names of the standard prelude that generated code uses.
const PRELUDE: [&str; 16] = [
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "Hash",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Some",
    "String",
];

/// Whether a type of this name would hide one that generated code uses.
pub(crate) fn is_prelude_name(name: &str) -> bool {
    PRELUDE.contains(&name)
}

/// The field name for a wire name: `payLoad` is `pay_load`, `type` is `type_`.
pub(crate) fn snake_case(wire: &str) -> String {
    let mut snake = String::with_capacity(wire.len());
    let mut previous: Option<char> = None;
    let mut letters = wire.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_uppercase() {
            let after_word = previous.is_some_and(|p| p.is_ascii_lowercase() || p.is_ascii_digit());
            let ends_capitals = previous.is_some_and(|p| p.is_ascii_uppercase())
                && letters.peek().is_some_and(char::is_ascii_lowercase);
            if after_word || ends_capitals {
                snake.push('_');
            }
        }
        if letter.is_alphanumeric() {
            snake.push(letter.to_ascii_lowercase());
        } else if !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        previous = Some(letter);
    }
    if KEYWORDS.contains(&snake.as_str()) {
        snake.push('_');
    }
    snake
}

/// The type name for a snake-case name: `direct_pay_type` is `DirectPayType`.
pub(crate) fn pascal_case(name: &str) -> String {
    let mut pascal = String::with_capacity(name.len());
    let mut starts_word = true;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            starts_word = true;
        } else if starts_word {
            pascal.push(letter.to_ascii_uppercase());
            starts_word = false;
        } else {
            pascal.push(letter);
        }
    }
    pascal
}

/// Whether `name` is a snake-case name Rust accepts as it stands.
pub(crate) fn is_snake_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.contains("__")
        && !KEYWORDS.contains(&name)
}

/// Whether `name` is a type name Rust accepts as it stands.
pub(crate) fn is_type_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
        && !KEYWORDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_name_becomes_snake_case() {
        for (wire, rust) in [
            ("no_order", "no_order"),
            ("payLoad", "pay_load"),
            ("Sharing_account", "sharing_account"),
            ("notifyURL", "notify_url"),
            ("URLBack", "url_back"),
            ("card-no", "card_no"),
            ("type", "type_"),
        ] {
            assert_eq!(snake_case(wire), rust);
        }
    }

    #[test]
    fn a_name_becomes_a_type_name() {
        assert_eq!(pascal_case("direct_pay_type"), "DirectPayType");
        assert_eq!(pascal_case("risk_item_basic"), "RiskItemBasic");
    }

    #[test]
    fn a_keyword_a_digit_or_a_capital_makes_no_snake_name() {
        assert!(is_snake_name("wechat_qr2"));
        for wrong in ["type", "2fa", "wechatQr", "a__b", "_a", "", "a-b", "self"] {
            assert!(!is_snake_name(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_type_name_has_capitals_and_no_underscore() {
        assert!(is_type_name("DirectPay"));
        for wrong in ["directPay", "Direct_Pay", "Self", "", "2Pay"] {
            assert!(!is_type_name(wrong), "{wrong}");
        }
    }
}
