//! Where lines are broken, and that tokens stay what they are.
#![allow(clippy::panic)]

use super::*;
use quote::quote;

#[test]
fn items_members_and_statements_have_lines_of_their_own() {
    let text = laid_out(quote! {
        #[doc = " An order."]
        #[derive(Clone, Debug)]
        pub struct Order { #[doc = " Its number."] pub no_order: Option<String>, pub amount: u64, }
        impl Order {
            pub fn number(&self) -> &'static str { let text = self.no_order.as_ref(); text }
        }
    });
    assert_eq!(
        text,
        "/// An order.\n#[derive(Clone, Debug)]\npub struct Order {\n    /// Its number.\n    pub no_order: \
         Option<String>,\n    pub amount: u64,\n}\nimpl Order {\n    pub fn number(&self) -> &'static str {\n        \
         let text = self.no_order.as_ref();\n        text\n    }\n}\n"
    );
}

#[test]
fn what_does_not_fit_is_broken_at_its_commas() {
    let text = laid_out(quote! {
        static NAMES: &[&str] = &["a name that is rather long", "another name that is long",
            "a third name that is long", "and a fourth one"];
    });
    assert_eq!(text.lines().count(), 6, "{text}");
    assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
}

#[test]
fn the_tokens_stay_what_they_are() {
    let tokens = quote! {
        #[doc = " A \"quoted\" word and a \\ in it."]
        #[doc = "/ no comment"]
        #[doc = " two\nlines"]
        fn f<'a, T: Into<String> + ?Sized>(x: &'a mut [u8; 4]) -> Result<(), &'a str> where T: Copy {
            if let Some(y) = x.get(0..=2) { *y -= 1; } else { return Err("no\r\n"); }
            let z = match x { [a, ..] if *a == b'x' && a != &1 => -1i64 as u8, _ => !0 };
            let c = |p: u8, q| p + q << 2;
            <Self as Trait<{ N }>>::call::<u8>(z, &x[..], c)?.a.b.c().d().e().f().g().h_long_name().i_long_name()
        }
        macro_rules! m { ($($x:tt)*) => { $($x)* }; }
    };
    let text = laid_out(tokens.clone());
    let read: TokenStream = text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"));
    // Blanks between tokens say nothing.
    let bare = |tokens: TokenStream| tokens.to_string().replace([' ', '\n'], "");
    assert_eq!(bare(read), bare(tokens), "{text}");
}
