//! Steps that are announced, timed, and named when they fail.

use std::time::{Duration, Instant};

use crate::Failure;

pub(crate) struct Steps {
    total: usize,
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// A run of so many steps.
    pub(crate) fn of(total: usize) -> Self {
        Self { total, done: Vec::with_capacity(total) }
    }

    /// Runs the next step. A failure carries the step's name.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let number = self.done.len().saturating_add(1);
        eprintln!("\n==> [{number}/{}] {name}", self.total);
        let started = Instant::now();
        step().map_err(|failure| format!("{name}: {failure}"))?;
        self.done.push((name, started.elapsed()));
        Ok(())
    }

    /// How long each finished step took.
    pub(crate) fn print_durations(&self) {
        eprintln!();
        for (name, duration) in &self.done {
            eprintln!("{name:<30} {:>7.1} s", duration.as_secs_f64());
        }
    }
}
