//! The relaxed planning graph: how far an improvement is at least, and a guess of how far it is.
//!
//! In the relaxation nothing is ever lost: a fluent collects values, a number an interval. Layer by
//! layer every step that may be possible with the values so far adds its own; triggers cost
//! nothing. What anybody believes is left out: a test of a belief counts as true, so the graph
//! speaks of facts alone and depends on nothing but a valuation.
//!
//! - The first layer in which the utility may exceed the goal is **hmax**, an admissible bound
//!   (Bonet and Geffner; here over steps, with unit costs).
//! - The number of different steps in a relaxed plan read back from that layer is **hFF** (Hoffmann
//!   and Nebel), which is not a bound but orders well.
//!
//! Only what can matter is in the graph: backward from the fluents that the utility reads, the
//! events that change them, the fluents that those read, and so on. Results are remembered by the
//! valuation restricted to those fluents.

mod evaluate;
mod extract;
pub(crate) mod influence;
mod interval;
mod memo;
mod possible;

use motive_world::ground::{
    Assignment, FluentId, GroundUtility, GroundWorld, Kind, StepId, Term, Test,
};
use motive_world::id::CharacterId;
use motive_world::state::{StateRegistry, ValuationId};
use motive_world::value::{Number, Value};

pub(crate) use interval::Interval;
use memo::Memo;

use crate::views::Views;

/// Layers after which a distant improvement is no longer looked for.
pub(crate) const FAR: u32 = 60;

/// What the graph says of a valuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// At least so many steps; `None`: no number of steps suffices.
    pub least: Option<u32>,
    /// About so many steps.
    pub guess: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Start,
    Step(u32),
    Trigger(u32),
}

/// An event of the graph.
#[derive(Debug)]
struct Event<'w> {
    source: Source,
    /// The facts that must be reached first.
    facts: Box<[(FluentId, u32)]>,
    /// What else must be possible.
    complex: Vec<&'w Test>,
    /// What it adds: facts alone.
    effects: Vec<&'w Assignment>,
    /// Whether it adds more when what its effects read has grown.
    growing: bool,
}

/// The relaxed planning graph of one utility.
#[derive(Debug)]
pub struct RelaxedGraph<'w> {
    world: &'w GroundWorld,
    utility: &'w GroundUtility,
    /// Whether it is asked how far the utility is from falling, instead.
    falling: bool,
    /// Whether a truth that nothing can change counts as one.
    sees_truths: bool,
    events: Vec<Event<'w>>,
    /// By fact: the events that wait for it.
    waiting: Vec<Vec<u32>>,
    /// By fluent: the events whose complex conditions or effects read it.
    reading: Vec<Vec<u32>>,
    /// The events that wait for no fact.
    free: Vec<u32>,
    relevant: Vec<FluentId>,
    views: Views,
    memo: Memo,
    spread: influence::Spread,
    /// Where the facts of a fluent begin, by fluent.
    base: Vec<u32>,
    codes: u32,
    /// By fluent, for numbers: which of the intervals is its own.
    number: Vec<u32>,
    // The graph of the valuation at hand.
    reached_at: Vec<u32>,
    achiever: Vec<Source>,
    reached: Vec<u32>,
    interval: Vec<Interval>,
    /// The intervals of the layer under construction.
    next: Vec<Interval>,
    grown: Vec<(u32, Source)>,
    missing: Vec<u32>,
    /// By event: the layer in which it first happened.
    done: Vec<u32>,
    queued: Vec<bool>,
    /// Facts reached, and fluents grown, whose readers have not been told.
    news: Vec<(FluentId, Option<u32>)>,
    triggers: Vec<u32>,
    steps: Vec<u32>,
}

const NEVER: u32 = u32::MAX;

impl<'w> RelaxedGraph<'w> {
    /// The graph for what `owner` wants: the author (`None`), whose stories may use every step, or
    /// a character, in whose plans every step has somebody who consents to it.
    #[must_use]
    pub fn new(world: &'w GroundWorld, owner: Option<CharacterId>) -> Self {
        Self::with_steps(world, owner, |step| {
            owner.is_none() || world.action(step).is_reckoned_with()
        })
    }

    /// The same with the steps that `allowed` lets pass.
    #[must_use]
    pub fn with_steps(
        world: &'w GroundWorld,
        owner: Option<CharacterId>,
        allowed: impl Fn(StepId) -> bool,
    ) -> Self {
        let utility = match owner {
            None => &world.author,
            Some(character) => &world.utilities[character.index()],
        };
        let steps: Vec<StepId> =
            (0..world.steps.len()).map(StepId::at).filter(|&step| allowed(step)).collect();
        let relevant = relevant_fluents(world, owner, utility, &steps);
        let counts =
            |effect: &&Assignment| is_fact(world, owner, effect) && relevant[effect.fluent.index()];
        let mut graph = Self::empty(world, utility, relevant.clone());
        for &step in &steps {
            let effects = world.outcome(step).effects.iter().filter(counts).collect();
            graph.add_event(Source::Step(step.0), &world.action(step).precondition, effects);
        }
        for (index, trigger) in world.triggers.iter().enumerate() {
            let effects = trigger.effects.iter().filter(counts).collect();
            let source = Source::Trigger(index as u32);
            graph.add_event(source, &trigger.precondition, effects);
        }
        graph
    }

    /// The graph for what a character may lose by these steps: its estimates are of how far the
    /// utility, turned about, is from an improvement.
    #[must_use]
    pub fn of_losses(
        world: &'w GroundWorld,
        owner: CharacterId,
        allowed: impl Fn(StepId) -> bool,
    ) -> Self {
        RelaxedGraph {
            falling: true,
            sees_truths: true,
            ..Self::with_steps(world, Some(owner), allowed)
        }
    }

    /// A graph without events.
    fn empty(world: &'w GroundWorld, utility: &'w GroundUtility, relevant: Vec<bool>) -> Self {
        let mut base = vec![];
        let mut codes = 0;
        let mut number = vec![];
        let mut numbers = 0;
        for fluent in &world.fluents {
            base.push(codes);
            number.push(numbers);
            match fluent.kind {
                Kind::Boolean => codes += 2,
                Kind::Open => codes += 3,
                Kind::Entity => codes += world.program.entities.len() as u32 + 2,
                Kind::Number => numbers += 1,
            }
        }
        RelaxedGraph {
            world,
            utility,
            falling: false,
            sees_truths: world.program.settings.learning,
            events: vec![],
            waiting: vec![vec![]; codes as usize],
            reading: vec![vec![]; world.fluents.len()],
            free: vec![],
            views: Views::new(world, |fluent| relevant[fluent.index()]),
            relevant: (0..relevant.len()).filter(|&f| relevant[f]).map(FluentId::at).collect(),
            memo: Memo::default(),
            spread: influence::Spread::default(),
            base,
            codes,
            number,
            reached_at: vec![NEVER; codes as usize],
            achiever: vec![Source::Start; codes as usize],
            reached: vec![0; world.fluents.len()],
            interval: vec![Interval::UNKNOWN; numbers as usize],
            next: vec![Interval::UNKNOWN; numbers as usize],
            grown: vec![(0, Source::Start); world.fluents.len()],
            missing: vec![],
            done: vec![],
            queued: vec![],
            news: vec![],
            triggers: vec![],
            steps: vec![],
        }
    }

    fn add_event(&mut self, source: Source, precondition: &'w Test, effects: Vec<&'w Assignment>) {
        if effects.is_empty() || *precondition == Test::False {
            return;
        }
        let index = self.events.len() as u32;
        let parts = match precondition {
            Test::And(parts) => &parts[..],
            one => std::slice::from_ref(one),
        };
        let mut facts = vec![];
        let mut complex = vec![];
        for part in parts {
            match part {
                Test::True | Test::Believes(..) | Test::Unless(..) => {}
                Test::Is(literal)
                    if self.world.fluents[literal.fluent.index()].kind != Kind::Number =>
                {
                    let fact = (literal.fluent, self.code(literal.fluent, literal.value) as u32);
                    if !facts.contains(&fact) {
                        facts.push(fact);
                    }
                }
                other => complex.push(other),
            }
        }
        for &(_, fact) in &facts {
            self.waiting[fact as usize].push(index);
        }
        if facts.is_empty() {
            self.free.push(index);
        }
        let mut growing = false;
        let reading = &mut self.reading;
        let mut read = |believers: &[CharacterId], fluent: FluentId| {
            let readers = &mut reading[fluent.index()];
            if believers.is_empty() && readers.last() != Some(&index) {
                readers.push(index);
            }
        };
        for test in &complex {
            test.reads(&mut vec![], &mut read);
        }
        for effect in &effects {
            effect.condition.reads(&mut vec![], &mut read);
            effect.value.reads(&mut vec![], &mut read);
            growing |= effect.condition != Test::True || !matches!(effect.value, Term::Value(_));
        }
        let facts = facts.into_boxed_slice();
        self.events.push(Event { source, facts, complex, effects, growing });
    }

    /// Bytes that remembered results take.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.memo.memory() + self.spread.memory() + self.views.memory() as u64
    }

    /// The estimate from a valuation to a utility above `present` (and, where given, of at least
    /// `goal`). Looks no further than `horizon` layers; beyond that the answer is `None`.
    pub fn estimate(
        &mut self,
        states: &StateRegistry<'_>,
        valuation: ValuationId,
        present: Number,
        goal: Option<Number>,
        horizon: u32,
    ) -> Estimate {
        let row = states.row(valuation);
        let view = self.views.of(states, valuation);
        // The horizon only cuts off; what is remembered does not depend on it.
        let target = self.memo.target(present, goal);
        let estimate = match self.memo.get(view, target) {
            Some(estimate) => estimate,
            None => {
                let estimate = self.build(states, row, present, goal);
                self.memo.put(view, target, estimate);
                estimate
            }
        };
        match estimate.least {
            Some(least) if least > horizon => Estimate { least: None, ..estimate },
            _ => estimate,
        }
    }

    fn build(
        &mut self,
        states: &StateRegistry<'_>,
        row: &[u64],
        present: Number,
        goal: Option<Number>,
    ) -> Estimate {
        self.begin(states, row);
        let mut depth = 0;
        loop {
            self.settle(depth);
            if self.achieved(present, goal, depth + 1) {
                let guess = match self.falling {
                    true => depth,
                    false => self.relaxed_plan(present, goal, depth + 1).max(depth),
                };
                return Estimate { least: Some(depth), guess };
            }
            if depth >= FAR {
                return Estimate { least: Some(depth), guess: depth };
            }
            depth += 1;
            if !self.layer(depth) {
                return Estimate { least: None, guess: FAR };
            }
        }
    }

    /// Lets all steps of a layer happen; whether anything is new.
    fn layer(&mut self, depth: u32) -> bool {
        let steps = std::mem::take(&mut self.steps);
        for &event in &steps {
            self.queued[event as usize] = false;
        }
        for &event in &steps {
            self.fire(event, depth, depth);
        }
        self.interval.copy_from_slice(&self.next);
        !self.news.is_empty()
    }

    /// Begins the graph of a valuation.
    fn begin(&mut self, states: &StateRegistry<'_>, row: &[u64]) {
        self.reset();
        for index in 0..self.relevant.len() {
            let fluent = self.relevant[index];
            let kind = self.world.fluents[fluent.index()].kind;
            match states.decode(row, fluent) {
                value if kind != Kind::Number => {
                    let code = self.code(fluent, value);
                    self.reach(fluent, code, 0, Source::Start);
                }
                Value::Number(number) => {
                    self.next[self.number[fluent.index()] as usize] = Interval::point(number.get());
                }
                _ => self.next[self.number[fluent.index()] as usize] = Interval::UNKNOWN,
            }
        }
        self.interval.copy_from_slice(&self.next);
        for index in 0..self.free.len() {
            self.consider(self.free[index]);
        }
    }

    fn reset(&mut self) {
        self.reached_at.fill(NEVER);
        self.reached.fill(0);
        self.grown.fill((0, Source::Start));
        self.missing.clear();
        self.missing.extend(self.events.iter().map(|event| event.facts.len() as u32));
        self.done.clear();
        self.done.resize(self.events.len(), NEVER);
        self.queued.clear();
        self.queued.resize(self.events.len(), false);
        self.news.clear();
        self.triggers.clear();
        self.steps.clear();
    }

    /// Tells the readers of all news, and lets triggers happen, until nothing is new. Triggers are
    /// free: they belong to the layer that enables them.
    fn settle(&mut self, depth: u32) {
        let mut rounds = 0;
        loop {
            let news = std::mem::take(&mut self.news);
            for &(fluent, fact) in &news {
                if let Some(fact) = fact {
                    for index in 0..self.waiting[fact as usize].len() {
                        let event = self.waiting[fact as usize][index];
                        self.missing[event as usize] -= 1;
                        if self.missing[event as usize] == 0 {
                            self.consider(event);
                        }
                    }
                }
                for index in 0..self.reading[fluent.index()].len() {
                    let event = self.reading[fluent.index()][index];
                    if self.missing[event as usize] == 0 {
                        self.consider(event);
                    }
                }
            }
            rounds += 1;
            if self.triggers.is_empty() || rounds > FAR {
                return;
            }
            let triggers = std::mem::take(&mut self.triggers);
            for &event in &triggers {
                self.queued[event as usize] = false;
                self.fire(event, depth, depth + 1);
            }
            self.interval.copy_from_slice(&self.next);
        }
    }

    /// Queues an event whose facts are all there.
    fn consider(&mut self, event: u32) {
        let index = event as usize;
        if self.queued[index] || (self.done[index] != NEVER && !self.events[index].growing) {
            return;
        }
        self.queued[index] = true;
        match self.events[index].source {
            Source::Trigger(_) => self.triggers.push(event),
            _ => self.steps.push(event),
        }
    }

    /// Lets an event add what it can, if it may happen with what was reached before layer
    /// `before`.
    fn fire(&mut self, event: u32, depth: u32, before: u32) {
        let index = event as usize;
        if self.done[index] == NEVER {
            let event = &self.events[index];
            if !event.complex.iter().all(|test| self.may_hold(test, before)) {
                return;
            }
            self.done[index] = depth;
        }
        let source = self.events[index].source;
        for effect in 0..self.events[index].effects.len() {
            let assignment = self.events[index].effects[effect];
            if self.may_hold(&assignment.condition, before) {
                self.add(assignment, depth, before, source);
            }
        }
    }

    fn add(&mut self, assignment: &Assignment, depth: u32, before: u32, source: Source) {
        let fluent = assignment.fluent;
        let index = fluent.index();
        if self.world.fluents[index].kind == Kind::Number {
            let mut value = self.range(&assignment.value, before);
            if let Some((low, high)) = self.world.fluents[index].range {
                value.least = value.least.max(low.get());
                value.greatest = value.greatest.min(high.get());
            }
            let known = &mut self.next[self.number[index] as usize];
            let wider = value.least < known.least
                || value.greatest > known.greatest
                || (value.unknown && !known.unknown);
            if wider {
                *known = known.hull(value);
                self.grown[index] = (depth, source);
                self.news.push((fluent, None));
            }
            return;
        }
        match &assignment.value {
            Term::Value(value) => {
                let code = self.code(fluent, *value);
                self.reach(fluent, code, depth, source);
            }
            Term::Fluent(other) => {
                for code in 0..self.code_count(*other).min(self.code_count(fluent)) {
                    let theirs = self.base[other.index()] + code;
                    if self.reached_at[theirs as usize] < before {
                        let mine = self.base[index] + code;
                        self.reach(fluent, mine as usize, depth, source);
                    }
                }
            }
            // A value that depends on beliefs or on tests: it may be any.
            _ => {
                for code in 0..self.code_count(fluent) {
                    let code = self.base[index] + code;
                    self.reach(fluent, code as usize, depth, source);
                }
            }
        }
    }

    fn reach(&mut self, fluent: FluentId, code: usize, depth: u32, source: Source) {
        if self.reached_at[code] != NEVER {
            return;
        }
        self.reached_at[code] = depth;
        self.achiever[code] = source;
        self.reached[fluent.index()] += 1;
        self.news.push((fluent, Some(code as u32)));
    }

    fn code_count(&self, fluent: FluentId) -> u32 {
        let next = self.base.get(fluent.index() + 1).copied().unwrap_or(self.codes);
        next - self.base[fluent.index()]
    }

    fn code(&self, fluent: FluentId, value: Value) -> usize {
        let code = match value {
            Value::Boolean(truth) => u32::from(truth),
            Value::Unknown if self.world.fluents[fluent.index()].kind == Kind::Open => 2,
            Value::None => 1,
            Value::Entity(entity) => entity.0 + 2,
            Value::Unknown | Value::Number(_) => 0,
        };
        (self.base[fluent.index()] + code) as usize
    }
}

/// Whether an effect changes facts where the owner imagines it: what the owner comes to believe is
/// so there.
fn is_fact(world: &GroundWorld, owner: Option<CharacterId>, effect: &Assignment) -> bool {
    effect.believers.is_empty()
        || world.program.settings.learning
            && owner.is_some_and(|owner| effect.believers.iter().all(|&who| who == owner))
}

/// Backward from what a utility reads: the events that change it, what those read, and so on.
fn relevant_fluents(
    world: &GroundWorld,
    owner: Option<CharacterId>,
    utility: &GroundUtility,
    steps: &[StepId],
) -> Vec<bool> {
    let mut relevant = vec![false; world.fluents.len()];
    let mark = |test: Option<&Test>, term: Option<&Term>, relevant: &mut Vec<bool>| {
        let mut changed = false;
        let mut visit = |_: &[CharacterId], fluent: FluentId| {
            changed |= !std::mem::replace(&mut relevant[fluent.index()], true);
        };
        if let Some(test) = test {
            test.reads(&mut vec![], &mut visit);
        }
        if let Some(term) = term {
            term.reads(&mut vec![], &mut visit);
        }
        changed
    };
    for want in &utility.wants {
        mark(None, Some(&want.weight), &mut relevant);
        mark(None, Some(&want.amount), &mut relevant);
    }
    loop {
        let mut changed = false;
        let events = steps
            .iter()
            .map(|&step| (&world.action(step).precondition, &world.outcome(step).effects))
            .chain(world.triggers.iter().map(|t| (&t.precondition, &t.effects)));
        for (precondition, effects) in events {
            let mut matters = false;
            for effect in effects.iter().filter(|e| is_fact(world, owner, e)) {
                if relevant[effect.fluent.index()] {
                    matters = true;
                    changed |= mark(Some(&effect.condition), Some(&effect.value), &mut relevant);
                }
            }
            if matters {
                changed |= mark(Some(precondition), None, &mut relevant);
            }
        }
        if !changed {
            return relevant;
        }
    }
}
