//! Request structs.

use lianlian_spec::Spec;
use lianlian_spec::model::Operation;
use proc_macro2::TokenStream;
use quote::quote;

use crate::structures::{struct_field, wire_name};
use crate::{builder, ident, operation};

/// The struct of a request and its builder. Fields that the client fills in are left to it.
pub(crate) fn request(spec: &Spec, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let docs = operation::docs(operation);
    let own: Vec<_> = operation
        .request
        .iter()
        .filter(|field| field.filled_by.is_none() && field.fixed.is_none())
        .collect();
    let fields = own.iter().map(|field| {
        let wire = wire_name(field);
        let field = struct_field(spec, field);
        quote!(#wire #field)
    });
    let builder = builder::builder(
        spec,
        &operation.id,
        &operation.type_name,
        &own,
        &quote! {
            __p::check(&built)?;
        },
    );
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, ::lianlian::Request)]
        #[lianlian(operation = #name)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }

        #builder
    }
}
