//! The steps of the demo.

use std::fmt::Display;
use std::time::Duration;

use lianlian::aggregate::{AsyncNotification, DirectPay, Query};
use lianlian::codes::PaymentResult;
use lianlian::{Client, Clock, Operation, OrderTime, Sensitive, ServerNotification, SystemClock};
use lianlian_sandbox::{Direction, Exchange, Sandbox};

use super::endpoint::Endpoint;
use super::order::order;
use super::show::{self, Stage};
use crate::failure::Failure;

/// How long the sandbox may take to see its notification acknowledged.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everybody who takes part: the gateway, the merchant's client and server, and who shows it.
pub(super) struct Play {
    stage: Stage,
    sandbox: Sandbox,
    client: Client,
    endpoint: Endpoint,
}

/// The order that was placed.
pub(super) struct Bought {
    no_order: String,
    dt_order: OrderTime,
    link: Sensitive,
}

impl Play {
    pub(super) fn start(mut stage: Stage) -> Result<Self, Failure> {
        let sandbox = Sandbox::start().or_fail("the sandbox does not start")?;
        let client = sandbox.client().build().or_fail("the client cannot be made")?;
        let endpoint = Endpoint::start(client.receiver())
            .or_fail("nothing can be received on this machine")?;
        stage.step(
            "Keys",
            "Merchant and gateway each made a key pair and know the other's public half. What one \
             signs with its private key, the other verifies.",
        )?;
        show::line(&format!("merchant  {}", sandbox.oid_partner()))?;
        show::line(&format!("gateway   {}", sandbox.url()))?;
        show::line(&format!("notify    {}", endpoint.url()))?;
        Ok(Self { stage, sandbox, client, endpoint })
    }

    pub(super) fn place_order(&mut self) -> Result<Bought, Failure> {
        let order =
            order(SystemClock.now(), self.endpoint.url()).or_fail("the order breaks the spec")?;
        self.stage.step(
            "The merchant places an order",
            "The client checks the order against the spec, signs it and posts it as JSON. Signed is \
             the text below: every field but sign, sorted and joined. *** stands for what the spec \
             marks sensitive; it is signed and sent as it is.",
        )?;
        let bill = self.client.send(&order).or_fail("the order was not taken")?;
        self.show::<DirectPay>("sent", Direction::Received)?;

        self.stage.step(
            "The gateway answers",
            "It verified the signature, took the order and signed its answer. The client verified \
             that before it read a single field: an answer that does not verify is never believed.",
        )?;
        self.show::<DirectPay>("received", Direction::Sent)?;
        let link = bill.into_inner().pay_load;
        Ok(Bought {
            no_order: order.no_order,
            dt_order: order.dt_order,
            link: link.ok_or_else(|| failed("the answer carries nothing to pay with"))?,
        })
    }

    pub(super) fn pay(&mut self, bought: &Bought) -> Result<(), Failure> {
        self.stage.step(
            "The payer scans a QR code",
            "The answer carries a link, payLoad, which the merchant shows as a QR code. With the real \
             gateway the payer scans it with Alipay; here the sandbox pays at once.",
        )?;
        self.stage.qr_code(&bought.link)?;
        show::line(&bought.link)?;
        self.sandbox.pay(&bought.no_order).or_fail("the order cannot be paid")
    }

    pub(super) fn notify(&mut self, bought: &Bought) -> Result<(), Failure> {
        self.stage.step(
            "The gateway notifies the merchant",
            "It posts a signed notification to notify_url, again and again until it is \
             acknowledged. The merchant verifies it, books the payment once, and acknowledges it.",
        )?;
        let notification = self
            .endpoint
            .next()
            .or_fail("no notification came")?
            .or_fail("the notification is not believed")?;
        if !self.sandbox.wait_for_acknowledgement(&bought.no_order, PATIENCE) {
            return Err(failed("the sandbox did not take the acknowledgement"));
        }
        self.show::<AsyncNotification>("received", Direction::Sent)?;
        self.stage.answer("acknowledged with", AsyncNotification::ACKNOWLEDGEMENT)?;
        if notification.result_pay == PaymentResult::Success {
            Ok(())
        } else {
            Err(failed("the notification does not say that the order is paid"))
        }
    }

    pub(super) fn query(&mut self, bought: &Bought) -> Result<(), Failure> {
        self.stage.step(
            "The merchant asks",
            "A notification can get lost, and a call can end without an answer. The query tells what \
             became of the order; ask it before anything is sent again.",
        )?;
        let query = Query::builder()
            .no_order(&*bought.no_order)
            .dt_order(bought.dt_order)
            .build()
            .or_fail("the query breaks the spec")?;
        let found = self.client.send(&query).or_fail("the query was not answered")?;
        self.show::<Query>("sent", Direction::Received)?;
        self.show::<Query>("received", Direction::Sent)?;
        match (&found.result_pay, found.money_order) {
            (Some(PaymentResult::Success), Some(money)) => {
                self.stage.end(&format!("Paid: order {}, {money} yuan.", bought.no_order))
            }
            _ => Err(failed("the query does not say that the order is paid")),
        }
    }

    /// Shows the latest message of an operation that went this way, seen from the gateway.
    fn show<O: Operation>(&self, title: &str, direction: Direction) -> Result<(), Failure> {
        let exchanges = self.sandbox.exchanges();
        let is_it = |exchange: &&Exchange| {
            exchange.operation == O::META.id && exchange.direction == direction
        };
        let message = exchanges.iter().rev().find(is_it);
        let message = message.ok_or_else(|| failed("the sandbox has not kept the message"))?;
        self.stage.message(title, message)
    }
}

fn failed(what: &str) -> Failure {
    Failure::Demo(what.to_owned())
}

/// Errors of the demo, each with what it stopped.
trait OrFail<T> {
    fn or_fail(self, what: &str) -> Result<T, Failure>;
}

impl<T, E: Display> OrFail<T> for Result<T, E> {
    fn or_fail(self, what: &str) -> Result<T, Failure> {
        self.map_err(|error| Failure::Demo(format!("{what}: {error}")))
    }
}
