//! Searching for stories: the planner finds them, the judge lets them pass.

use std::cell::OnceCell;

use motive_judge::{Fault as JudgeFault, Judge, Verdict};
use motive_plan::components::Components;
use motive_plan::outline::{OutlineSearch, Shortfall};
use motive_plan::search::{
    Options as PlanOptions, Progress as PlanProgress, Search as PlanSearch, Statistics, StopReason,
};
use motive_world::outline::Aim;
use motive_world::story::{Limits, Story};
use motive_world::value::Number;

use crate::account::{Account, account};
use crate::{Error, World};

/// What to search for, and what it may cost.
#[derive(Clone, Debug)]
pub struct Options {
    /// What a valid story is. "None exists" is relative to it.
    pub limits: Limits,
    /// Every valid story, shortest first, instead of the first one found.
    pub all: bool,
    /// A shortest story, instead of the first one found.
    pub optimal: bool,
    /// The most worlds that the search may visit.
    pub ticks: Option<u64>,
    /// The most bytes that the search may take.
    pub memory: Option<u64>,
    /// What the search is put together from; the default is the best known combination.
    pub components: Components,
    /// The most worlds that the judge may visit for one story before it calls it undecided.
    pub effort: Option<u64>,
}

/// Stories of ten steps, reasons of six, reasons within reasons two deep; 4 GiB.
impl Default for Options {
    fn default() -> Self {
        Options {
            limits: Limits {
                goal: None,
                author: Some(10),
                character: Some(6),
                epistemic: Some(2),
                accidents: None,
            },
            all: false,
            optimal: false,
            ticks: None,
            memory: Some(4 << 30),
            components: Components::default(),
            effort: Some(EFFORT),
        }
    }
}

/// The effort that the judge spends on one story unless told otherwise.
pub const EFFORT: u64 = motive_judge::STANDARD_EFFORT;

/// How much of it may go into proofs that nothing can be left out of a story of the planner's.
const PATIENCE: u64 = 2_000;

/// What the judge says of a story that the planner found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is valid.
    Valid,
    /// The judge could not tell, and why.
    Undecided(String),
}

/// A story that the judge has seen.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The story, with everyone's reasons.
    pub story: Story,
    /// What it changes, and what its reasons would.
    pub account: Account,
    /// What the judge says.
    pub judgement: Judgement,
    /// Whether it is proved, by the planner or by the judge, that nothing can be left out of it.
    /// Where such a proof would take too long, a story is told all the same.
    pub lean: bool,
    /// After how many steps each line of the outline is reached, as far as they are; nothing where
    /// there is no outline.
    pub marks: Vec<usize>,
}

/// A story that the planner found and the judge has not seen yet: see [`Search::judge`].
#[derive(Debug)]
pub struct Candidate {
    story: Story,
    /// What counts as the goal, where the story falls short of the one that was asked for.
    goal: Option<Number>,
    /// Whether the planner has ruled out padding.
    lean: bool,
}

/// What a slice of search came to.
#[derive(Debug)]
pub enum Progress {
    /// The slice is used up; call again.
    Running,
    /// A story to be judged; with [`Options::all`] call again for the next one.
    Candidate(Candidate),
    /// Over; calling again returns the same.
    Done(StopReason),
}

/// The result of a whole search.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The stories found: one, or with [`Options::all`] all of them, shortest first.
    pub stories: Vec<Judged>,
    /// Why the search ended.
    pub stop: StopReason,
    /// The best story that falls short of the goal, where a limit stopped the search before it
    /// found one that does not.
    pub best: Option<Judged>,
    /// The author's utility at the start and the goal in force; `None` where the utility is
    /// unknown at the start, so that no story can exist.
    pub goal: Option<(Number, Number)>,
    /// How far it came with the outline, where there is one and it did not come to its end.
    pub shortfall: Option<Shortfall>,
    /// What the search did.
    pub statistics: Statistics,
}

/// A search for stories: a value that is stepped, and that dropping cancels.
pub struct Search<'w> {
    world: &'w World,
    limits: Limits,
    effort: Option<u64>,
    inner: Inner<'w>,
    judge: OnceCell<Result<Judge<'w>, JudgeFault>>,
}

/// The planner's search: for any story, or for one that goes through an outline.
enum Inner<'w> {
    Plain(Box<PlanSearch<'w>>),
    Outline(Box<OutlineSearch<'w>>),
}

impl<'w> Search<'w> {
    pub(crate) fn new(world: &'w World, options: &Options) -> Result<Self, Error> {
        let plan = PlanOptions {
            limits: options.limits,
            all: options.all,
            optimal: options.optimal,
            ticks: options.ticks,
            memory: options.memory,
            components: options.components,
        };
        let fault = |fault| world.fault(&fault);
        let inner = match world.legs() {
            Some(legs) => {
                let search = OutlineSearch::new(world.ground(), legs, &plan).map_err(fault)?;
                Inner::Outline(Box::new(search))
            }
            None => Inner::Plain(Box::new(PlanSearch::new(world.ground(), &plan).map_err(fault)?)),
        };
        Ok(Search {
            world,
            limits: options.limits,
            effort: options.effort,
            inner,
            judge: OnceCell::new(),
        })
    }

    /// Goes on for at most `ticks` ticks: worlds visited, by the author's search and by all
    /// searches for reasons. How long a tick takes depends on the world: microseconds.
    pub fn advance(&mut self, ticks: u64) -> Progress {
        let progress = match &mut self.inner {
            Inner::Plain(search) => search.step(ticks),
            Inner::Outline(search) => search.step(ticks),
        };
        match progress {
            PlanProgress::Running => Progress::Running,
            PlanProgress::Story(story) => {
                let lean = self.is_lean();
                Progress::Candidate(Candidate { story: *story, goal: self.limits.goal, lean })
            }
            PlanProgress::Done(reason) => Progress::Done(reason),
        }
    }

    /// Lets the judge see a story that this search found.
    ///
    /// # Errors
    /// [`Error::Bug`] where the judge rejects it.
    pub fn judge(&self, candidate: Candidate) -> Result<Judged, Error> {
        if candidate.goal != self.limits.goal {
            let limits = Limits { goal: candidate.goal, ..self.limits };
            return match planners_judge(self.world, limits, self.effort) {
                Ok(judge) => pass(self.world, &judge, candidate),
                Err(fault) => self.without_judge(candidate.story, &fault),
            };
        }
        // Setting up the judge takes as long as grounding: once is enough.
        let judge = self.judge.get_or_init(|| planners_judge(self.world, self.limits, self.effort));
        match judge {
            Ok(judge) => pass(self.world, judge, candidate),
            Err(fault) => self.without_judge(candidate.story, fault),
        }
    }

    /// Where a story has been found and only proofs that nothing can be left out of it are missing,
    /// gives them up and says so: then a few more ticks bring the story. For a search whose time is
    /// up.
    pub fn hurry(&mut self) -> bool {
        match &mut self.inner {
            Inner::Plain(search) => search.hurry(),
            Inner::Outline(search) => search.hurry(),
        }
    }

    fn is_lean(&self) -> bool {
        match &self.inner {
            Inner::Plain(search) => search.is_lean(),
            Inner::Outline(search) => search.is_lean(),
        }
    }

    /// What has been done so far.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        match &self.inner {
            Inner::Plain(search) => search.statistics(),
            Inner::Outline(search) => search.statistics(),
        }
    }

    /// The author's utility at the start and the goal in force.
    #[must_use]
    pub fn goal(&self) -> Option<(Number, Number)> {
        match &self.inner {
            Inner::Plain(search) => search.goal(),
            Inner::Outline(search) => search.goal(),
        }
    }

    /// The best story known that falls short of the goal, judged as if its own end were the goal.
    ///
    /// # Errors
    /// As [`judge`](Self::judge).
    pub fn best_so_far(&mut self) -> Result<Option<Judged>, Error> {
        let found = match &mut self.inner {
            Inner::Plain(search) => search.best_so_far(),
            Inner::Outline(search) => match search.best_so_far() {
                Some(story) => return self.part(story).map(Some),
                None => None,
            },
        };
        let Some(story) = found else { return Ok(None) };
        let goal = story.after;
        let lean = self.is_lean();
        self.judge(Candidate { story, goal, lean }).map(Some)
    }

    /// How far the search has come with the outline of the world, where it has not come to its end;
    /// `None` where there is no outline.
    pub fn shortfall(&mut self) -> Option<Shortfall> {
        match &mut self.inner {
            Inner::Plain(_) => None,
            Inner::Outline(search) => search.shortfall(),
        }
    }

    /// What keeps an event that the outline asks for from happening after the part of a story that was
    /// found: that what it needs is not so, or who has no reason. `None` where that is not known, or the
    /// outline asks for something else.
    #[must_use]
    pub fn obstacle(&self, shortfall: &Shortfall, part: Option<&Judged>) -> Option<String> {
        let outlined = self.world.outline()?;
        let Aim::Happens(pattern) = &outlined.outline.entries.get(shortfall.entry)?.aim else {
            return None;
        };
        let judge = planners_judge(self.world, self.limits, self.effort).ok()?;
        let mut present = judge.world().clone();
        for step in part.iter().flat_map(|part| &part.story.steps) {
            present = judge.apply(&present, &step.step).ok()??;
        }
        let possible = judge.executable(&present).ok()?;
        let Some(step) = possible.iter().find(|step| pattern.matches(step)) else {
            return Some("what it needs is not so there".to_owned());
        };
        let missing = judge.explained(&present, step).ok()??.err()?;
        let program = self.world.program();
        let who = &program.entities[missing.character.index()].name;
        let name = crate::names::step_name(program, step);
        Some(format!("{who} has no reason for {name} there"))
    }

    /// The part of a story that a search by an outline has found, once the judge has followed it.
    fn part(&self, mut story: Story) -> Result<Judged, Error> {
        let program = self.world.program();
        let cannot =
            |fault: JudgeFault| Error::Bug(format!("the judge cannot run the story: {fault}"));
        let judge = self.judge.get_or_init(|| planners_judge(self.world, self.limits, self.effort));
        let judge = match judge {
            Ok(judge) => judge,
            Err(fault) => return self.without_judge(story, fault),
        };
        let judgement = match judge.follow(&story) {
            Ok(Verdict::Valid { story: filled, notes, .. }) if notes.is_empty() => {
                story = filled;
                Judgement::Valid
            }
            Ok(Verdict::Valid { .. } | Verdict::Invalid(_)) => {
                return Err(Error::Bug(format!(
                    "the judge rejects a part of a story that the planner found: {}",
                    on_one_line(self.world, &story)
                )));
            }
            Ok(Verdict::Undecided) => Judgement::Undecided(crate::world::SPENT.to_owned()),
            Err(fault) if is_beyond(&fault) => Judgement::Undecided(fault.to_string()),
            Err(fault) => return Err(cannot(fault)),
        };
        let account = account(program, judge, &mut story).map_err(cannot)?;
        let marks = marks(self.world, judge, &story).map_err(cannot)?;
        Ok(Judged { story, account, judgement, lean: false, marks })
    }

    #[expect(clippy::unused_self, reason = "part of judging")]
    fn without_judge(&self, story: Story, fault: &JudgeFault) -> Result<Judged, Error> {
        if !is_beyond(fault) {
            return Err(Error::Bug(format!("the judge cannot run the world: {fault}")));
        }
        let account = Account::blank(&story);
        let judgement = Judgement::Undecided(fault.to_string());
        Ok(Judged { story, account, judgement, lean: false, marks: vec![] })
    }

    pub(crate) fn finish(mut self) -> Result<Outcome, Error> {
        let mut stories = Vec::new();
        let stop = loop {
            match self.advance(u64::MAX) {
                Progress::Running => {}
                Progress::Candidate(candidate) => stories.push(self.judge(candidate)?),
                Progress::Done(reason) => break reason,
            }
        };
        let early = !matches!(stop, StopReason::Found | StopReason::Exhausted);
        let best = if stories.is_empty() && early { self.best_so_far()? } else { None };
        let shortfall = if stories.is_empty() { self.shortfall() } else { None };
        let (goal, statistics) = (self.goal(), self.statistics());
        Ok(Outcome { stories, stop, best, goal, shortfall, statistics })
    }
}

/// The judge of `world`, or why it cannot be judged.
pub(crate) fn judge_of<'w>(
    world: &'w World,
    limits: Limits,
    effort: Option<u64>,
) -> Result<Judge<'w>, JudgeFault> {
    let judge = match world.outline() {
        Some(outlined) => Judge::for_outline(world.program(), limits, &outlined.outline),
        None => Judge::new(world.program(), limits),
    };
    judge.map(|judge| judge.with_effort(effort.unwrap_or(u64::MAX)))
}

/// The judge of stories that the planner found. The planner has looked into the shortened runs of
/// them, or has given that up; the judge need not prove what it cannot prove quickly.
fn planners_judge<'w>(
    world: &'w World,
    limits: Limits,
    effort: Option<u64>,
) -> Result<Judge<'w>, JudgeFault> {
    judge_of(world, limits, effort).map(|judge| judge.with_patience(PATIENCE))
}

/// Whether a fault says that the judge has bounds of its own, not that the world is at fault.
pub(crate) fn is_beyond(fault: &JudgeFault) -> bool {
    matches!(
        fault,
        JudgeFault::Effort
            | JudgeFault::TooLarge(_)
            | JudgeFault::TooDeep(_)
            | JudgeFault::Unsupported(_)
    )
}

/// Lets the judge see a story of our own making.
fn pass(world: &World, judge: &Judge<'_>, candidate: Candidate) -> Result<Judged, Error> {
    let program = world.program();
    let cannot = |fault: JudgeFault| Error::Bug(format!("the judge cannot run the story: {fault}"));
    let Candidate { mut story, mut lean, .. } = candidate;
    // Only what the planner has given up to prove may turn out to be otherwise.
    let otherwise = |what: String| match lean {
        true => Err(Error::Bug(format!("{what}: {}", on_one_line(world, &story)))),
        false => Ok(Judgement::Undecided(what)),
    };
    let judgement = match verdict(world, judge, &story) {
        Ok(Verdict::Valid { story: filled, notes, lean: proved }) => match notes.first() {
            Some(note) => otherwise(format!(
                "the judge rejects a reason that the planner found: {}",
                crate::flaw::describe_note(program, &story, note),
            ))?,
            None => {
                lean |= proved;
                story = filled;
                Judgement::Valid
            }
        },
        Ok(Verdict::Undecided) => Judgement::Undecided(crate::world::SPENT.to_owned()),
        Ok(Verdict::Invalid(flaw)) => otherwise(format!(
            "the judge rejects a story that the planner found: {}",
            crate::flaw::describe(program, &story, &flaw),
        ))?,
        Err(fault) if is_beyond(&fault) => Judgement::Undecided(fault.to_string()),
        Err(fault) => return Err(cannot(fault)),
    };
    let account = account(program, judge, &mut story).map_err(cannot)?;
    let marks = marks(world, judge, &story).map_err(cannot)?;
    Ok(Judged { story, account, judgement, lean, marks })
}

/// After how many steps each line of the outline is reached.
pub(crate) fn marks(
    world: &World,
    judge: &Judge<'_>,
    story: &Story,
) -> Result<Vec<usize>, JudgeFault> {
    match world.outline() {
        Some(outlined) => judge.places(story, &outlined.outline),
        None => Ok(vec![]),
    }
}

/// The verdict of the judge of a world, with its outline if it has one.
pub(crate) fn verdict(
    world: &World,
    judge: &Judge<'_>,
    story: &Story,
) -> Result<Verdict, JudgeFault> {
    match world.outline() {
        Some(outlined) => judge.verify_outlined(story, &outlined.outline),
        None => judge.verify(story),
    }
}

fn on_one_line(world: &World, story: &Story) -> String {
    crate::format::sabre::short(world.program(), story).trim_end().replace('\n', " ")
}
