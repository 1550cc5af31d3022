//! A running program that answers orders, line by line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::Failure;

pub(crate) struct Program {
    pub(crate) name: String,
    child: Child,
    /// Dropping it ends the program.
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Program {
    pub(crate) fn start(name: &str, program: &Path, arguments: &[&str]) -> Result<Self, Failure> {
        let failed = |reason: String| format!("{name} did not start: {reason}");
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let orders = child.stdin.take();
        let answers = child.stdout.take().ok_or_else(|| failed("it has no output".to_owned()))?;
        Ok(Self { name: name.to_owned(), child, orders, answers: BufReader::new(answers) })
    }

    /// Tells it the fields of the request, given as a JSON object.
    pub(crate) fn tell_request(&mut self, fields: &str) -> Result<(), Failure> {
        let fields: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(fields).map_err(|error| format!("fields: {error}"))?;
        for (name, value) in fields {
            let value = value.as_str().unwrap_or_default();
            self.tell(&format!("field {name} {value}"))?;
        }
        Ok(())
    }

    pub(crate) fn ask(&mut self, order: &str) -> Result<String, Failure> {
        self.tell(order)?;
        let mut answer = String::new();
        let read = self.answers.read_line(&mut answer);
        match read {
            Ok(1..) => Ok(answer.trim_end_matches(['\r', '\n']).to_owned()),
            Ok(0) => Err(format!("{} ended instead of answering `{order}`", self.name)),
            Err(error) => Err(format!("{} gave no answer to `{order}`: {error}", self.name)),
        }
    }

    fn tell(&mut self, order: &str) -> Result<(), Failure> {
        let gone = || format!("{} takes no more orders", self.name);
        let orders = self.orders.as_mut().ok_or_else(gone)?;
        writeln!(orders, "{order}").and_then(|()| orders.flush()).map_err(|_| gone())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.orders = None;
        // It may be at work still, where a failure elsewhere ended the run.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
