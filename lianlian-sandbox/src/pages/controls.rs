//! The dashboard's controls: troubles to come, and the merchants' accounts.

use maud::{Markup, html};

use super::dashboard::{Bar, desk};
use crate::trouble::Trouble;

/// What the page shows.
pub(crate) struct ControlsPage {
    pub(crate) bar: Bar,
    /// Merchant and trouble, in words.
    pub(crate) troubles: Vec<(String, String)>,
    pub(crate) accounts: Vec<AccountRow>,
    pub(crate) operations: Vec<&'static str>,
}

/// A merchant's account.
pub(crate) struct AccountRow {
    pub(crate) oid_partner: String,
    pub(crate) is_live: bool,
    /// Separated by spaces; empty for all.
    pub(crate) products: String,
    pub(crate) addresses: String,
    pub(crate) domains: String,
    pub(crate) asks_for_sms_codes: bool,
    pub(crate) balance: String,
}

/// The controls.
pub(crate) fn controls(page: &ControlsPage) -> Markup {
    let content = html! {
        h1 { "Controls" }
        h2 { "Troubles to come" }
        div id="troubles" data-live {
            @if page.troubles.is_empty() {
                p { "None: everything goes well." }
            } @else {
                ul {
                    @for (merchant, trouble) in &page.troubles {
                        li { code { (trouble) } ", merchant " (merchant) }
                    }
                }
                form method="post" action="/sandbox/dashboard/troubles/end" {
                    button class="plain" { "End them all" }
                }
            }
        }
        form method="post" action="/sandbox/dashboard/troubles" {
            div class="fields" {
                div {
                    label for="trouble" { "Trouble" }
                    input id="trouble" name="trouble" list="known-troubles" required
                        autocomplete="off" placeholder="cut-after";
                    datalist id="known-troubles" {
                        @for trouble in Trouble::EACH { option value=(trouble) {} }
                    }
                }
                div {
                    label for="operation" { "At calls of" }
                    select id="operation" name="operation" {
                        option value="" { "any operation" }
                        @for id in &page.operations { option value=(id) { (id) } }
                    }
                }
                div {
                    label for="times" { "How often" }
                    input id="times" name="times" inputmode="numeric" value="1"
                        aria-describedby="times-hint";
                }
                div {
                    label for="trouble-of" { "Merchant" }
                    select id="trouble-of" name="oid_partner" {
                        @for account in &page.accounts {
                            option value=(account.oid_partner) { (account.oid_partner) }
                        }
                    }
                }
                div { button { "Add" } }
            }
            p class="hint" id="times-hint" { "Nothing under “How often” means until they are ended." }
        }
        h2 { "Merchants" }
        @for account in &page.accounts {
            (merchant(account))
        }
    };
    desk("Controls", &page.bar, &content)
}

fn merchant(account: &AccountRow) -> Markup {
    let number = &account.oid_partner;
    let id = |name: &str| format!("{name}-{number}");
    html! {
        form method="post" action={ "/sandbox/dashboard/accounts/" (number) } {
            fieldset {
                legend { "Merchant " (number) }
                label class="choice" for=(id("live")) {
                    input type="checkbox" id=(id("live")) name="live" value="yes"
                        checked[account.is_live];
                    " Live: no limits of a new account"
                }
                label class="choice" for=(id("sms")) {
                    input type="checkbox" id=(id("sms")) name="sms" value="yes"
                        checked[account.asks_for_sms_codes];
                    " Card payments from the server need an SMS code"
                }
                div class="fields" {
                    div {
                        label for=(id("products")) { "Products" }
                        input id=(id("products")) name="products" value=(account.products)
                            placeholder="all" autocomplete="off";
                    }
                    div {
                        label for=(id("addresses")) { "Addresses of the server" }
                        input id=(id("addresses")) name="addresses" value=(account.addresses)
                            placeholder="any" autocomplete="off";
                    }
                    div {
                        label for=(id("domains")) { "Domains of the pages" }
                        input id=(id("domains")) name="domains" value=(account.domains)
                            placeholder="any" autocomplete="off";
                    }
                    div { button { "Save" } }
                }
                p class="hint" { "Several are separated by spaces. Balance for payouts: " (account.balance) " CNY" }
            }
        }
    }
}
