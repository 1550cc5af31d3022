use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Key(String);

fn main() {}
