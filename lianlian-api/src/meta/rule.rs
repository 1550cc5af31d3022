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
}
