//! The examples of the documentation pages, compiled.

#[doc = include_str!("../docs/gateway/aggregate.md")]
pub struct Aggregate;

#[doc = include_str!("../docs/gateway/easypay.md")]
pub struct Easypay;

#[doc = include_str!("../docs/gateway/online_banking.md")]
pub struct OnlineBanking;

#[doc = include_str!("../docs/gateway/unified.md")]
pub struct Unified;

#[doc = include_str!("../docs/gateway/mpay.md")]
pub struct Mpay;

#[doc = include_str!("../docs/gateway/exchange.md")]
pub struct Exchange;

#[doc = include_str!("../docs/gateway/instant.md")]
pub struct Instant;

#[doc = include_str!("../docs/gateway/card_bind.md")]
pub struct CardBind;

#[doc = include_str!("../docs/gateway/refund.md")]
pub struct Refund;

#[doc = include_str!("../docs/gateway/tools.md")]
pub struct Tools;
