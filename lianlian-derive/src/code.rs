//! `#[derive(Code)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Ident, LitStr, Type, Variant};

use crate::attributes::{Known, container, member};
use crate::errors::Errors;

#[derive(Default)]
struct Model<'a> {
    named: Vec<(&'a Ident, LitStr)>,
    unknown: Option<&'a Ident>,
}

const KNOWN: Known =
    Known { derive: "Code", container: &["crate", "list"], member: &["code", "unknown"] };

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let container = container(&input.attrs, &KNOWN, &mut errors);
    let krate = container.krate;
    let model = match &input.data {
        Data::Enum(data) => model(data.variants.iter(), &mut errors),
        _ => {
            errors.at(
                &input.ident,
                "`Code` is for enums, one variant for each code; this is no enum",
            );
            Model::default()
        }
    };
    if let Some(parameter) = input.generics.params.first() {
        errors.at(parameter, "an enum of codes has no parameters");
    }
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let is_right = errors.is_empty();
    let (code, from_code) = if is_right {
        bodies(&model)
    } else {
        (quote!(loop {}), quote!(::core::option::Option::None))
    };
    let codes: Vec<_> = model.named.iter().map(|(_, code)| code).filter(|_| is_right).collect();
    let checks = container.list.iter().map(|list| {
        let codes = codes.iter().map(
            |code| quote_spanned!(code.span()=> const _: () = __p::check_code_list(LIST, #code);),
        );
        let list = quote_spanned!(list.span()=> <#list as __p::Listed>::LIST);
        quote! {
            const _: () = {
                const LIST: &'static __p::CodeList = #list;
                #(#codes)*
            };
        }
    });
    let checks: TokenStream = checks.collect();
    let errors = errors.into_tokens();
    let name = ident.to_string();
    quote! {
        #errors
        #[allow(unused_qualifications)]
        const _: () = {
            use #krate::__private as __p;
            #checks

            #[automatically_derived]
            impl #impl_generics __p::Code for #ident #type_generics #where_clause {
                const CODES: &'static [&'static str] = &[#(#codes),*];

                fn code(&self) -> &str {
                    #code
                }

                fn from_code(code: &str) -> ::core::option::Option<Self> {
                    #from_code
                }
            }

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics __p::FieldValue<__p::kind::Code> for #ident #type_generics #where_clause {
                const CODES: ::core::option::Option<&'static [&'static str]> =
                    ::core::option::Option::Some(<Self as __p::Code>::CODES);

                fn value(&self) -> __p::Value<'_> {
                    __p::Value::text(__p::Code::code(self))
                }
            }

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics __p::FieldValue<__p::kind::Text> for #ident #type_generics #where_clause {
                fn value(&self) -> __p::Value<'_> {
                    __p::Value::text(__p::Code::code(self))
                }
            }

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics __p::FromField<__p::kind::Code> for #ident #type_generics #where_clause {
                const CODES: ::core::option::Option<&'static [&'static str]> =
                    ::core::option::Option::Some(<Self as __p::Code>::CODES);

                fn from_field(
                    text: ::core::option::Option<&str>,
                ) -> ::core::result::Result<Self, __p::FieldError> {
                    match text {
                        ::core::option::Option::Some(text) => __p::Code::from_code(text)
                            .ok_or(__p::FieldError::UnknownCode(#name)),
                        ::core::option::Option::None => {
                            ::core::result::Result::Err(__p::FieldError::Missing)
                        }
                    }
                }
            }
        };
    }
}

fn model<'a>(variants: impl Iterator<Item = &'a Variant>, errors: &mut Errors) -> Model<'a> {
    let mut model = Model::default();
    for variant in variants {
        let attributes = member(&variant.attrs, &KNOWN, errors);
        match (attributes.code, attributes.unknown.is_some()) {
            (Some(code), true) => {
                errors.at(code, "the variant for unknown codes has no code of its own");
            }
            (Some(code), false) => named(&mut model, variant, code, errors),
            (None, true) => unknown(&mut model, variant, errors),
            (None, false) if attributes.is_broken => {}
            (None, false) => errors.at(
                &variant.ident,
                "which code is this? Write #[lianlian(code = \"…\")], or #[lianlian(unknown)] on one \
                 variant that holds an `UnknownCode`",
            ),
        }
    }
    model
}

fn named<'a>(model: &mut Model<'a>, variant: &'a Variant, code: LitStr, errors: &mut Errors) {
    if !matches!(variant.fields, Fields::Unit) {
        errors.at(&variant.fields, "a variant with a code holds nothing else");
    } else if code.value().is_empty() {
        errors.at(code, "an empty code cannot be sent");
    } else if let Some((first, _)) =
        model.named.iter().find(|(_, other)| other.value() == code.value())
    {
        let text = code.value();
        errors.at(&code, format!("the code `{text}` is already that of `{first}`"));
    } else {
        model.named.push((&variant.ident, code));
    }
}

fn unknown<'a>(model: &mut Model<'a>, variant: &'a Variant, errors: &mut Errors) {
    let holds_it = match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            fields.unnamed.first().is_some_and(|field| match &field.ty {
                Type::Path(path) => {
                    path.path.segments.last().is_some_and(|last| last.ident == "UnknownCode")
                }
                // What a macro put there.
                _ => matches!(field.ty, Type::Macro(_) | Type::Group(_)),
            })
        }
        _ => false,
    };
    if !holds_it {
        errors.at(
            &variant.ident,
            "the variant for unknown codes holds an `UnknownCode` and nothing else",
        );
    } else if model.unknown.is_some() {
        errors.at(&variant.ident, "one variant for unknown codes is enough");
    } else {
        model.unknown = Some(&variant.ident);
    }
}

fn bodies(model: &Model<'_>) -> (TokenStream, TokenStream) {
    let (variants, codes): (Vec<_>, Vec<_>) = model.named.iter().map(|(v, c)| (*v, c)).unzip();
    let (kept, keep) = match model.unknown {
        Some(unknown) => (
            quote!(Self::#unknown(code) => code.kept(),),
            quote!(unknown => Self::#unknown(__p::UnknownCode::keep(unknown)),),
        ),
        None => (TokenStream::new(), quote!(_ => return ::core::option::Option::None,)),
    };
    let code = quote!(match self { #(Self::#variants => #codes,)* #kept });
    let from_code = quote! {
        ::core::option::Option::Some(match code { #(#codes => Self::#variants,)* #keep })
    };
    (code, from_code)
}
