use lianlian::*;

fn order(risk: RiskItem) {
    let _ = aggregate::DirectPay::builder()
        .no_order("1")
        .money_order(Amount::from_fen(1))
        .busi_partner(codes::GoodsKind::VirtualGoods)
        .user_id("u")
        .name_goods("g")
        .notify_url("https://shop.example/")
        .pay_type(aggregate::DirectPayType::AlipayQr)
        .risk_item(risk)
        .build();
}

fn main() {}
