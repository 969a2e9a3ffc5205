//! What a lint asks of a transition: does it depend on an order that the author did not choose?

use super::recorder::{Cause, Recorder, Write};
use super::registry::{StateId, StateRegistry};
use super::transition::{action_place, located};
use crate::fault::Fault;
use crate::ground::{FluentId, StepId, TriggerId};
use crate::id::CharacterId;
use crate::value::Value;

/// What comes out otherwise if triggers are tried in another order.
pub struct Order {
    /// The two triggers at which the courses first differ: as they are declared, and the other way round.
    pub triggers: (TriggerId, TriggerId),
    /// A fluent that is not the same afterwards, and whose belief about it.
    pub fluent: Option<(Vec<CharacterId>, FluentId)>,
}

/// The triggers that fired, in order.
#[derive(Default)]
struct Fired(Vec<TriggerId>);

impl Recorder for Fired {
    const RECORDS: bool = true;

    fn record(&mut self, write: Write<'_>) {
        if let Cause::Trigger(id) | Cause::Inferred(id) = write.cause {
            self.0.push(id);
        }
    }
}

impl StateRegistry<'_> {
    /// Whether the state after a step depends on the order in which triggers are tried: compares
    /// it with what comes of trying them from the last to the first. Returns the two triggers at
    /// which the two courses first differ, and what is different afterwards.
    ///
    /// # Errors
    /// As [`apply`](Self::apply); also where only the other order never comes to rest.
    pub fn order_matters(&mut self, state: StateId, step: StepId) -> Result<Option<Order>, Fault> {
        let mut declared = Fired::default();
        let after = self.apply(None, state, step, &mut declared)?;
        if declared.0.is_empty() {
            return Ok(None);
        }
        let mut reversed = Fired::default();
        self.last_first = true;
        let other = self.apply(None, state, step, &mut reversed);
        self.last_first = false;
        let other = other?;
        if other == after {
            return Ok(None);
        }
        let differ = declared.0.iter().zip(&reversed.0).find(|(one, other)| one != other);
        Ok(differ.map(|(&one, &another)| Order {
            triggers: (one, another),
            fluent: (0..=self.levels())
                .find_map(|depth| self.difference(after, other, depth, &mut vec![])),
        }))
    }

    /// A fluent in which two states differ, just so many believers deep.
    fn difference(
        &self,
        one: StateId,
        other: StateId,
        depth: u32,
        believers: &mut Vec<CharacterId>,
    ) -> Option<(Vec<CharacterId>, FluentId)> {
        if one == other {
            return None;
        }
        if depth == 0 {
            let (row, another) = (self.row(self.valuation(one)), self.row(self.valuation(other)));
            let mut first = None;
            self.differing(row, another, |fluent| first = first.or(Some(fluent)));
            return first.map(|fluent| (believers.clone(), fluent));
        }
        let minds = self.minds(one).iter().zip(self.minds(other));
        self.world().program.characters().zip(minds).find_map(|(who, (&one, &other))| {
            believers.push(who);
            let found = self.difference(one, other, depth - 1, believers);
            believers.pop();
            found
        })
    }

    /// A fluent (and whose belief about it) to which a step would give two values at once here, so
    /// that the smaller one counts.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn collision(
        &self,
        state: StateId,
        step: StepId,
    ) -> Result<Option<(Vec<CharacterId>, FluentId)>, Fault> {
        let view = self.view(state);
        let action = self.world().action(step);
        let mut given: Vec<(&[CharacterId], FluentId, Value)> = vec![];
        for effect in &self.world().outcome(step).effects {
            let fault = |fault| located(fault, || action_place(action));
            if !effect.condition.holds(&view).map_err(fault)? {
                continue;
            }
            let value = effect.value.eval(&view).map_err(fault)?;
            let same = given
                .iter()
                .find(|(who, fluent, _)| *who == effect.believers && *fluent == effect.fluent);
            match same {
                Some((_, _, other)) if *other != value => {
                    return Ok(Some((effect.believers.clone(), effect.fluent)));
                }
                _ => given.push((&effect.believers, effect.fluent, value)),
            }
        }
        Ok(None)
    }
}
