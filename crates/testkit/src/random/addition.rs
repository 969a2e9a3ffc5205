//! What Motive adds to Sabre's semantics: natural events, and learning that is wanted.

use super::*;

impl Maker {
    /// Makes most events that nobody consents to natural, and often one more.
    pub(super) fn nature(&mut self) {
        if self.rng.chance(1, 2) {
            // Rather a later turn, on which those before it may then count.
            let later = self.program.actions.iter().skip(1);
            let later = later.take_while(|action| action.name.starts_with("turn")).count();
            let index = match later {
                0 => self.rng.below(self.program.actions.len()),
                later => 1 + self.rng.below(later),
            };
            self.program.actions[index].consenting.clear();
        }
        for index in 0..self.program.actions.len() {
            if self.program.actions[index].consenting.is_empty() {
                self.program.actions[index].natural = self.rng.chance(5, 6);
            }
        }
    }

    /// An action by which somebody learns something, directly or by a trigger, and wants to.
    pub(super) fn lesson(&mut self) {
        let learner = person(self.rng.below(self.characters));
        let other = self.someone();
        let who = constant(learner);
        let (fact, value) = match self.rng.below(3) {
            0 => (HIDDEN, self.place()),
            _ => (*self.rng.pick(&FLAGS), Value::Boolean(self.rng.chance(2, 3))),
        };
        let believers = match self.rng.below(6) {
            0 => vec![who, who],
            1 => vec![who, constant(other)],
            _ => vec![who],
        };
        let wanted = believers
            .iter()
            .skip(1)
            .filter(|&&b| b != who)
            .rev()
            .fold(equal(fluent(fact, &[]), Expr::Value(value)), |condition, &believer| {
                Condition::Believes(believer, Box::new(condition))
            });
        let told = Effect::Assign {
            believers,
            fluent: fact,
            arguments: vec![],
            value: Expr::Value(value),
        };
        let mut scope = vec![];
        let effect = if self.rng.chance(1, 3) {
            // Whoever is marked comes to know it.
            let marked = |truth| equal(fluent(MARKED, &[who]), Expr::Value(Value::Boolean(truth)));
            let ignorant = Condition::Believes(
                who,
                Box::new(Condition::Not(Box::new(equal(fluent(fact, &[]), Expr::Value(value))))),
            );
            let mut guard = vec![marked(true)];
            if self.rng.chance(2, 3) {
                guard.push(ignorant);
            }
            let unmark = Effect::Assign {
                believers: vec![],
                fluent: MARKED,
                arguments: vec![who],
                value: Expr::Value(Value::FALSE),
            };
            self.program.triggers.push(TriggerSchema {
                claims: vec![],
                name: "realise".to_owned(),
                parameters: 0,
                scope: vec![],
                precondition: Condition::And(guard),
                effect: Effect::And(vec![told, unmark]),
            });
            Effect::Assign {
                believers: vec![],
                fluent: MARKED,
                arguments: vec![who],
                value: Expr::Value(Value::TRUE),
            }
        } else {
            told
        };
        let perceptions = self.perceptions(&mut scope, &[]);
        let precondition =
            if self.rng.chance(1, 3) { self.condition(&[], 1) } else { Condition::True };
        self.program.actions.push(ActionSchema {
            claims: vec![],
            name: "ask".to_owned(),
            parameters: 0,
            scope,
            precondition,
            outcomes: vec![Outcome::only(effect)],
            consenting: if self.rng.chance(1, 4) { vec![who, constant(other)] } else { vec![who] },
            perceptions,
            natural: false,
            is_impression: false,
        });
        let Value::Entity(entity) = learner else { return };
        let want = &mut self.program.utilities[entity.index()].wants[0];
        want.amount = sum(Expr::Truth(Box::new(wanted.clone())), want.amount.clone());
        if self.rng.chance(1, 3) {
            let known = Condition::Believes(who, Box::new(wanted));
            let author = &mut self.program.author.wants[0];
            author.amount = sum(Expr::Truth(Box::new(known)), author.amount.clone());
        }
    }
}
