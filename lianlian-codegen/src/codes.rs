//! Enums of coded values.

use lianlian_spec::Spec;
use lianlian_spec::model::CodeList;
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::{doc, prose, sentence};
use crate::{ident, meta};

/// The module of all code lists.
pub(crate) fn module(spec: &Spec) -> TokenStream {
    let enums = spec.code_lists.iter().map(code_enum);
    quote! {
        /// Coded values of the gateway.
        ///
        /// Every enum keeps codes that it does not name, in its variant `Unknown`. Compare such a
        /// code through the trait `Code`: that works before and after a later version names it.
        #[allow(dead_code, unused_imports)]
        pub mod codes {
            use ::lianlian::__private as __p;
            #(#enums)*
        }
    }
}

fn code_enum(list: &CodeList) -> TokenStream {
    let CodeList { name, title, .. } = list;
    let rust_type = format!("codes::{}", list.type_name);
    let type_name = ident(&list.type_name);
    let docs = doc(&[
        sentence(title),
        list.note.as_deref().map(sentence).unwrap_or_default(),
        format!("The code list `{name}`."),
    ]);
    let variants = list.codes.iter().map(|entry| {
        let code = &entry.code;
        let docs = doc(&[
            format!("{} (`{code}`).", prose(&entry.meaning)),
            entry.note.as_deref().map(sentence).unwrap_or_default(),
        ]);
        let variant = ident(&pascal(&entry.name));
        quote!(#docs #[lianlian(code = #code)] #variant)
    });
    let entries = list.codes.iter().map(|entry| {
        let (code, name, meaning) = (&entry.code, &entry.name, &entry.meaning);
        let state = entry.state.as_ref().map(meta::state);
        quote!(__p::CodeMeta::new(#code, #name, #meaning) #state)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash, ::lianlian::Code)]
        #[non_exhaustive]
        pub enum #type_name {
            #(#variants,)*
            /// A code that this version does not name.
            #[lianlian(unknown)]
            Unknown(__p::UnknownCode),
        }

        impl __p::Listed for #type_name {
            const LIST: &'static __p::CodeList = #type_name::LIST;
        }

        impl #type_name {
            /// The list as data.
            pub const LIST: &'static __p::CodeList = {
                static LIST: __p::CodeList = __p::CodeList {
                    name: #name,
                    rust_type: #rust_type,
                    title: #title,
                    codes: &[#(#entries),*],
                };
                &LIST
            };
        }
    }
}

/// `snake_case` to `PascalCase`.
pub(crate) fn pascal(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut characters = word.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(characters)
        })
        .collect()
}
