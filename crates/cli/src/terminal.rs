//! The one way to standard output, and the one to standard error.
//!
//! Everything is printed through [`Output`], so that a closed pipe and colour are handled in one
//! place. Styles are written always and stripped where the stream does not take them (a pipe, a
//! file, `NO_COLOR`).

use std::io::{self, IsTerminal as _, Write};

use crate::failure::Failure;

/// ANSI styles, as they are written in front of what they style; [`style::RESET`] ends each.
pub(crate) mod style {
    pub(crate) const BOLD: &str = "\x1b[1m";
    pub(crate) const DIM: &str = "\x1b[2m";
    pub(crate) const RED: &str = "\x1b[31m";
    pub(crate) const GREEN: &str = "\x1b[32m";
    pub(crate) const YELLOW: &str = "\x1b[33m";
    pub(crate) const CYAN: &str = "\x1b[36m";
    pub(crate) const RESET: &str = "\x1b[0m";
}

/// Standard output.
pub(crate) struct Output {
    stream: anstream::AutoStream<io::Stdout>,
    /// What has not been handed on yet: writing every line by itself would be slow.
    pending: String,
}

/// So much is collected before it is handed on.
const ENOUGH: usize = 1 << 16;

impl Output {
    /// Standard output, with colour where it is a terminal that wants it.
    pub(crate) fn standard() -> Self {
        Output { stream: anstream::AutoStream::auto(io::stdout()), pending: String::new() }
    }

    /// Prints a line.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.pending.push_str(text);
        self.pending.push('\n');
        if self.pending.len() > ENOUGH { self.finish() } else { Ok(()) }
    }

    /// Prints `value` as JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        match serde_json::to_string_pretty(value) {
            Ok(text) => self.line(&text),
            Err(error) => {
                Err(Failure::Bug(format!("the output cannot be written as JSON: {error}")))
            }
        }
    }

    /// Sees that everything printed so far arrives.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        let text = std::mem::take(&mut self.pending);
        self.stream.write_all(text.as_bytes())?;
        Ok(self.stream.flush()?)
    }
}

/// Whether standard output is read by a person.
pub(crate) fn is_watched() -> bool {
    io::stdout().is_terminal()
}

/// Prints a line to standard error. If even that fails there is nobody left to tell.
pub(crate) fn complain(text: &str) {
    let mut stream = anstream::stderr();
    let _ = writeln!(stream, "{text}");
}

/// Prints to standard error without ending the line.
pub(crate) fn murmur(text: &str) {
    let mut stream = io::stderr();
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}
