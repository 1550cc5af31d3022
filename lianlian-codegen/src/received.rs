//! Structs that verified replies and notifications are read into.

use lianlian_spec::Spec;
use lianlian_spec::model::{Field, FilledBy, Group, Operation, Required};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::{self, doc};
use crate::structures::wire_name;
use crate::{ident, meta, operation, steps, structures, types};

/// Name of the struct of a reply.
pub(crate) fn reply_name(operation: &Operation) -> String {
    format!("{}Reply", operation.type_name)
}

/// The struct of a reply.
///
/// Only `ret_code` must be there: a signed answer that lacks something else is still an answer, and
/// refusing it would turn a payment that was made into one that is unknown.
pub(crate) fn reply(spec: &Spec, operation: &Operation) -> TokenStream {
    let name = ident(&reply_name(operation));
    let request = ident(&operation.type_name);
    let docs = doc(&[
        format!("The answer to [`{request}`]."),
        "Whatever the documentation says is always there may be missing all the same; only the return \
         code is certain."
            .to_owned(),
    ]);
    let fields = fields(spec, &operation.reply, |field| field.name == "ret_code");
    let (name, steps) = if operation.steps.is_empty() {
        (name, None)
    } else {
        (ident(&steps::answer_name(operation)), Some(steps::steps(spec, operation)))
    };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, ::lianlian::Reply)]
        #[lianlian(operation = #request)]
        #[non_exhaustive]
        pub struct #name {
            #fields
        }

        #steps
    }
}

/// The struct of an object in a list that replies carry.
pub(crate) fn group(spec: &Spec, group: &Group, docs: &TokenStream) -> TokenStream {
    let name = ident(&group.type_name);
    let (group_name, title) = (&group.name, &group.title);
    let table = meta::fields(spec, &group.fields);
    let mut struct_fields = Vec::new();
    let mut values = Vec::new();
    for field in &group.fields {
        let (own, wire) = (ident(&field.rust_name), &field.name);
        let ty = types::of_received(spec, field);
        let kind = structures::kind(field);
        let docs = doc(&docs::field(field));
        struct_fields.push(quote!(#docs pub #own: Option<#ty>,));
        values.push(quote! {
            #own: reader.field(
                #wire, <Option<#ty> as __p::ReadField<__p::kind::#kind, false>>::read_field,
            )?,
        });
    }
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #name {
            #(#struct_fields)*
            /// What the object carries beside the documented fields.
            pub unknown_fields: __p::UnknownFields,
        }

        impl __p::ReceivedGroup for #name {
            const META: &'static __p::GroupMeta = {
            static META: __p::GroupMeta = __p::GroupMeta {
                name: #group_name,
                title: #title,
                in_list: Option::None,
                fields: #table,
                rules: &[],
            };
            &META
            };

            fn read(reader: &__p::Reader<'_>) -> Result<Self, __p::ReadError> {
                Result::Ok(Self { #(#values)* unknown_fields: reader.unknown() })
            }
        }
    }
}

/// The struct of a notification.
pub(crate) fn notification(spec: &Spec, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let docs = operation::docs(operation);
    let fields = fields(spec, &operation.request, is_certain);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, ::lianlian::Notification)]
        #[lianlian(operation = #name)]
        #[non_exhaustive]
        pub struct #name {
            #fields
        }
    }
}

/// Whether every such message carries the field: not if it comes under a condition.
pub(crate) fn is_certain(field: &Field) -> bool {
    field.required == Required::Yes && field.when.is_none()
}

fn fields(spec: &Spec, fields: &[Field], is_certain: impl Fn(&Field) -> bool) -> TokenStream {
    // What verification has dealt with says nothing more.
    let is_read =
        |field: &&Field| !matches!(field.filled_by, Some(FilledBy::Signature | FilledBy::Scheme));
    let fields = fields.iter().filter(is_read).map(|field| {
        let mut paragraphs = docs::field(field);
        let (own, ty, wire) =
            (ident(&field.rust_name), types::of_received(spec, field), wire_name(field));
        let ty = if field.unsigned.is_some() {
            paragraphs.push("The signature may not cover it.".to_owned());
            quote!(__p::Unsigned<#ty>)
        } else if is_certain(field) {
            ty
        } else {
            quote!(Option<#ty>)
        };
        let docs = doc(&paragraphs);
        quote!(#docs #wire pub #own: #ty,)
    });
    quote! {
        #(#fields)*
        /// What the message carries beside the documented fields.
        #[lianlian(unknown)]
        pub unknown_fields: __p::UnknownFields,
    }
}
