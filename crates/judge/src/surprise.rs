//! Surprise: observing what one believed impossible (planning-semantics §4.3).
//!
//! The precondition in disjunctive normal form is not written out. A clause of it that is true in
//! a world takes one true clause from each part of a conjunction and one from a true part of a
//! disjunction; so the atoms of all true clauses together are those met when going down through
//! every part of conjunctions and every *true* part of disjunctions.
//!
//! The guard of the outcome is admitted in the same way, by itself.

use std::collections::BTreeMap;

use motive_world::id::{CharacterId, FluentSchemaId};
use motive_world::program::{Argument, BOOLEAN, Comparison, Condition, Expr, NUMBER};
use motive_world::value::Value;

use crate::evaluate::Environment;
use crate::event::{Told, told_to};
use crate::fault::{Fault, Trouble};
use crate::ground::{Rules, family};
use crate::world::{Fluent, World};

/// What a mind must be made to hold, by believers from the mind and fluent.
pub(crate) type Repairs = BTreeMap<(Vec<CharacterId>, Fluent), Value>;

/// Where an atom is read: in the world that the event really happens in and in the mind, each
/// already taken down the believers that the atom stands under.
#[derive(Clone)]
pub(crate) struct Level {
    world: World,
    pub(crate) mind: World,
    pub(crate) believers: Vec<CharacterId>,
}

impl Level {
    /// Where nobody has been gone down yet.
    pub(crate) fn of(world: &World, mind: &World) -> Level {
        Level { world: world.clone(), mind: mind.clone(), believers: vec![] }
    }

    /// The world that the event really happens in, down there.
    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    pub(crate) fn under(&self, believer: CharacterId) -> Level {
        let mut believers = self.believers.clone();
        believers.push(believer);
        Level { world: self.world.mind(believer), mind: self.mind.mind(believer), believers }
    }
}

impl Rules<'_> {
    /// `mind` once it admits that `action` happens, which it does in `world`.
    pub(crate) fn repaired(
        &self,
        world: &World,
        mind: &World,
        action: usize,
    ) -> Result<World, Fault> {
        let schema = self.schema(action);
        let outcome = &schema.outcomes[self.actions[action].step.outcome as usize];
        let mut environment = self.environment(action);
        let level = Level::of(world, mind);
        let mut repairs = Repairs::new();
        for condition in [&schema.precondition, &outcome.guard] {
            let mut admit = || {
                let reader = &self.reader;
                if !reader.holds(mind, &mut environment, condition, true)?
                    && reader.holds(world, &mut environment, condition, true)?
                {
                    self.true_clauses(&level, &mut environment, condition, true, &mut repairs)?;
                }
                Ok(())
            };
            admit().map_err(|trouble: Trouble| trouble.at(self.place(action)))?;
        }
        if repairs.is_empty() {
            return Ok(mind.clone());
        }
        self.mended(mind, None, &Told::list(&repairs))
    }

    /// Collects what the atoms of the true clauses of a condition, which holds in the world,
    /// demand of the mind.
    fn true_clauses(
        &self,
        level: &Level,
        environment: &mut Environment,
        condition: &Condition,
        positive: bool,
        repairs: &mut Repairs,
    ) -> Result<(), Trouble> {
        let reader = &self.reader;
        match condition {
            Condition::True | Condition::False | Condition::IsA(..) => Ok(()),
            Condition::Not(inner) => {
                self.true_clauses(level, environment, inner, !positive, repairs)
            }
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    if reader.holds(&level.world, environment, part, positive)? {
                        self.true_clauses(level, environment, part, positive, repairs)?;
                    }
                }
                Ok(())
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                for &value in reader.members(*kind) {
                    environment[variable.index()] = value;
                    if reader.holds(&level.world, environment, body, positive)? {
                        self.true_clauses(level, environment, body, positive, repairs)?;
                    }
                }
                Ok(())
            }
            Condition::Believes(believer, inner) => {
                let level = level.under(reader.believer(*believer, environment)?);
                self.true_clauses(&level, environment, inner, positive, repairs)
            }
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    if reader.holds(&level.world, environment, test, true)? {
                        self.true_clauses(level, environment, test, true, repairs)?;
                        return self.true_clauses(level, environment, then, positive, repairs);
                    }
                    // The clauses of a later branch have the negations of the earlier tests.
                    if reader.holds(&level.world, environment, test, false)? {
                        self.true_clauses(level, environment, test, false, repairs)?;
                    }
                }
                self.true_clauses(level, environment, otherwise, positive, repairs)
            }
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                self.atom(level, environment, (comparison, left, right), repairs)
            }
        }
    }

    /// An atom that is true in the world: what it demands of a mind where it is false.
    fn atom(
        &self,
        level: &Level,
        environment: &mut Environment,
        (comparison, left, right): (Comparison, &Expr, &Expr),
        repairs: &mut Repairs,
    ) -> Result<(), Trouble> {
        let kind = |side: &Side| self.program().fluents[side.schema.index()].value;
        let is_open = |side: &Side| self.program().fluents[side.schema.index()].is_open;
        let left_side = self.side(level, environment, left)?;
        let right_side = self.side(level, environment, right)?;
        match (left_side, right_side) {
            (Some(left), Some(right))
                if (comparison == Comparison::Equal
                    && kind(&left) != NUMBER
                    && kind(&right) != NUMBER)
                    || (comparison == Comparison::Unequal
                        && kind(&left) == BOOLEAN
                        && kind(&right) == BOOLEAN
                        && !is_open(&left)
                        && !is_open(&right)) =>
            {
                // One clause for each pair of values: each side has an atom of its own.
                for side in [left, right] {
                    let value = self.read(&side, &side.level.world);
                    if self.read(&side, &side.level.mind) != value {
                        set(repairs, side, value);
                    }
                }
            }
            // A single atom, true in the mind as well.
            _ if self.reader.compares(&level.mind, environment, (comparison, left, right))? => {}
            (Some(left), Some(right))
                if comparison == Comparison::Unequal
                    && kind(&left) == BOOLEAN
                    && kind(&right) == BOOLEAN =>
            {
                for side in [left, right] {
                    let value = self.read(&side, &side.level.world);
                    set(repairs, side, value);
                }
            }
            (Some(side), _) => {
                let value = self.demanded(&side, level, environment, (comparison, right))?;
                set(repairs, side, value);
            }
            (None, Some(side)) => {
                let value = self.demanded(&side, level, environment, (comparison, left))?;
                set(repairs, side, value);
            }
            (None, None) => {
                let mut read = vec![];
                self.fluents_in(level, environment, left, &mut read)?;
                self.fluents_in(level, environment, right, &mut read)?;
                for side in read.into_iter().filter(|side| kind(side) == NUMBER) {
                    set(repairs, side, Value::Unknown);
                }
            }
        }
        Ok(())
    }

    /// What a fluent must become for an atom with `other` on the other side: the value that
    /// `other` really has if they must be equal, else unknown. Truth values always count as
    /// equal to the one that they have.
    fn demanded(
        &self,
        side: &Side,
        level: &Level,
        environment: &mut Environment,
        (comparison, other): (Comparison, &Expr),
    ) -> Result<Value, Trouble> {
        if self.program().fluents[side.schema.index()].value == BOOLEAN {
            Ok(self.read(side, &side.level.world))
        } else if comparison == Comparison::Equal {
            self.reader.value(&level.world, environment, other)
        } else {
            Ok(Value::Unknown)
        }
    }

    /// The expression as a single, possibly believed, fluent.
    pub(crate) fn side(
        &self,
        level: &Level,
        environment: &Environment,
        expr: &Expr,
    ) -> Result<Option<Side>, Trouble> {
        match expr {
            Expr::Believed(believer, inner) => {
                let level = level.under(self.reader.believer(*believer, environment)?);
                self.side(&level, environment, inner)
            }
            Expr::Fluent(schema, arguments) => {
                Ok(Some(self.fluent_side(level, environment, *schema, arguments)))
            }
            _ => Ok(None),
        }
    }

    fn fluent_side(
        &self,
        level: &Level,
        environment: &Environment,
        schema: FluentSchemaId,
        arguments: &[Argument],
    ) -> Side {
        let arguments = arguments.iter().map(|&a| self.reader.argument(a, environment)).collect();
        let fluent = Fluent { family: family(self.program(), schema), arguments };
        Side { level: level.clone(), schema, fluent }
    }

    /// What a fluent is in a world.
    pub(crate) fn read(&self, side: &Side, world: &World) -> Value {
        let value = world.value(side.fluent.family, &side.fluent.arguments);
        value.unwrap_or(self.program().fluents[side.schema.index()].default)
    }

    /// Every fluent that an expression mentions.
    pub(crate) fn fluents_in(
        &self,
        level: &Level,
        environment: &mut Environment,
        expr: &Expr,
        read: &mut Vec<Side>,
    ) -> Result<(), Trouble> {
        match expr {
            Expr::Value(_) | Expr::Variable(_) => Ok(()),
            Expr::Fluent(schema, arguments) => {
                read.push(self.fluent_side(level, environment, *schema, arguments));
                Ok(())
            }
            Expr::Believed(believer, inner) => {
                let level = level.under(self.reader.believer(*believer, environment)?);
                self.fluents_in(&level, environment, inner, read)
            }
            Expr::Arithmetic(_, left, right) => {
                self.fluents_in(level, environment, left, read)?;
                self.fluents_in(level, environment, right, read)
            }
            Expr::Sum(variable, kind, body) | Expr::Product(variable, kind, body) => {
                for &value in self.reader.members(*kind) {
                    environment[variable.index()] = value;
                    self.fluents_in(level, environment, body, read)?;
                }
                Ok(())
            }
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.fluents_tested(level, environment, test, read)?;
                    self.fluents_in(level, environment, then, read)?;
                }
                self.fluents_in(level, environment, otherwise, read)
            }
            Expr::Truth(condition) => self.fluents_tested(level, environment, condition, read),
        }
    }

    /// Every fluent that a condition mentions.
    pub(crate) fn fluents_tested(
        &self,
        level: &Level,
        environment: &mut Environment,
        condition: &Condition,
        read: &mut Vec<Side>,
    ) -> Result<(), Trouble> {
        match condition {
            Condition::True | Condition::False => Ok(()),
            Condition::Not(inner) => self.fluents_tested(level, environment, inner, read),
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    self.fluents_tested(level, environment, part, read)?;
                }
                Ok(())
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                for &value in self.reader.members(*kind) {
                    environment[variable.index()] = value;
                    self.fluents_tested(level, environment, body, read)?;
                }
                Ok(())
            }
            Condition::Believes(believer, inner) => {
                let level = level.under(self.reader.believer(*believer, environment)?);
                self.fluents_tested(&level, environment, inner, read)
            }
            Condition::Compare(_, left, right) => {
                self.fluents_in(level, environment, left, read)?;
                self.fluents_in(level, environment, right, read)
            }
            Condition::IsA(expr, _) => self.fluents_in(level, environment, expr, read),
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.fluents_tested(level, environment, test, read)?;
                    self.fluents_tested(level, environment, then, read)?;
                }
                self.fluents_tested(level, environment, otherwise, read)
            }
        }
    }

    /// The mind with its repairs. The innermost owner of each notices it, as of a belief effect;
    /// the minds that change are closed, the mind itself is not.
    pub(crate) fn mended(
        &self,
        mind: &World,
        owner: Option<CharacterId>,
        repairs: &[Told],
    ) -> Result<World, Fault> {
        let here: Vec<Told> = repairs.iter().filter(|r| r.believers.is_empty()).cloned().collect();
        let mut minds = vec![];
        if !mind.is_cut() {
            for character in self.program().characters() {
                let before = mind.mind(character);
                let mut inner = before.clone();
                let onward = told_to(character, repairs);
                let noticed = owner == Some(character) && !here.is_empty();
                if noticed {
                    inner = self.told(&inner, character, &here)?;
                }
                if !onward.is_empty() {
                    inner = self.mended(&inner, Some(character), &onward)?;
                }
                if noticed || !onward.is_empty() {
                    let closed =
                        self.close_since(self.owner(Some(character)), inner, Some(&before));
                    inner = closed.map_err(|fault| fault.within(character))?;
                }
                minds.push(inner);
            }
        }
        Ok(mind.with(Told::facts(repairs), minds))
    }
}

/// A side of a comparison that is a single fluent, with the believers it stands under.
pub(crate) struct Side {
    pub(crate) level: Level,
    pub(crate) schema: FluentSchemaId,
    pub(crate) fluent: Fluent,
}

/// A value wins over unknown; two values for one fluent are both the real one.
fn set(repairs: &mut Repairs, side: Side, value: Value) {
    let repair = repairs.entry((side.level.believers, side.fluent)).or_insert(value);
    *repair = value.max(*repair);
}
