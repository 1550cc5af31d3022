use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery, list = codes::GoodsKind)]
struct Lookup {
    #[lianlian(rename = "card_no")]
    card: Sensitive,
    #[lianlian(code = "1")]
    kind: String,
    #[lianlian(unknown)]
    others: UnknownFields,
    #[lianlian(json)]
    list: Vec<String>,
    #[lianlian(operation = refund::Query)]
    refund: String,
}

fn main() {}
