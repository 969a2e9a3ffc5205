//! The author's searches: for the first story, for the shortest, and for all of them.
//!
//! [`BestFirst`] looks for one story: A* over epistemic states whose steps are checked for
//! explanations when they are popped. It keeps one path to each state, which loses nothing: a run
//! to the goal that can be shortened (P4) or that is good enough before its end (P5) contains a
//! shorter one that ends at least as well, so the last such shortening is a valid story.
//!
//! [`Enumeration`] finds every valid story, shortest first: depth-first, one length after another,
//! along paths that never return to a state (a circle could be left out, so P4 forbids it).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use motive_world::ground::StepId;
use motive_world::state::StateId;
use motive_world::story::Story;
use motive_world::value::Number;

use crate::explain::{Answer, Explanations};
use crate::padding::Run;
use crate::search::Statistics;
use crate::tree::{ROOT, Tree};

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
}

/// What a tick came to.
#[derive(Debug)]
pub(crate) enum Tick {
    /// There is more to do.
    More,
    /// A valid story.
    Story(Box<Story>),
    /// Everything within the limits has been searched.
    Exhausted,
}

/// Whether everyone who consents to a step has a reason for it in a state.
pub(crate) fn is_explained(minds: &Explanations<'_>, state: StateId, step: StepId) -> Answer<bool> {
    for &who in &minds.world.action(step).consenting {
        let query = minds.consent(state, who, step, minds.character_limit);
        if minds.ask(query)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A* for one story.
#[derive(Debug)]
pub(crate) struct BestFirst {
    task: Task,
    /// Order by the admissible bound alone.
    optimal: bool,
    nodes: Tree,
    open: BinaryHeap<Reverse<(u32, Reverse<u32>, u32)>>,
    closed: BTreeMap<StateId, u32>,
    pending: Option<u32>,
    expanding: Option<(StateId, u32, u32)>,
    candidate: Option<Vec<StepId>>,
    /// The run with the greatest utility above the start's, then the shortest.
    pub(crate) best: Option<(Number, Vec<StepId>)>,
}

impl BestFirst {
    pub(crate) fn new(task: Task, optimal: bool) -> Self {
        BestFirst {
            task,
            optimal,
            nodes: Tree::default(),
            open: BinaryHeap::new(),
            closed: BTreeMap::from([(task.initial, 0)]),
            pending: None,
            expanding: Some((task.initial, ROOT, 0)),
            candidate: None,
            best: None,
        }
    }

    pub(crate) fn memory(&self) -> u64 {
        (self.nodes.memory() + self.open.len() * 12 + self.closed.len() * 16) as u64
    }

    pub(crate) fn tick(
        &mut self,
        minds: &mut Explanations<'_>,
        statistics: &mut Statistics,
    ) -> Answer<Tick> {
        if let Some(plan) = &self.candidate {
            let story = reduce(minds, &self.task, plan)?;
            return Ok(Tick::Story(Box::new(story)));
        }
        if let Some((state, index, length)) = self.expanding.take() {
            self.expand(minds, state, index, length, statistics)?;
            return Ok(Tick::More);
        }
        let index = match self.pending {
            Some(index) => index,
            None => match self.open.pop() {
                Some(Reverse((_, _, index))) => index,
                None => return Ok(Tick::Exhausted),
            },
        };
        self.pending = Some(index);
        let node = self.nodes.node(index);
        let from = self.nodes.state(node.parent, self.task.initial);
        let explained = is_explained(minds, from, node.step)?;
        self.pending = None;
        if !explained {
            return Ok(Tick::More);
        }
        let state = minds.states.after(from, node.step)?;
        self.nodes.set_state(index, state);
        let known = self.closed.entry(state).or_insert(u32::MAX);
        if *known <= node.length {
            return Ok(Tick::More);
        }
        *known = node.length;
        if let Some(utility) = minds.utility(None, state)? {
            if utility > self.task.before
                && self.best.as_ref().is_none_or(|(best, _)| utility > *best)
            {
                self.best = Some((utility, self.nodes.path(index)));
            }
            if utility > self.task.before && utility >= self.task.goal {
                self.candidate = Some(self.nodes.path(index));
                return Ok(Tick::More);
            }
        }
        self.expanding = Some((state, index, node.length));
        Ok(Tick::More)
    }

    fn expand(
        &mut self,
        minds: &mut Explanations<'_>,
        state: StateId,
        index: u32,
        length: u32,
        statistics: &mut Statistics,
    ) -> Answer<()> {
        if length >= self.task.limit {
            return Ok(());
        }
        statistics.expanded += 1;
        let horizon = Explanations::left_after(self.task.limit, length + 1);
        for step in minds.executable(state, true)? {
            let valuation = minds.states.facts_after(state, step)?;
            let estimate =
                minds.estimate(None, valuation, self.task.before, Some(self.task.goal), horizon);
            let Some(least) = estimate.least else { continue };
            statistics.generated += 1;
            let child = self.nodes.push(index, step, length + 1);
            let distance = if self.optimal { least } else { 2 * estimate.guess };
            self.open.push(Reverse((length + 1 + distance, Reverse(length + 1), child)));
        }
        Ok(())
    }
}

/// Makes a valid story of a run of explained steps that improves the author's utility: cuts it
/// where it is good enough, and leaves out what can be left out.
pub(crate) fn reduce(minds: &mut Explanations<'_>, task: &Task, plan: &[StepId]) -> Answer<Story> {
    let mut plan = plan.to_vec();
    loop {
        let states = minds.run(task.initial, &plan)?;
        if let Some(cut) = good_enough_before_its_end(minds, &states)? {
            plan.truncate(cut);
            continue;
        }
        let run = Run { owner: None, states: &states, steps: &plan, left: minds.character_limit };
        match minds.shorter(&run)? {
            Some(kept) => plan = kept.into_iter().map(|position| plan[position]).collect(),
            None => return minds.story(&states, &plan),
        }
    }
}

/// The length of the first proper prefix (of at least one step) with at least the final utility.
fn good_enough_before_its_end(
    minds: &Explanations<'_>,
    states: &[StateId],
) -> Answer<Option<usize>> {
    let last = states.len() - 1;
    let Some(after) = minds.utility(None, states[last])? else { return Ok(None) };
    for (length, &state) in states.iter().enumerate().take(last).skip(1) {
        if minds.utility(None, state)?.is_some_and(|utility| utility >= after) {
            return Ok(Some(length));
        }
    }
    Ok(None)
}

#[derive(Debug)]
struct Level {
    state: StateId,
    steps: Vec<StepId>,
    next: usize,
    /// The greatest utility so far on the path, this state included.
    best: Option<Number>,
}

/// All stories, shortest first.
#[derive(Debug)]
pub(crate) struct Enumeration {
    task: Task,
    length: u32,
    path: Vec<StepId>,
    levels: Vec<Level>,
    /// Some path was as long as the present length: longer ones may exist.
    reached: bool,
    entering: Option<StateId>,
    candidate: bool,
}

impl Enumeration {
    pub(crate) fn new(task: Task) -> Self {
        Enumeration {
            task,
            length: 1,
            path: vec![],
            levels: vec![],
            reached: false,
            entering: Some(task.initial),
            candidate: false,
        }
    }

    pub(crate) fn tick(
        &mut self,
        minds: &mut Explanations<'_>,
        statistics: &mut Statistics,
    ) -> Answer<Tick> {
        if self.candidate {
            let story = self.check(minds)?;
            self.candidate = false;
            self.path.pop();
            return Ok(match story {
                Some(story) => Tick::Story(Box::new(story)),
                None => Tick::More,
            });
        }
        if let Some(state) = self.entering.take() {
            self.enter(minds, state, statistics)?;
            return Ok(Tick::More);
        }
        let depth = self.levels.len();
        let Some(level) = self.levels.last() else {
            statistics.depth = self.length;
            if !self.reached || self.length >= self.task.limit {
                return Ok(Tick::Exhausted);
            }
            self.length += 1;
            self.reached = false;
            self.entering = Some(self.task.initial);
            return Ok(Tick::More);
        };
        let Some(&step) = level.steps.get(level.next) else {
            self.levels.pop();
            self.path.pop();
            return Ok(Tick::More);
        };
        let (state, best) = (level.state, level.best);
        let explained = is_explained(minds, state, step)?;
        if let Some(level) = self.levels.last_mut() {
            level.next += 1;
        }
        if !explained {
            return Ok(Tick::More);
        }
        let after = minds.states.after(state, step)?;
        if self.levels.iter().any(|level| level.state == after) {
            return Ok(Tick::More);
        }
        self.path.push(step);
        if depth as u32 == self.length {
            self.reached = true;
            let utility = minds.utility(None, after)?;
            let good = utility.is_some_and(|utility| {
                utility > self.task.before
                    && utility >= self.task.goal
                    && best.is_none_or(|best| utility > best)
            });
            if good {
                self.candidate = true;
            } else {
                self.path.pop();
            }
            return Ok(Tick::More);
        }
        self.entering = Some(after);
        Ok(Tick::More)
    }

    fn enter(
        &mut self,
        minds: &mut Explanations<'_>,
        state: StateId,
        statistics: &mut Statistics,
    ) -> Answer<()> {
        statistics.expanded += 1;
        let here = minds.utility(None, state)?;
        let before = self.levels.last().and_then(|level| level.best);
        let best = here.max(before);
        // A story ends better than it ever was before, so what is best so far must be exceeded.
        let present = best.map_or(self.task.before, |best| best.max(self.task.before));
        let horizon = self.length - self.levels.len() as u32 - 1;
        let mut steps = vec![];
        for step in minds.executable(state, true)? {
            let valuation = minds.states.facts_after(state, step)?;
            let estimate = minds.estimate(None, valuation, present, Some(self.task.goal), u32::MAX);
            match estimate.least {
                None => {}
                Some(least) if least > horizon => self.reached = true,
                Some(_) => steps.push(step),
            }
        }
        statistics.generated += steps.len() as u64;
        self.levels.push(Level { state, steps, next: 0, best });
        Ok(())
    }

    /// The story of the present path, if no tail of it is padded.
    fn check(&self, minds: &mut Explanations<'_>) -> Answer<Option<Story>> {
        let states = minds.run(self.task.initial, &self.path)?;
        let run =
            Run { owner: None, states: &states, steps: &self.path, left: minds.character_limit };
        if minds.shorter(&run)?.is_some() {
            return Ok(None);
        }
        minds.story(&states, &self.path).map(Some)
    }
}
