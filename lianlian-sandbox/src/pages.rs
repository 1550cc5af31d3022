//! The pages as HTML. They show nothing that the spec marks sensitive, and everything is escaped.

use lianlian::meta::{CodeMeta, OperationMeta};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::incoming::Refused;
use crate::order::Order;
use crate::view::{OrderState, OrderView};

/// The value of the button that does not pay.
pub(crate) const GIVE_UP: &str = "give_up";

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;\
    padding:0 1rem;color:#1c1c1e}dt{color:#6b6b70}dd{margin:0 0 .5rem}pre{white-space:pre-wrap}\
    table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem .3rem 0;\
    border-bottom:1px solid #ddd}button{font:inherit;padding:.5rem 1.2rem;margin-right:.5rem}\
    small{color:#6b6b70}";

pub(crate) fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="referrer" content="origin";
                title { (title) " · LianLian sandbox" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (content)
                p { small { "LianLian sandbox: no money moves here." } }
            }
        }
    }
}

/// A page that says one thing.
pub(crate) fn notice(title: &str, text: &str) -> Markup {
    page(title, &html! { h1 { (title) } p { (text) } })
}

/// Why a payment form was turned away.
pub(crate) fn refusal(meta: &OperationMeta, refused: &Refused) -> Markup {
    let code = refused.reply.code;
    let content = html! {
        h1 { "The payment form was refused" }
        p { code { (code.code) } " " (code.reading.label) }
        p { code { (meta.id) } }
        p lang="zh-CN" { (refused.reply.text) }
        pre { (refused.why) }
    };
    page("Refused", &content)
}

/// The order, to pay or not.
pub(crate) fn payment(order: &Order, link: &str, methods: &[CodeMeta]) -> Markup {
    let content = html! {
        h1 { "Pay " (order.money) " CNY" }
        (facts(order))
        form method="post" accept-charset="utf-8" action=(link) {
            @if !methods.is_empty() {
                p {
                    label {
                        "Paid with "
                        select name="pay_type" {
                            @for method in methods {
                                option value=(method.code) { (method.meaning) }
                            }
                        }
                    }
                }
            }
            button type="submit" name="decision" value="pay" { "Pay" }
            button type="submit" name="decision" value=(GIVE_UP) { "Give up" }
        }
    };
    page("Pay", &content)
}

/// Thanks for a paid order.
pub(crate) fn paid(order: &Order) -> Markup {
    let content = html! {
        h1 { "Thank you" }
        p { (order.money) " CNY are paid." }
        (facts(order))
    };
    page("Paid", &content)
}

fn facts(order: &Order) -> Markup {
    html! {
        dl {
            @for (name, field) in [("Goods", "name_goods"), ("Order", "no_order"), ("Placed", "dt_order")] {
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

/// A page that posts the signed result to the shop at once, or by a button where scripts are off.
pub(crate) fn way_back<'p>(
    address: &str,
    pairs: impl Iterator<Item = (&'static str, &'p str)>,
) -> Markup {
    let content = html! {
        h1 { "Paid" }
        form id="back" method="post" accept-charset="utf-8" action=(address) {
            @for (name, value) in pairs {
                input type="hidden" name=(name) value=(value);
            }
            button type="submit" { "Back to the shop" }
        }
        script { (PreEscaped("document.getElementById(\"back\").submit();")) }
    };
    page("Paid", &content)
}

/// Every order of the sandbox.
pub(crate) fn orders(oid_partner: &str, views: &[OrderView]) -> Markup {
    let content = html! {
        h1 { "Orders of merchant " (oid_partner) }
        @if views.is_empty() {
            p { "None yet." }
        } @else {
            table {
                tr { th { "Order" } th { "Amount" } th { "State" } th { "Notification" } }
                @for view in views {
                    tr {
                        td {
                            a href={ "/sandbox/pay/" (view.oid_paybill) } { (view.no_order) }
                        }
                        td { (view.money) }
                        td { (view.state) }
                        td { (told(view)) }
                    }
                }
            }
        }
    };
    page("Orders", &content)
}

fn told(view: &OrderView) -> String {
    let attempts = view.notifications.len();
    match (view.state, view.notifications.last()) {
        (OrderState::Paid, Some(last)) if last.acknowledged => {
            format!("acknowledged, attempt {attempts}")
        }
        (_, Some(last)) => format!("attempt {attempts}: {}", last.answer),
        (_, None) => String::new(),
    }
}
