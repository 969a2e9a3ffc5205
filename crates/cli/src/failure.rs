//! Why a verb could not do its work.

use std::io;

use motive::Diagnostics;

/// What ends a verb early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is at fault.
    Input(Box<Diagnostics>),
    /// The reader of our output has gone, as `head` does: no error.
    ClosedPipe,
    /// The output cannot be written.
    Output(io::Error),
    /// We are at fault.
    Bug(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::ClosedPipe
        } else {
            Failure::Output(error)
        }
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Failure::Input(Box::new(diagnostics))
    }
}

impl From<motive::Error> for Failure {
    fn from(error: motive::Error) -> Self {
        match error {
            motive::Error::Diagnostics(diagnostics) => Failure::Input(diagnostics),
            motive::Error::Bug(message) => Failure::Bug(message),
        }
    }
}
