//! The sandbox: what its pages, its control addresses and its journal show of what it was sent.
//!
//! Its data file holds what merchants sent, as a gateway's would; that is documented, and not looked at here.

use std::fmt::Write as _;

use lianlian::codes::{AppKind, CardPayType, DocumentType, EasypayPayType, GoodsKind, PayeeKind};
use lianlian::transport::{HttpRequest, Transport as _, UreqTransport};
use lianlian::{Amount, Clock as _, SystemClock, card_bind, easypay, instant};
use lianlian_sandbox::Sandbox;

use crate::marks::{Marks, digits, each, show, show_error};
use crate::observer::seen;
use crate::support::risk;

/// The answer to a GET, without a client that could hide something.
fn got(url: &str) -> String {
    use std::io::{Read as _, Write as _};
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // Events never end; the first of them are enough.
    stream.set_read_timeout(Some(std::time::Duration::from_secs(5))).unwrap();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
#[allow(clippy::too_many_lines, reason = "one sandbox that is told everything")]
fn neither_pages_nor_control_nor_journal_of_the_sandbox_show_what_is_sensitive() {
    let texts = [digits("id_no", 18), digits("card_no", 19), digits("bind_mob", 11)];
    let name = "隐瞒者";
    let mut marks = Marks::of(texts.iter().map(String::as_str));
    marks.add(name);
    // Payers are shown the ends of what is their own, and nothing between them.
    let mut payers = Marks::of([name]);
    for text in &texts {
        payers.add_parts(&text[3..text.len() - 2]);
    }
    let [id_no, card_no, phone] = &texts;
    let now = SystemClock.now();
    let mut shown = String::new();
    let logged = seen(|| {
        let sandbox = Sandbox::builder().key_bits(1024).start().unwrap();
        let client = sandbox.client().build().unwrap();
        let order = |number: &str| {
            easypay::Apply::builder()
                .user_id("shopper-17")
                .busi_partner(GoodsKind::PhysicalGoods)
                .no_order(number)
                .dt_order(now)
                .name_goods("羽毛球")
                .notify_url("http://127.0.0.1:9/")
                .risk_item(risk())
                .pay_type(EasypayPayType::Regular)
                .money_order(Amount::from_fen(21_097))
                .id_type(DocumentType::IdCard)
                .id_no(&**id_no)
                .acct_name(name)
                .card_no(&**card_no)
                .bind_mob(&**phone)
                .build()
                .unwrap()
        };
        let payout = instant::Apply::builder()
            .flag_card(PayeeKind::Person)
            .money_order(Amount::from_fen(100))
            .no_order("P1")
            .dt_order(now)
            .card_no(&**card_no)
            .acct_name(name)
            .info_order("wages")
            .memo("wages")
            .notify_url("http://127.0.0.1:9/")
            .build()
            .unwrap();
        let binding = card_bind::Apply::builder()
            .user_id("shopper-17")
            .pay_type(CardPayType::Debit)
            .id_type(DocumentType::IdCard)
            .id_no(&**id_no)
            .acct_name(name)
            .card_no(&**card_no)
            .bind_mob(&**phone)
            .risk_item(risk())
            .build()
            .unwrap();
        let page = easypay::H5Redirect::builder()
            .user_id("shopper-17")
            .app_request(AppKind::H5)
            .busi_partner(GoodsKind::PhysicalGoods)
            .no_order("E2")
            .dt_order(now)
            .name_goods("羽毛球")
            .money_order(Amount::from_fen(21_097))
            .notify_url("http://127.0.0.1:9/")
            .url_return("http://127.0.0.1:9/")
            .pay_type(EasypayPayType::Regular)
            .risk_item(risk())
            .id_type(DocumentType::IdCard)
            .id_no(&**id_no)
            .acct_name(name)
            .card_no(&**card_no)
            .build()
            .unwrap();
        // Whatever the sandbox says to these: it was sent all of it.
        for outcome in [
            client.send(&order("E1")).map(drop),
            client.send(&order("E1")).map(drop),
            client.send(&payout).map(drop),
            client.send(&binding).map(drop),
        ] {
            shown.push_str(
                &outcome.map_or_else(|error| show_error(&error), |()| "sent\n".to_owned()),
            );
        }
        let form = client.form(&page).unwrap();
        let mut body = String::new();
        for (name, value) in form.pairs() {
            let value = each(value, |byte| format!("%{byte:02x}"));
            let _ = write!(body, "{name}={value}&");
        }
        let transport = UreqTransport::new().unwrap();
        let kind = "application/x-www-form-urlencoded";
        let post = |url: &str, kind: &str, body: &[u8]| {
            let answer = transport.post(&HttpRequest::new(url, kind, body)).unwrap();
            String::from_utf8(answer.body).unwrap()
        };
        let answer = post(form.action(), kind, body.trim_end_matches('&').as_bytes());
        payers.expect_none(&answer, "the answer to a payer's form");
        let number = sandbox.order("E2").unwrap().oid_paybill;
        let page = got(&format!("{}/sandbox/pay/{number}", sandbox.url()));
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.contains(&card_no[card_no.len() - 4..]), "{page}");
        payers.expect_none(&page, "a payer's page");
        // And what is wrong with it in every way: not signed, another merchant's, no message, of another form.
        let path = |id: &str| {
            let meta = lianlian::OPERATIONS.iter().find(|meta| meta.id == id).unwrap();
            format!("{}{}", sandbox.url(), meta.path().unwrap())
        };
        for id in ["easypay.apply", "card_bind.apply", "instant.apply"] {
            for wrong in [
                format!(
                    r#"{{"oid_partner":"{}","card_no":"{card_no}","acct_name":"{name}","sign_type":"RSA","sign":"AAAA"}}"#,
                    sandbox.oid_partner()
                ),
                format!(
                    r#"{{"oid_partner":"201304121000009999","card_no":"{card_no}","id_no":"{id_no}"}}"#
                ),
                format!("card {card_no} of {name}"),
                format!(r#"{{"pay_load":"{card_no}","oid_partner":"{}"}}"#, sandbox.oid_partner()),
                format!(
                    r#"{{"cardNumber":"{card_no}","oid_partner":"{}","sign_type":"RSA"}}"#,
                    sandbox.oid_partner()
                ),
            ] {
                let answer = post(&path(id), "application/json", wrong.as_bytes());
                assert!(!answer.is_empty(), "{id}: {wrong}");
                shown.push_str(&answer);
            }
        }
        let exchanges = sandbox.exchanges();
        assert!(exchanges.len() > 8, "{exchanges:?}");
        shown.push_str(&show(&exchanges));
        for exchange in &exchanges {
            let _ = writeln!(shown, "{}", exchange.verdict);
        }
        shown.push_str(&show(&sandbox));
        let mut pages = 0;
        for path in [
            "/",
            "/?q=E1",
            "/sandbox/dashboard/controls",
            "/sandbox/test-data",
            "/sandbox/orders/E1",
            "/sandbox/orders/E2",
            "/sandbox/orders/P1",
            "/sandbox/troubles",
            "/sandbox/clock",
        ] {
            let answer = got(&format!("{}{path}", sandbox.url()));
            assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
            shown.push_str(&answer);
        }
        // The pages of the orders, found as a person finds them.
        let list = got(&format!("{}/", sandbox.url()));
        for part in list.split("/sandbox/dashboard/orders/").skip(1) {
            let number: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
            let address = format!("{}/sandbox/dashboard/orders/{number}", sandbox.url());
            let answer = got(&address);
            assert!(answer.contains("card_no=***") || answer.contains("E2"), "{answer}");
            shown.push_str(&answer);
            pages += 1;
        }
        assert!(pages >= 2, "{list}");
    });
    shown.push_str(&logged);
    marks.expect_none(&shown, "the sandbox");
}
