//! The dashboard's list of orders, and what stands on top of each of its pages.

use lianlian::{Amount, OrderTime};
use maud::{Markup, html};

use super::frame;
use crate::test_data_page;
use crate::view::OrderState;

/// What every page of the dashboard shows.
pub(crate) struct Bar {
    pub(crate) now: OrderTime,
    pub(crate) speed: u32,
    /// The page itself, to come back to.
    pub(crate) here: String,
    /// What was just done, or why not.
    pub(crate) said: Option<Result<String, String>>,
}

/// An order in the list.
pub(crate) struct OrderRow {
    pub(crate) merchant: String,
    pub(crate) no_order: String,
    pub(crate) oid_paybill: String,
    pub(crate) operation: &'static str,
    pub(crate) placed: OrderTime,
    pub(crate) money: Amount,
    pub(crate) state: OrderState,
    pub(crate) told: String,
}

/// The list of orders.
pub(crate) struct OrdersPage {
    pub(crate) bar: Bar,
    pub(crate) rows: Vec<OrderRow>,
    /// How many there are in all.
    pub(crate) count: usize,
    /// From 1.
    pub(crate) page: usize,
    pub(crate) pages: usize,
    pub(crate) text: String,
    pub(crate) state: String,
    pub(crate) merchant: String,
    pub(crate) merchants: Vec<String>,
    /// The query of the list without its page.
    pub(crate) query: String,
}

/// A page of the dashboard.
pub(super) fn desk(title: &str, bar: &Bar, content: &Markup) -> Markup {
    let body = html! {
        a class="skip" href="#main" { "Skip to the content" }
        header class="bar" {
            strong { a href="/" { "LianLian sandbox" } }
            nav aria-label="Dashboard" {
                a href="/" { "Orders" } " · "
                a href="/sandbox/dashboard/controls" { "Controls" } " · "
                a href="/sandbox/test-data" { "Test data" }
            }
            (clock(bar))
        }
        main id="main" {
            @match &bar.said {
                Some(Ok(text)) => p class="said" role="status" { (text) },
                Some(Err(text)) => p class="said bad" role="alert" { (text) },
                None => {},
            }
            (content)
            noscript { p class="hint" { "Without scripts, reload the page to see what is new." } }
        }
    };
    frame(title, "desk", &body, Some("live.js"))
}

fn clock(bar: &Bar) -> Markup {
    html! {
        form method="post" action="/sandbox/dashboard/clock" aria-label="Clock" {
            input type="hidden" name="here" value=(bar.here);
            span id="clock" data-live {
                time { (time(bar.now)) }
                @if bar.speed > 1 { " ×" (bar.speed) }
            }
            @for (seconds, label) in [(120, "+2 min"), (3600, "+1 h"), (86_400, "+1 day")] {
                button class="plain" name="advance" value=(seconds) { (label) }
            }
            @for speed in [1, 60, 3600] {
                button class="plain" name="speed" value=(speed)
                    aria-pressed=(if speed == bar.speed { "true" } else { "false" }) {
                    "×" (speed)
                }
            }
        }
    }
}

/// A time for people.
pub(crate) fn time(time: OrderTime) -> String {
    let digits = time.to_string();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{} {}:{}:{}",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
}

/// A state as a coloured word.
pub(super) fn tag(state: OrderState) -> Markup {
    let class = match state {
        OrderState::Paid | OrderState::Authorised => "tag good",
        OrderState::Failed | OrderState::Returned => "tag bad",
        OrderState::Processing | OrderState::Held => "tag warn",
        _ => "tag",
    };
    html! { span class=(class) { (state) } }
}

/// The list of orders.
pub(crate) fn orders(page: &OrdersPage) -> Markup {
    let content = html! {
        h1 { "Orders" }
        form method="get" action="/" role="search" {
            div class="fields" {
                div {
                    label for="q" { "Number or goods" }
                    input id="q" name="q" value=(page.text) type="search";
                }
                div {
                    label for="state" { "State" }
                    select id="state" name="state" {
                        option value="" { "any" }
                        @for state in OrderState::ALL {
                            option value=(state.name()) selected[state.name() == page.state] {
                                (state)
                            }
                        }
                    }
                }
                @if page.merchants.len() > 1 {
                    div {
                        label for="merchant" { "Merchant" }
                        select id="merchant" name="merchant" {
                            option value="" { "any" }
                            @for merchant in &page.merchants {
                                option value=(merchant) selected[*merchant == page.merchant] {
                                    (merchant)
                                }
                            }
                        }
                    }
                }
                div { button { "Show" } }
            }
        }
        div id="orders" data-live class="scroll" { (table(page)) }
    };
    desk("Orders", &page.bar, &content)
}

fn table(page: &OrdersPage) -> Markup {
    let link = |number: usize, label: &str| {
        html! { a class="button plain" href={ "/?" (page.query) "page=" (number) } { (label) } }
    };
    html! {
        @if page.rows.is_empty() {
            p { "None yet." }
        } @else {
            table class="stacked" {
                caption {
                    (page.count) @if page.count == 1 { " order" } @else { " orders" }
                    ", newest first"
                    @if page.pages > 1 { "; page " (page.page) " of " (page.pages) }
                }
                thead {
                    tr {
                        th scope="col" { "Order" }
                        @if page.merchants.len() > 1 { th scope="col" { "Merchant" } }
                        th scope="col" { "Placed" }
                        th scope="col" { "Operation" }
                        th scope="col" class="number" { "CNY" }
                        th scope="col" { "State" }
                        th scope="col" { "Notification" }
                    }
                }
                tbody {
                    @for row in &page.rows {
                        tr {
                            td {
                                a id={ "order-" (row.oid_paybill) }
                                    href={ "/sandbox/dashboard/orders/" (row.oid_paybill) } {
                                    (row.no_order)
                                }
                            }
                            @if page.merchants.len() > 1 { td { (row.merchant) } }
                            td { time { (time(row.placed)) } }
                            td { code { (row.operation) } }
                            td class="number" { (row.money) }
                            td { (tag(row.state)) }
                            td { (row.told) }
                        }
                    }
                }
            }
        }
        @if page.pages > 1 {
            nav class="actions" aria-label="Pages of the list" {
                @if page.page > 1 { (link(page.page.saturating_sub(1), "Newer")) }
                @if page.page < page.pages { (link(page.page.saturating_add(1), "Older")) }
            }
        }
    }
}

/// The amounts and cards that make things happen.
pub(crate) fn test_data(bar: &Bar) -> Markup {
    desk("Test data", bar, &test_data_page::content())
}
