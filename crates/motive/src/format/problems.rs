//! What story readers find wrong, as diagnostics.

use motive_lang::diagnostic::{Code, Diagnostic, Severity, Span, codes};

use crate::names::Mismatch;

/// What is wrong with a story text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The text is not of the form that its format has.
    Malformed,
    /// The text is not JSON, or not the JSON of a story.
    MalformedJson,
    /// A version of the format that cannot be read.
    Version,
    /// No step at all.
    Empty,
    /// No such action.
    UnknownAction,
    /// Wrong number or types of arguments, or unknown ones.
    Arguments,
    /// A reason for somebody who is not asked for consent.
    NoConsent,
    /// A consenting character without a reason, in a text that gives reasons.
    MissingReason,
}

impl Kind {
    fn code(self) -> Code {
        match self {
            Kind::Malformed => codes::MALFORMED_SOLUTION,
            Kind::MalformedJson => codes::MALFORMED_STORY,
            Kind::Version => codes::STORY_VERSION,
            Kind::Empty => codes::EMPTY_STORY,
            Kind::UnknownAction => codes::UNKNOWN_ACTION,
            Kind::Arguments => codes::STORY_ARGUMENTS,
            Kind::NoConsent => codes::NO_CONSENT,
            Kind::MissingReason => codes::MISSING_REASON,
        }
    }
}

/// More than this many problems in one text say nothing more.
const MOST: usize = 50;

/// The longest piece of a text that a message repeats.
const QUOTED: usize = 40;

/// The problems found so far in one text.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<Diagnostic>,
}

impl Problems {
    /// Reports a problem at the bytes `span`.
    pub(crate) fn report(
        &mut self,
        kind: Kind,
        span: (usize, usize),
        message: impl Into<String>,
        label: impl Into<String>,
        help: Option<String>,
    ) {
        if self.is_full() {
            return;
        }
        let mut diagnostic = Diagnostic::new(kind.code(), span_of(span), message).label(label);
        diagnostic.help = help;
        self.found.push(diagnostic);
    }

    /// Reports that a call names no step. `arguments` are the spans of its arguments.
    pub(crate) fn mismatch(
        &mut self,
        mismatch: &Mismatch,
        action: (&str, (usize, usize)),
        arguments: &[(&str, (usize, usize))],
        whole: (usize, usize),
    ) {
        let (name, name_span) = (quoted(action.0), action.1);
        let one_of =
            |signatures: &[String]| format!("it is declared as {}", signatures.join(" and as "));
        let instead =
            |nearest: &Option<String>| nearest.as_ref().map(|n| format!("did you mean `{n}`?"));
        match mismatch {
            Mismatch::Action { nearest } => self.report(
                Kind::UnknownAction,
                name_span,
                format!("the world has no action `{name}`"),
                "unknown action",
                instead(nearest),
            ),
            Mismatch::Count { signatures } => self.report(
                Kind::Arguments,
                whole,
                format!("`{name}` does not take {}", count(arguments.len(), "argument")),
                "wrong number of arguments",
                Some(one_of(signatures)),
            ),
            Mismatch::Argument { index, nearest } => self.report(
                Kind::Arguments,
                arguments.get(*index).map_or(whole, |a| a.1),
                format!(
                    "the world has nobody and nothing called `{}`",
                    arguments.get(*index).map_or_else(String::new, |a| quoted(a.0))
                ),
                "unknown name",
                instead(nearest),
            ),
            Mismatch::Outcome { nearest } => self.report(
                Kind::Arguments,
                whole,
                format!("`{name}` has no such outcome"),
                "unknown outcome",
                instead(nearest),
            ),
            Mismatch::Type { index, signatures } => self.report(
                Kind::Arguments,
                arguments.get(*index).map_or(whole, |a| a.1),
                format!(
                    "`{name}` does not take `{}` as its argument {}",
                    arguments.get(*index).map_or_else(String::new, |a| quoted(a.0)),
                    index + 1
                ),
                "wrong type of argument",
                Some(one_of(signatures)),
            ),
        }
    }

    /// Whether so much is wrong that reading on is pointless.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MOST
    }

    /// Whether anything found so far is an error.
    pub(crate) fn any_error(&self) -> bool {
        self.found.iter().any(|d| d.severity == Severity::Error)
    }

    /// Everything found, in order of position. Where there are errors, remarks are left out: what
    /// seems to be missing may only have been unreadable.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if self.any_error() {
            self.found.retain(|diagnostic| diagnostic.severity == Severity::Error);
        }
        self.found.sort_by_key(|d| d.span);
        self.found
    }
}

/// A span of the text being read. Texts of more than 4 GiB are refused before they are read.
pub(crate) fn span_of((start, end): (usize, usize)) -> Span {
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Span::new(at(start), at(end))
}

/// `text`, cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(QUOTED).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

/// `1 argument`, `2 arguments`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}
