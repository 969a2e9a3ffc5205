//! Whether a story waits for what presses, asked once more without shortcuts.
//!
//! What a quick search takes for granted ([`Components::exact`](crate::components::Components::exact))
//! may make it overlook a reason, and so an urgent step: it would then go on, or end, where something
//! presses. Nothing in the story itself shows that, so the finished story is gone through again with
//! answers of its own.

use motive_world::fault::Fault;
use motive_world::ground::{GroundWorld, StepId};
use motive_world::state::NoRecorder;

use crate::explain::{Answer, Explanations, Unanswered};
use crate::search::Options;

/// What is known of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// It waits wherever it has to.
    Yes,
    /// It goes on or ends where something presses.
    No,
    /// Not known yet.
    Asking,
    /// Patience did not suffice.
    Unknown,
}

/// A story that is being gone through.
#[derive(Debug, Default)]
pub(crate) struct Waiting<'w>(Option<Box<(Explanations<'w>, Vec<StepId>)>>);

impl<'w> Waiting<'w> {
    /// Bytes taken.
    pub(crate) fn memory(&self) -> u64 {
        self.0.as_ref().map_or(0, |under_way| under_way.0.memory())
    }

    /// One tick of going through a story, paid for with patience.
    pub(crate) fn tick(
        &mut self,
        world: &'w GroundWorld,
        options: &Options,
        plan: &[StepId],
        patience: &mut u64,
    ) -> Result<Waits, Fault> {
        if options.components == options.components.exact() {
            return Ok(Waits::Yes);
        }
        if *patience == 0 {
            return Ok(Waits::Unknown);
        }
        *patience -= 1;
        if self.0.as_ref().is_none_or(|under_way| under_way.1 != plan) {
            let minds = Explanations::new(world, &options.limits, options.components.exact());
            self.0 = Some(Box::new((minds, plan.to_vec())));
        }
        let Some(under_way) = &mut self.0 else { return Ok(Waits::Unknown) };
        let (minds, plan) = under_way.as_mut();
        if minds.is_busy() {
            return minds.tick().map(|()| Waits::Asking);
        }
        match waits(minds, plan) {
            Ok(true) => Ok(Waits::Yes),
            Ok(false) => Ok(Waits::No),
            Err(Unanswered::Needs(need)) => minds.push(need).map(|()| Waits::Asking),
            Err(Unanswered::Fault(fault)) => Err(fault),
        }
    }
}

fn waits(minds: &mut Explanations<'_>, plan: &[StepId]) -> Answer<bool> {
    let initial = minds.states.initial(&mut NoRecorder)?;
    let states = minds.run(None, initial, plan)?;
    for (&state, &step) in states.iter().zip(plan) {
        if !minds.next(state)?.allows(minds.world, step) {
            return Ok(false);
        }
    }
    match states.last() {
        Some(&end) => minds.is_quiet(end),
        None => Ok(true),
    }
}
