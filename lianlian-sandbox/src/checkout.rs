//! A card payment on the hosted page: what the payer typed waits with its order for the SMS code.
//!
//! An order has one at a time. Who types another card, or in another tab, makes the one before void: two
//! cards must not be chargeable for one order.

use lianlian::OrderTime;
use serde::{Deserialize, Serialize};

use crate::cards::Card;
use crate::order::{Order, later};
use crate::sms::{MOST_WRONG, SMS_CODE, TOKEN_MINUTES};
use crate::values::Values;

/// A card payment that waits for its code. It holds personal data and has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Checkout {
    /// Stands for it in the address of the page.
    pub(crate) token: String,
    /// The method that the payer chose, where the order leaves it open.
    pub(crate) method: Option<String>,
    /// What the payer typed, but for what only the bank has to see.
    pub(crate) typed: Values,
    pub(crate) card: Card,
    /// The phone that the code was "sent" to, as it may be shown.
    pub(crate) phone: String,
    /// From this second on it is void.
    expires: OrderTime,
    /// Wrong codes so far.
    wrong: u32,
}

/// Why a code is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotTaken {
    /// Another payment took the place of this one, or it is too old.
    Void,
    /// The code is wrong, or no tries are left.
    Wrong,
}

impl Checkout {
    pub(crate) fn new(
        token: String,
        method: Option<String>,
        typed: Values,
        card: Card,
        phone: String,
        now: OrderTime,
    ) -> Self {
        let expires = later(now, TOKEN_MINUTES.saturating_mul(60));
        Self { token, method, typed, card, phone, expires, wrong: 0 }
    }

    /// Takes the code of the payment that `token` stands for. After the last wrong one, not even the right
    /// one is taken.
    pub(crate) fn redeem(
        order: &mut Order,
        token: &str,
        code: &str,
        now: OrderTime,
    ) -> Result<Self, NotTaken> {
        let is_good = |own: &&mut Box<Self>| own.token == token && now < own.expires;
        let waiting = order.checkout.as_mut().filter(is_good).ok_or(NotTaken::Void)?;
        if code == SMS_CODE && waiting.left() > 0 {
            return Ok((**waiting).clone());
        }
        waiting.wrong = waiting.wrong.saturating_add(1);
        Err(NotTaken::Wrong)
    }

    /// How many tries are left.
    pub(crate) const fn left(&self) -> u32 {
        MOST_WRONG.saturating_sub(self.wrong)
    }

    /// Whether a wrong code was tried.
    pub(crate) const fn was_tried(&self) -> bool {
        self.wrong > 0
    }

    /// The payment of this order that `token` stands for, if it still waits.
    pub(crate) fn of<'o>(order: &'o Order, token: &str, now: OrderTime) -> Option<&'o Self> {
        let own = order.checkout.as_deref();
        own.filter(|own| own.token == token && now < own.expires)
    }
}
