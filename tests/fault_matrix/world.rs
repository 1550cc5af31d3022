//! A sandbox whose clock runs when programs wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use lianlian::transport::UreqTransport;
use lianlian::{Amount, Client, FixedClock, OrderTime, Pace, RiskItem};
use lianlian_sandbox::Sandbox;

use crate::crash::{Disturbance, Disturbed, Watch};

/// The gateway, and what all programs of a merchant share.
pub(crate) struct World {
    pub(crate) sandbox: Arc<Sandbox>,
    orders: AtomicU64,
}

/// What a merchant has stored of an order before anything is sent.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) number: String,
    pub(crate) date: OrderTime,
    /// Each order has another amount, lest payouts look repeated.
    pub(crate) money: Amount,
}

impl World {
    pub(crate) fn new() -> Self {
        let now = "20261122093000".parse().unwrap();
        let sandbox = Sandbox::builder().key_bits(1024).clock(FixedClock(now)).start().unwrap();
        Self { sandbox: Arc::new(sandbox), orders: AtomicU64::new(0) }
    }

    pub(crate) fn next_order(&self) -> Stored {
        let number = self.orders.fetch_add(1, Ordering::SeqCst);
        Stored {
            number: format!("M{number:06}"),
            date: self.sandbox.now(),
            money: Amount::from_fen(100 + number),
        }
    }

    /// The client of one run of a program.
    pub(crate) fn client(&self, at: Option<(usize, Disturbance)>) -> (Client, Watch) {
        let watch = Watch::default();
        let transport = Disturbed {
            sandbox: Arc::clone(&self.sandbox),
            carrier: UreqTransport::new().unwrap(),
            at,
            watch: watch.clone(),
        };
        let pace = Waits { sandbox: Arc::clone(&self.sandbox), waited: AtomicU64::new(0) };
        (self.sandbox.client().transport(transport).pace(pace).build().unwrap(), watch)
    }
}

/// Waiting moves the gateway's clock, and takes no time.
struct Waits {
    sandbox: Arc<Sandbox>,
    waited: AtomicU64,
}

impl Pace for Waits {
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.waited.load(Ordering::SeqCst))
    }

    fn pause(&self, time: Duration) {
        let time = time.max(Duration::from_millis(100));
        self.waited.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
        self.sandbox.advance(time).unwrap();
    }

    fn random(&self) -> u64 {
        u64::MAX
    }
}

pub(crate) fn risk_item() -> RiskItem {
    let basic = lianlian::structures::RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("shopper-17")
        .user_info_dt_register("20250101080000".parse().unwrap())
        .goods_name("Racket")
        .build()
        .unwrap();
    RiskItem::new(&basic).unwrap()
}
