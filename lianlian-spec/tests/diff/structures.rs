//! Rules, structures and codes.

use crate::{AGREEMENTS, APPLY, LISTS, NOTICE, PAY, QUERY, RETURNS, RISK, SHARING};

changes! {
    a_rule_that_refuses_more_breaks {
        PAY, "{ \"kind\": \"mutually_exclusive\", \"fields\": [\"col_userid\", \"col_oidpartner\"], \"note\": \"One payee.\" }," => "";
    } there [
        "additive  aggregate.direct_pay rules: a rule is gone: `col_userid` and `col_oidpartner` exclude each other",
    ] back [
        "breaking  aggregate.direct_pay rules: a new rule: `col_userid` and `col_oidpartner` exclude each other",
    ]
    a_rule_that_refuses_nothing_is_additive {
        QUERY, "\"fields\": [\"no_order\", \"col_userid\"] }" => "\"fields\": [\"no_order\", \"col_userid\"] },\n    { \"kind\": \"ignored_if_present\", \"fields\": [\"no_order\"], \"present\": \"col_userid\" }";
    } there [
        "additive  aggregate.query rules: a new rule: with `col_userid` present `no_order` has no effect",
    ] back [
        "additive  aggregate.query rules: a rule is gone: with `col_userid` present `no_order` has no effect",
    ]
    a_rule_of_a_notification_is_additive {
        NOTICE, "\"samples\": [" => "\"rules\": [{ \"kind\": \"equal\", \"fields\": [\"no_order\", \"pay_type\"] }],\n  \"samples\": [";
    } there [
        "additive  aggregate.async_notification rules: a new rule: `no_order` and `pay_type` are equal",
    ] back [
        "additive  aggregate.async_notification rules: a rule is gone: `no_order` and `pay_type` are equal",
    ]
    a_limit_of_a_rule_may_grow {
        PAY, "\"minutes\": 30" => "\"minutes\": 15";
        APPLY, "\"hours\": 24" => "\"hours\": 48";
    } there [
        "additive  aggregate.apply rules: the rule: `aggregate.verify` follows within 24 hours, becomes: `aggregate.verify` follows within 48 hours",
        "breaking  aggregate.direct_pay rules: the rule: `timestamp` is at most 30 minutes from the gateway's clock, becomes: `timestamp` is at most 15 minutes from the gateway's clock",
    ] back [
        "breaking  aggregate.apply rules: the rule: `aggregate.verify` follows within 48 hours, becomes: `aggregate.verify` follows within 24 hours",
        "additive  aggregate.direct_pay rules: the rule: `timestamp` is at most 15 minutes from the gateway's clock, becomes: `timestamp` is at most 30 minutes from the gateway's clock",
    ]
    a_condition_that_differs_is_another_rule {
        PAY, "\"if\": { \"field\": \"pay_type\", \"in\": [\"W\"] }" => "\"if\": { \"field\": \"pay_type\", \"in\": [\"W\", \"I\"] }";
    } there [
        "additive  aggregate.direct_pay rules: a rule is gone: `openid` is required when `pay_type` is `W`",
        "breaking  aggregate.direct_pay rules: a new rule: `openid` is required when `pay_type` is `W` or `I`",
    ] back [
        "additive  aggregate.direct_pay rules: a rule is gone: `openid` is required when `pay_type` is `W` or `I`",
        "breaking  aggregate.direct_pay rules: a new rule: `openid` is required when `pay_type` is `W`",
    ]
    words_about_a_rule_are_text {
        PAY, "\"note\": \"One payee.\"" => "\"note\": \"Only one.\"";
        APPLY, "\"card\": \"debit\", \"edition\": \"2018\"" => "\"card\": \"debit\"";
    } there [
        "text      aggregate.apply rules: the edition of the rule: `L` of `pay_type` is for debit cards only, differs",
        "text      aggregate.direct_pay rules: the note of the rule: `col_userid` and `col_oidpartner` exclude each other, differs",
    ] back [
        "text      aggregate.apply rules: the edition of the rule: `L` of `pay_type` is for debit cards only, differs",
        "text      aggregate.direct_pay rules: the note of the rule: `col_userid` and `col_oidpartner` exclude each other, differs",
    ]
    every_kind_of_rule_is_told {
        PAY, "\"rules\": [" => "\"rules\": [\n    { \"kind\": \"requires_together\", \"fields\": [\"openid\", \"id_no\"] },\n    { \"kind\": \"required_if\", \"field\": \"type\", \"if\": { \"card\": \"credit\" } },\n    { \"kind\": \"required_if\", \"field\": \"type\", \"if\": { \"field\": \"openid\", \"present\": true } },\n    { \"kind\": \"card_kind\", \"field\": \"pay_type\", \"in\": [\"I\", \"L\"], \"card\": \"credit\" },\n    { \"kind\": \"not_above\", \"field\": \"money_order\", \"limit\": \"money_refund\" },";
        PAY, "\"id_no\": \"330100199001011234\"," => "";
    } there [
        "breaking  aggregate.direct_pay rules: a new rule: `openid` and `id_no` go together or not at all",
        "breaking  aggregate.direct_pay rules: a new rule: `type` is required when the card is a credit card",
        "breaking  aggregate.direct_pay rules: a new rule: `type` is required when `openid` is present",
        "breaking  aggregate.direct_pay rules: a new rule: `I` or `L` of `pay_type` is for credit cards only",
        "breaking  aggregate.direct_pay rules: a new rule: `money_order` is not above `money_refund` of the order",
        "text      aggregate.direct_pay: the samples differ",
    ] back [
        "additive  aggregate.direct_pay rules: a rule is gone: `openid` and `id_no` go together or not at all",
        "additive  aggregate.direct_pay rules: a rule is gone: `type` is required when the card is a credit card",
        "additive  aggregate.direct_pay rules: a rule is gone: `type` is required when `openid` is present",
        "additive  aggregate.direct_pay rules: a rule is gone: `I` or `L` of `pay_type` is for credit cards only",
        "additive  aggregate.direct_pay rules: a rule is gone: `money_order` is not above `money_refund` of the order",
        "text      aggregate.direct_pay: the samples differ",
    ]
    a_member_of_a_structure_that_is_sent_is_judged_as_sent {
        RISK, "\"openid\": {}," => "\"openid\": { \"max_len\": 9 }, \"token\": { \"required\": \"yes\" },";
    } there [
        "breaking  structures.risk_item basic.openid: any number of characters becomes at most 9",
        "breaking  structures.risk_item basic.token: a new field, which is required",
    ] back [
        "additive  structures.risk_item basic.openid: at most 9 characters become any number",
        "breaking  structures.risk_item basic.token: the field is gone",
    ]
    a_group_is_additive_and_its_absence_breaks {
        RISK, "\"airline\": {" => "\"hotel\": { \"title\": \"A hotel\", \"fields\": { \"goods_name\": {} } },\n    \"airline\": {";
    } there [
        "additive  structures.risk_item hotel: a new group",
    ] back [
        "breaking  structures.risk_item hotel: the group is gone, and its Rust type with it",
    ]
    the_type_and_the_list_of_a_group_are_fixed {
        RISK, "\"type\": \"Flight\"" => "\"type\": \"Trip\"";
        RISK, "\"airline_list\"" => "\"flight_list\"";
    } there [
        "breaking  structures.risk_item airline: the Rust type `Flight` becomes `Trip`",
        "breaking  structures.risk_item airline: the list `airline_list` becomes `flight_list`",
    ] back [
        "breaking  structures.risk_item airline: the Rust type `Trip` becomes `Flight`",
        "breaking  structures.risk_item airline: the list `flight_list` becomes `airline_list`",
    ]
    a_rule_of_a_group_is_a_rule {
        RISK, "\"present\": false" => "\"present\": true";
    } there [
        "additive  structures.risk_item basic.rules: a rule is gone: `userreq_ip` is required when `openid` is absent",
        "breaking  structures.risk_item basic.rules: a new rule: `userreq_ip` is required when `openid` is present",
    ] back [
        "additive  structures.risk_item basic.rules: a rule is gone: `userreq_ip` is required when `openid` is present",
        "breaking  structures.risk_item basic.rules: a new rule: `userreq_ip` is required when `openid` is absent",
    ]
    words_about_a_structure_are_text {
        SHARING, "\"title\": \"Split of an order\",\n  \"description\": \"Who gets what.\"," => "\"title\": \"Split\",\n  \"notes\": [\"x\"],";
        SHARING, "\"title\": \"One payee\"" => "\"title\": \"A payee\", \"description\": \"x\", \"notes\": [\"x\"]";
    } there [
        "text      structures.sharing_data: the title differs",
        "text      structures.sharing_data: the description differs",
        "text      structures.sharing_data entry: the title differs",
        "text      structures.sharing_data entry: the description differs",
        "text      structures.sharing_data entry: the notes differ",
        "text      structures.sharing_data: the notes differ",
    ] back [
        "text      structures.sharing_data: the title differs",
        "text      structures.sharing_data: the description differs",
        "text      structures.sharing_data entry: the title differs",
        "text      structures.sharing_data entry: the description differs",
        "text      structures.sharing_data entry: the notes differ",
        "text      structures.sharing_data: the notes differ",
    ]
    separators_and_the_order_of_values_are_fixed {
        SHARING, "\"field_separator\": \"^\"" => "\"field_separator\": \"~\"";
        SHARING, "\"max_entries\": 3" => "\"max_entries\": 2";
        SHARING, "\"Sharing_account\": { \"required\": \"yes\" },\n        \"Sharing_amount\": { \"required\": \"yes\", \"rename\": \"share\" }" => "\"Sharing_amount\": { \"required\": \"yes\", \"rename\": \"share\" },\n        \"Sharing_account\": { \"required\": \"yes\" }";
    } there [
        "breaking  structures.sharing_data: values separated by `^` and `|` becomes values separated by `~` and `|`",
        "breaking  structures.sharing_data: the most entries 3 becomes 2",
        "breaking  structures.sharing_data entry: the order `Sharing_account` and `Sharing_amount` becomes `Sharing_amount` and `Sharing_account`",
    ] back [
        "breaking  structures.sharing_data: values separated by `~` and `|` becomes values separated by `^` and `|`",
        "additive  structures.sharing_data: the most entries 2 becomes 3",
        "breaking  structures.sharing_data entry: the order `Sharing_amount` and `Sharing_account` becomes `Sharing_account` and `Sharing_amount`",
    ]
    an_encoding_is_fixed {
        AGREEMENTS, "\"json_list\"" => "\"json_object\"";
        APPLY, "\"token\": \"t_1\", \"agreement_list\": []" => "\"token\": \"t_1\"";
    } there [
        "text      aggregate.apply: the samples differ",
        "breaking  structures.agreement_list: a JSON array becomes a JSON object",
    ] back [
        "text      aggregate.apply: the samples differ",
        "breaking  structures.agreement_list: a JSON object becomes a JSON array",
    ]
    a_code_that_requests_carry_is_missed_and_a_new_one_is_additive {
        LISTS, "\"I\": { \"name\": \"wechat_qr\", \"meaning\": \"WeChat QR code\" }," => "";
    } there [
        "breaking  code_lists.pay_type.I: the code is gone: requests with it are refused",
    ] back [
        "additive  code_lists.pay_type.I: a new code",
    ]
    a_code_that_nothing_carries_is_missed_as_a_variant {
        LISTS, "\"charset\": {" => "\"unused\": { \"title\": \"Unused\", \"codes\": { \"1\": { \"name\": \"one\", \"meaning\": \"One\" } } },\n    \"charset\": {";
    } there [
        "additive  code_lists.unused: a new code list",
    ] back [
        "breaking  code_lists.unused: the code list is gone, and its Rust type with it",
    ]
    what_a_state_means_is_fixed {
        LISTS, "\"means\": \"open\"" => "\"means\": \"pending\"";
        LISTS, "\"means_for\": { \"aggregate.refund\": { \"means\": \"pending\" } }" => "\"note\": \"x\"";
    } there [
        "breaking  code_lists.result_pay.WAITING: the state `open`, not final becomes `pending`, not final",
        "text      code_lists.result_pay.CLOSED: the note differs",
        "breaking  code_lists.result_pay.CLOSED: the state `failed`, final, `pending` for `aggregate.refund` becomes `failed`, final",
    ] back [
        "breaking  code_lists.result_pay.WAITING: the state `pending`, not final becomes `open`, not final",
        "text      code_lists.result_pay.CLOSED: the note differs",
        "breaking  code_lists.result_pay.CLOSED: the state `failed`, final becomes `failed`, final, `pending` for `aggregate.refund`",
    ]
    the_name_of_a_code_is_fixed {
        LISTS, "\"name\": \"alipay_qr\"" => "\"name\": \"alipay_code\"";
    } there [
        "breaking  code_lists.pay_type.L: the name `alipay_qr` becomes `alipay_code`",
    ] back [
        "breaking  code_lists.pay_type.L: the name `alipay_code` becomes `alipay_qr`",
    ]
    the_type_of_a_code_list_is_fixed {
        LISTS, "\"type\": \"Method\"" => "\"type\": \"PayMethod\"";
    } there [
        "breaking  code_lists.pay_type: the Rust type `Method` becomes `PayMethod`",
    ] back [
        "breaking  code_lists.pay_type: the Rust type `PayMethod` becomes `Method`",
    ]
    words_about_codes_are_text {
        LISTS, "\"title\": \"Payment methods\",\n      \"note\": \"As of 2019.\"" => "\"title\": \"Methods\"";
        LISTS, "\"meaning\": \"Alipay QR code\", \"note\": \"Most used.\"" => "\"meaning\": \"Alipay\"";
    } there [
        "text      code_lists.pay_type: the title differs",
        "text      code_lists.pay_type: the note differs",
        "text      code_lists.pay_type.L: the meaning differs",
        "text      code_lists.pay_type.L: the note differs",
    ] back [
        "text      code_lists.pay_type: the title differs",
        "text      code_lists.pay_type: the note differs",
        "text      code_lists.pay_type.L: the meaning differs",
        "text      code_lists.pay_type.L: the note differs",
    ]
    a_return_code_is_additive_and_its_absence_breaks {
        RETURNS, "\"1001\": {" => "\"1002\": { \"label\": \"no_money\", \"meaning\": \"x\", \"class\": \"declined\", \"outcome\": \"final_failure\", \"retry\": \"no\" },\n    \"1001\": {";
    } there [
        "additive  return_codes.1002: a new return code",
    ] back [
        "breaking  return_codes.1002: the return code is gone: it is unknown now",
    ]
    what_a_return_code_tells_a_program_is_fixed {
        RETURNS, "\"label\": \"bad_signature\",\n      \"meaning\": \"The signature is wrong\",\n      \"class\": \"auth\",\n      \"outcome\": \"not_executed\",\n      \"retry\": \"new_request\"" => "\"label\": \"wrong_signature\",\n      \"meaning\": \"It is wrong\",\n      \"class\": \"risk\",\n      \"outcome\": \"unknown_query_first\",\n      \"retry\": \"no\"";
    } there [
        "breaking  return_codes.1001: the label `bad_signature` becomes `wrong_signature`",
        "breaking  return_codes.1001: the class `auth` becomes `risk`",
        "breaking  return_codes.1001: the outcome `not_executed` becomes `unknown_query_first`",
        "breaking  return_codes.1001: the retry `new_request` becomes `no`",
        "text      return_codes.1001: the meaning differs",
    ] back [
        "breaking  return_codes.1001: the label `wrong_signature` becomes `bad_signature`",
        "breaking  return_codes.1001: the class `risk` becomes `auth`",
        "breaking  return_codes.1001: the outcome `unknown_query_first` becomes `not_executed`",
        "breaking  return_codes.1001: the retry `no` becomes `new_request`",
        "text      return_codes.1001: the meaning differs",
    ]
    a_meaning_of_a_product_counts_by_what_it_changes {
        RETURNS, "\"by_product\": {\n        \"instant\": { \"label\": \"bad_merchant\", \"meaning\": \"No such merchant\", \"class\": \"config\", \"outcome\": \"not_executed\", \"retry\": \"no\" }\n      }," => "";
    } there [
        "breaking  return_codes.1001.instant: a meaning of its own is gone",
        "breaking  return_codes.1001.instant: the label `bad_merchant` becomes `bad_signature`",
        "breaking  return_codes.1001.instant: the class `config` becomes `auth`",
        "breaking  return_codes.1001.instant: the retry `no` becomes `new_request`",
    ] back [
        "additive  return_codes.1001.instant: a meaning of its own is new",
        "breaking  return_codes.1001.instant: the label `bad_signature` becomes `bad_merchant`",
        "breaking  return_codes.1001.instant: the class `auth` becomes `config`",
        "breaking  return_codes.1001.instant: the retry `new_request` becomes `no`",
    ]
    a_meaning_of_a_product_is_compared {
        RETURNS, "\"meaning\": \"No such merchant\", \"class\": \"config\", \"outcome\": \"not_executed\", \"retry\": \"no\"" => "\"meaning\": \"Unknown merchant\", \"zh\": \"x\", \"class\": \"config\", \"outcome\": \"final_failure\", \"retry\": \"no\"";
    } there [
        "breaking  return_codes.1001.instant: the outcome `not_executed` becomes `final_failure`",
        "text      return_codes.1001.instant: the meaning differs",
        "text      return_codes.1001.instant: the Chinese text differs",
    ] back [
        "breaking  return_codes.1001.instant: the outcome `final_failure` becomes `not_executed`",
        "text      return_codes.1001.instant: the meaning differs",
        "text      return_codes.1001.instant: the Chinese text differs",
    ]
    further_meanings_are_compared {
        RETURNS, "{ \"label\": \"bad_key\", \"meaning\": \"The key is wrong\", \"note\": \"Older.\" }" => "{ \"label\": \"bad_key\", \"meaning\": \"Wrong key\", \"zh\": \"x\" }, { \"label\": \"no_key\", \"meaning\": \"No key\" }";
        RETURNS, "\"zh\": \"交易成功\", " => "\"note\": \"x\", ";
    } there [
        "text      return_codes.0000: the Chinese text differs",
        "text      return_codes.0000: the note differs",
        "text      return_codes.1001.bad_key: the meaning differs",
        "text      return_codes.1001.bad_key: the Chinese text differs",
        "text      return_codes.1001.bad_key: the note differs",
        "additive  return_codes.1001: the further meaning `no_key` is new",
    ] back [
        "text      return_codes.0000: the Chinese text differs",
        "text      return_codes.0000: the note differs",
        "text      return_codes.1001.bad_key: the meaning differs",
        "text      return_codes.1001.bad_key: the Chinese text differs",
        "text      return_codes.1001.bad_key: the note differs",
        "text      return_codes.1001: the further meaning `no_key` is gone",
    ]
}
