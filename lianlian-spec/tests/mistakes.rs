//! Every kind of mistake, in one line and drawn: each is one change to a good spec, and is found once.
#![cfg(feature = "diagnostics")]
#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

mod common;

use common::load_patched;

const GATEWAY: &str = "gateway.json";
const FIELDS: &str = "fields.json";
const LISTS: &str = "code_lists.json";
const RETURNS: &str = "return_codes.json";
const RISK: &str = "structures/risk_item.json";
const SHARING: &str = "structures/sharing_data.json";
const PAY: &str = "aggregate/direct_pay.json";
const QUERY: &str = "aggregate/query.json";
const NOTICE: &str = "aggregate/async_notification.json";
const APPLY: &str = "aggregate/apply.json";
const VERIFY: &str = "aggregate/verify.json";
const REFUND: &str = "aggregate/refund.json";
const WEB: &str = "aggregate/web_pay.json";
const AGREEMENTS: &str = "structures/agreement_list.json";
const BANKS: &str = "banks.json";
const ADDRESSES: &str = "notification_addresses.json";

/// Both forms of the mistakes, after checking how many there are.
#[track_caller]
fn shown(count: usize, patches: &[(&str, &str, &str)]) -> String {
    let mistakes = load_patched(patches).err().unwrap_or_else(|| panic!("nothing was found wrong"));
    assert_eq!(mistakes.len(), count, "\n{mistakes}");
    let drawn = mistakes.render(false);
    let drawn: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    format!("{mistakes}\n\n{}", drawn.join("\n"))
}

/// Compares with the snapshot of this name; how the text was made is no part of it.
fn compare(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

macro_rules! found {
    ($( $name:ident { $( $path:ident, $from:literal => $to:literal; )+ } )*) => {
        $(
            #[test]
            fn $name() {
                compare(stringify!($name), &shown(1, &[$(($path, $from, $to)),+]));
            }
        )*
    };
}

found! {
    // JSON
    bad_json_is_shown_where_it_stops_being_json {
        PAY, "\"sign_types\": [\"RSA\"]," => "\"sign_types\": [\"RSA\",],";
    }
    a_comment_is_not_json {
        QUERY, "\"title\": \"Ask" => "// \"title\": \"Ask";
    }
    a_line_break_in_a_string_is_not_json {
        QUERY, "what became of an order\"," => "what became of an order,";
    }
    a_broken_file_takes_no_reference_to_it_along {
        QUERY, "\"id\":" => "\"id\"";
    }
    a_broken_dictionary_takes_no_use_along {
        FIELDS, "\"fields\": {" => "\"fields\": [";
    }
    a_broken_gateway_file_takes_no_reference_along {
        GATEWAY, "\"hosts\": {" => "\"hosts\": [";
    }
    a_broken_code_list_file_takes_no_reference_along {
        LISTS, "\"lists\": {" => "\"lists\": (";
    }
    a_broken_structure_takes_no_reference_along {
        RISK, "\"id\": \"risk_item\"," => "";
        RISK, "\"encoding\": {" => "\"encoding\": ";
    }
    a_duplicate_key_shows_both {
        PAY, "\"host\": \"wallet\"," => "\"host\": \"wallet\",\n  \"title\": \"Again\",";
    }
    deep_nesting_is_refused {
        QUERY, "\"sign_types\": [" => "\"sign_types\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[";
    }

    // Shape
    an_unknown_key_offers_the_nearest_free_one_and_is_not_missing_too {
        PAY, "\"transport\":" => "\"trasport\":";
    }
    an_unknown_key_far_from_all_lists_them {
        GATEWAY, "\"request\": { \"content_type\"" => "\"request\": { \"colour\": 1, \"content_type\"";
    }
    a_missing_key_is_shown_at_the_object_that_lacks_it {
        GATEWAY, "\"answer_seconds\": 5," => "";
    }
    a_dictionary_entry_needs_a_meaning {
        FIELDS, "\"meaning\": \"Goods\" }" => "\"note\": \"Goods\" }";
    }
    a_value_of_the_wrong_type_says_what_is_expected {
        FIELDS, "\"max_len\": 40," => "\"max_len\": \"40\",";
    }
    an_object_in_place_of_a_list_is_one_mistake {
        QUERY, "\"sign_types\": [\"RSA\", \"SHA256withRSA\"]" => "\"sign_types\": {}";
    }
    a_number_out_of_bounds_says_the_bounds {
        FIELDS, "\"max_len\": 40," => "\"max_len\": -1,";
    }
    an_empty_string_is_refused {
        PAY, "\"title\": \"Start a payment\"" => "\"title\": \" \"";
    }
    an_unknown_word_offers_the_nearest {
        PAY, "\"transport\": \"json_post\"" => "\"transport\": \"jsn_post\"";
    }
    an_unknown_word_far_from_all_lists_them {
        PAY, "\"unsigned\": \"maybe\"" => "\"unsigned\": \"who knows\"";
    }
    an_unknown_kind_of_rule_offers_the_nearest {
        QUERY, "\"one_of\"" => "\"on_of\"";
    }
    a_rule_without_a_kind_lists_the_kinds {
        QUERY, "\"kind\": \"one_of\"," => "";
    }
    a_condition_without_its_key_lists_the_choices {
        PAY, "{ \"contract\": \"verified_payment\" }" => "{}";
    }
    an_attribute_of_uses_is_unknown_to_the_dictionary {
        FIELDS, "\"meaning\": \"Its text\"," => "\"meaning\": \"Its text\", \"fixed\": \"ok\",";
    }

    // References
    an_unknown_field_offers_the_nearest {
        QUERY, "\"settle_date\": {}" => "\"setle_date\": { \"max_len\": 8 }";
        QUERY, ", \"settle_date\": \"20261122\"" => "";
    }
    an_unknown_code_list_offers_the_nearest {
        FIELDS, "\"codes\": \"pay_type\"" => "\"codes\": \"pay_typ\"";
    }
    an_unknown_structure_offers_the_nearest {
        FIELDS, "\"structure\": \"sharing_data\"" => "\"structure\": \"shareing_data\"";
    }
    an_unknown_operation_offers_the_nearest {
        PAY, "[\"aggregate.query\"]" => "[\"aggregate.qery\"]";
    }
    an_unknown_host_offers_the_nearest {
        PAY, "\"host\": \"wallet\"" => "\"host\": \"walet\"";
    }
    an_unknown_product_tells_where_products_are {
        PAY, "\"also_used_by\": [\"instant\"]" => "\"also_used_by\": [\"teleport\"]";
    }
    an_unknown_product_of_a_return_code_offers_the_nearest {
        RETURNS, "\"instant\": {" => "\"instnat\": {";
    }
    an_unknown_contract_offers_the_nearest {
        PAY, "\"contract\": \"verified_payment\"" => "\"contract\": \"verified_payments\"";
    }
    an_unknown_sign_type_offers_the_nearest {
        QUERY, "\"SHA256withRSA\"]" => "\"SHA256wihRSA\"]";
    }
    an_unknown_destination_offers_the_nearest {
        NOTICE, "\"destination\": \"notify_url\"" => "\"destination\": \"notfy_url\"";
    }
    an_unknown_field_of_an_event_offers_the_nearest {
        GATEWAY, "\"text/json;charset=utf-8\"" => "\"text/json;charset=utf-8\", \"event\": [\"no_oder\"]";
    }
    an_unknown_field_of_the_order_identity_offers_the_nearest {
        GATEWAY, "\"no_order\"]" => "\"no_oder\"]";
    }

    // Limits of the gateway
    a_limit_of_nothing_is_a_mistake {
        GATEWAY, "\"confirm_tries\": 6" => "\"confirm_tries\": 0";
    }
    a_trial_allows_no_more_for_a_payment_than_in_a_day {
        GATEWAY, "\"trial_payment_yuan\": 50" => "\"trial_payment_yuan\": 61";
    }
    a_trial_allows_no_more_in_a_day_than_in_a_month {
        GATEWAY, "\"trial_day_yuan\": 60" => "\"trial_day_yuan\": 71";
    }
    a_trial_that_allows_nothing_in_a_month_is_one_mistake {
        GATEWAY, "\"trial_month_yuan\": 70" => "\"trial_month_yuan\": 0";
    }
    a_missing_limit_is_shown {
        GATEWAY, "\"refund_months\": 5," => "";
    }

    a_published_key_is_named_by_a_digest_only {
        GATEWAY, "\"circumstances\": {" => "\"published_keys\": { \"MIICdwIBADANBgkq\": { \"kind\": \"merchant_key\", \"seen\": \"A demo\" } },\n  \"circumstances\": {";
    }

    // Rules
    a_rule_naming_an_unknown_field_offers_the_nearest {
        PAY, "[\"col_userid\", \"col_oidpartner\"]" => "[\"col_userid\", \"col_oidparnter\"]";
    }
    a_condition_naming_an_unknown_field_offers_the_nearest {
        PAY, "{ \"field\": \"pay_type\", \"in\": [\"W\"] }" => "{ \"field\": \"paytype\", \"in\": [\"W\"] }";
    }
    a_condition_with_an_unknown_code_lists_the_codes {
        PAY, "\"in\": [\"W\"]" => "\"in\": [\"W\", \"Y\"]";
    }
    a_rule_of_a_group_naming_a_field_of_the_operation_is_shown {
        RISK, "\"field\": \"userreq_ip\"" => "\"field\": \"id_no\"";
    }
    a_rule_between_one_field_is_refused {
        QUERY, "[\"no_order\", \"col_userid\"]" => "[\"no_order\"]";
    }
    a_rule_naming_a_field_twice_is_refused {
        QUERY, "[\"no_order\", \"col_userid\"]" => "[\"no_order\", \"no_order\"]";
    }
    a_clock_rule_needs_a_time {
        PAY, "\"field\": \"timestamp\"" => "\"field\": \"no_order\"";
    }
    an_unknown_field_is_not_reported_again_by_a_rule_that_names_it {
        QUERY, "\"col_userid\": {}," => "\"col_userids\": {},";
        QUERY, "[\"no_order\", \"col_userid\"]" => "[\"no_order\", \"col_userids\"]";
    }

    a_misspelt_field_is_not_reported_again_by_what_spells_it_right {
        PAY, "\"col_userid\": { \"max_len\": 16 }" => "\"col_useird\": { \"max_len\": 16 }";
    }

    // Lengths, ranges, values
    a_least_length_above_the_most_is_impossible {
        FIELDS, "\"min_len\": 2" => "\"min_len\": 64";
        PAY, "\"col_userid\": { \"max_len\": 16 }" => "\"col_userid\": {}";
    }
    a_use_that_contradicts_the_dictionary_is_blamed {
        FIELDS, "\"min_len\": 2" => "\"min_len\": 17";
    }
    a_length_outside_the_limits_is_impossible {
        FIELDS, "\"lengths\": [15, 18]" => "\"lengths\": [15, 18, 20], \"max_len\": 18";
    }
    a_length_of_zero_is_impossible {
        FIELDS, "\"max_len\": 128" => "\"max_len\": 0";
    }
    a_time_too_short_for_a_time_is_impossible {
        FIELDS, "\"type\": \"date\"" => "\"type\": \"date\", \"max_len\": 6";
    }
    a_range_that_ends_before_it_starts_is_impossible {
        FIELDS, "\"min\": \"0.01\"" => "\"min\": \"200000000.00\"";
    }
    a_range_needs_numbers {
        FIELDS, "\"min\": \"0.01\"" => "\"min\": \"a fen\"";
    }
    a_range_of_a_text_is_refused {
        FIELDS, "\"meaning\": \"Its text\"," => "\"meaning\": \"Its text\", \"range\": { \"min\": \"1\", \"max\": \"2\" },";
    }
    a_use_that_gives_a_ranged_field_another_kind_is_blamed {
        PAY, "\"note\": \"In yuan.\"" => "\"type\": \"digits\"";
        PAY, "\"money_order\": \"210.97\"" => "\"money_order\": \"21097\"";
    }
    two_kinds_at_one_place_are_refused {
        FIELDS, "\"codes\": \"pay_type\"" => "\"type\": \"digits\", \"codes\": \"pay_type\"";
    }
    a_fixed_value_must_be_of_the_kind {
        PAY, "\"dt_order\": { \"required\": \"yes\" }" => "\"dt_order\": { \"required\": \"yes\", \"fixed\": \"20261322000000\" }";
    }
    a_default_must_be_a_code_of_the_list {
        NOTICE, "\"pay_type\": {}" => "\"pay_type\": { \"default\": \"Z\" }";
    }
    a_forbidden_character_is_one_character {
        FIELDS, "[\"<\", \">\"]" => "[\"<>\"]";
    }
    a_fixed_field_has_no_default {
        PAY, "{ \"fixed\": \"goods\" }" => "{ \"fixed\": \"goods\", \"default\": \"goods\" }";
    }

    // Ids, names, types
    two_operations_of_one_id_show_the_first {
        QUERY, "\"id\": \"aggregate.query\"" => "\"id\": \"aggregate.direct_pay\"";
    }
    two_structures_of_one_id_show_the_first {
        SHARING, "\"id\": \"sharing_data\"" => "\"id\": \"risk_item\"";
    }
    an_id_that_is_not_the_files_says_what_it_should_be {
        QUERY, "\"id\": \"aggregate.query\"" => "\"id\": \"aggregate.order_query\"";
    }
    two_fields_of_one_rust_name_are_shown {
        PAY, "\"payLoad\": { \"unsigned\"" => "\"pay_load\": {}, \"payLoad\": { \"unsigned\"";
    }
    a_bad_rust_name_is_refused {
        SHARING, "\"rename\": \"share\"" => "\"rename\": \"Share\"";
    }
    a_wire_name_that_makes_no_rust_name_needs_another {
        FIELDS, "\"settle_date\":" => "\"3d_secure\": { \"meaning\": \"x\" }, \"settle_date\":";
    }
    a_type_that_would_hide_one_of_rusts_own_is_refused {
        QUERY, "\"type\": \"OrderQuery\"" => "\"type\": \"Option\"";
    }
    a_code_called_unknown_would_be_two_variants {
        LISTS, "\"name\": \"wechat_qr\"" => "\"name\": \"unknown\"";
    }
    a_field_called_like_a_method_of_its_builder_wants_another_name {
        SHARING, "\"rename\": \"share\"" => "\"rename\": \"build\"";
    }
    a_bad_type_name_is_refused {
        LISTS, "\"type\": \"Method\"" => "\"type\": \"method\"";
    }
    two_types_of_one_name_in_a_product_are_shown {
        QUERY, "\"type\": \"OrderQuery\"" => "\"type\": \"DirectPayReply\"";
    }
    an_operation_named_like_a_code_list_it_uses_is_shown {
        PAY, "\"title\": \"Start a payment\"" => "\"title\": \"Start a payment\", \"type\": \"Method\"";
    }
    two_codes_of_one_name_are_shown {
        LISTS, "\"name\": \"alipay_qr\"" => "\"name\": \"wechat_qr\"";
    }
    a_code_name_is_in_snake_case {
        LISTS, "\"name\": \"alipay_qr\"" => "\"name\": \"alipay-qr\"";
    }
    a_return_code_label_is_in_snake_case {
        RETURNS, "\"label\": \"bad_key\"" => "\"label\": \"Bad key\"";
    }

    // Places and addresses
    a_host_has_no_path {
        GATEWAY, "https://wallet.example" => "https://wallet.example/";
    }
    a_path_begins_with_a_slash {
        QUERY, "\"/query.htm\"" => "\"query.htm\"";
    }
    a_call_needs_a_path {
        QUERY, "\"path\": \"/query.htm\"," => "";
    }
    a_notification_has_no_host {
        NOTICE, "\"destination\":" => "\"host\": \"wallet\",\n  \"destination\":";
    }
    entries_and_fields_have_different_separators {
        SHARING, "\"entry_separator\": \"|\"" => "\"entry_separator\": \"^\"";
    }
    a_separator_is_one_character {
        SHARING, "\"entry_separator\": \"|\"" => "\"entry_separator\": \"||\"";
    }
    a_separated_structure_has_one_group {
        SHARING, "\"groups\": {" => "\"groups\": {\n    \"other\": { \"title\": \"Other\", \"fields\": {} },";
    }

    // Samples
    a_sample_with_an_unknown_member_offers_the_nearest {
        PAY, "\"name_goods\": \"羽毛球\"" => "\"name_goods\": \"羽毛球\", \"info_order\": \"x\"";
    }
    a_misspelt_member_of_a_sample_is_not_missing_as_well {
        PAY, "\"money_order\": \"210.97\"" => "\"money_ordr\": \"210.97\"";
    }
    a_misspelt_member_of_a_sample_breaks_no_rule_as_well {
        QUERY, "\"request\": { \"no_order\": \"1\" }" => "\"request\": { \"no_oder\": \"1\" }";
    }
    a_sample_without_a_required_field_is_shown {
        PAY, "\"money_order\": \"210.97\"," => "";
    }
    a_sample_too_long_counts_characters {
        PAY, "\"col_userid\": \"u1\"" => "\"col_userid\": \"连连连连连连连连连连连连连连连连连\"";
    }
    a_sample_too_short_is_shown {
        PAY, "\"col_userid\": \"u1\"" => "\"col_userid\": \"u\"";
    }
    a_sample_of_none_of_the_lengths_is_shown {
        PAY, "330100199001011234" => "3301001990010112";
    }
    a_sample_date_must_exist {
        QUERY, "\"settle_date\": \"20261122\"" => "\"settle_date\": \"20260230\"";
    }
    a_sample_time_must_exist {
        PAY, "20261122101500" => "20261122106000";
    }
    a_sample_amount_has_two_decimals {
        PAY, "\"210.97\"" => "\"210.9\"";
    }
    a_sample_amount_must_be_in_range {
        PAY, "\"210.97\"" => "\"0.00\"";
    }
    a_sample_number_must_be_in_range {
        PAY, "\"valid_order\": 30" => "\"valid_order\": 10081";
    }
    a_sample_number_is_for_whole_numbers_only {
        PAY, "\"210.97\"" => "210.97";
    }
    a_sample_whole_number_is_not_a_boolean {
        PAY, "\"valid_order\": 30" => "\"valid_order\": true";
    }
    a_sample_code_must_be_in_the_list {
        PAY, "\"pay_type\": \"L\"" => "\"pay_type\": \"Y\"";
    }
    a_sample_address_has_underscores {
        PAY, "122_224_25_3" => "122.224.25.3";
    }
    a_sample_must_not_contain_a_forbidden_character {
        PAY, "\"name_goods\": \"羽毛球\"" => "\"name_goods\": \"<b>\"";
    }
    a_sample_structure_is_a_json_object {
        PAY, "\"{\\\"goods_name\\\":\\\"羽毛球\\\"}\"" => "\"{\\\"goods_name\\\":}\"";
    }
    a_sample_structure_has_at_most_so_many_entries {
        PAY, "u1^1.00|u2^2.00" => "u1^1.00|u2^2.00|u3^3.00|u4^4.00";
    }
    a_sample_of_a_fixed_field_has_the_fixed_value {
        NOTICE, "\"reply\": { \"ret_code\": \"0000\", \"ret_msg\": \"ok\" }" => "\"reply\": { \"ret_code\": \"0000\", \"ret_msg\": \"OK\" }";
    }
    a_sample_reply_without_a_required_field_is_shown {
        PAY, "\"ret_msg\": \"交易成功\", " => "";
    }
    a_sample_with_both_exclusive_fields_breaks_the_rule {
        PAY, "\"col_userid\": \"u1\"" => "\"col_userid\": \"u1\", \"col_oidpartner\": \"1\"";
    }
    a_sample_with_none_of_the_fields_breaks_the_rule {
        QUERY, "\"request\": { \"no_order\": \"1\" }" => "\"request\": {}";
    }
    a_sample_without_a_conditionally_required_field_breaks_the_rule {
        PAY, "\"pay_type\": \"L\"" => "\"pay_type\": \"W\"";
    }
    a_sample_with_half_of_what_goes_together_breaks_the_rule {
        PAY, "{ \"kind\": \"max_clock_skew\", \"field\": \"timestamp\", \"minutes\": 30 }"
            => "{ \"kind\": \"requires_together\", \"fields\": [\"col_userid\", \"col_oidpartner\"] }";
    }
    a_sample_with_different_values_breaks_an_equality {
        PAY, "{ \"kind\": \"max_clock_skew\", \"field\": \"timestamp\", \"minutes\": 30 }"
            => "{ \"kind\": \"equal\", \"fields\": [\"no_order\", \"col_userid\"] }";
    }

    // Conditions of `when`
    a_condition_with_an_unknown_circumstance_offers_the_nearest {
        APPLY, "and sms_flow" => "and sms_flw";
    }
    a_condition_with_an_unknown_circumstance_tells_where_they_are {
        APPLY, "and sms_flow" => "and moonlight";
    }
    a_condition_of_a_field_that_is_nowhere_offers_the_nearest {
        APPLY, "ret_code in 0000,8888 and" => "ret_cod in 0000,8888 and";
    }
    a_condition_with_a_value_the_field_cannot_have_is_shown {
        APPLY, "\"ret_code in 0000,8888 and sms_flow\"" => "\"pay_type=L or pay_type=Z\"";
    }
    a_condition_with_nothing_after_its_joint_is_shown {
        APPLY, "and sms_flow\"" => "and \"";
    }
    a_circumstance_is_in_snake_case {
        GATEWAY, "\"order_created\": {" => "\"orderKnown\": { \"meaning\": \"x\" }, \"order_created\": {";
    }

    // Tables
    a_code_of_a_bank_has_eight_digits {
        BANKS, "\"01030000\"" => "\"0103000\"";
    }
    addresses_of_an_unknown_edition_are_shown {
        ADDRESSES, "\"2018\"" => "\"2017\"";
    }
    an_address_is_four_numbers {
        ADDRESSES, "203.0.113.7" => "203.0.113.256";
    }
    a_range_of_addresses_that_ends_before_it_begins_is_shown {
        ADDRESSES, "203.0.113.31" => "203.0.113.3";
    }

    // What follows an operation
    an_unknown_follower_offers_the_nearest {
        APPLY, "{ \"operation\": \"aggregate.verify\" }" => "{ \"operation\": \"aggregate.verfy\" }";
    }
    a_follower_on_a_condition_that_names_no_field_offers_the_nearest {
        APPLY, "\"if\": { \"field\": \"pay_type\"" => "\"if\": { \"field\": \"paytype\"";
    }
    a_follower_on_a_code_that_is_not_in_the_list_is_shown {
        APPLY, "[\"L\", \"W\"]" => "[\"L\", \"X\"]";
    }
    a_call_is_no_notification {
        WEB, "[\"aggregate.web_return\"]" => "[\"aggregate.refund\"]";
    }
    what_a_browser_posts_has_no_steps {
        REFUND, "\"rules\": [" => "\"steps\": [{ \"name\": \"more\", \"title\": \"x\", \"or_present\": \"x\", \"operation\": \"aggregate.query\", \"from_reply\": [\"x\"] }],\n  \"reply\": { \"x\": {} },\n  \"rules\": [";
        FIELDS, "\"token\": {" => "\"x\": { \"meaning\": \"x\" },\n    \"token\": {";
        QUERY, "\"no_order\": {}," => "\"no_order\": {}, \"x\": {},";
    }
    a_step_is_in_snake_case {
        APPLY, "\"name\": \"sms_code\"" => "\"name\": \"SMS code\"";
    }
    a_step_cannot_be_called_done {
        APPLY, "\"name\": \"sms_code\"" => "\"name\": \"done\"";
    }
    two_steps_of_one_name_are_shown {
        APPLY, "\"steps\": [" => "\"steps\": [\n    { \"name\": \"sms_code\", \"title\": \"x\", \"codes\": [\"4002\"], \"operation\": \"aggregate.verify\", \"from_reply\": [\"token\"] },";
    }
    a_step_that_becomes_the_type_of_another_operation_is_shown {
        QUERY, "\"type\": \"OrderQuery\"" => "\"type\": \"ApplySmsCode\"";
    }
    an_answer_that_becomes_the_type_of_another_operation_is_shown {
        QUERY, "\"type\": \"OrderQuery\"" => "\"type\": \"ApplyAnswer\"";
    }
    a_step_that_nothing_leads_to_is_shown {
        APPLY, "\"codes\": [\"8888\"],\n      \"or_present\": \"token\"," => "";
    }
    a_code_that_asks_for_two_steps_is_shown {
        APPLY, "\"steps\": [" => "\"steps\": [\n    { \"name\": \"confirm\", \"title\": \"x\", \"codes\": [\"8888\"], \"operation\": \"aggregate.verify\", \"from_reply\": [\"token\"] },";
    }
    a_step_on_a_code_that_a_reply_cannot_have_is_shown {
        APPLY, "\"codes\": [\"8888\"]" => "\"codes\": [\"88888\"]";
    }
    a_step_on_a_field_that_the_reply_lacks_offers_the_nearest {
        APPLY, "\"or_present\": \"token\"" => "\"or_present\": \"tokn\"";
    }
    a_step_to_an_unknown_operation_offers_the_nearest {
        APPLY, "\"operation\": \"aggregate.verify\",\n      \"from_reply\"" => "\"operation\": \"agregate.verify\",\n      \"from_reply\"";
    }
    a_step_from_a_field_that_the_reply_lacks_is_shown {
        APPLY, "\"from_reply\": [\"token\"]" => "\"from_reply\": [\"token\", \"openid\"]";
    }
    a_step_from_a_field_that_the_request_lacks_offers_the_nearest {
        APPLY, "\"from_request\": [\"no_order\", \"money_order\"]" => "\"from_request\": [\"no_oder\", \"money_order\"]";
    }
    a_step_to_an_operation_that_lacks_the_field_is_shown {
        VERIFY, "\"token\": { \"required\": \"yes\" }," => "";
    }
    a_step_cannot_fill_in_what_is_fixed {
        APPLY, "\"from_request\": [\"no_order\", \"money_order\"]" => "\"from_request\": [\"no_order\", \"money_order\", \"pay_type\"]";
    }
    a_step_cannot_fill_in_what_the_client_fills_in {
        APPLY, "\"from_request\": [\"no_order\", \"money_order\"]" => "\"from_request\": [\"no_order\", \"money_order\", \"sign\"]";
    }
    a_step_cannot_turn_one_kind_of_value_into_another {
        VERIFY, "\"money_order\": { \"required\": \"yes\" }" => "\"money_order\": { \"required\": \"yes\", \"type\": \"digits\" }";
        FIELDS, "\"type\": \"amount\", \"range\": { \"min\": \"0.01\", \"max\": \"100000000.00\" }" => "\"type\": \"amount\"";
    }
    a_step_cannot_fill_in_a_required_field_from_what_may_be_absent {
        APPLY, "\"from_request\": [\"no_order\", \"money_order\"]" => "\"from_request\": [\"no_order\", \"money_order\", \"openid\"]";
        VERIFY, "\"openid\": {}" => "\"openid\": { \"required\": \"yes\" }";
    }
    a_step_cannot_take_over_what_may_be_unsigned {
        APPLY, "\"token\": { \"when\"" => "\"token\": { \"unsigned\": \"maybe\", \"when\"";
    }
    a_step_takes_a_field_over_once {
        APPLY, "\"from_request\": [\"no_order\", \"money_order\"]" => "\"from_request\": [\"no_order\", \"money_order\", \"no_order\"]";
    }

    // Envelopes and encodings
    an_unknown_field_beside_an_envelope_offers_the_nearest {
        APPLY, "\"beside\": [\"oid_partner\"]" => "\"beside\": [\"oid_patner\"]";
    }
    an_unknown_envelope_offers_the_nearest {
        WEB, "\"field\": \"req_data\"" => "\"field\": \"req_dat\"";
    }
    a_form_of_one_field_needs_an_envelope {
        WEB, "\"envelope\": { \"field\": \"req_data\" }," => "";
    }
    a_plain_post_has_no_envelope {
        VERIFY, "\"path\": \"/verify\"," => "\"path\": \"/verify\",\n  \"envelope\": { \"field\": \"req_data\" },";
    }
    an_encoding_named_by_an_unknown_field_offers_the_nearest {
        REFUND, "\"charset_field\": \"charset_name\"" => "\"charset_field\": \"charset_nam\"";
    }
    an_encoding_is_a_code {
        REFUND, "\"charset_field\": \"charset_name\"" => "\"charset_field\": \"no_order\"";
    }
    only_a_form_has_an_encoding_of_its_own {
        REFUND, "\"transport\": \"form_post\"" => "\"transport\": \"json_post\"";
    }
    a_request_cannot_carry_a_list {
        VERIFY, "\"openid\": {}" => "\"openid\": {}, \"agreement_list\": {}";
    }
    a_list_has_one_group {
        AGREEMENTS, "\"groups\": {" => "\"groups\": {\n    \"other\": { \"title\": \"Other\", \"fields\": {} },";
    }
    a_list_has_no_list_inside {
        AGREEMENTS, "\"title\": \"One card\"," => "\"title\": \"One card\", \"in_list\": \"cards\",";
    }

    // Fields
    an_allowed_character_is_a_character_or_a_range {
        FIELDS, "\"0-9\"" => "\"9-0\"";
    }
    an_alias_that_is_a_field_here_is_shown {
        APPLY, "\"aliases\": [\"tokn\"]" => "\"aliases\": [\"no_order\"]";
    }
    an_alias_of_two_fields_is_shown {
        APPLY, "\"aliases\": [\"tokn\"]" => "\"aliases\": [\"agree_list\"]";
    }
    an_alias_given_twice_is_shown {
        APPLY, "\"aliases\": [\"tokn\"]" => "\"aliases\": [\"tokn\", \"tokn\"]";
    }
    only_an_amount_has_a_currency {
        FIELDS, "\"allowed\": [\"a-z\", \"0-9\", \"_\"]" => "\"allowed\": [\"a-z\", \"0-9\", \"_\"], \"currency\": \"CNY\"";
    }
    a_currency_is_three_capital_letters_or_a_field {
        FIELDS, "\"currency\": \"CNY\"" => "\"currency\": \"yuan\"";
    }
    a_field_that_names_a_currency_stands_beside_the_amount {
        REFUND, "\"charset_name\": {" => "\"amount_total\": {}, \"charset_name\": {";
    }
    an_unknown_edition_of_a_field_offers_the_nearest {
        APPLY, "\"amount_total\": { \"edition\": \"2019\" }" => "\"amount_total\": { \"edition\": \"2010\" }";
    }

    // Rules
    a_rule_of_an_unknown_edition_offers_the_nearest {
        APPLY, "\"card\": \"debit\", \"edition\": \"2018\"" => "\"card\": \"debit\", \"edition\": \"218\"";
    }
    a_rule_for_cards_with_an_unknown_code_lists_the_codes {
        APPLY, "\"in\": [\"L\"], \"card\"" => "\"in\": [\"M\"], \"card\"";
    }
    a_rule_for_an_unknown_kind_of_card_offers_the_nearest {
        APPLY, "\"card\": \"debit\"" => "\"card\": \"debt\"";
    }
    a_rule_with_a_limit_needs_an_amount {
        REFUND, "\"field\": \"money_refund\"" => "\"field\": \"no_order\"";
    }
    a_rule_with_an_unknown_limit_offers_the_nearest {
        REFUND, "\"limit\": \"money_order\"" => "\"limit\": \"money_oder\"";
    }
    a_rule_for_an_unknown_operation_to_follow_offers_the_nearest {
        APPLY, "\"operation\": \"aggregate.verify\", \"hours\"" => "\"operation\": \"aggregate.verfiy\", \"hours\"";
    }

    // Samples of the newer kinds
    a_sample_with_a_character_that_is_not_allowed_is_shown {
        APPLY, "\"t_1\"" => "\"T-1\"";
    }
    a_sample_list_is_an_array {
        APPLY, "\"agreement_list\": []" => "\"agreement_list\": \"{}\"";
    }
    override_means_nothing_in_a_spec {
        QUERY, "\"col_userid\": {}," => "\"col_userid\": { \"override\": true },";
    }

    // What is told about orders
    an_operation_that_something_follows_says_what_a_repetition_does {
        PAY, "  \"repeat\": \"same_order\",\n" => "";
    }
    an_unknown_word_for_a_repetition_lists_them {
        PAY, "\"same_order\"" => "\"whatever\"";
    }
    a_notification_is_not_repeated_by_the_merchant {
        NOTICE, "\"tells\":" => "\"repeat\": \"read\",\n  \"tells\":";
    }
    an_order_without_its_identity_is_not_recognised {
        WEB, "\"never\"" => "\"same_order\"";
    }
    a_query_that_tells_nothing_is_shown {
        QUERY, "\"tells\": {\n    \"state\": \"result_pay\",\n    \"number\": \"no_agree\",\n    \"missing\": [\"1001\"]\n  },\n" => "";
    }
    a_notification_that_tells_nothing_is_shown {
        NOTICE, "  \"tells\": { \"state\": \"result_pay\" },\n" => "";
    }
    a_state_in_a_field_that_the_reply_lacks_offers_the_nearest {
        QUERY, "\"state\": \"result_pay\"" => "\"state\": \"result_pai\"";
    }
    a_state_is_a_code {
        QUERY, "\"state\": \"result_pay\"" => "\"state\": \"no_agree\"";
    }
    a_state_whose_codes_mean_nothing_is_shown {
        NOTICE, "\"state\": \"result_pay\"" => "\"state\": \"pay_type\"";
    }
    an_amount_that_is_none_is_shown {
        QUERY, "\"number\": \"no_agree\"" => "\"number\": \"no_agree\",\n    \"amount\": \"no_agree\"";
    }
    a_day_of_settlement_that_is_none_is_shown {
        QUERY, "\"number\": \"no_agree\"" => "\"number\": \"no_agree\",\n    \"settled\": \"no_agree\"";
    }
    a_return_code_for_what_is_missing_has_to_be_there {
        QUERY, "\"missing\": [\"1001\"]" => "\"missing\": [\"1099\"]";
    }
    a_page_tells_nothing {
        WEB, "\"never\"" => "\"never\",\n  \"tells\": { \"state\": \"no_order\" }";
    }
    a_list_of_states_says_of_each_what_it_means {
        LISTS, "\"meaning\": \"Not paid\", \"means\": \"open\"" => "\"meaning\": \"Not paid\"";
    }
    an_unknown_meaning_lists_them {
        LISTS, "\"means\": \"open\"" => "\"means\": \"perhaps\"";
    }
    what_is_open_is_not_final {
        LISTS, "\"means\": \"open\"" => "\"means\": \"open\", \"final\": true";
    }
    only_a_state_is_final {
        LISTS, "\"meaning\": \"Unicode\"" => "\"meaning\": \"Unicode\", \"final\": true";
    }
    only_a_state_means_something_for_an_operation {
        LISTS, "\"meaning\": \"Unicode\"" => "\"meaning\": \"Unicode\", \"means_for\": { \"aggregate.refund\": { \"means\": \"open\" } }";
    }
    a_meaning_for_an_unknown_operation_offers_the_nearest {
        LISTS, "\"aggregate.refund\": {" => "\"aggregate.refunt\": {";
    }
}

#[test]
fn a_file_in_no_place_of_a_spec_is_shown() {
    compare(
        "a_file_in_no_place_of_a_spec_is_shown",
        &shown(2, &[("notes.json", "", "{}"), ("aggregate/old/pay.json", "", "{}")]),
    );
}

#[test]
fn an_operation_in_a_folder_that_is_no_product_is_shown() {
    let text = r#"{
  "$schema": "s", "id": "agregate.ping", "title": "Ping", "transport": "json_post",
  "host": "wallet", "path": "/ping"
}"#;
    compare(
        "an_operation_in_a_folder_that_is_no_product_is_shown",
        &shown(1, &[("agregate/ping.json", "", text)]),
    );
}

#[test]
fn five_mistakes_in_three_files_are_found_in_one_run() {
    let patches = [
        (PAY, "\"host\": \"wallet\"", "\"host\": \"walet\""),
        (PAY, "\"210.97\"", "\"210.9\""),
        (FIELDS, "\"max_len\": 40,", "\"max_length\": 40,"),
        (QUERY, "\"id\": \"aggregate.query\"", "\"id\": \"aggregate.direct_pay\""),
        (QUERY, "[\"no_order\", \"col_userid\"]", "[\"no_order\", \"col_user\"]"),
    ];
    compare("five_mistakes_in_three_files_are_found_in_one_run", &shown(5, &patches));
}
