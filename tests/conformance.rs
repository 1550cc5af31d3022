//! The compiled metadata against the facts of the gateway's documentation, which stand in
//! `tests/reference`: every operation, field, requiredness, length, form, code, rule and address.
//!
//! Differences are allowed only where [`DELIBERATE`] gives the reason, and each of those has to exist.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use lianlian::meta::{
    Condition, Encoding, FieldMeta, FollowUp, GroupMeta, Kind, OperationMeta, Rule, StructureMeta,
    Transport, Unsigned,
};
use lianlian::{CodeOutcome, GATEWAY, OPERATIONS};
use serde_json::Value as Json;

/// What differs from the reference on purpose: the difference, and the reason.
///
/// Two things are no differences. Where the reference gives no range of an amount, ours has the one
/// that all other pages give. And what the gateway sends may have more codes here: those of the older
/// edition, those that samples show, and those of the same field elsewhere.
const DELIBERATE: &[(&str, &str)] = &[
    (
        "aggregate.query request.oid_paybill max_len: documented Some(14), ours Some(18)",
        "18 in every other message, and such numbers are what the gateway gives out",
    ),
    (
        r#"aggregate.query perhaps unsigned: documented {}, ours {"bank_name", "memo"}"#,
        "the page is silent, the pages of other queries leave them out of the signature",
    ),
    (
        r#"easypay.query perhaps unsigned: documented {}, ours {"card_no"}"#,
        "the page is silent, the MPAY page for the same address leaves it out",
    ),
    (
        r#"mpay.query unsigned: documented {"bank_name", "card_no", "memo"}, ours {"bank_name", "memo"}"#,
        "of card_no the easypay page for the same address says nothing, so both readings are tried",
    ),
    (
        r#"mpay.query perhaps unsigned: documented {}, ours {"card_no"}"#,
        "of card_no the easypay page for the same address says nothing, so both readings are tried",
    ),
    (
        r#"card_bind.query perhaps unsigned: documented {}, ours {"aggrement_list"}"#,
        "how a list enters the signature source is not documented",
    ),
    (
        r#"card_bind.verify url: documented Some("https://mpayapi.lianlianpay.com/v1/bankcardbindverfy"), ours Some("https://traderapi.lianlianpay.com/bankcardbindverfy.htm")"#,
        "the page's sample has the address on the host of the call before it",
    ),
    (
        r#"mpay.pay_verify url: documented Some("https://mpayapi.lianlianpay.com/v1/bankcardprepay"), ours Some("https://mpayapi.lianlianpay.com/v1/bankcardpay")"#,
        "the documented address is that of the call before it; the vendor's SDK posts here",
    ),
    (
        r#"instant.apply request.flag_card codes: documented {"1", "2"}, ours {"0", "1"}"#,
        "sample and SDK agree on 0 and 1; the table's codes would misroute payouts",
    ),
    (
        r#"instant.apply rules: documented {"follow_up_window instant.confirm 24", "required_if bank_code: flag_card in 2"}, ours {"follow_up_window instant.confirm 24", "required_if bank_code: flag_card in 1"}"#,
        "the company's code is 1, see flag_card",
    ),
    (
        "instant.query request: the field query_version is not ours",
        "the table's query_version stands in neither sample nor SDK; they send api_version",
    ),
    (
        "instant.query request: the field api_version is not documented",
        "the table's query_version stands in neither sample nor SDK; they send api_version",
    ),
    (
        "unified.create_payment request: the field timestamp is not ours",
        "sample and SDK send time_stamp",
    ),
    (
        "unified.create_payment request: the field time_stamp is not documented",
        "sample and SDK send time_stamp",
    ),
    (
        r#"unified.create_payment rules: documented {"max_clock_skew timestamp 30", "requires_together bank_code,card_type"}, ours {"max_clock_skew time_stamp 30", "requires_together bank_code,card_type"}"#,
        "sample and SDK send time_stamp",
    ),
    (
        r#"mpay.pay_apply reply.no_agree when: documented Some("result_pay=SUCCESS"), ours Some("payment_success")"#,
        "no message of this product has a field result_pay",
    ),
    (
        r#"mpay.pay_apply reply.settle_date when: documented Some("result_pay=SUCCESS"), ours Some("payment_success")"#,
        "no message of this product has a field result_pay",
    ),
    (
        r#"mpay.pay_verify reply.no_agree when: documented Some("result_pay=SUCCESS"), ours Some("payment_success")"#,
        "no message of this product has a field result_pay",
    ),
    (
        r#"mpay.pay_verify reply.settle_date when: documented Some("result_pay=SUCCESS"), ours Some("payment_success")"#,
        "no message of this product has a field result_pay",
    ),
];

/// Fields of which the documentation prints no form here, and ours.
const MORE_PRECISE: &[(&str, &str)] = &[
    ("ret_code", "code"),
    ("pay_type", "code"),
    ("shareing_data", "structure"),
    ("money_settle", "amount"),
    ("money_pay", "amount"),
    ("money_refund", "amount"),
    ("money_foreign_refund", "amount"),
    ("amt_balance", "amount"),
    ("amt_unsettle", "amount"),
    ("offset", "digits"),
    ("count", "digits"),
];

fn reference(file: &str) -> Json {
    let path = format!("{}/tests/reference/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn list(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn texts(value: &Json) -> Vec<&str> {
    list(value).iter().map(|text| text.as_str().unwrap()).collect()
}

/// The differences found so far.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    #[allow(clippy::needless_pass_by_value, reason = "both sides are made in place")]
    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, place: &str, documented: T, ours: T) {
        if documented != ours {
            self.0.push(format!("{place}: documented {documented:?}, ours {ours:?}"));
        }
    }
}

#[test]
fn the_metadata_says_what_the_documentation_says() {
    let reference = reference("operations.json");
    let mut found = Differences::default();
    let documented = list(&reference["operations"]);
    let ids: BTreeSet<&str> = documented.iter().map(|one| one["id"].as_str().unwrap()).collect();
    let ours: BTreeSet<&str> = OPERATIONS.iter().map(|meta| meta.id).collect();
    assert_eq!(ids, ours);
    assert_eq!(ids.len(), 45);
    for one in documented {
        let id = one["id"].as_str().unwrap();
        let meta = OPERATIONS.iter().find(|meta| meta.id == id).unwrap();
        compare_operation(one, meta, &mut found);
    }
    let structures = list(&reference["structures"]);
    assert_eq!(structures.len(), 15);
    for one in structures {
        compare_structure(one, &mut found);
    }
    let deliberate: BTreeMap<&str, &str> = DELIBERATE.iter().copied().collect();
    assert_eq!(deliberate.len(), DELIBERATE.len(), "a difference is listed twice");
    let found: BTreeSet<&str> = found.0.iter().map(String::as_str).collect();
    let surprising: Vec<_> = found.iter().filter(|one| !deliberate.contains_key(**one)).collect();
    let outdated: Vec<_> = deliberate.keys().filter(|one| !found.contains(**one)).collect();
    assert!(surprising.is_empty(), "not on purpose:\n{surprising:#?}");
    assert!(outdated.is_empty(), "no longer so:\n{outdated:#?}");
}

fn compare_operation(one: &Json, meta: &'static OperationMeta, found: &mut Differences) {
    let id = meta.id;
    found.compare(&format!("{id} product"), one["product"].as_str(), Some(meta.product));
    found.compare(
        &format!("{id} transport"),
        one["transport"].as_str(),
        Some(meta.transport.name()),
    );
    found.compare(&format!("{id} url"), one["url"].as_str(), meta.url);
    found.compare(&format!("{id} destination"), one["destination"].as_str(), meta.destination);
    found.compare(&format!("{id} sign_types"), texts(&one["sign_types"]), meta.sign_types.to_vec());
    let is_received =
        matches!(meta.transport, Transport::Notification | Transport::SyncNotification);
    let newest = texts(&one["editions"]).contains(&"2019");
    let part = |name: &str, fields: &'static [FieldMeta], is_received, found: &mut Differences| {
        let documented = list(&one[name]);
        compare_fields(&format!("{id} {name}"), documented, fields, is_received, newest, found);
    };
    part("request", meta.request, is_received, found);
    part("reply", meta.reply, true, found);
    let unsigned = |mark| {
        let marked = meta.reply.iter().filter(move |field| field.unsigned == Some(mark));
        marked.map(|field| field.name).collect::<BTreeSet<_>>()
    };
    let documented: BTreeSet<_> = texts(&one["unsigned"]).into_iter().collect();
    found.compare(&format!("{id} unsigned"), documented, unsigned(Unsigned::Always));
    found.compare(&format!("{id} perhaps unsigned"), BTreeSet::new(), unsigned(Unsigned::Maybe));
    let rules: BTreeSet<_> = list(&one["rules"]).iter().map(documented_rule).collect();
    found.compare(&format!("{id} rules"), rules, meta.rules.iter().map(our_rule).collect());
    let follow_ups = |fits: fn(&FollowUp) -> bool| {
        let fitting = meta.leads_to.iter().filter(|one| fits(one));
        fitting.map(|one| one.operation).collect::<Vec<_>>()
    };
    let is_preauth = |one: &FollowUp| one.operation.contains(".preauth_");
    found.compare(
        &format!("{id} follow_up_if_preauth"),
        texts(&one["follow_up_if_preauth"]),
        follow_ups(is_preauth),
    );
    found.compare(
        &format!("{id} follow_up"),
        texts(&one["follow_up"]),
        follow_ups(|one| !one.operation.contains(".preauth_")),
    );
    found.compare(
        &format!("{id} notifications"),
        texts(&one["notifications"]),
        meta.notifications.to_vec(),
    );
    if !is_received {
        let documented = texts(&one["query_with"]);
        found.compare(&format!("{id} query_with"), documented, meta.query_with.to_vec());
    }
    let also = texts(&one["also_used_by"]);
    found.compare(&format!("{id} also_used_by"), also, meta.also_used_by.to_vec());
}

fn compare_fields(
    place: &str,
    documented: &[Json],
    fields: &'static [FieldMeta],
    is_received: bool,
    newest: bool,
    found: &mut Differences,
) {
    let names = |name: &Json| name["name"].as_str().unwrap().to_owned();
    let theirs: BTreeSet<String> = documented.iter().map(names).collect();
    let ours: BTreeSet<String> = fields.iter().map(|field| field.name.to_owned()).collect();
    for name in theirs.difference(&ours) {
        found.0.push(format!("{place}: the field {name} is not ours"));
    }
    for name in ours.difference(&theirs) {
        found.0.push(format!("{place}: the field {name} is not documented"));
    }
    for one in documented {
        let name = one["name"].as_str().unwrap();
        if let Some(field) = fields.iter().find(|field| field.name == name) {
            compare_field(&format!("{place}.{name}"), one, field, is_received, newest, found);
        }
    }
}

fn compare_field(
    place: &str,
    one: &Json,
    field: &'static FieldMeta,
    is_received: bool,
    newest: bool,
    found: &mut Differences,
) {
    let at = |what: &str| format!("{place} {what}");
    // A field that only the older edition has is read, and never demanded.
    let editions = texts(&one["editions"]);
    let is_old = newest && editions == ["2018"];
    let required =
        if is_old && one["required"] == "yes" { "no" } else { one["required"].as_str().unwrap() };
    found.compare(&at("required"), required, field.required.name());
    if newest && editions.len() == 1 && field.edition.is_some() {
        found.compare(&at("edition"), editions.first().copied(), field.edition);
    } else if is_old {
        found.compare(&at("edition"), Some("2018"), field.edition);
    }
    let number = |key: &str| one[key].as_u64().map(|number| u32::try_from(number).unwrap());
    if field.name != "sign_type" {
        found.compare(&at("max_len"), number("max_len"), field.max_len);
    }
    found.compare(&at("min_len"), number("min_len"), field.min_len);
    let (documented, ours) = (documented_form(one), our_form(field));
    if documented != "text" || !MORE_PRECISE.contains(&(field.name, ours)) {
        found.compare(&at("form"), documented, ours);
    }
    found.compare(&at("fixed"), one["fixed"].as_str(), field.fixed);
    let default = match &one["default"] {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    found.compare(&at("default"), default, field.default.map(str::to_owned));
    let range = field.range.map(|range| format!("{}..{}", range.min, range.max));
    if let Some(documented) = one["range"].as_str().filter(|_| one["format"] == "decimal(2)") {
        found.compare(&at("range"), Some(documented.to_owned()), range);
    }
    if let Some(currency) = one["currency"].as_str().filter(|_| matches!(field.kind, Kind::Amount))
    {
        found.compare(&at("currency"), Some(currency), field.currency);
    }
    found.compare(&at("when"), one["when"].as_str(), field.when);
    found.compare(&at("sensitive"), one["sensitive"] == true, field.sensitive);
    let documented: BTreeSet<&str> = texts(&one["codes"]).into_iter().collect();
    let ours: BTreeSet<&str> = field
        .codes()
        .map(|list| list.codes.iter().map(|code| code.code).collect())
        .unwrap_or_default();
    if documented.is_empty() {
        return;
    }
    if is_received {
        let older = texts(&one["older_codes"]);
        let all: BTreeSet<&str> = documented.into_iter().chain(older).collect();
        let missing: Vec<_> = all.difference(&ours).collect();
        if !missing.is_empty() {
            found.0.push(format!("{}: ours lacks {missing:?}", at("codes")));
        }
    } else {
        found.compare(&at("codes"), documented, ours);
    }
}

/// What form a value has, in words that both sides can be put into.
fn documented_form(one: &Json) -> &'static str {
    let format = one["format"].as_str().unwrap_or_default();
    match (one["type"].as_str().unwrap(), format) {
        _ if one["name"] == "sign_type" || one["codes"].is_array() => "code",
        ("int", _) => "int",
        ("list", _) => "list",
        ("json_string", _) => "structure",
        (_, "decimal(2)") => "amount",
        (_, format) if format.starts_with("yyyyMMddHHmmss") => "time",
        (_, "yyyyMMdd") => "date",
        (_, format) if format.starts_with("ipv4") => "ip",
        (_, format) if format.starts_with("ISO 4217") => "code",
        (_, "4 digits") => "digits, lengths [4]",
        (_, "rrggbb") => "text, lengths [6], characters 0-9 a-f A-F",
        _ if one["charset"].is_string() => "text, characters a-z A-Z 0-9 一-龥 - _",
        _ => match list(&one["lengths"]) {
            [] => "text",
            _ => "text, lengths [15, 18]",
        },
    }
}

fn our_form(field: &FieldMeta) -> &'static str {
    let form = match field.kind {
        Kind::Structure(StructureMeta { encoding: Encoding::JsonList, .. }) => "list".to_owned(),
        kind => kind.name().to_owned(),
    };
    let lengths = match field.lengths {
        [] => String::new(),
        lengths => format!(", lengths {lengths:?}"),
    };
    let ranges = field.allowed.iter().map(|(first, last)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    });
    let ranges: Vec<_> = ranges.collect();
    let allowed = if ranges.is_empty() {
        String::new()
    } else {
        format!(", characters {}", ranges.join(" "))
    };
    // Leaked once for each field, so that both sides of a comparison are of one type.
    Box::leak(format!("{form}{lengths}{allowed}").into_boxed_str())
}

fn documented_rule(rule: &Json) -> String {
    let fields = || texts(&rule["fields"]).join(",");
    let field = rule["field"].as_str().unwrap_or_default();
    match rule["kind"].as_str().unwrap() {
        "required_if" => {
            let condition = &rule["if"];
            let named = condition["field"].as_str().unwrap_or_default();
            let condition = if let Some(product) = condition["product"].as_str() {
                format!("contract {product}")
            } else if let Some(card) = condition["card"].as_str() {
                format!("card {card}")
            } else if let Some(present) = condition["present"].as_bool() {
                format!("{named} present {present}")
            } else {
                format!("{named} in {}", texts(&condition["in"]).join(","))
            };
            format!("required_if {field}: {condition}")
        }
        "ignored_if_present" => {
            format!("ignored_if_present {} beside {}", fields(), rule["present"].as_str().unwrap())
        }
        "max_clock_skew" => format!("max_clock_skew {field} {}", rule["minutes"]),
        "card_kind" => {
            let card = rule["card"].as_str().unwrap();
            format!("card_kind {field} {} {card}", texts(&rule["in"]).join(","))
        }
        "not_above" => {
            let limit = rule["limit"].as_str().unwrap();
            format!("not_above {field} {}", limit.trim_start_matches("original "))
        }
        "follow_up_window" => {
            format!("follow_up_window {} {}", rule["operation"].as_str().unwrap(), rule["hours"])
        }
        kind => format!("{kind} {}", fields()),
    }
}

fn our_rule(rule: &Rule) -> String {
    match *rule {
        Rule::OneOf(fields) => format!("one_of {}", fields.join(",")),
        Rule::MutuallyExclusive(fields) => format!("mutually_exclusive {}", fields.join(",")),
        Rule::RequiresTogether(fields) => format!("requires_together {}", fields.join(",")),
        Rule::Equal(fields) => format!("equal {}", fields.join(",")),
        Rule::RequiredIf(field, condition) => {
            let condition = match condition {
                Condition::In(named, codes) => format!("{named} in {}", codes.join(",")),
                Condition::Present(named, present) => format!("{named} present {present}"),
                Condition::Contract(name) => format!("contract {name}"),
                Condition::Card(card) => format!("card {}", card.name()),
                other => panic!("{other:?}"),
            };
            format!("required_if {field}: {condition}")
        }
        Rule::IgnoredIfPresent(fields, present) => {
            format!("ignored_if_present {} beside {present}", fields.join(","))
        }
        Rule::MaxClockSkew(field, minutes) => format!("max_clock_skew {field} {minutes}"),
        Rule::CardKind(field, codes, card) => {
            format!("card_kind {field} {} {}", codes.join(","), card.name())
        }
        Rule::NotAbove(field, limit) => format!("not_above {field} {limit}"),
        Rule::FollowUpWindow(operation, hours) => format!("follow_up_window {operation} {hours}"),
        ref other => panic!("{other:?}"),
    }
}

/// The group of a structure of ours, found through a field that carries it.
fn group(structure: &str, name: &str) -> (&'static StructureMeta, &'static GroupMeta) {
    let fields = OPERATIONS.iter().flat_map(|meta| meta.request.iter().chain(meta.reply));
    let mut structures = fields.filter_map(|field| match field.kind {
        Kind::Structure(found) if found.id == structure => Some(found),
        _ => None,
    });
    let found = structures.next().unwrap_or_else(|| panic!("nothing carries {structure}"));
    let group = found.groups.iter().find(|group| group.name == name);
    (found, group.unwrap_or_else(|| panic!("{structure} has no group {name}")))
}

fn compare_structure(one: &Json, found: &mut Differences) {
    let id = one["id"].as_str().unwrap();
    let used_in = texts(&one["used_in"]);
    let (structure, name) = match id {
        "agreement_list_item" => ("agreement_list", "item"),
        "sharing_data_entry" => ("sharing_data", "entry"),
        "risk_item.airline_list_item" => ("risk_item", "journey"),
        "risk_item.tourism_list_item" => ("risk_item", "visit"),
        // The outer shapes of messages.
        "encrypted_envelope" | "h5_form" | "h5_return" => {
            return compare_envelope(id, one, &used_in, found);
        }
        "notification_ack" => {
            let notifications: BTreeSet<_> = OPERATIONS
                .iter()
                .filter(|meta| meta.transport == Transport::Notification)
                .collect_ids();
            found.compare(id, used_in.into_iter().collect(), notifications);
            return;
        }
        id => id.split_once('.').unwrap(),
    };
    let (meta, group) = group(structure, name);
    if let Some(encoding) = one["encoding"].as_object() {
        let text = |key: &str| encoding[key].as_str().unwrap();
        let max = usize::try_from(encoding["max_entries"].as_u64().unwrap()).unwrap();
        match meta.encoding {
            Encoding::Separated { field, entry, max_entries } => {
                let documented = (text("field_separator"), text("entry_separator"), max);
                found.compare(id, documented, (field, entry, max_entries));
            }
            other => panic!("{id}: {other:?}"),
        }
        let order: Vec<_> = group.fields.iter().map(|field| field.name).collect();
        found.compare(&format!("{id} order"), texts(&encoding["field_order"]), order);
    }
    let is_received = structure == "agreement_list";
    let newest = texts(&one["editions"]).contains(&"2019");
    compare_fields(id, list(&one["fields"]), group.fields, is_received, newest, found);
    let rules: BTreeSet<_> = list(&one["rules"]).iter().map(documented_rule).collect();
    found.compare(&format!("{id} rules"), rules, group.rules.iter().map(our_rule).collect());
    let carriers = OPERATIONS.iter().filter(|meta| {
        meta.request.iter().chain(meta.reply).any(|field| match field.kind {
            Kind::Structure(carried) => carried.id == structure,
            _ => false,
        })
    });
    let documented: BTreeSet<_> = used_in.into_iter().collect();
    found.compare(&format!("{id} used_in"), documented, carriers.collect_ids());
}

fn compare_envelope(id: &str, one: &Json, used_in: &[&str], found: &mut Differences) {
    let names: Vec<_> =
        list(&one["fields"]).iter().map(|field| field["name"].as_str().unwrap()).collect();
    let (field, beside) = names.split_last().unwrap();
    let ours = OPERATIONS.iter().filter(|meta| {
        meta.envelope.is_some_and(|envelope| envelope.field == *field && envelope.beside == beside)
    });
    found.compare(id, used_in.iter().copied().collect(), ours.collect_ids());
}

trait Ids {
    fn collect_ids(self) -> BTreeSet<&'static str>;
}

impl<'a, I: Iterator<Item = &'a &'static OperationMeta>> Ids for I {
    fn collect_ids(self) -> BTreeSet<&'static str> {
        self.map(|meta| meta.id).collect()
    }
}

#[test]
fn the_return_codes_say_what_the_documentation_says() {
    let documented = reference("return_codes.json");
    let documented = list(&documented);
    assert_eq!(documented.len(), 159);
    assert_eq!(GATEWAY.return_codes.len(), 159);
    for one in documented {
        let code = one["code"].as_str().unwrap();
        let ours = GATEWAY.return_code(code).unwrap_or_else(|| panic!("{code} is missing"));
        let reading = &ours.reading;
        assert_eq!(one["class"], reading.class.name(), "{code}");
        assert_eq!(one["outcome"], reading.outcome.name(), "{code}");
        assert_eq!(one["retry"], reading.retry.name(), "{code}");
        assert_eq!(one["zh"].as_str(), reading.zh, "{code}");
        for id in texts(&one["state_of"]) {
            let meta = OPERATIONS.iter().find(|meta| meta.id == id).unwrap();
            assert!(meta.answers_with(code), "{code} is a state of {id}");
        }
        if let Some(ids) = one["final_success_in"].as_array() {
            let documented: BTreeSet<_> = ids.iter().map(|id| id.as_str().unwrap()).collect();
            let ours = OPERATIONS.iter().filter(|meta| meta.success_is_final).collect_ids();
            assert_eq!(documented, ours);
            assert_eq!(reading.outcome, CodeOutcome::UnknownQueryFirst);
        }
    }
}

#[test]
fn the_tables_say_what_the_documentation_says() {
    let documented = reference("tables.json");
    let banks: BTreeSet<_> = list(&documented["banks"])
        .iter()
        .map(|bank| {
            let text = |key: &str| bank[key].as_str().unwrap();
            (text("code"), text("zh"), text("name"), text("abbreviation"))
        })
        .collect();
    let ours = GATEWAY.banks.iter();
    let ours = ours.map(|bank| (bank.code, bank.zh, bank.name, bank.abbreviation)).collect();
    assert_eq!(banks, ours);
    let currencies: BTreeSet<_> = texts(&documented["currencies"]).into_iter().collect();
    let ours = lianlian::codes::Currency::LIST.codes.iter().map(|code| code.code).collect();
    assert_eq!(currencies, ours);
    let editions = documented["notification_addresses"].as_object().unwrap();
    assert_eq!(editions.len(), GATEWAY.notification_addresses.len());
    for ours in GATEWAY.notification_addresses {
        let documented: BTreeSet<u32> = texts(&editions[ours.edition])
            .iter()
            .map(|text| text.parse::<std::net::Ipv4Addr>().unwrap().to_bits())
            .collect();
        let all = ours.ranges.iter();
        let all = all.flat_map(|range| range.first.to_bits()..=range.last.to_bits()).collect();
        assert_eq!(documented, all, "{}", ours.edition);
    }
}
