//! What can happen at all where somebody's imagination begins.
//!
//! One graph for all of a state's minds together: a fluent collects the values that it has in the
//! state or in any mind within it, and all that can come to hold or to be believed. It is the
//! relaxation of everything that can happen in any of these minds, so an event that the graph
//! does not reach can be left out of account.

use hashbrown::HashSet;
use motive_world::ground::{Assignment, FluentId, Kind, StepId, Term, Test};
use motive_world::state::{StateId, StateRegistry};
use motive_world::value::Value;

use super::interval::Interval;
use super::{NEVER, RelaxedGraph, Source};
use crate::links::Links;
use crate::relevance::Set;

/// Layers after which numbers that still grow may have any value.
const GROWTH: u32 = 12;

impl<'w> RelaxedGraph<'w> {
    /// The graph of everything that the steps let pass by `allowed` can bring about.
    pub(crate) fn of_everything(
        world: &'w motive_world::ground::GroundWorld,
        allowed: impl Fn(StepId) -> bool,
    ) -> Self {
        let mut graph = Self::empty(world, &world.author, vec![true; world.fluents.len()]);
        for step in (0..world.steps.len()).map(StepId::at).filter(|&step| allowed(step)) {
            let effects: Vec<&Assignment> = world.outcome(step).effects.iter().collect();
            let source = Source::Step(step.0);
            graph.add_event(source, &world.action(step).precondition, effects);
        }
        for (index, trigger) in world.triggers.iter().enumerate() {
            let source = Source::Trigger(index as u32);
            graph.add_event(source, &trigger.precondition, trigger.effects.iter().collect());
        }
        graph
    }

    /// The events that can happen in a state or in any mind within it.
    pub(crate) fn possible(
        &mut self,
        states: &StateRegistry<'_>,
        root: StateId,
        links: &Links,
    ) -> Set {
        self.begin(states, states.row(states.valuation(root)));
        let mut seen = HashSet::with_hasher(rustc_hash::FxBuildHasher);
        let mut rows = HashSet::with_hasher(rustc_hash::FxBuildHasher);
        let mut waiting = vec![root];
        while let Some(state) = waiting.pop() {
            if !seen.insert(state) {
                continue;
            }
            waiting.extend_from_slice(states.minds(state));
            let valuation = states.valuation(state);
            if rows.insert(valuation) {
                self.add_row(states, states.row(valuation));
            }
        }
        self.seem();
        self.interval.copy_from_slice(&self.next);
        self.settle(0);
        let mut depth = 0;
        loop {
            depth += 1;
            if depth == GROWTH {
                self.interval.fill(Interval::ANY);
                self.next.fill(Interval::ANY);
                let numbers = self.relevant.iter().copied();
                let world = self.world;
                let is_number =
                    |fluent: &FluentId| world.fluents[fluent.index()].kind == Kind::Number;
                self.news.extend(numbers.filter(is_number).map(|fluent| (fluent, None)));
                self.settle(depth);
            }
            let going = self.layer(depth);
            self.surprise(depth);
            if !going && self.news.is_empty() {
                break;
            }
            self.settle(depth);
        }
        let mut possible = Set::with_room(links.len());
        for appearance in links.appearances() {
            possible.insert(appearance);
        }
        for (index, event) in self.events.iter().enumerate() {
            if self.done[index] == NEVER {
                continue;
            }
            possible.insert(match event.source {
                Source::Step(step) => step as usize,
                Source::Trigger(trigger) => links.steps() + trigger as usize,
                Source::Start => continue,
            });
        }
        if self.world.branches {
            // What changes nothing is in no graph, but may surprise somebody.
            for step in (0..links.steps()).filter(|&s| links.link(s as u32).writes.is_empty()) {
                possible.insert(step);
            }
        }
        possible
    }

    /// Lets everything have happened that anything can seem to be.
    fn seem(&mut self) {
        let world = self.world;
        for appearance in &world.appearances {
            let demands = appearance.demands.iter().map(|d| (d.fluent, Some(d.value)));
            let effects = appearance.effects.iter().map(|effect| {
                let value = match effect.value {
                    Term::Value(value) => Some(value),
                    _ => None,
                };
                (effect.fluent, value)
            });
            for (fluent, value) in demands.chain(effects) {
                match value.map(|value| world.fluents[fluent.index()].clamp(value)) {
                    Some(value) if world.fluents[fluent.index()].kind != Kind::Number => {
                        let code = self.code(fluent, value);
                        self.reach(fluent, code, 0, Source::Start);
                    }
                    Some(Value::Number(number)) => {
                        let known = &mut self.next[self.number[fluent.index()] as usize];
                        *known = known.hull(Interval::point(number.get()));
                    }
                    _ => self.open_up(fluent, true, 0),
                }
            }
        }
    }

    fn add_row(&mut self, states: &StateRegistry<'_>, row: &[u64]) {
        for index in 0..self.relevant.len() {
            let fluent = self.relevant[index];
            let kind = self.world.fluents[fluent.index()].kind;
            match states.decode(row, fluent) {
                value if kind != Kind::Number => {
                    let code = self.code(fluent, value);
                    self.reach(fluent, code, 0, Source::Start);
                }
                value => {
                    let one = match value {
                        Value::Number(number) => Interval::point(number.get()),
                        _ => Interval::UNKNOWN,
                    };
                    let known = &mut self.next[self.number[fluent.index()] as usize];
                    *known = known.hull(one);
                }
            }
        }
    }

    /// A surprised observer forgets what a test of the precondition reads, unless it demands one
    /// value; two fluents that are compared may then have each other's values.
    fn surprise(&mut self, depth: u32) {
        for index in 0..self.events.len() {
            let Source::Step(step) = self.events[index].source else { continue };
            if self.done[index] == depth {
                let world = self.world;
                self.forget(&world.action(StepId(step)).precondition, depth);
                self.forget(&world.outcome(StepId(step)).guard, depth);
            }
        }
    }

    fn forget(&mut self, test: &Test, depth: u32) {
        match test {
            Test::Is(_) => return,
            Test::And(parts) => return parts.iter().for_each(|part| self.forget(part, depth)),
            Test::Believes(_, inner) => return self.forget(inner, depth),
            _ => {}
        }
        let compared = matches!(test, Test::Compare(..) | Test::Or(_) | Test::Unless(..));
        let mut read = vec![];
        test.reads(&mut vec![], &mut |_, fluent| read.push(fluent));
        for fluent in read {
            self.open_up(fluent, compared, depth);
        }
    }

    /// Lets a fluent be unknown, or have any value.
    fn open_up(&mut self, fluent: FluentId, any: bool, depth: u32) {
        if self.world.fluents[fluent.index()].kind == Kind::Number {
            let known = &mut self.next[self.number[fluent.index()] as usize];
            let wide = if any { Interval::ANY } else { known.hull(Interval::UNKNOWN) };
            if (wide.least, wide.greatest, wide.unknown)
                != (known.least, known.greatest, known.unknown)
            {
                *known = wide;
                self.news.push((fluent, None));
            }
            return;
        }
        if !any {
            let unknown = self.code(fluent, Value::Unknown);
            self.reach(fluent, unknown, depth, Source::Start);
            return;
        }
        for code in 0..self.code_count(fluent) {
            let code = self.base[fluent.index()] + code;
            self.reach(fluent, code as usize, depth, Source::Start);
        }
    }
}
