//! Small programs, written down in a few lines of Rust.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

use motive_judge::{Judge, World};
use motive_world::id::{ActionSchemaId, CharacterId, EntityId, FluentSchemaId, TypeId, VariableId};
use motive_world::program::{
    ActionSchema, Argument, Arithmetic, BOOLEAN, CHARACTER, Comparison, Condition, Domain, ENTITY,
    Effect, Entity, Expr, FluentSchema, NUMBER, Outcome, Parameter, Perceived, Perception, Program,
    Scope, Statement, TriggerSchema, Type, Utility, Variable, Want, When,
};
use motive_world::story::{ExplainedStep, Limits, Reason, Step, Story};
use motive_world::value::{Number, Value};

pub(crate) const UNA: CharacterId = CharacterId(0);
pub(crate) const VIK: CharacterId = CharacterId(1);
pub(crate) const WES: CharacterId = CharacterId(2);

/// A program under construction.
pub(crate) struct Build {
    pub(crate) program: Program,
}

impl Build {
    /// A world of characters alone.
    pub(crate) fn new(characters: &[&str]) -> Self {
        let mut program = Program::empty();
        for name in characters {
            program.entities.push(Entity { name: (*name).to_owned(), types: vec![CHARACTER] });
            program.utilities.push(Utility::default());
        }
        program.characters = u32::try_from(characters.len()).unwrap();
        Build { program }
    }

    pub(crate) fn kind(&mut self, name: &str) -> TypeId {
        self.program.types.push(Type { name: name.to_owned(), parents: vec![ENTITY] });
        TypeId::at(self.program.types.len() - 1)
    }

    pub(crate) fn thing(&mut self, name: &str, kind: TypeId) -> Value {
        self.program.entities.push(Entity { name: name.to_owned(), types: vec![kind] });
        Value::Entity(EntityId::at(self.program.entities.len() - 1))
    }

    pub(crate) fn fluent(
        &mut self,
        name: &str,
        parameters: &[TypeId],
        value: TypeId,
    ) -> FluentSchemaId {
        let parameter =
            |&kind: &TypeId| Parameter { name: "x".to_owned(), domain: Domain::Type(kind) };
        let id = FluentSchemaId::at(self.program.fluents.len());
        self.program.fluents.push(FluentSchema {
            is_open: false,
            name: name.to_owned(),
            family: id.0,
            parameters: parameters.iter().map(parameter).collect(),
            value,
            default: match value {
                BOOLEAN => Value::FALSE,
                NUMBER => Value::Number(Number::ZERO),
                _ => Value::Unknown,
            },
            range: None,
            claims: vec![],
        });
        id
    }

    pub(crate) fn number(&mut self, name: &str) -> FluentSchemaId {
        self.fluent(name, &[], NUMBER)
    }

    pub(crate) fn truth(&mut self, name: &str) -> FluentSchemaId {
        self.fluent(name, &[], BOOLEAN)
    }

    pub(crate) fn add(&mut self, act: Act) -> ActionSchemaId {
        self.program.actions.push(act.schema);
        ActionSchemaId::at(self.program.actions.len() - 1)
    }

    pub(crate) fn trigger(&mut self, name: &str, precondition: Condition, effect: Effect) {
        self.program.triggers.push(TriggerSchema {
            name: name.to_owned(),
            parameters: 0,
            scope: vec![],
            precondition,
            effect,
            claims: vec![],
        });
    }

    pub(crate) fn start(&mut self, effect: Effect) {
        self.program.start.push(Statement { scope: vec![], effect });
    }

    pub(crate) fn author_wants(&mut self, amount: Expr) {
        self.program.author = wants(amount);
    }

    pub(crate) fn wants(&mut self, who: CharacterId, amount: Expr) {
        self.program.utilities[who.index()] = wants(amount);
    }

    pub(crate) fn judge(&self, limits: Limits) -> Judge<'_> {
        Judge::new(&self.program, limits).unwrap()
    }
}

fn wants(amount: Expr) -> Utility {
    let want = Want { name: None, weight: n(1), amount, pressing: false };
    Utility { scope: vec![], wants: vec![want] }
}

/// An action under construction: possible always, without effect, seen by everyone.
pub(crate) struct Act {
    schema: ActionSchema,
}

impl Act {
    pub(crate) fn new(name: &str) -> Self {
        let seen = Perception {
            observer: None,
            when: When::Before,
            condition: Condition::True,
            perceived: Perceived::Itself,
        };
        Act {
            schema: ActionSchema {
                name: name.to_owned(),
                parameters: 0,
                scope: vec![],
                precondition: Condition::True,
                outcomes: vec![Outcome::only(Effect::nothing())],
                consenting: vec![],
                perceptions: vec![seen],
                natural: false,
                is_impression: false,
                claims: vec![],
            },
        }
    }

    /// One more parameter. Parameters come before everything else.
    pub(crate) fn over(mut self, kind: TypeId) -> Self {
        self.schema.scope = scope(self.schema.scope, kind);
        self.schema.parameters += 1;
        self
    }

    /// One more variable for a quantifier.
    pub(crate) fn binds(mut self, kind: TypeId) -> Self {
        self.schema.scope = scope(self.schema.scope, kind);
        self
    }

    pub(crate) fn needs(mut self, condition: Condition) -> Self {
        self.schema.precondition = condition;
        self
    }

    pub(crate) fn does(mut self, effect: Effect) -> Self {
        self.schema.outcomes = vec![Outcome::only(effect)];
        self
    }

    pub(crate) fn by(mut self, who: &[CharacterId]) -> Self {
        let consents = |c: &CharacterId| Argument::Constant(Value::Entity(c.entity()));
        self.schema.consenting = who.iter().map(consents).collect();
        self
    }

    pub(crate) fn by_arguments(mut self, who: &[Argument]) -> Self {
        self.schema.consenting = who.to_vec();
        self
    }

    /// It never happens, and nobody is taken to perceive it.
    pub(crate) fn impression(mut self) -> Self {
        self.schema.is_impression = true;
        self.unseen()
    }

    /// First of all, it seems to be another event to those of whom this holds.
    pub(crate) fn seems(
        mut self,
        event: ActionSchemaId,
        when: When,
        condition: impl FnOnce(VariableId) -> Condition,
    ) -> Self {
        let observer = VariableId::at(self.schema.scope.len());
        self.schema.scope = scope(self.schema.scope, CHARACTER);
        let row = Perception {
            observer: Some(observer),
            when,
            condition: condition(observer),
            perceived: Perceived::Appearance(event, vec![]),
        };
        self.schema.perceptions.insert(0, row);
        self
    }

    pub(crate) fn unseen(mut self) -> Self {
        self.schema.perceptions.clear();
        self
    }

    /// Seen by those of whom this holds; they are the next variable after those so far.
    pub(crate) fn seen_if(mut self, condition: impl FnOnce(VariableId) -> Condition) -> Self {
        let observer = VariableId::at(self.schema.scope.len());
        self.schema.scope = scope(self.schema.scope, CHARACTER);
        self.schema.perceptions = vec![Perception {
            observer: Some(observer),
            when: When::Before,
            condition: condition(observer),
            perceived: Perceived::Itself,
        }];
        self
    }

    pub(crate) fn seen_by(self, who: &[CharacterId]) -> Self {
        let who = who.to_vec();
        self.seen_if(|observer| {
            or(who.iter().map(|c| eq(Expr::Variable(observer), v(Value::Entity(c.entity())))))
        })
    }
}

fn scope(mut scope: Scope, kind: TypeId) -> Scope {
    scope.push(Variable { name: "v".to_owned(), domain: Domain::Type(kind) });
    scope
}

pub(crate) fn n(value: i32) -> Expr {
    Expr::Value(Value::Number(value.into()))
}

pub(crate) fn number(value: i32) -> Value {
    Value::Number(value.into())
}

pub(crate) fn v(value: Value) -> Expr {
    Expr::Value(value)
}

pub(crate) fn who(character: CharacterId) -> Value {
    Value::Entity(character.entity())
}

pub(crate) fn f(fluent: FluentSchemaId) -> Expr {
    Expr::Fluent(fluent, vec![])
}

/// A fluent of constants.
pub(crate) fn fc(fluent: FluentSchemaId, arguments: &[Value]) -> Expr {
    Expr::Fluent(fluent, arguments.iter().map(|&v| Argument::Constant(v)).collect())
}

/// A fluent of variables.
pub(crate) fn fv(fluent: FluentSchemaId, arguments: &[u32]) -> Expr {
    Expr::Fluent(fluent, arguments.iter().map(|&v| Argument::Variable(VariableId(v))).collect())
}

pub(crate) fn compare(comparison: Comparison, left: Expr, right: Expr) -> Condition {
    Condition::Compare(comparison, left, right)
}

pub(crate) fn eq(left: Expr, right: Expr) -> Condition {
    compare(Comparison::Equal, left, right)
}

pub(crate) fn ne(left: Expr, right: Expr) -> Condition {
    compare(Comparison::Unequal, left, right)
}

pub(crate) fn gt(left: Expr, right: Expr) -> Condition {
    compare(Comparison::Greater, left, right)
}

/// A boolean fluent that is true.
pub(crate) fn is(fluent: FluentSchemaId) -> Condition {
    eq(f(fluent), v(Value::TRUE))
}

/// A number fluent that has this value.
pub(crate) fn at(fluent: FluentSchemaId, value: i32) -> Condition {
    eq(f(fluent), n(value))
}

pub(crate) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

pub(crate) fn and(parts: impl IntoIterator<Item = Condition>) -> Condition {
    Condition::And(parts.into_iter().collect())
}

pub(crate) fn or(parts: impl IntoIterator<Item = Condition>) -> Condition {
    Condition::Or(parts.into_iter().collect())
}

pub(crate) fn believes(character: CharacterId, condition: Condition) -> Condition {
    Condition::Believes(Argument::Constant(who(character)), Box::new(condition))
}

pub(crate) fn believed(character: CharacterId, expr: Expr) -> Expr {
    Expr::Believed(Argument::Constant(who(character)), Box::new(expr))
}

pub(crate) fn plus(left: Expr, right: Expr) -> Expr {
    Expr::Arithmetic(Arithmetic::Add, Box::new(left), Box::new(right))
}

pub(crate) fn minus(left: Expr, right: Expr) -> Expr {
    Expr::Arithmetic(Arithmetic::Subtract, Box::new(left), Box::new(right))
}

pub(crate) fn over(left: Expr, right: Expr) -> Expr {
    Expr::Arithmetic(Arithmetic::Divide, Box::new(left), Box::new(right))
}

/// `then` if the condition holds, else `otherwise`.
pub(crate) fn pick(condition: Condition, then: i32, otherwise: i32) -> Expr {
    Expr::If(vec![(condition, n(then))], Box::new(n(otherwise)))
}

pub(crate) fn all(effects: impl IntoIterator<Item = Effect>) -> Effect {
    Effect::And(effects.into_iter().collect())
}

pub(crate) fn set(fluent: FluentSchemaId, value: Expr) -> Effect {
    told(&[], fluent, value)
}

pub(crate) fn make(fluent: FluentSchemaId) -> Effect {
    set(fluent, v(Value::TRUE))
}

/// Sets a fluent of constants.
pub(crate) fn set_of(fluent: FluentSchemaId, arguments: &[Value], value: Expr) -> Effect {
    let arguments = arguments.iter().map(|&v| Argument::Constant(v)).collect();
    Effect::Assign { believers: vec![], fluent, arguments, value }
}

/// What the last of the believers is made to believe, in the mind of the one before.
pub(crate) fn told(believers: &[CharacterId], fluent: FluentSchemaId, value: Expr) -> Effect {
    let believers = believers.iter().map(|&c| Argument::Constant(who(c))).collect();
    Effect::Assign { believers, fluent, arguments: vec![], value }
}

pub(crate) fn when(condition: Condition, then: Effect, otherwise: Effect) -> Effect {
    Effect::If(vec![(condition, then)], Box::new(otherwise))
}

/// Limits: goal, author, character, epistemic.
pub(crate) fn limits(goal: i32, author: u32, character: u32, epistemic: u32) -> Limits {
    Limits {
        goal: Some(goal.into()),
        author: Some(author),
        character: Some(character),
        epistemic: Some(epistemic),
        accidents: None,
    }
}

pub(crate) fn step(action: ActionSchemaId) -> Step {
    Step { action, arguments: vec![], outcome: 0 }
}

pub(crate) fn step_of(action: ActionSchemaId, arguments: &[Value]) -> Step {
    Step { action, arguments: arguments.to_vec(), outcome: 0 }
}

/// A story without reasons.
pub(crate) fn bare(actions: &[ActionSchemaId]) -> Story {
    let steps = actions.iter().map(|&a| ExplainedStep { step: step(a), reasons: vec![] });
    Story { steps: steps.collect(), before: None, after: None }
}

/// The actions of a reason's plan.
pub(crate) fn plan(reason: &Reason) -> Vec<ActionSchemaId> {
    reason.plan.iter().map(|explained| explained.step.action).collect()
}

/// The world after these steps, whether executable or not.
pub(crate) fn after(judge: &Judge<'_>, actions: &[ActionSchemaId]) -> World {
    let start = judge.world().clone();
    actions.iter().fold(start, |world, &a| judge.apply(&world, &step(a)).unwrap().unwrap())
}

/// The value of a fluent without arguments.
pub(crate) fn read(world: &World, believers: &[CharacterId], fluent: FluentSchemaId) -> Value {
    world.mind_of(believers).value(fluent.0, &[]).unwrap()
}

/// The actions of all valid stories.
pub(crate) fn stories(judge: &Judge<'_>) -> Vec<Vec<ActionSchemaId>> {
    let found = judge.stories().unwrap();
    assert!(found.complete);
    let actions = |story: &Story| story.steps.iter().map(|s| s.step.action).collect();
    found.stories.iter().map(actions).collect()
}
