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

use hashbrown::HashTable;
use motive_world::ground::{
    Assignment, FluentId, GroundUtility, GroundWorld, Kind, Literal, StepId, Term, Test, as_number,
};
use motive_world::id::CharacterId;
use motive_world::program::{Arithmetic, Comparison};
use motive_world::state::{StateRegistry, ValuationId};
use motive_world::value::{Number, Value};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Layers after which a distant improvement is no longer looked for.
const FAR: u32 = 60;

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

/// An event of the graph: its precondition and its effects on facts.
#[derive(Debug)]
struct Event<'w> {
    source: Source,
    precondition: &'w Test,
    effects: Vec<&'w Assignment>,
    /// Whether it must be applied again when values that it reads have grown.
    numeric: bool,
}

#[derive(Clone, Copy, Debug)]
struct Interval {
    least: f64,
    greatest: f64,
    unknown: bool,
}

/// The relaxed planning graph of one utility.
#[derive(Debug)]
pub struct RelaxedGraph<'w> {
    world: &'w GroundWorld,
    utility: &'w GroundUtility,
    events: Vec<Event<'w>>,
    /// Row masks of the relevant fluents.
    mask: Vec<u64>,
    remembered: HashTable<(Box<[u64]>, u64, Estimate)>,
    /// Where the value codes of a fluent begin, by fluent.
    base: Vec<u32>,
    codes: u32,
    // The graph of the valuation at hand.
    layer: Vec<u32>,
    achiever: Vec<Source>,
    reached: Vec<u32>,
    interval: Vec<Interval>,
    /// The intervals of the layer under construction.
    next: Vec<Interval>,
    grown: Vec<(u32, Source)>,
    applied: Vec<bool>,
}

const NEVER: u32 = u32::MAX;

impl<'w> RelaxedGraph<'w> {
    /// The graph for what `owner` wants: the author (`None`), whose stories may use every step, or
    /// a character, in whose plans every step has somebody who consents to it.
    #[must_use]
    pub fn new(world: &'w GroundWorld, owner: Option<CharacterId>) -> Self {
        let utility = match owner {
            None => &world.author,
            Some(character) => &world.utilities[character.index()],
        };
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
        let steps = (0..world.steps.len())
            .map(StepId::at)
            .filter(|&step| owner.is_none() || !world.action(step).consenting.is_empty());
        let steps: Vec<StepId> = steps.collect();
        loop {
            let mut changed = false;
            let events = steps
                .iter()
                .map(|&step| (&world.action(step).precondition, &world.outcome(step).effects))
                .chain(world.triggers.iter().map(|t| (&t.precondition, &t.effects)));
            for (precondition, effects) in events {
                let mut matters = false;
                for effect in effects.iter().filter(|e| e.believers.is_empty()) {
                    if relevant[effect.fluent.index()] {
                        matters = true;
                        changed |=
                            mark(Some(&effect.condition), Some(&effect.value), &mut relevant);
                    }
                }
                if matters {
                    changed |= mark(Some(precondition), None, &mut relevant);
                }
            }
            if !changed {
                break;
            }
        }
        let mut events = vec![];
        let mut add = |source, precondition, effects: &'w [Assignment]| {
            let effects: Vec<&Assignment> = effects
                .iter()
                .filter(|e| e.believers.is_empty() && relevant[e.fluent.index()])
                .collect();
            if effects.is_empty() {
                return;
            }
            let numeric = effects.iter().any(|effect| {
                effect.condition != Test::True || !matches!(effect.value, Term::Value(_))
            });
            events.push(Event { source, precondition, effects, numeric });
        };
        for &step in &steps {
            add(
                Source::Step(step.0),
                &world.action(step).precondition,
                &world.outcome(step).effects,
            );
        }
        for (index, trigger) in world.triggers.iter().enumerate() {
            add(Source::Trigger(index as u32), &trigger.precondition, &trigger.effects);
        }
        let mut mask = vec![0; world.row_words];
        let mut base = vec![];
        let mut codes = 0;
        for (index, fluent) in world.fluents.iter().enumerate() {
            if relevant[index] {
                mask[fluent.word as usize] |= fluent.mask;
            }
            base.push(codes);
            codes += match fluent.kind {
                Kind::Boolean => 2,
                Kind::Entity => world.program.entities.len() as u32 + 2,
                Kind::Number => 0,
            };
        }
        let applied = vec![false; events.len()];
        RelaxedGraph {
            world,
            utility,
            events,
            mask,
            remembered: HashTable::new(),
            base,
            codes,
            layer: vec![NEVER; codes as usize],
            achiever: vec![Source::Start; codes as usize],
            reached: vec![0; world.fluents.len()],
            interval: vec![Interval::point(0.0); world.fluents.len()],
            next: vec![Interval::point(0.0); world.fluents.len()],
            grown: vec![(0, Source::Start); world.fluents.len()],
            applied,
        }
    }

    /// Bytes that remembered results take.
    #[must_use]
    pub fn memory(&self) -> u64 {
        (self.remembered.capacity() * (48 + self.mask.len() * 8)) as u64
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
        let key: Box<[u64]> = row.iter().zip(&self.mask).map(|(word, mask)| word & mask).collect();
        // The horizon only cuts off; what is remembered does not depend on it.
        let target = present.to_bits() ^ goal.map_or(0, |g| g.to_bits().rotate_left(17));
        let mut hasher = FxHasher::default();
        for &word in &key {
            hasher.write_u64(word);
        }
        hasher.write_u64(target);
        let hash = hasher.finish();
        let found =
            self.remembered.find(hash, |(words, t, _)| *t == target && words[..] == key[..]);
        let estimate = match found {
            Some(&(_, _, estimate)) => estimate,
            None => {
                let estimate = self.build(states, row, present, goal);
                self.remembered.insert_unique(hash, (key, target, estimate), |(words, t, _)| {
                    let mut hasher = FxHasher::default();
                    for &word in words {
                        hasher.write_u64(word);
                    }
                    hasher.write_u64(*t);
                    hasher.finish()
                });
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
        self.layer.fill(NEVER);
        self.applied.fill(false);
        for (index, fluent) in self.world.fluents.iter().enumerate() {
            match states.decode(row, FluentId::at(index)) {
                Value::Number(number) => {
                    self.interval[index] = Interval::point(number.get());
                }
                _ if fluent.kind == Kind::Number => {
                    self.interval[index] = Interval::UNKNOWN;
                }
                value => {
                    let code = self.code(FluentId::at(index), value);
                    self.layer[code] = 0;
                    self.achiever[code] = Source::Start;
                }
            }
            self.reached[index] = 1;
            self.grown[index] = (0, Source::Start);
        }
        self.next.clone_from(&self.interval);
        let mut depth = 0;
        loop {
            // Triggers are free: they belong to the layer that enables them.
            let mut rounds = 0;
            while self.expand(depth, false) && rounds < FAR {
                rounds += 1;
            }
            if self.achieved(present, goal, depth + 1) {
                let guess = self.relaxed_plan(present, goal, depth + 1);
                return Estimate { least: Some(depth), guess: guess.max(depth) };
            }
            if depth >= FAR {
                return Estimate { least: Some(depth), guess: depth };
            }
            if !self.expand(depth + 1, true) {
                return Estimate { least: None, guess: FAR };
            }
            depth += 1;
        }
    }

    /// Applies all events (steps or triggers) that may happen with what is reached before this
    /// layer (for triggers: in it). Whether anything was added.
    fn expand(&mut self, depth: u32, steps: bool) -> bool {
        let before = if steps { depth } else { depth + 1 };
        let mut changed = false;
        for index in 0..self.events.len() {
            let event = &self.events[index];
            if matches!(event.source, Source::Step(_)) != steps
                || (self.applied[index] && !event.numeric)
            {
                continue;
            }
            let precondition = event.precondition;
            if !self.applied[index] && !self.may_hold(precondition, before) {
                continue;
            }
            self.applied[index] = true;
            let source = event.source;
            for effect in 0..self.events[index].effects.len() {
                let assignment = self.events[index].effects[effect];
                if self.may_hold(&assignment.condition, before) {
                    changed |= self.add(assignment, depth, before, source);
                }
            }
        }
        self.interval.clone_from(&self.next);
        changed
    }

    fn add(&mut self, assignment: &Assignment, depth: u32, before: u32, source: Source) -> bool {
        let fluent = assignment.fluent;
        let index = fluent.index();
        if self.world.fluents[index].kind == Kind::Number {
            let mut value = self.range(&assignment.value, before);
            if let Some((low, high)) = self.world.fluents[index].range {
                value.least = value.least.max(low.get());
                value.greatest = value.greatest.min(high.get());
            }
            let known = &mut self.next[index];
            let wider = value.least < known.least
                || value.greatest > known.greatest
                || (value.unknown && !known.unknown);
            if wider {
                *known = known.hull(value);
                self.grown[index] = (depth, source);
            }
            return wider;
        }
        match &assignment.value {
            Term::Value(value) => {
                let code = self.code(fluent, *value);
                self.reach(fluent, code, depth, source)
            }
            Term::Fluent(other) => {
                let mut changed = false;
                let codes = self.code_count(*other).min(self.code_count(fluent));
                for code in 0..codes {
                    let theirs = self.base[other.index()] + code;
                    if self.layer[theirs as usize] < before {
                        let mine = self.base[index] + code;
                        changed |= self.reach(fluent, mine as usize, depth, source);
                    }
                }
                changed
            }
            // A value that depends on beliefs or on tests: it may be any.
            _ => {
                let mut changed = false;
                for code in 0..self.code_count(fluent) {
                    let code = self.base[index] + code;
                    changed |= self.reach(fluent, code as usize, depth, source);
                }
                changed
            }
        }
    }

    fn reach(&mut self, fluent: FluentId, code: usize, depth: u32, source: Source) -> bool {
        if self.layer[code] != NEVER {
            return false;
        }
        self.layer[code] = depth;
        self.achiever[code] = source;
        self.reached[fluent.index()] += 1;
        true
    }

    fn code_count(&self, fluent: FluentId) -> u32 {
        let next = self.base.get(fluent.index() + 1).copied().unwrap_or(self.codes);
        next - self.base[fluent.index()]
    }

    fn code(&self, fluent: FluentId, value: Value) -> usize {
        let code = match value {
            Value::Boolean(truth) => u32::from(truth),
            Value::None => 1,
            Value::Entity(entity) => entity.0 + 2,
            Value::Unknown | Value::Number(_) => 0,
        };
        (self.base[fluent.index()] + code) as usize
    }

    fn literal_may_hold(&self, literal: &Literal, positive: bool, before: u32) -> bool {
        let index = literal.fluent.index();
        if self.world.fluents[index].kind == Kind::Number {
            let interval = self.interval[index];
            return match literal.value {
                Value::Number(number) => {
                    let value = number.get();
                    if positive {
                        interval.contains(value)
                    } else {
                        interval.unknown || interval.least != value || interval.greatest != value
                    }
                }
                _ if positive => interval.unknown,
                _ => interval.least <= interval.greatest,
            };
        }
        let code = self.code(literal.fluent, literal.value);
        if positive {
            self.layer[code] < before
        } else {
            self.reached[index] > 1 || self.layer[code] >= before
        }
    }

    fn may_hold(&self, test: &Test, before: u32) -> bool {
        match test {
            Test::True | Test::Believes(..) | Test::Unless(..) => true,
            Test::False => false,
            Test::And(parts) => parts.iter().all(|part| self.may_hold(part, before)),
            Test::Or(parts) => parts.iter().any(|part| self.may_hold(part, before)),
            Test::Is(literal) => self.literal_may_hold(literal, true, before),
            Test::IsNot(literal) => self.literal_may_hold(literal, false, before),
            Test::Compare(comparison, left, right) => {
                if !self.is_numeric(left) || !self.is_numeric(right) {
                    return true;
                }
                let (left, right) = (self.range(left, before), self.range(right, before));
                let both_unknown = left.unknown && right.unknown;
                match comparison {
                    Comparison::Equal => {
                        both_unknown
                            || (left.least <= right.greatest && right.least <= left.greatest)
                    }
                    Comparison::Unequal => {
                        left.unknown
                            || right.unknown
                            || left.least != left.greatest
                            || right.least != right.greatest
                            || left.least != right.least
                    }
                    Comparison::Less => left.least < right.greatest,
                    Comparison::AtMost => both_unknown || left.least <= right.greatest,
                    Comparison::Greater => left.greatest > right.least,
                    Comparison::AtLeast => both_unknown || left.greatest >= right.least,
                }
            }
        }
    }

    /// Whether a term is a number that depends on facts alone.
    fn is_numeric(&self, term: &Term) -> bool {
        match term {
            Term::Value(value) => matches!(value, Value::Number(_)),
            Term::Fluent(fluent) => self.world.fluents[fluent.index()].kind == Kind::Number,
            Term::Arithmetic(..) | Term::Sum(_) | Term::Product(_) => true,
            _ => false,
        }
    }

    /// The numbers that a term may come to.
    fn range(&self, term: &Term, before: u32) -> Interval {
        match term {
            Term::Value(value) => match as_number(*value) {
                Value::Number(number) => Interval::point(number.get()),
                _ => Interval::UNKNOWN,
            },
            Term::Fluent(fluent) => {
                let index = fluent.index();
                match self.world.fluents[index].kind {
                    Kind::Number => self.interval[index],
                    Kind::Boolean => {
                        let base = self.base[index] as usize;
                        let (no, yes) = (self.layer[base] < before, self.layer[base + 1] < before);
                        Interval {
                            least: if no { 0.0 } else { 1.0 },
                            greatest: if yes { 1.0 } else { 0.0 },
                            unknown: false,
                        }
                    }
                    Kind::Entity => Interval::ANY,
                }
            }
            Term::Believed(..) => Interval::ANY,
            Term::Arithmetic(operation, left, right) => {
                self.range(left, before).combine(*operation, self.range(right, before))
            }
            Term::Sum(parts) => parts.iter().fold(Interval::point(0.0), |sum, part| {
                sum.combine(Arithmetic::Add, self.range(part, before))
            }),
            Term::Product(parts) => parts.iter().fold(Interval::point(1.0), |product, part| {
                product.combine(Arithmetic::Multiply, self.range(part, before))
            }),
            Term::If(branches, otherwise) => {
                let mut hull = self.range(otherwise, before);
                for (test, then) in branches {
                    if self.may_hold(test, before) {
                        hull = hull.hull(self.range(then, before));
                    }
                }
                hull
            }
            Term::Truth(test) => Interval {
                least: 0.0,
                greatest: if self.may_hold(test, before) { 1.0 } else { 0.0 },
                unknown: false,
            },
        }
    }

    fn utility_range(&self, before: u32) -> Interval {
        self.utility.wants.iter().fold(Interval::point(0.0), |sum, want| {
            let term = self
                .range(&want.weight, before)
                .combine(Arithmetic::Multiply, self.range(&want.amount, before));
            sum.combine(Arithmetic::Add, term)
        })
    }

    fn achieved(&self, present: Number, goal: Option<Number>, before: u32) -> bool {
        let best = self.utility_range(before).greatest;
        best > present.get() && goal.is_none_or(|goal| best >= goal.get())
    }

    /// The number of different steps in a relaxed plan for the utility.
    fn relaxed_plan(&self, present: Number, goal: Option<Number>, before: u32) -> u32 {
        let mut plan = Plan { steps: vec![], supported: vec![], guard: 0 };
        let mut wanted = present.get();
        if let Some(goal) = goal {
            wanted = wanted.max(goal.get());
        }
        for want in &self.utility.wants {
            self.support_value(&want.amount, true, wanted, before, &mut plan);
        }
        plan.steps.len() as u32
    }

    fn support_source(&self, depth: u32, source: Source, plan: &mut Plan) {
        if source == Source::Start || plan.supported.contains(&source) {
            return;
        }
        plan.supported.push(source);
        let event = match source {
            Source::Start => return,
            Source::Step(step) => {
                plan.steps.push(step);
                self.world.action(StepId(step)).precondition.clone()
            }
            Source::Trigger(trigger) => self.world.triggers[trigger as usize].precondition.clone(),
        };
        self.support(&event, depth, plan);
    }

    /// Adds what makes a test possible with what is reached before a layer.
    fn support(&self, test: &Test, before: u32, plan: &mut Plan) {
        plan.guard += 1;
        if plan.guard > 4_000 {
            return;
        }
        match test {
            Test::True | Test::False | Test::Believes(..) | Test::Unless(..) => {}
            Test::And(parts) => parts.iter().for_each(|part| self.support(part, before, plan)),
            Test::Or(parts) => {
                if parts.iter().any(|part| self.may_hold(part, 1)) {
                    return;
                }
                if let Some(part) = parts.iter().find(|part| self.may_hold(part, before)) {
                    self.support(part, before, plan);
                }
            }
            Test::Is(literal) => {
                if self.world.fluents[literal.fluent.index()].kind == Kind::Number {
                    self.support_number(literal.fluent, plan);
                } else {
                    let code = self.code(literal.fluent, literal.value);
                    self.support_code(code, plan);
                }
            }
            Test::IsNot(literal) => {
                if self.world.fluents[literal.fluent.index()].kind == Kind::Number {
                    self.support_number(literal.fluent, plan);
                    return;
                }
                let own = self.code(literal.fluent, literal.value);
                let first = self.base[literal.fluent.index()] as usize;
                let codes = first..first + self.code_count(literal.fluent) as usize;
                let other = codes.filter(|&c| c != own).min_by_key(|&c| self.layer[c]);
                if let Some(code) = other {
                    self.support_code(code, plan);
                }
            }
            Test::Compare(_, left, right) => {
                for side in [left, right] {
                    side.reads(&mut vec![], &mut |believers, fluent| {
                        if believers.is_empty()
                            && self.world.fluents[fluent.index()].kind == Kind::Number
                        {
                            self.support_number(fluent, plan);
                        }
                    });
                }
            }
        }
    }

    fn support_code(&self, code: usize, plan: &mut Plan) {
        let layer = self.layer[code];
        if layer != 0 && layer != NEVER {
            self.support_source(layer, self.achiever[code], plan);
        }
    }

    fn support_number(&self, fluent: FluentId, plan: &mut Plan) {
        let (layer, source) = self.grown[fluent.index()];
        self.support_source(layer, source, plan);
    }

    /// Adds what lets a term come to its greatest (or least) value, until `wanted` is reached.
    fn support_value(
        &self,
        term: &Term,
        greatest: bool,
        wanted: f64,
        before: u32,
        plan: &mut Plan,
    ) {
        let end = |interval: Interval| if greatest { interval.greatest } else { interval.least };
        match term {
            Term::Value(_) | Term::Believed(..) => {}
            Term::Fluent(fluent) => match self.world.fluents[fluent.index()].kind {
                Kind::Number => self.support_number(*fluent, plan),
                Kind::Boolean => {
                    let code = self.base[fluent.index()] as usize + usize::from(greatest);
                    self.support_code(code, plan);
                }
                Kind::Entity => {}
            },
            Term::Arithmetic(operation, left, right) => {
                let flip = matches!(operation, Arithmetic::Subtract | Arithmetic::Divide);
                self.support_value(left, greatest, wanted, before, plan);
                self.support_value(right, greatest != flip, f64::INFINITY, before, plan);
            }
            Term::Sum(parts) | Term::Product(parts) => {
                for part in parts {
                    self.support_value(part, greatest, f64::INFINITY, before, plan);
                }
            }
            Term::If(branches, otherwise) => {
                let better = |a: f64, b: f64| if greatest { a > b } else { a < b };
                let mut best: Option<(f64, Option<&Test>, &Term)> = None;
                for (test, then) in branches {
                    if !self.may_hold(test, before) {
                        continue;
                    }
                    let value = end(self.range(then, before));
                    if best.is_none_or(|(known, ..)| better(value, known)) {
                        best = Some((value, Some(test), then));
                    }
                    if self.may_hold(test, 1) && wanted.is_finite() && value > wanted {
                        break;
                    }
                }
                let value = end(self.range(otherwise, before));
                if best.is_none_or(|(known, ..)| better(value, known)) {
                    best = Some((value, None, otherwise));
                }
                if let Some((_, test, then)) = best {
                    if let Some(test) = test {
                        self.support(test, before, plan);
                    }
                    self.support_value(then, greatest, wanted, before, plan);
                }
            }
            Term::Truth(test) => {
                if greatest {
                    self.support(test, before, plan);
                }
            }
        }
    }
}

struct Plan {
    steps: Vec<u32>,
    supported: Vec<Source>,
    /// Bounds the work on tests that are large.
    guard: u32,
}

impl Interval {
    const ANY: Interval =
        Interval { least: f64::NEG_INFINITY, greatest: f64::INFINITY, unknown: true };
    /// No number, only "unknown".
    const UNKNOWN: Interval =
        Interval { least: f64::INFINITY, greatest: f64::NEG_INFINITY, unknown: true };

    fn point(value: f64) -> Self {
        Interval { least: value, greatest: value, unknown: false }
    }

    fn contains(self, value: f64) -> bool {
        self.least <= value && value <= self.greatest
    }

    fn hull(self, other: Interval) -> Interval {
        Interval {
            least: self.least.min(other.least),
            greatest: self.greatest.max(other.greatest),
            unknown: self.unknown || other.unknown,
        }
    }

    fn combine(self, operation: Arithmetic, other: Interval) -> Interval {
        let unknown = self.unknown || other.unknown;
        if self.least > self.greatest || other.least > other.greatest {
            return Interval::UNKNOWN;
        }
        let corners = |f: fn(f64, f64) -> f64| {
            let all = [
                f(self.least, other.least),
                f(self.least, other.greatest),
                f(self.greatest, other.least),
                f(self.greatest, other.greatest),
            ];
            if all.iter().any(|value| value.is_nan()) {
                return Interval { unknown, ..Interval::ANY };
            }
            Interval {
                least: all.iter().copied().fold(f64::INFINITY, f64::min),
                greatest: all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                unknown,
            }
        };
        match operation {
            Arithmetic::Add => corners(|a, b| a + b),
            Arithmetic::Subtract => corners(|a, b| a - b),
            Arithmetic::Multiply => corners(|a, b| a * b),
            Arithmetic::Divide if other.contains(0.0) => Interval { unknown, ..Interval::ANY },
            Arithmetic::Divide => corners(|a, b| a / b),
        }
    }
}
