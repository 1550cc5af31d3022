//! Wrong loaders of specs, which are caught.

use lianlian_fuzz::spec;

#[test]
#[should_panic(expected = "outside the file")]
fn a_place_outside_the_file_is_caught() {
    let place = spec::Shown { path: "a.json".to_owned(), line: 1, column: 2, span: 1..9 };
    place.is_inside(&[("a.json".to_owned(), "{}")]);
}

#[test]
#[should_panic(expected = "assertion `left == right` failed")]
fn a_column_counted_in_bytes_is_caught() {
    let place = spec::Shown { path: "a.json".to_owned(), line: 1, column: 4, span: 3..4 };
    place.is_inside(&[("a.json".to_owned(), "羽{}")]);
}

#[test]
#[should_panic(expected = "refused for no reason")]
fn a_loader_that_refuses_a_good_file_is_caught() {
    let text = format!("fields.json\n\n{}", spec::good_file("fields.json").unwrap());
    spec::holds(text.as_bytes(), |_, _| lianlian_spec::load_files(Vec::new()));
}
