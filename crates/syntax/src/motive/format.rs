//! Laying a text out: each line as deep as its words say, one space where one belongs.
//!
//! Line breaks and comments stay the author's; blank lines are at most one in a row. A declaration
//! with an error in it is left as it is, but for errors that are columns only: those are what this
//! mends. Formatting twice is formatting once.

use super::error::Fault;
use super::kind::{SyntaxKind, SyntaxKind::*, SyntaxNode, SyntaxToken};
use super::layout::{self, Boundary};
use super::parse_lines;
use std::collections::BTreeSet;

/// How many spaces one step is.
const STEP: usize = 4;

/// The same text, tidy. What cannot be understood stays as it is.
///
/// ```
/// let tidy = motive_syntax::motive::format("Anna wants\n  2 if  at( Anna )is Hut");
/// assert_eq!(tidy, "Anna wants\n    2 if at(Anna) is Hut\n");
/// ```
#[must_use]
pub fn format(text: &str) -> String {
    let (green, errors, lines) = parse_lines(text);
    let tokens = layout::tokens(text);
    let root = SyntaxNode::new_root(green);
    // Where declarations with errors begin.
    let starts: Vec<u32> = tokens
        .list
        .iter()
        .filter(|token| token.boundary == Boundary::Declaration)
        .map(|token| token.start)
        .collect();
    let broken: BTreeSet<u32> = errors
        .iter()
        .filter(|error| error.fault != Fault::Column)
        .filter_map(|error| {
            let at = u32::from(error.range.start());
            let index = starts.partition_point(|&start| start <= at).max(1) - 1;
            starts.get(index).copied()
        })
        .collect();
    let mut levels: Vec<Option<u32>> = vec![None; tokens.list.len()];
    for line in &lines {
        levels[line.token as usize] = Some(line.level);
    }
    let mut writer = Writer {
        out: String::with_capacity(text.len() + text.len() / 8),
        breaks: 0,
        blank: String::new(),
        is_verbatim: false,
        before: None,
        base: (0, Boundary::Declaration),
    };
    let mut next = 0;
    let mut token = root.first_token();
    while let Some(present) = token {
        token = present.next_token();
        match present.kind() {
            WHITESPACE => writer.whitespace(present.text()),
            COMMENT => {
                let following =
                    tokens.list.get(next).filter(|t| t.boundary != Boundary::Declaration);
                let level = following.map(|_| writer.level(levels[next], &tokens.list[next]));
                writer.comment(present.text(), level);
            }
            _ => {
                let significant = &tokens.list[next];
                if significant.boundary == Boundary::Declaration {
                    writer.is_verbatim = broken.contains(&significant.start);
                }
                writer.token(&present, levels[next], significant);
                next += 1;
            }
        }
    }
    writer.finish()
}

struct Writer {
    out: String,
    /// How many lines ended since the last piece, and the white space itself.
    breaks: usize,
    blank: String,
    /// Whether the declaration at hand is left as it is.
    is_verbatim: bool,
    before: Option<(SyntaxKind, SyntaxKind)>,
    /// The level of the last line that began something, and what that was.
    base: (u32, Boundary),
}

impl Writer {
    fn whitespace(&mut self, text: &str) {
        self.breaks += text.bytes().filter(|&b| b == b'\n').count();
        self.blank.push_str(text);
    }

    /// The level of a line that begins with `token`.
    fn level(&self, given: Option<u32>, token: &layout::Token) -> u32 {
        match given {
            Some(level) => level,
            None if token.boundary != Boundary::None => self.base.0,
            None if token.kind == R_PAREN => self.base.0,
            None => {
                let is_list = matches!(self.before, Some((COMMA, _)));
                self.base.0 + u32::from(!(is_list && self.base.1 == Boundary::Item))
            }
        }
    }

    fn break_line(&mut self, level: u32) {
        if !self.out.is_empty() {
            self.out.push_str(if self.breaks > 1 { "\n\n" } else { "\n" });
        }
        self.out.extend(std::iter::repeat_n(' ', level as usize * STEP));
    }

    /// Puts the white space of a broken declaration in as it was.
    fn verbatim(&mut self) {
        let blank = std::mem::take(&mut self.blank);
        // Line ends are the same everywhere.
        self.out.push_str(&blank.replace("\r\n", "\n").replace('\u{feff}', ""));
        self.breaks = 0;
    }

    fn token(&mut self, token: &SyntaxToken, given: Option<u32>, significant: &layout::Token) {
        let parent = token.parent().map_or(SOURCE_FILE, |parent| parent.kind());
        let is_new = significant.boundary == Boundary::Declaration;
        if self.is_verbatim && !is_new {
            self.verbatim();
        } else if significant.is_first {
            let level = self.level(given, significant);
            if self.is_verbatim {
                // The first line of a broken declaration keeps its place too.
                self.break_line(0);
                let at = self.blank.rfind('\n').map_or(0, |at| at + 1);
                let spaces = self.blank[at..].replace('\u{feff}', "");
                self.out.push_str(&spaces);
            } else {
                self.break_line(level);
            }
            if significant.boundary != Boundary::None {
                self.base = (level, significant.boundary);
            }
        } else if self.before.is_some_and(|before| is_apart(before, (token.kind(), parent))) {
            self.out.push(' ');
        }
        self.blank.clear();
        self.breaks = 0;
        self.out.push_str(token.text());
        self.before = Some((token.kind(), parent));
    }

    fn comment(&mut self, text: &str, following: Option<u32>) {
        let text = text.trim_end();
        let is_inside = following.is_some();
        if self.is_verbatim && is_inside {
            self.verbatim();
            self.out.push_str(text);
            return;
        }
        if self.breaks == 0 && !self.out.is_empty() {
            if self.is_verbatim {
                self.verbatim();
            } else {
                self.out.push_str("  ");
            }
        } else {
            let is_margin = self.blank.is_empty() || self.blank.ends_with(['\n', '\u{feff}']);
            let level = match following {
                Some(level) => level,
                None if is_margin => 0,
                None => self.base.0.max(1),
            };
            self.break_line(level);
        }
        // What an editor made of `--`.
        match text.strip_prefix(['—', '–']) {
            Some(rest) => {
                self.out.push_str("--");
                self.out.push_str(rest);
            }
            None => self.out.push_str(text),
        }
        self.blank.clear();
        self.breaks = 0;
    }

    fn finish(mut self) -> String {
        if !self.out.is_empty() {
            self.out.truncate(self.out.trim_end().len());
            self.out.push('\n');
        }
        self.out
    }
}

/// Whether a space belongs between two tokens of a line, each with the node that it is in.
fn is_apart(before: (SyntaxKind, SyntaxKind), here: (SyntaxKind, SyntaxKind)) -> bool {
    let is_close = match (before, here) {
        ((L_PAREN | DOT | DOT_DOT | AT, _), _)
        | (_, (R_PAREN | COMMA | COLON | DOT | DOT_DOT, _)) => true,
        ((SLASH, parent), _) | (_, (SLASH, parent)) if parent == PRONOUNS => true,
        ((MINUS, parent), _) => matches!(parent, NEGATIVE_EXPR | KIND),
        (_, (L_PAREN, parent)) => matches!(parent, CALL_EXPR | SIGNATURE),
        _ => false,
    };
    !is_close
}
