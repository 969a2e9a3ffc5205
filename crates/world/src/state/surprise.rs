//! Surprise: perceiving what one believed impossible (planning-semantics §4.3).
//!
//! Think of the precondition in disjunctive normal form. Of every clause that is true in the world
//! where the step is taken, each atom that the perceiver believes false is repaired: what must be
//! equal is made so, anything else becomes unknown. The normal form is never built: the atoms of
//! the true clauses of a conjunction are those of its parts (if all have a true clause), and of a
//! disjunction those of the parts that have one. What is said here of the precondition holds of the
//! guard of the step's outcome as well, each on its own account.

use super::recorder::{Cause, Recorder};
use super::registry::{StateId, StateRegistry, StateView};
use super::transition::{BeliefUpdate, Draft, Path, action_place, located, updates_for};
use crate::fault::{Fault, Place};
use crate::ground::{
    AppearanceId, ArithmeticFault, FluentId, Kind, Literal, StepId, Term, Test, View, compare,
};
use crate::id::CharacterId;
use crate::program::Comparison;
use crate::value::Value;

/// An atom of a true clause, and whose beliefs it speaks of.
struct Atom<'t> {
    believers: Vec<CharacterId>,
    test: AtomTest<'t>,
}

enum AtomTest<'t> {
    Literal(&'t Literal, bool),
    Compare(Comparison, &'t Term, &'t Term),
    /// One side of a true equality between two fluents, with the value that both have.
    Equals(&'t Term, Value),
}

impl StateRegistry<'_> {
    /// The perceiver's mind `mind`, repaired if the step was a surprise there; `state` is the
    /// (repaired) world where the step is taken. `path` already ends with the perceiver.
    pub(super) fn repair<R: Recorder>(
        &mut self,
        mind: StateId,
        state: StateId,
        step: StepId,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<StateId, Fault> {
        let world = self.world();
        let action = world.action(step);
        let fault = |f| located(f, || action_place(action));
        let mut repairs: Vec<(BeliefUpdate, bool)> = vec![];
        for test in [&action.precondition, &world.outcome(step).guard] {
            if test.holds(&self.view(mind)).map_err(fault)? {
                continue;
            }
            let world_view = self.view(state);
            let mut atoms = vec![];
            true_atoms(self, test, world_view, &mut vec![], &mut atoms).map_err(fault)?;
            for atom in &atoms {
                self.repairs_of(atom, world_view, self.view(mind), &mut repairs).map_err(fault)?;
            }
        }
        if repairs.is_empty() {
            return Ok(mind);
        }
        let repairs: Vec<BeliefUpdate> = repairs.into_iter().map(|(update, _)| update).collect();
        let mut draft = self.draft(mind);
        self.set_repairs(&mut draft, None, &repairs, Cause::Repaired(step), path, recorder)?;
        self.intern(&draft.row, &draft.minds)
    }

    /// The perceiver's mind once it admits what seems to happen: what an appearance demands, where
    /// the mind holds the opposite, is taken to be so. `path` already ends with the perceiver.
    pub(super) fn admit<R: Recorder>(
        &mut self,
        mind: StateId,
        appearance: AppearanceId,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<StateId, Fault> {
        let seeming = &self.world().appearances[appearance.index()];
        let place = || Place::Action(seeming.schema, seeming.arguments.clone());
        let mut updates: Vec<BeliefUpdate> = vec![];
        for demand in &seeming.demands {
            let view = demand.believers.iter().fold(self.view(mind), |view, &who| view.mind(who));
            if demand.test.holds(&view).map_err(|fault| located(fault, place))? {
                continue;
            }
            let (chain, fluent, value) = (demand.believers.clone(), demand.fluent, demand.value);
            let same = updates.iter_mut().find(|u| u.fluent == fluent && u.chain == chain);
            match same {
                // What is known wins; of two values, the smaller one, as everywhere.
                Some(update) if update.value == Value::Unknown => update.value = value,
                Some(update) if value != Value::Unknown => update.value = update.value.min(value),
                Some(_) => {}
                None => updates.push(BeliefUpdate { chain, fluent, value }),
            }
        }
        if updates.is_empty() {
            return Ok(mind);
        }
        let mut draft = self.draft(mind);
        let cause = Cause::Seemed(appearance);
        self.set_repairs(&mut draft, None, &updates, cause, path, recorder)?;
        self.intern(&draft.row, &draft.minds)
    }

    /// What an atom demands of the mind, if it is false there. The flag says that the value is
    /// known; where several atoms speak of one fluent, a known value wins over an unknown one.
    fn repairs_of(
        &self,
        atom: &Atom<'_>,
        state: StateView<'_>,
        mind: StateView<'_>,
        repairs: &mut Vec<(BeliefUpdate, bool)>,
    ) -> Result<(), ArithmeticFault> {
        let mut within = mind;
        let mut outside = state;
        for &who in &atom.believers {
            within = within.mind(who);
            outside = outside.mind(who);
        }
        let mut demand = |believers: Vec<CharacterId>, fluent: FluentId, value: Option<Value>| {
            let known = value.is_some();
            let value = value.unwrap_or(Value::Unknown);
            let mut chain = atom.believers.clone();
            chain.extend(believers);
            let same = repairs
                .iter_mut()
                .find(|(update, _)| update.fluent == fluent && update.chain == chain);
            match same {
                Some((update, was_known)) if known && !*was_known => {
                    update.value = value;
                    *was_known = true;
                }
                Some(_) => {}
                None => repairs.push((BeliefUpdate { chain, fluent, value }, known)),
            }
        };
        match atom.test {
            AtomTest::Literal(literal, positive) => {
                if within.is(literal) == positive {
                    return Ok(());
                }
                let kind = self.world().fluents[literal.fluent.index()].kind;
                let value = match (positive, kind) {
                    (true, _) => Some(literal.value),
                    // One clause for each other value that a truth may have.
                    (false, Kind::Boolean | Kind::Open) => Some(outside.value(literal.fluent)),
                    (false, _) => None,
                };
                demand(vec![], literal.fluent, value);
            }
            AtomTest::Equals(term, value) => {
                if term.eval(&within)? != value {
                    if let Some((believers, fluent)) = term.as_fluent() {
                        demand(believers, fluent, Some(value));
                    }
                }
            }
            AtomTest::Compare(comparison, left, right) => {
                if compare(comparison, left.eval(&within)?, right.eval(&within)?) {
                    return Ok(());
                }
                let (variable, other) = match (left.as_fluent(), right.as_fluent()) {
                    (Some(one), Some(two))
                        if comparison == Comparison::Unequal
                            && self.is_truth(one.1)
                            && self.is_truth(two.1) =>
                    {
                        for (believers, fluent) in [one, two] {
                            let there = believers.iter().fold(outside, |view, &who| view.mind(who));
                            let value = there.value(fluent);
                            demand(believers, fluent, Some(value));
                        }
                        return Ok(());
                    }
                    (Some(variable), _) => (variable, right),
                    (None, Some(variable)) => (variable, left),
                    (None, None) => {
                        let mut forgotten = vec![];
                        let mut visit = |believers: &[CharacterId], fluent: FluentId| {
                            if self.world().fluents[fluent.index()].kind == Kind::Number {
                                forgotten.push((believers.to_vec(), fluent));
                            }
                        };
                        left.reads(&mut vec![], &mut visit);
                        right.reads(&mut vec![], &mut visit);
                        for (believers, fluent) in forgotten {
                            demand(believers, fluent, None);
                        }
                        return Ok(());
                    }
                };
                let (believers, fluent) = variable;
                let value = match comparison {
                    Comparison::Equal => Some(other.eval(&outside)?),
                    Comparison::Unequal if self.is_truth(fluent) => {
                        let there = believers.iter().fold(outside, |view, &who| view.mind(who));
                        Some(there.value(fluent))
                    }
                    _ => None,
                };
                demand(believers, fluent, value);
            }
        }
        Ok(())
    }

    /// Sets repaired fluents: those of the mind itself without further ado, those of minds within
    /// it as updates that their innermost owner notices.
    fn set_repairs<R: Recorder>(
        &mut self,
        draft: &mut Draft,
        owner: Option<CharacterId>,
        repairs: &[BeliefUpdate],
        cause: Cause,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<(), Fault> {
        let here: Vec<BeliefUpdate> =
            repairs.iter().filter(|repair| repair.chain.is_empty()).cloned().collect();
        match owner {
            Some(owner) if !here.is_empty() => {
                self.learn(draft, owner, &here, cause, path, recorder)?;
            }
            _ => {
                for repair in here {
                    self.write(&mut draft.row, repair.fluent, repair.value, cause, path, recorder)?;
                }
            }
        }
        for character in 0..draft.minds.len() {
            let who = CharacterId::at(character);
            let deeper = updates_for(repairs, who);
            if deeper.is_empty() {
                continue;
            }
            let base = draft.minds[character];
            let mut mind = self.draft(base);
            path.push(who);
            self.set_repairs(&mut mind, Some(who), &deeper, cause, path, recorder)?;
            draft.minds[character] = self.close(Some(who), mind, Some(base), path, recorder)?;
            path.pop();
        }
        Ok(())
    }
}

/// Collects the atoms of all clauses that are true in `view`; false where there is no such clause
/// (what was collected until then is taken back).
fn true_atoms<'t>(
    registry: &StateRegistry<'_>,
    test: &'t Test,
    view: StateView<'_>,
    believers: &mut Vec<CharacterId>,
    atoms: &mut Vec<Atom<'t>>,
) -> Result<bool, ArithmeticFault> {
    let mark = atoms.len();
    let holds = match test {
        Test::True => true,
        Test::False => false,
        Test::And(parts) => {
            let mut all = true;
            for part in parts {
                if !true_atoms(registry, part, view, believers, atoms)? {
                    all = false;
                    break;
                }
            }
            all
        }
        Test::Or(parts) => {
            let mut any = false;
            for part in parts {
                any |= true_atoms(registry, part, view, believers, atoms)?;
            }
            any
        }
        Test::Is(literal) | Test::IsNot(literal) => {
            let positive = matches!(test, Test::Is(_));
            atoms.push(Atom {
                believers: believers.clone(),
                test: AtomTest::Literal(literal, positive),
            });
            view.is(literal) == positive
        }
        Test::Compare(comparison, left, right) => {
            let (l, r) = (left.eval(&view)?, right.eval(&view)?);
            let holds = compare(*comparison, l, r);
            // Equality of two fluents that hold entities or truths is one clause per value,
            // inequality of two that hold truths, and are never unknown, one per pair of values.
            let per_value = !matches!((l, r), (Value::Number(_), _) | (_, Value::Number(_)))
                && left.as_fluent().is_some_and(|f| registry.is_discrete(f.1))
                && right.as_fluent().is_some_and(|f| registry.is_discrete(f.1));
            let both_two_valued = left.as_fluent().is_some_and(|f| registry.is_two_valued(f.1))
                && right.as_fluent().is_some_and(|f| registry.is_two_valued(f.1));
            let per_pair = *comparison == Comparison::Unequal && both_two_valued;
            if holds && per_value && (*comparison == Comparison::Equal || per_pair) {
                for (side, value) in [(left, l), (right, r)] {
                    atoms.push(Atom {
                        believers: believers.clone(),
                        test: AtomTest::Equals(side, value),
                    });
                }
            } else {
                atoms.push(Atom {
                    believers: believers.clone(),
                    test: AtomTest::Compare(*comparison, left, right),
                });
            }
            holds
        }
        Test::Believes(who, inner) => {
            believers.push(*who);
            let holds = true_atoms(registry, inner, view.mind(*who), believers, atoms)?;
            believers.pop();
            holds
        }
        Test::Unless(test, negation) => {
            if test.holds(&view)? {
                false
            } else {
                true_atoms(registry, negation, view, believers, atoms)?;
                true
            }
        }
    };
    if !holds {
        atoms.truncate(mark);
    }
    Ok(holds)
}

impl StateRegistry<'_> {
    fn is_discrete(&self, fluent: FluentId) -> bool {
        self.world().fluents[fluent.index()].kind != Kind::Number
    }

    fn is_two_valued(&self, fluent: FluentId) -> bool {
        self.world().fluents[fluent.index()].kind == Kind::Boolean
    }

    fn is_truth(&self, fluent: FluentId) -> bool {
        matches!(self.world().fluents[fluent.index()].kind, Kind::Boolean | Kind::Open)
    }
}
