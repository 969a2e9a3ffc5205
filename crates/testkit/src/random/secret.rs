//! What only some know.

use super::want::collect_aims;
use super::*;

impl Maker {
    /// One or two secrets, mostly about what actions bring about or ask for; now and then about one fact,
    /// and now and then something else is stated of a mind within one.
    pub(super) fn secrets(&mut self, dice: &mut Rng) {
        let mut facts: Vec<(FluentSchemaId, Vec<Value>, Value)> = vec![];
        for action in &self.program.actions {
            let mut aims = vec![];
            collect_aims(&action.outcomes[0].effect, &mut aims);
            facts.extend(aims.into_iter().filter_map(|(fluent, arguments, value)| {
                let constant = |argument: &Argument| match argument {
                    Argument::Constant(value) => Some(*value),
                    Argument::Variable(_) => None,
                };
                let arguments: Option<Vec<Value>> = arguments.iter().map(constant).collect();
                Some((fluent, arguments?, value))
            }));
        }
        for _ in 0..1 + dice.below(2) {
            let (fluent, arguments, value) = if !self.needs.is_empty() && dice.chance(3, 5) {
                let (flag, truth, _) = *dice.pick(&self.needs);
                (flag, vec![], truth)
            } else if !facts.is_empty() && dice.chance(1, 2) {
                dice.pick(&facts).clone()
            } else if dice.chance(3, 4) {
                (*dice.pick(&FLAGS), vec![], Value::Boolean(dice.chance(1, 2)))
            } else {
                (STAGE, vec![], Value::Number(Number::from(dice.below(3) as i32)))
            };
            let outside = match value {
                _ if dice.chance(1, 3) => Value::Unknown,
                Value::Boolean(truth) if dice.chance(2, 3) => Value::Boolean(!truth),
                value => value,
            };
            let mut insiders: Vec<CharacterId> = self.program.characters().collect();
            insiders.retain(|_| dice.chance(1, 2));
            if dice.chance(2, 3) {
                let effect = Effect::Assign {
                    believers: vec![],
                    fluent,
                    arguments: arguments.iter().map(|&value| constant(value)).collect(),
                    value: Expr::Value(value),
                };
                self.program.start.push(Statement { scope: vec![], effect });
            }
            self.program.secrets.push(Secret { fluent, arguments, insiders, outside });
        }
    }
}
