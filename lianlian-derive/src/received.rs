//! `#[derive(Reply)]` and `#[derive(Notification)]`: structs that verified messages are read into.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Expr, ExprPath, Field, Ident, LitStr, Path};

use crate::attributes::{Known, container, member};
use crate::errors::Errors;
use crate::names::hash;
use crate::structs::{
    call, is_generic, name_of, named_fields, one_operation, shown, span_of, without_lifetimes,
};

/// What distinguishes the two derives.
pub(crate) struct Flavour {
    known: Known,
    question: &'static str,
    example: &'static str,
    /// What messages call the thing that has fields.
    what: &'static str,
    /// The table that describes the fields.
    table: &'static str,
    /// Tells whether a struct is read from the same message, and reads it.
    part: (&'static str, &'static str),
}

const ON_STRUCT: &[&str] = &["operation", "crate"];
const ON_FIELD: &[&str] = &["field", "skip", "flatten", "with", "default", "raw", "unknown"];

pub(crate) const REPLY: Flavour = Flavour {
    known: Known { derive: "Reply", container: ON_STRUCT, member: ON_FIELD },
    question: "which operation is this the reply of?",
    example: "aggregate::Query",
    what: "the reply of",
    table: "reply",
    part: ("IS_REPLY", "read_reply"),
};

pub(crate) const NOTIFICATION: Flavour = Flavour {
    known: Known { derive: "Notification", container: ON_STRUCT, member: ON_FIELD },
    question: "which notification is this?",
    example: "aggregate::AsyncNotification",
    what: "the message",
    table: "request",
    part: ("IS_NOTIFICATION", "read_notification"),
};

/// Where the value of a struct's field comes from.
enum Source {
    Message(Read),
    /// Another struct that is read from the same message.
    Part,
    Unknown,
    /// The struct itself; with what it is, unless that of its type.
    Default(Option<Expr>),
}

/// A field of the message.
struct Read {
    name: LitStr,
    with: Option<ExprPath>,
    default: Option<Default>,
    is_raw: bool,
}

/// What stands in for a field that the message lacks.
#[allow(
    clippy::large_enum_variant,
    reason = "a few at a time, and smaller without the tests' `syn`"
)]
enum Default {
    OfType,
    Value(Expr),
}

pub(crate) fn derive(input: &DeriveInput, flavour: &Flavour) -> TokenStream {
    let mut errors = Errors::default();
    let container = container(&input.attrs, &flavour.known, &mut errors);
    let fields = named_fields(input, flavour.known.derive, &mut errors).unwrap_or_default();
    let sources = sources(&fields, flavour, &mut errors);
    let krate = container.krate;
    let (question, example) = (flavour.question, flavour.example);
    let operations = &container.operations;
    let operation = one_operation(input, operations, &krate, question, example, &mut errors);
    let body = if errors.is_empty() {
        implementation(input, &krate, &operation, flavour, &sources)
    } else {
        stub(input, &krate, &operation, flavour)
    };
    let errors = errors.into_tokens();
    quote!(#errors #body)
}

fn sources<'a>(
    fields: &[&'a Field],
    flavour: &Flavour,
    errors: &mut Errors,
) -> Vec<(&'a Field, Source)> {
    let mut sources: Vec<(&Field, Source)> = Vec::new();
    for field in fields {
        let member = member(&field.attrs, &flavour.known, errors);
        if member.is_broken {
            continue;
        }
        if member.skip.is_some() {
            let value = member.default.and_then(|(_, value)| value);
            sources.push((field, Source::Default(value)));
            continue;
        }
        if member.unknown.is_some() {
            sources.push((field, Source::Unknown));
            continue;
        }
        if member.flatten.is_some() {
            sources.push((field, Source::Part));
            continue;
        }
        let name = member.field.unwrap_or_else(|| LitStr::new(&name_of(field), span_of(field)));
        let is_same = |(_, other): &&(&Field, Source)| match other {
            Source::Message(other) => other.name.value() == name.value(),
            _ => false,
        };
        if let Some((first, _)) = sources.iter().find(is_same) {
            let (wire, first) = (name.value(), name_of(first));
            errors.at(&name, format!("`{wire}` is already read into the field `{first}`"));
            continue;
        }
        let (with, is_raw) = (member.with, member.raw.is_some());
        let default =
            member.default.map(|(_, value)| value.map_or(Default::OfType, Default::Value));
        sources.push((field, Source::Message(Read { name, with, default, is_raw })));
    }
    sources
}

fn implementation(
    input: &DeriveInput,
    krate: &Path,
    operation: &Path,
    flavour: &Flavour,
    sources: &[(&Field, Source)],
) -> TokenStream {
    let ident = &input.ident;
    let derive = format_ident!("{}", flavour.known.derive);
    let table = format_ident!("{}", flavour.table);
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let mut items = TokenStream::new();
    let mut values = TokenStream::new();
    let mut bounds: Vec<_> = Vec::new();
    let clause = input.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    bounds.extend(clause.map(|predicate| quote!(#predicate)));
    let mut hashes = Vec::new();
    for (field, source) in sources {
        let own = &field.ident;
        values.extend(match source {
            Source::Unknown => {
                let ty = &field.ty;
                quote_spanned!(ty.span()=> #own: <#ty as __p::KeepsUnknown>::kept(reader),)
            }
            Source::Default(Some(value)) => quote_spanned!(value.span()=> #own: #value,),
            Source::Default(None) => {
                let (ty, value) = (&field.ty, defaulted(&field.ty));
                quote_spanned!(ty.span()=> #own: #value,)
            }
            Source::Part => part(input, field, flavour, &mut items, &mut bounds),
            Source::Message(read) => {
                let at = hashes.len();
                hashes.push(hash(&read.name.value()));
                let (more, bound) = place(input, at, field, read, flavour);
                items.extend(more);
                bounds.extend(bound);
                let value = value(input, at, field, read);
                let name = &read.name;
                quote!(#own: reader.field(#name, #value)?,)
            }
        });
    }
    let len = hashes.len();
    let check_operation = (flavour.table == "request").then(|| {
        let check = call(operation, &quote!(check_notification), quote!(__meta()));
        quote!(const _: () = #check;)
    });
    let where_clause = (!bounds.is_empty()).then(|| quote!(where #(#bounds),*));
    let answers = (flavour.table == "reply").then(|| {
        quote! {
            #[automatically_derived]
            impl #impl_generics __p::Answers<__Operation> for #ident #type_generics #where_clause {}
        }
    });
    let spanned = quote_spanned!(operation.span()=> __Operation);
    quote! {
        #[allow(dead_code, unused_imports, unused_qualifications)]
        const _: () = {
            use #krate::__private::{
                self as __p, NoField as _, NoOperation as _, NoReadPart as _,
            };
            type __Operation = #operation;
            // A function and no constant: the compiler checks the whole table for each constant that refers
            // to it.
            const fn __meta() -> &'static __p::OperationMeta {
                <__p::Asked<__Operation>>::META
            }
            const fn __fields() -> &'static [__p::FieldMeta] {
                __meta().#table
            }
            const __AT: [usize; #len] = __p::find_all(__fields(), [#(#hashes),*]);
            const __KINDS: [u8; #len] = __p::kinds(__fields(), __AT);
            const __UNSIGNED: [bool; #len] = __p::unsigned(__fields(), __AT);
            const __CERTAIN: [bool; #len] = __p::certain(__fields(), __AT);
            #items
            #check_operation
            #answers

            #[automatically_derived]
            impl #impl_generics __p::#derive for #ident #type_generics #where_clause {
                type Operation = #spanned;

                fn read(reader: &__p::Reader<'_>) -> ::core::result::Result<Self, __p::ReadError> {
                    ::core::result::Result::Ok(Self { #values })
                }
            }
        };
    }
}

/// The constants of a field: its place, its kind, and the checks of its name and its type; and what a
/// parameter of the struct has to be.
fn place(
    input: &DeriveInput,
    at: usize,
    field: &Field,
    read: &Read,
    flavour: &Flavour,
) -> (TokenStream, Option<TokenStream>) {
    let (ty, name, what) = (&field.ty, &read.name, flavour.what);
    let (kind, is_unsigned) = (format_ident!("__Kind{at}"), quote!({ __UNSIGNED[#at] }));
    let kind_type =
        if read.is_raw { quote!(__p::kind::Text) } else { quote!(__p::KindOf<{ __KINDS[#at] }>) };
    let items = quote! {
        type #kind = #kind_type;
    };
    let arguments = quote!(__meta(), __fields(), #what, #name, __AT[#at]);
    let check_name = call(name, &quote!(check_read_name), arguments);
    if read.with.is_some() {
        return (quote!(#items const _: () = { #check_name };), None);
    }
    if is_generic(input, ty) {
        let bound = quote!(#ty: __p::ReadField<#kind, #is_unsigned>);
        return (quote!(#items const _: () = { #check_name };), Some(bound));
    }
    let (own, shown) = (without_lifetimes(input, ty), shown(ty));
    let has_default = read.default.is_some();
    let fit = quote!(<__p::Readable<#own, #kind, #is_unsigned>>);
    let arguments = quote!(__meta(), __fields(), __AT[#at], fit.0, fit.1, #has_default, #shown);
    let check_type = call(ty, &quote!(check_read_type), arguments);
    let items = quote! {
        #items
        const _: () = {
            let fit = (#fit::FIT, #fit::LACKS_UNSIGNED);
            #check_name;
            #check_type
        };
    };
    (items, None)
}

/// The function that reads a field.
fn value(input: &DeriveInput, at: usize, field: &Field, read: &Read) -> TokenStream {
    let ty = &field.ty;
    let (kind, is_unsigned) = (format_ident!("__Kind{at}"), quote!({ __UNSIGNED[#at] }));
    let is_there = if read.default.is_some() { quote!(true) } else { quote!({ __CERTAIN[#at] }) };
    let read_it = match &read.with {
        Some(function) => quote_spanned! {function.span()=>
            __p::read_with::<#kind, #is_unsigned, #is_there, _, _, #ty>(text, covered, #function)
        },
        None if is_generic(input, ty) => {
            quote!(<#ty as __p::ReadField<#kind, #is_unsigned>>::read_field(text, covered))
        }
        None => quote_spanned! {ty.span()=>
            <__p::Readable<#ty, #kind, #is_unsigned>>::read(text, covered)
        },
    };
    let absent = read.default.as_ref().map(|value| {
        let value = match value {
            Default::Value(value) => quote!(#value),
            Default::OfType => defaulted(ty),
        };
        quote! {
            if text.is_none() {
                let value: #ty = #value;
                return ::core::result::Result::Ok(value);
            }
        }
    });
    quote!(|text: ::core::option::Option<&str>, covered: bool| { #absent #read_it })
}

fn defaulted(ty: &syn::Type) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as __p::Defaulted>::defaulted())
}

/// A struct that is read from the same message.
fn part(
    input: &DeriveInput,
    field: &Field,
    flavour: &Flavour,
    items: &mut TokenStream,
    bounds: &mut Vec<TokenStream>,
) -> TokenStream {
    let (own, ty) = (&field.ident, &field.ty);
    let derive = flavour.known.derive;
    if is_generic(input, ty) {
        let name = Ident::new(derive, ty.span());
        bounds.push(quote!(#ty: __p::#name<Operation = __Operation>));
        return quote!(#own: <#ty as __p::#name>::read(reader)?,);
    }
    let (is_part, read) = flavour.part;
    let (is_part, read) = (format_ident!("{is_part}"), format_ident!("{read}"));
    let (part, shown) = (without_lifetimes(input, ty), shown(ty));
    let arguments = quote!(__meta(), __IS_PART, #derive, #shown);
    let check = call(ty, &quote!(check_read_part), arguments);
    items.extend(quote! {
        const _: () = {
            const __IS_PART: bool = <__p::ReadPart<#part, __Operation>>::#is_part;
            #check
        };
    });
    quote!(#own: <__p::ReadPart<#ty, __Operation>>::#read(reader)?,)
}

/// An implementation that keeps the rest of the program compiling beside a mistake.
fn stub(input: &DeriveInput, krate: &Path, operation: &Path, flavour: &Flavour) -> TokenStream {
    let ident = &input.ident;
    let derive = format_ident!("{}", flavour.known.derive);
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    // To whatever it is read from, so that the mistake is the only one.
    let answers = (flavour.table == "reply").then(|| {
        let mut generics = input.generics.clone();
        generics.params.push(syn::parse_quote!(__O));
        let (impl_generics, _, _) = generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics #krate::__private::Answers<__O> for #ident #type_generics
            #where_clause {}
        }
    });
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
        #answers
    }
}
