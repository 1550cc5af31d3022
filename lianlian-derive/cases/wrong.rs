//! Mistakes beside those of the repository's compile-fail tests, told in the snapshots only.

#[derive(Code)]
enum Colour {
    #[lianlian(code = "r")]
    Red,
    #[lianlian(unknown)]
    Other(UnknownCode, u8),
}
