//! Whether every step of a plan can still turn out to be needed.
//!
//! Leave a step out of a plan, and with it every later step that reads anything that would then be
//! different: facts of the owner's world, or what somebody has in mind whose consent is asked. The
//! steps that are left can be taken as before, for the same reasons. If what would be different is
//! nothing that the owner's utility reads, they end with the same utility, and R4 forbids the plan
//! (and every plan that goes on like that). So each step *owes* an influence on the utility: what it
//! makes different, directly or through the steps that read it, is its debt. A plan is not gone on
//! with where its last step could not pay all debts.

use std::collections::BTreeMap;
use std::sync::Arc;

use motive_world::ground::{Assignment, FluentId, StepId};
use motive_world::id::{CharacterId, VariableId};
use motive_world::program::{Argument, Condition, Expr};
use motive_world::state::{StateId, StateRegistry};
use motive_world::value::Value;

use super::{Near, Others};
use crate::explain::Explanations;

/// A fluent of the owner's world (0), or as the character before this number has it in mind.
type Key = (u32, FluentId);

/// What would be different without a step, in order, each once.
pub(crate) type Debt = Vec<Key>;

const WORLD: u32 = 0;

fn mind_of(who: CharacterId) -> u32 {
    who.0 + 1
}

/// A fluent that a witness rule reads, with the variable that stands for the witness.
#[derive(Debug)]
pub(super) struct Witness<'w> {
    family: u32,
    arguments: &'w [Argument],
    observer: Option<VariableId>,
}

impl<'w> Witness<'w> {
    /// Everything that the witness rules of an action read.
    pub(super) fn of(program: &'w motive_world::program::Program, index: usize) -> Vec<Self> {
        let mut all = vec![];
        for row in &program.actions[index].perceptions {
            let mut add = |fluent: motive_world::id::FluentSchemaId, arguments: &'w [Argument]| {
                let family = program.fluents[fluent.index()].family;
                all.push(Witness { family, arguments, observer: row.observer });
            };
            condition(&row.condition, &mut add);
        }
        all
    }
}

type Add<'a, 'w> = dyn FnMut(motive_world::id::FluentSchemaId, &'w [Argument]) + 'a;

fn condition<'w>(of: &'w Condition, add: &mut Add<'_, 'w>) {
    match of {
        Condition::True | Condition::False => {}
        Condition::Not(inner)
        | Condition::Forall(_, _, inner)
        | Condition::Exists(_, _, inner)
        | Condition::Believes(_, inner) => condition(inner, add),
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().for_each(|part| condition(part, add));
        }
        Condition::Compare(_, left, right) => {
            expr(left, add);
            expr(right, add);
        }
        Condition::IsA(what, _) => expr(what, add),
        Condition::If(branches, otherwise) => {
            for (test, then) in branches {
                condition(test, add);
                condition(then, add);
            }
            condition(otherwise, add);
        }
    }
}

fn expr<'w>(of: &'w Expr, add: &mut Add<'_, 'w>) {
    match of {
        Expr::Value(_) | Expr::Variable(_) => {}
        Expr::Fluent(fluent, arguments) => add(*fluent, arguments),
        Expr::Believed(_, inner) | Expr::Sum(_, _, inner) | Expr::Product(_, _, inner) => {
            expr(inner, add);
        }
        Expr::Arithmetic(_, left, right) => {
            expr(left, add);
            expr(right, add);
        }
        Expr::If(branches, otherwise) => {
            for (test, then) in branches {
                condition(test, add);
                expr(then, add);
            }
            expr(otherwise, add);
        }
        Expr::Truth(inner) => condition(inner, add),
    }
}

impl Near<'_> {
    /// Whether debts can be told in this world.
    pub(crate) fn tells_debts(&self) -> bool {
        self.bounded
    }

    /// What a step from one state to the next has made different.
    pub(crate) fn difference(
        &self,
        states: &StateRegistry<'_>,
        before: StateId,
        after: StateId,
    ) -> Debt {
        let mut debt = vec![];
        let compare = |debt: &mut Debt, mind: u32, before: StateId, after: StateId| {
            let (before, after) = (states.valuation(before), states.valuation(after));
            if before == after {
                return;
            }
            let rows = states.row(before).iter().zip(states.row(after));
            for (word, (one, other)) in rows.enumerate() {
                let difference = one ^ other;
                if difference == 0 {
                    continue;
                }
                for &fluent in &self.words[word] {
                    if self.world.fluents[fluent.index()].mask & difference != 0 {
                        debt.push((mind, fluent));
                    }
                }
            }
        };
        compare(&mut debt, WORLD, before, after);
        let minds = states.minds(before).iter().zip(states.minds(after));
        for (index, (&before, &after)) in minds.enumerate() {
            if before != after {
                compare(&mut debt, mind_of(CharacterId::at(index)), before, after);
                // Something deeper may differ: whatever reads it takes any difference for it.
                if states.valuation(before) == states.valuation(after) {
                    debt.push((mind_of(CharacterId::at(index)), FluentId(u32::MAX)));
                }
            }
        }
        debt.sort_unstable();
        debt.dedup();
        debt
    }

    /// Whether a step, as part of a plan of `owner`, reads anything of a debt.
    fn reads(&self, step: StepId, owner: CharacterId, debt: &Debt) -> bool {
        let action = self.world.action(step);
        let any_mind = || debt.iter().any(|&(mind, _)| mind != WORLD);
        let owes = |key: Key| debt.binary_search(&key).is_ok();
        let others = || action.consenting.iter().filter(|&&who| who != owner);
        let mut found = false;
        let mut visit = |believers: &[CharacterId], fluent: FluentId| {
            found |= match believers {
                [] => owes((WORLD, fluent)) || others().any(|&who| owes((mind_of(who), fluent))),
                [one] => owes((mind_of(*one), fluent)) || others().next().is_some() && any_mind(),
                _ => any_mind(),
            };
        };
        action.reads(&mut visit);
        for effect in self.effects_read(step) {
            effect.condition.reads(&mut vec![], &mut visit);
            effect.value.reads(&mut vec![], &mut visit);
        }
        found
            || others().any(|&who| {
                let interest = &self.interests[who.index()];
                interest.facts.iter().any(|&fluent| owes((mind_of(who), fluent)))
                    || !interest.beliefs.is_empty() && any_mind()
            })
    }

    /// The effects of a step, and of the other outcomes of its action where somebody may refuse one of
    /// them and so do without the action.
    fn effects_read(&self, step: StepId) -> impl Iterator<Item = &Assignment> {
        let all = !self.world.program.refusals.is_empty();
        let ways = self.world.outcomes_of(step).filter(move |&way| all || way == step);
        ways.flat_map(|way| &self.world.outcome(way).effects)
    }

    /// What a step reads as facts, in the world or mind where it is taken.
    fn facts_read(&self, step: StepId) -> Vec<FluentId> {
        let mut read = vec![];
        let mut visit = |believers: &[CharacterId], fluent: FluentId| {
            if believers.is_empty() {
                read.push(fluent);
            }
        };
        self.world.action(step).reads(&mut visit);
        for effect in self.effects_read(step) {
            effect.condition.reads(&mut vec![], &mut visit);
            effect.value.reads(&mut vec![], &mut visit);
        }
        read
    }

    /// A debt after one more step, which has made this difference.
    pub(crate) fn carried(
        &self,
        step: StepId,
        owner: CharacterId,
        debt: &Debt,
        difference: &Debt,
    ) -> Debt {
        let mut carried = debt.clone();
        if self.reads(step, owner, debt) {
            carried.extend(difference);
        } else {
            let action = self.world.action(step);
            let effects = &self.world.outcome(step).effects;
            let mut touched: Vec<FluentId> = effects.iter().map(|effect| effect.fluent).collect();
            action.reads(&mut |_, fluent| touched.push(fluent));
            for witness in self.witnesses(step, debt) {
                match witness {
                    Some(who) => {
                        carried.extend(touched.iter().map(|&fluent| (mind_of(who), fluent)));
                    }
                    None => carried.extend(difference),
                }
            }
            // Whoever has something else in mind of what it reads may make something else of it.
            let read = self.facts_read(step);
            let minds: Vec<u32> = debt
                .iter()
                .filter(|(mind, fluent)| *mind != WORLD && read.contains(fluent))
                .map(|&(mind, _)| mind)
                .collect();
            for mind in minds {
                carried.extend(touched.iter().map(|&fluent| (mind, fluent)));
            }
        }
        carried.sort_unstable();
        carried.dedup();
        carried
    }

    /// Those who might not perceive a step, or might only now, if a debt were different; `None`:
    /// anybody.
    fn witnesses(&self, step: StepId, debt: &Debt) -> Vec<Option<CharacterId>> {
        let action = self.world.action(step);
        let mut all = vec![];
        for witness in &self.schemas[action.schema.index()].witnesses {
            for &(_, fluent) in debt.iter().filter(|(mind, _)| *mind == WORLD) {
                let known = &self.world.fluents[fluent.index()];
                if self.world.program.fluents[known.schema.index()].family != witness.family {
                    continue;
                }
                let mut who = None;
                let fits =
                    witness.arguments.iter().zip(&known.arguments).all(|(&argument, &value)| {
                        match argument {
                            Argument::Constant(constant) => constant == value,
                            Argument::Variable(variable) if Some(variable) == witness.observer => {
                                if let Value::Entity(entity) = value {
                                    who = self.world.program.character(entity);
                                }
                                who.is_some()
                            }
                            Argument::Variable(variable) => action
                                .arguments
                                .get(variable.index())
                                .is_none_or(|&argument| argument == value),
                        }
                    });
                if fits && !all.contains(&who) {
                    all.push(who);
                }
            }
        }
        all
    }

    /// Whether a debt has reached what the owner's utility reads.
    pub(crate) fn is_paid(&self, owner: CharacterId, debt: &Debt) -> bool {
        let interest = &self.interests[owner.index()];
        debt.iter().any(|&(mind, fluent)| match mind {
            WORLD => interest.facts.contains(&fluent),
            _ if interest.deep => true,
            mind => interest.believed.contains(&(CharacterId(mind - 1), fluent)),
        })
    }

    /// Whether a last step may pay all debts.
    pub(crate) fn may_pay(&self, step: StepId, owner: CharacterId, debts: &[Debt]) -> bool {
        if debts.is_empty() {
            return true;
        }
        let interest = &self.interests[owner.index()];
        let effects = &self.world.outcome(step).effects;
        let learning = self.world.program.settings.learning;
        let is_fact = |effect: &Assignment| match learning {
            true => effect.believers.iter().all(|&who| who == owner),
            false => effect.believers.is_empty(),
        };
        let facts = effects.iter().any(|e| is_fact(e) && interest.facts.contains(&e.fluent));
        let mut beliefs = effects.iter().any(|e| interest.beliefs.contains(&e.fluent));
        self.world
            .action(step)
            .reads(&mut |_, fluent| beliefs |= interest.beliefs.contains(&fluent));
        if !facts && !beliefs {
            return false;
        }
        let believer =
            |who: CharacterId| interest.deep || interest.believed.iter().any(|b| b.0 == who);
        let read = self.facts_read(step);
        debts.iter().all(|debt| {
            let by_belief = || {
                debt.iter().any(|&(mind, fluent)| {
                    mind != WORLD && believer(CharacterId(mind - 1)) && read.contains(&fluent)
                }) || self.witnesses(step, debt).into_iter().any(|who| who.is_none_or(believer))
            };
            self.reads(step, owner, debt) || beliefs && by_belief()
        })
    }
}

/// The unpaid debts of a plan, by node of the search.
#[derive(Debug, Default)]
pub(crate) struct Debts {
    /// By node: which of the lists.
    by_node: Vec<u32>,
    /// Every list of debts met, in order of meeting, and where it is.
    lists: Vec<Arc<[Debt]>>,
    known: BTreeMap<Arc<[Debt]>, u32>,
}

impl Debts {
    pub(crate) fn clear(&mut self) {
        self.by_node.clear();
    }

    /// The debts at a node; none at the root.
    pub(crate) fn at(&self, node: u32) -> Arc<[Debt]> {
        let list = self.by_node.get(node as usize).and_then(|&list| self.lists.get(list as usize));
        list.map_or_else(|| Arc::from([]), Arc::clone)
    }

    /// Notes the debts at a node; equal lists have equal numbers.
    pub(crate) fn set(&mut self, node: u32, mut debts: Vec<Debt>) -> u32 {
        debts.sort_unstable();
        debts.dedup();
        let debts: Arc<[Debt]> = Arc::from(debts);
        let list = match self.known.get(&debts) {
            Some(&list) => list,
            None => {
                let list = self.lists.len() as u32;
                self.lists.push(Arc::clone(&debts));
                self.known.insert(debts, list);
                list
            }
        };
        let index = node as usize;
        if self.by_node.len() <= index {
            self.by_node.resize(index + 1, 0);
        }
        self.by_node[index] = list;
        list
    }
}

impl Explanations<'_> {
    /// The unpaid debts of a plan that has come from one state to the next by a step, in order.
    pub(crate) fn debts_after(
        &self,
        owner: CharacterId,
        earlier: &[Debt],
        step: StepId,
        (before, after): (StateId, StateId),
    ) -> Vec<Debt> {
        let Some(near) = &self.near else { return vec![] };
        let difference = near.difference(&self.states, before, after);
        let mut debts: Vec<Debt> =
            earlier.iter().map(|debt| near.carried(step, owner, debt, &difference)).collect();
        debts.push(difference);
        // Debts only grow, so what is paid stays paid.
        debts.retain(|debt| !near.is_paid(owner, debt));
        debts
    }

    /// Whether a plan in this mind keeps count of its debts.
    pub(crate) fn counts_debts(&self, mind: StateId) -> bool {
        let near = self.near.as_ref();
        near.is_some_and(Near::tells_debts) && self.others(mind) != Others::Anything
    }
}
