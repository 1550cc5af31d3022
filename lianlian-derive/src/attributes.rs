//! What is written in `#[lianlian(…)]`.

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::parse::Parse;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprPath, LitStr, Path, parse_quote};

use crate::errors::Errors;
use crate::names::unknown;

/// Every word that some derive understands, and what it is for.
const WORDS: [(&str, &str); 14] = [
    ("operation", "on the struct"),
    ("crate", "on the struct"),
    ("field", "on a field, or on the struct beside `value`"),
    ("skip", "on a field"),
    ("flatten", "on a field that holds a part of the message"),
    ("raw", "on a field"),
    ("with", "on a field"),
    ("value", "in requests"),
    ("default", "on a field"),
    ("now", "in requests"),
    ("unknown", "on what keeps the unknown: a field of a reply, a variant of a `Code`"),
    ("code", "on a variant of a `Code`"),
    ("list", "on a `Code`"),
    ("json", "on a field of a `SignSource`"),
];

/// What a derive lets stand where.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    /// Name of the derive.
    pub(crate) derive: &'static str,
    /// Words on the struct or enum.
    pub(crate) container: &'static [&'static str],
    /// Words on a field or variant.
    pub(crate) member: &'static [&'static str],
}

/// Attributes of a struct or enum.
pub(crate) struct Container {
    /// `operation = path`, more than one for a part.
    pub(crate) operations: Vec<Path>,
    /// `crate = path`: where the crate `lianlian` is.
    pub(crate) krate: Path,
    /// `list = path`: the code list that an enum follows.
    pub(crate) list: Option<Path>,
    /// Fields that every message of the struct has and the struct has not.
    pub(crate) constants: Vec<Member>,
}

/// Attributes of a field or variant, or of a constant on the struct.
#[derive(Default)]
pub(crate) struct Member {
    /// `field = "name"`.
    pub(crate) field: Option<LitStr>,
    /// `code = "text"`.
    pub(crate) code: Option<LitStr>,
    /// `with = path`.
    pub(crate) with: Option<ExprPath>,
    /// `value = expression`.
    pub(crate) value: Option<Expr>,
    /// `default`, `default = expression`.
    pub(crate) default: Option<(Span, Option<Expr>)>,
    /// The words that are there or not, and where.
    pub(crate) skip: Option<Span>,
    pub(crate) flatten: Option<Span>,
    pub(crate) raw: Option<Span>,
    pub(crate) now: Option<Span>,
    pub(crate) unknown: Option<Span>,
    pub(crate) json: Option<Span>,
    /// Whether something in it was wrong, so that what is missing may just not have been read.
    pub(crate) is_broken: bool,
}

/// Reads the attributes of a struct or enum.
pub(crate) fn container(attributes: &[Attribute], known: &Known, errors: &mut Errors) -> Container {
    let mut container = Container {
        operations: Vec::new(),
        krate: parse_quote!(::lianlian),
        list: None,
        constants: Vec::new(),
    };
    for attribute in ours(attributes) {
        let mut constant = Member::default();
        let mut has_constant = None;
        let is_read = each(attribute, known.derive, known.container, errors, |name, meta| {
            match name {
                "operation" => {
                    let path = argument(meta, "a path: operation = aggregate::DirectPay")?;
                    container.operations.push(path);
                }
                "crate" => container.krate = argument(meta, "a path: crate = payments::lianlian")?,
                "list" => {
                    let path = argument(meta, "a path: list = codes::GoodsKind")?;
                    set(&mut container.list, path, meta)?;
                }
                _ => {
                    has_constant = Some(meta.path.span());
                    constant.take(name, meta)?;
                }
            }
            Ok(())
        });
        if let (Some(span), true) = (has_constant, is_read) {
            match (&constant.field, constant.is_constant()) {
                (None, _) => errors.add(syn::Error::new(
                    span,
                    "on the struct this is about a field that it has not: which? field = \"…\"",
                )),
                (Some(name), false) => errors.at(
                    name,
                    "what does the struct send for it? value = …, now, or default (or move the \
                     attribute onto a field)",
                ),
                (Some(_), true) => container.constants.push(constant),
            }
        }
    }
    container
}

/// Reads the attributes of a field or variant.
pub(crate) fn member(attributes: &[Attribute], known: &Known, errors: &mut Errors) -> Member {
    let mut member = Member::default();
    for attribute in ours(attributes) {
        let is_read = each(attribute, known.derive, known.member, errors, |name, meta| {
            member.take(name, meta)
        });
        member.is_broken |= !is_read;
    }
    member.reject_what_has_no_effect(errors);
    member
}

impl Member {
    fn take(&mut self, name: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let span = meta.path.span();
        match name {
            "field" => {
                let text: LitStr = argument(meta, "a name in quotes: field = \"no_order\"")?;
                if text.value().is_empty() {
                    return Err(syn::Error::new_spanned(
                        text,
                        "the name on the wire is empty; write one, or leave `field` out",
                    ));
                }
                set(&mut self.field, text, meta)
            }
            "code" => set(&mut self.code, argument(meta, "a text: code = \"SUCCESS\"")?, meta),
            "with" => set(&mut self.with, argument(meta, "a function: with = path::to::it")?, meta),
            "value" => set(&mut self.value, argument(meta, "an expression: value = …")?, meta),
            "default" => {
                let given = meta.input.peek(syn::Token![=]);
                let what = "an expression, or stands alone: default = …";
                let given = given.then(|| argument(meta, what)).transpose()?;
                set(&mut self.default, (span, given), meta)
            }
            "skip" => set(&mut self.skip, span, meta),
            "flatten" => set(&mut self.flatten, span, meta),
            "raw" => set(&mut self.raw, span, meta),
            "now" => set(&mut self.now, span, meta),
            "unknown" => set(&mut self.unknown, span, meta),
            "json" => set(&mut self.json, span, meta),
            _ => Ok(()),
        }
    }

    /// Whether it says what is sent without a field of the struct.
    fn is_constant(&self) -> bool {
        self.value.is_some() || self.now.is_some() || self.default.is_some()
    }

    /// The words that are there, and where.
    fn words(&self) -> Vec<(&'static str, Span)> {
        let words = [
            ("field", self.field.as_ref().map(LitStr::span)),
            ("with", self.with.as_ref().map(Spanned::span)),
            ("value", self.value.as_ref().map(Spanned::span)),
            ("default", self.default.as_ref().map(|(span, _)| *span)),
            ("skip", self.skip),
            ("flatten", self.flatten),
            ("raw", self.raw),
            ("now", self.now),
            ("unknown", self.unknown),
        ];
        words.into_iter().filter_map(|(word, span)| Some((word, span?))).collect()
    }

    fn reject_what_has_no_effect(&mut self, errors: &mut Errors) {
        // A word, and those that mean something beside it.
        const ALONE: [(&str, &[&str]); 5] = [
            ("skip", &["default"]),
            ("flatten", &[]),
            ("unknown", &[]),
            ("now", &["field"]),
            ("value", &["field", "raw"]),
        ];
        let words = self.words();
        for (word, beside) in ALONE {
            if !words.iter().any(|(own, _)| *own == word) {
                continue;
            }
            let other = words.iter().find(|(own, _)| *own != word && !beside.contains(own));
            if let Some((other, span)) = other {
                let message = format!("`{other}` has no effect beside `{word}`: drop one of them");
                errors.add(syn::Error::new(*span, message));
                self.is_broken = true;
                return;
            }
        }
    }
}

fn set<T>(place: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if place.is_some() {
        let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        return Err(meta.error(format!("`{name}` is given twice")));
    }
    *place = Some(value);
    Ok(())
}

/// What stands after `=`.
fn argument<T: Parse>(meta: &ParseNestedMeta<'_>, what: &str) -> syn::Result<T> {
    let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
    let place = meta.path.span();
    let value =
        meta.value().map_err(|_| syn::Error::new(place, format!("`{name}` takes {what}")))?;
    let place = value.span();
    value.parse().map_err(|_| syn::Error::new(place, format!("`{name}` takes {what}")))
}

fn ours(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("lianlian"))
}

/// Reads an attribute of ours; says whether all of it could be read.
fn each(
    attribute: &Attribute,
    derive: &str,
    known: &[&str],
    errors: &mut Errors,
    mut take: impl FnMut(&str, &ParseNestedMeta<'_>) -> syn::Result<()>,
) -> bool {
    const ALONE: [&str; 6] = ["skip", "flatten", "raw", "now", "unknown", "json"];
    let result = attribute.parse_nested_meta(|meta| {
        let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        if known.contains(&name.as_str()) {
            if ALONE.contains(&name.as_str()) && meta.input.peek(syn::Token![=]) {
                return Err(meta.error(format!("`{name}` stands alone, without a value")));
            }
            return take(&name, &meta);
        }
        let elsewhere = WORDS.iter().find(|(word, _)| *word == name);
        Err(meta.error(match elsewhere {
            Some((_, place)) => format!(
                "`{name}` means nothing here (it stands {place}); `{derive}` understands here: {}",
                known.join(", "),
            ),
            None if name == "rename" && known.contains(&"field") => {
                "`rename` is serde's; a name on the wire is given with field = \"…\"".to_owned()
            }
            None => unknown("attribute", &name, known),
        }))
    });
    errors.keep(result).is_some()
}
