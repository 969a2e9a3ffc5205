//! How near an improvement can be at best, after a step that has not been looked at.
//!
//! The relaxed graph takes every belief to be as it should be, so where somebody wants others to
//! believe something it says nothing: everything seems to be there already. Two exact bounds make up
//! for that.
//!
//! * A plan ends with a step that raises the utility above the present one. So a state in which it
//!   is no higher needs one more step at least, and none where no step is left.
//! * A plan that ends with a utility that it has had before is padding. So who has passed some
//!   values above the present one needs another; where only higher ones are left, the relaxed graph
//!   is asked for those.

use motive_world::fault::Fault;
use motive_world::ground::{GroundUtility, StepId, Term};
use motive_world::id::CharacterId;
use motive_world::state::StateId;
use motive_world::value::{Number, Value};

use super::{Explanations, Measure, Sight};
use crate::links::Cast;
use crate::relaxed::{Estimate, RelaxedGraph};

/// The most values of a utility that are told apart.
const VALUES: usize = 64;

/// All values that a utility can have, where that is plain to see: it is a sum of truths, each of
/// a weight that never changes.
#[derive(Debug)]
pub(super) struct Attainable(Option<Vec<Number>>);

impl Attainable {
    pub(super) fn of(utility: &GroundUtility) -> Self {
        let mut values = vec![0.0];
        for want in &utility.wants {
            let (Some(weight), Some(amounts)) = (constant(&want.weight), truths(&want.amount))
            else {
                return Attainable(None);
            };
            let sums = values.iter().flat_map(|sum| amounts.map(|amount| sum + weight * amount));
            let mut sums: Vec<f64> = sums.collect();
            sums.sort_by(f64::total_cmp);
            sums.dedup();
            if sums.len() > VALUES {
                return Attainable(None);
            }
            values = sums;
        }
        Attainable(values.into_iter().map(Number::new).collect())
    }

    /// Whether it can be no lower than this.
    pub(super) fn is_least(&self, value: Number) -> bool {
        self.0.as_ref().is_some_and(|values| values.first().is_some_and(|&least| value <= least))
    }

    /// What the utility must exceed to have a value above `before` that is none of those passed.
    fn threshold(&self, before: Number, passed: &[Number]) -> Number {
        let Some(values) = &self.0 else { return before };
        let above = values.iter().filter(|&&value| value > before);
        let passed = above.take_while(|value| passed.contains(value));
        passed.last().copied().unwrap_or(before)
    }
}

fn constant(term: &Term) -> Option<f64> {
    match term {
        Term::Value(Value::Number(number)) => Some(number.get()),
        _ => None,
    }
}

fn truths(term: &Term) -> Option<[f64; 2]> {
    match term {
        Term::Truth(_) => Some([0.0, 1.0]),
        other => constant(other).map(|value| [value, value]),
    }
}

/// What a plan must come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aim<'a> {
    /// It must be better than this.
    pub(super) before: Number,
    /// What it makes better.
    pub(super) measure: Measure,
    /// And be none of these.
    pub(super) passed: &'a [Number],
    /// Within so many further steps.
    pub(super) horizon: u32,
}

impl Explanations<'_> {
    /// The greatest utility that a character can ever have, where that is plain to see.
    pub(crate) fn greatest(&self, character: CharacterId) -> Option<Number> {
        self.attainable[character.index()].0.as_ref()?.last().copied()
    }

    /// How far an improvement is, for the owner of a plan that began in `mind`, after a step from
    /// `from`.
    pub(super) fn estimate_after(
        &mut self,
        (owner, sight): (CharacterId, Sight),
        mind: StateId,
        (from, step): (StateId, StepId),
        aim: Aim<'_>,
    ) -> Result<Estimate, Fault> {
        let horizon = aim.horizon;
        let Some(near) = &self.near else {
            return self.estimate_in_table((owner, sight), mind, (from, step), aim);
        };
        let owner = Some(owner);
        let state = match near.reads_beliefs(owner) {
            true => Some(self.states.after(owner, from, step)?),
            false => None,
        };
        let valuation = match state {
            Some(state) => self.states.valuation(state),
            None => self.states.facts_after(owner, from, step)?,
        };
        let others = self.others(mind);
        let states = &self.states;
        let near = self.near.as_mut().expect("just looked at");
        Ok(near.estimate(states, owner, others, valuation, state, aim.before, None, horizon))
    }

    /// The same where all steps are in a table.
    fn estimate_in_table(
        &mut self,
        (who, sight): (CharacterId, Sight),
        mind: StateId,
        (from, step): (StateId, StepId),
        aim: Aim<'_>,
    ) -> Result<Estimate, Fault> {
        let owner = Some(who);
        let Aim { before, measure, passed, horizon } = aim;
        // In the strict reading the relaxed graph mostly sees as much.
        let exactly = self.world.program.settings.learning;
        let reads_beliefs =
            exactly && self.influence.concerns[who.index()].minds != Cast::default();
        let state = if reads_beliefs && (horizon == 0 || !self.states.sleeps(owner, from, step)) {
            Some(self.states.after(owner, from, step)?)
        } else {
            None
        };
        let valuation = match state {
            Some(state) => self.states.valuation(state),
            None => self.states.facts_after(owner, from, step)?,
        };
        let threshold = match exactly {
            true => self.attainable[who.index()].threshold(before, passed),
            false => before,
        };
        let range = (self.range(mind), sight);
        let estimate = self.estimate(owner, range, valuation, threshold, None, horizon);
        if !exactly || estimate.least != Some(0) {
            return Ok(estimate);
        }
        let view = match state {
            Some(state) => self.states.view(state),
            None if reads_beliefs => return Ok(estimate),
            None => self.states.view_of_facts(valuation),
        };
        let utility = self.utility_in(Some(who), &view)?;
        // An outlook is never above the utility, but it may be below.
        let repeats = |utility| measure == Measure::Utility && passed.contains(&utility);
        if utility.is_some_and(|utility| utility > threshold && !repeats(utility)) {
            return Ok(estimate);
        }
        let least = (horizon > 0).then_some(1);
        Ok(Estimate { least, guess: estimate.guess.max(1) })
    }

    /// Whether a character may come to be worse off than `least` by so many steps of others, and by
    /// nature, from a state that is no worse.
    pub(super) fn may_lose(
        &mut self,
        character: CharacterId,
        state: StateId,
        least: Number,
        steps: u32,
    ) -> Result<bool, Fault> {
        if steps == 0 && !self.nature {
            return Ok(false);
        }
        // Where it may become unknown, that would matter; and on demand there is no table.
        if self.near.is_some() || self.attainable[character.index()].0.is_none() {
            return Ok(true);
        }
        let horizon = if self.nature { u32::MAX } else { steps };
        let world = self.world;
        let graph = self.losses[character.index()].get_or_insert_with(|| {
            RelaxedGraph::of_losses(world, character, |step| {
                let action = world.action(step);
                action.is_reckoned_with() && !action.consenting.contains(&character)
            })
        });
        let valuation = self.states.valuation(state);
        let Some(least) = Number::new(-least.get()) else { return Ok(true) };
        let estimate = graph.estimate(&self.states, valuation, least, None, horizon);
        Ok(estimate.least.is_some())
    }
}
