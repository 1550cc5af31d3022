use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup<'a, T: AsRef<str>, K, const N: usize>
where
    K: Clone,
{
    #[lianlian(skip, now)]
    no_refund: T,
    #[lianlian(flatten)]
    key: K,
    text: &'a [u8; N],
}

fn ask<K: Clone>(client: &Client, lookup: &Lookup<'_, String, K, 4>) -> bool {
    client.send(lookup).is_ok()
}

fn main() {}
