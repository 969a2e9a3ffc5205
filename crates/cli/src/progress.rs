//! A line about what is going on, on a terminal; nothing in a pipe.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use crate::terminal;

/// Nothing is shown for so long, and then no more often than this.
const PATIENCE: Duration = Duration::from_millis(300);

/// A line on standard error that replaces itself.
pub(crate) struct Meter {
    watched: bool,
    prefix: String,
    last: Instant,
    shown: bool,
}

impl Meter {
    /// A meter that shows nothing unless standard error is a terminal.
    pub(crate) fn new(prefix: &str) -> Self {
        Meter {
            watched: io::stderr().is_terminal(),
            prefix: prefix.to_owned(),
            last: Instant::now(),
            shown: false,
        }
    }

    /// Shows what `describe` says, if it is time to.
    pub(crate) fn show(&mut self, describe: impl FnOnce() -> String) {
        if !self.watched || self.last.elapsed() < PATIENCE {
            return;
        }
        self.last = Instant::now();
        self.shown = true;
        terminal::murmur(&format!("\r\x1b[2K{}{}", self.prefix, describe()));
    }

    /// Takes the line away.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            terminal::murmur("\r\x1b[2K");
        }
    }
}
