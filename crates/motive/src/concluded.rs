//! What somebody concludes from what a rule has just shown them: inferences that the judge's trace of a step
//! does not list, since it is a rule and not the step itself that reached the mind.

use motive_judge::{Fault as JudgeFault, Firing, Judge, World as JudgeWorld};
use motive_world::fault::Place;
use motive_world::id::{CharacterId, FluentSchemaId, TriggerSchemaId};
use motive_world::program::{
    Argument, Comparison, Condition, Domain, Effect, Expr, Program, TriggerSchema,
};
use motive_world::value::Value;

/// More ways to fill in an inference than this are not looked through.
const MOST: usize = 2_000;

/// The inferences of these triggers that somebody has drawn between two states, where a rule of `firings`
/// gave them a belief about what the inference asks.
pub(crate) fn since(
    judge: &Judge<'_>,
    program: &Program,
    (before, after): (&JudgeWorld, &JudgeWorld),
    firings: &[Firing],
    is_told: impl Fn(TriggerSchemaId) -> bool,
) -> Result<Vec<Firing>, JudgeFault> {
    let mut found = vec![];
    for who in program.characters() {
        let shown = shown_to(program, firings, who);
        if shown.is_empty() {
            continue;
        }
        let (mind, now) = (before.mind(who), after.mind(who));
        for (index, schema) in program.triggers.iter().enumerate() {
            let trigger = TriggerSchemaId(u32::try_from(index).unwrap_or(u32::MAX));
            let (grounds, is_inference) = without_ignorance(&schema.precondition);
            if !is_told(trigger) || !is_inference || !reads_any(&grounds, &shown) {
                continue;
            }
            for arguments in fillings(program, schema) {
                let firing = Firing { mind: Some(who), trigger, arguments };
                if firings.contains(&firing) {
                    continue;
                }
                let drawn = concluded(judge, (&mind, &now), &schema.effect, &firing.arguments);
                let place = Place::Trigger(trigger, firing.arguments.clone());
                let scope = &schema.scope;
                if drawn && judge.holds(&now, scope, &firing.arguments, &grounds, place)? {
                    found.push(firing);
                }
            }
        }
    }
    Ok(found)
}

/// The facts of which rules gave somebody a belief.
fn shown_to(program: &Program, firings: &[Firing], who: CharacterId) -> Vec<FluentSchemaId> {
    let mut all = vec![];
    for firing in firings.iter().filter(|firing| firing.mind.is_none()) {
        let effect = &program.triggers[firing.trigger.index()].effect;
        given(effect, &firing.arguments, Value::Entity(who.entity()), &mut all);
    }
    all
}

fn given(effect: &Effect, values: &[Value], who: Value, all: &mut Vec<FluentSchemaId>) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| given(part, values, who, all)),
        Effect::Forall(_, _, body) => given(body, values, who, all),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| given(then, values, who, all));
            given(otherwise, values, who, all);
        }
        Effect::Assign { believers, fluent, .. } => {
            if let [believer] = believers.as_slice() {
                if value(*believer, values) == Some(who) {
                    all.push(*fluent);
                }
            }
        }
    }
}

fn value(argument: Argument, values: &[Value]) -> Option<Value> {
    match argument {
        Argument::Constant(value) => Some(value),
        Argument::Variable(variable) => values.get(variable.index()).copied(),
    }
}

/// A condition without what it asks to be unknown, and whether it asks for anything of the kind.
fn without_ignorance(condition: &Condition) -> (Condition, bool) {
    match condition {
        Condition::And(parts) => {
            let parts: Vec<(Condition, bool)> = parts.iter().map(without_ignorance).collect();
            let asks = parts.iter().any(|(_, asks)| *asks);
            (Condition::And(parts.into_iter().map(|(part, _)| part).collect()), asks)
        }
        Condition::Compare(Comparison::Equal, Expr::Fluent(..), Expr::Value(Value::Unknown)) => {
            (Condition::True, true)
        }
        other => (other.clone(), false),
    }
}

/// Whether a conjunction asks for one of these facts.
fn reads_any(condition: &Condition, facts: &[FluentSchemaId]) -> bool {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().any(|part| reads_any(part, facts))
        }
        Condition::Not(inner) => reads_any(inner, facts),
        Condition::Compare(_, left, right) => [left, right]
            .into_iter()
            .any(|side| matches!(side, Expr::Fluent(fluent, _) if facts.contains(fluent))),
        _ => false,
    }
}

/// Every way to fill in the parameters of a trigger, unless there are too many.
fn fillings(program: &Program, schema: &TriggerSchema) -> Vec<Vec<Value>> {
    let mut all = vec![vec![]];
    for parameter in &schema.scope[..schema.parameters as usize] {
        let values = match parameter.domain {
            Domain::Type(kind) => program.members(kind),
            Domain::Constant(value) => vec![value],
        };
        if all.len().saturating_mul(values.len()) > MOST {
            return vec![];
        }
        let longer = |tuple: &Vec<Value>| -> Vec<Vec<Value>> {
            values.iter().map(|&value| [tuple.clone(), vec![value]].concat()).collect()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// Whether what is concluded was unknown and now is as the inference says.
fn concluded(
    judge: &Judge<'_>,
    (before, after): (&JudgeWorld, &JudgeWorld),
    effect: &Effect,
    values: &[Value],
) -> bool {
    match effect {
        Effect::And(parts) => {
            !parts.is_empty()
                && parts.iter().all(|part| concluded(judge, (before, after), part, values))
        }
        Effect::Assign { believers, fluent, arguments, value: said } if believers.is_empty() => {
            let about: Option<Vec<Value>> =
                arguments.iter().map(|&argument| value(argument, values)).collect();
            let said = match said {
                Expr::Value(said) => Some(*said),
                Expr::Variable(variable) => values.get(variable.index()).copied(),
                _ => None,
            };
            let (Some(about), Some(said)) = (about, said) else { return false };
            judge.value(before, &[], *fluent, &about) == Value::Unknown
                && judge.value(after, &[], *fluent, &about) == said
        }
        _ => false,
    }
}
