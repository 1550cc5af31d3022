//! What the derives write, as snapshots.
//!
//! Every struct of the repository that stands for a use of a derive, right or wrong, is expanded here. What
//! is right is written out, a file of its own for each source; of what is wrong, the mistakes with the text
//! that each one points at. After a change: `INSTA_UPDATE=always cargo test -p lianlian-derive`, and
//! read the difference.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Attribute, DeriveInput};

use crate::{code, received, request, sign_source};

/// Tokens that are longer than this are printed on lines of their own.
const LONG: usize = 90;

type Derive = fn(&DeriveInput) -> TokenStream;

const DERIVES: [(&str, Derive); 6] = [
    ("Code", code::derive),
    ("Notification", |input| received::derive(input, &received::NOTIFICATION)),
    ("Reply", |input| received::derive(input, &received::REPLY)),
    ("Request", request::derive),
    ("RequestPart", request::derive_part),
    ("SignSource", sign_source::derive),
];

#[test]
fn what_the_derives_write_is_what_was_reviewed() {
    let mut files = rust_files("tests/ui/pass");
    files.extend(rust_files("examples"));
    files.push("tests/derives.rs".into());
    files.push("lianlian-derive/cases/right.rs".into());
    let mut structs = 0;
    for file in files {
        let expanded = expansions(&file);
        if expanded.is_empty() {
            continue;
        }
        structs += expanded.len();
        let mut text = String::new();
        for Expansion { derive, name, tokens, mistakes } in expanded {
            assert!(mistakes.is_empty(), "{}: {derive} on {name}: {mistakes:?}", file.display());
            writeln!(text, "#[derive({derive})] {name}\n").unwrap();
            print(&tokens, 0, &mut text);
            text.push('\n');
        }
        let name = file.with_extension("").to_string_lossy().replace('/', "__");
        assert_snapshot(&name, &text);
    }
    assert!(structs > 60, "{structs} structs were expanded");
}

#[test]
fn mistakes_are_told_in_the_words_and_at_the_places_that_were_reviewed() {
    let mut text = String::new();
    let mut files = rust_files("tests/ui/fail");
    files.push("lianlian-derive/cases/wrong.rs".into());
    for file in files {
        for Expansion { derive, name, tokens, mistakes } in expansions(&file) {
            let case = file.file_stem().unwrap().to_string_lossy();
            let mut code = String::new();
            print(&tokens, 0, &mut code);
            writeln!(text, "{case}: #[derive({derive})] {name}: {:016x}", digest(&code)).unwrap();
            for (place, mistake) in mistakes {
                writeln!(text, "    `{place}`\n        {mistake}").unwrap();
            }
        }
    }
    assert_snapshot("mistakes", &text);
}

fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The Rust files of a folder, in the order of their names, with their paths from the root.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path.strip_prefix(root()).unwrap().to_owned());
            }
        }
    }
    files.sort();
    files
}

/// One derive on one struct or enum.
struct Expansion {
    derive: &'static str,
    name: String,
    tokens: TokenStream,
    /// The text that each mistake points at, and what is said about it.
    mistakes: Vec<(String, String)>,
}

/// What our derives make of everything in a file that has them.
fn expansions(file: &Path) -> Vec<Expansion> {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let parsed =
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut inputs = Inputs(Vec::new());
    inputs.visit_file(&parsed);
    let mut expansions = Vec::new();
    for input in &inputs.0 {
        for (derive, expand) in derives_of(&input.attrs) {
            let tokens = expand(input);
            let mut mistakes = Vec::new();
            find_mistakes(&tokens, &text, &mut mistakes);
            expansions.push(Expansion { derive, name: input.ident.to_string(), tokens, mistakes });
        }
    }
    expansions
}

struct Inputs(Vec<DeriveInput>);

impl<'ast> Visit<'ast> for Inputs {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.0.push(item.clone().into());
    }
    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.0.push(item.clone().into());
    }
    fn visit_item_union(&mut self, item: &'ast syn::ItemUnion) {
        self.0.push(item.clone().into());
    }
}

fn derives_of(attributes: &[Attribute]) -> Vec<(&'static str, Derive)> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        attribute
            .parse_nested_meta(|meta| {
                let name = &meta.path.segments.last().unwrap().ident;
                found.extend(DERIVES.iter().filter(|(derive, _)| name == derive));
                Ok(())
            })
            .unwrap();
    }
    found
}

/// Finds each `compile_error! { "…" }`.
fn find_mistakes(tokens: &TokenStream, text: &str, mistakes: &mut Vec<(String, String)>) {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        match (tree, trees.get(at + 2)) {
            (TokenTree::Ident(ident), Some(TokenTree::Group(message)))
                if ident == "compile_error" =>
            {
                let place = ident.span().byte_range().start..message.span().byte_range().end;
                let message: syn::LitStr = syn::parse2(message.stream()).unwrap();
                let place = text.get(place).unwrap_or_default();
                let place = place.split_whitespace().collect::<Vec<_>>().join(" ");
                mistakes.push((place, message.value()));
            }
            (TokenTree::Group(group), _) => find_mistakes(&group.stream(), text, mistakes),
            _ => {}
        }
    }
}

/// Prints tokens with a line for each statement and item.
fn print(tokens: &TokenStream, depth: usize, text: &mut String) {
    let indent = "    ".repeat(depth);
    let mut line = String::new();
    for tree in tokens.clone() {
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                writeln!(text, "{indent}{}{{", spaced(&line)).unwrap();
                line.clear();
                print(&group.stream(), depth + 1, text);
                writeln!(text, "{indent}}}").unwrap();
            }
            TokenTree::Group(group) if group.to_string().len() > LONG => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace | Delimiter::None => ("", ""),
                };
                writeln!(text, "{indent}{}{open}", spaced(&line)).unwrap();
                line.clear();
                print(&group.stream(), depth + 1, text);
                line.push_str(close);
            }
            TokenTree::Punct(mark) if mark.as_char() == ',' && line.len() > LONG / 2 => {
                writeln!(text, "{indent}{line},").unwrap();
                line.clear();
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => {
                writeln!(text, "{indent}{line};").unwrap();
                line.clear();
            }
            tree => {
                let is_mark = matches!(tree, TokenTree::Punct(_));
                let ends_with_mark = line.ends_with(|end: char| end.is_ascii_punctuation());
                if !is_mark && !line.is_empty() && !ends_with_mark {
                    line.push(' ');
                }
                line.push_str(&TokenStream::from(tree).to_string());
            }
        }
    }
    if !line.is_empty() {
        writeln!(text, "{indent}{line}").unwrap();
    }
}

fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("{line} ") }
}

/// FNV-1a.
fn digest(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}
