//! Who is told of every write that a transition makes.

use crate::ground::{AppearanceId, FluentId, StepId, TriggerId};
use crate::id::CharacterId;
use crate::value::Value;

/// Why a fluent got a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An effect of the step, in the world where it was taken.
    Effect(StepId),
    /// An effect of the step, in the mind of somebody who perceived it.
    Perceived(StepId),
    /// The step made somebody believe it.
    Told(StepId),
    /// Somebody perceived the step although they had believed it impossible.
    Repaired(StepId),
    /// Somebody perceived what a step seemed to be: what that demands, and what it changes.
    Seemed(AppearanceId),
    /// An effect of a trigger, in the world where it happened.
    Trigger(TriggerId),
    /// A trigger made somebody believe it.
    Inferred(TriggerId),
    /// The start of the world.
    Start,
}

/// One write.
#[derive(Clone, Copy, Debug)]
pub struct Write<'a> {
    /// Whose belief about whose belief … was written, from the outermost; empty for a fact.
    pub believers: &'a [CharacterId],
    /// The fluent.
    pub fluent: FluentId,
    /// What it was before.
    pub before: Value,
    /// What it is now; may be the same.
    pub after: Value,
    /// Why.
    pub cause: Cause,
}

/// Receives every write, before the state that results is interned.
pub trait Recorder {
    /// Whether anything is recorded. Where not, results are remembered and taken from memory.
    const RECORDS: bool;
    /// Receives a write.
    fn record(&mut self, write: Write<'_>);
}

/// Records nothing and costs nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRecorder;

impl Recorder for NoRecorder {
    const RECORDS: bool = false;
    fn record(&mut self, _: Write<'_>) {}
}
