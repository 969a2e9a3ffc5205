//! Collecting diagnostics: each once, in order of position.

use crate::diagnostic::{Code, Diagnostic, FileId, Span, codes};
use motive_syntax::TextRange;
use motive_syntax::motive::Fault;
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
    /// Where the files begin in the tree that is being read, in order.
    files: Vec<(u32, FileId)>,
}

impl Report {
    /// A report on several files in one tree: where each begins, in order.
    pub(super) fn on(files: Vec<(u32, FileId)>) -> Self {
        Report { files, ..Report::default() }
    }

    /// A stretch of the tree that is being read, as one of its file.
    pub(super) fn span(&self, range: TextRange) -> Span {
        let (start, end): (u32, u32) = (range.start().into(), range.end().into());
        let behind = self.files.partition_point(|&(begin, _)| begin <= start);
        let before = behind.checked_sub(1).and_then(|index| self.files.get(index));
        let (begin, file) = before.copied().unwrap_or((0, FileId::MAIN));
        Span { file, start: start - begin, end: end - begin }
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        // What takes a claim is read once for each, and wrong only once.
        if self.list.contains(&diagnostic) {
            return;
        }
        if self.list.len() < MOST {
            self.list.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    /// Takes over what has been found elsewhere.
    pub(super) fn extend(&mut self, found: Vec<Diagnostic>) {
        // Those who found it have limits of their own.
        self.list.extend(found);
    }

    /// Reports something about a place in the tree that is being read.
    pub(super) fn at(
        &mut self,
        code: Code,
        range: TextRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.span(range);
        self.push(Diagnostic::new(code, span, message).help(help));
    }

    /// Reports something that the engine does not act on yet.
    pub(super) fn not_yet(&mut self, range: TextRange, what: &str, help: &str) {
        self.at(codes::NOT_YET, range, format!("Motive does not act on {what} yet"), help);
    }

    /// Reports an unknown name where it is used first; later uses are added as further places.
    pub(super) fn unknown(
        &mut self,
        code: Code,
        name: &str,
        range: TextRange,
        message: String,
        help: String,
    ) {
        let span = self.span(range);
        if let Some(first) = self.unknown.get(&(code, name.to_owned())) {
            if let Some(diagnostic) = first.and_then(|index| self.list.get_mut(index)) {
                let is_shown = diagnostic.span == Some(span)
                    || diagnostic.secondary.iter().any(|&(shown, _)| shown == span);
                if diagnostic.secondary.len() < MORE_PLACES && !is_shown {
                    diagnostic.secondary.push((span, "here too".to_owned()));
                }
            }
            return;
        }
        let index = (self.list.len() < MOST).then_some(self.list.len());
        self.push(Diagnostic::new(code, span, message).help(help));
        self.unknown.insert((code, name.to_owned()), index);
    }

    /// All diagnostics, in order of position.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        let place = |d: &Diagnostic| (d.span.is_none(), d.span);
        self.list.sort_by_key(|d| (d.code == codes::MORE_ERRORS, place(d), d.code));
        // What a definition says is read wherever it is used, and what takes numbers once for each; it is
        // wrong only once.
        self.list.dedup_by(|next, first| {
            next == first
                || next.span.is_some() && (next.code, next.span) == (first.code, first.span)
        });
        let is_said = self.list.last().is_some_and(|d| d.code == codes::MORE_ERRORS);
        if self.dropped > 0 && !is_said {
            let last = self.list.last().and_then(|d| d.span).unwrap_or_default();
            let end = Span { start: last.end, ..last };
            self.list.push(
                Diagnostic::new(
                    codes::MORE_ERRORS,
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
pub(super) fn code_of(fault: Fault) -> Code {
    match fault {
        Fault::Column => codes::MISPLACED_LINE,
        Fault::Declaration => codes::NO_DECLARATION,
        Fault::Clause => codes::STRAY_CLAUSE,
        Fault::Asking => codes::ASKS_OR_MAKES,
        Fault::Foreign => codes::FOREIGN_SIGN,
        Fault::Unexpected => codes::NOT_EXPECTED,
        Fault::Bracket => codes::BRACKETS,
        Fault::Character => codes::STRAY_CHARACTER,
        Fault::Actor => codes::NOBODY_ACTS,
        Fault::TooDeep => codes::NESTED_TOO_DEEPLY,
        Fault::TooManyErrors => codes::MORE_ERRORS,
    }
}
