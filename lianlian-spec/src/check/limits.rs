//! The limits in `gateway.json`.

use crate::files::LimitsFile;
use crate::mistake::{Finding, Sink};
use crate::source::Spanned;

/// A number with its key, if it could be read.
type Limit = (&'static str, Option<Spanned<u32>>);

pub(super) fn check(limits: &LimitsFile, sink: &mut Sink) {
    let trial = [
        ("trial_payment_yuan", limits.trial_payment_yuan),
        ("trial_day_yuan", limits.trial_day_yuan),
        ("trial_month_yuan", limits.trial_month_yuan),
    ];
    let others = [
        ("token_minutes", limits.token_minutes),
        ("sms_code_minutes", limits.sms_code_minutes),
        ("payout_repeat_hours", limits.payout_repeat_hours),
        ("confirm_tries", limits.confirm_tries),
        ("refund_months", limits.refund_months),
        ("refund_query_minutes", limits.refund_query_minutes),
        ("exchange_progress_minutes", limits.exchange_progress_minutes),
        ("exchange_recovery_days", limits.exchange_recovery_days),
    ];
    for limit in trial.iter().chain(&others) {
        expect_some(limit, sink);
    }
    let [payment, day, month] = trial;
    expect_no_more(&payment, &day, sink);
    expect_no_more(&day, &month, sink);
}

fn expect_some((key, number): &Limit, sink: &mut Sink) {
    if let Some(Spanned { value: 0, span }) = number {
        let finding = Finding::new(*span, format!("`{key}` is 0, which leaves nothing"));
        sink.add(finding.help("write at least 1"));
    }
}

/// What is allowed at once, or in the shorter time, has to fit into what is allowed in the longer.
fn expect_no_more((key, number): &Limit, (longer, most): &Limit, sink: &mut Sink) {
    let (Some(number), Some(most)) = (number, most) else { return };
    // Nothing at all is a mistake of its own.
    if number.value > most.value && most.value > 0 {
        let message = format!("`{key}` is above `{longer}`, so it is never reached");
        let finding = Finding::new(number.span, message).caused_by([most.span]);
        sink.add(finding.related(most.span, "no more than this"));
    }
}
