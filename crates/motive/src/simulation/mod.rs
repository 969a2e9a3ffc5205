//! Simulation: nobody steers, everyone acts for themselves.
//!
//! `course` says whose turn it is and what comes of it; here each event is judged and accounted
//! for; `odds` repeats a simulation with many seeds and counts what comes about; `dice` is what is
//! left to chance. The [log](crate::format::log) is written from what is recorded here.

mod course;
mod dice;
mod odds;

use motive_judge::{Fault as JudgeFault, Judge, Upheld, World as JudgeWorld};
use motive_plan::policy::Intention;
use motive_world::fault::Fault;
use motive_world::id::CharacterId;
use motive_world::story::{ExplainedStep, Limits, Step, Story};
use motive_world::value::{Number, Value};

use crate::account::{Account, Event, in_vain, of_step};
use crate::chronicle::{Next, Refused, misnamed};
use crate::names::step_name;
use crate::search::{EFFORT, Judgement, is_beyond};
use crate::{Error, World};

use course::{Chance, Course, Turn};
pub use odds::{Ending, Inquiry, MOST_QUESTIONS, Run, Runs, Share, Tally};

/// Why something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A character did it when it was their turn.
    Act {
        /// Who.
        who: CharacterId,
        /// The best that they passed over, with their own reason for it, if there was anything.
        passed_over: Option<Box<ExplainedStep>>,
    },
    /// A character tried in vain what they believed to be possible: it has not happened.
    Attempt {
        /// Who.
        who: CharacterId,
        /// The best that they passed over, with their own reason for it, if there was anything.
        passed_over: Option<Box<ExplainedStep>>,
    },
    /// It is a natural event.
    Natural,
    /// Whoever runs the simulation let it happen.
    Given,
}

/// Something that has happened in a simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// In which round, from 1; 0 before anybody was asked.
    pub round: u32,
    /// Why.
    pub origin: Origin,
    /// What, or what was tried, with the reasons of all who consented.
    pub step: ExplainedStep,
    /// Of an action that can turn out in several ways, the odds of this one.
    pub odds: Option<f64>,
    /// Whether nobody who consented had counted on how it has turned out.
    pub is_accident: bool,
    /// What it changes, who perceived it, and what each came to believe.
    pub event: Event,
    /// What the judge says of it.
    pub judgement: Judgement,
}

/// How far a simulation has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The slice is used up; call again.
    Running,
    /// Something has happened: the last of [`Simulation::events`].
    Happened,
    /// All is quiet: nobody would do anything, and nothing happens of itself.
    Quiet,
}

/// A simulation: a world in which everyone does what they would do, one after the other.
///
/// ```
/// use motive::{Options, Simulation, Stage, World};
///
/// let world = World::from_source("pears.motive", "
/// type place
/// character Ada (she), Ben (he)
/// place Barn, Yard
/// fact at(c: character): place = Yard
/// fact fed(c: character)
/// action walk(c: character, to: place) by c
///     needs at(c) is not to
///     effect at(c) = to
/// action eat(c: character) by c
///     needs at(c) is Barn and not fed(c)
///     effect fed(c)
/// Ada wants food: 1 if fed(Ada)
/// Ben wants food: 1 if fed(Ben)
/// author wants fed(Ada)
/// ".trim_start()).expect("the world above is well formed");
///
/// let mut simulation = world.simulate(&Options::default().limits, 1).expect("a sound start");
/// // What would she do, if it were her turn? (10,000 ticks are plenty here.)
/// let next = simulation.next_action("Ada", 10_000).expect("there is an Ada");
/// assert!(matches!(next, motive::Next::Action(_)));
/// // A player may interfere.
/// simulation.happen("walk(Ben, Barn)").expect("nothing keeps him from it");
/// // Then they go on by themselves.
/// while simulation.advance(1_000).expect("the world can be run") != Stage::Quiet {}
/// assert_eq!(simulation.events().len(), 4, "both have walked and eaten");
/// assert_eq!(simulation.value(&[], "fed(Ada)").as_deref(), Some("True"));
/// let log = motive::format::log::write(&simulation, None, motive::format::log::End::Quiet);
/// assert_eq!(log.lines().count(), 6, "what is run, four events, and how it ended");
/// ```
pub struct Simulation<'w> {
    world: &'w World,
    limits: Limits,
    seed: u64,
    course: Course<'w>,
    /// The judge, unless the world is beyond it.
    judge: Result<Judge<'w>, JudgeFault>,
    /// The world as it is, for the judge.
    present: Option<JudgeWorld>,
    events: Vec<Happened>,
    before: Option<Number>,
}

impl World {
    /// The world at its start, for everyone in it to act for themselves. Characters think within
    /// `limits`; the seed decides all that is left to chance.
    ///
    /// # Errors
    /// A fault in the start of the world.
    pub fn simulate(&self, limits: &Limits, seed: u64) -> Result<Simulation<'_>, Error> {
        let fault = |fault| self.fault(&fault);
        let mut course = Course::begin(self.ground(), limits, seed).map_err(fault)?;
        let before = course.policy().author_utility().map_err(fault)?;
        let judge = Judge::new(self.program(), *limits).map(|judge| judge.with_effort(EFFORT));
        let present = match &judge {
            Ok(judge) => Some(judge.world().clone()),
            Err(fault) if is_beyond(fault) => None,
            Err(fault) => return Err(self.judges_fault(fault)),
        };
        let events = vec![];
        Ok(Simulation {
            world: self,
            limits: *limits,
            seed,
            course,
            judge,
            present,
            events,
            before,
        })
    }
}

impl<'w> Simulation<'w> {
    /// The world that is simulated.
    #[must_use]
    pub fn world(&self) -> &'w World {
        self.world
    }

    /// The limits that characters think within.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What decides all that is left to chance.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Which round it is, from 1; 0 before anybody has been asked.
    #[must_use]
    pub fn round(&self) -> u32 {
        self.course.round()
    }

    /// How many ticks have been spent on thinking in all.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.course.spent()
    }

    /// What has happened, in order.
    #[must_use]
    pub fn events(&self) -> &[Happened] {
        &self.events
    }

    /// What a character would do now of what is possible, and why, thinking for at most `ticks` ticks
    /// (worlds visited).
    ///
    /// # Errors
    /// If there is no such character, or the world cannot be run.
    pub fn next_action(&mut self, character: &str, ticks: u64) -> Result<Next, Refused> {
        self.next(character, false, ticks)
    }

    /// The same of what the character believes to be possible: it may be an attempt that would fail.
    ///
    /// # Errors
    /// As [`next_action`](Self::next_action).
    pub fn next_attempt(&mut self, character: &str, ticks: u64) -> Result<Next, Refused> {
        self.next(character, true, ticks)
    }

    fn next(&mut self, character: &str, attempting: bool, ticks: u64) -> Result<Next, Refused> {
        let who = Refused::character(&self.world.names(), character)?;
        let intention = self.course.intention(who, attempting, ticks);
        match intention.map_err(|fault| self.refused(&fault))? {
            None => Ok(Next::OutOfBudget),
            Some(None) => Ok(Next::Nothing),
            Some(Some(intention)) => Ok(Next::Action(Box::new((*intention).clone()))),
        }
    }

    /// What an intention would change, if it were carried out now; blank where the world is beyond
    /// the judge.
    ///
    /// # Errors
    /// If the world cannot be run.
    pub fn prospect(&self, intention: &Intention) -> Result<(ExplainedStep, Event), Error> {
        let mut step =
            ExplainedStep { step: intention.step.clone(), reasons: intention.reasons.clone() };
        let event = self.accounted(&mut step)?.map_or_else(|| blank(&step), |(event, _)| event);
        if intention.attempt {
            // Nothing comes of it but what is hoped for.
            return Ok((step, Event { prospects: event.prospects, ..Event::default() }));
        }
        Ok((step, event))
    }

    /// Lets a step happen, written as a call: `take(Jones, Ark)`. Whether anyone has a reason for
    /// it is not asked.
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
        if self.world.ground().step(&step).is_none() {
            return Err(Refused::because(format!("{name} can never happen"), None));
        }
        if !self.course.happen(&step).map_err(|fault| self.refused(&fault))? {
            return Err(Refused::because(format!("{name} cannot happen now"), None));
        }
        let step = ExplainedStep { step, reasons: vec![] };
        self.record(Origin::Given, step, 1.0, false)
            .map_err(|error| Refused::because(error.to_string(), None))
    }

    /// Goes on until something happens or all is quiet, for at most `ticks` ticks.
    ///
    /// # Errors
    /// If the world cannot be run; or a bug of ours, where the judge rejects what the planner
    /// found.
    pub fn advance(&mut self, ticks: u64) -> Result<Stage, Error> {
        let turn = self.course.advance(ticks).map_err(|fault| self.world.fault(&fault))?;
        let passed_over = |intention: &Intention| {
            let passed_over = intention.passed_over.clone();
            passed_over
                .map(|(step, reason)| Box::new(ExplainedStep { step, reasons: vec![reason] }))
        };
        let (origin, chance, reasons) = match turn {
            Turn::Running => return Ok(Stage::Running),
            Turn::Quiet => return Ok(Stage::Quiet),
            Turn::Natural(chance) => (Origin::Natural, chance, vec![]),
            Turn::Attempt { who, intention } => {
                let origin = Origin::Attempt { who, passed_over: passed_over(&intention) };
                let chance = Chance { step: intention.step.clone(), odds: 1.0, is_accident: false };
                (origin, chance, intention.reasons.clone())
            }
            Turn::Act { who, intention, chance } => {
                let origin = Origin::Act { who, passed_over: passed_over(&intention) };
                (origin, chance, intention.reasons.clone())
            }
        };
        let Chance { step, odds, is_accident } = chance;
        self.record(origin, ExplainedStep { step, reasons }, odds, is_accident)?;
        Ok(Stage::Happened)
    }

    /// What has happened as a story, and an account of it. It need not be a valid one: nobody
    /// meant it to lead anywhere. What was tried in vain is no part of it.
    #[must_use]
    pub fn story(&mut self) -> (Story, Account) {
        let after = self.course.policy().author_utility().ok().flatten();
        let is_step = |happened: &&Happened| !matches!(happened.origin, Origin::Attempt { .. });
        let steps = self.events.iter().filter(is_step);
        let steps = steps.map(|happened| happened.step.clone()).collect();
        let events = self.events.iter().filter(is_step);
        let events = events.map(|happened| happened.event.clone()).collect();
        let story = Story { steps, before: self.before, after };
        (story, Account { changes: vec![], events })
    }

    /// What a fact is now, as the last of `believers` takes it to be, as the one before believes,
    /// and so on; the fact itself where there are none. `None` if there is no such fact or no such
    /// character, or the world is beyond the judge.
    #[must_use]
    pub fn value(&self, believers: &[&str], fact: &str) -> Option<String> {
        let (names, program) = (self.world.names(), self.world.program());
        let judge = self.judge.as_ref().ok()?;
        let who = believers.iter().map(|name| names.character(name));
        let who: Option<Vec<CharacterId>> = who.collect();
        let (fluent, arguments) = names.fact(fact)?;
        let value = judge.value(self.present.as_ref()?, &who?, fluent, &arguments);
        Some(program.value_name(value))
    }

    /// Every fact with what it is now, as `believers` take it to be; see [`value`](Self::value).
    #[must_use]
    pub fn facts(&self, believers: &[CharacterId]) -> Vec<(String, Value)> {
        let Some(present) = &self.present else { return vec![] };
        let program = self.world.program();
        let named = |(fluent, value): (motive_judge::Fluent, Value)| {
            let schema = program.fluents.iter().position(|s| s.family == fluent.family)?;
            let schema = motive_world::id::FluentSchemaId::at(schema);
            Some((program.fluent_call(schema, &fluent.arguments), value))
        };
        present.mind_of(believers).facts().filter_map(named).collect()
    }

    fn refused(&self, fault: &Fault) -> Refused {
        Refused::because(self.world.fault(fault).to_string(), None)
    }

    /// An account of a step that happens now, and the world after it.
    fn accounted(&self, step: &mut ExplainedStep) -> Result<Option<(Event, JudgeWorld)>, Error> {
        let (Ok(judge), Some(present)) = (&self.judge, &self.present) else { return Ok(None) };
        match of_step(self.world.program(), judge, present, step) {
            Ok(accounted) => Ok(Some(accounted)),
            Err(fault) if is_beyond(&fault) => Ok(None),
            Err(fault) => Err(self.world.judges_fault(&fault)),
        }
    }

    /// An account of an attempt that fails now, and the world after it.
    fn accounted_in_vain(
        &self,
        who: CharacterId,
        step: &mut ExplainedStep,
    ) -> Result<Option<(Event, JudgeWorld)>, Error> {
        let (Ok(judge), Some(present)) = (&self.judge, &self.present) else { return Ok(None) };
        match in_vain(self.world.program(), judge, present, who, step) {
            Ok(accounted) => Ok(Some(accounted)),
            Err(fault) if is_beyond(&fault) => Ok(None),
            Err(fault) => Err(self.world.judges_fault(&fault)),
        }
    }

    /// Judges what has happened, and accounts for it.
    fn record(
        &mut self,
        origin: Origin,
        mut step: ExplainedStep,
        odds: f64,
        is_accident: bool,
    ) -> Result<(), Error> {
        let judgement = self.judged(&origin, &step)?;
        let accounted = match &origin {
            Origin::Attempt { who, .. } => self.accounted_in_vain(*who, &mut step)?,
            _ => self.accounted(&mut step)?,
        };
        let event = match accounted {
            Some((event, after)) => {
                self.present = Some(after);
                event
            }
            None => {
                // What cannot be followed once cannot be followed any more.
                self.present = None;
                blank(&step)
            }
        };
        let round = self.course.round();
        let outcomes = &self.world.program().actions[step.step.action.index()].outcomes;
        let is_drawn = !matches!(origin, Origin::Given | Origin::Attempt { .. });
        let odds = (outcomes.len() > 1 && is_drawn).then_some(odds);
        self.events.push(Happened { round, origin, step, odds, is_accident, event, judgement });
        Ok(())
    }

    fn judged(&self, origin: &Origin, step: &ExplainedStep) -> Result<Judgement, Error> {
        let judge = match &self.judge {
            Ok(judge) => judge,
            Err(fault) => return Ok(Judgement::Undecided(fault.to_string())),
        };
        let Some(present) = &self.present else {
            return Ok(Judgement::Undecided("the judge could not follow".to_owned()));
        };
        if *origin == Origin::Given {
            return Ok(Judgement::Valid);
        }
        let program = self.world.program();
        let name = || step_name(program, &step.step);
        let who = |who: CharacterId| program.entities[who.index()].name.clone();
        let upheld = match origin {
            Origin::Attempt { who, .. } => judge.upholds_attempt(present, *who, step),
            _ => judge.upholds(present, step),
        };
        match upheld {
            Ok(Upheld::Yes { breaches, .. }) if breaches.is_empty() => Ok(Judgement::Valid),
            Ok(Upheld::Yes { breaches, .. }) => Err(Error::Bug(format!(
                "the judge rejects the reason of {} for {} that the planner found",
                breaches.first().map(|(character, _)| who(*character)).unwrap_or_default(),
                name()
            ))),
            Ok(Upheld::Impossible) => {
                Err(Error::Bug(format!("the judge says that {} cannot happen there", name())))
            }
            Ok(Upheld::MustWait) => {
                Err(Error::Bug(format!("the judge says that {} must wait", name())))
            }
            Ok(Upheld::Unexplained { character, .. }) => Err(Error::Bug(format!(
                "the judge finds no reason of {} for {}",
                who(character),
                name()
            ))),
            Err(fault) if is_beyond(&fault) => Ok(Judgement::Undecided(fault.to_string())),
            Err(fault) => Err(self.world.judges_fault(&fault)),
        }
    }
}

/// An event of which nothing is known but that it happened.
fn blank(step: &ExplainedStep) -> Event {
    let story = Story { steps: vec![step.clone()], before: None, after: None };
    Account::blank(&story).events.swap_remove(0)
}

impl std::fmt::Debug for Simulation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Simulation")
            .field("seed", &self.seed)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}
