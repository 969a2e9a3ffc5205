//! What all parts of the grammar share: looking at tokens, making nodes, going on after an error.

use super::error::{Fault, SyntaxError};
use super::kind::{Motive, SyntaxKind, SyntaxKind::*};
use super::layout::{Boundary, Token, Tokens};
use super::{MAX_ERRORS, MAX_NESTING};
use rowan::{Checkpoint, GreenNode, GreenNodeBuilder, Language as _, TextRange, TextSize};

/// Something has been reported, and what is being parsed cannot go on.
pub(super) struct Failed;

/// Whether a piece of grammar was there.
pub(super) type Parsed = Result<(), Failed>;

/// How deep a line stands, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The token that it begins with.
    pub(super) token: u32,
    /// How many steps it is to be moved in.
    pub(super) level: u32,
}

pub(super) struct Parser<'t, 'a> {
    pub(super) tokens: &'t Tokens<'a>,
    pub(super) position: usize,
    /// Where the unit (declaration, clause or item) that is being parsed begins.
    begun: usize,
    builder: GreenNodeBuilder<'static>,
    /// How many of all tokens are in the tree.
    pieces: usize,
    pub(super) errors: Vec<SyntaxError>,
    dropped: usize,
    depth: usize,
    pub(super) lines: Vec<Line>,
}

impl<'t, 'a> Parser<'t, 'a> {
    pub(super) fn new(tokens: &'t Tokens<'a>) -> Self {
        let mut builder = GreenNodeBuilder::new();
        builder.start_node(Motive::kind_to_raw(SOURCE_FILE));
        Parser {
            tokens,
            position: 0,
            begun: 0,
            builder,
            pieces: 0,
            errors: Vec::new(),
            dropped: 0,
            depth: 0,
            lines: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> (GreenNode, Vec<SyntaxError>, Vec<Line>) {
        self.flush(self.tokens.raw.len());
        self.builder.finish_node();
        let end = TextSize::of(self.tokens.text);
        self.errors.sort_by_key(|error| (error.range.start(), error.range.end(), error.fault));
        if self.dropped > 0 {
            self.errors.push(SyntaxError {
                fault: Fault::TooManyErrors,
                range: TextRange::empty(end),
                message: format!("{} more errors are not shown", self.dropped),
                label: String::new(),
                help: Some("mend the first ones, and run again".to_owned()),
            });
        }
        (self.builder.finish(), self.errors, self.lines)
    }

    // ---- looking

    /// The token here, whatever unit it belongs to.
    pub(super) fn token(&self) -> Option<&'t Token> {
        self.tokens.list.get(self.position)
    }

    /// What begins here, if this is not where the present unit begins.
    pub(super) fn boundary(&self) -> Boundary {
        self.token().map_or(Boundary::Declaration, |token| token.boundary)
    }

    /// The kind of the token here, if the present unit goes on.
    pub(super) fn kind(&self) -> Option<SyntaxKind> {
        self.nth(0)
    }

    /// The kind of the `n`th token from here, if the present unit goes on that far.
    pub(super) fn nth(&self, n: usize) -> Option<SyntaxKind> {
        for index in self.position..=self.position + n {
            let token = self.tokens.list.get(index)?;
            if token.boundary != Boundary::None && index != self.begun {
                return None;
            }
        }
        Some(self.tokens.list[self.position + n].kind)
    }

    pub(super) fn at(&self, kind: SyntaxKind) -> bool {
        self.kind() == Some(kind)
    }

    /// The text of the `n`th token from here; empty where the present unit has ended.
    pub(super) fn text(&self, n: usize) -> &'a str {
        match self.nth(n) {
            Some(_) => {
                let token = &self.tokens.list[self.position + n];
                &self.tokens.text[token.start as usize..token.end as usize]
            }
            None => "",
        }
    }

    /// Whether the token here is a name with this text: a word that is known by its place.
    pub(super) fn at_text(&self, text: &str) -> bool {
        self.at(NAME) && self.text(0) == text
    }

    /// The column of the line that the token here is on.
    pub(super) fn column(&self) -> u32 {
        self.token().map_or(0, |token| token.column)
    }

    /// Lets what begins here be the present unit.
    pub(super) fn begin(&mut self) {
        self.begun = self.position;
    }

    /// Says how deep the line is to stand that begins here, if one does.
    pub(super) fn line(&mut self, level: u32) {
        if self.token().is_some_and(|token| token.is_first) {
            self.lines.push(Line { token: self.position as u32, level });
        }
    }

    // ---- building

    fn flush(&mut self, raw: usize) {
        while self.pieces < raw {
            let lexeme = self.tokens.raw[self.pieces];
            let text = &self.tokens.text[lexeme.start as usize..lexeme.end as usize];
            self.builder.token(Motive::kind_to_raw(lexeme.kind), text);
            self.pieces += 1;
        }
    }

    /// Puts everything before the token here into the tree.
    fn flush_here(&mut self) {
        if let Some(token) = self.token() {
            self.flush(token.raw as usize);
        }
    }

    /// Puts the token here into the tree.
    pub(super) fn bump(&mut self) {
        if let Some(token) = self.token() {
            self.flush(token.raw as usize + 1);
            self.position += 1;
        }
    }

    pub(super) fn eat(&mut self, kind: SyntaxKind) -> bool {
        let is_there = self.at(kind);
        if is_there {
            self.bump();
        }
        is_there
    }

    /// A node around what `inside` parses, however that ends.
    pub(super) fn node<R>(&mut self, kind: SyntaxKind, inside: impl FnOnce(&mut Self) -> R) -> R {
        self.flush_here();
        self.builder.start_node(Motive::kind_to_raw(kind));
        let result = inside(self);
        self.builder.finish_node();
        result
    }

    /// A place from which a node can be begun later.
    pub(super) fn checkpoint(&mut self) -> Checkpoint {
        self.flush_here();
        self.builder.checkpoint()
    }

    /// A node from `checkpoint` on.
    pub(super) fn node_at<R>(
        &mut self,
        checkpoint: Checkpoint,
        kind: SyntaxKind,
        inside: impl FnOnce(&mut Self) -> R,
    ) -> R {
        self.builder.start_node_at(checkpoint, Motive::kind_to_raw(kind));
        let result = inside(self);
        self.builder.finish_node();
        result
    }

    // ---- errors

    pub(super) fn report(&mut self, error: SyntaxError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        } else {
            self.dropped += 1;
        }
    }

    /// Reports something about the token here, or the end of the unit.
    pub(super) fn complain(&mut self, fault: Fault, message: String, help: &str) -> Failed {
        let range = self.here();
        self.report(SyntaxError {
            fault,
            range,
            message,
            label: String::new(),
            help: (!help.is_empty()).then(|| help.to_owned()),
        });
        Failed
    }

    /// The place of the token here; where the unit has ended, the end of the token before.
    pub(super) fn here(&self) -> TextRange {
        match (self.kind(), self.token()) {
            (Some(_), Some(token)) => range(token),
            _ => {
                let end = self.position.checked_sub(1).map_or(0, |i| self.tokens.list[i].end);
                TextRange::empty(TextSize::new(end))
            }
        }
    }

    /// What stands here, for a message.
    pub(super) fn found(&self) -> String {
        match self.kind() {
            None if self.position >= self.tokens.list.len() => "the end of the file".to_owned(),
            None => "the end of the line".to_owned(),
            Some(_) => format!("`{}`", self.text(0).chars().take(24).collect::<String>()),
        }
    }

    /// Reports that something else is needed here.
    pub(super) fn expected(&mut self, what: &str) -> Failed {
        let kind = self.kind();
        let found = self.found();
        let (fault, message, help): (Fault, String, String) = match kind {
            Some(FOREIGN) => {
                let (means, help) = foreign(self.text(0));
                (Fault::Foreign, format!("{found} is not a sign of this language{means}"), help)
            }
            Some(STRAY) => (
                Fault::Character,
                format!("{found} means nothing here"),
                "remove it; text goes in straight double quotes".to_owned(),
            ),
            Some(R_PAREN) => (
                Fault::Bracket,
                format!("{what} is needed before this bracket"),
                "a bracket may close nothing here: remove it, or open one before".to_owned(),
            ),
            Some(WANTS_WORD | REFUSES_WORD) => (
                Fault::Unexpected,
                format!("{what} is needed here, and nobody is named before {found}"),
                format!("say who in the margin: `NAME {} …`", self.text(0)),
            ),
            Some(kind) if kind.is_word() => (
                Fault::Unexpected,
                format!("{what} is needed here, and {found} is a word of the language"),
                format!("a thing of that name is written in backticks: `` `{}` ``", self.text(0)),
            ),
            _ => (
                Fault::Unexpected,
                format!("{what} is needed here, and not {found}"),
                String::new(),
            ),
        };
        self.complain(fault, message, &help)
    }

    pub(super) fn expect(&mut self, kind: SyntaxKind, what: &str) -> Parsed {
        if self.eat(kind) { Ok(()) } else { Err(self.expected(what)) }
    }

    /// A closing bracket.
    pub(super) fn close(&mut self) -> Parsed {
        if self.eat(R_PAREN) {
            return Ok(());
        }
        let found = self.found();
        if matches!(self.kind(), Some(FOREIGN | STRAY)) {
            return Err(self.expected("`)`"));
        }
        Err(self.complain(
            Fault::Bracket,
            format!("the bracket is still open here, before {found}"),
            "close it with `)`",
        ))
    }

    /// Keeps the rest of the unit as an error.
    pub(super) fn skip_unit(&mut self) {
        if self.kind().is_some() {
            self.node(ERROR, |p| {
                while p.kind().is_some() {
                    p.bump();
                }
            });
        }
    }

    /// Ends a unit: whatever is left of it is an error.
    pub(super) fn end_unit(&mut self, parsed: Parsed) {
        if parsed.is_ok() && self.kind().is_some() {
            let help = match self.kind() {
                Some(EQ) => Some((
                    Fault::Asking,
                    "`=` makes something so, and a condition asks",
                    "write `is`",
                )),
                Some(IS_WORD) => Some((
                    Fault::Asking,
                    "`is` asks, and an effect makes something so",
                    "write `=`",
                )),
                _ => None,
            };
            match help {
                Some((fault, message, help)) => {
                    self.complain(fault, message.to_owned(), help);
                }
                None => {
                    self.expected("the end of the line");
                }
            }
        }
        self.skip_unit();
    }

    /// Runs `inside` one level deeper, unless that is too deep.
    pub(super) fn deeper(&mut self, inside: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth >= MAX_NESTING {
            return Err(self.complain(
                Fault::TooDeep,
                format!("this is nested more than {MAX_NESTING} levels deep"),
                "give a part of it a name with `define`",
            ));
        }
        self.depth += 1;
        let parsed = inside(self);
        self.depth -= 1;
        parsed
    }

    // ---- lists

    /// `first {"," next}`
    pub(super) fn commas(&mut self, mut item: impl FnMut(&mut Self) -> Parsed) -> Parsed {
        item(self)?;
        while self.eat(COMMA) {
            item(self)?;
        }
        Ok(())
    }

    /// Items, one on the line of the opener or one on each line below, at `level`. `opener` is the
    /// column of the line that opens the list.
    pub(super) fn items(
        &mut self,
        level: u32,
        opener: u32,
        what: &str,
        mut item: impl FnMut(&mut Self) -> Parsed,
    ) {
        let mut column = None;
        let mut count = 0;
        if self.kind().is_some() {
            self.item(&mut item);
            count += 1;
        }
        while self.boundary() == Boundary::Item {
            self.begin();
            self.line(level);
            if self.misspelt_clause().is_some() {
                self.skip_unit();
                continue;
            }
            self.check_column(
                opener,
                column,
                "it goes on with what is above, but does not stand further in",
            );
            column.get_or_insert(self.column());
            self.item(&mut item);
            count += 1;
        }
        if count == 0 {
            self.complain(
                Fault::Unexpected,
                format!("{what} is needed here"),
                "write it on this line, or further in on the next lines",
            );
        }
    }

    /// One item; all of it is an error if something in it is.
    fn item(&mut self, item: &mut impl FnMut(&mut Self) -> Parsed) {
        let checkpoint = self.checkpoint();
        let parsed = item(self);
        if parsed.is_ok() && self.kind().is_none() {
            return;
        }
        self.node_at(checkpoint, ERROR, |p| p.end_unit(parsed));
    }

    /// Reports a line that begins with two names, the first of which is nearly the word of a
    /// clause: no item begins so.
    fn misspelt_clause(&mut self) -> Option<Failed> {
        const CLAUSES: [&str; 15] = [
            "needs", "effect", "may", "seen", "heard", "hidden", "appears", "text", "outcome",
            "conclude", "when", "after", "expect", "without", "instead",
        ];
        let is_first = self.token().is_some_and(|token| token.is_first);
        if !(is_first && self.at(NAME) && matches!(self.nth(1), Some(NAME | BY_WORD))) {
            return None;
        }
        let meant = crate::spelling::nearest(self.text(0), CLAUSES)?;
        let message =
            format!("no line begins like this: `{}` is no word of the language", self.text(0));
        Some(self.complain(Fault::Clause, message, &format!("did you mean `{meant}`?")))
    }

    /// Reports a name where one of these words, which are known by their places, could go on.
    pub(super) fn misspelt_word(&mut self, words: &[&str]) -> Parsed {
        if !self.at(NAME) {
            return Ok(());
        }
        let Some(meant) = crate::spelling::nearest(self.text(0), words.iter().copied()) else {
            return Ok(());
        };
        let message = format!("the end of the line is needed here, and not {}", self.found());
        Err(self.complain(Fault::Unexpected, message, &format!("did you mean `{meant}`?")))
    }

    /// Reports a line that does not stand further in than `opener` or level with `column`.
    pub(super) fn check_column(&mut self, opener: u32, column: Option<u32>, label: &str) {
        let here = self.column();
        let is_level = column.is_none_or(|column| column == here);
        if here > opener && is_level {
            return;
        }
        let label = if here > opener {
            "it does not stand level with the line that it goes with"
        } else {
            label
        };
        let range = self.here();
        self.report(SyntaxError {
            fault: Fault::Column,
            range,
            message: "this line stands where it does not belong".to_owned(),
            label: label.to_owned(),
            help: Some(
                "the meaning is not in doubt, but the page is misleading; `motive fmt` moves it"
                    .to_owned(),
            ),
        });
    }
}

pub(super) fn range(token: &Token) -> TextRange {
    TextRange::new(TextSize::new(token.start), TextSize::new(token.end))
}

/// What an operator of another language means, and what to write.
fn foreign(text: &str) -> (&'static str, String) {
    let write = |what: &str| format!("write `{what}`");
    match text {
        "==" => ("; a condition asks with a word", write("is")),
        "!=" | "≠" => ("; a condition asks with words", write("is not")),
        "&&" | "&" | "∧" => ("", write("and")),
        "||" | "|" | "∨" => ("", write("or")),
        "!" | "¬" => ("", write("not")),
        "≤" => ("", write("<=")),
        "≥" => ("", write(">=")),
        "//" => ("; comments begin otherwise", write("--")),
        ";" => ("; a line ends by itself", "remove it".to_owned()),
        "{" | "}" => ("; what is further in belongs to the line above", "remove it".to_owned()),
        _ => ("", "remove it".to_owned()),
    }
}
