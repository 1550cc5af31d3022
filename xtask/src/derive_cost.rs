//! What `#[derive(Request)]` adds to `cargo check`, beside `serde::Serialize` and `bon::Builder`.
//!
//! A hundred structs of thirty fields each, checked four times over: without a derive and with one of the
//! three. The structs, the dependencies and the flags are the same, so the difference is the derive.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::Failure;
use crate::command::{cargo, root};

const STRUCTS: u32 = 100;
const ROUNDS: usize = 7;

/// Name of the crate, what stands on each struct, and what its dependency is called.
const VARIANTS: [(&str, &str); 4] = [
    ("plain", ""),
    ("with-serde", "#[derive(serde::Serialize)]\n"),
    ("with-bon", "#[derive(bon::Builder)]\n"),
    (
        "with-lianlian",
        "#[derive(lianlian::Request)]\n#[lianlian(operation = made::aggregate::Thirty)]\n",
    ),
];

/// Kinds of fields in the spec, and the Rust types that hold them.
const KINDS: [(&str, &str); 5] = [
    ("text", "String"),
    ("amount", "lianlian::Amount"),
    ("time", "lianlian::OrderTime"),
    ("int", "u64"),
    ("text", "Option<String>"),
];
const FIELDS: usize = 30;

pub(crate) fn run() -> Result<(), Failure> {
    let folder = root().join("target/derive-cost");
    lay_out(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut best = [Duration::MAX; VARIANTS.len()];
    for round in 0..=ROUNDS {
        for ((name, _), best) in VARIANTS.iter().zip(&mut best) {
            let took = check(&folder, name, round)?;
            // The first round compiles the dependencies.
            if round > 0 {
                *best = took.min(*best);
            }
        }
    }
    let [plain, ..] = best;
    println!("{STRUCTS} structs of {FIELDS} fields, the best of {ROUNDS} rounds:");
    for ((name, _), best) in VARIANTS.iter().zip(&best) {
        let each = best.saturating_sub(plain).checked_div(STRUCTS).unwrap_or_default();
        println!("{name:<14} {:>8.3} s  {:>7.2} ms each", best.as_secs_f64(), millis(each));
    }
    Ok(())
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Checks a crate whose source has changed.
fn check(folder: &Path, name: &str, round: usize) -> Result<Duration, Failure> {
    let file = folder.join(name).join("src/lib.rs");
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let text = text.split("// round").next().unwrap_or_default();
    fs::write(&file, format!("{text}// round {round}\n"))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    let manifest = folder.join("Cargo.toml");
    let manifest = manifest.to_string_lossy();
    let started = Instant::now();
    cargo(["check", "--quiet", "--manifest-path", &manifest, "--package", name])
        .env("CARGO_INCREMENTAL", "0")
        .run()?;
    Ok(started.elapsed())
}

fn lay_out(folder: &Path) -> std::io::Result<()> {
    let at_root = |path: &str| quoted(&root().join(path));
    let write = |path: PathBuf, text: &str| {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)
    };
    let names: Vec<_> = VARIANTS.iter().map(|(name, _)| format!("{name:?}")).collect();
    let members =
        format!("[workspace]\nresolver = \"3\"\nmembers = [\"made\", {}]\n", names.join(", "));
    write(folder.join("Cargo.toml"), &members)?;
    let lianlian = format!("lianlian = {{ path = {}, default-features = false }}\n", at_root(""));
    let package = |name: &str| {
        format!("[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n")
    };
    let made = folder.join("made");
    let codegen = at_root("lianlian-codegen");
    let manifest = format!(
        "{}[dependencies]\n{lianlian}\n[build-dependencies]\nlianlian-codegen = {{ path = {codegen} }}\n",
        package("made"),
    );
    write(made.join("Cargo.toml"), &manifest)?;
    let build = format!(
        "fn main() -> Result<(), lianlian_codegen::Error> {{\n    lianlian_codegen::Config::new().spec({})\
         .overlay(\"spec\").generate()\n}}\n",
        at_root("spec"),
    );
    write(made.join("build.rs"), &build)?;
    write(made.join("src/lib.rs"), "include!(concat!(env!(\"OUT_DIR\"), \"/lianlian.rs\"));\n")?;
    write(made.join("spec/fields.json"), &spec_fields())?;
    write(made.join("spec/aggregate/thirty.json"), &spec_operation())?;
    for (name, derive) in VARIANTS {
        let manifest = format!(
            "{}[dependencies]\nmade = {{ path = \"../made\" }}\nserde = {{ version = \"1\", features = \
             [\"derive\"] }}\nbon = \"3\"\n{lianlian}",
            package(name),
        );
        write(folder.join(name).join("Cargo.toml"), &manifest)?;
        write(folder.join(name).join("src/lib.rs"), &structs(derive))?;
    }
    Ok(())
}

/// A path as a string of TOML and of Rust alike.
fn quoted(path: &Path) -> String {
    serde_json::Value::from(path.to_string_lossy()).to_string()
}

fn kind(at: usize) -> (&'static str, &'static str) {
    at.checked_rem(KINDS.len()).and_then(|at| KINDS.get(at)).copied().unwrap_or(("text", "String"))
}

fn spec_fields() -> String {
    let fields = (0..FIELDS).map(|at| {
        let (kind, _) = kind(at);
        format!("    \"thirty_field_{at}\": {{ \"meaning\": \"Field {at}\", \"type\": {kind:?} }}")
    });
    format!(
        "{{\n  \"$schema\": \"fields.schema.json\",\n  \"fields\": {{\n{}\n  }}\n}}\n",
        fields.collect::<Vec<_>>().join(",\n")
    )
}

fn spec_operation() -> String {
    let fields = (0..FIELDS).map(|at| {
        let required = if kind(at).1.starts_with("Option") { "no" } else { "yes" };
        format!("    \"thirty_field_{at}\": {{ \"required\": \"{required}\" }}")
    });
    let signed = ["oid_partner", "sign_type", "sign"]
        .map(|name| format!("    \"{name}\": {{ \"required\": \"yes\" }}"));
    let fields: Vec<_> = fields.chain(signed).collect();
    format!(
        "{{\n  \"$schema\": \"operation.schema.json\",\n  \"id\": \"aggregate.thirty\",\n  \"title\": \"Has thirty fields\",\n  \"transport\": \
         \"json_post\",\n  \"host\": \"queryapi\",\n  \"path\": \"/thirty.htm\",\n  \"sign_types\": \
         [\"RSA\"],\n  \"request\": {{\n{}\n  }},\n  \"reply\": {{ \"ret_code\": {{ \"required\": \"yes\" \
         }}, \"ret_msg\": {{ \"required\": \"yes\" }} }}\n}}\n",
        fields.join(",\n"),
    )
}

fn structs(derive: &str) -> String {
    let mut text = "#![allow(dead_code)]\n".to_owned();
    for number in 0..STRUCTS {
        let _ = writeln!(text, "{derive}pub struct Order{number} {{");
        for at in 0..FIELDS {
            let _ = writeln!(text, "    pub thirty_field_{at}: {},", kind(at).1);
        }
        let _ = writeln!(text, "}}");
    }
    text
}
