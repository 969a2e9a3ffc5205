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

/// The outlooks that are known; `None` where a utility in one is unknown.
#[derive(Debug, Default)]
pub(crate) struct Outlooks(HashMap<Prospect, Option<Number>, FxBuildHasher>);

impl Outlooks {
    pub(crate) fn put(&mut self, prospect: Prospect, least: Option<Number>) {
        self.0.insert(prospect, least);
    }

    pub(crate) fn memory(&self) -> usize {
        self.0.capacity() * (size_of::<(Prospect, Option<Number>)>() + 1)
    }
}

/// A state that may come about: after so many steps of others, the last so many of them nature's.
#[derive(Clone, Copy, Debug)]
struct Ahead {
    state: StateId,
    steps: u32,
    natural: u32,
}

/// An outlook under way.
#[derive(Debug)]
pub(super) struct Lookout {
    pub(super) prospect: Prospect,
    /// All states so far, in the order in which they were found.
    ahead: Vec<Ahead>,
    /// By state: the places in `ahead`.
    places: HashMap<StateId, Vec<u32>, FxBuildHasher>,
    /// Which of them is being looked at, which of its steps comes next, and these steps.
    at: usize,
    next: usize,
    steps: Option<Vec<StepId>>,
    least: Option<Number>,
}

impl Lookout {
    pub(super) fn new(prospect: Prospect) -> Self {
        let start = Ahead { state: prospect.state, steps: 0, natural: 0 };
        Lookout {
            prospect,
            ahead: vec![start],
            places: HashMap::from_iter([(prospect.state, vec![0])]),
            at: 0,
            next: 0,
            steps: None,
            least: None,
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.ahead.capacity() * size_of::<Ahead>() + self.places.capacity() * 48
    }

    /// Adds a state, unless it is known with as much that may still follow.
    fn add(&mut self, ahead: Ahead) {
        let places = self.places.entry(ahead.state).or_default();
        let all = &self.ahead;
        let known = |&place: &u32| {
            let known = &all[place as usize];
            known.steps <= ahead.steps && known.natural <= ahead.natural
        };
        if !places.iter().any(known) {
            places.push(self.ahead.len() as u32);
            self.ahead.push(ahead);
        }
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
        match measure {
            Measure::Utility => Ok(self.utility(Some(character), state)?),
            Measure::Outlook => self.outlook(character, state, self.foresight),
        }
    }

    /// The outlook of a character in a state of that character's mind; `None` if unknown.
    pub(crate) fn outlook(
        &mut self,
        character: CharacterId,
        state: StateId,
        within: u32,
    ) -> Answer<Option<Number>> {
        self.prospect(Prospect { state, character, within, want: None })
    }

    /// The least utility, or value of one want, that a prospect comes to; `None` if unknown.
    pub(crate) fn prospect(&mut self, prospect: Prospect) -> Answer<Option<Number>> {
        match self.outlooks.0.get(&prospect) {
            Some(&known) => Ok(known),
            None if self.is_given_up(&Need::Outlook(prospect)) => Ok(None),
            None => Err(super::Unanswered::Needs(Need::Outlook(prospect))),
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
        let world = self.world;
        let consenting = &world.action(step).consenting;
        // At the deepest level there are no other minds to ask.
        let too_deep = self.depth(state) > self.nesting.epistemic;
        if too_deep || consenting.is_empty() || consenting.contains(&character) {
            return Ok(false);
        }
        for &other in consenting {
            let query = self.consent(state, other, step, self.character_limit);
            if self.ask(Query { sight: Sight::Present, ..query })?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
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

    /// One tick of an outlook: a step from one of its states. The least utility, once all are known.
    pub(super) fn look(&mut self, lookout: &mut Lookout) -> Answer<Option<Option<Number>>> {
        let Prospect { character, within, want, .. } = lookout.prospect;
        let Some(&Ahead { state, steps, natural }) = lookout.ahead.get(lookout.at) else {
            return Ok(Some(lookout.least));
        };
        if lookout.steps.is_none() {
            let worth = match want {
                None => self.utility(Some(character), state)?,
                Some(want) => self.term_of(character, want as usize, state)?,
            };
            let Some(utility) = worth else { return Ok(Some(None)) };
            lookout.least = Some(lookout.least.map_or(utility, |least| least.min(utility)));
            lookout.steps = Some(self.states.successors(state, Asked::Willed, Stance::Supposed)?);
            lookout.next = 0;
        }
        let step = lookout.steps.as_ref().and_then(|steps| steps.get(lookout.next)).copied();
        let Some(step) = step else {
            lookout.steps = None;
            lookout.at += 1;
            return Ok(None);
        };
        let ahead = if self.world.action(step).consenting.is_empty() {
            let goes_on = natural < self.world.program.settings.natural;
            goes_on.then_some((steps, natural + 1))
        } else {
            let goes_on = steps < within && self.is_expected(character, state, step)?;
            goes_on.then_some((steps + 1, 0))
        };
        lookout.next += 1;
        if let Some((steps, natural)) = ahead {
            let state = self.states.after(Some(character), state, step)?;
            lookout.add(Ahead { state, steps, natural });
        }
        Ok(None)
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
        let outlook = self.worth(Measure::Outlook, character, state)?;
        let present = self.utility(Some(character), state)?;
        if outlook.is_none_or(|outlook| outlook >= after) || outlook >= present {
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
            Need::Outlook(prospect) => {
                self.tasks.push(super::Task::Outlook(Lookout::new(prospect)));
            }
        }
        Ok(())
    }
}
