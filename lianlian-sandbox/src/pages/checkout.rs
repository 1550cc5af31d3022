//! The pages on which a payer chooses how to pay, and pays without a card.

use lianlian::meta::{Bank, CodeMeta};
use maud::{Markup, html};

use super::{page, qr};
use crate::order::Order;

/// The values of the buttons.
pub(crate) const PAY: &str = "pay";
pub(crate) const CHOOSE: &str = "choose";
pub(crate) const DECLINE: &str = "decline";
pub(crate) const GIVE_UP: &str = "give_up";

/// What is bought, on top of every page.
pub(super) fn summary(order: &Order) -> Markup {
    html! {
        p class="amount" { (order.money) " CNY" }
        (facts(order))
    }
}

/// What tells one order from another.
pub(super) fn facts(order: &Order) -> Markup {
    html! {
        dl {
            @for (name, field) in [("Goods", "name_goods"), ("Order", "no_order")] {
                @if let Some(text) = order.values.get(field) {
                    dt { (name) }
                    dd { (text) }
                }
            }
            dt { "Payment" }
            dd { (order.oid_paybill) }
        }
    }
}

/// The button that leads back without paying.
pub(super) fn give_up(link: &str) -> Markup {
    html! {
        form method="post" accept-charset="utf-8" action=(link) {
            button class="plain" name="decision" value=(GIVE_UP) { "Give up" }
        }
    }
}

/// The choice of a method.
pub(crate) fn choice(order: &Order, link: &str, methods: &[&CodeMeta]) -> Markup {
    let content = html! {
        main {
            h1 { "How do you want to pay?" }
            (summary(order))
            form method="post" accept-charset="utf-8" action=(link) {
                input type="hidden" name="decision" value=(CHOOSE);
                div class="choices" role="group" aria-label="Methods of payment" {
                    @for method in methods {
                        button name="pay_type" value=(method.code) { (method.meaning) }
                    }
                }
            }
            (give_up(link))
        }
    };
    page("Choose how to pay", &content)
}

/// The code that the payer scans. `phone` is what it leads to.
pub(crate) fn scan(order: &Order, link: &str, phone: &str, method: &CodeMeta) -> Markup {
    let content = html! {
        main data-leave {
            h1 { "Scan to pay" }
            (summary(order))
            p { "Open " (method.meaning) " on your phone and scan this code." }
            @match qr::svg(phone) {
                Some(code) => (code),
                None => p { code { (phone) } },
            }
            p class="hint" {
                "A phone does not reach this machine: here, "
                a href=(phone) target="_blank" { "open what the code says" }
                ", or pay as the phone would."
            }
            div class="actions" {
                form method="post" accept-charset="utf-8" action=(link) {
                    input type="hidden" name="pay_type" value=(method.code);
                    button name="decision" value=(PAY) { "Pay as the phone would" }
                }
                a class="button plain" href=(link) { "I have paid" }
                (give_up(link))
            }
            // Looked at by the script: the page changes when the order is paid.
            p id="waiting" data-live class="hint" { "Waiting for the payment." }
        }
    };
    super::frame("Scan to pay", "pay", &content, Some("live.js"))
}

/// The last look before paying with a phone or a balance.
pub(crate) fn confirm(order: &Order, link: &str, method: Option<&CodeMeta>) -> Markup {
    let content = html! {
        main {
            h1 { "Pay " (order.money) " CNY" }
            @if let Some(method) = method {
                p { (method.meaning) }
            }
            (facts(order))
            form method="post" accept-charset="utf-8" action=(link) {
                @if let Some(method) = method {
                    input type="hidden" name="pay_type" value=(method.code);
                }
                div class="actions" {
                    button name="decision" value=(PAY) { "Pay" }
                    button class="plain" name="decision" value=(DECLINE) { "Have it declined" }
                    button class="plain" name="decision" value=(GIVE_UP) { "Give up" }
                }
            }
        }
    };
    page("Pay", &content)
}

/// The choice of a bank.
pub(crate) fn banks(order: &Order, link: &str, method: &CodeMeta, banks: &[Bank]) -> Markup {
    let content = html! {
        main {
            h1 { "Choose your bank" }
            (summary(order))
            form method="post" accept-charset="utf-8" action=(link) {
                input type="hidden" name="pay_type" value=(method.code);
                label for="bank" { (method.meaning) }
                select id="bank" name="bank_code" {
                    @for bank in banks {
                        option value=(bank.code) { (bank.name) " (" (bank.zh) ")" }
                    }
                }
                div class="actions" {
                    button name="decision" value=(CHOOSE) { "Go to the bank" }
                    button class="plain" name="decision" value=(GIVE_UP) { "Give up" }
                }
            }
        }
    };
    page("Choose your bank", &content)
}

/// The bank's own page.
pub(crate) fn bank(order: &Order, link: &str, method: &CodeMeta, bank: &Bank) -> Markup {
    let content = html! {
        main {
            h1 { (bank.name) }
            p lang="zh-CN" { (bank.zh) }
            p { (method.meaning) ": the bank would ask you to log in here." }
            (summary(order))
            form method="post" accept-charset="utf-8" action=(link) {
                input type="hidden" name="pay_type" value=(method.code);
                input type="hidden" name="bank_code" value=(bank.code);
                div class="actions" {
                    button name="decision" value=(PAY) { "Confirm the payment" }
                    button class="plain" name="decision" value=(DECLINE) { "Have it declined" }
                    button class="plain" name="decision" value=(GIVE_UP) { "Give up" }
                }
            }
        }
    };
    page("Pay at the bank", &content)
}
