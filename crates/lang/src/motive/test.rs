//! Tests in the source: what happens, and what is then expected.

use super::declared::{Declared, of_kind};
use super::expectation::{Expectation, Expectations};
use super::happening::{self, Happens};
use super::report::Report;
use super::scenario::Scenario;
use crate::diagnostic::{Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_syntax::spelling::nearest;
use motive_world::program::ActionSchema;
use motive_world::story::Step;

/// A test of a world.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What it is about.
    pub name: String,
    /// Where that stands.
    pub place: Span,
    /// The scenario that it is run under.
    pub under: Option<String>,
    /// What happens and what is expected, in order.
    pub parts: Vec<TestPart>,
}

/// A part of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum TestPart {
    /// Something happens.
    Step {
        /// What.
        step: Step,
        /// Whether nobody is asked for a reason.
        is_given: bool,
        /// Whether it is said to be an accident.
        is_accident: bool,
        /// Where it stands.
        place: Span,
    },
    /// The story happens that planning finds.
    Story(Span),
    /// Something is expected to be so.
    Expect {
        /// What is to be so.
        expected: Expectation,
        /// Where it stands.
        place: Span,
    },
}

/// Reads all tests.
pub(super) fn read(
    declared: &Declared,
    actions: &[ActionSchema],
    scenarios: &[Scenario],
    declarations: &[Node],
    report: &mut Report,
) -> Vec<Test> {
    let mut tests = Vec::new();
    for declaration in of_kind(declarations, TEST_DECL) {
        let Some(say) = declaration.child(SAY) else { continue };
        let under = declaration.child(UNDER_CLAUSE).and_then(|under| under.name());
        if let Some(name) = &under {
            let names = || scenarios.iter().map(|scenario| scenario.name.as_str());
            if !names().any(|other| other == name.text()) {
                let help = match nearest(name.text(), names()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("declare it: `scenario {}`", name.text()),
                };
                let message = format!("there is no scenario `{}`", name.text());
                report.unknown(codes::NO_SUCH_THING, name.text(), name.range(), message, help);
                continue;
            }
        }
        let under = under.map(|name| name.text().to_owned());
        let mut parts = Vec::new();
        for clause in declaration.children() {
            match clause.kind() {
                AFTER_CLAUSE if clause.name().is_some_and(|name| name.text() == "story") => {
                    parts.push(TestPart::Story(report.span(clause.range())));
                }
                AFTER_CLAUSE => {
                    for step in clause.all(STEP) {
                        if let Some(Happens { step, is_given, is_accident, place }) =
                            happening::step(declared, actions, &step, report)
                        {
                            parts.push(TestPart::Step { step, is_given, is_accident, place });
                        }
                    }
                }
                EXPECT_CLAUSE => {
                    let expectations = Expectations { declared, actions };
                    for node in clause.expressions() {
                        let place = report.span(node.range());
                        if let Some(expected) = expectations.read(&node, report) {
                            parts.push(TestPart::Expect { expected, place });
                        }
                    }
                }
                _ => {}
            }
        }
        let place = report.span(say.range());
        tests.push(Test { name: say.said(), place, under, parts });
    }
    tests
}
