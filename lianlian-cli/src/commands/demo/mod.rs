//! `lianlian demo`: one payment from the order to the query, each message shown.

mod endpoint;
mod order;
mod show;

use std::fmt::Display;
use std::time::Duration;

use lianlian::aggregate::{AsyncNotification, DirectPay, Query};
use lianlian::codes::PaymentResult;
use lianlian::{Clock, Operation, ServerNotification, SystemClock};
use lianlian_sandbox::{Direction, Exchange, Sandbox};

use self::endpoint::Endpoint;
use self::order::order;
use self::show::Stage;
use crate::failure::{Answer, Failure};

/// How long the sandbox may take to see its notification acknowledged.
const PATIENCE: Duration = Duration::from_secs(5);

/// Play one payment through and show each step
///
/// Starts a sandbox gateway on a free port of this machine, places an Alipay order
/// with the real client, pays it, receives the notification and queries the order.
/// No money moves and nothing leaves this machine.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian demo
  lianlian demo --full | less")]
pub(crate) struct Demo {
    /// Show signatures whole
    #[arg(long)]
    full: bool,
}

impl Demo {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let mut stage = Stage::new(self.full);
        stage.say(
            "One payment against a sandbox gateway on this machine: no money moves, nothing leaves \
             the machine. The client is the real one; only the address of the gateway differs.",
        )?;

        let sandbox = Sandbox::start().or_fail("the sandbox does not start")?;
        let client = sandbox.client().build().or_fail("the client cannot be made")?;
        let endpoint = Endpoint::start(client.receiver())
            .or_fail("nothing can be received on this machine")?;
        stage.step(
            "Keys",
            "Merchant and gateway each made a key pair and know the other's public half. What one \
             signs with its private key, the other verifies.",
        )?;
        stage.line(&format!("merchant  {}", sandbox.oid_partner()))?;
        stage.line(&format!("gateway   {}", sandbox.url()))?;
        stage.line(&format!("notify    {}", endpoint.url()))?;

        let now = SystemClock.now();
        let bought = order(now, endpoint.url()).or_fail("the order breaks the spec")?;
        stage.step(
            "The merchant places an order",
            "The client checks the order against the spec, signs it and posts it as JSON. Signed is \
             the text below: every field but sign, sorted and joined. *** stands for what the spec \
             marks sensitive; it is signed and sent as it is.",
        )?;
        let bill = client.send(&bought).or_fail("the order was not taken")?;
        let exchanges = sandbox.exchanges();
        stage.message("sent", of::<DirectPay>(&exchanges, Direction::Received)?)?;

        stage.step(
            "The gateway answers",
            "It verified the signature, took the order and signed its answer. The client verified \
             that before it read a single field: an answer that does not verify is never believed.",
        )?;
        stage.message("received", of::<DirectPay>(&exchanges, Direction::Sent)?)?;

        let link = bill.pay_load.as_deref().unwrap_or_default();
        stage.step(
            "The payer scans a QR code",
            "The answer carries a link, payLoad, which the merchant shows as a QR code. With the real \
             gateway the payer scans it with Alipay; here the sandbox pays at once.",
        )?;
        stage.qr_code(link)?;
        stage.line(link)?;
        sandbox.pay(&bought.no_order).or_fail("the order cannot be paid")?;

        stage.step(
            "The gateway notifies the merchant",
            "It posts a signed notification to notify_url, again and again until it is \
             acknowledged. The merchant verifies it, books the payment once, and acknowledges it.",
        )?;
        let notified = endpoint
            .next()
            .or_fail("no notification came")?
            .or_fail("the notification is not believed")?;
        if !sandbox.wait_for_acknowledgement(&bought.no_order, PATIENCE) {
            return Err(failed("the sandbox did not take the acknowledgement"));
        }
        stage
            .message("received", of::<AsyncNotification>(&sandbox.exchanges(), Direction::Sent)?)?;
        stage.answer("acknowledged with", AsyncNotification::ACKNOWLEDGEMENT)?;
        if notified.result_pay != PaymentResult::Success {
            return Err(failed("the notification does not say that the order is paid"));
        }

        stage.step(
            "The merchant asks",
            "A notification can get lost, and a call can end without an answer. The query tells what \
             became of the order; ask it before anything is sent again.",
        )?;
        let query = Query::builder().no_order(&*bought.no_order).dt_order(bought.dt_order).build();
        let query = query.or_fail("the query breaks the spec")?;
        let found = client.send(&query).or_fail("the query was not answered")?;
        let exchanges = sandbox.exchanges();
        stage.message("sent", of::<Query>(&exchanges, Direction::Received)?)?;
        stage.message("received", of::<Query>(&exchanges, Direction::Sent)?)?;
        if found.result_pay != Some(PaymentResult::Success) {
            return Err(failed("the query does not say that the order is paid"));
        }
        stage.end(&format!("Paid: order {}, {} yuan.", bought.no_order, bought.money_order))?;
        Ok(Answer::Yes)
    }
}

/// The latest message of an operation that went this way.
fn of<O: Operation>(exchanges: &[Exchange], direction: Direction) -> Result<&Exchange, Failure> {
    let mut latest = exchanges.iter().rev();
    latest
        .find(|exchange| exchange.operation == O::META.id && exchange.direction == direction)
        .ok_or_else(|| failed("the sandbox has not kept the message"))
}

fn failed(what: &str) -> Failure {
    Failure::Demo(what.to_owned())
}

/// Errors of the demo, each with the step that it belongs to.
trait OrFail<T> {
    fn or_fail(self, what: &str) -> Result<T, Failure>;
}

impl<T, E: Display> OrFail<T> for Result<T, E> {
    fn or_fail(self, what: &str) -> Result<T, Failure> {
        self.map_err(|error| Failure::Demo(format!("{what}: {error}")))
    }
}
