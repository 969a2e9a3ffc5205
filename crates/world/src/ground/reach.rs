//! Relaxed reachability: which values fluents can ever have, and which events can ever happen.
//!
//! The relaxation lets values add up (nothing is ever lost), ignores consent, and makes no
//! difference between reality and the minds: a fluent has one set of values for all of them. It
//! over-approximates everything that can happen anywhere, so a fluent with one value is a constant
//! and an event that cannot happen can go.

use std::borrow::Cow;

use super::appearance::{GroundAppearance, GroundPerceived};
use super::builder::Builder;
use super::start::Start;
use super::test::{FluentId, Kind, Literal, Term, Test, as_number, calculate, compare};
use super::{Assignment, GroundAction, GroundPerception, GroundTrigger};
use crate::program::Comparison;
use crate::value::Value;

/// More numbers than this and a fluent may have any.
const NUMBERS: usize = 12;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ValueSet {
    values: Vec<Value>,
    any_number: bool,
}

impl ValueSet {
    fn one(value: Value) -> Self {
        ValueSet { values: vec![value], any_number: false }
    }

    fn insert(&mut self, value: Value) -> bool {
        if self.contains(value) {
            return false;
        }
        self.values.push(value);
        if self.values.len() > NUMBERS
            && self.values.iter().filter(|v| matches!(v, Value::Number(_))).count() > NUMBERS
        {
            self.widen();
        }
        true
    }

    fn widen(&mut self) -> bool {
        let changed = !self.any_number;
        self.any_number = true;
        self.values.retain(|v| !matches!(v, Value::Number(_)));
        changed
    }

    fn contains(&self, value: Value) -> bool {
        self.values.contains(&value) || (self.any_number && matches!(value, Value::Number(_)))
    }

    fn merge(&mut self, other: &ValueSet) -> bool {
        let mut changed = other.any_number && self.widen();
        for &value in &other.values {
            changed |= self.insert(value);
        }
        changed
    }

    /// The only value, if there is only one.
    pub(super) fn single(&self) -> Option<Value> {
        match (&self.values[..], self.any_number) {
            ([value], false) => Some(*value),
            _ => None,
        }
    }
}

pub(super) struct Reach {
    pub(super) values: Vec<ValueSet>,
    pub(super) actions: Vec<bool>,
    pub(super) triggers: Vec<bool>,
}

impl Reach {
    /// Where reachability is not looked into: everything may happen, and a fluent is constant
    /// only where that is known anyway.
    pub(super) fn unknown(constants: Vec<Option<Value>>, triggers: usize) -> Reach {
        let values = constants
            .into_iter()
            .map(|constant| constant.map_or_else(ValueSet::default, ValueSet::one))
            .collect();
        Reach { values, actions: vec![], triggers: vec![true; triggers] }
    }

    pub(super) fn of(
        builder: &Builder<'_>,
        start: &Start,
        (actions, appearances): (&[GroundAction], &[GroundAppearance]),
        triggers: &[GroundTrigger],
    ) -> Reach {
        let mut seeming = vec![false; appearances.len()];
        let mut values = vec![ValueSet::default(); builder.fluents.len()];
        for (index, set) in values.iter_mut().enumerate() {
            for value in start.values(FluentId::at(index), builder.fluents[index].default) {
                set.insert(value);
            }
        }
        let mut this = Reach {
            values,
            actions: vec![false; actions.len()],
            triggers: vec![false; triggers.len()],
        };
        loop {
            let mut changed = false;
            for (index, action) in actions.iter().enumerate() {
                if !this.actions[index] {
                    this.actions[index] = this.may_hold(&action.precondition);
                }
                if !this.actions[index] {
                    continue;
                }
                for outcome in &action.outcomes {
                    changed |= this.assign(builder, &outcome.effects);
                }
                if action.perceptions.iter().flatten().any(|row| !row.test.is_false()) {
                    changed |= this.surprise(builder, &action.precondition);
                    for outcome in &action.outcomes {
                        changed |= this.surprise(builder, &outcome.guard);
                    }
                }
                if builder.program.settings.learning && !action.consenting.is_empty() {
                    changed |= this.fail(builder, &action.precondition);
                    for outcome in &action.outcomes {
                        changed |= this.fail(builder, &outcome.guard);
                    }
                }
                changed |= this.seem(&action.perceptions, &mut seeming);
            }
            for (index, appearance) in appearances.iter().enumerate() {
                if seeming[index] {
                    for demand in &appearance.demands {
                        changed |= this.values[demand.fluent.index()].insert(demand.value);
                    }
                    changed |= this.assign(builder, &appearance.effects);
                    changed |= this.seem(&appearance.perceptions, &mut seeming);
                }
            }
            for (index, trigger) in triggers.iter().enumerate() {
                if !this.triggers[index] {
                    this.triggers[index] = this.may_hold(&trigger.precondition);
                }
                if this.triggers[index] {
                    changed |= this.assign(builder, &trigger.effects);
                }
            }
            if !changed {
                return this;
            }
        }
    }

    fn assign(&mut self, builder: &Builder<'_>, assignments: &[Assignment]) -> bool {
        let mut changed = false;
        for assignment in assignments {
            if !self.may_hold(&assignment.condition) {
                continue;
            }
            let fluent = &builder.fluents[assignment.fluent.index()];
            if let Term::Value(value) = assignment.value {
                let value = if fluent.kind == Kind::Number { as_number(value) } else { value };
                let known = &mut self.values[assignment.fluent.index()];
                changed |= known.insert(fluent.clamp(value));
                continue;
            }
            let set = self.possible(&assignment.value);
            let known = &mut self.values[assignment.fluent.index()];
            if set.any_number {
                changed |= known.widen();
            }
            for value in set.values {
                let value = if fluent.kind == Kind::Number { as_number(value) } else { value };
                changed |= known.insert(fluent.clamp(value));
            }
        }
        changed
    }

    /// Marks what an event may seem to be, and says whether that is new.
    fn seem(&self, perceptions: &[Vec<GroundPerception>], seeming: &mut [bool]) -> bool {
        let mut changed = false;
        for row in perceptions.iter().flatten() {
            if let GroundPerceived::Seeming(appearance) = row.perceived
                && !seeming[appearance.index()]
                && self.may_hold(&row.test)
            {
                seeming[appearance.index()] = true;
                changed = true;
            }
        }
        changed
    }

    /// What a surprised observer may come to hold about the fluents of a precondition.
    fn surprise(&mut self, builder: &Builder<'_>, test: &Test) -> bool {
        match test {
            Test::True | Test::False | Test::Is(_) => false,
            Test::And(parts) | Test::Or(parts) => {
                let mut changed = false;
                for part in parts {
                    changed |= self.surprise(builder, part);
                }
                changed
            }
            Test::IsNot(Literal { fluent, value, .. }) => {
                let set = &mut self.values[fluent.index()];
                set.contains(*value) && set.single().is_none() && set.insert(Value::Unknown)
            }
            Test::Believes(_, inner) => self.surprise(builder, inner),
            Test::Unless(_, negation) => self.surprise(builder, negation),
            Test::Compare(comparison, left, right) => {
                let mut changed = false;
                if *comparison == Comparison::Equal {
                    for (one, other) in [(left, right), (right, left)] {
                        if let Some((_, fluent)) = one.as_fluent() {
                            let set = self.possible(other);
                            changed |= self.values[fluent.index()].merge(&set);
                        }
                    }
                }
                let mut forget = |_: &[_], fluent: FluentId| {
                    if builder.fluents[fluent.index()].kind != Kind::Boolean {
                        changed |= self.values[fluent.index()].insert(Value::Unknown);
                    }
                };
                left.reads(&mut vec![], &mut forget);
                right.reads(&mut vec![], &mut forget);
                changed
            }
        }
    }

    /// What whoever tries something in vain may come to hold about the fluents of what it needs.
    fn fail(&mut self, builder: &Builder<'_>, test: &Test) -> bool {
        let mut changed = false;
        let mut forget = |_: &[_], fluent: FluentId| {
            let set = &mut self.values[fluent.index()];
            let is_truth =
                matches!(builder.fluents[fluent.index()].kind, Kind::Boolean | Kind::Open);
            if !is_truth && set.single().is_none() {
                changed |= set.insert(Value::Unknown);
            }
        };
        test.reads(&mut vec![], &mut forget);
        changed
    }

    fn may_hold(&self, test: &Test) -> bool {
        match test {
            Test::True | Test::Unless(..) => true,
            Test::False => false,
            Test::And(parts) => parts.iter().all(|part| self.may_hold(part)),
            Test::Or(parts) => parts.iter().any(|part| self.may_hold(part)),
            Test::Is(literal) => self.values[literal.fluent.index()].contains(literal.value),
            Test::IsNot(literal) => {
                self.values[literal.fluent.index()].single() != Some(literal.value)
            }
            Test::Believes(_, inner) => self.may_hold(inner),
            Test::Compare(comparison, left, right) => {
                let (left, right) = (self.known(left), self.known(right));
                if left.any_number || right.any_number {
                    return true;
                }
                left.values
                    .iter()
                    .any(|&l| right.values.iter().any(|&r| compare(*comparison, l, r)))
            }
        }
    }

    /// The same as [`possible`](Self::possible), copied only where it must be made.
    fn known(&self, term: &Term) -> Cow<'_, ValueSet> {
        match term {
            Term::Fluent(fluent) => Cow::Borrowed(&self.values[fluent.index()]),
            Term::Believed(_, inner) => self.known(inner),
            _ => Cow::Owned(self.possible(term)),
        }
    }

    fn possible(&self, term: &Term) -> ValueSet {
        match term {
            Term::Value(value) => ValueSet::one(*value),
            Term::Fluent(fluent) => self.values[fluent.index()].clone(),
            Term::Believed(_, inner) => self.possible(inner),
            Term::Arithmetic(operation, left, right) => {
                let (left, right) = (self.possible(left), self.possible(right));
                let mut set = ValueSet::default();
                if left.any_number || right.any_number {
                    set.widen();
                    set.insert(Value::Unknown);
                    return set;
                }
                for &l in &left.values {
                    for &r in &right.values {
                        // Where there is no result the run stops with a fault.
                        if let Ok(value) = calculate(*operation, l, r) {
                            set.insert(value);
                        }
                    }
                }
                set
            }
            Term::Sum(_) | Term::Product(_) => {
                let mut set = ValueSet::default();
                set.widen();
                set.insert(Value::Unknown);
                set
            }
            Term::If(branches, otherwise) => {
                let mut set = self.possible(otherwise);
                for (test, then) in branches {
                    if self.may_hold(test) {
                        set.merge(&self.possible(then));
                    }
                }
                set
            }
            Term::Truth(_) => {
                ValueSet { values: vec![Value::FALSE, Value::TRUE], any_number: false }
            }
        }
    }
}
