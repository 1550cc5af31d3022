use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup<K> {
    #[lianlian(flatten)]
    key: K,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Key {
    no_refund: String,
}

fn main() {
    let key = Key { no_refund: "R1".to_owned() };
    println!("{}", Preview::of(&Lookup { key }));
}
