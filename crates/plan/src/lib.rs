//! Finding stories and reasons.
//!
//! [`search::Search`] is a value: options in, progress out, stepped by a budget of ticks.

pub mod search;
