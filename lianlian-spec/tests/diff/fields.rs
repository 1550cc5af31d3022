//! Fields of messages.

use crate::{AGREEMENTS, APPLY, FIELDS, NOTICE, PAY, QUERY, SHARING, VERIFY};

changes! {
    a_field_that_goes_breaks_and_an_optional_one_is_additive {
        QUERY, "\"col_userid\": {}," => "\"col_userid\": {}, \"openid\": {},";
    } there [
        "additive  aggregate.query request.openid: a new field",
    ] back [
        "breaking  aggregate.query request.openid: the field is gone",
    ]
    a_new_required_field_breaks {
        VERIFY, "\"openid\": {}," => "\"openid\": {}, \"userreq_ip\": { \"required\": \"yes\" }, \"id_no\": { \"required\": \"conditional\" },";
    } there [
        "breaking  aggregate.verify request.userreq_ip: a new field, which is required",
        "breaking  aggregate.verify request.id_no: a new field, which is required under conditions",
    ] back [
        "breaking  aggregate.verify request.userreq_ip: the field is gone",
        "breaking  aggregate.verify request.id_no: the field is gone",
    ]
    a_new_field_of_a_reply_is_additive_even_if_required {
        VERIFY, "\"reply\": { \"ret_code\"" => "\"reply\": { \"ret_msg\": { \"required\": \"yes\" }, \"ret_code\"";
    } there [
        "additive  aggregate.verify reply.ret_msg: a new field",
    ] back [
        "breaking  aggregate.verify reply.ret_msg: the field is gone",
    ]
    a_new_required_field_of_an_acknowledgement_breaks {
        NOTICE, "\"reply\": {\n    \"ret_code\"" => "\"reply\": {\n    \"settle_date\": { \"required\": \"yes\" }, \"ret_code\"";
        NOTICE, "\"reply\": { \"ret_code\": \"0000\"" => "\"reply\": { \"settle_date\": \"20261122\", \"ret_code\": \"0000\"";
    } there [
        "breaking  aggregate.async_notification reply.settle_date: a new field, which is required",
        "text      aggregate.async_notification: the samples differ",
    ] back [
        "breaking  aggregate.async_notification reply.settle_date: the field is gone",
        "text      aggregate.async_notification: the samples differ",
    ]
    a_request_may_ask_for_less_but_not_for_more {
        VERIFY, "\"verify_code\": { \"required\": \"yes\" }" => "\"verify_code\": { \"required\": \"conditional\" }";
        VERIFY, "\"openid\": {}" => "\"openid\": { \"required\": \"conditional\" }";
    } there [
        "additive  aggregate.verify request.verify_code: is required under conditions only",
        "breaking  aggregate.verify request.openid: becomes required under conditions",
    ] back [
        "breaking  aggregate.verify request.verify_code: becomes required",
        "additive  aggregate.verify request.openid: is no longer required",
    ]
    what_a_reply_requires_is_text {
        PAY, "\"ret_msg\": { \"required\": \"yes\" }," => "\"ret_msg\": {},";
    } there [
        "text      aggregate.direct_pay reply.ret_msg: is no longer required",
    ] back [
        "text      aggregate.direct_pay reply.ret_msg: becomes required",
    ]
    what_a_notification_requires_decides_on_a_rust_type {
        NOTICE, "\"no_order\": { \"required\": \"yes\" },\n    \"pay_type\": {}" => "\"no_order\": {},\n    \"pay_type\": { \"required\": \"conditional\" }";
    } there [
        "breaking  aggregate.async_notification request.no_order: is no longer required, which changes its Rust type",
        "text      aggregate.async_notification request.pay_type: becomes required under conditions",
    ] back [
        "breaking  aggregate.async_notification request.no_order: becomes required, which changes its Rust type",
        "text      aggregate.async_notification request.pay_type: is no longer required",
    ]
    a_shorter_request_breaks_and_a_longer_one_does_not {
        QUERY, "\"col_userid\": {}," => "\"col_userid\": { \"max_len\": 20 },";
    } there [
        "breaking  aggregate.query request.col_userid: at most 32 characters become 20",
    ] back [
        "additive  aggregate.query request.col_userid: at most 20 characters become 32",
    ]
    a_limit_that_comes_or_goes_is_a_limit_that_changes {
        VERIFY, "\"openid\": {}" => "\"openid\": { \"max_len\": 9, \"min_len\": 2 }";
    } there [
        "breaking  aggregate.verify request.openid: any number of characters becomes at most 9",
        "breaking  aggregate.verify request.openid: any number of characters becomes at least 2",
    ] back [
        "additive  aggregate.verify request.openid: at most 9 characters become any number",
        "additive  aggregate.verify request.openid: at least 2 characters become any number",
    ]
    a_higher_least_length_breaks {
        QUERY, "\"col_userid\": {}," => "\"col_userid\": { \"min_len\": 3 },";
    } there [
        "breaking  aggregate.query request.col_userid: at least 2 characters become 3",
    ] back [
        "additive  aggregate.query request.col_userid: at least 3 characters become 2",
    ]
    fewer_lengths_break {
        FIELDS, "\"lengths\": [15, 18]" => "\"lengths\": [18]";
    } there [
        "breaking  aggregate.direct_pay request.id_no: length 15 or 18 becomes length 18",
    ] back [
        "additive  aggregate.direct_pay request.id_no: length 18 becomes length 15 or 18",
    ]
    other_lengths_break_both_ways {
        FIELDS, "\"lengths\": [6]" => "\"lengths\": [4]";
    } there [
        "breaking  aggregate.verify request.verify_code: length 6 becomes length 4",
    ] back [
        "breaking  aggregate.verify request.verify_code: length 4 becomes length 6",
    ]
    a_narrower_range_breaks {
        FIELDS, "\"max\": \"100000000.00\"" => "\"max\": \"5000.0\"";
    } there [
        "breaking  aggregate.apply request.money_order: 0.01 to 100000000.00 becomes 0.01 to 5000.0",
        "breaking  aggregate.direct_pay request.money_order: 0.01 to 100000000.00 becomes 0.01 to 5000.0",
        "breaking  aggregate.verify request.money_order: 0.01 to 100000000.00 becomes 0.01 to 5000.0",
    ] back [
        "additive  aggregate.apply request.money_order: 0.01 to 5000.0 becomes 0.01 to 100000000.00",
        "additive  aggregate.direct_pay request.money_order: 0.01 to 5000.0 becomes 0.01 to 100000000.00",
        "additive  aggregate.verify request.money_order: 0.01 to 5000.0 becomes 0.01 to 100000000.00",
    ]
    ranges_compare_by_value {
        FIELDS, "\"range\": { \"min\": \"1\", \"max\": \"10080\" }" => "\"range\": { \"min\": \"01\", \"max\": \"9\" }";
        FIELDS, "\"range\": { \"min\": \"0.01\"" => "\"range\": { \"min\": \"0.010\"";
        PAY, "\"valid_order\": { \"default\": \"10080\" }" => "\"valid_order\": { \"default\": \"5\" }";
        PAY, "\"valid_order\": 30" => "\"valid_order\": 5";
    } there [
        "breaking  aggregate.direct_pay request.valid_order: 1 to 10080 becomes 01 to 9",
        "breaking  aggregate.direct_pay request.valid_order: the default `10080` becomes `5`",
        "text      aggregate.direct_pay: the samples differ",
    ] back [
        "additive  aggregate.direct_pay request.valid_order: 01 to 9 becomes 1 to 10080",
        "breaking  aggregate.direct_pay request.valid_order: the default `5` becomes `10080`",
        "text      aggregate.direct_pay: the samples differ",
    ]
    a_forbidden_character_breaks {
        FIELDS, "[\"<\", \">\"]" => "[\"<\", \"&\"]";
    } there [
        "breaking  aggregate.direct_pay request.name_goods: `&` becomes forbidden",
        "additive  aggregate.direct_pay request.name_goods: `>` is no longer forbidden",
    ] back [
        "breaking  aggregate.direct_pay request.name_goods: `>` becomes forbidden",
        "additive  aggregate.direct_pay request.name_goods: `&` is no longer forbidden",
    ]
    fewer_allowed_characters_break {
        FIELDS, "[\"a-z\", \"0-9\", \"_\"]" => "[\"a-y\", \"z\", \"_\", \"0-9\", \"A-Z\"]";
    } there [
        "additive  aggregate.apply reply.token: `a-z`, `0-9`, `_` becomes `a-y`, `z`, `_`, `0-9`, `A-Z`",
        "additive  aggregate.verify request.token: `a-z`, `0-9`, `_` becomes `a-y`, `z`, `_`, `0-9`, `A-Z`",
    ] back [
        "additive  aggregate.apply reply.token: `a-y`, `z`, `_`, `0-9`, `A-Z` becomes `a-z`, `0-9`, `_`",
        "breaking  aggregate.verify request.token: `a-y`, `z`, `_`, `0-9`, `A-Z` becomes `a-z`, `0-9`, `_`",
    ]
    limits_of_a_reply_break_nothing {
        AGREEMENTS, "\"no_agree\": { \"required\": \"yes\" }" => "\"no_agree\": { \"max_len\": 3 }";
        FIELDS, "\"ret_msg\": { \"meaning\": \"Its text\", \"max_len\": 100 }" => "\"ret_msg\": { \"meaning\": \"Its text\", \"max_len\": 80 }";
    } there [
        "breaking  aggregate.async_notification reply.ret_msg: at most 100 characters become 80",
        "additive  aggregate.direct_pay reply.ret_msg: at most 100 characters become 80",
        "text      structures.agreement_list entry.no_agree: is no longer required",
        "additive  structures.agreement_list entry.no_agree: any number of characters becomes at most 3",
    ] back [
        "additive  aggregate.async_notification reply.ret_msg: at most 80 characters become 100",
        "additive  aggregate.direct_pay reply.ret_msg: at most 80 characters become 100",
        "text      structures.agreement_list entry.no_agree: becomes required",
        "additive  structures.agreement_list entry.no_agree: at most 3 characters become any number",
    ]
    the_kind_of_a_value_is_fixed {
        VERIFY, "\"openid\": {}" => "\"openid\": { \"type\": \"digits\" }";
    } there [
        "breaking  aggregate.verify request.openid: text becomes digits",
    ] back [
        "breaking  aggregate.verify request.openid: digits becomes text",
    ]
    a_code_of_another_list_is_another_kind {
        VERIFY, "\"openid\": {}" => "\"openid\": { \"codes\": \"pay_type\" }";
    } there [
        "breaking  aggregate.verify request.openid: text becomes a code of `pay_type`",
    ] back [
        "breaking  aggregate.verify request.openid: a code of `pay_type` becomes text",
    ]
    a_fixed_value_is_fixed {
        NOTICE, "\"fixed\": \"ok\"" => "\"fixed\": \"OK\"";
        NOTICE, "\"ret_msg\": \"ok\" }" => "\"ret_msg\": \"OK\" }";
        VERIFY, "\"openid\": {}" => "\"openid\": { \"fixed\": \"x\" }";
    } there [
        "breaking  aggregate.async_notification reply.ret_msg: the fixed value `ok` becomes `OK`",
        "text      aggregate.async_notification: the samples differ",
        "breaking  aggregate.verify request.openid: the fixed value none becomes `x`",
    ] back [
        "breaking  aggregate.async_notification reply.ret_msg: the fixed value `OK` becomes `ok`",
        "text      aggregate.async_notification: the samples differ",
        "breaking  aggregate.verify request.openid: the fixed value `x` becomes none",
    ]
    a_default_is_what_silence_means {
        PAY, "\"valid_order\": { \"default\": \"10080\" }" => "\"valid_order\": { \"default\": \"60\" }";
        VERIFY, "\"openid\": {}" => "\"openid\": { \"default\": \"x\" }";
    } there [
        "breaking  aggregate.direct_pay request.valid_order: the default `10080` becomes `60`",
        "additive  aggregate.verify request.openid: the default none becomes `x`",
    ] back [
        "breaking  aggregate.direct_pay request.valid_order: the default `60` becomes `10080`",
        "breaking  aggregate.verify request.openid: the default `x` becomes none",
    ]
    a_default_of_what_is_received_is_text {
        NOTICE, "\"pay_type\": {}" => "\"pay_type\": { \"default\": \"L\" }";
    } there [
        "text      aggregate.async_notification request.pay_type: the default none becomes `L`",
    ] back [
        "text      aggregate.async_notification request.pay_type: the default `L` becomes none",
    ]
    a_sensitive_text_has_a_type_of_its_own {
        FIELDS, "\"meaning\": \"Order number\"," => "\"meaning\": \"Order number\", \"sensitive\": true,";
        FIELDS, "\"meaning\": \"Address of the payer\", \"type\": \"ip\", \"sensitive\": true" => "\"meaning\": \"Address of the payer\", \"type\": \"ip\"";
    } there [
        "breaking  aggregate.apply request.no_order: becomes sensitive, which changes its Rust type",
        "breaking  aggregate.apply reply.no_order: becomes sensitive, which changes its Rust type",
        "breaking  aggregate.async_notification request.no_order: becomes sensitive, which changes its Rust type",
        "breaking  aggregate.direct_pay request.no_order: becomes sensitive, which changes its Rust type",
        "additive  aggregate.direct_pay request.userreq_ip: is no longer sensitive",
        "breaking  aggregate.direct_pay reply.no_order: becomes sensitive, which changes its Rust type",
        "breaking  aggregate.query request.no_order: becomes sensitive, which changes its Rust type",
        "breaking  aggregate.refund request.no_order: becomes sensitive, which changes its Rust type",
        "breaking  aggregate.verify request.no_order: becomes sensitive, which changes its Rust type",
        "breaking  aggregate.web_pay request.no_order: becomes sensitive, which changes its Rust type",
        "breaking  aggregate.web_return request.no_order: becomes sensitive, which changes its Rust type",
        "additive  structures.risk_item basic.userreq_ip: is no longer sensitive",
    ] back [
        "breaking  aggregate.apply request.no_order: is no longer sensitive, which changes its Rust type",
        "breaking  aggregate.apply reply.no_order: is no longer sensitive, which changes its Rust type",
        "breaking  aggregate.async_notification request.no_order: is no longer sensitive, which changes its Rust type",
        "breaking  aggregate.direct_pay request.no_order: is no longer sensitive, which changes its Rust type",
        "additive  aggregate.direct_pay request.userreq_ip: becomes sensitive",
        "breaking  aggregate.direct_pay reply.no_order: is no longer sensitive, which changes its Rust type",
        "breaking  aggregate.query request.no_order: is no longer sensitive, which changes its Rust type",
        "breaking  aggregate.refund request.no_order: is no longer sensitive, which changes its Rust type",
        "breaking  aggregate.verify request.no_order: is no longer sensitive, which changes its Rust type",
        "breaking  aggregate.web_pay request.no_order: is no longer sensitive, which changes its Rust type",
        "breaking  aggregate.web_return request.no_order: is no longer sensitive, which changes its Rust type",
        "additive  structures.risk_item basic.userreq_ip: becomes sensitive",
    ]
    what_a_signature_covers_is_fixed {
        PAY, "\"unsigned\": \"maybe\", " => "";
        APPLY, "\"agreement_list\": { \"unsigned\": \"maybe\"" => "\"agreement_list\": { \"unsigned\": \"always\"";
    } there [
        "breaking  aggregate.apply reply.agreement_list: maybe unsigned becomes never signed",
        "breaking  aggregate.direct_pay reply.payLoad: maybe unsigned becomes signed",
    ] back [
        "breaking  aggregate.apply reply.agreement_list: never signed becomes maybe unsigned",
        "breaking  aggregate.direct_pay reply.payLoad: signed becomes maybe unsigned",
    ]
    what_makes_an_answer_the_answer_is_fixed {
        FIELDS, "\"max_len\": 18, \"filled_by\": \"merchant\", \"identity\": true" => "\"max_len\": 18, \"filled_by\": \"merchant\"";
    } there [
        "breaking  aggregate.apply request.oid_partner: a reply no longer has to repeat it",
        "breaking  aggregate.direct_pay request.oid_partner: a reply no longer has to repeat it",
    ] back [
        "breaking  aggregate.apply request.oid_partner: a reply has to repeat it",
        "breaking  aggregate.direct_pay request.oid_partner: a reply has to repeat it",
    ]
    what_fills_a_field_in_is_fixed {
        FIELDS, "\"type\": \"time\", \"filled_by\": \"clock\"" => "\"type\": \"time\"";
        PAY, "\"dt_order\": \"20261122101500\"," => "\"dt_order\": \"20261122101500\", \"timestamp\": \"20261122101500\",";
    } there [
        "breaking  aggregate.direct_pay request.timestamp: filled in by clock becomes filled in by the caller",
        "text      aggregate.direct_pay: the samples differ",
    ] back [
        "breaking  aggregate.direct_pay request.timestamp: filled in by the caller becomes filled in by clock",
        "text      aggregate.direct_pay: the samples differ",
    ]
    a_unit_is_fixed {
        FIELDS, "\"unit\": \"minutes\"" => "\"unit\": \"hours\"";
    } there [
        "breaking  aggregate.direct_pay request.valid_order: the unit `minutes` becomes `hours`",
    ] back [
        "breaking  aggregate.direct_pay request.valid_order: the unit `hours` becomes `minutes`",
    ]
    a_currency_is_fixed_once_it_is_said {
        FIELDS, "\"currency\": \"CNY\"" => "\"currency\": \"USD\"";
        FIELDS, "\"meaning\": \"Share\", \"type\": \"amount\"" => "\"meaning\": \"Share\", \"type\": \"amount\", \"currency\": \"CNY\"";
    } there [
        "breaking  aggregate.refund request.money_refund: the currency `CNY` becomes `USD`",
        "additive  structures.sharing_data entry.Sharing_amount: the currency none becomes `CNY`",
    ] back [
        "breaking  aggregate.refund request.money_refund: the currency `USD` becomes `CNY`",
        "breaking  structures.sharing_data entry.Sharing_amount: the currency `CNY` becomes none",
    ]
    a_rust_name_is_fixed {
        SHARING, "\"rename\": \"share\"" => "\"rename\": \"amount\"";
    } there [
        "breaking  structures.sharing_data entry.Sharing_amount: the Rust name `share` becomes `amount`",
    ] back [
        "breaking  structures.sharing_data entry.Sharing_amount: the Rust name `amount` becomes `share`",
    ]
    an_alias_that_goes_is_missed {
        APPLY, "\"aliases\": [\"aggrement_list\", \"agree_list\"]" => "\"aliases\": [\"aggrement_list\"]";
    } there [
        "breaking  aggregate.apply reply.agreement_list: the alias `agree_list` is gone",
    ] back [
        "additive  aggregate.apply reply.agreement_list: the alias `agree_list` is new",
    ]
    words_about_a_field_are_text {
        PAY, "\"note\": \"In yuan.\"" => "\"note\": \"Yuan.\", \"meaning\": \"Price\"";
        PAY, "\"when\": \"ret_code=0000\"" => "\"when\": \"sms_flow\"";
        APPLY, "\"amount_total\": { \"edition\": \"2019\" }" => "\"amount_total\": { \"edition\": \"2018\" }";
    } there [
        "text      aggregate.apply request.amount_total: the edition differs",
        "text      aggregate.direct_pay request.money_order: the meaning differs",
        "text      aggregate.direct_pay request.money_order: the note differs",
        "text      aggregate.direct_pay reply.payLoad: when it is sent differs",
    ] back [
        "text      aggregate.apply request.amount_total: the edition differs",
        "text      aggregate.direct_pay request.money_order: the meaning differs",
        "text      aggregate.direct_pay request.money_order: the note differs",
        "text      aggregate.direct_pay reply.payLoad: when it is sent differs",
    ]
}
