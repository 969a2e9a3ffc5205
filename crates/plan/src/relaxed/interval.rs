//! Intervals of numbers, with "unknown" as a value of its own.

use motive_world::program::Arithmetic;

/// The numbers that a term may come to, and whether it may be unknown. Without any number the
/// least is above the greatest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interval {
    pub(crate) least: f64,
    pub(crate) greatest: f64,
    pub(crate) unknown: bool,
}

impl Interval {
    pub(crate) const ANY: Interval =
        Interval { least: f64::NEG_INFINITY, greatest: f64::INFINITY, unknown: true };
    /// No number, only "unknown".
    pub(crate) const UNKNOWN: Interval =
        Interval { least: f64::INFINITY, greatest: f64::NEG_INFINITY, unknown: true };

    pub(crate) fn point(value: f64) -> Self {
        Interval { least: value, greatest: value, unknown: false }
    }

    pub(crate) fn contains(self, value: f64) -> bool {
        self.least <= value && value <= self.greatest
    }

    pub(crate) fn hull(self, other: Interval) -> Interval {
        Interval {
            least: self.least.min(other.least),
            greatest: self.greatest.max(other.greatest),
            unknown: self.unknown || other.unknown,
        }
    }

    pub(crate) fn combine(self, operation: Arithmetic, other: Interval) -> Interval {
        let unknown = self.unknown || other.unknown;
        if self.least > self.greatest || other.least > other.greatest {
            return Interval::UNKNOWN;
        }
        let corners = |f: fn(f64, f64) -> f64| {
            let all = [
                f(self.least, other.least),
                f(self.least, other.greatest),
                f(self.greatest, other.least),
                f(self.greatest, other.greatest),
            ];
            if all.iter().any(|value| value.is_nan()) {
                return Interval { unknown, ..Interval::ANY };
            }
            Interval {
                least: all.iter().copied().fold(f64::INFINITY, f64::min),
                greatest: all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                unknown,
            }
        };
        match operation {
            Arithmetic::Add => corners(|a, b| a + b),
            Arithmetic::Subtract => corners(|a, b| a - b),
            Arithmetic::Multiply => corners(|a, b| a * b),
            Arithmetic::Divide if other.contains(0.0) => Interval { unknown, ..Interval::ANY },
            Arithmetic::Divide => corners(|a, b| a / b),
        }
    }
}
