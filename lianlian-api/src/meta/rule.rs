//! Rules between fields.

/// A rule between the fields of one message.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Rule {
    /// At least one of the fields.
    OneOf(&'static [&'static str]),
    /// At most one of the fields.
    MutuallyExclusive(&'static [&'static str]),
    /// All of the fields or none.
    RequiresTogether(&'static [&'static str]),
    /// The field, when the condition holds.
    RequiredIf(&'static str, Condition),
    /// The fields have no effect beside the last named one.
    IgnoredIfPresent(&'static [&'static str], &'static str),
    /// The fields have the same value.
    Equal(&'static [&'static str]),
    /// The time may differ from the gateway's by so many minutes.
    MaxClockSkew(&'static str, u32),
    /// These codes of the field are for cards of this kind only. Who holds which card is known to the
    /// gateway, so no message can be checked for it.
    CardKind(&'static str, &'static [&'static str], CardKind),
    /// The amount is at most what is left of this field of the original order. The gateway knows the
    /// order, a message does not.
    NotAbove(&'static str, &'static str),
    /// Within so many hours the other operation has to follow, or the gateway closes the order.
    FollowUpWindow(&'static str, u32),
}

/// Kind of a bank card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardKind {
    /// The money is in the account.
    Debit,
    /// The bank lends it.
    Credit,
}

impl CardKind {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Debit => "debit",
            Self::Credit => "credit",
        }
    }
}

/// When a rule applies.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Condition {
    /// The field has one of the codes.
    In(&'static str, &'static [&'static str]),
    /// The field is there, or is not.
    Present(&'static str, bool),
    /// The merchant has this agreement with the gateway.
    Contract(&'static str),
    /// The payer's card is of this kind, which only the gateway can tell.
    Card(CardKind),
}
