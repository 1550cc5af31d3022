use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    result_pay: Option<String>,
    #[lianlian(field = "result_pay")]
    outcome: Option<String>,
}

fn main() {}
