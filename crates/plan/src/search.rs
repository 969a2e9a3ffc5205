//! Searching for stories: a value that is given limits, advanced by ticks, and says what it found
//! or why it stopped.

use motive_world::fault::Fault;
use motive_world::ground::{GroundWorld, StepId};
use motive_world::state::NoRecorder;
use motive_world::story::{Limits, Story};
use motive_world::value::Number;

use crate::author::{BestFirst, Enumeration, Order, Portfolio, Scope, Task, Tick, reduce};
use crate::components::{Components, Strategy};
use crate::explain::{Answer, Explanations, Unanswered};
use crate::waiting::{Waiting, Waits};

/// Ticks that may be spent on making a story of the best run known when a limit stops the search.
const AFTERMATH: u64 = 20_000;

/// Ticks that may be spent at least on proofs that nothing can be left out of a story and of the
/// reasons in it; a search that took longer may spend as much again.
const PATIENCE: u64 = 20_000;
/// What one of these proofs may take of that.
const SHARE: u64 = 4;
/// What each may take when all of it is spent.
const LAST: u64 = 100;

/// What to search for and how much it may cost.
#[derive(Clone, Debug)]
pub struct Options {
    /// What a valid story is.
    pub limits: Limits,
    /// Every valid story, shortest first, instead of the first one found.
    pub all: bool,
    /// The shortest story, instead of the first one found.
    pub optimal: bool,
    /// What the search is put together from.
    pub components: Components,
    /// The most ticks: worlds visited, by the author's search and by all searches for reasons.
    pub ticks: Option<u64>,
    /// The most bytes that the tables of the search may take.
    pub memory: Option<u64>,
}

/// Counts of what a search did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Worlds visited in all searches: what the tick limit counts.
    pub ticks: u64,
    /// Worlds of the author's search that were expanded.
    pub expanded: u64,
    /// Steps that the author's search generated.
    pub generated: u64,
    /// Searches for a reason.
    pub queries: u64,
    /// Worlds that searches for reasons expanded.
    pub explanation_expanded: u64,
    /// Distinct epistemic states made, minds included.
    pub states: u64,
    /// Distinct valuations made.
    pub valuations: u64,
    /// Bytes taken by the tables.
    pub memory: u64,
    /// The greatest length of story that has been searched completely so far; 0 where the search
    /// does not go by length.
    pub depth: u32,
    /// Whether an explained step was passed over because it would have been one accident too many.
    pub too_many_accidents: bool,
}

/// Why a search is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The story asked for was found (not in `all` mode, which ends with `Exhausted`).
    Found,
    /// Everything within the limits was searched: there is no story, or no further one.
    Exhausted,
    /// The tick limit.
    Ticks,
    /// The memory limit.
    Memory,
    /// Everything was searched as deep as minds are modelled, but the limits are unlimited or
    /// beliefs nest without end, so this is no proof.
    Nesting,
    /// An outline was not gone through (or not once more): every way that was kept has been tried. No
    /// proof that there is none.
    Incomplete,
    /// The world cannot be run any further.
    Fault(Fault),
}

/// What a slice of search came to.
#[derive(Clone, Debug)]
pub enum Progress {
    /// The slice is used up; call again.
    Running,
    /// A valid story; in `all` mode call again for the next one.
    Story(Box<Story>),
    /// Over; calling again returns the same.
    Done(StopReason),
}

#[derive(Debug)]
enum Mode {
    One(Portfolio),
    All(Enumeration),
}

/// A run to the goal that is being made a story.
#[derive(Debug)]
struct Finishing {
    plan: Vec<StepId>,
    /// Ticks left for proofs, and for the one under way.
    patience: u64,
    proof: u64,
}

/// A search for stories.
#[derive(Debug)]
pub struct Search<'w> {
    options: Options,
    world: &'w GroundWorld,
    minds: Explanations<'w>,
    task: Option<Task>,
    mode: Option<Mode>,
    finishing: Option<Finishing>,
    waiting: Waiting<'w>,
    lean: bool,
    statistics: Statistics,
    done: Option<StopReason>,
}

impl<'w> Search<'w> {
    /// A search that has not begun.
    ///
    /// # Errors
    /// A fault in the start of the world, such as triggers that never come to rest.
    pub fn new(world: &'w GroundWorld, options: &Options) -> Result<Self, Fault> {
        // Every story that is told must be valid, and none may be missing.
        let components = if options.all { options.components.exact() } else { options.components };
        let options = &Options { components, ..options.clone() };
        let mut minds = Explanations::new(world, &options.limits, components);
        let initial = minds.states.initial(&mut NoRecorder)?;
        let task = minds.utility(None, initial)?.map(|before| Task {
            accidents: minds.accidents,
            initial,
            before,
            goal: options.limits.goal.unwrap_or_else(|| next_whole(before)),
            limit: options.limits.author.unwrap_or(u32::MAX),
            scope: Scope::Goal,
        });
        let mode = task.map(|task| {
            if options.all {
                Mode::All(Enumeration::new(task))
            } else {
                Mode::One(portfolio(task, options))
            }
        });
        let done = match task {
            Some(task) if task.limit > 0 => None,
            _ => Some(StopReason::Exhausted),
        };
        Ok(Search {
            options: options.clone(),
            world,
            minds,
            task,
            mode,
            finishing: None,
            waiting: Waiting::default(),
            lean: true,
            statistics: Statistics::default(),
            done,
        })
    }

    /// Goes on for at most `ticks` ticks. The result does not depend on how the ticks are sliced.
    pub fn step(&mut self, ticks: u64) -> Progress {
        for _ in 0..ticks {
            if let Some(reason) = &self.done {
                return Progress::Done(reason.clone());
            }
            if self.options.ticks.is_some_and(|limit| self.statistics.ticks >= limit) {
                return self.finish(StopReason::Ticks);
            }
            if self.statistics.ticks % 64 == 0
                && self.options.memory.is_some_and(|limit| self.memory() > limit)
            {
                return self.finish(StopReason::Memory);
            }
            self.statistics.ticks += 1;
            if let (Some(Mode::One(portfolio)), None) = (&mut self.mode, &self.finishing) {
                portfolio.count(&mut self.minds);
            }
            let tick = if self.minds.is_busy() {
                if self.is_patient() {
                    self.minds.tick().map(|()| Tick::More).map_err(Unanswered::Fault)
                } else {
                    self.minds.give_up();
                    self.lean = false;
                    Ok(Tick::More)
                }
            } else if self.finishing.is_some() {
                self.conclude()
            } else {
                match &mut self.mode {
                    Some(Mode::One(search)) => search.tick(&mut self.minds, &mut self.statistics),
                    Some(Mode::All(search)) => search.tick(&mut self.minds, &mut self.statistics),
                    None => Ok(Tick::Exhausted),
                }
            };
            match tick {
                Ok(Tick::More) => {}
                Ok(Tick::Goal) => {
                    if let Some(Mode::One(search)) = &mut self.mode {
                        let plan = search.goal().unwrap_or_default();
                        let patience = PATIENCE.max(self.statistics.ticks);
                        self.finishing = Some(Finishing { plan, patience, proof: 0 });
                    }
                }
                Ok(Tick::Story(story)) => {
                    if !self.options.all {
                        self.done = Some(StopReason::Found);
                    }
                    return Progress::Story(story);
                }
                Ok(Tick::Exhausted)
                    if self.options.components != self.options.components.exact() =>
                {
                    // What is taken for granted to be quick is no proof.
                    if let Err(fault) = self.start_again() {
                        return self.finish(StopReason::Fault(fault));
                    }
                }
                Ok(Tick::Exhausted) if self.minds.nesting.exact => {
                    return self.finish(StopReason::Exhausted);
                }
                Ok(Tick::Exhausted) => return self.finish(StopReason::Nesting),
                Err(Unanswered::Needs(query)) => {
                    if let Some(finishing) = &mut self.finishing {
                        finishing.proof = (finishing.patience / SHARE).max(LAST);
                    }
                    if let Err(fault) = self.minds.push(query) {
                        return self.finish(StopReason::Fault(fault));
                    }
                }
                Err(Unanswered::Fault(fault)) => return self.finish(StopReason::Fault(fault)),
            }
        }
        Progress::Running
    }

    /// Whether the proof under way may go on: always, unless it is about a story that is there.
    fn is_patient(&mut self) -> bool {
        let Some(finishing) = &mut self.finishing else { return true };
        finishing.patience = finishing.patience.saturating_sub(1);
        let goes_on = finishing.proof > 0;
        finishing.proof = finishing.proof.saturating_sub(1);
        goes_on
    }

    /// Makes a story of a run to the goal: leaves out what can be left out, and looks once more at
    /// reasons that were found under a lower character limit.
    fn conclude(&mut self) -> Answer<Tick> {
        let (Some(task), Some(finishing)) = (self.task, &self.finishing) else {
            return Ok(Tick::Exhausted);
        };
        let plan = reduce(&mut self.minds, &task, &finishing.plan)?;
        let states = self.minds.run(None, task.initial, &plan)?;
        if self.options.components.deepening {
            let limit = self.minds.character_limit;
            for (index, &step) in plan.iter().enumerate() {
                for &who in &self.world.action(step).consenting {
                    let query = self.minds.consent(states[index], who, step, limit);
                    if !self.minds.stands(query, limit)? {
                        self.start_again()?;
                        return Ok(Tick::More);
                    }
                }
            }
        }
        if let Some(finishing) = &mut self.finishing
            && self.minds.pressing.is_any()
        {
            let patience = &mut finishing.patience;
            match self.waiting.tick(self.world, &self.options, &plan, patience)? {
                Waits::Yes => {}
                Waits::No => {
                    self.start_again()?;
                    return Ok(Tick::More);
                }
                Waits::Asking => return Ok(Tick::More),
                Waits::Unknown => self.lean = false,
            }
        }
        let story = self.minds.story(&states, &plan)?;
        self.minds.resume();
        Ok(Tick::Story(Box::new(story)))
    }

    /// Searches anew without what is taken for granted: where a reason does not stand under the full
    /// limit, or before it is said that there is no story.
    fn start_again(&mut self) -> Result<(), Fault> {
        let Some(task) = &mut self.task else { return Ok(()) };
        let components = self.options.components.exact();
        self.options.components = components;
        self.minds = Explanations::new(self.world, &self.options.limits, components);
        task.initial = self.minds.states.initial(&mut NoRecorder)?;
        self.mode = Some(Mode::One(portfolio(*task, &self.options)));
        self.finishing = None;
        self.waiting = Waiting::default();
        self.lean = true;
        Ok(())
    }

    /// Gives up the proofs that nothing can be left out, where a run to the goal has been found and
    /// only they are missing. Says whether that is so: then a few more ticks bring the story.
    pub fn hurry(&mut self) -> bool {
        let Some(finishing) = &mut self.finishing else { return false };
        finishing.patience = 0;
        finishing.proof = 0;
        true
    }

    /// Whether it was proved that no step can be left out of the story found, nor out of the
    /// reasons in it. (Where such a proof would take too long the story is told all the same.)
    #[must_use]
    pub fn is_lean(&self) -> bool {
        self.lean
    }

    fn finish(&mut self, reason: StopReason) -> Progress {
        self.done = Some(reason.clone());
        Progress::Done(reason)
    }

    fn memory(&self) -> u64 {
        let own = match &self.mode {
            Some(Mode::One(search)) => search.memory(),
            _ => 0,
        };
        self.minds.memory() + own + self.waiting.memory()
    }

    /// What has been done so far.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        Statistics {
            queries: self.minds.counts.queries,
            explanation_expanded: self.minds.counts.expanded,
            states: self.minds.states.len() as u64,
            valuations: self.minds.states.valuations() as u64,
            memory: self.memory(),
            depth: match &self.mode {
                // Nothing shorter than the bound is left to be found.
                Some(Mode::One(portfolio)) => portfolio.bound().saturating_sub(1),
                _ => self.statistics.depth,
            },
            ..self.statistics
        }
    }

    /// The best story known that falls short of the goal (greatest utility above the start's,
    /// then shortest), for a search that a limit stopped. Making it may take some more ticks.
    pub fn best_so_far(&mut self) -> Option<Story> {
        let (Some(task), Some(Mode::One(search))) = (self.task, &self.mode) else { return None };
        let plan: Vec<StepId> = search.best()?.1.clone();
        self.minds.abandon();
        for _ in 0..AFTERMATH {
            if self.minds.is_busy() {
                self.minds.tick().ok()?;
                continue;
            }
            let story = reduce(&mut self.minds, &task, &plan).and_then(|plan| {
                let states = self.minds.run(None, task.initial, &plan)?;
                self.minds.story(&states, &plan)
            });
            match story {
                Ok(story) => return Some(story),
                Err(Unanswered::Needs(query)) => self.minds.push(query).ok()?,
                Err(Unanswered::Fault(_)) => return None,
            }
        }
        None
    }

    /// The author's utility at the start and the goal in force; `None` where the utility is
    /// unknown, so that no story can exist.
    #[must_use]
    pub fn goal(&self) -> Option<(Number, Number)> {
        self.task.map(|task| (task.before, task.goal))
    }
}

/// The searches that the options ask for.
pub(crate) fn portfolio(task: Task, options: &Options) -> Portfolio {
    let postponing = options.components.postponing;
    let one = |order, postponing| BestFirst::new(task, order, postponing);
    Portfolio::new(match options.components.strategy {
        _ if options.optimal => vec![one(Order::Bound, postponing)],
        Strategy::Portfolio => vec![one(Order::Weighted, postponing), one(Order::Greedy, false)],
        Strategy::Weighted => vec![one(Order::Weighted, postponing)],
        Strategy::AStar => vec![one(Order::Sum, postponing)],
        Strategy::Greedy => vec![one(Order::Greedy, postponing)],
        Strategy::BreadthFirst => vec![one(Order::Length, postponing)],
    })
}

/// The first whole number above, as a goal that nobody stated.
pub(crate) fn next_whole(before: Number) -> Number {
    let value = before.get();
    let whole = if value.ceil() > value { value.ceil() } else { value + 1.0 };
    Number::new(whole).unwrap_or(before)
}
