//! The date of an order, which the gateway takes only near its own.

use super::{Context, Violation, ViolationKind, Violations};
use crate::meta::{Kind, OperationMeta};
use crate::time::OrderTime;

/// Checks the times that identify an order which is placed. Later calls name the order by the time it
/// was placed, however long ago.
pub(crate) fn check_order_date(
    meta: &OperationMeta,
    members: &[(&str, &str)],
    context: &Context<'_>,
) -> Violations {
    let mut found = Violations { subject: meta.id, list: Vec::new() };
    let Some(now) = context.gateway_time.filter(|_| meta.places_an_order()) else {
        return found;
    };
    let policy = &meta.gateway.order;
    for (name, value) in members.iter().filter(|(name, _)| policy.identity.contains(name)) {
        let is_time =
            meta.request_field(name).is_some_and(|field| matches!(field.kind, Kind::Time));
        let Some(time) = value.parse().ok().filter(|_| is_time) else { continue };
        let days = policy.date_tolerance_days;
        if day_of(time).abs_diff(day_of(now)) > u64::from(days) {
            let kind = ViolationKind::OrderDate { days, today: now.date().to_string() };
            found.list.push(Violation { field: (*name).to_owned(), kind });
        }
    }
    found
}

/// Days on the gateway's calendar since some day.
fn day_of(time: OrderTime) -> i64 {
    let midnight = OrderTime::new(time.date(), 0, 0, 0).unwrap_or(time);
    midnight.unix_seconds().div_euclid(24 * 60 * 60)
}
