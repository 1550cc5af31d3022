//! What changed between two specs, as a merchant's program sees it that was generated from the old one.
//!
//! Every struct of the model is taken apart completely in here, so that a new part of it cannot be
//! forgotten: this module does not compile before it says what a change of that part means.

mod codes;
mod fields;
mod gateway;
mod limits;
mod operations;
mod phrases;
mod rules;
mod structures;
mod tables;
mod usage;

use std::fmt;

use crate::diff::usage::Usage;
use crate::model::{Product, Spec};
use crate::record::words;

words! {
    /// How much a change matters to a program that was generated from the old spec.
    pub Severity {
        /// The program is refused, reads something wrong, or no longer compiles after generating anew.
        Breaking = "breaking",
        /// There is more than before; the program goes on as it is.
        Additive = "additive",
        /// Only words for people differ.
        Text = "text",
    }
}

/// One difference between two specs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// How much it matters.
    pub severity: Severity,
    /// Where it is: `aggregate.direct_pay request.no_order`, `code_lists.pay_type`.
    pub place: String,
    /// What it is.
    pub message: String,
}

/// As a line: `breaking  aggregate.direct_pay request.no_order: at most 32 characters become 20`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, place, message } = self;
        write!(f, "{:<8}  {place}: {message}", severity.as_str())
    }
}

/// Everything that changed from `old` to `new`, in the order of the old spec; what is new comes last
/// in its place.
///
/// *Breaking* is whatever makes the gateway refuse what a program generated from `old` sends, makes
/// that program misread or reject what it receives, or takes away a Rust name that it uses: so also
/// a code that only replies carry, because its variant goes. *Additive* is what such a program does
/// not notice. *Text* is prose, samples and the sources of facts. The same two specs give the same
/// changes in the same order.
///
/// ```no_run
/// let old = lianlian_spec::load("spec-2018".as_ref())?;
/// let new = lianlian_spec::load("spec-2019".as_ref())?;
/// for change in lianlian_spec::diff(&old, &new) {
///     println!("{change}");
/// }
/// # Ok::<(), lianlian_spec::Mistakes>(())
/// ```
pub fn diff(old: &Spec, new: &Spec) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut at = At { changes: &mut changes, place: String::new() };
    let Spec {
        gateway,
        products,
        code_lists,
        structures,
        return_codes,
        banks,
        bank_notes,
        notification_addresses,
        address_notes,
        // Where things are written down is nothing to a program.
        files: _,
    } = old;
    let usage = Usage::of(old);
    gateway::diff(&mut at.named("gateway"), gateway, &new.gateway, &usage);
    self::products(&mut at, products, &new.products);
    codes::lists(&mut at.named("code_lists"), code_lists, &new.code_lists, &usage);
    structures::diff(&mut at.named("structures"), structures, &new.structures, &usage);
    codes::return_codes(&mut at.named("return_codes"), return_codes, &new.return_codes);
    tables::banks(&mut at.named("banks"), banks, &new.banks);
    at.named("banks").text("the notes", bank_notes, &new.bank_notes);
    let addresses = &new.notification_addresses;
    tables::addresses(&mut at.named("notification_addresses"), notification_addresses, addresses);
    at.named("notification_addresses").text("the notes", address_notes, &new.address_notes);
    changes
}

fn products(at: &mut At<'_>, old: &[Product], new: &[Product]) {
    for pair in pairs(old, new, |product| &product.id) {
        match pair {
            Pair::Removed(product) => {
                at.named(&product.id).breaking("the product is gone");
                operations::diff(at, &product.operations, &[]);
            }
            Pair::Added(product) => {
                at.named(&product.id).additive("a new product");
                operations::diff(at, &[], &product.operations);
            }
            Pair::Both(old, new) => {
                let Product { id, title, description, operations } = old;
                let mut own = at.named(id);
                own.text("the title", title, &new.title);
                own.text("the description", description, &new.description);
                operations::diff(at, operations, &new.operations);
            }
        }
    }
}

/// A place in the spec, and where changes of it are noted.
struct At<'c> {
    changes: &'c mut Vec<Change>,
    place: String,
}

impl At<'_> {
    /// A place of a name of its own.
    fn named(&mut self, name: &str) -> At<'_> {
        At { changes: self.changes, place: name.to_owned() }
    }

    /// A part of this place, after a point.
    fn part(&mut self, name: &str) -> At<'_> {
        At { place: format!("{}.{name}", self.place), changes: self.changes }
    }

    /// A section of this place, after a blank.
    fn section(&mut self, name: &str) -> At<'_> {
        At { place: format!("{} {name}", self.place), changes: self.changes }
    }

    fn note(&mut self, severity: Severity, message: impl Into<String>) {
        let place = self.place.clone();
        self.changes.push(Change { severity, place, message: message.into() });
    }

    fn breaking(&mut self, message: impl Into<String>) {
        self.note(Severity::Breaking, message);
    }

    fn additive(&mut self, message: impl Into<String>) {
        self.note(Severity::Additive, message);
    }

    /// Words for people; that they differ is enough to say.
    fn text<T: PartialEq>(&mut self, what: &str, old: &T, new: &T) {
        if old != new {
            let plural = matches!(what, "the notes" | "the samples");
            self.note(
                Severity::Text,
                format!("{what} {}", if plural { "differ" } else { "differs" }),
            );
        }
    }

    /// A statement that a program rests on; `what` is empty where the phrase says it all.
    fn fixed<T: PartialEq>(&mut self, what: &str, old: &T, new: &T, phrase: impl Fn(&T) -> String) {
        if old != new {
            let message = format!("{what} {} becomes {}", phrase(old), phrase(new));
            self.breaking(message.trim_start());
        }
    }

    /// Names of which each one that goes is missed.
    fn set(&mut self, noun: &str, old: &[String], new: &[String]) {
        for name in old.iter().filter(|name| !new.contains(name)) {
            self.breaking(format!("{noun} `{name}` is gone"));
        }
        for name in new.iter().filter(|name| !old.contains(name)) {
            self.additive(format!("{noun} `{name}` is new"));
        }
    }
}

/// A thing of one name in both specs, or in one of them.
enum Pair<'a, T> {
    Removed(&'a T),
    Added(&'a T),
    Both(&'a T, &'a T),
}

/// Things by name: those of the old spec in its order, then the new ones in theirs.
fn pairs<'a, T>(old: &'a [T], new: &'a [T], name: impl Fn(&T) -> &str) -> Vec<Pair<'a, T>> {
    let find = |things: &'a [T], wanted: &T| things.iter().find(|one| name(one) == name(wanted));
    let known = old.iter().map(|thing| match find(new, thing) {
        Some(other) => Pair::Both(thing, other),
        None => Pair::Removed(thing),
    });
    let added = new.iter().filter(|thing| find(old, thing).is_none()).map(Pair::Added);
    known.chain(added).collect()
}
