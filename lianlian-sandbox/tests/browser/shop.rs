//! A merchant's shop: a small server with a page that sends payers to the gateway, one that they come back
//! to, and an address for notifications.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use lianlian::aggregate::SyncNotification;
use lianlian::{Amount, Client, OrderTime, RiskItem, codes, easypay, online_banking};
use lianlian_sandbox::{Sandbox, SandboxBuilder};

/// Longer than anything on loopback takes; only a failing test waits for it.
pub(crate) const LONG: Duration = Duration::from_secs(20);

pub(crate) const NO_ORDER: &str = "20261122000003";

/// The shop.
pub(crate) struct Shop {
    pub(crate) url: String,
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Arc<Client>,
    /// The page that sends payers to the gateway.
    start: Arc<Mutex<String>>,
    /// What payers brought back: verified, or why not.
    pub(crate) returned: Receiver<Result<Returned, String>>,
}

/// What a payer brought back, once it is verified.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Returned {
    pub(crate) no_order: String,
    pub(crate) money: Amount,
    pub(crate) pay_type: Option<String>,
}

pub(crate) fn settings() -> SandboxBuilder {
    Sandbox::builder().key_bits(1024)
}

impl Shop {
    /// Opens a shop, with a sandbox to pay at.
    pub(crate) fn open() -> Self {
        Self::with(settings())
    }

    pub(crate) fn with(settings: SandboxBuilder) -> Self {
        let sandbox = settings.start().unwrap();
        let client = Arc::new(sandbox.client().build().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let start = Arc::new(Mutex::new(String::new()));
        let (sender, returned) = channel();
        {
            let (client, start) = (Arc::clone(&client), Arc::clone(&start));
            thread::spawn(move || {
                for stream in listener.incoming() {
                    let (client, start) = (Arc::clone(&client), Arc::clone(&start));
                    let sender = sender.clone();
                    // Browsers open connections ahead of time, and keep them waiting.
                    thread::spawn(move || {
                        let Ok(stream) = stream else { return };
                        let Some((path, body)) = request(&stream) else { return };
                        let page = match path.split('?').next().unwrap() {
                            "/" => start.lock().unwrap().clone(),
                            "/back" => {
                                let told = came_back(&client, &body);
                                let word =
                                    if told.is_ok() { "Thank you, verified" } else { "Forged" };
                                drop(sender.send(told));
                                word.to_owned()
                            }
                            "/notify" => r#"{"ret_code":"0000","ret_msg":"ok"}"#.to_owned(),
                            "/orders" => "Your orders".to_owned(),
                            "/cards" => "Your cards".to_owned(),
                            _ => String::new(),
                        };
                        answer(&stream, &page);
                    });
                }
            });
        }
        Self { url, sandbox, client, start, returned }
    }

    /// Has the shop's page lead to the gateway's page of every method.
    pub(crate) fn sells(&self, fen: u64) {
        self.sells_more(fen, Some);
    }

    /// The same, and `back` says where payers return to.
    pub(crate) fn sells_more(&self, fen: u64, back: impl FnOnce(String) -> Option<String>) {
        let order = lianlian::aggregate::WebRedirect::builder()
            .user_id("shopper-17")
            .busi_partner(codes::GoodsKind::PhysicalGoods)
            .no_order(NO_ORDER)
            .dt_order(self.now())
            .name_goods("羽毛球 <b>\"set\"</b>")
            .money_order(Amount::from_fen(fen))
            .notify_url(format!("{}/notify", self.url))
            .url_order(format!("{}/orders", self.url))
            .userreq_ip("203.0.113.7".parse::<lianlian::PayerIp>().unwrap())
            .valid_order(30)
            .risk_item(risk_item());
        let order = match back(format!("{}/back", self.url)) {
            Some(url) => order.url_return(url).build(),
            None => order.build(),
        };
        self.leads_to(&self.client.form(&order.unwrap()).unwrap());
    }

    /// Has the shop's page lead to the page of cards; `card` is what the shop knows about one, number and
    /// name.
    pub(crate) fn sells_by_card(
        &self,
        no_order: &str,
        card: Option<(&str, &str)>,
        no_agree: Option<&str>,
    ) {
        let order = easypay::WebRedirect::builder()
            .user_id("shopper-17")
            .busi_partner(codes::GoodsKind::PhysicalGoods)
            .no_order(no_order)
            .dt_order(self.now())
            .name_goods("羽毛球")
            .money_order(Amount::from_fen(21_097))
            .notify_url(format!("{}/notify", self.url))
            .url_return(format!("{}/back", self.url))
            .back_url(format!("{}/cards", self.url))
            .pay_type(codes::EasypayPayType::Regular)
            .userreq_ip("203.0.113.7".parse::<lianlian::PayerIp>().unwrap())
            .risk_item(risk_item());
        let order = match (card, no_agree) {
            (Some((number, name)), _) => order.card_no(number).acct_name(name).build(),
            (None, Some(no_agree)) => order.no_agree(no_agree).build(),
            (None, None) => order.build(),
        };
        self.leads_to(&self.client.form(&order.unwrap()).unwrap());
    }

    /// Has the shop's page lead to the choice of a bank.
    pub(crate) fn sells_by_bank(&self) {
        let order = online_banking::Redirect::builder()
            .charset_name(codes::Charset::Utf8)
            .user_id("shopper-17")
            .busi_partner(codes::GoodsKind::PhysicalGoods)
            .no_order(NO_ORDER)
            .dt_order(self.now())
            .name_goods("羽毛球")
            .money_order(Amount::from_fen(21_097))
            .notify_url(format!("{}/notify", self.url))
            .url_return(format!("{}/back", self.url))
            .risk_item(risk_item())
            .build();
        self.leads_to(&self.client.form(&order.unwrap()).unwrap());
    }

    fn leads_to(&self, form: &lianlian::Form) {
        let inputs = form.pairs().map(|(name, value)| {
            format!("<input type=hidden name=\"{name}\" value=\"{}\">", escaped(value))
        });
        let inputs: String = inputs.collect();
        *self.start.lock().unwrap() = format!(
            "<h1>Shop</h1><form method=post action=\"{}\" accept-charset=utf-8>{inputs}\
             <button>Check out</button></form>",
            escaped(form.action())
        );
    }

    pub(crate) fn now(&self) -> OrderTime {
        self.sandbox.now()
    }

    /// How often the order was paid: notifications of a payment that were started.
    pub(crate) fn payments(&self) -> usize {
        assert!(self.sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
        self.sandbox.order(NO_ORDER).unwrap().notifications.len()
    }
}

fn came_back(client: &Client, body: &str) -> Result<Returned, String> {
    let receiver = client.receiver();
    let told = receiver.browser_notification_text::<SyncNotification>(body);
    if let Ok(told) = told {
        let pay_type = told.pay_type.as_ref().map(|kind| lianlian::Code::code(kind).to_owned());
        return Ok(Returned { no_order: told.no_order.clone(), money: told.money_order, pay_type });
    }
    let told = receiver.browser_notification_text::<easypay::WebSyncNotification>(body);
    let told = told.map_err(|error| error.to_string())?;
    Ok(Returned { no_order: told.no_order.clone(), money: told.money_order, pay_type: None })
}

pub(crate) fn risk_item() -> RiskItem {
    let basic = lianlian::structures::RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("shopper-17")
        .user_info_dt_register("20250101080000".parse().unwrap())
        .goods_name("MARKED")
        .build()
        .unwrap();
    RiskItem::new(&basic).unwrap()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn request(stream: &TcpStream) -> Option<(String, String)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).ok()? == 0 {
            return None;
        }
        if header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((path, String::from_utf8(body).ok()?))
}

fn answer(mut stream: &TcpStream, page: &str) {
    let kind = if page.starts_with('{') { "application/json" } else { "text/html; charset=utf-8" };
    let length = page.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    );
    // The browser may have gone on meanwhile.
    drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(page.as_bytes())));
}
