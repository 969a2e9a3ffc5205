//! Outcomes: actions that can turn out in several ways, in reality or as somebody supposes.

use super::*;

impl Maker {
    /// Gives an action or two several outcomes, and now and then makes the one that a story needs an
    /// accident.
    pub(super) fn outcomes(&mut self) {
        if self.rng.chance(9, 10) {
            self.accident();
        }
        for _ in 0..1 + self.rng.below(2) {
            let index = self.rng.below(self.program.actions.len());
            if self.program.actions[index].outcomes.len() > 1 {
                continue;
            }
            let mut outcomes = std::mem::take(&mut self.program.actions[index].outcomes);
            if self.rng.chance(1, 2) {
                outcomes[0].weight = self.weight();
            }
            self.guard(&mut outcomes[0]);
            for _ in 0..*self.rng.pick(&[0, 1, 1, 1, 2]) {
                let effect =
                    if self.rng.chance(1, 4) { Effect::nothing() } else { self.effects(&[]) };
                let mut outcome = Outcome::only(effect);
                outcome.weight = self.weight();
                self.guard(&mut outcome);
                let place = self.rng.below(outcomes.len() + 1);
                outcomes.insert(place, outcome);
            }
            self.program.actions[index].outcomes = outcomes;
        }
        for action in &mut self.program.actions {
            if action.outcomes.len() > 1 {
                for (index, outcome) in action.outcomes.iter_mut().enumerate() {
                    outcome.name = format!("way{index}");
                }
            }
        }
        let likely = *self.rng.pick(&[(1, 4), (1, 4), (1, 2), (1, 10), (3, 4)]);
        self.program.settings.likely = likely;
        self.program.settings.accidents = *self.rng.pick(&[1, 1, 1, 0, 2]);
    }

    fn weight(&mut self) -> Expr {
        match self.rng.below(8) {
            0 => fluent(COINS, &[]),
            1 => number(0),
            2 => number(9),
            _ => number(1 + self.rng.below(3) as i32),
        }
    }

    fn guard(&mut self, outcome: &mut Outcome) {
        if self.rng.chance(1, 2) {
            return;
        }
        outcome.guard = self.condition(&[], 1);
        let doubt = match self.rng.below(5) {
            0 | 1 => {
                let flag = *self.rng.pick(&FLAGS);
                self.unsure(flag, Value::Unknown)
            }
            2 => equal(fluent(HIDDEN, &[]), Expr::Value(Value::Unknown)),
            3 => self.condition(&[], 1),
            _ => Condition::False,
        };
        outcome.conceivable = Condition::Or(vec![outcome.guard.clone(), doubt]);
    }

    /// Somebody does something for a reason of their own, and what the author wants comes of it only by
    /// accident.
    fn accident(&mut self) {
        let (actor, other) = (self.someone(), self.someone());
        let flag = *self.rng.pick(&FLAGS);
        let truth = Value::Boolean(self.rng.chance(2, 3));
        let (hoped, happening) = match self.rng.below(4) {
            0 => ((MARKED, vec![constant(actor)], Value::TRUE), (flag, vec![], truth)),
            1 | 2 => ((flag, vec![], truth), (MARKED, vec![constant(other)], Value::TRUE)),
            _ => {
                let place = self.place();
                ((AT, vec![constant(actor)], place), (MARKED, vec![constant(other)], Value::TRUE))
            }
        };
        let assign = |(fluent, arguments, value): &(_, Vec<Argument>, _)| Effect::Assign {
            believers: vec![],
            fluent: *fluent,
            arguments: arguments.clone(),
            value: Expr::Value(*value),
        };
        let wanted = |(schema, arguments, value): &(_, Vec<Argument>, _)| {
            Expr::Truth(Box::new(equal(fluent(*schema, arguments), Expr::Value(*value))))
        };
        let mut outcomes = vec![Outcome::only(assign(&hoped)), Outcome::only(assign(&happening))];
        outcomes[0].weight = number(9);
        if self.rng.chance(1, 4) {
            let mut outcome = std::mem::replace(&mut outcomes[1], Outcome::only(Effect::nothing()));
            self.guard(&mut outcome);
            outcomes[1] = outcome;
        }
        let mut scope = vec![];
        let perceptions = self.perceptions(&mut scope, &[]);
        let precondition =
            if self.rng.chance(1, 5) { self.condition(&[], 1) } else { Condition::True };
        self.program.actions.push(ActionSchema {
            name: "slip".to_owned(),
            parameters: 0,
            scope,
            precondition,
            outcomes,
            consenting: vec![constant(actor)],
            perceptions,
            natural: false,
            is_impression: false,
            claims: vec![],
        });
        let Value::Entity(entity) = actor else { return };
        let want = &mut self.program.utilities[entity.index()].wants[0];
        want.amount = sum(wanted(&hoped), want.amount.clone());
        let author = &mut self.program.author.wants[0];
        author.amount = match self.rng.chance(2, 3) {
            true => wanted(&happening),
            false => sum(wanted(&happening), author.amount.clone()),
        };
    }
}
