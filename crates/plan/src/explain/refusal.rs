//! What a character refuses to bring about.
//!
//! A plan of c never goes from a state in which something that c refuses is not true to one in
//! which it is, whoever takes the step (docs/semantics.md). Whether a step is such a passage
//! depends on the two states alone, so the search for a reason drops it where it meets it, in the
//! plan, in its shadow, and in the shortened runs that might make the plan padding: a run that its
//! owner refuses is no other way to the same end.

use motive_world::fault::{Fault, Place};
use motive_world::ground::{ArithmeticFault, StepId};
use motive_world::id::CharacterId;
use motive_world::state::{Stance, StateId};

use super::Explanations;

impl Explanations<'_> {
    /// Whether a character refuses a step from one state of that character's imagination to
    /// another: if it brings about something refused, or if the character consents to it and any
    /// outcome of it that the character counts on does.
    #[inline(always)]
    pub(crate) fn is_refused(
        &mut self,
        owner: CharacterId,
        (before, step): (StateId, StepId),
        after: StateId,
    ) -> Result<bool, Fault> {
        if self.world.refusals[owner.index()].is_empty() {
            return Ok(false);
        }
        self.is_one_refused(owner, (before, step), after)
    }

    fn is_one_refused(
        &mut self,
        owner: CharacterId,
        (before, step): (StateId, StepId),
        after: StateId,
    ) -> Result<bool, Fault> {
        let world = self.world;
        if self.is_refused_passage(owner, before, after)? {
            return Ok(true);
        }
        if !world.branches || !world.action(step).consenting.contains(&owner) {
            return Ok(false);
        }
        for other in world.outcomes_of(step).filter(|&other| other != step) {
            if self.states.executable(before, other, Stance::Supposed)? {
                let after = self.states.after(Some(owner), before, other)?;
                if self.is_refused_passage(owner, before, after)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn is_refused_passage(
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
