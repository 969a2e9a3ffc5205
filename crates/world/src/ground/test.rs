//! Ground conditions and values, and their evaluation.
//!
//! What grounding leaves of a [`Condition`](crate::program::Condition): no variables, no
//! quantifiers, negations pushed inwards to the tests, constants folded. Evaluation is generic over
//! a [`View`] of a world, so that the start (a table of statements), interned epistemic states and
//! states under construction share one evaluator.

use crate::id::{CharacterId, EntityId, id_newtype};
use crate::program::{Arithmetic, Comparison};
use crate::value::{Number, Value};

id_newtype! {
    /// A ground fluent that can change: an index into [`GroundWorld::fluents`](super::GroundWorld::fluents).
    FluentId
}

/// `fluent == value` for one ground fluent, with its place in a packed row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The fluent.
    pub fluent: FluentId,
    /// The value.
    pub value: Value,
    /// The word of the row that holds the fluent.
    pub word: u32,
    /// The bits of that word that belong to the fluent.
    pub mask: u64,
    /// What those bits are where the fluent has the value.
    pub bits: u64,
}

/// A ground test.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Holds.
    True,
    /// Does not hold.
    False,
    /// All hold.
    And(Vec<Test>),
    /// One holds.
    Or(Vec<Test>),
    /// A fluent has a value.
    Is(Literal),
    /// A fluent has another value.
    IsNot(Literal),
    /// A comparison of two values.
    Compare(Comparison, Term, Term),
    /// Holds in the mind of a character.
    Believes(CharacterId, Box<Test>),
    /// The first does not hold, two-valued: what an "else" means. The second is its negation
    /// pushed inwards, which differs where a value is unknown; surprise looks at that.
    Unless(Box<Test>, Box<Test>),
}

/// A ground value.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A constant.
    Value(Value),
    /// The value of a fluent.
    Fluent(FluentId),
    /// The value in the mind of a character.
    Believed(CharacterId, Box<Term>),
    /// Arithmetic on two numbers.
    Arithmetic(Arithmetic, Box<Term>, Box<Term>),
    /// A sum.
    Sum(Vec<Term>),
    /// A product.
    Product(Vec<Term>),
    /// The first branch whose test holds, else the last one.
    If(Vec<(Test, Term)>, Box<Term>),
    /// The truth of a test.
    Truth(Box<Test>),
}

/// Arithmetic that has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticFault {
    /// A division by zero.
    DivisionByZero,
    /// The result is not finite.
    Overflow,
}

/// A world as evaluation sees it.
pub trait View: Clone {
    /// The value of a fluent.
    fn value(&self, fluent: FluentId) -> Value;
    /// Whether a literal holds.
    fn is(&self, literal: &Literal) -> bool {
        self.value(literal.fluent) == literal.value
    }
    /// The mind of a character.
    fn mind(&self, character: CharacterId) -> Self;
}

impl Test {
    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Test::True)
    }

    pub(crate) fn is_false(&self) -> bool {
        matches!(self, Test::False)
    }

    /// The conjunction, folded.
    #[must_use]
    pub fn and(parts: Vec<Test>) -> Test {
        if parts.iter().any(|part| part.is_false()) {
            return Test::False;
        }
        let mut kept = parts;
        kept.retain(|part| !part.is_true());
        if kept.len() > 1 && kept.iter().any(|part| matches!(part, Test::And(_))) {
            let mut all = Vec::with_capacity(kept.len() + 4);
            for part in kept {
                match part {
                    Test::And(inner) => all.extend(inner),
                    other => all.push(other),
                }
            }
            kept = all;
        }
        match kept.len() {
            0 => Test::True,
            1 => kept.swap_remove(0),
            _ => Test::And(kept),
        }
    }

    /// The disjunction, folded.
    #[must_use]
    pub fn or(parts: Vec<Test>) -> Test {
        if parts.iter().any(|part| part.is_true()) {
            return Test::True;
        }
        let mut kept = parts;
        kept.retain(|part| !part.is_false());
        if kept.len() > 1 && kept.iter().any(|part| matches!(part, Test::Or(_))) {
            let mut all = Vec::with_capacity(kept.len() + 4);
            for part in kept {
                match part {
                    Test::Or(inner) => all.extend(inner),
                    other => all.push(other),
                }
            }
            kept = all;
        }
        match kept.len() {
            0 => Test::False,
            1 => kept.swap_remove(0),
            _ => Test::Or(kept),
        }
    }

    /// The disjunction with every part that is not false, even beside one that is true: what a
    /// precondition needs, because surprise looks at all its clauses (see `state::surprise`).
    #[must_use]
    pub fn or_with_all_clauses(parts: Vec<Test>) -> Test {
        let mut kept: Vec<Test> = parts.into_iter().filter(|part| !part.is_false()).collect();
        if kept.iter().all(|part| part.is_true()) {
            return if kept.is_empty() { Test::False } else { Test::True };
        }
        if kept.len() == 1 { kept.swap_remove(0) } else { Test::Or(kept) }
    }

    /// What a character believes, folded.
    #[must_use]
    pub fn believes(character: CharacterId, test: Test) -> Test {
        match test {
            Test::True | Test::False => test,
            other => Test::Believes(character, Box::new(other)),
        }
    }

    /// That `test` fails, folded; `negation` is its negation pushed inwards.
    #[must_use]
    pub fn unless(test: Test, negation: Test) -> Test {
        match test {
            Test::True => Test::False,
            Test::False => Test::True,
            other => Test::Unless(Box::new(other), Box::new(negation)),
        }
    }

    /// Whether the test holds.
    ///
    /// # Errors
    /// Arithmetic without a result, where evaluation reaches it.
    pub fn holds<V: View>(&self, view: &V) -> Result<bool, ArithmeticFault> {
        Ok(match self {
            Test::True => true,
            Test::False => false,
            Test::And(parts) => {
                for part in parts {
                    if !part.holds(view)? {
                        return Ok(false);
                    }
                }
                true
            }
            Test::Or(parts) => {
                for part in parts {
                    if part.holds(view)? {
                        return Ok(true);
                    }
                }
                false
            }
            Test::Is(literal) => view.is(literal),
            Test::IsNot(literal) => !view.is(literal),
            Test::Compare(comparison, left, right) => {
                compare(*comparison, left.eval(view)?, right.eval(view)?)
            }
            Test::Believes(character, inner) => inner.holds(&view.mind(*character))?,
            Test::Unless(test, _) => !test.holds(view)?,
        })
    }

    /// Calls `visit` with every fluent read, and the believers through which it is read.
    pub fn reads(&self, believers: &mut Vec<CharacterId>, visit: &mut Visit<'_>) {
        match self {
            Test::True | Test::False => {}
            Test::And(parts) | Test::Or(parts) => {
                for part in parts {
                    part.reads(believers, visit);
                }
            }
            Test::Is(literal) | Test::IsNot(literal) => visit(believers, literal.fluent),
            Test::Compare(_, left, right) => {
                left.reads(believers, visit);
                right.reads(believers, visit);
            }
            Test::Believes(character, inner) => {
                believers.push(*character);
                inner.reads(believers, visit);
                believers.pop();
            }
            Test::Unless(test, _) => test.reads(believers, visit),
        }
    }

    /// Whether the test asks what anybody believes.
    #[must_use]
    pub fn tests_beliefs(&self) -> bool {
        let mut found = false;
        self.reads(&mut vec![], &mut |believers, _| found |= !believers.is_empty());
        found
    }
}

/// What [`Test::reads`] and [`Term::reads`] call.
pub type Visit<'a> = dyn FnMut(&[CharacterId], FluentId) + 'a;

/// Compares two values, as [`Comparison`] has it under the strict reading.
#[must_use]
pub fn compare(comparison: Comparison, left: Value, right: Value) -> bool {
    let ordered = |test: fn(Number, Number) -> bool| match (left, right) {
        (Value::Number(left), Value::Number(right)) => test(left, right),
        _ => false,
    };
    match comparison {
        Comparison::Equal => left == right,
        Comparison::Unequal => left != right,
        Comparison::Less => ordered(|l, r| l < r),
        Comparison::Greater => ordered(|l, r| l > r),
        Comparison::AtMost => left == right || ordered(|l, r| l < r),
        Comparison::AtLeast => left == right || ordered(|l, r| l > r),
    }
}

/// One operation; unknown where a side is not a number.
///
/// # Errors
/// Division by zero, or a result that is not finite.
pub fn calculate(
    operation: Arithmetic,
    left: Value,
    right: Value,
) -> Result<Value, ArithmeticFault> {
    let (Value::Number(left), Value::Number(right)) = (left, right) else {
        return Ok(Value::Unknown);
    };
    let (left, right) = (left.get(), right.get());
    let result = match operation {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide if right == 0.0 => return Err(ArithmeticFault::DivisionByZero),
        Arithmetic::Divide => left / right,
    };
    Number::new(result).map(Value::Number).ok_or(ArithmeticFault::Overflow)
}

/// A truth value as a number, anything else as it is.
#[must_use]
pub fn as_number(value: Value) -> Value {
    match value {
        Value::Boolean(true) => Value::Number(Number::ONE),
        Value::Boolean(false) => Value::Number(Number::ZERO),
        other => other,
    }
}

impl Term {
    /// The value.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn eval<V: View>(&self, view: &V) -> Result<Value, ArithmeticFault> {
        match self {
            Term::Value(value) => Ok(*value),
            Term::Fluent(fluent) => Ok(view.value(*fluent)),
            Term::Believed(character, inner) => inner.eval(&view.mind(*character)),
            Term::Arithmetic(operation, left, right) => {
                calculate(*operation, left.eval(view)?, right.eval(view)?)
            }
            Term::Sum(parts) => parts.iter().try_fold(Value::Number(Number::ZERO), |sum, part| {
                calculate(Arithmetic::Add, sum, part.eval(view)?)
            }),
            Term::Product(parts) => {
                parts.iter().try_fold(Value::Number(Number::ONE), |product, part| {
                    calculate(Arithmetic::Multiply, product, part.eval(view)?)
                })
            }
            Term::If(branches, otherwise) => {
                for (test, then) in branches {
                    if test.holds(view)? {
                        return then.eval(view);
                    }
                }
                otherwise.eval(view)
            }
            Term::Truth(test) => Ok(Value::Boolean(test.holds(view)?)),
        }
    }

    /// Calls `visit` with every fluent read, and the believers through which it is read.
    pub fn reads(&self, believers: &mut Vec<CharacterId>, visit: &mut Visit<'_>) {
        match self {
            Term::Value(_) => {}
            Term::Fluent(fluent) => visit(believers, *fluent),
            Term::Believed(character, inner) => {
                believers.push(*character);
                inner.reads(believers, visit);
                believers.pop();
            }
            Term::Arithmetic(_, left, right) => {
                left.reads(believers, visit);
                right.reads(believers, visit);
            }
            Term::Sum(parts) | Term::Product(parts) => {
                for part in parts {
                    part.reads(believers, visit);
                }
            }
            Term::If(branches, otherwise) => {
                for (test, then) in branches {
                    test.reads(believers, visit);
                    then.reads(believers, visit);
                }
                otherwise.reads(believers, visit);
            }
            Term::Truth(test) => test.reads(believers, visit),
        }
    }

    /// The fluent and the believers, where this is nothing but a (possibly believed) fluent.
    #[must_use]
    pub fn as_fluent(&self) -> Option<(Vec<CharacterId>, FluentId)> {
        let mut believers = vec![];
        let mut term = self;
        loop {
            match term {
                Term::Fluent(fluent) => return Some((believers, *fluent)),
                Term::Believed(character, inner) => {
                    believers.push(*character);
                    term = inner;
                }
                _ => return None,
            }
        }
    }
}

/// How the values of a ground fluent are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 0 or 1.
    Boolean,
    /// A truth value that may be unknown: 0, 1, or 2 for unknown.
    Open,
    /// 0 unknown, 1 none, then the entities.
    Entity,
    /// 0 unknown, then an index into the table of numbers met so far.
    Number,
}

/// The code of a value that is no number, for a fluent of some kind.
#[must_use]
pub(crate) fn plain_code(kind: Kind, value: Value) -> u32 {
    match value {
        Value::Unknown if kind == Kind::Open => 2,
        Value::Unknown => 0,
        Value::None => 1,
        Value::Boolean(truth) => u32::from(truth),
        Value::Entity(entity) => entity.0 + 2,
        Value::Number(_) => unreachable!("numbers are coded by their table"),
    }
}

/// The value of an entity code.
#[must_use]
pub(crate) fn entity_value(code: u32) -> Value {
    match code {
        0 => Value::Unknown,
        1 => Value::None,
        code => Value::Entity(EntityId(code - 2)),
    }
}
