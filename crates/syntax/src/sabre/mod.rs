//! Sabre's problem language (planning-semantics §1): text to a lossless tree.
//!
//! [`parse`] cuts the text into tokens and matches their brackets (`bracket`), then reads
//! definitions (`definition`) and expressions (`expression`). [`ast`] gives the tree names.
//! Expressions do not follow classical precedence: a sequence of tokens is cut at certain
//! operators in a fixed order, see [`SyntaxKind`] for the nodes that come of it.

pub mod ast;
mod bracket;
mod definition;
mod expression;
mod kind;
mod lexer;
mod sink;

pub use kind::{Sabre, SyntaxElement, SyntaxKind, SyntaxNode, SyntaxToken};

use crate::error::{Fault, SyntaxError};
use rowan::{GreenNode, TextRange, TextSize};

/// How deep expressions may nest. Every bracket, `!`, `if`, quantifier and belief is a level, and
/// so is each step of a chain of `-` or `/`; chains of `&`, `|`, `+` and `*` are one level,
/// however long.
pub const MAX_NESTING: usize = 256;

/// How many errors are reported for one text.
pub const MAX_ERRORS: usize = 200;

/// The words that begin a definition.
pub const DEFINITION_KEYWORDS: [&str; 6] =
    ["type", "entity", "property", "action", "trigger", "utility"];

/// The words that begin a part of an action or trigger.
pub const PART_KEYWORDS: [&str; 4] = ["precondition", "effect", "consenting", "observing"];

/// A parsed text: its tree, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Parse {
    green: GreenNode,
    /// What is wrong, in order of position.
    pub errors: Vec<SyntaxError>,
}

impl Parse {
    /// The root of the tree. Its text is the text that was parsed, byte for byte.
    #[must_use]
    pub fn syntax(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }

    /// The root with its meaning.
    #[must_use]
    pub fn file(&self) -> ast::SourceFile {
        ast::SourceFile(self.syntax())
    }
}

/// Parses a problem. Never fails: what cannot be understood is kept as an error node and
/// reported. The time is proportional to the length of the text, up to a logarithm.
///
/// Only the first 4 GiB could be addressed; a text that is longer is reported as too large and
/// kept as one piece.
#[must_use]
pub fn parse(text: &str) -> Parse {
    let mut reports = Reports::default();
    if u32::try_from(text.len()).is_err() {
        reports.report(SyntaxError {
            fault: Fault::Unexpected,
            range: TextRange::empty(TextSize::new(0)),
            message: "this text is larger than 4 GiB".to_owned(),
            related: None,
            help: Some("split the problem".to_owned()),
        });
        return Parse { green: sink::Sink::empty_file(), errors: reports.finish(TextSize::new(0)) };
    }
    let tokens = bracket::tokens(text, &mut reports);
    reports.bracket_faults.sort_unstable();
    let mut parser = Parser {
        sink: sink::Sink::new(&tokens),
        tokens: &tokens,
        reports,
        too_deep: false,
        is_quiet: false,
        form: "",
    };
    parser.source_file();
    let Parser { sink, reports, .. } = parser;
    Parse { green: sink.finish_file(), errors: reports.finish(TextSize::of(text)) }
}

/// The errors found so far.
#[derive(Default)]
struct Reports {
    errors: Vec<SyntaxError>,
    dropped: usize,
    /// Where brackets do not match, in order.
    bracket_faults: Vec<u32>,
}

impl Reports {
    fn report(&mut self, error: SyntaxError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        } else {
            self.dropped += 1;
        }
    }

    fn finish(mut self, end: TextSize) -> Vec<SyntaxError> {
        self.errors.sort_by_key(|error| (error.range.start(), error.range.end(), error.fault));
        if self.dropped > 0 {
            self.errors.push(SyntaxError {
                fault: Fault::TooManyErrors,
                range: TextRange::empty(end),
                message: format!("{} more errors are not shown", self.dropped),
                related: None,
                help: Some("mend the first ones, and run again".to_owned()),
            });
        }
        self.errors
    }
}

/// What both halves of the grammar share.
struct Parser<'t, 'a> {
    tokens: &'t bracket::Tokens<'a>,
    sink: sink::Sink<'t, 'a>,
    reports: Reports,
    /// Something in this expression has been reported as nested too deeply.
    too_deep: bool,
    /// Brackets do not match in what is being parsed, so whatever else seems wrong is not news.
    is_quiet: bool,
    /// How the definition that is being parsed is written.
    form: &'static str,
}

impl Parser<'_, '_> {
    fn report(
        &mut self,
        fault: Fault,
        range: TextRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.is_quiet && fault != Fault::TooDeep {
            return;
        }
        self.reports.report(SyntaxError {
            fault,
            range,
            message: message.into(),
            related: None,
            help: Some(help.into()),
        });
    }

    /// Whether brackets do not match between the tokens `from` and `to`.
    fn has_bracket_fault(&self, from: usize, to: usize) -> bool {
        let (start, end) = (self.tokens.range(from).start(), self.tokens.range(to).start());
        let faults = &self.reports.bracket_faults;
        let at = faults.partition_point(|&place| place < u32::from(start));
        faults.get(at).is_some_and(|&place| place < u32::from(end))
    }

    /// Keeps the tokens in an error node. They have been reported.
    fn error_node(&mut self, from: usize, to: usize) {
        if from >= to {
            return self.sink.empty(SyntaxKind::ERROR);
        }
        self.sink.start(SyntaxKind::ERROR, from);
        self.sink.tokens(from, to);
        self.sink.finish();
    }

    /// What stands at `index`, for a message.
    fn found(&self, index: usize) -> String {
        match self.tokens.kind(index) {
            None => "the end of the file".to_owned(),
            Some(_) => {
                let word: String = self.tokens.word(index).chars().take(24).collect();
                format!("`{word}`")
            }
        }
    }
}
