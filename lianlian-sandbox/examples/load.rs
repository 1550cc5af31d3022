//! How many signed direct payments a sandbox takes in a second, and what memory its orders need.
//!
//! `cargo run --release -p lianlian-sandbox --example load -- [ORDERS] [KEY BITS] [THREADS]`
//!
//! Requests are signed before the clock starts, so that the sandbox has the processor's cores for itself but
//! for the threads that post them over kept connections.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::thread;
use std::time::Instant;

use lianlian::aggregate::DirectPay;
use lianlian::transport::{HttpRequest, Transport as _, UreqTransport};
use lianlian::{GATEWAY, MerchantKey, Message, Operation as _, RsaSigner, Scheme, sign_message};
use lianlian_sandbox::Sandbox;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let mut next = |default| arguments.next().unwrap_or(Ok(default));
    let (orders, bits, threads) = (next(10_000)?, next(2048)?, next(2)?);
    let sandbox = Sandbox::builder().key_bits(bits).start()?;
    let signing = Instant::now();
    let shares = thread::scope(|scope| {
        let sandbox = &sandbox;
        let share = |place| scope.spawn(move || bodies(sandbox, orders, place, threads));
        let shares: Vec<_> = (0..threads).map(share).collect();
        shares.into_iter().map(|share| share.join().map_err(|_| "a thread panicked")?).collect()
    });
    let shares: Vec<Vec<Vec<u8>>> = collected(shares)?;
    say(&format!("{orders} orders signed with {bits} bits in {:.1?}", signing.elapsed()))?;

    let before = memory();
    let path = DirectPay::META.path().unwrap_or_default();
    let url = format!("{}{path}", sandbox.url());
    let posting = Instant::now();
    let posted: Vec<Outcome<()>> = thread::scope(|scope| {
        let url = &url;
        let post = |share| scope.spawn(move || post_all(url, share));
        let posting: Vec<_> = shares.iter().map(Vec::as_slice).map(post).collect();
        posting.into_iter().map(|one| one.join().map_err(|_| "a thread panicked")?).collect()
    });
    posted.into_iter().collect::<Outcome<()>>()?;
    let took = posting.elapsed();
    let rate =
        u128::try_from(orders)?.saturating_mul(1_000_000).div_euclid(took.as_micros().max(1));
    say(&format!("{rate} signed direct payments a second, {threads} threads, {took:.1?} in all"))?;
    drop(shares);
    let (Some(before), Some(after)) = (before, memory()) else {
        return say("memory is told on Linux only");
    };
    say(&format!(
        "resident memory: {before} KiB with every request in memory, {after} KiB after {orders} orders \
         were answered and the requests dropped"
    ))
}

/// The signed bodies of one thread's share of the orders.
fn bodies(sandbox: &Sandbox, orders: usize, place: usize, threads: usize) -> Outcome<Vec<Vec<u8>>> {
    let key = MerchantKey::from_pem(sandbox.merchant_key_pem())?;
    let signer = RsaSigner::new(key, Scheme::Rsa)?;
    let now = sandbox.now().to_string();
    let one = |number: usize| {
        let mut order = json!({
            "oid_partner": sandbox.oid_partner(),
            "sign_type": "RSA",
            "no_order": format!("load{number:012}"),
            "dt_order": now,
            "money_order": "0.01",
            "busi_partner": "109001",
            "user_id": "shopper-17",
            "name_goods": "Racket",
            "notify_url": "http://127.0.0.1:9/",
            "pay_type": "L",
            "risk_item": r#"{"goods_name":"Racket"}"#,
        });
        let bytes = order.to_string();
        let sign = sign_message(&Message::parse(bytes.as_bytes())?, &signer)?;
        if let Some(members) = order.as_object_mut() {
            members.insert("sign".to_owned(), Value::String(sign));
        }
        Ok(order.to_string().into_bytes())
    };
    (place..orders).step_by(threads).map(one).collect()
}

fn post_all(url: &str, bodies: &[Vec<u8>]) -> Outcome<()> {
    let transport = UreqTransport::new()?;
    for body in bodies {
        let answer = transport.post(&HttpRequest::new(url, GATEWAY.request_content_type, body))?;
        let text = String::from_utf8_lossy(&answer.body);
        if !text.contains(r#""ret_code":"0000""#) {
            return Err(format!("refused: {text}").into());
        }
    }
    Ok(())
}

fn collected<T>(shares: Vec<Outcome<T>>) -> Outcome<Vec<T>> {
    shares.into_iter().collect()
}

/// Resident memory of this process, in KiB.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn say(text: &str) -> Outcome<()> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}
