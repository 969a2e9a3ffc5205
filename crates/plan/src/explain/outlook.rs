//! What a character must fear: the outlook, and reasons to avert it (docs/semantics.md, "Looking
//! ahead").
//!
//! The outlook of a character in a state of that character's mind is the least utility over the
//! state and all states that others, or nature, may bring about without that character within so
//! many steps. Each such step needs a reason for everyone who consents to it, one mind deeper, with
//! a fresh count; inside an outlook nobody looks ahead. An outlook is one more task on the stack
//! of [`Explanations`]: it asks for reasons like a query, a query may ask for it, and its answer is
//! kept.
//!
//! A reason to avert is found by the same search as a gain ([`super::frame`]), with the outlook in
//! place of the utility.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use hashbrown::HashMap;
use motive_world::fault::Fault;
use motive_world::ground::StepId;
use motive_world::id::CharacterId;
use motive_world::state::{Asked, Stance, StateId};
use motive_world::value::Number;
use rustc_hash::FxBuildHasher;

use super::{Answer, Explanations, Need, Query};

/// What a plan makes better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// The utility: a gain.
    Utility,
    /// The outlook: an averting.
    Outlook,
}

/// Which reasons count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Gains: inside an outlook, and where nobody looks ahead.
    Present,
    /// Gains, and avertings where there is no gain.
    Ahead,
    /// Avertings alone: for those who want to know whether one is better than a gain.
    Averting,
}

/// "What must this character fear in this state, within so many steps?"
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Prospect {
    /// A state of the character's mind, at any depth.
    pub(crate) state: StateId,
    /// Whose outlook it is.
    pub(crate) character: CharacterId,
    /// The most steps of others.
    pub(crate) within: u32,
    /// Which of the character's wants is looked at; `None`: all of them together.
    pub(crate) want: Option<u32>,
}

/// From where on it makes no difference how bad an outlook is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Floor {
    /// All of it matters.
    None,
    /// It must be better than this.
    Above(Number),
    /// It must be no worse than this.
    AtLeast(Number),
}

impl Floor {
    /// Whether an outlook that is no better than this is as good as none.
    fn cuts(self, value: Number) -> bool {
        match self {
            Floor::None => false,
            Floor::Above(floor) => value <= floor,
            Floor::AtLeast(floor) => value < floor,
        }
    }
}

/// What is known of an outlook.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen {
    /// All of it; `None` where a utility in it is unknown.
    Exactly(Option<Number>),
    /// It is no better than this, or unknown.
    AtMost(Number),
}

/// The outlooks that are known.
#[derive(Debug, Default)]
pub(crate) struct Outlooks(HashMap<Prospect, Seen, FxBuildHasher>);

impl Outlooks {
    pub(crate) fn put(&mut self, prospect: Prospect, seen: Seen) {
        self.0.insert(prospect, seen);
    }

    pub(crate) fn memory(&self) -> usize {
        self.0.capacity() * (size_of::<(Prospect, Seen)>() + 1)
    }
}

/// A state that may come about: after so many steps of others, the last so many of them nature's.
#[derive(Clone, Copy, Debug)]
struct Ahead {
    state: StateId,
    steps: u32,
    natural: u32,
}

/// A step of others that may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Doubt {
    /// The most steps of the reasons that are looked for.
    most: u32,
    /// The utility after it; what is unknown first.
    utility: Option<Number>,
    /// Where it stands among all doubts.
    order: u32,
    /// The place of the state before it in [`Lookout::ahead`].
    place: u32,
    step: StepId,
    after: StateId,
}

/// An outlook under way.
///
/// Who gains at once is asked about first, and what does most harm first: often the worst is known
/// before the dear questions have been asked.
#[derive(Debug)]
pub(super) struct Lookout {
    pub(super) prospect: Prospect,
    pub(super) floor: Floor,
    /// All states so far, in the order in which they were found.
    ahead: Vec<Ahead>,
    /// By state: the places in `ahead`.
    places: HashMap<StateId, Vec<u32>, FxBuildHasher>,
    /// The places of states that have not been looked at, the next one last.
    fresh: Vec<u32>,
    doubts: BinaryHeap<Reverse<Doubt>>,
    /// How many doubts there have been.
    count: u32,
    least: Option<Number>,
}

impl Lookout {
    pub(super) fn new(prospect: Prospect, floor: Floor) -> Self {
        let start = Ahead { state: prospect.state, steps: 0, natural: 0 };
        Lookout {
            prospect,
            floor,
            ahead: vec![start],
            places: HashMap::from_iter([(prospect.state, vec![0])]),
            fresh: vec![0],
            doubts: BinaryHeap::new(),
            count: 0,
            least: None,
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.ahead.capacity() * size_of::<Ahead>()
            + self.places.capacity() * 48
            + self.doubts.capacity() * size_of::<Doubt>()
    }

    /// Whether a state is known with as much that may still follow.
    fn knows(&self, ahead: Ahead) -> bool {
        let known = |&place: &u32| {
            let known = &self.ahead[place as usize];
            known.steps <= ahead.steps && known.natural <= ahead.natural
        };
        self.places.get(&ahead.state).is_some_and(|places| places.iter().any(known))
    }

    /// Adds a state, unless it is known.
    fn add(&mut self, ahead: Ahead) {
        if !self.knows(ahead) {
            let place = self.ahead.len() as u32;
            self.places.entry(ahead.state).or_default().push(place);
            self.ahead.push(ahead);
            self.fresh.push(place);
        }
    }

    fn doubt(
        &mut self,
        most: u32,
        place: u32,
        step: StepId,
        (after, utility): (StateId, Option<Number>),
    ) {
        let order = self.count;
        self.count += 1;
        self.doubts.push(Reverse(Doubt { most, utility, order, place, step, after }));
    }
}

impl Explanations<'_> {
    /// The utility or the outlook of a character in a state of that character's mind; `None` if
    /// unknown.
    pub(crate) fn worth(
        &mut self,
        measure: Measure,
        character: CharacterId,
        state: StateId,
    ) -> Answer<Option<Number>> {
        self.worth_over(measure, character, state, Floor::None)
    }

    /// The same, or `None` if it does not matter how bad it is.
    pub(crate) fn worth_over(
        &mut self,
        measure: Measure,
        character: CharacterId,
        state: StateId,
        floor: Floor,
    ) -> Answer<Option<Number>> {
        let worth = match measure {
            Measure::Utility => self.utility(Some(character), state)?,
            Measure::Outlook => {
                let within = self.foresight;
                self.seen(Prospect { state, character, within, want: None }, floor)?
            }
        };
        Ok(worth.filter(|&worth| !floor.cuts(worth)))
    }

    /// The least utility, or value of one want, that a prospect comes to; `None` if unknown.
    pub(crate) fn prospect(&mut self, prospect: Prospect) -> Answer<Option<Number>> {
        self.seen(prospect, Floor::None)
    }

    /// The same, or `None` if it does not matter how bad it is.
    fn seen(&mut self, prospect: Prospect, floor: Floor) -> Answer<Option<Number>> {
        match self.outlooks.0.get(&prospect) {
            Some(&Seen::Exactly(known)) => Ok(known),
            Some(&Seen::AtMost(bound)) if floor.cuts(bound) => Ok(None),
            _ if self.is_given_up(&Need::Outlook(prospect, floor)) => Ok(None),
            _ => Err(super::Unanswered::Needs(Need::Outlook(prospect, floor))),
        }
    }

    /// Whether a character must reckon with a step of others in a state of that character's mind:
    /// somebody consents to it, the character does not, and all who do have a reason that does not
    /// look ahead.
    pub(crate) fn is_expected(
        &mut self,
        character: CharacterId,
        state: StateId,
        step: StepId,
    ) -> Answer<bool> {
        self.is_expected_within(character, state, step, self.character_limit)
    }

    /// The same, by reasons of no more than so many steps.
    fn is_expected_within(
        &mut self,
        character: CharacterId,
        state: StateId,
        step: StepId,
        most: u32,
    ) -> Answer<bool> {
        if !self.may_be_expected(character, state, step) {
            return Ok(false);
        }
        let world = self.world;
        for &other in &world.action(step).consenting {
            let left = self.character_limit;
            let query = self.consent_seeing(state, other, step, left, Sight::Present);
            if self.ask(Query { most: most.min(left), ..query })?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether anybody can be asked.
    fn may_be_expected(&self, character: CharacterId, state: StateId, step: StepId) -> bool {
        let consenting = &self.world.action(step).consenting;
        // At the deepest level there are no other minds to ask.
        let too_deep = self.depth(state) > self.nesting.epistemic;
        !too_deep && !consenting.is_empty() && !consenting.contains(&character)
    }

    /// The steps of others that a character must reckon with in a state of that character's mind.
    pub(crate) fn expected(
        &mut self,
        character: CharacterId,
        state: StateId,
    ) -> Answer<Vec<StepId>> {
        let mut expected = vec![];
        for step in self.states.successors(state, Asked::Willed, Stance::Supposed)? {
            if self.is_expected(character, state, step)? {
                expected.push(step);
            }
        }
        Ok(expected)
    }

    /// One tick of an outlook: one of its states, or a question about a step of others. What it
    /// comes to, once that is known.
    pub(super) fn look(&mut self, lookout: &mut Lookout) -> Answer<Option<Seen>> {
        if let Some(&place) = lookout.fresh.last() {
            let seen = self.look_at(lookout, place)?;
            return Ok(seen);
        }
        let Some(&Reverse(doubt)) = lookout.doubts.peek() else {
            return Ok(Some(Seen::Exactly(lookout.least)));
        };
        let Doubt { most, utility, place, step, after, .. } = doubt;
        let character = lookout.prospect.character;
        let Ahead { state, steps, .. } = lookout.ahead[place as usize];
        let next = Ahead { state: after, steps: steps + 1, natural: 0 };
        let limit = self.character_limit;
        if !self.may_matter(lookout, next, utility)? {
            lookout.doubts.pop();
        } else if self.is_expected_within(character, state, step, most)? {
            lookout.doubts.pop();
            lookout.add(next);
        } else {
            lookout.doubts.pop();
            if most < limit {
                lookout.doubt(limit, place, step, (after, utility));
            }
        }
        Ok(None)
    }

    /// Takes up a state of an outlook: how bad it is, and what may come of it.
    fn look_at(&mut self, lookout: &mut Lookout, place: u32) -> Result<Option<Seen>, Fault> {
        let Prospect { character, within, want, .. } = lookout.prospect;
        let Ahead { state, steps, natural } = lookout.ahead[place as usize];
        let Some(worth) = self.worth_to(character, want, state)? else {
            return Ok(Some(Seen::Exactly(None)));
        };
        let least = lookout.least.map_or(worth, |least| least.min(worth));
        lookout.least = Some(least);
        let worst = want.is_none()
            && (self.attainable[character.index()].is_least(least)
                || place == 0 && !self.may_lose(character, state, least, within)?);
        if worst {
            return Ok(Some(Seen::Exactly(Some(least))));
        }
        if lookout.floor.cuts(least) {
            return Ok(Some(Seen::AtMost(least)));
        }
        lookout.fresh.pop();
        // Where others can have immediate gains alone, there is no shorter reason.
        let edge = self.depth(state) >= self.nesting.epistemic;
        let most = if edge { self.character_limit } else { 1 };
        for step in self.states.successors(state, Asked::Willed, Stance::Supposed)? {
            if self.world.action(step).consenting.is_empty() {
                if natural < self.world.program.settings.natural {
                    let state = self.states.after(Some(character), state, step)?;
                    lookout.add(Ahead { state, steps, natural: natural + 1 });
                }
            } else if steps < within && self.may_be_expected(character, state, step) {
                let after = self.states.after(Some(character), state, step)?;
                let worth = self.worth_to(character, want, after)?;
                lookout.doubt(most, place, step, (after, worth));
            }
        }
        Ok(None)
    }

    /// What a state, or one want there, is worth to a character; `None` if unknown.
    fn worth_to(
        &self,
        character: CharacterId,
        want: Option<u32>,
        state: StateId,
    ) -> Result<Option<Number>, Fault> {
        match want {
            None => self.utility(Some(character), state),
            Some(want) => self.term_of(character, want as usize, state),
        }
    }

    /// Whether an outlook can come to be worse in a state that a step of others leads to: if not,
    /// nobody need be asked for reasons.
    fn may_matter(
        &mut self,
        lookout: &Lookout,
        next: Ahead,
        worth: Option<Number>,
    ) -> Result<bool, Fault> {
        let Prospect { character, within, want, .. } = lookout.prospect;
        if lookout.knows(next) {
            return Ok(false);
        }
        let (Some(worth), Some(least)) = (worth, lookout.least) else { return Ok(true) };
        if worth < least {
            return Ok(true);
        }
        let further = within - next.steps;
        if want.is_some() {
            return Ok(further > 0 || self.nature);
        }
        self.may_lose(character, next.state, least, further)
    }

    /// Whether the steps of others in the rest of a plan, from one of its states on, are such as are
    /// not to be expected there as things are, and there is something to fear there: then the rest
    /// of a plan that averts is a reason for its next step as well.
    pub(super) fn averts_from(
        &mut self,
        character: CharacterId,
        state: StateId,
        rest: &[StepId],
        after: Number,
    ) -> Answer<bool> {
        if self.outlook_if_feared(character, state)?.is_none_or(|outlook| outlook >= after) {
            return Ok(false);
        }
        for &step in rest.iter().skip(1) {
            if self.states.executable(state, step, Stance::Supposed)?
                && self.is_expected(character, state, step)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The outlook of a character in a state of that character's mind, if it is known and there is
    /// something to fear.
    pub(super) fn outlook_if_feared(
        &mut self,
        character: CharacterId,
        state: StateId,
    ) -> Answer<Option<Number>> {
        let Some(present) = self.utility(Some(character), state)? else { return Ok(None) };
        if self.attainable[character.index()].is_least(present) {
            return Ok(None);
        }
        let outlook = self.worth(Measure::Outlook, character, state)?;
        Ok(outlook.filter(|&outlook| outlook < present))
    }

    /// Begins a query for a gain, or an outlook; its answer, where there is nothing to look for.
    pub(super) fn undertake(&mut self, need: Need) -> Result<(), Fault> {
        match need {
            Need::Reason(query) => {
                self.counts.queries += 1;
                match self.begin(query)? {
                    Some(frame) => self.tasks.push(super::Task::Reason(frame)),
                    None => self.answers_to(&query).put(&query, None),
                }
            }
            Need::Outlook(prospect, floor) => {
                self.tasks.push(super::Task::Outlook(Lookout::new(prospect, floor)));
            }
        }
        Ok(())
    }
}
