//! Reading a spec: what a good one becomes, and that nothing makes the loader panic or waver.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{good, load_patched, patched};
use lianlian_spec::model::{
    Class, Condition, Encoding, FilledBy, Kind, Outcome, Required, Retry, RuleKind, Transport,
    Unsigned,
};
use lianlian_spec::{SourceFile, Spec, load, load_files};

fn spec() -> Spec {
    load_files(good()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

#[test]
fn a_good_spec_resolves_every_part() {
    let spec = spec();
    let products: Vec<&str> = spec.products.iter().map(|product| product.id.as_str()).collect();
    assert_eq!(products, ["instant", "aggregate"], "the order of gateway.json");
    let operations: Vec<&str> = spec.operations().map(|operation| operation.id.as_str()).collect();
    let ids = [
        "aggregate.apply",
        "aggregate.async_notification",
        "aggregate.direct_pay",
        "aggregate.query",
        "aggregate.refund",
        "aggregate.verify",
        "aggregate.web_pay",
        "aggregate.web_return",
    ];
    assert_eq!(operations, ids);
    assert_eq!(spec.gateway.order.identity, ["oid_partner", "no_order"]);
    assert_eq!(spec.gateway.notification.attempts, 30);
    let limits = &spec.gateway.limits;
    let trial = (limits.trial_payment_yuan, limits.trial_day_yuan, limits.trial_month_yuan);
    assert_eq!((trial, limits.confirm_tries), ((50, 60, 70), 6));

    let pay = spec.operation("aggregate.direct_pay").unwrap();
    assert_eq!(pay.name, "direct_pay");
    assert_eq!(pay.type_name, "DirectPay");
    assert_eq!(pay.transport, Transport::JsonPost);
    assert_eq!(pay.url.as_deref(), Some("https://wallet.example/llwalletapi/combinepay.htm"));
    assert_eq!(pay.file, "aggregate/direct_pay.json");
    assert_eq!(spec.operation("aggregate.query").unwrap().type_name, "OrderQuery");
    let notice = spec.operation("aggregate.async_notification").unwrap();
    assert_eq!((notice.url.as_deref(), notice.destination.as_deref()), (None, Some("notify_url")));
    assert_eq!(notice.reply[0].fixed.as_deref(), Some("0000"));
}

#[test]
fn a_rule_becomes_what_it_demands() {
    let spec = spec();
    let rules = &spec.operation("aggregate.direct_pay").unwrap().rules;
    let fields = vec!["col_userid".to_owned(), "col_oidpartner".to_owned()];
    assert_eq!(rules[0].kind, RuleKind::MutuallyExclusive { fields });
    assert_eq!(rules[0].note.as_deref(), Some("One payee."));
    let condition = Condition::In { field: "pay_type".to_owned(), values: vec!["W".to_owned()] };
    assert_eq!(rules[1].kind, RuleKind::RequiredIf { field: "openid".to_owned(), condition });
    let condition = Condition::Contract { name: "verified_payment".to_owned() };
    assert_eq!(rules[2].kind, RuleKind::RequiredIf { field: "id_no".to_owned(), condition });
    assert_eq!(
        rules[3].kind,
        RuleKind::MaxClockSkew { field: "timestamp".to_owned(), minutes: 30 }
    );
}

#[test]
fn a_use_overrides_the_dictionary_attribute_by_attribute() {
    let spec = spec();
    let pay = spec.operation("aggregate.direct_pay").unwrap();
    let field = |name: &str| pay.request.iter().find(|field| field.name == name).unwrap();
    let payee = field("col_userid");
    assert_eq!((payee.min_len, payee.max_len), (Some(2), Some(16)));
    let amount = field("money_order");
    assert_eq!(amount.kind, Kind::Amount);
    assert_eq!(amount.range.as_ref().unwrap().max, "100000000.00");
    assert_eq!((amount.meaning.as_str(), amount.note.as_deref()), ("Amount", Some("In yuan.")));
    assert_eq!(field("pay_type").kind, Kind::Code("pay_type".to_owned()));
    assert_eq!(field("risk_item").kind, Kind::Structure("risk_item".to_owned()));
    assert_eq!(field("oid_partner").filled_by, Some(FilledBy::Merchant));
    assert!(field("oid_partner").identity && field("id_no").sensitive);
    assert_eq!(field("id_no").lengths, [15, 18]);
    assert_eq!(field("id_no").required, Required::Conditional);
    assert_eq!(field("userreq_ip").required, Required::No);
    assert_eq!(field("name_goods").forbidden, ['<', '>']);
    assert_eq!(field("type").rust_name, "type_");
    let payload = pay.reply.iter().find(|field| field.name == "payLoad").unwrap();
    assert_eq!(payload.rust_name, "pay_load");
    assert_eq!(
        (payload.unsigned, payload.when.as_deref()),
        (Some(Unsigned::Maybe), Some("ret_code=0000"))
    );
}

#[test]
fn a_use_can_give_a_field_another_kind() {
    let patch = (
        "aggregate/query.json",
        "\"settle_date\": {}",
        "\"settle_date\": { \"codes\": \"pay_type\" }",
    );
    let sample =
        ("aggregate/query.json", "\"settle_date\": \"20261122\"", "\"settle_date\": \"L\"");
    let spec = load_patched(&[patch, sample]).unwrap();
    let kind = &spec.operation("aggregate.query").unwrap().reply[1].kind;
    assert_eq!(*kind, Kind::Code("pay_type".to_owned()));
}

#[test]
fn lists_structures_and_return_codes_keep_their_order_and_types() {
    let spec = spec();
    let lists: Vec<(&str, &str)> =
        spec.code_lists.iter().map(|list| (list.name.as_str(), list.type_name.as_str())).collect();
    assert_eq!(
        lists,
        [
            ("sign_type", "SignType"),
            ("pay_type", "Method"),
            ("charset", "Charset"),
            ("result_pay", "ResultPay")
        ]
    );
    let codes: Vec<&str> = spec.code_lists[1].codes.iter().map(|code| code.code.as_str()).collect();
    assert_eq!(codes, ["I", "L", "W"]);
    let risk = spec.structure("risk_item").unwrap();
    let types: Vec<&str> = risk.groups.iter().map(|group| group.type_name.as_str()).collect();
    assert_eq!(types, ["RiskItemBasic", "Flight"]);
    assert_eq!(risk.groups[1].in_list.as_deref(), Some("airline_list"));
    assert_eq!(risk.encoding, Encoding::JsonObject);
    let split = spec.structure("sharing_data").unwrap();
    let encoding =
        Encoding::Separated { field_separator: '^', entry_separator: '|', max_entries: 3 };
    assert_eq!(split.encoding, encoding);
    assert_eq!(split.groups[0].fields[1].rust_name, "share");
    let wrong = spec.return_code("1001").unwrap();
    assert_eq!(
        (wrong.class, wrong.outcome, wrong.retry),
        (Class::Auth, Outcome::NotExecuted, Retry::NewRequest)
    );
    assert_eq!(
        (wrong.by_product[0].product.as_str(), wrong.by_product[0].class),
        ("instant", Class::Config)
    );
    assert_eq!(wrong.also[0].label, "bad_key");
}

#[test]
fn a_sample_keeps_its_json_text_as_written() {
    let spec = spec();
    let sample = &spec.operation("aggregate.query").unwrap().samples[0];
    assert_eq!(sample.request.as_deref(), Some("{ \"no_order\": \"1\" }"));
    assert_eq!(
        sample.reply.as_deref(),
        Some("{ \"ret_code\": \"0000\", \"settle_date\": \"20261122\" }")
    );
}

#[test]
fn the_order_in_which_files_are_given_makes_no_difference() {
    let mut reversed = good();
    reversed.reverse();
    assert_eq!(load_files(reversed).unwrap(), spec());
    let broken = [("fields.json", "\"Goods\" }", "1 }"), ("gateway.json", "\"hosts\"", "\"host\"")];
    let forward = load_patched(&broken).unwrap_err().to_string();
    let mut files = patched(&broken);
    files.reverse();
    assert_eq!(load_files(files).unwrap_err().to_string(), forward);
}

#[test]
fn a_file_cut_off_anywhere_is_a_mistake_and_no_panic() {
    for file in good() {
        let cuts = (0..file.text.trim_end().len()).filter(|cut| file.text.is_char_boundary(*cut));
        for cut in cuts {
            let text = file.text[..cut].to_owned();
            let path = file.path.clone();
            let mistakes = load_files(vec![SourceFile { path, text }]).unwrap_err();
            let of_the_file = mistakes.iter().filter(|mistake| mistake.path == file.path);
            assert_eq!(of_the_file.count(), 1, "{} cut at {cut}:\n{mistakes}", file.path);
            #[cfg(feature = "diagnostics")]
            if cut % 97 == 0 {
                mistakes.render(true);
            }
        }
    }
}

#[test]
fn a_file_cut_off_is_the_only_mistake_of_a_good_spec() {
    for (index, file) in good().iter().enumerate() {
        let whole = file.text.trim_end().len();
        for cut in (0..whole).step_by(149).filter(|cut| file.text.is_char_boundary(*cut)) {
            let mut files = good();
            files[index].text.truncate(cut);
            let mistakes = load_files(files).unwrap_err();
            assert_eq!(mistakes.len(), 1, "{} cut at {cut}:\n{mistakes}", file.path);
        }
    }
}

#[test]
fn any_value_in_place_of_another_is_never_a_panic() {
    let others =
        ["null", "[]", "{}", "\"\"", "0", "-1.5e9", "[{}]", "{\"\":{}}", "\u{0}", "'", "\u{feff}"];
    let mut others = others.iter().cycle();
    for (index, file) in good().iter().enumerate() {
        let starts = file.text.char_indices().filter(|(_, letter)| "\"[{".contains(*letter));
        // Both quotes of a string are starts; an odd step meets openings and closings alike.
        for (start, letter) in starts.step_by(3) {
            let mut files = good();
            let other = others.next().unwrap();
            files[index].text.replace_range(start..start + letter.len_utf8(), other);
            if let Err(mistakes) = load_files(files) {
                assert!(!mistakes.to_string().is_empty());
            }
        }
    }
}

#[test]
fn any_wrong_value_of_a_key_is_a_mistake_and_never_a_panic() {
    let others = ["null", "[]", "{}", "\"\"", "-1", "[{}]", "{\"\":{}}", "[[\"x\"]]"];
    let mut others = others.iter().cycle();
    for (index, file) in good().iter().enumerate() {
        let values: Vec<usize> = file.text.match_indices("\": ").map(|(at, _)| at + 3).collect();
        for start in values.into_iter().step_by(2) {
            // Cut before the value and close what is open: a short file with one odd value in it.
            let opened = &file.text[..start];
            let mut closing = Vec::new();
            let mut in_string = false;
            let mut escaped = false;
            for letter in opened.chars() {
                match letter {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' => in_string = !in_string,
                    '{' if !in_string => closing.push('}'),
                    '[' if !in_string => closing.push(']'),
                    '}' | ']' if !in_string => drop(closing.pop()),
                    _ => {}
                }
            }
            if in_string {
                continue;
            }
            let tail: String = closing.iter().rev().collect();
            let mut files = good();
            files[index].text = format!("{opened}{}{tail}", others.next().unwrap());
            if let Err(mistakes) = load_files(files) {
                assert!(!mistakes.to_string().contains("not JSON"), "{mistakes}");
            }
        }
    }
}

#[test]
fn a_line_of_output_has_path_line_column_and_message() {
    let mistakes =
        load_patched(&[("gateway.json", "\"attempts\": 30", "\"attempts\": \"30\"")]).unwrap_err();
    assert_eq!(
        mistakes.to_string(),
        "gateway.json:16:17: error: `attempts` takes a whole number, not a string"
    );
    assert_eq!(format!("{mistakes:?}"), mistakes.to_string());
    let mistake = mistakes.iter().next().unwrap();
    assert_eq!((mistake.line, mistake.column), (16, 17));
    assert_eq!(mistake.label, "a whole number is expected here");
}

#[test]
fn a_file_that_every_spec_has_is_missed() {
    let files = good().into_iter().filter(|file| file.path != "return_codes.json").collect();
    assert_eq!(
        load_files(files).unwrap_err().to_string(),
        "return_codes.json:1:1: error: the file `return_codes.json` is missing\n  = help: every spec folder has it at its top"
    );
}

#[test]
fn a_file_given_twice_is_a_mistake() {
    let mut files = good();
    files.extend(good().into_iter().filter(|file| file.path == "fields.json"));
    assert!(load_files(files).unwrap_err().to_string().contains("given twice"));
}

#[test]
fn schemas_and_other_kinds_of_file_are_left_alone() {
    let mut files = good();
    for path in ["schema/operation.schema.json", "README.md", "aggregate/notes.txt"] {
        files.push(SourceFile { path: path.to_owned(), text: "not a spec file".to_owned() });
    }
    assert_eq!(load_files(files).unwrap().products, spec().products);
}

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("lianlian-spec-{}-{name}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    fn with_good_spec(name: &str) -> Self {
        let folder = Self::new(name);
        for file in good() {
            folder.write(&file.path, file.text.as_bytes());
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn a_folder_on_disk_is_read_like_files_in_memory() {
    let folder = Folder::with_good_spec("read");
    folder.write("schema/operation.schema.json", b"{}");
    folder.write(".hidden/x.json", b"{}");
    folder.write("README.md", b"# Spec");
    let read = load(&folder.0).unwrap();
    assert_eq!(read, spec());
    assert_eq!(read.files.len(), good().len());
    assert_eq!(read.files[0], "aggregate/apply.json");
}

#[test]
fn a_path_is_shown_from_where_the_folder_was_given() {
    let folder = Folder::with_good_spec("path");
    folder.write("aggregate/query.json", b"{");
    let shown = load(&folder.0).unwrap_err().to_string();
    let path = format!("{}/aggregate/query.json:1:1: error: ", folder.0.display());
    assert!(shown.starts_with(&path), "{shown}");
}

#[test]
fn a_file_that_is_not_utf8_is_a_mistake_among_others() {
    let folder = Folder::with_good_spec("utf8");
    folder.write("aggregate/query.json", b"{ \"\xff\" }");
    folder.write("aggregate/more.json", b"[]");
    let mistakes = load(&folder.0).unwrap_err();
    let text = mistakes.to_string();
    assert!(
        text.contains("query.json:1:1: error: this file is not UTF-8 from byte 3 on"),
        "{text}"
    );
    assert_eq!(mistakes.len(), 2, "{text}");
    assert!(
        text.contains("more.json:1:1: error: the file takes an object, not an array"),
        "{text}"
    );
    #[cfg(feature = "diagnostics")]
    assert!(mistakes.render(false).contains("query.json"));
}

#[test]
fn an_unreadable_shared_file_is_not_missing_as_well() {
    let folder = Folder::with_good_spec("shared");
    folder.write("fields.json", b"\xff");
    let mistakes = load(&folder.0).unwrap_err();
    assert_eq!(mistakes.len(), 1, "{mistakes}");
}

#[test]
fn a_folder_that_is_not_there_is_a_mistake() {
    let text = load(Path::new("no/such/spec")).unwrap_err().to_string();
    assert!(text.starts_with("no/such/spec:1:1: error: this folder cannot be read: "), "{text}");
    assert_eq!(text.matches("error:").count(), 1, "{text}");
}
