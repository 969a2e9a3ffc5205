//! Sabre's problem language: names resolved, types checked, lowered to the typed program.
//!
//! The order of definitions in the text is free, so reading goes by kind: types (`hierarchy`),
//! entities and properties (`declared`), then whatever contains expressions: events, statements
//! about the start, utilities (`definition`). An expression is read in one of three roles, which
//! its place decides: as a `condition`, as a `value`, or as an `effect`. Names inside one
//! definition live in a `scope`.
//!
//! Everything follows planning-semantics §1.4 and §2.

mod condition;
mod declared;
mod definition;
mod effect;
mod hierarchy;
mod report;
mod scope;
mod value;

use crate::diagnostic::{Diagnostic, Severity, Span, codes};
use crate::source_map::SourceMap;
use motive_syntax::sabre::ast::Definition;
use motive_syntax::{TextRange, sabre as syntax};
use motive_world::program::Program;
use report::Report;

/// What came of reading a problem.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The program; `None` if any of the diagnostics is an error.
    pub program: Option<Program>,
    /// Where each declaration of the program is. Empty without a program.
    pub source_map: SourceMap,
    /// Errors and warnings, in order of position.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a problem in Sabre's language (planning-semantics §1 and §2).
///
/// Never panics, whatever the text. All errors that can be found in one go are reported, each
/// once; an unknown name is reported where it is first used.
#[must_use]
pub fn read(text: &str) -> Reading {
    let parse = syntax::parse(text);
    let mut report = Report::default();
    for error in &parse.errors {
        report.syntax(error);
    }
    let definitions: Vec<Definition> = parse.file().definitions().collect();
    if definitions.is_empty() && parse.errors.is_empty() {
        report.push(
            Diagnostic::new(codes::EMPTY_WORLD, Span::new(0, 0), "this world has nothing in it")
                .help(
                    "a problem declares its characters with `entity`, what can change with \
                     `property`, what can be done with `action`, and wants with `utility`",
                ),
        );
    }
    let types = hierarchy::Hierarchy::read(&definitions, &mut report);
    let declared = declared::Declared::read(types, &definitions, &mut report);
    let (program, source_map) = definition::read(declared, &definitions, &mut report);
    let diagnostics = report.finish();
    let is_good = diagnostics.iter().all(|d| d.severity == Severity::Warning);
    Reading {
        program: is_good.then_some(program),
        source_map: if is_good { source_map } else { SourceMap::default() },
        diagnostics,
    }
}

fn span(range: TextRange) -> Span {
    Span::new(range.start().into(), range.end().into())
}
