//! All stories, shortest first: depth-first, one length after another, along paths that never
//! return to a state (a circle could be left out, so P4 forbids it).

use motive_world::ground::StepId;
use motive_world::state::StateId;
use motive_world::story::Story;
use motive_world::value::Number;

use super::{Task, Tick, is_explained};
use crate::explain::{Answer, Explanations};
use crate::influence::Range;
use crate::padding::Run;
use crate::pressing::Next;
use crate::search::Statistics;

#[derive(Debug)]
struct Level {
    state: StateId,
    steps: Vec<StepId>,
    next: usize,
    /// The greatest utility so far on the path, this state included.
    best: Option<Number>,
    /// The accidents on the path.
    accidents: u32,
}

/// All stories, shortest first.
#[derive(Debug)]
pub(crate) struct Enumeration {
    task: Task,
    length: u32,
    path: Vec<StepId>,
    levels: Vec<Level>,
    /// Some path was as long as the present length: longer ones may exist.
    reached: bool,
    /// A state, and the accidents on the path there.
    entering: Option<(StateId, u32)>,
    candidate: bool,
}

impl Enumeration {
    pub(crate) fn new(task: Task) -> Self {
        Enumeration {
            task,
            length: 1,
            path: vec![],
            levels: vec![],
            reached: false,
            entering: Some((task.initial, 0)),
            candidate: false,
        }
    }

    pub(crate) fn tick(
        &mut self,
        minds: &mut Explanations<'_>,
        statistics: &mut Statistics,
    ) -> Answer<Tick> {
        if self.candidate {
            let story = self.check(minds)?;
            self.candidate = false;
            self.path.pop();
            return Ok(match story {
                Some(story) => Tick::Story(Box::new(story)),
                None => Tick::More,
            });
        }
        if let Some((state, accidents)) = self.entering {
            let next = minds.next(state)?;
            self.entering = None;
            self.enter(minds, (state, accidents), &next, statistics)?;
            return Ok(Tick::More);
        }
        let depth = self.levels.len();
        let Some(level) = self.levels.last() else {
            statistics.depth = self.length;
            if !self.reached || self.length >= self.task.limit {
                return Ok(Tick::Exhausted);
            }
            self.length += 1;
            self.reached = false;
            self.entering = Some((self.task.initial, 0));
            return Ok(Tick::More);
        };
        let Some(&step) = level.steps.get(level.next) else {
            self.levels.pop();
            self.path.pop();
            return Ok(Tick::More);
        };
        let (state, best) = (level.state, level.best);
        let accidents = level.accidents + u32::from(minds.is_accident(state, step)?);
        let is_one_too_many = accidents > self.task.accidents;
        // Once it is known that there is such a step, nobody need be asked again.
        let asks = !is_one_too_many || !statistics.too_many_accidents;
        let explained = asks && is_explained(minds, state, step)?;
        statistics.too_many_accidents |= explained && is_one_too_many;
        if let Some(level) = self.levels.last_mut() {
            level.next += 1;
        }
        if !explained || is_one_too_many {
            return Ok(Tick::More);
        }
        let after = minds.states.after(None, state, step)?;
        if self.levels.iter().any(|level| level.state == after) {
            return Ok(Tick::More);
        }
        self.path.push(step);
        if depth as u32 == self.length {
            self.reached = true;
            let utility = minds.utility(None, after)?;
            let good = utility.is_some_and(|utility| {
                utility > self.task.before
                    && utility >= self.task.goal
                    && best.is_none_or(|best| utility > best)
            });
            if good {
                self.candidate = true;
            } else {
                self.path.pop();
            }
            return Ok(Tick::More);
        }
        self.entering = Some((after, accidents));
        Ok(Tick::More)
    }

    fn enter(
        &mut self,
        minds: &mut Explanations<'_>,
        (state, accidents): (StateId, u32),
        next: &Next,
        statistics: &mut Statistics,
    ) -> Answer<()> {
        statistics.expanded += 1;
        // No story ends where something presses.
        let here = if next.is_quiet() { minds.utility(None, state)? } else { None };
        let before = self.levels.last().and_then(|level| level.best);
        let best = here.max(before);
        // A story ends better than it ever was before, so what is best so far must be exceeded.
        let present = best.map_or(self.task.before, |best| best.max(self.task.before));
        let horizon = self.length - self.levels.len() as u32 - 1;
        let mut steps = vec![];
        for step in minds.serving(state)? {
            if !next.allows(minds.world, step) {
                continue;
            }
            let valuation = minds.states.facts_after(None, state, step)?;
            let estimate = minds.estimate(
                None,
                (Range::Within, minds.sight()),
                valuation,
                present,
                Some(self.task.goal),
                u32::MAX,
            );
            match estimate.least {
                None => {}
                Some(least) if least > horizon => self.reached = true,
                Some(_) => steps.push(step),
            }
        }
        statistics.generated += steps.len() as u64;
        self.levels.push(Level { state, steps, next: 0, best, accidents });
        Ok(())
    }

    /// The story of the present path, if no tail of it is padded.
    fn check(&self, minds: &mut Explanations<'_>) -> Answer<Option<Story>> {
        let states = minds.run(None, self.task.initial, &self.path)?;
        if let Some(&last) = states.last()
            && !minds.is_quiet(last)?
        {
            return Ok(None);
        }
        let run = Run::of_author(minds, &states, &self.path, self.task.accidents);
        if minds.shorter(&run)?.is_some() {
            return Ok(None);
        }
        minds.story(&states, &self.path).map(Some)
    }
}
