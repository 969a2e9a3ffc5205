//! Lines: where a declaration, a clause or an item begins, told by words and never by depth.
//!
//! A line in the margin begins a declaration. An indented line that begins with the word of a
//! clause (`needs`, `effect`, …) begins that clause. Any other indented line begins an item, unless
//! it goes on with the one before: a bracket is open, the line before ends with something that asks
//! for more, or this one begins with a word or sign that joins.

use super::kind::SyntaxKind::{self, *};
use super::lexer::{self, Lexeme};

/// What begins with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Boundary {
    /// Nothing: it goes on with what is before it.
    None,
    /// An item of a list.
    Item,
    /// A clause.
    Clause,
    /// A declaration.
    Declaration,
}

/// A token that is neither white space nor a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: SyntaxKind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Its position among all tokens.
    pub(super) raw: u32,
    /// The column of the first token of its line, from 0; a tab goes to the next multiple of four.
    pub(super) column: u32,
    /// Whether it is the first of its line.
    pub(super) is_first: bool,
    pub(super) boundary: Boundary,
}

/// A text in tokens.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) raw: Vec<Lexeme>,
    pub(super) list: Vec<Token>,
}

/// Cuts a text into tokens, with the boundaries between its lines.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    let raw = lexer::tokens(text);
    let mut list: Vec<Token> = Vec::with_capacity(raw.len() / 2 + 1);
    let mut depth = 0_u32;
    let mut column = 0;
    let mut is_first = true;
    for (index, lexeme) in raw.iter().enumerate() {
        let piece = &text[lexeme.start as usize..lexeme.end as usize];
        match lexeme.kind {
            WHITESPACE => {
                if let Some(at) = piece.rfind('\n') {
                    is_first = true;
                    column = width(&piece[at + 1..]);
                } else if lexeme.start == 0 {
                    column = width(piece);
                }
                continue;
            }
            COMMENT => continue,
            _ => {}
        }
        let boundary = if is_first {
            boundary(list.last().map(|t| t.kind), lexeme.kind, piece, column, depth)
        } else {
            Boundary::None
        };
        if boundary >= Boundary::Clause {
            depth = 0;
        }
        match lexeme.kind {
            L_PAREN => depth += 1,
            R_PAREN => depth = depth.saturating_sub(1),
            _ => {}
        }
        list.push(Token {
            kind: lexeme.kind,
            start: lexeme.start,
            end: lexeme.end,
            raw: index as u32,
            column,
            is_first,
            boundary,
        });
        is_first = false;
    }
    Tokens { text, raw, list }
}

fn width(spaces: &str) -> u32 {
    spaces.chars().fold(0, |column, c| match c {
        '\t' => (column / 4 + 1) * 4,
        '\u{feff}' => column,
        _ => column + 1,
    })
}

fn boundary(
    before: Option<SyntaxKind>,
    kind: SyntaxKind,
    text: &str,
    column: u32,
    depth: u32,
) -> Boundary {
    if column == 0 || before.is_none() || kind.begins_declaration() {
        Boundary::Declaration
    } else if kind.begins_clause() || text == "skip" {
        Boundary::Clause
    } else if depth > 0 || before.is_some_and(asks_for_more) || joins(kind) {
        Boundary::None
    } else {
        Boundary::Item
    }
}

/// Whether a line that ends with this goes on.
fn asks_for_more(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        COMMA
            | COLON
            | DOT
            | EQ
            | PLUS_EQ
            | MINUS_EQ
            | PLUS
            | MINUS
            | STAR
            | SLASH
            | LT
            | GT
            | LT_EQ
            | GT_EQ
            | AND_WORD
            | OR_WORD
            | NOT_WORD
            | IS_WORD
            | BELIEVES_WORD
            | KNOWS_WORD
            | LEARNS_WORD
            | FORGETS_WORD
            | FORESEES_WORD
            | MIGHT_WORD
            | WOULD_WORD
            | IF_WORD
            | ELSE_WORD
            | WHERE_WORD
            | BY_WORD
            | WITH_WORD
            | FOR_WORD
            | EACH_WORD
            | ACCORDING_WORD
            | CONTRADICTS_WORD
            | HAPPENS_WORD
    )
}

/// Whether a line that begins with this goes on with the one before.
fn joins(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        AND_WORD
            | OR_WORD
            | IF_WORD
            | ELSE_WORD
            | BY_WORD
            | WITH_WORD
            | MEANS_WORD
            | WHERE_WORD
            | IS_WORD
            | ACCORDING_WORD
            | CONTRADICTS_WORD
            | KNOWN_WORD
            | STRING
            | EQ
            | PLUS
            | STAR
            | SLASH
            | LT
            | GT
            | LT_EQ
            | GT_EQ
            | COMMA
            | COLON
            | R_PAREN
    )
}
