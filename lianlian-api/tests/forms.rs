//! What the payer's browser and the vendor's SDK are handed. Python reads the page and writes what a
//! browser would post; OpenSSL judges the signatures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code, unreachable_pub, reason = "shared with other tests")]
#[path = "support/made.rs"]
mod made;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use lianlian_api::{Form, NotExecuted};
use made::{AppOrder, BankPage, MERCHANT, PhonePage, client};

/// Characters that HTML, JSON and URLs each treat in a way of their own.
const NASTY: &str = "<b>羽毛球</b> \"拍\" & 'Co' + 100% \\ \u{b7}\u{2014}";

/// Runs a Python program with `input` on its standard input.
fn python(program: &str, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new("python3")
        .arg("-c")
        .arg(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("`python3` judges forms; install it (apt-get install python3)");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a page posts, according to Python's parser: encoding, action and body.
fn posted(form: &Form) -> (String, String, String) {
    const PROGRAM: &str = r#"
import sys, html.parser, urllib.parse
class Page(html.parser.HTMLParser):
    inputs = []
    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.form = attributes
        if tag == "input":
            self.inputs.append((attributes["name"], attributes["value"]))
page = Page()
page.feed(sys.stdin.buffer.read().decode("utf-8"))
charset = page.form["accept-charset"]
assert page.form["method"] == "post"
# To a browser GB2312 is a label of GBK.
encoding = {"GB2312": "GBK"}.get(charset, charset)
sys.stdout.write("\n".join([charset, page.form["action"],
    urllib.parse.urlencode(page.inputs, encoding=encoding, errors="strict")]))
"#;
    let page = python(PROGRAM, &[], &form.html());
    let mut lines = page.lines().map(str::to_owned);
    let mut next = || lines.next().unwrap();
    (next(), next(), next())
}

/// The fields in a body, decoded by Python in this encoding.
fn received(body: &[u8], charset: &str) -> BTreeMap<String, String> {
    const PROGRAM: &str = r"
import sys, json, urllib.parse
pairs = urllib.parse.parse_qsl(sys.stdin.read(), True, True, sys.argv[1], 'strict')
print(json.dumps(dict(pairs)))
";
    let text = python(PROGRAM, &[charset], std::str::from_utf8(body).unwrap());
    serde_json::from_str(&text).unwrap()
}

/// Whether OpenSSL accepts the signature of a message whose source Python makes.
fn is_signed(fields: &BTreeMap<String, String>) -> bool {
    const PROGRAM: &str = r#"
import sys, json, base64, subprocess, tempfile
fields = json.load(sys.stdin)
with tempfile.NamedTemporaryFile() as signature:
    signature.write(base64.b64decode(fields.pop("sign"), validate=True))
    signature.flush()
    source = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if fields[name] != "")
    print(subprocess.run(
        ["openssl", "dgst", "-md5", "-verify", sys.argv[1], "-signature", signature.name],
        input=source.encode("utf-8"), capture_output=True).returncode)
"#;
    let json = serde_json::to_string(fields).unwrap();
    python(PROGRAM, &[&made::merchant_public_file()], &json).trim() == "0"
}

/// A flat JSON message with numbers as texts.
fn fields_of(json: &str) -> BTreeMap<String, String> {
    let members: BTreeMap<String, serde_json::Value> = serde_json::from_str(json).unwrap();
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    members.into_iter().map(|(name, value)| (name, text(value))).collect()
}

fn bank_page() -> BankPage {
    BankPage(Vec::new()).with("name_goods", NASTY).with("valid_order", "30")
}

fn phone_page() -> PhonePage {
    PhonePage(Vec::new()).with("name_goods", NASTY).with("valid_order", "30")
}

fn refused(page: &BankPage) -> NotExecuted {
    client().form(page).expect_err("a form that would not verify")
}

#[test]
fn a_page_posts_the_body_that_the_form_foretells() {
    let form = client().form(&bank_page()).unwrap();
    let (charset, action, body) = posted(&form);
    assert_eq!((charset.as_str(), action.as_str()), ("UTF-8", form.action()));
    // Python leaves `~` alone and escapes `*`, browsers the other way round; neither is in here.
    assert_eq!(body.as_bytes(), form.encoded_body());
    let fields = received(&form.encoded_body(), "UTF-8");
    assert_eq!(fields["name_goods"], NASTY);
    assert_eq!(fields["oid_partner"], MERCHANT);
    assert!(is_signed(&fields));
}

#[test]
fn a_whole_message_rides_in_one_input() {
    let form = client().form(&phone_page()).unwrap();
    let names: Vec<_> = form.pairs().map(|(name, _)| name).collect();
    assert_eq!(names, ["req_data"]);
    let (_, _, body) = posted(&form);
    assert_eq!(body.as_bytes(), form.encoded_body());
    let json = received(&form.encoded_body(), "UTF-8").remove("req_data").unwrap();
    let fields = fields_of(&json);
    assert_eq!((fields["name_goods"].as_str(), fields["valid_order"].as_str()), (NASTY, "30"));
    assert!(json.contains("\"valid_order\":30"), "{json}");
    assert!(is_signed(&fields));
}

#[test]
fn a_line_break_is_refused_in_an_input_of_its_own_but_not_inside_json() {
    let page = BankPage(Vec::new()).with("name_goods", "two\r\nlines\0");
    let NotExecuted::Invalid(violations) = refused(&page) else { panic!("a line break") };
    assert_eq!(violations.iter().count(), 2, "{violations}");

    let page = PhonePage(Vec::new()).with("name_goods", "two\r\nlines\0");
    let form = client().form(&page).unwrap();
    let (_, _, body) = posted(&form);
    assert_eq!(body.as_bytes(), form.encoded_body());
    let fields = fields_of(&received(body.as_bytes(), "UTF-8")["req_data"]);
    assert_eq!(fields["name_goods"], "two\r\nlines\0");
    assert!(is_signed(&fields));
}

#[test]
fn a_form_is_posted_as_utf_8_where_the_request_does_not_choose_or_chooses_it() {
    for page in [bank_page(), bank_page().with("charset_name", "UTF-8")] {
        assert_eq!(client().form(&page).unwrap().charset(), "UTF-8");
    }
}

#[cfg(feature = "charsets")]
#[test]
fn a_form_is_posted_in_the_encoding_that_the_request_chooses_and_signed_as_utf_8() {
    for (charset, reader) in [("GBK", "GBK"), ("GB2312", "GBK"), ("GB18030", "GB18030")] {
        let form = client().form(&bank_page().with("charset_name", charset)).unwrap();
        let (asked, _, body) = posted(&form);
        assert_eq!((asked.as_str(), form.charset()), (charset, charset));
        assert_eq!(body.as_bytes(), form.encoded_body());
        let fields = received(&form.encoded_body(), reader);
        assert_eq!(fields["name_goods"], NASTY);
        assert!(is_signed(&fields), "{charset}");
    }
}

#[cfg(feature = "charsets")]
#[test]
fn a_character_that_the_encoding_lacks_is_refused_by_name() {
    for (charset, goods, found) in [
        ("GBK", "羽€🏸", "`€` (U+20AC) in place 2"),
        ("GB2312", "羽龘", "`龘` (U+9F98) in place 2"),
        ("GB18030", "\u{e000}", "`\\u{e000}` (U+E000) in place 1"),
    ] {
        let page = BankPage(Vec::new()).with("name_goods", goods).with("charset_name", charset);
        let error = refused(&page).to_string();
        let expected = format!("made.bank_page: name_goods: has {found}, which {charset}, ");
        assert!(error.starts_with(&expected), "{error}");
    }
}

#[cfg(feature = "charsets")]
#[test]
fn of_a_sensitive_field_only_the_place_of_the_character_is_named() {
    let page = bank_page().with("acct_name", "张🏸").with("charset_name", "GBK");
    let error = refused(&page).to_string();
    assert!(error.contains("acct_name: has a character in place 2, which GBK"), "{error}");
    assert!(!error.contains('🏸') && !error.contains('张'), "{error}");
}

#[cfg(feature = "charsets")]
#[test]
fn an_encoding_that_cannot_be_written_is_an_error_that_names_it() {
    let error = refused(&bank_page().with("charset_name", "BIG5")).to_string();
    assert!(error.starts_with("the form of made.bank_page cannot be written in BIG5"), "{error}");
}

#[cfg(not(feature = "charsets"))]
#[test]
fn without_the_feature_another_encoding_is_an_error_that_names_the_feature() {
    let error = refused(&bank_page().with("charset_name", "GBK"));
    assert!(matches!(error, NotExecuted::Charset { .. }), "{error}");
    assert!(error.to_string().contains("`charsets`"), "{error}");
}

#[test]
fn an_app_gets_the_signed_message_as_text() {
    let order = AppOrder(Vec::new()).with("name_goods", NASTY).with("acct_name", "张三");
    let payload = client().mobile_payload(&order).unwrap();
    let fields = fields_of(payload.expose());
    assert_eq!((fields["name_goods"].as_str(), fields["acct_name"].as_str()), (NASTY, "张三"));
    assert!(is_signed(&fields));
    let shown = format!("{payload:?}");
    assert_eq!(shown, format!("MobilePayload({} bytes)", payload.expose().len()));
}

#[test]
fn an_order_for_an_app_is_checked_like_any_other() {
    let error = client().mobile_payload(&AppOrder(Vec::new())).unwrap_err();
    assert!(
        matches!(&error, NotExecuted::Invalid(why) if why.fields() == ["name_goods"]),
        "{error}"
    );
}
