//! What a program with this library costs to build: time, crates, size.
//!
//! A fresh program that makes one payment is built in a temporary folder against a copy of the repository, so that
//! neither the workspace's profiles nor its target folder have a part in it, and a file of the spec can be edited.

mod copy;
mod dependencies;
mod processor;
mod program;
mod timings;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use self::copy::Edited;
use self::program::{Program, VARIANTS, Variant};
use crate::Failure;
use crate::metadata::Workspace;

/// How many rows the table of crates has.
const BIGGEST: usize = 15;
/// How often a file of the spec is edited for one figure.
const EDITS: usize = 3;

/// Measures the named variants, all of them if none is named.
pub(crate) fn run(names: &[&str]) -> Result<(), Failure> {
    let features = Workspace::read()?;
    let features = &features.package("lianlian")?.features;
    let known: Vec<&Variant> = VARIANTS
        .iter()
        .filter(|variant| {
            let mut wanted = variant.features.iter();
            wanted.all(|wanted| features.iter().any(|feature| feature == wanted))
        })
        .collect();
    if let Some(name) = names.iter().find(|name| !known.iter().any(|known| known.name == **name)) {
        let known: Vec<_> = known.iter().map(|variant| variant.name).collect();
        return Err(format!("no variant `{name}`; there are {}", known.join(", ")));
    }
    let folder = Folder::make()?;
    copy::repository(&folder.0.join("lianlian"))?;
    let mut costs = Vec::new();
    for variant in known {
        if names.is_empty() || names.contains(&variant.name) {
            costs.push((variant, measure(&folder.0, variant)?));
        }
    }
    print_builds(&costs);
    for (variant, cost) in &costs {
        print_dependencies(variant, cost);
    }
    costs.first().map_or(Ok(()), |(variant, _)| print_edits(&folder.0, variant))
}

/// The temporary folder, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self, Failure> {
        let name = format!("lianlian-build-cost-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Time on the wall and, where the system tells it, on processors.
#[derive(Clone, Copy)]
struct Took {
    wall: Duration,
    processor: Option<Duration>,
}

struct Cost {
    check: Took,
    build: Took,
    release: Took,
    /// Bytes of the stripped release binary.
    size: u64,
    /// The same, built to be small.
    small: u64,
    units: Vec<timings::Unit>,
    dependencies: Vec<dependencies::Dependency>,
}

fn measure(folder: &Path, variant: &Variant) -> Result<Cost, Failure> {
    let program = Program::lay_out(folder, variant)?;
    // Everything that is going to be needed is downloaded before the clock starts.
    program.cargo("fetch", &[])?;
    let clean = |verb: &str, arguments: &[&str]| {
        program.clean()?;
        timed(|| program.cargo(verb, arguments))
    };
    let check = clean("check", &[])?;
    let build = clean("build", &["--timings"])?;
    let mut units = timings::read(&program.target())?;
    units.retain(|unit| unit.name != program::NAME);
    let dependencies = dependencies::of(&program.metadata()?, &units)?;
    let release = clean("build", &["--release"])?;
    let size = program.size("release")?;
    program.clean()?;
    program.cargo("build", &["--profile", "small"])?;
    let small = program.size("small")?;
    Ok(Cost { check, build, release, size, small, units, dependencies })
}

fn timed(work: impl FnOnce() -> Result<(), Failure>) -> Result<Took, Failure> {
    let (before, started) = (processor::of_children(), Instant::now());
    work()?;
    let wall = started.elapsed();
    let spent = before.zip(processor::of_children());
    Ok(Took { wall, processor: spent.map(|(before, after)| after.saturating_sub(before)) })
}

fn print_builds(costs: &[(&Variant, Cost)]) {
    println!("\nClean builds, wall (processor) time, and stripped release binaries:\n");
    println!("| program | crates | check | build | release | binary | built to be small |");
    println!("|{}", " --- |".repeat(7));
    for (variant, cost) in costs {
        println!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            variant.name,
            timings::crates(&cost.units).len(),
            shown(cost.check),
            shown(cost.build),
            shown(cost.release),
            megabytes(cost.size),
            megabytes(cost.small),
        );
    }
}

fn shown(took: Took) -> String {
    let wall = took.wall.as_secs_f64();
    let processor = took.processor.map(|spent| format!(" ({:.1} s)", spent.as_secs_f64()));
    format!("{wall:.1} s{}", processor.unwrap_or_default())
}

#[allow(clippy::cast_precision_loss, reason = "shown with two decimals")]
fn megabytes(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}

fn print_dependencies(variant: &Variant, cost: &Cost) {
    let crates = timings::crates(&cost.units);
    let total: f64 = crates.iter().map(|one| one.seconds).sum();
    println!(
        "\n{}, `cargo build`: {total:.1} s of {} crates, the slowest:\n",
        variant.name,
        crates.len()
    );
    println!("| crate | time | share |\n| --- | --- | --- |");
    let share = |seconds: f64| format!("{:.0} %", 100.0 * seconds / total);
    for one in crates.iter().take(BIGGEST) {
        println!("| `{}` | {:.1} s | {} |", one.name, one.seconds, share(one.seconds));
    }
    println!("\nWhat each dependency of ours costs with all that only it brings:\n");
    println!("| dependency | of | time | share | crates |\n| --- | --- | --- | --- | --- |");
    for one in &cost.dependencies {
        let (name, of, time) = (&one.name, &one.of, one.seconds);
        println!("| `{name}` | {of} | {time:.1} s | {} | {} |", share(time), one.crates);
    }
}

/// What an edit of the spec costs who has built before.
fn print_edits(folder: &Path, variant: &Variant) -> Result<(), Failure> {
    let program = Program::lay_out(folder, variant)?;
    println!(
        "\n{}, after an edit in `spec/aggregate/direct_pay.json`, the best of {EDITS}:\n",
        variant.name
    );
    println!("| edit | check | build |\n| --- | --- | --- |");
    let repository = folder.join("lianlian");
    for Edited { name, before, edit } in copy::EDITS {
        let mut cells = Vec::new();
        for (round, verb) in ["check", "build"].into_iter().enumerate() {
            let mut best: Option<Took> = None;
            for number in 0..EDITS {
                let number = round.saturating_mul(EDITS).saturating_add(number);
                before(&repository, number)?;
                program.cargo(verb, &[])?;
                edit(&repository, number)?;
                let took = timed(|| program.cargo(verb, &[]))?;
                best = Some(best.filter(|best| best.wall <= took.wall).unwrap_or(took));
            }
            cells.extend(best.map(shown));
        }
        println!("| {name} | {} |", cells.join(" | "));
    }
    Ok(())
}
