//! What happens: an event with its arguments, all of them or only some.

use super::declared::{Declared, Known, literal, of_kind};
use super::reader::first_word;
use super::report::Report;
use crate::diagnostic::{Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_syntax::spelling::nearest;
use motive_world::id::ActionSchemaId;
use motive_world::outline::Pattern;
use motive_world::program::{ActionSchema, Domain, Past};
use motive_world::story::Step;
use motive_world::value::Value;

/// A step as a test or the past has it.
pub(super) struct Happens {
    pub(super) step: Step,
    pub(super) is_given: bool,
    pub(super) place: Span,
}

/// Reads what happened before the story opens, and where each step stands.
pub(super) fn before(
    declared: &Declared,
    actions: &[ActionSchema],
    declarations: &[Node],
    report: &mut Report,
) -> (Vec<Past>, Vec<Span>) {
    let mut all = Vec::new();
    let mut places = Vec::new();
    for declaration in of_kind(declarations, BEFORE_DECL) {
        for node in declaration.all(STEP) {
            if let Some(Happens { step, is_given, place }) = step(declared, actions, &node, report)
            {
                all.push(Past { step, is_given });
                places.push(place);
            }
        }
    }
    (all, places)
}

/// Reads a step: `given call`.
pub(super) fn step(
    declared: &Declared,
    actions: &[ActionSchema],
    node: &Node,
    report: &mut Report,
) -> Option<Happens> {
    let call = node.expressions().next()?;
    let word = first_word(node);
    if word == Some(ACCIDENT_WORD) || node.has(OUTCOME_WORD) {
        report.not_yet(node.range(), "outcomes and accidents", "write an action for each outcome");
        return None;
    }
    let pattern = pattern(declared, actions, &call, false, report)?;
    let action = *pattern.actions.first()?;
    let is_given = word == Some(GIVEN_WORD) || actions[action.index()].consenting.is_empty();
    let arguments = pattern.arguments.into_iter().flatten().collect();
    let step = Step { action, arguments, outcome: 0 };
    Some(Happens { step, is_given, place: report.span(node.range()) })
}

/// Reads a call of an action or event. Where it `may_be_open`, `_` stands for anyone or anything.
pub(super) fn pattern(
    declared: &Declared,
    actions: &[ActionSchema],
    call: &Node,
    may_be_open: bool,
    report: &mut Report,
) -> Option<Pattern> {
    let name = call.name()?;
    let mut arguments = Vec::new();
    for argument in call.expressions() {
        let value = match argument.kind() {
            LITERAL => literal(&argument),
            NAME_EXPR => {
                let name = argument.name()?;
                if may_be_open && name.text() == "_" {
                    arguments.push(None);
                    continue;
                }
                let found = declared.entity(name.text()).map(Value::Entity);
                if found.is_none() {
                    declared.unknown_thing(&name, std::iter::empty(), report);
                    return None;
                }
                found
            }
            _ => None,
        };
        let Some(value) = value else {
            let (message, help) = match may_be_open {
                false => ("what happens, happens to things: a name is needed here", "name a thing"),
                true => (
                    "what happens, happens to things: a name or `_` is needed here",
                    "name a thing, or write `_` for anyone or anything",
                ),
            };
            report.at(codes::WRONG_ARGUMENTS, argument.range(), message, help);
            return None;
        };
        arguments.push(Some(value));
    }
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
    let fits = |action: &ActionSchema| {
        let parameters = &action.scope[..action.parameters as usize];
        parameters.len() == arguments.len()
            && parameters.iter().zip(&arguments).all(|(parameter, &value)| {
                value.is_none_or(|value| match parameter.domain {
                    Domain::Type(kind) => declared.is_of(Known::Value(value), kind),
                    Domain::Constant(constant) => constant == value,
                })
            })
    };
    let fitting: Vec<ActionSchemaId> = same
        .iter()
        .filter(|(_, action)| fits(action))
        .map(|&(index, _)| ActionSchemaId::at(index))
        .collect();
    if fitting.is_empty() {
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
        report.at(
            codes::WRONG_ARGUMENTS,
            call.range(),
            format!("`{}` does not take these", name.text()),
            format!("it is `{}({})`", name.text(), parameters.join(", ")),
        );
        return None;
    }
    Some(Pattern { actions: fitting, arguments, outcome: None })
}
