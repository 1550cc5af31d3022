//! Fields of messages and members of structures.

use crate::diff::limits::Limits;
use crate::diff::{At, Pair, Severity, pairs, phrases};
use crate::model::{Field, FilledBy, Kind, Required, Unsigned};

/// Which way a message goes, seen from the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// A program writes it and the gateway checks it.
    Sent,
    /// The gateway answers; what is missing in an answer is no fault.
    Reply,
    /// The gateway calls; a program rests on what is required.
    Notification,
}

pub(super) fn diff(at: &mut At<'_>, old: &[Field], new: &[Field], side: Side) {
    for pair in pairs(old, new, |field| &field.name) {
        match pair {
            Pair::Removed(field) => at.part(&field.name).breaking("the field is gone"),
            Pair::Added(field) => added(&mut at.part(&field.name), field, side),
            Pair::Both(old, new) => self::field(&mut at.part(&old.name), old, new, side),
        }
    }
}

fn added(at: &mut At<'_>, field: &Field, side: Side) {
    match (side, field.required) {
        (Side::Sent, Required::Yes) => at.breaking("a new field, which is required"),
        (Side::Sent, Required::Conditional) => {
            at.breaking("a new field, which is required under conditions");
        }
        _ => at.additive("a new field"),
    }
}

fn field(at: &mut At<'_>, old: &Field, new: &Field, side: Side) {
    let Field {
        name: _,
        rust_name,
        meaning,
        note,
        kind,
        required,
        min_len,
        max_len,
        lengths,
        range,
        unit,
        fixed,
        default,
        sensitive,
        unsigned,
        identity,
        filled_by,
        forbidden,
        allowed,
        currency,
        when,
        aliases,
        edition,
    } = old;
    at.fixed("the Rust name", rust_name, &new.rust_name, phrases::quoted);
    at.text("the meaning", meaning, &new.meaning);
    at.text("the note", note, &new.note);
    at.fixed("", kind, &new.kind, phrases::kind);
    self::required(at, *required, new.required, side);
    let mut limits = Limits { at: &mut *at, side };
    limits.max_len(*max_len, new.max_len);
    limits.min_len(*min_len, new.min_len);
    limits.lengths(lengths, &new.lengths);
    limits.range(range.as_ref(), new.range.as_ref(), &new.kind);
    limits.forbidden(forbidden, &new.forbidden);
    limits.allowed(allowed, &new.allowed);
    at.fixed("the unit", unit, &new.unit, phrases::optional);
    at.fixed("the fixed value", fixed, &new.fixed, phrases::optional);
    self::default(at, default.as_ref(), new.default.as_ref(), side);
    self::sensitive(at, (*sensitive, new.sensitive), &new.kind, side);
    self::unsigned(at, *unsigned, new.unsigned);
    if *identity != new.identity {
        let word = if new.identity { "has to" } else { "no longer has to" };
        at.breaking(format!("a reply {word} repeat it"));
    }
    let filler = |filler: &Option<FilledBy>| {
        let filler = filler.map_or("the caller", FilledBy::as_str);
        format!("filled in by {filler}")
    };
    at.fixed("", filled_by, &new.filled_by, filler);
    self::currency(at, currency.as_ref(), new.currency.as_ref());
    at.text("when it is sent", when, &new.when);
    at.set("the alias", aliases, &new.aliases);
    at.text("the edition", edition, &new.edition);
}

fn required(at: &mut At<'_>, old: Required, new: Required, side: Side) {
    if old == new {
        return;
    }
    let message = match new {
        Required::Yes => "becomes required",
        Required::Conditional if old == Required::Yes => "is required under conditions only",
        Required::Conditional => "becomes required under conditions",
        Required::No => "is no longer required",
    };
    let rank = |required| match required {
        Required::No => 0,
        Required::Conditional => 1,
        Required::Yes => 2,
    };
    match side {
        Side::Sent if rank(new) > rank(old) => at.breaking(message),
        Side::Sent => at.additive(message),
        Side::Notification if old == Required::Yes || new == Required::Yes => {
            at.breaking(format!("{message}, which changes its Rust type"));
        }
        // Answers are read whatever they lack.
        Side::Reply | Side::Notification => at.note(Severity::Text, message),
    }
}

fn default(at: &mut At<'_>, old: Option<&String>, new: Option<&String>, side: Side) {
    if old == new {
        return;
    }
    let message = format!("the default {} becomes {}", phrases::name(old), phrases::name(new));
    match (side, old) {
        // A program that leaves the field out means what it meant.
        (Side::Sent, Some(_)) => at.breaking(message),
        (Side::Sent, None) => at.additive(message),
        (Side::Reply | Side::Notification, _) => at.note(Severity::Text, message),
    }
}

fn sensitive(at: &mut At<'_>, (old, new): (bool, bool), kind: &Kind, side: Side) {
    if old == new {
        return;
    }
    let message = if new { "becomes sensitive" } else { "is no longer sensitive" };
    let has_own_type = match kind {
        Kind::Text | Kind::Digits => true,
        Kind::Structure(_) => side != Side::Sent,
        Kind::Int | Kind::Amount | Kind::Time | Kind::Date | Kind::Ip | Kind::Code(_) => false,
    };
    if has_own_type {
        at.breaking(format!("{message}, which changes its Rust type"));
    } else {
        at.additive(message);
    }
}

fn unsigned(at: &mut At<'_>, old: Option<Unsigned>, new: Option<Unsigned>) {
    let shown = |unsigned: &Option<Unsigned>| match unsigned {
        None => "signed".to_owned(),
        Some(Unsigned::Always) => "never signed".to_owned(),
        Some(Unsigned::Maybe) => "maybe unsigned".to_owned(),
    };
    at.fixed("", &old, &new, shown);
}

fn currency(at: &mut At<'_>, old: Option<&String>, new: Option<&String>) {
    if old == new {
        return;
    }
    let message = format!("the currency {} becomes {}", phrases::name(old), phrases::name(new));
    if old.is_some() {
        at.breaking(message);
    } else {
        at.additive(message);
    }
}
