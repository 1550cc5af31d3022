//! `lianlian sandbox`, run as a process of its own, and killed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use lianlian::aggregate::{DirectPay, DirectPayType, Query};
use lianlian::{Amount, Client, GatewayKey, MerchantKey, RiskItem, codes};
use serde_json::Value;

/// A folder of its own, gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("lianlian-cli-{}-{name}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A running sandbox, killed when dropped.
struct Running {
    child: Child,
    ready: Value,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_lianlian"))
            .arg("sandbox")
            .args(["--key-bits", "1024"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        let ready = serde_json::from_str(&first).unwrap_or_else(|_| panic!("{first}"));
        Self { child, ready }
    }

    fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap()
    }

    fn client(&self) -> Client {
        Client::builder(
            self.text("oid_partner"),
            MerchantKey::from_pem_file(self.text("merchant_key")).unwrap(),
        )
        .gateway_key(GatewayKey::from_pem_file(self.text("gateway_key")).unwrap())
        .base_url(self.text("url"))
        .build()
        .unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The kill is the test: nothing can be written on the way out.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn order(no_order: &str) -> DirectPay {
    let basic = lianlian::structures::RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("shopper-17")
        .user_info_dt_register("20250101080000".parse().unwrap())
        .goods_name("Racket")
        .build()
        .unwrap();
    DirectPay::builder()
        .no_order(no_order)
        .dt_order(lianlian::Clock::now(&lianlian::SystemClock))
        .money_order(Amount::from_fen(100))
        .busi_partner(codes::GoodsKind::PhysicalGoods)
        .user_id("shopper-17")
        .name_goods("Racket")
        .notify_url("http://127.0.0.1:9/nobody")
        .risk_item(RiskItem::new(&basic).unwrap())
        .pay_type(DirectPayType::AlipayQr)
        .build()
        .unwrap()
}

#[test]
fn its_first_line_is_all_that_a_program_needs() {
    let folder = Folder::new("ready");
    let sandbox = Running::start(&["--keys", &folder.file("keys")]);
    let names: Vec<_> = sandbox.ready.as_object().unwrap().keys().collect();
    assert_eq!(names, ["dashboard", "gateway_key", "merchant_key", "oid_partner", "url"]);
    assert!(sandbox.text("dashboard").starts_with(sandbox.text("url")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(sandbox.text("merchant_key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    sandbox.client().send(&order("C1")).unwrap();
}

#[test]
fn what_it_answered_survives_a_kill() {
    let folder = Folder::new("killed");
    let (data, keys) = (folder.file("state.sqlite"), folder.file("keys"));
    let arguments = ["--data", &*data, "--keys", &*keys];
    let placed: Vec<_> = {
        let sandbox = Running::start(&arguments);
        let client = sandbox.client();
        let numbers = (0..20).map(|place| format!("K{place}"));
        numbers
            .map(|number| (client.send(&order(&number)).unwrap().oid_paybill.clone(), number))
            .collect()
    };
    let sandbox = Running::start(&arguments);
    let client = sandbox.client();
    for (oid_paybill, number) in placed {
        let query = Query::builder().no_order(number).build().unwrap();
        assert_eq!(client.send(&query).unwrap().oid_paybill, oid_paybill);
    }
}

#[test]
fn accounts_come_from_a_settings_file() {
    let folder = Folder::new("settings");
    let settings = folder.file("sandbox.json");
    fs::write(
        &settings,
        r#"{"accounts": [{"oid_partner": "209901010000000026", "products": ["easypay"]}]}"#,
    )
    .unwrap();
    let keys = folder.file("keys");
    let sandbox = Running::start(&["--settings", &settings, "--keys", &keys]);
    assert_eq!(sandbox.text("oid_partner"), "209901010000000026");
    let error = sandbox.client().send(&order("S1")).unwrap_err();
    assert_eq!(error.refusal().unwrap().code, "3010");

    fs::write(&settings, "{\"acounts\": []}").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_lianlian"))
        .args(["sandbox", "--settings", &settings])
        .output()
        .unwrap();
    let why = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(why.contains("unknown field `acounts`") && why.contains("line 1"), "{why}");
}
