//! Generates the bindings from the spec with our contract laid over it.

fn main() -> Result<(), lianlian_codegen::Error> {
    lianlian_codegen::Config::new().spec("../../spec").overlay("our-spec").generate()
}
