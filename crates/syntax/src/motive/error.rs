//! What can be wrong with the form of a text.

use rowan::TextRange;

/// The kind of a syntax error. Each kind has one page of explanation (the crate that owns the
/// diagnostics maps kinds to stable codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A line that stands at a column that contradicts what its words say.
    Column,
    /// A line in the margin that begins no declaration.
    Declaration,
    /// A clause that its declaration does not take.
    Clause,
    /// `=` where a condition asks, or `is` where an effect makes.
    Asking,
    /// An operator of another language.
    Foreign,
    /// Something else than what the grammar asks for at this place.
    Unexpected,
    /// A bracket that is not closed, or closes nothing.
    Bracket,
    /// Text in quotes that is not closed, or a character that begins no token.
    Character,
    /// An action that nobody does.
    Actor,
    /// Nesting beyond [`MAX_NESTING`](super::MAX_NESTING).
    TooDeep,
    /// More errors than are worth reporting.
    TooManyErrors,
}

/// One syntax error, with its place, its cause and the likely fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What kind of error it is.
    pub fault: Fault,
    /// Where it is, in bytes of the text.
    pub range: TextRange,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// A few words for the place itself; may be empty.
    pub label: String,
    /// The likely fix.
    pub help: Option<String>,
}
