//! Whether something can come about at all, in any run of explained steps: for what a world says
//! may `never` be, or must be `reachable`.
//!
//! A **run** is a sequence of steps from the start, each of them explained for all who consent to it;
//! it need not be good for the author. All states that runs lead to are gone through breadth first,
//! each once, where it is reached soonest: what can follow depends on the state alone, and on how many
//! accidents there were. Several
//! questions share one survey. Every answer rests on exact explanations
//! ([`Components::exact`]), so that *nothing of the kind* is a proof, within the limits.

use std::collections::VecDeque;

use hashbrown::HashMap;
use motive_world::fault::Fault;
use motive_world::ground::{GroundWorld, StepId};
use motive_world::outline::Pattern;
use motive_world::state::{NoRecorder, StateId};
use motive_world::story::{Limits, Step};
use motive_world::value::{Number, Value};
use rustc_hash::FxBuildHasher;

use crate::author::is_explained;
use crate::components::Components;
use crate::explain::{Answer, Explanations, Unanswered};
use crate::pressing::Next;
use crate::search::StopReason;
use crate::tree::{ROOT, Tree};

/// What is looked for.
#[derive(Clone, Debug)]
pub enum Target {
    /// A state in which these terms of what the author wants (from the first to before the last)
    /// are worth 1 each.
    Terms(usize, usize),
    /// Such an event.
    Event(Pattern),
}

/// What a survey says of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It comes about in this run, and in none that is shorter.
    Comes(Vec<Step>),
    /// It comes about in no run within the limits.
    Never,
    /// A limit stopped the survey first.
    Undecided(StopReason),
}

/// A survey under way: a value that is advanced by ticks.
#[derive(Debug)]
pub struct Survey<'w> {
    world: &'w GroundWorld,
    minds: Explanations<'w>,
    targets: Vec<Target>,
    found: Vec<Option<Vec<Step>>>,
    limit: u32,
    ticks: Option<u64>,
    memory: Option<u64>,
    spent: u64,
    nodes: Tree,
    /// The states reached, with the fewest accidents on a way there.
    known: HashMap<StateId, u32, FxBuildHasher>,
    queue: VecDeque<Arrival>,
    present: Option<Present>,
    done: Option<StopReason>,
}

/// A state that a run leads to.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    state: StateId,
    node: u32,
    depth: u32,
    accidents: u32,
}

/// A state whose steps are being gone through.
#[derive(Debug)]
struct Present {
    at: Arrival,
    steps: Vec<StepId>,
    next: usize,
    /// What may come next there.
    may: Next,
}

impl<'w> Survey<'w> {
    /// A survey that has not begun, for no more than so many ticks and bytes.
    ///
    /// # Errors
    /// A fault in the start of the world.
    pub fn new(
        world: &'w GroundWorld,
        limits: &Limits,
        targets: Vec<Target>,
        ticks: Option<u64>,
        memory: Option<u64>,
    ) -> Result<Self, Fault> {
        let mut minds = Explanations::new(world, limits, Components::default().exact());
        let start = minds.states.initial(&mut NoRecorder)?;
        let mut survey = Survey {
            world,
            minds,
            found: vec![None; targets.len()],
            targets,
            limit: limits.author.unwrap_or(u32::MAX),
            ticks,
            memory,
            spent: 0,
            nodes: Tree::default(),
            known: HashMap::default(),
            queue: VecDeque::new(),
            present: None,
            done: None,
        };
        survey.arrive(Arrival { state: start, node: ROOT, depth: 0, accidents: 0 })?;
        Ok(survey)
    }

    /// Goes on for at most `ticks` ticks; whether it is over.
    pub fn step(&mut self, ticks: u64) -> bool {
        for _ in 0..ticks {
            if self.done.is_some() {
                return true;
            }
            if self.found.iter().all(Option::is_some) {
                self.done = Some(StopReason::Found);
            } else if self.ticks.is_some_and(|limit| self.spent >= limit) {
                self.done = Some(StopReason::Ticks);
            } else if self.spent % 64 == 0 && self.memory.is_some_and(|limit| self.size() > limit) {
                self.done = Some(StopReason::Memory);
            } else {
                self.spent += 1;
                self.tick();
            }
        }
        self.done.is_some()
    }

    /// What is known of each target; before the survey is over, what is not found yet is undecided
    /// for want of ticks.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let open = match &self.done {
            Some(StopReason::Exhausted) if self.minds.nesting.exact => Finding::Never,
            Some(StopReason::Exhausted) => Finding::Undecided(StopReason::Nesting),
            Some(reason) => Finding::Undecided(reason.clone()),
            None => Finding::Undecided(StopReason::Ticks),
        };
        let found = self.found.iter();
        found.map(|run| run.clone().map_or_else(|| open.clone(), Finding::Comes)).collect()
    }

    /// How many states have been reached.
    #[must_use]
    pub fn states(&self) -> usize {
        self.known.len()
    }

    fn size(&self) -> u64 {
        let own = self.nodes.memory() + self.known.capacity() * 9 + self.queue.capacity() * 16;
        self.minds.memory() + own as u64
    }

    fn tick(&mut self) {
        let ticked = if self.minds.is_busy() {
            self.minds.tick().map_err(Unanswered::Fault)
        } else {
            self.look()
        };
        let fault = match ticked {
            Ok(()) => return,
            Err(Unanswered::Needs(query)) => match self.minds.push(query) {
                Ok(()) => return,
                Err(fault) => fault,
            },
            Err(Unanswered::Fault(fault)) => fault,
        };
        self.done = Some(StopReason::Fault(fault));
    }

    /// Takes up the next state, or the next step of the present one.
    fn look(&mut self) -> Answer<()> {
        let Some(present) = &self.present else {
            let Some(&at) = self.queue.front() else {
                self.done = Some(StopReason::Exhausted);
                return Ok(());
            };
            let may = self.minds.next(at.state)?;
            self.queue.pop_front();
            let steps = self.minds.executable(at.state)?;
            self.present = Some(Present { at, steps, next: 0, may });
            return Ok(());
        };
        let &Present { at, next, .. } = present;
        let Arrival { state, node, .. } = at;
        let Some(&step) = present.steps.get(next) else {
            self.present = None;
            return Ok(());
        };
        let is_allowed = present.may.allows(self.world, step);
        let accidents = at.accidents + u32::from(self.minds.is_accident(state, step)?);
        let explained = is_allowed
            && accidents <= self.minds.accidents
            && is_explained(&mut self.minds, state, step)?;
        let after =
            if explained { Some(self.minds.states.after(None, state, step)?) } else { None };
        if let Some(present) = &mut self.present {
            present.next += 1;
        }
        let Some(after) = after else { return Ok(()) };
        self.happen(node, step);
        let depth = at.depth + 1;
        if self.known.get(&after).is_none_or(|&fewest| accidents < fewest) {
            let node = self.nodes.push(node, step, depth);
            self.arrive(Arrival { state: after, node, depth, accidents })?;
        }
        Ok(())
    }

    /// A step is part of a run.
    fn happen(&mut self, node: u32, step: StepId) {
        let plain = self.world.plain_step(step);
        for (target, found) in self.targets.iter().zip(&mut self.found) {
            if let (Target::Event(pattern), None) = (target, &found)
                && pattern.matches(&plain)
            {
                let before = self.nodes.path(node);
                let mut run: Vec<Step> =
                    before.into_iter().map(|step| self.world.plain_step(step)).collect();
                run.push(plain.clone());
                *found = Some(run);
            }
        }
    }

    /// A state is reached for the first time, or with fewer accidents than before.
    fn arrive(&mut self, arrival: Arrival) -> Result<(), Fault> {
        let Arrival { state, node, depth, accidents } = arrival;
        self.known.insert(state, accidents);
        for index in 0..self.targets.len() {
            if let (Target::Terms(first, last), None) = (&self.targets[index], &self.found[index])
                && hold(&self.minds, *first..*last, state)?
            {
                let run = self.nodes.path(node).into_iter();
                self.found[index] = Some(run.map(|step| self.world.plain_step(step)).collect());
            }
        }
        if depth < self.limit {
            self.queue.push_back(arrival);
        }
        Ok(())
    }
}

/// Whether all these terms of what the author wants are worth 1.
pub(crate) fn hold(
    minds: &Explanations<'_>,
    terms: std::ops::Range<usize>,
    state: StateId,
) -> Result<bool, Fault> {
    for index in terms {
        if !holds(minds, index, state)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether this term of what the author wants is worth 1.
pub(crate) fn holds(minds: &Explanations<'_>, index: usize, state: StateId) -> Result<bool, Fault> {
    let value = minds.term(index, state)?;
    Ok(value == Value::Number(Number::ONE))
}
