//! What all struct derives ask first: named fields, and how they are named.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Data, DeriveInput, Field, Fields, Path, Type, parse_quote};

use crate::errors::Errors;

/// The named fields of a struct; `None`, with the mistake noted, for anything else.
pub(crate) fn named_fields<'a>(
    input: &'a DeriveInput,
    derive: &str,
    errors: &mut Errors,
) -> Option<Vec<&'a Field>> {
    let what = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(fields.named.iter().collect()),
            Fields::Unnamed(_) => "a tuple struct, whose fields have no names",
            Fields::Unit => "a struct without fields: write `{}` instead of `;`",
        },
        Data::Enum(_) => "an enum: a message has one set of fields, so write one struct for each",
        Data::Union(_) => "a union: which of its fields holds is unknown",
    };
    errors.at(&input.ident, format!("`{derive}` is for structs with named fields; this is {what}"));
    None
}

/// The one operation that the struct is about, and whether that was said.
pub(crate) fn one_operation(
    input: &DeriveInput,
    operations: &[Path],
    krate: &Path,
    question: &str,
    example: &str,
    errors: &mut Errors,
) -> Path {
    match operations {
        [operation] => return operation.clone(),
        [_, second, ..] => errors.at(
            second,
            "this struct has an operation already: write another struct for another operation, and flatten \
             into both what they share",
        ),
        [] if errors.is_empty() => errors.at(
            &input.ident,
            format!(
                "{question} Write #[lianlian(operation = {example})], or another one, on the struct"
            ),
        ),
        [] => {}
    }
    parse_quote!(#krate::__private::Unspecified)
}

/// The name of a field as it is written, without `r#`.
pub(crate) fn name_of(field: &Field) -> String {
    field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .map_or_else(String::new, |name| name.strip_prefix("r#").unwrap_or(&name).to_owned())
}

/// Where the name of a field stands.
pub(crate) fn span_of(field: &Field) -> Span {
    field.ident.as_ref().map_or_else(Span::call_site, proc_macro2::Ident::span)
}

/// A call of a run-time function whose place, to the compiler, is that of `on` from its first token to its last.
pub(crate) fn call(
    on: &impl ToTokens,
    function: &TokenStream,
    arguments: TokenStream,
) -> TokenStream {
    let mut spans = on.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    // An expression reaches from its first token to its last; those between do not count.
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(last);
    // Nor may one of the function's name come from elsewhere, or all of it does.
    let function = function.clone().into_iter().map(|mut token| {
        token.set_span(first);
        token
    });
    let function: TokenStream = function.collect();
    quote_spanned!(first=> __p::#function #arguments)
}

/// A type as a message shows it: without the spaces of a token stream.
pub(crate) fn shown(ty: &Type) -> String {
    let mut text = quote!(#ty).to_string();
    for (wide, narrow) in [
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ::", "::"),
        (":: ", "::"),
        ("& ", "&"),
        (" ,", ","),
    ] {
        text = text.replace(wide, narrow);
    }
    text
}

/// Whether one of the names stands in the tokens.
pub(crate) fn mentions(tokens: TokenStream, names: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.contains(&ident.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), names),
        _ => false,
    })
}

/// Whether a type depends on a type or constant parameter of the struct, so that only its user knows it.
pub(crate) fn is_generic(input: &DeriveInput, ty: &Type) -> bool {
    let types = input.generics.type_params().map(|one| one.ident.to_string());
    let constants = input.generics.const_params().map(|one| one.ident.to_string());
    let names: Vec<_> = types.chain(constants).collect();
    !names.is_empty() && mentions(ty.to_token_stream(), &names)
}

/// The type with `'static` for the lifetimes of the struct, which a constant outside of it cannot name.
pub(crate) fn without_lifetimes(input: &DeriveInput, ty: &Type) -> TokenStream {
    fn replaced(tokens: TokenStream, names: &[String]) -> TokenStream {
        let mut follows_quote = false;
        let tokens = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(ident) if follows_quote && names.contains(&ident.to_string()) => {
                follows_quote = false;
                proc_macro2::Ident::new("static", ident.span()).into()
            }
            TokenTree::Group(group) => {
                follows_quote = false;
                let mut inner = Group::new(group.delimiter(), replaced(group.stream(), names));
                inner.set_span(group.span());
                inner.into()
            }
            TokenTree::Punct(punct) => {
                follows_quote = punct.as_char() == '\'';
                punct.into()
            }
            other => {
                follows_quote = false;
                other
            }
        });
        tokens.collect()
    }
    let names: Vec<_> =
        input.generics.lifetimes().map(|one| one.lifetime.ident.to_string()).collect();
    // An elided lifetime cannot stand in a struct, so there is none to replace.
    if names.is_empty() { ty.to_token_stream() } else { replaced(ty.to_token_stream(), &names) }
}
