use lianlian::*;
use std::time::SystemTime;

#[derive(Debug, Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found<N = String> {
    #[lianlian(field = "no_order")]
    number: Option<N>,
    #[lianlian(default)]
    result_pay: Option<codes::PaymentResult>,
    #[lianlian(raw, field = "pay_type")]
    way: Option<String>,
    #[lianlian(with = fen, field = "money_order")]
    fen: u64,
    #[lianlian(default = OrderTime::MAX.date())]
    settle_date: Date,
    memo: Unsigned<String>,
    #[lianlian(flatten)]
    placed: Placed,
    #[lianlian(skip)]
    shelf: u32,
    #[lianlian(skip, default = 7)]
    row: u32,
    #[lianlian(unknown)]
    others: UnknownFields,
}

#[derive(Debug, Reply)]
#[lianlian(operation = aggregate::Query)]
struct Placed {
    dt_order: Option<SystemTime>,
}

fn fen(amount: Amount) -> Result<u64, &'static str> {
    Ok(amount.fen())
}

#[derive(Debug, Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    no_order: u64,
    #[lianlian(flatten)]
    money: Money,
}

#[derive(Debug, Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Money {
    #[lianlian(field = "money_order")]
    total: rust_decimal::Decimal,
}

fn ask(client: &Client, order: &aggregate::Query) -> Option<u64> {
    let found = client.send_into::<Found, _>(order, &CallOptions::default()).ok()?;
    let numbered = client.send_into::<Found<u64>, _>(order, &CallOptions::default()).ok()?;
    println!("{found:?} {:?} {}", found.memo, found.shelf + found.row);
    numbered.number
}

fn receive(receiver: &Receiver, body: &[u8]) -> Option<u64> {
    let paid = receiver.notification::<Paid>(body).ok()?;
    println!("{}", paid.money.total);
    Some(paid.no_order)
}

fn main() {
    let _ = (ask, receive);
}
