use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    #[lianlian(field = "card_no")]
    card: Sensitive,
}

fn main() {
    let preview = Preview::of(&Lookup { card: "6222000000000000000".into() });
    assert_eq!(
        preview.to_string(),
        "tools.card_bin_query\
         \n  api_version  1.0                 always, says the spec\
         \n  card_no      ***                 from card\
         \n  oid_partner  201304121000001004  the client's merchant number\
         \n  sign_type    RSA                 the client's signature scheme"
    );
    assert_eq!(
        preview.source,
        "api_version=1.0&card_no=6222000000000000000&oid_partner=201304121000001004&sign_type=RSA"
    );
}
