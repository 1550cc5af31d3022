//! Orders with the fields of our contract.

use lianlian::{Amount, OrderTime};

use crate::aggregate::{DirectPay, DirectPayType};
use crate::codes::{GoodsKind, StoreKind};
use crate::structures::{RiskItem, RiskItemBasic};

/// Where the goods are sold.
#[derive(Clone, Debug)]
pub struct Store {
    /// Its number, at most 8 digits.
    pub number: String,
    /// What kind of store it is: a code list that only our contract has.
    pub kind: StoreKind,
}

/// An order of a badminton set, to be paid with Alipay.
///
/// # Errors
/// What the spec with our contract does not allow, such as an order number of more than 20 characters.
pub fn order(
    no_order: &str,
    placed: OrderTime,
    total: Amount,
    store: Store,
) -> Result<DirectPay, Box<dyn std::error::Error>> {
    let risk = RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("shopper-17")
        .user_info_dt_register("20250101080000".parse()?)
        .goods_name("Badminton set")
        .build()?;
    let order = DirectPay::builder()
        .no_order(no_order)
        .dt_order(placed)
        .money_order(total)
        .busi_partner(GoodsKind::PhysicalGoods)
        .user_id("shopper-17")
        .name_goods("Badminton set")
        .notify_url("https://shop.example/lianlian/notify")
        .pay_type(DirectPayType::AlipayQr)
        .risk_item(RiskItem::new(&risk)?)
        // Fields of our contract are fields like any other.
        .store_no(store.number)
        .store_kind(store.kind)
        .build()?;
    Ok(order)
}
