//! The grammar of expressions: cutting, not precedence (planning-semantics §1.3).
//!
//! A sequence of tokens, brackets counting as one, is cut at the first kind of operator of a
//! fixed list that occurs in it. So that long texts stay fast, the operators of one bracket are
//! listed once ([`Flat`]); finding the next one in a part of it is a binary search.

use super::kind::SyntaxKind::{self, *};
use super::{MAX_NESTING, Parser};
use crate::error::Fault;

/// The class of an operator, as [`Flat`] numbers them.
fn class_of(kind: SyntaxKind) -> Option<usize> {
    Some(match kind {
        AMP => 0,
        PIPE => 1,
        EQ => 2,
        EQ_EQ => 3,
        BANG_EQ => 4,
        GT_EQ => 5,
        LT_EQ => 6,
        GT => 7,
        LT => 8,
        COLON => 9,
        STAR => 10,
        SLASH => 11,
        PLUS => 12,
        MINUS => 13,
        _ => return None,
    })
}

/// The comparisons, in the order in which a sequence is cut at them.
const COMPARISONS: [SyntaxKind; 6] = [EQ_EQ, BANG_EQ, GT_EQ, LT_EQ, GT, LT];

/// The words that say `if` goes on.
const ELSEIF: usize = 14;
const ELSE: usize = ELSEIF + 1;
const COMMAS: usize = ELSE + 1;

/// Where the operators outside all brackets are, in one range of tokens.
pub(super) struct Flat {
    /// A bit for each class that occurs.
    present: u32,
    /// Each with its class, ordered by class and then by place.
    places: Vec<(u8, u32)>,
}

impl Flat {
    /// The first place of `class` in the range.
    fn first(&self, class: usize, from: usize, to: usize) -> Option<usize> {
        if self.present & (1 << class) == 0 {
            return None;
        }
        let wanted = (class as u8, from as u32);
        let at = self.places.partition_point(|&place| place < wanted);
        let &(found, place) = self.places.get(at)?;
        (usize::from(found) == class && (place as usize) < to).then_some(place as usize)
    }

    fn first_of(&self, kind: SyntaxKind, from: usize, to: usize) -> Option<usize> {
        if self.present == 0 {
            return None;
        }
        self.first(class_of(kind)?, from, to)
    }
}

impl Parser<'_, '_> {
    /// An expression that fills the range from `from` up to but not including `to`.
    pub(super) fn expression(&mut self, from: usize, to: usize) {
        self.too_deep = false;
        self.bracketed(from, to, 0);
    }

    /// Lists the operators of the range that are outside all brackets.
    fn flat(&self, from: usize, to: usize) -> Flat {
        let mut flat = Flat { present: 0, places: Vec::new() };
        let mut at = from;
        while at < to {
            let class = match self.tokens.kind(at) {
                Some(NAME) => match self.tokens.word(at) {
                    "elseif" => Some(ELSEIF),
                    "else" => Some(ELSE),
                    _ => None,
                },
                Some(COMMA) => Some(COMMAS),
                Some(kind) => class_of(kind),
                None => None,
            };
            if let Some(class) = class {
                flat.present |= 1 << class;
                flat.places.push((class as u8, at as u32));
            }
            at = self.tokens.after(at);
        }
        flat.places.sort_unstable();
        flat
    }

    /// The inside of a bracket, or a whole definition's expression.
    fn bracketed(&mut self, from: usize, to: usize, depth: usize) {
        let flat = self.flat(from, to);
        self.cut(&flat, from, to, depth);
    }

    /// Sections 1 to 12 of the grammar, in order; the first that fits wins.
    fn cut(&mut self, flat: &Flat, from: usize, to: usize, depth: usize) {
        if from >= to {
            return self.missing(from);
        }
        if depth > MAX_NESTING {
            if !std::mem::replace(&mut self.too_deep, true) {
                self.report(
                    Fault::TooDeep,
                    self.tokens.range(from),
                    format!("this is nested more than {MAX_NESTING} levels deep"),
                    "split it into several properties, triggers or parts",
                );
            }
            return self.error_node(from, to);
        }
        if self.atom(from, to, depth) {
            return;
        }
        for (class, kind) in [(0, AND_EXPRESSION), (1, OR_EXPRESSION)] {
            if flat.first(class, from, to).is_some() {
                return self.list(flat, class, kind, from, to, depth);
            }
        }
        if self.tokens.kind(from) == Some(BANG) {
            self.sink.start(NOT_EXPRESSION, from);
            self.sink.token(from);
            self.cut(flat, from + 1, to, depth + 1);
            return self.sink.finish();
        }
        if self.tokens.is_word(from, "if") {
            return self.conditional(flat, from, to, depth);
        }
        if self.tokens.is_word(from, "forall") || self.tokens.is_word(from, "exists") {
            return self.quantified(flat, from, to, depth);
        }
        if let Some(at) = flat.first_of(EQ, from, to) {
            return self.pair(flat, ASSIGN_EXPRESSION, from, at, to, depth);
        }
        for kind in COMPARISONS {
            if let Some(at) = flat.first_of(kind, from, to) {
                return self.pair(flat, COMPARE_EXPRESSION, from, at, to, depth);
            }
        }
        if let Some(at) = flat.first_of(COLON, from, to) {
            return self.type_test(flat, from, at, to, depth);
        }
        if self.tokens.is_word(from, "sum") || self.tokens.is_word(from, "product") {
            return self.quantified(flat, from, to, depth);
        }
        for kind in [STAR, SLASH, PLUS, MINUS] {
            if flat.first_of(kind, from, to).is_some() {
                return self.arithmetic(flat, kind, from, to, depth);
            }
        }
        self.no_expression(flat, from, to, depth);
    }

    /// A range that is one thing: brackets, a name, a value, a call.
    fn atom(&mut self, from: usize, to: usize, depth: usize) -> bool {
        let kind = self.tokens.kind(from);
        let word = self.tokens.word(from);
        if to == from + 1 {
            let node = match kind {
                Some(NAME) if matches!(word, "if" | "elseif" | "else") => return false,
                Some(NAME) => NAME_EXPRESSION,
                Some(NUMBER) => NUMBER_EXPRESSION,
                Some(UNKNOWN) => UNKNOWN_EXPRESSION,
                _ => return false,
            };
            self.sink.start(node, from);
            self.sink.token(from);
            self.sink.finish();
            return true;
        }
        match kind {
            Some(L_PAREN) if self.tokens.after(from) == to => {
                self.sink.start(PAREN_EXPRESSION, from);
                let (close, there) = self.tokens.close_of(from);
                self.sink.token(from);
                self.bracketed(from + 1, close.min(to), depth + 1);
                if there {
                    self.sink.token(close);
                }
                self.sink.finish();
                true
            }
            Some(NAME)
                if self.tokens.kind(from + 1) == Some(L_PAREN)
                    && self.tokens.after(from + 1) == to =>
            {
                match word {
                    "if" | "elseif" | "else" | "forall" | "exists" | "sum" | "product" => false,
                    "believes" => {
                        self.believes(from, to, depth);
                        true
                    }
                    "when" => {
                        self.report(
                            Fault::When,
                            self.tokens.range(from),
                            "there is no `when` in this language",
                            "write `if(condition) effect`",
                        );
                        self.error_node(from, to);
                        true
                    }
                    _ => {
                        self.sink.start(CALL_EXPRESSION, from);
                        self.sink.start(NAME_REFERENCE, from);
                        self.sink.token(from);
                        self.sink.finish();
                        self.arguments(from + 1, to);
                        self.sink.finish();
                        true
                    }
                }
            }
            _ => false,
        }
    }

    /// `(argument, …)`: names and numbers. The bracket opens at `open`.
    fn arguments(&mut self, open: usize, to: usize) {
        let (close, there) = self.tokens.close_of(open);
        let close = close.min(to);
        self.sink.token(open);
        if close > open + 1 {
            let flat = self.flat(open + 1, close);
            let mut from = open + 1;
            while from <= close {
                let comma = flat.first(COMMAS, from, close);
                let end = comma.unwrap_or(close);
                self.argument(from, end);
                let Some(comma) = comma else { break };
                self.sink.token(comma);
                from = comma + 1;
            }
        }
        if there {
            self.sink.token(close);
        }
    }

    /// One argument: a name, a truth value or a number.
    pub(super) fn argument(&mut self, from: usize, to: usize) {
        if from >= to {
            self.report(
                Fault::MissingExpression,
                self.tokens.gap_before(from),
                "an argument is missing here",
                "add it, or remove the comma",
            );
            return self.error_node(from, from);
        }
        if to == from + 1 && matches!(self.tokens.kind(from), Some(NAME | NUMBER)) {
            self.sink.start(NAME_REFERENCE, from);
            self.sink.token(from);
            return self.sink.finish();
        }
        let range = self.tokens.range(from).cover(self.tokens.range(to - 1));
        let (message, help) = if to == from + 1 && self.tokens.kind(from) == Some(UNKNOWN) {
            ("`?` cannot be an argument", "compare the value of a property with `?` instead")
        } else {
            (
                "an argument must be a plain name or number",
                "bind the value to a variable: `exists(x : type) (inner() == x & outer(x))`",
            )
        };
        self.report(Fault::CompoundArgument, range, message, help);
        self.error_node(from, to);
    }

    /// `believes(character, expression)`
    fn believes(&mut self, from: usize, to: usize, depth: usize) {
        let open = from + 1;
        let (close, there) = self.tokens.close_of(open);
        let close = close.min(to);
        self.sink.start(BELIEVES_EXPRESSION, from);
        self.sink.tokens(from, open + 1);
        let flat = self.flat(open + 1, close);
        match flat.first(COMMAS, open + 1, close) {
            Some(comma) => {
                self.argument(open + 1, comma);
                self.sink.token(comma);
                let end = match flat.first(COMMAS, comma + 1, close) {
                    Some(extra) => {
                        self.report(
                            Fault::Unexpected,
                            self.tokens.range(extra),
                            "`believes` takes a character and one expression",
                            "join several things with `&`",
                        );
                        extra
                    }
                    None => close,
                };
                self.cut(&flat, comma + 1, end, depth + 1);
                if end < close {
                    self.error_node(end, close);
                }
            }
            None => {
                self.report(
                    Fault::Unexpected,
                    self.tokens.range(from),
                    "`believes` takes a character and one expression",
                    "write `believes(character, expression)`",
                );
                self.error_node(open + 1, close);
            }
        }
        if there {
            self.sink.token(close);
        }
        self.sink.finish();
    }

    /// Operands with one kind of operator between them, cut at every one.
    fn list(
        &mut self,
        flat: &Flat,
        class: usize,
        kind: SyntaxKind,
        from: usize,
        to: usize,
        depth: usize,
    ) {
        self.sink.start(kind, from);
        let mut from = from;
        loop {
            let at = flat.first(class, from, to);
            self.cut(flat, from, at.unwrap_or(to), depth + 1);
            let Some(at) = at else { break };
            self.sink.token(at);
            from = at + 1;
        }
        self.sink.finish();
    }

    /// `if(…) … elseif(…) … else …`. An `elseif` is looked for before an `else`, and both belong
    /// to the outermost `if` that is not in brackets.
    fn conditional(&mut self, flat: &Flat, from: usize, to: usize, depth: usize) {
        self.sink.start(IF_EXPRESSION, from);
        let mut at = from;
        loop {
            // Here stands `if` or `elseif`.
            self.sink.start(IF_BRANCH, at);
            self.sink.token(at);
            let mut body = at + 1;
            if self.tokens.kind(body) == Some(L_PAREN) && body < to {
                let (close, there) = self.tokens.close_of(body);
                let close = close.min(to);
                self.sink.token(body);
                self.bracketed(body + 1, close, depth + 1);
                if there {
                    self.sink.token(close);
                }
                body = self.tokens.after(body).min(to);
            } else {
                let word = self.tokens.word(at);
                self.report(
                    Fault::Unexpected,
                    self.tokens.range(at),
                    format!("`{word}` needs a condition in brackets"),
                    format!("write `{word}(condition) …`"),
                );
                self.error_node(body, to);
                self.sink.finish();
                break;
            }
            let elseif = flat.first(ELSEIF, body, to);
            let end = elseif.or_else(|| flat.first(ELSE, body, to)).unwrap_or(to);
            self.cut(flat, body, end, depth + 1);
            self.sink.finish();
            match elseif {
                Some(next) => at = next,
                None => {
                    if end < to {
                        self.sink.start(ELSE_BRANCH, end);
                        self.sink.token(end);
                        self.cut(flat, end + 1, to, depth + 1);
                        self.sink.finish();
                    }
                    break;
                }
            }
        }
        self.sink.finish();
    }

    /// `forall(variable : type) …` and its kin.
    fn quantified(&mut self, flat: &Flat, from: usize, to: usize, depth: usize) {
        self.sink.start(QUANTIFIED_EXPRESSION, from);
        self.sink.token(from);
        let open = from + 1;
        if open >= to || self.tokens.kind(open) != Some(L_PAREN) {
            let word = self.tokens.word(from);
            self.report(
                Fault::Unexpected,
                self.tokens.range(from),
                format!("`{word}` needs a variable and its type in brackets"),
                format!("write `{word}(x : type) …`"),
            );
            self.error_node(open, to);
            return self.sink.finish();
        }
        let (close, there) = self.tokens.close_of(open);
        let close = close.min(to);
        self.sink.token(open);
        self.binding(open + 1, close);
        if there {
            self.sink.token(close);
        }
        let body = self.tokens.after(open).min(to);
        self.cut(flat, body, to, depth + 1);
        self.sink.finish();
    }

    /// `variable : type`, as nodes of whatever is open.
    pub(super) fn binding(&mut self, from: usize, to: usize) {
        let fits = to == from + 3
            && self.tokens.kind(from) == Some(NAME)
            && self.tokens.kind(from + 1) == Some(COLON)
            && self.tokens.kind(from + 2) == Some(NAME);
        if fits {
            self.sink.start(NAME_DEFINITION, from);
            self.sink.token(from);
            self.sink.finish();
            self.sink.token(from + 1);
            self.sink.start(NAME_REFERENCE, from + 2);
            self.sink.token(from + 2);
            return self.sink.finish();
        }
        let range = if from < to {
            self.tokens.range(from).cover(self.tokens.range(to - 1))
        } else {
            self.tokens.gap_before(from)
        };
        self.report(
            Fault::Unexpected,
            range,
            "a variable and its type are needed here",
            "write `x : type`",
        );
        self.error_node(from, to);
    }

    /// An operator with two operands.
    fn pair(
        &mut self,
        flat: &Flat,
        kind: SyntaxKind,
        from: usize,
        at: usize,
        to: usize,
        depth: usize,
    ) {
        self.sink.start(kind, from);
        self.cut(flat, from, at, depth + 1);
        self.sink.token(at);
        self.cut(flat, at + 1, to, depth + 1);
        self.sink.finish();
    }

    /// `expression : type`
    fn type_test(&mut self, flat: &Flat, from: usize, at: usize, to: usize, depth: usize) {
        self.sink.start(TYPE_TEST_EXPRESSION, from);
        self.cut(flat, from, at, depth + 1);
        self.sink.token(at);
        if to == at + 2 && self.tokens.kind(at + 1) == Some(NAME) {
            self.sink.start(NAME_REFERENCE, at + 1);
            self.sink.token(at + 1);
            self.sink.finish();
        } else {
            self.report(
                Fault::Unexpected,
                self.tokens.range(at),
                "behind `:` stands the name of a type",
                "write `expression : type`; a part of an action needs its own keyword before `:`",
            );
            self.error_node(at + 1, to);
        }
        self.sink.finish();
    }

    /// A chain of one operator. Sabre cuts at its first place and reads what is right of it
    /// afresh, so the chain groups to the right and ends where an operand begins with a word
    /// that swallows everything behind it.
    fn arithmetic(
        &mut self,
        flat: &Flat,
        operator: SyntaxKind,
        from: usize,
        to: usize,
        depth: usize,
    ) {
        self.sink.start(ARITHMETIC_EXPRESSION, from);
        let is_level = matches!(operator, MINUS | SLASH);
        let mut depth = depth;
        let mut from = from;
        loop {
            depth += usize::from(is_level);
            let swallows = self.tokens.kind(from) == Some(BANG)
                || matches!(self.tokens.word(from), "if" | "forall" | "exists" | "sum" | "product");
            let at = if swallows || depth > MAX_NESTING {
                None
            } else {
                flat.first_of(operator, from, to)
            };
            self.cut(flat, from, at.unwrap_or(to), depth + 1);
            let Some(at) = at else { break };
            self.sink.token(at);
            from = at + 1;
        }
        self.sink.finish();
    }

    /// An expression is missing before the token `at`.
    fn missing(&mut self, at: usize) {
        let is_operator =
            |kind: Option<SyntaxKind>| kind.is_some_and(|kind| class_of(kind).is_some());
        let before = at.checked_sub(1);
        let next = self.tokens.kind(at);
        let follows_operator =
            before.is_some_and(|before| is_operator(self.tokens.kind(before)) || next.is_none());
        let message = match before {
            Some(before) if follows_operator || !is_operator(next) => {
                format!("an expression is missing after {}", self.found(before))
            }
            _ => format!("an expression is missing before {}", self.found(at)),
        };
        let help = if next == Some(MINUS) {
            "a minus sign must touch its number; to negate something else, write `0 - …`"
        } else {
            "add it, or remove what needs it"
        };
        self.report(Fault::MissingExpression, self.tokens.gap_before(at), message, help);
        self.error_node(at, at);
    }

    /// A range that no section of the grammar fits: says why, and keeps what can be read of it.
    fn no_expression(&mut self, flat: &Flat, from: usize, to: usize, depth: usize) {
        let first = self.tokens.after(from).min(to);
        let word = self.tokens.word(from);
        if matches!(word, "else" | "elseif") {
            self.report(
                Fault::StrayElse,
                self.tokens.range(from),
                format!("this `{word}` has no `if`"),
                "put a conditional that stands inside another one in brackets: `elseif` is looked \
                 for before `else`, and both belong to the outermost `if`",
            );
            return self.error_node(from, to);
        }
        if !matches!(self.tokens.kind(from), Some(NAME | NUMBER | UNKNOWN | L_PAREN)) {
            self.report(
                Fault::Unexpected,
                self.tokens.range(from),
                format!("{} cannot begin an expression", self.found(from)),
                "remove it, or write what was meant",
            );
            return self.error_node(from, to);
        }
        if word == "when" && self.tokens.kind(from + 1) == Some(L_PAREN) {
            self.report(
                Fault::When,
                self.tokens.range(from),
                "there is no `when` in this language",
                "write `if(condition) effect`",
            );
            return self.error_node(from, to);
        }
        // One operand, or a call, and then something that does not belong to it.
        let is_call =
            self.tokens.kind(from) == Some(NAME) && self.tokens.kind(from + 1) == Some(L_PAREN);
        let end = if is_call { self.tokens.after(from + 1).min(to) } else { first };
        if end >= to {
            // A lone keyword, or brackets of the wrong kind.
            self.report(
                Fault::Unexpected,
                self.tokens.range(from),
                format!("{} is not an expression", self.found(from)),
                "write what was meant",
            );
            return self.error_node(from, to);
        }
        let (fault, message, help) = match self.tokens.kind(end) {
            Some(COMMA) => (
                Fault::Unexpected,
                "a comma cannot stand here".to_owned(),
                "join conditions or effects with `&`",
            ),
            Some(NAME) if matches!(self.tokens.word(end), "else" | "elseif") => (
                Fault::StrayElse,
                format!("this `{}` has no `if`", self.tokens.word(end)),
                "put a conditional that stands inside another one in brackets: `elseif` is looked \
                 for before `else`, and both belong to the outermost `if`",
            ),
            _ => (
                Fault::MissingOperator,
                format!("an operator is missing before {}", self.found(end)),
                "join conditions or effects with `&` or `|`; end a definition or part with `;`",
            ),
        };
        self.report(fault, self.tokens.range(end), message, help);
        self.sink.start(ERROR, from);
        self.cut(flat, from, end, depth + 1);
        self.sink.tokens(end, to);
        self.sink.finish();
    }
}
