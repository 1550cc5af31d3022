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
//! Aggregate payment; card binding; easypay from the server; instant payout. Operations of other
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

mod account;
mod agreements;
mod answers;
mod behaviour;
mod binding;
mod books;
mod builder;
mod calls;
mod card_orders;
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
mod forms;
mod gateway;
mod guard;
mod hosted;
mod house;
mod incoming;
mod interventions;
mod ledger;
mod limits;
mod merchant;
mod numbers;
mod operations;
mod order;
mod outgoing;
mod pages;
mod payouts;
mod refunds;
mod return_codes;
mod sandbox;
mod saved;
mod server;
mod sms;
mod store;
mod table;
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
pub use sandbox::Sandbox;
pub use store::StoreError;
pub use trouble::{NoSuchTrouble, Trouble, TroubleToCome};
pub use view::{AgreementView, Answer, Attempt, OrderState, OrderView};
