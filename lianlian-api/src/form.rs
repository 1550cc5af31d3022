//! Redirect payments: the form that the payer's browser posts to the gateway.

use std::fmt;

use crate::charset::Charset;
use crate::sensitive::Sensitive;

/// A signed form for the payer's browser.
///
/// Send [`Form::html`] as the whole page, `text/html; charset=utf-8`, or put [`Form::pairs`] into
/// hidden inputs of a template that posts to [`Form::action`] in the encoding of [`Form::charset`].
/// Once made, a form is good for as long as the gateway accepts its time of sending.
///
/// Values may be personal data. They are wiped when the form is dropped, and `Debug` shows names only.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    action: String,
    charset: Charset,
    pairs: Vec<(&'static str, Sensitive)>,
}

impl Form {
    /// A form whose values the encoding holds; that is for the caller to see to.
    pub(crate) fn new(
        action: String,
        charset: Charset,
        pairs: Vec<(&'static str, Sensitive)>,
    ) -> Self {
        Self { action, charset, pairs }
    }

    /// Where the form is posted to.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The encoding it is posted in, for the attribute `accept-charset`: `UTF-8`, or another that the
    /// request asked for where its operation lets it (`charset_name`).
    ///
    /// The page around the form may have any other encoding; that of [`Form::html`] is UTF-8.
    pub fn charset(&self) -> &'static str {
        self.charset.name()
    }

    /// Names and values, not escaped.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs.iter().map(|(name, value)| (*name, value.expose()))
    }

    /// What a browser posts: the pairs in the form's encoding, as
    /// `application/x-www-form-urlencoded`.
    ///
    /// For callers that are no browser, and for tests.
    pub fn encoded_body(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(2048);
        for (name, value) in self.pairs() {
            if !body.is_empty() {
                body.push(b'&');
            }
            for (text, after) in [(name, "="), (value, "")] {
                let bytes = self.charset.encode(text);
                for piece in form_urlencoded::byte_serialize(&bytes) {
                    body.extend_from_slice(piece.as_bytes());
                }
                body.extend_from_slice(after.as_bytes());
            }
        }
        body
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
        page.push_str("<form id=\"lianlian\" method=\"post\" accept-charset=\"");
        escape(&mut page, self.charset());
        page.push_str("\" action=\"");
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
        f.debug_struct("Form")
            .field("action", &self.action)
            .field("charset", &self.charset())
            .field("names", &names)
            .finish()
    }
}

/// Escapes text for an attribute in double quotes.
///
/// Line breaks are written as references, since a browser would turn a bare one into another. Other
/// control characters stand as they are: a reference to one of U+0080 to U+009F would be read as a
/// character of Windows-1252.
fn escape(page: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            '\n' => page.push_str("&#10;"),
            '\r' => page.push_str("&#13;"),
            other => page.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    fn form(charset: Charset, name: &'static str, value: &str) -> Form {
        Form::new("https://h.example/?a=1&b=2".into(), charset, vec![(name, value.into())])
    }

    #[test]
    fn markup_in_a_value_stays_text() {
        let nasty = "\"><script>alert('x')</script>&amp;\r\n";
        let page = form(Charset::Utf8, "name_goods", nasty).html();
        assert!(page.contains(
            "value=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&#13;&#10;\""
        ));
        assert!(page.contains("action=\"https://h.example/?a=1&amp;b=2\""));
        assert_eq!(page.matches("<script>").count(), 1);
        assert!(page.contains("<meta charset=\"utf-8\">"));
    }

    #[test]
    fn a_control_character_is_no_reference_that_a_browser_reads_as_another() {
        let page = form(Charset::Utf8, "name_goods", "a\u{80}b\u{7f}c").html();
        assert!(page.contains("value=\"a\u{80}b\u{7f}c\""), "{page}");
    }

    #[test]
    fn debug_shows_no_value() {
        let form = form(Charset::Utf8, "id_no", "330106190001010000");
        assert!(!format!("{form:?}").contains("330106"));
    }

    #[test]
    fn a_body_is_written_as_a_browser_writes_it() {
        let body = form(Charset::Utf8, "name_goods", "羽 *-._~&=+%").encoded_body();
        assert_eq!(String::from_utf8_lossy(&body), "name_goods=%E7%BE%BD+*-._%7E%26%3D%2B%25");
    }

    #[cfg(feature = "charsets")]
    #[test]
    fn page_and_body_know_the_encoding_of_the_form() {
        let gbk = Charset::named("GBK").expect("an encoding");
        let form = form(gbk, "name_goods", "羽");
        assert_eq!(form.encoded_body(), b"name_goods=%D3%F0");
        let page = form.html();
        assert!(page.contains("accept-charset=\"GBK\""), "{page}");
        assert!(page.contains("<meta charset=\"utf-8\">") && page.contains('羽'), "{page}");
    }
}
