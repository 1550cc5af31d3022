//! The return codes that the sandbox answers with, taken from the spec by what they are called there.

use lianlian::{GATEWAY, ReturnCode};

use crate::error::SandboxError;

/// The codes, looked up once so that an answer cannot fail for lack of one.
///
/// Where the spec lists one label under two codes, the lower code is taken.
pub(crate) struct ReturnCodes {
    /// The call was handled.
    pub(crate) handled: &'static ReturnCode,
    /// The body is no message.
    pub(crate) unreadable: &'static ReturnCode,
    /// `oid_partner` is not the sandbox's merchant.
    pub(crate) unknown_merchant: &'static ReturnCode,
    /// The signature does not fit.
    pub(crate) bad_signature: &'static ReturnCode,
    /// A field or rule is broken.
    pub(crate) bad_parameter: &'static ReturnCode,
    /// The order was paid before.
    pub(crate) already_paid: &'static ReturnCode,
    /// The bank is at the order.
    pub(crate) under_way: &'static ReturnCode,
    /// The call comes from an address that is not the merchant's.
    pub(crate) wrong_address: &'static ReturnCode,
    /// The request is not a legal one, such as a form from a page that is not the merchant's.
    pub(crate) not_legal: &'static ReturnCode,
    /// The amount is over the limit of a payment.
    pub(crate) over_single_limit: &'static ReturnCode,
    /// A day's limit is reached.
    pub(crate) over_day_limit: &'static ReturnCode,
    /// Another limit is reached.
    pub(crate) over_limit: &'static ReturnCode,
    /// The order's time ran out.
    pub(crate) expired: &'static ReturnCode,
    /// The order number belongs to another order.
    pub(crate) number_used: &'static ReturnCode,
    /// No such order.
    pub(crate) not_found: &'static ReturnCode,
    /// Two numbers of one query belong to different orders.
    pub(crate) numbers_differ: &'static ReturnCode,
    /// The merchant may not do this.
    pub(crate) not_opened: &'static ReturnCode,
    /// The merchant may not pay out.
    pub(crate) no_payouts: &'static ReturnCode,
    /// What came encrypted cannot be decrypted.
    pub(crate) undecipherable: &'static ReturnCode,
    /// The token is unknown, spent, too old, or another's.
    pub(crate) token_void: &'static ReturnCode,
    /// The SMS code is wrong.
    pub(crate) sms_code_wrong: &'static ReturnCode,
    /// The SMS code was wrong too often.
    pub(crate) sms_tries_used_up: &'static ReturnCode,
    /// The SMS code is too old.
    pub(crate) sms_code_lapsed: &'static ReturnCode,
    /// The SMS code was sent to another phone.
    pub(crate) sms_other_phone: &'static ReturnCode,
    /// The SMS code cannot be checked.
    pub(crate) sms_unchecked: &'static ReturnCode,
    /// The amount is wrong.
    pub(crate) amount_wrong: &'static ReturnCode,
    /// No such agreement.
    pub(crate) agreement_missing: &'static ReturnCode,
    /// The agreement is another user's.
    pub(crate) not_the_users: &'static ReturnCode,
    /// The user has bound the card.
    pub(crate) card_bound: &'static ReturnCode,
    /// The user's other cards are of another person.
    pub(crate) other_holder: &'static ReturnCode,
    /// The method of payment is for another kind of card.
    pub(crate) card_kind_differs: &'static ReturnCode,
    /// A payout is held: it looks like a repetition.
    pub(crate) suspected_repeat: &'static ReturnCode,
    /// A payout is held: name and card do not fit.
    pub(crate) name_mismatch: &'static ReturnCode,
    /// A payout is held for both reasons.
    pub(crate) repeat_and_mismatch: &'static ReturnCode,
    /// No payout waits for this confirmation.
    pub(crate) nothing_to_confirm: &'static ReturnCode,
    /// The confirmation code is wrong.
    pub(crate) confirm_code_wrong: &'static ReturnCode,
    /// The confirmation code was wrong too often.
    pub(crate) confirm_tries_used_up: &'static ReturnCode,
    /// The confirmation came too late.
    pub(crate) confirm_lapsed: &'static ReturnCode,
    /// The payment to refund is unknown.
    pub(crate) nothing_to_refund: &'static ReturnCode,
    /// A refund is higher than the payment.
    pub(crate) refund_too_high: &'static ReturnCode,
    /// A refund cannot be made any more; only to stop and look helps.
    pub(crate) refund_forbidden: &'static ReturnCode,
    /// The merchant has not the money for a refund.
    pub(crate) refund_uncovered: &'static ReturnCode,
    /// All refunds together are higher than the payment.
    pub(crate) refunds_too_high: &'static ReturnCode,
    /// The payment to refund was not made.
    pub(crate) refund_of_unpaid: &'static ReturnCode,
    /// The merchant has not the money for a payout.
    pub(crate) payout_uncovered: &'static ReturnCode,
    /// The register does not know the card.
    pub(crate) card_unknown: &'static ReturnCode,
    /// The gateway itself failed.
    pub(crate) fault: &'static ReturnCode,
}

impl ReturnCodes {
    pub(crate) fn look_up() -> Result<Self, SandboxError> {
        Ok(Self {
            handled: labelled("handled")?,
            unreadable: labelled("body_unreadable")?,
            unknown_merchant: labelled("merchant_unknown")?,
            bad_signature: labelled("bad_merchant_signature")?,
            bad_parameter: labelled("bad_parameter")?,
            already_paid: labelled("already_paid")?,
            under_way: labelled("payment_under_way")?,
            wrong_address: labelled("caller_address_refused")?,
            not_legal: labelled("request_not_legal")?,
            over_single_limit: labelled("single_amount_over_limit")?,
            over_day_limit: labelled("daily_limit_reached")?,
            over_limit: labelled("amount_over_limit")?,
            expired: labelled("order_expired")?,
            number_used: labelled("order_number_already_used")?,
            not_found: labelled("no_record")?,
            numbers_differ: labelled("numbers_do_not_match")?,
            not_opened: labelled("merchant_lacks_payment_right")?,
            no_payouts: labelled("merchant_lacks_payout_right")?,
            undecipherable: labelled("decryption_fault")?,
            token_void: labelled("token_expired_or_wrong")?,
            sms_code_wrong: labelled("sms_code_wrong")?,
            sms_tries_used_up: labelled("sms_tries_used_up")?,
            sms_code_lapsed: labelled("sms_code_lapsed")?,
            sms_other_phone: labelled("sms_code_for_other_phone")?,
            sms_unchecked: labelled("sms_code_check_failed")?,
            amount_wrong: labelled("amount_wrong")?,
            agreement_missing: labelled("agreement_missing")?,
            not_the_users: labelled("user_agreement_missing")?,
            card_bound: labelled("card_already_bound")?,
            other_holder: labelled("new_card_holder_differs")?,
            card_kind_differs: labelled("pay_type_and_card_kind_differ")?,
            suspected_repeat: labelled("suspected_repeat_payout")?,
            name_mismatch: labelled("payee_name_mismatch")?,
            repeat_and_mismatch: labelled("suspected_repeat_and_name_mismatch")?,
            nothing_to_confirm: labelled("nothing_to_confirm")?,
            confirm_code_wrong: labelled("confirm_code_wrong")?,
            confirm_tries_used_up: labelled("confirm_code_tries_used_up")?,
            confirm_lapsed: labelled("confirm_code_lapsed")?,
            nothing_to_refund: labelled("original_payment_missing")?,
            refund_too_high: labelled("refund_amount_wrong")?,
            refund_forbidden: labelled("merchant_state_forbids_refund")?,
            refund_uncovered: labelled("merchant_balance_too_low")?,
            refunds_too_high: labelled("refunds_exceed_payment")?,
            refund_of_unpaid: labelled("original_payment_not_paid")?,
            payout_uncovered: labelled("company_balance_too_low")?,
            card_unknown: labelled("card_bin_check_failed")?,
            fault: labelled("system_error")?,
        })
    }
}

fn labelled(label: &'static str) -> Result<&'static ReturnCode, SandboxError> {
    GATEWAY
        .return_codes
        .iter()
        .find(|code| code.reading.label == label)
        .ok_or(SandboxError::NoReturnCode { label })
}

/// The gateway's own text for a code.
pub(crate) fn text(code: &ReturnCode) -> &'static str {
    code.reading.zh.unwrap_or(code.reading.meaning)
}

/// The text with `names` in the place that it keeps in brackets for them, in at most `max`
/// characters: names that would not fit are left away, which an ellipsis shows.
pub(crate) fn text_naming(code: &ReturnCode, names: &[&str], max: usize) -> String {
    let text = text(code);
    let (before, after) = match text.split_once('（') {
        Some((before, rest)) => (before, rest.split_once('）').map_or("", |(_, after)| after)),
        None => (text, ""),
    };
    let fits = |list: &str| format!("{before}（{list}）{after}").chars().count() <= max;
    let mut list = String::new();
    for (place, name) in names.iter().enumerate() {
        let separator = if place == 0 { "" } else { "," };
        let is_last = place.saturating_add(1) == names.len();
        let room_for = if is_last { "" } else { ",…" };
        if !fits(&format!("{list}{separator}{name}{room_for}")) {
            list.push_str(separator);
            list.push('…');
            break;
        }
        list.push_str(separator);
        list.push_str(name);
    }
    format!("{before}（{list}）{after}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_names_of_wrong_fields_stand_where_the_text_keeps_room_for_them() {
        let code = ReturnCodes::look_up().unwrap().bad_parameter;
        let text = text_naming(code, &["money_order", "no_order"], 100);
        assert_eq!(text, "商户请求参数校验错误（money_order,no_order）");
    }

    #[test]
    fn names_that_do_not_fit_are_left_away() {
        let code = ReturnCodes::look_up().unwrap().bad_parameter;
        let text = text_naming(code, &["money_order", "no_order", "dt_order"], 34);
        assert_eq!(text, "商户请求参数校验错误（money_order,no_order,…）");
        assert_eq!(text.chars().count(), 34);
    }
}
