//! Overlays: what a merchant's folder adds to a spec and changes in it, and where it goes wrong.
#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::Path;

use common::{good, overlay};
use lianlian_spec::model::{Field, Kind, Required};
use lianlian_spec::{OverlayFiles, SourceFile, Spec, load_files, load_files_with, load_with};

type Layer<'a> = &'a [(&'a str, &'a str)];

fn laid(layers: &[Layer<'_>]) -> Spec {
    let overlays = layers.iter().zip(["ours", "theirs"]).map(|(files, name)| overlay(name, files));
    load_files_with(good(), overlays.collect()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn request<'s>(spec: &'s Spec, operation: &str, field: &str) -> &'s Field {
    let operation = spec.operation(operation).unwrap();
    operation.request.iter().find(|one| one.name == field).unwrap()
}

#[test]
fn no_overlay_and_an_empty_one_change_nothing() {
    let plain = load_files(good()).unwrap();
    assert_eq!(laid(&[]), plain);
    assert_eq!(laid(&[&[]]), plain);
}

#[test]
fn a_url_is_overridden_by_the_host() {
    let gateway =
        r#"{ "hosts": { "wallet": { "override": true, "url": "https://gate.shop.example" } } }"#;
    let spec = laid(&[&[("gateway.json", gateway)]]);
    let host = spec.gateway.hosts.first().unwrap();
    assert_eq!((&*host.url, &*host.meaning), ("https://gate.shop.example", "Serves payments"));
    assert_eq!(
        spec.operation("aggregate.query").unwrap().url.as_deref(),
        Some("https://gate.shop.example/query.htm")
    );
}

#[test]
fn a_path_is_overridden_by_the_operation_whose_id_may_be_left_out() {
    let query = r#"{ "override": true, "path": "/v2/query" }"#;
    let spec = laid(&[&[("aggregate/query.json", query)]]);
    let operation = spec.operation("aggregate.query").unwrap();
    assert_eq!(operation.url.as_deref(), Some("https://wallet.example/v2/query"));
    assert_eq!(operation.title, "Ask what became of an order");
}

#[test]
fn a_length_is_overridden_in_the_dictionary_and_in_one_use() {
    let fields = r#"{ "fields": { "no_order": { "override": true, "max_len": 20 } } }"#;
    let pay =
        r#"{ "override": true, "request": { "col_userid": { "override": true, "max_len": 12 } } }"#;
    let spec = laid(&[&[("fields.json", fields), ("aggregate/direct_pay.json", pay)]]);
    assert_eq!(request(&spec, "aggregate.query", "no_order").max_len, Some(20));
    assert_eq!(request(&spec, "aggregate.query", "no_order").meaning, "Order number");
    let payee = request(&spec, "aggregate.direct_pay", "col_userid");
    assert_eq!((payee.min_len, payee.max_len), (Some(2), Some(12)));
    assert_eq!(request(&spec, "aggregate.query", "col_userid").max_len, Some(32));
}

#[test]
fn a_field_is_added_and_a_sample_that_lacks_it_is_left_out() {
    let fields =
        r#"{ "fields": { "shop_no": { "meaning": "Number of the shop", "max_len": 8 } } }"#;
    let pay = r#"{
  "override": true,
  "request": { "shop_no": { "required": "yes" } },
  "samples": [{ "title": "In a shop", "reply": { "ret_code": "0000", "ret_msg": "ok" } }]
}"#;
    let spec = laid(&[&[("fields.json", fields), ("aggregate/direct_pay.json", pay)]]);
    let operation = spec.operation("aggregate.direct_pay").unwrap();
    let last = operation.request.last().unwrap();
    assert_eq!((&*last.name, last.required), ("shop_no", Required::Yes));
    let titles: Vec<&str> = operation.samples.iter().map(|sample| &*sample.title).collect();
    assert_eq!(titles, ["In a shop"]);
}

#[test]
fn an_operation_a_product_a_code_and_a_structure_are_added() {
    let gateway =
        r#"{ "products": { "lottery": { "title": "Lottery", "description": "Draws." } } }"#;
    let draw = r#"{
  "$schema": "../schema/operation.schema.json", "id": "lottery.draw", "title": "Draw a ticket",
  "transport": "json_post", "host": "wallet", "path": "/draw", "sign_types": ["RSA"],
  "request": { "no_order": { "required": "yes" }, "pay_type": {}, "ticket": {} }
}"#;
    let lists = r#"{ "lists": { "pay_type": { "override": true, "codes": {
  "T": { "name": "ticket", "meaning": "With a ticket" }
} } } }"#;
    let ticket = r#"{
  "$schema": "../schema/structure.schema.json", "id": "ticket", "title": "A ticket",
  "encoding": { "kind": "json_object" },
  "groups": { "basic": { "title": "Always", "fields": { "goods_name": {} } } }
}"#;
    let fields =
        r#"{ "fields": { "ticket": { "meaning": "The ticket", "structure": "ticket" } } }"#;
    let codes = r#"{ "codes": { "7777": { "label": "no_luck", "meaning": "Nothing was won",
  "class": "declined", "outcome": "final_failure", "retry": "no" } } }"#;
    let spec = laid(&[&[
        ("gateway.json", gateway),
        ("lottery/draw.json", draw),
        ("code_lists.json", lists),
        ("structures/ticket.json", ticket),
        ("fields.json", fields),
        ("return_codes.json", codes),
    ]]);
    assert_eq!(spec.products.last().unwrap().operations.len(), 1);
    assert_eq!(request(&spec, "lottery.draw", "ticket").kind, Kind::Structure("ticket".to_owned()));
    let list = spec.code_list("pay_type").unwrap();
    assert_eq!((&*list.type_name, list.codes.len()), ("Method", 4));
    assert!(spec.return_code("7777").is_some() && spec.return_code("1001").is_some());
    assert_eq!(spec.files.iter().filter(|path| *path == "gateway.json").count(), 1);
    assert!(spec.files.iter().any(|path| path == "lottery/draw.json"));
}

#[test]
fn lists_are_appended_to_and_statements_of_a_field_are_replaced() {
    let fields = r#"{ "fields": {
  "id_no": { "override": true, "lengths": [18] },
  "money_order": { "override": true, "range": { "min": "0.01", "max": "500.00" } },
  "name_goods": { "override": true, "codes": "pay_type" }
} }"#;
    let query = r#"{
  "override": true,
  "sign_types": ["RSA"],
  "rules": [{ "kind": "mutually_exclusive", "fields": ["no_order", "col_userid"] }],
  "notes": ["Ours."]
}"#;
    let gateway = r#"{
  "notes": ["Ours."],
  "notification": { "override": true, "attempts": 5 },
  "order": { "override": true, "identity": ["dt_order"] },
  "limits": { "override": true, "refund_months": 12, "notes": ["Ours too."] }
}"#;
    let files =
        [("fields.json", fields), ("aggregate/query.json", query), ("gateway.json", gateway)];
    let spec = laid(&[&files]);
    assert_eq!(request(&spec, "aggregate.direct_pay", "id_no").lengths, [18]);
    let amount = request(&spec, "aggregate.direct_pay", "money_order");
    assert_eq!(amount.range.as_ref().unwrap().max, "500.00");
    let goods = request(&spec, "aggregate.direct_pay", "name_goods");
    assert_eq!(goods.kind, Kind::Code("pay_type".to_owned()));
    let operation = spec.operation("aggregate.query").unwrap();
    assert_eq!(operation.sign_types, ["RSA", "SHA256withRSA", "RSA"]);
    assert_eq!((operation.rules.len(), operation.notes.len()), (2, 1));
    assert_eq!(spec.gateway.notes, ["A remark.", "Ours."]);
    assert_eq!(spec.gateway.order.identity, ["oid_partner", "no_order", "dt_order"]);
    let policy = &spec.gateway.notification;
    assert_eq!((policy.attempts, policy.interval_minutes), (5, 2));
    let limits = &spec.gateway.limits;
    assert_eq!((limits.refund_months, limits.token_minutes), (12, 30));
    assert_eq!(limits.notes, ["About limits.", "Ours too."]);
}

#[test]
fn a_field_that_says_it_is_digits_is_no_code_any_more() {
    let fields = r#"{ "fields": { "pay_type": { "override": true, "type": "digits" } } }"#;
    let mut files = good();
    files.retain(|file| {
        ["aggregate/verify.json", "aggregate/apply.json"].iter().all(|path| file.path != *path)
    });
    for file in &mut files {
        file.text =
            file.text.replace("\"pay_type\", \"in\": [\"W\"]", "\"no_order\", \"in\": [\"1\"]");
    }
    let spec = load_files_with(files, vec![overlay("ours", &[("fields.json", fields)])]).unwrap();
    assert_eq!(request(&spec, "aggregate.direct_pay", "pay_type").kind, Kind::Digits);
}

#[test]
fn a_group_of_a_structure_is_extended_and_banks_and_addresses_are_added() {
    let risk = r#"{ "override": true, "groups": {
  "basic": { "override": true, "fields": { "openid": { "override": true, "max_len": 9 }, "token": {} } },
  "hotel": { "title": "A hotel", "fields": { "goods_name": {} } }
} }"#;
    let banks = r#"{ "banks": {
  "09990000": { "name": "Ours", "zh": "我们的银行", "abbreviation": "O" },
  "01020000": { "override": true, "name": "The First" }
} }"#;
    let addresses =
        r#"{ "editions": { "2018": { "override": true, "addresses": ["192.0.2.1"] } } }"#;
    let spec = laid(&[&[
        ("structures/risk_item.json", risk),
        ("banks.json", banks),
        ("notification_addresses.json", addresses),
    ]]);
    let groups = &spec.structure("risk_item").unwrap().groups;
    let names: Vec<&str> = groups.iter().map(|group| &*group.name).collect();
    assert_eq!(names, ["basic", "airline", "hotel"]);
    let basic = &groups.first().unwrap().fields;
    assert_eq!(basic.iter().find(|field| field.name == "openid").unwrap().max_len, Some(9));
    assert_eq!(basic.last().unwrap().name, "token");
    assert_eq!(spec.banks.len(), 3);
    assert_eq!(spec.banks.first().unwrap().name, "The First");
    assert_eq!(spec.banks.first().unwrap().zh, "第一银行");
    assert_eq!(spec.notification_addresses.first().unwrap().ranges.len(), 2);
}

#[test]
fn an_overlay_may_build_on_the_one_below_it() {
    let ours = r#"{ "fields": { "shop_no": { "meaning": "Number of the shop", "max_len": 8 } } }"#;
    let theirs = r#"{ "fields": { "shop_no": { "override": true, "max_len": 6 } } }"#;
    let query = r#"{ "override": true, "request": { "shop_no": {} } }"#;
    let layers: [Layer<'_>; 2] =
        [&[("fields.json", ours)], &[("fields.json", theirs), ("aggregate/query.json", query)]];
    let spec = laid(&layers);
    let field = request(&spec, "aggregate.query", "shop_no");
    assert_eq!((field.max_len, &*field.meaning), (Some(6), "Number of the shop"));
}

#[test]
fn a_file_that_the_spec_may_do_without_is_added_whole() {
    let mut files = good();
    files.retain(|file| file.path != "banks.json");
    let banks = r#"{ "$schema": "s", "banks": { "09990000": { "name": "Ours", "zh": "我们", "abbreviation": "O" } } }"#;
    let spec = load_files_with(files, vec![overlay("ours", &[("banks.json", banks)])]).unwrap();
    assert_eq!(spec.banks.len(), 1);
}

#[test]
fn folders_on_disk_are_laid_in_the_order_they_are_given() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("overlays");
    drop(fs::remove_dir_all(&dir));
    let write = |layer: &str, file: &SourceFile| {
        let path = dir.join(layer).join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.text).unwrap();
    };
    for file in good() {
        write("spec", &file);
    }
    for (layer, max) in [("ours", 20), ("theirs", 10)] {
        let text = format!(
            r#"{{ "fields": {{ "no_order": {{ "override": true, "max_len": {max} }} }} }}"#
        );
        write(layer, &SourceFile { path: "fields.json".to_owned(), text });
    }
    let [base, ours, theirs] = ["spec", "ours", "theirs"].map(|layer| dir.join(layer));
    let spec = load_with(&base, &[&ours, &theirs]).unwrap();
    assert_eq!(request(&spec, "aggregate.query", "no_order").max_len, Some(10));
    let spec = load_with(&base, &[&theirs, &ours]).unwrap();
    assert_eq!(request(&spec, "aggregate.query", "no_order").max_len, Some(20));
    let text = load_with(&base, &[&dir.join("nowhere")]).unwrap_err().to_string();
    assert_eq!(text.matches("error:").count(), 1, "{text}");
    assert!(text.contains("nowhere:1:1: error: this folder cannot be read"), "{text}");
    let text = load_with(&dir.join("nowhere"), &[&ours]).unwrap_err().to_string();
    assert_eq!(text.matches("error:").count(), 1, "{text}");
}

#[test]
fn a_broken_overlay_is_one_mistake_wherever_it_breaks() {
    let whole =
        r#"{ "override": true, "request": { "shop_no": { "max_len": 3 } }, "notes": ["x"] }"#;
    let fields = r#"{ "fields": { "shop_no": { "meaning": "Number of the shop" } } }"#;
    for (path, text) in [("aggregate/query.json", whole), ("fields.json", fields)] {
        for cut in 1..text.len() {
            let mut files = vec![("aggregate/query.json", whole), ("fields.json", fields)];
            for file in files.iter_mut().filter(|file| file.0 == path) {
                file.1 = text.get(..cut).unwrap();
            }
            let mistakes = load_files_with(good(), vec![overlay("ours", &files)]).unwrap_err();
            assert_eq!(mistakes.len(), 1, "{path} cut at {cut}:\n{mistakes}");
            assert_eq!(mistakes.iter().next().unwrap().path, format!("ours/{path}"));
        }
    }
}

#[test]
fn any_value_anywhere_in_an_overlay_is_never_a_panic() {
    let others =
        ["null", "[]", "{}", "\"\"", "-1", "[{}]", "{\"\":{}}", "true", "{\"override\":true}"];
    for file in good() {
        let values: Vec<usize> = file.text.match_indices("\": ").map(|(at, _)| at).collect();
        for (at, other) in values.into_iter().zip(others.iter().cycle()) {
            // Everything before the value as it stands, the value replaced, what is open closed.
            let opened = file.text.get(..at.saturating_add(3)).unwrap();
            let text = format!("{opened}{other}{}", closing(opened));
            let overlay = OverlayFiles {
                folder: "ours".to_owned(),
                files: vec![SourceFile { path: file.path.clone(), text }],
            };
            if let Err(mistakes) = load_files_with(good(), vec![overlay]) {
                assert!(!mistakes.to_string().is_empty());
            }
        }
    }
}

fn closing(opened: &str) -> String {
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
    closing.into_iter().rev().collect()
}

/// Snapshots of what is said to overlays that do not fit.
#[cfg(feature = "diagnostics")]
mod mistakes {
    use super::*;
    use crate::common::patched;

    #[track_caller]
    fn compare(name: &str, count: usize, base: Vec<SourceFile>, layers: &[Layer<'_>]) {
        let overlays = layers.iter().zip(["ours", "theirs"]);
        let overlays = overlays.map(|(files, name)| overlay(name, files)).collect();
        let mistakes = load_files_with(base, overlays).err();
        let mistakes = mistakes.unwrap_or_else(|| panic!("nothing was found wrong"));
        assert_eq!(mistakes.len(), count, "\n{mistakes}");
        let drawn = mistakes.render(false);
        let drawn: Vec<&str> = drawn.lines().map(str::trim_end).collect();
        let shown = format!("{mistakes}\n\n{}", drawn.join("\n"));
        let mut settings = insta::Settings::clone_current();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, shown));
    }

    macro_rules! found {
        ($( $name:ident { $( $path:literal: $text:expr; )+ } )*) => {
            $(
                #[test]
                fn $name() {
                    compare(stringify!($name), 1, good(), &[&[$(($path, $text)),+]]);
                }
            )*
        };
    }

    found! {
        an_entry_that_is_there_wants_to_be_overridden {
            "fields.json": "{\n  \"fields\": {\n    \"no_order\": { \"max_len\": 20 }\n  }\n}\n";
        }
        a_field_of_an_operation_that_is_there_wants_to_be_overridden {
            "aggregate/query.json": "{\n  \"override\": true,\n  \"request\": {\n    \"no_order\": { \"max_len\": 20 }\n  }\n}\n";
        }
        an_operation_that_is_there_wants_to_be_overridden {
            "aggregate/query.json": "{\n  \"id\": \"aggregate.query\",\n  \"path\": \"/v2\"\n}\n";
        }
        a_structure_that_is_there_wants_to_be_overridden {
            "structures/risk_item.json": "{\n  \"groups\": { \"hotel\": { \"title\": \"A hotel\" } }\n}\n";
        }
        a_title_of_the_gateway_wants_to_be_overridden {
            "gateway.json": "{\n  \"title\": \"Our gateway\"\n}\n";
        }
        a_policy_of_the_gateway_wants_to_be_overridden {
            "gateway.json": "{\n  \"notification\": { \"attempts\": 5 }\n}\n";
        }
        an_entry_to_override_that_is_not_there_offers_the_nearest {
            "fields.json": "{\n  \"fields\": {\n    \"no_oder\": { \"override\": true, \"max_len\": 20 }\n  }\n}\n";
        }
        an_entry_to_override_in_an_added_operation_is_shown {
            "aggregate/more.json": "{\n  \"$schema\": \"s\", \"id\": \"aggregate.more\", \"title\": \"More\", \"transport\": \"json_post\",\n  \"host\": \"wallet\", \"path\": \"/more\",\n  \"request\": { \"no_order\": { \"override\": true } }\n}\n";
        }
        a_file_to_override_that_is_not_there_offers_the_nearest {
            "aggregate/qurey.json": "{\n  \"override\": true,\n  \"path\": \"/v2\"\n}\n";
        }
        override_is_true_or_false {
            "fields.json": "{\n  \"fields\": {\n    \"no_order\": { \"override\": \"yes\", \"max_len\": 20 }\n  }\n}\n";
        }
        override_means_nothing_inside_a_statement {
            "fields.json": "{\n  \"fields\": {\n    \"money_order\": { \"override\": true, \"range\": { \"override\": true, \"min\": \"1\", \"max\": \"2\" } }\n  }\n}\n";
        }
        an_unknown_key_in_an_overridden_entry_is_shown_in_the_overlay {
            "fields.json": "{\n  \"fields\": {\n    \"no_order\": { \"override\": true, \"max_length\": 20 }\n  }\n}\n";
        }
        an_added_entry_lacks_what_any_entry_lacks {
            "fields.json": "{\n  \"fields\": {\n    \"shop_no\": { \"max_len\": 20 }\n  }\n}\n";
        }
        a_length_below_a_fixed_value_is_the_overlays_mistake {
            "fields.json": "{\n  \"fields\": {\n    \"type\": { \"override\": true, \"max_len\": 3 }\n  }\n}\n";
        }
        a_length_below_the_least_of_a_use_is_the_overlays_mistake {
            "aggregate/direct_pay.json": "{\n  \"override\": true,\n  \"request\": { \"col_userid\": { \"override\": true, \"max_len\": 1 } }\n}\n";
        }
        a_step_that_no_longer_fits_is_the_overlays_mistake {
            "aggregate/verify.json": "{\n  \"override\": true,\n  \"request\": { \"token\": { \"override\": true, \"type\": \"digits\" } }\n}\n";
        }
        an_unknown_field_in_an_overlay_offers_the_nearest {
            "aggregate/query.json": "{\n  \"override\": true,\n  \"request\": { \"money_oder\": {} }\n}\n";
        }
        an_id_that_is_overridden_must_be_the_places {
            "aggregate/query.json": "{\n  \"override\": true,\n  \"id\": \"aggregate.ask\"\n}\n";
        }
        a_sample_of_the_overlay_itself_has_to_fit {
            "aggregate/query.json": "{\n  \"override\": true,\n  \"samples\": [{ \"title\": \"Ours\", \"request\": { \"no_order\": \"1\", \"money\": \"1\" } }]\n}\n";
        }
        a_file_that_belongs_nowhere_in_an_overlay_is_shown {
            "notes.json": "{}";
        }
    }

    #[test]
    fn a_second_overlay_that_adds_the_same_conflicts_with_the_first() {
        let text = "{\n  \"fields\": { \"shop_no\": { \"meaning\": \"Number of the shop\" } }\n}\n";
        let layer: Layer<'_> = &[("fields.json", text)];
        compare(
            "a_second_overlay_that_adds_the_same_conflicts_with_the_first",
            1,
            good(),
            &[layer, layer],
        );
    }

    #[test]
    fn mistakes_of_both_layers_are_found_in_one_run() {
        let base =
            patched(&[("aggregate/query.json", "\"col_userid\": {},", "\"col_usrid\": {},")]);
        let base: Vec<SourceFile> = base
            .into_iter()
            .map(|file| SourceFile {
                text: file
                    .text
                    .replace("[\"no_order\", \"col_userid\"]", "[\"no_order\", \"ret_cod\"]"),
                ..file
            })
            .collect();
        let fields = "{\n  \"fields\": { \"type\": { \"override\": true, \"max_len\": 3 } }\n}\n";
        compare(
            "mistakes_of_both_layers_are_found_in_one_run",
            3,
            base,
            &[&[("fields.json", fields)]],
        );
    }
}
