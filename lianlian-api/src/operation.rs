//! Operations as types: what can be sent from the server, opened in a browser, or received.

use crate::meta::OperationMeta;
use crate::reply::{Answers, Reply};

/// An operation, notification or payload of the gateway; implemented by generated structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation of the gateway",
    label = "no operation",
    note = "operations stand in the module of their product, such as `lianlian::aggregate::DirectPay`"
)]
pub trait Operation {
    /// What the spec says about it.
    const META: &'static OperationMeta;
}

/// An operation that the server calls: JSON posted, in the clear or encrypted, JSON answered.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a call from server to server",
    label = "cannot be sent",
    note = "an operation that the payer's browser opens becomes a form: `Client::form`"
)]
pub trait JsonPost: Operation {
    /// The answer, once its signature is verified.
    type Reply: Reply<Operation = Self> + Answers<Self>;
}

/// An operation that the payer's browser opens: a form that it posts to the gateway, with an input for
/// each field or one input for the whole message (`req_data`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not opened in the payer's browser",
    label = "not a form",
    note = "an operation from server to server is sent: `Client::send`"
)]
pub trait FormPost: Operation {}

/// An operation that the vendor's SDK for Android or iOS carries out in the merchant's app.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not carried out by the vendor's mobile SDK",
    label = "not for an app",
    note = "an operation from server to server is sent: `Client::send`; one that the payer's browser \
            opens becomes a form: `Client::form`"
)]
pub trait MobileSdk: Operation {}

/// A message that the gateway posts to the merchant's server.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a notification from the gateway to the server",
    label = "not received here"
)]
pub trait ServerNotification: Operation {
    /// The body to answer with once the notification was acted upon.
    ///
    /// Anything else, or nothing, makes the gateway send the notification again.
    const ACKNOWLEDGEMENT: &'static str;
}

/// A message that the payer's browser brings along when it returns from the gateway's page: as form
/// fields, or as JSON in one parameter (`res_data`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not brought by the payer's browser",
    label = "not received here"
)]
pub trait BrowserNotification: Operation {}
