//! Conditions, values and effects, over the variables of a [`Scope`](super::Scope).

use super::{FluentSchemaId, TypeId, Value, VariableId};

/// Something that is known once the variables have values: an argument of a fluent, a believer,
/// somebody who consents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// This value.
    Constant(Value),
    /// The value of this variable.
    Variable(VariableId),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// The same value; `? == ?` holds under the strict reading.
    Equal,
    /// Not the same value.
    Unequal,
    /// Less; false if either side is unknown.
    Less,
    /// Less, or equal as [`Equal`](Self::Equal) has it (so `? <= ?` holds under the strict reading).
    AtMost,
    /// Greater; false if either side is unknown.
    Greater,
    /// Greater, or equal as [`Equal`](Self::Equal) has it.
    AtLeast,
}

impl Comparison {
    /// The comparison that a negation turns this one into: `!(x > 0)` is `x <= 0`.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::Equal => Self::Unequal,
            Self::Unequal => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// The comparison that says the same with its sides exchanged.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}

/// The four operations on numbers. With an unknown side the result is unknown; division by zero is
/// an error that ends the run with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A test of a state.
///
/// Under the strict reading a negation is pushed inwards, also through `Believes`, until it
/// reaches comparisons (see [`Comparison::negated`]) and type tests; after that every test is
/// two-valued. In `If`, a branch is taken where its condition holds and no earlier one does, and
/// negating the whole negates the branches only.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Holds always.
    True,
    /// Holds never.
    False,
    /// The negation of a condition.
    Not(Box<Condition>),
    /// All hold; true when empty.
    And(Vec<Condition>),
    /// One holds; false when empty.
    Or(Vec<Condition>),
    /// Holds for every value of the variable; true where there is none.
    Forall(VariableId, TypeId, Box<Condition>),
    /// Holds for some value of the variable; false where there is none.
    Exists(VariableId, TypeId, Box<Condition>),
    /// Holds in the mind of a character, as the mind is in this state.
    Believes(Argument, Box<Condition>),
    /// A comparison. Things of unrelated types are simply not equal. A boolean fluent that stands
    /// alone is `fluent == True`.
    Compare(Comparison, Expr, Expr),
    /// Whether a value is of a type. Unknown is of no type.
    IsA(Expr, TypeId),
    /// The first branch whose condition holds, else the last one.
    If(Vec<(Condition, Condition)>, Box<Condition>),
}

/// A value in a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant.
    Value(Value),
    /// The value of a variable.
    Variable(VariableId),
    /// The value of a fluent.
    Fluent(FluentSchemaId, Vec<Argument>),
    /// The value that the expression has in a character's mind.
    Believed(Argument, Box<Expr>),
    /// Arithmetic on two numbers.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// The sum over the values of a variable; 0 where there is none.
    Sum(VariableId, TypeId, Box<Expr>),
    /// The product over the values of a variable; 1 where there is none.
    Product(VariableId, TypeId, Box<Expr>),
    /// The first branch whose condition holds, else the last one.
    If(Vec<(Condition, Expr)>, Box<Expr>),
    /// `True` or `False`, as the condition has it.
    Truth(Box<Condition>),
}

/// What an event changes. All conditions and all values are evaluated in the state before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// All of these at once; nothing when empty.
    And(Vec<Effect>),
    /// Sets a fluent, or what somebody believes of it.
    ///
    /// With `believers` empty this is a fact. Otherwise it says what the first believes that the
    /// second believes … that the fluent is. The value is always evaluated in the world where the
    /// event happens; `believes(c, x = y)` of Sabre is lowered to the value `Believed(c, y)`.
    Assign {
        /// From the outermost believer to the innermost.
        believers: Vec<Argument>,
        /// The fluent.
        fluent: FluentSchemaId,
        /// Its arguments.
        arguments: Vec<Argument>,
        /// The value that it gets.
        value: Expr,
    },
    /// For every value of the variable.
    Forall(VariableId, TypeId, Box<Effect>),
    /// The first branch whose condition holds, else the last one (which may be empty). The
    /// conditions are evaluated in the world where the event happens.
    If(Vec<(Condition, Effect)>, Box<Effect>),
}

impl Effect {
    /// No effect.
    #[must_use]
    pub const fn nothing() -> Self {
        Effect::And(Vec::new())
    }
}
