//! Why a world cannot be judged, or a question about it not answered.

use std::fmt;

use motive_world::fault::Place;
use motive_world::id::{CharacterId, TriggerSchemaId};
use motive_world::value::Value;

/// What a program may not use, because only the strict reading is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// An event that is perceived as another one, which does not demand a plain conjunction.
    Appearance,
}

/// Why a world cannot be run on, or a search not be finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Triggers that never come to rest: a world repeated, or the firings exceeded their limit
    /// (planning-semantics §4.5).
    TriggerLoop {
        /// The trigger that fired last.
        trigger: TriggerSchemaId,
        /// Its arguments.
        arguments: Vec<Value>,
        /// Whose mind it happened in: believers from the outermost; empty in reality.
        believers: Vec<CharacterId>,
    },
    /// A division by zero.
    DivisionByZero(Place),
    /// A number too large to be represented.
    Overflow(Place),
    /// A believer that is not a character.
    NotACharacter(Place, Value),
    /// What is said to have happened before the story, by its index, could not happen.
    NotBefore(usize),
    /// The effort allowed for one question is used up: the answer is not known.
    Effort,
    /// More instances of one declaration than the judge is made for.
    TooLarge(u128),
    /// Minds nested deeper than the judge is made for; the limits ask for so many levels.
    TooDeep(u32),
    /// The program goes beyond the strict reading.
    Unsupported(Unsupported),
}

impl Fault {
    /// The same fault, found in the mind of `character`.
    pub(crate) fn within(mut self, character: CharacterId) -> Self {
        if let Fault::TriggerLoop { believers, .. } = &mut self {
            believers.insert(0, character);
        }
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::TriggerLoop { .. } => f.write_str("triggers never come to rest"),
            Fault::DivisionByZero(_) => f.write_str("division by zero"),
            Fault::Overflow(_) => f.write_str("a number grew too large to be represented"),
            Fault::NotACharacter(..) => f.write_str("only characters believe anything"),
            Fault::NotBefore(_) => f.write_str(
                "something that is said to have happened before the story could not happen",
            ),
            Fault::Effort => f.write_str("the effort allowed is used up"),
            Fault::TooLarge(instances) => {
                write!(f, "{instances} instances of one declaration are too many to judge")
            }
            Fault::TooDeep(levels) => {
                write!(f, "minds nested {levels} levels deep are too many to judge")
            }
            Fault::Unsupported(what) => {
                write!(f, "only the strict reading is judged, and the world uses {what:?}")
            }
        }
    }
}

impl std::error::Error for Fault {}

/// What can go wrong while something is evaluated, before it is known where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    DivisionByZero,
    Overflow,
    NotACharacter(Value),
}

impl Trouble {
    /// The fault at `place`.
    pub(crate) fn at(self, place: Place) -> Fault {
        match self {
            Trouble::DivisionByZero => Fault::DivisionByZero(place),
            Trouble::Overflow => Fault::Overflow(place),
            Trouble::NotACharacter(value) => Fault::NotACharacter(place, value),
        }
    }
}
