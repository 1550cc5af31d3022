//! What programs of a merchant pursue, each careful in the way that docs/money-safety.md describes.

use lianlian::codes::{
    CardPayType, Currency, DocumentType, EasypayPayType, GoodsKind, MpayPayType, PayeeKind,
    PreauthPayType, UnifiedChannel, UnifiedProduct,
};
use lianlian::{
    Amount, Client, JsonPost, Request, Resolution, SendError, Sent, aggregate, easypay, exchange,
    instant, mpay, refund, unified,
};
use lianlian_sandbox::{OrderState, RefundState, Sandbox};

use crate::world::{Stored, World, risk_item};

/// Nobody listens there: these programs ask.
const NOTIFY: &str = "http://127.0.0.1:9/";

/// What a program believes when it ends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Belief {
    /// The money has moved.
    Done,
    /// It has not, and will not without another request.
    NotExecuted(String),
    /// It does not know, and has to be started again.
    Unknown(String),
}

/// A program of a merchant.
pub(crate) trait Goal {
    fn name(&self) -> &'static str;

    /// What has to be there before.
    fn prepare(&self, _world: &World, _order: &Stored) {}

    /// Runs from the start, or goes on after a run that has ended somewhere.
    fn pursue(&self, world: &World, client: &Client, order: &Stored, goes_on: bool) -> Belief;

    /// How often the money has moved by the sandbox's books.
    fn executed(&self, world: &World, order: &Stored) -> usize;
}

type Done<T> = Result<T, Belief>;

/// Asks what became of an order.
fn resolved<R: Request>(client: &Client, order: &R) -> Done<Resolution> {
    client.resolve(order).map_err(|unresolved| Belief::Unknown(unresolved.to_string()))
}

/// Sends safely, and passes on what cannot be known.
fn sent<R>(client: &Client, request: &R) -> Done<Sent<<R::Operation as JsonPost>::Reply>>
where
    R: Request,
    R::Operation: JsonPost,
{
    client.send_safely(request).map_err(|error| match error {
        SendError::NotExecuted(why) => Belief::NotExecuted(why.to_string()),
        SendError::Unknown(why) => Belief::Unknown(why.to_string()),
    })
}

/// The end of a program that asks last.
fn asked_last<R: Request>(client: &Client, order: &R) -> Done<Belief> {
    Ok(match resolved(client, order)? {
        Resolution::Executed(_) => Belief::Done,
        Resolution::Failed(found) => Belief::NotExecuted(found.state),
        Resolution::NotFound => Belief::NotExecuted("not found".to_owned()),
        other => Belief::Unknown(format!("{other:?}")),
    })
}

fn ended(outcome: Done<Belief>) -> Belief {
    outcome.unwrap_or_else(|belief| belief)
}

fn is_paid(world: &World, number: &str) -> usize {
    let order = world.sandbox.order(number);
    usize::from(order.is_some_and(|order| order.state == OrderState::Paid))
}

/// A shopper pays by scanning a code.
pub(crate) struct QrCode;

impl QrCode {
    fn order(stored: &Stored) -> aggregate::DirectPay {
        aggregate::DirectPay::builder()
            .no_order(&*stored.number)
            .dt_order(stored.date)
            .money_order(stored.money)
            .busi_partner(GoodsKind::PhysicalGoods)
            .user_id("shopper-17")
            .name_goods("Racket")
            .notify_url(NOTIFY)
            .risk_item(risk_item())
            .pay_type(aggregate::DirectPayType::AlipayQr)
            .build()
            .unwrap()
    }
}

impl Goal for QrCode {
    fn name(&self) -> &'static str {
        "a payment by QR code"
    }

    fn pursue(&self, world: &World, client: &Client, stored: &Stored, _goes_on: bool) -> Belief {
        let order = Self::order(stored);
        ended((|| {
            // Placed again it is the same order, with the same code.
            if let Sent::Resolved(Resolution::Executed(_)) = sent(client, &order)? {
                return Ok(Belief::Done);
            }
            // The shopper scans the code; who has paid does not pay again.
            if is_paid(world, &stored.number) == 0 {
                world.sandbox.pay(&stored.number).unwrap();
            }
            asked_last(client, &order)
        })())
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        is_paid(world, &stored.number)
    }
}

/// A card is charged with an SMS code.
pub(crate) struct EasypayCard;

impl EasypayCard {
    fn order(stored: &Stored) -> easypay::Apply {
        easypay::Apply::builder()
            .user_id(format!("user-{}", stored.number))
            .busi_partner(GoodsKind::VirtualGoods)
            .no_order(&*stored.number)
            .dt_order(stored.date)
            .money_order(stored.money)
            .name_goods("Membership")
            .notify_url(NOTIFY)
            .risk_item(risk_item())
            .pay_type(EasypayPayType::Regular)
            .acct_name("张三")
            .card_no("6222000000001234")
            .id_type(DocumentType::IdCard)
            .id_no("110101199001010000")
            .bind_mob("13800005678")
            .build()
            .unwrap()
    }
}

impl Goal for EasypayCard {
    fn name(&self) -> &'static str {
        "a card payment"
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, _goes_on: bool) -> Belief {
        let order = Self::order(stored);
        ended((|| {
            // Placed again it is the same order, and a new code is sent; what is paid is refused.
            let reply = match sent(client, &order)? {
                Sent::Answered(reply) => reply.into_inner(),
                Sent::Resolved(Resolution::Executed(_)) => return Ok(Belief::Done),
                Sent::Resolved(other) => return Err(Belief::Unknown(format!("{other:?}"))),
            };
            if let easypay::ApplyReply::SmsCode(step) = reply {
                let verify = step.verify(&order).verify_code(Sandbox::SMS_CODE).build().unwrap();
                sent(client, &verify)?;
            }
            asked_last(client, &order)
        })())
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        is_paid(world, &stored.number)
    }
}

/// Wages are paid out.
pub(crate) struct Payout;

fn payout(number: &str, stored: &Stored) -> instant::Apply {
    instant::Apply::builder()
        .flag_card(PayeeKind::Person)
        .money_order(stored.money)
        .no_order(number)
        .dt_order(stored.date)
        .card_no("6222000000009876")
        .acct_name("李四")
        .info_order("wages")
        .memo("wages")
        .notify_url(NOTIFY)
        .build()
        .unwrap()
}

/// Pays out; a person has looked at what is held, and confirms it.
fn pay_out(client: &Client, payout: &instant::Apply, goes_on: bool) -> Done<Belief> {
    if goes_on {
        match resolved(client, payout)? {
            Resolution::Executed(_) => return Ok(Belief::Done),
            // Held, and the code may be lost: the same payout is told it again.
            Resolution::Open(_) | Resolution::NotFound => {}
            other => return Err(Belief::Unknown(format!("{other:?}"))),
        }
    }
    let step = match sent(client, payout)? {
        Sent::Answered(reply) => match reply.into_inner() {
            instant::ApplyReply::Confirmation(step) => step,
            instant::ApplyReply::Done(_) => return asked_last(client, payout),
        },
        Sent::Resolved(Resolution::Executed(_)) => return Ok(Belief::Done),
        Sent::Resolved(other) => return Err(Belief::Unknown(format!("{other:?}"))),
    };
    let confirm = step.confirm(payout).build().unwrap();
    sent(client, &confirm)?;
    asked_last(client, payout)
}

impl Goal for Payout {
    fn name(&self) -> &'static str {
        "a payout"
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, goes_on: bool) -> Belief {
        ended(pay_out(client, &payout(&stored.number, stored), goes_on))
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        is_paid(world, &stored.number)
    }
}

/// Wages are paid out that look like some that were paid before.
pub(crate) struct HeldPayout;

impl HeldPayout {
    fn first(stored: &Stored) -> String {
        format!("{}-first", stored.number)
    }
}

impl Goal for HeldPayout {
    fn name(&self) -> &'static str {
        "a held payout"
    }

    fn prepare(&self, world: &World, stored: &Stored) {
        let (client, _) = world.client(None);
        client.send(&payout(&Self::first(stored), stored)).unwrap();
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, goes_on: bool) -> Belief {
        ended(pay_out(client, &payout(&stored.number, stored), goes_on))
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        is_paid(world, &stored.number)
    }
}

/// A card is charged by MPAY, whose messages travel encrypted.
pub(crate) struct MpayCard;

impl Goal for MpayCard {
    fn name(&self) -> &'static str {
        "a card payment by MPAY"
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, _goes_on: bool) -> Belief {
        let order = mpay::PayApply::builder()
            .user_id(format!("user-{}", stored.number))
            .busi_partner(GoodsKind::PhysicalGoods)
            .no_order(&*stored.number)
            .dt_order(stored.date)
            .name_goods("Racket")
            .money_order(stored.money)
            .notify_url(NOTIFY)
            .risk_item(risk_item())
            .pay_type(MpayPayType::QuickDebit)
            .acct_name("张三")
            .card_no("6222000000001234")
            .bind_mob("13800005678")
            .id_type(DocumentType::IdCard)
            .id_no("110101199001010000")
            .build()
            .unwrap();
        ended((|| {
            let reply = match sent(client, &order)? {
                Sent::Answered(reply) => reply.into_inner(),
                Sent::Resolved(Resolution::Executed(_)) => return Ok(Belief::Done),
                Sent::Resolved(other) => return Err(Belief::Unknown(format!("{other:?}"))),
            };
            if let mpay::PayApplyReply::SmsCode(step) = reply {
                let verify =
                    step.pay_verify(&order).verify_code(Sandbox::SMS_CODE).build().unwrap();
                sent(client, &verify)?;
            }
            asked_last(client, &order)
        })())
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        is_paid(world, &stored.number)
    }
}

/// An order in dollars is paid by card.
pub(crate) struct ExchangeCard;

impl ExchangeCard {
    fn order(stored: &Stored) -> exchange::Apply {
        exchange::Apply::builder()
            .user_id(format!("user-{}", stored.number))
            .busi_partner(GoodsKind::PhysicalGoods)
            .no_order(&*stored.number)
            .dt_order(stored.date)
            .name_goods("Racket")
            .notify_url(NOTIFY)
            .risk_item(risk_item())
            .pay_type(CardPayType::Debit)
            .currency_order(Currency::Usd)
            .money_order(stored.money)
            .currency_settle(Currency::Usd)
            .acct_name("张三")
            .card_no("6222000000001234")
            .bind_mob("13800005678")
            .build()
            .unwrap()
    }

    fn pay(client: &Client, stored: &Stored) -> Done<Belief> {
        let order = Self::order(stored);
        let reply = match sent(client, &order)? {
            Sent::Answered(reply) => reply.into_inner(),
            Sent::Resolved(Resolution::Executed(_)) => return Ok(Belief::Done),
            Sent::Resolved(other) => return Err(Belief::Unknown(format!("{other:?}"))),
        };
        if let exchange::ApplyReply::SmsCode(step) = reply {
            let verify = step.verify(&order).verify_code(Sandbox::SMS_CODE).build().unwrap();
            sent(client, &verify)?;
        }
        asked_last(client, &order)
    }
}

impl Goal for ExchangeCard {
    fn name(&self) -> &'static str {
        "a card payment in dollars"
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, _goes_on: bool) -> Belief {
        ended(Self::pay(client, stored))
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        is_paid(world, &stored.number)
    }
}

/// A shopper pays on the page of the unified gateway.
pub(crate) struct UnifiedPage;

impl Goal for UnifiedPage {
    fn name(&self) -> &'static str {
        "a payment by the unified gateway"
    }

    fn pursue(&self, world: &World, client: &Client, stored: &Stored, _goes_on: bool) -> Belief {
        let order = unified::CreatePayment::builder()
            .user_id("shopper-17")
            .busi_partner(GoodsKind::PhysicalGoods)
            .no_order(&*stored.number)
            .dt_order(stored.date)
            .name_goods("Racket")
            .money_order(stored.money)
            .notify_url(NOTIFY)
            .url_return("https://shop.example/back")
            .risk_item(risk_item())
            .flag_pay_product(UnifiedProduct::OnlineBanking)
            .flag_chnl(UnifiedChannel::Web)
            .build()
            .unwrap();
        ended((|| {
            if let Sent::Resolved(Resolution::Executed(_)) = sent(client, &order)? {
                return Ok(Belief::Done);
            }
            if is_paid(world, &stored.number) == 0 {
                world.sandbox.pay(&stored.number).unwrap();
            }
            asked_last(client, &order)
        })())
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        is_paid(world, &stored.number)
    }
}

/// How many refunds of an order are on record that have not failed; the stored amount is that of each.
fn refunds_of(world: &World, order: &str) -> usize {
    let refunds = world.sandbox.refunds();
    let own = refunds.iter().filter(|refund| refund.no_order == order);
    own.filter(|refund| refund.state != RefundState::Failed).count()
}

/// Sends a refund that must not be sent twice, and asks before it is sent again.
fn give_back<R>(client: &Client, refund: &R, goes_on: bool) -> Done<Belief>
where
    R: Request,
    R::Operation: JsonPost,
{
    if goes_on {
        match resolved(client, refund)? {
            Resolution::Executed(_) => return Ok(Belief::Done),
            Resolution::NotFound => {}
            other => return Err(Belief::Unknown(format!("{other:?}"))),
        }
    }
    sent(client, refund)?;
    asked_last(client, refund)
}

/// A shopper gets half of the money back.
pub(crate) struct Refund;

impl Goal for Refund {
    fn name(&self) -> &'static str {
        "a refund"
    }

    fn prepare(&self, world: &World, stored: &Stored) {
        let (client, _) = world.client(None);
        // Twice as much is paid, so that a second refund would go through.
        let money = Amount::from_fen(stored.money.fen() * 2);
        client.send(&QrCode::order(&Stored { money, ..stored.clone() })).unwrap();
        world.sandbox.pay(&stored.number).unwrap();
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, goes_on: bool) -> Belief {
        let refund = refund::Apply::builder()
            .no_refund(format!("R-{}", stored.number))
            .dt_refund(stored.date)
            .money_refund(stored.money)
            .no_order(&*stored.number)
            .notify_url(NOTIFY)
            .build()
            .unwrap();
        ended(give_back(client, &refund, goes_on))
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        refunds_of(world, &stored.number)
    }
}

/// A shopper gets a part of what was paid for an order in dollars back.
pub(crate) struct ExchangeRefund;

impl Goal for ExchangeRefund {
    fn name(&self) -> &'static str {
        "a refund of an order in dollars"
    }

    fn prepare(&self, world: &World, stored: &Stored) {
        let (client, _) = world.client(None);
        assert!(matches!(ExchangeCard::pay(&client, stored), Ok(Belief::Done)));
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, goes_on: bool) -> Belief {
        let refund = refund::ExchangeApply::builder()
            .no_refund(format!("R-{}", stored.number))
            .dt_refund(stored.date)
            .money_refund(stored.money)
            .no_order(&*stored.number)
            .notify_url(NOTIFY)
            .build()
            .unwrap();
        ended(give_back(client, &refund, goes_on))
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        refunds_of(world, &stored.number)
    }
}

/// What is held on a card is taken, or released.
pub(crate) enum Hold {
    Taken,
    Released,
}

impl Hold {
    fn order(stored: &Stored) -> easypay::Apply {
        easypay::Apply::builder()
            .user_id("shopper-17")
            .busi_partner(GoodsKind::VirtualGoods)
            .no_order(&*stored.number)
            .dt_order(stored.date)
            .money_order(stored.money)
            .name_goods("Deposit")
            .notify_url(NOTIFY)
            .risk_item(risk_item())
            .pay_type(EasypayPayType::Preauth)
            .acct_name("张三")
            .card_no("6222000000001234")
            .id_type(DocumentType::IdCard)
            .id_no("110101199001010000")
            .bind_mob("13800005678")
            .vali_date("3012")
            .cvv2("123")
            .build()
            .unwrap()
    }

    fn end<R>(client: &Client, request: &R, goes_on: bool) -> Belief
    where
        R: Request,
        R::Operation: JsonPost,
    {
        ended((|| {
            if goes_on {
                match resolved(client, request)? {
                    Resolution::Executed(_) => return Ok(Belief::Done),
                    // It is still held.
                    Resolution::Open(_) | Resolution::NotFound => {}
                    other => return Err(Belief::Unknown(format!("{other:?}"))),
                }
            }
            sent(client, request)?;
            asked_last(client, request)
        })())
    }
}

impl Goal for Hold {
    fn name(&self) -> &'static str {
        match self {
            Self::Taken => "a capture",
            Self::Released => "a release",
        }
    }

    fn prepare(&self, world: &World, stored: &Stored) {
        let (client, _) = world.client(None);
        let hold = Self::order(stored);
        let reply = client.send(&hold).unwrap().into_inner();
        let easypay::ApplyReply::SmsCode(step) = reply else { panic!("{reply:?}") };
        let verify = step.verify(&hold).verify_code(Sandbox::SMS_CODE).build().unwrap();
        client.send(&verify).unwrap();
        let order = world.sandbox.order(&stored.number).unwrap();
        assert_eq!(order.state, OrderState::Authorised);
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, goes_on: bool) -> Belief {
        match self {
            Self::Taken => {
                let capture = easypay::PreauthCapture::builder()
                    .user_id("shopper-17")
                    .pay_type(PreauthPayType::CreditCard)
                    .money_order(stored.money)
                    .no_order(&*stored.number)
                    .dt_order(stored.date)
                    .build()
                    .unwrap();
                Self::end(client, &capture, goes_on)
            }
            Self::Released => {
                let cancel = easypay::PreauthCancel::builder()
                    .user_id("shopper-17")
                    .pay_type(PreauthPayType::CreditCard)
                    .money_order(stored.money)
                    .no_order(&*stored.number)
                    .dt_order(stored.date)
                    .build()
                    .unwrap();
                Self::end(client, &cancel, goes_on)
            }
        }
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        let ends = match self {
            Self::Taken => OrderState::Paid,
            Self::Released => OrderState::Voided,
        };
        usize::from(world.sandbox.order(&stored.number).unwrap().state == ends)
    }
}

/// Wages are paid out by a program that takes every error for a failure, and tries again under another
/// number.
pub(crate) struct CarelessPayout;

impl Goal for CarelessPayout {
    fn name(&self) -> &'static str {
        "a careless payout"
    }

    fn pursue(&self, _: &World, client: &Client, stored: &Stored, _goes_on: bool) -> Belief {
        if client.send(&payout(&stored.number, stored)).is_ok() {
            return Belief::Done;
        }
        // Another card, lest the gateway sees a repetition.
        let mut again = payout(&format!("{}-again", stored.number), stored);
        again.card_no = "6222000000005432".into();
        match client.send(&again) {
            Ok(_) => Belief::Done,
            Err(error) => Belief::Unknown(error.to_string()),
        }
    }

    fn executed(&self, world: &World, stored: &Stored) -> usize {
        is_paid(world, &stored.number) + is_paid(world, &format!("{}-again", stored.number))
    }
}
