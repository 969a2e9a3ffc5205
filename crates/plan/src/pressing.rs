//! What presses: wants that do not wait (docs/semantics.md, 12.4).
//!
//! A step **serves** a pressing want if by itself it raises that term, or the least value of the term
//! over the outlook, in the mind of one who consents to it. A state is **quiet** if no step that can be taken there, and that is explained,
//! serves one. From a state that is not quiet a story goes on with such a step or a natural one, and it
//! ends in a quiet state. All of it depends on the state alone.

use std::rc::Rc;

use hashbrown::HashMap;
use motive_world::fault::{Fault, Place};
use motive_world::ground::{ArithmeticFault, GroundWorld, StepId};
use motive_world::id::CharacterId;
use motive_world::state::{Stance, StateId};
use motive_world::value::{Number, Value};
use rustc_hash::FxBuildHasher;

use crate::author::is_explained;
use crate::explain::{Answer, Explanations, Prospect};

/// The pressing wants of a world, and which steps serve one where.
#[derive(Debug, Default)]
pub(crate) struct Pressing {
    /// By character: which of the terms.
    wants: Vec<Vec<usize>>,
    any: bool,
    /// By state, as far as it has been asked.
    urgent: HashMap<StateId, Rc<[StepId]>, FxBuildHasher>,
}

impl Pressing {
    pub(crate) fn of(world: &GroundWorld) -> Self {
        let pressing = |utility: &motive_world::ground::GroundUtility| -> Vec<usize> {
            let wants = utility.wants.iter().enumerate();
            wants.filter(|(_, want)| want.pressing).map(|(index, _)| index).collect()
        };
        let wants: Vec<Vec<usize>> = world.utilities.iter().map(pressing).collect();
        let any = wants.iter().any(|own| !own.is_empty());
        Pressing { wants, any, urgent: HashMap::default() }
    }

    /// Whether anything is pressing in this world: if not, every state is quiet.
    pub(crate) fn is_any(&self) -> bool {
        self.any
    }

    /// Bytes taken.
    pub(crate) fn memory(&self) -> u64 {
        (self.urgent.capacity() * 40) as u64
    }
}

/// What may come next in a story.
#[derive(Clone, Debug)]
pub(crate) enum Next {
    /// Anything: the state is quiet.
    Anything,
    /// One of these, which serve pressing wants, or something natural.
    Urgent(Rc<[StepId]>),
}

impl Next {
    pub(crate) fn is_quiet(&self) -> bool {
        matches!(self, Next::Anything)
    }

    pub(crate) fn allows(&self, world: &GroundWorld, step: StepId) -> bool {
        match self {
            Next::Anything => true,
            Next::Urgent(steps) => {
                let action = world.action(step);
                steps.contains(&step) || action.natural && action.consenting.is_empty()
            }
        }
    }
}

impl Explanations<'_> {
    /// What may come next in a story that has come to a state of reality.
    pub(crate) fn next(&mut self, state: StateId) -> Answer<Next> {
        if !self.pressing.any {
            return Ok(Next::Anything);
        }
        let steps = self.urgent(state)?;
        Ok(if steps.is_empty() { Next::Anything } else { Next::Urgent(steps) })
    }

    /// Whether a state of reality is quiet.
    pub(crate) fn is_quiet(&mut self, state: StateId) -> Answer<bool> {
        Ok(self.next(state)?.is_quiet())
    }

    /// The steps that can be taken in a state of reality, are explained, and serve a pressing want.
    fn urgent(&mut self, state: StateId) -> Answer<Rc<[StepId]>> {
        if let Some(known) = self.pressing.urgent.get(&state) {
            return Ok(Rc::clone(known));
        }
        let mut urgent = vec![];
        for step in self.executable(state)? {
            if self.serves(state, step)? && is_explained(self, state, step)? {
                urgent.push(step);
            }
        }
        let urgent: Rc<[StepId]> = urgent.into();
        // What was given up is not known to have no reason.
        if !self.gives_up() {
            self.pressing.urgent.insert(state, Rc::clone(&urgent));
        }
        Ok(urgent)
    }

    /// Whether a step, by itself, raises a pressing want of one who consents to it.
    fn serves(&mut self, state: StateId, step: StepId) -> Answer<bool> {
        let world = self.world;
        for &who in &world.action(step).consenting {
            if self.pressing.wants[who.index()].is_empty() {
                continue;
            }
            // It is the action that serves: by an outcome that is counted on.
            for step in world.outcomes_of(step) {
                if self.serves_with(state, who, step)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether a step raises a pressing want of a character who counts on its outcome.
    fn serves_with(&mut self, state: StateId, who: CharacterId, step: StepId) -> Answer<bool> {
        let mind = self.states.mind(state, who);
        if !self.states.executable(mind, step, Stance::Supposed)? {
            return Ok(false);
        }
        let after = self.states.after(Some(who), mind, step)?;
        for index in 0..self.pressing.wants[who.index()].len() {
            let want = self.pressing.wants[who.index()][index];
            let rises = |now, then| matches!((now, then), (Some(now), Some(then)) if then > now);
            if rises(self.term_of(who, want, mind)?, self.term_of(who, want, after)?) {
                return Ok(true);
            }
            let within = self.foresight;
            if within > 0 {
                let least =
                    |state| Prospect { state, character: who, within, want: Some(want as u32) };
                if rises(self.prospect(least(mind))?, self.prospect(least(after))?) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// What one term of what a character wants is worth in a state of that character's mind.
    pub(crate) fn term_of(
        &self,
        who: CharacterId,
        want: usize,
        state: StateId,
    ) -> Result<Option<Number>, Fault> {
        let want = &self.world.utilities[who.index()].wants[want];
        let place = Place::Utility(Some(who));
        match want.worth(&self.states.view(state)) {
            Ok(Value::Number(number)) => Ok(Some(number)),
            Ok(_) => Ok(None),
            Err(ArithmeticFault::DivisionByZero) => Err(Fault::DivisionByZero(place)),
            Err(ArithmeticFault::Overflow) => Err(Fault::Overflow(place)),
        }
    }
}
