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
//! plan. How three passes deal with that is told in the module `frame`, and the argument is spelled
//! out in docs/semantics.md.
//!
//! # Interruptions
//! The search is a stack of [`Frame`]s, advanced a tick at a time. Whatever needs an answer that is
//! not known yet says so ([`Unanswered`]); the query is pushed on the stack, and the asker starts
//! its present small piece of work again when the answer is there. So a search can stop after any
//! tick and go on later with the same result.

mod answers;
mod bound;
mod confirm;
mod frame;
mod outlook;
mod projection;
mod refusal;

use hashbrown::HashMap;
use motive_world::fault::{Fault, Place};
use motive_world::ground::{ArithmeticFault, GroundUtility, GroundWorld, StepId, as_number};
use motive_world::id::CharacterId;
use motive_world::outline::Pattern;
use motive_world::program::nesting::Nesting;
use motive_world::state::{Asked, Stance, StateId, StateRegistry, StateView, ValuationId};
use motive_world::story::Limits;
use motive_world::value::{Number, Value};
use rustc_hash::FxBuildHasher;

use crate::components::{Components, Heuristic, Shortcut};
use crate::influence::{ANY, Influence, Range, SituationId};
use crate::links::Cast;
use crate::near::{Near, Others, Table};
use crate::pressing::Pressing;
use crate::relaxed::influence::{Difference, Scope};
use crate::relaxed::{Estimate, RelaxedGraph};
use answers::{Answers, Known};
use bound::{Aim, Attainable};
use frame::{Advance, Frame};
pub(crate) use outlook::{Floor, Measure, Prospect, Sight};
use outlook::{Lookout, Outlooks};
use projection::Projections;

/// "Has this character a reason for this step here?" Asked as a whole
/// ([`Explanations::ask`]), it is about the action: the reason may begin with any outcome that
/// the character counts on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query {
    /// The character's mind where the step would be taken.
    pub(crate) mind: StateId,
    /// Its projection for the character: answers are the same where projections are.
    pub(crate) key: u32,
    /// Who is asked.
    pub(crate) character: CharacterId,
    /// The step.
    pub(crate) step: StepId,
    /// How many steps the character limit leaves, the step included; `u32::MAX`: unlimited.
    pub(crate) left: u32,
    /// The greatest length that counts here; at most `left`.
    pub(crate) most: u32,
    /// Which reasons count.
    pub(crate) sight: Sight,
}

/// A plan that explains a step.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The steps, the explained one first.
    pub(crate) plan: Box<[StepId]>,
    /// How many steps were left where it was found; the reasons within it reckon from there.
    pub(crate) left: u32,
    /// What it makes better.
    pub(crate) measure: Measure,
    /// Utility or outlook in the mind where the plan starts.
    pub(crate) before: Number,
    /// Utility or outlook at its end.
    pub(crate) after: Number,
}

impl Found {
    /// How much better it makes what it makes better.
    pub(crate) fn rise(&self) -> f64 {
        self.after.get() - self.before.get()
    }
}

/// Something to be found out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    /// Whether there is a reason.
    Reason(Query),
    /// What is to be feared.
    Outlook(Prospect, Floor),
}

/// Something that is being found out.
#[derive(Debug)]
enum Task {
    Reason(Frame),
    Outlook(Lookout),
}

impl Task {
    fn need(&self) -> Need {
        match self {
            Task::Reason(frame) => Need::Reason(frame.query),
            Task::Outlook(lookout) => Need::Outlook(lookout.prospect, lookout.floor),
        }
    }

    fn memory(&self) -> usize {
        match self {
            Task::Reason(frame) => frame.memory(),
            Task::Outlook(lookout) => lookout.memory(),
        }
    }
}

/// Why something cannot be answered yet, or at all.
#[derive(Clone, Debug)]
pub(crate) enum Unanswered {
    /// This has to be known first.
    Needs(Need),
    /// The world cannot be run any further.
    Fault(Fault),
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        let parts = |query: &Query| {
            (query.key, query.character, query.step, query.left, query.most, query.sight)
        };
        parts(self) == parts(other)
    }
}

impl Eq for Query {}

impl From<Fault> for Unanswered {
    fn from(fault: Fault) -> Self {
        Unanswered::Fault(fault)
    }
}

pub(crate) type Answer<T> = Result<T, Unanswered>;

/// Reasons are looked for under so many lower limits before the full one.
const DEEPEST: u32 = 16;

/// Queries under way that wait for their turn.
#[derive(Debug, Default)]
pub(crate) struct Parked(Vec<Task>);

impl Parked {
    pub(crate) fn memory(&self) -> u64 {
        self.0.iter().map(Task::memory).sum::<usize>() as u64
    }
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
    /// How many accidents a story may contain.
    pub(crate) accidents: u32,
    /// An event with an outcome that the author names, and that is no accident here.
    pub(crate) named: Option<Pattern>,
    /// How many steps of others people look ahead.
    pub(crate) foresight: u32,
    /// Whether there are natural events.
    nature: bool,
    pub(crate) components: Components,
    /// Where people act for gain alone.
    influence: Influence,
    /// Where they look ahead: who may not gain may still have something to avert, so every step may
    /// have every influence.
    unbounded: Option<Influence>,
    projections: Projections,
    /// By character, then range; made when they are first asked.
    graphs: Vec<Graphs<'w>>,
    /// By character: all that the utility can be.
    attainable: Vec<Attainable>,
    /// By character: for what others and nature can make worse.
    losses: Vec<Option<RelaxedGraph<'w>>>,
    author_graph: Option<RelaxedGraph<'w>>,
    everything: Option<RelaxedGraph<'w>>,
    /// In place of the graphs, where actions are made on demand.
    pub(crate) near: Option<Near<'w>>,
    /// By mind and its owner: the steps by which that character gains at once.
    pub(crate) gaining: Table<(StateId, CharacterId), Box<[StepId]>>,
    situations: HashMap<StateId, SituationId, FxBuildHasher>,
    pub(crate) answers: Answers,
    /// Where to avert something is a reason too, and where nothing else is.
    foreseeing: Answers,
    averting: Answers,
    outlooks: Outlooks,
    tasks: Vec<Task>,
    /// Queries that were given up, which count as having no reason while this is some.
    given_up: Option<Vec<Need>>,
    pub(crate) counts: Counts,
    pub(crate) pressing: Pressing,
}

/// One character's graphs: whether for those who look ahead, then by range.
type Graphs<'w> = [[Option<RelaxedGraph<'w>>; 2]; 2];

/// The graph of a character in a range, made when it is first wanted.
fn graph<'g, 'w>(
    world: &'w GroundWorld,
    influence: &Influence,
    graphs: &'g mut [Graphs<'w>],
    (who, range, sight): (CharacterId, Range, Sight),
) -> &'g mut RelaxedGraph<'w> {
    let place = &mut graphs[who.index()][usize::from(sight != Sight::Present)][range as usize];
    place.get_or_insert_with(|| {
        RelaxedGraph::with_steps(world, Some(who), |step| influence.allows(ANY, who, range, step))
    })
}

/// What a view is worth to somebody; `None` if unknown.
fn worth(
    utility: &GroundUtility,
    owner: Option<CharacterId>,
    view: &StateView<'_>,
) -> Result<Option<Number>, Fault> {
    utility.eval(view).map_err(|fault| match fault {
        ArithmeticFault::DivisionByZero => Fault::DivisionByZero(Place::Utility(owner)),
        ArithmeticFault::Overflow => Fault::Overflow(Place::Utility(owner)),
    })
}

impl<'w> Explanations<'w> {
    pub(crate) fn new(world: &'w GroundWorld, limits: &Limits, components: Components) -> Self {
        let nesting = Nesting::of(&world.program, limits);
        // Where actions are made on demand there is no table of them to find influence in.
        let components = match world.is_on_demand() {
            true => components.without(Shortcut::Influence),
            false => components,
        };
        let foresight = world.program.settings.foresight;
        let character_limit = limits.character.map_or(u32::MAX, |steps| steps.max(1));
        let influence = Influence::of(world, character_limit, components.influence);
        let unbounded = (foresight > 0).then(|| Influence::of(world, character_limit, false));
        Explanations {
            world,
            projections: Projections::new(world, &influence),
            states: StateRegistry::new(world, nesting.levels),
            nesting,
            character_limit,
            named: None,
            accidents: limits.accidents.unwrap_or(world.program.settings.accidents),
            foresight,
            nature: world.program.actions.iter().any(|action| action.natural),
            components,
            influence,
            unbounded,
            graphs: (0..world.characters()).map(|_| Default::default()).collect(),
            attainable: world.utilities.iter().map(Attainable::of).collect(),
            losses: (0..world.characters()).map(|_| None).collect(),
            author_graph: None,
            everything: None,
            near: world.is_on_demand().then(|| Near::new(world)),
            gaining: Table::default(),
            situations: HashMap::default(),
            answers: Answers::new(components.sharing),
            foreseeing: Answers::new(components.sharing),
            averting: Answers::new(components.sharing),
            outlooks: Outlooks::default(),
            tasks: vec![],
            given_up: None,
            counts: Counts::default(),
            pressing: Pressing::of(world),
        }
    }

    /// Whether a query is under way.
    pub(crate) fn is_busy(&self) -> bool {
        !self.tasks.is_empty()
    }

    /// Puts a query or an outlook on the stack.
    pub(crate) fn push(&mut self, need: Need) -> Result<(), Fault> {
        self.undertake(need)
    }

    /// The answers to queries like this one.
    fn answers_to(&mut self, query: &Query) -> &mut Answers {
        match query.sight {
            Sight::Present => &mut self.answers,
            Sight::Ahead => &mut self.foreseeing,
            Sight::Averting => &mut self.averting,
        }
    }

    fn known(&self, query: &Query) -> Known<'_> {
        match query.sight {
            Sight::Present => self.answers.get(query),
            Sight::Ahead => self.foreseeing.get(query),
            Sight::Averting => self.averting.get(query),
        }
    }

    /// Drops the queries under way; their partial work is lost, their answers are not.
    pub(crate) fn abandon(&mut self) {
        self.tasks.clear();
    }

    /// Exchanges the queries under way for those of somebody else.
    pub(crate) fn park(&mut self, parked: &mut Parked) {
        std::mem::swap(&mut self.tasks, &mut parked.0);
    }

    /// Gives up the query at the bottom of the stack: until [`resume`](Self::resume) it counts as
    /// having no reason.
    pub(crate) fn give_up(&mut self) {
        if let Some(task) = self.tasks.first() {
            let need = task.need();
            self.given_up.get_or_insert_default().push(need);
        }
        self.tasks.clear();
    }

    /// Forgets which queries were given up.
    pub(crate) fn resume(&mut self) {
        self.given_up = None;
    }

    /// Whether some queries have been given up, so that no reason may only mean that none is known.
    pub(crate) fn gives_up(&self) -> bool {
        self.given_up.is_some()
    }

    fn is_given_up(&self, need: &Need) -> bool {
        self.given_up.as_ref().is_some_and(|needs| needs.contains(need))
    }

    /// Bytes taken by states, answers, estimates and queries under way.
    pub(crate) fn memory(&self) -> u64 {
        let graphs: u64 =
            self.graphs.iter().flatten().flatten().flatten().map(RelaxedGraph::memory).sum();
        let losses: u64 = self.losses.iter().flatten().map(RelaxedGraph::memory).sum();
        let graphs = graphs + losses;
        let tasks: usize = self.tasks.iter().map(Task::memory).sum();
        let answers = self.answers.memory() + self.foreseeing.memory() + self.averting.memory();
        let answers = answers + self.outlooks.memory();
        let influence =
            self.influence.memory() + self.unbounded.as_ref().map_or(0, Influence::memory);
        let others = answers + influence + self.projections.memory() + tasks;
        let author = self.author_graph.as_ref().map_or(0, RelaxedGraph::memory);
        let near =
            self.near.as_ref().map_or(0, Near::memory) + (self.gaining.capacity() * 32) as u64;
        self.states.memory() + graphs + author + near + others as u64 + self.pressing.memory()
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
        self.utility_in(owner, &self.states.view(state))
    }

    /// The same as a view has it.
    fn utility_in(
        &self,
        owner: Option<CharacterId>,
        view: &StateView<'_>,
    ) -> Result<Option<Number>, Fault> {
        let utility = match owner {
            None => &self.world.author,
            Some(character) => &self.world.utilities[character.index()],
        };
        worth(utility, owner, view)
    }

    /// What is wanted, as a utility of the author, in a state; `None` if unknown.
    pub(crate) fn utility_by(
        &self,
        utility: &GroundUtility,
        state: StateId,
    ) -> Result<Option<Number>, Fault> {
        worth(utility, None, &self.states.view(state))
    }

    /// What one term of what the author wants amounts to in a state, without its weight.
    pub(crate) fn term(&self, index: usize, state: StateId) -> Result<Value, Fault> {
        let amount = self.world.author.wants[index].amount.eval(&self.states.view(state));
        let amount = amount.map_err(|fault| match fault {
            ArithmeticFault::DivisionByZero => Fault::DivisionByZero(Place::Utility(None)),
            ArithmeticFault::Overflow => Fault::Overflow(Place::Utility(None)),
        })?;
        Ok(as_number(amount))
    }

    /// How far an improvement over `present` is.
    pub(crate) fn estimate(
        &mut self,
        owner: Option<CharacterId>,
        (range, sight): (Range, Sight),
        valuation: ValuationId,
        present: Number,
        goal: Option<Number>,
        horizon: u32,
    ) -> Estimate {
        if self.components.heuristic == Heuristic::Blind {
            return Estimate { least: Some(0), guess: 0 };
        }
        let world = self.world;
        if let Some(near) = &mut self.near {
            let others = Others::Anything;
            let states = &self.states;
            return near.estimate(states, owner, others, valuation, None, present, goal, horizon);
        }
        let influence = self.unbounded.as_ref().filter(|_| sight != Sight::Present);
        let influence = influence.unwrap_or(&self.influence);
        let graph = match owner {
            None => self.author_graph.get_or_insert_with(|| {
                RelaxedGraph::with_steps(world, None, |step| influence.is_possible(step))
            }),
            Some(who) => graph(world, influence, &mut self.graphs, (who, range, sight)),
        };
        let estimate = graph.estimate(&self.states, valuation, present, goal, horizon);
        match self.components.heuristic {
            Heuristic::Hmax => Estimate { guess: estimate.least.unwrap_or(0), ..estimate },
            _ => estimate,
        }
    }

    /// Whether steps without influence are left out, where these reasons count.
    fn bounds_influence(&self, sight: Sight) -> bool {
        self.components.influence && (sight == Sight::Present || self.unbounded.is_none())
    }

    /// What steps can have influence, where these reasons count.
    fn influence(&self, sight: Sight) -> &Influence {
        let unbounded = self.unbounded.as_ref().filter(|_| sight != Sight::Present);
        unbounded.unwrap_or(&self.influence)
    }

    /// The situation in which somebody's imagination begins.
    pub(crate) fn situation(&mut self, mind: StateId, sight: Sight) -> SituationId {
        if !self.bounds_influence(sight) {
            return ANY;
        }
        if let Some(&known) = self.situations.get(&mind) {
            return known;
        }
        let (world, influence) = (self.world, &self.influence);
        let graph = self.everything.get_or_insert_with(|| {
            let consented = |step| world.action(step).is_reckoned_with();
            RelaxedGraph::of_everything(world, |step| {
                consented(step) && influence.is_possible(step)
            })
        });
        let happens = graph.possible(&self.states, mind, &influence.links);
        let situation = self.influence.situation(world, happens);
        self.situations.insert(mind, situation);
        situation
    }

    /// At least so many further steps until a difference between `real` and `shadow`, two states of
    /// a character's imagination, can matter to that character's utility.
    pub(crate) fn influence_of(
        &mut self,
        situation: SituationId,
        (owner, range, sight): (CharacterId, Range, Sight),
        real: StateId,
        shadow: StateId,
    ) -> u32 {
        if !self.bounds_influence(sight) {
            return 0;
        }
        let mut minds = Cast::default();
        for index in 0..self.world.characters() {
            let who = CharacterId::at(index);
            let (one, other) = (self.states.mind(real, who), self.states.mind(shadow, who));
            if one != other
                && !self.states.minds(real).is_empty()
                && self.project(Some(who), sight, one) != self.project(Some(who), sight, other)
            {
                minds.insert(who);
            }
        }
        let difference = Difference {
            real: self.states.valuation(real),
            shadow: self.states.valuation(shadow),
            minds,
        };
        let scope = Scope {
            influence: &self.influence,
            situation,
            owner,
            range,
            cap: self.character_limit.min(crate::relaxed::FAR),
        };
        let graph = graph(self.world, &self.influence, &mut self.graphs, (owner, range, sight));
        graph.influence(&self.states, scope, difference)
    }

    /// The steps that can be taken in reality in a state, in order.
    pub(crate) fn executable(&self, state: StateId) -> Result<Vec<StepId>, Fault> {
        self.states.successors(state, Asked::All, Stance::Fact)
    }

    /// The steps that can be taken in reality and can be part of a story.
    pub(crate) fn serving(&self, state: StateId) -> Result<Vec<StepId>, Fault> {
        if self.near.is_some() {
            return self.executable(state);
        }
        let mut steps = vec![];
        for &step in self.influence(self.sight()).serving() {
            if self.states.executable(state, step, Stance::Fact)? {
                steps.push(step);
            }
        }
        Ok(steps)
    }

    /// The answer to a query about an action, if it is known: a reason that begins with an outcome
    /// that the character counts on.
    pub(crate) fn ask(&self, query: Query) -> Answer<Option<&Found>> {
        if !self.world.branches {
            return self.ask_exactly(query);
        }
        for step in self.world.outcomes_of(query.step) {
            if let Some(found) = self.ask_exactly(Query { step, ..query })? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The answer to a query about a step, its outcome included, if it is known.
    fn ask_exactly(&self, query: Query) -> Answer<Option<&Found>> {
        match self.known(&query) {
            Known::Yes(found) => Ok(Some(found)),
            Known::No => Ok(None),
            Known::Nothing if self.is_given_up(&Need::Reason(query)) => Ok(None),
            Known::Nothing => Err(Unanswered::Needs(Need::Reason(query))),
        }
    }

    /// The answer to a query, asking for short reasons first.
    pub(crate) fn ask_deepening(&mut self, query: Query) -> Answer<Option<&Found>> {
        if !self.components.deepening {
            return self.ask(query);
        }
        if self.ask(query).is_ok() {
            return self.ask(query);
        }
        let Some(least) = self.least(&query)? else {
            for step in self.world.outcomes_of(query.step) {
                let query = Query { step, ..query };
                if matches!(self.known(&query), Known::Nothing) {
                    self.answers_to(&query).put(&query, None);
                }
            }
            return Ok(None);
        };
        for left in least..query.left.min(least.saturating_add(DEEPEST)) {
            let shallow = Query { left, most: query.most.min(left), ..query };
            if self.ask(shallow)?.is_some() {
                return self.ask(shallow);
            }
        }
        self.ask(query)
    }

    /// The query for `character`'s consent to a step in `world_state`, which is reality or
    /// somebody else's mind.
    pub(crate) fn consent(
        &mut self,
        world_state: StateId,
        character: CharacterId,
        step: StepId,
        left: u32,
    ) -> Query {
        self.consent_seeing(world_state, character, step, left, self.sight())
    }

    /// The same where these reasons count.
    pub(crate) fn consent_seeing(
        &mut self,
        world_state: StateId,
        character: CharacterId,
        step: StepId,
        left: u32,
        sight: Sight,
    ) -> Query {
        let mind = self.states.mind(world_state, character);
        self.query_seeing(mind, character, step, left, sight)
    }

    /// The query for `character`'s reason for a step in that character's own mind.
    pub(crate) fn query(
        &mut self,
        mind: StateId,
        character: CharacterId,
        step: StepId,
        left: u32,
    ) -> Query {
        self.query_seeing(mind, character, step, left, self.sight())
    }

    /// The same where these reasons count.
    pub(crate) fn query_seeing(
        &mut self,
        mind: StateId,
        character: CharacterId,
        step: StepId,
        left: u32,
        sight: Sight,
    ) -> Query {
        let key = self.project(Some(character), sight, mind);
        Query { mind, key, character, step, left, most: left, sight }
    }

    /// Which reasons count in reality.
    pub(crate) fn sight(&self) -> Sight {
        if self.foresight > 0 { Sight::Ahead } else { Sight::Present }
    }

    /// The projection of a state for its owner, where these reasons count. To those who look ahead
    /// everything may be relevant.
    pub(crate) fn project(
        &mut self,
        owner: Option<CharacterId>,
        sight: Sight,
        state: StateId,
    ) -> u32 {
        match sight {
            Sight::Present => self.projections.of(&self.states, owner, state),
            Sight::Ahead | Sight::Averting => state.0,
        }
    }

    /// What is left of the limit after some steps.
    pub(crate) fn left_after(left: u32, steps: u32) -> u32 {
        if left == u32::MAX { left } else { left.saturating_sub(steps) }
    }

    /// The longest plan that may answer a query: at the deepest level only an immediate gain.
    pub(crate) fn longest(&self, query: &Query) -> u32 {
        if self.depth(query.mind) > self.nesting.epistemic { query.most.min(1) } else { query.most }
    }

    /// In which range the imagination of `mind` is.
    pub(crate) fn range(&self, mind: StateId) -> Range {
        if self.depth(mind) < self.nesting.epistemic { Range::Within } else { Range::Edge }
    }

    /// A bound that costs no search: at least so many steps has a reason that answers the query,
    /// with whatever outcome; `None` where there is none within its limits.
    pub(crate) fn least(&mut self, query: &Query) -> Result<Option<u32>, Fault> {
        if !self.world.branches {
            return self.least_exactly(query);
        }
        let mut least = None;
        for step in self.world.outcomes_of(query.step) {
            let found = self.least_exactly(&Query { step, ..*query })?;
            least = [least, found].into_iter().flatten().min();
        }
        Ok(least)
    }

    /// The same for a step, its outcome included.
    fn least_exactly(&mut self, query: &Query) -> Result<Option<u32>, Fault> {
        let depth = self.depth(query.mind);
        let longest = self.longest(query);
        if depth > self.nesting.epistemic + 1 || longest == 0 {
            return Ok(None);
        }
        let range = self.range(query.mind);
        let influence = self.influence(query.sight);
        let distance = influence.distance(ANY, query.character, range, query.step);
        if distance >= longest || !self.is_counted_on(query)? {
            return Ok(None);
        }
        let owner = Some(query.character);
        let Some(before) = self.utility(owner, query.mind)? else { return Ok(None) };
        if query.sight != Sight::Present {
            return Ok(Some(1));
        }
        let step = (query.mind, query.step);
        let who = query.character;
        let measure = Measure::Utility;
        let aim = Aim { before, measure, passed: &[], horizon: longest - 1 };
        let estimate = self.estimate_after((who, query.sight), query.mind, step, aim)?;
        Ok(estimate.least.map(|least| 1 + least.max(distance)))
    }

    /// Whether a step that is taken in reality is an accident that counts.
    pub(crate) fn is_accident(&self, state: StateId, step: StepId) -> Result<bool, Fault> {
        if !self.world.branches || !self.states.is_accident(state, step)? {
            return Ok(false);
        }
        let named = self.named.as_ref();
        Ok(!named.is_some_and(|named| named.matches(&self.world.plain_step(step))))
    }

    /// Whether the character of a query can take the step, and counts on its outcome.
    fn is_counted_on(&self, query: &Query) -> Result<bool, Fault> {
        self.states.executable(query.mind, query.step, Stance::Supposed)
    }

    /// Advances the task on top of the stack by one tick.
    pub(crate) fn tick(&mut self) -> Result<(), Fault> {
        let Some(mut task) = self.tasks.pop() else { return Ok(()) };
        let done = match &mut task {
            Task::Reason(frame) => match self.advance(frame) {
                Ok(Advance::Answered(found)) => {
                    let query = frame.query;
                    self.answers_to(&query).put(&query, found);
                    return Ok(());
                }
                Ok(Advance::Going) => Ok(()),
                Err(unanswered) => Err(unanswered),
            },
            Task::Outlook(lookout) => match self.look(lookout) {
                Ok(Some(seen)) => {
                    self.outlooks.put(lookout.prospect, seen);
                    return Ok(());
                }
                Ok(None) => Ok(()),
                Err(unanswered) => Err(unanswered),
            },
        };
        self.tasks.push(task);
        match done {
            Ok(()) => Ok(()),
            Err(Unanswered::Needs(need)) => self.push(need),
            Err(Unanswered::Fault(fault)) => Err(fault),
        }
    }

    /// The states of a run: the first, and the one after each step.
    pub(crate) fn run(
        &mut self,
        owner: Option<CharacterId>,
        start: StateId,
        steps: &[StepId],
    ) -> Result<Vec<StateId>, Fault> {
        let mut states = vec![start];
        for &step in steps {
            let state = *states.last().expect("has a start");
            states.push(self.states.after(owner, state, step)?);
        }
        Ok(states)
    }
}
