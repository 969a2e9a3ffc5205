//! Random small worlds.
//!
//! Two or three characters, two places, a thing; booleans, a place for everyone, a counter, a
//! number and a fluent that may be unknown; actions with and without parameters, alone, jointly or
//! nobody's; every kind of witness rule, effect, belief effect and trigger; wrong and nested
//! beliefs at the start. Half of the worlds have a chain of actions that take turns, so that
//! reasons must look several steps and several minds ahead.

use motive_judge::Judge;
use motive_world::id::EntityId;
use motive_world::id::{CharacterId, FluentSchemaId, TypeId, VariableId};
use motive_world::program::{
    ActionSchema, Argument, Arithmetic, BOOLEAN, CHARACTER, Comparison, Condition, Domain, ENTITY,
    Effect, Entity, Expr, FluentSchema, NUMBER, Outcome, Parameter, Past, Perceived, Perception,
    Program, Scope, Statement, TriggerSchema, Type, Utility, Variable, Want, When, mark_open,
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
    /// learnt in one's own imagination, natural events.
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

    fn made(seed: u64, is_native: bool) -> (Self, Rng) {
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
            mark_open(&mut maker.program, &[]);
        }
        (RandomWorld { program: maker.program, limits }, maker.rng)
    }

    /// One or two events before the story; now and then they cannot have happened.
    fn past(&mut self, rng: &mut Rng) {
        let limits = Limits { goal: None, author: None, character: Some(1), epistemic: Some(0) };
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
            self.program.before.push(Past { step, is_given: rng.chance(1, 2) });
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

    /// A single test of a fact.
    fn atom(&mut self, variables: &[VariableId]) -> Condition {
        let comparison =
            if self.rng.chance(2, 3) { Comparison::Equal } else { Comparison::Unequal };
        match self.rng.below(9) {
            0..=2 => {
                let flag = *self.rng.pick(&FLAGS);
                let truth = Value::Boolean(self.rng.chance(1, 2));
                if self.is_native {
                    return self.unsure(flag, truth);
                }
                equal(fluent(flag, &[]), Expr::Value(truth))
            }
            3 => {
                let who = self.who(variables);
                let truth = Value::Boolean(self.rng.chance(1, 2));
                equal(fluent(MARKED, &[who]), Expr::Value(truth))
            }
            4 => {
                let who = self.who(variables);
                let place = self.place();
                Condition::Compare(comparison, fluent(AT, &[who]), Expr::Value(place))
            }
            5 => {
                let (one, other) = (self.who(variables), self.who(variables));
                Condition::Compare(comparison, fluent(AT, &[one]), fluent(AT, &[other]))
            }
            6 => {
                let value = if self.rng.chance(1, 3) { Value::Unknown } else { self.place() };
                Condition::Compare(comparison, fluent(HIDDEN, &[]), Expr::Value(value))
            }
            7 => {
                let order = *self.rng.pick(&[
                    Comparison::Less,
                    Comparison::AtMost,
                    Comparison::Greater,
                    Comparison::AtLeast,
                    Comparison::Equal,
                ]);
                let bound = self.rng.below(3) as i32;
                Condition::Compare(order, fluent(COINS, &[]), number(bound))
            }
            _ => {
                let who = self.who(variables);
                Condition::Compare(comparison, fluent(AT, &[who]), fluent(HIDDEN, &[]))
            }
        }
    }

    /// A test of a truth that may be unknown.
    fn unsure(&mut self, flag: FluentSchemaId, truth: Value) -> Condition {
        let comparison =
            if self.rng.chance(2, 3) { Comparison::Equal } else { Comparison::Unequal };
        let other = match self.rng.below(8) {
            0 | 1 => Expr::Value(Value::Unknown),
            2 => fluent(*self.rng.pick(&FLAGS), &[]),
            _ => Expr::Value(truth),
        };
        Condition::Compare(comparison, fluent(flag, &[]), other)
    }

    /// A condition; believers appear `depth` deep at most.
    fn condition(&mut self, variables: &[VariableId], depth: usize) -> Condition {
        match self.rng.below(12) {
            0 => Condition::Not(Box::new(self.condition(variables, depth))),
            1 => Condition::Or(vec![self.atom(variables), self.atom(variables)]),
            2 => Condition::And(vec![self.atom(variables), self.atom(variables)]),
            3 | 4 if depth > 0 => {
                let who = self.who(variables);
                Condition::Believes(who, Box::new(self.condition(variables, depth - 1)))
            }
            5 => Condition::If(
                vec![(self.atom(variables), self.atom(variables))],
                Box::new(self.atom(variables)),
            ),
            _ => self.atom(variables),
        }
    }

    fn assignment(&mut self, variables: &[VariableId]) -> (FluentSchemaId, Vec<Argument>, Expr) {
        match self.rng.below(8) {
            0..=2 => {
                let flag = *self.rng.pick(&FLAGS);
                let value = match self.rng.below(5) {
                    _ if self.is_native && self.rng.chance(1, 3) => Expr::Value(Value::Unknown),
                    0 => fluent(*self.rng.pick(&FLAGS), &[]),
                    1 => Expr::Truth(Box::new(self.atom(variables))),
                    _ => Expr::Value(Value::Boolean(self.rng.chance(2, 3))),
                };
                (flag, vec![], value)
            }
            3 => {
                let who = self.who(variables);
                (MARKED, vec![who], Expr::Value(Value::Boolean(self.rng.chance(2, 3))))
            }
            4 => {
                let who = self.who(variables);
                let place = self.place();
                (AT, vec![who], Expr::Value(place))
            }
            5 => {
                let value = match self.rng.below(3) {
                    0 => Value::Unknown,
                    _ => self.place(),
                };
                (HIDDEN, vec![], Expr::Value(value))
            }
            _ => {
                let value = match self.rng.below(4) {
                    0 => number(self.rng.below(3) as i32),
                    1 => Expr::Value(Value::Unknown),
                    _ => Expr::Arithmetic(
                        if self.rng.chance(1, 2) { Arithmetic::Add } else { Arithmetic::Subtract },
                        Box::new(fluent(COINS, &[])),
                        Box::new(number(1)),
                    ),
                };
                (COINS, vec![], value)
            }
        }
    }

    fn assign(&mut self, variables: &[VariableId], believers: Vec<Argument>) -> Effect {
        let (schema, arguments, value) = self.assignment(variables);
        let value = match believers.first() {
            Some(&who) if self.rng.chance(1, 4) => Expr::Believed(who, Box::new(value)),
            _ => value,
        };
        Effect::Assign { believers, fluent: schema, arguments, value }
    }

    fn effect(&mut self, variables: &[VariableId]) -> Effect {
        match self.rng.below(10) {
            0 | 1 => {
                let who = self.who(variables);
                self.assign(variables, vec![who])
            }
            2 => {
                let (one, other) = (self.who(variables), self.who(variables));
                self.assign(variables, vec![one, other])
            }
            3 | 4 => {
                let test = self.condition(variables, 1);
                let then = self.assign(variables, vec![]);
                let otherwise = if self.rng.chance(1, 3) {
                    self.assign(variables, vec![])
                } else {
                    Effect::nothing()
                };
                Effect::If(vec![(test, then)], Box::new(otherwise))
            }
            _ => self.assign(variables, vec![]),
        }
    }

    /// One or two effects that do not contradict each other outright: on different fluents, or
    /// for different believers.
    fn effects(&mut self, variables: &[VariableId]) -> Effect {
        let first = self.effect(variables);
        if self.rng.chance(1, 2) {
            return first;
        }
        let second = self.effect(variables);
        let targets = |effect: &Effect| {
            let mut found = vec![];
            collect_targets(effect, &mut found);
            found
        };
        let mine = targets(&second);
        if targets(&first).iter().any(|target| mine.contains(target)) {
            return first;
        }
        Effect::And(vec![first, second])
    }

    fn perceptions(&mut self, scope: &mut Scope, variables: &[VariableId]) -> Vec<Perception> {
        let row = |observer, condition| {
            vec![Perception {
                observer,
                when: When::Before,
                condition,
                perceived: Perceived::Itself,
            }]
        };
        let kind = self.rng.below(8);
        if kind < 3 {
            return row(None, Condition::True);
        }
        let observer = VariableId::at(scope.len());
        scope.push(Variable { name: "o".to_owned(), domain: Domain::Type(CHARACTER) });
        let is = |who: Argument| {
            equal(
                Expr::Variable(observer),
                match who {
                    Argument::Variable(variable) => Expr::Variable(variable),
                    Argument::Constant(value) => Expr::Value(value),
                },
            )
        };
        let condition = match kind {
            3 => Condition::False,
            4 => {
                let who = self.who(variables);
                is(who)
            }
            5 => {
                let who = self.who(variables);
                equal(fluent(AT, &[Argument::Variable(observer)]), fluent(AT, &[who]))
            }
            6 => {
                let who = self.who(variables);
                let test = self.condition(variables, 1);
                Condition::Or(vec![is(who), test])
            }
            _ => {
                let place = self.place();
                Condition::Compare(
                    Comparison::Equal,
                    fluent(AT, &[Argument::Variable(observer)]),
                    Expr::Value(place),
                )
            }
        };
        row(Some(observer), condition)
    }

    fn consenting(&mut self, variables: &[VariableId]) -> Vec<Argument> {
        match self.rng.below(10) {
            0 => vec![],
            1 | 2 => vec![self.who(variables), self.who(variables)],
            _ => vec![self.who(variables)],
        }
    }

    fn action(&mut self, name: String) -> ActionSchema {
        let mut scope: Scope = vec![];
        let mut variables = vec![];
        if self.rng.chance(1, 3) {
            scope.push(Variable { name: "c".to_owned(), domain: Domain::Type(CHARACTER) });
            variables.push(VariableId(0));
        }
        let parameters = scope.len() as u32;
        let mut tests = vec![self.condition(&variables, 2)];
        if self.rng.chance(1, 2) {
            tests.push(self.condition(&variables, 1));
        }
        let effect = self.effects(&variables);
        let consenting = self.consenting(&variables);
        let perceptions = self.perceptions(&mut scope, &variables);
        ActionSchema {
            name,
            parameters,
            scope,
            precondition: Condition::And(tests),
            outcomes: vec![Outcome::only(effect)],
            consenting,
            perceptions,
            natural: false,
            claims: vec![],
        }
    }

    fn walk(&mut self) -> ActionSchema {
        let mut scope: Scope = vec![
            Variable { name: "c".to_owned(), domain: Domain::Type(CHARACTER) },
            Variable { name: "to".to_owned(), domain: Domain::Type(PLACE) },
        ];
        let (who, to) = (VariableId(0), VariableId(1));
        let at = fluent(AT, &[Argument::Variable(who)]);
        let perceptions = self.perceptions(&mut scope, &[who]);
        ActionSchema {
            name: "walk".to_owned(),
            parameters: 2,
            scope,
            precondition: Condition::Compare(Comparison::Unequal, at, Expr::Variable(to)),
            outcomes: vec![Outcome::only(Effect::Assign {
                believers: vec![],
                fluent: AT,
                arguments: vec![Argument::Variable(who)],
                value: Expr::Variable(to),
            })],
            consenting: vec![Argument::Variable(who)],
            perceptions,
            natural: false,
            claims: vec![],
        }
    }

    /// Actions that move a counter on, each by somebody; returns its length.
    fn chain(&mut self) -> usize {
        let length = *self.rng.pick(&[1, 2, 2, 3, 3, 3, 3]);
        for stage in 0..length {
            let mut scope = vec![];
            let mut tests = vec![equal(fluent(STAGE, &[]), number(stage as i32))];
            if self.rng.chance(1, 10) {
                tests.push(self.condition(&[], 2));
            }
            if stage > 0 && self.rng.chance(3, 4) {
                let truth = Value::Boolean(self.rng.chance(1, 8));
                let flag = *self.rng.pick(&FLAGS);
                tests.push(equal(fluent(flag, &[]), Expr::Value(truth)));
                self.needs.push((flag, truth, stage));
            }
            let mut effects = vec![Effect::Assign {
                believers: vec![],
                fluent: STAGE,
                arguments: vec![],
                value: number(stage as i32 + 1),
            }];
            if self.rng.chance(1, 8) {
                effects.push(self.effect(&[]));
            }
            let consenting = if self.rng.chance(1, 12) {
                self.consenting(&[])
            } else if self.rng.chance(1, 4) {
                vec![constant(self.someone()), constant(self.someone())]
            } else if self.rng.chance(3, 4) {
                vec![constant(person(stage % self.characters))]
            } else {
                vec![constant(self.someone())]
            };
            let perceptions = if self.rng.chance(19, 20) {
                vec![Perception {
                    observer: None,
                    when: When::Before,
                    condition: Condition::True,
                    perceived: Perceived::Itself,
                }]
            } else {
                self.perceptions(&mut scope, &[])
            };
            self.program.actions.push(ActionSchema {
                name: format!("turn{stage}"),
                parameters: 0,
                scope,
                precondition: Condition::And(tests),
                outcomes: vec![Outcome::only(Effect::And(effects))],
                consenting,
                perceptions,
                natural: false,
                claims: vec![],
            });
        }
        length
    }

    /// A trigger that makes its own precondition false, mostly; others loop, which both readings
    /// must notice.
    fn trigger(&mut self, name: String) -> TriggerSchema {
        let scope: Scope = vec![Variable { name: "c".to_owned(), domain: Domain::Type(CHARACTER) }];
        let who = Argument::Variable(VariableId(0));
        let variables = [VariableId(0)];
        let (guard, effect) = match self.rng.below(4) {
            // What somebody sees.
            0 => {
                let flag = *self.rng.pick(&FLAGS);
                let truth = Value::Boolean(self.rng.chance(1, 2));
                let fact = equal(fluent(flag, &[]), Expr::Value(truth));
                let here = equal(fluent(AT, &[who]), Expr::Value(self.place()));
                let wrong = Condition::Believes(
                    who,
                    Box::new(Condition::Compare(
                        Comparison::Unequal,
                        fluent(flag, &[]),
                        Expr::Value(truth),
                    )),
                );
                let effect = Effect::Assign {
                    believers: vec![who],
                    fluent: flag,
                    arguments: vec![],
                    value: Expr::Value(truth),
                };
                (vec![here, fact, wrong], effect)
            }
            // A fact that follows from what somebody believes.
            1 => {
                let test = Condition::Believes(who, Box::new(self.atom(&variables)));
                let unmarked = equal(fluent(MARKED, &[who]), Expr::Value(Value::FALSE));
                let effect = Effect::Assign {
                    believers: vec![],
                    fluent: MARKED,
                    arguments: vec![who],
                    value: Expr::Value(Value::TRUE),
                };
                (vec![unmarked, test], effect)
            }
            // A fact that follows from facts.
            _ => {
                let flag = *self.rng.pick(&FLAGS);
                let truth = self.rng.chance(1, 2);
                let unset = equal(fluent(flag, &[]), Expr::Value(Value::Boolean(!truth)));
                let effect = Effect::Assign {
                    believers: vec![],
                    fluent: flag,
                    arguments: vec![],
                    value: Expr::Value(Value::Boolean(truth)),
                };
                (vec![unset, self.atom(&variables)], effect)
            }
        };
        TriggerSchema {
            name,
            parameters: 1,
            scope,
            precondition: Condition::And(guard),
            effect,
            claims: vec![],
        }
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

    fn term(&mut self, depth: usize) -> Expr {
        match self.rng.below(8) {
            _ if self.is_native && self.rng.chance(1, 6) => fluent(*self.rng.pick(&FLAGS), &[]),
            0 => fluent(COINS, &[]),
            1 => Expr::Arithmetic(
                Arithmetic::Subtract,
                Box::new(number(0)),
                Box::new(fluent(COINS, &[])),
            ),
            2 if depth > 0 => sum(self.term(0), self.term(0)),
            3 => Expr::If(
                vec![(self.condition(&[], 1), number(self.rng.below(3) as i32))],
                Box::new(number(self.rng.below(3) as i32)),
            ),
            _ => Expr::Truth(Box::new(self.condition(&[], 1))),
        }
    }

    /// Something that an action brings about, and that does not hold at the start as a rule.
    fn aim(&mut self, who: Option<CharacterId>) -> Option<Expr> {
        let mut aims = vec![];
        for action in &self.program.actions {
            let own = who.is_none_or(|who| {
                action.consenting.iter().any(|&a| match a {
                    Argument::Constant(value) => value == Value::Entity(who.entity()),
                    Argument::Variable(_) => true,
                })
            });
            if own || self.rng.chance(1, 4) {
                collect_aims(&action.outcomes[0].effect, &mut aims);
            }
        }
        aims.retain(|(_, arguments, value)| {
            arguments.iter().all(|a| matches!(a, Argument::Constant(_))) && *value != Value::FALSE
        });
        if aims.is_empty() {
            return None;
        }
        let (schema, arguments, value) = self.rng.pick(&aims).clone();
        Some(Expr::Truth(Box::new(equal(fluent(schema, &arguments), Expr::Value(value)))))
    }

    fn utility(&mut self, who: Option<CharacterId>, chain: Option<usize>) -> Utility {
        let at_stage =
            |stage: usize| Expr::Truth(Box::new(equal(fluent(STAGE, &[]), number(stage as i32))));
        let amount = match (chain, self.rng.below(15)) {
            (Some(length), 0..=12) => at_stage(length),
            (Some(length), 13) => at_stage(1 + self.rng.below(length)),
            (_, 0..=13) => match self.aim(who) {
                Some(aim) if self.rng.chance(1, 4) => sum(aim, self.term(0)),
                Some(aim) => aim,
                None => self.term(1),
            },
            _ => self.term(1),
        };
        Utility {
            scope: vec![],
            wants: vec![Want { name: None, weight: number(1), amount, pressing: false }],
        }
    }

    fn wants(&mut self, chain: Option<usize>) {
        for index in 0..self.characters {
            let utility = self.utility(Some(CharacterId::at(index)), chain);
            self.program.utilities.push(utility);
        }
        self.program.author = self.utility(None, chain);
        if chain.is_some() && self.rng.chance(3, 4) {
            self.program.author.wants[0].amount = fluent(STAGE, &[]);
        }
    }

    /// Makes most events that nobody consents to natural, and often one more.
    fn nature(&mut self) {
        if self.rng.chance(1, 2) {
            // Rather a later turn, on which those before it may then count.
            let later = self.program.actions.iter().skip(1);
            let later = later.take_while(|action| action.name.starts_with("turn")).count();
            let index = match later {
                0 => self.rng.below(self.program.actions.len()),
                later => 1 + self.rng.below(later),
            };
            self.program.actions[index].consenting.clear();
        }
        for index in 0..self.program.actions.len() {
            if self.program.actions[index].consenting.is_empty() {
                self.program.actions[index].natural = self.rng.chance(5, 6);
            }
        }
    }

    /// An action by which somebody learns something, directly or by a trigger, and wants to.
    fn lesson(&mut self) {
        let learner = person(self.rng.below(self.characters));
        let other = self.someone();
        let who = constant(learner);
        let (fact, value) = match self.rng.below(3) {
            0 => (HIDDEN, self.place()),
            _ => (*self.rng.pick(&FLAGS), Value::Boolean(self.rng.chance(2, 3))),
        };
        let believers = match self.rng.below(6) {
            0 => vec![who, who],
            1 => vec![who, constant(other)],
            _ => vec![who],
        };
        let wanted = believers
            .iter()
            .skip(1)
            .filter(|&&b| b != who)
            .rev()
            .fold(equal(fluent(fact, &[]), Expr::Value(value)), |condition, &believer| {
                Condition::Believes(believer, Box::new(condition))
            });
        let told = Effect::Assign {
            believers,
            fluent: fact,
            arguments: vec![],
            value: Expr::Value(value),
        };
        let mut scope = vec![];
        let effect = if self.rng.chance(1, 3) {
            // Whoever is marked comes to know it.
            let marked = |truth| equal(fluent(MARKED, &[who]), Expr::Value(Value::Boolean(truth)));
            let ignorant = Condition::Believes(
                who,
                Box::new(Condition::Not(Box::new(equal(fluent(fact, &[]), Expr::Value(value))))),
            );
            let mut guard = vec![marked(true)];
            if self.rng.chance(2, 3) {
                guard.push(ignorant);
            }
            let unmark = Effect::Assign {
                believers: vec![],
                fluent: MARKED,
                arguments: vec![who],
                value: Expr::Value(Value::FALSE),
            };
            self.program.triggers.push(TriggerSchema {
                claims: vec![],
                name: "realise".to_owned(),
                parameters: 0,
                scope: vec![],
                precondition: Condition::And(guard),
                effect: Effect::And(vec![told, unmark]),
            });
            Effect::Assign {
                believers: vec![],
                fluent: MARKED,
                arguments: vec![who],
                value: Expr::Value(Value::TRUE),
            }
        } else {
            told
        };
        let perceptions = self.perceptions(&mut scope, &[]);
        let precondition =
            if self.rng.chance(1, 3) { self.condition(&[], 1) } else { Condition::True };
        self.program.actions.push(ActionSchema {
            claims: vec![],
            name: "ask".to_owned(),
            parameters: 0,
            scope,
            precondition,
            outcomes: vec![Outcome::only(effect)],
            consenting: if self.rng.chance(1, 4) { vec![who, constant(other)] } else { vec![who] },
            perceptions,
            natural: false,
        });
        let Value::Entity(entity) = learner else { return };
        let want = &mut self.program.utilities[entity.index()].wants[0];
        want.amount = sum(Expr::Truth(Box::new(wanted.clone())), want.amount.clone());
        if self.rng.chance(1, 3) {
            let known = Condition::Believes(who, Box::new(wanted));
            let author = &mut self.program.author.wants[0];
            author.amount = sum(Expr::Truth(Box::new(known)), author.amount.clone());
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
        }
    }
}

/// The constant values that an effect gives to facts.
fn collect_aims(effect: &Effect, found: &mut Vec<(FluentSchemaId, Vec<Argument>, Value)>) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| collect_aims(part, found)),
        Effect::Assign { believers, fluent, arguments, value: Expr::Value(value) }
            if believers.is_empty() =>
        {
            found.push((*fluent, arguments.clone(), *value));
        }
        Effect::Assign { .. } => {}
        Effect::Forall(_, _, body) => collect_aims(body, found),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| collect_aims(then, found));
            collect_aims(otherwise, found);
        }
    }
}

fn collect_targets(effect: &Effect, found: &mut Vec<(FluentSchemaId, Vec<Argument>)>) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| collect_targets(part, found)),
        Effect::Assign { believers, fluent, .. } => found.push((*fluent, believers.clone())),
        Effect::Forall(_, _, body) => collect_targets(body, found),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| collect_targets(then, found));
            collect_targets(otherwise, found);
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
