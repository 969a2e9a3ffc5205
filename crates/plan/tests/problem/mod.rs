//! Problems written in Sabre's language, and what the planner says of them.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

use motive_plan::check::{Check, Opinion};
use motive_plan::components::{Components, Shortcut};
use motive_plan::policy::Policy;
use motive_plan::search::{Options, Progress, Search};
use motive_world::ground::{GroundLimits, GroundWorld, StepId};
use motive_world::id::CharacterId;
use motive_world::program::Program;
use motive_world::story::{Limits, Step, Story};
use motive_world::value::Number;

/// More ticks than any of these problems needs.
const TICKS: u64 = 100_000;

/// A problem and the limits that count.
pub(crate) struct Problem {
    world: GroundWorld,
    pub(crate) limits: Limits,
}

impl Problem {
    /// The problem, with limits for the author, the characters and nesting.
    pub(crate) fn new(text: &str, author: u32, character: u32, epistemic: u32) -> Self {
        let reading = motive_lang::sabre::read(text);
        let program = reading.program.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
        Problem::of(&program, author, character, epistemic)
    }

    /// A world in Motive's language.
    pub(crate) fn native(text: &str, author: u32, character: u32, epistemic: u32) -> Self {
        let reading = motive_lang::motive::read(text);
        let program = reading.program.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
        Problem::of(&program, author, character, epistemic)
    }

    fn of(program: &Program, author: u32, character: u32, epistemic: u32) -> Self {
        let world = GroundWorld::of(program, &GroundLimits::default()).unwrap();
        let limits = Limits {
            goal: None,
            author: Some(author),
            character: Some(character),
            epistemic: Some(epistemic),
            accidents: None,
        };
        Problem { world, limits }
    }

    pub(crate) fn with_goal(mut self, goal: i32) -> Self {
        self.limits.goal = Some(Number::from(goal));
        self
    }

    /// The steps that can be taken at the start and are explained, by name.
    pub(crate) fn explained(&self) -> Vec<String> {
        let mut policy = Policy::new(&self.world, &self.limits, &[], CharacterId(0)).unwrap();
        let steps = policy.explained_steps(TICKS).unwrap().expect("ticks enough");
        steps.iter().map(|step| self.name(step)).collect()
    }

    /// Every story, in the order in which they are found.
    pub(crate) fn stories(&self) -> Vec<String> {
        let mut search = self.search(true, false);
        let mut stories = vec![];
        loop {
            match search.step(TICKS) {
                Progress::Story(story) => stories.push(self.told(&story)),
                Progress::Done(_) => return stories,
                Progress::Running => panic!("more ticks than expected"),
            }
        }
    }

    /// The story that the search for one story finds.
    pub(crate) fn story(&self) -> Option<String> {
        match self.search(false, false).step(TICKS) {
            Progress::Story(story) => Some(self.told(&story)),
            Progress::Done(_) => None,
            Progress::Running => panic!("more ticks than expected"),
        }
    }

    /// The story that the search for one story finds without a shortcut.
    pub(crate) fn story_without(&self, shortcut: Shortcut) -> Option<String> {
        let options = Options {
            limits: self.limits,
            all: false,
            optimal: false,
            ticks: None,
            memory: None,
            components: Components::default().without(shortcut),
        };
        match Search::new(&self.world, &options).unwrap().step(TICKS) {
            Progress::Story(story) => Some(self.told(&story)),
            Progress::Done(_) => None,
            Progress::Running => panic!("more ticks than expected"),
        }
    }

    /// The planner's opinion of a story, given as names without brackets.
    pub(crate) fn opinion(&self, story: &[&str]) -> Opinion {
        let steps: Vec<Step> = story
            .iter()
            .map(|name| {
                (0..self.world.steps.len())
                    .map(StepId::at)
                    .find(|&step| self.world.step_name(step) == format!("{name}()"))
                    .map(|step| self.world.plain_step(step))
                    .unwrap_or_else(|| panic!("no step {name}"))
            })
            .collect();
        let mut check = Check::new(&self.world, &self.limits, &steps).unwrap();
        check.step(TICKS).unwrap().expect("ticks enough")
    }

    fn search(&self, all: bool, optimal: bool) -> Search<'_> {
        let options = Options {
            limits: self.limits,
            all,
            optimal,
            ticks: None,
            memory: None,
            components: Components::default(),
        };
        Search::new(&self.world, &options).unwrap()
    }

    fn told(&self, story: &Story) -> String {
        let names: Vec<String> = story.steps.iter().map(|step| self.name(&step.step)).collect();
        names.join(" ")
    }

    fn name(&self, step: &Step) -> String {
        let name = self.world.program.action_call(step.action, &step.arguments);
        name.trim_end_matches("()").to_owned()
    }
}
