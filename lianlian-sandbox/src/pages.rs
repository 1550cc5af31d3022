//! The pages as HTML. They show nothing that the spec marks sensitive, and everything is escaped.
//!
//! They work without scripts, load nothing from elsewhere, and say so in their Content-Security-Policy.

mod card;
mod checkout;
mod controls;
mod dashboard;
mod order;
mod outcome;
mod qr;

pub(crate) use card::{Asked, CardPage, card, code};
pub(crate) use checkout::{CHOOSE, DECLINE, GIVE_UP, bank, banks, choice, confirm, scan};
pub(crate) use controls::{AccountRow, ControlsPage, controls};
pub(crate) use dashboard::{Bar, OrderRow, OrdersPage, orders, test_data, time};
pub(crate) use order::{Notification, OrderPage, order};
pub(crate) use outcome::{WayBack, notice, paid, refusal, unpaid};

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

const STYLE: &str = include_str!("pages/style.css");
const LIVE: &str = include_str!("pages/live.js");
const FRESH: &str = include_str!("pages/fresh.js");
const BACK: &str = include_str!("pages/back.js");
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// What a page may do beside showing itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum May {
    /// Post to the sandbox.
    PostHere,
    /// Post to the shop as well, which may send the payer on to wherever it wants.
    PostToShop,
}

impl May {
    const fn policy(self) -> &'static str {
        match self {
            Self::PostHere => {
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                 img-src data: 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            }
            Self::PostToShop => {
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                 img-src data: 'self'; form-action 'self' http: https:; base-uri 'none'; \
                 frame-ancestors 'none'"
            }
        }
    }
}

/// A page as an answer.
///
/// It is never taken from a cache: who goes back to a form after paying sees that it is paid. What
/// answers a form that is not in order is: going back to it must not mean to post it again.
pub(crate) fn answer(status: StatusCode, page: Markup, may: May) -> Response {
    let mut response = (status, Html(page.into_string())).into_response();
    let cache = match status {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => "no-cache",
        _ => "no-store",
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, may.policy()),
        (header::CACHE_CONTROL, cache),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not less: a form would be posted with the origin `null`.
        (header::REFERRER_POLICY, "origin"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// `GET /sandbox/assets/{name}`: style and scripts.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let (kind, text) = match &*name {
        "style.css" => ("text/css; charset=utf-8", STYLE),
        "fresh.js" => (SCRIPT, FRESH),
        "live.js" => (SCRIPT, LIVE),
        "back.js" => (SCRIPT, BACK),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}

/// A page for the payer.
fn page(title: &str, content: &Markup) -> Markup {
    frame(title, "pay", content, None)
}

/// The page around a content; `script` is the name of one to run.
fn frame(title: &str, class: &str, content: &Markup, script: Option<&str>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · LianLian sandbox" }
                link rel="stylesheet" href="/sandbox/assets/style.css";
                link rel="icon" href="data:,";
                script defer src="/sandbox/assets/fresh.js" {}
                @if let Some(script) = script {
                    script defer src={ "/sandbox/assets/" (script) } {}
                }
            }
            body class=(class) {
                (content)
                footer { "LianLian sandbox: no money moves here." }
            }
        }
    }
}
