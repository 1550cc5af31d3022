//! What the derive macros and the generated types say to code that must not compile.
//!
//! What they accept is in `derives.rs`. After a change of a message: `TRYBUILD=overwrite cargo test
//! --test ui`, and read the difference.

#[test]
fn what_must_not_compile_does_not_and_is_explained() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
