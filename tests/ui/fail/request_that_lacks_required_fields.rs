use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::DirectPay)]
struct ShopOrder {
    #[lianlian(field = "no_order")]
    id: String,
    #[lianlian(field = "money_order")]
    total: Amount,
    #[lianlian(skip)]
    warehouse: u32,
}

fn main() {}
