//! `banks.json` and `notification_addresses.json`.

use std::net::Ipv4Addr;

use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::source::Text;
use crate::value;

pub(super) fn check(known: &Known<'_>, sink: &mut Sink) {
    let banks = known.files.banks.iter().flat_map(|file| &file.banks.entries);
    for bank in banks {
        let code = bank.key.as_str();
        if !code.trim().is_empty() && (code.len() != 8 || !value::is_digits(code)) {
            let finding = Finding::new(bank.key.span, format!("`{code}` is no code of a bank"));
            sink.add(finding.help("the codes of banks have eight digits"));
        }
    }
    let lists = known.files.notification_addresses.iter().flat_map(|file| &file.editions.entries);
    for list in lists {
        known.editions.expect(&list.key, sink);
        let Some(file) = &list.value else { continue };
        for text in &file.addresses.items {
            let _ = address(text, sink);
        }
        for range in &file.ranges.items {
            let (Some(first), Some(last)) = (&range.first, &range.last) else {
                continue;
            };
            if let (Some(from), Some(to)) = (address(first, sink), address(last, sink))
                && from > to
            {
                let message =
                    format!("the range ends before `{}`, where it begins", first.as_str());
                sink.add(Finding::new(last.span, message).related(first.span, "the beginning"));
            }
        }
    }
}

fn address(text: &Text, sink: &mut Sink) -> Option<Ipv4Addr> {
    let address = text.as_str().parse().ok();
    if address.is_none() {
        let finding = Finding::new(text.span, format!("`{}` is no IPv4 address", text.as_str()));
        sink.add(finding.help("write four numbers from 0 to 255, such as `203.0.113.7`"));
    }
    address
}
