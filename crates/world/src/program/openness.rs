//! Which truths may be unknown.
//!
//! In Motive's worlds anybody can be unsure about anything, truth values included, but most truths
//! never become unknown to anybody. Those keep two values: they take one bit, and whoever sees that
//! something is not so knows that the opposite is. A truth is *open* if some effect or some
//! statement about the start may make it unknown, or copies one that is open into it, or if what an
//! event seems to be demands that it is unknown.

use super::{BOOLEAN, Comparison, Condition, Effect, Expr, Program, Statement};
use crate::value::Value;

/// Marks the truths of a program that may become unknown to somebody, with what the statements of
/// its variations may add.
pub fn mark_open(program: &mut Program, variations: &[Statement]) {
    let mut copies = vec![];
    let mut open: Vec<u32> = vec![];
    {
        let events = program.actions.iter().flat_map(|action| &action.outcomes);
        let effects = events
            .map(|outcome| &outcome.effect)
            .chain(program.triggers.iter().map(|trigger| &trigger.effect))
            .chain(program.start.iter().chain(variations).map(|statement| &statement.effect));
        let mut reader = Reader { program, copies: &mut copies, open: &mut open };
        effects.for_each(|effect| reader.effect(effect));
        let hidden = program.secrets.iter().filter(|secret| secret.outside == Value::Unknown);
        let families = hidden.map(|secret| program.fluents[secret.fluent.index()].family);
        reader.open.extend(families);
        let events = program.actions.iter().zip(program.appearances());
        for (event, _) in events.filter(|(_, seems)| *seems) {
            reader.demanded(&event.precondition);
        }
    }
    loop {
        let before = open.len();
        for &(from, to) in &copies {
            if open.contains(&from) && !open.contains(&to) {
                open.push(to);
            }
        }
        if open.len() == before {
            break;
        }
    }
    for fluent in &mut program.fluents {
        fluent.is_open = fluent.value == BOOLEAN && open.contains(&fluent.family);
    }
}

struct Reader<'a> {
    program: &'a Program,
    /// Families that may get the values of others: from, to.
    copies: &'a mut Vec<(u32, u32)>,
    open: &'a mut Vec<u32>,
}

impl Reader<'_> {
    fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::And(parts) => parts.iter().for_each(|part| self.effect(part)),
            Effect::Forall(_, _, body) => self.effect(body),
            Effect::If(branches, otherwise) => {
                branches.iter().for_each(|(_, then)| self.effect(then));
                self.effect(otherwise);
            }
            Effect::Assign { fluent, value, .. } => {
                let schema = &self.program.fluents[fluent.index()];
                if schema.value == BOOLEAN {
                    self.value(value, schema.family);
                }
            }
        }
    }

    /// What an appearance demands: that a truth is unknown.
    fn demanded(&mut self, condition: &Condition) {
        match condition {
            Condition::And(parts) => parts.iter().for_each(|part| self.demanded(part)),
            Condition::Believes(_, inner) | Condition::Forall(_, _, inner) => self.demanded(inner),
            Condition::Compare(
                Comparison::Equal,
                Expr::Fluent(fluent, _),
                Expr::Value(Value::Unknown),
            ) => {
                let schema = &self.program.fluents[fluent.index()];
                if schema.value == BOOLEAN {
                    self.open.push(schema.family);
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, value: &Expr, family: u32) {
        match value {
            Expr::Value(Value::Unknown) => self.open.push(family),
            Expr::Fluent(other, _) => {
                let from = self.program.fluents[other.index()].family;
                if from != family {
                    self.copies.push((from, family));
                }
            }
            Expr::Believed(_, inner) => self.value(inner, family),
            Expr::If(branches, otherwise) => {
                branches.iter().for_each(|(_, then)| self.value(then, family));
                self.value(otherwise, family);
            }
            // Everything else that is a truth value is known.
            _ => {}
        }
    }
}
