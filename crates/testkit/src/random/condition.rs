//! What is so, and what is made so.

use super::*;

impl Maker {
    /// A single test of a fact.
    pub(super) fn atom(&mut self, variables: &[VariableId]) -> Condition {
        let comparison =
            if self.rng.chance(2, 3) { Comparison::Equal } else { Comparison::Unequal };
        match self.rng.below(9) {
            0..=2 => {
                let flag = *self.rng.pick(&FLAGS);
                let truth = Value::Boolean(self.rng.chance(1, 2));
                if self.is_native {
                    return self.unsure(flag, truth);
                }
                equal(fluent(flag, &[]), Expr::Value(truth))
            }
            3 => {
                let who = self.who(variables);
                let truth = Value::Boolean(self.rng.chance(1, 2));
                equal(fluent(MARKED, &[who]), Expr::Value(truth))
            }
            4 => {
                let who = self.who(variables);
                let place = self.place();
                Condition::Compare(comparison, fluent(AT, &[who]), Expr::Value(place))
            }
            5 => {
                let (one, other) = (self.who(variables), self.who(variables));
                Condition::Compare(comparison, fluent(AT, &[one]), fluent(AT, &[other]))
            }
            6 => {
                let value = if self.rng.chance(1, 3) { Value::Unknown } else { self.place() };
                Condition::Compare(comparison, fluent(HIDDEN, &[]), Expr::Value(value))
            }
            7 => {
                let order = *self.rng.pick(&[
                    Comparison::Less,
                    Comparison::AtMost,
                    Comparison::Greater,
                    Comparison::AtLeast,
                    Comparison::Equal,
                ]);
                let bound = self.rng.below(3) as i32;
                Condition::Compare(order, fluent(COINS, &[]), number(bound))
            }
            _ => {
                let who = self.who(variables);
                Condition::Compare(comparison, fluent(AT, &[who]), fluent(HIDDEN, &[]))
            }
        }
    }

    /// A test of a truth that may be unknown.
    pub(super) fn unsure(&mut self, flag: FluentSchemaId, truth: Value) -> Condition {
        let comparison =
            if self.rng.chance(2, 3) { Comparison::Equal } else { Comparison::Unequal };
        let other = match self.rng.below(8) {
            0 | 1 => Expr::Value(Value::Unknown),
            2 => fluent(*self.rng.pick(&FLAGS), &[]),
            _ => Expr::Value(truth),
        };
        Condition::Compare(comparison, fluent(flag, &[]), other)
    }

    /// A condition; believers appear `depth` deep at most.
    pub(super) fn condition(&mut self, variables: &[VariableId], depth: usize) -> Condition {
        match self.rng.below(12) {
            0 => Condition::Not(Box::new(self.condition(variables, depth))),
            1 => Condition::Or(vec![self.atom(variables), self.atom(variables)]),
            2 => Condition::And(vec![self.atom(variables), self.atom(variables)]),
            3 | 4 if depth > 0 => {
                let who = self.who(variables);
                Condition::Believes(who, Box::new(self.condition(variables, depth - 1)))
            }
            5 => Condition::If(
                vec![(self.atom(variables), self.atom(variables))],
                Box::new(self.atom(variables)),
            ),
            _ => self.atom(variables),
        }
    }

    pub(super) fn assignment(
        &mut self,
        variables: &[VariableId],
    ) -> (FluentSchemaId, Vec<Argument>, Expr) {
        match self.rng.below(8) {
            0..=2 => {
                let flag = *self.rng.pick(&FLAGS);
                let value = match self.rng.below(5) {
                    _ if self.is_native && self.rng.chance(1, 3) => Expr::Value(Value::Unknown),
                    0 => fluent(*self.rng.pick(&FLAGS), &[]),
                    1 => Expr::Truth(Box::new(self.atom(variables))),
                    _ => Expr::Value(Value::Boolean(self.rng.chance(2, 3))),
                };
                (flag, vec![], value)
            }
            3 => {
                let who = self.who(variables);
                (MARKED, vec![who], Expr::Value(Value::Boolean(self.rng.chance(2, 3))))
            }
            4 => {
                let who = self.who(variables);
                let place = self.place();
                (AT, vec![who], Expr::Value(place))
            }
            5 => {
                let value = match self.rng.below(3) {
                    0 => Value::Unknown,
                    _ => self.place(),
                };
                (HIDDEN, vec![], Expr::Value(value))
            }
            _ => {
                let value = match self.rng.below(4) {
                    0 => number(self.rng.below(3) as i32),
                    1 => Expr::Value(Value::Unknown),
                    _ => Expr::Arithmetic(
                        if self.rng.chance(1, 2) { Arithmetic::Add } else { Arithmetic::Subtract },
                        Box::new(fluent(COINS, &[])),
                        Box::new(number(1)),
                    ),
                };
                (COINS, vec![], value)
            }
        }
    }

    pub(super) fn assign(&mut self, variables: &[VariableId], believers: Vec<Argument>) -> Effect {
        let (schema, arguments, value) = self.assignment(variables);
        let value = match believers.first() {
            Some(&who) if self.rng.chance(1, 4) => Expr::Believed(who, Box::new(value)),
            _ => value,
        };
        Effect::Assign { believers, fluent: schema, arguments, value }
    }

    pub(super) fn effect(&mut self, variables: &[VariableId]) -> Effect {
        match self.rng.below(10) {
            0 | 1 => {
                let who = self.who(variables);
                self.assign(variables, vec![who])
            }
            2 => {
                let (one, other) = (self.who(variables), self.who(variables));
                self.assign(variables, vec![one, other])
            }
            3 | 4 => {
                let test = self.condition(variables, 1);
                let then = self.assign(variables, vec![]);
                let otherwise = if self.rng.chance(1, 3) {
                    self.assign(variables, vec![])
                } else {
                    Effect::nothing()
                };
                Effect::If(vec![(test, then)], Box::new(otherwise))
            }
            _ => self.assign(variables, vec![]),
        }
    }

    /// One or two effects that do not contradict each other outright: on different fluents, or
    /// for different believers.
    pub(super) fn effects(&mut self, variables: &[VariableId]) -> Effect {
        let first = self.effect(variables);
        if self.rng.chance(1, 2) {
            return first;
        }
        let second = self.effect(variables);
        let targets = |effect: &Effect| {
            let mut found = vec![];
            collect_targets(effect, &mut found);
            found
        };
        let mine = targets(&second);
        if targets(&first).iter().any(|target| mine.contains(target)) {
            return first;
        }
        Effect::And(vec![first, second])
    }
}

fn collect_targets(effect: &Effect, found: &mut Vec<(FluentSchemaId, Vec<Argument>)>) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| collect_targets(part, found)),
        Effect::Assign { believers, fluent, .. } => found.push((*fluent, believers.clone())),
        Effect::Forall(_, _, body) => collect_targets(body, found),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| collect_targets(then, found));
            collect_targets(otherwise, found);
        }
    }
}
