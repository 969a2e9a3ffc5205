//! What is refused.

use super::want::collect_aims;
use super::*;

impl Maker {
    /// One or two refusals, mostly of what actions bring about.
    pub(super) fn refusals(&mut self) {
        for _ in 0..1 + self.rng.below(3) / 2 {
            let character = CharacterId::at(self.rng.below(self.characters));
            let condition = self.refused(character);
            let (scope, said) = (vec![], None);
            self.program.refusals.push(Refusal { character, scope, condition, said });
        }
    }

    fn refused(&mut self, character: CharacterId) -> Condition {
        let mut aims = vec![];
        let character = Value::Entity(character.entity());
        let some_own = self.rng.chance(2, 3);
        for action in &self.program.actions {
            let own = action.consenting.iter().any(|&who| match who {
                Argument::Constant(value) => value == character,
                Argument::Variable(_) => true,
            });
            if some_own && !own {
                continue;
            }
            collect_aims(&action.outcomes[0].effect, &mut aims);
        }
        let constant_only =
            |arguments: &[Argument]| arguments.iter().all(|a| matches!(a, Argument::Constant(_)));
        aims.retain(|(_, arguments, _)| constant_only(arguments));
        if aims.is_empty() || self.rng.chance(1, 4) {
            let stage = equal(fluent(STAGE, &[]), number(1 + self.rng.below(3) as i32));
            return match self.rng.below(3) {
                0 => self.condition(&[], 1),
                1 => stage,
                _ => Condition::And(vec![stage, self.condition(&[], 1)]),
            };
        }
        let (schema, arguments, value) = self.rng.pick(&aims).clone();
        let brought = equal(fluent(schema, &arguments), Expr::Value(value));
        match self.rng.below(6) {
            // Only as long as something else is so.
            0 => Condition::And(vec![brought, self.condition(&[], 0)]),
            1 => {
                let who = constant(self.someone());
                Condition::Believes(who, Box::new(brought))
            }
            _ => brought,
        }
    }
}
