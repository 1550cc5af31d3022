//! A small HTML tokenizer, as strict as the pages that it reads: what is not plainly a tag, an attribute in
//! double quotes or text without markup in it makes it panic.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// `<!doctype html>`
    Doctype,
    /// A tag with its attributes.
    Start(String, Vec<(String, String)>),
    /// An end tag.
    End(String),
    /// Text between tags, or the content of a script.
    Text(String),
}

/// The pieces of a page.
pub fn tokens(page: &str) -> Vec<Token> {
    // What a browser does before anything else.
    let page = page.replace("\r\n", "\n").replace('\r', "\n");
    let mut tokens = Vec::new();
    let mut rest = &*page;
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            tokens.push(Token::Text(text(&rest[..end])));
            rest = &rest[end..];
            continue;
        };
        if let Some(after) = tag.strip_prefix("!doctype html>") {
            tokens.push(Token::Doctype);
            rest = after;
        } else if let Some(tag) = tag.strip_prefix('/') {
            let (name, after) = name(tag);
            rest = after.strip_prefix('>').expect("an end tag ends");
            tokens.push(Token::End(name));
        } else {
            let (name, mut after) = name(tag);
            let mut attributes: Vec<(String, String)> = Vec::new();
            while let Some(attribute) = after.strip_prefix(' ') {
                let (attribute, rest) = self::attribute(attribute);
                assert!(
                    attributes.iter().all(|(own, _)| *own != attribute.0),
                    "twice {attribute:?}"
                );
                attributes.push(attribute);
                after = rest;
            }
            rest = after.strip_prefix('>').expect("a tag ends");
            let is_script = name == "script";
            tokens.push(Token::Start(name, attributes));
            if is_script {
                let end = rest.find("</script>").expect("a script ends");
                tokens.push(Token::Text(rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
    }
    tokens
}

fn name(text: &str) -> (String, &str) {
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let end = text.find(|letter| !is_part(letter)).unwrap_or(text.len());
    assert!(end > 0, "a bare `<` before {:?}", text.chars().take(20).collect::<String>());
    (text[..end].to_owned(), &text[end..])
}

fn attribute(tag: &str) -> ((String, String), &str) {
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let end = tag.find(|letter| !is_part(letter)).expect("an attribute ends");
    assert!(end > 0, "an attribute without a name");
    let value = tag[end..].strip_prefix("=\"").expect("a value in double quotes");
    let close = value.find('"').expect("a value ends");
    ((tag[..end].to_owned(), text(&value[..close])), &value[close + 1..])
}

/// The characters that escaped text stands for.
fn text(escaped: &str) -> String {
    assert!(!escaped.contains(['<', '>', '\'']), "markup in {escaped:?}");
    let mut pieces = escaped.split('&');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (reference, after) = piece.split_once(';').expect("a reference ends");
        text.push(character(reference));
        text.push_str(after);
    }
    // A browser reads it as U+FFFD.
    assert!(!text.contains('\0'), "U+0000 in {text:?}");
    text
}

fn character(reference: &str) -> char {
    match reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        _ => {
            let digits = reference.strip_prefix('#').expect("a bare `&`");
            let code: u32 = digits.parse().expect("a bare `&#`");
            // Other numbers a browser may read as another character.
            assert!(matches!(code, 9 | 10 | 13 | 32..=126 | 160..), "&#{code};");
            char::from_u32(code).expect("a character")
        }
    }
}
