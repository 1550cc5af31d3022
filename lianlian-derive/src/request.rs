//! `#[derive(Request)]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Field, LitStr, Path, Type};

use crate::attributes::{Container, Member, container, member};
use crate::errors::Errors;
use crate::structs::{name_of, named_fields};

/// A field that is sent.
struct Sent<'a> {
    field: &'a Field,
    /// The wire name; its span is where a mistake about the name is shown.
    name: LitStr,
}

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let container = container(&input.attrs, &["operation", "crate"], &mut errors);
    let fields = named_fields(input, "Request", &mut errors);
    if container.operation.is_none() && errors.is_empty() {
        errors.at(
            &input.ident,
            "which operation is this a request of? Write #[lianlian(operation = aggregate::DirectPay)] \
             or another one on the struct",
        );
    }
    let sent = sent_fields(&fields.unwrap_or_default(), &mut errors);
    let Some(operation) = &container.operation else {
        return errors.into_tokens();
    };
    let body = if errors.is_empty() {
        implementation(input, &container, operation, &sent)
    } else {
        stub(input, &container, operation)
    };
    let errors = errors.into_tokens();
    quote!(#errors #body)
}

fn sent_fields<'a>(fields: &[&'a Field], errors: &mut Errors) -> Vec<Sent<'a>> {
    let mut sent: Vec<Sent<'a>> = Vec::new();
    for field in fields {
        let Member { field: name, skip, .. } = member(&field.attrs, &["field", "skip"], errors);
        if skip {
            continue;
        }
        let name = name.unwrap_or_else(|| LitStr::new(&name_of(field), field.ident.span()));
        if let Some(first) = sent.iter().find(|other| other.name.value() == name.value()) {
            let first = name_of(first.field);
            let wire = name.value();
            errors.at(&name, format!("`{wire}` is already sent from the field `{first}`"));
            continue;
        }
        sent.push(Sent { field, name });
    }
    sent
}

fn implementation(
    input: &DeriveInput,
    Container { krate, .. }: &Container,
    operation: &Path,
    sent: &[Sent<'_>],
) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let places: Vec<_> = (0..sent.len()).map(|at| format_ident!("FIELD_{at}")).collect();
    let names = sent.iter().zip(&places).enumerate().map(|(at, (Sent { name, .. }, place))| {
        quote_spanned! {name.span()=>
            const #place: usize = __p::request_field(meta(), #name, #at);
        }
    });
    let values = sent.iter().zip(&places).enumerate().map(|(at, (sent, place))| {
        let own = &sent.field.ident;
        let value = value(&sent.field.ty, place);
        quote!(#at => #value(&self.#own),)
    });
    let own = sent.len();
    let check = quote_spanned! {operation.span()=>
        const _: () = __p::check_request(meta(), &OWN);
    };
    quote! {
        const _: () = {
            use #krate::__private as __p;
            // A function and no constant: the compiler checks the whole table for each constant that refers
            // to it.
            const fn meta() -> &'static __p::OperationMeta {
                <#operation as __p::Operation>::META
            }
            #(#names)*
            const OWN: [usize; #own] = [#(#places),*];
            #check
            #[automatically_derived]
            impl #impl_generics __p::Request for #ident #type_generics #where_clause {
                type Operation = #operation;
                const PLAN: &'static [__p::Step] =
                    &__p::plan::<{ __p::plan_len(meta(), #own) }>(meta(), &OWN);

                #[allow(clippy::unnecessary_wraps)]
                fn value(&self, own: usize) -> __p::Value<'_> {
                    match own {
                        #(#values)*
                        _ => __p::Value::absent(),
                    }
                }
            }
        };
    }
}

/// The function that gives a field's text, for its type and the kind that the operation wants.
fn value(ty: &Type, place: &syn::Ident) -> TokenStream {
    quote_spanned! {ty.span()=>
        <#ty as __p::FieldValue<
            <__p::Number<{ __p::request_kind(meta(), #place) }> as __p::Numbered>::Kind
        >>::value
    }
}

/// An implementation that keeps the rest of the program compiling beside a mistake.
fn stub(input: &DeriveInput, Container { krate, .. }: &Container, operation: &Path) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::__private::Request for #ident #type_generics #where_clause {
            type Operation = #operation;
            const PLAN: &'static [#krate::__private::Step] = &[];
            fn value(&self, _own: usize) -> #krate::__private::Value<'_> {
                #krate::__private::Value::absent()
            }
        }
    }
}
