//! Padding: steps of a run that can be left out without changing the final utility
//! (planning-semantics R4 and P4).

use motive_world::ground::StepId;
use motive_world::id::CharacterId;
use motive_world::state::{Stance, StateId};
use motive_world::value::Number;

use crate::explain::{Answer, Explanations, Floor, Measure, Query, Sight};

/// A run of steps and the states along it, as its owner (the author or a character) has it.
pub(crate) struct Run<'a> {
    /// The character whose plan it is; `None`: the author's story.
    pub(crate) owner: Option<CharacterId>,
    /// One more than there are steps.
    pub(crate) states: &'a [StateId],
    /// The steps.
    pub(crate) steps: &'a [StepId],
    /// What the character limit leaves at the first step of a character's plan.
    pub(crate) left: u32,
    /// How many accidents the author's story may contain.
    pub(crate) accidents: u32,
    /// What is to end the same.
    pub(crate) measure: Measure,
    /// Which reasons count.
    pub(crate) sight: Sight,
}

impl<'a> Run<'a> {
    /// The author's, with no more than so many accidents.
    pub(crate) fn of_author(
        minds: &Explanations<'_>,
        states: &'a [StateId],
        steps: &'a [StepId],
        accidents: u32,
    ) -> Self {
        let (left, sight) = (minds.character_limit, minds.sight());
        Run { owner: None, states, steps, left, accidents, measure: Measure::Utility, sight }
    }

    /// What the character limit leaves for reasons for the step at `position`: it counts on
    /// through a character's plan, and starts anew at every step of the author's story.
    fn left_at(&self, position: usize, limit: u32) -> u32 {
        match self.owner {
            None => limit,
            Some(_) => Explanations::left_after(self.left, position as u32),
        }
    }
}

impl Explanations<'_> {
    /// Looks for a tail of the run with a proper subsequence that can be executed, is explained,
    /// and ends with exactly the same utility. Returns the positions of all steps that are left
    /// (those before the tail included), or `None` if no tail is padded.
    ///
    /// Tails are tried from the last to the first, and subsequences that keep early steps before
    /// those that drop them, so that what disqualifies a reason (its first step can be dropped) is
    /// only returned where nothing else can be shortened.
    pub(crate) fn shorter(&mut self, run: &Run<'_>) -> Answer<Option<Vec<usize>>> {
        let end = *run.states.last().expect("a run has a start");
        let Some(after) = self.worth_of(run, end, Floor::None)? else { return Ok(None) };
        for first in (0..run.steps.len()).rev() {
            let mut kept = vec![];
            if self.shorter_tail(run, first, after, first, run.states[first], &mut kept)? {
                let mut positions: Vec<usize> = (0..first).collect();
                positions.extend(kept);
                return Ok(Some(positions));
            }
        }
        Ok(None)
    }

    /// Tries to go on from `state` with a subsequence of the steps from `position` on.
    fn shorter_tail(
        &mut self,
        run: &Run<'_>,
        first: usize,
        after: Number,
        position: usize,
        state: StateId,
        kept: &mut Vec<usize>,
    ) -> Answer<bool> {
        if position == run.steps.len() {
            let dropped = kept.len() < run.steps.len() - first;
            return Ok(dropped
                && self.worth_of(run, state, Floor::AtLeast(after))? == Some(after)
                && (run.owner.is_some() || self.is_quiet(state)?)
                && self.all_explained(run, first, kept)?);
        }
        let step = run.steps[position];
        if self.states.executable(state, step, Stance::of(run.owner))?
            && (run.owner.is_some() || self.next(state)?.allows(self.world, step))
        {
            let next = self.states.after(run.owner, state, step)?;
            let refused = match run.owner {
                Some(owner) => self.is_refused(owner, (state, step), next)?,
                None => false,
            };
            if !refused {
                kept.push(position);
                if self.shorter_tail(run, first, after, position + 1, next, kept)? {
                    return Ok(true);
                }
                kept.pop();
            }
        }
        self.shorter_tail(run, first, after, position + 1, state, kept)
    }

    fn worth_of(&mut self, run: &Run<'_>, state: StateId, floor: Floor) -> Answer<Option<Number>> {
        match run.owner {
            None => Ok(self.utility(None, state)?),
            Some(owner) => self.worth_over(run.measure, owner, state, floor),
        }
    }

    /// Whether every kept step is explained for everyone who consents to it, where it then stands,
    /// and the author's story still has no more accidents than it may have.
    fn all_explained(&mut self, run: &Run<'_>, first: usize, kept: &[usize]) -> Answer<bool> {
        let tail = (run.steps.len() - first) as u32;
        let mut state = run.states[first];
        let counts_accidents = run.owner.is_none() && self.world.branches;
        let mut accidents = 0;
        if counts_accidents {
            for (&state, &step) in run.states.iter().zip(&run.steps[..first]) {
                accidents += u32::from(self.is_accident(state, step)?);
            }
        }
        for (count, &position) in kept.iter().enumerate() {
            let step = run.steps[position];
            if counts_accidents {
                accidents += u32::from(self.is_accident(state, step)?);
                if accidents > run.accidents {
                    return Ok(false);
                }
            }
            let left = run.left_at(first + count, self.character_limit);
            let world = self.world;
            for &who in &world.action(step).consenting {
                let sight = run.sight;
                let query = if Some(who) == run.owner {
                    // The owner's own reasons are shorter than the tail in question.
                    let query = self.query_seeing(state, who, step, left, sight);
                    Query { most: left.min(tail - 1), ..query }
                } else {
                    self.consent_seeing(state, who, step, left, sight)
                };
                let answer = match run.owner {
                    None => self.ask_deepening(query)?,
                    Some(_) => self.ask(query)?,
                };
                if answer.is_none() {
                    return Ok(false);
                }
            }
            state = self.states.after(run.owner, state, step)?;
        }
        Ok(true)
    }
}
