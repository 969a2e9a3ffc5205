//! Best-first search for one story.
//!
//! The nodes are epistemic states; whether a step is explained is asked when its node is popped. It
//! keeps one path to each state, which loses nothing: a run to the goal that can be shortened (P4)
//! or that is good enough before its end (P5) contains a shorter one that ends at least as well, so
//! the last such shortening is a valid story.
//!
//! # Postponing
//! Some steps look good everywhere and have a reason nowhere. Each time that a step has failed at a
//! level twice as often as before, nodes with that step wait a little longer at that level.
//!
//! # Deepening
//! A node has a **level**: the character limit under which its step is tried. It begins with the
//! least level at which the bounds let anyone have a reason. Where there is none, the node is put
//! back at the next level, with a penalty; at the character limit itself the answer is final. So
//! the cheap questions are asked first, all over the tree, and a long proof that nobody has a reason
//! for some step waits until nothing better is left to do. When the queue is empty, every step has
//! been tried under the full limit. Whether that proves that there is no story depends on the
//! components ([`crate::search::Search`] makes sure of it).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use hashbrown::HashMap;
use motive_world::fault::Fault;
use motive_world::ground::StepId;
use motive_world::state::StateId;
use motive_world::value::Number;
use rustc_hash::FxBuildHasher;

use super::{Scope, Task, Tick};
use crate::explain::{Answer, Explanations, Query};
use crate::influence::Range;
use crate::pressing::Next;
use crate::search::Statistics;
use crate::tree::{ROOT, Tree};

/// What one more step in the reasons looked for weighs, against 4 for a step of the story.
const PENALTY: u32 = 16;

/// What a doubling of the failures of a step at one level weighs.
const DOUBT: u32 = 32;

/// A node to be popped; the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    priority: u32,
    length: Reverse<u32>,
    node: u32,
    level: u32,
    /// The priority without the penalty for the level.
    base: u32,
    /// How often the step had failed at this level when the node was put back for that.
    doubts: u32,
}

/// The order in which nodes are popped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Length so far plus twice the estimate.
    Weighted,
    /// Length so far plus the estimate.
    Sum,
    /// The estimate.
    Greedy,
    /// Length so far.
    Length,
    /// Length so far plus the admissible bound, so that the first story is a shortest.
    Bound,
}

/// Whether a step is explained, as far as its level goes.
enum Explained {
    Yes,
    /// Not at this level; the next one that is worth a try.
    NotYet(u32),
    Never,
}

/// The search.
#[derive(Debug)]
pub(crate) struct BestFirst {
    task: Task,
    order: Order,
    /// Whether steps that keep failing are put off.
    postponing: bool,
    /// The least base of the node popped last, where the order is by a bound.
    least: u32,
    nodes: Tree,
    open: BinaryHeap<Reverse<Open>>,
    /// By the author's projection of a state: the least length of a path there.
    closed: Vec<u32>,
    /// Where actions branch, places are shared by states that the same number of accidents leads to.
    places: HashMap<(u32, u32), u32, FxBuildHasher>,
    /// By node: the accidents on the way there; only where actions branch.
    accidents: Vec<u32>,
    /// By step and level: how often nobody had a reason for it, since somebody last had.
    failures: HashMap<(StepId, u32), u32, FxBuildHasher>,
    pending: Option<Open>,
    expanding: Option<(StateId, u32, u32)>,
    /// A run that reaches the goal.
    pub(crate) goal: Option<Vec<StepId>>,
    /// The run with the greatest utility above the start's, then the shortest.
    pub(crate) best: Option<(Number, Vec<StepId>)>,
}

impl BestFirst {
    pub(crate) fn new(task: Task, order: Order, postponing: bool) -> Self {
        BestFirst {
            task,
            order,
            postponing,
            least: 0,
            nodes: Tree::default(),
            open: BinaryHeap::new(),
            closed: vec![],
            places: HashMap::default(),
            accidents: vec![],
            failures: HashMap::default(),
            pending: None,
            expanding: Some((task.initial, ROOT, 0)),
            goal: None,
            best: None,
        }
    }

    pub(crate) fn memory(&self) -> u64 {
        (self.nodes.memory()
            + self.open.capacity() * size_of::<Open>()
            + self.closed.capacity() * 4) as u64
    }

    /// No story is shorter than this: 0 where the order says nothing of the kind.
    pub(crate) fn bound(&self) -> u32 {
        self.least
    }

    pub(crate) fn tick(
        &mut self,
        minds: &mut Explanations<'_>,
        statistics: &mut Statistics,
    ) -> Answer<Tick> {
        if self.closed.is_empty() {
            let place = self.place(minds, self.task.initial, 0);
            self.closed.resize(place + 1, u32::MAX);
            self.closed[place] = 0;
        }
        if let Some((state, index, length)) = self.expanding {
            let next = minds.next(state)?;
            self.expanding = None;
            if minds.pressing.is_any() && next.is_quiet() && self.arrive(minds, state, index)? {
                return Ok(Tick::Goal);
            }
            self.expand(minds, state, (index, length), &next, statistics)?;
            return Ok(Tick::More);
        }
        let open = match self.pending {
            Some(open) => open,
            None => match self.open.pop() {
                Some(Reverse(open)) => open,
                None => return Ok(Tick::Exhausted),
            },
        };
        let index = open.node;
        let node = self.nodes.node(index);
        if self.pending.is_none() {
            // As many doublings of failures as the node has not waited for yet.
            let failed = self.failures.get(&(node.step, open.level)).copied().unwrap_or(0);
            let doubts = u32::BITS - failed.leading_zeros();
            if self.postponing && doubts > open.doubts {
                let priority = self.priority(open.base, open.level, doubts);
                self.open.push(Reverse(Open { priority, doubts, ..open }));
                return Ok(Tick::More);
            }
        }
        if self.order == Order::Bound {
            self.least = self.least.max(open.base);
        }
        self.pending = Some(open);
        let from = self.nodes.state(node.parent, self.task.initial);
        let explained = explained(minds, from, node.step, open.level)?;
        self.pending = None;
        let failures = self.failures.entry((node.step, open.level)).or_default();
        match explained {
            Explained::Yes => *failures = 0,
            Explained::NotYet(level) => {
                *failures += u32::from(level <= open.level + 1);
                let priority = self.priority(open.base, level, 0);
                self.open.push(Reverse(Open { priority, level, doubts: 0, ..open }));
                return Ok(Tick::More);
            }
            Explained::Never => {
                *failures += 1;
                return Ok(Tick::More);
            }
        }
        let mut accidents = 0;
        if minds.world.branches {
            accidents = self.accidents_at(node.parent);
            accidents += u32::from(minds.is_accident(from, node.step)?);
            if accidents > self.task.accidents {
                statistics.too_many_accidents = true;
                return Ok(Tick::More);
            }
            let length = self.accidents.len().max(index as usize + 1);
            self.accidents.resize(length, 0);
            self.accidents[index as usize] = accidents;
        }
        let state = minds.states.after(None, from, node.step)?;
        self.nodes.set_state(index, state);
        // What can be reached with fewer accidents is at least as good.
        for fewer in 0..accidents {
            let place = self.place(minds, state, fewer);
            if self.closed.get(place).is_some_and(|&known| known <= node.length) {
                return Ok(Tick::More);
            }
        }
        let place = self.place(minds, state, accidents);
        if self.closed.len() <= place {
            self.closed.resize(place + 1, u32::MAX);
        }
        let known = &mut self.closed[place];
        if *known <= node.length {
            return Ok(Tick::More);
        }
        *known = node.length;
        // Where something may press, it is first seen whether the state is quiet.
        if !minds.pressing.is_any() && self.arrive(minds, state, index)? {
            return Ok(Tick::Goal);
        }
        self.expanding = Some((state, index, node.length));
        Ok(Tick::More)
    }

    /// A state in which a story may end: whether it is the goal.
    fn arrive(
        &mut self,
        minds: &Explanations<'_>,
        state: StateId,
        index: u32,
    ) -> Result<bool, Fault> {
        if let Some(utility) = minds.utility(None, state)? {
            if utility > self.task.before
                && self.best.as_ref().is_none_or(|(best, _)| utility > *best)
            {
                self.best = Some((utility, self.nodes.path(index)));
            }
            if utility > self.task.before && utility >= self.task.goal {
                self.goal = Some(self.nodes.path(index));
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Where a state stands in the table of lengths: states that are the same to the search share it.
    fn place(&mut self, minds: &mut Explanations<'_>, state: StateId, accidents: u32) -> usize {
        let place = match self.task.scope {
            Scope::Goal => minds.project(None, minds.sight(), state),
            Scope::Ends | Scope::Everything => state.0,
        };
        if !minds.world.branches {
            return place as usize;
        }
        let next = self.places.len() as u32;
        *self.places.entry((place, accidents)).or_insert(next) as usize
    }

    fn accidents_at(&self, node: u32) -> u32 {
        self.accidents.get(node as usize).copied().unwrap_or(0)
    }

    /// The priority of a node at a level. Where the first story must be a shortest, levels only
    /// break ties between nodes of one bound.
    fn priority(&self, base: u32, level: u32, doubts: u32) -> u32 {
        let levels = level.saturating_sub(1);
        if self.order == Order::Bound || self.order == Order::Length {
            base.saturating_mul(64).saturating_add((levels + doubts).min(63))
        } else {
            let penalty = levels.saturating_mul(PENALTY).saturating_add(doubts * DOUBT);
            base.saturating_mul(4).saturating_add(penalty)
        }
    }

    fn expand(
        &mut self,
        minds: &mut Explanations<'_>,
        state: StateId,
        (index, length): (u32, u32),
        next: &Next,
        statistics: &mut Statistics,
    ) -> Answer<()> {
        if length >= self.task.limit {
            return Ok(());
        }
        statistics.expanded += 1;
        let (present, goal) = (self.task.before, Some(self.task.goal));
        let length = length + 1;
        let horizon = Explanations::left_after(self.task.limit, length);
        let first = if minds.components.deepening { 1 } else { minds.character_limit };
        let steps = match self.task.scope {
            Scope::Goal | Scope::Ends => minds.serving(state)?,
            Scope::Everything => minds.executable(state)?,
        };
        for step in steps {
            if !next.allows(minds.world, step) {
                continue;
            }
            let valuation = minds.states.facts_after(None, state, step)?;
            let estimate = minds.estimate(
                None,
                (Range::Within, minds.sight()),
                valuation,
                present,
                goal,
                horizon,
            );
            let Some(least) = estimate.least else { continue };
            statistics.generated += 1;
            let node = self.nodes.push(index, step, length);
            let base = match self.order {
                Order::Weighted => length + 2 * estimate.guess,
                Order::Sum => length + estimate.guess,
                Order::Greedy => estimate.guess,
                Order::Length => length,
                Order::Bound => length + least,
            };
            let priority = self.priority(base, first, 0);
            let open =
                Open { priority, length: Reverse(length), node, level: first, base, doubts: 0 };
            self.open.push(Reverse(open));
        }
        Ok(())
    }
}

/// After this level the character limit itself is the next.
const LAST_LEVEL: u32 = 16;

/// Whether everyone who consents to a step has a reason for it with at most `level` steps.
fn explained(
    minds: &mut Explanations<'_>,
    state: StateId,
    step: StepId,
    level: u32,
) -> Answer<Explained> {
    let world = minds.world;
    let consenting = &world.action(step).consenting;
    let limit = minds.character_limit;
    // What can be seen without a search, of all of them, before any search.
    let mut least = 1;
    for &who in consenting {
        let query = minds.consent(state, who, step, level);
        if matches!(minds.ask(query), Ok(Some(_))) {
            continue;
        }
        match minds.least(&Query { left: limit, most: limit, ..query })? {
            Some(steps) => least = least.max(steps),
            None => return Ok(Explained::Never),
        }
    }
    if least > level {
        return Ok(Explained::NotYet(least));
    }
    for &who in consenting {
        let query = minds.consent(state, who, step, level);
        if minds.ask(query)?.is_none() {
            return Ok(match level {
                level if level >= limit => Explained::Never,
                level if level >= LAST_LEVEL => Explained::NotYet(limit),
                level => Explained::NotYet(level + 1),
            });
        }
    }
    Ok(Explained::Yes)
}
