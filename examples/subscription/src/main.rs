//! A member binds a card, pays two months, and leaves, against a gateway of its own.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use jiff::Timestamp;
use lianlian::Sensitive;
use lianlian_sandbox::{Sandbox, Trouble, TroubleToCome};
use rust_decimal::Decimal;
use subscription::{Book, CardForm, CardKind, Club, Month, Subscriber};

fn main() -> Result<(), Box<dyn Error>> {
    // In production: Client::builder(number, key).gateway_key(…).build().
    let sandbox = Sandbox::start()?;
    let mut club =
        Club::new(sandbox.client().build()?, "https://club.example/lianlian", Book::default());
    let member = Subscriber { id: 17, name: "张三".into(), joined: Timestamp::UNIX_EPOCH };
    let price = Decimal::new(1_500, 2);

    heading("A member hands in a card; the code on the phone is mistyped once");
    let card = CardForm {
        kind: CardKind::Debit,
        number: "6222000000001234".into(),
        phone: "13800005678".into(),
        identity: "110101199001010000".into(),
        credit: None,
    };
    println!("as it prints: {card:?}");
    let mut typed = ["000000", Sandbox::SMS_CODE].into_iter();
    let bound = club.bind(&member, card, || typed.next().map(read))?;
    println!("bound: the card ending {}, under {:?}", bound.ending, bound.number);

    heading("November, with a code");
    let november = Month { year: 2026, month: 11 };
    let code = || Some(read(Sandbox::SMS_CODE));
    println!("{:?}", club.charge(&member, november, price, code)?);
    println!("charged once more by mistake: {:?}", club.charge(&member, november, price, code)?);

    heading("December: the member is asked for the code, and the answers get lost");
    let december = Month { year: 2026, month: 12 };
    let losing = || {
        sandbox.cause(TroubleToCome::new(Trouble::CutAfter).times(2));
        code()
    };
    match club.charge(&member, december, price, losing) {
        Ok(charged) => println!("{charged:?}"),
        Err(error) => println!("{error}"),
    }
    println!("charged again later: {:?}", club.charge(&member, december, price, code)?);

    heading("The member leaves");
    club.unbind(member.id)?;
    println!("agreements at the gateway: {}", sandbox.agreements().len());

    heading("What the club has written down");
    println!("{}", serde_json::to_string_pretty(club.book())?);
    Ok(())
}

/// What the member typed.
fn read(code: &str) -> Sensitive {
    code.into()
}

fn heading(text: &str) {
    println!("\n── {text}");
}
