//! Pays a list out, twice, against a gateway of its own.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::path::Path;
use std::{env, fs, process};

use jiff::Timestamp;
use lianlian::Preview;
use lianlian_sandbox::{Sandbox, Trouble, TroubleToCome};
use payout_batch::{Journal, Payout, payouts, run};

const LIST: &str = "\
number,kind,name,account,bank,amount,purpose
2026-11-W1,person,王五,6222000000001111,,8200.00,wages of November
2026-11-W2,person,李四,6222000000009876,,6400.00,wages of November
2026-11-W3,person,李四,6222000000009876,,6400.00,wages of November
2026-11-W4,company,晨光有限公司,1001234509000056789,,12000.00,invoice 88
";

const HOOK: &str = "https://office.example/lianlian";

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::temp_dir().join(format!("payout-batch-{}.jsonl", process::id()));
    let played = play(&file);
    let _ = fs::remove_file(&file);
    played
}

fn play(file: &Path) -> Result<(), Box<dyn Error>> {
    // In production: Client::builder(number, key).gateway_key(…).build().
    let sandbox = Sandbox::start()?;
    let client = sandbox.client().build()?;
    let batch = payouts(LIST, HOOK, Timestamp::now())?;

    heading("The first payout, as the gateway gets it");
    if let Some(first) = batch.first() {
        println!("{}", Preview::of(first));
    }

    heading(
        "The first run: the answers about the first payout get lost, and nobody is there to decide",
    );
    sandbox.cause(TroubleToCome::new(Trouble::CutAfter).times(2));
    let nobody = |payout: &Payout, why: &str| {
        println!("(held: {}, {why})", payout.number);
        false
    };
    println!("{}", run(&client, &mut Journal::open(file)?, &batch, nobody)?);

    heading("The second run: a person has looked at it, and the list has the bank now");
    let list = LIST.replace(",1001234509000056789,,", ",1001234509000056789,01050000,");
    let batch = payouts(&list, HOOK, Timestamp::now())?;
    let person = |payout: &Payout, why: &str| {
        println!("(let go: {}, {why})", payout.number);
        true
    };
    println!("{}", run(&client, &mut Journal::open(file)?, &batch, person)?);

    heading("A third run by mistake: nothing is sent");
    let before = sandbox.exchanges().len();
    println!("{}", run(&client, &mut Journal::open(file)?, &batch, nobody)?);
    println!("messages to the gateway: {}", sandbox.exchanges().len().saturating_sub(before));
    Ok(())
}

fn heading(text: &str) {
    println!("\n── {text}");
}
