//! The LianLian Pay gateway for synchronous Rust.
//!
//! Requests are structs that the compiler checks against the gateway's specification, answers are
//! readable only once their signature is verified, and a call that brought no answer says whether
//! another attempt is safe.
//!
//! ```no_run
//! use lianlian::{Amount, Client, GatewayKey, MerchantKey, OrderTime, RiskItem, SendError, aggregate, codes};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = MerchantKey::from_pem_file("merchant.pem")?;
//! let client = Client::builder("201304121000001004", key)
//!     .gateway_key(GatewayKey::from_pem_file("llpay_public_key.pem")?)
//!     .build()?;
//! # let registered: OrderTime = "20250101080000".parse()?;
//! let risk = lianlian::structures::RiskItemBasic::builder()
//!     .frms_ware_category("2009")
//!     .user_info_mercht_userno("shopper-17")
//!     .user_info_dt_register(registered)
//!     .goods_name("Badminton set")
//!     .build()?;
//! let order = aggregate::DirectPay::builder()
//!     .no_order("20261122000001")
//!     .dt_order("20261122093000".parse()?)
//!     .money_order(Amount::from_fen(21_097))
//!     .busi_partner(codes::GoodsKind::PhysicalGoods)
//!     .user_id("shopper-17")
//!     .name_goods("Badminton set")
//!     .notify_url("https://shop.example/lianlian/notify")
//!     .pay_type(aggregate::DirectPayType::AlipayQr)
//!     .risk_item(RiskItem::new(&risk)?)
//!     .build()?;
//! match client.send(&order) {
//!     Ok(bill) => println!("scan {}", bill.pay_load.as_deref().unwrap_or_default()),
//!     Err(SendError::NotExecuted(why)) => println!("nothing happened: {why}"),
//!     Err(SendError::Unknown(why)) => println!("ask with aggregate::Query: {why}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The modules of the products, [`codes`] and [`structures`] are generated from the JSON files in the
//! repository's `spec` folder; each product is a Cargo feature of its name.

// Generated and derived code names this crate as its users do.
extern crate self as lianlian;

pub use lianlian_api::*;
pub use lianlian_derive::{Code, Notification, Reply, Request, RequestPart, SignSource};

#[doc(hidden)]
pub use lianlian_api::__private;

#[allow(clippy::pedantic)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/lianlian.rs"));
}
pub use generated::structures::{RiskItem, SharingData};
pub use generated::*;

#[cfg(doctest)]
mod pages;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The examples of the guide to the derives, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../docs/derive.md")]
pub struct DeriveGuide;

/// The examples of the rules for money, compiled.
#[cfg(doctest)]
#[doc = include_str!("../docs/money-safety.md")]
pub struct MoneySafety;

/// The example of the page about the sandbox, compiled.
#[cfg(doctest)]
#[doc = include_str!("../docs/sandbox.md")]
pub struct SandboxPage;

/// The examples of the guide to notifications, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../docs/notifications.md")]
pub struct NotificationGuide;
