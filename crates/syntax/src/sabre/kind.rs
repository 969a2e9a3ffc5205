//! The kinds of tokens and nodes in a Sabre problem's tree.

/// The kind of a token or node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
#[allow(non_camel_case_types, reason = "the convention for kinds of lossless trees")]
pub enum SyntaxKind {
    // Tokens.
    /// White space.
    WHITESPACE,
    /// `// …` or `/* … */`.
    COMMENT,
    /// A name or a keyword; keywords are recognised by position.
    NAME,
    /// A number with its sign, where it has one.
    NUMBER,
    /// `?`
    UNKNOWN,
    /// A quoted string; never valid.
    STRING,
    /// `(`
    L_PAREN,
    /// `)`
    R_PAREN,
    /// `{`
    L_BRACE,
    /// `}`
    R_BRACE,
    /// `[`
    L_BRACKET,
    /// `]`
    R_BRACKET,
    /// `,`
    COMMA,
    /// `;`
    SEMICOLON,
    /// `:`
    COLON,
    /// `*`
    STAR,
    /// `/`
    SLASH,
    /// `+`
    PLUS,
    /// `-`
    MINUS,
    /// `&`
    AMP,
    /// `|`
    PIPE,
    /// `!`
    BANG,
    /// `==`
    EQ_EQ,
    /// `!=`
    BANG_EQ,
    /// `>=`
    GT_EQ,
    /// `<=`
    LT_EQ,
    /// `>`
    GT,
    /// `<`
    LT,
    /// `=`
    EQ,
    /// Characters that begin no token, and brackets that close nothing. Like white space, they
    /// are in the tree and nowhere in the grammar.
    STRAY,

    // Nodes.
    /// The whole text.
    SOURCE_FILE,
    /// `type …`
    TYPE_DEFINITION,
    /// `entity …`
    ENTITY_DEFINITION,
    /// `property …`
    PROPERTY_DEFINITION,
    /// `action …`
    ACTION_DEFINITION,
    /// `trigger …`
    TRIGGER_DEFINITION,
    /// `utility …`
    UTILITY_DEFINITION,
    /// An expression that stands alone: a statement about the start.
    INITIAL_STATEMENT,
    /// A name where it is declared.
    NAME_DEFINITION,
    /// A name where it is used, or a number or truth value among arguments.
    NAME_REFERENCE,
    /// `name(parameter, …)`
    SIGNATURE,
    /// `variable : type`
    VARIABLE_PARAMETER,
    /// A constant among parameters.
    CONSTANT_PARAMETER,
    /// `precondition: …`
    PRECONDITION_PART,
    /// `effect: …`
    EFFECT_PART,
    /// `consenting: …`
    CONSENTING_PART,
    /// `observing(c : character): …`
    OBSERVING_PART,
    /// `( … )` around an expression.
    PAREN_EXPRESSION,
    /// A name that stands alone.
    NAME_EXPRESSION,
    /// A number.
    NUMBER_EXPRESSION,
    /// `?`
    UNKNOWN_EXPRESSION,
    /// `property(argument, …)`
    CALL_EXPRESSION,
    /// `believes(character, …)`
    BELIEVES_EXPRESSION,
    /// `… & … & …`
    AND_EXPRESSION,
    /// `… | … | …`
    OR_EXPRESSION,
    /// `! …`
    NOT_EXPRESSION,
    /// `if(…) … elseif(…) … else …`
    IF_EXPRESSION,
    /// `if(…) …` or `elseif(…) …` in it.
    IF_BRANCH,
    /// `else …` in it.
    ELSE_BRANCH,
    /// `forall`, `exists`, `sum` or `product`, with a variable and a body.
    QUANTIFIED_EXPRESSION,
    /// `… = …`
    ASSIGN_EXPRESSION,
    /// `… == …` and its kin.
    COMPARE_EXPRESSION,
    /// `… : type`
    TYPE_TEST_EXPRESSION,
    /// `… + … + …` and its kin: operands with one and the same operator between them, which
    /// group to the right.
    ARITHMETIC_EXPRESSION,
    /// Something that could not be parsed, or an expression that is missing. It has been reported.
    ERROR,
}

use SyntaxKind::*;

impl SyntaxKind {
    /// Whether tokens of this kind are nowhere in the grammar.
    #[must_use]
    pub const fn is_trivia(self) -> bool {
        matches!(self, WHITESPACE | COMMENT | STRAY | STRING)
    }

    /// Whether nodes of this kind are expressions (a missing or broken one included).
    #[must_use]
    pub const fn is_expression(self) -> bool {
        self as u16 >= PAREN_EXPRESSION as u16 && !matches!(self, IF_BRANCH | ELSE_BRANCH)
    }

    /// What a token of this kind is called in a message.
    pub(crate) const fn spelling(self) -> &'static str {
        match self {
            L_PAREN => "(",
            R_PAREN => ")",
            L_BRACE => "{",
            R_BRACE => "}",
            L_BRACKET => "[",
            R_BRACKET => "]",
            COMMA => ",",
            SEMICOLON => ";",
            COLON => ":",
            EQ => "=",
            _ => "…",
        }
    }

    /// The bracket that closes this one.
    pub(crate) const fn closer(self) -> SyntaxKind {
        match self {
            L_BRACE => R_BRACE,
            L_BRACKET => R_BRACKET,
            _ => R_PAREN,
        }
    }

    /// Whether this opens a bracket.
    pub(crate) const fn is_opener(self) -> bool {
        matches!(self, L_PAREN | L_BRACE | L_BRACKET)
    }

    /// Whether this closes a bracket.
    pub(crate) const fn is_closer(self) -> bool {
        matches!(self, R_PAREN | R_BRACE | R_BRACKET)
    }
}

/// Every kind, at its own number.
const KINDS: [SyntaxKind; ERROR as usize + 1] = [
    WHITESPACE,
    COMMENT,
    NAME,
    NUMBER,
    UNKNOWN,
    STRING,
    L_PAREN,
    R_PAREN,
    L_BRACE,
    R_BRACE,
    L_BRACKET,
    R_BRACKET,
    COMMA,
    SEMICOLON,
    COLON,
    STAR,
    SLASH,
    PLUS,
    MINUS,
    AMP,
    PIPE,
    BANG,
    EQ_EQ,
    BANG_EQ,
    GT_EQ,
    LT_EQ,
    GT,
    LT,
    EQ,
    STRAY,
    SOURCE_FILE,
    TYPE_DEFINITION,
    ENTITY_DEFINITION,
    PROPERTY_DEFINITION,
    ACTION_DEFINITION,
    TRIGGER_DEFINITION,
    UTILITY_DEFINITION,
    INITIAL_STATEMENT,
    NAME_DEFINITION,
    NAME_REFERENCE,
    SIGNATURE,
    VARIABLE_PARAMETER,
    CONSTANT_PARAMETER,
    PRECONDITION_PART,
    EFFECT_PART,
    CONSENTING_PART,
    OBSERVING_PART,
    PAREN_EXPRESSION,
    NAME_EXPRESSION,
    NUMBER_EXPRESSION,
    UNKNOWN_EXPRESSION,
    CALL_EXPRESSION,
    BELIEVES_EXPRESSION,
    AND_EXPRESSION,
    OR_EXPRESSION,
    NOT_EXPRESSION,
    IF_EXPRESSION,
    IF_BRANCH,
    ELSE_BRANCH,
    QUANTIFIED_EXPRESSION,
    ASSIGN_EXPRESSION,
    COMPARE_EXPRESSION,
    TYPE_TEST_EXPRESSION,
    ARITHMETIC_EXPRESSION,
    ERROR,
];

/// The language, as the tree library wants it named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sabre {}

impl rowan::Language for Sabre {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        KINDS[usize::from(raw.0)]
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A node of the tree.
pub type SyntaxNode = rowan::SyntaxNode<Sabre>;
/// A token of the tree.
pub type SyntaxToken = rowan::SyntaxToken<Sabre>;
/// A node or a token.
pub type SyntaxElement = rowan::SyntaxElement<Sabre>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_survive_the_round_trip() {
        use rowan::Language;
        for (number, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(number, kind as usize);
            assert_eq!(Sabre::kind_from_raw(Sabre::kind_to_raw(kind)), kind);
        }
    }
}
