//! Tokens to source that people can read.
//!
//! Formatters work on a syntax tree; parsing what was just put together took nine tenths of the time of
//! a build script. This lays tokens out by themselves: an entry of a block or list on a line, a group
//! that does not fit broken at its commas, long chains before their dots, documentation as comments.
//! It only ever adds blanks and line breaks, so the tokens stay what they are; a test proves it.

use std::fmt::{self, Write as _};

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// Most characters of a line, where there is a place to break it.
const WIDTH: usize = 100;

/// Lays tokens out.
pub(crate) fn laid_out(tokens: TokenStream) -> String {
    let mut out = Out { text: String::new(), column: 0 };
    for entry in entries(tokens, true) {
        out.entry(&entry, 0);
    }
    out.text
}

/// What stands between two separators of a list, or an item of a block, separator included.
struct Entry {
    /// Attributes and comments before it, a line each.
    before: Vec<String>,
    nodes: Vec<Node>,
}

/// A piece of text, or a group that can be broken.
enum Node {
    /// Tokens that stay on one line, `width` characters of them. A line that is too long may be broken
    /// before or after them.
    Text { text: String, width: usize, blank: bool, before: bool, after: bool },
    Block {
        open: &'static str,
        close: &'static str,
        blank: bool,
        flat: usize,
        force: bool,
        entries: Vec<Entry>,
    },
}

impl Node {
    /// Characters on one line, the blank before it included.
    fn width(&self) -> usize {
        match self {
            Self::Text { text, blank, .. } => {
                text.chars().count().saturating_add(usize::from(*blank))
            }
            Self::Block { flat, blank, .. } => flat.saturating_add(usize::from(*blank)),
        }
    }

    const fn is_forced(&self) -> bool {
        matches!(self, Self::Block { force: true, .. })
    }
}

/// Splits tokens into entries; in a block an item ends after its braces too.
fn entries(tokens: impl IntoIterator<Item = TokenTree>, is_block: bool) -> Vec<Entry> {
    let mut list = Vec::new();
    let mut reader = Reader::default();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if is_block
            && reader.nodes.is_empty()
            && matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#')
            && let Some(TokenTree::Group(group)) = tokens.next_if(is_bracketed)
        {
            reader.before.push(attribute(group));
            continue;
        }
        let ends = match &token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => true,
                ',' => reader.angles == 0,
                _ => false,
            },
            TokenTree::Group(group) if is_block && group.delimiter() == Delimiter::Brace => {
                !continues(tokens.peek())
            }
            _ => false,
        };
        reader.read(token);
        if ends {
            list.push(reader.finish());
        }
    }
    if !reader.nodes.is_empty() || !reader.before.is_empty() {
        list.push(reader.finish());
    }
    list
}

fn is_bracketed(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

/// The tokens in a group. The group is given away, so that they need not be copied.
fn content(group: Group) -> TokenStream {
    let stream = group.stream();
    drop(group);
    stream
}

/// Whether what follows braces belongs to the same item.
fn continues(next: Option<&TokenTree>) -> bool {
    match next {
        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), ';' | ',' | '.' | '?' | '>'),
        Some(TokenTree::Ident(ident)) => ident == "else",
        _ => false,
    }
}

/// An attribute as it stands on a line of its own; documentation as a comment.
fn attribute(group: Group) -> String {
    let tokens: Vec<TokenTree> = content(group).into_iter().collect();
    if let [TokenTree::Ident(name), _, TokenTree::Literal(text)] = tokens.as_slice()
        && name == "doc"
        && let Some(text) = plain(&text.to_string())
        // Four slashes would be a comment and no documentation.
        && !text.starts_with('/')
    {
        return format!("///{text}");
    }
    let mut line = String::from("#");
    flat_block("[", &entries(tokens, false), "]", &mut line);
    line
}

/// The text of a string literal, if it stays the same as a comment.
fn plain(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix("r\"").and_then(|raw| raw.strip_suffix('"')) {
        return (!raw.contains(['\r', '\n'])).then(|| raw.to_owned());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next()? {
                kept @ ('"' | '\\' | '\'') => text.push(kept),
                _ => return None,
            },
            other => text.push(other),
        }
    }
    // The compiler warns of carriage returns in comments, and blanks at the end would be lost on people.
    (!text.contains(['\r', '\n'])).then_some(text)
}

/// Reads tokens into the nodes of one entry.
#[derive(Default)]
struct Reader {
    before: Vec<String>,
    nodes: Vec<Node>,
    /// What the last token was, for the blank before the next.
    last: Last,
    /// How many `<` are open.
    angles: usize,
}

/// Where a line that is too long may be broken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    No,
    /// Before the dot of a call.
    Before,
    /// After a comma.
    After,
}

use Break::{After, Before, No};

/// What matters of a token for the blank after it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Start,
    Word,
    /// A word that an opening parenthesis does not follow at once.
    Keyword,
    Closed,
    /// Punctuation that the next token follows at once.
    Tight,
    /// Punctuation with a blank after it.
    Loose,
    /// The first half of a longer operator.
    Joint,
}

const KEYWORDS: [&str; 10] =
    ["as", "const", "else", "if", "in", "let", "match", "mut", "return", "use"];

impl Reader {
    fn finish(&mut self) -> Entry {
        let Self { before, nodes, .. } = std::mem::take(self);
        Entry { before, nodes }
    }

    fn read(&mut self, token: TokenTree) {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                for token in content(group) {
                    self.read(token);
                }
            }
            TokenTree::Group(group) => self.group(group),
            TokenTree::Ident(ident) => {
                let is_keyword = KEYWORDS.iter().any(|keyword| ident == keyword);
                self.word(&ident);
                self.last = if is_keyword { Last::Keyword } else { Last::Word };
            }
            TokenTree::Literal(literal) => {
                self.word(&literal);
                self.last = Last::Word;
            }
            TokenTree::Punct(punct) => self.punct(punct.as_char(), punct.spacing()),
        }
    }

    fn word(&mut self, word: &dyn fmt::Display) {
        let blank = !matches!(self.last, Last::Start | Last::Tight | Last::Joint);
        self.text(word, blank, No);
    }

    /// Adds to the text so far, unless a line may be broken in between.
    fn text(&mut self, own: &dyn fmt::Display, blank: bool, breaks: Break) {
        if let (Some(Node::Text { text, width, after: after @ false, .. }), No | After) =
            (self.nodes.last_mut(), breaks)
        {
            let from = text.len();
            if blank {
                text.push(' ');
            }
            // Writing to a string cannot fail.
            let _ = write!(text, "{own}");
            *width =
                width.saturating_add(text.get(from..).map_or(0, |added| added.chars().count()));
            *after = breaks == After;
            return;
        }
        let mut text = String::with_capacity(48);
        // Writing to a string cannot fail.
        let _ = write!(text, "{own}");
        let width = text.chars().count();
        let (before, after) = (breaks == Before, breaks == After);
        self.nodes.push(Node::Text { text, width, blank, before, after });
    }

    fn punct(&mut self, character: char, spacing: Spacing) {
        let is_joint = spacing == Spacing::Joint;
        let after_joint = self.last == Last::Joint;
        let starts = matches!(self.last, Last::Start | Last::Tight);
        let follows_value = matches!(self.last, Last::Word | Last::Closed);
        let (blank, next, breaks) = match character {
            // The second half of `::`, `->`, `=>`, `&&`, `||`, `..`.
            ':' | '.' if after_joint => (false, Last::Tight, No),
            _ if after_joint => (false, Last::Loose, No),
            // The first half of `::` belongs to a path: after a word or `>` it follows at once.
            ':' if is_joint => (!starts && !follows_value, Last::Joint, No),
            '-' | '=' | '|' | '&' if is_joint => (!starts, Last::Joint, No),
            '.' if is_joint => (false, Last::Joint, No),
            ',' | ';' => {
                let breaks = if character == ',' { After } else { No };
                (false, Last::Loose, breaks)
            }
            ':' => (false, Last::Loose, No),
            '.' => (false, Last::Tight, if follows_value { Before } else { No }),
            '?' if follows_value => (false, Last::Closed, No),
            '<' => {
                self.angles = self.angles.saturating_add(1);
                (!starts && !follows_value, Last::Tight, No)
            }
            '>' => {
                self.angles = self.angles.saturating_sub(1);
                (false, Last::Closed, No)
            }
            '!' => (!starts && !follows_value, Last::Tight, No),
            '&' | '*' | '#' | '\'' | '$' | '?' => (!starts, Last::Tight, No),
            _ => (!starts, Last::Loose, No),
        };
        // A number of joint characters at a line's start is one operator all the same.
        self.text(&character, blank, breaks);
        self.last = next;
    }

    fn group(&mut self, group: Group) {
        let delimiter = group.delimiter();
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace | Delimiter::None => ("{", "}"),
        };
        let is_braced = delimiter == Delimiter::Brace;
        let entries = entries(content(group), is_braced);
        let blank = match self.last {
            Last::Start | Last::Tight | Last::Joint => false,
            Last::Word | Last::Closed => is_braced,
            Last::Keyword | Last::Loose => true,
        };
        let inner: usize = entries
            .iter()
            .map(flat_width)
            .sum::<usize>()
            .saturating_add(entries.len().saturating_sub(1));
        let padding = if is_braced && !entries.is_empty() { 2 } else { 0 };
        // Statements and documented members have lines of their own, whatever their length.
        let force = is_braced
            && entries.iter().any(|entry| !entry.before.is_empty() || ends_in_semicolon(entry))
            || entries.iter().any(|entry| entry.nodes.iter().any(Node::is_forced));
        let flat = inner.saturating_add(padding).saturating_add(2);
        self.nodes.push(Node::Block { open, close, blank, flat, force, entries });
        self.last = Last::Closed;
    }
}

fn ends_in_semicolon(entry: &Entry) -> bool {
    matches!(entry.nodes.last(), Some(Node::Text { text, .. }) if text.ends_with(';'))
}

fn flat_width(entry: &Entry) -> usize {
    entry.nodes.iter().map(Node::width).sum()
}

fn flat(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text { text: own, blank, .. } => {
                if *blank {
                    text.push(' ');
                }
                text.push_str(own);
            }
            Node::Block { open, close, blank, entries, .. } => {
                if *blank {
                    text.push(' ');
                }
                flat_block(open, entries, close, text);
            }
        }
    }
}

fn flat_block(open: &str, entries: &[Entry], close: &str, text: &mut String) {
    let pad = if open == "{" && !entries.is_empty() { " " } else { "" };
    text.push_str(open);
    text.push_str(pad);
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            text.push(' ');
        }
        flat(&entry.nodes, text);
    }
    text.push_str(pad);
    text.push_str(close);
}

/// The text so far, and how long its last line is.
struct Out {
    text: String,
    column: usize,
}

impl Out {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.column = self.column.saturating_add(text.chars().count());
    }

    fn line(&mut self, indent: usize) {
        self.text.push('\n');
        for _ in 0..indent {
            self.text.push(' ');
        }
        self.column = indent;
    }

    /// An entry on lines of its own, the last of them ended.
    fn entry(&mut self, entry: &Entry, indent: usize) {
        for line in &entry.before {
            self.indented(indent);
            self.push(line);
            self.text.push('\n');
        }
        if entry.nodes.is_empty() {
            return;
        }
        self.indented(indent);
        self.nodes(&entry.nodes, indent);
        self.text.push('\n');
        self.column = 0;
    }

    fn indented(&mut self, indent: usize) {
        for _ in 0..indent {
            self.text.push(' ');
        }
        self.column = indent;
    }

    fn nodes(&mut self, nodes: &[Node], indent: usize) {
        let deeper = indent.saturating_add(4);
        // Once a line was broken, what follows stands deeper.
        let mut inner = indent;
        let mut rest = nodes;
        while let Some((node, others)) = rest.split_first() {
            match node {
                Node::Text { text, width, blank, before, after } => {
                    let segment = width.saturating_add(until_break(others));
                    if *before && self.column > deeper && self.is_beyond(segment) {
                        self.line(deeper);
                        inner = deeper;
                    } else if *blank && self.column > indent {
                        self.push(" ");
                    }
                    self.push(text);
                    if *after && !others.is_empty() && self.is_beyond(until_break(others)) {
                        self.line(deeper);
                        inner = deeper;
                    }
                }
                Node::Block { open, close, blank, flat, force, entries } => {
                    if *blank && self.column > indent {
                        self.push(" ");
                    }
                    let ahead = flat.saturating_add(until_break(others));
                    if !force && !self.is_beyond(ahead) || entries.is_empty() {
                        let from = self.text.len();
                        flat_block(open, entries, close, &mut self.text);
                        let added = self.text.get(from..).map_or(0, |added| added.chars().count());
                        self.column = self.column.saturating_add(added);
                    } else {
                        self.push(open);
                        self.text.push('\n');
                        for entry in entries {
                            self.entry(entry, inner.saturating_add(4));
                        }
                        self.indented(inner);
                        self.push(close);
                    }
                }
            }
            rest = others;
        }
    }

    /// Whether so many characters more make the line too long.
    fn is_beyond(&self, width: usize) -> bool {
        self.column.saturating_add(width) > WIDTH
    }
}

/// Characters up to the next place where a line can be broken.
fn until_break(nodes: &[Node]) -> usize {
    let mut width = 0_usize;
    for node in nodes {
        match node {
            Node::Text { before: true, .. } => return width,
            Node::Text { after: true, .. } => return width.saturating_add(node.width()),
            Node::Block { blank, flat, force, .. } => {
                // A group that is broken anyway needs room for its opening.
                let own = if *force { 1 } else { (*flat).min(40) };
                return width.saturating_add(own).saturating_add(usize::from(*blank));
            }
            Node::Text { .. } => width = width.saturating_add(node.width()),
        }
    }
    width
}

#[cfg(test)]
mod tests;
