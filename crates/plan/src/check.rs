//! The planner's own opinion of a story: whether these steps, with whatever reasons there are, are
//! a valid story within the limits (planning-semantics §6.1, P1–P6).
//!
//! The judge decides; this confirms it with the machinery that found the story, and can say
//! "nobody has a reason" where the judge would have to search for very long.

use motive_world::fault::Fault;
use motive_world::ground::{GroundWorld, StepId};
use motive_world::id::CharacterId;
use motive_world::state::{NoRecorder, Stance, StateId};
use motive_world::story::{Limits, Step, Story};

use crate::components::Components;
use crate::explain::{Answer, Explanations, Unanswered};
use crate::padding::Run;
use crate::search::next_whole;

/// What the planner makes of a story. What is cheap to find out is looked at first.
#[derive(Clone, Debug, PartialEq)]
pub enum Opinion {
    /// It is valid; here it is with reasons.
    Valid(Box<Story>),
    /// The step at this index does not exist or cannot be taken (P1).
    NotExecutable(usize),
    /// This character has no reason for the step at this index (P3).
    Unexplained(usize, CharacterId),
    /// With the step at this index there are more accidents than a story may contain.
    Accidents(usize),
    /// The author's utility at the end does not reach the goal or is no better than at the start
    /// (P2).
    GoalNotReached,
    /// The step at this index must wait: something presses there (12.4).
    MustWait(usize),
    /// Something presses at the end (12.4).
    NotQuiet,
    /// So many steps would do (P5).
    Sooner(usize),
    /// These positions would do (P4).
    Padded(Vec<usize>),
    /// Longer than the author limit, or empty (P6).
    Length,
}

/// A check under way.
#[derive(Debug)]
pub struct Check<'w> {
    minds: Explanations<'w>,
    limits: Limits,
    initial: StateId,
    steps: Vec<Option<StepId>>,
}

impl<'w> Check<'w> {
    /// A check that has not begun.
    ///
    /// # Errors
    /// A fault in the start of the world.
    pub fn new(world: &'w GroundWorld, limits: &Limits, steps: &[Step]) -> Result<Self, Fault> {
        let mut minds = Explanations::new(world, limits, Components::default().exact());
        let initial = minds.states.initial(&mut NoRecorder)?;
        let steps = steps.iter().map(|step| world.step(step)).collect();
        Ok(Check { minds, limits: *limits, initial, steps })
    }

    /// Goes on for at most `ticks` ticks; `None` where they do not suffice, and one may go on.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn step(&mut self, ticks: u64) -> Result<Option<Opinion>, Fault> {
        for _ in 0..ticks {
            if self.minds.is_busy() {
                self.minds.tick()?;
                continue;
            }
            match self.opinion() {
                Ok(opinion) => return Ok(Some(opinion)),
                Err(Unanswered::Needs(query)) => self.minds.push(query)?,
                Err(Unanswered::Fault(fault)) => return Err(fault),
            }
        }
        Ok(None)
    }

    fn opinion(&mut self) -> Answer<Opinion> {
        let minds = &mut self.minds;
        if self.steps.is_empty()
            || self.limits.author.is_some_and(|limit| self.steps.len() as u64 > u64::from(limit))
        {
            return Ok(Opinion::Length);
        }
        let mut states = vec![self.initial];
        let mut steps = vec![];
        for (index, step) in self.steps.iter().enumerate() {
            let state = states[index];
            let Some(step) = *step else { return Ok(Opinion::NotExecutable(index)) };
            if !minds.states.executable(state, step, Stance::Fact)? {
                return Ok(Opinion::NotExecutable(index));
            }
            states.push(minds.states.after(None, state, step)?);
            steps.push(step);
        }
        let mut utilities = vec![];
        for &state in &states {
            utilities.push(minds.utility(None, state)?);
        }
        let (Some(before), Some(after)) = (utilities[0], utilities[steps.len()]) else {
            return Ok(Opinion::GoalNotReached);
        };
        if after <= before || after < self.limits.goal.unwrap_or_else(|| next_whole(before)) {
            return Ok(Opinion::GoalNotReached);
        }
        for (sooner, utility) in utilities[..steps.len()].iter().enumerate() {
            if utility.is_some_and(|utility| utility >= after) && minds.is_quiet(states[sooner])? {
                return Ok(Opinion::Sooner(sooner));
            }
        }
        for (index, &step) in steps.iter().enumerate() {
            for &who in &minds.world.action(step).consenting {
                let query = minds.consent(states[index], who, step, minds.character_limit);
                if minds.ask_deepening(query)?.is_none() {
                    return Ok(Opinion::Unexplained(index, who));
                }
            }
        }
        let mut accidents = 0;
        for (index, &step) in steps.iter().enumerate() {
            if !minds.next(states[index])?.allows(minds.world, step) {
                return Ok(Opinion::MustWait(index));
            }
            accidents += u32::from(minds.is_accident(states[index], step)?);
            if accidents > minds.accidents {
                return Ok(Opinion::Accidents(index));
            }
        }
        if !minds.is_quiet(states[steps.len()])? {
            return Ok(Opinion::NotQuiet);
        }
        let run = Run::of_author(minds, &states, &steps, minds.accidents);
        if let Some(kept) = minds.shorter(&run)? {
            return Ok(Opinion::Padded(kept));
        }
        Ok(Opinion::Valid(Box::new(minds.story(&states, &steps)?)))
    }
}
