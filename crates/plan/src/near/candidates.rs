//! The steps that a plan may go on with, in worlds whose actions are made on demand.
//!
//! Where others count on an immediate gain and nothing else, what they would do in a mind is found
//! once for that mind; it mostly stays as it is while the owner of a plan does something elsewhere.
//! Steps to which somebody would not consent are left out here instead of being turned down later.

use motive_world::fault::Fault;
use motive_world::ground::StepId;
use motive_world::id::CharacterId;
use motive_world::state::{Asked, Stance, StateId};

use super::{Near, Others};
use crate::explain::Explanations;

impl Explanations<'_> {
    /// What the owner of a plan in this mind can count on others for.
    pub(crate) fn others(&self, mind: StateId) -> Others {
        if self.foresight > 0 {
            return Others::Anything;
        }
        match (self.depth(mind) + 1).cmp(&(self.nesting.epistemic + 1)) {
            std::cmp::Ordering::Less => Others::Anything,
            std::cmp::Ordering::Equal => Others::Gain,
            std::cmp::Ordering::Greater => Others::Nothing,
        }
    }

    /// The steps with which a plan of `owner` may go on in a state (and end, if it is to be the
    /// `last`), in order.
    pub(crate) fn continuations(
        &mut self,
        state: StateId,
        owner: CharacterId,
        last: bool,
    ) -> Result<Vec<StepId>, Fault> {
        let others = self.others(state);
        if self.near.is_none() || others == Others::Anything {
            return self.states.successors(state, Asked::Willed, Stance::Supposed);
        }
        let world = self.world;
        if last && self.near.as_ref().is_some_and(Near::tells_debts) {
            return self.last_steps(state, owner, others);
        }
        let mut steps = vec![];
        for step in self.states.successors(state, Asked::By(owner), Stance::Supposed)? {
            if self.others_gain(state, step, Some(owner), others)? {
                steps.push(step);
            }
        }
        if others == Others::Gain {
            for who in world.program.characters().filter(|&who| who != owner) {
                let mind = self.states.mind(state, who);
                for index in 0..self.gains(mind, who)?.len() {
                    let gaining = self.gains(mind, who)?[index];
                    let consenting = &world.action(gaining).consenting;
                    // Each step once: with the first of those who consent.
                    if consenting.contains(&owner) || consenting.first() != Some(&who) {
                        continue;
                    }
                    // It need not turn out as they think.
                    for step in world.outcomes_of(gaining) {
                        if self.states.executable(state, step, Stance::Supposed)?
                            && self.others_gain(state, step, Some(owner), others)?
                        {
                            steps.push(step);
                        }
                    }
                }
            }
        }
        steps.extend(self.states.successors(state, Asked::Natural, Stance::Supposed)?);
        self.sort(&mut steps);
        Ok(steps)
    }

    fn sort(&self, steps: &mut Vec<StepId>) {
        let order = |step: &StepId| {
            let action = self.world.action(*step);
            (action.schema, &action.arguments, self.world.outcome_index(*step))
        };
        steps.sort_by(|one, other| order(one).cmp(&order(other)));
        steps.dedup();
    }

    /// The steps that may make a difference at once to what a character's utility reads, by
    /// anybody, in order.
    fn different(&self, state: StateId, who: CharacterId) -> Result<Vec<StepId>, Fault> {
        let Some(near) = &self.near else { return Ok(vec![]) };
        let mut steps = vec![];
        for (schema, known) in &near.makers[who.index()] {
            steps.extend(self.states.completions(state, *schema, known, Stance::Supposed)?);
        }
        self.sort(&mut steps);
        Ok(steps)
    }

    /// The steps with which a plan may end.
    fn last_steps(
        &mut self,
        state: StateId,
        owner: CharacterId,
        others: Others,
    ) -> Result<Vec<StepId>, Fault> {
        let mut steps = vec![];
        for step in self.different(state, owner)? {
            if self.world.action(step).is_reckoned_with()
                && self.others_gain(state, step, Some(owner), others)?
            {
                steps.push(step);
            }
        }
        Ok(steps)
    }

    /// Whether all who consent to a step, but the owner of the plan, gain by it at once.
    fn others_gain(
        &mut self,
        state: StateId,
        step: StepId,
        owner: Option<CharacterId>,
        others: Others,
    ) -> Result<bool, Fault> {
        let world = self.world;
        let asked = || world.action(step).consenting.iter().filter(|&&who| Some(who) != owner);
        let matters = |near: &Near<'_>, who: CharacterId| {
            world.outcomes_of(step).any(|step| near.may_matter(who, step))
        };
        let near = self.near.as_ref();
        if others == Others::Nothing && asked().next().is_some()
            || near.is_some_and(|near| asked().any(|&who| !matters(near, who)))
        {
            return Ok(false);
        }
        for &who in asked() {
            let mind = self.states.mind(state, who);
            if !self.gains_by(mind, who, step)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a character gains at once by an action, with some outcome counted on, in that
    /// character's mind.
    fn gains_by(&mut self, mind: StateId, who: CharacterId, step: StepId) -> Result<bool, Fault> {
        for step in self.world.outcomes_of(step) {
            if self.gains_with(mind, who, step)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The same with the outcome of this step.
    fn gains_with(&mut self, mind: StateId, who: CharacterId, step: StepId) -> Result<bool, Fault> {
        if !self.states.executable(mind, step, Stance::Supposed)? {
            return Ok(false);
        }
        let Some(before) = self.utility(Some(who), mind)? else { return Ok(false) };
        let after = self.states.after(Some(who), mind, step)?;
        Ok(self.utility(Some(who), after)?.is_some_and(|after| after > before))
    }

    /// The steps by which a character gains at once, in that character's mind, in order.
    fn gains(&mut self, mind: StateId, who: CharacterId) -> Result<&[StepId], Fault> {
        if !self.gaining.contains_key(&(mind, who)) {
            let mut gaining = vec![];
            let candidates = if self.near.as_ref().is_some_and(Near::tells_debts) {
                self.different(mind, who)?
            } else {
                self.states.successors(mind, Asked::By(who), Stance::Supposed)?
            };
            for step in candidates {
                if self.world.action(step).consenting.contains(&who)
                    && self.gains_with(mind, who, step)?
                {
                    gaining.push(step);
                }
            }
            self.gaining.insert((mind, who), gaining.into_boxed_slice());
        }
        Ok(self.gaining.get(&(mind, who)).map_or(&[], |steps| steps))
    }
}
