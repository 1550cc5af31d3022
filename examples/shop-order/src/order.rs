//! The shop's order: stored, shown to the app, and sent to the gateway, each in its own form.

use jiff::{Timestamp, civil};
use lianlian::structures::{RiskItem, RiskItemBasic};
use lianlian::{Code, OrderTime, Request, RequestPart, aggregate, codes};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An order as the shop keeps it.
///
/// The serde attributes are for the shop's file and its app. The gateway sees what the `lianlian`
/// attributes say, and neither knows of the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Request)]
#[serde(rename_all = "camelCase")]
#[lianlian(operation = aggregate::DirectPay)]
#[lianlian(field = "busi_partner", value = codes::GoodsKind::PhysicalGoods)]
#[lianlian(field = "risk_item", value = self.risk_facts())]
pub struct Order {
    /// The number, in the shop and at the gateway.
    #[lianlian(field = "no_order")]
    pub id: Uuid,
    /// What was bought, in a line.
    #[lianlian(field = "name_goods", with = shown_to_payer)]
    pub title: String,
    /// What it costs, in yuan.
    #[lianlian(field = "money_order")]
    pub total: Decimal,
    /// When it was placed. It never changes: the gateway knows an order by number and time.
    #[lianlian(field = "dt_order")]
    pub created_at: Timestamp,
    /// Who bought it.
    #[lianlian(flatten)]
    pub customer: Customer,
    /// How it is to be paid.
    #[lianlian(flatten)]
    pub checkout: Checkout,
    /// What is to be packed.
    #[lianlian(skip)]
    pub items: Vec<Item>,
    /// Where it is packed.
    #[lianlian(skip)]
    pub warehouse: u32,
    /// What became of it.
    #[lianlian(skip)]
    pub status: Status,
}

/// A customer, as far as an order needs to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RequestPart)]
#[serde(rename_all = "camelCase")]
#[lianlian(operation = aggregate::DirectPay)]
pub struct Customer {
    /// The customer's number.
    #[lianlian(field = "user_id")]
    pub id: u64,
    /// When the customer signed up, which risk control wants to know.
    #[lianlian(skip)]
    pub signed_up: Timestamp,
}

/// How an order is to be paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RequestPart)]
#[serde(rename_all = "camelCase")]
#[lianlian(operation = aggregate::DirectPay)]
pub struct Checkout {
    /// With what.
    #[lianlian(field = "pay_type")]
    pub wallet: Wallet,
    /// Where the gateway reports the payment. Kept with the order, so that the order sent again is the
    /// same message.
    #[lianlian(field = "notify_url")]
    pub hook: String,
}

/// What the shop's till offers: two of the gateway's ways to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Code)]
#[serde(rename_all = "camelCase")]
#[lianlian(list = codes::DirectPayType)]
pub enum Wallet {
    /// A WeChat Pay QR code.
    #[lianlian(code = "I")]
    Wechat,
    /// An Alipay QR code.
    #[lianlian(code = "L")]
    Alipay,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// The article.
    pub sku: String,
    /// How many.
    pub quantity: u32,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Not paid, as far as the shop knows.
    Open,
    /// Paid: pack it.
    Paid(Receipt),
}

/// What the books need of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The gateway's number of the payment.
    pub number: String,
    /// The day it is settled by, in UTC+8.
    pub settled_on: Option<civil::Date>,
}

impl Order {
    /// What risk control wants to know of a sale; our goods are of category 2009.
    fn risk_facts(&self) -> Result<RiskItem, Box<dyn std::error::Error>> {
        let signed_up = OrderTime::from_unix_seconds(self.customer.signed_up.as_second())?;
        let facts = RiskItemBasic::builder()
            .frms_ware_category("2009")
            .user_info_mercht_userno(self.customer.id.to_string())
            .user_info_dt_register(signed_up)
            .goods_name(shown_to_payer(&self.title))
            .build()?;
        Ok(RiskItem::new(&facts)?)
    }
}

/// The title as the payer's wallet shows it, where 40 characters have room.
fn shown_to_payer(title: &str) -> String {
    title.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use lianlian::{assert_source, check};

    use super::*;

    fn order() -> Order {
        Order {
            id: Uuid::from_u128(0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8),
            title: "羽毛球".to_owned(),
            total: Decimal::new(2_109_700, 4),
            created_at: "2026-11-22T01:30:00Z".parse().unwrap(),
            customer: Customer { id: 17, signed_up: "2025-01-01T00:01:00Z".parse().unwrap() },
            checkout: Checkout {
                wallet: Wallet::Alipay,
                hook: "https://shop.example/lianlian".to_owned(),
            },
            items: vec![Item { sku: "bd-1".to_owned(), quantity: 2 }],
            warehouse: 3,
            status: Status::Open,
        }
    }

    #[test]
    fn an_order_is_sent_under_the_gateways_names_and_in_its_forms() {
        assert_source!(
            order(),
            "busi_partner=109001&dt_order=20261122093000&money_order=210.97&name_goods=羽毛球&\
             no_order=6ba7b8109dad11d180b400c04fd430c8&notify_url=https://shop.example/lianlian&\
             oid_partner=201304121000001004&pay_type=L&\
             risk_item={\"frms_ware_category\":\"2009\",\"user_info_mercht_userno\":\"17\",\
             \"user_info_dt_register\":\"20250101080100\",\"goods_name\":\"羽毛球\"}&\
             sign_type=RSA&user_id=17"
        );
    }

    #[test]
    fn the_apps_json_is_the_shops_own() {
        let json = serde_json::to_value(order()).unwrap();
        assert_eq!(json["createdAt"], "2026-11-22T01:30:00Z");
        assert_eq!(json["customer"]["signedUp"], "2025-01-01T00:01:00Z");
        assert_eq!(json["checkout"]["wallet"], "alipay");
        assert_eq!(json["total"], "210.9700");
        assert_eq!(serde_json::from_value::<Order>(json).unwrap(), order());
    }

    #[test]
    fn a_long_title_is_shortened_for_the_wallet() {
        let long = Order { title: "羽".repeat(41), ..order() };
        check(&long).unwrap();
    }

    #[test]
    fn a_price_with_a_part_of_a_fen_is_not_sent() {
        let odd = Order { total: Decimal::new(5, 3), ..order() };
        let violations = check(&odd).unwrap_err().to_string();
        assert!(violations.contains("0.005 has more than two decimals"), "{violations}");
    }
}
