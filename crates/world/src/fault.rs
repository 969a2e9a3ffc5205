//! What can be wrong with a world that is well formed: found while grounding or while running it.

use std::fmt;

use crate::id::{ActionSchemaId, CharacterId, TriggerSchemaId};
use crate::value::Value;

/// The declaration that a fault lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A ground action.
    Action(ActionSchemaId, Vec<Value>),
    /// A ground trigger.
    Trigger(TriggerSchemaId, Vec<Value>),
    /// The utility of the author (`None`) or a character.
    Utility(Option<CharacterId>),
    /// Something that is refused, by its index.
    Refusal(usize),
    /// A statement about the start, by its index.
    Start(usize),
    /// Something that happened before the story, by its index.
    Before(usize),
}

/// Why a world cannot be grounded or run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Two unconditional effects of one event give one fluent different values.
    Contradiction {
        /// The event.
        place: Place,
        /// The fluent, as it is written.
        fluent: String,
        /// The two values.
        values: (Value, Value),
    },
    /// Grounding would make more than the limit allows.
    TooLarge {
        /// The declaration whose parameters or quantifiers multiply.
        place: Place,
        /// How many instances it would have had (a product of domain sizes, or the number reached).
        instances: u128,
        /// The most that is allowed.
        limit: u64,
    },
    /// Triggers that never come to rest.
    TriggerLoop {
        /// The trigger that fired when the limit was reached or a world repeated.
        trigger: TriggerSchemaId,
        /// Its arguments.
        arguments: Vec<Value>,
        /// Whose mind it happened in: believers from the outermost; empty in reality.
        believers: Vec<CharacterId>,
        /// The triggers of the loop by name, in order of firing.
        cycle: Vec<String>,
    },
    /// A division by zero.
    DivisionByZero(Place),
    /// A number too large to be represented.
    Overflow(Place),
    /// Something that is said to have happened before the story, by its index, and cannot have.
    NotBefore(usize),
    /// A feature of the language that the engine does not act on yet.
    Unsupported(&'static str),
    /// More distinct values or worlds than the tables can hold.
    Full(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Contradiction { fluent, .. } => {
                write!(f, "contradictory effects give {fluent} two values at once")
            }
            Fault::TooLarge { instances, limit, .. } => {
                write!(f, "grounding would make {instances} instances; the limit is {limit}")
            }
            Fault::TriggerLoop { cycle, .. } => {
                write!(f, "triggers never come to rest: {}", cycle.join(", "))
            }
            Fault::DivisionByZero(_) => f.write_str("division by zero"),
            Fault::Overflow(_) => f.write_str("a number grew too large to be represented"),
            Fault::NotBefore(_) => f.write_str(
                "something that is said to have happened before the story could not happen",
            ),
            Fault::Unsupported(feature) => write!(f, "not supported yet: {feature}"),
            Fault::Full(what) => write!(f, "too many {what}"),
        }
    }
}

impl std::error::Error for Fault {}
