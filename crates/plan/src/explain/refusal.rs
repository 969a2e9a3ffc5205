//! What a character refuses to bring about.
//!
//! A plan of c never goes from a state in which something that c refuses is not true to one in
//! which it is, whoever takes the step; and where c has a part in the step, neither does any other
//! outcome of it that c counts on (docs/semantics.md). Whether a step is such a passage depends on
//! the state and the step alone, so the search for a reason drops it where it meets it, in the
//! plan, in its shadow, and in the shortened runs that might make the plan padding: a run that its
//! owner refuses is no other way to the same end.

use motive_world::fault::{Fault, Place};
use motive_world::ground::{ArithmeticFault, StepId};
use motive_world::id::CharacterId;
use motive_world::state::StateId;

use super::Explanations;

impl Explanations<'_> {
    /// Whether a character refuses a step that leads from one state of that character's
    /// imagination to another, or what else the character counts on in consenting to it.
    pub(crate) fn is_refused(
        &mut self,
        owner: CharacterId,
        (before, step, after): (StateId, StepId, StateId),
    ) -> Result<bool, Fault> {
        let world = self.world;
        if world.refusals[owner.index()].is_empty() {
            return Ok(false);
        }
        if self.is_passage(owner, before, after)? {
            return Ok(true);
        }
        let action = world.action(step);
        if !action.branches || !action.consenting.contains(&owner) {
            return Ok(false);
        }
        for other in world.outcomes_of(step) {
            if other != step && self.states.counts_on(before, other)? {
                let after = self.states.after(Some(owner), before, other)?;
                if self.is_passage(owner, before, after)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether something that a character refuses is true in one state and not in the one before.
    fn is_passage(
        &self,
        owner: CharacterId,
        before: StateId,
        after: StateId,
    ) -> Result<bool, Fault> {
        for refusal in &self.world.refusals[owner.index()] {
            let holds = |state| {
                let holds = refusal.test.holds(&self.states.view(state));
                holds.map_err(|fault| match fault {
                    ArithmeticFault::DivisionByZero => {
                        Fault::DivisionByZero(Place::Refusal(refusal.index))
                    }
                    ArithmeticFault::Overflow => Fault::Overflow(Place::Refusal(refusal.index)),
                })
            };
            if holds(after)? && !holds(before)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
