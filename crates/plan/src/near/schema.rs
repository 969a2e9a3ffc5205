//! What an action schema mentions: the fluents that it writes and tests, and under which bindings.

use motive_world::id::{FluentSchemaId, VariableId};
use motive_world::program::{
    Argument, Arithmetic, Comparison, Condition, Effect, Expr, NUMBER, Program,
};
use motive_world::value::{Number, Value};

use super::needed::Witness;

/// A mention of a schema, by their indices.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) schema: usize,
    pub(super) mention: usize,
}

/// In what way a fluent is mentioned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum How<'w> {
    /// A fact gets a value.
    Fact(&'w Expr),
    /// Somebody comes to believe a value.
    Belief(&'w Expr),
    /// The precondition, or the guard of an outcome, tests it; where it demands one value, which.
    Test(Option<&'w Expr>),
}

/// A fluent that a schema mentions.
#[derive(Debug)]
pub(super) struct Mention<'w> {
    pub(super) fluent: FluentSchemaId,
    pub(super) arguments: &'w [Argument],
    pub(super) how: How<'w>,
}

impl Mention<'_> {
    pub(super) fn writes(&self) -> bool {
        matches!(self.how, How::Fact(_))
    }

    /// Which way a number goes where it is written: up, down; `None` if that cannot be said.
    pub(super) fn direction(&self) -> Option<bool> {
        let How::Fact(Expr::Arithmetic(operation, left, right)) = self.how else { return None };
        let Expr::Fluent(fluent, arguments) = &**left else { return None };
        let Expr::Value(Value::Number(change)) = **right else { return None };
        if *fluent != self.fluent || arguments[..] != *self.arguments || change == Number::ZERO {
            return None;
        }
        match operation {
            Arithmetic::Add => Some(change > Number::ZERO),
            Arithmetic::Subtract => Some(change < Number::ZERO),
            _ => None,
        }
    }
}

/// A part of a precondition.
#[derive(Debug)]
pub(super) struct Atom<'w> {
    /// The parameters that it reads, a bit each.
    pub(super) reads: u64,
    pub(super) test: AtomTest<'w>,
}

#[derive(Debug)]
pub(super) enum AtomTest<'w> {
    /// A fluent that is no number has a value, or another one.
    Fluent { fluent: FluentSchemaId, arguments: &'w [Argument], value: Argument, positive: bool },
    /// Two arguments are the same, or not.
    Arguments(Argument, Argument, bool),
}

/// An action schema as it is read backwards.
#[derive(Debug)]
pub(super) struct Schema<'w> {
    /// By parameter: its values.
    pub(super) domains: Vec<Vec<Value>>,
    pub(super) consenting: &'w [Argument],
    /// Whether characters reckon with it although nobody consents.
    pub(super) natural: bool,
    /// What of the precondition is looked at; the rest counts as true.
    pub(super) atoms: Vec<Atom<'w>>,
    pub(super) mentions: Vec<Mention<'w>>,
    /// What its witness rules read.
    pub(super) witnesses: Vec<Witness<'w>>,
}

impl<'w> Schema<'w> {
    pub(super) fn of(program: &'w Program, index: usize) -> Schema<'w> {
        let schema = &program.actions[index];
        let parameters = schema.parameters as usize;
        let mut this = Schema {
            domains: schema.scope[..parameters]
                .iter()
                .map(|variable| program.domain_members(variable.domain))
                .collect(),
            consenting: &schema.consenting,
            natural: schema.natural,
            atoms: vec![],
            mentions: vec![],
            witnesses: Witness::of(program, index),
        };
        this.conjuncts(program, &schema.precondition, true);
        this.tests(&schema.precondition, true);
        for outcome in &schema.outcomes {
            this.tests(&outcome.guard, true);
            this.effects(&outcome.effect, program.settings.learning);
        }
        this
    }

    fn reads(&self, arguments: impl Iterator<Item = Argument>) -> Option<u64> {
        let mut reads = 0;
        for argument in arguments {
            if let Argument::Variable(VariableId(variable)) = argument {
                if variable as usize >= self.domains.len().min(64) {
                    return None;
                }
                reads |= 1 << variable;
            }
        }
        Some(reads)
    }

    /// The parts of a condition that are looked at.
    fn conjuncts(&mut self, program: &'w Program, condition: &'w Condition, positive: bool) {
        match condition {
            Condition::And(parts) if positive => {
                parts.iter().for_each(|part| self.conjuncts(program, part, true));
            }
            Condition::Or(parts) if !positive => {
                parts.iter().for_each(|part| self.conjuncts(program, part, false));
            }
            Condition::Not(inner) => self.conjuncts(program, inner, !positive),
            Condition::Compare(Comparison::Equal | Comparison::Unequal, left, right) => {
                let equal = matches!(condition, Condition::Compare(Comparison::Equal, ..));
                let positive = equal == positive;
                let atom = match (left, right) {
                    (Expr::Fluent(fluent, arguments), other)
                    | (other, Expr::Fluent(fluent, arguments))
                        if program.fluents[fluent.index()].value != NUMBER =>
                    {
                        argument(other).and_then(|value| {
                            let reads = arguments.iter().copied().chain([value]);
                            let reads = self.reads(reads)?;
                            let test = AtomTest::Fluent {
                                fluent: *fluent,
                                arguments: &arguments[..],
                                value,
                                positive,
                            };
                            Some(Atom { reads, test })
                        })
                    }
                    (one, other) => argument(one).zip(argument(other)).and_then(|(one, other)| {
                        let reads = self.reads([one, other].into_iter())?;
                        Some(Atom { reads, test: AtomTest::Arguments(one, other, positive) })
                    }),
                };
                self.atoms.extend(atom);
            }
            _ => {}
        }
    }

    /// Mentions of everything that the precondition tests as a fact.
    fn tests(&mut self, condition: &'w Condition, positive: bool) {
        match condition {
            // What is tested in somebody's mind is repaired there.
            Condition::True | Condition::False | Condition::Believes(..) => {}
            Condition::Not(inner) => self.tests(inner, !positive),
            Condition::Forall(_, _, inner) | Condition::Exists(_, _, inner) => {
                self.tests(inner, positive);
            }
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.tests(part, positive));
            }
            Condition::Compare(comparison, left, right) => {
                for (one, other) in [(left, right), (right, left)] {
                    match one {
                        Expr::Fluent(fluent, arguments) => {
                            // Only an equality is repaired to a value.
                            let equal = *comparison == Comparison::Equal && positive;
                            let said = equal && argument(other).is_some();
                            let how = How::Test(said.then_some(other));
                            self.mentions.push(Mention { fluent: *fluent, arguments, how });
                        }
                        other => self.expr(other),
                    }
                }
            }
            Condition::IsA(what, _) => self.expr(what),
            Condition::If(branches, otherwise) => {
                // The negations of earlier branches are tested as well.
                for (test, then) in branches {
                    self.tests(test, true);
                    self.tests(test, false);
                    self.tests(then, positive);
                }
                self.tests(otherwise, positive);
            }
        }
    }

    fn expr(&mut self, expr: &'w Expr) {
        match expr {
            Expr::Value(_) | Expr::Variable(_) | Expr::Believed(..) => {}
            Expr::Fluent(fluent, arguments) => {
                let how = How::Test(None);
                self.mentions.push(Mention { fluent: *fluent, arguments, how });
            }
            Expr::Arithmetic(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::Sum(_, _, body) | Expr::Product(_, _, body) => self.expr(body),
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.tests(test, false);
                    self.expr(then);
                }
                self.expr(otherwise);
            }
            Expr::Truth(condition) => self.tests(condition, false),
        }
    }

    fn effects(&mut self, effect: &'w Effect, learning: bool) {
        match effect {
            Effect::And(parts) => parts.iter().for_each(|part| self.effects(part, learning)),
            Effect::Forall(_, _, body) => self.effects(body, learning),
            Effect::If(branches, otherwise) => {
                branches.iter().for_each(|(_, then)| self.effects(then, learning));
                self.effects(otherwise, learning);
            }
            Effect::Assign { believers, fluent, arguments, value } => {
                if learning && !believers.is_empty() {
                    // In the believer's own imagination it is so.
                    let how = How::Fact(value);
                    self.mentions.push(Mention { fluent: *fluent, arguments, how });
                }
                let how = if believers.is_empty() { How::Fact(value) } else { How::Belief(value) };
                self.mentions.push(Mention { fluent: *fluent, arguments, how });
            }
        }
    }
}

/// A value that is said outright.
pub(super) fn argument(expr: &Expr) -> Option<Argument> {
    match expr {
        Expr::Value(value) => Some(Argument::Constant(*value)),
        Expr::Variable(variable) => Some(Argument::Variable(*variable)),
        _ => None,
    }
}
