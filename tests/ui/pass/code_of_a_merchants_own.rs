use lianlian::*;

/// Fewer codes than the list has, under names of the shop.
#[derive(Clone, Debug, PartialEq, Code)]
#[lianlian(list = codes::GoodsKind)]
enum Goods {
    #[lianlian(code = "109001")]
    Boxes,
    #[lianlian(code = "101001")]
    Bytes,
    #[lianlian(unknown)]
    Other(UnknownCode),
}

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    no_order: String,
    /// A text as well, where the field is one.
    user_id: Option<Goods>,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
#[allow(dead_code)]
struct Order {
    busi_partner: Goods,
}

fn main() {
    assert_eq!(Goods::CODES, ["109001", "101001"]);
    assert_eq!(Goods::from_code("101001"), Some(Goods::Bytes));
    let other = Goods::from_code("108001").unwrap();
    assert!(matches!(other, Goods::Other(_)));
    assert_eq!(other.code(), "108001");
    assert_source!(
        Lookup { no_order: "42".to_owned(), user_id: Some(Goods::Boxes) },
        "no_order=42&oid_partner=201304121000001004&sign_type=RSA&user_id=109001"
    );
}
