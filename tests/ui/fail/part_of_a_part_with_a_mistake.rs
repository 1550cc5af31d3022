use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    no_refund: String,
    #[lianlian(flatten)]
    outer: Outer,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Outer {
    #[lianlian(flatten)]
    inner: Inner,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Inner {
    dt_refund: u32,
}

fn main() {}
