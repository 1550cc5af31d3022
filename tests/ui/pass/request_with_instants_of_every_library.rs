use lianlian::*;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup<T> {
    no_refund: &'static str,
    #[lianlian(field = "dt_refund")]
    asked: T,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Std {
    dt_refund: SystemTime,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Jiff {
    dt_refund: jiff::Timestamp,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct JiffZoned {
    dt_refund: Option<jiff::Zoned>,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Chrono {
    dt_refund: chrono::DateTime<chrono::Utc>,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Time {
    dt_refund: time::OffsetDateTime,
}

#[derive(Request)]
#[lianlian(operation = refund::Query)]
#[lianlian(field = "no_refund", value = "R1")]
struct With<P> {
    #[lianlian(flatten)]
    part: P,
}

const SECONDS: i64 = 1_795_311_000;
const SOURCE: &str =
    "dt_refund=20261122093000&no_refund=R1&oid_partner=201304121000001004&sign_type=RSA";

fn main() {
    let std: SystemTime = UNIX_EPOCH + Duration::from_secs(SECONDS as u64);
    let jiff = jiff::Timestamp::from_second(SECONDS).unwrap();
    let zoned = jiff.to_zoned(jiff::tz::TimeZone::UTC);
    let chrono = chrono::DateTime::from_timestamp(SECONDS, 0).unwrap();
    let time = time::OffsetDateTime::from_unix_timestamp(SECONDS).unwrap();

    assert_source!(With { part: Std { dt_refund: std } }, SOURCE);
    assert_source!(With { part: Jiff { dt_refund: jiff } }, SOURCE);
    assert_source!(With { part: JiffZoned { dt_refund: Some(zoned.clone()) } }, SOURCE);
    assert_source!(With { part: Chrono { dt_refund: chrono } }, SOURCE);
    assert_source!(With { part: Time { dt_refund: time } }, SOURCE);

    assert_source!(Lookup { no_refund: "R1", asked: std }, SOURCE);
    assert_source!(Lookup { no_refund: "R1", asked: Some(zoned) }, SOURCE);
    assert_source!(Lookup { no_refund: "R1", asked: &chrono }, SOURCE);
}
