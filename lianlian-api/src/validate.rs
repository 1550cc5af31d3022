//! Checking messages against the spec, before they are sent or when the sandbox receives them.

mod form_values;
mod order_date;
mod values;
mod violation;

pub(crate) use form_values::check_form_values;
pub(crate) use order_date::check_order_date;
pub use violation::{Violation, ViolationKind, Violations};

use values::check_value;

use crate::meta::{Condition, FieldMeta, FilledBy, Required, Rule};
use crate::time::OrderTime;

/// What a check may take into account beside the message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// Agreements of the merchant with the gateway that conditions name.
    pub contracts: &'a [String],
    /// The time by which clock skew is judged; `None` leaves that rule out.
    pub now: Option<OrderTime>,
    /// The gateway's time as well as it is known; `None` leaves the dates of orders alone.
    gateway_time: Option<OrderTime>,
    /// Whether fields that the client fills in may be missing.
    fields_are_filled_later: bool,
}

impl<'a> Context<'a> {
    /// A message as it is sent or received.
    pub const fn message(contracts: &'a [String], now: Option<OrderTime>) -> Self {
        Self { contracts, now, gateway_time: None, fields_are_filled_later: false }
    }

    /// Judges the dates of orders by this time.
    pub(crate) const fn with_gateway_time(mut self, now: OrderTime) -> Self {
        self.gateway_time = Some(now);
        self
    }

    /// A struct to which the client has not added its fields yet.
    pub const fn struct_alone() -> Self {
        Self { contracts: &[], now: None, gateway_time: None, fields_are_filled_later: true }
    }
}

/// Checks `members` (wire name and text; an empty text counts as absent) against fields and rules.
///
/// # Errors
/// Every violation at once.
pub fn validate(
    subject: &'static str,
    fields: &[FieldMeta],
    rules: &[Rule],
    members: &[(&str, &str)],
    context: &Context<'_>,
) -> Result<(), Violations> {
    let mut check = Check { fields, members, context, list: Vec::new() };
    for field in fields {
        check.field(field);
    }
    for (name, value) in members {
        if !value.is_empty() && !fields.iter().any(|field| field.name == *name) {
            check.add(name, ViolationKind::UnknownField);
        }
    }
    for rule in rules {
        check.rule(rule);
    }
    if check.list.is_empty() { Ok(()) } else { Err(Violations { subject, list: check.list }) }
}

struct Check<'a> {
    fields: &'a [FieldMeta],
    members: &'a [(&'a str, &'a str)],
    context: &'a Context<'a>,
    list: Vec<Violation>,
}

impl<'a> Check<'a> {
    fn add(&mut self, field: &str, kind: ViolationKind) {
        self.list.push(Violation { field: field.to_owned(), kind });
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.members.iter().find(|(member, _)| *member == name);
        found.map(|(_, value)| *value).filter(|value| !value.is_empty())
    }

    fn is_present(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn meaning(&self, name: &str) -> &'static str {
        self.fields.iter().find(|field| field.name == name).map_or("", |field| field.meaning)
    }

    fn field(&mut self, field: &FieldMeta) {
        match self.get(field.name) {
            None => {
                let is_filled_later = self.context.fields_are_filled_later
                    && field.is_set_by_client()
                    || field.filled_by == Some(FilledBy::Signature);
                // What comes under a condition of its own may be absent.
                let is_always_there = field.required == Required::Yes && field.when.is_none();
                if is_always_there && !is_filled_later {
                    self.add(field.name, ViolationKind::Missing { meaning: field.meaning });
                }
            }
            Some(value) => {
                let violations = check_value(field, value);
                for kind in violations {
                    self.add(field.name, kind);
                }
            }
        }
    }

    fn rule(&mut self, rule: &Rule) {
        match *rule {
            Rule::OneOf(names) => {
                if let (false, [first, ..]) =
                    (names.iter().any(|name| self.is_present(name)), names)
                {
                    self.add(first, ViolationKind::OneOf { fields: joined(names, " or ") });
                }
            }
            Rule::MutuallyExclusive(names) => {
                let present = self.present(names);
                if let [first, _, ..] = present.as_slice() {
                    let fields = joined(&present, " and ");
                    self.add(first, ViolationKind::MutuallyExclusive { fields });
                }
            }
            Rule::RequiresTogether(names) => {
                let present = self.present(names);
                if present.is_empty() {
                    return;
                }
                for name in names {
                    if !present.contains(name) {
                        let fields = joined(&present, " and ");
                        self.add(name, ViolationKind::RequiresTogether { fields });
                    }
                }
            }
            Rule::RequiredIf(name, condition) => {
                if self.holds(condition) && !self.is_present(name) {
                    let meaning = self.meaning(name);
                    let condition = in_words(condition);
                    self.add(name, ViolationKind::RequiredIf { condition, meaning });
                }
            }
            // Fields without effect are no mistake; the card, the original order and when it was placed
            // are known to the gateway only.
            Rule::IgnoredIfPresent(..)
            | Rule::CardKind(..)
            | Rule::NotAbove(..)
            | Rule::FollowUpWindow(..) => {}
            Rule::Equal(names) => {
                if let [first, others @ ..] = names {
                    for other in others {
                        if self.get(first) != self.get(other) {
                            let other = format!("`{first}`");
                            self.add(first, ViolationKind::NotEqual { other });
                        }
                    }
                }
            }
            Rule::MaxClockSkew(name, minutes) => self.clock_skew(name, minutes),
        }
    }

    fn clock_skew(&mut self, name: &str, minutes: u32) {
        let time = self.get(name).and_then(|text| text.parse::<OrderTime>().ok());
        if let (Some(now), Some(time)) = (self.context.now, time) {
            let away = now.unix_seconds().abs_diff(time.unix_seconds());
            if away > u64::from(minutes).saturating_mul(60) {
                self.add(name, ViolationKind::ClockSkew { minutes });
            }
        }
    }

    fn present<'n>(&self, names: &[&'n str]) -> Vec<&'n str> {
        names.iter().copied().filter(|name| self.is_present(name)).collect()
    }

    fn holds(&self, condition: Condition) -> bool {
        match condition {
            Condition::In(name, codes) => self.get(name).is_some_and(|code| codes.contains(&code)),
            Condition::Present(name, present) => self.is_present(name) == present,
            Condition::Contract(name) => self.context.contracts.iter().any(|own| own == name),
            Condition::Card(_) => false,
        }
    }
}

fn in_words(condition: Condition) -> String {
    match condition {
        Condition::In(name, codes) => format!("when {name} is {}", joined(codes, " or ")),
        Condition::Present(name, true) => format!("when {name} is sent"),
        Condition::Present(name, false) => format!("when {name} is not sent"),
        Condition::Contract(name) => format!("for merchants with the agreement {name}"),
        Condition::Card(kind) => format!("for {} cards", kind.name()),
    }
}

fn joined(names: &[&str], with: &str) -> String {
    names.join(with)
}
