//! Policy: what a character would do next (docs/semantics.md).
//!
//! Among the steps that the character believes to be possible and that are explained for all who
//! consent: the one whose plan leaves the best outlook, and a better one than the present has (where
//! nobody looks ahead this is the gain); then the shortest plan, then the order of declaration. What is
//! left, the same action with other arguments, is for whoever asks to choose from.

use std::ops::Range;

use motive_world::fault::Fault;
use motive_world::ground::{GroundWorld, StepId};
use motive_world::id::CharacterId;
use motive_world::state::{Asked, NoRecorder, Stance, StateId};
use motive_world::story::{Limits, Reason, Step};
use motive_world::value::Number;

use crate::components::Components;
use crate::explain::{Answer, Explanations, Found, Measure, Query, Sight, Unanswered};
use crate::pressing::Next;

/// What a character would do next, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Intention {
    /// The step.
    pub step: Step,
    /// Whether it cannot happen: what it needs is so in the character's mind alone.
    pub attempt: bool,
    /// The reasons of all who consent to it, the character's own first.
    pub reasons: Vec<Reason>,
    /// The next best step passed over, with the character's own reason for it.
    pub passed_over: Option<(Step, Reason)>,
}

/// Something that a character might do.
struct Candidate {
    step: StepId,
    /// How much better the outlook is after the plan.
    rise: f64,
    /// The character's own first.
    reasons: Vec<Reason>,
    attempt: bool,
}

/// The answer of [`Policy::step`].
#[derive(Clone, Debug)]
pub enum Choice {
    /// The slice is used up; call again.
    Running,
    /// What the character would do; nothing, where nothing has a reason. If there are several, they are
    /// the same action with other arguments, and nothing but the order of declaration tells which is
    /// better: that is the order in which they are given.
    Done(Vec<Intention>),
    /// The world cannot be run any further.
    Fault(Fault),
}

/// Why a story so far cannot have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// The step at this index cannot happen there.
    Step(usize),
    /// Running the world failed.
    Fault(Fault),
}

impl From<Fault> for Impossible {
    fn from(fault: Fault) -> Self {
        Impossible::Fault(fault)
    }
}

/// A world in its course, and the search for what one character would do next. What characters
/// have thought of once is remembered and serves whoever is asked later.
#[derive(Debug)]
pub struct Policy<'w> {
    minds: Explanations<'w>,
    state: StateId,
    asked: Option<(CharacterId, Vec<StepId>)>,
    spent: u64,
}

/// The step of the same action with the action's first outcome.
fn first_outcome(world: &GroundWorld, step: StepId) -> StepId {
    StepId(step.0 - world.outcome_index(step))
}

impl<'w> Policy<'w> {
    /// The world at its start. Of the limits only those of reasons count.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn begin(world: &'w GroundWorld, limits: &Limits) -> Result<Self, Fault> {
        let mut minds = Explanations::new(world, limits, Components::default().exact());
        let state = minds.states.initial(&mut NoRecorder)?;
        Ok(Policy { minds, state, asked: None, spent: 0 })
    }

    /// Replays `so_far` from the start and prepares the choice of `character`. The steps need not
    /// have had reasons: a player may have taken them.
    ///
    /// # Errors
    /// A step that cannot happen, or a world that cannot be run.
    pub fn new(
        world: &'w GroundWorld,
        limits: &Limits,
        so_far: &[Step],
        character: CharacterId,
    ) -> Result<Self, Impossible> {
        let mut this = Policy::begin(world, limits)?;
        for (index, step) in so_far.iter().enumerate() {
            if !this.happen(step)? {
                return Err(Impossible::Step(index));
            }
        }
        this.ask(character)?;
        Ok(this)
    }

    /// Lets a step happen; whether it could. If not, nothing has changed.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn happen(&mut self, step: &Step) -> Result<bool, Fault> {
        let Some(step) = self.minds.world.step(step) else { return Ok(false) };
        if !self.minds.states.executable(self.state, step, Stance::Fact)? {
            return Ok(false);
        }
        self.state = self.minds.states.after(None, self.state, step)?;
        self.asked = None;
        self.minds.abandon();
        Ok(true)
    }

    /// Lets a character try in vain to take a step; whether that teaches them anything. If not, nothing
    /// has changed.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn fail(&mut self, who: CharacterId, step: &Step) -> Result<bool, Fault> {
        let Some(step) = self.minds.world.step(step) else { return Ok(false) };
        let after = self.minds.states.fail(self.state, who, step)?;
        if after == self.state {
            return Ok(false);
        }
        self.return_to(after);
        Ok(true)
    }

    /// How an action can turn out now, in reality: each possible outcome, with its weight (above 0).
    /// Which outcome `step` itself has makes no difference. Nothing where it cannot be taken.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn outcomes(&self, step: &Step) -> Result<Vec<(Step, Number)>, Fault> {
        let world = self.minds.world;
        let Some(step) = world.step(step) else { return Ok(vec![]) };
        if !self.minds.states.is_open(self.state, step)? {
            return Ok(vec![]);
        }
        let possible = self.minds.states.outcomes(self.state, step, Stance::Fact)?;
        Ok(possible.iter().map(|chance| (world.plain_step(chance.step), chance.weight)).collect())
    }

    /// Whether a step that would be taken now would be an accident: somebody consents to it, and nobody
    /// who does counts on its outcome.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn is_accident(&self, step: &Step) -> Result<bool, Fault> {
        let step = self.minds.world.step(step);
        step.map_or(Ok(false), |step| self.minds.states.is_accident(self.state, step))
    }

    /// The state that the world has come to. It is good for this policy alone.
    #[must_use]
    pub fn present(&self) -> StateId {
        self.state
    }

    /// Takes the world back to a state that it has been in. What has been thought of is kept.
    pub fn return_to(&mut self, state: StateId) {
        self.state = state;
        self.asked = None;
        self.minds.abandon();
    }

    /// The natural events that can happen now and may change something, in order of declaration; each
    /// once, with an outcome that does.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn natural_steps(&mut self) -> Result<Vec<Step>, Fault> {
        let world = self.minds.world;
        let mut steps: Vec<StepId> = vec![];
        for step in self.minds.states.successors(self.state, Asked::Natural, Stance::Fact)? {
            let same = |known: &StepId| first_outcome(world, *known) == first_outcome(world, step);
            if !steps.last().is_some_and(same)
                && self.minds.states.after(None, self.state, step)? != self.state
            {
                steps.push(step);
            }
        }
        Ok(steps.into_iter().map(|step| world.plain_step(step)).collect())
    }

    /// Whether each of these terms of what the author wants is worth 1 now.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn holds(&self, terms: Range<usize>) -> Result<bool, Fault> {
        crate::survey::hold(&self.minds, terms, self.state)
    }

    /// What the author's utility is now; `None` if it is unknown.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn author_utility(&self) -> Result<Option<Number>, Fault> {
        self.minds.utility(None, self.state)
    }

    /// Prepares the choice of a character, who may attempt what is not possible.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn ask(&mut self, character: CharacterId) -> Result<(), Fault> {
        self.minds.abandon();
        let world = self.minds.world;
        let states = &mut self.minds.states;
        let mind = states.mind(self.state, character);
        let mut options = vec![];
        for step in states.successors(mind, Asked::By(character), Stance::Supposed)? {
            // Where the action is possible, what comes of it there stands for it.
            let mut stands = step;
            for outcome in world.outcomes_of(step) {
                if states.executable(self.state, outcome, Stance::Fact)? {
                    stands = outcome;
                    break;
                }
            }
            options.push(stands);
        }
        options.dedup_by_key(|step| first_outcome(world, *step));
        self.asked = Some((character, options));
        Ok(())
    }

    /// Prepares the choice of a character among what is possible.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn ask_possible(&mut self, character: CharacterId) -> Result<(), Fault> {
        self.minds.abandon();
        let world = self.minds.world;
        let mut options =
            self.minds.states.successors(self.state, Asked::By(character), Stance::Fact)?;
        // What comes of an action, nobody chooses.
        options.dedup_by_key(|step| first_outcome(world, *step));
        self.asked = Some((character, options));
        Ok(())
    }

    /// Whose choice is prepared.
    #[must_use]
    pub fn asked(&self) -> Option<CharacterId> {
        self.asked.as_ref().map(|(who, _)| *who)
    }

    /// How many ticks [`step`](Self::step) has spent in all.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// Bytes taken by all that is remembered.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.minds.memory()
    }

    /// Goes on for at most `ticks` ticks with what [`ask`](Self::ask) has prepared.
    pub fn step(&mut self, ticks: u64) -> Choice {
        for _ in 0..ticks {
            self.spent += 1;
            let outcome = if self.minds.is_busy() {
                self.minds.tick().map_err(Unanswered::Fault).map(|()| None)
            } else {
                self.choose().map(Some)
            };
            match outcome {
                Ok(None) => {}
                Ok(Some(choice)) => return Choice::Done(choice),
                Err(Unanswered::Needs(query)) => {
                    if let Err(fault) = self.minds.push(query) {
                        return Choice::Fault(fault);
                    }
                }
                Err(Unanswered::Fault(fault)) => return Choice::Fault(fault),
            }
        }
        Choice::Running
    }

    /// All steps that can be taken now and are explained for everyone who consents to them, whoever
    /// that is, in order of declaration; those that nobody consents to are among them. `None`
    /// where `ticks` do not suffice.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn explained_steps(&mut self, ticks: u64) -> Result<Option<Vec<Step>>, Fault> {
        let steps = self.minds.executable(self.state)?;
        let mut explained = vec![];
        let mut spent = 0;
        for step in steps {
            loop {
                match crate::author::is_explained(&mut self.minds, self.state, step) {
                    Ok(yes) => {
                        if yes {
                            explained.push(self.minds.world.plain_step(step));
                        }
                        break;
                    }
                    Err(Unanswered::Fault(fault)) => return Err(fault),
                    Err(Unanswered::Needs(query)) => self.minds.push(query)?,
                }
                while self.minds.is_busy() {
                    if spent >= ticks {
                        return Ok(None);
                    }
                    spent += 1;
                    self.minds.tick()?;
                }
            }
        }
        Ok(Some(explained))
    }

    /// The steps that can be taken now, are explained, and serve a pressing want, in order of
    /// declaration; the state is quiet where there is none. `None` where `ticks` do not suffice.
    ///
    /// # Errors
    /// A world that cannot be run.
    pub fn pressing_steps(&mut self, ticks: u64) -> Result<Option<Vec<Step>>, Fault> {
        let mut spent = 0;
        loop {
            match self.minds.next(self.state) {
                Ok(Next::Anything) => return Ok(Some(vec![])),
                Ok(Next::Urgent(steps)) => {
                    let plain = |&step: &StepId| self.minds.world.plain_step(step);
                    return Ok(Some(steps.iter().map(plain).collect()));
                }
                Err(Unanswered::Fault(fault)) => return Err(fault),
                Err(Unanswered::Needs(query)) => self.minds.push(query)?,
            }
            while self.minds.is_busy() {
                if spent >= ticks {
                    return Ok(None);
                }
                spent += 1;
                self.minds.tick()?;
            }
        }
    }

    fn choose(&mut self) -> Answer<Vec<Intention>> {
        let Some((character, options)) = self.asked.clone() else { return Ok(vec![]) };
        let world = self.minds.world;
        // Where one step brings all that can be had, no longer plans are looked for.
        let mind = self.minds.states.mind(self.state, character);
        let ranked = match self.minds.greatest_rise(character, mind)? {
            None => vec![],
            Some(greatest) if greatest <= 0.0 => return Ok(vec![]),
            Some(greatest) => {
                let at_once = self.ranked(character, &options, 1)?;
                let is_all = at_once.first().is_some_and(|best| best.rise >= greatest);
                if is_all { at_once } else { vec![] }
            }
        };
        let ranked = match ranked.is_empty() {
            true => self.ranked(character, &options, self.minds.character_limit)?,
            false => ranked,
        };
        let length = |option: &Candidate| option.reasons[0].plan.len();
        let Some(best) = ranked.first() else { return Ok(vec![]) };
        let is_as_good = |option: &&Candidate| {
            option.rise.total_cmp(&best.rise).is_eq()
                && length(option) == length(best)
                && option.attempt == best.attempt
                && world.action(option.step).schema == world.action(best.step).schema
        };
        let equals = ranked.iter().take_while(is_as_good).count();
        let intention = |index: usize| {
            let chosen = &ranked[index];
            let other = ranked.get(usize::from(index == 0));
            Intention {
                step: world.plain_step(chosen.step),
                attempt: chosen.attempt,
                reasons: chosen.reasons.clone(),
                passed_over: other
                    .map(|other| (world.plain_step(other.step), other.reasons[0].clone())),
            }
        };
        Ok((0..equals).map(intention).collect())
    }

    /// What the character has reasons for, of own plans of at most so many steps; the best first.
    fn ranked(
        &mut self,
        character: CharacterId,
        options: &[StepId],
        most: u32,
    ) -> Answer<Vec<Candidate>> {
        let limit = self.minds.character_limit;
        // Where something presses, nothing else is done.
        let next = self.minds.next(self.state)?;
        let world = self.minds.world;
        let mut ranked: Vec<Candidate> = vec![];
        for &step in options {
            if !next.allows(self.minds.world, step) {
                continue;
            }
            // Mostly there is none, and nobody else need be asked.
            let own = self.minds.consent(self.state, character, step, limit);
            let own = Query { most: most.min(own.most), ..own };
            let Some((rise, found)) = self.minds.best_plan(own)? else { continue };
            if !crate::author::is_explained(&mut self.minds, self.state, step)? {
                continue;
            }
            let others = self.minds.reasons(self.state, step, limit, Some(character))?;
            let mut reasons = vec![self.minds.told(own, found)?];
            reasons.extend(others);
            if reasons.len() < world.action(step).consenting.len() {
                continue;
            }
            let attempt = !self.minds.states.executable(self.state, step, Stance::Fact)?;
            ranked.push(Candidate { step, rise, reasons, attempt });
        }
        // A stable sort: what is equal stays in the order of declaration.
        ranked.sort_by(|a, b| {
            let length = |option: &Candidate| option.reasons[0].plan.len();
            b.rise.total_cmp(&a.rise).then(length(a).cmp(&length(b)))
        });
        Ok(ranked)
    }
}

impl Explanations<'_> {
    /// How much better an outlook could come to be than it is, at the very best; `None` where that is
    /// not plain to see.
    fn greatest_rise(&mut self, character: CharacterId, mind: StateId) -> Answer<Option<f64>> {
        let Some(greatest) = self.greatest(character) else { return Ok(None) };
        let measure = if self.foresight > 0 { Measure::Outlook } else { Measure::Utility };
        let present = self.worth(measure, character, mind)?;
        Ok(present.map(|present| greatest.get() - present.get()))
    }

    /// Of the plans that answer a query, the one that leaves the best outlook, and how much better it
    /// is than the present one; `None` if there is none that is better.
    fn best_plan(&mut self, query: Query) -> Answer<Option<(f64, Found)>> {
        let Some(first) = self.ask_deepening(query)?.cloned() else { return Ok(None) };
        let mut plans = vec![first];
        if self.foresight > 0 {
            plans.extend(self.ask(Query { sight: Sight::Averting, ..query })?.cloned());
        }
        let mut best: Option<(f64, Found)> = None;
        for found in plans {
            let rise = self.outlook_after(&query, &found)?;
            let is_better = |best: &(f64, Found)| {
                rise > best.0 || rise == best.0 && found.plan.len() < best.1.plan.len()
            };
            if rise > 0.0 && best.as_ref().is_none_or(is_better) {
                best = Some((rise, found));
            }
        }
        Ok(best)
    }

    /// How much better the outlook is after a plan than before it.
    fn outlook_after(&mut self, query: &Query, found: &Found) -> Answer<f64> {
        if self.foresight == 0 || found.measure == Measure::Outlook {
            return Ok(found.rise());
        }
        let states = self.run(Some(query.character), query.mind, &found.plan)?;
        let before = self.worth(Measure::Outlook, query.character, query.mind)?;
        let end = *states.last().expect("a run has a start");
        let after = self.worth(Measure::Outlook, query.character, end)?;
        Ok(match (before, after) {
            (Some(before), Some(after)) => after.get() - before.get(),
            _ => 0.0,
        })
    }
}
