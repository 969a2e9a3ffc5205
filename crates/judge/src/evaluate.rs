//! Reading conditions, values and effects in a state (planning-semantics §1.3, §2, §4.1).
//!
//! Everything is read through a [`View`], which is a world or, while the start is being stated, a
//! list of believers over the statements made so far.

use std::collections::BTreeMap;

use motive_world::id::{CharacterId, FluentSchemaId, TypeId, VariableId};
use motive_world::program::{
    Argument, Arithmetic, Comparison, Condition, Effect, Expr, Program, Utility,
};
use motive_world::value::{Number, Value};

use crate::fault::Trouble;
use crate::world::Fluent;

/// Something in which fluents have values and characters have minds.
pub(crate) trait View: Clone {
    /// The value of a fluent, if there is such a fluent.
    fn value(&self, family: u32, arguments: &[Value]) -> Option<Value>;
    /// The mind of a character.
    fn mind(&self, character: CharacterId) -> Self;
}

/// The values of the variables of one scope.
pub(crate) type Environment = Vec<Value>;

/// What an event or a statement sets: under these believers, this fluent.
pub(crate) type Changes = BTreeMap<(Vec<CharacterId>, Fluent), Value>;

/// The program as far as expressions need it.
pub(crate) struct Reader<'p> {
    pub(crate) program: &'p Program,
    /// The values that a variable of each type ranges over.
    members: Vec<Vec<Value>>,
}

impl<'p> Reader<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        let kinds = (0..program.types.len()).map(TypeId::at);
        Reader { program, members: kinds.map(|kind| program.members(kind)).collect() }
    }

    pub(crate) fn members(&self, kind: TypeId) -> &[Value] {
        &self.members[kind.index()]
    }

    pub(crate) fn argument(&self, argument: Argument, environment: &Environment) -> Value {
        match argument {
            Argument::Constant(value) => value,
            Argument::Variable(variable) => environment[variable.index()],
        }
    }

    pub(crate) fn believer(
        &self,
        argument: Argument,
        environment: &Environment,
    ) -> Result<CharacterId, Trouble> {
        let value = self.argument(argument, environment);
        self.character(value).ok_or(Trouble::NotACharacter(value))
    }

    pub(crate) fn character(&self, value: Value) -> Option<CharacterId> {
        match value {
            Value::Entity(entity) => self.program.character(entity),
            _ => None,
        }
    }

    pub(crate) fn fluent(
        &self,
        schema: FluentSchemaId,
        arguments: &[Argument],
        environment: &Environment,
    ) -> Fluent {
        let arguments = arguments.iter().map(|&a| self.argument(a, environment)).collect();
        Fluent { family: self.program.fluents[schema.index()].family, arguments }
    }

    /// What `use_them` makes of the values of arguments. This is most of the work there is; few
    /// fluents have more than four arguments, and nothing is allocated for those.
    pub(crate) fn with_arguments<T>(
        &self,
        arguments: &[Argument],
        environment: &Environment,
        use_them: impl FnOnce(&[Value]) -> T,
    ) -> T {
        let mut values = [Value::Unknown; 4];
        if arguments.len() > values.len() {
            let of = |&argument| self.argument(argument, environment);
            return use_them(&arguments.iter().map(of).collect::<Vec<_>>());
        }
        for (value, &argument) in values.iter_mut().zip(arguments) {
            *value = self.argument(argument, environment);
        }
        use_them(&values[..arguments.len()])
    }

    /// Whether `condition` holds, or with `positive` false: whether its negation does, pushed
    /// inwards to the comparisons and type tests. Both can be false, of an unknown number.
    pub(crate) fn holds<V: View>(
        &self,
        view: &V,
        environment: &mut Environment,
        condition: &Condition,
        positive: bool,
    ) -> Result<bool, Trouble> {
        match condition {
            Condition::True => Ok(positive),
            Condition::False => Ok(!positive),
            Condition::Not(inner) => self.holds(view, environment, inner, !positive),
            Condition::And(parts) => self.parts_hold(view, environment, parts, positive, positive),
            Condition::Or(parts) => self.parts_hold(view, environment, parts, positive, !positive),
            Condition::Forall(variable, kind, body) => {
                self.instances_hold(view, environment, (*variable, *kind), body, positive, positive)
            }
            Condition::Exists(variable, kind, body) => {
                let quantified = (*variable, *kind);
                self.instances_hold(view, environment, quantified, body, positive, !positive)
            }
            Condition::Believes(believer, inner) => {
                let mind = view.mind(self.believer(*believer, environment)?);
                self.holds(&mind, environment, inner, positive)
            }
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                self.compares(view, environment, (comparison, left, right))
            }
            Condition::IsA(expr, kind) => {
                let value = self.value(view, environment, expr)?;
                Ok(self.program.value_is_a(value, *kind) == positive)
            }
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    if self.holds(view, environment, test, true)? {
                        return self.holds(view, environment, then, positive);
                    }
                }
                self.holds(view, environment, otherwise, positive)
            }
        }
    }

    /// Whether the values of two expressions compare as they should.
    pub(crate) fn compares<V: View>(
        &self,
        view: &V,
        environment: &mut Environment,
        (comparison, left, right): (Comparison, &Expr, &Expr),
    ) -> Result<bool, Trouble> {
        let left = self.value(view, environment, left)?;
        let right = self.value(view, environment, right)?;
        Ok(compare(comparison, left, right))
    }

    /// All of `parts` if `all`, else one of them.
    fn parts_hold<V: View>(
        &self,
        view: &V,
        environment: &mut Environment,
        parts: &[Condition],
        positive: bool,
        all: bool,
    ) -> Result<bool, Trouble> {
        for part in parts {
            if self.holds(view, environment, part, positive)? != all {
                return Ok(!all);
            }
        }
        Ok(all)
    }

    /// All instances of `body` if `all`, else one of them.
    fn instances_hold<V: View>(
        &self,
        view: &V,
        environment: &mut Environment,
        (variable, kind): (VariableId, TypeId),
        body: &Condition,
        positive: bool,
        all: bool,
    ) -> Result<bool, Trouble> {
        for &value in self.members(kind) {
            environment[variable.index()] = value;
            if self.holds(view, environment, body, positive)? != all {
                return Ok(!all);
            }
        }
        Ok(all)
    }

    /// The value of an expression.
    pub(crate) fn value<V: View>(
        &self,
        view: &V,
        environment: &mut Environment,
        expr: &Expr,
    ) -> Result<Value, Trouble> {
        match expr {
            Expr::Value(value) => Ok(*value),
            Expr::Variable(variable) => Ok(environment[variable.index()]),
            Expr::Fluent(schema, arguments) => {
                let schema = &self.program.fluents[schema.index()];
                let value = self.with_arguments(arguments, environment, |arguments| {
                    view.value(schema.family, arguments)
                });
                Ok(value.unwrap_or(schema.default))
            }
            Expr::Believed(believer, inner) => {
                let mind = view.mind(self.believer(*believer, environment)?);
                self.value(&mind, environment, inner)
            }
            Expr::Arithmetic(operation, left, right) => {
                let left = self.value(view, environment, left)?;
                let right = self.value(view, environment, right)?;
                calculate(*operation, left, right)
            }
            Expr::Sum(variable, kind, body) => {
                let mut sum = Value::Number(Number::ZERO);
                for &value in self.members(*kind) {
                    environment[variable.index()] = value;
                    let term = self.value(view, environment, body)?;
                    sum = calculate(Arithmetic::Add, sum, term)?;
                }
                Ok(sum)
            }
            Expr::Product(variable, kind, body) => {
                let mut product = Value::Number(Number::ONE);
                for &value in self.members(*kind) {
                    environment[variable.index()] = value;
                    let factor = self.value(view, environment, body)?;
                    product = calculate(Arithmetic::Multiply, product, factor)?;
                }
                Ok(product)
            }
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    if self.holds(view, environment, test, true)? {
                        return self.value(view, environment, then);
                    }
                }
                self.value(view, environment, otherwise)
            }
            Expr::Truth(condition) => {
                Ok(Value::Boolean(self.holds(view, environment, condition, true)?))
            }
        }
    }

    /// The sum of the wants, each its weight times its amount; unknown if a part is (§5).
    pub(crate) fn utility<V: View>(&self, view: &V, utility: &Utility) -> Result<Value, Trouble> {
        let mut environment = vec![Value::Unknown; utility.scope.len()];
        let mut sum = Value::Number(Number::ZERO);
        for want in &utility.wants {
            let weight = self.value(view, &mut environment, &want.weight)?;
            let amount = match self.value(view, &mut environment, &want.amount)? {
                Value::Boolean(true) => Value::Number(Number::ONE),
                Value::Boolean(false) => Value::Number(Number::ZERO),
                other => other,
            };
            let term = calculate(Arithmetic::Multiply, weight, amount)?;
            sum = calculate(Arithmetic::Add, sum, term)?;
        }
        Ok(sum)
    }

    /// What an effect sets, every condition and value read in `view`. Of two values for one
    /// fluent the smaller one counts; a number stops at the ends of its fluent's range.
    pub(crate) fn changes<V: View>(
        &self,
        view: &V,
        environment: &mut Environment,
        effect: &Effect,
        changes: &mut Changes,
    ) -> Result<(), Trouble> {
        match effect {
            Effect::And(parts) => {
                for part in parts {
                    self.changes(view, environment, part, changes)?;
                }
            }
            Effect::Assign { believers, fluent: schema, arguments, value } => {
                let value = self.value(view, environment, value)?;
                let value = match (value, self.program.fluents[schema.index()].range) {
                    (Value::Number(n), Some((least, most))) => Value::Number(if n < least {
                        least
                    } else if n > most {
                        most
                    } else {
                        n
                    }),
                    _ => value,
                };
                let believers = believers.iter().map(|&b| self.believer(b, environment));
                let believers = believers.collect::<Result<Vec<_>, _>>()?;
                let fluent = self.fluent(*schema, arguments, environment);
                let set = changes.entry((believers, fluent)).or_insert(value);
                *set = value.min(*set);
            }
            Effect::Forall(variable, kind, body) => {
                for &value in self.members(*kind) {
                    environment[variable.index()] = value;
                    self.changes(view, environment, body, changes)?;
                }
            }
            Effect::If(branches, otherwise) => {
                for (test, then) in branches {
                    if self.holds(view, environment, test, true)? {
                        return self.changes(view, environment, then, changes);
                    }
                }
                self.changes(view, environment, otherwise, changes)?;
            }
        }
        Ok(())
    }

    /// Where a false condition fails: the index of the first false part of a conjunction, then of
    /// the first false part of that, and so on. Empty where the condition is no conjunction.
    pub(crate) fn failing<V: View>(
        &self,
        view: &V,
        environment: &mut Environment,
        condition: &Condition,
    ) -> Result<Vec<usize>, Trouble> {
        let Condition::And(parts) = condition else { return Ok(vec![]) };
        for (index, part) in parts.iter().enumerate() {
            if !self.holds(view, environment, part, true)? {
                let mut path = vec![index];
                path.extend(self.failing(view, environment, part)?);
                return Ok(path);
            }
        }
        Ok(vec![])
    }
}

pub(crate) fn compare(comparison: Comparison, left: Value, right: Value) -> bool {
    let numbers = match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some((left, right)),
        _ => None,
    };
    match comparison {
        Comparison::Equal => left == right,
        Comparison::Unequal => left != right,
        Comparison::Less => numbers.is_some_and(|(left, right)| left < right),
        Comparison::Greater => numbers.is_some_and(|(left, right)| left > right),
        Comparison::AtMost => left == right || numbers.is_some_and(|(left, right)| left < right),
        Comparison::AtLeast => left == right || numbers.is_some_and(|(left, right)| left > right),
    }
}

pub(crate) fn calculate(
    operation: Arithmetic,
    left: Value,
    right: Value,
) -> Result<Value, Trouble> {
    let (Value::Number(left), Value::Number(right)) = (left, right) else {
        return Ok(Value::Unknown);
    };
    let (left, right) = (left.get(), right.get());
    let result = match operation {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide if right == 0.0 => return Err(Trouble::DivisionByZero),
        Arithmetic::Divide => left / right,
    };
    Number::new(result).map(Value::Number).ok_or(Trouble::Overflow)
}
