//! The pages on which a payer types a card and the SMS code.
//!
//! What the shop gave beforehand is shown masked, and not asked for. A card number or check number that was
//! typed is never shown again, not even beside the error about it.

use lianlian::meta::{CardKind, CodeMeta};
use maud::{Markup, html};

use super::checkout::{give_up, summary};
use super::page;
use crate::order::Order;
use crate::sms::SMS_CODE;

/// What the card page shows.
pub(crate) struct CardPage<'p> {
    pub(crate) order: &'p Order,
    pub(crate) link: &'p str,
    /// The code of the method, where the payer chose one.
    pub(crate) method: Option<&'p CodeMeta>,
    /// The kind of card that it has to be, if any.
    pub(crate) kind: Option<CardKind>,
    /// The kind that was chosen before.
    pub(crate) chosen: CardKind,
    /// What the shop gave: what it is, masked.
    pub(crate) given: Vec<(&'static str, String)>,
    /// The fields to ask for.
    pub(crate) asked: Vec<Asked>,
    /// Where to choose another card, if the shop has such a page.
    pub(crate) other_card: Option<&'p str>,
}

/// A field of the form.
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) autocomplete: &'static str,
    pub(crate) is_numeric: bool,
    pub(crate) is_credit_only: bool,
    /// What may be chosen; empty of what is typed.
    pub(crate) options: &'static [CodeMeta],
    /// What was typed before, if it may be shown again.
    pub(crate) typed: String,
    pub(crate) error: Option<String>,
}

/// The card form.
pub(crate) fn card(card: &CardPage<'_>) -> Markup {
    let wrong: Vec<_> = card.asked.iter().filter(|asked| asked.error.is_some()).collect();
    let title = if wrong.is_empty() { "Pay with a card" } else { "Error: Pay with a card" };
    let content = html! {
        main {
            h1 { "Pay with a card" }
            (summary(card.order))
            @if !wrong.is_empty() {
                div class="errors" role="alert" {
                    strong { "Please look at these again" }
                    ul {
                        @for asked in &wrong {
                            li { a href={ "#" (asked.name) } { (asked.label) } }
                        }
                    }
                }
            }
            @if !card.given.is_empty() {
                h2 { "Known to the shop" }
                dl {
                    @for (label, text) in &card.given {
                        dt { (label) }
                        dd { (text) }
                    }
                }
            }
            form class=[card.kind.is_none().then_some("kinds")] method="post"
                accept-charset="utf-8" action={ (card.link) "/card" } novalidate {
                @if let Some(method) = card.method {
                    input type="hidden" name="pay_type" value=(method.code);
                }
                @if card.kind.is_none() && !card.asked.is_empty() {
                    fieldset {
                        legend { "Kind of card" }
                        (kind(CardKind::Debit, "Debit card", card.chosen))
                        (kind(CardKind::Credit, "Credit card", card.chosen))
                    }
                }
                @for asked in &card.asked {
                    (field(asked))
                }
                div class="actions" {
                    button { "Send the SMS code" }
                    @if let Some(link) = card.other_card {
                        a class="button plain" href=(link) { "Use another card" }
                    }
                }
            }
            div class="actions" { (give_up(card.link)) }
        }
    };
    page(title, &content)
}

fn kind(kind: CardKind, label: &str, chosen: CardKind) -> Markup {
    let id = format!("kind-{}", kind.name());
    html! {
        label class="choice" for=(id) {
            input type="radio" id=(id) name="kind" value=(kind.name()) checked[kind == chosen];
            " " (label)
        }
    }
}

fn field(asked: &Asked) -> Markup {
    let (name, hint) = (asked.name, format!("{}-hint", asked.name));
    let error = format!("{name}-error");
    let described = match (asked.hint.is_empty(), asked.error.is_some()) {
        (true, false) => None,
        (false, false) => Some(hint.clone()),
        (true, true) => Some(error.clone()),
        (false, true) => Some(format!("{error} {hint}")),
    };
    let invalid = asked.error.is_some().then_some("true");
    html! {
        div class=[asked.is_credit_only.then_some("credit")] {
            label for=(name) { (asked.label) }
            @if asked.options.is_empty() {
                input id=(name) name=(name) value=(asked.typed) autocomplete=(asked.autocomplete)
                    inputmode=[asked.is_numeric.then_some("numeric")]
                    aria-describedby=[described] aria-invalid=[invalid];
            } @else {
                select id=(name) name=(name) aria-describedby=[described] aria-invalid=[invalid] {
                    @for option in asked.options {
                        option value=(option.code) selected[option.code == asked.typed] {
                            (option.meaning)
                        }
                    }
                }
            }
            @if let Some(text) = &asked.error {
                p class="error" id=(error) { (text) }
            }
            @if !asked.hint.is_empty() {
                p class="hint" id=(hint) { (asked.hint) }
            }
        }
    }
}

/// The page that asks for the SMS code. `action` is where it goes.
pub(crate) fn code(
    order: &Order,
    link: &str,
    action: &str,
    card: &str,
    phone: &str,
    error: Option<&str>,
) -> Markup {
    let title = if error.is_some() { "Error: SMS code" } else { "SMS code" };
    let described = if error.is_some() { "code-error code-hint" } else { "code-hint" };
    let content = html! {
        main {
            h1 { "Type the SMS code" }
            (summary(order))
            dl {
                dt { "Card" }
                dd { (card) }
                dt { "Sent to" }
                dd { (phone) }
            }
            form method="post" accept-charset="utf-8" action=(action) novalidate {
                label for="code" { "Code" }
                input id="code" name="verify_code" inputmode="numeric" autocomplete="one-time-code"
                    autofocus aria-describedby=(described) aria-invalid=[error.map(|_| "true")];
                @if let Some(text) = error {
                    p class="error" id="code-error" role="alert" { (text) }
                }
                p class="hint" id="code-hint" {
                    "The sandbox sends no SMS: the code is " code { (SMS_CODE) } "."
                }
                div class="actions" {
                    button { "Pay " (order.money) " CNY" }
                    a class="button plain" href=(link) { "Use another card" }
                }
            }
            div class="actions" { (give_up(link)) }
        }
    };
    page(title, &content)
}
