//! What an app hands to the vendor's SDK.

use std::fmt;

use crate::sensitive::Sensitive;

/// A signed message for the vendor's SDK for Android or iOS, as JSON text.
///
/// The merchant's server makes it with [`Client::mobile_payload`](crate::Client::mobile_payload) and
/// sends it to the app, which passes it to the SDK as it is: changed by one byte, its signature
/// breaks. It may hold personal data, so `Debug` shows its length only, and it is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct MobilePayload(Sensitive);

impl MobilePayload {
    pub(crate) const fn new(message: Sensitive) -> Self {
        Self(message)
    }

    /// The JSON text. Named so that a reader of the code sees where personal data comes out.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for MobilePayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MobilePayload({} bytes)", self.0.len())
    }
}
