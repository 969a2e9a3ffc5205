//! Which outcomes an action can have, in reality and in a mind, and which of them somebody counts on.
//!
//! In reality an outcome is **possible** where its guard is true and its weight is above 0; in a
//! mind, where its guard is not known to be false. An unknown weight counts as 1. Its **odds** are
//! its weight over the sum of the possible ones. The owner of a mind **counts on** an outcome that
//! is possible there and whose odds are at least what the world calls likely, or whose guard is
//! unknown there.

use super::registry::{StateId, StateRegistry};
use super::transition::{action_place, located};
use crate::fault::{Fault, Place};
use crate::ground::{GroundAction, StepId, as_number, calculate};
use crate::id::CharacterId;
use crate::program::Arithmetic;
use crate::value::{Number, Value};

/// Whether something is asked of reality, or of somebody's imagination, where what is not known
/// does not rule out an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// In reality.
    Fact,
    /// In a mind.
    Supposed,
}

impl Stance {
    /// The stance in a mind of this owner; in reality, which is nobody's mind.
    #[must_use]
    pub fn of(owner: Option<CharacterId>) -> Self {
        match owner {
            None => Stance::Fact,
            Some(_) => Stance::Supposed,
        }
    }
}

/// An outcome that is possible in a state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// The action with this outcome.
    pub step: StepId,
    /// Its weight: above 0.
    pub weight: Number,
    /// Whether it is not known that its guard is true.
    pub is_unsure: bool,
}

impl StateRegistry<'_> {
    /// The outcomes that the action of a step can have in a state, in order.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn outcomes(
        &self,
        state: StateId,
        step: StepId,
        stance: Stance,
    ) -> Result<Vec<Chance>, Fault> {
        let world = self.world();
        let view = self.view(state);
        let action = world.action(step);
        let fault = |f| located(f, || action_place(action));
        let mut possible = vec![];
        for step in world.outcomes_of(step) {
            let outcome = world.outcome(step);
            let is_true = outcome.guard.holds(&view).map_err(fault)?;
            let counts = match stance {
                Stance::Fact => is_true,
                Stance::Supposed => outcome.conceivable.holds(&view).map_err(fault)?,
            };
            if !counts {
                continue;
            }
            let weight = match as_number(outcome.weight.eval(&view).map_err(fault)?) {
                Value::Number(weight) => weight,
                _ => Number::ONE,
            };
            if weight > Number::ZERO {
                possible.push(Chance { step, weight, is_unsure: !is_true });
            }
        }
        Ok(possible)
    }

    /// Whether the owner of a mind counts on an outcome there.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn counts_on(&self, mind: StateId, step: StepId) -> Result<bool, Fault> {
        let action = self.world().action(step);
        if !action.branches {
            return Ok(true);
        }
        let possible = self.outcomes(mind, step, Stance::Supposed)?;
        let Some(chance) = possible.iter().find(|chance| chance.step == step) else {
            return Ok(false);
        };
        if chance.is_unsure {
            return Ok(true);
        }
        // Multiplied out, so that nothing is rounded: weight / sum >= least / of.
        let (least, of) = self.world().program.settings.likely;
        let place = || Place::Action(action.schema, action.arguments.clone());
        let product = |number: Number, factor: u32| {
            let factor = Number::new(f64::from(factor)).map_or(Value::Unknown, Value::Number);
            let product = calculate(Arithmetic::Multiply, Value::Number(number), factor);
            product.map_err(|f| located(f, place))
        };
        let mut sum = Value::Number(Number::ZERO);
        for chance in &possible {
            let weight = Value::Number(chance.weight);
            sum = calculate(Arithmetic::Add, sum, weight).map_err(|f| located(f, place))?;
        }
        let Value::Number(sum) = sum else { return Ok(false) };
        Ok(product(chance.weight, of)? >= product(sum, least)?)
    }

    /// Whether a step can be taken in a state: its precondition holds, and its outcome is possible
    /// there, in reality; in a mind, the owner counts on it.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn executable(&self, state: StateId, step: StepId, stance: Stance) -> Result<bool, Fault> {
        let action = self.world().action(step);
        Ok(self.permits(state, action)?
            && (!action.branches || self.turns_out(state, step, stance)?))
    }

    /// Whether an action's precondition holds in a state.
    #[inline(always)]
    fn permits(&self, state: StateId, action: &GroundAction) -> Result<bool, Fault> {
        action
            .precondition
            .holds(&self.view(state))
            .map_err(|fault| located(fault, || action_place(action)))
    }

    /// Whether the precondition of a step's action holds in a state, whatever comes of it.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn is_open(&self, state: StateId, step: StepId) -> Result<bool, Fault> {
        self.permits(state, self.world().action(step))
    }

    /// Whether an action that is taken in a state can turn out like this there, in reality; in a
    /// mind, whether the owner counts on it.
    pub(super) fn turns_out(
        &self,
        state: StateId,
        step: StepId,
        stance: Stance,
    ) -> Result<bool, Fault> {
        if !self.world().action(step).branches {
            return Ok(true);
        }
        match stance {
            Stance::Supposed => self.counts_on(state, step),
            Stance::Fact => {
                let possible = self.outcomes(state, step, stance)?;
                Ok(possible.iter().any(|chance| chance.step == step))
            }
        }
    }

    /// Whether a step that happens in reality is an accident: of those who consent to it, nobody
    /// counts on its outcome.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn is_accident(&self, state: StateId, step: StepId) -> Result<bool, Fault> {
        let action = self.world().action(step);
        if !action.branches || action.consenting.is_empty() {
            return Ok(false);
        }
        for &who in &action.consenting {
            if self.counts_on(self.mind(state, who), step)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
