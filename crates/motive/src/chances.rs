//! Outcomes that never come about.

use std::collections::BTreeMap;

use motive_lang::diagnostic::{Diagnostic, Span, codes};
use motive_world::ground::{GroundAction, GroundOutcome, Literal, Term, Test};
use motive_world::id::ActionSchemaId;
use motive_world::value::{Number, Value};

use crate::World;

/// One finding for each outcome of an action that can happen, but never in this way.
pub(crate) fn findings(world: &World) -> Vec<Diagnostic> {
    let (program, ground) = (world.program(), world.ground());
    let mut found = vec![];
    if ground.is_on_demand() {
        return found;
    }
    // What takes claims or numbers is there once for each, and one of them is enough.
    let mut declared: BTreeMap<(Span, usize), (ActionSchemaId, bool)> = BTreeMap::new();
    for action in ground.actions.iter().filter(|action| action.outcomes.len() > 1) {
        let Some(spans) = world.source_map().action(action.schema) else { continue };
        for (at, outcome) in action.outcomes.iter().enumerate() {
            let (_, never) = declared.entry((spans.name, at)).or_insert((action.schema, true));
            *never &= is_ruled_out(action, outcome);
        }
    }
    for ((place, at), (schema, _)) in declared.into_iter().filter(|(_, (_, never))| *never) {
        let schema = &program.actions[schema.index()];
        let message = format!("`{}` can never come of `{}`", schema.outcomes[at].name, schema.name);
        found.push(
            Diagnostic::new(codes::NEVER_COMES, place, message)
                .label("its condition is never so where the action can happen, or its odds are 0")
                .help("look at its `if` beside `needs`, and at its `odds`; or remove the outcome"),
        );
    }
    found
}

/// Whether an outcome contradicts itself, or what the action needs, or has no weight.
fn is_ruled_out(action: &GroundAction, outcome: &GroundOutcome) -> bool {
    let is_weightless = matches!(
        outcome.weight, Term::Value(Value::Number(weight)) if weight <= Number::ZERO
    );
    let both = Test::and(vec![action.precondition.clone(), outcome.guard.clone()]);
    is_weightless || is_contradictory(&both)
}

/// Whether a conjunction asks for something and its contrary; what is not seen at once is not looked into.
fn is_contradictory(test: &Test) -> bool {
    match test {
        Test::False => true,
        Test::And(parts) => {
            parts.iter().any(is_contradictory)
                || parts
                    .iter()
                    .enumerate()
                    .any(|(at, one)| parts[at + 1..].iter().any(|other| excludes(one, other)))
        }
        Test::Or(parts) => parts.iter().all(is_contradictory),
        _ => false,
    }
}

/// Whether two tests are never both so.
fn excludes(one: &Test, other: &Test) -> bool {
    let same_place = |a: &Literal, b: &Literal| a.fluent == b.fluent;
    match (one, other) {
        (Test::Is(a), Test::IsNot(b)) | (Test::IsNot(a), Test::Is(b)) => {
            same_place(a, b) && a.bits == b.bits
        }
        (Test::Is(a), Test::Is(b)) => same_place(a, b) && a.bits != b.bits,
        _ => false,
    }
}
