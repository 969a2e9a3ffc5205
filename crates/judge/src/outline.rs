//! Judging a story that has an outline to go through.
//!
//! The entries must be reached in order, no leg longer than the author limit; the author must be better
//! off at the end (going through the outline is worth 1 where the author wants nothing); everyone must
//! have a reason for every step; and no event may be dropped, together with whatever then cannot happen or
//! is not explained any more, so that what is left goes through the outline and ends as well.

use motive_world::outline::{Aim, Outline};
use motive_world::program::nesting::Nesting;
use motive_world::program::{Program, Utility};
use motive_world::story::{Limits, Story};
use motive_world::value::{Number, Value};

use crate::fault::Fault;
use crate::judge::Judge;
use crate::search::{Patience, Search, better};
use crate::verdict::{Flaw, Verdict};
use crate::verify::{Course, Told, goal, number};
use crate::world::World;

/// The share of the effort that may go into proofs that no event can be dropped: a long story has many.
const PATIENCE_OUTLINED: u64 = 4;

impl<'p> Judge<'p> {
    /// The judge of `program` under `limits`, with minds as deep as the limits and the outline need.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn for_outline(
        program: &'p Program,
        limits: Limits,
        outline: &Outline,
    ) -> Result<Self, Fault> {
        let asked: Vec<Utility> =
            outline.entries.iter().map(|entry| entry.aim.as_utility()).collect();
        let nesting = Nesting::asking(program, &limits, &asked);
        Self::with_nesting(program, limits, nesting, nesting.levels)
    }

    /// The judgement of a story that must go through an outline.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_outlined(&self, story: &Story, outline: &Outline) -> Result<Verdict, Fault> {
        let patience = self.patience.unwrap_or(self.effort / PATIENCE_OUTLINED).min(self.effort);
        match self.search().verify_outlined(self.world(), story, outline, patience) {
            Err(Fault::Effort) => Ok(Verdict::Undecided),
            verdict => verdict,
        }
    }

    /// Whether everything in a story can happen and everyone in it has a reason, wherever it leads: the
    /// judgement of a part of a story.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn follow(&self, story: &Story) -> Result<Verdict, Fault> {
        let mut search = self.search();
        let course = match search.run(self.world(), story)? {
            Ok(course) => course,
            Err(flaw) => return Ok(Verdict::Invalid(flaw)),
        };
        let (before, after) = (number(course.before()), number(course.after()));
        Ok(match search.told(&course, story)? {
            Told::Explained { steps, notes } => {
                Verdict::Valid { story: Story { steps, before, after }, notes, lean: false }
            }
            Told::Flawed(flaw) => Verdict::Invalid(flaw),
            Told::Undecided => Verdict::Undecided,
        })
    }

    /// After how many steps of a story each entry of an outline is reached, as far as they are.
    ///
    /// # Errors
    /// If the world cannot be run.
    pub fn places(&self, story: &Story, outline: &Outline) -> Result<Vec<usize>, Fault> {
        let mut search = self.search();
        match search.run(self.world(), story)? {
            Ok(course) => search.places(&course, outline),
            Err(_) => Ok(vec![]),
        }
    }
}

impl Search<'_, '_> {
    fn verify_outlined(
        &mut self,
        start: &World,
        story: &Story,
        outline: &Outline,
        patience: u64,
    ) -> Result<Verdict, Fault> {
        let course = match self.run(start, story)? {
            Ok(course) => course,
            Err(flaw) => return Ok(Verdict::Invalid(flaw)),
        };
        if let Some(flaw) = self.strays(&course, outline)? {
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
        if let Some(flaw) = self.droppable(&course, outline)? {
            return Ok(Verdict::Invalid(flaw));
        }
        let (before, after) = self.worth(&course);
        let (before, after) = (number(before), number(after));
        let lean = self.patience.take().is_none_or(|patience| !patience.spent);
        Ok(Verdict::Valid { story: Story { steps, before, after }, notes, lean })
    }

    /// What the author has at the start and at the end of a course that goes through the outline.
    fn worth(&self, course: &Course) -> (Value, Value) {
        if self.rules.program().author.wants.is_empty() {
            return (Value::Number(Number::ZERO), Value::Number(Number::ONE));
        }
        (course.before(), course.after())
    }

    /// What keeps a course from going through the outline and ending well.
    fn strays(&mut self, course: &Course, outline: &Outline) -> Result<Option<Flaw>, Fault> {
        let steps = course.actions.len();
        let places = self.places(course, outline)?;
        let mut last = 0;
        let ends = if places.len() == outline.entries.len() { Some(steps) } else { None };
        for (entry, place) in places.iter().copied().chain(ends).enumerate() {
            let length = place - last;
            if let Some(limit) = self.limits.author.filter(|&limit| length > limit as usize) {
                return Ok(Some(Flaw::LongLeg { entry, steps: length, limit }));
            }
            last = place;
        }
        if ends.is_none() {
            return Ok(Some(Flaw::EntryMissed { entry: places.len() }));
        }
        let entries = outline.entries.iter().zip(&places);
        let named = entries.filter(|(entry, _)| entry.aim.names_outcome());
        let named: Vec<usize> = named.map(|(_, &place)| place).collect();
        if let Some(flaw) = self.accident_too_many(course, &named)? {
            return Ok(Some(flaw));
        }
        let (mut before, after) = self.worth(course);
        // What is so from the beginning makes nobody better off.
        if self.rules.program().author.wants.is_empty() && places.iter().all(|&place| place == 0) {
            before = after;
        }
        let wanted = goal(&self.limits, before);
        let reached = match (after, wanted) {
            (Value::Number(after), Some(wanted)) => after >= wanted,
            _ => false,
        };
        if steps == 0 || !reached || !better(before, after) {
            return Ok(Some(Flaw::GoalNotReached { before, after, goal: wanted }));
        }
        Ok(None)
    }

    /// After how many steps each entry is reached: the first place at or after that of the entry before
    /// it where its conditions hold, or the first event after it that it asks for has happened, and
    /// where nothing presses.
    fn places(&mut self, course: &Course, outline: &Outline) -> Result<Vec<usize>, Fault> {
        let mut places = vec![];
        let mut here = 0;
        for entry in &outline.entries {
            let mut found = None;
            match &entry.aim {
                Aim::Happens(pattern) => {
                    let mut happened = false;
                    for (at, &action) in course.actions.iter().enumerate().skip(here) {
                        happened |= pattern.matches(&self.rules.actions[action].step);
                        if happened && self.is_quiet(&course.worlds[at + 1])? {
                            found = Some(at + 1);
                            break;
                        }
                    }
                }
                aim @ Aim::Holds { .. } => {
                    let wanted = aim.as_utility();
                    let all = i32::try_from(wanted.wants.len()).unwrap_or(i32::MAX);
                    let all = Value::Number(Number::from(all));
                    for (at, world) in course.worlds.iter().enumerate().skip(here) {
                        if self.rules.worth(world, &wanted)? == all && self.is_quiet(world)? {
                            found = Some(at);
                            break;
                        }
                    }
                }
            }
            let Some(at) = found else { break };
            here = at;
            places.push(at);
        }
        Ok(places)
    }

    /// Whether an earlier end would do, or an event can be dropped.
    fn droppable(&mut self, course: &Course, outline: &Outline) -> Result<Option<Flaw>, Fault> {
        let (_, end) = self.worth(course);
        for steps in 1..course.actions.len() {
            let beginning = Course {
                actions: course.actions[..steps].to_vec(),
                worlds: course.worlds[..=steps].to_vec(),
                utilities: course.utilities[..=steps].to_vec(),
            };
            if self.does(&beginning, outline, end)? {
                return Ok(Some(Flaw::Sooner { steps }));
            }
        }
        for from in 0..course.actions.len() {
            let spent = self.patience.as_mut().is_some_and(|p| std::mem::take(&mut p.spent));
            let kept = self.without(course, from, outline, end)?;
            // Where it is not known whether everyone has a reason, nothing is said.
            let is_known = !self.patience.as_ref().is_some_and(|patience| patience.spent);
            if let Some(patience) = &mut self.patience {
                patience.spent |= spent;
            }
            if let Some(kept) = kept.filter(|_| is_known) {
                return Ok(Some(Flaw::Padded { from, kept }));
            }
        }
        Ok(None)
    }

    /// Whether a course goes through the outline and ends as well as `end`.
    fn does(&mut self, course: &Course, outline: &Outline, end: Value) -> Result<bool, Fault> {
        let (_, after) = self.worth(course);
        let last = &course.worlds[course.actions.len()];
        Ok((after == end || better(end, after))
            && self.strays(course, outline)?.is_none()
            && self.is_quiet(last)?)
    }

    /// The positions after `dropped` that are left without it, if they do.
    fn without(
        &mut self,
        course: &Course,
        dropped: usize,
        outline: &Outline,
        end: Value,
    ) -> Result<Option<Vec<usize>>, Fault> {
        let mut kept = vec![];
        let mut left = Course {
            actions: course.actions[..dropped].to_vec(),
            worlds: course.worlds[..=dropped].to_vec(),
            utilities: course.utilities[..=dropped].to_vec(),
        };
        for position in dropped + 1..course.actions.len() {
            let action = course.actions[position];
            let world = left.worlds[left.actions.len()].clone();
            if !self.rules.can_be_taken(None, &world, action)?
                || self.must_wait(&world, action)?.is_some()
            {
                continue;
            }
            let mut is_explained = true;
            for &who in self.consenting(action) {
                let question = self.in_reality(&world, action, who);
                is_explained = is_explained && self.may_have_reason(&question)?;
            }
            if is_explained {
                let after = self.after(None, &world, action)?;
                left.actions.push(action);
                left.utilities.push(self.rules.utility(&after, None)?);
                left.worlds.push(after);
                kept.push(position);
            }
        }
        Ok(self.does(&left, outline, end)?.then_some(kept))
    }
}
