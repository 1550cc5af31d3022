//! What the owner of the sandbox does to an order with their own hands: let it fail, expire, be cancelled,
//! be refunded, or have its notifications sent again.

use std::sync::Arc;
use std::time::Duration;

use lianlian::{Amount, Operation as _, OrderTime, refund};

use crate::answers::play;
use crate::behaviour::behaviour;
use crate::books::Books;
use crate::courier::Task;
use crate::error::SandboxError;
use crate::merchant::Merchant;
use crate::order::{Fate, Order};
use crate::turn::Turn;
use crate::values::Values;
use crate::view::OrderState;

/// Something that the owner of the sandbox does to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Intervention {
    Pay,
    Fail,
    Expire,
    Cancel,
    Resend,
}

impl Intervention {
    /// Every one.
    pub(crate) const ALL: [Self; 5] =
        [Self::Pay, Self::Fail, Self::Expire, Self::Cancel, Self::Resend];

    /// The word for it in addresses.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Fail => "fail",
            Self::Expire => "expire",
            Self::Cancel => "cancel",
            Self::Resend => "resend",
        }
    }

    /// The one of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Whether it fits what has become of an order.
    pub(crate) fn fits(self, order: &Order, now: OrderTime) -> bool {
        let state = order.state(now);
        match self {
            Self::Pay => state == OrderState::Unpaid,
            Self::Fail => {
                matches!(state, OrderState::Unpaid | OrderState::Processing | OrderState::Held)
            }
            Self::Expire => matches!(state, OrderState::Unpaid | OrderState::Held),
            Self::Cancel => state == OrderState::Paid && order.is_payout(),
            Self::Resend => !order.deliveries.is_empty(),
        }
    }
}

impl Merchant {
    /// Does something to an order.
    pub(crate) fn intervene(
        self: &Arc<Self>,
        no_order: &str,
        what: Intervention,
    ) -> Result<(), SandboxError> {
        match what {
            Intervention::Pay => self.pay(no_order, None).map(drop),
            Intervention::Fail => self.fail(no_order),
            Intervention::Expire => self.expire(no_order),
            Intervention::Cancel => self.cancel(no_order),
            Intervention::Resend => self.resend(no_order),
        }
    }

    /// Has an order fail for good. The merchant is told of a payout; of other failures the gateway
    /// tells nothing.
    pub(crate) fn fail(self: &Arc<Self>, no_order: &str) -> Result<(), SandboxError> {
        self.change(no_order, Intervention::Fail, "failed", |order, now| {
            order.fate = Fate::Failed { at: now };
            order.plan.clear();
            order.is_payout()
        })
    }

    /// Has an order's time run out now.
    pub(crate) fn expire(self: &Arc<Self>, no_order: &str) -> Result<(), SandboxError> {
        self.change(no_order, Intervention::Expire, "expired", |order, now| {
            match &mut order.hold {
                Some(hold) => hold.until = now,
                None => order.expires = now,
            }
            false
        })
    }

    /// Has the bank send a payout back that went out.
    pub(crate) fn cancel(self: &Arc<Self>, no_order: &str) -> Result<(), SandboxError> {
        self.change(no_order, Intervention::Cancel, "cancelled", |order, now| {
            let paid = order.paid_at().unwrap_or(now);
            order.fate = Fate::Returned { paid, at: now };
            order.plan.clear();
            true
        })
    }

    /// Changes an order if that fits, and has the merchant told if `change` says so.
    fn change(
        self: &Arc<Self>,
        no_order: &str,
        what: Intervention,
        done: &'static str,
        change: impl FnOnce(&mut Order, OrderTime) -> bool,
    ) -> Result<(), SandboxError> {
        self.write(|books, now| {
            let order = found(books, no_order)?;
            if !what.fits(order, now) {
                let why = match (what, order.state(now)) {
                    (Intervention::Cancel, OrderState::Paid) => {
                        "only payouts are; refund it".to_owned()
                    }
                    (_, state) => format!("it is {state}"),
                };
                return Err(SandboxError::NotDone { no_order: no_order.to_owned(), done, why });
            }
            if change(order, now) {
                books.tell(no_order, || self.house.next_number(), now);
            }
            Ok(())
        })?
    }

    /// Has every notification about an order posted again: those that were given up or acknowledged until
    /// they are acknowledged again, the others once more, beside what is still to come.
    pub(crate) fn resend(self: &Arc<Self>, no_order: &str) -> Result<(), SandboxError> {
        let open = self.write(|books, _| {
            let keys = found(books, no_order)?.deliveries.clone();
            if keys.is_empty() {
                let (no_order, done) = (no_order.to_owned(), "notified again");
                let why = "there was no notification about it yet".to_owned();
                return Err(SandboxError::NotDone { no_order, done, why });
            }
            let mut open = Vec::new();
            for key in keys {
                let Some(delivery) = books.deliveries.get_mut(&key) else { continue };
                if delivery.is_over {
                    delivery.is_over = false;
                    books.outbox.push(key);
                } else {
                    open.push(key);
                }
            }
            Ok(open)
        })??;
        for key in open {
            let task = Task::PostOnce { merchant: Arc::clone(self), key };
            self.house.courier.after(Duration::ZERO, task).map_err(SandboxError::Thread)?;
        }
        Ok(())
    }

    /// Refunds an order in the gateway's own name, as if the merchant had asked for it.
    pub(crate) fn refund(
        self: &Arc<Self>,
        no_order: &str,
        money: Amount,
    ) -> Result<(), SandboxError> {
        let not_done = |why: String| {
            let no_order = no_order.to_owned();
            SandboxError::NotDone { no_order, done: "refunded", why }
        };
        let meta = refund::Apply::META;
        let behaviour =
            behaviour(meta).ok_or_else(|| not_done(format!("{} is not played", meta.id)))?;
        let account = self.account();
        self.write(|books, now| {
            let order = found(books, no_order)?;
            let mut request = Values::default();
            request.set("oid_partner", self.number());
            request.set("no_refund", format!("R{}{:08}", now.date(), self.house.next_number()));
            request.set("dt_refund", now.to_string());
            request.set("money_refund", money.to_string());
            request.set("no_order", no_order);
            if let Some(url) = order.values.get("notify_url") {
                request.set("notify_url", url);
            }
            let (merchant, account, request) = (self, &account, &request);
            let mut turn = Turn { merchant, account, books, meta, request, now };
            let played = play(&mut turn, behaviour).map(drop);
            played
                .map_err(|refused| not_done(format!("{} {}", refused.reply.code.code, refused.why)))
        })?
    }
}

/// Whether refunds are played.
pub(crate) fn refunds_are_played() -> bool {
    behaviour(refund::Apply::META).is_some()
}

fn found<'b>(books: &'b mut Books, no_order: &str) -> Result<&'b mut Order, SandboxError> {
    let order = books.ledger.find_mut(no_order);
    order.ok_or_else(|| SandboxError::NoSuchOrder { no_order: no_order.to_owned() })
}
