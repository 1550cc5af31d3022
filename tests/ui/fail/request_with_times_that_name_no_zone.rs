use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    dt_refund: jiff::civil::DateTime,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    dt_order: Option<chrono::NaiveDateTime>,
}

#[derive(RequestPart)]
#[lianlian(operation = easypay::Query)]
struct Other {
    dt_order: time::PrimitiveDateTime,
}

fn main() {}
