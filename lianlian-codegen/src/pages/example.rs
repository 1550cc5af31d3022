//! Rust that uses an operation, made of its sample. The tests compile it.

use lianlian_spec::Spec;
use lianlian_spec::model::{Field, Operation, Step, Transport};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rust_types;
use crate::examples::{members, request, setter};
use crate::{ident, layout, received};

/// The example of an operation; none if its sample holds what cannot be written as Rust yet.
pub(super) fn of(spec: &Spec, operation: &Operation) -> Option<String> {
    let function = match operation.transport {
        Transport::Notification => notification(operation),
        Transport::SyncNotification => browser_notification(operation),
        Transport::JsonPost | Transport::EncryptedJsonPost => call(spec, operation)?,
        Transport::FormPost | Transport::FormReqData => {
            handed_over(spec, operation, &quote!(client.form(&request)?.html()))?
        }
        Transport::MobileSdk => {
            let payload = quote!(client.mobile_payload(&request)?.expose().to_owned());
            handed_over(spec, operation, &payload)?
        }
    };
    // Names are imported, as a program has them, so their paths need not begin at the crate.
    let function: TokenStream = function.to_string().replace("lianlian :: ", "").parse().ok()?;
    let function = layout::laid_out(function);
    let uses = uses(operation, &function);
    Some(format!("{uses}\n\n{function}"))
}

/// The names of the crate that the code mentions.
fn uses(operation: &Operation, function: &str) -> String {
    const TYPES: [&str; 6] =
        ["Amount", "Client", "PayerIp", "ReceiveError", "Receiver", "SendError"];
    let products = operation.steps.iter().filter_map(|step| step.operation.split('.').next());
    let modules = ["codes", "structures", &operation.product].into_iter().chain(products);
    let mut used: Vec<&str> =
        modules.filter(|module| mentions(function, &format!("{module}::"))).collect();
    used.extend(TYPES.iter().filter(|name| mentions(function, name)));
    if operation.transport == Transport::Notification {
        used.push("ServerNotification");
    }
    used.sort_unstable();
    used.dedup();
    format!("use lianlian::{{{}}};", used.join(", "))
}

/// Whether the code mentions a name, and not only a longer one that holds it.
fn mentions(code: &str, name: &str) -> bool {
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let ends_in_path = name.ends_with("::");
    code.match_indices(name).any(|(at, _)| {
        let (before, after) = code.split_at(at);
        let after = after.strip_prefix(name).unwrap_or_default();
        let is_whole = ends_in_path || !after.starts_with(is_name);
        is_whole && !before.ends_with(is_name) && !before.ends_with("::")
    })
}

/// The expression that builds the request of the first sample that has one.
fn built(spec: &Spec, operation: &Operation) -> Option<TokenStream> {
    operation.samples.iter().find_map(|sample| request(spec, operation, sample))
}

fn call(spec: &Spec, operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.name);
    let request = built(spec, operation)?;
    let arms = rust_types::variants(spec, operation)
        .into_iter()
        .map(|(variant, step)| arm(spec, operation, &variant, step))
        .collect::<Option<Vec<_>>>()?;
    let handled = if arms.is_empty() {
        quote!(println!("{reply:?}"))
    } else {
        quote!(match &*reply { #(#arms)* })
    };
    let sent = match operation.query_with.first() {
        None => quote! {
            let reply = client.send(&request)?;
            #handled;
        },
        Some(query) => {
            let unknown = format!("send nothing before {query} has answered: {{why}}");
            quote! {
                match client.send(&request) {
                    Ok(reply) => #handled,
                    Err(SendError::NotExecuted(why)) => {
                        println!("nothing happened, another try is safe: {why}");
                    }
                    Err(SendError::Unknown(why)) => {
                        println!(#unknown);
                    }
                }
            }
        }
    };
    Some(quote! {
        fn #name(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
            let request = #request;
            #sent
            Ok(())
        }
    })
}

/// What is done about a variant of the reply.
fn arm(
    spec: &Spec,
    operation: &Operation,
    variant: &str,
    step: Option<&Step>,
) -> Option<TokenStream> {
    let product = ident(&operation.product);
    let reply = ident(&received::reply_name(operation));
    let variant = ident(variant);
    let Some(step) = step else {
        return Some(quote!(#product::#reply::#variant(answer) => println!("{answer:?}"),));
    };
    let next = spec.operation(&step.operation)?;
    let given = next.samples.iter().find_map(|sample| members(sample.request.as_deref()?))?;
    let is_carried = |field: &Field| {
        step.from_reply.contains(&field.name) || step.from_request.contains(&field.name)
    };
    let left = rust_types::asked_for(next).filter(|field| !is_carried(field));
    let setters = left
        .map(|field| setter(spec, field, given.get(&field.name)?))
        .collect::<Option<Vec<_>>>()?;
    let method = format_ident!("{}", next.name);
    let argument = (!step.from_request.is_empty()).then(|| quote!(&request));
    // It is a format string there.
    let title = step.title.replace('{', "{{").replace('}', "}}");
    // Where nothing is left to give, the gateway waits for a decision. That is not for an example to make.
    let then = if setters.is_empty() {
        quote!(println!("once that is settled: {next:?}");)
    } else {
        quote! {
            let reply = client.send(&next)?;
            println!("{reply:?}");
        }
    };
    Some(quote! {
        #product::#reply::#variant(step) => {
            println!(#title);
            let next = step.#method(#argument) #(#setters)* .build()?;
            #then
        }
    })
}

fn handed_over(spec: &Spec, operation: &Operation, result: &TokenStream) -> Option<TokenStream> {
    let name = ident(&operation.name);
    let request = built(spec, operation)?;
    Some(quote! {
        fn #name(client: &Client) -> Result<String, Box<dyn std::error::Error>> {
            let request = #request;
            Ok(#result)
        }
    })
}

fn notification(operation: &Operation) -> TokenStream {
    let (name, product) = (ident(&operation.name), ident(&operation.product));
    let ty = ident(&operation.type_name);
    quote! {
        fn #name(receiver: &Receiver, body: &[u8]) -> Result<&'static str, ReceiveError> {
            let told = receiver.notification::<#product::#ty>(body)?;
            println!("act upon it once: {told:?}");
            Ok(#product::#ty::ACKNOWLEDGEMENT)
        }
    }
}

fn browser_notification(operation: &Operation) -> TokenStream {
    let (name, product) = (ident(&operation.name), ident(&operation.product));
    let ty = ident(&operation.type_name);
    quote! {
        fn #name(receiver: &Receiver, query_or_body: &str) -> Result<(), ReceiveError> {
            let told = receiver.browser_notification_text::<#product::#ty>(query_or_body)?;
            println!("show the payer what became of it: {told:?}");
            Ok(())
        }
    }
}
