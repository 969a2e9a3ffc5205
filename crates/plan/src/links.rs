//! What events read, write and show to whom: the ways in which one event can matter to another.
//!
//! An event's **reads** are the facts that decide whether it can happen, how it can turn out and
//! what it does. Its
//! **writes** are the facts that it may change. Its **audience** are the characters whose minds it
//! may change: those who may perceive it, and those whom it makes believe something. Who perceives
//! it may itself depend on facts, which are kept apart: they matter to the audience alone.
//!
//! What an event **seems** to be happens in the minds of its audience, and is an event with links
//! of its own there.

use motive_world::ground::{
    Assignment, FluentId, GroundPerceived, GroundPerception, GroundWorld, StepId, Test,
};
use motive_world::id::CharacterId;

/// A set of characters, one bit each. All beyond the sixty-third share the last bit, so that a set
/// may come out too large, never too small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Cast(pub(crate) u64);

impl Cast {
    fn bit(character: CharacterId) -> u64 {
        1 << character.0.min(63)
    }

    pub(crate) fn insert(&mut self, character: CharacterId) {
        self.0 |= Self::bit(character);
    }

    pub(crate) fn without(self, character: CharacterId) -> Cast {
        // The last bit may stand for others as well.
        if character.0 >= 63 { self } else { Cast(self.0 & !Self::bit(character)) }
    }

    pub(crate) fn contains(self, character: CharacterId) -> bool {
        self.0 & Self::bit(character) != 0
    }

    pub(crate) fn meets_of(self, other: Cast) -> Cast {
        Cast(self.0 & other.0)
    }

    pub(crate) fn union(self, other: Cast) -> Cast {
        Cast(self.0 | other.0)
    }

    /// The bits that are set, by their numbers.
    pub(crate) fn bits(self) -> impl Iterator<Item = u32> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros())?;
            left &= left - 1;
            Some(bit)
        })
    }
}

/// What one event reads and changes.
#[derive(Debug, Default)]
pub(crate) struct Link {
    /// Facts.
    pub(crate) reads: Box<[FluentId]>,
    /// Minds that its precondition, conditions or values ask about.
    pub(crate) asks: Cast,
    /// Those who must have a reason for it; nobody for a trigger.
    pub(crate) consenting: Cast,
    /// Facts.
    pub(crate) writes: Box<[FluentId]>,
    /// Those whose minds it may change.
    pub(crate) audience: Cast,
    /// Facts that decide who perceives it, and are not among the reads.
    pub(crate) shown_by: Box<[FluentId]>,
    /// Minds that decide who perceives it.
    pub(crate) shown_by_minds: Cast,
    /// What it asks about minds, and what shows it does: whose (the innermost), which fact.
    pub(crate) asked: Box<[(CharacterId, FluentId)]>,
    /// What it makes somebody believe: the outermost and the innermost believer, and the fact.
    pub(crate) told: Box<[(CharacterId, CharacterId, FluentId)]>,
    /// What it makes somebody believe that is then so in that one's own imagination: who, which fact.
    pub(crate) learnt: Box<[(CharacterId, FluentId)]>,
    /// The events that it may seem to be.
    pub(crate) seems: Box<[u32]>,
}

/// The links of all events of a world: steps first, then triggers, then appearances. (No appearance
/// is in a table of the others: it happens in no mind by itself.)
#[derive(Debug)]
pub(crate) struct Links {
    links: Vec<Link>,
    steps: usize,
    appearances: usize,
    /// By fluent: the events that read it, or whose audience depends on it.
    readers: Vec<Vec<u32>>,
    /// By bit of a [`Cast`]: the events that ask about that mind, or need that consent.
    mind_readers: Vec<Vec<u32>>,
    /// By fluent: the events that write it.
    writers: Vec<Vec<u32>>,
    /// By fluent: the events that write it in the imagination of some character, and whose.
    teachers: Vec<Vec<(CharacterId, u32)>>,
    /// By bit of a [`Cast`]: the events that may change that mind.
    shown_to: Vec<Vec<u32>>,
}

#[derive(Default)]
struct Gathered {
    facts: Vec<FluentId>,
    minds: Cast,
    asked: Vec<(CharacterId, FluentId)>,
}

impl Gathered {
    fn read(&mut self, believers: &[CharacterId], fluent: FluentId) {
        match believers {
            [] => self.facts.push(fluent),
            [first, ..] => {
                self.minds.insert(*first);
                self.asked.extend(believers.iter().map(|&who| (who, fluent)));
            }
        }
    }

    fn test(&mut self, test: &Test) {
        test.reads(&mut vec![], &mut |believers, fluent| self.read(believers, fluent));
    }

    fn assignment(&mut self, assignment: &Assignment) {
        self.test(&assignment.condition);
        let mut read = |believers: &[CharacterId], fluent| self.read(believers, fluent);
        assignment.value.reads(&mut vec![], &mut read);
    }

    /// What decides who perceives an event as what.
    fn rows(&mut self, perceptions: &[Vec<GroundPerception>], audience: &mut Cast) {
        for (character, rows) in perceptions.iter().enumerate() {
            if rows.iter().all(|row| row.perceived == GroundPerceived::Nothing) {
                continue;
            }
            audience.insert(CharacterId::at(character));
            rows.iter().for_each(|row| self.test(&row.test));
        }
    }

    fn sorted(mut self) -> Box<[FluentId]> {
        self.facts.sort_unstable();
        self.facts.dedup();
        self.facts.into_boxed_slice()
    }
}

fn told(effects: &[Assignment], learning: bool) -> Box<[(CharacterId, CharacterId, FluentId)]> {
    let chain = |effect: &Assignment| {
        Some((*effect.believers.first()?, *effect.believers.last()?, effect.fluent))
    };
    let direct = effects.iter().filter_map(chain);
    let learnt = effects.iter().filter(|_| learning).filter_map(|effect| {
        let &who = others(effect).first()?;
        Some((who, *effect.believers.last()?, effect.fluent))
    });
    direct.chain(learnt).collect()
}

/// The believers of an effect without those at the beginning who are the same as the first.
fn others(effect: &Assignment) -> &[CharacterId] {
    let first = effect.believers.first();
    let count = effect.believers.iter().take_while(|who| Some(*who) == first).count();
    &effect.believers[count..]
}

/// What somebody learns, in that character's own imagination.
fn learnt(effects: &[Assignment]) -> Box<[(CharacterId, FluentId)]> {
    let learnt = effects.iter().filter(|effect| others(effect).is_empty());
    learnt.filter_map(|effect| Some((*effect.believers.first()?, effect.fluent))).collect()
}

fn written(effects: &[Assignment], learning: bool, audience: &mut Cast) -> Box<[FluentId]> {
    let mut facts = Gathered::default();
    for effect in effects {
        match effect.believers.first() {
            None => facts.facts.push(effect.fluent),
            Some(&who) => {
                audience.insert(who);
                if let Some(&other) = others(effect).first().filter(|_| learning) {
                    audience.insert(other);
                }
            }
        }
    }
    facts.sorted()
}

/// The events that one may seem to be; `first` is the number of the first appearance.
fn seems(perceptions: &[Vec<GroundPerception>], first: usize) -> Box<[u32]> {
    let mut events: Vec<u32> = perceptions
        .iter()
        .flatten()
        .filter_map(|row| match row.perceived {
            GroundPerceived::Seeming(appearance) => Some(first as u32 + appearance.0),
            _ => None,
        })
        .collect();
    events.sort_unstable();
    events.dedup();
    events.into_boxed_slice()
}

impl Links {
    pub(crate) fn of(world: &GroundWorld) -> Self {
        let learning = world.program.settings.learning;
        let taught = |effects| if learning { learnt(effects) } else { Box::default() };
        let mut links = Vec::with_capacity(world.steps.len() + world.triggers.len());
        let appearances = world.steps.len() + world.triggers.len();
        for index in 0..world.steps.len() {
            let step = StepId::at(index);
            let action = world.action(step);
            let effects = &world.outcome(step).effects;
            let mut read = Gathered::default();
            action.reads(&mut |believers, fluent| read.read(believers, fluent));
            effects.iter().for_each(|effect| read.assignment(effect));
            let mut audience = Cast::default();
            let writes = written(effects, learning, &mut audience);
            let mut shown = Gathered::default();
            shown.rows(&action.perceptions, &mut audience);
            let mut consenting = Cast::default();
            action.consenting.iter().for_each(|&who| consenting.insert(who));
            let asks = read.minds;
            let mut asked = std::mem::take(&mut read.asked);
            asked.append(&mut shown.asked);
            let reads = read.sorted();
            shown.facts.retain(|fluent| reads.binary_search(fluent).is_err());
            let shown_by_minds = shown.minds;
            let shown_by = shown.sorted();
            links.push(Link {
                reads,
                asks,
                consenting,
                writes,
                audience,
                shown_by,
                shown_by_minds,
                asked: asked.into_boxed_slice(),
                told: told(effects, learning),
                learnt: taught(effects),
                seems: seems(&action.perceptions, appearances),
            });
        }
        let steps = links.len();
        for trigger in &world.triggers {
            let mut read = Gathered::default();
            read.test(&trigger.precondition);
            trigger.effects.iter().for_each(|effect| read.assignment(effect));
            let mut audience = Cast::default();
            let writes = written(&trigger.effects, learning, &mut audience);
            let (asks, asked) = (read.minds, std::mem::take(&mut read.asked).into_boxed_slice());
            let (told, learnt) = (told(&trigger.effects, learning), taught(&trigger.effects));
            let reads = read.sorted();
            links.push(Link {
                reads,
                asks,
                writes,
                audience,
                asked,
                told,
                learnt,
                ..Link::default()
            });
        }
        for appearance in &world.appearances {
            let effects = &appearance.effects;
            let (mut read, mut shown) = (Gathered::default(), Gathered::default());
            let mut audience = Cast::default();
            let mut writes = written(effects, learning, &mut audience).into_vec();
            let mut told = told(effects, learning).into_vec();
            for demand in &appearance.demands {
                let believers = &demand.believers;
                demand.test.reads(&mut believers.clone(), &mut |b, fluent| read.read(b, fluent));
                match (believers.first(), believers.last()) {
                    (Some(&first), Some(&last)) => {
                        audience.insert(first);
                        told.push((first, last, demand.fluent));
                    }
                    _ => writes.push(demand.fluent),
                }
            }
            effects.iter().for_each(|effect| read.assignment(effect));
            shown.rows(&appearance.perceptions, &mut audience);
            let asks = read.minds;
            let mut asked = std::mem::take(&mut read.asked);
            asked.append(&mut shown.asked);
            links.push(Link {
                reads: read.sorted(),
                asks,
                writes: writes.into_boxed_slice(),
                audience,
                shown_by_minds: shown.minds,
                shown_by: shown.sorted(),
                asked: asked.into_boxed_slice(),
                told: told.into_boxed_slice(),
                learnt: taught(effects),
                seems: seems(&appearance.perceptions, appearances),
                ..Link::default()
            });
        }
        let mut readers = vec![vec![]; world.fluents.len()];
        let mut mind_readers = vec![vec![]; 64];
        let mut writers = vec![vec![]; world.fluents.len()];
        let mut teachers = vec![vec![]; world.fluents.len()];
        let mut shown_to = vec![vec![]; 64];
        for (index, link) in links[..appearances].iter().enumerate() {
            for fluent in link.reads.iter().chain(&link.shown_by) {
                readers[fluent.index()].push(index as u32);
            }
            for bit in link.asks.union(link.consenting).union(link.shown_by_minds).bits() {
                mind_readers[bit as usize].push(index as u32);
            }
            link.writes.iter().for_each(|fluent| writers[fluent.index()].push(index as u32));
            for &(who, fluent) in &link.learnt {
                teachers[fluent.index()].push((who, index as u32));
            }
            link.audience.bits().for_each(|bit| shown_to[bit as usize].push(index as u32));
        }
        Links { links, steps, appearances, readers, mind_readers, writers, teachers, shown_to }
    }

    /// How many events there are.
    pub(crate) fn len(&self) -> usize {
        self.links.len()
    }

    pub(crate) fn steps(&self) -> usize {
        self.steps
    }

    /// The appearances.
    pub(crate) fn appearances(&self) -> std::ops::Range<usize> {
        self.appearances..self.links.len()
    }

    pub(crate) fn is_step(&self, event: u32) -> bool {
        (event as usize) < self.steps
    }

    pub(crate) fn link(&self, event: u32) -> &Link {
        &self.links[event as usize]
    }

    pub(crate) fn readers(&self, fluent: FluentId) -> &[u32] {
        &self.readers[fluent.index()]
    }

    /// How many facts there are.
    pub(crate) fn facts(&self) -> usize {
        self.readers.len()
    }

    pub(crate) fn writers(&self, fluent: FluentId) -> &[u32] {
        &self.writers[fluent.index()]
    }

    /// The events that write a fact in the imagination of a character alone.
    pub(crate) fn teachers(
        &self,
        who: CharacterId,
        fluent: FluentId,
    ) -> impl Iterator<Item = u32> + '_ {
        let teachers = self.teachers[fluent.index()].iter();
        teachers.filter(move |(learner, _)| *learner == who).map(|&(_, event)| event)
    }

    pub(crate) fn shown_to(&self, bit: u32) -> &[u32] {
        &self.shown_to[bit as usize]
    }

    pub(crate) fn mind_readers(&self, bit: u32) -> &[u32] {
        &self.mind_readers[bit as usize]
    }
}
