//! Explanations: does a character have a reason for a step?
//!
//! A reason (planning-semantics §6.1, R0–R5) is a plan that starts with the step, made only of
//! steps that are themselves explained, after which the character is better off, all of it as that
//! character believes the world to be. Whether there is one is a [`Query`]; its answer depends on
//! nothing but the mind, the character, the step and what is left of the character limit, so every
//! answer is kept and serves every story that asks again.
//!
//! # How a query is answered
//! Best-first search over the worlds of the character's imagination, by length so far plus twice
//! the estimate, pruned by hmax ([`crate::relaxed`]). A step's other consenters are asked only when
//! its world is popped; those are queries too, in minds one level deeper and with less left. The
//! character's own consent to later steps is checked when an improvement is found: the rest of the
//! plan is the reason, or else a query of its own.
//!
//! # Why the search may forget paths, and when it may not
//! R4 forbids padding: no proper subsequence of any tail of the plan may end with the same utility.
//! That looks at the path, not at the world reached. But a subsequence that keeps the explained
//! step is itself a shorter plan for it, so it replaces the plan found, and one of a later tail
//! shortens the plan likewise; only a subsequence *without* the explained step disqualifies the
//! plan. So the first pass keeps one path of each length to each world. If it finds nothing
//! although it rejected an improvement, a second pass keeps all paths (that do not run in circles:
//! a circle could be left out), and only its failure is a proof. The argument is spelled out in
//! docs/semantics.md.
//!
//! # Interruptions
//! The search is a stack of [`Frame`]s, advanced a tick at a time. Whatever needs an answer that is
//! not known yet says so ([`Unanswered`]); the query is pushed on the stack, and the asker starts
//! its present small piece of work again when the answer is there. So a search can stop after any
//! tick and go on later with the same result.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use hashbrown::HashTable;
use motive_world::fault::{Fault, Place};
use motive_world::ground::{ArithmeticFault, GroundWorld, StepId};
use motive_world::id::CharacterId;
use motive_world::program::nesting::Nesting;
use motive_world::state::{Asked, StateId, StateRegistry, ValuationId};
use motive_world::story::Limits;
use motive_world::value::Number;
use rustc_hash::FxHasher;
use std::hash::Hasher;

use crate::near::needed::Debts;
use crate::near::{Near, Others, Table};
use crate::relaxed::RelaxedGraph;
use crate::tree::{ROOT, Tree};

/// "Has this character a reason for this step here?"
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Query {
    /// The character's mind where the step would be taken.
    pub(crate) mind: StateId,
    /// Who is asked.
    pub(crate) character: CharacterId,
    /// The step.
    pub(crate) step: StepId,
    /// How many steps the character limit leaves, the step included; `u32::MAX`: unlimited.
    pub(crate) left: u32,
    /// The greatest length that counts here; at most `left`.
    pub(crate) most: u32,
}

/// A plan that explains a step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// The steps, the explained one first.
    pub(crate) plan: Box<[StepId]>,
    /// Utility in the mind where the plan starts.
    pub(crate) before: Number,
    /// Utility at its end.
    pub(crate) after: Number,
}

/// Why something cannot be answered yet, or at all.
#[derive(Clone, Debug)]
pub(crate) enum Unanswered {
    /// This has to be known first.
    Needs(Query),
    /// The world cannot be run any further.
    Fault(Fault),
}

impl From<Fault> for Unanswered {
    fn from(fault: Fault) -> Self {
        Unanswered::Fault(fault)
    }
}

pub(crate) type Answer<T> = Result<T, Unanswered>;

/// A query under way.
#[derive(Debug)]
struct Frame {
    query: Query,
    before: Number,
    nodes: Tree,
    /// (estimated length, length so far, order of making): the least first.
    open: BinaryHeap<Reverse<(u32, Reverse<u32>, u32)>>,
    /// States met, with the length of the path and the number of its list of debts.
    closed: BTreeSet<(StateId, u32, u32)>,
    debts: Debts,
    /// Popped, and waiting for answers.
    pending: Option<u32>,
    /// An improvement that is being checked, and whether its node is still to be expanded.
    candidate: Option<(u32, Vec<StepId>)>,
    /// An improvement was rejected.
    rejected: bool,
    /// A second path of the same length to a world was forgotten.
    forgot: bool,
    /// The second pass: all paths are kept.
    exhaustive: bool,
}

/// Counts of the work on explanations.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) queries: u64,
    pub(crate) expanded: u64,
    pub(crate) generated: u64,
}

/// The states, the estimates and the answers that all searches of one run share.
#[derive(Debug)]
pub(crate) struct Explanations<'w> {
    pub(crate) world: &'w GroundWorld,
    pub(crate) states: StateRegistry<'w>,
    pub(crate) nesting: Nesting,
    /// The character limit; `u32::MAX`: unlimited.
    pub(crate) character_limit: u32,
    graphs: Vec<Option<RelaxedGraph<'w>>>,
    author_graph: RelaxedGraph<'w>,
    /// In place of the graphs, where actions are made on demand.
    pub(crate) near: Option<Near<'w>>,
    /// By mind and its owner: the steps by which that character gains at once.
    pub(crate) gaining: Table<(StateId, CharacterId), Box<[StepId]>>,
    answers: HashTable<(Query, Option<Box<Found>>)>,
    frames: Vec<Frame>,
    pub(crate) counts: Counts,
}

fn hash_query(query: &Query) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(u64::from(query.mind.0) << 32 | u64::from(query.step.0));
    hasher.write_u64(u64::from(query.left) << 32 | u64::from(query.most));
    hasher.write_u32(query.character.0);
    hasher.finish()
}

impl<'w> Explanations<'w> {
    pub(crate) fn new(world: &'w GroundWorld, limits: &Limits) -> Self {
        let nesting = Nesting::of(&world.program, limits);
        Explanations {
            world,
            states: StateRegistry::new(world, nesting.levels),
            nesting,
            character_limit: limits.character.map_or(u32::MAX, |steps| steps.max(1)),
            graphs: (0..world.characters()).map(|_| None).collect(),
            author_graph: RelaxedGraph::new(world, None),
            near: world.is_on_demand().then(|| Near::new(world)),
            gaining: Table::default(),
            answers: HashTable::new(),
            frames: vec![],
            counts: Counts::default(),
        }
    }

    /// Whether a query is under way.
    pub(crate) fn is_busy(&self) -> bool {
        !self.frames.is_empty()
    }

    /// Puts a query on the stack.
    pub(crate) fn push(&mut self, query: Query) -> Result<(), Fault> {
        self.counts.queries += 1;
        match self.begin(query)? {
            Some(frame) => self.frames.push(frame),
            None => self.answer(query, None),
        }
        Ok(())
    }

    /// Drops the queries under way; their partial work is lost, their answers are not.
    pub(crate) fn abandon(&mut self) {
        self.frames.clear();
    }

    /// Bytes taken by states, answers, estimates and queries under way.
    pub(crate) fn memory(&self) -> u64 {
        let graphs: u64 = self.graphs.iter().flatten().map(RelaxedGraph::memory).sum();
        let frames: usize = self
            .frames
            .iter()
            .map(|f| f.nodes.memory() + f.open.len() * 12 + f.closed.len() * 16)
            .sum();
        self.states.memory()
            + graphs
            + self.author_graph.memory()
            + self.near.as_ref().map_or(0, Near::memory)
            + (self.gaining.capacity() * 32) as u64
            + (self.answers.capacity() * size_of::<(Query, Option<Box<Found>>)>()) as u64
            + frames as u64
    }

    /// How deep in the nesting a state is.
    pub(crate) fn depth(&self, state: StateId) -> u32 {
        self.nesting.levels - self.states.height(state)
    }

    /// The utility of the author or a character in a state; `None` if unknown.
    pub(crate) fn utility(
        &self,
        owner: Option<CharacterId>,
        state: StateId,
    ) -> Result<Option<Number>, Fault> {
        let utility = match owner {
            None => &self.world.author,
            Some(character) => &self.world.utilities[character.index()],
        };
        utility.eval(&self.states.view(state)).map_err(|fault| match fault {
            ArithmeticFault::DivisionByZero => Fault::DivisionByZero(Place::Utility(owner)),
            ArithmeticFault::Overflow => Fault::Overflow(Place::Utility(owner)),
        })
    }

    /// How far an improvement over `present` is.
    pub(crate) fn estimate(
        &mut self,
        owner: Option<CharacterId>,
        valuation: ValuationId,
        present: Number,
        goal: Option<Number>,
        horizon: u32,
    ) -> crate::relaxed::Estimate {
        let world = self.world;
        if let Some(near) = &mut self.near {
            let others = Others::Anything;
            let states = &self.states;
            return near.estimate(states, owner, others, valuation, None, present, goal, horizon);
        }
        let graph = match owner {
            None => &mut self.author_graph,
            Some(character) => self.graphs[character.index()]
                .get_or_insert_with(|| RelaxedGraph::new(world, owner)),
        };
        graph.estimate(&self.states, valuation, present, goal, horizon)
    }

    /// The steps whose precondition holds in a state, in order; those without consent only if
    /// `author`.
    pub(crate) fn executable(&self, state: StateId, author: bool) -> Result<Vec<StepId>, Fault> {
        self.states.successors(state, if author { Asked::All } else { Asked::Willed })
    }

    /// The answer to a query, if it is known.
    pub(crate) fn ask(&self, query: Query) -> Answer<Option<&Found>> {
        match self.answers.find(hash_query(&query), |(known, _)| *known == query) {
            Some((_, found)) => Ok(found.as_deref()),
            None => Err(Unanswered::Needs(query)),
        }
    }

    fn answer(&mut self, query: Query, found: Option<Box<Found>>) {
        self.answers.insert_unique(hash_query(&query), (query, found), |(q, _)| hash_query(q));
    }

    /// The query for `character`'s consent to a step in `world_state`, which is reality or
    /// somebody else's mind.
    pub(crate) fn consent(
        &self,
        world_state: StateId,
        character: CharacterId,
        step: StepId,
        left: u32,
    ) -> Query {
        let mind = self.states.mind(world_state, character);
        Query { mind, character, step, left, most: left }
    }

    /// What is left of the limit after some steps.
    pub(crate) fn left_after(left: u32, steps: u32) -> u32 {
        if left == u32::MAX { left } else { left.saturating_sub(steps) }
    }

    /// A frame for a query; `None` where the answer is plainly no.
    fn begin(&mut self, query: Query) -> Result<Option<Frame>, Fault> {
        let depth = self.depth(query.mind);
        if depth > self.nesting.epistemic + 1 || query.most == 0 {
            return Ok(None);
        }
        if !self.states.executable(query.mind, query.step)? {
            return Ok(None);
        }
        let Some(before) = self.utility(Some(query.character), query.mind)? else {
            return Ok(None);
        };
        let mut frame = Frame {
            query,
            before,
            nodes: Tree::default(),
            open: BinaryHeap::new(),
            closed: BTreeSet::new(),
            debts: Debts::default(),
            pending: None,
            candidate: None,
            rejected: false,
            forgot: false,
            exhaustive: false,
        };
        self.seed(&mut frame)?;
        Ok(Some(frame))
    }

    /// The longest plan that may answer a query: at the deepest level only an immediate gain.
    fn longest(&self, query: &Query) -> u32 {
        if self.depth(query.mind) > self.nesting.epistemic { query.most.min(1) } else { query.most }
    }

    fn seed(&mut self, frame: &mut Frame) -> Result<(), Fault> {
        frame.nodes.clear();
        frame.open.clear();
        frame.closed.clear();
        frame.debts.clear();
        self.generate(frame, ROOT, frame.query.step, 1)
    }

    /// Adds the world after a step, unless no improvement can be near enough.
    fn generate(
        &mut self,
        frame: &mut Frame,
        parent: u32,
        step: StepId,
        length: u32,
    ) -> Result<(), Fault> {
        let from = frame.nodes.state(parent, frame.query.mind);
        let horizon = Self::left_after(self.longest(&frame.query), length);
        let owner = Some(frame.query.character);
        let estimate = if let Some(near) = &self.near {
            let state = match near.reads_beliefs(owner) {
                true => Some(self.states.after(from, step)?),
                false => None,
            };
            let valuation = match state {
                Some(state) => self.states.valuation(state),
                None => self.states.facts_after(from, step)?,
            };
            let others = self.others(frame.query.mind);
            let states = &self.states;
            let near = self.near.as_mut().expect("just looked at");
            near.estimate(states, owner, others, valuation, state, frame.before, None, horizon)
        } else {
            let valuation = self.states.facts_after(from, step)?;
            self.estimate(owner, valuation, frame.before, None, horizon)
        };
        if estimate.least.is_none() {
            return Ok(());
        }
        self.counts.generated += 1;
        let index = frame.nodes.push(parent, step, length);
        let priority = length + 2 * estimate.guess;
        frame.open.push(Reverse((priority, Reverse(length), index)));
        Ok(())
    }

    /// Advances the query on top of the stack by one tick.
    pub(crate) fn tick(&mut self) -> Result<(), Fault> {
        let Some(mut frame) = self.frames.pop() else { return Ok(()) };
        match self.advance(&mut frame) {
            Ok(Some(found)) => self.answer(frame.query, found),
            Ok(None) => self.frames.push(frame),
            Err(Unanswered::Needs(query)) => {
                self.frames.push(frame);
                self.push(query)?;
            }
            Err(Unanswered::Fault(fault)) => {
                self.frames.push(frame);
                return Err(fault);
            }
        }
        Ok(())
    }

    /// One tick of a query: `Some` when it is answered.
    #[expect(clippy::option_option, reason = "not answered yet, answered no, answered yes")]
    fn advance(&mut self, frame: &mut Frame) -> Answer<Option<Option<Box<Found>>>> {
        if let Some((_, plan)) = &frame.candidate {
            let verdict = self.check(frame, plan)?;
            let (index, _) = frame.candidate.take().expect("just looked at");
            match verdict {
                Some(found) => return Ok(Some(Some(Box::new(found)))),
                None => frame.rejected = true,
            }
            self.expand(frame, index)?;
            return Ok(None);
        }
        let index = match frame.pending {
            Some(index) => index,
            None => match frame.open.pop() {
                Some(Reverse((_, _, index))) => index,
                None if frame.rejected && frame.forgot && !frame.exhaustive => {
                    frame.exhaustive = true;
                    self.seed(frame)?;
                    return Ok(None);
                }
                None => return Ok(Some(None)),
            },
        };
        frame.pending = Some(index);
        let node = frame.nodes.node(index);
        let from = frame.nodes.state(node.parent, frame.query.mind);
        if node.length > 1 {
            let left = Self::left_after(frame.query.left, node.length - 1);
            for &other in &self.world.action(node.step).consenting {
                if other != frame.query.character
                    && self.ask(self.consent(from, other, node.step, left))?.is_none()
                {
                    frame.pending = None;
                    return Ok(None);
                }
            }
        }
        let state = self.states.after(from, node.step)?;
        frame.nodes.set_state(index, state);
        frame.pending = None;
        let counting = self.counts_debts(frame.query.mind);
        if (frame.exhaustive || counting)
            && (state == frame.query.mind || frame.nodes.passes(node.parent, state))
        {
            return Ok(None);
        }
        let mut list = 0;
        if counting {
            let earlier = frame.debts.at(node.parent);
            let owner = frame.query.character;
            let debts = self.debts_after(owner, &earlier, node.step, (from, state));
            list = frame.debts.set(index, debts);
        }
        if !frame.exhaustive && !frame.closed.insert((state, node.length, list)) {
            frame.forgot = true;
            return Ok(None);
        }
        let utility = self.utility(Some(frame.query.character), state)?;
        if utility.is_some_and(|utility| utility > frame.before) {
            frame.candidate = Some((index, frame.nodes.path(index)));
            return Ok(None);
        }
        self.expand(frame, index)?;
        Ok(None)
    }

    fn expand(&mut self, frame: &mut Frame, index: u32) -> Result<(), Fault> {
        let node = frame.nodes.node(index);
        if node.length >= self.longest(&frame.query) {
            return Ok(());
        }
        self.counts.expanded += 1;
        let state = node.state.expect("expanded after being popped");
        let last = node.length + 1 == self.longest(&frame.query);
        let debts = frame.debts.at(index);
        for step in self.continuations(state, frame.query.character, last)? {
            let near = self.near.as_ref().filter(|_| last);
            if near.is_some_and(|near| !near.may_pay(step, frame.query.character, &debts)) {
                continue;
            }
            self.generate(frame, index, step, node.length + 1)?;
        }
        Ok(())
    }

    /// Checks an improvement: shortens it as far as it goes, and rejects it where the explained
    /// step itself can be left out, or where the character has no reason for a later own step.
    fn check(&mut self, frame: &Frame, plan: &[StepId]) -> Answer<Option<Found>> {
        let owner = frame.query.character;
        let mut plan = plan.to_vec();
        let states = loop {
            let states = self.run(frame.query.mind, &plan)?;
            let run = crate::padding::Run {
                owner: Some(owner),
                states: &states,
                steps: &plan,
                left: frame.query.left,
            };
            match self.shorter(&run)? {
                None => break states,
                Some(shorter) if shorter.first() != Some(&0) => return Ok(None),
                Some(shorter) => plan = shorter.into_iter().map(|kept| plan[kept]).collect(),
            }
        };
        let last = *states.last().expect("a run has a start");
        let after = self.utility(Some(owner), last)?;
        let Some(after) = after.filter(|&after| after > frame.before) else { return Ok(None) };
        for (index, &step) in plan.iter().enumerate().skip(1) {
            if !self.world.action(step).consenting.contains(&owner) {
                continue;
            }
            let here = self.utility(Some(owner), states[index])?;
            if here.is_some_and(|here| after > here) {
                continue;
            }
            let left = Self::left_after(frame.query.left, index as u32);
            let query = Query { mind: states[index], character: owner, step, left, most: left };
            if self.ask(query)?.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(Found { plan: plan.into_boxed_slice(), before: frame.before, after }))
    }

    /// The states of a run: the first, and the one after each step.
    pub(crate) fn run(&mut self, start: StateId, steps: &[StepId]) -> Result<Vec<StateId>, Fault> {
        let mut states = vec![start];
        for &step in steps {
            let state = *states.last().expect("has a start");
            states.push(self.states.after(state, step)?);
        }
        Ok(states)
    }
}
