//! What serde's attributes do to the JSON of a struct.

use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprPath, LitStr, Token};

use crate::errors::Errors;
use crate::names::unknown;

/// How `rename_all` turns field names into names on the wire.
#[derive(Clone, Copy)]
pub(crate) enum RenameRule {
    Same,
    Upper,
    Pascal,
    Camel,
    Kebab,
    UpperKebab,
}

/// serde's names of the rules, and what each does to a `snake_case` field.
const RULES: [(&str, RenameRule); 8] = [
    ("lowercase", RenameRule::Same),
    ("UPPERCASE", RenameRule::Upper),
    ("PascalCase", RenameRule::Pascal),
    ("camelCase", RenameRule::Camel),
    ("snake_case", RenameRule::Same),
    ("SCREAMING_SNAKE_CASE", RenameRule::Upper),
    ("kebab-case", RenameRule::Kebab),
    ("SCREAMING-KEBAB-CASE", RenameRule::UpperKebab),
];

impl RenameRule {
    /// The name on the wire of a field.
    pub(crate) fn apply(self, field: &str) -> String {
        match self {
            Self::Same => field.to_owned(),
            Self::Upper => field.to_ascii_uppercase(),
            Self::Pascal => pascal(field),
            Self::Camel => {
                let pascal = pascal(field);
                let mut characters = pascal.chars();
                let first = characters.next().map(|first| first.to_ascii_lowercase());
                first.into_iter().chain(characters).collect()
            }
            Self::Kebab => field.replace('_', "-"),
            Self::UpperKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(field: &str) -> String {
    let mut starts_word = true;
    let mut name = String::new();
    for character in field.chars() {
        if character == '_' {
            starts_word = true;
        } else if std::mem::take(&mut starts_word) {
            name.push(character.to_ascii_uppercase());
        } else {
            name.push(character);
        }
    }
    name
}

/// What serde is told about one field.
#[derive(Default)]
pub(crate) struct SerdeField {
    pub(crate) rename: Option<LitStr>,
    pub(crate) skip: bool,
    pub(crate) skip_if: Option<ExprPath>,
}

/// Reads serde's attributes of a struct.
pub(crate) fn container(attributes: &[Attribute], errors: &mut Errors) -> RenameRule {
    let mut rule = RenameRule::Same;
    each(attributes, errors, |name, meta| {
        match name {
            "rename_all" => {
                if let Some(text) = serialize_name(meta)? {
                    let known = RULES.map(|(name, _)| name);
                    let found = RULES.iter().find(|(name, _)| *name == text.value());
                    rule = found.map(|(_, rule)| *rule).ok_or_else(|| {
                        syn::Error::new_spanned(
                            &text,
                            unknown("rename rule", &text.value(), &known),
                        )
                    })?;
                }
                Ok(())
            }
            // These concern reading, or names that no field carries.
            "rename"
            | "deny_unknown_fields"
            | "default"
            | "bound"
            | "crate"
            | "from"
            | "try_from"
            | "expecting"
            | "rename_all_fields" => ignore(meta),
            "transparent" | "into" | "remote" | "tag" | "content" | "untagged" => Err(rejected(
                meta,
                name,
                "the JSON then has other members than the struct has fields",
            )),
            _ => Err(unsure(meta, name)),
        }
    });
    rule
}

/// Reads serde's attributes of a field.
pub(crate) fn field(attributes: &[Attribute], errors: &mut Errors) -> SerdeField {
    let mut field = SerdeField::default();
    each(attributes, errors, |name, meta| {
        match name {
            "rename" => {
                if let Some(text) = serialize_name(meta)? {
                    field.rename = Some(text);
                }
                Ok(())
            }
            "skip" | "skip_serializing" => {
                field.skip = true;
                Ok(())
            }
            "skip_serializing_if" => {
                let text: LitStr = meta.value()?.parse()?;
                field.skip_if = Some(text.parse()?);
                Ok(())
            }
            // These concern reading.
            "default" | "alias" | "deserialize_with" | "skip_deserializing" | "borrow"
            | "bound" => ignore(meta),
            "flatten" => Err(rejected(meta, name, "which members it adds is not known here")),
            "with" | "serialize_with" | "getter" => {
                Err(rejected(meta, name, "which text it writes is not known here"))
            }
            _ => Err(unsure(meta, name)),
        }
    });
    field
}

/// The name in `rename = "…"` or `rename(serialize = "…", …)`.
fn serialize_name(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        return Ok(Some(meta.value()?.parse()?));
    }
    let mut found = None;
    meta.parse_nested_meta(|inner| {
        let text: LitStr = inner.value()?.parse()?;
        if inner.path.is_ident("serialize") {
            found = Some(text);
        }
        Ok(())
    })?;
    Ok(found)
}

fn ignore(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in meta.input);
        content.call(Punctuated::<Expr, Token![,]>::parse_terminated)?;
    }
    Ok(())
}

fn rejected(meta: &ParseNestedMeta<'_>, name: &str, why: &str) -> syn::Error {
    meta.error(format!(
        "`SignSource` cannot follow #[serde({name})]: {why}, so the signature could disagree with the \
         JSON that is sent"
    ))
}

fn unsure(meta: &ParseNestedMeta<'_>, name: &str) -> syn::Error {
    rejected(meta, name, "what it does to the JSON is not known here")
}

fn each(
    attributes: &[Attribute],
    errors: &mut Errors,
    mut take: impl FnMut(&str, &ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let result = attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            take(&name, &meta)
        });
        errors.keep(result);
    }
}
