//! What the demo buys.

use std::error::Error;

use lianlian::aggregate::{DirectPay, DirectPayType};
use lianlian::structures::RiskItemBasic;
use lianlian::{Amount, OrderTime, RiskItem, codes};

/// An order of 0.01 yuan, placed at `now`, to be paid by scanning an Alipay QR code.
pub(super) fn order(now: OrderTime, notify_url: String) -> Result<DirectPay, Box<dyn Error>> {
    let registered: OrderTime = "20250101080000".parse()?;
    let risk = RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("shopper-17")
        .user_info_dt_register(registered)
        .goods_name("Badminton set")
        .build()?;
    let order = DirectPay::builder()
        .no_order(format!("{now}001"))
        .dt_order(now)
        .money_order(Amount::from_fen(1))
        .busi_partner(codes::GoodsKind::PhysicalGoods)
        .user_id("shopper-17")
        .name_goods("Badminton set")
        .notify_url(notify_url)
        .pay_type(DirectPayType::AlipayQr)
        .risk_item(RiskItem::new(&risk)?)
        .build()?;
    Ok(order)
}
