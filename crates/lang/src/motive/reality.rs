//! Reality always knows: no event may make a fact unknown there.
//!
//! What somebody believes can be unknown, so a fact may take such a value only where the event has
//! made sure that it is known.

use super::report::Report;
use super::value::in_minds;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::source_map::EventSpans;
use motive_world::program::{Argument, BOOLEAN, Comparison, Condition, Effect, Expr, Program};
use motive_world::value::Value;

/// Reports the events and rules that could make a fact unknown in reality.
pub(super) fn check(
    program: &Program,
    actions: &[EventSpans],
    triggers: &[EventSpans],
    report: &mut Report,
) {
    let actions = program.actions.iter().zip(actions).filter(|(action, _)| !action.is_impression);
    let actions = actions.flat_map(|(action, spans)| {
        action.outcomes.iter().map(move |outcome| (&action.precondition, &outcome.effect, spans))
    });
    let triggers = program.triggers.iter().zip(triggers);
    let triggers = triggers.map(|(trigger, spans)| (&trigger.precondition, &trigger.effect, spans));
    for (precondition, effect, spans) in actions.chain(triggers) {
        let mut known = vec![];
        gather(precondition, &mut vec![], &mut known);
        if let Some(fact) = (Check { program }).effect(effect, &known) {
            complain(&program.fluents[fact].name, spans.effect.unwrap_or(spans.name), report);
        }
    }
}

fn complain(fact: &str, place: Span, report: &mut Report) {
    report.push(
        Diagnostic::new(
            codes::REALITY_KNOWS,
            place,
            format!("`{fact}` takes what somebody believes, and that may be unknown"),
        )
        .label("reality always knows")
        .help("make sure of it: `… if … is known to …`, or the same in `needs`"),
    );
}

/// What is certainly known where a condition holds, as values in the minds of the believers.
fn gather(condition: &Condition, believers: &mut Vec<Argument>, known: &mut Vec<Expr>) {
    match condition {
        Condition::And(parts) => parts.iter().for_each(|part| gather(part, believers, known)),
        Condition::Believes(who, inner) => {
            believers.push(*who);
            gather(inner, believers, known);
            believers.pop();
        }
        Condition::Compare(Comparison::Unequal, value, Expr::Value(Value::Unknown)) => {
            known.push(in_minds(believers, value.clone()));
        }
        Condition::Compare(Comparison::Equal, value, Expr::Value(other))
            if *other != Value::Unknown =>
        {
            known.push(in_minds(believers, value.clone()));
        }
        Condition::Compare(Comparison::Equal, value, Expr::Variable(_)) => {
            known.push(in_minds(believers, value.clone()));
        }
        Condition::Compare(Comparison::Less | Comparison::Greater, left, right) => {
            known.extend([left, right].map(|side| in_minds(believers, side.clone())));
        }
        _ => {}
    }
}

struct Check<'p> {
    program: &'p Program,
}

impl Check<'_> {
    /// A fact that the effect could make unknown in reality.
    fn effect(&self, effect: &Effect, known: &[Expr]) -> Option<usize> {
        match effect {
            Effect::And(parts) => parts.iter().find_map(|part| self.effect(part, known)),
            Effect::Forall(_, _, body) => self.effect(body, known),
            Effect::If(branches, otherwise) => {
                let branches = branches.iter().find_map(|(test, then)| {
                    let mut more = known.to_vec();
                    gather(test, &mut vec![], &mut more);
                    self.effect(then, &more)
                });
                branches.or_else(|| self.effect(otherwise, known))
            }
            Effect::Assign { believers, fluent, value, .. } => {
                let is_fact = believers.is_empty();
                (is_fact && self.may_be_unknown(value, known)).then_some(fluent.index())
            }
        }
    }

    /// Whether a value may be unknown in reality.
    fn may_be_unknown(&self, value: &Expr, known: &[Expr]) -> bool {
        if known.contains(value) {
            return false;
        }
        match value {
            Expr::Value(value) => *value == Value::Unknown,
            Expr::Variable(_) | Expr::Truth(_) | Expr::Fluent(..) => false,
            Expr::Believed(_, inner) => self.may_be_believed_unknown(inner),
            Expr::Arithmetic(_, left, right) => {
                self.may_be_unknown(left, known) || self.may_be_unknown(right, known)
            }
            Expr::Sum(_, _, body) | Expr::Product(_, _, body) => self.may_be_unknown(body, known),
            Expr::If(branches, otherwise) => {
                self.may_be_unknown(otherwise, known)
                    || branches.iter().any(|(test, then)| {
                        let mut more = known.to_vec();
                        gather(test, &mut vec![], &mut more);
                        self.may_be_unknown(then, &more)
                    })
            }
        }
    }

    fn may_be_believed_unknown(&self, value: &Expr) -> bool {
        match value {
            Expr::Fluent(fluent, _) => {
                let fluent = &self.program.fluents[fluent.index()];
                fluent.value != BOOLEAN || fluent.is_open
            }
            value => super::value::may_be_unknown(value),
        }
    }
}
