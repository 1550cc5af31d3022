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
//! Aggregate payment; card binding; easypay from the server; instant payout; refunds; balances; the
//! register of cards. Operations of other
//! products, pages and pre-authorisations of easypay answer 501. What an operation does follows from the
//! spec; where the documentation is silent, the sandbox does what keeps a merchant's program careful:
//!
//! * **Card binding.** No SMS is sent: the code is always [`Sandbox::SMS_CODE`]. A token is good for 30
//!   minutes, for its own user or order, and once; the third wrong code makes it void, and so does asking
//!   again. A spent token is refused as unknown, which proves nothing about the first time. A user binds
//!   cards of one person, each once. The list has ten entries on a page; a user without any gets an
//!   empty one.
//! * **Easypay.** An order waits for its SMS code with the result `WAITING`, and fails when its time runs
//!   out. A bare card is bound by its first code. [`SandboxBuilder::sms_codes`] makes a merchant whose
//!   payments need no code. A pre-authorisation is refused, since nothing could follow it. A card is a
//!   credit card when the request says so or brings `vali_date` or `cvv2`.
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
//! * **Banks.** They answer at once, but for test data. Of a payment only the success is notified, of a
//!   payout success, failure and return: `SUCCESS` first and `CANCEL` later, in two notifications.
//! * **Cards.** A small invented register tells bank and kind; what a request says of its card
//!   counts more.
//! * **Test data.** Amounts and card numbers make each outcome and return code happen: [`TestData`], the
//!   page `/sandbox/test-data`, and `docs/test-data.md`.
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
//! Programs in other languages find these addresses beside the gateway's own:
//!
//! | address | does |
//! | --- | --- |
//! | `POST /sandbox/orders/{no_order}/pay` | pays the order, as [`Sandbox::pay`] |
//! | `GET /sandbox/orders/{no_order}` | tells its state as JSON |
//! | `GET /sandbox/refunds/{no_refund}` | tells a refund's state as JSON |
//! | `GET /sandbox/test-data` | lists amounts and cards that make things happen |

mod account;
mod agreements;
mod answers;
mod balances;
mod behaviour;
mod binding;
mod books;
mod builder;
mod calls;
mod card_orders;
mod card_register;
mod cards;
mod conditions;
mod control;
mod courier;
mod delivery;
mod envelope;
mod error;
mod exchange;
mod foreign;
mod forms;
mod gateway;
mod hosted;
mod house;
mod incoming;
mod ledger;
mod limits;
mod magic;
mod merchant;
mod months;
mod numbers;
mod operations;
mod order;
mod outgoing;
mod pages;
mod payouts;
mod refund_view;
mod refunding;
mod refunds;
mod return_codes;
mod sandbox;
mod saved;
mod server;
mod settings;
mod sms;
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
