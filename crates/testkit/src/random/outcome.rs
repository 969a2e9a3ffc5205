//! Outcomes: actions that can turn out in several ways, in reality or as somebody supposes.

use super::*;

impl Maker {
    /// Gives an action or two several outcomes, and now and then makes the one that a story needs an
    /// accident.
    pub(super) fn outcomes(&mut self) {
        if self.rng.chance(1, 3) {
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

    /// One turn comes about only as an unlikely outcome of what its actor does for another reason.
    fn accident(&mut self) {
        let turns = self.program.actions.iter().filter(|action| action.name.starts_with("turn"));
        let turns = turns.count();
        if turns == 0 {
            return;
        }
        let action = &mut self.program.actions[turns - 1];
        let Some(&Argument::Constant(Value::Entity(actor))) = action.consenting.first() else {
            return;
        };
        let who = constant(Value::Entity(actor));
        let marked = Effect::Assign {
            believers: vec![],
            fluent: MARKED,
            arguments: vec![who],
            value: Expr::Value(Value::TRUE),
        };
        let mut hoped = Outcome::only(marked);
        hoped.weight = number(9);
        action.outcomes.insert(0, hoped);
        let wanted = equal(fluent(MARKED, &[who]), Expr::Value(Value::TRUE));
        let want = &mut self.program.utilities[actor.index()].wants[0];
        want.amount = sum(Expr::Truth(Box::new(wanted)), want.amount.clone());
    }
}
