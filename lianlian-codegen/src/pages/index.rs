//! The first page: what holds for every product.

use lianlian_spec::Spec;

use super::markdown::{code, codes, joined, list, operation, prose, sentence, table};
use super::product::kind;

const HOW: &str = "\
A product's page has everything to integrate it: for each operation how it travels, the Rust types and calls, an \
example that compiles, every field with its limits, the rules between fields, and samples. What products share is on \
pages of its own:

* [Structures](structures.md): values with members of their own, such as `risk_item`.
* [Codes](codes.md): every coded value and its Rust enum.
* [Return codes](return-codes.md): what a `ret_code` means, what it proves, what to do.
* [Tables](tables.md): banks, currencies, addresses that notifications come from.";

const OUTCOMES: &str = "\
A call has three outcomes. `Ok` holds a verified answer; whether money moved is for its own fields to say, for the \
notification or for the query. `SendError::NotExecuted` proves that nothing happened, so another try is safe. \
`SendError::Unknown` proves nothing: ask with the operation's query before anything else is sent. A time-out, a \
server error, an unreadable answer and one whose signature does not fit are all unknown.";

const SIGNATURE: &str = "\
Every message carries `sign`, a signature over its *source*, and `sign_type`, the scheme's name:

1. Take every member except `sign`, documented or not.
2. Leave out members whose value is `null` or empty.
3. Sort by name, byte by byte, with ASCII letters in lower case; names that are equal that way, as they are.
4. Join `name=value` with `&`, in UTF-8, without URL encoding. A number stands for its digits as written, an \
object or array for its JSON text as it came.

| `sign_type` | Signature |
| --- | --- |
| `RSA` | Base64 of RSASSA-PKCS1-v1_5 with MD5 |
| `SHA256withRSA` | Base64 of RSASSA-PKCS1-v1_5 with SHA-256 |
| `MD5` | lower-case hexadecimal MD5 of the source, `&key=` and a shared secret; legacy |

The client signs what it sends and reads nothing that it has not verified, under the scheme it was configured \
with. Fields of answers that are marked *not signed* are left out of the source; those *perhaps not signed* are \
tried both ways, and `Unsigned::verified` gives their value only if the signature covered it. `lianlian source` \
prints the source of any message.";

/// The page's text.
pub(super) fn text(spec: &Spec) -> String {
    let gateway = &spec.gateway;
    let mut parts = vec![
        format!("# {}", gateway.title),
        sentence(&gateway.description),
        "## Products".to_owned(),
        products(spec),
        HOW.to_owned(),
        "## Outcomes".to_owned(),
        OUTCOMES.to_owned(),
        "## Signature".to_owned(),
        SIGNATURE.to_owned(),
        "## Orders".to_owned(),
        orders(spec),
        "## Notifications".to_owned(),
        notifications(spec),
        "## Limits".to_owned(),
        limits(spec),
        "## Hosts".to_owned(),
        hosts(spec),
    ];
    if !gateway.contracts.is_empty() {
        parts.push("## Agreements".to_owned());
        parts.push(
            "Some rules hold only for merchants with an agreement. Tell the client which ones there are \
             (`ClientBuilder::contract`), and it checks their rules."
                .to_owned(),
        );
        let contracts = gateway.contracts.iter();
        parts.push(list(
            contracts.map(|one| format!("{}: {}", code(&one.name), sentence(&one.meaning))),
        ));
    }
    if !gateway.circumstances.is_empty() {
        parts.push("## Circumstances".to_owned());
        parts.push("Names in the column *Sent* that are no field:".to_owned());
        let circumstances = gateway.circumstances.iter();
        parts.push(list(
            circumstances.map(|one| format!("{}: {}", code(&one.name), sentence(&one.meaning))),
        ));
    }
    if !gateway.notes.is_empty() {
        parts.push("## Remarks".to_owned());
        parts.push(list(gateway.notes.iter().map(|note| sentence(note))));
    }
    if !gateway.editions.is_empty() {
        parts.push("## Editions of the documentation".to_owned());
        let editions = gateway.editions.iter();
        parts.push(list(editions.map(|one| format!("{}: <{}>", one.name, one.source))));
    }
    parts.push("## Operations".to_owned());
    parts.push(operations(spec));
    joined(&parts)
}

fn products(spec: &Spec) -> String {
    let products = spec.products.iter().filter(|product| !product.operations.is_empty());
    let rows: Vec<[String; 3]> = products
        .map(|product| {
            [
                format!("[{}]({}.md)", prose(&product.title), product.id),
                code(&product.id),
                sentence(&product.description),
            ]
        })
        .collect();
    table(["Product", "Module and Cargo feature", "What it does"], &rows)
}

fn orders(spec: &Spec) -> String {
    let order = &spec.gateway.order;
    format!(
        "An order is known by {}: a message with the same values is the same order and is not paid twice, \
         which is why a repeated request has to repeat them all. Its date may differ from the gateway's by \
         {}. It can be paid for {} unless it says otherwise.\n\n\
         Amounts are texts with two decimals (`Amount` counts in fen), times are `yyyyMMddHHmmss` in \
         UTC+8 (`OrderTime`).",
        codes(&order.identity, ", "),
        counted(order.date_tolerance_days, "day"),
        counted(order.validity_minutes, "minute"),
    )
}

fn notifications(spec: &Spec) -> String {
    let policy = &spec.gateway.notification;
    format!(
        "The gateway posts a notification as {} and waits {} for the acknowledgement. Without one it tries \
         again every {}, {} in all. So the same notification may come more than once: answer each, act \
         once. What the payer's browser brings back is signed too, but is lost when the page is closed: it \
         is never the only proof of payment.",
        code(&policy.content_type),
        counted(policy.answer_seconds, "second"),
        counted(policy.interval_minutes, "minute"),
        counted(policy.attempts, "time"),
    )
}

fn limits(spec: &Spec) -> String {
    let limits = &spec.gateway.limits;
    let said = limits.in_words();
    let lines = list(said.iter().chain(&limits.notes).map(|said| sentence(said)));
    format!("`GATEWAY.limits` has the numbers.\n\n{lines}")
}

fn counted(number: u32, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

fn hosts(spec: &Spec) -> String {
    let hosts = spec.gateway.hosts.iter();
    let rows: Vec<[String; 2]> =
        hosts.map(|host| [code(&host.url), sentence(&host.meaning)]).collect();
    table(["Host", "What it serves"], &rows)
}

fn operations(spec: &Spec) -> String {
    let rows: Vec<[String; 3]> = spec
        .operations()
        .map(|one| [operation(&one.id), kind(one.transport).to_owned(), sentence(&one.title)])
        .collect();
    table(["Operation", "Kind", "What it does"], &rows)
}
