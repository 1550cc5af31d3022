//! Samples of the spec as Rust: what a program writes to build that request.
//!
//! The pages of the documentation show it, and the tests compile it and send it through everything.

use lianlian_spec::Spec;
use lianlian_spec::model::{Encoding, Field, Group, Kind, Operation, Sample, Structure, Transport};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use crate::{HEADER, codes, ident, layout, structures};

/// The expression that builds a sample's request, as it stands in a function that returns a `Result`.
///
/// `None` for what the gateway sends, and for a sample without a request.
#[must_use]
pub fn example(spec: &Spec, operation: &Operation, sample: &Sample) -> Option<String> {
    let request = request(spec, operation, sample)?;
    Some(layout::laid_out(quote!(let request = #request;)))
}

/// A module that hands every sample of the spec to a visitor: requests built, notifications by type.
#[must_use]
pub fn walk(spec: &Spec) -> String {
    let visits = spec.operations().flat_map(|operation| {
        operation.samples.iter().enumerate().map(|(at, sample)| {
            let id = &operation.id;
            let product = ident(&operation.product);
            let name = ident(&operation.type_name);
            let request = request(spec, operation, sample);
            match (operation.transport, request) {
                (Transport::Notification, _) => {
                    quote!(visitor.notification::<lianlian::#product::#name>(#id, #at);)
                }
                (Transport::SyncNotification, _) => {
                    quote!(visitor.browser_notification::<lianlian::#product::#name>(#id, #at);)
                }
                (transport, Some(request)) => {
                    let method = format_ident!(
                        "{}",
                        match transport {
                            Transport::FormPost | Transport::FormReqData => "form",
                            Transport::MobileSdk => "mobile",
                            _ => "call",
                        }
                    );
                    quote!(visitor.#method(#id, #at, &#request);)
                }
                (_, None) => quote!(),
            }
        })
    });
    let source = layout::laid_out(quote! {
        pub(super) fn walk<V: super::Visitor>(visitor: &mut V) -> Result<(), Box<dyn std::error::Error>> {
            #(#visits)*
            Ok(())
        }
    });
    format!("{HEADER}{source}")
}

pub(crate) fn request(spec: &Spec, operation: &Operation, sample: &Sample) -> Option<TokenStream> {
    if operation.transport.is_notification() {
        return None;
    }
    let members = members(sample.request.as_deref()?)?;
    let product = ident(&operation.product);
    let name = ident(&operation.type_name);
    let given = operation.request.iter().filter(|field| {
        field.filled_by.is_none() && field.fixed.is_none() && members.contains_key(&field.name)
    });
    let setters = given.filter_map(|field| setter(spec, field, members.get(&field.name)?));
    Some(quote!(lianlian::#product::#name::builder() #(#setters)* .build()?))
}

pub(crate) fn members(json: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(json).ok()
}

pub(crate) fn setter(spec: &Spec, field: &Field, value: &Value) -> Option<TokenStream> {
    let name = ident(&field.rust_name);
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let value = value_of(spec, field, &text)?;
    Some(quote!(.#name(#value)))
}

fn value_of(spec: &Spec, field: &Field, text: &str) -> Option<TokenStream> {
    Some(match &field.kind {
        Kind::Text | Kind::Digits => quote!(#text),
        Kind::Int => {
            let number = Literal::u64_unsuffixed(text.parse().ok()?);
            quote!(#number)
        }
        Kind::Amount => {
            let fen = Literal::u64_unsuffixed(text.replace('.', "").parse().ok()?);
            quote!(lianlian::Amount::from_fen(#fen))
        }
        Kind::Time | Kind::Date => quote!(#text.parse()?),
        Kind::Ip => quote!(#text.parse::<lianlian::PayerIp>()?),
        Kind::Code(list) => {
            let list = spec.code_list(list)?;
            let code = list.codes.iter().find(|entry| entry.code == text)?;
            let (list, code) = (ident(&list.type_name), ident(&codes::pascal(&code.name)));
            quote!(lianlian::codes::#list::#code)
        }
        Kind::Structure(id) => structure(spec, spec.structure(id)?, text)?,
    })
}

fn structure(spec: &Spec, structure: &Structure, text: &str) -> Option<TokenStream> {
    let name = ident(&structures::type_name(&structure.id));
    match &structure.encoding {
        Encoding::JsonObject => {
            let mut left = members(text)?;
            let mut groups = Vec::new();
            for group in structure.groups.iter().filter(|group| group.in_list.is_none()) {
                let setters = group.fields.iter().filter_map(|field| {
                    let value = left.remove(&field.name)?;
                    setter(spec, field, &value)
                });
                let setters: Vec<_> = setters.collect();
                if !setters.is_empty() {
                    groups.push(built(group, &setters));
                }
            }
            let (first, others) = groups.split_first()?;
            Some(quote!(lianlian::structures::#name::new(&#first)? #(.with(&#others)?)*))
        }
        Encoding::Separated { field_separator, entry_separator, .. } => {
            let group = structure.groups.first()?;
            let entries = text.split(*entry_separator).map(|entry| {
                let values = group.fields.iter().zip(entry.split(*field_separator));
                let setters = values.filter_map(|(field, value)| {
                    let name = ident(&field.rust_name);
                    let value = value_of(spec, field, value)?;
                    Some(quote!(.#name(#value)))
                });
                built(group, &setters.collect::<Vec<_>>())
            });
            Some(quote!(lianlian::structures::#name::new(&[#(#entries),*])?))
        }
        Encoding::JsonList => None,
    }
}

fn built(group: &Group, setters: &[TokenStream]) -> TokenStream {
    let name = ident(&group.type_name);
    quote!(lianlian::structures::#name::builder() #(#setters)* .build()?)
}
