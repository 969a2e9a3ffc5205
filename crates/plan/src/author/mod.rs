//! The author's searches: for the first story, for the shortest, and for all of them.
//!
//! [`BestFirst`] looks for one story, alone or as an arm of a [`Portfolio`]; [`Enumeration`] finds every valid story, shortest first. Both
//! go through runs of explained steps; a run that reaches the goal is made a valid story by
//! [`reduce`].

mod best_first;
mod enumeration;
mod portfolio;

pub(crate) use best_first::{BestFirst, Order};
pub(crate) use enumeration::Enumeration;
pub(crate) use portfolio::Portfolio;

use motive_world::ground::StepId;
use motive_world::state::StateId;
use motive_world::story::Story;
use motive_world::value::Number;

use crate::explain::{Answer, Explanations};
use crate::padding::Run;

/// The start of a search for stories.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    /// The state in which stories begin.
    pub(crate) initial: StateId,
    /// The author's utility there.
    pub(crate) before: Number,
    /// What the utility must reach.
    pub(crate) goal: Number,
    /// The most steps; `u32::MAX`: unlimited.
    pub(crate) limit: u32,
    /// The most accidents.
    pub(crate) accidents: u32,
    /// What may be passed over.
    pub(crate) scope: Scope,
}

/// What a search passes over because it cannot matter to the goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Steps that do not serve the goal, and differences between states that do not matter to it.
    Goal,
    /// Steps that do not serve the goal: what else an end is like matters later.
    Ends,
    /// Nothing.
    Everything,
}

/// What a tick came to.
#[derive(Debug)]
pub(crate) enum Tick {
    /// There is more to do.
    More,
    /// A run that reaches the goal.
    Goal,
    /// A valid story.
    Story(Box<Story>),
    /// Everything within the limits has been searched.
    Exhausted,
}

/// Whether everyone who consents to a step has a reason for it in a state.
pub(crate) fn is_explained(
    minds: &mut Explanations<'_>,
    state: StateId,
    step: StepId,
) -> Answer<bool> {
    let world = minds.world;
    for &who in &world.action(step).consenting {
        let query = minds.consent(state, who, step, minds.character_limit);
        if minds.ask_deepening(query)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes a valid story of a run of explained steps that improves the author's utility: cuts it
/// where it is good enough, and leaves out what can be left out.
pub(crate) fn reduce(
    minds: &mut Explanations<'_>,
    task: &Task,
    plan: &[StepId],
) -> Answer<Vec<StepId>> {
    let mut plan = plan.to_vec();
    loop {
        let states = minds.run(None, task.initial, &plan)?;
        if let Some(cut) = good_enough_before_its_end(minds, &states)? {
            plan.truncate(cut);
            continue;
        }
        let run = Run::of_author(minds, &states, &plan, task.accidents);
        match minds.shorter(&run)? {
            Some(kept) => plan = kept.into_iter().map(|position| plan[position]).collect(),
            None => return Ok(plan),
        }
    }
}

/// The length of the first proper prefix (of at least one step) with at least the final utility.
fn good_enough_before_its_end(
    minds: &mut Explanations<'_>,
    states: &[StateId],
) -> Answer<Option<usize>> {
    let last = states.len() - 1;
    let Some(after) = minds.utility(None, states[last])? else { return Ok(None) };
    for (length, &state) in states.iter().enumerate().take(last).skip(1) {
        if minds.utility(None, state)?.is_some_and(|utility| utility >= after)
            && minds.is_quiet(state)?
        {
            return Ok(Some(length));
        }
    }
    Ok(None)
}
