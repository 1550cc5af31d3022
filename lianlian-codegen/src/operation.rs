//! Operations: a struct for what is sent, one for what is answered, and the description of both.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lianlian_spec::Spec;
use lianlian_spec::model::{Kind, Operation, Product, Transport};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::docs::{self, doc, sentence};
use crate::{Options, ident, meta, received, request};

/// The module of a product.
pub(crate) fn module(spec: &Spec, product: &Product, options: &Options) -> TokenStream {
    around(product, options, &content(spec, product))
}

/// The module of a product whose items stand in a file of their own.
pub(crate) fn module_in(file: &str, product: &Product, options: &Options) -> TokenStream {
    around(product, options, &quote!(include!(#file);))
}

fn around(product: &Product, options: &Options, content: &TokenStream) -> TokenStream {
    let name = ident(&product.id);
    let docs = doc(&[sentence(&product.title), sentence(&product.description)]);
    let feature = feature(&product.id, options);
    quote! {
        #docs
        #feature
        #[allow(dead_code, unused_imports)]
        pub mod #name {
            #content
        }
    }
}

/// What is in the module of a product.
pub(crate) fn content(spec: &Spec, product: &Product) -> TokenStream {
    let items = product.operations.iter().map(|operation| items(spec, operation));
    let codes = codes_of(spec, product);
    quote! {
        use ::lianlian::__private as __p;
        #[doc(no_inline)]
        pub use super::codes::{#(#codes),*};
        #(#items)*
    }
}

/// The enums of codes that the structs of a product hold.
fn codes_of(spec: &Spec, product: &Product) -> Vec<Ident> {
    let fields = product.operations.iter().flat_map(|one| one.request.iter().chain(&one.reply));
    let lists =
        fields.filter(|field| field.filled_by.is_none()).filter_map(|field| match &field.kind {
            Kind::Code(list) => spec.code_list(list),
            _ => None,
        });
    let names: BTreeSet<_> = lists.map(|list| list.type_name.as_str()).collect();
    names.into_iter().map(ident).collect()
}

fn feature(product: &str, options: &Options) -> Option<TokenStream> {
    options.feature_per_product.then(|| quote!(#[cfg(feature = #product)]))
}

/// The list of all operations, for whoever wants to walk through them.
pub(crate) fn list(spec: &Spec, options: &Options) -> TokenStream {
    let entries = spec.operations().map(|operation| {
        let (product, name) = (ident(&operation.product), ident(&operation.type_name));
        let feature = feature(&operation.product, options);
        quote!(#feature <#product::#name as __p::Operation>::META)
    });
    quote! {
        /// Every operation of the products that are compiled in.
        #[allow(dead_code)]
        pub static OPERATIONS: &[&__p::OperationMeta] = &[#(#entries),*];
    }
}

/// Everything that stands for an operation.
pub(crate) fn items(spec: &Spec, operation: &Operation) -> TokenStream {
    let main = match operation.transport {
        Transport::Notification | Transport::SyncNotification => {
            received::notification(spec, operation)
        }
        Transport::JsonPost
        | Transport::FormPost
        | Transport::FormReqData
        | Transport::EncryptedJsonPost
        | Transport::MobileSdk => request::request(spec, operation),
    };
    let description = description(spec, operation);
    let transport = transport(spec, operation);
    quote!(#main #description #transport)
}

fn description(spec: &Spec, operation: &Operation) -> TokenStream {
    let Operation { id, product, title, type_name, .. } = operation;
    let name = ident(type_name);
    let transport = meta::transport(operation.transport);
    let url = operation.url.as_ref().map(|url| quote!(.url(#url)));
    let destination = operation.destination.as_ref().map(|field| quote!(.destination(#field)));
    let sign_types = &operation.sign_types;
    let request = meta::fields(spec, &operation.request);
    let order = meta::order(&operation.request);
    let reply = meta::fields(spec, &operation.reply);
    let rules = meta::rules(&operation.rules);
    let envelope = operation.envelope.as_ref().map(|envelope| {
        let (field, beside) = (&envelope.field, &envelope.beside);
        quote!(.envelope(#field, &[#(#beside),*]))
    });
    let charset_field = operation.charset_field.as_ref();
    let charset_field = charset_field.map(|field| quote!(.charset_field(#field)));
    let is_final = operation.success_is_final.then(|| quote!(.success_is_final()));
    let also_used_by = &operation.also_used_by;
    let also_used_by =
        (!also_used_by.is_empty()).then(|| quote!(.also_used_by(&[#(#also_used_by),*])));
    let steps = (!operation.steps.is_empty()).then(|| {
        let steps = meta::steps(&operation.steps);
        quote!(.steps(#steps))
    });
    let repeat = operation.repeat.map(meta::repeat);
    let tells = operation.tells.as_ref().map(meta::tells);
    let follows = !operation.notifications.is_empty() || !operation.query_with.is_empty();
    let told = (follows && !operation.transport.is_notification()).then(|| {
        let told_by = meta::references(spec, &operation.notifications);
        let queries = meta::references(spec, &operation.query_with);
        quote!(.told(#told_by, #queries))
    });
    let leads_to = meta::follow_ups(&operation.leads_to);
    let (notifications, query_with) = (&operation.notifications, &operation.query_with);
    quote! {
        impl __p::Operation for #name {
            // A static: what refers to it is not checked all over again for each constant.
            const META: &'static __p::OperationMeta = {
            static META: __p::OperationMeta = __p::OperationMeta::new(
                #id, #product, #title, #type_name, #transport, &super::GATEWAY,
            )
            #url
            #destination
            .sign_types(&[#(#sign_types),*])
            .fields(#request, #reply, #rules)
            .order(#order)
            #envelope
            #charset_field
            #is_final
            #repeat
            #tells
            #also_used_by
            #steps
            .followed_by(
                #leads_to, &[#(#notifications),*], &[#(#query_with),*])
            #told;
            &META
            };
        }
    }
}

fn transport(spec: &Spec, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    match operation.transport {
        Transport::JsonPost | Transport::EncryptedJsonPost => {
            let reply = received::reply(spec, operation);
            let reply_name = ident(&received::reply_name(operation));
            quote! {
                impl __p::JsonPost for #name {
                    type Reply = #reply_name;
                }
                #reply
            }
        }
        Transport::FormPost | Transport::FormReqData => quote!(impl __p::FormPost for #name {}),
        Transport::MobileSdk => quote!(impl __p::MobileSdk for #name {}),
        Transport::Notification => {
            let acknowledgement = acknowledgement(operation);
            quote! {
                impl __p::ServerNotification for #name {
                    const ACKNOWLEDGEMENT: &'static str = #acknowledgement;
                }
            }
        }
        Transport::SyncNotification => quote!(impl __p::BrowserNotification for #name {}),
    }
}

/// The body that answers a notification: its fixed fields as JSON.
fn acknowledgement(operation: &Operation) -> String {
    let members = operation.reply.iter().filter_map(|field| {
        let value = field.fixed.as_deref()?;
        Some(format!("{}:{}", json_text(&field.name), json_text(value)))
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn json_text(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            control if control.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

/// Documentation of an operation.
pub(crate) fn docs(operation: &Operation) -> TokenStream {
    let mut paragraphs = vec![sentence(&operation.title)];
    paragraphs.extend(operation.description.as_deref().map(sentence));
    let signed = operation.sign_types.join(" or ");
    let envelope = operation.envelope.as_ref().map_or("", |envelope| envelope.field.as_str());
    let travels = match (operation.transport, &operation.url, &operation.destination) {
        (Transport::JsonPost, Some(url), _) => format!("JSON posted to <{url}>"),
        (Transport::EncryptedJsonPost, Some(url), _) => {
            format!("JSON, encrypted in `{envelope}`, posted to <{url}>")
        }
        (Transport::FormPost, Some(url), _) => format!("a form that the browser posts to <{url}>"),
        (Transport::FormReqData, Some(url), _) => {
            format!("JSON in the input `{envelope}` of a form that the browser posts to <{url}>")
        }
        (Transport::MobileSdk, ..) => "JSON handed to the gateway's SDK in an app".to_owned(),
        (Transport::Notification, _, Some(field)) => {
            format!("JSON that the gateway posts to the address in `{field}`")
        }
        (Transport::SyncNotification, _, Some(field)) if !envelope.is_empty() => {
            format!("JSON in `{envelope}` that the browser takes to the address in `{field}`")
        }
        (Transport::SyncNotification, _, Some(field)) => {
            format!("a form that the browser posts to the address in `{field}`")
        }
        (transport, ..) => format!("`{transport}`"),
    };
    paragraphs.push(format!("Operation `{}`: {travels}, signed with {signed}.", operation.id));
    let mut related = |what: &str, ids: &[String]| {
        if !ids.is_empty() {
            paragraphs.push(format!("{what}: {}.", ids.join(", ")));
        }
    };
    let leads_to: Vec<_> = operation.leads_to.iter().map(docs::follow_up).collect();
    let quoted = |ids: &[String]| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>();
    related("Leads to", &leads_to);
    related("Causes", &quoted(&operation.notifications));
    related("Ask with", &quoted(&operation.query_with));
    if !operation.rules.is_empty() {
        let rules = operation.rules.iter().map(|rule| format!("* {}", docs::rule(&rule.kind)));
        paragraphs.push(format!("Rules:\n\n{}", rules.collect::<Vec<_>>().join("\n")));
    }
    if !operation.notes.is_empty() {
        let notes = operation.notes.iter().map(|note| format!("* {}", sentence(note)));
        paragraphs.push(format!("Notes:\n\n{}", notes.collect::<Vec<_>>().join("\n")));
    }
    doc(&paragraphs)
}
