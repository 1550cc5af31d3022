//! The page that the payer's browser posts from: every value escaped, every field exactly once.

use lianlian::meta::OperationMeta;
use lianlian::{Form, FormPost, NotExecuted, RequestFields, aggregate, easypay, online_banking};

use crate::cast::{CREDULOUS, chosen};
use crate::fields::Fields;
use crate::html::{self, Token};
use crate::{Reached, fields, model, rules};

/// An operation that the payer's browser opens.
struct Page {
    meta: &'static OperationMeta,
    form: fn(&Fields) -> Result<Form, Vec<String>>,
}

const fn page<O: FormPost>() -> Page {
    Page { meta: O::META, form: |fields| form_of::<O>(fields).map_err(|error| refused(&error)) }
}

fn form_of<O: FormPost>(fields: &Fields) -> Result<Form, NotExecuted> {
    let request = RequestFields::<O>::new(fields::borrowed(fields), &[])?;
    CREDULOUS.form(&request)
}

/// The names of the fields for which there is no form.
fn refused(error: &NotExecuted) -> Vec<String> {
    let _ = format!("{error} {error:?}");
    let NotExecuted::Invalid(violations) = error else { panic!("{error}") };
    violations.fields().into_iter().map(str::to_owned).collect()
}

/// Every operation that the payer's browser opens.
static PAGES: [Page; 4] = [
    page::<aggregate::WebRedirect>(),
    page::<easypay::H5Redirect>(),
    page::<easypay::WebRedirect>(),
    page::<online_banking::Redirect>(),
];

/// The ids of the operations that are tried.
pub fn operations() -> Vec<&'static str> {
    PAGES.iter().map(|page| page.meta.id).collect()
}

/// `data` is the id of an operation, a line break, and fields to change in its sample, urlencoded.
pub fn form(data: &[u8]) -> Reached {
    let (page, rest) = chosen(data, &PAGES, |page| page.meta.id);
    let operation = fields::operation(page.meta.id);
    let given = fields::changed(operation, &String::from_utf8_lossy(rest));
    let form = (page.form)(&given);
    judge(operation, &given, form.as_ref().map_err(|refused| &**refused))
}

/// The form that the fields became, or the names of those for which there is none.
pub fn judge(
    operation: &lianlian_spec::model::Operation,
    given: &Fields,
    form: Result<&Form, &[String]>,
) -> Reached {
    rules::of_form(operation, given).judge(form.err());
    let Ok(form) = form else { return Reached::Refusal };
    let expected = fields::message(operation, given);
    let pairs: Vec<(&str, &str)> = form.pairs().collect();
    match &operation.envelope {
        None => {
            let expected = expected.iter();
            let mut expected: Vec<(&str, &str)> =
                expected.map(|member| (&*member.name, member.text.as_deref().unwrap())).collect();
            expected.sort_unstable();
            let mut pairs = pairs.clone();
            pairs.sort_unstable();
            assert_eq!(pairs, expected, "other fields than were given");
        }
        Some(envelope) => {
            let (inner, mut beside): (Vec<_>, Vec<_>) =
                pairs.iter().copied().partition(|(name, _)| *name == envelope.field);
            let again = envelope.beside.iter();
            let mut again: Vec<(&str, &str)> = again
                .filter_map(|name| Some((&**name, model::present(&expected, name)?)))
                .collect();
            beside.sort_unstable();
            again.sort_unstable();
            assert_eq!(beside, again, "other fields beside the message");
            let [(_, inner)] = inner[..] else { panic!("{} messages", inner.len()) };
            let inner = model::members(inner.as_bytes()).expect("a message");
            let whole = |members: &[model::Member]| model::source_of(members, &[]);
            assert_eq!(whole(&inner), whole(&expected), "another message than was given");
        }
    }
    assert_eq!(Some(form.action()), operation.url.as_deref());
    assert_eq!(form.charset(), rules::charset(operation, given));
    shows(&form.html(), form.action(), form.charset(), &pairs);
    posts(form, &pairs);
    Reached::Property
}

/// The page has a form with these fields, and nothing else that a browser would act on.
pub fn shows(page: &str, action: &str, charset: &str, pairs: &[(&str, &str)]) {
    let tokens = html::tokens(page);
    let mut inputs = Vec::new();
    let mut forms = 0;
    let mut script = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for token in &tokens {
        match token {
            Token::Doctype => assert!(open.is_empty()),
            Token::End(name) => assert_eq!(open.pop(), Some(&**name), "an end without a beginning"),
            Token::Text(text) => match open.last() {
                Some(&"script") => script.push(text.as_str()),
                Some(&("title" | "button")) => {}
                _ => assert_eq!(text.trim_ascii(), "", "text on the page"),
            },
            Token::Start(name, attributes) => {
                let attributes: Vec<(&str, &str)> =
                    attributes.iter().map(|(name, value)| (&**name, &**value)).collect();
                match &**name {
                    "input" => {
                        let [("type", "hidden"), ("name", name), ("value", value)] = *attributes
                        else {
                            panic!("an input with {attributes:?}")
                        };
                        assert!(open.contains(&"form"));
                        inputs.push((name, value));
                    }
                    "form" => {
                        forms += 1;
                        let get = |name| attributes.iter().find(|(own, _)| *own == name);
                        assert_eq!(get("action"), Some(&("action", action)));
                        assert_eq!(get("accept-charset"), Some(&("accept-charset", charset)));
                        assert_eq!(get("method"), Some(&("method", "post")));
                        assert_eq!(attributes.len(), 4, "a form with {attributes:?}");
                    }
                    "script" => assert_eq!(attributes, []),
                    "html" | "head" | "title" | "body" | "meta" | "noscript" | "button" => {
                        let acts = |(name, _): &(&str, &str)| {
                            name.starts_with("on") || matches!(*name, "href" | "src" | "formaction")
                        };
                        assert!(!attributes.iter().any(acts), "{name} with {attributes:?}");
                        let is_refresh = |(_, value): &(&str, &str)| *value == "refresh";
                        assert!(!attributes.iter().any(is_refresh), "{name} with {attributes:?}");
                    }
                    other => panic!("an element {other} on the page"),
                }
                if !matches!(&**name, "input" | "meta") {
                    open.push(name);
                }
            }
        }
    }
    assert_eq!(open, [""; 0], "elements that do not end");
    assert_eq!((forms, script.len()), (1, 1));
    assert_eq!(script, ["document.getElementById(\"lianlian\").submit();"]);
    assert_eq!(inputs, pairs, "other inputs than were given");
}

/// What is posted without a browser decodes to the same fields.
fn posts(form: &Form, pairs: &[(&str, &str)]) {
    let encoding = encoding_rs::Encoding::for_label(form.charset().as_bytes()).expect("a label");
    let text = |bytes: Vec<u8>| {
        let (text, is_wrong) = encoding.decode_without_bom_handling(&bytes);
        assert!(!is_wrong, "what is not {}", form.charset());
        text.into_owned()
    };
    let body = form.encoded_body();
    let posted = fields::decoded_bytes(&body).into_iter();
    let posted: Vec<_> = posted.map(|(name, value)| (text(name), text(value))).collect();
    let posted: Vec<_> = fields::borrowed(&posted).collect();
    assert_eq!(posted, pairs, "another body than the form");
}
