//! What is to be feared, and what may be done about it.

use super::*;

impl Maker {
    /// Everybody looks one to three steps ahead, and mostly there is something to see: somebody, or
    /// nature, would do what another does not want, and that can be prevented.
    pub(super) fn threat(&mut self) {
        self.program.settings.foresight = 1 + self.rng.below(3) as u32;
        self.program.settings.natural = self.rng.below(3) as u32;
        if self.rng.chance(1, 8) {
            return;
        }
        let victim = self.rng.below(self.characters);
        let other = (victim + 1 + self.rng.below(self.characters - 1)) % self.characters;
        let first = self.rng.below(FLAGS.len());
        let (harm, guard) = (FLAGS[first], FLAGS[(first + 1) % FLAGS.len()]);
        let is_natural = self.rng.chance(1, 4);

        let safe = Value::Boolean(self.rng.chance(3, 4));
        let holds = |flag, value| equal(fluent(flag, &[]), Expr::Value(value));
        let mut needs = vec![Condition::Not(Box::new(holds(guard, safe)))];
        if self.rng.chance(1, 3) {
            needs.push(self.condition(&[], 1));
        }
        let harmed = set(harm, Value::TRUE);
        let by = if is_natural { vec![] } else { vec![constant(person(other))] };
        self.threatening("harm", needs, harmed, by);
        let needs = if self.rng.chance(1, 3) { vec![self.condition(&[], 1)] } else { vec![] };
        let by = match self.rng.below(4) {
            // The other way round: the danger goes when another is asked, or by itself.
            0 => vec![constant(person(other))],
            1 => vec![constant(person(victim)), constant(person(other))],
            _ => vec![constant(person(victim))],
        };
        self.threatening("guard", needs, set(guard, safe), by);

        let harmed = || Expr::Truth(Box::new(holds(harm, Value::TRUE)));
        let loss = number(-1 - self.rng.below(2) as i32);
        let weighed = Expr::If(vec![(holds(harm, Value::TRUE), loss)], Box::new(number(0)));
        let want = &mut self.program.utilities[victim].wants[0];
        want.amount =
            if self.rng.chance(1, 2) { weighed } else { sum(weighed, want.amount.clone()) };
        if !is_natural {
            let want = &mut self.program.utilities[other].wants[0];
            want.amount = sum(harmed(), want.amount.clone());
        }
        let author = &mut self.program.author.wants[0];
        if self.rng.chance(1, 2) {
            let guarded = Expr::Truth(Box::new(holds(guard, safe)));
            author.amount = sum(guarded, author.amount.clone());
        }
    }

    fn threatening(
        &mut self,
        name: &str,
        needs: Vec<Condition>,
        effect: Effect,
        consenting: Vec<Argument>,
    ) {
        let mut scope = vec![];
        let perceptions = self.perceptions(&mut scope, &[]);
        let natural = consenting.is_empty();
        self.program.actions.push(ActionSchema {
            claims: vec![],
            name: name.to_owned(),
            parameters: 0,
            scope,
            precondition: Condition::And(needs),
            outcomes: vec![Outcome::only(effect)],
            consenting,
            perceptions,
            natural,
            is_impression: false,
        });
    }
}

fn set(fluent: FluentSchemaId, value: Value) -> Effect {
    Effect::Assign { believers: vec![], fluent, arguments: vec![], value: Expr::Value(value) }
}
