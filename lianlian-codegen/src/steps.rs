//! Replies that ask for a next step: an enum to match, and builders of the operations that follow.

use std::collections::BTreeSet;

use lianlian_spec::Spec;
use lianlian_spec::model::{Field, Kind, Operation, Required, Step};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::builder::needs_name;
use crate::docs::{doc, sentence};
use crate::received::reply_name;
use crate::{codes, ident, structures, types};

/// Name of the struct with the fields of a reply that asks for steps.
pub(crate) fn answer_name(operation: &Operation) -> String {
    format!("{}Answer", operation.type_name)
}

/// The enum of an operation's reply, and a struct for each step.
pub(crate) fn steps(spec: &Spec, operation: &Operation) -> TokenStream {
    let reply = ident(&reply_name(operation));
    let answer = ident(&answer_name(operation));
    let request = ident(&operation.type_name);
    let docs = doc(&[
        format!("The answer to [`{request}`], sorted by what the gateway waits for next."),
        "Match it: an answer with a further step is no payment yet.".to_owned(),
    ]);
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    let mut answers = Vec::new();
    for (at, step) in operation.steps.iter().enumerate() {
        let variant = ident(&codes::pascal(&step.name));
        let ty = type_name(operation, step);
        let docs = doc(&[sentence(&step.title), leads(step)]);
        variants.push(quote!(#docs #variant(#ty),));
        answers.push(quote!(Self::#variant(step) => &step.answer,));
        let carried = step.from_reply.iter().map(|name| {
            let field = operation.reply.iter().find(|field| field.name == *name);
            let (own, ty, kind) = field.map_or_else(
                || (ident(name), quote!(String), ident("Text")),
                |field| {
                    (
                        ident(&field.rust_name),
                        types::of_received(spec, field),
                        structures::kind(field),
                    )
                },
            );
            let read = quote!(<#ty as __p::ReadField<__p::kind::#kind, false>>::read_field);
            quote!(#own: reader.field(#name, #read)?,)
        });
        arms.push(quote! {
            Option::Some(#at) => Self::#variant(#ty { #(#carried)* answer }),
        });
    }
    if may_be_done(spec, operation) {
        variants.push(quote! {
            /// The gateway waits for nothing more.
            Done(#answer),
        });
        answers.push(quote!(Self::Done(answer) => answer,));
        arms.push(quote!(_ => Self::Done(answer),));
    } else {
        arms.push(quote!(_ => return Result::Err(reader.unexpected("ret_code")),));
    }
    let structs = operation.steps.iter().map(|step| step_struct(spec, operation, step));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum #reply {
            #(#variants)*
        }

        impl #reply {
            /// The fields of the answer, whatever it asks for.
            pub fn answer(&self) -> &#answer {
                match self {
                    #(#answers)*
                }
            }
        }

        impl __p::Answers<#request> for #reply {}

        impl __p::Reply for #reply {
            type Operation = #request;

            fn read(reader: &__p::Reader<'_>) -> Result<Self, __p::ReadError> {
                let answer = <#answer as __p::Reply>::read(reader)?;
                Result::Ok(match reader.step(<#request as __p::Operation>::META.steps) {
                    #(#arms)*
                })
            }
        }

        #(#structs)*
    }
}

fn type_name(operation: &Operation, step: &Step) -> Ident {
    format_ident!("{}{}", operation.type_name, codes::pascal(&step.name))
}

/// What leads to a step, in words.
fn leads(step: &Step) -> String {
    let codes: Vec<_> = step.codes.iter().map(|code| format!("`{code}`")).collect();
    let present = step.or_present.iter().map(|field| format!("`{field}` is there"));
    let code = (!codes.is_empty()).then(|| format!("`ret_code` is {}", codes.join(" or ")));
    let reasons: Vec<_> = code.into_iter().chain(present).collect();
    format!("When {}.", reasons.join(", or when "))
}

/// Whether some code of an answer leads to no step.
pub(crate) fn may_be_done(spec: &Spec, operation: &Operation) -> bool {
    let of_steps: BTreeSet<&str> =
        operation.steps.iter().flat_map(|step| &step.codes).map(String::as_str).collect();
    let ret_code = operation.reply.iter().find(|field| field.name == "ret_code");
    match ret_code.map(|field| &field.kind) {
        Some(Kind::Code(list)) => spec.code_list(list).is_none_or(|list| {
            list.codes.iter().any(|entry| !of_steps.contains(entry.code.as_str()))
        }),
        _ => true,
    }
}

fn step_struct(spec: &Spec, operation: &Operation, step: &Step) -> TokenStream {
    let name = type_name(operation, step);
    let answer = ident(&answer_name(operation));
    let docs = doc(&[sentence(&step.title), format!("Go on with `{}`.", step.operation)]);
    let carried = step.from_reply.iter().filter_map(|wire| {
        let field = operation.reply.iter().find(|field| field.name == *wire)?;
        let (own, ty) = (ident(&field.rust_name), types::of_received(spec, field));
        let docs = doc(&[sentence(&field.meaning)]);
        Some(quote!(#docs pub #own: #ty,))
    });
    let next = spec.operation(&step.operation).map(|next| next_builder(operation, step, next));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #name {
            #(#carried)*
            /// Every field of the answer.
            pub answer: #answer,
        }

        impl #name {
            #next
        }
    }
}

/// The method that starts the operation a step leads to, with everything filled in that is known.
fn next_builder(operation: &Operation, step: &Step, next: &Operation) -> TokenStream {
    let method = ident(&next.name);
    let module = if next.product == operation.product {
        quote!()
    } else {
        let product = ident(&next.product);
        quote!(super::#product::)
    };
    let target = ident(&next.type_name);
    let builder = format_ident!("{}Builder", next.type_name);
    let needs = needs_name(&next.type_name);
    let request = ident(&operation.type_name);
    let is_carried =
        |name: &String| step.from_reply.contains(name) || step.from_request.contains(name);
    let required = next.request.iter().filter(|field| {
        field.required == Required::Yes && field.filled_by.is_none() && field.fixed.is_none()
    });
    let states = required.map(|field| {
        if is_carried(&field.name) {
            quote!(__p::Set)
        } else {
            let own = ident(&field.rust_name);
            quote!(#module #needs::#own)
        }
    });
    let own_name = |fields: &[Field], name: &str| {
        ident(field_of(fields, name).map_or(name, |field| &field.rust_name))
    };
    let mut chain = quote!(#module #target::builder());
    for name in &step.from_reply {
        let (setter, own) = (own_name(&next.request, name), own_name(&operation.reply, name));
        let value = copied(field_of(&operation.reply, name), &quote!(self.#own));
        chain = quote!(#chain.#setter(#value));
    }
    let mut optional = Vec::new();
    for name in &step.from_request {
        let (setter, own) = (own_name(&next.request, name), own_name(&operation.request, name));
        let sent = field_of(&operation.request, name);
        if sent.is_some_and(|field| field.required == Required::Yes) {
            let value = copied(sent, &quote!(request.#own));
            chain = quote!(#chain.#setter(#value));
        } else {
            optional.push(quote! {
                match &request.#own {
                    Option::Some(value) => builder.#setter(value.clone()),
                    Option::None => builder,
                }
            });
        }
    }
    // The last of them is the value of the function.
    let body =
        optional.into_iter().fold(chain, |before, next| quote!(let builder = #before; #next));
    let parameter = (!step.from_request.is_empty()).then(|| quote!(request: &#request));
    let missing: Vec<_> = next
        .request
        .iter()
        .filter(|field| {
            field.required == Required::Yes
                && field.filled_by.is_none()
                && field.fixed.is_none()
                && !is_carried(&field.name)
        })
        .map(|field| format!("`{}`", field.name))
        .collect();
    let missing = match missing.as_slice() {
        [] => "Nothing is left to give.".to_owned(),
        missing => format!("Left to give: {}.", missing.join(", ")),
    };
    let whose = if step.from_request.is_empty() {
        String::new()
    } else {
        "`request` is the one that was answered.".to_owned()
    };
    let docs = doc(&[format!("Starts `{}`. {missing}", next.id), whose]);
    quote! {
        #docs
        pub fn #method(&self, #parameter) -> #module #builder<#(#states),*> {
            #body
        }
    }
}

fn field_of<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

/// A value to hand on: times, dates, amounts, addresses and numbers copy themselves.
fn copied(field: Option<&Field>, value: &TokenStream) -> TokenStream {
    match field.map(|field| &field.kind) {
        Some(Kind::Int | Kind::Amount | Kind::Time | Kind::Date | Kind::Ip) => value.clone(),
        _ => quote!(#value.clone()),
    }
}
