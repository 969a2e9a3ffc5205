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

use motive_world::ground::{FluentId, GroundRefusal, GroundUtility, GroundWorld, StepId};
use motive_world::id::CharacterId;

use crate::links::{Cast, Links};
use crate::pressing::Pressing;
use crate::relevance::{Relevant, Set, relevance, touched};

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

/// What a utility reads, and what its owner's refusals read: a step may be there only to keep
/// something refused from coming about.
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
    fn of(utility: &GroundUtility, refusals: &[GroundRefusal]) -> Self {
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
        for refusal in refusals {
            refusal.test.reads(&mut vec![], &mut read);
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
    /// The steps that are allowed and not infinitely far, with their distances.
    useful: Vec<(StepId, u32)>,
}

impl Distances {
    fn new(allowed: Vec<bool>, after: Vec<u32>) -> Self {
        let steps = (0..allowed.len()).filter(|&step| allowed[step] && after[step] != NEVER);
        let useful = steps.map(|step| (StepId::at(step), after[step])).collect();
        Distances { allowed, after, useful }
    }
}

/// Which events can happen at all, where some imagination begins: the influence that is left.
///
/// The situation that a character imagines rules out most events (whoever fears nobody has nothing
/// to avert), and so most chains. Many minds share a situation.
#[derive(Debug)]
struct Situation {
    happens: Set,
    /// By event: those whom it touches.
    audience: Vec<Cast>,
    within: Vec<Distances>,
    edge: Vec<Distances>,
}

/// A situation of one [`Influence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SituationId(u32);

impl SituationId {
    fn at(index: usize) -> Self {
        SituationId(index as u32)
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// The situation in which everything can happen.
pub(crate) const ANY: SituationId = SituationId(0);

/// The most situations that are looked into.
const SITUATIONS: usize = 400;

/// The influence of all steps on all characters' utilities.
#[derive(Debug)]
pub(crate) struct Influence {
    pub(crate) links: Links,
    /// By character, the author last.
    pub(crate) concerns: Vec<Concern>,
    /// By character, the author last; empty where everything is relevant.
    pub(crate) relevant: Vec<Relevant>,
    situations: Vec<Situation>,
    /// By step: whether everyone who consents to it can ever have a reason, as far as this shows.
    possible: Vec<bool>,
    /// The steps that serve the author.
    serving: Vec<StepId>,
    limit: u32,
    wanted: bool,
}

impl Influence {
    /// Finds the distances; `limit` is the greatest length of a reason. Where `wanted` is false,
    /// every step may have every influence.
    pub(crate) fn of(world: &GroundWorld, limit: u32, wanted: bool) -> Self {
        let links = Links::of(world);
        let owned = world.utilities.iter().zip(&world.refusals);
        let mut concerns: Vec<Concern> =
            owned.map(|(utility, refusals)| Concern::of(utility, refusals)).collect();
        let mut author = Concern::of(&world.author, &[]);
        if Pressing::of(world).is_any() {
            // What presses, and where a story may end, can depend on anything.
            author.facts = (0..world.fluents.len()).map(FluentId::at).collect();
            (0..world.characters()).for_each(|who| author.minds.insert(CharacterId::at(who)));
        }
        concerns.push(author);
        let mut influence = Influence {
            relevant: vec![],
            situations: vec![],
            possible: vec![true; links.steps()],
            serving: vec![],
            links,
            concerns,
            limit,
            wanted,
        };
        let everything = Set::full(influence.links.len());
        if wanted {
            let consented = consented(world);
            influence.relevant =
                relevance(&influence.links, &influence.concerns, &everything, &consented);
        }
        influence.situation(world, everything);
        for step in (0..influence.links.steps()).map(StepId::at) {
            let free = world.action(step).consenting.is_empty();
            let allowed = influence.situations[0].within.first();
            let possible = free || allowed.is_some_and(|within| within.allowed[step.index()]);
            influence.possible[step.index()] = possible || !wanted;
            let author = influence.relevant.last();
            if influence.possible[step.index()]
                && author.is_none_or(|author| author.events.contains(step.index()))
            {
                influence.serving.push(step);
            }
        }
        influence
    }

    /// The situation in which only these events can happen; [`ANY`], which is never wrong, if
    /// there are [`SITUATIONS`] already.
    pub(crate) fn situation(&mut self, world: &GroundWorld, happens: Set) -> SituationId {
        let known = self.situations.iter().position(|situation| situation.happens == happens);
        match known {
            Some(known) => SituationId::at(known),
            None if self.situations.len() >= SITUATIONS => ANY,
            None => {
                let situation = self.look_into(world, happens);
                self.situations.push(situation);
                SituationId::at(self.situations.len() - 1)
            }
        }
    }

    fn look_into(&self, world: &GroundWorld, happens: Set) -> Situation {
        let links = &self.links;
        let characters = || (0..world.characters()).map(CharacterId::at);
        let mut allowed: Vec<bool> = consented(world);
        for (step, allowed) in allowed.iter_mut().enumerate() {
            *allowed &= happens.contains(step);
        }
        if !self.wanted {
            let all = || Distances::new(allowed.clone(), vec![0; links.steps()]);
            let within = characters().map(|_| all()).collect();
            let edge = characters().map(|_| all()).collect();
            let audience =
                (0..links.len() as u32).map(|event| links.link(event).audience).collect();
            return Situation { happens, audience, within, edge };
        }
        let relevant;
        let relevant = if self.situations.is_empty() {
            &self.relevant
        } else {
            relevant = relevance(links, &self.concerns, &happens, &allowed);
            &relevant
        };
        let audience = touched(relevant, links);
        let away = |who: CharacterId, allowed: &[bool]| {
            distances(links, &audience, &happens, who, &self.concerns[who.index()], allowed)
        };
        let within = loop {
            let within: Vec<Vec<u32>> = characters().map(|who| away(who, &allowed)).collect();
            let mut changed = false;
            for (step, allowed) in allowed.iter_mut().enumerate() {
                let hopeless =
                    |who: &CharacterId| nearest(world, &within[who.index()], step) >= self.limit;
                let action = world.action(StepId::at(step));
                if *allowed && action.consenting.iter().any(hopeless) {
                    *allowed = false;
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
                        let at_once = |other: &CharacterId| {
                            *other == who || nearest(world, &within[other.index()], step) == 0
                        };
                        allowed[step]
                            && world.action(StepId::at(step)).consenting.iter().all(at_once)
                    })
                    .collect();
                let after = away(who, &allowed);
                Distances::new(allowed, after)
            })
            .collect();
        let within =
            within.into_iter().map(|after| Distances::new(allowed.clone(), after)).collect();
        Situation { happens, audience, within, edge }
    }

    fn distances(&self, situation: SituationId, who: CharacterId, range: Range) -> &Distances {
        let situation = &self.situations[situation.index()];
        match range {
            Range::Within => &situation.within[who.index()],
            Range::Edge => &situation.edge[who.index()],
        }
    }

    /// How many further steps it takes at least until a step can matter to a character.
    pub(crate) fn distance(
        &self,
        situation: SituationId,
        who: CharacterId,
        range: Range,
        step: StepId,
    ) -> u32 {
        // Steps that are made on demand are in no table; they may matter at once.
        self.distances(situation, who, range).after.get(step.index()).copied().unwrap_or(0)
    }

    /// Whether a step may occur in a plan of this character, after its first step.
    pub(crate) fn allows(
        &self,
        situation: SituationId,
        who: CharacterId,
        range: Range,
        step: StepId,
    ) -> bool {
        self.distances(situation, who, range).allowed[step.index()]
    }

    /// The steps that may occur in a plan of this character and may matter, with their distances.
    pub(crate) fn useful(
        &self,
        situation: SituationId,
        who: CharacterId,
        range: Range,
    ) -> &[(StepId, u32)] {
        &self.distances(situation, who, range).useful
    }

    /// The steps that can be part of a story without being padding.
    pub(crate) fn serving(&self) -> &[StepId] {
        &self.serving
    }

    /// Those whom an event touches.
    pub(crate) fn audience(&self, situation: SituationId, event: u32) -> Cast {
        self.situations[situation.index()].audience[event as usize]
    }

    /// Whether everyone who consents to a step can ever have a reason for it.
    pub(crate) fn is_possible(&self, step: StepId) -> bool {
        self.possible[step.index()]
    }

    /// Bytes taken.
    pub(crate) fn memory(&self) -> usize {
        let tables = 2 * (self.concerns.len() - 1);
        let situation = tables * self.links.steps() * 5 + self.links.len() * 9;
        self.situations.len() * situation + self.links.len() * size_of::<crate::links::Link>()
    }
}

fn consented(world: &GroundWorld) -> Vec<bool> {
    let steps = (0..world.steps.len()).map(StepId::at);
    steps.map(|step| world.action(step).is_reckoned_with()).collect()
}

/// The distance of the nearest outcome of the action of a step: whoever consents to it may have
/// another one in mind.
fn nearest(world: &GroundWorld, distances: &[u32], step: usize) -> u32 {
    let outcomes = world.outcomes_of(StepId::at(step));
    outcomes.map(|step| distances[step.index()]).min().unwrap_or(NEVER)
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
fn distances(
    links: &Links,
    audience: &[Cast],
    happens: &Set,
    who: CharacterId,
    concern: &Concern,
    allowed: &[bool],
) -> Vec<u32> {
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
                let writers = writers.filter(|&&event| happens.contains(event as usize));
                writers.for_each(|&event| queue.push_front((distance, Point::Event(event))));
                let teachers = links.teachers(who, fluent);
                let teachers = teachers.filter(|&event| happens.contains(event as usize));
                teachers.for_each(|event| queue.push_front((distance, Point::Event(event))));
            }
            Point::Mind(bit) => {
                for &event in links.shown_to(bit) {
                    if audience[event as usize].0 >> bit & 1 == 0
                        || !happens.contains(event as usize)
                    {
                        continue;
                    }
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
