//! The page of return codes.

use lianlian_spec::Spec;
use lianlian_spec::model::{Outcome, Retry, ReturnCode};

use super::markdown::{code, joined, prose, sentence, table};

const INTRODUCTION: &str = "\
What the gateway answers in `ret_code`. A code that is not listed here proves nothing: the client calls it unknown. \
`lianlian explain CODE` prints an entry; `GATEWAY.return_code` gives it to a program.

* **Proves** is what is known of the money after the code. After *unknown* the order has to be queried before \
anything else is sent.
* **Then** is what may be sent once that has been honoured: *nothing* before somebody has looked, the *same \
request* once the cause is gone, or a *new request* with other data.

A code that means something else in one product has a line for that product. Meanings that nothing tells apart stand \
together, joined by *or*.";

/// The page's text.
pub(super) fn text(spec: &Spec) -> String {
    let rows: Vec<[String; 6]> = spec.return_codes.iter().flat_map(rows).collect();
    let head = ["Code", "Meaning", "Text of the gateway", "About", "Proves", "Then"];
    joined(&["# Return codes".to_owned(), INTRODUCTION.to_owned(), table(head, &rows)])
}

fn rows(code: &ReturnCode) -> Vec<[String; 6]> {
    let mut meaning = vec![sentence(&code.meaning)];
    let mut texts: Vec<&str> = code.zh.as_deref().into_iter().collect();
    for other in &code.also {
        let note = other.note.as_deref().map(sentence).unwrap_or_default();
        meaning.push(format!("*Or:* {} {note}", sentence(&other.meaning)));
        texts.extend(other.zh.as_deref());
    }
    meaning.extend(code.note.as_deref().map(sentence));
    let mut rows = vec![[
        self::code(&code.code),
        meaning.join(" "),
        prose(&texts.join(" / ")),
        about(code.class.as_str()),
        proves(code.outcome).to_owned(),
        then(code.retry).to_owned(),
    ]];
    rows.extend(code.by_product.iter().map(|own| {
        [
            format!("{} in [`{}`]({}.md)", self::code(&code.code), own.product, own.product),
            sentence(&own.meaning),
            prose(own.zh.as_deref().unwrap_or_default()),
            about(own.class.as_str()),
            proves(own.outcome).to_owned(),
            then(own.retry).to_owned(),
        ]
    }));
    rows
}

fn about(class: &str) -> String {
    class.replace('_', " ")
}

const fn proves(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotExecuted => "nothing has moved",
        Outcome::FinalFailure => "this attempt failed for good",
        Outcome::FinalSuccess => "it succeeded for good",
        Outcome::UnknownQueryFirst => "**unknown**, query first",
    }
}

const fn then(retry: Retry) -> &'static str {
    match retry {
        Retry::No => "nothing",
        Retry::SameRequest => "same request",
        Retry::NewRequest => "new request",
    }
}
