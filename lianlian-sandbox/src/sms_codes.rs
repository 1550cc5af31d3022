//! The SMS codes of the sandbox: one is right, some stand for what else may come of a code.

use lianlian::{OrderTime, ReturnCode};

use crate::order::later;
use crate::return_codes::ReturnCodes;
use crate::sms::SMS_CODE;

/// How long a code is good. The documentation prints it for exchange payment only.
const CODE_MINUTES: i64 = 10;

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
/// After its time not even the right one is taken; another comes when the payment is asked for again.
pub(crate) fn judge(code: &str, sent: OrderTime, now: OrderTime) -> Judged {
    let lapses = later(sent, CODE_MINUTES.saturating_mul(60));
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
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_right_code_is_right_for_ten_minutes() {
        let sent: OrderTime = "20261122093000".parse().unwrap();
        let at = |seconds| judge(SMS_CODE, sent, later(sent, seconds));
        assert_eq!(at(0), Judged::Right);
        assert_eq!(at(10 * 60 - 1), Judged::Right);
        assert_eq!(at(10 * 60), Judged::Lapsed);
        assert_eq!(judge("654321", sent, sent), Judged::Wrong);
    }
}
