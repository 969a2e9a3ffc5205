//! An attempt that fails: what whoever makes it learns.
//!
//! Nothing happens, and nobody else perceives anything. Of what the step needs, or, where that is so
//! and no outcome is possible, of what its outcomes ask for, whoever tries it learns what is not as
//! they believed: each test that holds in their mind and not in reality is taken down to its atoms,
//! and every fluent that such an atom reads, and that they are wrong about, is corrected. What is
//! true or false becomes what it is, and so does what must not have had the value that it has;
//! anything else becomes unknown: who finds nothing where something should be does not learn where
//! it is. It is learnt as from an effect on beliefs that nobody else notices (planning-semantics
//! §4.2 step 2). Where nobody can mean to learn (the strict reading) a failure teaches nothing.

use super::recorder::{Cause, NoRecorder};
use super::registry::{StateId, StateRegistry, StateView};
use super::transition::{BeliefUpdate, action_place, located};
use crate::fault::Fault;
use crate::ground::{ArithmeticFault, FluentId, Kind, StepId, Test, View};
use crate::id::CharacterId;
use crate::program::Comparison;
use crate::value::Value;

/// What is believed of a world, and what is so there.
#[derive(Clone, Copy)]
struct Views<'s> {
    mind: StateView<'s>,
    real: StateView<'s>,
}

impl StateRegistry<'_> {
    /// The state after a character has tried in vain to take a step: the same state where that
    /// teaches nothing.
    ///
    /// # Errors
    /// Triggers that never come to rest, arithmetic without a result, or full tables.
    pub fn fail(
        &mut self,
        state: StateId,
        who: CharacterId,
        step: StepId,
    ) -> Result<StateId, Fault> {
        let world = self.world();
        if !world.program.settings.learning {
            return Ok(state);
        }
        let action = world.action(step);
        let place = || action_place(action);
        let base = self.mind(state, who);
        let mut learnt = vec![];
        let views = Views { mind: self.view(base), real: self.view(state) };
        let mut correct = |test: &Test| -> Result<bool, Fault> {
            let is_so = test.holds(&views.real).map_err(|fault| located(fault, place))?;
            let is_believed = test.holds(&views.mind).map_err(|fault| located(fault, place))?;
            if is_believed && !is_so {
                self.missed(test, views, &mut vec![], &mut learnt)
                    .map_err(|fault| located(fault, place))?;
            }
            Ok(is_so)
        };
        if correct(&action.precondition)? {
            for outcome in &action.outcomes {
                correct(&outcome.guard)?;
            }
        }
        if learnt.is_empty() || self.minds(state).is_empty() {
            return Ok(state);
        }
        let mut draft = self.draft(state);
        let (mut path, recorder) = (vec![who], &mut NoRecorder);
        let cause = Cause::Told(step);
        draft.minds[who.index()] =
            self.told((who, base), None, [&learnt, &[]], cause, &mut path, recorder)?;
        path.pop();
        self.close(None, draft, Some(state), &mut path, recorder)
    }

    /// Collects what must be corrected after a test that holds in the mind and not in reality.
    fn missed(
        &self,
        test: &Test,
        views: Views<'_>,
        believers: &mut Vec<CharacterId>,
        learnt: &mut Vec<BeliefUpdate>,
    ) -> Result<(), ArithmeticFault> {
        match test {
            Test::True | Test::False => {}
            Test::And(parts) | Test::Or(parts) => {
                for part in parts {
                    if part.holds(&views.mind)? && !part.holds(&views.real)? {
                        self.missed(part, views, believers, learnt)?;
                    }
                }
            }
            Test::Believes(who, inner) => {
                let views = Views { mind: views.mind.mind(*who), real: views.real.mind(*who) };
                believers.push(*who);
                self.missed(inner, views, believers, learnt)?;
                believers.pop();
            }
            Test::Is(_) => self.corrected(test, false, views, believers, learnt),
            Test::IsNot(_) => self.corrected(test, true, views, believers, learnt),
            Test::Compare(comparison, ..) => {
                let tells = *comparison == Comparison::Unequal;
                self.corrected(test, tells, views, believers, learnt);
            }
            Test::Unless(test, _) => self.corrected(test, false, views, believers, learnt),
        }
        Ok(())
    }

    /// Corrects what a test reads, where the mind is wrong about it. `tells`: its failure says what
    /// the value is.
    fn corrected(
        &self,
        test: &Test,
        tells: bool,
        views: Views<'_>,
        believers: &[CharacterId],
        learnt: &mut Vec<BeliefUpdate>,
    ) {
        let mut visit = |chain: &[CharacterId], fluent: FluentId| {
            let Views { mind, real } = chain.iter().fold(views, |views, &who| Views {
                mind: views.mind.mind(who),
                real: views.real.mind(who),
            });
            let is = real.value(fluent);
            if mind.value(fluent) == is {
                return;
            }
            let kind = self.world().fluents[fluent.index()].kind;
            let is_known = tells || matches!(kind, Kind::Boolean | Kind::Open);
            let value = if is_known { is } else { Value::Unknown };
            let chain: Vec<CharacterId> = believers.iter().chain(chain).copied().collect();
            let same = learnt.iter_mut().find(|u| u.fluent == fluent && u.chain == chain);
            match same {
                // What is known wins.
                Some(update) if is_known => update.value = value,
                Some(_) => {}
                None => learnt.push(BeliefUpdate { chain, fluent, value }),
            }
        };
        test.reads(&mut vec![], &mut visit);
    }
}
