//! Operations and what follows them.

use crate::{APPLY, BACK, GATEWAY, NOTICE, PAY, QUERY, REFUND, VERIFY};

changes! {
    the_address_of_an_operation_is_its_host_and_path_together {
        QUERY, "\"path\": \"/query.htm\"" => "\"path\": \"/query\"";
    } there [
        "breaking  aggregate.query: https://wallet.example/query.htm becomes https://wallet.example/query",
    ] back [
        "breaking  aggregate.query: https://wallet.example/query becomes https://wallet.example/query.htm",
    ]
    a_host_with_another_name_and_the_same_address_is_text {
        GATEWAY, "\"wallet\": { \"url\": \"https://wallet.example\", \"meaning\": \"Serves payments\" }" => "\"wallet\": { \"url\": \"https://wallet.example\", \"meaning\": \"Serves payments\" }, \"purse\": { \"url\": \"https://wallet.example\", \"meaning\": \"x\" }";
        QUERY, "\"host\": \"wallet\"" => "\"host\": \"purse\"";
    } there [
        "additive  gateway.hosts.purse: a new host",
        "text      aggregate.query: the name of the host differs",
    ] back [
        "breaking  gateway.hosts.purse: the host is gone",
        "text      aggregate.query: the name of the host differs",
    ]
    the_transport_is_fixed {
        VERIFY, "\"transport\": \"json_post\"" => "\"transport\": \"form_post\"";
    } there [
        "breaking  aggregate.verify: transport `json_post` becomes `form_post`",
    ] back [
        "breaking  aggregate.verify: transport `form_post` becomes `json_post`",
    ]
    the_destination_of_a_notification_is_fixed {
        NOTICE, "\"destination\": \"notify_url\"" => "\"destination\": \"url_return\"";
    } there [
        "breaking  aggregate.async_notification: the destination `notify_url` becomes `url_return`",
    ] back [
        "breaking  aggregate.async_notification: the destination `url_return` becomes `notify_url`",
    ]
    an_envelope_is_fixed {
        APPLY, "\"beside\": [\"oid_partner\"]" => "\"beside\": [\"oid_partner\", \"no_order\"]";
        BACK, "\"envelope\": { \"field\": \"res_data\" }," => "";
    } there [
        "breaking  aggregate.apply: a message in `pay_load` beside `oid_partner` becomes a message in `pay_load` beside `oid_partner` and `no_order`",
        "breaking  aggregate.web_return: a message in `res_data` becomes a bare message",
    ] back [
        "breaking  aggregate.apply: a message in `pay_load` beside `oid_partner` and `no_order` becomes a message in `pay_load` beside `oid_partner`",
        "breaking  aggregate.web_return: a bare message becomes a message in `res_data`",
    ]
    the_field_of_the_encoding_is_fixed {
        REFUND, "\"charset_field\": \"charset_name\"," => "";
    } there [
        "breaking  aggregate.refund: the field of the encoding `charset_name` becomes none",
    ] back [
        "breaking  aggregate.refund: the field of the encoding none becomes `charset_name`",
    ]
    a_sign_type_that_goes_is_missed {
        QUERY, "[\"RSA\", \"SHA256withRSA\"]" => "[\"RSA\"]";
    } there [
        "breaking  aggregate.query sign_types: the sign type `SHA256withRSA` is gone",
    ] back [
        "additive  aggregate.query sign_types: the sign type `SHA256withRSA` is new",
    ]
    the_name_of_a_type_is_fixed {
        QUERY, "\"type\": \"OrderQuery\"" => "\"type\": \"Query\"";
    } there [
        "breaking  aggregate.query: the Rust type `OrderQuery` becomes `Query`",
    ] back [
        "breaking  aggregate.query: the Rust type `Query` becomes `OrderQuery`",
    ]
    a_final_success_is_fixed {
        APPLY, "\"success_is_final\": true," => "";
    } there [
        "breaking  aggregate.apply: a success that is final becomes not final",
    ] back [
        "breaking  aggregate.apply: a success that is not final becomes final",
    ]
    words_about_an_operation_are_text {
        QUERY, "\"title\": \"Ask what became of an order\"" => "\"title\": \"Ask\"";
        QUERY, "\"description\": \"Asks.\"," => "";
        QUERY, "\"title\": \"By number\"" => "\"title\": \"By the number\"";
        PAY, "\"notes\": [\"A remark.\"]" => "\"notes\": [\"Another remark.\"]";
    } there [
        "text      aggregate.direct_pay: the notes differ",
        "text      aggregate.query: the title differs",
        "text      aggregate.query: the description differs",
        "text      aggregate.query: the samples differ",
    ] back [
        "text      aggregate.direct_pay: the notes differ",
        "text      aggregate.query: the title differs",
        "text      aggregate.query: the description differs",
        "text      aggregate.query: the samples differ",
    ]
    what_tells_and_follows_is_missed {
        PAY, "\"query_with\": [\"aggregate.query\"]," => "";
        PAY, "\"notifications\": [\"aggregate.async_notification\"]," => "";
        PAY, "\"also_used_by\": [\"instant\"]," => "";
    } there [
        "breaking  aggregate.direct_pay notifications: the notification `aggregate.async_notification` is gone",
        "breaking  aggregate.direct_pay query_with: the query `aggregate.query` is gone",
        "breaking  aggregate.direct_pay also_used_by: the product `instant` is gone",
    ] back [
        "additive  aggregate.direct_pay notifications: the notification `aggregate.async_notification` is new",
        "additive  aggregate.direct_pay query_with: the query `aggregate.query` is new",
        "additive  aggregate.direct_pay also_used_by: the product `instant` is new",
    ]
    a_follower_and_its_condition_are_compared_together {
        APPLY, "{ \"operation\": \"aggregate.verify\" }," => "";
        APPLY, "\"in\": [\"L\", \"W\"]" => "\"in\": [\"L\"]";
    } there [
        "breaking  aggregate.apply leads_to: `aggregate.verify` no longer follows",
        "breaking  aggregate.apply leads_to: `aggregate.refund` if `pay_type` is `L` or `W` no longer follows",
        "additive  aggregate.apply leads_to: `aggregate.refund` if `pay_type` is `L` may follow now",
    ] back [
        "breaking  aggregate.apply leads_to: `aggregate.refund` if `pay_type` is `L` no longer follows",
        "additive  aggregate.apply leads_to: `aggregate.verify` may follow now",
        "additive  aggregate.apply leads_to: `aggregate.refund` if `pay_type` is `L` or `W` may follow now",
    ]
    a_step_that_is_new_or_gone_breaks {
        APPLY, "\"steps\": [" => "\"steps\": [\n    { \"name\": \"confirm\", \"title\": \"x\", \"codes\": [\"4002\"], \"operation\": \"aggregate.verify\", \"from_reply\": [\"token\"] },";
    } there [
        "breaking  aggregate.apply steps.confirm: a new step",
    ] back [
        "breaking  aggregate.apply steps.confirm: the step is gone",
    ]
    every_part_of_a_step_but_its_title_breaks {
        APPLY, "\"codes\": [\"8888\"]," => "\"codes\": [\"8888\", \"8889\"],";
        APPLY, "\"or_present\": \"token\"," => "";
        APPLY, "\"from_request\": [\"no_order\", \"money_order\"]" => "\"from_request\": [\"no_order\"]";
        APPLY, "\"title\": \"The payer has to type the code of an SMS\"" => "\"title\": \"SMS\"";
    } there [
        "text      aggregate.apply steps.sms_code: the title differs",
        "breaking  aggregate.apply steps.sms_code: the codes `8888` becomes `8888` and `8889`",
        "breaking  aggregate.apply steps.sms_code: the field `token` becomes none",
        "breaking  aggregate.apply steps.sms_code: from the request `no_order` and `money_order` becomes `no_order`",
    ] back [
        "text      aggregate.apply steps.sms_code: the title differs",
        "breaking  aggregate.apply steps.sms_code: the codes `8888` and `8889` becomes `8888`",
        "breaking  aggregate.apply steps.sms_code: the field none becomes `token`",
        "breaking  aggregate.apply steps.sms_code: from the request `no_order` becomes `no_order` and `money_order`",
    ]
    what_a_repetition_does_is_fixed {
        PAY, "\"repeat\": \"same_order\"" => "\"repeat\": \"never\"";
        QUERY, "  \"repeat\": \"read\",\n" => "";
    } there [
        "breaking  aggregate.direct_pay: a repetition `same_order` becomes `never`",
        "breaking  aggregate.query: a repetition `read` becomes unsaid",
    ] back [
        "breaking  aggregate.direct_pay: a repetition `never` becomes `same_order`",
        "breaking  aggregate.query: a repetition unsaid becomes `read`",
    ]
    what_a_query_tells_is_fixed {
        QUERY, "\"number\": \"no_agree\"" => "\"number\": \"settle_date\"";
    } there [
        "breaking  aggregate.query: what it tells the state in `result_pay`, number in `no_agree`, missing by `1001` becomes the state in `result_pay`, number in `settle_date`, missing by `1001`",
    ] back [
        "breaking  aggregate.query: what it tells the state in `result_pay`, number in `settle_date`, missing by `1001` becomes the state in `result_pay`, number in `no_agree`, missing by `1001`",
    ]
}
