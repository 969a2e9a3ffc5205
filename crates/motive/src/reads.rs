//! Which fluents a utility reads: what the one who has it cares about.
//!
//! A reason is told by what changes among these between the start of a plan and its end.

use std::collections::BTreeSet;

use motive_world::id::{CharacterId, FluentSchemaId, TypeId, VariableId};
use motive_world::program::{Argument, Condition, Effect, Expr, Program, Scope, Utility};
use motive_world::value::Value;

/// A ground fluent, or what somebody believes it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    /// From the outermost believer to the innermost; empty for the fluent itself.
    pub believers: Vec<CharacterId>,
    /// The fluent.
    pub fluent: FluentSchemaId,
    /// Its arguments.
    pub arguments: Vec<Value>,
}

/// More than this many fluents are not collected: nobody could read them.
const MOST: usize = 2_000;

/// Every ground fluent that evaluating `utility` can read, in a fixed order.
#[must_use]
pub fn reads(program: &Program, utility: &Utility) -> Vec<Read> {
    let mut collector = Collector {
        program,
        values: vec![Value::Unknown; utility.scope.len()],
        believers: Vec::new(),
        steps: 0,
        found: BTreeSet::new(),
    };
    for want in &utility.wants {
        collector.expr(&want.weight);
        collector.expr(&want.amount);
    }
    collector.found.into_iter().collect()
}

/// Every ground fluent that evaluating `condition` can read, with these values for the first
/// variables of `scope`.
#[must_use]
pub fn condition_reads(
    program: &Program,
    scope: &Scope,
    arguments: &[Value],
    condition: &Condition,
) -> Vec<Read> {
    let mut values = arguments.to_vec();
    values.resize(scope.len().max(arguments.len()), Value::Unknown);
    let (believers, found) = (Vec::new(), BTreeSet::new());
    let mut collector = Collector { program, values, believers, steps: 0, found };
    collector.condition(condition);
    collector.found.into_iter().collect()
}

/// Every ground fluent that what an effect does depends on, as for a condition.
#[must_use]
pub fn effect_reads(
    program: &Program,
    scope: &Scope,
    arguments: &[Value],
    effect: &Effect,
) -> Vec<Read> {
    let mut values = arguments.to_vec();
    values.resize(scope.len().max(arguments.len()), Value::Unknown);
    let (believers, found) = (Vec::new(), BTreeSet::new());
    let mut collector = Collector { program, values, believers, steps: 0, found };
    collector.effect(effect);
    collector.found.into_iter().collect()
}

struct Collector<'p> {
    program: &'p Program,
    values: Vec<Value>,
    believers: Vec<CharacterId>,
    /// Expressions visited: quantifiers within quantifiers multiply.
    steps: usize,
    found: BTreeSet<Read>,
}

impl Collector<'_> {
    fn is_full(&mut self) -> bool {
        self.steps += 1;
        self.found.len() >= MOST || self.steps > 100 * MOST
    }

    fn value(&self, argument: &Argument) -> Value {
        match *argument {
            Argument::Constant(value) => value,
            Argument::Variable(variable) => self.variable(variable),
        }
    }

    fn variable(&self, variable: VariableId) -> Value {
        self.values.get(variable.index()).copied().unwrap_or(Value::Unknown)
    }

    fn for_each(&mut self, variable: VariableId, kind: TypeId, mut visit: impl FnMut(&mut Self)) {
        for value in self.program.members(kind) {
            if let Some(slot) = self.values.get_mut(variable.index()) {
                *slot = value;
            }
            visit(self);
        }
    }

    fn believing(&mut self, who: &Argument, visit: impl FnOnce(&mut Self)) {
        let Value::Entity(entity) = self.value(who) else { return };
        let Some(character) = self.program.character(entity) else { return };
        self.believers.push(character);
        visit(self);
        self.believers.pop();
    }

    fn condition(&mut self, condition: &Condition) {
        if self.is_full() {
            return;
        }
        match condition {
            Condition::True | Condition::False => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::And(all) | Condition::Or(all) => {
                for part in all {
                    self.condition(part);
                }
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                self.for_each(*variable, *kind, |this| this.condition(body));
            }
            Condition::Believes(who, inner) => self.believing(who, |this| this.condition(inner)),
            Condition::Compare(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Condition::IsA(expr, _) => self.expr(expr),
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.condition(then);
                }
                self.condition(otherwise);
            }
        }
    }

    fn effect(&mut self, effect: &Effect) {
        if self.is_full() {
            return;
        }
        match effect {
            Effect::And(all) => {
                for part in all {
                    self.effect(part);
                }
            }
            Effect::Assign { value, .. } => self.expr(value),
            Effect::Forall(variable, kind, body) => {
                self.for_each(*variable, *kind, |this| this.effect(body));
            }
            Effect::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.effect(then);
                }
                self.effect(otherwise);
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        if self.is_full() {
            return;
        }
        match expr {
            Expr::Value(_) | Expr::Variable(_) => {}
            Expr::Fluent(fluent, arguments) => {
                let arguments = arguments.iter().map(|a| self.value(a)).collect();
                self.found.insert(Read {
                    believers: self.believers.clone(),
                    fluent: *fluent,
                    arguments,
                });
            }
            Expr::Believed(who, inner) => self.believing(who, |this| this.expr(inner)),
            Expr::Arithmetic(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::Sum(variable, kind, body) | Expr::Product(variable, kind, body) => {
                self.for_each(*variable, *kind, |this| this.expr(body));
            }
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.expr(then);
                }
                self.expr(otherwise);
            }
            Expr::Truth(condition) => self.condition(condition),
        }
    }
}
