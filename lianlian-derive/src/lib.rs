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
#[cfg(test)]
mod expansions;
mod names;
mod received;
mod request;
mod sent;
mod serde_attributes;
mod sign_source;
mod structs;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct with named fields a request of an operation.
///
/// ```text
/// #[derive(Request)]
/// #[lianlian(operation = aggregate::DirectPay)]
/// #[lianlian(field = "busi_partner", value = codes::GoodsKind::PhysicalGoods)]
/// struct Order {
///     #[lianlian(field = "no_order")]
///     id: String,
///     #[lianlian(field = "money_order", with = Price::to_amount)]
///     price: Price,
///     #[lianlian(flatten)]
///     payer: Payer,
///     #[lianlian(skip)]
///     warehouse: u32,
///     // …
/// }
/// ```
///
/// On the struct: `operation = path` (required), `crate = path` (where `lianlian` is, if renamed), and for a
/// field that the struct has not, `field = "name"` with `value = expression`, `default` (the one that the
/// spec knows) or `now`.
///
/// On a field:
///
/// | Attribute | Effect |
/// | --- | --- |
/// | `field = "name"` | the name on the wire, if that differs |
/// | `skip` | not sent |
/// | `flatten` | a struct with `#[derive(RequestPart)]`, or an `Option` of one, contributes its fields |
/// | `with = path` | a function converts: `fn(&Field) -> T` or `fn(&Field) -> Result<T, E>` |
/// | `value = expression` | sent instead of what the field holds; `self` is the struct |
/// | `default`, `default = expression` | sent where the field is absent: the spec's default, or this |
/// | `now` | the time of sending |
/// | `raw` | the field's text goes as it is, and is checked when it is sent |
///
/// While the program is compiled the struct is held against the operation: a field that the
/// operation lacks, a required one that is missing, a type that cannot hold the field's value and rules
/// that no message of the struct can keep are errors. The message that is sent is written from the same
/// fields as its signature source; serde attributes belong to the struct's other JSON and have no influence
/// on either. The guide `docs/derive.md` has every attribute with an example and every error with its cure.
#[proc_macro_derive(Request, attributes(lianlian))]
pub fn derive_request(input: TokenStream) -> TokenStream {
    request::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct a part of requests: other structs `flatten` it, and send its fields as their own.
///
/// Attributes are those of `Request`; `operation = path` may stand there more than once, for a part of
/// requests of several operations. Fields that are required and missing are asked of the request alone.
#[proc_macro_derive(RequestPart, attributes(lianlian))]
pub fn derive_request_part(input: TokenStream) -> TokenStream {
    request::derive_part(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct with named fields readable from the reply of an operation.
///
/// On the struct: `operation = path` (required), `crate = path`. On a field:
///
/// | Attribute | Effect |
/// | --- | --- |
/// | `field = "name"` | the name on the wire, if that differs |
/// | `skip` | not read: the type's default, or `default = expression` |
/// | `flatten` | another struct that is read from the same message |
/// | `with = path` | a function converts: `fn(T) -> Field` or `fn(T) -> Result<Field, E>` |
/// | `default`, `default = expression` | stands in where the message lacks the field |
/// | `raw` | the field's text as it is, into a `String` |
/// | `unknown` | an `UnknownFields` that keeps what the spec does not name |
///
/// A field that is not always there is an `Option` or has a `default`; one that the signature may not cover
/// is an `Unsigned`.
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
/// `#[lianlian(unknown)]` and keeps codes that the enum does not name. On the enum, `list = path` names the
/// code list that it follows, such as `codes::GoodsKind`: a code that the list lacks is then an error.
#[proc_macro_derive(Code, attributes(lianlian))]
pub fn derive_code(input: TokenStream) -> TokenStream {
    code::derive(&parse_macro_input!(input as DeriveInput)).into()
}
