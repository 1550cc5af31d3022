//! Trouble on demand: what can go wrong between a merchant and the gateway.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use lianlian::meta::OperationMeta;

/// Something that goes wrong with a call, or with the notifications that follow from it.
///
/// In a header, `X-Sandbox-Trouble`, and in the control interface it is written as `Display` writes it;
/// several are separated by commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Trouble {
    /// `delay=MILLISECONDS`: the call is carried out and answered so much later, in true time.
    Delay(Duration),
    /// `cut-before`: the connection ends without an answer, and the call is never carried out.
    CutBefore,
    /// `cut-during`: the connection ends without an answer while the gateway is still at it: the call is
    /// carried out a second later on the sandbox's clock, when a query may have found nothing.
    CutDuring,
    /// `cut-after`: the call is carried out, and the connection ends without an answer.
    CutAfter,
    /// `cut-in-answer`: the call is carried out, and the connection ends in the middle of the answer.
    CutInAnswer,
    /// `truncated`: the call is carried out; the answer is half of one, as if that were all.
    Truncated,
    /// `html`: the call is carried out; something on the way answers with a page, status 200.
    Html,
    /// `html-before`: a page answers, and the call is never carried out.
    HtmlBefore,
    /// `empty`: the call is carried out; the answer has no body.
    Empty,
    /// `status=CODE`: the call is carried out; the answer has this HTTP status and a page.
    Status(u16),
    /// `status-before=CODE`: this HTTP status, and the call is never carried out.
    StatusBefore(u16),
    /// `wrong-signature`: the call is carried out; the answer's signature is of other bytes.
    WrongSignature,
    /// `wrong-key`: the call is carried out; the answer is signed with a key that nobody knows.
    WrongKey,
    /// `unsigned`: the call is carried out; the answer has no signature.
    Unsigned,
    /// `other-order`: the call is carried out; the answer, well signed, is about another order.
    OtherOrder,
    /// `duplicate-notifications`: what the call causes is notified twice, at once.
    DuplicateNotifications,
    /// `late-notifications=SECONDS`: what the call causes is notified so much later on the sandbox's clock,
    /// so that what happens next is notified first.
    LateNotifications(u32),
}

/// Why a text names no trouble.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no trouble the sandbox can make; it knows {list}", list = Trouble::LIST)]
pub struct NoSuchTrouble(String);

impl Trouble {
    /// How each is written.
    pub const LIST: &'static str = "delay=MILLISECONDS, cut-before, cut-during, cut-after, \
         cut-in-answer, truncated, html, html-before, empty, status=CODE, status-before=CODE, \
         wrong-signature, wrong-key, unsigned, other-order, duplicate-notifications and \
         late-notifications=SECONDS";

    /// One of each, with usual numbers: what a program has to stand.
    pub const EACH: [Self; 17] = [
        Self::Delay(Duration::from_millis(50)),
        Self::CutBefore,
        Self::CutDuring,
        Self::CutAfter,
        Self::CutInAnswer,
        Self::Truncated,
        Self::Html,
        Self::HtmlBefore,
        Self::Empty,
        Self::Status(502),
        Self::StatusBefore(503),
        Self::WrongSignature,
        Self::WrongKey,
        Self::Unsigned,
        Self::OtherOrder,
        Self::DuplicateNotifications,
        Self::LateNotifications(10),
    ];

    /// Whether the call is carried out in spite of it, sooner or later.
    pub const fn is_carried_out(self) -> bool {
        !matches!(self, Self::CutBefore | Self::HtmlBefore | Self::StatusBefore(_))
    }

    const fn is_about_notifications(self) -> bool {
        matches!(self, Self::DuplicateNotifications | Self::LateNotifications(_))
    }

    /// Several, separated by commas.
    pub(crate) fn list(text: &str) -> Result<Vec<Self>, NoSuchTrouble> {
        text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(str::parse).collect()
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delay(time) => write!(f, "delay={}", time.as_millis()),
            Self::CutBefore => f.write_str("cut-before"),
            Self::CutDuring => f.write_str("cut-during"),
            Self::CutAfter => f.write_str("cut-after"),
            Self::CutInAnswer => f.write_str("cut-in-answer"),
            Self::Truncated => f.write_str("truncated"),
            Self::Html => f.write_str("html"),
            Self::HtmlBefore => f.write_str("html-before"),
            Self::Empty => f.write_str("empty"),
            Self::Status(status) => write!(f, "status={status}"),
            Self::StatusBefore(status) => write!(f, "status-before={status}"),
            Self::WrongSignature => f.write_str("wrong-signature"),
            Self::WrongKey => f.write_str("wrong-key"),
            Self::Unsigned => f.write_str("unsigned"),
            Self::OtherOrder => f.write_str("other-order"),
            Self::DuplicateNotifications => f.write_str("duplicate-notifications"),
            Self::LateNotifications(seconds) => write!(f, "late-notifications={seconds}"),
        }
    }
}

impl FromStr for Trouble {
    type Err = NoSuchTrouble;

    fn from_str(text: &str) -> Result<Self, NoSuchTrouble> {
        let unknown = || NoSuchTrouble(text.chars().take(40).collect());
        let (name, number) = text.split_once('=').map_or((text, None), |(a, b)| (a, Some(b)));
        let status = || {
            let status = number.and_then(|text| text.parse().ok());
            status.filter(|status| (400..=599).contains(status)).ok_or_else(unknown)
        };
        let count = || number.and_then(|text| text.parse::<u32>().ok()).ok_or_else(unknown);
        match name {
            "delay" => return Ok(Self::Delay(Duration::from_millis(count()?.into()))),
            "status" => return Ok(Self::Status(status()?)),
            "status-before" => return Ok(Self::StatusBefore(status()?)),
            "late-notifications" => return Ok(Self::LateNotifications(count()?)),
            _ => {}
        }
        Self::EACH.into_iter().find(|known| known.to_string() == text).ok_or_else(unknown)
    }
}

/// A trouble that is going to happen: which, to which calls, and how often.
///
/// ```
/// use lianlian_sandbox::{Sandbox, Trouble, TroubleToCome};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = Sandbox::builder().key_bits(1024).start()?;
/// sandbox.cause(TroubleToCome::new(Trouble::CutAfter).at("instant.apply").times(2));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "nothing goes wrong until a sandbox is told"]
pub struct TroubleToCome {
    pub(crate) trouble: Trouble,
    pub(crate) operation: Option<String>,
    pub(crate) times: Option<u32>,
}

impl TroubleToCome {
    /// The next call of any operation meets it.
    pub const fn new(trouble: Trouble) -> Self {
        Self { trouble, operation: None, times: Some(1) }
    }

    /// Calls of this operation only, such as `refund.apply`.
    pub fn at(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// So many calls; one unless set.
    pub const fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Every call, until the troubles are ended.
    pub const fn always(mut self) -> Self {
        self.times = None;
        self
    }
}

impl From<Trouble> for TroubleToCome {
    fn from(trouble: Trouble) -> Self {
        Self::new(trouble)
    }
}

/// The troubles that a merchant is going to meet.
#[derive(Default)]
pub(crate) struct Troubles {
    to_come: Vec<TroubleToCome>,
    /// What the call that is being carried out has in store for its notifications.
    notifications: Option<(Duration, bool)>,
}

impl Troubles {
    /// Adds one.
    pub(crate) fn add(&mut self, trouble: TroubleToCome) {
        self.to_come.push(trouble);
    }

    /// Ends them all.
    pub(crate) fn end(&mut self) {
        *self = Self::default();
    }

    /// Those to come.
    pub(crate) fn list(&self) -> &[TroubleToCome] {
        &self.to_come
    }

    /// What a call of this operation meets.
    pub(crate) fn met_by(&mut self, meta: &OperationMeta) -> Vec<Trouble> {
        let mut met = Vec::new();
        self.to_come.retain_mut(|next| {
            if next.operation.as_deref().is_some_and(|id| id != meta.id) {
                return true;
            }
            met.push(next.trouble);
            match &mut next.times {
                Some(left) => {
                    *left = left.saturating_sub(1);
                    *left > 0
                }
                None => true,
            }
        });
        met
    }

    /// Keeps what a call has in store for its notifications until there are any.
    pub(crate) fn keep_for_notifications(&mut self, met: &[Trouble]) {
        for trouble in met.iter().filter(|trouble| trouble.is_about_notifications()) {
            let (late, is_doubled) = self.notifications.get_or_insert_default();
            match trouble {
                Trouble::LateNotifications(seconds) => {
                    *late = Duration::from_secs((*seconds).into());
                }
                _ => *is_doubled = true,
            }
        }
    }

    /// How late the next notification comes, and whether twice.
    pub(crate) fn with_notifications(&mut self, are_there: bool) -> Option<(Duration, bool)> {
        if are_there { self.notifications.take() } else { None }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_trouble_is_read_as_it_is_written() {
        for trouble in Trouble::EACH {
            assert_eq!(trouble.to_string().parse(), Ok(trouble));
            let name = trouble.to_string();
            assert!(Trouble::LIST.contains(name.split('=').next().unwrap()), "{name}");
        }
        for text in ["", "delay", "delay=x", "status=200", "cut", "cut-after=1"] {
            assert!(text.parse::<Trouble>().is_err(), "{text}");
        }
        assert_eq!(Trouble::list("html, delay=5").unwrap().len(), 2);
    }
}
