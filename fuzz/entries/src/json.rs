//! JSON as RFC 8259 has it, read strictly and without recursion: members and entries in their order, and of each
//! value the text in which it stands.

use std::str::Chars;

/// The members of an object, each a name as it is written and the text of its value; `None` for anything else.
pub fn object(text: &str) -> Option<Vec<(&str, &str)>> {
    Reader { text, at: 0 }.items(b'{', b'}', |reader| Some((reader.name()?, reader.value()?)))
}

/// The texts of an array's entries; `None` for anything else.
pub fn array(text: &str) -> Option<Vec<&str>> {
    Reader { text, at: 0 }.items(b'[', b']', Reader::value)
}

/// What a string stands for; `None` if half of a surrogate pair is in it, which the grammar allows.
pub fn text(string: &str) -> Option<String> {
    let mut letters = string.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '\\' => escaped(&mut letters)?,
            other => other,
        });
    }
    Some(text)
}

/// A value without the white space between its tokens; `None` for what is no JSON.
pub fn compact(text: &str) -> Option<String> {
    let mut reader = Reader { text, at: 0 };
    reader.value()?;
    reader.ends()?;
    let (mut is_inside, mut is_escaped) = (false, false);
    let kept = text.chars().filter(|letter| {
        is_inside ^= *letter == '"' && !is_escaped;
        is_escaped = is_inside && *letter == '\\' && !is_escaped;
        is_inside || !letter.is_ascii_whitespace()
    });
    Some(kept.collect())
}

fn escaped(letters: &mut Chars<'_>) -> Option<char> {
    Some(match letters.next()? {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let first = code_unit(letters)?;
            if !(0xd800..0xdc00).contains(&first) {
                return char::from_u32(first);
            }
            let second = (letters.next()? == '\\' && letters.next()? == 'u')
                .then(|| code_unit(letters))
                .flatten()
                .filter(|second| (0xdc00..0xe000).contains(second))?;
            char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))?
        }
        other => other,
    })
}

fn code_unit(letters: &mut Chars<'_>) -> Option<u32> {
    (0..4).try_fold(0, |unit, _| Some(unit * 16 + letters.next()?.to_digit(16)?))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whether this byte is next, which is passed over then.
    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.next() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn white_space(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn ends(&mut self) -> Option<()> {
        self.white_space();
        self.next().is_none().then_some(())
    }

    /// The items between two brackets, up to the end of the text.
    fn items<T>(
        mut self,
        open: u8,
        close: u8,
        item: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.white_space();
        self.takes(open).then_some(())?;
        self.white_space();
        let mut items = Vec::new();
        while !self.takes(close) {
            if !items.is_empty() {
                self.takes(b',').then_some(())?;
            }
            items.push(item(&mut self)?);
            self.white_space();
        }
        self.ends()?;
        Some(items)
    }

    fn name(&mut self) -> Option<&'t str> {
        self.white_space();
        let start = self.at;
        self.string()?;
        let name = &self.text[start..self.at];
        self.white_space();
        self.takes(b':').then_some(name)
    }

    /// A value of any kind. What it is nested in is kept in a list, so that depth costs no stack.
    fn value(&mut self) -> Option<&'t str> {
        self.white_space();
        let start = self.at;
        // The brackets that close what is open.
        let mut open = Vec::new();
        loop {
            self.white_space();
            match self.next()? {
                byte @ (b'{' | b'[') => {
                    self.at += 1;
                    let close = if byte == b'{' { b'}' } else { b']' };
                    self.white_space();
                    if !self.takes(close) {
                        self.item_of(close)?;
                        open.push(close);
                        continue;
                    }
                }
                b'"' => self.string()?,
                b'-' | b'0'..=b'9' => self.number()?,
                _ => self.word()?,
            }
            // A value has ended, and perhaps what it is in.
            loop {
                let Some(close) = open.last().copied() else {
                    return Some(&self.text[start..self.at]);
                };
                self.white_space();
                if self.takes(b',') {
                    self.item_of(close)?;
                    break;
                }
                self.takes(close).then_some(())?;
                open.pop();
            }
        }
    }

    /// What stands before the value of an item: in an object its name.
    fn item_of(&mut self, close: u8) -> Option<()> {
        if close == b'}' { self.name().map(drop) } else { Some(()) }
    }

    fn string(&mut self) -> Option<()> {
        self.takes(b'"').then_some(())?;
        loop {
            let byte = self.next()?;
            self.at += 1;
            match byte {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                // Control characters are to be escaped.
                0..b' ' => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let byte = self.next()?;
        self.at += 1;
        match byte {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
                self.at += 4;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(())
            }
            _ => None,
        }
    }

    fn number(&mut self) -> Option<()> {
        let _minus = self.takes(b'-');
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _sign = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.next().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let word = ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word))?;
        self.at += word.len();
        Some(())
    }
}
