//! The typed program: a world as its author wrote it, resolved and checked, before grounding.
//!
//! Both front ends lower to a [`Program`], and both readings of the semantics start from one: the
//! fast engine grounds it ([`crate::ground`]), the judge interprets it as it stands. It is plain
//! data: names are there to be printed, never to be looked up, and there are no source positions
//! (the front end keeps a map from ids to spans).
//!
//! Invariants, which the front ends establish and everybody else relies on:
//! - entities are ordered: all characters first, then the rest, each in order of declaration;
//! - the first four types are [`BOOLEAN`], [`NUMBER`], [`ENTITY`] and [`CHARACTER`], and the
//!   parent relation has no cycles;
//! - every [`Expr`] and [`Condition`] is well typed, every fluent has as many arguments as
//!   parameters and each is of the parameter's type;
//! - an [`Effect`] assigns only values that its fluent can hold (a truth value is unknown only
//!   where its fluent is [open](FluentSchema::is_open)).

mod expression;
pub mod nesting;
mod openness;
mod schema;

pub use expression::{Argument, Arithmetic, Comparison, Condition, Effect, Expr};
pub use openness::mark_open;
pub use schema::{
    ActionSchema, ClaimArgument, Domain, FluentSchema, Outcome, Parameter, Past, Perceived,
    Perception, Refusal, Scope, Secret, Statement, TriggerSchema, Utility, Variable, Want, When,
};

use crate::id::{
    ActionSchemaId, CharacterId, EntityId, FluentSchemaId, TriggerSchemaId, TypeId, VariableId,
};
use crate::story::Step;
use crate::value::{Number, Value};

/// The built-in type of truth values.
pub const BOOLEAN: TypeId = TypeId(0);
/// The built-in type of numbers.
pub const NUMBER: TypeId = TypeId(1);
/// The built-in root of all entity types.
pub const ENTITY: TypeId = TypeId(2);
/// The built-in type of those who have minds; a child of [`ENTITY`].
pub const CHARACTER: TypeId = TypeId(3);

/// A type: a set of entities, declared with its parents.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// The name in the source.
    pub name: String,
    /// The types that it is a kind of; empty for the built-in roots.
    pub parents: Vec<TypeId>,
}

/// Somebody or something in the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The name in the source.
    pub name: String,
    /// The types that it was declared with (it is also of all their ancestors).
    pub types: Vec<TypeId>,
}

/// World-wide numbers that the author can set.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Whether, in somebody's own imagination, an effect on what they believe changes the facts
    /// there as well, so that one can act in order to learn or to inform; not in the strict setting.
    pub learning: bool,
    /// How many steps of others a character looks ahead for harm; 0 is the strict setting.
    pub foresight: u32,
    /// The odds from which a character counts on an outcome, as a ratio.
    pub likely: (u32, u32),
    /// How many accidents a story may contain beyond those that its outline names.
    pub accidents: u32,
    /// How many natural events in a row a character reckons with.
    pub natural: u32,
}

impl Settings {
    /// The setting in which everything that Motive adds to Sabre's semantics disappears.
    #[must_use]
    pub fn strict() -> Self {
        Settings { learning: false, foresight: 0, likely: (1, 4), accidents: 1, natural: 0 }
    }
}

/// A whole world. See the module documentation for its invariants.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Indexed by [`TypeId`].
    pub types: Vec<Type>,
    /// Indexed by [`EntityId`]; the first [`characters`](Self::characters) are characters.
    pub entities: Vec<Entity>,
    /// How many of the entities are characters.
    pub characters: u32,
    /// Indexed by [`FluentSchemaId`].
    pub fluents: Vec<FluentSchema>,
    /// Indexed by [`ActionSchemaId`], in order of declaration.
    pub actions: Vec<ActionSchema>,
    /// Indexed by [`TriggerSchemaId`], in order of declaration, which is also the order in which
    /// they are tried.
    pub triggers: Vec<TriggerSchema>,
    /// What the author wants, read in reality.
    pub author: Utility,
    /// What each character wants, read in that character's mind; indexed by [`CharacterId`].
    pub utilities: Vec<Utility>,
    /// What characters never knowingly do.
    pub refusals: Vec<Refusal>,
    /// What only some know at the start. A statement about the very same believers takes precedence.
    pub secrets: Vec<Secret>,
    /// The start: statements applied top to bottom, each seeing what came before it.
    pub start: Vec<Statement>,
    /// What happened from there before the story opens, in order.
    pub before: Vec<Past>,
    /// World-wide settings.
    pub settings: Settings,
}

/// By action: whether one of them seems to be it.
#[must_use]
pub fn seeming(actions: &[ActionSchema]) -> Vec<bool> {
    let mut seems = vec![false; actions.len()];
    for row in actions.iter().flat_map(|action| &action.perceptions) {
        if let Perceived::Appearance(event, _) = row.perceived {
            seems[event.index()] = true;
        }
    }
    seems
}

/// One argument as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written<'c, T> {
    /// What is an argument by itself.
    Plain(T),
    /// A claim, with what it is about.
    Claim(&'c ClaimArgument, Vec<T>),
}

/// The arguments of something as they are written: those of each claim become one.
#[must_use]
pub fn as_written<T>(claims: &[ClaimArgument], arguments: Vec<T>) -> Vec<Written<'_, T>> {
    let mut written = Vec::new();
    let mut rest = arguments.into_iter();
    let mut next = 0;
    for claim in claims {
        let before = claim.first.saturating_sub(next) as usize;
        written.extend(rest.by_ref().take(before).map(Written::Plain));
        let about: Vec<T> = rest.by_ref().take(claim.count as usize).collect();
        written.push(Written::Claim(claim, about));
        next = claim.first + claim.count;
    }
    written.extend(rest.map(Written::Plain));
    written
}

/// The same as texts.
#[must_use]
pub fn written_texts(claims: &[ClaimArgument], arguments: Vec<String>) -> Vec<String> {
    let text = |written| match written {
        Written::Plain(text) => text,
        Written::Claim(claim, about) => claim.text(&about),
    };
    as_written(claims, arguments).into_iter().map(text).collect()
}

impl Program {
    /// By action: whether some event seems to be it.
    #[must_use]
    pub fn appearances(&self) -> Vec<bool> {
        seeming(&self.actions)
    }

    /// Everyone who has a mind, in order.
    pub fn characters(&self) -> impl Iterator<Item = CharacterId> + use<> {
        (0..self.characters).map(CharacterId)
    }

    /// The character that `entity` is, if it is one.
    #[must_use]
    pub fn character(&self, entity: EntityId) -> Option<CharacterId> {
        (entity.0 < self.characters).then_some(CharacterId(entity.0))
    }

    /// Whether `kind` is `ancestor` or inherits from it.
    #[must_use]
    pub fn is_subtype(&self, kind: TypeId, ancestor: TypeId) -> bool {
        kind == ancestor
            || self.types[kind.index()].parents.iter().any(|&p| self.is_subtype(p, ancestor))
    }

    /// Whether `entity` is of type `kind`.
    #[must_use]
    pub fn is_a(&self, entity: EntityId, kind: TypeId) -> bool {
        self.entities[entity.index()].types.iter().any(|&t| self.is_subtype(t, kind))
    }

    /// Whether `value` is of type `kind`. Unknown and none are of no type.
    #[must_use]
    pub fn value_is_a(&self, value: Value, kind: TypeId) -> bool {
        match value {
            Value::Unknown | Value::None => false,
            Value::Boolean(_) => kind == BOOLEAN,
            Value::Number(_) => kind == NUMBER,
            Value::Entity(entity) => self.is_a(entity, kind),
        }
    }

    /// The values that a variable of type `kind` ranges over, in the order of enumeration:
    /// `False`, `True` for booleans; characters first, then the rest, for entities; nothing for
    /// numbers, over which no variable may range.
    #[must_use]
    pub fn members(&self, kind: TypeId) -> Vec<Value> {
        if kind == BOOLEAN {
            return vec![Value::FALSE, Value::TRUE];
        }
        (0..self.entities.len())
            .map(EntityId::at)
            .filter(|&entity| self.is_a(entity, kind))
            .map(Value::Entity)
            .collect()
    }

    /// The values of one parameter, in the order of enumeration.
    #[must_use]
    pub fn domain_members(&self, domain: Domain) -> Vec<Value> {
        match domain {
            Domain::Type(kind) => self.members(kind),
            Domain::Constant(value) => vec![value],
        }
    }

    /// The name of a value as it is written in a source file.
    #[must_use]
    pub fn value_name(&self, value: Value) -> String {
        match value {
            Value::Unknown => "?".to_owned(),
            Value::None => "none".to_owned(),
            Value::Boolean(true) => "True".to_owned(),
            Value::Boolean(false) => "False".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Entity(entity) => self.entities[entity.index()].name.clone(),
        }
    }

    /// How an action with these arguments is written: `say(Anna, Bert, keeps(Carol, Letter))`.
    #[must_use]
    pub fn action_call(&self, action: ActionSchemaId, arguments: &[Value]) -> String {
        let schema = &self.actions[action.index()];
        self.call(&schema.name, &schema.claims, arguments)
    }

    /// How a step is written, with its outcome where that has a name: `strike(Ann, Bo) outcome fatal`.
    #[must_use]
    pub fn step_text(&self, step: &Step) -> String {
        let call = self.action_call(step.action, &step.arguments);
        match self.outcome_name(step) {
            Some(name) => format!("{call} outcome {name}"),
            None => call,
        }
    }

    /// What the outcome of a step is called, where the action names its outcomes.
    #[must_use]
    pub fn outcome_name(&self, step: &Step) -> Option<&str> {
        let outcomes = &self.actions[step.action.index()].outcomes;
        let outcome = outcomes.get(step.outcome as usize)?;
        Some(outcome.name.as_str()).filter(|name| !name.is_empty())
    }

    /// How a fluent with these arguments is written.
    #[must_use]
    pub fn fluent_call(&self, fluent: FluentSchemaId, arguments: &[Value]) -> String {
        let schema = &self.fluents[fluent.index()];
        self.call(&schema.name, &schema.claims, arguments)
    }

    /// How a trigger with these arguments is written.
    #[must_use]
    pub fn trigger_call(&self, trigger: TriggerSchemaId, arguments: &[Value]) -> String {
        let schema = &self.triggers[trigger.index()];
        self.call(&schema.name, &schema.claims, arguments)
    }

    fn call(&self, name: &str, claims: &[ClaimArgument], arguments: &[Value]) -> String {
        let names = arguments.iter().map(|&value| self.value_name(value)).collect();
        format!("{name}({})", written_texts(claims, names).join(", "))
    }

    /// The utility of the author (`None`) or of a character.
    #[must_use]
    pub fn utility(&self, who: Option<CharacterId>) -> &Utility {
        match who {
            None => &self.author,
            Some(character) => &self.utilities[character.index()],
        }
    }

    /// An empty world: the built-in types and nothing else, under the strict settings.
    #[must_use]
    pub fn empty() -> Self {
        let kind = |name: &str, parents: Vec<TypeId>| Type { name: name.to_owned(), parents };
        Program {
            types: vec![
                kind("boolean", vec![]),
                kind("number", vec![]),
                kind("entity", vec![]),
                kind("character", vec![ENTITY]),
            ],
            entities: vec![],
            characters: 0,
            fluents: vec![],
            actions: vec![],
            triggers: vec![],
            author: Utility::default(),
            utilities: vec![],
            refusals: vec![],
            secrets: vec![],
            start: vec![],
            before: vec![],
            settings: Settings::strict(),
        }
    }
}
