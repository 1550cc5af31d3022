//! Derive macros of `lianlian`.
//!
//! Users take them from the crate `lianlian`, which re-exports them beside the traits of the same
//! names. The macros decide at compile time what a message contains and in which order its
//! signature source lists it; code that runs only fills in values.
//!
//! Every macro works in four steps: `attributes` reads what is written, the macro's own module
//! makes a model of it and checks it, collecting every mistake, and emits an implementation, or a
//! stub beside the mistakes so that nothing else in the program stops compiling.

mod attributes;
mod code;
mod errors;
mod names;
mod received;
mod request;
mod serde_attributes;
mod sign_source;
mod structs;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct with named fields a request of an operation.
///
/// ```text
/// #[derive(Request)]
/// #[lianlian(operation = aggregate::Query)]
/// struct Lookup {
///     #[lianlian(field = "no_order")]
///     id: String,
///     #[lianlian(skip)]
///     warehouse: u32,
/// }
/// ```
///
/// On the struct: `operation = path` (required), `crate = path` (where `lianlian` is, if renamed).
/// On a field: `field = "name"` gives its name on the wire if that differs, `skip` leaves it out.
///
/// While the program is compiled the struct is held against the operation: a field that the
/// operation lacks, a required one that is missing, and a type that cannot hold the field's value are
/// errors. The message that is sent is written from the same fields as its signature source; serde
/// attributes belong to the struct's other JSON and have no influence on either.
#[proc_macro_derive(Request, attributes(lianlian))]
pub fn derive_request(input: TokenStream) -> TokenStream {
    request::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct with named fields readable from the reply of an operation.
///
/// On the struct: `operation = path` (required), `crate = path`. On a field: `field = "name"`, `skip`
/// (filled with its default), `unknown` (an `UnknownFields` that keeps what the spec does not name).
/// A field that is not always there is an `Option`; one that the signature may not cover is an
/// `Unsigned`.
#[proc_macro_derive(Reply, attributes(lianlian))]
pub fn derive_reply(input: TokenStream) -> TokenStream {
    received::derive(&parse_macro_input!(input as DeriveInput), &received::REPLY).into()
}

/// Makes a struct with named fields readable from a notification.
///
/// Attributes are those of `Reply`.
#[proc_macro_derive(Notification, attributes(lianlian))]
pub fn derive_notification(input: TokenStream) -> TokenStream {
    received::derive(&parse_macro_input!(input as DeriveInput), &received::NOTIFICATION).into()
}

/// Gives a struct that serde serialises the signature source of its JSON.
///
/// `rename`, `rename_all`, `skip`, `skip_serializing` and `skip_serializing_if` of serde are honoured;
/// `flatten`, `with`, `serialize_with`, `tag` and others that change the JSON in ways a macro cannot
/// see are errors. On a field, `#[lianlian(json)]` takes the JSON text of a nested value.
#[proc_macro_derive(SignSource, attributes(lianlian, serde))]
pub fn derive_sign_source(input: TokenStream) -> TokenStream {
    sign_source::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum one of coded values.
///
/// Every variant has `#[lianlian(code = "…")]`; one tuple variant with an `UnknownCode` may have
/// `#[lianlian(unknown)]` and keeps codes that the enum does not name.
#[proc_macro_derive(Code, attributes(lianlian))]
pub fn derive_code(input: TokenStream) -> TokenStream {
    code::derive(&parse_macro_input!(input as DeriveInput)).into()
}
