//! What happens: an event with its arguments, all of them or only some.

use super::claim::{Given, Takes};
use super::declared::{Declared, Known, literal, of_kind};
use super::reader::{Reader, first_word};
use super::report::Report;
use crate::diagnostic::{Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_syntax::spelling::nearest;
use motive_world::id::ActionSchemaId;
use motive_world::outline::{OpenEvent, Pattern};
use motive_world::program::{ActionSchema, Argument, Domain, Past, Written, as_written};
use motive_world::story::Step;
use motive_world::value::Value;

/// A step as a test or the past has it.
pub(super) struct Happens {
    pub(super) step: Step,
    pub(super) is_given: bool,
    /// Whether it is said to be an accident.
    pub(super) is_accident: bool,
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
            if let Some(Happens { step, is_given, is_accident, place }) =
                self::step(declared, actions, &node, report)
            {
                all.push(Past { step, is_given, is_accident });
                places.push(place);
            }
        }
    }
    (all, places)
}

/// Reads a step: `given call outcome name`.
pub(super) fn step(
    declared: &Declared,
    actions: &[ActionSchema],
    node: &Node,
    report: &mut Report,
) -> Option<Happens> {
    let call = node.expressions().next()?;
    let word = first_word(node);
    let pattern = pattern(declared, actions, &call, false, report)?;
    let named = outcome(actions, &pattern, node, report)?;
    let OpenEvent { action, arguments } = pattern.events.into_iter().next()?;
    let schema = &actions[action.index()];
    if named.is_none() && schema.outcomes.len() > 1 {
        report.at(
            codes::OUTCOME_MISSING,
            node.range(),
            format!("`{}` can turn out in several ways, and this does not say how", schema.name),
            format!("write `outcome` and one of {}", names_of(schema)),
        );
        return None;
    }
    let is_given = word == Some(GIVEN_WORD) || schema.consenting.is_empty();
    let is_accident = word == Some(ACCIDENT_WORD);
    if is_accident && (schema.consenting.is_empty() || !schema.branches()) {
        let (why, help) = match schema.consenting.is_empty() {
            true => ("nobody does it", "leave out `accident`"),
            false => {
                ("it can turn out in one way only", "leave out `accident`, or give it outcomes")
            }
        };
        let message = format!("this is no accident: {why}");
        report.at(codes::NO_ACCIDENT, node.range(), message, help);
        return None;
    }
    let arguments = arguments.into_iter().flatten().collect();
    let step = Step { action, arguments, outcome: named.unwrap_or(0) };
    Some(Happens { step, is_given, is_accident, place: report.span(node.range()) })
}

/// Reads which outcome is meant, if one is named; nothing where there is no such outcome.
pub(super) fn outcome(
    actions: &[ActionSchema],
    pattern: &Pattern,
    node: &Node,
    report: &mut Report,
) -> Option<Option<u32>> {
    if !node.has(OUTCOME_WORD) {
        return Some(None);
    }
    let name = node.names().last()?;
    let schema = &actions[pattern.events.first()?.action.index()];
    let position = schema.outcomes.iter().position(|outcome| outcome.name == name.text());
    if let Some(position) = position {
        return Some(u32::try_from(position).ok());
    }
    let named = schema.outcomes.iter().map(|outcome| outcome.name.as_str());
    let help = match nearest(name.text(), named.filter(|name| !name.is_empty())) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if schema.branches() => format!("its outcomes are {}", names_of(schema)),
        None => "it turns out in one way: leave this out".to_owned(),
    };
    let message = format!("`{}` has no outcome `{}`", schema.name, name.text());
    report.at(codes::NO_SUCH_OUTCOME, name.range(), message, help);
    None
}

/// The outcomes of an action, by their names.
fn names_of(schema: &ActionSchema) -> String {
    let names: Vec<String> =
        schema.outcomes.iter().map(|outcome| format!("`{}`", outcome.name)).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.join(""),
    }
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
    let arguments: Vec<Wanted> = call
        .expressions()
        .map(|argument| wanted(declared, &argument, may_be_open, report))
        .collect::<Option<_>>()?;
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
    if same.iter().all(|(_, action)| action.is_impression) {
        report.at(
            codes::ONLY_SEEMS,
            call.range(),
            format!("`{}` is an impression: it never happens", name.text()),
            "name the event that seems to be it",
        );
        return None;
    }
    let events: Vec<OpenEvent> = same
        .iter()
        .filter(|(_, action)| !action.is_impression)
        .filter_map(|&(index, action)| {
            let arguments = fit(declared, action, &arguments)?;
            Some(OpenEvent { action: ActionSchemaId::at(index), arguments })
        })
        .collect();
    if events.is_empty() {
        report.at(
            codes::WRONG_ARGUMENTS,
            call.range(),
            format!("`{}` does not take these", name.text()),
            format!("it is `{}({})`", name.text(), parameters_of(declared, same[0].1)),
        );
        return None;
    }
    Some(Pattern { events, outcome: None })
}

/// An argument of a step: a thing, a claim about things, or anything.
enum Wanted {
    Any,
    Given(Given),
}

fn wanted(
    declared: &Declared,
    node: &Node,
    may_be_open: bool,
    report: &mut Report,
) -> Option<Wanted> {
    let mut reader = Reader::new(declared, report);
    let is_claim = |name: &str| declared.entity(name).is_none() && declared.claim(name).is_some();
    let found = match node.kind() {
        LITERAL => {
            literal(node).map(|value| Given::Thing(Argument::Constant(value), Known::Value(value)))
        }
        NAME_EXPR if may_be_open && node.name().is_some_and(|name| name.text() == "_") => {
            return Some(Wanted::Any);
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
    let is_plain = |given: &Given| {
        given.arguments().iter().all(|argument| matches!(argument, Argument::Constant(_)))
    };
    let Some(given) = found.filter(is_plain) else {
        let (message, help) = match may_be_open {
            false => ("what happens, happens to things: a name is needed here", "name a thing"),
            true => (
                "what happens, happens to things: a name or `_` is needed here",
                "name a thing, or write `_` for anyone or anything",
            ),
        };
        report.at(codes::WRONG_ARGUMENTS, node.range(), message, help);
        return None;
    };
    Some(Wanted::Given(given))
}

/// The arguments of an action where it takes what is written, one for each of its parameters.
fn fit(
    declared: &Declared,
    action: &ActionSchema,
    arguments: &[Wanted],
) -> Option<Vec<Option<Value>>> {
    let parameters = &action.scope[..action.parameters as usize];
    let domains = parameters.iter().map(|parameter| parameter.domain).collect();
    let written = as_written(&action.claims, domains);
    if written.len() != arguments.len() {
        return None;
    }
    let mut found = Vec::new();
    for (written, argument) in written.into_iter().zip(arguments) {
        match (written, argument) {
            (Written::Plain(_), Wanted::Any) => found.push(None),
            (Written::Claim(_, about), Wanted::Any) => found.extend(about.iter().map(|_| None)),
            (Written::Plain(domain), Wanted::Given(given)) => {
                if !declared.takes(Takes::Thing(domain), given) {
                    return None;
                }
                found.extend(given.values().into_iter().map(Some));
            }
            (Written::Claim(claim, _), Wanted::Given(given)) => {
                if given.claim() != Some(&claim.claim) {
                    return None;
                }
                found.extend(given.values().into_iter().map(Some));
            }
        }
    }
    Some(found)
}

/// The parameters of an action, as its author wrote them.
pub(super) fn parameters_of(declared: &Declared, action: &ActionSchema) -> String {
    let parameters =
        action.scope[..action.parameters as usize].iter().map(|parameter| match parameter.domain {
            Domain::Type(kind) => {
                format!("{}: {}", parameter.name, declared.types[kind.index()].name)
            }
            Domain::Constant(Value::Number(_)) => format!("{}: number", parameter.name),
            Domain::Constant(_) => format!("only {}", parameter.name),
        });
    let written = as_written(&action.claims, parameters.collect()).into_iter();
    let written: Vec<String> = written
        .map(|written| match written {
            Written::Plain(parameter) => parameter,
            Written::Claim(claim, _) => format!("{}: claim", claim.parameter),
        })
        .collect();
    written.join(", ")
}
