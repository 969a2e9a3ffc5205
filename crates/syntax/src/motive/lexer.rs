//! Text to tokens. No token but white space spans lines.

use super::kind::SyntaxKind::{self, *};

/// A stretch of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) kind: SyntaxKind,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// All tokens of a text, trivia too; together they are the text.
pub(super) fn tokens(text: &str) -> Vec<Lexeme> {
    let mut found = Vec::with_capacity(text.len() / 3);
    let mut start = 0;
    while start < text.len() {
        let (kind, length) = next(&text[start..]);
        let end = start + length.max(1);
        found.push(Lexeme { kind, start: start as u32, end: end as u32 });
        start = end;
    }
    found
}

/// Whether a character can begin a name.
pub(super) fn begins_name(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

/// Whether a character can go on with a name.
pub(super) fn continues_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn is_space(c: char) -> bool {
    // Some editors put a byte order mark at the start of a file.
    c.is_whitespace() || c == '\u{feff}'
}

fn next(text: &str) -> (SyntaxKind, usize) {
    let bytes = text.as_bytes();
    let second = bytes.get(1).copied().unwrap_or(0);
    let pair = |next: u8, both: SyntaxKind, one: SyntaxKind| {
        if second == next { (both, 2) } else { (one, 1) }
    };
    match bytes[0] {
        b' ' | b'\t' | b'\n' | b'\r' => (WHITESPACE, run(text, is_space)),
        b'(' => (L_PAREN, 1),
        b')' => (R_PAREN, 1),
        b',' => (COMMA, 1),
        b':' => (COLON, 1),
        b'@' => (AT, 1),
        b'=' => pair(b'=', FOREIGN, EQ),
        b'+' => pair(b'=', PLUS_EQ, PLUS),
        b'-' if second == b'-' => (COMMENT, line(text)),
        b'-' => pair(b'=', MINUS_EQ, MINUS),
        b'*' => (STAR, 1),
        b'/' if second == b'/' => (FOREIGN, 2),
        b'/' => (SLASH, 1),
        b'<' => pair(b'=', LT_EQ, LT),
        b'>' => pair(b'=', GT_EQ, GT),
        b'.' if second == b'.' => (DOT_DOT, 2),
        b'.' => (DOT, 1),
        b'!' => pair(b'=', FOREIGN, FOREIGN),
        b'&' => pair(b'&', FOREIGN, FOREIGN),
        b'|' => pair(b'|', FOREIGN, FOREIGN),
        b';' | b'{' | b'}' => (FOREIGN, 1),
        b'"' => string(text),
        b'`' => quoted(text),
        b'0'..=b'9' => (NUMBER, number(text)),
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => name(text),
        _ => other(text),
    }
}

fn name(text: &str) -> (SyntaxKind, usize) {
    let length = run(text, continues_name);
    (SyntaxKind::word(&text[..length]).unwrap_or(NAME), length)
}

/// Digits, and a dot with digits after it. `0..5` is two numbers.
fn number(text: &str) -> usize {
    let whole = run(text, |c| c.is_ascii_digit());
    let rest = &text[whole..];
    let fraction = rest.strip_prefix('.').map_or(0, |r| run(r, |c| c.is_ascii_digit()));
    let length = if fraction > 0 { whole + 1 + fraction } else { whole };
    // `3rd` is one broken number, not a number and a name.
    length + run(&text[length..], continues_name)
}

/// Text in quotes; one that is not closed ends with its line.
fn string(text: &str) -> (SyntaxKind, usize) {
    let end = text[1..].find(['"', '\n']).map(|at| at + 1);
    match end {
        Some(at) if text.as_bytes()[at] == b'"' => (STRING, at + 1),
        Some(at) => (STRING, text[..at].trim_end_matches('\r').len()),
        None => (STRING, text.len()),
    }
}

/// A name in backticks: anything but a backtick or a line end.
fn quoted(text: &str) -> (SyntaxKind, usize) {
    match text[1..].find(['`', '\n']) {
        Some(at) if at > 0 && text.as_bytes()[at + 1] == b'`' => (NAME, at + 2),
        _ => (STRAY, 1),
    }
}

fn other(text: &str) -> (SyntaxKind, usize) {
    let first = text.chars().next().unwrap_or(' ');
    let length = first.len_utf8();
    match first {
        // What an editor makes of `--`.
        '—' | '–' => (COMMENT, line(text)),
        c if is_space(c) => (WHITESPACE, run(text, is_space)),
        c if begins_name(c) => name(text),
        '“' | '”' | '„' | '‘' | '’' | '«' | '»' => (STRAY, length),
        '≠' | '≤' | '≥' | '∧' | '∨' | '¬' | '→' => (FOREIGN, length),
        _ => (STRAY, length),
    }
}

/// The rest of the line, without its end.
fn line(text: &str) -> usize {
    let end = text.find('\n').unwrap_or(text.len());
    text[..end].trim_end_matches('\r').len()
}

/// How many bytes at the start of `text` are of characters of this kind.
fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(SyntaxKind, &str)> {
        tokens(text)
            .into_iter()
            .map(|t| (t.kind, &text[t.start as usize..t.end as usize]))
            .filter(|(kind, _)| *kind != WHITESPACE)
            .collect()
    }

    #[test]
    fn words_names_and_numbers() {
        assert_eq!(
            kinds("needs at(c) is `Old Town` 2.5 0..5"),
            [
                (NEEDS_WORD, "needs"),
                (NAME, "at"),
                (L_PAREN, "("),
                (NAME, "c"),
                (R_PAREN, ")"),
                (IS_WORD, "is"),
                (NAME, "`Old Town`"),
                (NUMBER, "2.5"),
                (NUMBER, "0"),
                (DOT_DOT, ".."),
                (NUMBER, "5"),
            ]
        );
    }

    #[test]
    fn a_comment_ends_with_its_line() {
        assert_eq!(kinds("a -- b\r\nc"), [(NAME, "a"), (COMMENT, "-- b"), (NAME, "c")]);
        assert_eq!(kinds("a — b\nc"), [(NAME, "a"), (COMMENT, "— b"), (NAME, "c")]);
    }

    #[test]
    fn an_open_string_ends_with_its_line() {
        assert_eq!(kinds("\"ab\nc"), [(STRING, "\"ab"), (NAME, "c")]);
        assert_eq!(kinds("\"ab"), [(STRING, "\"ab")]);
        assert_eq!(kinds("\"\""), [(STRING, "\"\"")]);
    }

    #[test]
    fn what_is_no_token_is_cut_out() {
        assert_eq!(kinds("a == b"), [(NAME, "a"), (FOREIGN, "=="), (NAME, "b")]);
        assert_eq!(kinds("`"), [(STRAY, "`")]);
        assert_eq!(kinds("``"), [(STRAY, "`"), (STRAY, "`")]);
        assert_eq!(kinds("3rd"), [(NUMBER, "3rd")]);
    }
}
