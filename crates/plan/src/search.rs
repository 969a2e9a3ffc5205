//! The author's search (interface; being written).

use motive_world::fault::Fault;
use motive_world::ground::GroundWorld;
use motive_world::id::CharacterId;
use motive_world::story::{Limits, Reason, Step, Story};
use motive_world::value::Number;

/// What to search for and how much it may cost.
#[derive(Clone, Debug)]
pub struct Options {
    /// What a valid story is.
    pub limits: Limits,
    /// Every valid story, shortest first, instead of the first one found.
    pub all: bool,
    /// The shortest story, instead of the first one found.
    pub optimal: bool,
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
    /// Distinct epistemic states made.
    pub states: u64,
    /// Distinct valuations made.
    pub valuations: u64,
    /// Bytes taken by the tables.
    pub memory: u64,
    /// The greatest length of story that has been searched completely so far.
    pub depth: u32,
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

/// A search for stories.
#[derive(Debug)]
pub struct Search<'w> {
    #[expect(dead_code, reason = "being written")]
    world: &'w GroundWorld,
    statistics: Statistics,
}

impl<'w> Search<'w> {
    /// A search that has not begun.
    ///
    /// # Errors
    /// A fault in the start of the world, such as triggers that never come to rest.
    pub fn new(world: &'w GroundWorld, options: &Options) -> Result<Self, Fault> {
        let _ = options;
        Ok(Search { world, statistics: Statistics::default() })
    }

    /// Goes on for at most `ticks` ticks.
    pub fn step(&mut self, ticks: u64) -> Progress {
        let _ = ticks;
        Progress::Done(StopReason::Exhausted)
    }

    /// What has been done so far.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// The best story known that falls short of the goal (greatest utility above the start's,
    /// then shortest), for a search that a limit stopped.
    #[must_use]
    pub fn best_so_far(&self) -> Option<Story> {
        None
    }

    /// The author's utility at the start and the goal in force; `None` where the utility is
    /// unknown, so that no story can exist.
    #[must_use]
    pub fn goal(&self) -> Option<(Number, Number)> {
        None
    }
}

/// What a character would do next, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Intention {
    /// The step.
    pub step: Step,
    /// The reasons of all who consent to it, the character's own first.
    pub reasons: Vec<Reason>,
    /// The next best step passed over, with the character's own reason for it.
    pub passed_over: Option<(Step, Reason)>,
}

/// The answer of [`Policy`].
#[derive(Clone, Debug)]
pub enum Choice {
    /// The slice is used up; call again.
    Running,
    /// What the character would do; `None`: nothing has a reason.
    Done(Option<Box<Intention>>),
    /// The world cannot be run any further.
    Fault(Fault),
}

/// The search for what one character would do after the given steps have happened.
#[derive(Debug)]
pub struct Policy<'w> {
    #[expect(dead_code, reason = "being written")]
    world: &'w GroundWorld,
}

/// Why a story so far cannot have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// The step at this index cannot happen there.
    Step(usize),
    /// Running the world failed.
    Fault(Fault),
}

impl<'w> Policy<'w> {
    /// Replays `so_far` from the start and prepares the choice of `character`.
    ///
    /// # Errors
    /// A step that cannot happen.
    pub fn new(
        world: &'w GroundWorld,
        limits: &Limits,
        so_far: &[Step],
        character: CharacterId,
    ) -> Result<Self, Impossible> {
        let _ = (limits, so_far, character);
        Ok(Policy { world })
    }

    /// Goes on for at most `ticks` ticks.
    pub fn step(&mut self, ticks: u64) -> Choice {
        let _ = ticks;
        Choice::Done(None)
    }
}
