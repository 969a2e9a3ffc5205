//! Everything that is wrong with one text, with the text itself, so that it can be shown.

use std::fmt;
use std::sync::Arc;

use motive_lang::diagnostic::{Diagnostic, LineIndex, Severity};

/// A text with its name.
#[derive(Clone, Debug)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
}

impl Source {
    /// A text with its name, as it is to appear in diagnostics.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Source { name: name.into(), text: text.into() }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What was found in one text, in order of position.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    source: Source,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The diagnostics of a text.
    #[must_use]
    pub fn new(source: Source, list: Vec<Diagnostic>) -> Self {
        Diagnostics { source, list }
    }

    /// The text.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What was found in it.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Whether any of it is an error.
    #[must_use]
    pub fn any_error(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }
}

/// One line for each: `name:line:column: error[E0201]: what (help: what to do)`.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = LineIndex::new(self.source.text());
        for (position, diagnostic) in self.list.iter().enumerate() {
            if position > 0 {
                f.write_str("\n")?;
            }
            f.write_str(self.source.name())?;
            if let Some(span) = diagnostic.span {
                let place = index.line_column(self.source.text(), span.start);
                write!(f, ":{}:{}", place.line, place.column)?;
            }
            let severity = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            write!(f, ": {severity}[{}]: {}", diagnostic.code.id(), diagnostic.message)?;
            if let Some(help) = &diagnostic.help {
                write!(f, " (help: {help})")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// Why a question has no answer.
#[derive(Clone, Debug)]
pub enum Error {
    /// The world, or what was asked of it, is at fault.
    Diagnostics(Box<Diagnostics>),
    /// Motive is at fault: its engine found what its judge rejects. Please report it.
    Bug(String),
}

impl From<Diagnostics> for Error {
    fn from(diagnostics: Diagnostics) -> Self {
        Error::Diagnostics(Box::new(diagnostics))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Diagnostics(diagnostics) => diagnostics.fmt(f),
            Error::Bug(message) => write!(f, "this is a bug in motive: {message}"),
        }
    }
}

impl std::error::Error for Error {}
