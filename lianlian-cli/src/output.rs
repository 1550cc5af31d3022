//! Standard output for results, standard error for everything else.

use std::env;
use std::io::{self, IsTerminal, Write};

use crate::failure::Failure;

/// Writes a result and a line end to standard output.
///
/// A reader that has gone away, such as `head`, has read what it wanted: that is no failure.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    write(&format!("{text}\n"))
}

/// Writes a result as it is to standard output.
pub(crate) fn write(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Write { name: "standard output".to_owned(), reason: error })
        }
        _ => Ok(()),
    }
}

/// Writes a line to standard error. When nobody can be told, nobody is.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether what goes to this stream may be coloured: a terminal that was not asked for plain text.
///
/// The environment's `NO_COLOR`, set to anything, asks for it (<https://no-color.org>).
pub(crate) fn has_colour(stream: &impl IsTerminal) -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    stream.is_terminal() && !refused && !is_dumb
}
