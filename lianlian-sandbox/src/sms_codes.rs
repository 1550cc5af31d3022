//! The SMS codes of the sandbox: one is right, some stand for what else may come of a code.

use lianlian::{GATEWAY, OrderTime, ReturnCode};

use crate::order::minutes_later;
use crate::return_codes::ReturnCodes;
use crate::sms::SMS_CODE;

/// A code that came too late.
pub(crate) const LAPSED: &str = "000001";

/// A code that was sent to another phone.
pub(crate) const OTHER_PHONE: &str = "000002";

/// One wrong code too many.
pub(crate) const USED_UP: &str = "000003";

/// A code that could not be checked.
pub(crate) const UNCHECKED: &str = "000004";

/// What comes of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// It is the right one.
    Right,
    /// It is wrong, which counts.
    Wrong,
    /// It is wrong, and no other will be looked at.
    UsedUp,
    /// It is not taken, which does not count as a wrong one.
    Lapsed,
    OtherPhone,
    Unchecked,
}

/// What comes of a code that the payer was sent at `sent`.
///
/// After its time, which the documentation prints for exchange payment only, not even the right one is
/// taken; another comes when the payment is asked for again.
pub(crate) fn judge(code: &str, sent: OrderTime, now: OrderTime) -> Judged {
    let lapses = minutes_later(sent, GATEWAY.limits.sms_code_minutes);
    match code {
        USED_UP => Judged::UsedUp,
        OTHER_PHONE => Judged::OtherPhone,
        UNCHECKED => Judged::Unchecked,
        LAPSED => Judged::Lapsed,
        _ if now >= lapses => Judged::Lapsed,
        SMS_CODE => Judged::Right,
        _ => Judged::Wrong,
    }
}

impl Judged {
    /// The return code and the words for a code that is not taken; `None` of the right one.
    pub(crate) fn refusal(
        self,
        codes: &ReturnCodes,
    ) -> Option<(&'static ReturnCode, &'static str)> {
        match self {
            Self::Right => None,
            Self::Wrong => Some((codes.sms_code_wrong, "verify_code: the wrong one")),
            Self::UsedUp => {
                let why = "too many wrong codes: the token is void, ask for another";
                Some((codes.sms_tries_used_up, why))
            }
            Self::Lapsed => Some((codes.sms_code_lapsed, "verify_code: too old, ask for another")),
            Self::OtherPhone => {
                Some((codes.sms_other_phone, "verify_code: was sent to another phone"))
            }
            Self::Unchecked => {
                Some((codes.sms_unchecked, "verify_code: cannot be checked at the moment"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

    use super::*;
    use crate::order::later;

    #[test]
    fn the_right_code_is_right_until_it_lapses() {
        let sent: OrderTime = "20261122093000".parse().unwrap();
        let at = |seconds| judge(SMS_CODE, sent, later(sent, seconds));
        let lapses = i64::from(GATEWAY.limits.sms_code_minutes) * 60;
        assert_eq!(at(0), Judged::Right);
        assert_eq!(at(lapses - 1), Judged::Right);
        assert_eq!(at(lapses), Judged::Lapsed);
        assert_eq!(judge("654321", sent, sent), Judged::Wrong);
    }
}
