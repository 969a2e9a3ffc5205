//! Relevance: which facts and whose minds can matter to somebody's reasons.
//!
//! For a character c, **relevant** are the facts that c's utility reads; the facts that decide
//! whether and how an event happens that changes a relevant fact; and, where such an event needs
//! the consent of d, what can change d's mind in a way that is relevant to d. Two minds of c that
//! agree on c's relevant facts, and whose minds of those others agree on theirs, are the same to
//! c: every question has the same answer in both, and after any event they agree again. So each
//! state has a **projection** for c, in which everything else is forgotten, and questions are asked
//! of projections.
//!
//! The author has a projection of reality in the same way.
//!
//! An event **touches** d if it is relevant to d, or reads, writes or tells d something that is:
//! only then does it matter whether d perceives it; and the same if what it may seem to be does. (What it reads counts since a surprised observer
//! learns what must have been the case, in minds as well.)

use motive_world::ground::FluentId;
use motive_world::id::CharacterId;

use crate::influence::Concern;
use crate::links::{Cast, Links};

/// A set of small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set {
    words: Vec<u64>,
}

impl Set {
    pub(crate) fn with_room(count: usize) -> Self {
        Set { words: vec![0; count.div_ceil(64)] }
    }

    pub(crate) fn full(count: usize) -> Self {
        let mut set = Self::with_room(count);
        (0..count).for_each(|index| {
            set.insert(index);
        });
        set
    }

    pub(crate) fn contains(&self, index: usize) -> bool {
        self.words.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// Whether it is new.
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        let (word, bit) = (&mut self.words[index / 64], 1 << (index % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    fn any_of(&self, fluents: &[FluentId]) -> bool {
        fluents.iter().any(|fluent| self.contains(fluent.index()))
    }
}

/// What is relevant to one owner: a character or the author.
#[derive(Clone, Debug)]
pub(crate) struct Relevant {
    /// Facts, by fluent.
    pub(crate) facts: Set,
    /// Events: steps, then triggers.
    pub(crate) events: Set,
    /// Whose minds matter.
    pub(crate) minds: Cast,
}

/// What is relevant to whom: by character, the author last.
pub(crate) fn relevance(
    links: &Links,
    concerns: &[Concern],
    happens: &Set,
    allowed: &[bool],
) -> Vec<Relevant> {
    let facts = links.facts();
    let mut all: Vec<Relevant> = concerns
        .iter()
        .map(|concern| {
            let mut relevant = Relevant {
                facts: Set::with_room(facts),
                events: Set::with_room(links.len()),
                minds: concern.minds,
            };
            for &fluent in &concern.facts {
                relevant.facts.insert(fluent.index());
            }
            relevant
        })
        .collect();
    for concern in concerns {
        for &(who, fluent) in &concern.believed {
            all[who.index()].facts.insert(fluent.index());
        }
    }
    let author = all.len() - 1;
    let events: Vec<u32> =
        (0..links.len() as u32).filter(|&event| happens.contains(event as usize)).collect();
    loop {
        let mut changed = false;
        for owner in 0..all.len() {
            for &event in &events {
                let link = links.link(event);
                let happens = !links.is_step(event)
                    || allowed[event as usize]
                    || (owner == author && link.consenting == Cast::default());
                if !happens || all[owner].events.contains(event as usize) {
                    continue;
                }
                let matters = all[owner].facts.any_of(&link.writes)
                    || link.learnt.iter().any(|&(who, fluent)| {
                        who.index() == owner && all[owner].facts.contains(fluent.index())
                    })
                    || each(link.audience.meets_of(all[owner].minds), author)
                        .any(|other| touches(&all, links, event, other));
                if !matters {
                    continue;
                }
                changed = true;
                let own = &mut all[owner];
                own.events.insert(event as usize);
                for fluent in link.reads.iter().chain(&link.shown_by) {
                    own.facts.insert(fluent.index());
                }
                let mut minds = link.asks.union(link.consenting).union(link.shown_by_minds);
                if owner != author && !link.asks.contains(CharacterId::at(owner)) {
                    minds = minds.without(CharacterId::at(owner));
                }
                own.minds = own.minds.union(minds);
                for &(who, fluent) in &link.asked {
                    all[who.index()].facts.insert(fluent.index());
                }
            }
        }
        if !changed {
            return all;
        }
    }
}

/// The characters of a set; all that the last bit may stand for.
fn each(cast: Cast, characters: usize) -> impl Iterator<Item = usize> {
    cast.bits().flat_map(move |bit| {
        let bit = bit as usize;
        if bit < 63 { bit..(bit + 1).min(characters) } else { bit.min(characters)..characters }
    })
}

/// Whether it matters to `who` to perceive an event, or what it may seem to be.
fn touches(all: &[Relevant], links: &Links, event: u32, who: usize) -> bool {
    let mut seems = links.link(event).seems.iter();
    touches_as_it_is(all, links, event, who)
        || seems.any(|&seeming| touches_as_it_is(all, links, seeming, who))
}

fn touches_as_it_is(all: &[Relevant], links: &Links, event: u32, who: usize) -> bool {
    let link = links.link(event);
    let own = &all[who];
    own.events.contains(event as usize)
        || own.facts.any_of(&link.reads)
        || own.facts.any_of(&link.writes)
        || link
            .asked
            .iter()
            .any(|&(other, fluent)| all[other.index()].facts.contains(fluent.index()))
        || link.told.iter().any(|&(first, last, fluent)| {
            first.index() == who && all[last.index()].facts.contains(fluent.index())
        })
}

/// By event: the members of its audience that it touches.
pub(crate) fn touched(all: &[Relevant], links: &Links) -> Vec<Cast> {
    let author = all.len() - 1;
    let audience = |event: u32| {
        let mut touched = Cast::default();
        for who in each(links.link(event).audience, author) {
            if touches(all, links, event, who) {
                touched.insert(CharacterId::at(who));
            }
        }
        touched
    };
    (0..links.len() as u32).map(audience).collect()
}
