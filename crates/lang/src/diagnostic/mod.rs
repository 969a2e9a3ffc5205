//! The one diagnostic type of the whole project, and the registry of its codes.
//!
//! A [`Diagnostic`] says what is wrong, where, why, and what would likely mend it. Its [`Code`] is
//! stable from release to release and has one page of explanation. Every layer fills this type:
//! the front ends, grounding, the story readers, the command. How it looks on a terminal is the
//! command's business.

pub mod codes;
mod line_index;

pub use codes::{all, find};
pub use line_index::{LineColumn, LineIndex};

use std::fmt;

/// Which of several source files a span lies in. Sabre problems have just one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The file that was named when reading began.
    pub const MAIN: FileId = FileId(0);
}

/// A stretch of a source file, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

impl Span {
    /// A stretch of the main file.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Span { file: FileId::MAIN, start, end }
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, and may not mean what its author thinks.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// What a code stands for. Compared by its id.
struct Entry {
    id: &'static str,
    title: &'static str,
    page: &'static str,
}

/// The stable code of a kind of diagnostic: `E0201`.
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

impl Code {
    /// The code as it is printed: `E` and four digits for an error, `W` and four for a warning.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// What kind of mistake it is, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// A page of explanation in Markdown, with an example of the mistake (a fence marked `bad`)
    /// and the same example mended (a fence marked `good`).
    #[must_use]
    pub fn explanation(self) -> &'static str {
        self.0.page.trim()
    }

    /// Whether diagnostics with this code are errors or warnings.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.0.id.starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}
impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.id.cmp(other.0.id)
    }
}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}

/// One thing that is wrong, or doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, as one sentence without a full stop, for the top line.
    pub message: String,
    /// Where; `None` if it has no place in a text.
    pub span: Option<Span>,
    /// A few words to stand at the span; may be empty.
    pub label: String,
    /// Other places that belong to it, each with a few words.
    pub secondary: Vec<(Span, String)>,
    /// The likely fix.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic of a code, at a place, with the code's own severity.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { span: Some(span), ..Diagnostic::without_place(code, message) }
    }

    /// A diagnostic without a place in a text, with the code's own severity.
    #[must_use]
    pub fn without_place(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            span: None,
            label: String::new(),
            secondary: Vec::new(),
            help: None,
        }
    }

    /// The same with a few words at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with the likely fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with one more place.
    #[must_use]
    pub fn secondary(mut self, span: Span, label: impl Into<String>) -> Self {
        self.secondary.push((span, label.into()));
        self
    }
}
