//! Closing an order that nobody paid: an operation that only our contract has.

use lianlian::{Client, NotExecuted, OrderTime, Request, SendError, Unknown};

use crate::aggregate::{self, Query};
use crate::codes::PaymentResult;

/// A basket as the shop keeps it, sent as it is.
///
/// The derive holds it against the operation of the overlay: take `placed` away, and the compiler says
/// that `dt_order` is missing.
#[derive(Clone, Debug, Request)]
#[lianlian(operation = aggregate::CloseOrder)]
pub struct AbandonedBasket {
    /// Number of the order.
    #[lianlian(field = "no_order")]
    pub number: String,
    /// When it was placed.
    #[lianlian(field = "dt_order")]
    pub placed: OrderTime,
    /// Why it is closed.
    #[lianlian(field = "close_reason")]
    pub reason: Option<String>,
    /// The shop's own business.
    #[lianlian(skip)]
    pub items: u32,
}

/// What became of an order that was to be closed.
#[derive(Debug)]
pub enum Closing {
    /// It is closed; the goods may be sold to somebody else.
    Closed {
        /// Since when, if the gateway said so.
        since: Option<OrderTime>,
    },
    /// The payer was quicker: deliver.
    Paid,
    /// The call was not executed, so it closed nothing. Keep the goods aside; another attempt does no harm.
    NotClosed(NotExecuted),
    /// It may be closed or not. Keep the goods aside and close it again later.
    Unclear(Unknown),
}

/// Closes an order, and asks what became of it where the answer leaves that open.
pub fn close(client: &Client, basket: &AbandonedBasket) -> Closing {
    match client.send(basket) {
        // The operation says `success_is_final`: a verified answer is the end of the matter.
        Ok(answer) => Closing::Closed { since: answer.dt_close },
        // Behind a refusal as behind silence may be a payer who was quicker.
        Err(_) if is_paid(client, basket) => Closing::Paid,
        Err(SendError::NotExecuted(why)) => Closing::NotClosed(why),
        Err(SendError::Unknown(why)) => Closing::Unclear(why),
    }
}

/// Whether the gateway says, signed, that the order is paid. No answer proves nothing either way.
fn is_paid(client: &Client, basket: &AbandonedBasket) -> bool {
    let query = Query::builder().no_order(&*basket.number).dt_order(basket.placed).build();
    let answer = query.ok().and_then(|query| client.send(&query).ok());
    answer.is_some_and(|answer| answer.result_pay == Some(PaymentResult::Success))
}
