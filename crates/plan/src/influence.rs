//! Influence: how soon a step can make a difference to somebody's utility.
//!
//! R4 forbids padding, so in a plan that is a reason no step can be left out, together with
//! whatever then fails, without changing the utility at the end. A step makes a difference there
//! only along a chain of events of which each reads what the one before has changed: a fact, or a
//! mind whose owner must consent. The **distance** of a step is the least number of further steps
//! in such a chain that ends at a fluent that the utility reads; triggers cost nothing. A step whose
//! distance is greater than the number of steps that can still follow is padding in every plan,
//! and nobody has a reason for it.
//!
//! The distances here look at no state: they are a property of the world. The
//! [relaxed graph](crate::relaxed) refines them for one state.
//!
//! Which steps may occur in a plan is narrowed by the same distances, until nothing changes: a
//! step is out of the question where one of those who must consent to it can never have a reason.
//! In a mind at the epistemic limit others count only on immediate gains, so their steps there must
//! have distance 0.

use std::collections::VecDeque;

use motive_world::ground::{FluentId, GroundUtility, GroundWorld, StepId};
use motive_world::id::CharacterId;

use crate::links::{Cast, Links};
use crate::relevance::{Relevant, narrow, relevance};

/// No chain leads to the utility.
pub(crate) const NEVER: u32 = u32::MAX;

/// In whose imagination: how deep it is in the nesting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Range {
    /// Others may have reasons of any length.
    Within,
    /// At the epistemic limit: others act for immediate gains only.
    Edge,
}

/// What a utility reads.
#[derive(Debug)]
pub(crate) struct Concern {
    /// Facts.
    pub(crate) facts: Vec<FluentId>,
    /// Minds.
    pub(crate) minds: Cast,
    /// Beliefs: whose (at any depth), and which fact.
    pub(crate) believed: Vec<(CharacterId, FluentId)>,
}

impl Concern {
    fn of(utility: &GroundUtility) -> Self {
        let mut concern = Concern { facts: vec![], minds: Cast::default(), believed: vec![] };
        let mut read = |believers: &[CharacterId], fluent: FluentId| match believers.first() {
            None => concern.facts.push(fluent),
            Some(&who) => {
                concern.minds.insert(who);
                concern.believed.extend(believers.iter().map(|&who| (who, fluent)));
            }
        };
        for want in &utility.wants {
            want.weight.reads(&mut vec![], &mut read);
            want.amount.reads(&mut vec![], &mut read);
        }
        concern.facts.sort_unstable();
        concern.facts.dedup();
        concern
    }
}

/// The distances of one character's utility in one range.
#[derive(Debug)]
struct Distances {
    /// By step: whether it may occur in a plan of this character, in this range.
    allowed: Vec<bool>,
    /// By step.
    after: Vec<u32>,
}

/// The influence of all steps on all characters' utilities.
#[derive(Debug)]
pub(crate) struct Influence {
    pub(crate) links: Links,
    /// By character, the author last.
    pub(crate) concerns: Vec<Concern>,
    /// By character, the author last; empty where everything is relevant.
    pub(crate) relevant: Vec<Relevant>,
    within: Vec<Distances>,
    edge: Vec<Distances>,
    /// By step: whether everyone who consents to it can ever have a reason, as far as this shows.
    possible: Vec<bool>,
}

impl Influence {
    /// Finds the distances; `limit` is the greatest length of a reason. Where `wanted` is false,
    /// every step may have every influence.
    pub(crate) fn of(world: &GroundWorld, limit: u32, wanted: bool) -> Self {
        let mut links = Links::of(world);
        let utilities = world.utilities.iter().chain([&world.author]);
        let concerns: Vec<Concern> = utilities.map(Concern::of).collect();
        let consented: Vec<bool> = (0..links.steps())
            .map(|step| !world.action(StepId::at(step)).consenting.is_empty())
            .collect();
        let characters = || (0..world.characters()).map(CharacterId::at);
        if !wanted {
            let all = || Distances { allowed: consented.clone(), after: vec![0; links.steps()] };
            let within = characters().map(|_| all()).collect();
            let edge = characters().map(|_| all()).collect();
            let possible = vec![true; links.steps()];
            return Influence { links, concerns, relevant: vec![], within, edge, possible };
        }
        let relevant = relevance(world, &links, &concerns, &consented);
        narrow(&relevant, &mut links);
        let mut allowed = consented;
        let within = loop {
            let within: Vec<Vec<u32>> = characters()
                .map(|who| distances(&links, who, &concerns[who.index()], &allowed))
                .collect();
            let mut changed = false;
            for step in 0..links.steps() {
                let hopeless = |who: &CharacterId| within[who.index()][step] >= limit;
                let action = world.action(StepId::at(step));
                if allowed[step] && action.consenting.iter().any(hopeless) {
                    allowed[step] = false;
                    changed = true;
                }
            }
            if !changed {
                break within;
            }
        };
        let edge = characters()
            .map(|who| {
                let allowed: Vec<bool> = (0..links.steps())
                    .map(|step| {
                        let at_once =
                            |other: &CharacterId| *other == who || within[other.index()][step] == 0;
                        allowed[step]
                            && world.action(StepId::at(step)).consenting.iter().all(at_once)
                    })
                    .collect();
                let after = distances(&links, who, &concerns[who.index()], &allowed);
                Distances { allowed, after }
            })
            .collect();
        let possible = (0..links.steps())
            .map(|step| allowed[step] || world.action(StepId::at(step)).consenting.is_empty())
            .collect();
        let within =
            within.into_iter().map(|after| Distances { allowed: allowed.clone(), after }).collect();
        Influence { links, concerns, relevant, within, edge, possible }
    }

    fn distances(&self, who: CharacterId, range: Range) -> &Distances {
        match range {
            Range::Within => &self.within[who.index()],
            Range::Edge => &self.edge[who.index()],
        }
    }

    /// How many further steps it takes at least until a step can matter to a character.
    pub(crate) fn distance(&self, who: CharacterId, range: Range, step: StepId) -> u32 {
        self.distances(who, range).after[step.index()]
    }

    /// Whether a step may occur in a plan of this character, after its first step.
    pub(crate) fn allows(&self, who: CharacterId, range: Range, step: StepId) -> bool {
        self.distances(who, range).allowed[step.index()]
    }

    /// Whether everyone who consents to a step can ever have a reason for it.
    pub(crate) fn is_possible(&self, step: StepId) -> bool {
        self.possible[step.index()]
    }

    /// Whether a step can be part of a story without being padding.
    pub(crate) fn serves_author(&self, step: StepId) -> bool {
        let relevant = self.relevant.last();
        self.is_possible(step)
            && relevant.is_none_or(|relevant| relevant.events.contains(step.index()))
    }

    /// Bytes taken.
    pub(crate) fn memory(&self) -> usize {
        let tables = self.within.len() + self.edge.len();
        tables * self.links.steps() * 5 + self.links.len() * size_of::<crate::links::Link>()
    }
}

/// Something that can be different: a fact, a mind, what an event does, or who perceives it.
#[derive(Clone, Copy)]
enum Point {
    Fact(FluentId),
    Mind(u32),
    Event(u32),
    Audience(u32),
}

/// Backward from the utility, breadth first: what each step is away from it.
fn distances(links: &Links, who: CharacterId, concern: &Concern, allowed: &[bool]) -> Vec<u32> {
    let mut events = vec![NEVER; links.len()];
    let mut audiences = vec![NEVER; links.len()];
    let mut facts = vec![NEVER; links.facts()];
    let mut minds = [NEVER; 64];
    let mut queue: VecDeque<(u32, Point)> = VecDeque::new();
    queue.extend(concern.facts.iter().map(|&fluent| (0, Point::Fact(fluent))));
    queue.extend(concern.minds.bits().map(|bit| (0, Point::Mind(bit))));
    while let Some((distance, point)) = queue.pop_front() {
        let known = match point {
            Point::Fact(fluent) => &mut facts[fluent.index()],
            Point::Mind(bit) => &mut minds[bit as usize],
            Point::Event(event) => &mut events[event as usize],
            Point::Audience(event) => &mut audiences[event as usize],
        };
        if *known <= distance {
            continue;
        }
        *known = distance;
        match point {
            Point::Fact(fluent) => {
                let writers = links.writers(fluent).iter();
                writers.for_each(|&event| queue.push_front((distance, Point::Event(event))));
            }
            Point::Mind(bit) => {
                for &event in links.shown_to(bit) {
                    queue.push_front((distance, Point::Event(event)));
                    queue.push_front((distance, Point::Audience(event)));
                }
            }
            Point::Event(event) | Point::Audience(event) => {
                let step = links.is_step(event);
                if step && !allowed[event as usize] {
                    continue;
                }
                let link = links.link(event);
                let (facts, minds) = match point {
                    Point::Audience(_) => (&link.shown_by, link.shown_by_minds),
                    // Whether the owner of the plan consents, the rest of the plan decides.
                    _ => (&link.reads, link.asks.union(link.consenting.without(who))),
                };
                let facts = facts.iter().map(|&fluent| Point::Fact(fluent));
                for point in facts.chain(minds.bits().map(Point::Mind)) {
                    if step {
                        queue.push_back((distance + 1, point));
                    } else {
                        queue.push_front((distance, point));
                    }
                }
            }
        }
    }
    events.truncate(links.steps());
    for (event, audience) in events.iter_mut().zip(audiences) {
        *event = (*event).min(audience);
    }
    events
}
