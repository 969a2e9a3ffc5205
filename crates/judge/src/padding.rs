//! Steps that can be left out (planning-semantics §6.1, R4 and P4).

use std::cmp::Reverse;

use motive_world::value::Value;

use crate::fault::Fault;
use crate::outlook::Measure;
use crate::search::{Move, Question, Search, later};
use crate::world::World;

/// Whose run is shortened, and where it starts.
pub(crate) enum Run<'q> {
    /// The author's, in reality, with so many accidents left.
    Author(&'q World, u32),
    /// A character's plan, or the tail of one: the count, depth and mind of this question.
    Character(&'q Question),
}

impl Run<'_> {
    fn start(&self) -> &World {
        match self {
            Run::Author(world, _) => world,
            Run::Character(question) => &question.mind,
        }
    }
}

impl Search<'_, '_> {
    /// Positions of `actions`, at least one and not all, that are executable by themselves from
    /// the mind of `question`, end with exactly this utility, and have reasons there.
    pub(crate) fn shorter(
        &mut self,
        question: &Question,
        actions: &[usize],
        end: (Measure, Value),
    ) -> Result<Option<Vec<usize>>, Fault> {
        self.shorter_run(&Run::Character(question), actions, end)
    }

    /// The same for a run of the author or of a character.
    pub(crate) fn shorter_run(
        &mut self,
        run: &Run<'_>,
        actions: &[usize],
        end: (Measure, Value),
    ) -> Result<Option<Vec<usize>>, Fault> {
        let start = run.start().clone();
        self.keep_or_drop(run, actions, end, 0, &start, &mut vec![])
    }

    /// Tries to keep, then to drop, the action at `position`; `kept` are those kept before it,
    /// which led to `world`.
    fn keep_or_drop(
        &mut self,
        run: &Run<'_>,
        actions: &[usize],
        end: (Measure, Value),
        position: usize,
        world: &World,
        kept: &mut Vec<(usize, Move)>,
    ) -> Result<Option<Vec<usize>>, Fault> {
        self.spend()?;
        let Some(&action) = actions.get(position) else {
            let proper = !kept.is_empty() && kept.len() < actions.len();
            let same = proper && self.worth_of_run(run, end.0, world)? == end.1;
            let ends = same && (matches!(run, Run::Character(_)) || self.is_quiet(world)?);
            if ends && self.all_have_reasons(run, actions.len(), kept)? {
                return Ok(Some(kept.iter().map(|&(position, _)| position).collect()));
            }
            return Ok(None);
        };
        let owner = match run {
            Run::Author(..) => None,
            Run::Character(question) => Some(question.character),
        };
        let waits = owner.is_none() && self.must_wait(world, action)?.is_some();
        if !waits && self.rules.can_be_taken(owner, world, action)? {
            let after = self.after(owner, world, action)?;
            // What its owner refuses to go through is no other way to the same end.
            let refused = match owner {
                Some(who) => self.refused(who, world, action)?.is_some(),
                None => false,
            };
            if !refused {
                kept.push((position, Move { before: world.clone(), action }));
                let found = self.keep_or_drop(run, actions, end, position + 1, &after, kept)?;
                kept.pop();
                if found.is_some() {
                    return Ok(found);
                }
            }
        }
        self.keep_or_drop(run, actions, end, position + 1, world, kept)
    }

    fn worth_of_run(
        &mut self,
        run: &Run<'_>,
        measure: Measure,
        world: &World,
    ) -> Result<Value, Fault> {
        match run {
            Run::Author(..) => self.rules.utility(world, None),
            Run::Character(question) => self.measured(measure, question, world),
        }
    }

    /// Whether the author's run has no more accidents than it may have, and every kept action has a
    /// reason for everyone who consents to it, in the world that
    /// the shortened run takes it in. The planner's own reasons may have at most one step less
    /// than the run that is shortened, so that nothing is explained by itself.
    ///
    /// The deepest, and then those that may have the fewest steps, are asked for first: they are
    /// the quickest to refuse.
    fn all_have_reasons(
        &mut self,
        run: &Run<'_>,
        length: usize,
        kept: &[(usize, Move)],
    ) -> Result<bool, Fault> {
        if let Run::Author(_, allowed) = *run {
            let mut accidents = 0;
            for (_, step) in kept {
                accidents += u32::from(self.rules.is_accident(&step.before, step.action)?);
            }
            if accidents > allowed {
                return Ok(false);
            }
        }
        let mut asked = vec![];
        for (index, (_, step)) in kept.iter().enumerate() {
            for &who in self.consenting(step.action) {
                asked.push(match run {
                    Run::Author(..) => self.in_reality(&step.before, step.action, who),
                    Run::Character(question) => {
                        let count = later(question.count, index);
                        if who == question.character {
                            let cap = u32::try_from(length - 1).unwrap_or(u32::MAX);
                            Question { cap, ..question.later(&step.before, step.action, count) }
                        } else {
                            self.of_other(question, step, who, count)
                        }
                    }
                });
            }
        }
        for question in &asked {
            if !self.rules.has_what_it_needs(&question.mind, question.action)? {
                return Ok(false);
            }
        }
        asked.sort_by_key(|question| {
            let steps = self.horizon(question.count, question.depth).min(question.cap);
            (Reverse(question.depth), steps)
        });
        for question in &asked {
            if !self.may_have_reason(question)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
