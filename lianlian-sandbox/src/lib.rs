//! An embedded LianLian Pay gateway to develop and test against.
//!
//! A [`Sandbox`] serves the gateway's operations on loopback, at their production paths, from the same
//! description the library is generated from: it checks signature, fields and rules, keeps orders, signs
//! its replies, and notifies the merchant until the notification is acknowledged. No money, no internet.
//!
//! It shares the library's code for signatures, so it proves that a program's flow is right, not that a
//! signature is; known answers and OpenSSL do that elsewhere.
//!
//! ```
//! use lianlian::aggregate::Query;
//! use lianlian_sandbox::Sandbox;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().key_bits(1024).start()?;
//! let client = sandbox.client().build()?;
//! let answer = client.send(&Query::builder().no_order("20261122000001").build()?);
//! assert!(answer.is_err(), "nobody has placed that order yet");
//! # Ok(())
//! # }
//! ```
//!
//! # What is played
//!
//! Every operation that can be called. What an operation does follows from the spec; where the documentation is silent, the sandbox does what keeps a merchant's program careful:
//!
//! * **SMS codes.** No SMS is sent: the right code is always [`Sandbox::SMS_CODE`]. It is good for ten
//!   minutes and its token for thirty, for its own user or order, and once; the third wrong code makes the
//!   token void, and so does asking again. A spent token is refused as unknown, which proves nothing about
//!   the first time. Other fixed codes stand for what else may come of a code:
//!
//!   | code | is |
//!   | --- | --- |
//!   | `123456` | the right one |
//!   | `000001` | refused as too old (1901), [`Sandbox::LAPSED_SMS_CODE`] |
//!   | `000002` | refused as sent to another phone (9701), [`Sandbox::OTHER_PHONES_SMS_CODE`] |
//!   | `000003` | refused as one wrong code too many (9702), [`Sandbox::LAST_WRONG_SMS_CODE`] |
//!   | `000004` | refused as it cannot be checked (1900), [`Sandbox::UNCHECKED_SMS_CODE`] |
//!   | any other | wrong (9700); the third time one too many (9702) |
//! * **Card binding.** A user binds cards of one person, each once. The list has ten entries on a page; a
//!   user without any gets an empty one.
//! * **Card payments from the server** (easypay, MPAY). An order waits for its SMS code with the result
//!   `WAITING`, and fails when its time runs out. A bare card is bound by its first code.
//!   [`SandboxBuilder::sms_codes`] makes a merchant whose payments need no code. A card is a credit card
//!   when the request says so or brings `vali_date` or `cvv2`. Banks answer at once, unless
//!   [`Account::bank_answers_after`] says otherwise: then the order is in progress, and what is sent
//!   again is refused as under way. An agreement that a request for a page names has to hold.
//! * **Pre-authorisation.** What is held is not paid: replies and queries say `APPLY_SUCCESS`, and nothing is
//!   settled. The notification and the way back say `SUCCESS`, the only value printed for them, with the
//!   `pay_type` `F`: a program has to look at it. A hold is captured once, up to its amount, and the rest is
//!   released; or it is released as a whole. The same again gets the same answer; another amount captured
//!   afterwards is answered with 1002, which has the client ask. A hold that nobody takes lapses after 30
//!   days. What is gone is refused with `PR13` and `PR16`. Captures and releases are never under way.
//!   `easypay.query` tells the amount that was taken, and of what was released `FAILURE`.
//! * **Exchange payment.** Rates are invented and never change; a dollar costs 7.1200 yuan. An order waits,
//!   is in progress once its payer is verified, and waits again when its bank has said nothing for three
//!   minutes; it is asked for seven days. Then the order is closed, and a payment that comes later does not
//!   change it. While the bank is asked, what is sent again is refused as under way. An order with another
//!   currency is another order. Limits count yuan.
//! * **Unified gateway.** The token of the answer stands for the page and is not verified anywhere. The
//!   method is the kind of bank or card that the request names, where the payer chooses none.
//! * **Apps.** The vendor's SDK talks to the gateway in an undocumented way; here it posts its message to an
//!   address of the sandbox's own, and gets the address of a page.
//! * **Notifications.** Payments are told about when they succeed, payouts whatever becomes of them: `SUCCESS`
//!   first and `CANCEL` later, in two notifications. What the gateway has to be asked to tell comes with
//!   [`Account::payer_in_notifications`].
//! * **Instant payout.** A payout goes out at once, unless it looks like a repetition (same card and
//!   amount within 24 hours) or the card is known under other names; then it is held. The same payout
//!   again gets the same answer, with another payee it is refused. After more than six wrong confirmation codes
//!   no other is taken; a payout that is not confirmed in time is closed. [`Sandbox::pay`] does not
//!   release it.
//! * **Refunds.** A refund is recognised by its number: the same again (date, order, amount) gets the same
//!   answer with the present state, and never is a second refund; another under its number is refused
//!   with a code that leaves open what was executed. It is processing for 30 seconds, or what
//!   [`Account::refund_seconds`] says; then the merchant is notified, of a failure too (the 2018 edition
//!   says so, the 2019 edition speaks of success only). Its amount is reserved at once, and free again when
//!   it fails. More than six months of the calendar after the payment it is refused with 5004, which
//!   says to stop and look. Orders in a foreign currency are refunded at the address for them only, in
//!   yuan, and told as `REFUND` once all has gone back; others stay `SUCCESS`.
//! * **Balances.** Refunds are taken from what is earned and not settled (5006), payouts from the account's
//!   balance (9104). A payout over the balance is not on record; a held one stays held. Nothing is
//!   settled unless [`Account::settles_daily`] says so.
//! * **Cards.** A small invented register tells bank and kind; what a request says of its card
//!   counts more.
//! * **Test data.** Amounts and card numbers make each outcome and return code happen: [`TestData`], the
//!   page `/sandbox/test-data`, and `docs/test-data.md`.
//! * **Hosted pages.** What a payer's browser posts is answered with the address of a page, so neither
//!   reloading nor going back pays, and the page of a paid order says so to whoever opens it. The payer
//!   chooses what the order leaves open: a code to scan, a bank, a card with an SMS code. A payment that is
//!   declined, or ended by the third wrong code, leaves the order open: nothing says that an order fails
//!   because one attempt did. A card that was typed is bound, as it is by `easypay.apply`. The signed result
//!   goes back to `url_return` with the browser, by a button, and with scripts after three seconds unless
//!   `syschnotify_flag` says otherwise.
//! * **By hand.** [`Sandbox::fail`], [`Sandbox::expire`], [`Sandbox::cancel`] and [`Sandbox::resend`] do what
//!   the dashboard's buttons do. Requests to all this from a page of another site are refused.
//! * **Numbers.** An order number names one order of the merchant, whichever product it is of.
//!
//! ```
//! use lianlian::codes::{CardPayType, DocumentType};
//! use lianlian::{RiskItem, card_bind, structures::RiskItemBasic};
//! use lianlian_sandbox::Sandbox;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().key_bits(1024).start()?;
//! let client = sandbox.client().build()?;
//! # let risk = RiskItemBasic::builder()
//! #     .frms_ware_category("2009")
//! #     .user_info_mercht_userno("shopper-17")
//! #     .user_info_dt_register("20250101080000".parse()?)
//! #     .goods_name("Membership")
//! #     .build()?;
//! let card = card_bind::Apply::builder()
//!     .user_id("shopper-17")
//!     .pay_type(CardPayType::Debit)
//!     .id_type(DocumentType::IdCard)
//!     .id_no("110101199001010000")
//!     .acct_name("张三")
//!     .card_no("6222000000001234")
//!     .bind_mob("13800000000")
//!     .risk_item(RiskItem::new(&risk)?)
//!     .build()?;
//! let card_bind::ApplyReply::SmsCode(step) = client.send(&card)?.into_inner() else {
//!     panic!("binding a card needs a code");
//! };
//! client.send(&step.verify(&card).verify_code(Sandbox::SMS_CODE).build()?)?;
//! assert_eq!(sandbox.agreements()[0].card_no, "************1234");
//! # Ok(())
//! # }
//! ```
//!
//! # Addresses
//!
//! A browser finds the dashboard at `/`: orders with every message and notification, the clock, troubles
//! to come, accounts. Programs in other languages find these addresses beside the gateway's own:
//!
//! | address | does |
//! | --- | --- |
//! | `POST /sandbox/orders/{no_order}/pay` | pays the order, as [`Sandbox::pay`] |
//! | `POST /sandbox/orders/{no_order}/fail` | has it fail, as [`Sandbox::fail`]; so `expire`, `cancel`, `resend` |
//! | `GET /sandbox/orders/{no_order}` | tells its state as JSON |
//! | `POST /sandbox/mobile/easypay.mobile_pay` | takes the message that an app hands to the vendor's SDK, and gives the `url` of the page as JSON |
//! | `GET /sandbox/refunds/{no_refund}` | tells a refund's state as JSON |
//! | `GET`, `POST /sandbox/clock` | tells the time, and moves it, as [`Sandbox::advance`] and [`Sandbox::run_at`] |
//! | `GET`, `POST`, `DELETE /sandbox/troubles` | lists, causes and ends troubles, as [`Sandbox::cause`] |
//! | `GET /sandbox/test-data` | lists amounts and cards that make things happen |

mod account;
mod agreements;
mod answers;
mod balances;
mod bank;
mod behaviour;
mod binding;
mod books;
mod builder;
mod calls;
mod card_orders;
mod card_register;
mod cards;
mod checkout;
mod conditions;
mod control;
mod courier;
mod dashboard;
mod delivery;
mod envelope;
mod error;
mod exchange;
mod foreign;
mod foreign_refunds;
mod forms;
mod gateway;
mod guard;
mod hosted;
mod house;
mod incoming;
mod interventions;
mod ledger;
mod limits;
mod magic;
mod merchant;
mod mobile;
mod months;
mod numbers;
mod operations;
mod order;
mod outgoing;
mod pages;
mod payouts;
mod preauth;
mod rates;
mod refund_view;
mod refunding;
mod refunds;
mod return_codes;
mod sandbox;
mod saved;
mod server;
mod settings;
mod sms;
mod sms_codes;
mod store;
mod table;
mod test_data;
mod test_data_page;
mod time;
mod trouble;
mod turn;
mod values;
mod view;
mod wire;

pub use account::Account;
pub use builder::SandboxBuilder;
pub use error::SandboxError;
pub use exchange::{Direction, Exchange, Verdict};
pub use refund_view::{RefundState, RefundView};
pub use sandbox::Sandbox;
pub use settings::SettingsError;
pub use store::StoreError;
pub use test_data::{Plays, TestData, TestOutcome};
pub use trouble::{NoSuchTrouble, Trouble, TroubleToCome};
pub use view::{AgreementView, Answer, Attempt, OrderState, OrderView};
