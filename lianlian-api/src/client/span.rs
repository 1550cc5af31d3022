//! What observers see of a call: one span, with nothing in it that the spec marks sensitive.

use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use crate::meta::{FieldMeta, FilledBy, Kind, OperationMeta};
use crate::outcome::{NotExecuted, SendError, Unknown};

/// The span of one call.
pub(super) fn call(meta: &OperationMeta, merchant: &str, order: &str, attempt: u32) -> Span {
    tracing::info_span!(
        "lianlian",
        operation = meta.id,
        merchant,
        order,
        attempt,
        outcome = Empty,
        ret_code = Empty,
        duration_ms = Empty,
    )
}

/// The field that names what a request is about: the order's or the refund's number.
pub(super) fn number_field(meta: &OperationMeta) -> Option<&'static FieldMeta> {
    meta.request.iter().find(|field| is_number(field))
}

/// Whether the field is a number by which the merchant knows an order.
pub(super) fn is_number(field: &FieldMeta) -> bool {
    let is_own = field.filled_by != Some(FilledBy::Merchant);
    field.identity && is_own && !field.sensitive && !matches!(field.kind, Kind::Amount)
}

/// Notes how a call ended.
pub(super) fn end<T>(span: &Span, result: &Result<T, SendError>, took: Duration) {
    let (outcome, why) = match result {
        Ok(_) => ("executed", None),
        Err(error @ SendError::NotExecuted(_)) => ("not_executed", Some(error)),
        Err(error @ SendError::Unknown(_)) => ("unknown", Some(error)),
    };
    span.record("outcome", outcome);
    span.record("duration_ms", u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    match why {
        None => tracing::debug!("handled"),
        // The gateway's own text may repeat what was sent; the code says enough.
        Some(
            SendError::NotExecuted(NotExecuted::Refused(refusal))
            | SendError::Unknown(Unknown::Refused(refusal)),
        ) => tracing::debug!(ret_code = refusal.code, "refused"),
        Some(error) => tracing::debug!("{error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: FieldMeta = FieldMeta::new("no_order", "", Kind::Text).identity();

    #[test]
    fn a_call_is_told_by_the_number_of_its_order_and_by_nothing_else() {
        assert!(is_number(&NUMBER));
        assert!(!is_number(&FieldMeta::new("memo", "", Kind::Text)));
        assert!(!is_number(&NUMBER.filled_by(FilledBy::Merchant)));
        assert!(!is_number(&FieldMeta::new("money_order", "", Kind::Amount).identity()));
    }

    #[test]
    fn what_is_sensitive_is_no_number_to_be_shown() {
        assert!(!is_number(&NUMBER.sensitive()));
        assert!(!is_number(&FieldMeta::new("acct_name", "", Kind::Text).sensitive()));
    }
}
