//! Redirect payments: the form that the payer's browser posts to the gateway.

use std::fmt::{self, Write as _};

/// A signed form for the payer's browser.
///
/// Send [`Form::html`] as the whole page, `text/html; charset=utf-8`, or put [`Form::pairs`] into
/// hidden inputs of a template that posts to [`Form::action`] as UTF-8. Once made, a form is good for
/// as long as the gateway accepts its time of sending.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    action: String,
    pairs: Vec<(&'static str, String)>,
}

impl Form {
    pub(crate) fn new(action: String, pairs: Vec<(&'static str, String)>) -> Self {
        Self { action, pairs }
    }

    /// Where the form is posted to.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Names and values, not escaped.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// A page that posts the form at once, or by a button where scripts are off.
    ///
    /// Everything in it is escaped.
    pub fn html(&self) -> String {
        let mut page = String::with_capacity(2048);
        page.push_str(concat!(
            "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n",
            "<meta name=\"viewport\" content=\"width=device-width\">\n",
            "<meta name=\"referrer\" content=\"origin\">\n",
            "<title>连连支付</title>\n</head>\n<body>\n",
        ));
        page.push_str("<form id=\"lianlian\" method=\"post\" accept-charset=\"utf-8\" action=\"");
        escape(&mut page, &self.action);
        page.push_str("\">\n");
        for (name, value) in &self.pairs {
            page.push_str("<input type=\"hidden\" name=\"");
            escape(&mut page, name);
            page.push_str("\" value=\"");
            escape(&mut page, value);
            page.push_str("\">\n");
        }
        page.push_str(concat!(
            "<noscript><button type=\"submit\">继续支付 / Continue to payment</button></noscript>\n",
            "</form>\n<script>document.getElementById(\"lianlian\").submit();</script>\n",
            "</body>\n</html>\n",
        ));
        page
    }
}

impl fmt::Debug for Form {
    /// Shows which inputs there are, not what is in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.pairs.iter().map(|(name, _)| name).collect();
        f.debug_struct("Form").field("action", &self.action).field("names", &names).finish()
    }
}

/// Escapes text for an attribute in double quotes.
///
/// Line breaks are written as references, since a browser would turn a bare one into another.
fn escape(page: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            control if control.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(page, "&#{};", u32::from(control));
            }
            other => page.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_value_stays_text() {
        let nasty = "\"><script>alert('x')</script>&amp;\r\n";
        let form =
            Form::new("https://h.example/?a=1&b=2".into(), vec![("name_goods", nasty.into())]);
        let page = form.html();
        assert!(page.contains(
            "value=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&#13;&#10;\""
        ));
        assert!(page.contains("action=\"https://h.example/?a=1&amp;b=2\""));
        assert_eq!(page.matches("<script>").count(), 1);
        assert!(page.contains("<meta charset=\"utf-8\">"));
    }

    #[test]
    fn debug_shows_no_value() {
        let form =
            Form::new("https://h.example/".into(), vec![("id_no", "330106190001010000".into())]);
        assert!(!format!("{form:?}").contains("330106"));
    }
}
