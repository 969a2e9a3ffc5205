//! How an action may turn out, who counts on it, and what is an accident (docs/semantics.md, 11.6).

use motive_world::id::CharacterId;
use motive_world::value::{Number, Value};

use crate::event::Owner;
use crate::fault::Fault;
use crate::ground::Rules;
use crate::world::World;

/// What one outcome of an action comes to in a world.
struct Prospect {
    /// The step: the action with this outcome.
    step: usize,
    /// 0 where the outcome is not possible.
    weight: f64,
    /// Whether its guard is unknown, so that it may be hoped for or feared whatever its odds.
    is_guard_unknown: bool,
}

impl Rules<'_> {
    /// The steps of the action of a step, one for each outcome, in order.
    pub(crate) fn outcomes_of(&self, step: usize) -> std::ops::Range<usize> {
        let first = step - self.actions[step].step.outcome as usize;
        first..first + self.schema(step).outcomes.len()
    }

    /// Whether a step can be taken in a world that is the mind of `owner`, or reality: what it needs
    /// holds there; in reality its outcome is possible, and the owner of a mind counts on it.
    pub(crate) fn can_be_taken(
        &self,
        owner: Owner,
        world: &World,
        step: usize,
    ) -> Result<bool, Fault> {
        Ok(self.has_what_it_needs(world, step)? && self.may_turn_out(owner, world, step)?)
    }

    /// The second half of that: whether an action that is taken may have this outcome.
    pub(crate) fn may_turn_out(
        &self,
        owner: Owner,
        world: &World,
        step: usize,
    ) -> Result<bool, Fault> {
        if !self.schema(step).branches() {
            return Ok(true);
        }
        match owner {
            None => {
                let prospects = self.prospects(world, step, false)?;
                Ok(prospects.iter().any(|prospect| prospect.step == step && prospect.weight > 0.0))
            }
            Some(_) => self.is_counted_on(world, step),
        }
    }

    /// Whether the owner of a mind counts on the outcome of a step.
    pub(crate) fn is_counted_on(&self, mind: &World, step: usize) -> Result<bool, Fault> {
        if !self.schema(step).branches() {
            return Ok(true);
        }
        let prospects = self.prospects(mind, step, true)?;
        let total: f64 = prospects.iter().map(|prospect| prospect.weight).sum();
        let (numerator, denominator) = self.program().settings.likely;
        Ok(prospects.iter().any(|prospect| {
            let is_likely =
                prospect.weight * f64::from(denominator) >= total * f64::from(numerator);
            prospect.step == step
                && prospect.weight > 0.0
                && (is_likely || prospect.is_guard_unknown)
        }))
    }

    /// Whether a step that happens in reality is an accident: somebody consents to it, and nobody
    /// who does counts on its outcome.
    pub(crate) fn is_accident(&self, world: &World, step: usize) -> Result<bool, Fault> {
        let consenting: &[CharacterId] = &self.actions[step].consenting;
        for &who in consenting {
            if self.is_counted_on(&world.mind(who), step)? {
                return Ok(false);
            }
        }
        Ok(!consenting.is_empty())
    }

    fn prospects(&self, world: &World, step: usize, is_mind: bool) -> Result<Vec<Prospect>, Fault> {
        let mut prospects = vec![];
        for step in self.outcomes_of(step) {
            let outcome = &self.schema(step).outcomes[self.actions[step].step.outcome as usize];
            let mut environment = self.environment(step);
            let mut holds = |condition| {
                let holds = self.reader.holds(world, &mut environment, condition, true);
                holds.map_err(|trouble| trouble.at(self.place(step)))
            };
            let is_guard_true = holds(&outcome.guard)?;
            let is_possible = if is_mind { holds(&outcome.conceivable)? } else { is_guard_true };
            let mut weight = 0.0;
            if is_possible {
                let value = self.reader.value(world, &mut environment, &outcome.weight);
                weight = match value.map_err(|trouble| trouble.at(self.place(step)))? {
                    Value::Number(number) => Number::get(number).max(0.0),
                    Value::Boolean(truth) => f64::from(u8::from(truth)),
                    _ => 1.0,
                };
            }
            let is_guard_unknown = is_possible && !is_guard_true;
            prospects.push(Prospect { step, weight, is_guard_unknown });
        }
        Ok(prospects)
    }
}
