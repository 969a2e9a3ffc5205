//! Random small worlds.
//!
//! Two or three characters, two places, a thing; booleans, a place for everyone, a counter, a
//! number and a fluent that may be unknown; actions with and without parameters, alone, jointly or
//! nobody's; every kind of witness rule, effect, belief effect and trigger; wrong and nested
//! beliefs at the start. Half of the worlds have a chain of actions that take turns, so that
//! reasons must look several steps and several minds ahead.

mod addition;
mod appearance;
mod condition;
mod event;
mod outcome;
mod refusal;
mod secret;
mod threat;
mod want;

use motive_judge::Judge;
use motive_world::id::EntityId;
use motive_world::id::{ActionSchemaId, CharacterId, FluentSchemaId, TypeId, VariableId};
use motive_world::program::{
    ActionSchema, Argument, Arithmetic, BOOLEAN, CHARACTER, Comparison, Condition, Domain, ENTITY,
    Effect, Entity, Expr, FluentSchema, NUMBER, Outcome, Parameter, Past, Perceived, Perception,
    Program, Refusal, Scope, Secret, Statement, TriggerSchema, Type, Utility, Variable, Want, When,
    mark_open,
};
use motive_world::story::Limits;
use motive_world::value::{Number, Value};

use crate::rng::Rng;

/// A random world and limits to judge it by.
#[derive(Clone, Debug)]
pub struct RandomWorld {
    /// The world.
    pub program: Program,
    /// The limits.
    pub limits: Limits,
}

const PLACE: TypeId = TypeId(4);

/// Booleans.
const FLAGS: [FluentSchemaId; 3] = [FluentSchemaId(0), FluentSchemaId(1), FluentSchemaId(2)];
/// A boolean of each character.
const MARKED: FluentSchemaId = FluentSchemaId(3);
/// The place of each character.
const AT: FluentSchemaId = FluentSchemaId(4);
/// A place or unknown.
const HIDDEN: FluentSchemaId = FluentSchemaId(5);
/// The counter of the chain.
const STAGE: FluentSchemaId = FluentSchemaId(6);
/// A number.
const COINS: FluentSchemaId = FluentSchemaId(7);

struct Maker {
    /// What later actions of the chain need, with the index of the action.
    needs: Vec<(FluentSchemaId, Value, usize)>,
    rng: Rng,
    characters: usize,
    program: Program,
    /// Whether the world uses what Motive adds to Sabre's semantics.
    is_native: bool,
}

impl RandomWorld {
    /// The world of a seed, within Sabre's semantics.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::made(seed, false).0
    }

    /// The world of a seed, with what Motive adds: truths that may be unknown, things that are
    /// learnt in one's own imagination, natural events, looking ahead, outcomes and accidents,
    /// appearances.
    #[must_use]
    pub fn native(seed: u64) -> Self {
        Self::made(seed, true).0
    }

    /// The world of a seed, with something that happened before the story; every other one with what
    /// Motive adds.
    #[must_use]
    pub fn with_past(seed: u64) -> Self {
        let (mut world, mut rng) = Self::made(seed, seed % 2 == 1);
        world.past(&mut rng);
        world
    }

    /// The world of a seed, with what Motive adds, in which everybody looks ahead.
    #[must_use]
    pub fn looking_ahead(seed: u64) -> Self {
        let mut maker = Self::maker(seed, true);
        maker.0.threat();
        mark_open(&mut maker.0.program, &[]);
        RandomWorld { program: maker.0.program, limits: maker.1 }
    }

    fn made(seed: u64, is_native: bool) -> (Self, Rng) {
        let (mut maker, limits) = Self::maker(seed, is_native);
        if is_native {
            // Mostly one of them, since each keeps others from mattering.
            let all = maker.rng.chance(1, 16);
            let shows = maker.program.actions.iter().any(|action| action.is_impression);
            let one = maker.rng.below(if shows { 50 } else { 20 });
            if all || one < 5 {
                maker.refusals();
            }
            if all || (4..9).contains(&one) {
                maker.pressing();
            }
            if all || (9..20).contains(&one) {
                maker.threat();
            }
            // With dice of its own, so that the rest of the world stays as it was.
            let mut dice = Rng::new(!seed);
            if dice.chance(2, 5) {
                maker.secrets(&mut dice);
            }
            mark_open(&mut maker.program, &[]);
        }
        (RandomWorld { program: maker.program, limits }, maker.rng)
    }

    fn maker(seed: u64, is_native: bool) -> (Maker, Limits) {
        let mut rng = Rng::new(seed);
        let characters = if rng.chance(2, 3) { 2 } else { 3 };
        let program = Program::empty();
        let mut maker = Maker { needs: vec![], rng, characters, program, is_native };
        maker.declare();
        let chain = maker.rng.chance(11, 12).then(|| maker.chain());
        for index in 0..1 + maker.rng.below(3) {
            let action = maker.action(format!("act{index}"));
            maker.program.actions.push(action);
        }
        if maker.rng.chance(1, 3) {
            let action = maker.walk();
            maker.program.actions.push(action);
        }
        for index in 0..maker.rng.below(5) / 2 {
            let trigger = maker.trigger(format!("trigger{index}"));
            maker.program.triggers.push(trigger);
        }
        maker.start();
        maker.wants(chain);
        let limits = maker.limits(chain);
        if is_native {
            maker.nature();
            maker.program.settings.learning = maker.rng.chance(3, 4);
            if maker.rng.chance(1, 3) {
                maker.lesson();
            }
            let shows = maker.rng.chance(2, 5);
            if maker.rng.chance(if shows { 1 } else { 3 }, 5) {
                maker.outcomes();
            }
            if shows {
                maker.appearances();
            }
        }
        (maker, limits)
    }

    /// One or two events before the story; now and then they cannot have happened.
    fn past(&mut self, rng: &mut Rng) {
        let limits = Limits {
            goal: None,
            author: None,
            character: Some(1),
            epistemic: Some(0),
            accidents: None,
        };
        for _ in 0..1 + rng.below(2) {
            let Ok(judge) = Judge::new(&self.program, limits) else { return };
            let possible = if rng.chance(1, 20) {
                Ok(judge.steps().cloned().collect())
            } else {
                judge.executable(judge.world())
            };
            let Ok(steps) = possible else { return };
            if steps.is_empty() {
                return;
            }
            let step = rng.pick(&steps).clone();
            self.program.before.push(Past { step, is_given: rng.chance(1, 2), is_accident: false });
        }
    }
}

fn number(value: i32) -> Expr {
    Expr::Value(Value::Number(Number::from(value)))
}

fn fluent(schema: FluentSchemaId, arguments: &[Argument]) -> Expr {
    Expr::Fluent(schema, arguments.to_vec())
}

fn equal(left: Expr, right: Expr) -> Condition {
    Condition::Compare(Comparison::Equal, left, right)
}

/// The sum, with truth values counted as 1 and 0.
fn sum(left: Expr, right: Expr) -> Expr {
    let count = |expr: Expr| match expr {
        Expr::Truth(condition) => {
            Box::new(Expr::If(vec![(*condition, number(1))], Box::new(number(0))))
        }
        other => Box::new(other),
    };
    Expr::Arithmetic(Arithmetic::Add, count(left), count(right))
}

fn constant(value: Value) -> Argument {
    Argument::Constant(value)
}

fn person(index: usize) -> Value {
    Value::Entity(EntityId::at(index))
}

impl Maker {
    fn declare(&mut self) {
        let program = &mut self.program;
        program.types.push(Type { name: "place".to_owned(), parents: vec![ENTITY] });
        program.characters = self.characters as u32;
        for name in ["Una", "Vik", "Wes"].iter().take(self.characters) {
            program.entities.push(Entity { name: (*name).to_owned(), types: vec![CHARACTER] });
        }
        for name in ["Den", "Mill"] {
            program.entities.push(Entity { name: name.to_owned(), types: vec![PLACE] });
        }
        let mut fluent = |name: &str, of_character: bool, value: TypeId, default: Value| {
            let parameters = if of_character {
                vec![Parameter { name: "c".to_owned(), domain: Domain::Type(CHARACTER) }]
            } else {
                vec![]
            };
            program.fluents.push(FluentSchema {
                name: name.to_owned(),
                family: program.fluents.len() as u32,
                parameters,
                value,
                default,
                range: None,
                claims: vec![],
                is_open: false,
            });
        };
        fluent("p", false, BOOLEAN, Value::FALSE);
        fluent("q", false, BOOLEAN, Value::FALSE);
        fluent("r", false, BOOLEAN, Value::FALSE);
        fluent("marked", true, BOOLEAN, Value::FALSE);
        fluent("at", true, PLACE, Value::Unknown);
        fluent("hidden", false, PLACE, Value::Unknown);
        fluent("stage", false, NUMBER, Value::Number(Number::ZERO));
        fluent("coins", false, NUMBER, Value::Number(Number::ZERO));
    }

    fn someone(&mut self) -> Value {
        person(self.rng.below(self.characters))
    }

    fn place(&mut self) -> Value {
        Value::Entity(EntityId::at(self.characters + self.rng.below(2)))
    }

    /// A character: one of the variables in scope, or a fixed one.
    fn who(&mut self, variables: &[VariableId]) -> Argument {
        if !variables.is_empty() && self.rng.chance(2, 3) {
            return Argument::Variable(*self.rng.pick(variables));
        }
        constant(self.someone())
    }

    fn state(&mut self, believers: Vec<Argument>) {
        let effect = self.assign(&[], believers);
        self.program.start.push(Statement { scope: vec![], effect });
    }

    fn start(&mut self) {
        for index in 0..self.characters {
            let place = self.place();
            let effect = Effect::Assign {
                believers: vec![],
                fluent: AT,
                arguments: vec![constant(person(index))],
                value: Expr::Value(place),
            };
            self.program.start.push(Statement { scope: vec![], effect });
        }
        for _ in 0..self.rng.below(2) {
            self.state(vec![]);
        }
        for _ in 0..self.rng.below(4) {
            let who = constant(self.someone());
            self.state(vec![who]);
        }
        for _ in 0..self.rng.below(5) {
            let (one, other) = (constant(self.someone()), constant(self.someone()));
            self.state(vec![one, other]);
        }
        // Somebody who is wrong about what another thinks of what is needed later, so that the
        // other cannot be counted on, or only wrongly so.
        for (flag, truth, stage) in self.needs.clone() {
            let other = self.program.actions[stage].consenting.first().copied();
            let earlier = self.program.actions[..stage]
                .iter()
                .filter_map(|action| action.consenting.first().copied())
                .find(|one| Some(*one) != other);
            let (Some(one), Some(other)) = (earlier, other) else { continue };
            let untruth = Value::Boolean(truth == Value::FALSE);
            // A plan that counts on another who would not act, as one sees it; or one that rests
            // on an error of one's own.
            let (fact, believers, belief) = match self.rng.below(6) {
                0..=2 => (truth, vec![one, other], untruth),
                3 => (untruth, vec![one], truth),
                _ => continue,
            };
            for (believers, value) in [(vec![], fact), (believers, belief)] {
                let effect = Effect::Assign {
                    believers,
                    fluent: flag,
                    arguments: vec![],
                    value: Expr::Value(value),
                };
                self.program.start.push(Statement { scope: vec![], effect });
            }
        }
        // Somebody who is wrong about how far things have come, or about another's mind.
        if self.rng.chance(1, 8) {
            let (one, other) = (constant(self.someone()), constant(self.someone()));
            let believers = if self.rng.chance(1, 4) { vec![one] } else { vec![one, other] };
            let value = number(self.rng.below(3) as i32);
            let effect = Effect::Assign { believers, fluent: STAGE, arguments: vec![], value };
            self.program.start.push(Statement { scope: vec![], effect });
        }
    }

    fn limits(&mut self, chain: Option<usize>) -> Limits {
        let (author, character) = match chain {
            Some(length) if self.rng.chance(11, 12) => (length, length + self.rng.below(2)),
            _ => (1 + self.rng.below(3), 1 + self.rng.below(4)),
        };
        let goal = self.rng.chance(1, 10).then(|| *self.rng.pick(&[0.0, 0.5, 1.0, 2.0]));
        Limits {
            goal: goal.and_then(Number::new),
            author: Some(author as u32),
            character: Some(character as u32),
            epistemic: Some(if self.rng.chance(1, 16) {
                0
            } else {
                *self.rng.pick(&[1, 2, 3, 3, 3])
            }),
            accidents: None,
        }
    }
}

/// The characters of a program, for callers that walk through minds.
#[must_use]
pub fn chains(program: &Program, depth: usize) -> Vec<Vec<CharacterId>> {
    let mut all = vec![vec![]];
    let mut last = vec![vec![]];
    for _ in 0..depth {
        last = last
            .iter()
            .flat_map(|chain: &Vec<CharacterId>| {
                program.characters().map(move |character| {
                    let mut longer = chain.clone();
                    longer.push(character);
                    longer
                })
            })
            .collect();
        all.extend(last.iter().cloned());
    }
    all
}
