//! The documentation pages: fresh, complete, and without a link that leads nowhere.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use lianlian_codegen::{Page, pages};
use lianlian_spec::model::Field;
use lianlian_spec::{Spec, load};

const REFRESH: &str = "refresh with `cargo run -- spec pages`";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    root().join("docs/gateway")
}

fn spec() -> Spec {
    load(&root().join("spec")).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn page<'p>(pages: &'p [Page], path: &str) -> &'p str {
    &pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("no {path}")).text
}

/// The part of a page under a heading, up to the next one of the same level.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let level = heading.split(' ').next().unwrap();
    let (_, after) =
        text.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("{heading}"));
    after.split(&format!("\n{level} ")).next().unwrap()
}

/// The rows of the tables in a text, as cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter(|line| line.starts_with('|'));
    rows.map(|row| {
        let row = row.trim_matches('|').replace("\\|", "\u{1}");
        row.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
    })
    .collect()
}

/// What GitHub makes of the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut is_code = false;
    let mut anchors = BTreeSet::new();
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        let heading = line.trim_start_matches('#');
        if is_code || heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let kept = heading.trim().to_lowercase().replace(' ', "-");
        let slug: String =
            kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        let count = seen.entry(slug.clone()).or_default();
        anchors.insert(if *count == 0 { slug } else { format!("{slug}-{count}") });
        *count += 1;
    }
    anchors
}

/// The targets of the links of a page.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1);
    targets.map(|rest| rest.split(')').next().unwrap().to_owned()).collect()
}

#[test]
fn the_committed_pages_are_those_of_the_spec() {
    let pages = pages(&spec());
    for page in &pages {
        let committed = fs::read_to_string(folder().join(&page.path)).unwrap_or_default();
        assert!(committed == page.text, "docs/gateway/{} is stale: {REFRESH}", page.path);
    }
    let expected: BTreeSet<&str> = pages.iter().map(|page| &*page.path).collect();
    for file in fs::read_dir(folder()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(expected.contains(&*name), "docs/gateway/{name} is left over: {REFRESH}");
    }
}

#[test]
fn every_link_leads_to_a_page_and_a_heading_of_it() {
    let spec = spec();
    let pages = pages(&spec);
    let mut followed = 0;
    for page in &pages {
        for link in links(&page.text) {
            assert!(!link.contains("://"), "{}: {link}", page.path);
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let file = if file.is_empty() { &page.path } else { file };
            let target = self::page(&pages, file);
            let is_there = anchor.is_empty() || anchors(target).contains(anchor);
            assert!(is_there, "{}: {link}", page.path);
            followed += 1;
        }
    }
    // The index alone has one for each operation.
    assert!(followed > spec.operations().count(), "{followed}");
}

#[test]
fn headings_with_links_to_them_are_unique() {
    for page in pages(&spec()) {
        let headings = page.text.lines().filter(|line| line.starts_with("## "));
        let all: Vec<&str> = headings.collect();
        let unique: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), unique.len(), "{}", page.path);
    }
}

#[test]
fn every_row_of_a_table_has_as_many_cells_as_its_head() {
    for page in pages(&spec()) {
        for table in page.text.split("\n\n").filter(|part| part.starts_with('|')) {
            let rows = rows(table);
            assert!(rows.len() > 1, "{}: {table}", page.path);
            for row in &rows {
                assert_eq!(row.len(), rows[0].len(), "{}: {row:?}", page.path);
            }
        }
    }
}

fn has_row(rows: &[Vec<String>], field: &Field) -> bool {
    let name = format!("`{}`", field.name);
    let meaning = field.meaning.split(['_', '.']).next().unwrap();
    let first = |row: &[String]| row[0].split(',').next() == Some(&*name);
    let is_plain = !field.meaning.contains(['_', '[', '<']);
    rows.iter().any(|row| first(row) && (!is_plain || row.last().unwrap().contains(meaning)))
}

#[test]
fn every_operation_has_a_section_with_every_field_rule_and_related_operation() {
    let spec = spec();
    let pages = pages(&spec);
    for operation in spec.operations() {
        let page = page(&pages, &format!("{}.md", operation.product));
        let section = section(page, &format!("## {}", operation.id));
        let rows = rows(section);
        for field in operation.request.iter().chain(&operation.reply) {
            assert!(has_row(&rows, field), "{} of {}", field.name, operation.id);
        }
        for rule in &operation.rules {
            assert!(section.contains(&rule.kind.in_words()), "{}", operation.id);
        }
        let next = operation.leads_to.iter().map(|next| &next.operation);
        let steps = operation.steps.iter().map(|step| &step.operation);
        for other in next.chain(steps).chain(&operation.notifications).chain(&operation.query_with)
        {
            assert!(section.contains(&format!("[`{other}`](")), "{}: {other}", operation.id);
        }
        if let Some(url) = &operation.url {
            assert!(section.contains(url), "{url}");
        }
        assert!(section.contains(&operation.type_name), "{}", operation.id);
        assert!(self::page(&pages, "README.md").contains(&format!("[`{}`](", operation.id)));
    }
}

#[test]
fn every_operation_has_an_example_that_is_compiled() {
    let spec = spec();
    let pages = pages(&spec);
    let compiled = fs::read_to_string(root().join("src/pages.rs")).unwrap();
    for product in spec.products.iter().filter(|product| !product.operations.is_empty()) {
        let file = format!("{}.md", product.id);
        let include = format!("include_str!(\"../docs/gateway/{file}\")");
        assert!(compiled.contains(&include), "{file} is not in src/pages.rs");
        let examples = page(&pages, &file).matches("```rust,no_run\n").count();
        assert_eq!(examples, product.operations.len(), "{file}");
    }
}

#[test]
fn every_structure_code_bank_and_return_code_is_on_its_page() {
    let spec = spec();
    let pages = pages(&spec);
    for structure in &spec.structures {
        for group in &structure.groups {
            let heading = format!("### {}: {}", structure.id, group.name);
            let section = section(page(&pages, "structures.md"), &heading);
            for field in &group.fields {
                assert!(has_row(&rows(section), field), "{} in {heading}", field.name);
            }
            assert!(section.contains(&group.type_name), "{heading}");
        }
    }
    for list in &spec.code_lists {
        let section = section(page(&pages, "codes.md"), &format!("## {}", list.name));
        for entry in &list.codes {
            assert!(section.contains(&format!("| `{}` | `{}::", entry.code, list.type_name)));
        }
    }
    let return_codes = page(&pages, "return-codes.md");
    for code in &spec.return_codes {
        assert!(return_codes.contains(&format!("| `{}` |", code.code)), "{}", code.code);
        for own in &code.by_product {
            assert!(return_codes.contains(&format!("| `{}` in [`{}`]", code.code, own.product)));
        }
    }
    for bank in &spec.banks {
        assert!(page(&pages, "tables.md").contains(&format!("| `{}` |", bank.code)));
    }
}

#[test]
fn the_same_spec_gives_the_same_bytes() {
    assert!(pages(&spec()) == pages(&spec()));
}
