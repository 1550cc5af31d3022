//! What is written in `#[lianlian(…)]`.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Path, parse_quote};

use crate::errors::Errors;
use crate::names::unknown;

/// Attributes of a struct.
pub(crate) struct Container {
    /// `operation = path`.
    pub(crate) operation: Option<Path>,
    /// `crate = path`: where the crate `lianlian` is.
    pub(crate) krate: Path,
}

/// Attributes of a field or variant.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a word that is there or not")]
pub(crate) struct Member {
    /// `field = "name"`.
    pub(crate) field: Option<LitStr>,
    /// `code = "text"`.
    pub(crate) code: Option<LitStr>,
    /// `skip`.
    pub(crate) skip: bool,
    /// `unknown`.
    pub(crate) unknown: bool,
    /// `json`.
    pub(crate) json: bool,
    /// Whether something in it was wrong, so that what is missing may just not have been read.
    pub(crate) is_broken: bool,
}

/// Reads the attributes of a struct or enum; `known` are those that the derive understands.
pub(crate) fn container(
    attributes: &[Attribute],
    known: &[&str],
    errors: &mut Errors,
) -> Container {
    let mut container = Container { operation: None, krate: parse_quote!(::lianlian) };
    each(attributes, known, errors, |name, meta| {
        match name {
            "operation" => {
                let path: Path = meta.value()?.parse()?;
                set(&mut container.operation, path, meta)?;
            }
            "crate" => container.krate = meta.value()?.parse()?,
            _ => {}
        }
        Ok(())
    });
    container
}

/// Reads the attributes of a field or variant.
pub(crate) fn member(attributes: &[Attribute], known: &[&str], errors: &mut Errors) -> Member {
    let mut member = Member::default();
    let is_read = each(attributes, known, errors, |name, meta| {
        match name {
            "field" => {
                let text: LitStr = meta.value()?.parse()?;
                if text.value().is_empty() {
                    return Err(syn::Error::new_spanned(text, "a field has a name"));
                }
                set(&mut member.field, text, meta)?;
            }
            "code" => set(&mut member.code, meta.value()?.parse()?, meta)?,
            "skip" => member.skip = true,
            "unknown" => member.unknown = true,
            "json" => member.json = true,
            _ => {}
        }
        Ok(())
    });
    member.is_broken = !is_read;
    member
}

fn set<T>(place: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if place.is_some() {
        return Err(meta.error("given twice"));
    }
    *place = Some(value);
    Ok(())
}

/// Reads every attribute of ours; says whether all could be read.
fn each(
    attributes: &[Attribute],
    known: &[&str],
    errors: &mut Errors,
    mut take: impl FnMut(&str, &ParseNestedMeta<'_>) -> syn::Result<()>,
) -> bool {
    let mut is_read = true;
    for attribute in attributes.iter().filter(|a| a.path().is_ident("lianlian")) {
        let result = attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            if known.contains(&name.as_str()) {
                return take(&name, &meta);
            }
            Err(meta.error(unknown("attribute", &name, known)))
        });
        is_read &= errors.keep(result).is_some();
    }
    is_read
}
