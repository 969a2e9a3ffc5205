//! The worlds that an outline is planned in: one for each leg, in which the author wants what the leg
//! is to come to, and one for the whole.

use motive_world::fault::Fault;
use motive_world::ground::{
    FluentId, GroundLimits, GroundUtility, GroundWorld, StepId, Term, Test,
};
use motive_world::id::FluentSchemaId;
use motive_world::id::VariableId;
use motive_world::outline::{Aim, OpenEvent, Outline};
use motive_world::program::{
    Arithmetic, Comparison, Condition, Effect, Expr, FluentSchema, NUMBER, Program, Utility, Want,
};
use motive_world::value::{Number, Value};

/// An outline with the worlds that it is planned in.
#[derive(Clone, Debug)]
pub struct Worlds {
    pub(super) outline: Outline,
    /// By entry: the author wants that it is reached.
    pub(super) legs: Vec<GroundWorld>,
    /// The author wants what the author wants, and then all conditions of the outline.
    pub(super) whole: GroundWorld,
    /// What the author wants besides, in the terms of the whole.
    pub(super) author: GroundUtility,
    /// By entry: its terms in the whole.
    pub(super) terms: Vec<std::ops::Range<usize>>,
}

impl Worlds {
    /// The worlds of an outline.
    ///
    /// # Errors
    /// As for [`GroundWorld::of`].
    pub fn of(
        program: &Program,
        outline: &Outline,
        limits: &GroundLimits,
    ) -> Result<Worlds, Vec<Fault>> {
        let legs = outline
            .entries
            .iter()
            .map(|entry| GroundWorld::of(&leg(program, &entry.aim), limits))
            .collect::<Result<Vec<_>, _>>()?;
        let mut author = program.author.clone();
        let mut terms = vec![];
        for entry in &outline.entries {
            let Utility { scope, wants } = entry.aim.as_utility();
            let first = author.wants.len();
            // The scope of an aim begins with that of what the author wants, and with those before.
            if !wants.is_empty() {
                author.scope = scope;
            }
            author.wants.extend(wants);
            terms.push(first..author.wants.len());
        }
        let whole = GroundWorld::of(&Program { author, ..program.clone() }, limits)?;
        let own = whole.author.wants[..program.author.wants.len()].to_vec();
        let author = GroundUtility { wants: own };
        Ok(Worlds { outline: outline.clone(), legs, whole, author, terms })
    }

    /// The first entry that nothing can ever come to: no event that it asks for can happen, or one of
    /// its conditions is false whatever happens.
    #[must_use]
    pub fn impossible(&self) -> Option<usize> {
        self.outline.entries.iter().zip(&self.legs).position(|(entry, world)| match &entry.aim {
            Aim::Happens(pattern) => {
                let matching = |step| pattern.matches(&world.plain_step(step));
                !world.is_on_demand() && !(0..world.steps.len()).map(StepId::at).any(matching)
            }
            Aim::Holds { .. } => {
                let mut said = vec![];
                let amounts = world.author.wants.iter().map(|want| &want.amount);
                !amounts.into_iter().all(|amount| match amount {
                    Term::Value(value) => *value == Value::TRUE || *value == one(),
                    Term::Truth(test) => is_consistent(test, &mut said),
                    _ => true,
                })
            }
        })
    }
}

/// Whether a test can hold together with what others say of single facts; what it says of them itself is
/// added.
fn is_consistent(test: &Test, said: &mut Vec<(FluentId, Value, bool)>) -> bool {
    let mut say = |fluent: FluentId, value: Value, is: bool| {
        let clash = said.iter().any(|&(other, known, known_is)| {
            other == fluent
                && match (is, known_is) {
                    (true, true) => value != known,
                    (true, false) | (false, true) => value == known,
                    (false, false) => false,
                }
        });
        said.push((fluent, value, is));
        !clash
    };
    match test {
        Test::False => false,
        Test::And(parts) => parts.iter().all(|part| is_consistent(part, said)),
        Test::Is(literal) => say(literal.fluent, literal.value, true),
        Test::IsNot(literal) => say(literal.fluent, literal.value, false),
        _ => true,
    }
}

fn one() -> Value {
    Value::Number(Number::ONE)
}

/// The world in which the author wants just this: a condition counts 1 where it holds, and an event
/// each time that it happens.
fn leg(program: &Program, aim: &Aim) -> Program {
    let mut program = program.clone();
    match aim {
        Aim::Holds { .. } => program.author = aim.as_utility(),
        Aim::Happens(pattern) => {
            let counter = FluentSchemaId::at(program.fluents.len());
            let family = program.fluents.iter().map(|fluent| fluent.family + 1).max().unwrap_or(0);
            program.fluents.push(FluentSchema {
                name: "happened".to_owned(),
                family,
                parameters: vec![],
                value: NUMBER,
                default: Value::Number(Number::ZERO),
                range: None,
                is_open: false,
                claims: vec![],
            });
            for event in &pattern.events {
                for (index, outcome) in
                    program.actions[event.action.index()].outcomes.iter_mut().enumerate()
                {
                    if pattern.outcome.is_none_or(|wanted| wanted as usize == index) {
                        let effect = std::mem::replace(&mut outcome.effect, Effect::nothing());
                        outcome.effect = Effect::And(vec![effect, counted(counter, event)]);
                    }
                }
            }
            program.author = Utility {
                scope: vec![],
                wants: vec![Want {
                    name: None,
                    weight: Expr::Value(one()),
                    amount: Expr::Fluent(counter, vec![]),
                    pressing: false,
                }],
            };
        }
    }
    program
}

/// One more of the events that are asked for.
fn counted(counter: FluentSchemaId, event: &OpenEvent) -> Effect {
    let before = Expr::Fluent(counter, vec![]);
    let more = Effect::Assign {
        believers: vec![],
        fluent: counter,
        arguments: vec![],
        value: Expr::Arithmetic(Arithmetic::Add, Box::new(before), Box::new(Expr::Value(one()))),
    };
    let given = event.arguments.iter().enumerate().filter_map(|(index, &argument)| {
        let parameter = Expr::Variable(VariableId::at(index));
        argument.map(|value| Condition::Compare(Comparison::Equal, parameter, Expr::Value(value)))
    });
    let given: Vec<Condition> = given.collect();
    match given.is_empty() {
        true => more,
        false => Effect::If(vec![(Condition::And(given), more)], Box::new(Effect::nothing())),
    }
}
