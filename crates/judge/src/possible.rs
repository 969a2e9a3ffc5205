//! What could ever come to be: a bound that ends hopeless searches before they begin.
//!
//! For one mind, every fluent gets the set of all values that it might have in that mind, in any
//! mind within it, and in all that may become of them by steps that somebody consents to. The
//! sets only grow: minds are not told apart, what an effect replaces stays possible, and two tests
//! that exclude each other may both hold. So whatever can happen is possible, and one whose
//! utility cannot rise above what it is, with such values, has no reason for anything. Steps of
//! which nobody who consents could ever gain are then left out, and the sets made anew.

use std::borrow::Cow;
use std::collections::BTreeSet;

use motive_world::id::{CharacterId, FluentSchemaId, TypeId, VariableId};
use motive_world::program::{Argument, Arithmetic, BOOLEAN, Condition, Effect, Expr};
use motive_world::value::{Number, Value};

use crate::evaluate::{Environment, calculate, compare};
use crate::ground::Rules;
use crate::world::World;

/// The most values that are told apart; more become "any number".
const MOST_VALUES: usize = 32;

/// The values that something may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Values {
    /// In order, each once.
    values: Vec<Value>,
    /// Any number at all.
    any_number: bool,
}

impl Values {
    fn only(value: Value) -> Self {
        Values { values: vec![value], any_number: false }
    }

    fn insert(&mut self, value: Value) {
        if let Err(position) = self.values.binary_search(&value) {
            self.values.insert(position, value);
        }
    }

    /// Takes a value away, and tells whether it was there.
    fn remove(&mut self, value: Value) -> bool {
        let found = self.values.binary_search(&value);
        found.map(|position| self.values.remove(position)).is_ok()
    }

    /// Adds `other`, and tells whether that changed anything.
    fn join(&mut self, other: &Values) -> bool {
        let before = (self.values.len(), self.any_number);
        self.any_number |= other.any_number;
        other.values.iter().for_each(|&value| self.insert(value));
        self.widen();
        before != (self.values.len(), self.any_number)
    }

    fn widen(&mut self) {
        let is_number = |value: &Value| matches!(value, Value::Number(_));
        self.any_number |=
            self.values.iter().filter(|value| is_number(value)).count() > MOST_VALUES;
        if self.any_number {
            self.values.retain(|value| !is_number(value));
        }
    }
}

/// The least and the greatest utility that somebody may have.
#[derive(Clone, Copy, PartialEq)]
struct Range {
    least: f64,
    greatest: f64,
}

/// What may ever come to be, from one mind on.
pub(crate) struct Possible {
    utilities: Vec<Range>,
}

impl Possible {
    /// All that may become of a mind and of the minds within it. Those who look ahead may act without
    /// a gain.
    pub(crate) fn of(rules: &Rules<'_>, mind: &World, foresees: bool) -> Possible {
        let none = |fluents: &[(Vec<Value>, Value)]| vec![Values::default(); fluents.len()];
        let mut start: Reachable = rules.fluents.families().map(none).collect();
        gather(mind, &mut BTreeSet::new(), &mut start);
        for schema in &rules.program().fluents {
            if schema.value != BOOLEAN || schema.is_open {
                // A surprise can make anything else unknown.
                let family = &mut start[schema.family as usize];
                family.iter_mut().for_each(|values| values.insert(Value::Unknown));
            }
        }
        let mut acting: Vec<usize> =
            (0..rules.actions.len()).filter(|&action| rules.actions[action].foreseeable).collect();
        loop {
            let reached = Reached { rules, fluents: start.clone() }.closed(&acting);
            let characters = rules.program().characters();
            let utilities: Vec<Range> = characters.map(|c| reached.utility(c)).collect();
            let may_gain = |character: &CharacterId| {
                let range = utilities[character.index()];
                range.greatest > range.least
            };
            let before = acting.len();
            acting.retain(|&action| {
                let consenting = &rules.actions[action].consenting;
                foresees || consenting.is_empty() || consenting.iter().any(may_gain)
            });
            if acting.len() == before {
                return Possible { utilities };
            }
        }
    }

    /// Whether the utility of a character may ever be less than this, or unknown.
    pub(crate) fn may_fall_below(&self, character: CharacterId, utility: Value) -> bool {
        match utility {
            Value::Number(number) => self.utilities[character.index()].least < number.get(),
            _ => true,
        }
    }

    /// Whether the utility of a character may ever be greater than this.
    pub(crate) fn may_exceed(&self, character: CharacterId, utility: Value) -> bool {
        match utility {
            Value::Number(number) => self.utilities[character.index()].greatest > number.get(),
            _ => false,
        }
    }
}

/// What each fluent may have, by family and place in it.
type Reachable = Vec<Vec<Values>>;

/// The values of all fluents in a world and in the minds within it.
fn gather(world: &World, seen: &mut BTreeSet<usize>, fluents: &mut Reachable) {
    if seen.insert(world.address()) {
        for (known, values) in fluents.iter_mut().zip(world.values()) {
            if seen.insert(values.as_ptr() as usize) {
                known.iter_mut().zip(values).for_each(|(known, &value)| known.insert(value));
            }
        }
        for mind in world.minds() {
            gather(mind, seen, fluents);
        }
    }
}

struct Reached<'r, 'p> {
    rules: &'r Rules<'p>,
    fluents: Reachable,
}

impl Reached<'_, '_> {
    /// Adds what these actions and all triggers may do, until nothing is added any more.
    fn closed(mut self, acting: &[usize]) -> Self {
        let rules = self.rules;
        let mut changed = true;
        while changed {
            changed = false;
            for &action in acting {
                let schema = rules.schema(action);
                let mut environment = rules.environment(action);
                if self.may_hold(&mut environment, &schema.precondition, true) {
                    let outcome = rules.actions[action].step.outcome as usize;
                    changed |= self.happen(&mut environment, &schema.outcomes[outcome].effect);
                }
            }
            for (action, environment) in &rules.seeming {
                let schema = &rules.program().actions[action.index()];
                let mut environment = environment.clone();
                changed |= self.demand(&mut environment, &schema.precondition);
                changed |= self.happen(&mut environment, &schema.outcomes[0].effect);
            }
            for trigger in &rules.triggers {
                let schema = &rules.program().triggers[trigger.trigger.index()];
                let mut environment = vec![];
                rules.trigger_environment(trigger, &mut environment);
                if self.may_hold(&mut environment, &schema.precondition, true) {
                    changed |= self.happen(&mut environment, &schema.effect);
                }
            }
        }
        self
    }

    /// Adds what an effect may set, in whatever mind.
    fn happen(&mut self, environment: &mut Environment, effect: &Effect) -> bool {
        let mut changed = false;
        match effect {
            Effect::And(parts) => {
                for part in parts {
                    changed |= self.happen(environment, part);
                }
            }
            Effect::Assign { fluent: schema, arguments, value, .. } => {
                let mut values = self.values(environment, value).into_owned();
                if let Some((least, most)) = self.rules.program().fluents[schema.index()].range {
                    [least, most].into_iter().for_each(|end| values.insert(Value::Number(end)));
                }
                let family = self.rules.program().fluents[schema.index()].family;
                let position = self.position(*schema, arguments, environment);
                let position = position.expect("effects set fluents that exist");
                changed = self.fluents[family as usize][position].join(&values);
            }
            Effect::Forall(variable, kind, body) => {
                for &value in self.rules.reader.members(*kind) {
                    environment[variable.index()] = value;
                    changed |= self.happen(environment, body);
                }
            }
            Effect::If(branches, otherwise) => {
                for (test, then) in branches {
                    if self.may_hold(environment, test, true) {
                        changed |= self.happen(environment, then);
                    }
                }
                changed |= self.happen(environment, otherwise);
            }
        }
        changed
    }

    /// Adds what an appearance may demand, in whatever mind: a fluent that is compared with a value
    /// may get it, and a truth any. (Anything else may be unknown already.)
    fn demand(&mut self, environment: &mut Environment, condition: &Condition) -> bool {
        let mut changed = false;
        match condition {
            Condition::True | Condition::False | Condition::IsA(..) | Condition::If(..) => {}
            Condition::Not(inner) | Condition::Believes(_, inner) => {
                changed |= self.demand(environment, inner);
            }
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    changed |= self.demand(environment, part);
                }
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                for &value in self.rules.reader.members(*kind) {
                    environment[variable.index()] = value;
                    changed |= self.demand(environment, body);
                }
            }
            Condition::Compare(_, left, right) => {
                for (fluent, other) in [(left, right), (right, left)] {
                    let mut fluent = fluent;
                    while let Expr::Believed(_, inner) = fluent {
                        fluent = inner;
                    }
                    let Expr::Fluent(schema, arguments) = fluent else { continue };
                    let declared = &self.rules.program().fluents[schema.index()];
                    let mut values = self.values(environment, other).into_owned();
                    if declared.value == BOOLEAN {
                        [Value::FALSE, Value::TRUE]
                            .into_iter()
                            .for_each(|truth| values.insert(truth));
                    }
                    let ends = declared.range.into_iter().flat_map(|(least, most)| [least, most]);
                    ends.for_each(|end| values.insert(Value::Number(end)));
                    if let Some(position) = self.position(*schema, arguments, environment) {
                        let family = &mut self.fluents[declared.family as usize];
                        changed |= family[position].join(&values);
                    }
                }
            }
        }
        changed
    }

    /// Whether a condition, or its negation, may hold.
    fn may_hold(
        &self,
        environment: &mut Environment,
        condition: &Condition,
        positive: bool,
    ) -> bool {
        match condition {
            Condition::True => positive,
            Condition::False => !positive,
            Condition::Not(inner) => self.may_hold(environment, inner, !positive),
            Condition::And(parts) | Condition::Or(parts) => {
                let all = matches!(condition, Condition::And(_)) == positive;
                for part in parts {
                    if self.may_hold(environment, part, positive) != all {
                        return !all;
                    }
                }
                all
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                let all = matches!(condition, Condition::Forall(..)) == positive;
                for &value in self.rules.reader.members(*kind) {
                    environment[variable.index()] = value;
                    if self.may_hold(environment, body, positive) != all {
                        return !all;
                    }
                }
                all
            }
            Condition::Believes(_, inner) => self.may_hold(environment, inner, positive),
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                let left = self.values(environment, left);
                let right = self.values(environment, right);
                let related = |l: &Value| right.values.iter().any(|r| compare(comparison, *l, *r));
                left.any_number || right.any_number || left.values.iter().any(related)
            }
            Condition::IsA(expr, kind) => {
                let values = self.values(environment, expr);
                let fits = |v: &Value| self.rules.program().value_is_a(*v, *kind) == positive;
                values.any_number || values.values.iter().any(fits)
            }
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    if self.may_hold(environment, test, true)
                        && self.may_hold(environment, then, positive)
                    {
                        return true;
                    }
                }
                self.may_hold(environment, otherwise, positive)
            }
        }
    }

    /// Where a fluent is in its family.
    fn position(
        &self,
        schema: FluentSchemaId,
        arguments: &[Argument],
        environment: &Environment,
    ) -> Option<usize> {
        let family = self.rules.program().fluents[schema.index()].family;
        self.rules.reader.with_arguments(arguments, environment, |arguments| {
            self.rules.fluents.position(family, arguments)
        })
    }

    /// The values that an expression may have.
    fn values(&self, environment: &mut Environment, expr: &Expr) -> Cow<'_, Values> {
        Cow::Owned(match expr {
            Expr::Value(value) => Values::only(*value),
            Expr::Variable(variable) => Values::only(environment[variable.index()]),
            Expr::Fluent(schema, arguments) => {
                let declared = &self.rules.program().fluents[schema.index()];
                match self.position(*schema, arguments, environment) {
                    Some(position) => {
                        let family = &self.fluents[declared.family as usize];
                        return Cow::Borrowed(&family[position]);
                    }
                    None => Values::only(declared.default),
                }
            }
            Expr::Believed(_, inner) => return self.values(environment, inner),
            Expr::Arithmetic(operation, left, right) => {
                let left = self.values(environment, left);
                let right = self.values(environment, right);
                combined(*operation, &left, &right)
            }
            Expr::Sum(variable, kind, body) => {
                let empty = Values::only(Value::Number(Number::ZERO));
                self.folded(environment, (*variable, *kind), body, (Arithmetic::Add, empty))
            }
            Expr::Product(variable, kind, body) => {
                let empty = Values::only(Value::Number(Number::ONE));
                self.folded(environment, (*variable, *kind), body, (Arithmetic::Multiply, empty))
            }
            Expr::If(branches, otherwise) => {
                let mut values = self.values(environment, otherwise).into_owned();
                for (test, then) in branches {
                    if self.may_hold(environment, test, true) {
                        values.join(&self.values(environment, then));
                    }
                }
                values
            }
            Expr::Truth(condition) => {
                let mut values = Values::only(Value::FALSE);
                if self.may_hold(environment, condition, true) {
                    values.insert(Value::TRUE);
                }
                values
            }
        })
    }

    fn folded(
        &self,
        environment: &mut Environment,
        (variable, kind): (VariableId, TypeId),
        body: &Expr,
        (operation, empty): (Arithmetic, Values),
    ) -> Values {
        let mut result = empty;
        for &value in self.rules.reader.members(kind) {
            environment[variable.index()] = value;
            result = combined(operation, &result, &self.values(environment, body));
        }
        result
    }

    /// The utilities that a character may have.
    fn utility(&self, character: CharacterId) -> Range {
        let utility = self.rules.program().utility(Some(character));
        let mut environment = vec![Value::Unknown; utility.scope.len()];
        let mut sum = Values::only(Value::Number(Number::ZERO));
        for want in &utility.wants {
            let weight = self.values(&mut environment, &want.weight);
            let mut amount = self.values(&mut environment, &want.amount).into_owned();
            for (truth, number) in [(Value::FALSE, Number::ZERO), (Value::TRUE, Number::ONE)] {
                if amount.remove(truth) {
                    amount.insert(Value::Number(number));
                }
            }
            let term = combined(Arithmetic::Multiply, &weight, &amount);
            sum = combined(Arithmetic::Add, &sum, &term);
        }
        let mut range = Range { least: f64::INFINITY, greatest: f64::NEG_INFINITY };
        for value in &sum.values {
            if let Value::Number(number) = value {
                range.least = range.least.min(number.get());
                range.greatest = range.greatest.max(number.get());
            }
        }
        if sum.any_number {
            range = Range { least: f64::NEG_INFINITY, greatest: f64::INFINITY };
        }
        range
    }
}

/// What an operation may result in.
fn combined(operation: Arithmetic, left: &Values, right: &Values) -> Values {
    let mut result = Values::default();
    if left.any_number || right.any_number {
        result.any_number = true;
        result.insert(Value::Unknown);
        return result;
    }
    for &l in &left.values {
        for &r in &right.values {
            // What cannot be calculated stops the world and leads nowhere.
            if let Ok(value) = calculate(operation, l, r) {
                result.insert(value);
            }
        }
    }
    result.widen();
    result
}
