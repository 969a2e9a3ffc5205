//! Values of fluents.

use std::fmt;

use crate::id::EntityId;

/// A number: a finite double, compared exactly.
///
/// Zero has one form (negative zero is normalised away) and there is no NaN and no infinity, so
/// equality is an equivalence, the order is total, and numbers can be hashed by their bits.
#[derive(Clone, Copy, Debug)]
pub struct Number(f64);

impl Number {
    /// Zero, which is also the value of a number that nobody stated.
    pub const ZERO: Number = Number(0.0);
    /// One.
    pub const ONE: Number = Number(1.0);

    /// The number, or `None` where it is not finite.
    #[must_use]
    pub fn new(value: f64) -> Option<Number> {
        // Adding zero turns negative zero into zero and leaves everything else as it is.
        value.is_finite().then_some(Number(value + 0.0))
    }

    /// As a double.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Bits that are equal exactly when the numbers are.
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        self.0.to_bits()
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Number(f64::from(value))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.to_bits() == other.to_bits()
    }
}
impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl std::hash::Hash for Number {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.to_bits().hash(state);
    }
}

/// Prints whole numbers without a fraction.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What a fluent can have for a value.
///
/// The order is the one in which Sabre prefers values where two conditional effects collide
/// (`False` before `True`, the smaller number, the earlier entity); `Unknown` comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Value {
    /// Not known. Under the strict reading this is also "nobody, nothing, nowhere".
    Unknown,
    /// Nobody or nothing: an ordinary, known value. Sabre problems have none.
    None,
    /// A truth value.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// An entity.
    Entity(EntityId),
}

impl Value {
    /// True.
    pub const TRUE: Value = Value::Boolean(true);
    /// False.
    pub const FALSE: Value = Value::Boolean(false);
}
