//! `#[derive(Request)]` and `#[derive(RequestPart)]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Ident, Path};

use crate::attributes::{Container, Known, container};
use crate::errors::Errors;
use crate::names::hash;
use crate::sent::{Default, Model, Part, Sent, Source, model};
use crate::structs::{call, named_fields, one_operation, shown, without_lifetimes};

const ON_STRUCT: &[&str] = &["operation", "crate", "field", "value", "now", "default", "raw"];
const ON_FIELD: &[&str] = &["field", "skip", "flatten", "with", "value", "default", "now", "raw"];
const REQUEST: Known = Known { derive: "Request", container: ON_STRUCT, member: ON_FIELD };
const PART: Known = Known { derive: "RequestPart", container: ON_STRUCT, member: ON_FIELD };

/// A whole request, of one operation.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let (Container { operations, krate, .. }, model) = read(input, &REQUEST, &mut errors);
    let question = "which operation is this a request of?";
    let operation =
        one_operation(input, &operations, &krate, question, "aggregate::DirectPay", &mut errors);
    let body = if errors.is_empty() {
        implementation(input, &krate, &operation, &model, true)
    } else {
        stub(input, &krate, &operation, true)
    };
    let errors = errors.into_tokens();
    quote!(#errors #body)
}

/// Fields that requests of one or more operations contain.
pub(crate) fn derive_part(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let (Container { operations, krate, .. }, model) = read(input, &PART, &mut errors);
    if operations.is_empty() && errors.is_empty() {
        errors.at(
            &input.ident,
            "of requests of which operation is this a part? Write #[lianlian(operation = \
             aggregate::DirectPay)] on the struct, once for each operation",
        );
    }
    let is_right = errors.is_empty();
    let bodies = operations.iter().map(|operation| {
        if is_right {
            implementation(input, &krate, operation, &model, false)
        } else {
            stub(input, &krate, operation, false)
        }
    });
    let bodies: TokenStream = bodies.collect();
    // Without an operation it is a part of whatever contains it, so that the mistake is told once.
    let bodies = if operations.is_empty() { stub_of_any(input, &krate) } else { bodies };
    let errors = errors.into_tokens();
    quote!(#errors #bodies)
}

fn read<'a>(input: &'a DeriveInput, known: &Known, errors: &mut Errors) -> (Container, Model<'a>) {
    let mut container = container(&input.attrs, known, errors);
    let constants = std::mem::take(&mut container.constants);
    let fields = named_fields(input, known.derive, errors).unwrap_or_default();
    let model = model(input, &fields, constants, known, errors);
    (container, model)
}

fn implementation(
    input: &DeriveInput,
    krate: &Path,
    operation: &Path,
    model: &Model<'_>,
    is_whole: bool,
) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let where_clause = bounds(input, model);
    let items = model.sent.iter().enumerate().map(|(at, sent)| items(at, sent));
    let owns = model.sent.iter().enumerate().map(|(at, sent)| own(input, at, sent));
    let own_len = model.sent.len();
    let hashes = model.sent.iter().map(|sent| hash(&sent.name.value()));
    let types = model.sent.iter().map(|sent| match &sent.source {
        Source::Own { ty, is_generic: false, .. } => shown(ty),
        _ => String::new(),
    });
    let places: Vec<_> = (0..model.parts.len()).map(|at| format_ident!("__PART_{at}")).collect();
    let parts = model.parts.iter().enumerate().map(|(at, part)| {
        let earlier = model.parts.iter().zip(&places).take(at);
        // What a parameter contributes is not known here.
        let earlier: Vec<_> =
            earlier.filter(|(part, _)| !part.is_generic).map(|(_, at)| at).collect();
        part_items(input, at, part, &earlier)
    });
    let part_fields: Vec<_> = model
        .parts
        .iter()
        .zip(&places)
        .map(|(part, place)| {
            let ty = part.ty;
            if part.is_generic {
                quote!(::core::option::Option::Some(<#ty as __p::RequestPart<__Operation>>::FIELDS))
            } else {
                quote!(#place)
            }
        })
        .collect();
    let is_open = model.parts.iter().any(|part| part.is_generic);
    let fields = quote! {
        __p::Fields {
            list: &__p::fields::<{ __meta().request.len() }>(&__OWN, &[#(#part_fields),*]),
            len: __p::fields_len(__meta(), &__OWN, &[#(#part_fields),*]),
            may_be_absent: false,
            is_complete: __p::all_complete(&[#(#part_fields),*]),
        }
    };
    let (closed, fields) = if is_open {
        (TokenStream::new(), fields)
    } else {
        (quote!(const __FIELDS: __p::Fields = #fields;), quote!(__FIELDS))
    };
    let arms = model.sent.iter().enumerate().map(|(at, sent)| arm(at, sent));
    let numbers = 0..own_len;
    let values_of_parts = values_of_parts(&model.parts, &places, own_len);
    let known_values_of_parts = if is_open {
        quote!(__p::RequestPart::<__Operation>::value(self, __A::AT))
    } else {
        known_values_of_parts(&model.parts, &places, own_len)
    };
    let whole = if is_whole {
        whole(input, operation, &where_clause, is_open)
    } else {
        quote_spanned!(operation.span()=> const _: () = __p::is_operation::<#operation>();)
    };
    quote! {
        #[allow(dead_code, unused_imports, unused_qualifications)]
        const _: () = {
            use #krate::__private::{
                self as __p, NoHolder as _, NoOperation as _, NoPart as _,
            };
            type __Operation = #operation;
            // A function and no constant: the compiler checks the whole table for each constant that refers
            // to it.
            const fn __meta() -> &'static __p::OperationMeta {
                <__p::Asked<__Operation>>::META
            }
            const __AT: [usize; #own_len] = __p::find_all(__meta().request, [#(#hashes),*]);
            const __KINDS: [u8; #own_len] = __p::kinds(__meta().request, __AT);
            const __OWN: [__p::Own; #own_len] = [#(#owns),*];
            const __CHECKS: __p::Checks =
                __p::Checks::new(__meta(), &__OWN, &[#(#types),*]);
            #(#items)*
            #(#parts)*
            #closed
            #whole

            #[automatically_derived]
            impl #impl_generics __p::RequestPart<__Operation> for #ident #type_generics
            #where_clause
            {
                const FIELDS: __p::Fields = #fields;

                fn value(&self, __own: usize) -> __p::Value<'_> {
                    match __own {
                        #(#numbers => __p::RequestPart::<__Operation>::value_at::<__p::Nth<#numbers>>(self),)*
                        _ => { #values_of_parts }
                    }
                }

                #[allow(clippy::unnecessary_wraps, clippy::match_single_binding)]
                #[inline]
                fn value_at<__A: __p::Index>(&self) -> __p::Value<'_> {
                    match __A::AT {
                        #(#arms)*
                        _ => { #known_values_of_parts }
                    }
                }
            }
        };
    }
}

/// What a whole request has beyond a part: an operation, all required fields, an order.
fn whole(
    input: &DeriveInput,
    operation: &Path,
    where_clause: &TokenStream,
    is_open: bool,
) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let fields = if is_open {
        quote!(<Self as __p::RequestPart<__Operation>>::FIELDS)
    } else {
        quote!(__FIELDS)
    };
    let check = call(
        operation,
        &quote!(check_request::<{ __meta().request.len() }>),
        quote!(__meta(), &#fields),
    );
    // What a parameter contributes is known where the struct is used, so the check waits until then.
    let (now, later) = if is_open {
        (TokenStream::new(), quote!(const CHECKED: () = #check;))
    } else {
        (quote!(const _: () = #check;), TokenStream::new())
    };
    let named = quote_spanned!(operation.span()=> __Operation);
    quote! {
        #now
        #[automatically_derived]
        impl #impl_generics __p::Request for #ident #type_generics #where_clause {
            type Operation = #named;
            const PLAN: __p::Plan = __p::Plan {
                steps: &__p::plan::<{ __meta().request.len() }>(__meta(), &#fields),
                len: __p::plan_len::<{ __meta().request.len() }>(__meta(), &#fields),
            };
            #later
        }
    }
}

/// The where clause: the struct's own, and that what a parameter stands for can hold its field.
fn bounds(input: &DeriveInput, model: &Model<'_>) -> TokenStream {
    let own = input.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let fields = model.sent.iter().enumerate().filter_map(|(at, sent)| match &sent.source {
        Source::Own { ty, is_generic: true, .. } => {
            let kind = format_ident!("__Kind{at}");
            Some(quote!(#ty: __p::FieldValue<#kind>))
        }
        _ => None,
    });
    let parts = model.parts.iter().filter(|part| part.is_generic).map(|part| {
        let ty = part.ty;
        quote!(#ty: __p::RequestPart<__Operation>)
    });
    let all: Vec<_> = own.map(|one| quote!(#one)).chain(fields).chain(parts).collect();
    if all.is_empty() { TokenStream::new() } else { quote!(where #(#all),*) }
}

/// What stands beside the implementation for each field: its kind, and the checks of its name and type.
fn items(at: usize, sent: &Sent<'_>) -> TokenStream {
    let name = &sent.name;
    let kind = format_ident!("__Kind{at}");
    let kind_type =
        if sent.is_raw { quote!(__p::kind::Text) } else { quote!(__p::KindOf<{ __KINDS[#at] }>) };
    let check_name = call(name, &quote!(check_name), quote!(__meta(), __CHECKS, #at));
    let check_type = match &sent.source {
        Source::Own { ty, is_generic: false, .. } => {
            Some(call(ty, &quote!(check_type), quote!(__meta(), __CHECKS, #at)))
        }
        _ => None,
    };
    let check_value = match &sent.source {
        Source::Text { text, span } => Some(quote_spanned! {*span=>
            __p::check_constant(__meta(), __AT[#at], #text);
        }),
        Source::Now(span) => Some(quote_spanned! {*span=>
            __p::check_now(__meta(), __AT[#at]);
        }),
        Source::SpecDefault(span) => Some(spec_default(*span, at)),
        Source::Own { .. } | Source::With { .. } | Source::Value(_) => None,
    };
    let check_default = match &sent.default {
        Some(Default::OfSpec(span)) => Some(spec_default(*span, at)),
        _ => None,
    };
    quote! {
        type #kind = #kind_type;
        const _: () = {
            #check_name;
            #check_type;
            #check_value
            #check_default
        };
    }
}

fn spec_default(span: proc_macro2::Span, at: usize) -> TokenStream {
    quote_spanned!(span=> __p::check_default(__meta(), __AT[#at]);)
}

/// What is known of a field: an expression for the table of own fields.
fn own(input: &DeriveInput, at: usize, sent: &Sent<'_>) -> TokenStream {
    let kind = format_ident!("__Kind{at}");
    let (own, wire) = (&sent.own, sent.name.value());
    let fit = match &sent.source {
        Source::Now(_) => return quote!(__p::Own::now(#own, #wire, __AT[#at])),
        Source::Own { ty, is_generic: false, .. } => {
            let ty = without_lifetimes(input, ty);
            quote!(<__p::Holder<#ty, #kind>>::FIT)
        }
        Source::Text { .. } | Source::SpecDefault(_) => {
            quote!(::core::option::Option::Some(__p::Fit::CONSTANT))
        }
        Source::Own { .. } | Source::With { .. } | Source::Value(_) => {
            quote!(::core::option::Option::Some(__p::Fit::UNKNOWN))
        }
    };
    let is_filled = sent.default.is_some();
    quote!(__p::Own::new(#own, #wire, __AT[#at], #fit, #is_filled))
}

/// The arm that gives a field's value.
fn arm(at: usize, sent: &Sent<'_>) -> TokenStream {
    let kind = format_ident!("__Kind{at}");
    let value = match &sent.source {
        Source::Own { ident, ty, is_generic: false } => quote_spanned! {ty.span()=>
            <__p::Holder<#ty, #kind>>::value(&self.#ident)
        },
        Source::Own { ident, ty, .. } => quote_spanned! {ty.span()=>
            <#ty as __p::FieldValue<#kind>>::value(&self.#ident)
        },
        Source::With { ident, function } => quote_spanned! {function.span()=>
            __p::converted::<#kind, _>(#function(&self.#ident))
        },
        Source::Text { text, .. } => quote!(__p::Value::text(#text)),
        Source::Value(value) => quote_spanned! {value.span()=>
            __p::converted::<#kind, _>(#value)
        },
        Source::SpecDefault(_) => quote!(__p::default_value(__meta(), __AT[#at])),
        // The client knows it, so it is not asked for here.
        Source::Now(_) => quote!(__p::Value::absent()),
    };
    let default = match &sent.default {
        Some(Default::OfSpec(_)) => {
            Some(quote!(.or_else(|| __p::default_value(__meta(), __AT[#at]))))
        }
        Some(Default::Value(value)) => Some(quote_spanned! {value.span()=>
            .or_else(|| __p::converted::<#kind, _>(#value))
        }),
        None => None,
    };
    quote!(#at => #value #default,)
}

/// The constants of a part: its fields, and the check that they are not sent already.
fn part_items(input: &DeriveInput, at: usize, part: &Part<'_>, earlier: &[&Ident]) -> TokenStream {
    if part.is_generic {
        return TokenStream::new();
    }
    let place = format_ident!("__PART_{at}");
    let (ty, shown) = (without_lifetimes(input, part.ty), shown(part.ty));
    let arguments = quote!(__meta(), &__OWN, &[#(#earlier),*], &#place, #shown);
    let check = call(part.ty, &quote!(check_part), arguments);
    quote! {
        const #place: ::core::option::Option<__p::Fields> =
            <__p::PartOf<#ty, __Operation>>::FIELDS;
        const _: () = #check;
    }
}

/// Hands the index on to the part that it belongs to.
fn values_of_parts(parts: &[Part<'_>], places: &[Ident], own_len: usize) -> TokenStream {
    if parts.is_empty() {
        return quote!(__p::Value::absent());
    }
    let parts = parts.iter().zip(places).map(|(Part { ident, ty, is_generic }, place)| {
        let (len, value) = if *is_generic {
            let part = quote!(<#ty as __p::RequestPart<__Operation>>);
            (quote!(#part::FIELDS.len()), quote!(#part::value))
        } else {
            (quote!(__p::len_of(&#place)), quote!(<__p::PartOf<#ty, __Operation>>::value))
        };
        quote! {
            if __own < #len {
                return #value(&self.#ident, __own);
            }
            let __own = __p::beyond(__own, #len);
        }
    });
    quote! {
        let __own = __p::beyond(__own, #own_len);
        #(#parts)*
        let _ = __own;
        __p::Value::absent()
    }
}

/// Hands an index that the compiler knows on to the part that it belongs to.
fn known_values_of_parts(parts: &[Part<'_>], places: &[Ident], own_len: usize) -> TokenStream {
    let mut first = quote!(#own_len);
    let parts = parts.iter().zip(places).map(|(Part { ident, ty, .. }, place)| {
        let start = first.clone();
        let end = quote!(#start + __p::len_of(&#place));
        first = end.clone();
        quote! {
            if const { __A::AT < #end } {
                return <__p::PartOf<#ty, __Operation>>::value_at::<__p::Since<__A, { #start }>>(
                    &self.#ident,
                );
            }
        }
    });
    quote! {
        #(#parts)*
        __p::Value::absent()
    }
}

/// A part of requests of any operation, beside a mistake.
fn stub_of_any(input: &DeriveInput, krate: &Path) -> TokenStream {
    let ident = &input.ident;
    let (_, type_generics, where_clause) = input.generics.split_for_impl();
    let mut generics = input.generics.clone();
    generics.params.push(syn::parse_quote!(__O));
    let (impl_generics, _, _) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::__private::RequestPart<__O> for #ident #type_generics
        #where_clause
        {
            const FIELDS: #krate::__private::Fields = #krate::__private::Fields::EMPTY;
            fn value(&self, _own: usize) -> #krate::__private::Value<'_> {
                #krate::__private::Value::absent()
            }
        }
    }
}

/// An implementation that keeps the rest of the program compiling beside a mistake.
fn stub(input: &DeriveInput, krate: &Path, operation: &Path, is_whole: bool) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let whole = is_whole.then(|| {
        quote! {
            #[automatically_derived]
            impl #impl_generics __p::Request for #ident #type_generics #where_clause {
                type Operation = __Operation;
                const PLAN: __p::Plan = __p::Plan::EMPTY;
            }
        }
    });
    quote! {
        const _: () = {
            use #krate::__private as __p;
            type __Operation = #operation;
            #whole
            #[automatically_derived]
            impl #impl_generics __p::RequestPart<__Operation> for #ident #type_generics
            #where_clause
            {
                const FIELDS: __p::Fields = __p::Fields::EMPTY;
                fn value(&self, _own: usize) -> __p::Value<'_> {
                    __p::Value::absent()
                }
            }
        };
    }
}
