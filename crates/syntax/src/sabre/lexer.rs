//! Text to tokens, one at a time (planning-semantics §1.1).
//!
//! Beyond Sabre's own tokens, whatever cannot begin one is still cut into pieces, each with the
//! kind that lets parsing go on best: `∧` is read as `&`, `1e3` as a number, and so on. Those
//! pieces come with a [`Fault`].

use super::kind::SyntaxKind::{self, *};
use crate::error::Fault;

/// One token, before brackets and signs are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) kind: SyntaxKind,
    /// In bytes; at least one.
    pub(super) length: usize,
    /// What is wrong with it, if anything, and the likely fix.
    pub(super) fault: Option<(Fault, &'static str)>,
}

fn token(kind: SyntaxKind, length: usize) -> Lexeme {
    Lexeme { kind, length, fault: None }
}

fn faulty(kind: SyntaxKind, length: usize, fault: Fault, help: &'static str) -> Lexeme {
    Lexeme { kind, length, fault: Some((fault, help)) }
}

/// Whether a name ends before this character.
fn is_symbol(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '{'
            | '}'
            | '['
            | ']'
            | ','
            | ';'
            | ':'
            | '*'
            | '/'
            | '+'
            | '-'
            | '&'
            | '|'
            | '!'
            | '='
            | '>'
            | '<'
    )
}

fn is_space(c: char) -> bool {
    // Some editors put a byte order mark at the start of a file.
    c.is_whitespace() || c == '\u{feff}'
}

/// The token at the start of `text`, which must not be empty.
pub(super) fn lex(text: &str) -> Lexeme {
    let first = text.chars().next().unwrap_or(' ');
    let bytes = text.as_bytes();
    let second = bytes.get(1).copied().unwrap_or(0);
    let pair = |next: u8, both: SyntaxKind, one: SyntaxKind| {
        if second == next { token(both, 2) } else { token(one, 1) }
    };
    match first {
        c if is_space(c) => {
            let plain = text.bytes().position(|byte| byte != b' ').unwrap_or(text.len());
            token(WHITESPACE, plain + run(&text[plain..], is_space))
        }
        '/' if second == b'/' => token(COMMENT, text.find('\n').unwrap_or(text.len())),
        '/' if second == b'*' => match text[2..].find("*/") {
            Some(end) => token(COMMENT, end + 4),
            None => faulty(COMMENT, text.len(), Fault::UnclosedComment, "add `*/` where it ends"),
        },
        '(' => token(L_PAREN, 1),
        ')' => token(R_PAREN, 1),
        '{' => token(L_BRACE, 1),
        '}' => token(R_BRACE, 1),
        '[' => token(L_BRACKET, 1),
        ']' => token(R_BRACKET, 1),
        ',' => token(COMMA, 1),
        ';' => token(SEMICOLON, 1),
        ':' => token(COLON, 1),
        '*' => token(STAR, 1),
        '/' => token(SLASH, 1),
        '+' => token(PLUS, 1),
        '-' => token(MINUS, 1),
        '&' => token(AMP, 1),
        '|' => token(PIPE, 1),
        '!' => pair(b'=', BANG_EQ, BANG),
        '=' => pair(b'=', EQ_EQ, EQ),
        '>' => pair(b'=', GT_EQ, GT),
        '<' => pair(b'=', LT_EQ, LT),
        '"' => string(text),
        '∧' => operator(AMP, first, "write `&`"),
        '∨' => operator(PIPE, first, "write `|`"),
        '¬' => operator(BANG, first, "write `!`"),
        '≠' => operator(BANG_EQ, first, "write `!=`"),
        '≤' => operator(LT_EQ, first, "write `<=`"),
        '≥' => operator(GT_EQ, first, "write `>=`"),
        '−' | '–' => operator(MINUS, first, "write `-`"),
        _ => word(text),
    }
}

fn operator(kind: SyntaxKind, character: char, help: &'static str) -> Lexeme {
    faulty(kind, character.len_utf8(), Fault::UnexpectedCharacter, help)
}

fn string(text: &str) -> Lexeme {
    let end = text[1..].find(['"', '\n']);
    let length = match end {
        Some(at) if text.as_bytes()[at + 1] == b'"' => at + 2,
        Some(at) => at + 1,
        None => text.len(),
    };
    faulty(STRING, length, Fault::StrayString, "remove it, or make it a comment with `//`")
}

/// A name, a number or `?`: everything up to white space or a symbol.
fn word(text: &str) -> Lexeme {
    let is_part = |c: char| !is_space(c) && !is_symbol(c);
    // Names are mostly plain letters.
    let plain = text.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'_'));
    let plain = plain.unwrap_or(text.len());
    let length = plain + run(&text[plain..], is_part);
    let word = &text[..length];
    let first = word.chars().next().unwrap_or(' ');
    if first.is_alphabetic() {
        return token(NAME, length);
    }
    if word == "?" {
        return token(UNKNOWN, length);
    }
    if is_number(word) {
        return token(NUMBER, length);
    }
    if first.is_ascii_digit() || (first == '.' && word.bytes().any(|b| b.is_ascii_digit())) {
        return faulty(
            NUMBER,
            length,
            Fault::MalformedNumber,
            "a number is digits with at most one dot, and no exponent",
        );
    }
    if first == '?' {
        return faulty(
            UNKNOWN,
            length,
            Fault::UnexpectedCharacter,
            "`?` is the unknown value and must be set off by white space; variables have no mark",
        );
    }
    if word.chars().any(char::is_alphabetic) {
        return faulty(NAME, length, Fault::MalformedName, "let the name begin with a letter");
    }
    faulty(STRAY, length, Fault::UnexpectedCharacter, "remove it")
}

/// Digits with at most one dot.
fn is_number(word: &str) -> bool {
    let dots = word.bytes().filter(|&b| b == b'.').count();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    dots <= 1 && digits >= 1 && dots + digits == word.len()
}

/// How many bytes at the start of `text` are of characters of this kind.
fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(mut text: &str) -> Vec<(SyntaxKind, &str)> {
        let mut found = Vec::new();
        while !text.is_empty() {
            let lexeme = lex(text);
            if lexeme.kind != WHITESPACE {
                found.push((lexeme.kind, &text[..lexeme.length]));
            }
            text = &text[lexeme.length..];
        }
        found
    }

    #[test]
    fn the_longest_symbol_wins() {
        assert_eq!(
            kinds("a==b!=c>=d<=e>f<g=!h"),
            [
                (NAME, "a"),
                (EQ_EQ, "=="),
                (NAME, "b"),
                (BANG_EQ, "!="),
                (NAME, "c"),
                (GT_EQ, ">="),
                (NAME, "d"),
                (LT_EQ, "<="),
                (NAME, "e"),
                (GT, ">"),
                (NAME, "f"),
                (LT, "<"),
                (NAME, "g"),
                (EQ, "="),
                (BANG, "!"),
                (NAME, "h"),
            ]
        );
    }

    #[test]
    fn a_name_ends_only_at_white_space_or_a_symbol() {
        assert_eq!(kinds("R2_d.2 a?b é1"), [(NAME, "R2_d.2"), (NAME, "a?b"), (NAME, "é1")]);
        assert_eq!(kinds("a/b"), [(NAME, "a"), (SLASH, "/"), (NAME, "b")]);
    }

    #[test]
    fn numbers_have_one_dot_and_no_exponent() {
        for good in ["2", "2.5", ".5", "5."] {
            assert_eq!(lex(good), token(NUMBER, good.len()), "{good}");
        }
        for bad in ["1e1", "1.2.3", "5x", "..5"] {
            let lexeme = lex(bad);
            assert_eq!(lexeme.kind, NUMBER, "{bad}");
            assert_eq!(lexeme.fault.map(|f| f.0), Some(Fault::MalformedNumber), "{bad}");
        }
        assert_eq!(lex(".").kind, STRAY);
    }

    #[test]
    fn comments_do_not_nest() {
        assert_eq!(
            kinds("/* a /* b */ c // d\ne")[1..],
            [(NAME, "c"), (COMMENT, "// d"), (NAME, "e")]
        );
        assert_eq!(lex("/* a").fault.map(|f| f.0), Some(Fault::UnclosedComment));
        assert_eq!(lex("/*/").fault.map(|f| f.0), Some(Fault::UnclosedComment));
    }

    #[test]
    fn what_is_no_token_is_cut_out_and_reported() {
        assert_eq!(lex("¬alive").length, '¬'.len_utf8());
        assert_eq!(lex("_x").fault.map(|f| f.0), Some(Fault::MalformedName));
        assert_eq!(lex("?x").fault.map(|f| f.0), Some(Fault::UnexpectedCharacter));
        assert_eq!(lex("###").length, 3);
        assert_eq!(lex("\"a b\" c").length, 5);
        assert_eq!(lex("\"a b").length, 4);
        assert_eq!(lex("\"a\nb\"").length, 2);
    }
}
