//! Problems written in Sabre's language, run step by step.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

use motive_world::ground::{GroundLimits, GroundWorld, Slot, StepId};
use motive_world::id::{CharacterId, FluentSchemaId};
use motive_world::state::{NoRecorder, Stance, StateId, StateRegistry};

/// How deep minds are modelled in these tests.
const LEVELS: u32 = 3;

/// Una's view.
pub(crate) const UNA: CharacterId = CharacterId(0);
/// Vik's view, where there is a Vik.
pub(crate) const VIK: CharacterId = CharacterId(1);

pub(crate) fn ground(text: &str) -> GroundWorld {
    let reading = motive_lang::sabre::read(text);
    let program = reading.program.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    GroundWorld::of(&program, &GroundLimits::default()).unwrap()
}

/// A world and where things have come to in it.
pub(crate) struct Run<'w> {
    world: &'w GroundWorld,
    states: StateRegistry<'w>,
    now: StateId,
}

impl<'w> Run<'w> {
    /// The start.
    pub(crate) fn new(world: &'w GroundWorld) -> Self {
        let mut states = StateRegistry::new(world, LEVELS);
        let now = states.initial(&mut NoRecorder).unwrap();
        Run { world, states, now }
    }

    /// Takes a step without arguments, which must be possible.
    pub(crate) fn take(&mut self, name: &str) {
        let step = (0..self.world.steps.len())
            .map(StepId::at)
            .find(|&step| self.world.step_name(step) == format!("{name}()"))
            .unwrap_or_else(|| panic!("no step {name}"));
        assert!(
            self.states.executable(self.now, step, Stance::Fact).unwrap(),
            "{name} is impossible"
        );
        self.now = self.states.after(None, self.now, step).unwrap();
    }

    /// The value of a fluent without arguments, as the believers (outermost first) have it.
    pub(crate) fn value(&self, believers: &[CharacterId], name: &str) -> String {
        let mind = believers.iter().fold(self.now, |mind, &who| self.states.mind(mind, who));
        let program = &self.world.program;
        let schema = program.fluents.iter().position(|fluent| fluent.name == name).unwrap();
        program.value_name(match self.world.slot(FluentSchemaId::at(schema), &[]) {
            Slot::Constant(value) => value,
            Slot::Fluent(fluent) => {
                self.states.decode(self.states.row(self.states.valuation(mind)), fluent)
            }
        })
    }

    /// Several values, apart by blanks.
    pub(crate) fn values(&self, believers: &[CharacterId], names: &[&str]) -> String {
        let values: Vec<String> = names.iter().map(|name| self.value(believers, name)).collect();
        values.join(" ")
    }
}
