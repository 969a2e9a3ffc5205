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
    /// Those to which somebody consents.
    Willed,
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
            let who = match asked {
                Asked::By(who) => Some(who),
                _ => None,
            };
            let view = self.view(state);
            return demand.executable(&world.program, &view, who, asked == Asked::All);
        }
        let mut steps = vec![];
        for step in (0..world.steps.len()).map(StepId::at) {
            let consenting = &world.action(step).consenting;
            let wanted = match asked {
                Asked::All => true,
                Asked::Willed => !consenting.is_empty(),
                Asked::By(who) => consenting.contains(&who),
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
