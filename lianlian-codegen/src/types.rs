//! Which Rust type holds which kind of field.

use lianlian_spec::Spec;
use lianlian_spec::model::{Encoding, Field, Kind};
use proc_macro2::TokenStream;
use quote::quote;

use crate::ident;

/// The type of a field's value, without `Option`.
pub(crate) fn of(spec: &Spec, field: &Field) -> TokenStream {
    match &field.kind {
        Kind::Text | Kind::Digits if field.sensitive => quote!(__p::Sensitive),
        Kind::Text | Kind::Digits => quote!(String),
        Kind::Int => quote!(u64),
        Kind::Amount => quote!(__p::Amount),
        Kind::Time => quote!(__p::OrderTime),
        Kind::Date => quote!(__p::Date),
        Kind::Ip => quote!(__p::PayerIp),
        Kind::Code(list) => {
            let name = spec.code_list(list).map_or(list.as_str(), |list| &list.type_name);
            let name = ident(name);
            quote!(super::codes::#name)
        }
        Kind::Structure(id) => {
            let name = ident(&crate::structures::type_name(id));
            quote!(super::structures::#name)
        }
    }
}

/// Whether a builder takes anything that turns into the type.
pub(crate) fn is_converted(field: &Field) -> bool {
    matches!(field.kind, Kind::Text | Kind::Digits | Kind::Ip)
}

/// Whether a structure is a list that replies carry.
pub(crate) fn is_list(spec: &Spec, structure: &str) -> bool {
    spec.structure(structure).is_some_and(|one| one.encoding == Encoding::JsonList)
}

/// The type of a received field's value, without `Option`.
///
/// Like [`of`], but lenient: the text of a structure is not taken apart.
pub(crate) fn of_received(spec: &Spec, field: &Field) -> TokenStream {
    match &field.kind {
        Kind::Structure(id) if is_list(spec, id) => of(spec, field),
        Kind::Structure(_) if field.sensitive => quote!(__p::Sensitive),
        Kind::Structure(_) => quote!(String),
        _ => of(spec, field),
    }
}
