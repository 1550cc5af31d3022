use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
#[lianlian(field = "busi_partner", value = "109999")]
#[lianlian(field = "no_order", value = "an order number that is longer than the gateway takes")]
#[lianlian(field = "money_order", value = "12.5")]
#[lianlian(field = "dt_order", value = "2026-11-22 09:30:00")]
#[lianlian(field = "name_goods", value = "")]
#[lianlian(field = "pay_type", value = 'L')]
struct Order {
    user_id: String,
}

#[derive(RequestPart)]
#[lianlian(operation = easypay::Apply)]
#[lianlian(field = "valid_order", value = "a week")]
struct Patience {}

#[derive(RequestPart)]
#[lianlian(operation = card_bind::Query)]
#[lianlian(field = "offset", value = "ten")]
struct Page {}

fn main() {}
