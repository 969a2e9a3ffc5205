//! Rules that were meant as conclusions: blood on somebody must not wound him.
//!
//! A `rule` happens in reality. Where an event leaves one fact as a trace of another, a rule from the trace
//! back to the other is what people conclude; written as a rule it makes the other so wherever
//! something else leaves the trace.

use super::report::Report;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::source_map::EventSpans;
use motive_world::id::FluentSchemaId;
use motive_world::program::{Argument, Comparison, Condition, Effect, Expr, Program};
use motive_world::value::Value;

/// A fact with a plain value.
#[derive(Clone, Debug, PartialEq)]
struct Fact {
    fluent: FluentSchemaId,
    arguments: Vec<Argument>,
    value: Value,
}

/// Reports rules that lead in reality from a trace to what leaves it.
pub(super) fn check(program: &Program, triggers: &[EventSpans], report: &mut Report) {
    let events = program.actions.iter().filter(|action| !action.is_impression);
    let outcomes = events.flat_map(|action| {
        action.outcomes.iter().map(move |outcome| (action.name.as_str(), made(&outcome.effect)))
    });
    let events: Vec<(&str, Vec<Fact>)> = outcomes.collect();
    let rules = program.triggers.iter().map(|rule| (rule.name.as_str(), made(&rule.effect)));
    // What is so at the start is so without anything else that the rule concludes.
    let stated = program.start.iter().map(|statement| ("the start", made(&statement.effect)));
    let others: Vec<(&str, Vec<Fact>)> =
        events.iter().cloned().chain(rules).chain(stated).collect();
    let mut reported: Vec<Span> = vec![];
    for (rule, spans) in program.triggers.iter().zip(triggers) {
        if reported.contains(&spans.name) || asks_for_ignorance(&rule.precondition) {
            continue;
        }
        let mut traces = vec![];
        asked(&rule.precondition, &mut traces);
        let found = made(&rule.effect).into_iter().find_map(|concluded| {
            traces.iter().find_map(|trace| {
                let both = |facts: &[Fact]| leaves(facts, trace, Some(&concluded));
                let (event, _) = events.iter().find(|(_, facts)| both(facts))?;
                let alone = |(name, facts): &&(&str, Vec<Fact>)| {
                    *name != rule.name && leaves(facts, trace, None) && !both(facts)
                };
                let (other, _) = others.iter().find(alone)?;
                Some((concluded.fluent, trace.fluent, *event, *other))
            })
        });
        let Some((concluded, trace, event, other)) = found else { continue };
        reported.push(spans.name);
        let name = |fluent: FluentSchemaId| &program.fluents[fluent.index()].name;
        report.push(
            Diagnostic::new(
                codes::CONCLUDED_IN_REALITY,
                spans.name,
                format!(
                    "this makes `{}` so in reality as well: `{event}` leaves `{}` with it, and `{other}` without it",
                    name(concluded),
                    name(trace)
                ),
            )
            .label("a rule happens in reality and in minds")
            .help(
                "if people are only to think so: `inference … conclude …`, which is drawn where it is unknown",
            ),
        );
    }
}

/// The facts that an effect makes so, whatever else holds.
fn made(effect: &Effect) -> Vec<Fact> {
    match effect {
        Effect::And(parts) => parts.iter().flat_map(made).collect(),
        Effect::Assign { believers, fluent, arguments, value: Expr::Value(value) }
            if believers.is_empty() =>
        {
            vec![Fact { fluent: *fluent, arguments: arguments.clone(), value: *value }]
        }
        _ => vec![],
    }
}

/// The facts that a condition asks for in reality.
fn asked(condition: &Condition, found: &mut Vec<Fact>) {
    match condition {
        Condition::And(parts) => parts.iter().for_each(|part| asked(part, found)),
        Condition::Compare(
            Comparison::Equal,
            Expr::Fluent(fluent, arguments),
            Expr::Value(value),
        ) if *value != Value::Unknown && *value != Value::FALSE => {
            found.push(Fact { fluent: *fluent, arguments: arguments.clone(), value: *value });
        }
        _ => {}
    }
}

/// Whether a condition asks that something is unknown, and so never holds in reality.
fn asks_for_ignorance(condition: &Condition) -> bool {
    match condition {
        Condition::And(parts) => parts.iter().any(asks_for_ignorance),
        Condition::Compare(Comparison::Equal, _, Expr::Value(value)) => *value == Value::Unknown,
        _ => false,
    }
}

/// Whether the facts have a trace among them, and what it is concluded to be a trace of: about the
/// same things as in the rule.
fn leaves(facts: &[Fact], trace: &Fact, concluded: Option<&Fact>) -> bool {
    facts.iter().any(|fact| {
        let mut bound = vec![];
        fits(trace, fact, &mut bound)
            && concluded.is_none_or(|concluded| {
                facts.iter().any(|other| fits(concluded, other, &mut bound.clone()))
            })
    })
}

/// Whether a fact is one that the rule speaks of, with its variables so `bound`.
fn fits(asked: &Fact, fact: &Fact, bound: &mut Vec<(Argument, Argument)>) -> bool {
    if asked.fluent != fact.fluent || asked.value != fact.value {
        return false;
    }
    asked.arguments.iter().zip(&fact.arguments).all(|(&ours, &theirs)| match ours {
        Argument::Constant(_) => ours == theirs || matches!(theirs, Argument::Variable(_)),
        Argument::Variable(_) => match bound.iter().find(|(one, _)| *one == ours) {
            Some((_, known)) => *known == theirs,
            None => {
                bound.push((ours, theirs));
                true
            }
        },
    })
}
