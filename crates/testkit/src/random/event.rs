//! What happens: actions, the chain of turns, triggers, and who notices.

use super::*;

impl Maker {
    pub(super) fn perceptions(
        &mut self,
        scope: &mut Scope,
        variables: &[VariableId],
    ) -> Vec<Perception> {
        let row = |observer, condition| {
            vec![Perception {
                observer,
                when: When::Before,
                condition,
                perceived: Perceived::Itself,
            }]
        };
        let kind = self.rng.below(8);
        if kind < 3 {
            return row(None, Condition::True);
        }
        let observer = VariableId::at(scope.len());
        scope.push(Variable { name: "o".to_owned(), domain: Domain::Type(CHARACTER) });
        let is = |who: Argument| {
            equal(
                Expr::Variable(observer),
                match who {
                    Argument::Variable(variable) => Expr::Variable(variable),
                    Argument::Constant(value) => Expr::Value(value),
                },
            )
        };
        let condition = match kind {
            3 => Condition::False,
            4 => {
                let who = self.who(variables);
                is(who)
            }
            5 => {
                let who = self.who(variables);
                equal(fluent(AT, &[Argument::Variable(observer)]), fluent(AT, &[who]))
            }
            6 => {
                let who = self.who(variables);
                let test = self.condition(variables, 1);
                Condition::Or(vec![is(who), test])
            }
            _ => {
                let place = self.place();
                Condition::Compare(
                    Comparison::Equal,
                    fluent(AT, &[Argument::Variable(observer)]),
                    Expr::Value(place),
                )
            }
        };
        row(Some(observer), condition)
    }

    pub(super) fn consenting(&mut self, variables: &[VariableId]) -> Vec<Argument> {
        match self.rng.below(10) {
            0 => vec![],
            1 | 2 => vec![self.who(variables), self.who(variables)],
            _ => vec![self.who(variables)],
        }
    }

    pub(super) fn action(&mut self, name: String) -> ActionSchema {
        let mut scope: Scope = vec![];
        let mut variables = vec![];
        if self.rng.chance(1, 3) {
            scope.push(Variable { name: "c".to_owned(), domain: Domain::Type(CHARACTER) });
            variables.push(VariableId(0));
        }
        let parameters = scope.len() as u32;
        let mut tests = vec![self.condition(&variables, 2)];
        if self.rng.chance(1, 2) {
            tests.push(self.condition(&variables, 1));
        }
        let effect = self.effects(&variables);
        let consenting = self.consenting(&variables);
        let perceptions = self.perceptions(&mut scope, &variables);
        ActionSchema {
            name,
            parameters,
            scope,
            precondition: Condition::And(tests),
            outcomes: vec![Outcome::only(effect)],
            consenting,
            perceptions,
            natural: false,
            is_impression: false,
            claims: vec![],
        }
    }

    pub(super) fn walk(&mut self) -> ActionSchema {
        let mut scope: Scope = vec![
            Variable { name: "c".to_owned(), domain: Domain::Type(CHARACTER) },
            Variable { name: "to".to_owned(), domain: Domain::Type(PLACE) },
        ];
        let (who, to) = (VariableId(0), VariableId(1));
        let at = fluent(AT, &[Argument::Variable(who)]);
        let perceptions = self.perceptions(&mut scope, &[who]);
        ActionSchema {
            name: "walk".to_owned(),
            parameters: 2,
            scope,
            precondition: Condition::Compare(Comparison::Unequal, at, Expr::Variable(to)),
            outcomes: vec![Outcome::only(Effect::Assign {
                believers: vec![],
                fluent: AT,
                arguments: vec![Argument::Variable(who)],
                value: Expr::Variable(to),
            })],
            consenting: vec![Argument::Variable(who)],
            perceptions,
            natural: false,
            is_impression: false,
            claims: vec![],
        }
    }

    /// Actions that move a counter on, each by somebody; returns its length.
    pub(super) fn chain(&mut self) -> usize {
        let length = *self.rng.pick(&[1, 2, 2, 3, 3, 3, 3]);
        for stage in 0..length {
            let mut scope = vec![];
            let mut tests = vec![equal(fluent(STAGE, &[]), number(stage as i32))];
            if self.rng.chance(1, 10) {
                tests.push(self.condition(&[], 2));
            }
            if stage > 0 && self.rng.chance(3, 4) {
                let truth = Value::Boolean(self.rng.chance(1, 8));
                let flag = *self.rng.pick(&FLAGS);
                tests.push(equal(fluent(flag, &[]), Expr::Value(truth)));
                self.needs.push((flag, truth, stage));
            }
            let mut effects = vec![Effect::Assign {
                believers: vec![],
                fluent: STAGE,
                arguments: vec![],
                value: number(stage as i32 + 1),
            }];
            if self.rng.chance(1, 8) {
                effects.push(self.effect(&[]));
            }
            let consenting = if self.rng.chance(1, 12) {
                self.consenting(&[])
            } else if self.rng.chance(1, 4) {
                vec![constant(self.someone()), constant(self.someone())]
            } else if self.rng.chance(3, 4) {
                vec![constant(person(stage % self.characters))]
            } else {
                vec![constant(self.someone())]
            };
            let perceptions = if self.rng.chance(19, 20) {
                vec![Perception {
                    observer: None,
                    when: When::Before,
                    condition: Condition::True,
                    perceived: Perceived::Itself,
                }]
            } else {
                self.perceptions(&mut scope, &[])
            };
            self.program.actions.push(ActionSchema {
                name: format!("turn{stage}"),
                parameters: 0,
                scope,
                precondition: Condition::And(tests),
                outcomes: vec![Outcome::only(Effect::And(effects))],
                consenting,
                perceptions,
                natural: false,
                is_impression: false,
                claims: vec![],
            });
        }
        length
    }

    /// A trigger that makes its own precondition false, mostly; others loop, which both readings
    /// must notice.
    pub(super) fn trigger(&mut self, name: String) -> TriggerSchema {
        let scope: Scope = vec![Variable { name: "c".to_owned(), domain: Domain::Type(CHARACTER) }];
        let who = Argument::Variable(VariableId(0));
        let variables = [VariableId(0)];
        let (guard, effect) = match self.rng.below(4) {
            // What somebody sees.
            0 => {
                let flag = *self.rng.pick(&FLAGS);
                let truth = Value::Boolean(self.rng.chance(1, 2));
                let fact = equal(fluent(flag, &[]), Expr::Value(truth));
                let here = equal(fluent(AT, &[who]), Expr::Value(self.place()));
                let wrong = Condition::Believes(
                    who,
                    Box::new(Condition::Compare(
                        Comparison::Unequal,
                        fluent(flag, &[]),
                        Expr::Value(truth),
                    )),
                );
                let effect = Effect::Assign {
                    believers: vec![who],
                    fluent: flag,
                    arguments: vec![],
                    value: Expr::Value(truth),
                };
                (vec![here, fact, wrong], effect)
            }
            // A fact that follows from what somebody believes.
            1 => {
                let test = Condition::Believes(who, Box::new(self.atom(&variables)));
                let unmarked = equal(fluent(MARKED, &[who]), Expr::Value(Value::FALSE));
                let effect = Effect::Assign {
                    believers: vec![],
                    fluent: MARKED,
                    arguments: vec![who],
                    value: Expr::Value(Value::TRUE),
                };
                (vec![unmarked, test], effect)
            }
            // A fact that follows from facts.
            _ => {
                let flag = *self.rng.pick(&FLAGS);
                let truth = self.rng.chance(1, 2);
                let unset = equal(fluent(flag, &[]), Expr::Value(Value::Boolean(!truth)));
                let effect = Effect::Assign {
                    believers: vec![],
                    fluent: flag,
                    arguments: vec![],
                    value: Expr::Value(Value::Boolean(truth)),
                };
                (vec![unset, self.atom(&variables)], effect)
            }
        };
        TriggerSchema {
            name,
            parameters: 1,
            scope,
            precondition: Condition::And(guard),
            effect,
            claims: vec![],
        }
    }
}
