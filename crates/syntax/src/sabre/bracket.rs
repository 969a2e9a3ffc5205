//! Tokens with their brackets matched: what the parser reads.
//!
//! The grammar of expressions cuts token sequences at operators outside all brackets
//! (planning-semantics §1.3), so which bracket belongs to which must be known before parsing
//! starts. One pass over the text, with a stack of its own:
//! - pairs the brackets. Where one is never closed, a place for its end is chosen: before the
//!   next `;` or `{`, before the brace that closes around it, before the next definition, or at
//!   the end of the text;
//! - tells a sign from a subtraction: a minus that touches a number is its sign where no operand
//!   stands before it, so `5 -1`, `5-1` and `w()-1` are subtractions and `= -1` is not;
//! - marks the tokens that begin an operand right after another one has ended, which is how a
//!   missing operator or semicolon shows.

use super::kind::SyntaxKind::{self, *};
use super::lexer::lex;
use super::{DEFINITION_KEYWORDS, Reports};
use crate::error::{Fault, SyntaxError};
use rowan::{TextRange, TextSize};

/// No partner.
const NONE: u32 = u32::MAX;

/// A token that means something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: SyntaxKind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// A line begins between the token before and this one.
    pub(super) on_new_line: bool,
    /// It begins an operand although the one before has just ended.
    pub(super) juxtaposed: bool,
    /// An opening bracket: the index of the token that closes it, or of the one before which its
    /// end was put. A closing one: the index of the opening one.
    partner: u32,
}

impl Token {
    pub(super) fn range(&self) -> TextRange {
        TextRange::new(TextSize::new(self.start), TextSize::new(self.end))
    }
}

/// All tokens of a text.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    /// Every piece of the text, in order: its kind and where it ends.
    pub(super) pieces: Vec<(SyntaxKind, u32)>,
    /// The pieces that mean something.
    pub(super) tokens: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn kind(&self, index: usize) -> Option<SyntaxKind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// The text of a token; empty past the end.
    pub(super) fn word(&self, index: usize) -> &'a str {
        self.tokens
            .get(index)
            .map_or("", |token| &self.text[token.start as usize..token.end as usize])
    }

    pub(super) fn is_word(&self, index: usize, word: &str) -> bool {
        self.kind(index) == Some(NAME) && self.word(index) == word
    }

    /// The end of the bracket that opens at `open`: the index of its closing token and whether
    /// that token is really there.
    pub(super) fn close_of(&self, open: usize) -> (usize, bool) {
        let close = self.tokens[open].partner as usize;
        let there = self.tokens.get(close).is_some_and(|token| {
            token.kind == self.tokens[open].kind.closer() && token.partner as usize == open
        });
        (close.max(open + 1), there)
    }

    /// The index after the token, or after the whole bracket that it opens.
    pub(super) fn after(&self, index: usize) -> usize {
        if self.tokens[index].kind.is_opener() {
            let (close, there) = self.close_of(index);
            close + usize::from(there)
        } else {
            index + 1
        }
    }

    /// The place of a token, or the end of the text.
    pub(super) fn range(&self, index: usize) -> TextRange {
        match self.tokens.get(index) {
            Some(token) => token.range(),
            None => TextRange::empty(TextSize::of(self.text)),
        }
    }

    /// The place just after the token before `index`, where something is missing.
    pub(super) fn gap_before(&self, index: usize) -> TextRange {
        let end = match index.checked_sub(1).and_then(|before| self.tokens.get(before)) {
            Some(token) => TextSize::new(token.end),
            None => TextSize::new(0),
        };
        TextRange::empty(end)
    }
}

/// A bracket that is open.
struct Open {
    index: u32,
    /// Behind it an operand begins: it is the bracket of `if`, `forall`, `sum` and their kin.
    is_head: bool,
}

struct Pass<'a, 'r> {
    found: Tokens<'a>,
    reports: &'r mut Reports,
    open: Vec<Open>,
    open_braces: usize,
    /// An operand has just ended, so that a minus is a subtraction.
    operand_ended: bool,
    /// The token before is `if`, `forall`, `sum` or the like.
    after_head_word: bool,
}

/// Cuts the text into tokens and matches its brackets. The text is shorter than 4 GiB.
pub(super) fn tokens<'a>(text: &'a str, reports: &mut Reports) -> Tokens<'a> {
    let mut pass = Pass {
        found: Tokens { text, pieces: Vec::new(), tokens: Vec::new() },
        reports,
        open: Vec::new(),
        open_braces: 0,
        operand_ended: false,
        after_head_word: false,
    };
    let mut at = 0;
    let mut on_new_line = true;
    while at < text.len() {
        let mut lexeme = lex(&text[at..]);
        if lexeme.kind == MINUS
            && lexeme.length == 1
            && !pass.operand_ended
            && text[at + 1..].starts_with(|c: char| c.is_ascii_digit() || c == '.')
        {
            let number = lex(&text[at + 1..]);
            if number.kind == NUMBER {
                lexeme = number;
                lexeme.length += 1;
            }
        }
        let end = at + lexeme.length;
        if let Some((fault, help)) = lexeme.fault {
            pass.report_lexeme(fault, help, at, end);
        }
        if lexeme.kind.is_trivia() {
            on_new_line |= text[at..end].contains('\n');
            pass.found.pieces.push((lexeme.kind, end as u32));
        } else {
            pass.token(lexeme.kind, at, end, on_new_line);
            on_new_line = false;
        }
        at = end;
    }
    pass.close_down_to(0, pass.found.len());
    pass.found
}

impl Pass<'_, '_> {
    fn report_lexeme(&mut self, fault: Fault, help: &str, start: usize, end: usize) {
        let text = &self.found.text[start..end];
        let shown: String = text.chars().take(24).collect();
        let message = match fault {
            Fault::UnclosedComment => "this comment is never closed".to_owned(),
            Fault::StrayString => "quoted text has no place in a problem".to_owned(),
            Fault::MalformedNumber => format!("`{shown}` is not a number"),
            Fault::MalformedName => format!("`{shown}` is not a name"),
            _ => format!("`{}` means nothing here", shown.escape_default()),
        };
        let end = if fault == Fault::UnclosedComment { start + 2 } else { end };
        self.reports.report(SyntaxError {
            fault,
            range: TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32)),
            message,
            related: None,
            help: Some(help.to_owned()),
        });
    }

    fn token(&mut self, mut kind: SyntaxKind, start: usize, end: usize, on_new_line: bool) {
        let word = &self.found.text[start..end];
        if kind == NAME {
            kind = self.word_operator(word, start, end);
        }
        if kind == NAME && on_new_line && !self.open.is_empty() && self.begins_definition(word, end)
        {
            self.close_down_to(0, self.found.len());
        }
        if matches!(kind, SEMICOLON | L_BRACE) {
            self.close_down_to(self.innermost_brace(), self.found.len());
        }
        if kind.is_closer() && !self.closes(kind) {
            self.reports.bracket_faults.push(start as u32);
            self.reports.report(SyntaxError {
                fault: Fault::ExtraBracket,
                range: TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32)),
                message: format!("this `{word}` closes nothing"),
                related: None,
                help: Some("remove it, or add the bracket that it closes".to_owned()),
            });
            self.found.pieces.push((STRAY, end as u32));
            return;
        }
        let index = self.found.len() as u32;
        let begins_operand = match kind {
            NAME => !matches!(word, "else" | "elseif"),
            NUMBER | UNKNOWN | BANG => true,
            // A bracket right behind a name holds its arguments.
            L_PAREN => self.found.tokens.last().is_none_or(|before| before.kind != NAME),
            _ => false,
        };
        let juxtaposed = begins_operand && self.operand_ended;
        let mut partner = NONE;
        if kind.is_opener() {
            self.open.push(Open { index, is_head: kind == L_PAREN && self.after_head_word });
            self.open_braces += usize::from(kind == L_BRACE);
        }
        let mut closed_head = false;
        if kind.is_closer() {
            if let Some(open) = self.open.pop() {
                self.open_braces -= usize::from(kind == R_BRACE);
                self.found.tokens[open.index as usize].partner = index;
                partner = open.index;
                closed_head = open.is_head;
            }
        }
        self.operand_ended = match kind {
            NAME => {
                !matches!(word, "if" | "elseif" | "else" | "forall" | "exists" | "sum" | "product")
            }
            NUMBER | UNKNOWN => true,
            R_PAREN | R_BRACE | R_BRACKET => !closed_head,
            _ => false,
        };
        self.after_head_word = kind == NAME
            && matches!(word, "if" | "elseif" | "forall" | "exists" | "sum" | "product");
        self.found.pieces.push((kind, end as u32));
        self.found.tokens.push(Token {
            kind,
            start: start as u32,
            end: end as u32,
            on_new_line,
            juxtaposed,
            partner,
        });
    }

    /// The operator that was meant by a word in its place; [`NAME`] for all others.
    fn word_operator(&mut self, word: &str, start: usize, end: usize) -> SyntaxKind {
        let (kind, symbol) = match word {
            "and" if self.operand_ended => (AMP, "&"),
            "or" if self.operand_ended => (PIPE, "|"),
            "not" if !self.operand_ended && self.is_in_expression(end) => (BANG, "!"),
            _ => return NAME,
        };
        self.reports.report(SyntaxError {
            fault: Fault::WordOperator,
            range: TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32)),
            message: format!("`{word}` is not an operator of this language"),
            related: None,
            help: Some(format!("write `{symbol}`")),
        });
        kind
    }

    /// Whether what follows can be the operand of a negation.
    fn is_in_expression(&self, end: usize) -> bool {
        let next = self.found.text[end..].trim_start();
        next.starts_with(|c: char| c.is_alphabetic() || c == '(' || c == '!')
    }

    /// Whether a definition begins with this word at the start of a line, whatever bracket is
    /// open: none of these beginnings can be inside one.
    fn begins_definition(&self, word: &str, end: usize) -> bool {
        if !DEFINITION_KEYWORDS.contains(&word) {
            return false;
        }
        let mut rest = &self.found.text[end..];
        let mut next = || -> Option<(SyntaxKind, &str)> {
            loop {
                if rest.is_empty() {
                    return None;
                }
                let lexeme = lex(rest);
                // A look ahead must not cost more than the pass itself.
                if lexeme.length > 4096 {
                    return None;
                }
                let (found, after) = rest.split_at(lexeme.length);
                rest = after;
                if !lexeme.kind.is_trivia() {
                    return Some((lexeme.kind, found));
                }
            }
        };
        match word {
            "type" | "entity" => {
                matches!(next(), Some((NAME, _))) && matches!(next(), Some((COLON | SEMICOLON, _)))
            }
            "utility" => {
                matches!(next(), Some((L_PAREN, _)))
                    && match next() {
                        Some((NAME, _)) => {
                            matches!(next(), Some((R_PAREN, _)))
                                && matches!(next(), Some((COLON, _)))
                        }
                        Some((R_PAREN, _)) => matches!(next(), Some((COLON, _))),
                        _ => false,
                    }
            }
            _ => matches!(next(), Some((NAME, _))) && matches!(next(), Some((L_PAREN, _))),
        }
    }

    /// How many brackets are open up to and including the innermost brace.
    fn innermost_brace(&self) -> usize {
        if self.open_braces == 0 {
            return 0;
        }
        let is_brace = |open: &Open| self.found.tokens[open.index as usize].kind == L_BRACE;
        self.open.iter().rposition(is_brace).map_or(0, |at| at + 1)
    }

    /// Whether a closing bracket closes anything; if so, what it closes is now the innermost.
    fn closes(&mut self, closer: SyntaxKind) -> bool {
        if closer == R_BRACE && self.open_braces > 0 {
            self.close_down_to(self.innermost_brace(), self.found.len());
        }
        self.open
            .last()
            .is_some_and(|open| self.found.tokens[open.index as usize].kind.closer() == closer)
    }

    /// Puts the end of all brackets but the outermost `depth` before the token `end`.
    fn close_down_to(&mut self, depth: usize, end: usize) {
        let unclosed = self.open.len().saturating_sub(depth);
        if unclosed == 0 {
            return;
        }
        let outermost = self.open[depth].index as usize;
        let token = self.found.tokens[outermost];
        let opener = token.kind.spelling();
        let closer = token.kind.closer().spelling();
        let others = match unclosed - 1 {
            0 => String::new(),
            1 => ", nor is one bracket inside it".to_owned(),
            more => format!(", nor are {more} brackets inside it"),
        };
        let place = self.found.gap_before(end);
        self.reports.bracket_faults.push(token.start);
        self.reports.report(SyntaxError {
            fault: Fault::UnclosedBracket,
            range: token.range(),
            message: format!("this `{opener}` is never closed{others}"),
            related: Some((place, format!("at the latest here, `{closer}` was expected"))),
            help: Some(format!("add the missing `{closer}`")),
        });
        for open in self.open.drain(depth..) {
            let index = open.index as usize;
            self.open_braces -= usize::from(self.found.tokens[index].kind == L_BRACE);
            self.found.tokens[index].partner = end as u32;
        }
        self.operand_ended = true;
        self.after_head_word = false;
    }
}
