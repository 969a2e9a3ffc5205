//! What a trigger needs before anything else: the comparisons that its precondition begins with, as
//! far as their two sides are values or single fluents, with every fluent at its place.
//!
//! Most triggers are asked again and again and fail at one of these. None of them can be in
//! trouble (divide by zero, say), so that asking them first changes no answer.

use motive_world::id::CharacterId;
use motive_world::program::{Argument, Comparison, Condition, Expr};
use motive_world::value::Value;

use crate::evaluate::{Environment, compare};
use crate::ground::Rules;
use crate::world::World;

/// A comparison that must hold.
pub(crate) struct Need {
    comparison: Comparison,
    left: Side,
    right: Side,
}

/// One side of a comparison.
enum Side {
    Value(Value),
    /// What the last of the believers takes a fluent to be.
    Fluent {
        believers: Vec<CharacterId>,
        family: u32,
        position: usize,
    },
}

/// The needs of one ground trigger, as they are being listed.
pub(crate) struct Listing<'r, 'p> {
    rules: &'r Rules<'p>,
    environment: &'r Environment,
    believers: Vec<CharacterId>,
    pub(crate) needs: Vec<Need>,
    /// One of them never holds.
    pub(crate) never: bool,
}

impl Need {
    pub(crate) fn holds(&self, world: &World) -> bool {
        compare(self.comparison, self.left.read(world), self.right.read(world))
    }
}

impl Side {
    fn read(&self, world: &World) -> Value {
        match self {
            Side::Value(value) => *value,
            Side::Fluent { believers, family, position } => {
                let mind = believers.iter().fold(world, |world, &who| world.mind_within(who));
                mind.at(*family, *position)
            }
        }
    }
}

impl<'r, 'p> Listing<'r, 'p> {
    pub(crate) fn of(
        rules: &'r Rules<'p>,
        environment: &'r Environment,
        precondition: &Condition,
    ) -> Self {
        let mut listing =
            Listing { rules, environment, believers: vec![], needs: vec![], never: false };
        listing.add(precondition, true);
        listing
    }

    /// Adds a condition, or its negation. Says whether what comes after it may be asked first, too:
    /// nothing of it is left out.
    fn add(&mut self, condition: &Condition, positive: bool) -> bool {
        match condition {
            Condition::True | Condition::False => {
                self.never |= matches!(condition, Condition::True) != positive;
                true
            }
            Condition::Not(inner) => self.add(inner, !positive),
            Condition::And(parts) if positive => parts.iter().all(|part| self.add(part, true)),
            Condition::Or(parts) if !positive => parts.iter().all(|part| self.add(part, false)),
            Condition::Believes(who, inner) => {
                let Some(who) = self.character(*who) else { return false };
                self.believers.push(who);
                let whole = self.add(inner, positive);
                self.believers.pop();
                whole
            }
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                let (Some(left), Some(right)) = (self.side(left), self.side(right)) else {
                    return false;
                };
                match (&left, &right) {
                    (Side::Value(one), Side::Value(other)) => {
                        self.never |= !compare(comparison, *one, *other);
                    }
                    _ => self.needs.push(Need { comparison, left, right }),
                }
                true
            }
            _ => false,
        }
    }

    fn side(&mut self, expr: &Expr) -> Option<Side> {
        match expr {
            Expr::Value(value) => Some(Side::Value(*value)),
            Expr::Variable(variable) => Some(Side::Value(self.environment[variable.index()])),
            Expr::Fluent(schema, arguments) => {
                let schema = &self.rules.program().fluents[schema.index()];
                let family = schema.family;
                let place = |arguments: &[Value]| self.rules.fluents.position(family, arguments);
                let found = self.rules.reader.with_arguments(arguments, self.environment, place);
                Some(match found {
                    Some(position) => {
                        Side::Fluent { believers: self.believers.clone(), family, position }
                    }
                    None => Side::Value(schema.default),
                })
            }
            Expr::Believed(who, inner) => {
                let who = self.character(*who)?;
                self.believers.push(who);
                let side = self.side(inner);
                self.believers.pop();
                side
            }
            _ => None,
        }
    }

    fn character(&self, who: Argument) -> Option<CharacterId> {
        self.rules.reader.character(self.rules.reader.argument(who, self.environment))
    }
}
