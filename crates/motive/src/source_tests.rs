//! The tests in a world's source, run by the judge: what happens step by step, and what is then so.

use std::slice;

use motive_judge::{Fault as JudgeFault, Judge, Why, World as JudgeWorld};
use motive_lang::diagnostic::{Code, Diagnostic, Span, codes};
use motive_lang::motive::{Expectation, Test, TestPart};
use motive_plan::policy::{Choice, Policy};
use motive_world::id::CharacterId;
use motive_world::program::nesting::Nesting;
use motive_world::program::{Argument, Condition, Scope, Utility, Want};
use motive_world::story::Step;
use motive_world::value::{Number, Value};

use crate::World;
use crate::names::step_name;
use crate::search::Options;

/// How many worlds the planner may visit for `after story`.
const TICKS: u64 = 1_000_000;

/// What is wrong with the tests of a world, each test at its first failure; each is run when it is asked
/// for, and looks no further than `effort`.
pub(crate) fn failures(world: &World, effort: u64) -> impl Iterator<Item = Diagnostic> + use<'_> {
    let here = world.scenario();
    // In a scenario only its own tests are run, and elsewhere each test in the scenario it names.
    let all = world.tests().iter();
    let run = all.filter(move |test| here.is_none() || test.under.as_deref() == here);
    run.flat_map(move |test| {
        let varied = match (&test.under, here) {
            (Some(under), None) => match world.under(under) {
                Ok(varied) => Some(varied),
                Err(faults) => return faults.list().to_vec(),
            },
            _ => None,
        };
        let world = varied.as_ref().unwrap_or(world);
        Run { world, test, effort, steps: vec![], replays: vec![] }.first().into_iter().collect()
    })
}

/// A test as it is run.
struct Run<'w> {
    world: &'w World,
    test: &'w Test,
    /// How many worlds the judge and the planner may visit for one question.
    effort: u64,
    /// What has happened.
    steps: Vec<Step>,
    /// The same with deeper minds, for what asks for them.
    replays: Vec<Replay<'w>>,
}

/// What has happened in a test, as far as it was asked for, with minds of some depth.
struct Replay<'w> {
    judge: Judge<'w>,
    present: JudgeWorld,
    /// How many steps have been made.
    steps: usize,
}

/// Why a test ends before its end.
enum End {
    Failed(Box<Diagnostic>),
    Fault(JudgeFault, Span),
}

impl<'w> Run<'w> {
    /// The first failure, if there is one.
    fn first(mut self) -> Option<Diagnostic> {
        match self.run() {
            Ok(()) => None,
            Err(End::Failed(diagnostic)) => Some(*diagnostic),
            Err(End::Fault(fault, place)) => Some(self.report(
                codes::TEST_UNDECIDED,
                place,
                format!("this test is not decided: {fault}"),
                self.smaller(),
            )),
        }
    }

    /// What to do where a test takes too long.
    fn smaller(&self) -> &'static str {
        match self.world.program().settings.foresight {
            0 => "make the test or the world smaller",
            _ => "lower `foresight`, or make the test or the world smaller",
        }
    }

    fn report(&self, code: Code, place: Span, message: String, help: &str) -> Diagnostic {
        let label = format!("in the test \"{}\"", self.test.name);
        Diagnostic::new(code, place, message).secondary(self.test.place, label).help(help)
    }

    fn failed(&self, code: Code, place: Span, message: String, help: &str) -> End {
        End::Failed(Box::new(self.report(code, place, message, help)))
    }

    fn run(&mut self) -> Result<(), End> {
        let limits = Options::default().limits;
        let start = |fault| End::Fault(fault, self.test.place);
        let judge =
            Judge::new(self.world.program(), limits).map_err(start)?.with_effort(self.effort);
        let mut present = judge.world().clone();
        for part in &self.test.parts {
            match part {
                TestPart::Step { step, is_given, is_accident, place } => {
                    let before = present.clone();
                    present = self.happen(&judge, &before, step, *is_given, *place)?;
                    if *is_accident {
                        self.be_accident(&judge, &before, step, *place)?;
                    }
                }
                TestPart::Story(place) => {
                    for step in self.story(*place)? {
                        let after = judge.apply(&present, &step);
                        let after = after.map_err(|fault| End::Fault(fault, *place))?;
                        present = after.unwrap_or(present);
                        self.steps.push(step);
                    }
                }
                TestPart::Expect { expected, place } => {
                    if !self.is_so((&judge, &present), expected, *place)? {
                        let after = match self.steps.as_slice() {
                            [] => "at the start".to_owned(),
                            steps => {
                                let program = self.world.program();
                                let names: Vec<String> =
                                    steps.iter().map(|step| step_name(program, step)).collect();
                                format!("after {}", names.join(", "))
                            }
                        };
                        let message = format!("this is not so {after}");
                        return Err(self.failed(
                            codes::TEST_FAILS,
                            *place,
                            message,
                            "change what is expected, or the world",
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    fn happen(
        &mut self,
        judge: &Judge<'_>,
        present: &JudgeWorld,
        step: &Step,
        is_given: bool,
        place: Span,
    ) -> Result<JudgeWorld, End> {
        let fault = |fault| End::Fault(fault, place);
        let program = self.world.program();
        let name = step_name(program, step);
        let ground = self.world.ground();
        if !ground.is_on_demand() && ground.step(step).is_none() {
            return Err(self.failed(
                codes::NEVER_APPLIES,
                place,
                format!("{name} can never happen here, so this test never applies"),
                match &self.test.under {
                    Some(_) => "look at what it needs, and at what the scenario is without",
                    None => "look at what it needs: something in it is never so",
                },
            ));
        }
        if !judge.executable(present).map_err(fault)?.contains(step) {
            return Err(self.failed(
                codes::TEST_FAILS,
                place,
                match program.outcome_name(step) {
                    None => format!("{name} cannot happen here: what it needs is not so"),
                    Some(_) => {
                        format!(
                            "{name} cannot happen here: what it needs, or what this outcome needs, is not so"
                        )
                    }
                },
                "bring about what it needs first",
            ));
        }
        if !is_given {
            if let Some(Err(missing)) = judge.explained(present, step).map_err(fault)? {
                let who = &program.entities[missing.character.index()].name;
                return Err(self.failed(
                    codes::TEST_FAILS,
                    place,
                    match missing.why {
                        Why::Disbelieves { .. } => {
                            format!("{who} does not believe {name} to be possible here")
                        }
                        Why::NotCountedOn => format!(
                            "{who} has no reason for {name} here: {who} counts on nothing that could come of it"
                        ),
                        _ => format!(
                            "{who} has no reason for {name} here: nothing that could begin with it ends better"
                        ),
                    },
                    "write `given` before it if nobody is to be asked for a reason",
                ));
            }
        }
        self.steps.push(step.clone());
        let after = judge.apply(present, step).map_err(fault)?;
        Ok(after.unwrap_or_else(|| present.clone()))
    }

    /// A step that is said to be an accident is one.
    fn be_accident(
        &self,
        judge: &Judge<'_>,
        before: &JudgeWorld,
        step: &Step,
        place: Span,
    ) -> Result<(), End> {
        if judge.is_accident(before, step).map_err(|fault| End::Fault(fault, place))? {
            return Ok(());
        }
        let name = step_name(self.world.program(), step);
        Err(self.failed(
            codes::TEST_FAILS,
            place,
            format!("{name} is no accident here: somebody counts on its turning out so"),
            "raise the odds of its other outcomes, or leave out `accident`",
        ))
    }

    /// The steps of the story that planning finds.
    fn story(&self, place: Span) -> Result<Vec<Step>, End> {
        let options = Options { ticks: Some(self.effort.min(TICKS)), ..Options::default() };
        let undecided = |why: &str| {
            let message = format!("this test is not decided: {why}");
            let help = match self.world.program().settings.foresight {
                0 => "say what happens step by step, or make the world smaller",
                _ => "say what happens step by step, or lower `foresight`",
            };
            self.failed(codes::TEST_UNDECIDED, place, message, help)
        };
        let outcome =
            self.world.plan(&options).map_err(|_| undecided("no story can be looked for"))?;
        match outcome.stories.into_iter().next() {
            Some(found) => Ok(found.story.steps.into_iter().map(|step| step.step).collect()),
            None => Err(undecided("no story was found within the limits")),
        }
    }

    /// Whether things are as expected after what has happened.
    fn is_so(
        &mut self,
        here: (&Judge<'w>, &JudgeWorld),
        expected: &Expectation,
        place: Span,
    ) -> Result<bool, End> {
        let fault = |fault| End::Fault(fault, place);
        Ok(match expected {
            Expectation::Holds { scope, condition } => {
                let wanted = worth(scope, condition);
                let (judge, present) = self.asking(here, &wanted).map_err(fault)?;
                judge.worth(present, &wanted).map_err(fault)? == ONE
            }
            Expectation::All(parts) => {
                for part in parts {
                    if !self.is_so(here, part, place)? {
                        return Ok(false);
                    }
                }
                true
            }
            Expectation::Any(parts) => {
                for part in parts {
                    if self.is_so(here, part, place)? {
                        return Ok(true);
                    }
                }
                false
            }
            Expectation::Not(inner) => !self.is_so(here, inner, place)?,
            Expectation::Foresees { who, scope, condition, within } => {
                let entity = Argument::Constant(Value::Entity(who.entity()));
                let believed = Condition::Believes(entity, Box::new(condition.clone()));
                let asked = worth(scope, &believed);
                let (judge, present) = self.asking(here, &asked).map_err(fault)?;
                let foreseen = judge.foresees(present, *who, &worth(scope, condition), *within);
                foreseen.map_err(fault)?
            }
            Expectation::Might { step, .. } => {
                let (judge, present) = here;
                // Reasons are for actions: whatever comes of it here, they are the same.
                let possible = judge.executable(present).map_err(fault)?;
                match possible.iter().find(|one| one.is_same_action(step)) {
                    Some(step) => {
                        matches!(judge.explained(present, step).map_err(fault)?, Some(Ok(_)))
                    }
                    None => false,
                }
            }
            Expectation::Would { who, step } => {
                let choice = self.choice(*who, place)?;
                choice.is_some_and(|choice| choice.is_same_action(step))
            }
        })
    }

    /// A judge that models minds as deep as this asks, and what has happened as it sees it: mostly
    /// the judge of what happens.
    fn asking<'a>(
        &'a mut self,
        (judge, present): (&'a Judge<'w>, &'a JudgeWorld),
        asked: &Utility,
    ) -> Result<(&'a Judge<'w>, &'a JudgeWorld), JudgeFault> {
        let limits = Options::default().limits;
        let levels = Nesting::asking(self.world.program(), &limits, slice::from_ref(asked)).levels;
        if levels == judge.levels() {
            return Ok((judge, present));
        }
        let known = self.replays.iter().position(|replay| replay.judge.levels() == levels);
        let index = match known {
            Some(index) => index,
            None => {
                let judge = Judge::with_levels(self.world.program(), limits, levels)?;
                let judge = judge.with_effort(self.effort);
                let present = judge.world().clone();
                self.replays.push(Replay { judge, present, steps: 0 });
                self.replays.len() - 1
            }
        };
        let replay = &mut self.replays[index];
        for step in &self.steps[replay.steps..] {
            if let Some(after) = replay.judge.apply(&replay.present, step)? {
                replay.present = after;
            }
            replay.steps += 1;
        }
        Ok((&replay.judge, &replay.present))
    }

    /// What a character would do next.
    fn choice(&self, who: CharacterId, place: Span) -> Result<Option<Step>, End> {
        let undecided = |why: &str| {
            let message = format!("this test is not decided: {why}");
            self.failed(codes::TEST_UNDECIDED, place, message, self.smaller())
        };
        let limits = Options::default().limits;
        let policy = Policy::new(self.world.ground(), &limits, &self.steps, who);
        let mut policy = policy.map_err(|_| undecided("the world cannot be run so far"))?;
        match policy.step(self.effort.min(TICKS)) {
            Choice::Done(choice) => Ok(choice.into_iter().next().map(|intention| intention.step)),
            Choice::Running => Err(undecided("it takes too long to find what would be done")),
            Choice::Fault(fault) => Err(undecided(&fault.to_string())),
        }
    }
}

/// What a condition is worth.
const ONE: Value = Value::Number(Number::ONE);

/// That a condition holds, as something to be wanted.
fn worth(scope: &Scope, condition: &Condition) -> Utility {
    Utility { scope: scope.clone(), wants: vec![Want::that(condition)] }
}
