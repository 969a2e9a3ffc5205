//! Influence in one state: whether a difference between two states can still come to matter.
//!
//! [`crate::influence`] says how far a difference is from a utility in the best of worlds. Here the
//! same chains are followed from one state: only through steps that the relaxed graph of that
//! state reaches, and not before the layer in which it reaches them.
//!
//! The two states are the **real** one and its **shadow**: where the same steps lead without the
//! first of them, whatever then fails left out. Facts and minds in which they differ are *tainted*.
//! A step that reads something tainted may fail in the shadow, so what it writes is tainted, and
//! whoever sees it has a tainted mind; the same holds for triggers, which may even happen in the
//! shadow alone: a tainted precondition of a trigger counts as true. If nothing that the utility
//! reads can be tainted with the steps that are left, the utility will be the same at the end with
//! the first step as without it, and that step is padding (R4).

use hashbrown::HashTable;
use motive_world::ground::FluentId;
use motive_world::id::CharacterId;
use motive_world::state::{StateRegistry, ValuationId};

use super::{NEVER, RelaxedGraph, Source};
use crate::influence::{Influence, Range, SituationId};
use crate::links::Cast;

/// Whose utility, in which range, and how many layers are looked at.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'i> {
    pub(crate) influence: &'i Influence,
    pub(crate) situation: SituationId,
    pub(crate) owner: CharacterId,
    pub(crate) range: Range,
    pub(crate) cap: u32,
}

/// Facts and minds that differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Difference {
    pub(crate) real: ValuationId,
    pub(crate) shadow: ValuationId,
    pub(crate) minds: Cast,
}

#[derive(Clone, Copy)]
enum Taint {
    Fact(FluentId),
    Mind(u32),
}

#[derive(Debug, Default)]
pub(super) struct Spread {
    remembered: HashTable<(Difference, SituationId, u32)>,
    /// By event of the links: its event in this graph, if it has one.
    place: Vec<u32>,
    // The taints of the difference at hand, by the layer that they come with.
    facts: Vec<u32>,
    minds: Vec<u32>,
    /// By event: the layer from which what it does may differ, or who sees it.
    differs: Vec<u32>,
    shown: Vec<u32>,
    layers: Vec<Vec<Taint>>,
}

// `Taint` in a table that outlives a call needs no more than this.
impl std::fmt::Debug for Taint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Taint::Fact(fluent) => write!(f, "Fact({})", fluent.0),
            Taint::Mind(bit) => write!(f, "Mind({bit})"),
        }
    }
}

impl Spread {
    pub(super) fn memory(&self) -> u64 {
        (self.remembered.capacity() * (size_of::<(Difference, SituationId, u32)>() + 1)) as u64
    }
}

fn hash(difference: &Difference) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write_u64(u64::from(difference.real.0) << 32 | u64::from(difference.shadow.0));
    hasher.write_u64(difference.minds.0);
    hasher.finish()
}

impl RelaxedGraph<'_> {
    /// At least so many further steps until the difference can matter to the utility; [`NEVER`]
    /// if it cannot within the cap.
    pub(crate) fn influence(
        &mut self,
        states: &StateRegistry<'_>,
        scope: Scope<'_>,
        difference: Difference,
    ) -> u32 {
        let key = hash(&difference);
        let known = self
            .spread
            .remembered
            .find(key, |known| (known.0, known.1) == (difference, scope.situation));
        if let Some(&(.., layer)) = known {
            return layer;
        }
        let mut spread = std::mem::take(&mut self.spread);
        let layer = self.follow(&mut spread, states, scope, difference);
        self.spread = spread;
        let entry = (difference, scope.situation, layer);
        self.spread.remembered.insert_unique(key, entry, |known| hash(&known.0));
        layer
    }

    fn follow(
        &mut self,
        spread: &mut Spread,
        states: &StateRegistry<'_>,
        scope: Scope<'_>,
        difference: Difference,
    ) -> u32 {
        let links = &scope.influence.links;
        let concern = &scope.influence.concerns[scope.owner.index()];
        if spread.place.is_empty() {
            spread.place.resize(links.len(), NEVER);
            for (index, event) in self.events.iter().enumerate() {
                let link = match event.source {
                    Source::Step(step) => step as usize,
                    Source::Trigger(trigger) => links.steps() + trigger as usize,
                    Source::Start => continue,
                };
                spread.place[link] = index as u32;
            }
        }
        for (table, count) in [
            (&mut spread.facts, links.facts()),
            (&mut spread.minds, 64),
            (&mut spread.differs, links.len()),
            (&mut spread.shown, links.len()),
        ] {
            table.clear();
            table.resize(count, NEVER);
        }
        spread.layers.resize_with(scope.cap as usize + 1, Vec::new);
        spread.layers.iter_mut().for_each(Vec::clear);
        let (real, shadow) = (states.row(difference.real), states.row(difference.shadow));
        states.differing(real, shadow, |fluent| spread.layers[0].push(Taint::Fact(fluent)));
        spread.layers[0].extend(difference.minds.bits().map(Taint::Mind));
        let at_once = |taint: &Taint| match taint {
            Taint::Fact(fluent) => concern.facts.binary_search(fluent).is_ok(),
            Taint::Mind(bit) => concern.minds.0 >> bit & 1 == 1,
        };
        if spread.layers[0].iter().any(at_once) {
            return 0;
        }
        self.begin(states, real);
        self.settle(0);
        for depth in 1..=scope.cap {
            if !self.layer(depth) {
                break;
            }
            self.settle(depth);
        }
        for depth in 0..=scope.cap {
            while let Some(taint) = spread.layers[depth as usize].pop() {
                let known = match taint {
                    Taint::Fact(fluent) => &mut spread.facts[fluent.index()],
                    Taint::Mind(bit) => &mut spread.minds[bit as usize],
                };
                if *known <= depth {
                    continue;
                }
                *known = depth;
                if at_once(&taint) {
                    return depth;
                }
                let readers = match taint {
                    Taint::Fact(fluent) => links.readers(fluent),
                    Taint::Mind(bit) => links.mind_readers(bit),
                };
                for &event in readers {
                    self.carry(spread, scope, event, taint, depth);
                }
            }
        }
        NEVER
    }

    /// Passes a taint on through an event that reads it.
    fn carry(&self, spread: &mut Spread, scope: Scope<'_>, event: u32, taint: Taint, depth: u32) {
        let links = &scope.influence.links;
        let link = links.link(event);
        let index = event as usize;
        let does = match taint {
            Taint::Fact(fluent) => link.reads.binary_search(&fluent).is_ok(),
            Taint::Mind(bit) => {
                let consent = link.consenting.without(scope.owner);
                link.asks.union(consent).0 >> bit & 1 == 1
            }
        };
        let known = if does { &spread.differs } else { &spread.shown };
        if known[index] <= depth || spread.differs[index] <= depth {
            return;
        }
        let layer = if links.is_step(event) {
            let step = motive_world::ground::StepId(event);
            if !scope.influence.allows(scope.situation, scope.owner, scope.range, step) {
                return;
            }
            let first = match spread.place[index] {
                NEVER => 1,
                place => self.done[place as usize],
            };
            first.max(depth + 1)
        } else {
            self.trigger_layer(spread, spread.place[index], depth)
        };
        if layer > scope.cap {
            return;
        }
        let table = if does { &mut spread.differs } else { &mut spread.shown };
        if table[index] <= layer {
            return;
        }
        table[index] = layer;
        let queue = &mut spread.layers[layer as usize];
        if does {
            queue.extend(link.writes.iter().map(|&fluent| Taint::Fact(fluent)));
            let learnt = link.learnt.iter().filter(|(who, _)| *who == scope.owner);
            queue.extend(learnt.map(|&(_, fluent)| Taint::Fact(fluent)));
        }
        let audience = scope.influence.audience(scope.situation, event);
        queue.extend(audience.bits().map(Taint::Mind));
    }

    /// The layer in which a trigger may happen in one of the two states and not in the other.
    fn trigger_layer(&self, spread: &Spread, place: u32, depth: u32) -> u32 {
        if place == NEVER {
            return depth;
        }
        let facts = self.events[place as usize].facts.iter();
        facts.fold(depth, |layer, &(fluent, fact)| {
            if spread.facts[fluent.index()] <= depth {
                layer
            } else {
                layer.max(self.reached_at[fact as usize])
            }
        })
    }
}
