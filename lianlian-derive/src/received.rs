//! `#[derive(Reply)]` and `#[derive(Notification)]`: structs that verified messages are read into.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Field, Ident, LitStr, Path};

use crate::attributes::{Container, container, member};
use crate::errors::Errors;
use crate::structs::{name_of, named_fields};

/// What distinguishes the two derives.
pub(crate) struct Flavour {
    derive: &'static str,
    example: &'static str,
    /// Run-time function that finds a field in the message.
    position: &'static str,
    /// Run-time function that tells whether the signature may leave it out.
    is_unsigned: &'static str,
}

pub(crate) const REPLY: Flavour = Flavour {
    derive: "Reply",
    example: "aggregate::Query",
    position: "reply_field",
    is_unsigned: "is_unsigned_reply",
};

pub(crate) const NOTIFICATION: Flavour = Flavour {
    derive: "Notification",
    example: "aggregate::AsyncNotification",
    position: "notification_field",
    is_unsigned: "is_unsigned_notification",
};

/// Where the value of a struct's field comes from.
enum Source {
    Message(LitStr),
    Unknown,
    Default,
}

pub(crate) fn derive(input: &DeriveInput, flavour: &Flavour) -> TokenStream {
    let mut errors = Errors::default();
    let container = container(&input.attrs, &["operation", "crate"], &mut errors);
    let fields = named_fields(input, flavour.derive, &mut errors);
    if container.operation.is_none() && errors.is_empty() {
        let Flavour { derive, example, .. } = flavour;
        errors.at(
            &input.ident,
            format!(
                "which operation is this the {} of? Write #[lianlian(operation = {example})] or another \
                 one on the struct",
                derive.to_lowercase(),
            ),
        );
    }
    let sources = sources(&fields.unwrap_or_default(), &mut errors);
    let Some(operation) = &container.operation else {
        return errors.into_tokens();
    };
    let body = if errors.is_empty() {
        implementation(input, &container, operation, flavour, &sources)
    } else {
        stub(input, &container, operation, flavour)
    };
    let errors = errors.into_tokens();
    quote!(#errors #body)
}

fn sources<'a>(fields: &[&'a Field], errors: &mut Errors) -> Vec<(&'a Field, Source)> {
    let mut sources: Vec<(&Field, Source)> = Vec::new();
    for field in fields {
        let member = member(&field.attrs, &["field", "skip", "unknown"], errors);
        if member.skip {
            sources.push((field, Source::Default));
            continue;
        }
        if member.unknown {
            sources.push((field, Source::Unknown));
            continue;
        }
        let name = member.field.unwrap_or_else(|| LitStr::new(&name_of(field), field.ident.span()));
        let is_same = |(_, other): &&(&Field, Source)| match other {
            Source::Message(other) => other.value() == name.value(),
            _ => false,
        };
        if let Some((first, _)) = sources.iter().find(is_same) {
            let (wire, first) = (name.value(), name_of(first));
            errors.at(&name, format!("`{wire}` is already read into the field `{first}`"));
            continue;
        }
        sources.push((field, Source::Message(name)));
    }
    sources
}

fn implementation(
    input: &DeriveInput,
    Container { krate, .. }: &Container,
    operation: &Path,
    flavour: &Flavour,
    sources: &[(&Field, Source)],
) -> TokenStream {
    let ident = &input.ident;
    let derive = Ident::new(flavour.derive, proc_macro2::Span::call_site());
    let is_unsigned = format_ident!("{}", flavour.is_unsigned);
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let mut places = Vec::new();
    let mut values = Vec::new();
    for (at, (field, source)) in sources.iter().enumerate() {
        let (own, ty) = (&field.ident, &field.ty);
        values.push(match source {
            Source::Unknown => quote!(#own: reader.unknown(),),
            Source::Default => quote!(#own: ::core::default::Default::default(),),
            Source::Message(name) => {
                let place = format_ident!("FIELD_{at}");
                // With the span of the name, so that the compiler points there.
                let position = Ident::new(flavour.position, name.span());
                places.push(quote_spanned! {name.span()=>
                    const #place: usize = __p::#position(meta(), #name, #at);
                });
                let read = quote_spanned! {ty.span()=>
                    <#ty as __p::ReadField<{ __p::#is_unsigned(meta(), #place) }>>
                };
                quote!(#own: reader.field(#name, #read::read_field)?,)
            }
        });
    }
    quote! {
        const _: () = {
            use #krate::__private as __p;
            // A function and no constant: the compiler checks the whole table for each constant that refers
            // to it.
            const fn meta() -> &'static __p::OperationMeta {
                <#operation as __p::Operation>::META
            }
            #(#places)*
            #[automatically_derived]
            impl #impl_generics __p::#derive for #ident #type_generics #where_clause {
                type Operation = #operation;

                fn read(reader: &__p::Reader<'_>) -> ::core::result::Result<Self, __p::ReadError> {
                    ::core::result::Result::Ok(Self { #(#values)* })
                }
            }
        };
    }
}

/// An implementation that keeps the rest of the program compiling beside a mistake.
fn stub(
    input: &DeriveInput,
    Container { krate, .. }: &Container,
    operation: &Path,
    flavour: &Flavour,
) -> TokenStream {
    let ident = &input.ident;
    let derive = Ident::new(flavour.derive, proc_macro2::Span::call_site());
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::__private::#derive for #ident #type_generics #where_clause {
            type Operation = #operation;
            fn read(
                _reader: &#krate::__private::Reader<'_>,
            ) -> ::core::result::Result<Self, #krate::__private::ReadError> {
                loop {}
            }
        }
    }
}
