//! Conditions and values read as they are written, under a binding of their variables.
//!
//! This says of a condition what its ground test would say: negations are pushed inwards before
//! anything is compared.

use super::super::builder::{Binding, Builder};
use super::super::{ArithmeticFault, Slot, View, calculate, compare};
use super::grid::Grids;
use crate::id::{CharacterId, FluentSchemaId};
use crate::program::{Argument, Arithmetic, Condition, Expr, Program};
use crate::value::{Number, Value};

/// What reading needs besides a view.
pub(super) struct Lifted<'a> {
    pub(super) program: &'a Program,
    pub(super) grids: &'a Grids,
}

type Read<T> = Result<T, ArithmeticFault>;

impl Lifted<'_> {
    fn character(&self, argument: Argument, binding: &Binding) -> Option<CharacterId> {
        match Builder::argument(argument, binding) {
            Value::Entity(entity) => self.program.character(entity),
            _ => None,
        }
    }

    /// The value of a fluent.
    fn fluent<V: View>(
        &self,
        schema: FluentSchemaId,
        arguments: &[Argument],
        binding: &Binding,
        view: &V,
    ) -> Value {
        let arguments = arguments.iter().map(|&argument| Builder::argument(argument, binding));
        match self.grids.slot(schema, arguments) {
            Slot::Constant(value) => value,
            Slot::Fluent(fluent) => view.value(fluent),
        }
    }

    /// Whether a condition (or, unless `positive`, its negation) holds.
    pub(super) fn holds<V: View>(
        &self,
        condition: &Condition,
        positive: bool,
        binding: &mut Binding,
        view: &V,
    ) -> Read<bool> {
        Ok(match condition {
            Condition::True => positive,
            Condition::False => !positive,
            Condition::Not(inner) => self.holds(inner, !positive, binding, view)?,
            Condition::And(parts) | Condition::Or(parts) => {
                let all = matches!(condition, Condition::And(_)) == positive;
                for part in parts {
                    if self.holds(part, positive, binding, view)? != all {
                        return Ok(!all);
                    }
                }
                all
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                let all = matches!(condition, Condition::Forall(..)) == positive;
                let mut holds = all;
                for value in self.program.members(*kind) {
                    binding[variable.index()] = Some(value);
                    if self.holds(body, positive, binding, view)? != all {
                        holds = !all;
                        break;
                    }
                }
                binding[variable.index()] = None;
                holds
            }
            Condition::Believes(who, inner) => match self.character(*who, binding) {
                Some(character) => self.holds(inner, positive, binding, &view.mind(character))?,
                None => false,
            },
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                let left = self.value(left, binding, view)?;
                compare(comparison, left, self.value(right, binding, view)?)
            }
            Condition::IsA(what, kind) => {
                let what = self.value(what, binding, view)?;
                self.program.value_is_a(what, *kind) == positive
            }
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    if self.holds(test, true, binding, view)? {
                        return self.holds(then, positive, binding, view);
                    }
                }
                self.holds(otherwise, positive, binding, view)?
            }
        })
    }

    /// The value of an expression.
    pub(super) fn value<V: View>(
        &self,
        expr: &Expr,
        binding: &mut Binding,
        view: &V,
    ) -> Read<Value> {
        Ok(match expr {
            Expr::Value(value) => *value,
            Expr::Variable(variable) => Builder::argument(Argument::Variable(*variable), binding),
            Expr::Fluent(schema, arguments) => self.fluent(*schema, arguments, binding, view),
            Expr::Believed(who, inner) => match self.character(*who, binding) {
                Some(character) => self.value(inner, binding, &view.mind(character))?,
                None => Value::Unknown,
            },
            Expr::Arithmetic(operation, left, right) => {
                let left = self.value(left, binding, view)?;
                calculate(*operation, left, self.value(right, binding, view)?)?
            }
            Expr::Sum(variable, kind, body) | Expr::Product(variable, kind, body) => {
                let (operation, neutral) = match expr {
                    Expr::Sum(..) => (Arithmetic::Add, Number::ZERO),
                    _ => (Arithmetic::Multiply, Number::ONE),
                };
                let mut total = Value::Number(neutral);
                for value in self.program.members(*kind) {
                    binding[variable.index()] = Some(value);
                    let value = self.value(body, binding, view);
                    total = calculate(operation, total, value?)?;
                }
                binding[variable.index()] = None;
                total
            }
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    if self.holds(test, true, binding, view)? {
                        return self.value(then, binding, view);
                    }
                }
                self.value(otherwise, binding, view)?
            }
            Expr::Truth(condition) => Value::Boolean(self.holds(condition, true, binding, view)?),
        })
    }
}
