//! Builders: leaving out a required field does not compile.
//!
//! A builder carries one type parameter for each required field. It starts as a type with the
//! field's name and becomes `Set`; `build` asks that all are. The compiler's message then names the
//! field that is missing.

use lianlian_spec::Spec;
use lianlian_spec::model::{Field, Required};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::docs::{self, doc};
use crate::{codes, ident, types};

/// The builder of a struct with these fields; `check` runs on `built` at the end.
pub(crate) fn builder(
    spec: &Spec,
    subject: &str,
    type_name: &str,
    fields: &[&Field],
    check: &TokenStream,
) -> TokenStream {
    let name = ident(type_name);
    let builder = format_ident!("{name}Builder");
    let draft = format_ident!("{name}Draft");
    let needs = needs_name(type_name);
    let required: Vec<_> =
        fields.iter().filter(|field| field.required == Required::Yes).copied().collect();
    let states: Vec<_> = required.iter().map(|field| state(field)).collect();
    let markers: Vec<_> = required.iter().map(|field| ident(&field.rust_name)).collect();
    let marker_docs =
        required.iter().map(|field| doc(&[format!("`{}` has not been given.", field.name)]));
    let draft_fields = fields.iter().map(|field| {
        let (own, ty) = (ident(&field.rust_name), types::of(spec, field));
        quote!(#own: Option<#ty>,)
    });
    let setters = fields.iter().map(|field| setter(spec, &builder, &states, field));
    let values = fields.iter().map(|field| {
        let own = ident(&field.rust_name);
        let wire = &field.name;
        match field.required {
            Required::Yes => quote!(#own: __p::given(self.draft.#own, #subject, #wire)?,),
            Required::No | Required::Conditional => quote!(#own: self.draft.#own,),
        }
    });
    let starts = doc(&[format!("Starts to build a [`{name}`].")]);
    let about = doc(&[
        format!("Builds a [`{name}`]."),
        "A method for each field; `build` compiles once all required ones have been called.".into(),
    ]);
    let needs_docs = doc(&[format!("Required fields that a [`{builder}`] still needs.")]);
    quote! {
        impl #name {
            #starts
            pub fn builder() -> #builder {
                #builder {
                    draft: Default::default(),
                    given: ::core::marker::PhantomData,
                }
            }
        }

        #needs_docs
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        pub mod #needs {
            #(#marker_docs #[derive(Debug)] pub enum #markers {})*
        }

        #[derive(Clone, Debug, Default)]
        struct #draft {
            #(#draft_fields)*
        }

        #about
        #[derive(Clone, Debug)]
        #[must_use = "nothing is built until `build`"]
        #[allow(clippy::type_complexity)]
        pub struct #builder<#(#states = #needs::#markers),*> {
            draft: #draft,
            given: ::core::marker::PhantomData<fn() -> (#(#states,)*)>,
        }

        #[allow(clippy::type_complexity)]
        impl<#(#states),*> #builder<#(#states),*> {
            #(#setters)*

            /// Checks the fields against the spec and hands out the struct.
            ///
            /// # Errors
            /// Every violation at once: lengths, forms, ranges, codes, rules between fields.
            pub fn build(self) -> Result<#name, __p::Violations>
            where
                #(#states: __p::Given,)*
            {
                let built = #name { #(#values)* };
                #check
                Result::Ok(built)
            }
        }
    }
}

/// The type parameter of a required field: its name, unless that would hide a name of the prelude.
fn state(field: &Field) -> Ident {
    let name = codes::pascal(&field.rust_name);
    match name.as_str() {
        "Option" | "Some" | "None" | "Result" | "Ok" | "Err" | "String" | "Into" | "Default" => {
            ident(&format!("{name}Given"))
        }
        _ => ident(&name),
    }
}

fn setter(spec: &Spec, builder: &Ident, states: &[Ident], field: &Field) -> TokenStream {
    // The remarks stand at the field of the struct.
    let paragraphs = docs::field(field);
    let docs = doc(paragraphs.get(..2).unwrap_or(&paragraphs));
    let (own, ty) = (ident(&field.rust_name), types::of(spec, field));
    let (parameter, value) = if types::is_converted(field) {
        (quote!(impl Into<#ty>), quote!(value.into()))
    } else {
        (ty, quote!(value))
    };
    if field.required != Required::Yes {
        return quote! {
            #docs
            pub fn #own(mut self, value: #parameter) -> Self {
                self.draft.#own = Option::Some(#value);
                self
            }
        };
    }
    let given = state(field);
    let mut after = TokenStream::new();
    for one in states {
        if *one == given {
            after.extend(quote!(__p::Set,));
        } else {
            after.extend(quote!(#one,));
        }
    }
    quote! {
        #docs
        pub fn #own(mut self, value: #parameter) -> #builder<#after> {
            self.draft.#own = Option::Some(#value);
            #builder { draft: self.draft, given: ::core::marker::PhantomData }
        }
    }
}

/// The module of the types that stand for fields a builder still needs.
pub(crate) fn needs_name(type_name: &str) -> Ident {
    format_ident!("{}_needs", snake(type_name))
}

/// `PascalCase` to `snake_case`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len());
    for (at, character) in name.chars().enumerate() {
        if character.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}
