//! All valid stories of a small world, by brute force (planning-semantics §6.1).

use motive_world::story::{ExplainedStep, Story};
use motive_world::value::Value;

use crate::fault::Fault;
use crate::search::Search;
use crate::verify::Course;
use crate::world::World;

/// The valid stories of a world.
#[derive(Clone, Debug, PartialEq)]
pub struct Stories {
    /// Shortest first, then by the order of their steps.
    pub stories: Vec<Story>,
    /// Whether these are all; else the effort allowed did not suffice.
    pub complete: bool,
}

impl Search<'_, '_> {
    /// Every valid story told from `start`, within the limits.
    ///
    /// A run that comes back to a world is not continued: the steps between could be left out,
    /// for the others are the same steps in the same worlds (P4).
    pub(crate) fn stories(&mut self, start: &World) -> Result<Stories, Fault> {
        let mut found = Stories { stories: vec![], complete: true };
        let utility = self.rules.utility(start, None)?;
        let empty =
            Course { actions: vec![], worlds: vec![start.clone()], utilities: vec![utility] };
        let mut runs = vec![empty];
        let mut length = 0;
        while !runs.is_empty() && self.limits.author.is_none_or(|limit| length < limit) {
            length += 1;
            let mut longer = vec![];
            for run in &runs {
                match self.continued(run, &mut longer, &mut found.stories) {
                    Ok(()) => {}
                    Err(Fault::Effort) => return Ok(Stories { complete: false, ..found }),
                    Err(fault) => return Err(fault),
                }
            }
            runs = longer;
        }
        Ok(found)
    }

    fn continued(
        &mut self,
        run: &Course,
        longer: &mut Vec<Course>,
        stories: &mut Vec<Story>,
    ) -> Result<(), Fault> {
        let world = &run.worlds[run.actions.len()];
        for &action in self.executable(None, world)?.iter() {
            let after = self.after(None, world, action)?;
            if run.worlds.contains(&after)
                || !self.is_explained(world, action)?
                || self.must_wait(world, action)?.is_some()
            {
                continue;
            }
            let mut course = Course {
                actions: run.actions.clone(),
                worlds: run.worlds.clone(),
                utilities: run.utilities.clone(),
            };
            course.actions.push(action);
            course.utilities.push(self.rules.utility(&after, None)?);
            course.worlds.push(after);
            if self.accident_too_many(&course, &[])?.is_some() {
                continue;
            }
            if self.misses(&course)?.is_none()
                && self.rushes(&course)?.is_none()
                && self.padded(&course)?.is_none()
            {
                stories.push(self.told_story(&course)?);
            }
            longer.push(course);
        }
        Ok(())
    }

    /// Whether everyone who consents to a step has a reason for it in reality.
    pub(crate) fn is_explained(&mut self, world: &World, action: usize) -> Result<bool, Fault> {
        for &who in self.consenting(action) {
            if self.reason(&self.in_reality(world, action, who))?.is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn told_story(&mut self, course: &Course) -> Result<Story, Fault> {
        let mut steps = vec![];
        for (&action, world) in course.actions.iter().zip(&course.worlds) {
            let mut reasons = vec![];
            for &who in self.consenting(action) {
                let asked = self.in_reality(world, action, who);
                if let Ok(plan) = self.reason(&asked)? {
                    reasons.push(self.with_reasons(&asked, &plan)?);
                }
            }
            steps.push(ExplainedStep { step: self.rules.actions[action].step.clone(), reasons });
        }
        let number = |value| if let Value::Number(number) = value { Some(number) } else { None };
        let ends = (course.utilities.first().copied(), course.utilities.last().copied());
        let (before, after) = (ends.0.and_then(number), ends.1.and_then(number));
        Ok(Story { steps, before, after })
    }
}
