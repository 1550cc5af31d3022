//! Documentation, so that nothing but the derives could be warned of.
#![deny(warnings, missing_docs, unused, unreachable_pub, missing_debug_implementations)]
#![deny(rust_2018_idioms, unsafe_code, let_underscore, non_ascii_idents)]
#![deny(elided_lifetimes_in_paths, single_use_lifetimes, trivial_casts, unused_lifetimes)]

use lianlian::*;

/// A lookup.
#[derive(Debug, Request)]
#[lianlian(operation = refund::Query)]
#[lianlian(field = "oid_refundno", value = "7")]
pub struct Lookup<'a, T> {
    /// Its number.
    #[lianlian(field = "no_refund", default = "R0")]
    pub number: Option<&'a str>,
    /// The rest.
    #[lianlian(flatten)]
    pub rest: Rest<T>,
}

/// The rest of it.
#[derive(Debug, RequestPart)]
#[lianlian(operation = refund::Query)]
pub struct Rest<T> {
    /// When.
    pub dt_refund: T,
}

/// A reply.
#[derive(Debug, Reply)]
#[lianlian(operation = aggregate::Query)]
pub struct Found<M> {
    /// The order.
    pub no_order: Option<String>,
    /// Money.
    #[lianlian(default)]
    pub money_order: Option<M>,
    /// Nothing of the gateway.
    #[lianlian(skip)]
    pub shelf: u32,
}

/// A notification.
#[derive(Debug, Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
pub struct Paid {
    /// The order.
    #[lianlian(with = Some)]
    pub no_order: Option<String>,
}

/// A code.
#[derive(Debug, Code)]
#[lianlian(list = codes::GoodsKind)]
pub enum Goods {
    /// Boxes.
    #[lianlian(code = "109001")]
    Boxes,
    /// Others.
    #[lianlian(unknown)]
    Other(UnknownCode),
}

/// A message.
#[derive(Debug, SignSource)]
pub struct Message<T> {
    /// A member.
    pub a: T,
    /// Another.
    #[lianlian(json)]
    pub b: Vec<u8>,
}

fn main() {}
