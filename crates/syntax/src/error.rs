//! What can be wrong with the form of a text.

use rowan::TextRange;

/// The kind of a syntax error. Each kind has one page of explanation (the crate that owns the
/// diagnostics maps kinds to stable codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A character, or a run of them, that begins no token.
    UnexpectedCharacter,
    /// Digits that are not a number of the language: `1e3`, `1.2.3`.
    MalformedNumber,
    /// A name that does not begin with a letter.
    MalformedName,
    /// A comment that is opened and never closed.
    UnclosedComment,
    /// A quoted string, which the language has no use for.
    StrayString,
    /// A bracket that is opened and never closed.
    UnclosedBracket,
    /// A bracket that closes nothing.
    ExtraBracket,
    /// Two definitions, or two parts, without a semicolon between them.
    MissingSemicolon,
    /// A semicolon that ends nothing.
    EmptyDefinition,
    /// The beginning of no kind of definition.
    UnknownDefinition,
    /// The beginning of no part of an action or trigger.
    UnknownPart,
    /// Something else than what the grammar asks for at this place.
    Unexpected,
    /// An expression is missing.
    MissingExpression,
    /// Two expressions side by side.
    MissingOperator,
    /// A word in the place of an operator: `and`, `or`, `not`.
    WordOperator,
    /// `when(…)`, which other planning languages have.
    When,
    /// An argument that is not a plain name or number.
    CompoundArgument,
    /// An `else` or `elseif` without its `if`.
    StrayElse,
    /// Nesting beyond [`MAX_NESTING`](crate::sabre::MAX_NESTING).
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
    /// Another place that belongs to it, and what is there.
    pub related: Option<(TextRange, String)>,
    /// The likely fix.
    pub help: Option<String>,
}
