//! The gateway as Markdown pages for people (feature `pages`).

mod code_lists;
mod example;
mod fields;
mod flow;
mod index;
mod markdown;
mod operation;
mod product;
mod return_codes;
mod rust_types;
mod sample;
mod structures;
mod tables;

use lianlian_spec::Spec;

/// A page of documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Name of its file, in the folder of all pages.
    pub path: String,
    /// Its text in GitHub-flavoured Markdown, with a line end at the end.
    pub text: String,
}

/// The documentation of a spec: an index (`README.md`), a page for each product that has operations, and
/// pages for what products share.
///
/// Pages refer to each other by their paths, so they belong into one folder. The same spec gives the same
/// bytes.
pub fn pages(spec: &Spec) -> Vec<Page> {
    let mut pages = vec![page("README.md", &index::text(spec))];
    let products = spec.products.iter().filter(|product| !product.operations.is_empty());
    pages.extend(products.map(|one| page(&format!("{}.md", one.id), &product::text(spec, one))));
    pages.push(page("structures.md", &structures::text(spec)));
    pages.push(page("codes.md", &code_lists::text(spec)));
    pages.push(page("return-codes.md", &return_codes::text(spec)));
    pages.push(page("tables.md", &tables::text(spec)));
    pages
}

const HEADER: &str =
    "<!-- Generated from the spec by `lianlian spec pages`. Edit the spec instead. -->";

fn page(path: &str, text: &str) -> Page {
    Page { path: path.to_owned(), text: format!("{HEADER}\n\n{}\n", text.trim_end()) }
}
