//! Wrong pages, which are caught.

use lianlian_fuzz::{fields, form, html};

const INPUTS: [(&str, &str); 2] = [("no_order", "1"), ("name_goods", "<b>'&\"")];

/// The page of a form with these inputs.
fn page(escape: fn(&str) -> String) -> String {
    let inputs = INPUTS.map(|(name, value)| {
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
    });
    format!(
        "<!doctype html>\n<html><body><form id=\"lianlian\" method=\"post\" accept-charset=\"UTF-8\" \
         action=\"https://h.example/\">{}</form><script>document.getElementById(\"lianlian\").submit();\
         </script></body></html>",
        inputs.concat()
    )
}

fn escaped(value: &str) -> String {
    let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    value.replace('"', "&quot;").replace('\'', "&#39;")
}

#[test]
fn a_page_that_escapes_is_not_caught() {
    form::shows(&page(escaped), "https://h.example/", "UTF-8", &INPUTS);
}

#[test]
#[should_panic(expected = "markup in")]
fn a_page_that_does_not_escape_is_caught() {
    form::shows(&page(str::to_owned), "https://h.example/", "UTF-8", &INPUTS);
}

#[test]
#[should_panic(expected = "other inputs than were given")]
fn a_page_that_escapes_twice_is_caught() {
    form::shows(&page(|value| escaped(&escaped(value))), "https://h.example/", "UTF-8", &INPUTS);
}

#[test]
#[should_panic(expected = "an element img on the page")]
fn another_element_on_the_page_is_caught() {
    let page = page(escaped).replace("<body>", "<body><img src=\"https://h.example/\"></img>");
    form::shows(&page, "https://h.example/", "UTF-8", &INPUTS);
}

#[test]
#[should_panic(expected = "a bare `&`")]
fn a_bare_ampersand_is_caught() {
    html::tokens("<a href=\"?a=1&copy=2;\">");
}

#[test]
#[should_panic(expected = "refused {\"no_order\"}")]
fn a_form_that_is_refused_for_no_reason_is_caught() {
    let operation = fields::operation("aggregate.web_redirect");
    form::judge(operation, &fields::sample(operation), Err(&["no_order".to_owned()]));
}
