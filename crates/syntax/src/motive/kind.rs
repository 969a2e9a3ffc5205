//! The kinds of tokens and nodes.

/// Declares all kinds, with the words of the language apart.
macro_rules! kinds {
    (tokens { $($token:ident $about:literal)* } words { $($word:ident $text:literal)* }
     nodes { $($node:ident $shape:literal)* }) => {
        /// What a token or a node is.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum SyntaxKind {
            $(#[doc = $about] $token,)*
            $(#[doc = concat!("The word `", $text, "`.")] $word,)*
            $(#[doc = $shape] $node,)*
        }

        const KINDS: &[SyntaxKind] = &[
            $(SyntaxKind::$token,)* $(SyntaxKind::$word,)* $(SyntaxKind::$node,)*
        ];

        /// The reserved words, each with its kind.
        pub const WORDS: &[(&str, SyntaxKind)] = &[$(($text, SyntaxKind::$word)),*];

        impl SyntaxKind {
            /// The kind of a reserved word.
            #[must_use]
            pub fn word(text: &str) -> Option<SyntaxKind> {
                match text { $($text => Some(SyntaxKind::$word),)* _ => None }
            }
        }
    };
}

kinds! {
    tokens {
        WHITESPACE "Spaces, tabs and line ends."
        COMMENT "`--` to the end of the line."
        NAME "A name, perhaps in backticks."
        NUMBER "Digits, perhaps with a dot."
        STRING "Text in double quotes, on one line."
        L_PAREN "`(`"
        R_PAREN "`)`"
        COMMA "`,`"
        COLON "`:`"
        DOT "`.`"
        DOT_DOT "`..`"
        AT "`@`"
        EQ "`=`"
        PLUS_EQ "`+=`"
        MINUS_EQ "`-=`"
        PLUS "`+`"
        MINUS "`-`"
        STAR "`*`"
        SLASH "`/`"
        LT "`<`"
        GT "`>`"
        LT_EQ "`<=`"
        GT_EQ "`>=`"
        FOREIGN "An operator of another language: `==`, `!=`, `&&`, `||`, `!`, `;`, braces."
        STRAY "What begins no token."
    }
    words {
        USE_WORD "use"
        WORLD_WORD "world"
        TYPE_WORD "type"
        FACT_WORD "fact"
        MUTUAL_WORD "mutual"
        WITNESS_WORD "witness"
        DEFINE_WORD "define"
        CLAIM_WORD "claim"
        ACTION_WORD "action"
        CHANGE_WORD "change"
        NATURAL_WORD "natural"
        EVENT_WORD "event"
        IMPRESSION_WORD "impression"
        RULE_WORD "rule"
        INFERENCE_WORD "inference"
        EACH_WORD "each"
        SECRET_WORD "secret"
        MYSTERY_WORD "mystery"
        START_WORD "start"
        BEFORE_WORD "before"
        OUTLINE_WORD "outline"
        SCENARIO_WORD "scenario"
        NEVER_WORD "never"
        REACHABLE_WORD "reachable"
        VERB_WORD "verb"
        TEST_WORD "test"
        NEEDS_WORD "needs"
        EFFECT_WORD "effect"
        MAY_WORD "may"
        SEEN_WORD "seen"
        HEARD_WORD "heard"
        HIDDEN_WORD "hidden"
        APPEARS_WORD "appears"
        TEXT_WORD "text"
        OUTCOME_WORD "outcome"
        CONCLUDE_WORD "conclude"
        WHEN_WORD "when"
        AFTER_WORD "after"
        EXPECT_WORD "expect"
        UNDER_WORD "under"
        WITHOUT_WORD "without"
        INSTEAD_WORD "instead"
        MEANS_WORD "means"
        BY_WORD "by"
        WITH_WORD "with"
        IF_WORD "if"
        ELSE_WORD "else"
        AND_WORD "and"
        OR_WORD "or"
        NOT_WORD "not"
        IS_WORD "is"
        BELIEVES_WORD "believes"
        KNOWS_WORD "knows"
        LEARNS_WORD "learns"
        FORGETS_WORD "forgets"
        FORESEES_WORD "foresees"
        MIGHT_WORD "might"
        WOULD_WORD "would"
        ACCORDING_WORD "according"
        CONTRADICTS_WORD "contradicts"
        SOME_WORD "some"
        NO_WORD "no"
        EVERY_WORD "every"
        COUNT_WORD "count"
        TOTAL_WORD "total"
        PRODUCT_WORD "product"
        WHERE_WORD "where"
        FOR_WORD "for"
        ANY_WORD "any"
        ONLY_WORD "only"
        KNOWN_WORD "known"
        UNKNOWN_WORD "unknown"
        NONE_WORD "none"
        TRUE_WORD "true"
        FALSE_WORD "false"
        WANTS_WORD "wants"
        REFUSES_WORD "refuses"
        PRESSING_WORD "pressing"
        GIVEN_WORD "given"
        ACCIDENT_WORD "accident"
        HAPPENS_WORD "happens"
    }
    nodes {
        FOREST "Several texts, one behind the other."
        SOURCE_FILE "The whole text."
        LEFT_OUT "A declaration, or a part of one, that somebody who uses the file is without."
        USE_DECL "`use path without name and name, …`"
        USE_ITEM "A module to use, and what to leave out of it."
        WORLD_DECL "`world \"title\"` with its settings."
        SETTING "One setting of the world: `reading strict`."
        TYPE_DECL "`type name: parent, …`"
        TYPE_ITEM "`name: parent`"
        ENTITY_DECL "`type Entity \"said so\" (she), …`"
        ENTITY_ITEM "One entity with how it is said."
        PRONOUNS "`(she)` or `(xe/xem/xyr)`"
        ALSO "`also type and type`"
        FACT_DECL "`fact …` or `mutual fact …`"
        FACT_ITEM "One fact: signature, kind, default, how it is said."
        WITNESS_DECL "`witness w of c if condition`"
        DEFINE_DECL "`define name(…) means …`"
        CLAIM_DECL "`claim name(…) \"…\" means …`"
        ACTION_DECL "`action name(…) by c with d` and its clauses."
        CHANGE_DECL "`change name` and its clauses."
        EVENT_DECL "`event name(…)` or `natural event name(…)` and its clauses."
        IMPRESSION_DECL "`impression name(…)` and its clauses."
        RULE_DECL "`rule name(…) when …` and its clauses."
        INFERENCE_DECL "`inference name(…) when …` and its clauses."
        WANTS_DECL "`Name wants …` or `each c: type wants …`"
        REFUSES_DECL "`Name refuses condition`"
        SECRET_DECL "`secret condition known to … others think …`"
        MYSTERY_DECL "`mystery fact, … known to …`"
        START_DECL "`start` and its statements."
        BEFORE_DECL "`before` and its steps."
        OUTLINE_DECL "`outline` and its entries."
        SCENARIO_DECL "`scenario name` and its clauses."
        NEVER_DECL "`never …`"
        REACHABLE_DECL "`reachable …`"
        VERB_DECL "`verb base / third / past`"
        TEST_DECL "`test \"name\"` and its clauses."
        SIGNATURE "`name(a, b: type, only Constant)`"
        PARAMETERS "`a, b: kind`"
        CONSTANT_PARAMETER "`only Constant`"
        BINDER "`name: kind` of a quantifier."
        KIND "`type`, `0..5`, `type or none`"
        SAY "Strings in a row: how something is said."
        ACTORS "`by a with b, c`"
        NEEDS_CLAUSE "`needs …`"
        EFFECT_CLAUSE "`effect …`"
        CONCLUDE_CLAUSE "`conclude …`"
        WHEN_CLAUSE "`when …`"
        MEANS_CLAUSE "`means …`"
        COINCIDE_CLAUSE "`may coincide …`"
        ROW_CLAUSE "`seen by …`, `hidden from …`, `appears as … to …`"
        WHO "`everyone`, `nobody`, a name, or `any x: kind where …`"
        TEXT_CLAUSE "`text \"…\" if …`"
        OUTCOME_CLAUSE "`outcome name odds 2 if …` with its clauses."
        AFTER_CLAUSE "`after …`"
        EXPECT_CLAUSE "`expect …`"
        UNDER_CLAUSE "`under scenario`"
        WITHOUT_CLAUSE "`without name, …`"
        SKIP_CLAUSE "`skip name, …`"
        INSTEAD_CLAUSE "`instead …`"
        TERM "One want: `pressing name \"…\": value if condition`."
        OTHERS_CLAUSE "`others think condition`, `others do not know`"
        STEP "`given call outcome name`"
        ENTRY "`label \"…\": happens call` or a condition."
        ASSIGN_EFFECT "`fact = value`, `fact += value`"
        FACT_EFFECT "`fact`: it becomes so."
        NOT_EFFECT "`not fact`: it is no longer so."
        BELIEVES_EFFECT "`c believes effect`"
        LEARNS_EFFECT "`c learns fact`"
        FORGETS_EFFECT "`c forgets fact`"
        IF_EFFECT "`effect if condition else effect`"
        FOR_EFFECT "`for each x: kind where condition: effect`"
        GROUP_EFFECT "`(effect, effect)`"
        OR_EXPR "`a or b`"
        AND_EXPR "`a and b`"
        NOT_EXPR "`not a`"
        COMPARE_EXPR "`a is b`, `a is not b`, `a < b`"
        KIND_TEST "`a is a type`"
        ABOUT_TEST "`k is about c`"
        KNOWN_TEST "`a is known to c`"
        BELIEVES_EXPR "`c believes a`, `c knows a`"
        CONTRADICTS_EXPR "`k contradicts j`"
        FORESEES_EXPR "`c foresees a within 3`"
        MIGHT_EXPR "`c might call`, `c would call`"
        QUANTIFIED_EXPR "`some x: kind where a`, `every x: kind where a: b`, `count …`"
        ARITHMETIC_EXPR "`a + b`"
        NEGATIVE_EXPR "`-a`"
        ACCORDING_EXPR "`a according to c`"
        CHOICE_EXPR "`a if b else c`"
        PAREN_EXPR "`(a)`"
        LITERAL "A number, `true`, `false`, `none` or `unknown`."
        NAME_EXPR "A name alone."
        CALL_EXPR "`name(argument, …)`"
        ERROR "What could not be understood."
    }
}

/// The language, as the tree library wants it named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Motive {}

impl rowan::Language for Motive {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        KINDS[usize::from(raw.0)]
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A node of the tree.
pub type SyntaxNode = rowan::SyntaxNode<Motive>;
/// A token of the tree.
pub type SyntaxToken = rowan::SyntaxToken<Motive>;

impl SyntaxKind {
    /// Whether it is white space or a comment.
    #[must_use]
    pub const fn is_trivia(self) -> bool {
        matches!(self, SyntaxKind::WHITESPACE | SyntaxKind::COMMENT)
    }

    /// Whether it is one of the reserved words.
    #[must_use]
    pub const fn is_word(self) -> bool {
        self as u16 >= SyntaxKind::USE_WORD as u16 && self as u16 <= SyntaxKind::HAPPENS_WORD as u16
    }

    /// Whether a line in the margin that begins with this word is a declaration.
    #[must_use]
    pub const fn begins_declaration(self) -> bool {
        self as u16 >= SyntaxKind::USE_WORD as u16 && self as u16 <= SyntaxKind::TEST_WORD as u16
    }

    /// Whether a line that begins with this word is a clause of a declaration.
    #[must_use]
    pub const fn begins_clause(self) -> bool {
        self as u16 >= SyntaxKind::NEEDS_WORD as u16
            && self as u16 <= SyntaxKind::INSTEAD_WORD as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rowan::Language as _;

    #[test]
    fn kinds_survive_the_round_trip() {
        for (number, &kind) in KINDS.iter().enumerate() {
            assert_eq!(number, kind as usize);
            assert_eq!(Motive::kind_from_raw(Motive::kind_to_raw(kind)), kind);
        }
    }

    #[test]
    fn words_are_told_by_their_role() {
        assert!(SyntaxKind::TEST_WORD.begins_declaration());
        assert!(!SyntaxKind::NEEDS_WORD.begins_declaration());
        assert!(SyntaxKind::INSTEAD_WORD.begins_clause());
        assert!(!SyntaxKind::MEANS_WORD.begins_clause());
        assert_eq!(WORDS.iter().filter(|(_, kind)| kind.is_word()).count(), WORDS.len());
    }
}
