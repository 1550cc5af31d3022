//! A QR code as SVG.

use std::fmt::Write as _;

use maud::{Markup, html};
use qrcode::{Color, QrCode};

/// Light modules around the code; scanners need four.
const MARGIN: usize = 4;

/// The code of a text; nothing if the text is too long for one.
pub(super) fn svg(text: &str) -> Option<Markup> {
    let code = QrCode::new(text).ok()?;
    let side = code.width().saturating_add(MARGIN.saturating_mul(2));
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let row = place.checked_div(code.width())?.saturating_add(MARGIN);
            let column = place.checked_rem(code.width())?.saturating_add(MARGIN);
            write!(path, "M{column} {row}h1v1h-1z").ok()?;
        }
    }
    Some(html! {
        svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (side) " " (side) }
            role="img" aria-label="QR code of the payment" shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_link_becomes_a_code_with_a_margin_and_a_text_too_long_none() {
        let svg = svg("http://127.0.0.1:8080/sandbox/pay/2026112200000001").unwrap().into_string();
        // Version 4, 33 modules, and 4 on either side.
        assert!(svg.contains("viewBox=\"0 0 41 41\""), "{svg}");
        assert!(svg.contains("M4 4h1v1h-1z"));
        assert!(super::svg(&"x".repeat(10_000)).is_none());
    }
}
