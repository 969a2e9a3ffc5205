//! Judging a story (planning-semantics §6.1 P1 to P6, §7).
//!
//! What can be seen without a search is looked at first, so that a story which does not run, or
//! misses its goal, is known to be invalid however hard its reasons are to find.

use motive_world::id::CharacterId;
use motive_world::story::{ExplainedStep, Limits, Reason, Story};
use motive_world::value::{Number, Value};

use crate::fault::Fault;
use crate::outlook::Measure;
use crate::padding::Run;
use crate::pressing::Urgent;
use crate::search::{Patience, Question, Search, better};
use crate::verdict::{Breach, Flaw, Note, Upheld, Verdict, Why};
use crate::world::World;

/// A story that runs: its steps, and the world before each and after the last.
pub(crate) struct Course {
    pub(crate) actions: Vec<usize>,
    pub(crate) worlds: Vec<World>,
    pub(crate) utilities: Vec<Value>,
}

impl Course {
    pub(crate) fn before(&self) -> Value {
        self.utilities[0]
    }

    pub(crate) fn after(&self) -> Value {
        self.utilities[self.actions.len()]
    }
}

/// What the author's utility must reach: the goal, or the first whole number above the start's
/// (§5).
pub(crate) fn goal(limits: &Limits, before: Value) -> Option<Number> {
    limits.goal.or_else(|| {
        let Value::Number(before) = before else { return None };
        let up = before.get().ceil();
        Number::new(if up > before.get() { up } else { up + 1.0 })
    })
}

/// What a story is like once everyone has been asked for a reason.
pub(crate) enum Told {
    /// Everyone has one; those that were given and are none, too.
    Explained { steps: Vec<ExplainedStep>, notes: Vec<Note> },
    /// Somebody has none.
    Flawed(Flaw),
    /// The effort did not suffice.
    Undecided,
}

/// A known utility.
pub(crate) fn number(value: Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// Whether a step was explained, by what, or why not.
enum Explained {
    Yes { reason: Reason, breach: Option<Breach> },
    No { why: Why, breach: Option<Breach> },
}

impl Search<'_, '_> {
    /// The judgement of a story told from `start`, with so much effort for proofs that nothing can
    /// be left out.
    pub(crate) fn verify(
        &mut self,
        start: &World,
        story: &Story,
        patience: u64,
    ) -> Result<Verdict, Fault> {
        let course = match self.run(start, story)? {
            Ok(course) => course,
            Err(flaw) => return Ok(Verdict::Invalid(flaw)),
        };
        if let Some(flaw) = self.misses(&course)? {
            return Ok(Verdict::Invalid(flaw));
        }

        if let Some(flaw) = self.accident_too_many(&course, &[])? {
            return Ok(Verdict::Invalid(flaw));
        }

        self.patience = Some(Patience { each: patience / 4, left: patience, spent: false });
        let (steps, notes) = match self.told(&course, story)? {
            Told::Explained { steps, notes } => (steps, notes),
            Told::Flawed(flaw) => return Ok(Verdict::Invalid(flaw)),
            Told::Undecided => return Ok(Verdict::Undecided),
        };
        if let Some(flaw) = self.rushes(&course)? {
            return Ok(Verdict::Invalid(flaw));
        }
        match self.padded(&course) {
            Ok(Some(flaw)) => return Ok(Verdict::Invalid(flaw)),
            Ok(None) => {}
            Err(Fault::Effort) => return Ok(Verdict::Undecided),
            Err(fault) => return Err(fault),
        }
        let (before, after) = (number(course.before()), number(course.after()));
        let lean = self.patience.take().is_none_or(|patience| !patience.spent);
        Ok(Verdict::Valid { story: Story { steps, before, after }, notes, lean })
    }

    /// The steps of a story with a reason for everyone who consents, given or found (P3).
    pub(crate) fn told(&mut self, course: &Course, story: &Story) -> Result<Told, Fault> {
        let mut steps = vec![];
        let mut notes = vec![];
        let mut undecided = false;
        for (index, explained) in story.steps.iter().enumerate() {
            let mut reasons = vec![];
            for &character in self.consenting(course.actions[index]) {
                match self.explained(course, index, character, &explained.reasons) {
                    Ok(Explained::Yes { reason, breach }) => {
                        notes.extend(breach.map(|breach| Note { index, character, breach }));
                        reasons.push(reason);
                    }
                    Ok(Explained::No { why, breach: given }) => {
                        let hindsight = self.hindsight(course, index, character)?;
                        let flaw = Flaw::Unmotivated { index, character, why, given, hindsight };
                        return Ok(Told::Flawed(flaw));
                    }
                    Err(Fault::Effort) => undecided = true,
                    Err(fault) => return Err(fault),
                }
            }
            steps.push(ExplainedStep { step: explained.step.clone(), reasons });
        }
        Ok(if undecided { Told::Undecided } else { Told::Explained { steps, notes } })
    }

    /// Whether a step can happen in `world`, need not wait for what presses there, and everyone who
    /// consents to it has a reason, given or found (P1, P3, 12.4).
    pub(crate) fn upholds(
        &mut self,
        world: &World,
        explained: &ExplainedStep,
    ) -> Result<Upheld, Fault> {
        let Some(action) = self.rules.find(&explained.step) else { return Ok(Upheld::Impossible) };
        if !self.rules.can_be_taken(None, world, action)? {
            return Ok(Upheld::Impossible);
        }
        self.upholds_reasons(world, action, explained)
    }

    /// The same of what `who` tries in vain: it is possible in that mind alone.
    pub(crate) fn upholds_attempt(
        &mut self,
        world: &World,
        who: CharacterId,
        explained: &ExplainedStep,
    ) -> Result<Upheld, Fault> {
        let Some(action) = self.rules.find(&explained.step) else { return Ok(Upheld::Impossible) };
        if self.rules.can_be_taken(None, world, action)?
            || !self.rules.can_be_taken(Some(who), &world.mind(who), action)?
        {
            return Ok(Upheld::Impossible);
        }
        self.upholds_reasons(world, action, explained)
    }

    fn upholds_reasons(
        &mut self,
        world: &World,
        action: usize,
        explained: &ExplainedStep,
    ) -> Result<Upheld, Fault> {
        if self.must_wait(world, action)?.is_some() {
            return Ok(Upheld::MustWait);
        }
        let mut reasons = vec![];
        let mut breaches = vec![];
        for &character in self.consenting(action) {
            match self.explained_in(world, action, character, &explained.reasons)? {
                Explained::Yes { reason, breach } => {
                    breaches.extend(breach.map(|breach| (character, breach)));
                    reasons.push(reason);
                }
                Explained::No { why, .. } => return Ok(Upheld::Unexplained { character, why }),
            }
        }
        Ok(Upheld::Yes { reasons, breaches })
    }

    /// The steps happen in reality (P1).
    pub(crate) fn run(
        &mut self,
        start: &World,
        story: &Story,
    ) -> Result<Result<Course, Flaw>, Fault> {
        let mut actions = vec![];
        for (index, explained) in story.steps.iter().enumerate() {
            match self.rules.find(&explained.step) {
                Some(action) => actions.push(action),
                None => return Ok(Err(Flaw::NoSuchStep { index })),
            }
        }
        let mut worlds = vec![start.clone()];
        for (index, &action) in actions.iter().enumerate() {
            let world = &worlds[index];
            if !self.rules.has_what_it_needs(world, action)? {
                let part = self.rules.failing(world, action)?;
                return Ok(Err(Flaw::NotExecutable { index, part }));
            }
            if !self.rules.may_turn_out(None, world, action)? {
                return Ok(Err(Flaw::NotPossible { index }));
            }
            let after = self.after(None, world, action)?;
            worlds.push(after);
        }
        let utilities = worlds.iter().map(|world| self.rules.utility(world, None));
        let utilities = utilities.collect::<Result<Vec<_>, _>>()?;
        Ok(Ok(Course { actions, worlds, utilities }))
    }

    /// Whether the length, the goal or an earlier end speaks against a story (P6, P2, P5).
    pub(crate) fn misses(&mut self, course: &Course) -> Result<Option<Flaw>, Fault> {
        let steps = course.actions.len();
        if let Some(limit) = self.limits.author.filter(|&limit| steps > limit as usize) {
            return Ok(Some(Flaw::TooLong { steps, limit }));
        }
        let (before, after) = (course.before(), course.after());
        let goal = goal(&self.limits, before);
        let reached = match (after, goal) {
            (Value::Number(after), Some(goal)) => after >= goal,
            _ => false,
        };
        if !reached || !better(before, after) {
            return Ok(Some(Flaw::GoalNotReached { before, after, goal }));
        }
        for sooner in 0..steps {
            let utility = course.utilities[sooner];
            // Where something presses no story ends, however good it is.
            if (utility == after || better(after, utility))
                && self.is_quiet(&course.worlds[sooner])?
            {
                return Ok(Some(Flaw::Sooner { steps: sooner }));
            }
        }
        Ok(None)
    }

    /// A step that must wait, or an end where something presses (12.4).
    pub(crate) fn rushes(&mut self, course: &Course) -> Result<Option<Flaw>, Fault> {
        for (index, &action) in course.actions.iter().enumerate() {
            if let Some(first) = self.must_wait(&course.worlds[index], action)? {
                let Urgent { action, character, want } = first;
                let urgent = self.rules.actions[action].step.clone();
                return Ok(Some(Flaw::MustWait { index, urgent, character, want }));
            }
        }
        let end = &course.worlds[course.actions.len()];
        Ok(self.urgent(end)?.first().map(|&Urgent { action, character, want }| {
            let urgent = self.rules.actions[action].step.clone();
            Flaw::NotQuiet { urgent, character, want }
        }))
    }

    /// How many accidents a story may contain.
    pub(crate) fn accidents_allowed(&self) -> u32 {
        self.limits.accidents.unwrap_or(self.rules.program().settings.accidents)
    }

    /// The first step with which there are too many accidents, not counting those that happen as the
    /// steps (from 1) that are `named`.
    pub(crate) fn accident_too_many(
        &self,
        course: &Course,
        named: &[usize],
    ) -> Result<Option<Flaw>, Fault> {
        let limit = self.accidents_allowed();
        let mut accidents = 0;
        for (index, (world, &action)) in course.worlds.iter().zip(&course.actions).enumerate() {
            if !named.contains(&(index + 1)) && self.rules.is_accident(world, action)? {
                accidents += 1;
            }
            if accidents > limit {
                return Ok(Some(Flaw::TooManyAccidents { index, limit }));
            }
        }
        Ok(None)
    }

    /// Steps that can be left out of a story whose steps all have reasons (P4).
    pub(crate) fn padded(&mut self, course: &Course) -> Result<Option<Flaw>, Fault> {
        let mut allowed = self.accidents_allowed();
        for from in 0..course.actions.len() {
            if from > 0
                && self.rules.is_accident(&course.worlds[from - 1], course.actions[from - 1])?
            {
                allowed = allowed.saturating_sub(1);
            }
            let run = Run::Author(&course.worlds[from], allowed);
            let end = (Measure::Utility, course.after());
            let kept = self.shorter_run(&run, &course.actions[from..], end)?;
            if let Some(kept) = kept {
                let kept = kept.iter().map(|position| from + position).collect();
                return Ok(Some(Flaw::Padded { from, kept }));
            }
        }
        Ok(None)
    }

    /// What a character in reality is asked about a step.
    pub(crate) fn in_reality(&self, world: &World, action: usize, who: CharacterId) -> Question {
        Question {
            mind: world.mind(who),
            action,
            character: who,
            count: 1,
            depth: 1,
            cap: u32::MAX,
            foresees: self.rules.foresees(),
        }
    }

    /// Whether one who consents to a step has a reason, given or found (P3).
    fn explained(
        &mut self,
        course: &Course,
        index: usize,
        character: CharacterId,
        given: &[Reason],
    ) -> Result<Explained, Fault> {
        self.explained_in(&course.worlds[index], course.actions[index], character, given)
    }

    /// Whether one who consents to a step that happens in `world` has a reason, given or found.
    fn explained_in(
        &mut self,
        world: &World,
        action: usize,
        character: CharacterId,
        given: &[Reason],
    ) -> Result<Explained, Fault> {
        let asked = self.in_reality(world, action, character);
        let mut breach = None;
        for reason in given.iter().filter(|reason| reason.character == character) {
            match self.checked(&asked, reason)? {
                Ok(reason) => return Ok(Explained::Yes { reason, breach }),
                Err(broken) => breach = Some(broken),
            }
        }
        Ok(match self.shown(&asked)? {
            Ok(plan) => Explained::Yes { reason: self.with_reasons(&asked, &plan)?, breach },
            Err(why) => Explained::No { why, breach },
        })
    }

    /// Whether the character comes to be better off, as the character sees it, by what really
    /// happens from a step on (§6.4).
    fn hindsight(
        &self,
        course: &Course,
        index: usize,
        character: CharacterId,
    ) -> Result<bool, Fault> {
        let seen = |world: &World| self.rules.utility(&world.mind(character), Some(character));
        let before = seen(&course.worlds[index])?;
        for world in &course.worlds[index + 1..] {
            if better(before, seen(world)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
