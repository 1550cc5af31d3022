//! What stands in for an operation where none was named.

use crate::meta::{GatewayMeta, NotificationPolicy, OperationMeta, OrderPolicy, Transport};
use crate::operation::{
    BrowserNotification, FormPost, JsonPost, MobileSdk, Operation, ServerNotification,
};
use crate::reply::{Answers, ReadError, Reader, Reply};

/// No operation: what a struct is a request of that does not compile.
///
/// It can be sent, opened and received, so that the mistake is the only one that the compiler shows.
#[derive(Debug)]
pub enum Unspecified {}

static GATEWAY: GatewayMeta = GatewayMeta::new(
    "",
    "",
    NotificationPolicy { attempts: 0, interval_minutes: 0, answer_seconds: 0, content_type: "" },
    OrderPolicy { identity: &[], date_tolerance_days: 0, validity_minutes: 0 },
    &[],
);

static META: OperationMeta = OperationMeta::new("", "", "", "", Transport::JsonPost, &GATEWAY);

impl Operation for Unspecified {
    const META: &'static OperationMeta = &META;
}

impl JsonPost for Unspecified {
    type Reply = Self;
}
impl FormPost for Unspecified {}
impl MobileSdk for Unspecified {}
impl ServerNotification for Unspecified {
    const ACKNOWLEDGEMENT: &'static str = "";
}
impl BrowserNotification for Unspecified {}

impl Answers<Self> for Unspecified {}

impl Reply for Unspecified {
    type Operation = Self;

    fn read(reader: &Reader<'_>) -> Result<Self, ReadError> {
        Err(reader.nothing())
    }
}
