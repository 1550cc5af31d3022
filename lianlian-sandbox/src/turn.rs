//! One request being carried out.

use lianlian::OrderTime;
use lianlian::meta::OperationMeta;

use crate::account::Account;
use crate::books::Books;
use crate::house::House;
use crate::incoming::Refused;
use crate::merchant::Merchant;
use crate::outgoing::Reply;
use crate::return_codes::ReturnCodes;
use crate::values::Values;

/// A request that has passed its checks, and the books in which it is carried out.
///
/// Nobody else reads or writes the books meanwhile.
pub(crate) struct Turn<'t> {
    pub(crate) merchant: &'t Merchant,
    pub(crate) account: &'t Account,
    pub(crate) books: &'t mut Books,
    pub(crate) meta: &'static OperationMeta,
    pub(crate) request: &'t Values,
    pub(crate) now: OrderTime,
}

/// What came of a request.
pub(crate) type Played = Result<Reply, Refused>;

impl<'t> Turn<'t> {
    /// What all merchants share.
    pub(crate) fn house(&self) -> &'t House {
        &self.merchant.house
    }

    /// What the gateway answers with.
    pub(crate) fn codes(&self) -> &'t ReturnCodes {
        &self.merchant.house.codes
    }

    /// A member of the request.
    pub(crate) fn given(&self, name: &str) -> Option<&'t str> {
        self.request.get(name)
    }

    /// A member of the request, or nothing.
    pub(crate) fn text(&self, name: &str) -> &'t str {
        self.given(name).unwrap_or_default()
    }

    /// Has the merchant told about an order, once the books are saved.
    pub(crate) fn tell(&mut self, no_order: &str) {
        let house = &self.merchant.house;
        self.books.tell(no_order, || house.next_number(), self.now);
    }
}
