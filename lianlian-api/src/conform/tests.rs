//! The checks at run time, where a mistake is a panic: what each says, as snapshots.
//!
//! While a program is compiled they are proved by the compile-fail cases; here each branch is taken without
//! a compiler, by operations, fields and structs made for it.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::constant::check_constant;
use super::find::{NOWHERE, find, find_all, kinds, nearest, same};
use super::own::{Fields, Own, all_complete, fields, fields_len, len_of};
use super::plan::{plan, plan_len, plan_of_all};
use super::received::{
    certain, check_notification, check_read_name, check_read_part, check_read_type, unsigned,
};
use super::request::{
    Checks, check_code_list, check_default, check_name, check_now, check_part, check_request,
    check_type, contains, default_value,
};
use super::text::Text;
use super::{Fit, Step, StepSource};
use crate::meta::{
    CodeList, CodeMeta, Condition, Encoding, FieldMeta, FilledBy, GatewayMeta, Kind,
    NotificationPolicy, OperationMeta, OrderPolicy, Rule, StructureMeta, Transport, Unsigned,
    name_hash,
};

static GATEWAY: GatewayMeta = GatewayMeta::new(
    "a gateway",
    "",
    NotificationPolicy { attempts: 0, interval_minutes: 0, answer_seconds: 0, content_type: "" },
    OrderPolicy {
        identity: &["no_order", "dt_order"],
        date_tolerance_days: 0,
        validity_minutes: 0,
    },
    &[],
)
.pages("docs/gateway");

static COLOURS: CodeList = CodeList {
    name: "colour",
    rust_type: "codes::Colour",
    title: "",
    codes: &[CodeMeta::new("R", "red", ""), CodeMeta::new("G", "green", "")],
};

static MANY: CodeList = CodeList {
    name: "many",
    rust_type: "codes::Many",
    title: "",
    codes: &[const { CodeMeta::new("1", "one", "") }; 21],
};

static TWENTY: CodeList = CodeList {
    name: "twenty",
    rust_type: "codes::Twenty",
    title: "",
    codes: &[const { CodeMeta::new("1", "one", "") }; 20],
};

static RISK: StructureMeta = StructureMeta {
    id: "risk",
    rust_type: "structures::Risk",
    title: "",
    encoding: Encoding::JsonObject,
    groups: &[],
};

const fn field(name: &'static str, kind: Kind) -> FieldMeta {
    FieldMeta::new(name, "meaning", kind)
}

/// Fields of every kind, in no order.
const ORDER: &[FieldMeta] = &[
    field("oid_partner", Kind::Text).required().filled_by(FilledBy::Merchant),
    field("sign_type", Kind::Text).required().filled_by(FilledBy::Scheme),
    field("sign", Kind::Text).required().filled_by(FilledBy::Signature),
    field("timestamp", Kind::Time).required().filled_by(FilledBy::Clock),
    field("version", Kind::Text).required().fixed("1.0"),
    field("no_order", Kind::Text).required().max_len(4).forbidden(&["&&", "="]),
    field("dt_order", Kind::Time).required(),
    field("money_order", Kind::Amount).required(),
    field("acct_name", Kind::Text).sensitive().allowed(&[('a', 'z'), ('一', '龥'), ('€', '€')]),
    field("count", Kind::Int).default("5"),
    field("digits", Kind::Digits),
    field("date", Kind::Date),
    field("ip", Kind::Ip),
    field("colour", Kind::Code(&COLOURS)),
    field("many", Kind::Code(&MANY)),
    field("twenty", Kind::Code(&TWENTY)),
    field("risk", Kind::Structure(&RISK)),
    field("payLoad", Kind::Text),
    field("pay_type", Kind::Text),
];

static MADE: OperationMeta =
    OperationMeta::new("made.order", "made", "", "", Transport::JsonPost, &GATEWAY).fields(
        ORDER,
        &[],
        &[],
    );

static NOTE: OperationMeta =
    OperationMeta::new("made.note", "made", "", "", Transport::Notification, &GATEWAY).fields(
        ORDER,
        &[],
        &[],
    );

static NOTHING: OperationMeta =
    OperationMeta::new("made.nothing", "made", "", "", Transport::JsonPost, &GATEWAY);

fn at(name: &str) -> usize {
    find(ORDER, name)
}

fn own(name: &'static str) -> Own {
    Own::new(name, name, at(name), Some(Fit::CONSTANT), false)
}

fn sometimes(name: &'static str) -> Own {
    Own::new(name, name, at(name), Some(Fit::UNKNOWN), false)
}

fn leaked<T>(all: Vec<T>) -> &'static [T] {
    Box::leak(all.into_boxed_slice())
}

fn of(all: Vec<Own>) -> Fields {
    let list = leaked(all);
    Fields { list, len: list.len(), may_be_absent: false, is_complete: true }
}

/// What a check says.
fn told(check: impl FnOnce()) -> String {
    match catch_unwind(AssertUnwindSafe(check)) {
        Ok(()) => "fine".to_owned(),
        Err(panic) => match panic.downcast_ref::<String>() {
            Some(text) => text.clone(),
            None => "a panic that is no message".to_owned(),
        },
    }
}

/// A page with what each of some checks says.
#[derive(Default)]
struct Page(String);

impl Page {
    fn add(&mut self, what: &str, check: impl FnOnce()) {
        writeln!(self.0, "{what}\n    {}", told(check).replace('\n', "\n    ")).unwrap();
    }
}

macro_rules! assert_page {
    ($page:ident) => {{
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!($page.0));
    }};
}

#[test]
fn names_are_the_same_letter_by_letter_or_not() {
    for (a, b, is_same) in [
        ("", "", true),
        ("ab", "ab", true),
        ("ab", "aB", false),
        ("ab", "abc", false),
        ("xb", "ab", false),
        ("ab", "ax", false),
    ] {
        assert_eq!(same(a, b), is_same, "{a} {b}");
    }
    for (text, part, is_in) in [
        ("Option<f64>", "f64", true),
        ("f64", "f64", true),
        ("f6", "f64", false),
        ("ff64", "f64", true),
        ("f6f46", "f64", false),
        ("", "", true),
    ] {
        assert_eq!(contains(text, part), is_in, "{text} {part}");
    }
}

#[test]
fn fields_are_found_in_any_order_of_the_struct() {
    let names = ["pay_type", "no_order", "nobody", "no_order", "oid_partner", "money_order"];
    let places = find_all(ORDER, names.map(name_hash));
    assert_eq!(
        places,
        [at("pay_type"), at("no_order"), NOWHERE, at("no_order"), 0, at("money_order")]
    );
    assert_eq!(find_all(&[], names.map(name_hash)), [NOWHERE; 6]);
    assert_eq!(find(ORDER, "nobody"), NOWHERE);
    assert_eq!(kinds(ORDER, places), [0, 0, u8::MAX, 0, 0, 3]);
    assert_eq!(kinds(ORDER, [at("dt_order"), at("risk"), ORDER.len()]), [4, 8, u8::MAX]);
}

#[test]
fn the_name_that_was_meant_is_offered_while_it_is_near_enough() {
    const NAMES: &[FieldMeta] = &[
        field("no_order", Kind::Text),
        field("dt_order", Kind::Text),
        field("user_info_bind_phone", Kind::Text),
        field("ip", Kind::Text),
        field("mpay", Kind::Text),
    ];
    for (written, meant) in [
        ("no_order", Some("no_order")),
        ("NO_ORDER", Some("no_order")),
        ("noorder", Some("no_order")),
        ("nno_order", Some("no_order")),
        ("na_ordar", Some("no_order")),
        ("xx_order", Some("no_order")),
        ("dx_order", Some("dt_order")),
        ("order", None),
        ("odr", None),
        ("xxx_xrder", Some("no_order")),
        ("xxx_xrdex", None),
        ("user_info_bind_ph", Some("user_info_bind_phone")),
        ("user_info_bindphone", Some("user_info_bind_phone")),
        ("user_info_bind_", None),
        ("user_info_bind_p", Some("user_info_bind_phone")),
        ("ip", Some("ip")),
        ("i", Some("ip")),
        ("ipv", Some("ip")),
        ("xpvx", None),
        ("x", None),
        ("may", Some("mpay")),
        ("pa", None),
        ("", None),
    ] {
        assert_eq!(nearest(NAMES, written), meant, "{written}");
    }
    let long = "no_order".repeat(9);
    assert_eq!(nearest(NAMES, &long), None);
}

#[test]
fn constants_are_held_against_the_field() {
    let mut page = Page::default();
    for (name, values) in [
        (
            "no_order",
            &["42", "", "1234", "12345", "羽毛球1", "羽毛球12", "a=b", "a&&b", "a&b", "&&="][..],
        ),
        ("count", &["5", "6", "-1", "x"]),
        ("acct_name", &["羽毛", "a€z", "aA", "羽1", "é", "😀", "€€é", "_a"]),
        ("colour", &["R", "G", "B", "r"]),
        ("many", &["1", "2"]),
        ("twenty", &["2"]),
        ("digits", &["0123", "12a", "/", ":"]),
        (
            "money_order",
            &["0.05", "10.00", ".05", "5", "0.5", "0,05", "a.05", "0.0a", "00.05", "0.050"],
        ),
        ("dt_order", &["20261122093000", "2026112209300", "2026112209300x", "202611220930000"]),
        ("date", &["20261122", "2026112", "2026112x"]),
        ("ip", &["anything"]),
    ] {
        for value in values {
            page.add(&format!("{name} = {value:?}"), || check_constant(&MADE, at(name), value));
        }
    }
    page.add("nowhere", || check_constant(&MADE, NOWHERE, ""));
    page.add("just beyond", || check_constant(&MADE, ORDER.len(), ""));
    page.add("a code of a list", || check_code_list(&COLOURS, "G"));
    page.add("no code of a list", || check_code_list(&COLOURS, "X"));
    page.add("no code of a long list", || check_code_list(&MANY, "X"));
    page.add("no code of a list of twenty", || check_code_list(&TWENTY, "X"));
    assert_page!(page);
}

#[test]
fn names_and_types_of_fields_are_held_against_the_operation() {
    let mut page = Page::default();
    let typed = |name, fit, type_name| {
        let checks = Checks::new(
            &MADE,
            leaked(vec![Own::new(name, name, at(name), fit, false)]),
            leaked(vec![type_name]),
        );
        (checks, name)
    };
    for name in
        ["no_order", "noorder", "oid_partner", "sign_type", "sign", "timestamp", "version", "zzz"]
    {
        let (checks, name) = typed(name, Some(Fit::UNKNOWN), "String");
        page.add(name, || check_name(&MADE, checks, 0));
    }
    page.add("an operation of nothing", || {
        check_name(&NOTHING, Checks::new(&NOTHING, leaked(vec![own("zzz")]), &[""]), 0);
    });
    for (name, type_name) in [
        ("no_order", "u8"),
        ("acct_name", "u8"),
        ("digits", "u8"),
        ("count", "String"),
        ("money_order", "f64"),
        ("money_order", "f32"),
        ("money_order", "Decimal"),
        ("money_order", "&str"),
        ("money_order", "String"),
        ("money_order", "u64"),
        ("dt_order", "u64"),
        ("date", "u64"),
        ("ip", "u64"),
        ("colour", "String"),
        ("colour", "&str"),
        ("colour", "u8"),
        ("risk", "u8"),
        ("count", "f64"),
        ("count", "f32"),
    ] {
        let (checks, _) = typed(name, None, type_name);
        page.add(&format!("{name}: {type_name}"), || check_type(&MADE, checks, 0));
    }
    for (name, codes) in [
        ("colour", &["R", "G"][..]),
        ("colour", &["G", "R"]),
        ("colour", &["R", "B"]),
        ("colour", &["B"]),
        ("colour", &[]),
        ("no_order", &["B"]),
    ] {
        let (checks, _) =
            typed(name, Some(Fit { may_be_absent: false, codes: Some(codes) }), "Own");
        page.add(&format!("{name}: {codes:?}"), || check_type(&MADE, checks, 0));
    }
    let (checks, _) = typed("nobody", None, "u8");
    page.add("the type of what is nowhere", || check_type(&MADE, checks, 0));
    assert_page!(page);
}

#[test]
fn each_of_many_fields_is_checked_and_none_for_another() {
    let mut all = vec![own("no_order"); 130];
    for wrong in [1, 64, 127, 129] {
        if let Some(one) = all.get_mut(wrong) {
            *one = own("nobody");
        }
    }
    let checks = Checks::new(&MADE, leaked(all), leaked(vec![""; 130]));
    let wrong: Vec<usize> =
        (0..130).filter(|place| told(|| check_name(&MADE, checks, *place)) != "fine").collect();
    assert_eq!(wrong, [1, 64, 127, 129]);
}

#[test]
fn defaults_and_the_time_of_sending_stand_only_where_they_may() {
    const QUERIED: &[FieldMeta] =
        &[field("dt_refund", Kind::Time).required(), field("day", Kind::Date)];
    static REFUND: OperationMeta =
        OperationMeta::new("made.refund", "made", "", "", Transport::JsonPost, &GATEWAY)
            .fields(QUERIED, &[], &[])
            .followed_by(&[], &[], &["made.refund_query"]);
    let mut page = Page::default();
    page.add("a default", || check_default(&MADE, at("count")));
    page.add("no default", || check_default(&MADE, at("digits")));
    page.add("nowhere", || check_default(&MADE, NOWHERE));
    assert_eq!(default_value(&MADE, at("count")).as_str(), "5");
    assert_eq!(default_value(&MADE, at("digits")).as_str(), "");
    page.add("a date now", || check_now(&MADE, at("date")));
    page.add("a number now", || check_now(&MADE, at("count")));
    page.add("the time of the order now", || check_now(&MADE, at("dt_order")));
    page.add("nowhere now", || check_now(&MADE, NOWHERE));
    page.add("what the query wants now", || check_now(&REFUND, 0));
    page.add("what no query wants now", || check_now(&REFUND, 1));
    assert_page!(page);
}

#[test]
fn parts_are_parts_and_share_no_field_with_what_stands_before_them() {
    let mut page = Page::default();
    let part = || Some(of(vec![own("no_order"), own("digits")]));
    let other = || Some(of(vec![own("ip"), Own::new("mine", "digits", at("digits"), None, false)]));
    let lost = || Some(of(vec![own("nobody")]));
    page.add("alone", || check_part(&MADE, &[], &[], &part(), "Part"));
    page.add("beside others", || check_part(&MADE, &[own("ip")], &[lost(), None], &part(), "Part"));
    page.add("the struct has it", || {
        check_part(&MADE, &[own("ip"), own("digits")], &[], &part(), "Part");
    });
    page.add("a part has it", || check_part(&MADE, &[], &[None, other()], &part(), "Part"));
    page.add("both are nowhere", || {
        check_part(&MADE, &[own("nobody")], &[lost()], &lost(), "Part");
    });
    page.add("no part", || check_part(&MADE, &[], &[], &None, "Other"));
    page.add("no part of nothing", || check_part(&NOTHING, &[], &[], &None, "Other"));
    assert_page!(page);
}

#[test]
fn fields_of_struct_and_parts_are_put_together_once() {
    let mine = [own("no_order"), own("digits")];
    let mut part = of(vec![own("ip"), own("colour")]);
    part.may_be_absent = true;
    let parts = [None, Some(part), Some(of(vec![own("date")]))];
    assert_eq!(fields_len(&MADE, &mine, &parts), 5);
    let all = fields::<19>(&mine, &parts);
    let names: Vec<_> = all.iter().map(|one| one.name).take(6).collect();
    assert_eq!(names, ["no_order", "digits", "ip", "colour", "date", ""]);
    let always: Vec<_> = all.iter().map(Own::is_always_there).take(5).collect();
    assert_eq!(always, [true, true, false, false, true]);
    // More than the operation has would be one twice, which is told elsewhere.
    assert_eq!(fields::<1>(&mine, &parts).map(|one| one.name), ["no_order"]);
    assert_eq!(fields::<3>(&mine, &parts).map(|one| one.name), ["no_order", "digits", "ip"]);
    assert_eq!(fields_len(&NOTHING, &mine, &parts), 0);
    assert_eq!((len_of(&parts[1]), len_of(&None)), (2, 0));
    assert!(all_complete(&[]) && all_complete(&[Some(part)]));
    assert!(!all_complete(&[Some(part), None]));
    assert!(!all_complete(&[Some(Fields::EMPTY)]) && Fields::EMPTY.is_empty() && !part.is_empty());
    let filled = Own::new("a", "a", 0, Some(Fit::UNKNOWN), true);
    assert!(filled.is_always_there() && !sometimes("ip").is_always_there());
    assert!(Own::new("a", "a", 0, None, false).is_always_there());
    assert!(part.get(0).fit.is_some_and(|fit| fit.may_be_absent));
    let owners = of(vec![own("ip"), own("nobody"), own("no_order"), own("ip")]).owners::<19>();
    assert_eq!((owners[at("ip")], owners[at("no_order")], owners[at("date")]), (0, 2, NOWHERE));
}

fn shown(steps: &[Step]) -> String {
    let one = |step: &Step| match step.source {
        StepSource::Own(own) => format!("{}={}#{own}", step.field.name, step.own),
        StepSource::Fixed(text) => format!("{}:{text}", step.field.name),
        StepSource::Filled(by) => format!("{}!{by:?}", step.field.name),
    };
    steps.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_plan_has_every_member_but_the_signature_in_the_order_of_the_source() {
    let all = of(vec![
        own("pay_type"),
        own("payLoad"),
        own("no_order"),
        Own::now("dt_order", "dt_order", at("dt_order")),
        own("nobody"),
    ]);
    let (steps, len) = (plan::<19>(&MADE, &all), plan_len::<19>(&MADE, &all));
    let wanted = "dt_order!Clock no_order=no_order#2 oid_partner!Merchant pay_type=pay_type#0 \
                  payLoad=payLoad#1 sign_type!Scheme timestamp!Clock version:1.0";
    assert_eq!(shown(&steps[..len]), wanted);
    let places: Vec<u16> = {
        let mut places: Vec<u16> = (0..19).collect();
        places.sort_by(|a, b| {
            let name = |place: &u16| ORDER[usize::from(*place)].name;
            crate::source::compare_keys(name(a), name(b))
        });
        places
    };
    let sorted: &'static OperationMeta = Box::leak(Box::new(
        OperationMeta::new("made.sorted", "made", "", "", Transport::JsonPost, &GATEWAY)
            .fields(ORDER, &[], &[])
            .order(leaked(places)),
    ));
    assert_eq!(shown(&plan::<19>(sorted, &all)[..plan_len::<19>(sorted, &all)]), wanted);
    let (steps, len) = plan_of_all::<24>(&MADE);
    assert_eq!(
        shown(&steps[..len]),
        "acct_name=acct_name#8 colour=colour#13 count=count#9 date=date#11 digits=digits#10 \
         dt_order=dt_order#6 ip=ip#12 many=many#14 money_order=money_order#7 no_order=no_order#5 \
         oid_partner!Merchant pay_type=pay_type#18 payLoad=payLoad#17 risk=risk#16 \
         sign_type!Scheme timestamp!Clock twenty=twenty#15 version:1.0"
    );
}

#[test]
fn a_struct_has_every_required_field_and_can_keep_every_rule() {
    const RULES: &[Rule] = &[
        Rule::OneOf(&["ip", "date"]),
        Rule::MutuallyExclusive(&["digits", "count", "risk"]),
        Rule::RequiresTogether(&["pay_type", "payLoad"]),
        Rule::RequiredIf("acct_name", Condition::Present("colour", true)),
        Rule::RequiredIf("many", Condition::Present("twenty", false)),
        Rule::RequiredIf("acct_name", Condition::In("colour", &["R"])),
        Rule::IgnoredIfPresent(&["digits", "risk", "no_order"], "colour"),
        Rule::Equal(&["ip", "date"]),
        // The client sees to that one.
        Rule::OneOf(&["timestamp", "twenty"]),
    ];
    static RULED: OperationMeta =
        OperationMeta::new("made.ruled", "made", "", "", Transport::JsonPost, &GATEWAY).fields(
            ORDER,
            &[],
            RULES,
        );
    let required = || vec![own("no_order"), own("dt_order"), own("money_order")];
    let with = |more: &[Own]| {
        let mut all = required();
        all.extend_from_slice(more);
        of(all)
    };
    let mut page = Page::default();
    page.add("all that is required", || check_request::<19>(&MADE, &of(required())));
    page.add("one missing", || check_request::<19>(&MADE, &of(required()[1..].to_vec())));
    page.add("all missing", || check_request::<19>(&MADE, &of(Vec::new())));
    page.add("meant and mistyped", || {
        let lost = Own::new("noorder", "noorder", NOWHERE, Some(Fit::CONSTANT), false);
        let mut all = required()[1..].to_vec();
        all.push(lost);
        check_request::<19>(&MADE, &of(all));
    });
    page.add("not all known", || check_request::<19>(&MADE, &Fields::EMPTY));
    page.add("a notification", || check_request::<19>(&NOTE, &of(required())));
    let keeps = [own("ip"), own("many")];
    let ruled = |page: &mut Page, what: &str, more: &[Own]| {
        let all = with(&[&keeps[..], more].concat());
        page.add(what, || check_request::<19>(&RULED, &all));
    };
    ruled(&mut page, "rules kept", &[]);
    page.add("one of, and without", || check_request::<19>(&RULED, &with(&[])));
    page.add("rules and a required field", || {
        check_request::<19>(&RULED, &of(required()[..2].to_vec()));
    });
    page.add("one of, sometimes", || {
        check_request::<19>(&RULED, &with(&[sometimes("date"), sometimes("twenty")]));
    });
    ruled(&mut page, "two at most one", &[own("digits"), own("count")]);
    ruled(&mut page, "three at most one", &[own("digits"), own("count"), own("risk")]);
    ruled(&mut page, "perhaps two at most one", &[own("digits"), sometimes("count")]);
    ruled(&mut page, "half of a pair", &[own("pay_type")]);
    ruled(&mut page, "perhaps half of a pair", &[sometimes("pay_type")]);
    ruled(
        &mut page,
        "half of a pair and perhaps the other",
        &[own("pay_type"), sometimes("payLoad")],
    );
    ruled(&mut page, "a pair", &[own("pay_type"), own("payLoad")]);
    ruled(&mut page, "required beside what is there", &[own("colour")]);
    ruled(&mut page, "required beside what may be there", &[sometimes("colour")]);
    ruled(&mut page, "required and there", &[own("colour"), own("acct_name")]);
    ruled(&mut page, "without effect", &[own("colour"), own("acct_name"), own("digits")]);
    ruled(
        &mut page,
        "two without effect",
        &[own("colour"), own("acct_name"), own("digits"), own("risk")],
    );
    ruled(
        &mut page,
        "perhaps without effect",
        &[own("colour"), own("acct_name"), sometimes("digits")],
    );
    assert_page!(page);
}

#[test]
fn what_is_read_is_held_against_the_message() {
    const REPLY: &[FieldMeta] = &[
        field("no_order", Kind::Text).required(),
        field("acct_name", Kind::Text).sensitive(),
        field("money", Kind::Amount).required().when("paid"),
        field("colour", Kind::Code(&COLOURS)).required(),
        field("bank", Kind::Text).required().unsigned(Unsigned::Maybe),
        field("risk", Kind::Structure(&RISK)),
        field("secrets", Kind::Structure(&RISK)).sensitive(),
        field("digits", Kind::Digits),
    ];
    static SILENT: GatewayMeta = GatewayMeta::new(
        "",
        "",
        NotificationPolicy {
            attempts: 0,
            interval_minutes: 0,
            answer_seconds: 0,
            content_type: "",
        },
        OrderPolicy { identity: &[], date_tolerance_days: 0, validity_minutes: 0 },
        &[],
    );
    static UNKNOWN: OperationMeta =
        OperationMeta::new("", "", "", "", Transport::JsonPost, &SILENT);
    let places = [0, 2, 4, 99, REPLY.len()];
    assert_eq!(unsigned(REPLY, places), [false, false, true, false, false]);
    assert_eq!(certain(REPLY, places), [true, false, true, true, true]);
    assert_eq!(certain(REPLY, [1, 3]), [false, true]);
    let mut page = Page::default();
    let name = |name, at| move || check_read_name(&MADE, REPLY, "the reply of", name, at);
    page.add("a name", name("no_order", 0));
    page.add("a name nearly", name("no_ordr", NOWHERE));
    page.add("a name just beyond", name("zzz", REPLY.len()));
    page.add("a name of no operation", || check_read_name(&UNKNOWN, REPLY, "", "zzz", NOWHERE));
    let (constant, unknown) = (Some(Fit::CONSTANT), Some(Fit::UNKNOWN));
    let coded = |codes| Some(Fit { may_be_absent: false, codes: Some(codes) });
    for (at, fit, lacks_unsigned, has_default, type_name) in [
        (0, constant, false, false, "String"),
        (0, None, false, false, "u8"),
        (1, None, false, false, "u8"),
        (1, constant, false, false, "String"),
        (1, constant, false, true, "String"),
        (1, unknown, false, false, "Option<String>"),
        (2, constant, false, false, "Amount"),
        (2, None, false, false, "f64"),
        (2, None, false, false, "f32"),
        (2, None, false, false, "u64"),
        (0, None, false, false, "f64"),
        (3, coded(&["R", "G"]), false, false, "Colour"),
        (3, coded(&["B", "G"]), false, false, "Colour"),
        (3, coded(&["B"]), false, false, "Colour"),
        (3, coded(&[]), false, false, "Colour"),
        (0, coded(&["B"]), false, false, "Colour"),
        (4, None, true, false, "String"),
        (4, None, true, false, "Option<String>"),
        (4, None, true, false, "Option<"),
        (4, None, true, false, "Option<>"),
        (4, None, true, false, "Vec<u8>"),
        (4, None, true, false, "Optiom<u8>"),
        (4, None, true, false, "Option<u8"),
        (5, None, false, false, "u8"),
        (6, None, false, false, "u8"),
        (7, None, false, false, "u8"),
        (8, None, false, false, "u8"),
        (NOWHERE, None, true, false, "u8"),
    ] {
        page.add(&format!("{at} {fit:?} {lacks_unsigned} {has_default} {type_name}"), || {
            check_read_type(&MADE, REPLY, at, fit, lacks_unsigned, has_default, type_name);
        });
    }
    page.add("a notification", || check_notification(&NOTE));
    page.add("no notification", || check_notification(&MADE));
    page.add("no operation", || check_notification(&UNKNOWN));
    let part =
        |meta, is_part, type_name| move || check_read_part(meta, is_part, "Reply", type_name);
    page.add("a part", part(&MADE, true, "Part"));
    page.add("no part", part(&MADE, false, "Part"));
    page.add("perhaps a part", part(&MADE, false, "Option<Part>"));
    page.add("a part that may be absent", part(&MADE, true, "Option<Part>"));
    page.add("no part of no operation", part(&UNKNOWN, false, "Option<Part>"));
    assert_page!(page);
}

#[test]
fn a_message_has_numbers_of_any_length_and_ends_where_there_is_no_more_room() {
    let number = |number| Text::new("").number(number).as_str().to_owned();
    assert_eq!([number(0), number(9), number(10), number(105)], ["0", "9", "10", "105"]);
    let full = Text::new(&"x".repeat(7000));
    assert_eq!(full.as_str().len(), 6144);
    assert_eq!(full.push("y").see(&MADE).as_str().len(), 6144);
}
