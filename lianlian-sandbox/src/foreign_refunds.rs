//! Refunds of orders in a foreign currency: they are asked for in yuan, and told in both.

use lianlian::{Amount, GATEWAY, OrderTime};
use serde::{Deserialize, Serialize};

use crate::order::Order;
use crate::rates::Rate;
use crate::refunds::Refund;

/// What a refund is in the currency of its order.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ForeignRefund {
    pub(crate) money: Amount,
    rate: String,
    rate_id: String,
}

impl ForeignRefund {
    /// What a refund of so much yuan is of this order, at the rate that the order was paid at.
    ///
    /// Rounded half up; the refund that returns the rest returns what is left, so that all of them
    /// add up to the order.
    pub(crate) fn of(order: &Order, money: Amount, sent_back: Amount, now: OrderTime) -> Self {
        let yuan = order.yuan();
        let left = order.money.checked_sub(order.refunded).unwrap_or_default();
        let is_last = sent_back.checked_add(money) == Some(yuan);
        let share = if is_last { left } else { share(money, order.money, yuan).min(left) };
        let rate = Rate::of(order.currency()).map(|rate| rate.to_string()).unwrap_or_default();
        Self { money: share, rate, rate_id: format!("{}01", now.date()) }
    }

    /// What is told about it under this name.
    pub(crate) fn fact(&self, name: &str) -> Option<String> {
        match name {
            "money_foreign_refund" => Some(self.money.to_string()),
            "rate" => Some(self.rate.clone()),
            "rate_id" => Some(self.rate_id.clone()),
            "exchange_bankcode" => GATEWAY.banks.first().map(|bank| bank.code.to_owned()),
            _ => None,
        }
    }
}

/// `money` times `whole` by `yuan`, rounded half up.
fn share(money: Amount, whole: Amount, yuan: Amount) -> Amount {
    let wide = |amount: Amount| u128::from(amount.fen());
    let product = wide(money).saturating_mul(wide(whole)).saturating_mul(2);
    let sum = product.saturating_add(wide(yuan));
    let share = sum.checked_div(wide(yuan).saturating_mul(2)).unwrap_or_default();
    u64::try_from(share).map_or(whole, Amount::from_fen)
}

/// What has gone back of an order, or is on its way back, in yuan.
pub(crate) fn sent_back<'r>(
    order: &Order,
    mut refunds: impl Iterator<Item = &'r Refund>,
) -> Amount {
    if !order.is_foreign() {
        return order.refunded;
    }
    let own = |refund: &&Refund| refund.no_order == order.no_order && refund.is_live();
    let add = |sum: Amount, refund: &Refund| sum.checked_add(refund.money).unwrap_or(sum);
    refunds.by_ref().filter(own).fold(Amount::default(), add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_half_up() {
        let fen = Amount::from_fen;
        // 100.00 yuan of an order of 14.04 dollars that cost 99.96 yuan.
        assert_eq!(share(fen(99_96), fen(14_04), fen(99_96)), fen(14_04));
        assert_eq!(share(fen(50_00), fen(14_04), fen(99_96)), fen(7_02));
        assert_eq!(share(fen(1), fen(1), fen(2)), fen(1));
        assert_eq!(share(fen(1), fen(1), fen(3)), fen(0));
        assert_eq!(share(fen(1), fen(1), fen(0)), fen(0));
    }
}
