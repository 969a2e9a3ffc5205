//! One leg: the search for ways from where the last entry was reached to the next.

use hashbrown::HashSet;
use motive_world::fault::Fault;
use motive_world::ground::GroundWorld;
use motive_world::state::{NoRecorder, StateId};
use motive_world::story::Step;
use motive_world::value::Number;
use rustc_hash::FxBuildHasher;

use crate::author::{Portfolio, Scope, Task, Tick};
use crate::explain::{Answer, Explanations};
use crate::search::{Options, Statistics, portfolio};

/// A leg under way.
#[derive(Debug)]
pub(super) struct Leg {
    /// Which entry it is to reach; the number of entries: the author's own goal.
    pub(super) entry: usize,
    /// How many steps of the story come before it.
    pub(super) start: usize,
    /// The state of the whole that it starts in.
    pub(super) from: StateId,
    /// How many accidents come before it.
    pub(super) accidents: u32,
    /// Ticks that it may still take.
    pub(super) left: u64,
    /// How many ends have been gone on from.
    pub(super) ends: u32,
    /// What the goal was worth where it starts, and where it is reached.
    before: Number,
    goal: Number,
    initial: StateId,
    search: Portfolio,
    known: HashSet<StateId, FxBuildHasher>,
}

impl Leg {
    /// The leg to `entry` after `path`, which leads to `from`; `None` where it can have no end.
    pub(super) fn new(
        (entry, wanted): (usize, Wanted),
        (path, from): (&[Step], StateId),
        (left, scope, accidents): (u64, Scope, u32),
        minds: &mut Explanations<'_>,
        options: &Options,
    ) -> Result<Option<Leg>, Fault> {
        let Some(initial) = replay(minds, path)? else { return Ok(None) };
        let Some(present) = minds.utility(None, initial)? else { return Ok(None) };
        let (before, goal) = match wanted {
            Wanted::Conditions(count) => {
                let goal = Number::from(i32::try_from(count).unwrap_or(i32::MAX));
                if goal <= present {
                    return Ok(None);
                }
                (present, goal)
            }
            Wanted::Event => {
                let Some(more) = Number::new(present.get() + 1.0) else { return Ok(None) };
                (present, more)
            }
            Wanted::Goal { before, goal } => (before, goal),
        };
        let limit = options.limits.author.unwrap_or(u32::MAX);
        let task = Task { initial, before, goal, limit, accidents, scope };
        Ok(Some(Leg {
            entry,
            start: path.len(),
            from,
            accidents: minds.accidents.saturating_sub(accidents),
            left,
            ends: 0,
            before,
            goal,
            initial,
            search: portfolio(task, options),
            known: HashSet::default(),
        }))
    }

    /// Does a little; the steps of a further end, where one is found.
    pub(super) fn tick(
        &mut self,
        minds: &mut Explanations<'_>,
        statistics: &mut Statistics,
    ) -> Answer<Went> {
        match self.search.tick(minds, statistics)? {
            Tick::Goal => {
                let plan = self.search.goal().unwrap_or_default();
                let states = minds.run(None, self.initial, &plan)?;
                let end = states.last().copied().unwrap_or(self.initial);
                if !self.known.insert(end) {
                    return Ok(Went::On);
                }
                let world = minds.world;
                Ok(Went::There(plan.into_iter().map(|step| world.plain_step(step)).collect()))
            }
            Tick::Exhausted => Ok(Went::Nowhere),
            Tick::More | Tick::Story(_) => Ok(Went::On),
        }
    }

    pub(super) fn count(&mut self, minds: &mut Explanations<'_>) {
        self.search.count(minds);
    }

    pub(super) fn leave(&mut self, minds: &mut Explanations<'_>) {
        self.search.leave(minds);
    }

    pub(super) fn resume(&mut self, minds: &mut Explanations<'_>) {
        self.search.resume(minds);
    }

    pub(super) fn memory(&self) -> u64 {
        self.search.memory() + (self.known.capacity() * 8) as u64
    }

    /// The steps that came nearest to its goal, and what it was worth there; nothing where no step
    /// came nearer than its start.
    pub(super) fn nearest(&self, world: &GroundWorld) -> (Number, Vec<Step>) {
        match self.search.best() {
            Some((worth, steps)) if *worth < self.goal => {
                (*worth, steps.iter().map(|&step| world.plain_step(step)).collect())
            }
            _ => (self.before, vec![]),
        }
    }
}

/// What a leg is to come to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    /// So many of the conditions hold.
    Conditions(usize),
    /// The event happens once more.
    Event,
    /// The author's own goal, counted from the start of the story.
    Goal { before: Number, goal: Number },
}

/// What a tick of a leg came to.
pub(super) enum Went {
    /// There is more to do.
    On,
    /// These steps reach the entry.
    There(Vec<Step>),
    /// There is no further end.
    Nowhere,
}

/// The state that steps lead to, if they can happen.
pub(super) fn replay(
    minds: &mut Explanations<'_>,
    path: &[Step],
) -> Result<Option<StateId>, Fault> {
    let mut state = minds.states.initial(&mut NoRecorder)?;
    for step in path {
        let Some(step) = minds.world.step(step) else { return Ok(None) };
        state = minds.states.after(None, state, step)?;
    }
    Ok(Some(state))
}
