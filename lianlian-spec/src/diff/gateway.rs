//! What holds for the gateway as a whole.

use crate::diff::usage::Usage;
use crate::diff::{At, Pair, Severity, pairs, phrases};
use crate::model::{
    Circumstance, Contract, Edition, Gateway, Host, Limits, NotificationPolicy, OrderPolicy,
    PublishedKey,
};

pub(super) fn diff(at: &mut At<'_>, old: &Gateway, new: &Gateway, usage: &Usage<'_>) {
    let Gateway {
        title,
        description,
        hosts,
        contracts,
        editions,
        circumstances,
        notification,
        request_content_type,
        order,
        limits,
        published_keys,
        notes,
    } = old;
    at.text("the title", title, &new.title);
    at.text("the description", description, &new.description);
    self::hosts(at, hosts, &new.hosts, usage);
    self::contracts(at, contracts, &new.contracts, usage);
    self::editions(at, editions, &new.editions);
    self::circumstances(at, circumstances, &new.circumstances);
    self::notification(&mut at.part("notification"), notification, &new.notification);
    let content_type = (request_content_type, &new.request_content_type);
    at.part("request").fixed("content type", content_type.0, content_type.1, phrases::quoted);
    self::order(&mut at.part("order"), order, &new.order);
    self::limits(&mut at.part("limits"), limits, &new.limits);
    self::published_keys(at, published_keys, &new.published_keys);
    at.text("the notes", notes, &new.notes);
}

fn hosts(at: &mut At<'_>, old: &[Host], new: &[Host], usage: &Usage<'_>) {
    for pair in pairs(old, new, |host| &host.name) {
        match pair {
            Pair::Removed(host) => {
                gone(at, &format!("hosts.{}", host.name), "the host", usage.has_host(&host.name));
            }
            Pair::Added(host) => at.part(&format!("hosts.{}", host.name)).additive("a new host"),
            Pair::Both(old, new) => {
                let Host { name, url, meaning } = old;
                let mut at = at.part(&format!("hosts.{name}"));
                if *url != new.url {
                    let in_use = usage.has_host(name);
                    let severity = if in_use { Severity::Breaking } else { Severity::Text };
                    at.note(severity, format!("{url} becomes {}", new.url));
                }
                at.text("the meaning", meaning, &new.meaning);
            }
        }
    }
}

fn contracts(at: &mut At<'_>, old: &[Contract], new: &[Contract], usage: &Usage<'_>) {
    for pair in pairs(old, new, |contract| &contract.name) {
        match pair {
            Pair::Removed(Contract { name, meaning: _ }) => {
                gone(at, &format!("contracts.{name}"), "the contract", usage.has_contract(name));
            }
            Pair::Added(contract) => {
                at.part(&format!("contracts.{}", contract.name)).additive("a new contract");
            }
            Pair::Both(old, new) => {
                let Contract { name, meaning } = old;
                let mut at = at.part(&format!("contracts.{name}"));
                at.text("the meaning", meaning, &new.meaning);
            }
        }
    }
}

/// A name that nothing refers to is missed by nobody.
fn gone(at: &mut At<'_>, place: &str, what: &str, in_use: bool) {
    let mut at = at.part(place);
    if in_use {
        at.breaking(format!("{what} is gone"));
    } else {
        at.note(Severity::Text, format!("{what} is gone, which nothing used"));
    }
}

fn editions(at: &mut At<'_>, old: &[Edition], new: &[Edition]) {
    for pair in pairs(old, new, |edition| &edition.name) {
        match pair {
            Pair::Removed(Edition { name, source: _ }) => {
                at.part(&format!("editions.{name}")).note(Severity::Text, "the edition is gone");
            }
            Pair::Added(Edition { name, source: _ }) => {
                at.part(&format!("editions.{name}")).note(Severity::Text, "a new edition");
            }
            Pair::Both(old, new) => {
                let Edition { name, source } = old;
                at.part(&format!("editions.{name}")).text("the source", source, &new.source);
            }
        }
    }
}

fn circumstances(at: &mut At<'_>, old: &[Circumstance], new: &[Circumstance]) {
    for pair in pairs(old, new, |circumstance| &circumstance.name) {
        match pair {
            Pair::Removed(Circumstance { name, meaning: _ }) => {
                let mut at = at.part(&format!("circumstances.{name}"));
                at.note(Severity::Text, "the circumstance is gone");
            }
            Pair::Added(Circumstance { name, meaning: _ }) => {
                let mut at = at.part(&format!("circumstances.{name}"));
                at.note(Severity::Text, "a new circumstance");
            }
            Pair::Both(old, new) => {
                let Circumstance { name, meaning } = old;
                let mut at = at.part(&format!("circumstances.{name}"));
                at.text("the meaning", meaning, &new.meaning);
            }
        }
    }
}

fn published_keys(at: &mut At<'_>, old: &[PublishedKey], new: &[PublishedKey]) {
    let place = |digest: &str| format!("published_keys.{digest}");
    for pair in pairs(old, new, |key| &key.digest) {
        match pair {
            Pair::Removed(key) => {
                at.part(&place(&key.digest)).additive("the key is taken again");
            }
            // Whoever signs with it cannot go on.
            Pair::Added(key) => at.part(&place(&key.digest)).breaking("the key is refused"),
            Pair::Both(old, new) => {
                let PublishedKey { digest, kind, seen } = old;
                let mut at = at.part(&place(digest));
                if *kind != new.kind {
                    at.breaking(format!("{kind} becomes {}", new.kind));
                }
                at.text("where it was seen", seen, &new.seen);
            }
        }
    }
}

fn notification(at: &mut At<'_>, old: &NotificationPolicy, new: &NotificationPolicy) {
    let NotificationPolicy { attempts, interval_minutes, answer_seconds, content_type, event } =
        old;
    at.part("attempts").allowance(*attempts, new.attempts, "");
    if *interval_minutes != new.interval_minutes {
        let message = format!("{interval_minutes} becomes {}", new.interval_minutes);
        at.part("interval_minutes").additive(message);
    }
    at.part("answer_seconds").allowance(*answer_seconds, new.answer_seconds, "");
    at.fixed("content type", content_type, &new.content_type, phrases::quoted);
    // What a merchant remembers as done is kept under their values.
    at.part("event").fixed("", event, &new.event, |names| phrases::names(names));
}

fn order(at: &mut At<'_>, old: &OrderPolicy, new: &OrderPolicy) {
    let OrderPolicy { identity, date_tolerance_days, validity_minutes } = old;
    at.part("identity").fixed("", identity, &new.identity, |names| phrases::names(names));
    let (days, minutes) = (new.date_tolerance_days, new.validity_minutes);
    at.part("date_tolerance_days").allowance(*date_tolerance_days, days, "");
    at.part("validity_minutes").allowance(*validity_minutes, minutes, "");
}

fn limits(at: &mut At<'_>, old: &Limits, new: &Limits) {
    let Limits {
        trial_payment_yuan,
        trial_day_yuan,
        trial_month_yuan,
        token_minutes,
        sms_code_minutes,
        payout_repeat_hours,
        confirm_tries,
        refund_months,
        refund_query_minutes,
        exchange_progress_minutes,
        exchange_recovery_days,
        notes,
    } = old;
    at.part("trial_payment_yuan").allowance(*trial_payment_yuan, new.trial_payment_yuan, "");
    at.part("trial_day_yuan").allowance(*trial_day_yuan, new.trial_day_yuan, "");
    at.part("trial_month_yuan").allowance(*trial_month_yuan, new.trial_month_yuan, "");
    at.part("token_minutes").allowance(*token_minutes, new.token_minutes, "");
    at.part("sms_code_minutes").allowance(*sms_code_minutes, new.sms_code_minutes, "");
    at.part("payout_repeat_hours").wait(*payout_repeat_hours, new.payout_repeat_hours);
    at.part("confirm_tries").allowance(*confirm_tries, new.confirm_tries, "");
    at.part("refund_months").allowance(*refund_months, new.refund_months, "");
    at.part("refund_query_minutes").wait(*refund_query_minutes, new.refund_query_minutes);
    at.part("exchange_progress_minutes")
        .wait(*exchange_progress_minutes, new.exchange_progress_minutes);
    at.part("exchange_recovery_days").wait(*exchange_recovery_days, new.exchange_recovery_days);
    at.text("the notes", notes, &new.notes);
}

impl At<'_> {
    /// A time that a program has to let pass.
    fn wait(&mut self, old: u32, new: u32) {
        // The longer the wait, the less a program may do: an allowance the other way round.
        let message = format!("{old} becomes {new}");
        if new > old {
            self.breaking(message);
        } else if new < old {
            self.additive(message);
        }
    }

    /// A number of which a program may use up to all.
    pub(super) fn allowance(&mut self, old: u32, new: u32, what: &str) {
        let message = format!("{what} {old} becomes {new}").trim_start().to_owned();
        if new < old {
            self.breaking(message);
        } else if new > old {
            self.additive(message);
        }
    }
}
