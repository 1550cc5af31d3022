//! Code lists and return codes.

use std::collections::HashMap;

use crate::check::{expect_snake_name, states};
use crate::decode::Map;
use crate::files::CodeFile;
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::names::pascal_case;
use crate::source::Text;

pub(super) fn check(known: &Known<'_>, sink: &mut Sink) {
    if let Some(file) = &known.files.code_lists {
        for entry in &file.lists.entries {
            expect_snake_name("code list", &entry.key, sink);
            if let Some(list) = &entry.value {
                check_names(&list.codes, sink);
                states::check_list(&list.codes, known, sink);
            }
        }
    }
    let Some(file) = &known.files.return_codes else {
        return;
    };
    for (_, code) in file.codes.iter() {
        let of_products = code.by_product.iter().map(|(_, meaning)| &meaning.label);
        let further = code.also.items.iter().map(|meaning| &meaning.label);
        for label in [&code.label].into_iter().chain(of_products).chain(further).flatten() {
            expect_snake_name("return code", label, sink);
        }
        for entry in &code.by_product.entries {
            known.products.expect(&entry.key, sink);
        }
    }
}

fn check_names(codes: &Map<CodeFile>, sink: &mut Sink) {
    // Names become variants, so those that differ in underscores only are the same.
    let mut first: HashMap<String, &Text> = HashMap::new();
    for name in codes.iter().filter_map(|(_, code)| code.name.as_ref()) {
        expect_snake_name("code", name, sink);
        if name.as_str() == "unknown" {
            let message = "a code cannot be called `unknown`";
            let finding = Finding::new(name.span, message);
            sink.add(finding.help("the variant `Unknown` holds codes that the list lacks"));
        }
        match first.get(&pascal_case(name.as_str())) {
            Some(earlier) => {
                let message = format!("two codes of this list are called `{}`", name.as_str());
                let finding = Finding::new(name.span, message).label("a second time here");
                sink.add(finding.related(earlier.span, "first here"));
            }
            None => drop(first.insert(pascal_case(name.as_str()), name)),
        }
    }
}
