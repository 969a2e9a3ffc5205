//! Everything that is wrong with one or several texts, with the texts, so that it can be shown.

use std::fmt;
use std::sync::Arc;

use motive_lang::diagnostic::{Diagnostic, FileId, LineIndex, Severity};

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

/// The texts that something was read from: the main one, and those that it uses.
#[derive(Clone, Debug)]
pub struct Sources {
    main: Source,
    used: Arc<[Source]>,
}

impl Sources {
    /// A main text and those that it uses, in order of their numbers.
    #[must_use]
    pub fn new(main: Source, used: Vec<Source>) -> Self {
        Sources { main, used: used.into() }
    }

    /// The main text.
    #[must_use]
    pub fn main(&self) -> &Source {
        &self.main
    }

    /// The text with this number.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Source> {
        match file.0.checked_sub(1) {
            None => Some(&self.main),
            Some(index) => self.used.get(index as usize),
        }
    }

    /// The texts that the main one uses.
    #[must_use]
    pub fn used(&self) -> &[Source] {
        &self.used
    }

    /// All texts with their numbers, the main one first.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0..).map(FileId).zip(std::iter::once(&self.main).chain(self.used.iter()))
    }
}

impl From<Source> for Sources {
    fn from(main: Source) -> Self {
        Sources::new(main, vec![])
    }
}

/// What was found in a text and in those that it uses, in order of position.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    sources: Sources,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The diagnostics of a text, or of several.
    #[must_use]
    pub fn new(sources: impl Into<Sources>, list: Vec<Diagnostic>) -> Self {
        Diagnostics { sources: sources.into(), list }
    }

    /// The main text.
    #[must_use]
    pub fn source(&self) -> &Source {
        self.sources.main()
    }

    /// All texts.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The text that a diagnostic is about: that of its place, and the main one if it has none.
    #[must_use]
    pub fn source_of(&self, diagnostic: &Diagnostic) -> &Source {
        let file = diagnostic.span.map(|span| span.file).unwrap_or_default();
        self.sources.get(file).unwrap_or_else(|| self.source())
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
        let indices: Vec<LineIndex> =
            self.sources.iter().map(|(_, source)| LineIndex::new(source.text())).collect();
        for (position, diagnostic) in self.list.iter().enumerate() {
            if position > 0 {
                f.write_str("\n")?;
            }
            let source = self.source_of(diagnostic);
            f.write_str(source.name())?;
            let index = diagnostic.span.and_then(|span| indices.get(span.file.0 as usize));
            if let (Some(span), Some(index)) = (diagnostic.span, index) {
                let place = index.line_column(source.text(), span.start);
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
