//! What can happen in a state.

use super::registry::{StateId, StateRegistry};
use crate::fault::Fault;
use crate::ground::StepId;
use crate::id::{ActionSchemaId, CharacterId};
use crate::value::Value;

/// Which steps are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All.
    All,
    /// Those that characters reckon with: those to which somebody consents, and natural ones.
    Willed,
    /// Those that are natural, and to which nobody consents.
    Natural,
    /// Those to which this character consents.
    By(CharacterId),
}

impl StateRegistry<'_> {
    /// The steps whose precondition holds in a state, in order of declaration, then of arguments.
    ///
    /// # Errors
    /// Arithmetic without a result, contradictory effects, or full tables.
    pub fn successors(&self, state: StateId, asked: Asked) -> Result<Vec<StepId>, Fault> {
        let world = self.world();
        if let Some(demand) = world.demand() {
            return demand.executable(&world.program, &self.view(state), asked);
        }
        let mut steps = vec![];
        for step in (0..world.steps.len()).map(StepId::at) {
            let action = world.action(step);
            let wanted = match asked {
                Asked::All => true,
                Asked::Willed => action.is_reckoned_with(),
                Asked::Natural => action.consenting.is_empty() && action.natural,
                Asked::By(who) => action.consenting.contains(&who),
            };
            if wanted && self.executable(state, step)? {
                steps.push(step);
            }
        }
        Ok(steps)
    }

    /// The steps of a schema that have these arguments, as far as they are given, and whose
    /// precondition holds in a state, in order of arguments. Only where actions are made on
    /// demand; elsewhere nothing.
    ///
    /// # Errors
    /// As [`successors`](Self::successors).
    pub fn completions(
        &self,
        state: StateId,
        schema: ActionSchemaId,
        known: &[Option<Value>],
    ) -> Result<Vec<StepId>, Fault> {
        let world = self.world();
        match world.demand() {
            Some(demand) => demand.complete(&world.program, &self.view(state), schema, known),
            None => Ok(vec![]),
        }
    }
}
