use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::AsyncNotification)]
struct Refunded {
    no_refund: String,
    dt_refund: OrderTime,
    money_refund: Amount,
    oid_refundno: String,
    sta_refund: codes::RefundState,
    settle_date: Date,
}

fn main() {}
