//! The last stage of grounding: constants folded in, dead events dropped, fluents renumbered and
//! laid out in packed rows.

use std::collections::BTreeMap;

use super::appearance::{Demand, GroundAppearance, Ids};
use super::builder::{Builder, comparison_test};
use super::reach::Reach;
use super::start::Start;
use super::test::{FluentId, Kind, Literal, Term, Test, plain_code};
use super::{
    ActionId, Assignment, GroundAction, GroundFluent, GroundPerception, GroundRefusal,
    GroundTrigger, GroundUtility, GroundWorld, Slot,
};
use crate::program::Comparison;
use crate::value::{Number, Value};

/// Bits of a number: how many distinct numbers a search may meet.
const NUMBER_BITS: u32 = 16;

/// What instantiation made.
pub(super) struct Parts {
    pub(super) actions: Vec<GroundAction>,
    /// What events can seem to be, and what that is called.
    pub(super) seeming: (Vec<GroundAppearance>, Ids),
    pub(super) triggers: Vec<GroundTrigger>,
    pub(super) author: GroundUtility,
    pub(super) utilities: Vec<GroundUtility>,
    pub(super) refusals: Vec<Vec<GroundRefusal>>,
}

pub(super) fn finish(
    builder: Builder<'_>,
    start: Start,
    reach: &Reach,
    parts: Parts,
) -> GroundWorld {
    let entity_bits = u32::BITS - (builder.program.entities.len() as u32 + 1).leading_zeros();
    let mut fluents: Vec<GroundFluent> = vec![];
    let mut slots = vec![];
    for (index, fluent) in builder.fluents.iter().enumerate() {
        slots.push(match reach.values[index].single() {
            Some(value) => Slot::Constant(value),
            None => {
                fluents.push(fluent.clone());
                Slot::Fluent(FluentId::at(fluents.len() - 1))
            }
        });
    }
    let row_words = pack(&mut fluents, entity_bits);
    let mut rewriter = Rewriter {
        slots: &slots,
        fluents: &fluents,
        numbers: vec![],
        all_clauses: false,
        closed: false,
    };

    let mut actions = vec![];
    for (mut action, _) in parts.actions.into_iter().zip(&reach.actions).filter(|(_, live)| **live)
    {
        rewriter.all_clauses = true;
        action.precondition = rewriter.test(&action.precondition);
        rewriter.all_clauses = false;
        if action.precondition.is_false() {
            continue;
        }
        rewriter.perceptions(&mut action.perceptions);
        rewriter.outcomes(&mut action);
        actions.push(action);
    }
    let (mut appearances, seeming) = parts.seeming;
    for appearance in &mut appearances {
        rewriter.perceptions(&mut appearance.perceptions);
        appearance.effects = rewriter.assignments(&appearance.effects);
        let demands = std::mem::take(&mut appearance.demands);
        appearance.demands = demands
            .into_iter()
            .filter_map(|demand| {
                // A fluent that never changes has the value that is demanded.
                let Slot::Fluent(fluent) = slots[demand.fluent.index()] else { return None };
                let test = rewriter.test(&demand.test);
                (!test.is_true()).then_some(Demand { fluent, test, ..demand })
            })
            .collect();
    }
    let mut triggers = vec![];
    for (mut trigger, _) in
        parts.triggers.into_iter().zip(&reach.triggers).filter(|(_, live)| **live)
    {
        trigger.precondition = rewriter.test(&trigger.precondition);
        if trigger.precondition.is_false() {
            continue;
        }
        trigger.effects = rewriter.assignments(&trigger.effects);
        triggers.push(trigger);
    }
    let mut utility = |utility: GroundUtility| {
        let mut utility = utility;
        for want in &mut utility.wants {
            want.weight = rewriter.term(&want.weight);
            want.amount = rewriter.term(&want.amount);
        }
        utility
    };
    let author = utility(parts.author);
    let utilities = parts.utilities.into_iter().map(utility).collect();
    let mut refusals = parts.refusals;
    for own in &mut refusals {
        for refusal in &mut *own {
            refusal.test = rewriter.test(&refusal.test);
        }
        // What holds always is never entered, and what never holds neither.
        own.retain(|refusal| !refusal.test.is_true() && !refusal.test.is_false());
    }
    let numbers = rewriter.numbers;

    let steps = actions
        .iter()
        .enumerate()
        .flat_map(|(index, action)| {
            (0..action.outcomes.len() as u32).map(move |outcome| (ActionId::at(index), outcome))
        })
        .collect();
    let start = start.renumbered(|old| match slots[old.index()] {
        Slot::Fluent(new) => Some(new),
        Slot::Constant(_) => None,
    });
    let families = builder.program.fluents.iter().map(|fluent| fluent.family as usize + 1);
    let mut by_name = vec![BTreeMap::new(); families.max().unwrap_or(0)];
    for (fluent, slot) in builder.fluents.iter().zip(&slots) {
        let family = builder.program.fluents[fluent.schema.index()].family;
        by_name[family as usize].insert(fluent.arguments.clone(), *slot);
    }
    GroundWorld {
        branches: builder.program.actions.iter().any(crate::program::ActionSchema::branches),
        program: builder.program.clone(),
        fluents,
        actions,
        steps,
        appearances,
        seeming,
        triggers,
        author,
        utilities,
        refusals,
        start,
        row_words,
        numbers,
        slots: by_name,
        on_demand: None,
    }
}

/// Gives each fluent its place; no fluent crosses a word boundary. Returns the number of words.
fn pack(fluents: &mut [GroundFluent], entity_bits: u32) -> usize {
    let mut word = 0;
    let mut used = 0;
    for fluent in &mut *fluents {
        let bits = match fluent.kind {
            Kind::Boolean => 1,
            Kind::Open => 2,
            Kind::Entity => entity_bits,
            Kind::Number => NUMBER_BITS,
        };
        if used + bits > u64::BITS {
            word += 1;
            used = 0;
        }
        fluent.word = word;
        fluent.shift = used;
        fluent.mask = ((1u64 << bits) - 1) << used;
        used += bits;
    }
    if fluents.is_empty() { 1 } else { word as usize + 1 }
}

/// Replaces constants, renumbers fluents and completes literals.
struct Rewriter<'a> {
    slots: &'a [Slot],
    fluents: &'a [GroundFluent],
    numbers: Vec<Number>,
    /// Whether disjunctions keep all their clauses; see [`Test::or_with_all_clauses`].
    all_clauses: bool,
    /// Whether no number may be added to the table: tests of others stay comparisons.
    closed: bool,
}

/// Completes an action that was made when the fluents had their places already.
pub(super) fn complete(
    action: &mut GroundAction,
    fluents: &[GroundFluent],
    slots: &[Slot],
    numbers: &[Number],
) {
    let numbers = numbers.to_vec();
    let mut rewriter = Rewriter { slots, fluents, numbers, all_clauses: true, closed: true };
    action.precondition = rewriter.test(&action.precondition);
    rewriter.all_clauses = false;
    rewriter.outcomes(action);
}

impl Rewriter<'_> {
    fn literal(&mut self, fluent: FluentId, value: Value) -> Literal {
        let place = &self.fluents[fluent.index()];
        let code = match value {
            Value::Number(number) => {
                let known = self.numbers.iter().position(|&n| n == number);
                let index = known.unwrap_or_else(|| {
                    self.numbers.push(number);
                    self.numbers.len() - 1
                });
                index as u64 + 1
            }
            other => u64::from(plain_code(place.kind, other)),
        };
        Literal { fluent, value, word: place.word, mask: place.mask, bits: code << place.shift }
    }

    fn literal_test(&mut self, fluent: FluentId, value: Value, positive: bool) -> Test {
        if self.closed && matches!(value, Value::Number(n) if !self.numbers.contains(&n)) {
            let comparison = if positive { Comparison::Equal } else { Comparison::Unequal };
            return Test::Compare(comparison, Term::Fluent(fluent), Term::Value(value));
        }
        let literal = self.literal(fluent, value);
        if positive { Test::Is(literal) } else { Test::IsNot(literal) }
    }

    fn test(&mut self, test: &Test) -> Test {
        match test {
            Test::True => Test::True,
            Test::False => Test::False,
            Test::And(parts) => Test::and(parts.iter().map(|part| self.test(part)).collect()),
            Test::Or(parts) => {
                let parts = parts.iter().map(|part| self.test(part)).collect();
                if self.all_clauses { Test::or_with_all_clauses(parts) } else { Test::or(parts) }
            }
            Test::Is(literal) | Test::IsNot(literal) => {
                let positive = matches!(test, Test::Is(_));
                match self.slots[literal.fluent.index()] {
                    Slot::Constant(value) if (value == literal.value) == positive => Test::True,
                    Slot::Constant(_) => Test::False,
                    Slot::Fluent(fluent) => self.literal_test(fluent, literal.value, positive),
                }
            }
            Test::Compare(comparison, left, right) => {
                let (left, right) = (self.term(left), self.term(right));
                let test = comparison_test(self.fluents, *comparison, left, right);
                self.complete(test)
            }
            Test::Believes(who, inner) => Test::believes(*who, self.test(inner)),
            Test::Unless(test, negation) => Test::unless(self.test(test), self.test(negation)),
        }
    }

    /// Completes the literal that a comparison has turned into; everything else is rewritten.
    fn complete(&mut self, test: Test) -> Test {
        match test {
            Test::Is(literal) => self.literal_test(literal.fluent, literal.value, true),
            Test::IsNot(literal) => self.literal_test(literal.fluent, literal.value, false),
            Test::Believes(who, inner) => Test::believes(who, self.complete(*inner)),
            other => other,
        }
    }

    fn term(&mut self, term: &Term) -> Term {
        match term {
            Term::Value(value) => Term::Value(*value),
            Term::Fluent(fluent) => match self.slots[fluent.index()] {
                Slot::Constant(value) => Term::Value(value),
                Slot::Fluent(fluent) => Term::Fluent(fluent),
            },
            Term::Believed(who, inner) => match self.term(inner) {
                Term::Value(value) => Term::Value(value),
                inner => Term::Believed(*who, Box::new(inner)),
            },
            Term::Arithmetic(operation, left, right) => {
                Term::Arithmetic(*operation, Box::new(self.term(left)), Box::new(self.term(right)))
            }
            Term::Sum(parts) => Term::Sum(parts.iter().map(|part| self.term(part)).collect()),
            Term::Product(parts) => {
                Term::Product(parts.iter().map(|part| self.term(part)).collect())
            }
            Term::If(branches, otherwise) => {
                let mut kept = vec![];
                for (test, then) in branches {
                    let then = self.term(then);
                    match self.test(test) {
                        Test::False => {}
                        Test::True if kept.is_empty() => return then,
                        Test::True => return Term::If(kept, Box::new(then)),
                        test => kept.push((test, then)),
                    }
                }
                let otherwise = self.term(otherwise);
                if kept.is_empty() { otherwise } else { Term::If(kept, Box::new(otherwise)) }
            }
            Term::Truth(test) => match self.test(test) {
                Test::True => Term::Value(Value::TRUE),
                Test::False => Term::Value(Value::FALSE),
                test => Term::Truth(Box::new(test)),
            },
        }
    }

    /// Rows that can match.
    fn perceptions(&mut self, perceptions: &mut [Vec<GroundPerception>]) {
        for rows in perceptions {
            for row in &mut *rows {
                row.test = self.test(&row.test);
            }
            rows.retain(|row| !row.test.is_false());
        }
    }

    fn outcomes(&mut self, action: &mut GroundAction) {
        for outcome in &mut action.outcomes {
            self.all_clauses = true;
            outcome.guard = self.test(&outcome.guard);
            self.all_clauses = false;
            outcome.conceivable = self.test(&outcome.conceivable);
            outcome.weight = self.term(&outcome.weight);
            outcome.effects = self.assignments(&outcome.effects);
        }
    }

    /// Assignments that can happen and change something: a constant fluent only ever gets the
    /// value that it has.
    fn assignments(&mut self, assignments: &[Assignment]) -> Vec<Assignment> {
        let mut kept = vec![];
        for assignment in assignments {
            let Slot::Fluent(fluent) = self.slots[assignment.fluent.index()] else { continue };
            let condition = self.test(&assignment.condition);
            if condition.is_false() {
                continue;
            }
            kept.push(Assignment {
                condition,
                believers: assignment.believers.clone(),
                fluent,
                value: self.term(&assignment.value),
            });
        }
        kept
    }
}
