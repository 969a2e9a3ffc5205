//! Confirming reasons that were found under a lower character limit.
//!
//! A reason found under a lower limit is one under the full limit as well, but for R4: under the
//! full limit more shortened runs have reasons, so a plan may turn out to be padding. Before a
//! story is told, the reasons that it rests on are looked at once more.

use motive_world::id::CharacterId;
use motive_world::state::StateId;

use super::{Answer, Explanations, Found, Measure, Query};
use crate::padding::Run;

impl Explanations<'_> {
    /// Whether the rest of a plan, from the state before one of its steps on, is a reason for that
    /// step.
    pub(super) fn is_the_rest(
        &mut self,
        found: &Found,
        owner: CharacterId,
        state: StateId,
        index: usize,
    ) -> Answer<bool> {
        match found.measure {
            Measure::Utility => {
                let here = self.utility(Some(owner), state)?;
                Ok(here.is_some_and(|here| found.after > here))
            }
            Measure::Outlook => self.averts_from(owner, state, &found.plan[index..], found.after),
        }
    }

    /// Whether the reason that answers `query` is one where `full` steps are left, with all reasons
    /// within it.
    pub(crate) fn stands(&mut self, query: Query, full: u32) -> Answer<bool> {
        let Some(found) = self.ask_deepening(query)?.cloned() else { return Ok(false) };
        if found.left == full {
            return Ok(true);
        }
        let owner = query.character;
        let states = self.run(Some(query.character), query.mind, &found.plan)?;
        let run = Run {
            owner: Some(owner),
            states: &states,
            steps: &found.plan,
            left: full,
            accidents: 0,
            measure: found.measure,
            sight: query.sight,
        };
        if self.shorter(&run)?.is_some() {
            return Ok(false);
        }
        let world = self.world;
        for (index, &step) in found.plan.iter().enumerate().skip(1) {
            let left = Self::left_after(found.left, index as u32);
            let full = Self::left_after(full, index as u32);
            for &who in &world.action(step).consenting {
                let query = if who == owner {
                    if self.is_the_rest(&found, owner, states[index], index)? {
                        continue;
                    }
                    self.query(states[index], owner, step, left)
                } else {
                    self.consent(states[index], who, step, left)
                };
                if !self.stands(query, full)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}
