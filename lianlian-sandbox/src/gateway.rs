//! The gateway: what its merchants share, and the merchants.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::house::House;
use crate::merchant::Merchant;
use crate::order::Order;

/// The gateway.
pub(crate) struct Gateway {
    pub(crate) house: Arc<House>,
    /// By number.
    pub(crate) merchants: BTreeMap<String, Arc<Merchant>>,
    /// The one that is meant where none is named.
    pub(crate) first: Arc<Merchant>,
}

impl Gateway {
    /// The merchant of this number.
    pub(crate) fn merchant(&self, oid_partner: &str) -> Option<Arc<Merchant>> {
        self.merchants.get(oid_partner).cloned()
    }

    /// The order of the gateway's number, and whose it is.
    pub(crate) fn find_paybill(&self, oid_paybill: &str) -> Option<(Arc<Merchant>, Order)> {
        self.merchants.values().find_map(|merchant| {
            let order = merchant.books().ledger.find_paybill(oid_paybill).cloned()?;
            Some((Arc::clone(merchant), order))
        })
    }

    /// The order of a merchant's number: the first merchant's, or another's that has one.
    pub(crate) fn find(&self, no_order: &str) -> Option<(Arc<Merchant>, Order)> {
        let others = self.merchants.values().filter(|other| !Arc::ptr_eq(other, &self.first));
        [&self.first].into_iter().chain(others).find_map(|merchant| {
            let order = merchant.books().ledger.find(no_order).cloned()?;
            Some((Arc::clone(merchant), order))
        })
    }
}
