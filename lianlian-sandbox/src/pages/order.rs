//! The dashboard's page of one order: what became of it, every message about it, and what to do to it.

use lianlian::meta::OperationMeta;
use maud::{Markup, html};

use super::dashboard::{Bar, desk, tag, time};
use crate::exchange::{Direction, Exchange, Verdict};
use crate::interventions::Intervention;
use crate::view::{Attempt, OrderView};

/// What the page shows.
pub(crate) struct OrderPage {
    pub(crate) bar: Bar,
    pub(crate) view: OrderView,
    /// The members of the request that may be shown.
    pub(crate) request: Vec<(&'static str, String)>,
    pub(crate) expires: Option<String>,
    /// What may be done now.
    pub(crate) fitting: Vec<Intervention>,
    /// The amount that can be refunded, if any.
    pub(crate) refundable: Option<String>,
    pub(crate) messages: Vec<Exchange>,
    pub(crate) notifications: Vec<Notification>,
    /// Whether older messages may be forgotten.
    pub(crate) is_complete: bool,
}

/// One notification on its way.
pub(crate) struct Notification {
    pub(crate) key: String,
    pub(crate) meta: &'static OperationMeta,
    pub(crate) url: String,
    /// With what is wrong about each.
    pub(crate) attempts: Vec<(Attempt, Option<String>)>,
    pub(crate) is_over: bool,
    pub(crate) is_acknowledged: bool,
}

/// The page of an order.
pub(crate) fn order(page: &OrderPage) -> Markup {
    let view = &page.view;
    let content = html! {
        h1 { "Order " (view.no_order) }
        div id="facts" data-live { (facts(page)) }
        div id="actions" data-live { (actions(page)) }
        h2 { "Notifications" }
        div id="notifications" data-live {
            @if page.notifications.is_empty() {
                p { "None yet." }
            }
            @for notification in &page.notifications {
                (told(notification))
            }
        }
        h2 { "Messages" }
        div id="messages" data-live class="scroll" { (messages(page)) }
        details id="request" {
            summary { "What the order asks for" }
            dl {
                @for (name, text) in &page.request {
                    dt { code { (name) } }
                    dd { (text) }
                }
            }
            p class="hint" { "What the spec marks sensitive is left out." }
        }
    };
    desk(&format!("Order {}", view.no_order), &page.bar, &content)
}

fn facts(page: &OrderPage) -> Markup {
    let view = &page.view;
    html! {
        p class="amount" { (view.money) " CNY " (tag(view.state)) }
        dl {
            dt { "Merchant" }
            dd { (view.oid_partner) }
            dt { "Operation" }
            dd { code { (view.operation) } }
            dt { "Gateway's number" }
            dd { (view.oid_paybill) " · " a href={ "/sandbox/pay/" (view.oid_paybill) } { "the payer's page" } }
            dt { "Order date" }
            dd { (time(view.dt_order)) }
            @if let Some(expires) = &page.expires {
                dt { "Can be paid until" }
                dd { (expires) }
            }
            @if view.refunded.fen() > 0 {
                dt { "Refunded" }
                dd { (view.refunded) " CNY" }
            }
        }
    }
}

fn actions(page: &OrderPage) -> Markup {
    let action = format!("/sandbox/dashboard/orders/{}", page.view.oid_paybill);
    html! {
        @if !page.fitting.is_empty() {
            form method="post" action=(action) class="actions" {
                @for one in &page.fitting {
                    button id={ "do-" (one.name()) } name="do" value=(one.name())
                        class=[(*one != Intervention::Pay).then_some("plain")] {
                        (label(*one))
                    }
                }
            }
        }
        @if let Some(money) = &page.refundable {
            form method="post" action=(action) class="fields" {
                div {
                    label for="money" { "Refund, CNY" }
                    input id="money" name="money" value=(money) inputmode="decimal";
                }
                div { button class="plain" id="do-refund" name="do" value="refund" { "Refund" } }
            }
        }
    }
}

const fn label(one: Intervention) -> &'static str {
    match one {
        Intervention::Pay => "Pay",
        Intervention::Fail => "Let it fail",
        Intervention::Expire => "Let it expire",
        Intervention::Cancel => "Have the bank send it back",
        Intervention::Resend => "Send notifications again",
    }
}

fn told(notification: &Notification) -> Markup {
    let (count, most) = (notification.attempts.len(), lianlian::GATEWAY.notification.attempts);
    let state = if notification.is_acknowledged {
        ("good", "acknowledged")
    } else if notification.is_over {
        ("bad", "given up")
    } else {
        ("warn", "to be repeated")
    };
    html! {
        p {
            code { (notification.meta.id) } " to " code { (notification.url) } ": "
            span class=(state.0) { (state.1) }
            ", attempt " (count) " of " (most)
        }
        @if count > 0 {
            details id={ "attempts-" (notification.key) } open[!notification.is_acknowledged] {
                summary { "Attempts" }
                ol {
                    @for (attempt, wrong) in &notification.attempts {
                        li {
                            time { (time(attempt.at)) } ": " code { (attempt.answer) }
                            @if let Some(wrong) = wrong {
                                " " span class="bad" { (wrong) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn messages(page: &OrderPage) -> Markup {
    html! {
        @if !page.is_complete {
            p class="hint" { "The sandbox keeps the latest messages only: earlier ones may be missing." }
        }
        @if page.messages.is_empty() {
            p { "None." }
        } @else {
            table class="stacked" {
                thead {
                    tr {
                        th scope="col" { "Time" }
                        th scope="col" { "Message" }
                        th scope="col" { "Verdict" }
                        th scope="col" { "Signature" }
                    }
                }
                tbody {
                    @for message in &page.messages {
                        tr {
                            td { time { (time(message.at)) } }
                            td { (way(message.direction)) " " code { (message.operation) } }
                            td class=(class(&message.verdict)) { (message.verdict) }
                            td {
                                details id={ "message-" (message.number) } {
                                    summary { "source" }
                                    pre { (message.source) }
                                    pre { "sign: " (message.signature) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Received => "→ received",
        Direction::Sent => "← sent",
    }
}

const fn class(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Refused { .. } | Verdict::Notified { acknowledged: false, .. } => "bad",
        Verdict::Accepted | Verdict::Notified { .. } => "good",
        _ => "",
    }
}
