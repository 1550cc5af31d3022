//! The pages that tell the payer what came of it.

use lianlian::meta::OperationMeta;
use maud::{Markup, html};

use super::checkout::facts;
use super::{frame, page};
use crate::incoming::Refused;
use crate::order::Order;

/// How long the payer sees the result before the way back is taken.
const SECONDS: u32 = 3;

/// The form with the signed result that leads back to the shop.
pub(crate) struct WayBack {
    pub(crate) address: String,
    pub(crate) pairs: Vec<(String, String)>,
    /// Whether it is taken without a click, where scripts run.
    pub(crate) is_automatic: bool,
}

/// A page that says one thing.
pub(crate) fn notice(title: &str, text: &str) -> Markup {
    page(title, &html! { main { h1 { (title) } p { (text) } } })
}

/// Why a payment form was turned away.
pub(crate) fn refusal(meta: &OperationMeta, refused: &Refused) -> Markup {
    let code = refused.reply.code;
    let content = html! {
        main {
            h1 { "The payment form was refused" }
            p { code { (code.code) } " " (code.reading.label) }
            p lang="zh-CN" { (refused.reply.text) }
            p { code { (meta.id) } }
            pre { (refused.why) }
        }
    };
    page("Refused", &content)
}

/// Thanks for a paid order, and the way back to the shop where there is one.
pub(crate) fn paid(order: &Order, is_held: bool, back: Option<&WayBack>) -> Markup {
    let title = if is_held { "The amount is held" } else { "Thank you" };
    let content = html! {
        main {
            h1 class="good" { (title) }
            @if is_held {
                p { (order.money) " CNY are held on your card, and not taken yet." }
            } @else {
                p { (order.money) " CNY are paid." }
            }
            (facts(order))
            @match back {
                Some(back) => {
                    @if back.is_automatic {
                        p class="hint" {
                            "With scripts, you are taken back to the shop after " (SECONDS) " seconds. "
                            a id="stay" href="?" { "Stay here" }
                        }
                    }
                    form id="back" method="post" accept-charset="utf-8" action=(back.address)
                        data-after=[back.is_automatic.then_some(SECONDS)] {
                        @for (name, value) in &back.pairs {
                            input type="hidden" name=(name) value=(value);
                        }
                        button { "Back to the shop" }
                    }
                }
                None => p { "You can close this page." },
            }
        }
    };
    let script = back.is_some_and(|back| back.is_automatic).then_some("back.js");
    frame("Paid", "pay", &content, script)
}

/// Why an order is not paid, and where to go from here.
pub(crate) fn unpaid(
    title: &str,
    text: &str,
    code: Option<(&str, &str)>,
    again: Option<&str>,
    shop: Option<&str>,
) -> Markup {
    let content = html! {
        main {
            h1 class="bad" { (title) }
            p role="alert" { (text) }
            @if let Some((code, label)) = code {
                p class="hint" { "Return code " code { (code) } " " (label) }
            }
            div class="actions" {
                @if let Some(link) = again {
                    a class="button" href=(link) { "Try again" }
                }
                @if let Some(link) = shop {
                    a class="button plain" href=(link) { "Back to the shop" }
                }
            }
        }
    };
    page(title, &content)
}
