use lianlian::*;

#[derive(Request)]
#[lianlian(opration = aggregate::Query)]
struct Lookup {
    #[lianlian(feild = "no_order")]
    id: String,
    #[lianlian(skipp)]
    warehouse: u32,
    #[lianlian(colour = "red")]
    memo: String,
}

fn main() {}
