//! What the compiler says to code that uses the derives and the generated types.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p ui-tests`, and read the difference.

#[test]
fn mistakes_do_not_compile_and_are_explained_once_and_what_is_right_compiles_and_runs() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/*.rs");
    cases.pass("pass/*.rs");
}
