//! The gateway as a whole, and tables.

use crate::{ADDRESSES, BANKS, GATEWAY, PAY};

changes! {
    a_host_moves {
        GATEWAY, "\"https://wallet.example\"" => "\"https://purse.example\"";
    } there [
        "breaking  gateway.hosts.wallet: https://wallet.example becomes https://purse.example",
        "breaking  aggregate.apply: https://wallet.example/apply becomes https://purse.example/apply",
        "breaking  aggregate.direct_pay: https://wallet.example/llwalletapi/combinepay.htm becomes https://purse.example/llwalletapi/combinepay.htm",
        "breaking  aggregate.query: https://wallet.example/query.htm becomes https://purse.example/query.htm",
        "breaking  aggregate.refund: https://wallet.example/refund becomes https://purse.example/refund",
        "breaking  aggregate.verify: https://wallet.example/verify becomes https://purse.example/verify",
        "breaking  aggregate.web_pay: https://wallet.example/pay becomes https://purse.example/pay",
    ] back [
        "breaking  gateway.hosts.wallet: https://purse.example becomes https://wallet.example",
        "breaking  aggregate.apply: https://purse.example/apply becomes https://wallet.example/apply",
        "breaking  aggregate.direct_pay: https://purse.example/llwalletapi/combinepay.htm becomes https://wallet.example/llwalletapi/combinepay.htm",
        "breaking  aggregate.query: https://purse.example/query.htm becomes https://wallet.example/query.htm",
        "breaking  aggregate.refund: https://purse.example/refund becomes https://wallet.example/refund",
        "breaking  aggregate.verify: https://purse.example/verify becomes https://wallet.example/verify",
        "breaking  aggregate.web_pay: https://purse.example/pay becomes https://wallet.example/pay",
    ]
    a_host_a_contract_and_more_are_additive_and_missed_only_in_use {
        GATEWAY, "\"hosts\": {" => "\"hosts\": {\n    \"spare\": { \"url\": \"https://spare.example\", \"meaning\": \"x\" },";
        GATEWAY, "\"contracts\": {" => "\"contracts\": {\n    \"spare\": { \"meaning\": \"x\" },";
        GATEWAY, "\"editions\": {" => "\"editions\": {\n    \"2020\": { \"source\": \"x\" },";
        GATEWAY, "\"circumstances\": {" => "\"circumstances\": {\n    \"spare\": { \"meaning\": \"x\" },";
    } there [
        "additive  gateway.hosts.spare: a new host",
        "additive  gateway.contracts.spare: a new contract",
        "text      gateway.editions.2020: a new edition",
        "text      gateway.circumstances.spare: a new circumstance",
    ] back [
        "text      gateway.hosts.spare: the host is gone, which nothing used",
        "text      gateway.contracts.spare: the contract is gone, which nothing used",
        "text      gateway.editions.2020: the edition is gone",
        "text      gateway.circumstances.spare: the circumstance is gone",
    ]
    a_key_becomes_known_to_be_published {
        GATEWAY, "\"circumstances\": {" => "\"published_keys\": { \"9bf590cf394b4f66dba1092fc719c16619dab5d74b691a820402179ddf0a17db\": { \"kind\": \"merchant_key\", \"seen\": \"A demo\" } },\n  \"circumstances\": {";
    } there [
        "breaking  gateway.published_keys.9bf590cf394b4f66dba1092fc719c16619dab5d74b691a820402179ddf0a17db: the key is refused",
    ] back [
        "additive  gateway.published_keys.9bf590cf394b4f66dba1092fc719c16619dab5d74b691a820402179ddf0a17db: the key is taken again",
    ]
    a_host_that_nothing_uses_moves_unnoticed {
        GATEWAY, "\"Serves payments\" }" => "\"Serves payments\" }, \"purse\": { \"url\": \"https://purse.example\", \"meaning\": \"x\" }";
    } there [
        "additive  gateway.hosts.purse: a new host",
    ] back [
        "text      gateway.hosts.purse: the host is gone, which nothing used",
    ]
    a_contract_in_use_is_missed {
        GATEWAY, "\"verified_payment\": { \"meaning\": \"Payers are identified\" }" => "\"other\": { \"meaning\": \"x\" }";
        PAY, "{ \"contract\": \"verified_payment\" }" => "{ \"contract\": \"other\" }";
    } there [
        "breaking  gateway.contracts.verified_payment: the contract is gone",
        "additive  gateway.contracts.other: a new contract",
        "additive  aggregate.direct_pay rules: a rule is gone: `id_no` is required when the merchant has the contract `verified_payment`",
        "breaking  aggregate.direct_pay rules: a new rule: `id_no` is required when the merchant has the contract `other`",
    ] back [
        "breaking  gateway.contracts.other: the contract is gone",
        "additive  gateway.contracts.verified_payment: a new contract",
        "additive  aggregate.direct_pay rules: a rule is gone: `id_no` is required when the merchant has the contract `other`",
        "breaking  aggregate.direct_pay rules: a new rule: `id_no` is required when the merchant has the contract `verified_payment`",
    ]
    policies_of_the_gateway_are_allowances {
        GATEWAY, "\"attempts\": 30,\n    \"interval_minutes\": 2,\n    \"answer_seconds\": 5," => "\"attempts\": 10,\n    \"interval_minutes\": 3,\n    \"answer_seconds\": 9,";
        GATEWAY, "\"date_tolerance_days\": 1,\n    \"validity_minutes\": 10080" => "\"date_tolerance_days\": 2,\n    \"validity_minutes\": 60";
    } there [
        "breaking  gateway.notification.attempts: 30 becomes 10",
        "additive  gateway.notification.interval_minutes: 2 becomes 3",
        "additive  gateway.notification.answer_seconds: 5 becomes 9",
        "additive  gateway.order.date_tolerance_days: 1 becomes 2",
        "breaking  gateway.order.validity_minutes: 10080 becomes 60",
    ] back [
        "additive  gateway.notification.attempts: 10 becomes 30",
        "additive  gateway.notification.interval_minutes: 3 becomes 2",
        "breaking  gateway.notification.answer_seconds: 9 becomes 5",
        "breaking  gateway.order.date_tolerance_days: 2 becomes 1",
        "additive  gateway.order.validity_minutes: 60 becomes 10080",
    ]
    limits_are_allowances_or_waits {
        GATEWAY, "\"trial_payment_yuan\": 50,\n    \"trial_day_yuan\": 60,\n    \"trial_month_yuan\": 70," => "\"trial_payment_yuan\": 49,\n    \"trial_day_yuan\": 61,\n    \"trial_month_yuan\": 69,";
        GATEWAY, "\"token_minutes\": 30,\n    \"sms_code_minutes\": 10," => "\"token_minutes\": 20,\n    \"sms_code_minutes\": 11,";
        GATEWAY, "\"payout_repeat_hours\": 24,\n    \"confirm_tries\": 6," => "\"payout_repeat_hours\": 25,\n    \"confirm_tries\": 5,";
        GATEWAY, "\"refund_months\": 5,\n    \"refund_query_minutes\": 15," => "\"refund_months\": 4,\n    \"refund_query_minutes\": 16,";
        GATEWAY, "\"exchange_progress_minutes\": 3,\n    \"exchange_recovery_days\": 7," => "\"exchange_progress_minutes\": 2,\n    \"exchange_recovery_days\": 8,";
        GATEWAY, "\"About limits.\"" => "\"x\"";
    } there [
        "breaking  gateway.limits.trial_payment_yuan: 50 becomes 49",
        "additive  gateway.limits.trial_day_yuan: 60 becomes 61",
        "breaking  gateway.limits.trial_month_yuan: 70 becomes 69",
        "breaking  gateway.limits.token_minutes: 30 becomes 20",
        "additive  gateway.limits.sms_code_minutes: 10 becomes 11",
        "breaking  gateway.limits.payout_repeat_hours: 24 becomes 25",
        "breaking  gateway.limits.confirm_tries: 6 becomes 5",
        "breaking  gateway.limits.refund_months: 5 becomes 4",
        "breaking  gateway.limits.refund_query_minutes: 15 becomes 16",
        "additive  gateway.limits.exchange_progress_minutes: 3 becomes 2",
        "breaking  gateway.limits.exchange_recovery_days: 7 becomes 8",
        "text      gateway.limits: the notes differ",
    ] back [
        "additive  gateway.limits.trial_payment_yuan: 49 becomes 50",
        "breaking  gateway.limits.trial_day_yuan: 61 becomes 60",
        "additive  gateway.limits.trial_month_yuan: 69 becomes 70",
        "additive  gateway.limits.token_minutes: 20 becomes 30",
        "breaking  gateway.limits.sms_code_minutes: 11 becomes 10",
        "additive  gateway.limits.payout_repeat_hours: 25 becomes 24",
        "additive  gateway.limits.confirm_tries: 5 becomes 6",
        "additive  gateway.limits.refund_months: 4 becomes 5",
        "additive  gateway.limits.refund_query_minutes: 16 becomes 15",
        "breaking  gateway.limits.exchange_progress_minutes: 2 becomes 3",
        "additive  gateway.limits.exchange_recovery_days: 8 becomes 7",
        "text      gateway.limits: the notes differ",
    ]
    what_tells_one_event_from_another_is_fixed {
        GATEWAY, "\"text/json;charset=utf-8\"" => "\"text/json;charset=utf-8\", \"event\": [\"no_order\"]";
    } there [
        "breaking  gateway.notification.event: none becomes `no_order`",
    ] back [
        "breaking  gateway.notification.event: `no_order` becomes none",
    ]
    content_types_and_the_identity_of_an_order_are_fixed {
        GATEWAY, "\"text/json;charset=utf-8\"" => "\"text/json\"";
        GATEWAY, "\"application/json;charset=utf-8\"" => "\"application/json\"";
        GATEWAY, "[\"oid_partner\", \"no_order\"]" => "[\"no_order\"]";
    } there [
        "breaking  gateway.notification: content type `text/json;charset=utf-8` becomes `text/json`",
        "breaking  gateway.request: content type `application/json;charset=utf-8` becomes `application/json`",
        "breaking  gateway.order.identity: `oid_partner` and `no_order` becomes `no_order`",
    ] back [
        "breaking  gateway.notification: content type `text/json` becomes `text/json;charset=utf-8`",
        "breaking  gateway.request: content type `application/json` becomes `application/json;charset=utf-8`",
        "breaking  gateway.order.identity: `no_order` becomes `oid_partner` and `no_order`",
    ]
    words_about_the_gateway_are_text {
        GATEWAY, "\"title\": \"A gateway\",\n  \"description\": \"A small gateway to test the loader with.\"," => "\"title\": \"The gateway\",\n  \"description\": \"x\",";
        GATEWAY, "\"Serves payments\"" => "\"Serves\"";
        GATEWAY, "\"Payers are identified\"" => "\"x\"";
        GATEWAY, "\"https://docs.example/2018\"" => "\"https://docs.example/18\"";
        GATEWAY, "\"Payments need an SMS code\"" => "\"x\"";
        GATEWAY, "\"notes\": [\"A remark.\"]" => "\"notes\": []";
    } there [
        "text      gateway: the title differs",
        "text      gateway: the description differs",
        "text      gateway.hosts.wallet: the meaning differs",
        "text      gateway.contracts.verified_payment: the meaning differs",
        "text      gateway.editions.2018: the source differs",
        "text      gateway.circumstances.sms_flow: the meaning differs",
        "text      gateway: the notes differ",
    ] back [
        "text      gateway: the title differs",
        "text      gateway: the description differs",
        "text      gateway.hosts.wallet: the meaning differs",
        "text      gateway.contracts.verified_payment: the meaning differs",
        "text      gateway.editions.2018: the source differs",
        "text      gateway.circumstances.sms_flow: the meaning differs",
        "text      gateway: the notes differ",
    ]
    a_product_and_its_words {
        GATEWAY, "\"instant\": { \"title\": \"Payout\", \"description\": \"Sends money.\" }," => "\"instant\": { \"title\": \"Pay out\", \"description\": \"Sends.\" },\n    \"mpay\": { \"title\": \"x\", \"description\": \"x\" },";
    } there [
        "text      instant: the title differs",
        "text      instant: the description differs",
        "additive  mpay: a new product",
    ] back [
        "text      instant: the title differs",
        "text      instant: the description differs",
        "breaking  mpay: the product is gone",
    ]
    banks_come_and_go {
        BANKS, "\"01030000\": { \"name\": \"Second Bank\", \"zh\": \"第二银行\", \"abbreviation\": \"SB\" }" => "\"01040000\": { \"name\": \"Second Bank\", \"zh\": \"第二银行\", \"abbreviation\": \"SB\" }";
        BANKS, "\"name\": \"First Bank\", \"zh\": \"第一银行\", \"abbreviation\": \"FB\"" => "\"name\": \"First\", \"zh\": \"第一\", \"abbreviation\": \"F\"";
        BANKS, "[\"A remark.\"]" => "[]";
    } there [
        "text      banks.01020000: the name differs",
        "text      banks.01020000: the Chinese name differs",
        "text      banks.01020000: the abbreviation differs",
        "breaking  banks.01030000: the bank is gone",
        "additive  banks.01040000: a new bank",
        "text      banks: the notes differ",
    ] back [
        "text      banks.01020000: the name differs",
        "text      banks.01020000: the Chinese name differs",
        "text      banks.01020000: the abbreviation differs",
        "breaking  banks.01040000: the bank is gone",
        "additive  banks.01030000: a new bank",
        "text      banks: the notes differ",
    ]
    addresses_come_and_go {
        ADDRESSES, "\"addresses\": [\"203.0.113.7\"]" => "\"addresses\": [\"203.0.113.8\"]";
        ADDRESSES, "[\"A remark.\"]" => "[]";
    } there [
        "breaking  notification_addresses.2018: the range `203.0.113.7-203.0.113.7` is gone",
        "additive  notification_addresses.2018: the range `203.0.113.8-203.0.113.8` is new",
        "text      notification_addresses: the notes differ",
    ] back [
        "breaking  notification_addresses.2018: the range `203.0.113.8-203.0.113.8` is gone",
        "additive  notification_addresses.2018: the range `203.0.113.7-203.0.113.7` is new",
        "text      notification_addresses: the notes differ",
    ]
}
