//! What has happened so far in a game, and what a character would do next.

use std::fmt;

use motive_plan::policy::{Choice, Impossible, Intention, Policy};
use motive_world::program::nesting::Nesting;
use motive_world::state::{NoRecorder, StateId, StateRegistry};
use motive_world::story::{Limits, Step};

use crate::World;
use crate::diagnostics::Error;
use crate::names::{Mismatch, step_name};

/// A game in its course: the world after the steps that have happened.
#[derive(Debug)]
pub struct Chronicle<'w> {
    world: &'w World,
    limits: Limits,
    registry: StateRegistry<'w>,
    state: StateId,
    steps: Vec<Step>,
}

/// What a character would do next.
#[derive(Clone, Debug)]
pub enum Next {
    /// This step, for these reasons.
    Action(Box<Intention>),
    /// Nothing: no step that the character could take has a reason.
    Nothing,
    /// The budget is used up and the answer is not known. Ask again with a greater one.
    OutOfBudget,
}

/// Why something cannot happen, or cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong.
    pub message: String,
    /// What would help.
    pub help: Option<String>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refused {}

impl Refused {
    fn because(message: impl Into<String>, help: Option<String>) -> Self {
        Refused { message: message.into(), help }
    }
}

impl<'w> Chronicle<'w> {
    pub(crate) fn new(world: &'w World, limits: &Limits) -> Result<Self, Error> {
        let levels = Nesting::of(world.program(), limits).levels;
        let mut registry = StateRegistry::new(world.ground(), levels);
        let state = registry.initial(&mut NoRecorder).map_err(|fault| world.fault(&fault))?;
        Ok(Chronicle { world, limits: *limits, registry, state, steps: Vec::new() })
    }

    /// What has happened, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Lets a step happen, written as a call: `take(Jones, Ark)`. Whether anyone has a reason for
    /// it is not asked: a player may do as he likes.
    ///
    /// # Errors
    /// If there is no such step, or it cannot happen now; then nothing has changed.
    pub fn happen(&mut self, call: &str) -> Result<(), Refused> {
        let step = self.world.names().call(call).map_err(|mismatch| misnamed(call, mismatch))?;
        self.take(step)
    }

    /// Lets a step happen that is known as data.
    ///
    /// # Errors
    /// As [`happen`](Self::happen).
    pub fn take(&mut self, step: Step) -> Result<(), Refused> {
        let name = step_name(self.world.program(), &step);
        let refused = |fault| Refused::because(format!("{}", self.world.fault(&fault)), None);
        let Some(id) = self.world.ground().step(&step) else {
            return Err(Refused::because(format!("{name} can never happen"), None));
        };
        if !self.registry.executable(self.state, id).map_err(refused)? {
            return Err(Refused::because(format!("{name} cannot happen now"), None));
        }
        let world = self.world;
        self.state = self
            .registry
            .after(self.state, id)
            .map_err(|fault| Refused::because(format!("{}", world.fault(&fault)), None))?;
        self.steps.push(step);
        Ok(())
    }

    /// What a character would do next, and why, thinking for at most `ticks` ticks (worlds
    /// visited).
    ///
    /// # Errors
    /// If there is no such character, or the world cannot be run.
    pub fn next_action(&self, character: &str, ticks: u64) -> Result<Next, Refused> {
        let names = self.world.names();
        let Some(who) = names.character(character) else {
            let help = names.nearest_character(character);
            return Err(Refused::because(
                format!("there is no character called {character}"),
                help.map(|nearest| format!("did you mean {nearest}?")),
            ));
        };
        let fault = |fault| Refused::because(format!("{}", self.world.fault(&fault)), None);
        let policy = Policy::new(self.world.ground(), &self.limits, &self.steps, who);
        let mut policy = policy.map_err(|impossible| match impossible {
            Impossible::Step(index) => {
                Refused::because(format!("step {} cannot have happened", index + 1), None)
            }
            Impossible::Fault(reason) => fault(reason),
        })?;
        match policy.step(ticks) {
            Choice::Running => Ok(Next::OutOfBudget),
            Choice::Done(None) => Ok(Next::Nothing),
            Choice::Done(Some(intention)) => Ok(Next::Action(intention)),
            Choice::Fault(reason) => Err(fault(reason)),
        }
    }
}

fn misnamed(call: &str, mismatch: Option<Mismatch>) -> Refused {
    let call: String = call.chars().take(80).collect();
    let did_you_mean = |nearest: Option<String>| nearest.map(|n| format!("did you mean {n}?"));
    let declared = |signatures: Vec<String>| Some(format!("it is {}", signatures.join(" or ")));
    match mismatch {
        None => Refused::because(
            format!("{call} is not written as a step"),
            Some("write name(argument, argument)".to_owned()),
        ),
        Some(Mismatch::Action { nearest }) => {
            Refused::because(format!("there is no action as in {call}"), did_you_mean(nearest))
        }
        Some(Mismatch::Argument { index, nearest }) => Refused::because(
            format!("argument {} of {call} is the name of nothing", index + 1),
            did_you_mean(nearest),
        ),
        Some(Mismatch::Count { signatures }) => Refused::because(
            format!("{call} has a wrong number of arguments"),
            declared(signatures),
        ),
        Some(Mismatch::Type { index, signatures }) => Refused::because(
            format!("argument {} of {call} is of a wrong type", index + 1),
            declared(signatures),
        ),
    }
}
