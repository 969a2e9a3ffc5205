//! Tests in the source: what happens, and what is then expected.

use super::claim::{Given, Takes};
use super::condition::Mode;
use super::declared::{Declared, Known, literal, of_kind};
use super::reader::{Reader, first_word};
use super::report::Report;
use super::scenario::Scenario;
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_syntax::spelling::nearest;
use motive_world::id::ActionSchemaId;
use motive_world::program::{
    ActionSchema, Argument, Condition, Domain, Scope, Written, as_written,
};
use motive_world::story::Step;
use motive_world::value::Value;

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
        /// Where it stands.
        place: Span,
    },
    /// The story happens that planning finds.
    Story(Span),
    /// Something is expected to be so.
    Expect {
        /// The variables of the condition.
        scope: Scope,
        /// What is to be so.
        condition: Condition,
        /// Where it stands.
        place: Span,
    },
}

/// Reads all tests; what cannot be run yet is reported.
pub(super) fn read(
    declared: &Declared,
    actions: &[ActionSchema],
    scenarios: &[Scenario],
    declarations: &[Node],
    report: &mut Report,
) -> Vec<Test> {
    for kind in [NEVER_DECL, REACHABLE_DECL] {
        for demand in of_kind(declarations, kind) {
            let word = demand.tokens().next();
            let span = report.span(word.map_or_else(|| demand.range(), |word| word.text_range()));
            report.push(
                Diagnostic::new(
                    codes::NOT_TESTED,
                    span,
                    "Motive does not look through all stories for this yet",
                )
                .help("the world can be used; what this demands is not checked"),
            );
        }
    }
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
                        parts.extend(read_step(declared, actions, &step, report));
                    }
                }
                EXPECT_CLAUSE => {
                    for node in clause.expressions() {
                        let place = report.span(node.range());
                        let mut reader = Reader::new(declared, report);
                        let condition = reader.condition(&node, Mode::Holds);
                        parts.push(TestPart::Expect { scope: reader.scope, condition, place });
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

/// An argument of a step: a thing, or a claim about things.
fn constant(declared: &Declared, node: &Node, report: &mut Report) -> Option<Given> {
    let mut reader = Reader::new(declared, report);
    let is_claim = |name: &str| declared.entity(name).is_none() && declared.claim(name).is_some();
    let found = match node.kind() {
        LITERAL => {
            literal(node).map(|value| Given::Thing(Argument::Constant(value), Known::Value(value)))
        }
        NAME_EXPR | CALL_EXPR if node.name().is_some_and(|name| is_claim(name.text())) => {
            Some(Given::Claim(reader.claim(node)?))
        }
        NAME_EXPR => {
            let name = node.name()?;
            let Some(found) = declared.entity(name.text()).map(Value::Entity) else {
                declared.unknown_thing(&name, std::iter::empty(), report);
                return None;
            };
            Some(Given::Thing(Argument::Constant(found), Known::Value(found)))
        }
        _ => None,
    };
    let is_plain = found.as_ref().is_some_and(|given| {
        given.arguments().iter().all(|argument| matches!(argument, Argument::Constant(_)))
    });
    if !is_plain {
        report.at(
            codes::WRONG_ARGUMENTS,
            node.range(),
            "what happens in a test happens to things: a name is needed here",
            "name a thing",
        );
        return None;
    }
    found
}

fn read_step(
    declared: &Declared,
    actions: &[ActionSchema],
    node: &Node,
    report: &mut Report,
) -> Option<TestPart> {
    let call = node.expressions().next()?;
    let name = call.name()?;
    let word = first_word(node);
    if word == Some(ACCIDENT_WORD) || node.has(OUTCOME_WORD) {
        report.not_yet(node.range(), "outcomes and accidents", "write an action for each outcome");
        return None;
    }
    let arguments = call.expressions().map(|argument| constant(declared, &argument, report));
    let arguments: Vec<Given> = arguments.collect::<Option<_>>()?;
    let same: Vec<(usize, &ActionSchema)> =
        actions.iter().enumerate().filter(|(_, action)| action.name == name.text()).collect();
    if same.is_empty() {
        let names = actions.iter().map(|action| action.name.as_str());
        let help = match nearest(name.text(), names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "name an action or event of this world".to_owned(),
        };
        let message = format!("there is no action or event `{}`", name.text());
        report.unknown(codes::NO_SUCH_FACT, name.text(), name.range(), message, help);
        return None;
    }
    let written = |action: &'_ ActionSchema| -> Vec<Takes> {
        let parameters = &action.scope[..action.parameters as usize];
        let domains = parameters.iter().map(|parameter| parameter.domain).collect();
        let written =
            as_written(&action.claims, domains).into_iter().map(|written| match written {
                Written::Plain(domain) => Takes::Thing(domain),
                Written::Claim(..) => Takes::Claim,
            });
        written.collect()
    };
    let fits = |action: &ActionSchema| {
        let parameters = written(action);
        parameters.len() == arguments.len()
            && parameters.iter().zip(&arguments).all(|(&takes, given)| declared.takes(takes, given))
            && action
                .claims
                .iter()
                .map(|claim| &claim.claim)
                .eq(arguments.iter().filter_map(Given::claim))
    };
    let Some(&(index, action)) = same.iter().find(|(_, action)| fits(action)) else {
        let (_, action) = same[0];
        let parameters: Vec<String> = action.scope[..action.parameters as usize]
            .iter()
            .map(|parameter| match parameter.domain {
                Domain::Type(kind) => {
                    format!("{}: {}", parameter.name, declared.types[kind.index()].name)
                }
                Domain::Constant(_) => format!("only {}", parameter.name),
            })
            .collect();
        let parameters: Vec<String> = as_written(&action.claims, parameters)
            .into_iter()
            .map(|written| match written {
                Written::Plain(parameter) => parameter,
                Written::Claim(claim, _) => format!("{}: claim", claim.parameter),
            })
            .collect();
        report.at(
            codes::WRONG_ARGUMENTS,
            call.range(),
            format!("`{}` does not take these", name.text()),
            format!("it is `{}({})`", name.text(), parameters.join(", ")),
        );
        return None;
    };
    let arguments = arguments.iter().flat_map(Given::values).collect();
    let is_given = word == Some(GIVEN_WORD) || action.consenting.is_empty();
    let step = Step { action: ActionSchemaId::at(index), arguments, outcome: 0 };
    Some(TestPart::Step { step, is_given, place: report.span(node.range()) })
}
