//! What can happen in a state.

use super::outcome::Stance;
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
    /// The [executable](Self::executable) steps of a state, in order of declaration, then of
    /// arguments, then of outcomes.
    ///
    /// # Errors
    /// Arithmetic without a result, contradictory effects, or full tables.
    pub fn successors(
        &self,
        state: StateId,
        asked: Asked,
        stance: Stance,
    ) -> Result<Vec<StepId>, Fault> {
        let world = self.world();
        if let Some(demand) = world.demand() {
            let firsts = demand.executable(&world.program, &self.view(state), asked)?;
            return self.with_outcomes(state, firsts, stance);
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
            if wanted && self.executable(state, step, stance)? {
                steps.push(step);
            }
        }
        Ok(steps)
    }

    /// The executable steps of a schema that have these arguments, as far as they are given, in
    /// order of arguments, then of outcomes. Only where actions are made on
    /// demand; elsewhere nothing.
    ///
    /// # Errors
    /// As [`successors`](Self::successors).
    pub fn completions(
        &self,
        state: StateId,
        schema: ActionSchemaId,
        known: &[Option<Value>],
        stance: Stance,
    ) -> Result<Vec<StepId>, Fault> {
        let world = self.world();
        match world.demand() {
            Some(demand) => {
                let firsts = demand.complete(&world.program, &self.view(state), schema, known)?;
                self.with_outcomes(state, firsts, stance)
            }
            None => Ok(vec![]),
        }
    }

    /// Actions whose preconditions hold, each with all outcomes that it can have there.
    fn with_outcomes(
        &self,
        state: StateId,
        firsts: Vec<StepId>,
        stance: Stance,
    ) -> Result<Vec<StepId>, Fault> {
        let world = self.world();
        if !world.branches {
            return Ok(firsts);
        }
        let mut steps = vec![];
        for first in firsts {
            for step in world.outcomes_of(first) {
                if self.turns_out(state, step, stance)? {
                    steps.push(step);
                }
            }
        }
        Ok(steps)
    }
}
