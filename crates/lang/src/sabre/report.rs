//! Collecting diagnostics: each once, in order.

use super::span;
use crate::diagnostic::{Code, Diagnostic, Span, codes};
use motive_syntax::{Fault, SyntaxError};
use std::collections::BTreeMap;

/// How many diagnostics are kept.
const MOST: usize = 200;

/// How many further places of one unknown name are shown.
const MORE_PLACES: usize = 3;

/// The diagnostics found so far.
#[derive(Default)]
pub(super) struct Report {
    list: Vec<Diagnostic>,
    dropped: usize,
    /// Which diagnostic is about this unknown name.
    unknown: BTreeMap<(Code, String), Option<usize>>,
}

impl Report {
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < MOST {
            self.list.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    /// Reports an unknown name where it is used first; `make` is asked only then. Later uses are
    /// added as further places.
    pub(super) fn unknown(
        &mut self,
        code: Code,
        name: &str,
        place: Span,
        make: impl FnOnce() -> Diagnostic,
    ) {
        if let Some(first) = self.unknown.get(&(code, name.to_owned())) {
            if let Some(diagnostic) = first.and_then(|index| self.list.get_mut(index)) {
                if diagnostic.secondary.len() < MORE_PLACES {
                    diagnostic.secondary.push((place, "here too".to_owned()));
                }
            }
            return;
        }
        let index = (self.list.len() < MOST).then_some(self.list.len());
        match index {
            Some(_) => self.list.push(make()),
            None => self.dropped += 1,
        }
        self.unknown.insert((code, name.to_owned()), index);
    }

    /// Reports an error of the parser.
    pub(super) fn syntax(&mut self, error: &SyntaxError) {
        let mut diagnostic =
            Diagnostic::new(code_of(error.fault), span(error.range), error.message.clone());
        diagnostic.help = error.help.clone();
        if let Some((range, label)) = &error.related {
            diagnostic.secondary.push((span(*range), label.clone()));
        }
        // The parser has a limit of its own.
        self.list.push(diagnostic);
    }

    /// All diagnostics, in order of position.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        let place = |d: &Diagnostic| (d.span.is_none(), d.span);
        self.list.sort_by_key(|d| (d.code == codes::TOO_MANY_ERRORS, place(d), d.code));
        let is_said = self.list.last().is_some_and(|d| d.code == codes::TOO_MANY_ERRORS);
        if self.dropped > 0 && !is_said {
            let last = self.list.last().and_then(|d| d.span).unwrap_or_default();
            let end = Span::new(last.end, last.end);
            self.list.push(
                Diagnostic::new(
                    codes::TOO_MANY_ERRORS,
                    end,
                    format!("{} more problems are not shown", self.dropped),
                )
                .help("mend the first ones, and run again"),
            );
        }
        self.list
    }
}

/// The code of a kind of syntax error.
fn code_of(fault: Fault) -> Code {
    match fault {
        Fault::UnexpectedCharacter => codes::UNEXPECTED_CHARACTER,
        Fault::MalformedNumber => codes::MALFORMED_NUMBER,
        Fault::MalformedName => codes::MALFORMED_NAME,
        Fault::UnclosedComment => codes::UNCLOSED_COMMENT,
        Fault::StrayString => codes::STRAY_STRING,
        Fault::UnclosedBracket => codes::UNCLOSED_BRACKET,
        Fault::ExtraBracket => codes::EXTRA_BRACKET,
        Fault::MissingSemicolon => codes::MISSING_SEMICOLON,
        Fault::EmptyDefinition => codes::EMPTY_DEFINITION,
        Fault::UnknownDefinition => codes::UNKNOWN_DEFINITION,
        Fault::UnknownPart => codes::UNKNOWN_PART,
        Fault::Unexpected => codes::UNEXPECTED,
        Fault::MissingExpression => codes::MISSING_EXPRESSION,
        Fault::MissingOperator => codes::MISSING_OPERATOR,
        Fault::WordOperator => codes::WORD_OPERATOR,
        Fault::When => codes::WHEN,
        Fault::CompoundArgument => codes::COMPOUND_ARGUMENT,
        Fault::StrayElse => codes::STRAY_ELSE,
        Fault::TooDeep => codes::TOO_DEEP,
        Fault::TooManyErrors => codes::TOO_MANY_ERRORS,
    }
}
