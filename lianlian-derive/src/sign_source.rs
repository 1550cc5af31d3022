//! `#[derive(SignSource)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, ExprPath, Field, LitStr};

use crate::attributes::{Known, container, member};
use crate::errors::Errors;
use crate::names::compare;
use crate::serde_attributes::{self, RenameRule};
use crate::structs::{is_generic, name_of, named_fields};

/// A member of the source.
struct Member<'a> {
    field: &'a Field,
    name: String,
    skip_if: Option<ExprPath>,
    is_json: bool,
}

const KNOWN: Known = Known { derive: "SignSource", container: &["crate"], member: &["json"] };

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let krate = container(&input.attrs, &KNOWN, &mut errors).krate;
    let rule = serde_attributes::container(&input.attrs, &mut errors);
    let fields = named_fields(input, "SignSource", &mut errors).unwrap_or_default();
    let mut members = members(&fields, rule, &mut errors);
    members.sort_by(|a, b| compare(&a.name, &b.name));
    if !errors.is_empty() {
        members.clear();
    }
    let pairs = members.iter().map(pair);
    let ident = &input.ident;
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let own = input.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let of_parameters = members.iter().filter(|one| is_generic(input, &one.field.ty)).map(|one| {
        let ty = &one.field.ty;
        if one.is_json { quote!(#ty: __p::JsonValue) } else { quote!(#ty: __p::SourceValue) }
    });
    let bounds: Vec<_> = own.map(|one| quote!(#one)).chain(of_parameters).collect();
    let where_clause = (!bounds.is_empty()).then(|| quote!(where #(#bounds),*));
    let errors = errors.into_tokens();
    quote! {
        #errors
        #[allow(unused_qualifications)]
        const _: () = {
            use #krate::__private as __p;

            #[automatically_derived]
            impl #impl_generics __p::SignSource for #ident #type_generics #where_clause {
                fn write_source<__S: __p::Sink>(&self, sink: &mut __S) {
                    #[allow(unused_mut, unused_variables)]
                    let mut source = __p::SourceWriter::new(sink);
                    #(#pairs)*
                }
            }
        };
    }
}

fn members<'a>(fields: &[&'a Field], rule: RenameRule, errors: &mut Errors) -> Vec<Member<'a>> {
    let mut members: Vec<Member<'a>> = Vec::new();
    for field in fields {
        let is_json = member(&field.attrs, &KNOWN, errors).json.is_some();
        let serde = serde_attributes::field(&field.attrs, errors);
        if serde.skip {
            continue;
        }
        let renamed = serde.rename.as_ref().map(LitStr::value);
        let name = renamed.unwrap_or_else(|| rule.apply(&name_of(field)));
        if let Some(first) = members.iter().find(|other| other.name == name) {
            let first = name_of(first.field);
            let message =
                format!("`{name}` is already the name of the field `{first}` in the JSON");
            match &serde.rename {
                Some(rename) => errors.at(rename, message),
                None => errors.at(&field.ident, message),
            }
            continue;
        }
        members.push(Member { field, name, skip_if: serde.skip_if, is_json });
    }
    // A source never contains the signature itself.
    members.retain(|member| member.name != "sign");
    members
}

fn pair(Member { field, name, skip_if, is_json }: &Member<'_>) -> TokenStream {
    let (own, ty) = (&field.ident, &field.ty);
    let value = if *is_json {
        quote_spanned!(ty.span()=> <#ty as __p::JsonValue>::json_value)
    } else {
        quote_spanned!(ty.span()=> <#ty as __p::SourceValue>::source_value)
    };
    let pair = quote!(source.pair(#name, #value(&self.#own).as_str()););
    match skip_if {
        Some(predicate) => quote!(if !#predicate(&self.#own) { #pair }),
        None => pair,
    }
}
