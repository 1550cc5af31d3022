//! Where a spec uses what it names.

use std::collections::BTreeSet;

use crate::model::{Condition, Kind, Operation, Rule, RuleKind, Spec};

/// Names in use in the old spec.
#[derive(Debug, Default)]
pub(super) struct Usage<'s> {
    /// Code lists and structures of fields that a program sends.
    sent: BTreeSet<&'s Kind>,
    /// Code lists and structures of fields that a program receives.
    received: BTreeSet<&'s Kind>,
    hosts: BTreeSet<&'s str>,
    contracts: BTreeSet<&'s str>,
}

impl<'s> Usage<'s> {
    pub(super) fn of(spec: &'s Spec) -> Self {
        let mut usage = Self::default();
        for operation in spec.operations() {
            let (sent, received) = if operation.transport.is_notification() {
                (&operation.reply, &operation.request)
            } else {
                (&operation.request, &operation.reply)
            };
            usage.sent.extend(sent.iter().map(|field| &field.kind));
            usage.received.extend(received.iter().map(|field| &field.kind));
            usage.hosts.extend(operation.host.as_deref());
            usage.contracts(operation);
        }
        for structure in &spec.structures {
            let own = Kind::Structure(structure.id.clone());
            let is_sent = usage.sent.contains(&own) || !usage.received.contains(&own);
            for group in &structure.groups {
                let kinds = group.fields.iter().map(|field| &field.kind);
                if is_sent {
                    usage.sent.extend(kinds);
                } else {
                    usage.received.extend(kinds);
                }
                usage.contracts.extend(group.rules.iter().filter_map(contract));
            }
        }
        usage
    }

    fn contracts(&mut self, operation: &'s Operation) {
        let followers = operation.leads_to.iter().filter_map(|one| one.condition.as_ref());
        self.contracts.extend(followers.filter_map(contract_of));
        self.contracts.extend(operation.rules.iter().filter_map(contract));
    }

    /// Whether a program sends values of the kind.
    pub(super) fn is_sent(&self, kind: &Kind) -> bool {
        self.sent.contains(kind)
    }

    /// Whether a program receives values of the kind.
    pub(super) fn is_received(&self, kind: &Kind) -> bool {
        self.received.contains(kind)
    }

    pub(super) fn has_host(&self, name: &str) -> bool {
        self.hosts.contains(name)
    }

    pub(super) fn has_contract(&self, name: &str) -> bool {
        self.contracts.contains(name)
    }
}

fn contract(rule: &Rule) -> Option<&str> {
    match &rule.kind {
        RuleKind::RequiredIf { condition, .. } => contract_of(condition),
        _ => None,
    }
}

fn contract_of(condition: &Condition) -> Option<&str> {
    match condition {
        Condition::Contract { name } => Some(name),
        Condition::In { .. } | Condition::Present { .. } | Condition::Card { .. } => None,
    }
}
