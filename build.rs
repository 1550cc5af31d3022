//! Generates the bindings from the spec.

fn main() -> Result<(), lianlian_codegen::Error> {
    lianlian_codegen::Config::new()
        .spec("spec")
        .feature_per_product(true)
        .pages("docs/gateway")
        .generate()
}
