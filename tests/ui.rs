//! What the derive macros accept, and what they say to what they do not.

#[test]
fn the_derives_accept_what_they_should_and_explain_what_they_do_not() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*.rs");
}
