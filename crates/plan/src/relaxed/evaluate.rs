//! What may hold, and what values may come to, with what a graph has reached.

use motive_world::ground::{Kind, Literal, Term, Test, as_number};
use motive_world::program::{Arithmetic, Comparison};
use motive_world::value::{Number, Value};

use super::RelaxedGraph;
use super::interval::Interval;

impl RelaxedGraph<'_> {
    fn literal_may_hold(&self, literal: &Literal, positive: bool, before: u32) -> bool {
        let index = literal.fluent.index();
        if self.world.fluents[index].kind == Kind::Number {
            let interval = self.interval[self.number[index] as usize];
            return match literal.value {
                Value::Number(number) => {
                    let value = number.get();
                    if positive {
                        interval.contains(value)
                    } else {
                        interval.unknown || interval.least != value || interval.greatest != value
                    }
                }
                _ if positive => interval.unknown,
                _ => interval.least <= interval.greatest,
            };
        }
        let code = self.code(literal.fluent, literal.value);
        if positive {
            self.reached_at[code] < before
        } else {
            self.reached[index] > 1 || self.reached_at[code] >= before
        }
    }

    pub(super) fn may_hold(&self, test: &Test, before: u32) -> bool {
        match test {
            Test::True | Test::Believes(..) | Test::Unless(..) => true,
            Test::False => false,
            Test::And(parts) => parts.iter().all(|part| self.may_hold(part, before)),
            Test::Or(parts) => parts.iter().any(|part| self.may_hold(part, before)),
            Test::Is(literal) => self.literal_may_hold(literal, true, before),
            Test::IsNot(literal) => self.literal_may_hold(literal, false, before),
            Test::Compare(comparison, left, right) => {
                if !self.is_numeric(left) || !self.is_numeric(right) {
                    return true;
                }
                let (left, right) = (self.range(left, before), self.range(right, before));
                let both_unknown = left.unknown && right.unknown;
                match comparison {
                    Comparison::Equal => {
                        both_unknown
                            || (left.least <= right.greatest && right.least <= left.greatest)
                    }
                    Comparison::Unequal => {
                        left.unknown
                            || right.unknown
                            || left.least != left.greatest
                            || right.least != right.greatest
                            || left.least != right.least
                    }
                    Comparison::Less => left.least < right.greatest,
                    Comparison::AtMost => both_unknown || left.least <= right.greatest,
                    Comparison::Greater => left.greatest > right.least,
                    Comparison::AtLeast => both_unknown || left.greatest >= right.least,
                }
            }
        }
    }

    /// Whether a test holds whatever has been reached.
    fn must_hold(&self, test: &Test, before: u32) -> bool {
        match test {
            Test::True => true,
            Test::And(parts) => parts.iter().all(|part| self.must_hold(part, before)),
            Test::Or(parts) => parts.iter().any(|part| self.must_hold(part, before)),
            Test::Is(literal) => !self.literal_may_hold(literal, false, before),
            Test::IsNot(literal) => !self.literal_may_hold(literal, true, before),
            Test::False | Test::Believes(..) | Test::Unless(..) | Test::Compare(..) => false,
        }
    }

    /// Whether a term is a number that depends on facts alone.
    fn is_numeric(&self, term: &Term) -> bool {
        match term {
            Term::Value(value) => matches!(value, Value::Number(_)),
            Term::Fluent(fluent) => self.world.fluents[fluent.index()].kind == Kind::Number,
            Term::Arithmetic(..) | Term::Sum(_) | Term::Product(_) => true,
            _ => false,
        }
    }

    /// The numbers that a term may come to.
    pub(super) fn range(&self, term: &Term, before: u32) -> Interval {
        match term {
            Term::Value(value) => match as_number(*value) {
                Value::Number(number) => Interval::point(number.get()),
                _ => Interval::UNKNOWN,
            },
            Term::Fluent(fluent) => {
                let index = fluent.index();
                match self.world.fluents[index].kind {
                    Kind::Number => self.interval[self.number[index] as usize],
                    Kind::Boolean => {
                        let base = self.base[index] as usize;
                        let (no, yes) =
                            (self.reached_at[base] < before, self.reached_at[base + 1] < before);
                        Interval {
                            least: if no { 0.0 } else { 1.0 },
                            greatest: if yes { 1.0 } else { 0.0 },
                            unknown: false,
                        }
                    }
                    Kind::Open => {
                        let reached = |code: usize| {
                            self.reached_at[self.base[index] as usize + code] < before
                        };
                        let (no, yes) = (reached(0), reached(1));
                        let known = match (no, yes) {
                            (false, false) => Interval::UNKNOWN,
                            _ => Interval {
                                least: if no { 0.0 } else { 1.0 },
                                greatest: if yes { 1.0 } else { 0.0 },
                                unknown: false,
                            },
                        };
                        Interval { unknown: reached(2), ..known }
                    }
                    Kind::Entity => Interval::ANY,
                }
            }
            Term::Believed(..) => Interval::ANY,
            Term::Arithmetic(operation, left, right) => {
                self.range(left, before).combine(*operation, self.range(right, before))
            }
            Term::Sum(parts) => parts.iter().fold(Interval::point(0.0), |sum, part| {
                sum.combine(Arithmetic::Add, self.range(part, before))
            }),
            Term::Product(parts) => parts.iter().fold(Interval::point(1.0), |product, part| {
                product.combine(Arithmetic::Multiply, self.range(part, before))
            }),
            Term::If(branches, otherwise) => {
                let mut hull = self.range(otherwise, before);
                for (test, then) in branches {
                    if self.may_hold(test, before) {
                        hull = hull.hull(self.range(then, before));
                    }
                }
                hull
            }
            Term::Truth(test) => Interval {
                // In the strict reading what has been measured is to stay as it is.
                least: if self.sees_truths && self.must_hold(test, before) { 1.0 } else { 0.0 },
                greatest: if self.may_hold(test, before) { 1.0 } else { 0.0 },
                unknown: false,
            },
        }
    }

    fn utility_range(&self, before: u32) -> Interval {
        self.utility.wants.iter().fold(Interval::point(0.0), |sum, want| {
            let term = self
                .range(&want.weight, before)
                .combine(Arithmetic::Multiply, self.range(&want.amount, before));
            sum.combine(Arithmetic::Add, term)
        })
    }

    pub(super) fn achieved(&self, present: Number, goal: Option<Number>, before: u32) -> bool {
        let range = self.utility_range(before);
        let best = if self.falling { -range.least } else { range.greatest };
        best > present.get() && goal.is_none_or(|goal| best >= goal.get())
    }
}
