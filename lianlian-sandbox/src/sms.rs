//! SMS codes: a token stands for a request until the right code comes with it.

use lianlian::OrderTime;
use lianlian::meta::{OperationMeta, Step};
use serde::{Deserialize, Serialize};

use crate::incoming::Refused;
use crate::order::later;
use crate::sms_codes::{Judged, judge};
use crate::table::Table;
use crate::turn::Turn;
use crate::values::Values;
use crate::{magic, numbers, saved};

/// The code that every SMS of the sandbox brings.
pub(crate) const SMS_CODE: &str = "123456";

/// How long a token is good: the documentation says so of the return code for a token that is not.
pub(crate) const TOKEN_MINUTES: i64 = 30;

/// After so many wrong codes a token is void. The documentation knows the case, and no number.
pub(crate) const MOST_WRONG: u32 = 3;

/// The tokens that wait for their code.
pub(crate) struct Tokens {
    pub(crate) waiting: Table<Waiting>,
}

/// A request that waits for its code.
#[derive(Serialize, Deserialize)]
pub(crate) struct Waiting {
    token: String,
    #[serde(with = "saved::step")]
    step: &'static Step,
    request: Values,
    /// When the code was sent.
    sent: OrderTime,
    /// From this second on the token is void.
    expires: OrderTime,
    /// Wrong codes so far.
    wrong: u32,
}

/// Why a token and a code are not taken.
enum NotRedeemed {
    /// The token is unknown, spent or too old, or belongs to another request.
    Token(String),
    /// The code is not taken.
    Code(Judged),
}

/// Has a code "sent" for a request, and gives the token to bring back with it.
///
/// A newer token makes those before it void that were given for the same thing, which is a request with
/// the same values in `identity`: two cards must not be chargeable for one order.
pub(crate) fn ask(turn: &mut Turn<'_>, step: &'static Step, identity: &[&str]) -> String {
    let (now, request) = (turn.now, turn.request);
    let waiting = &mut turn.books.tokens.waiting;
    waiting.retain(|waiting| {
        let is_same = waiting.step.operation == step.operation
            && identity.iter().all(|name| waiting.request.get(name) == request.get(name));
        !is_same && now < waiting.expires
    });
    let house = &turn.merchant.house;
    let token = numbers::token(&house.url, house.next_number());
    let expires = later(now, TOKEN_MINUTES.saturating_mul(60));
    let request = request.clone();
    let row = Waiting { token: token.clone(), step, request, sent: now, expires, wrong: 0 };
    waiting.insert(token.clone(), row);
    token
}

/// Takes a token with its code, and gives the request that it stood for.
///
/// The right code spends the token: sent again, it is refused as unknown, which proves nothing about
/// the first time. A wrong code is refused as wrong, the third as one too many; from then on even the
/// right one is. A code that is too old is refused, and does not count. A token that comes with another user or order than it was given for is refused as
/// unknown, and stays good for its own.
pub(crate) fn redeem(turn: &mut Turn<'_>) -> Result<Values, Refused> {
    let codes = turn.codes();
    let redeemed = turn.books.tokens.redeem(turn.meta, turn.request, turn.now);
    redeemed.map_err(|reason| match reason {
        NotRedeemed::Token(why) => Refused::new(codes.token_void, why),
        NotRedeemed::Code(judged) => {
            let (code, why) = judged.refusal(codes).unwrap_or((codes.fault, "verify_code"));
            Refused::new(code, why)
        }
    })
}

impl Tokens {
    pub(crate) const fn new() -> Self {
        Self { waiting: Table::new("token") }
    }

    /// Whether a code was sent for the order of this number, and can still come.
    pub(crate) fn is_waiting_for(&self, no_order: &str, now: OrderTime) -> bool {
        let is_about = |waiting: &Waiting| waiting.request.get("no_order") == Some(no_order);
        self.waiting.rows().any(|waiting| is_about(waiting) && now < waiting.expires)
    }

    fn redeem(
        &mut self,
        meta: &'static OperationMeta,
        request: &Values,
        now: OrderTime,
    ) -> Result<Values, NotRedeemed> {
        let token = request.get("token").unwrap_or_default();
        let is_good =
            |waiting: &&mut Waiting| waiting.step.operation == meta.id && now < waiting.expires;
        let waiting = self.waiting.get_mut(token).filter(is_good).ok_or_else(|| {
            NotRedeemed::Token("token: not given out for this, spent, or too old".to_owned())
        })?;
        let own = meta.request.iter().filter(|field| field.filled_by.is_none());
        // What has to come is checked elsewhere; what does come has to be what was asked for.
        let differs = |name: &&str| {
            let (asked, given) = (waiting.request.get(name), request.get(name));
            asked.is_some() && given.is_some() && asked != given
        };
        if let Some(name) = own.map(|field| field.name).find(differs) {
            let why = format!("token: was given for a request with another {name}");
            return Err(NotRedeemed::Token(why));
        }
        if waiting.wrong >= MOST_WRONG {
            return Err(NotRedeemed::Code(Judged::UsedUp));
        }
        let code = request.get("verify_code").unwrap_or_default();
        let judged = match judge(code, waiting.sent, now) {
            Judged::Right if magic::accepts_no_code(&waiting.request) => Judged::Wrong,
            judged => judged,
        };
        waiting.wrong = match judged {
            Judged::Wrong => waiting.wrong.saturating_add(1),
            Judged::UsedUp => MOST_WRONG,
            _ => waiting.wrong,
        };
        match judged {
            Judged::Right => {}
            _ if waiting.wrong >= MOST_WRONG => return Err(NotRedeemed::Code(Judged::UsedUp)),
            judged => return Err(NotRedeemed::Code(judged)),
        }
        let request = waiting.request.clone();
        self.waiting.remove(token);
        Ok(request)
    }
}
