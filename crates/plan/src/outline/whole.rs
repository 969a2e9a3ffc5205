//! The story as a whole: whether it goes through the outline, and what can be left out of it.

use motive_world::fault::Fault;
use motive_world::ground::StepId;
use motive_world::outline::Aim;
use motive_world::state::{Stance, StateId};
use motive_world::value::Number;

use super::Worlds;
use crate::author::is_explained;
use crate::explain::{Answer, Explanations};
use crate::survey::hold;

/// What a whole story must be like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// The author's utility at the start; `None` where the author wants nothing but the outline.
    pub(super) before: Option<Number>,
    /// What it must reach.
    pub(super) goal: Number,
    /// The most steps of a leg.
    pub(super) limit: u32,
}

impl Worlds {
    /// The author's own utility in a state of the whole; `None` if unknown.
    pub(super) fn utility(
        &self,
        minds: &Explanations<'_>,
        state: StateId,
    ) -> Result<Option<Number>, Fault> {
        minds.utility_by(&self.author, state)
    }

    /// Where the entries are reached: after how many steps each, as far as they are.
    pub(super) fn reached(
        &self,
        minds: &mut Explanations<'_>,
        states: &[StateId],
        steps: &[StepId],
    ) -> Answer<Vec<usize>> {
        let mut places = vec![];
        let mut place = 0;
        for (entry, terms) in self.outline.entries.iter().zip(&self.terms) {
            // Nothing is reached while something presses.
            let mut found = None;
            let mut happened = false;
            for (at, &state) in states.iter().enumerate().skip(place) {
                let holds = match &entry.aim {
                    Aim::Happens(pattern) => {
                        happened |=
                            at > place && pattern.matches(&minds.world.plain_step(steps[at - 1]));
                        happened
                    }
                    Aim::Holds { .. } => hold(minds, terms.clone(), state)?,
                };
                if holds && minds.is_quiet(state)? {
                    found = Some(at);
                    break;
                }
            }
            match found {
                Some(at) => place = at,
                None => break,
            }
            places.push(place);
        }
        Ok(places)
    }

    /// How many accidents there are in a run that reaches its entries at these places, beyond those that
    /// the outline names.
    fn accidents(
        &self,
        minds: &Explanations<'_>,
        states: &[StateId],
        steps: &[StepId],
        places: &[usize],
    ) -> Result<u32, Fault> {
        if !minds.world.branches {
            return Ok(0);
        }
        let entries = self.outline.entries.iter().zip(places);
        let named = entries.filter(|(entry, _)| entry.aim.names_outcome());
        let named: Vec<usize> = named.map(|(_, &place)| place).collect();
        let mut accidents = 0;
        for (index, (&state, &step)) in states.iter().zip(steps).enumerate() {
            if !named.contains(&(index + 1)) && minds.is_accident(state, step)? {
                accidents += 1;
            }
        }
        Ok(accidents)
    }

    /// Whether a run goes through the outline, with no more accidents than it may have and no leg longer
    /// than it may be, and ends well enough.
    pub(super) fn is_met(
        &self,
        minds: &mut Explanations<'_>,
        states: &[StateId],
        steps: &[StepId],
        terms: &Terms,
    ) -> Answer<bool> {
        let places = self.reached(minds, states, steps)?;
        if places.len() < self.outline.entries.len() || steps.is_empty() {
            return Ok(false);
        }
        if self.accidents(minds, states, steps, &places)? > minds.accidents {
            return Ok(false);
        }
        let reached = places.last().copied().unwrap_or(0);
        let mut last = 0;
        for place in places.into_iter().chain([steps.len()]) {
            if (place - last) as u64 > u64::from(terms.limit) {
                return Ok(false);
            }
            last = place;
        }
        if let Some(&end) = states.last()
            && !minds.is_quiet(end)?
        {
            return Ok(false);
        }
        // What is so from the beginning makes nobody better off.
        let Some(before) = terms.before else { return Ok(reached > 0) };
        let end = states.last().copied();
        let after = end.map(|end| self.utility(minds, end)).transpose()?.flatten();
        Ok(after.is_some_and(|after| after > before && after >= terms.goal))
    }

    /// The positions that are left of a story when one event is dropped, together with whatever then
    /// fails, where what is left goes through the outline and ends as well; the first event for which
    /// that is so. Or the first of its beginnings that does.
    pub(super) fn shorter(
        &self,
        minds: &mut Explanations<'_>,
        initial: StateId,
        steps: &[StepId],
        terms: &Terms,
    ) -> Answer<Option<Vec<usize>>> {
        let states = minds.run(None, initial, steps)?;
        let after = self.utility(minds, states[steps.len()])?;
        let terms =
            &Terms { goal: after.map_or(terms.goal, |after| after.max(terms.goal)), ..*terms };
        for length in 1..steps.len() {
            if self.is_met(minds, &states[..=length], &steps[..length], terms)? {
                return Ok(Some((0..length).collect()));
            }
        }
        for dropped in 0..steps.len() {
            let mut kept: Vec<usize> = (0..dropped).collect();
            let mut run: Vec<StateId> = states[..=dropped].to_vec();
            for (position, &step) in steps.iter().enumerate().skip(dropped + 1) {
                let state = run[kept.len()];
                if !minds.states.executable(state, step, Stance::Fact)?
                    || !minds.next(state)?.allows(minds.world, step)
                    || !is_explained(minds, state, step)?
                {
                    continue;
                }
                kept.push(position);
                run.push(minds.states.after(None, state, step)?);
            }
            let left: Vec<StepId> = kept.iter().map(|&position| steps[position]).collect();
            if self.is_met(minds, &run, &left, terms)? {
                return Ok(Some(kept));
            }
        }
        Ok(None)
    }
}
