//! What has happened so far in a game, and what a character would do next.

use std::cell::RefCell;
use std::fmt;

use motive_plan::policy::{Choice, Intention, Policy};
use motive_world::fault::Fault;
use motive_world::id::CharacterId;
use motive_world::story::{Limits, Step};

use crate::World;
use crate::diagnostics::Error;
use crate::names::{Mismatch, Names, step_name};

/// What a chronicle may remember before it starts anew, in bytes.
const MEMORY: u64 = 256 << 20;

/// A game in its course: the world after the steps that have happened. What characters have
/// thought of once is remembered, so that they think faster as the game goes on.
#[derive(Debug)]
pub struct Chronicle<'w> {
    world: &'w World,
    limits: Limits,
    policy: RefCell<Policy<'w>>,
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
    pub(crate) fn because(message: impl Into<String>, help: Option<String>) -> Self {
        Refused { message: message.into(), help }
    }

    /// The character of this name.
    pub(crate) fn character(names: &Names<'_>, name: &str) -> Result<CharacterId, Refused> {
        names.character(name).ok_or_else(|| {
            let help = names.nearest_character(name);
            let name: String = name.chars().take(60).collect();
            Refused::because(
                format!("there is no character called {name}"),
                help.map(|nearest| format!("did you mean {nearest}?")),
            )
        })
    }
}

impl<'w> Chronicle<'w> {
    pub(crate) fn new(world: &'w World, limits: &Limits) -> Result<Self, Error> {
        let policy = Policy::begin(world.ground(), limits).map_err(|fault| world.fault(&fault))?;
        Ok(Chronicle { world, limits: *limits, policy: RefCell::new(policy), steps: Vec::new() })
    }

    /// Bytes taken by all that is remembered.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.policy.borrow().memory()
    }

    /// Forgets what characters have thought of; it changes no answer, only how long it takes.
    ///
    /// # Errors
    /// If the world cannot be run.
    pub fn forget(&self) -> Result<(), Refused> {
        let world = self.world;
        let refused = |fault: Fault| Refused::because(format!("{}", world.fault(&fault)), None);
        let mut policy = Policy::begin(world.ground(), &self.limits).map_err(refused)?;
        for step in &self.steps {
            // It has happened before, so it can.
            let _ = policy.happen(step).map_err(refused)?;
        }
        *self.policy.borrow_mut() = policy;
        Ok(())
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
        let world = self.world;
        let refused = |fault: Fault| Refused::because(format!("{}", world.fault(&fault)), None);
        if world.ground().step(&step).is_none() {
            return Err(Refused::because(format!("{name} can never happen"), None));
        }
        if !self.policy.get_mut().happen(&step).map_err(refused)? {
            return Err(Refused::because(format!("{name} cannot happen now"), None));
        }
        self.steps.push(step);
        Ok(())
    }

    /// What a character would do next of what is possible, and why, thinking for at most `ticks` ticks
    /// (worlds visited); of what is equally good, what is declared first.
    ///
    /// # Errors
    /// If there is no such character, or the world cannot be run.
    pub fn next_action(&self, character: &str, ticks: u64) -> Result<Next, Refused> {
        let who = Refused::character(&self.world.names(), character)?;
        let world = self.world;
        let fault = |fault: Fault| Refused::because(format!("{}", world.fault(&fault)), None);
        if self.memory() > MEMORY {
            self.forget()?;
        }
        let mut policy = self.policy.borrow_mut();
        policy.ask_possible(who).map_err(fault)?;
        match policy.step(ticks) {
            Choice::Running => Ok(Next::OutOfBudget),
            Choice::Done(best) => Ok(best
                .into_iter()
                .next()
                .map_or(Next::Nothing, |intention| Next::Action(Box::new(intention)))),
            Choice::Fault(reason) => Err(fault(reason)),
        }
    }
}

pub(crate) fn misnamed(call: &str, mismatch: Option<Mismatch>) -> Refused {
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
        Some(Mismatch::Outcome { nearest }) => Refused::because(
            format!("there is no such outcome as in {call}"),
            did_you_mean(nearest),
        ),
        Some(Mismatch::Type { index, signatures }) => Refused::because(
            format!("argument {} of {call} is of a wrong type", index + 1),
            declared(signatures),
        ),
    }
}
