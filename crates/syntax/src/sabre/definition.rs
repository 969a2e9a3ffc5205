//! The grammar of definitions (planning-semantics §1.2), and how parsing goes on after an error.
//!
//! A definition ends at the next `;` outside all brackets. Where one was forgotten, it ends
//! before the next line that begins with a definition's keyword, or (where an expression stands
//! alone) before the next line that begins an operand although the last one has ended. The same
//! holds for the parts of actions and triggers, with their keywords.

use super::kind::SyntaxKind::{self, *};
use super::{DEFINITION_KEYWORDS, PART_KEYWORDS, Parser};
use crate::error::Fault;
use crate::spelling::nearest;

impl Parser<'_, '_> {
    /// All definitions. The file's own node is open.
    pub(super) fn source_file(&mut self) {
        let end = self.tokens.len();
        let mut at = 0;
        while at < end {
            if self.tokens.kind(at) == Some(SEMICOLON) {
                self.report(
                    Fault::EmptyDefinition,
                    self.tokens.range(at),
                    "this `;` ends no definition",
                    "remove it",
                );
                self.sink.token(at);
                at += 1;
                continue;
            }
            let before = at;
            let after = self.definition(at);
            self.is_quiet = false;
            // Every definition takes at least one token.
            at = after.max(at + 1);
            match self.tokens.kind(at) {
                None => {}
                Some(SEMICOLON) => {
                    self.sink.token(at);
                    at += 1;
                }
                Some(_) => {
                    self.is_quiet = self.has_bracket_fault(before, at);
                    self.missing_semicolon(at, "definition");
                    self.is_quiet = false;
                }
            }
        }
    }

    fn missing_semicolon(&mut self, at: usize, what: &str) {
        self.report(
            Fault::MissingSemicolon,
            self.tokens.gap_before(at),
            format!("a `;` is missing at the end of this {what}"),
            "add `;`",
        );
    }

    /// One definition; returns where the next token stands.
    fn definition(&mut self, at: usize) -> usize {
        let keyword = self.definition_keyword(at);
        self.form = match keyword {
            Some("type") => "type name : parent, …;",
            Some("entity") => "entity name : type, …;",
            Some("property") => "property name(parameter : type, …) : type;",
            Some("action") => "action name(parameter : type, …) { … };",
            Some("trigger") => "trigger name(parameter : type, …) { … };",
            _ => "utility(character): …;",
        };
        match keyword {
            Some("type") => self.inheritance(TYPE_DEFINITION, at),
            Some("entity") => self.inheritance(ENTITY_DEFINITION, at),
            Some("property") => self.property(at),
            Some("action") => self.event(ACTION_DEFINITION, at),
            Some("trigger") => self.event(TRIGGER_DEFINITION, at),
            Some("utility") => self.utility(at),
            Some(_) => {
                let end = self.definition_end(at + 1);
                self.error_node(at, end);
                end
            }
            None => {
                let end = self.expression_end(at);
                self.is_quiet = self.has_bracket_fault(at, end);
                self.sink.start(INITIAL_STATEMENT, at);
                self.expression(at, end);
                self.sink.finish();
                end
            }
        }
    }

    /// The keyword that a definition begins with, or that was meant; an empty one if none was near.
    /// `None` for an expression.
    fn definition_keyword(&mut self, at: usize) -> Option<&'static str> {
        if self.tokens.kind(at) != Some(NAME) {
            return None;
        }
        let word = self.tokens.word(at);
        if let Some(keyword) = DEFINITION_KEYWORDS.into_iter().find(|&keyword| keyword == word) {
            return Some(keyword);
        }
        let next = self.tokens.kind(at + 1)?;
        let same_line = !self.tokens.tokens[at + 1].on_new_line;
        // `utilty(Tom): …`; with brackets behind it, any other word is a property.
        let is_like_utility =
            next == L_PAREN && self.tokens.kind(self.tokens.after(at + 1)) == Some(COLON);
        let is_like_another = next == NAME
            && same_line
            && matches!(
                self.tokens.kind(at + 2),
                None | Some(L_PAREN | COLON | SEMICOLON | L_BRACE)
            );
        // Most words begin an expression, and are compared with nothing.
        if !is_like_utility && !is_like_another {
            return None;
        }
        let meant = nearest(word, DEFINITION_KEYWORDS);
        let fits = if meant == Some("utility") { is_like_utility } else { is_like_another };
        let is_head = matches!(word, "if" | "forall" | "exists" | "sum" | "product" | "believes");
        if !fits || is_head {
            return None;
        }
        self.report(
            Fault::UnknownDefinition,
            self.tokens.range(at),
            format!("`{word}` begins no definition"),
            match meant {
                Some(meant) => format!("write `{meant}`"),
                None => format!("definitions begin with {}", list(&DEFINITION_KEYWORDS)),
            },
        );
        let keyword = DEFINITION_KEYWORDS.into_iter().find(|&keyword| Some(keyword) == meant);
        Some(keyword.unwrap_or_default())
    }

    /// Whether a definition begins at a token that stands first on its line.
    fn begins_definition(&self, at: usize) -> bool {
        let Some(token) = self.tokens.tokens.get(at) else { return false };
        if !token.on_new_line || !DEFINITION_KEYWORDS.contains(&self.tokens.word(at)) {
            return false;
        }
        match self.tokens.word(at) {
            "utility" => {
                self.tokens.kind(at + 1) == Some(L_PAREN)
                    && self.tokens.kind(self.tokens.after(at + 1)) == Some(COLON)
            }
            _ => self.tokens.kind(at + 1) == Some(NAME),
        }
    }

    /// Where the rest of a definition ends: at a `;`, or before the next definition.
    fn definition_end(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.tokens.len() {
            if self.tokens.kind(at) == Some(SEMICOLON) || self.begins_definition(at) {
                break;
            }
            at = self.tokens.after(at);
        }
        at
    }

    /// The same, where an expression fills the definition from `from` on.
    fn expression_end(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.tokens.len() {
            let token = self.tokens.tokens[at];
            if token.kind == SEMICOLON
                || (at > from
                    && token.on_new_line
                    && (token.juxtaposed || self.begins_definition(at)))
            {
                break;
            }
            at = self.tokens.after(at);
        }
        at
    }

    /// `type name : parent, …` and `entity name : type, …`
    fn inheritance(&mut self, kind: SyntaxKind, at: usize) -> usize {
        self.is_quiet = self.has_bracket_fault(at, self.definition_end(at + 1));
        self.sink.start(kind, at);
        self.sink.token(at);
        let mut at = at + 1;
        let mut good = self.name_definition(&mut at, "the name of what is declared");
        if good && (kind == ENTITY_DEFINITION || self.tokens.kind(at) == Some(COLON)) {
            good = self.expect(&mut at, COLON, "`:` and its type");
            while good {
                good = self.name_reference(&mut at, "the name of a type");
                if !good || self.tokens.kind(at) != Some(COMMA) {
                    break;
                }
                self.sink.token(at);
                at += 1;
            }
        }
        self.close_definition(at, good)
    }

    /// `property name(parameter, …) : type`
    fn property(&mut self, at: usize) -> usize {
        self.is_quiet = self.has_bracket_fault(at, self.definition_end(at + 1));
        self.sink.start(PROPERTY_DEFINITION, at);
        self.sink.token(at);
        let mut at = at + 1;
        let good = self.signature(&mut at)
            && self.expect(&mut at, COLON, "`:` and the type of its value")
            && self.name_reference(&mut at, "the name of a type");
        self.close_definition(at, good)
    }

    /// `action name(parameter, …) { … }`
    fn event(&mut self, kind: SyntaxKind, at: usize) -> usize {
        let end = self.definition_end(at + 1);
        let mut body = at;
        while body < end && self.tokens.kind(body) != Some(L_BRACE) {
            body = self.tokens.after(body);
        }
        self.is_quiet = self.has_bracket_fault(at, body);
        self.sink.start(kind, at);
        self.sink.token(at);
        let mut at = at + 1;
        if self.signature(&mut at) {
            if self.tokens.kind(at) == Some(L_BRACE) {
                let (close, there) = self.tokens.close_of(at);
                self.sink.token(at);
                self.is_quiet = false;
                self.parts(at + 1, close, kind);
                if there {
                    self.sink.token(close);
                }
                at = close + usize::from(there);
                // Behind a body only a `;` can stand, so whatever does begins something new.
                self.sink.finish();
                return at;
            }
            self.unexpected(at, "`{` and the parts of the event");
        }
        self.close_definition(at, false)
    }

    /// `utility(character): expression`
    fn utility(&mut self, at: usize) -> usize {
        self.is_quiet = self.has_bracket_fault(at, self.expression_end(at));
        self.sink.start(UTILITY_DEFINITION, at);
        self.sink.token(at);
        let mut at = at + 1;
        if self.tokens.kind(at) == Some(L_PAREN) {
            let (close, there) = self.tokens.close_of(at);
            self.sink.token(at);
            if close > at + 1 {
                if close == at + 2 && self.tokens.kind(at + 1) == Some(NAME) {
                    self.argument(at + 1, close);
                } else {
                    self.unexpected(at + 1, "the name of one character, or nothing for the author");
                    self.error_node(at + 1, close);
                }
            }
            if there {
                self.sink.token(close);
            }
            at = close + usize::from(there);
            if self.expect(&mut at, COLON, "`:` and an expression") {
                let end = self.expression_end(at);
                self.expression(at, end);
                self.sink.finish();
                return end;
            }
        } else {
            self.unexpected(at, "`(`, a character's name (or nothing, for the author) and `)`");
        }
        self.close_definition(at, false)
    }

    /// Ends the open definition. If it was `good`, what still stands before its end has either
    /// begun something new on its own line, or does not belong there.
    fn close_definition(&mut self, at: usize, good: bool) -> usize {
        let mut at = at;
        let end = self.definition_end(at);
        if at < end && !(good && self.tokens.tokens[at].on_new_line) {
            if good {
                self.unexpected(at, "`;`");
            }
            self.error_node(at, end);
            at = end;
        }
        self.sink.finish();
        at
    }

    /// `name(parameter, …)`; whether both are there.
    fn signature(&mut self, at: &mut usize) -> bool {
        self.sink.start(SIGNATURE, *at);
        let good = self.name_definition(at, "a name");
        if good {
            if self.tokens.kind(*at) == Some(L_PAREN) {
                let (close, there) = self.tokens.close_of(*at);
                self.sink.token(*at);
                self.parameters(*at + 1, close);
                if there {
                    self.sink.token(close);
                }
                *at = close + usize::from(there);
                self.sink.finish();
                return true;
            }
            self.unexpected(*at, "`(` and the parameters, then `)`");
        }
        self.sink.finish();
        false
    }

    fn parameters(&mut self, from: usize, close: usize) {
        let mut from = from;
        if from == close {
            return;
        }
        loop {
            let mut end = from;
            while end < close && self.tokens.kind(end) != Some(COMMA) {
                end = self.tokens.after(end).min(close);
            }
            if end == from + 1 {
                self.sink.start(CONSTANT_PARAMETER, from);
                self.argument(from, end);
            } else if from == end {
                self.argument(from, end);
            } else {
                self.sink.start(VARIABLE_PARAMETER, from);
                self.binding(from, end);
            }
            if end > from {
                self.sink.finish();
            }
            if end >= close {
                break;
            }
            self.sink.token(end);
            from = end + 1;
        }
    }

    /// The parts of an action or trigger, between its braces.
    fn parts(&mut self, from: usize, close: usize, event: SyntaxKind) {
        let mut at = from;
        while at < close {
            if self.tokens.kind(at) == Some(SEMICOLON) {
                self.report(
                    Fault::EmptyDefinition,
                    self.tokens.range(at),
                    "this `;` ends no part",
                    "remove it",
                );
                self.sink.token(at);
                at += 1;
                continue;
            }
            let end = self.part_end(at, close);
            self.is_quiet = self.has_bracket_fault(at, end);
            self.part(at, end, event);
            at = end;
            if at < close {
                if self.tokens.kind(at) == Some(SEMICOLON) {
                    self.sink.token(at);
                    at += 1;
                } else if self.tokens.tokens[at].juxtaposed {
                    self.missing_semicolon(at, "part");
                }
                // Otherwise the part before has ended in an operator, which has been reported.
            }
            self.is_quiet = false;
        }
    }

    /// Where the part that begins at `from` ends.
    fn part_end(&self, from: usize, close: usize) -> usize {
        let mut at = from;
        while at < close {
            let token = self.tokens.tokens[at];
            if token.kind == SEMICOLON
                || (at > from
                    && token.kind == NAME
                    && (token.on_new_line || token.juxtaposed)
                    && self.begins_part(at))
            {
                break;
            }
            at = self.tokens.after(at);
        }
        at.min(close)
    }

    fn begins_part(&self, at: usize) -> bool {
        let behind = match self.tokens.kind(at + 1) {
            Some(L_PAREN) if self.tokens.is_word(at, "observing") => self.tokens.after(at + 1),
            _ => at + 1,
        };
        let is_known = PART_KEYWORDS.contains(&self.tokens.word(at));
        self.tokens.kind(behind) == Some(COLON)
            && (is_known
                || (self.tokens.tokens[at].on_new_line && self.tokens.tokens[at].juxtaposed))
    }

    /// One part, which fills the range.
    fn part(&mut self, from: usize, to: usize, event: SyntaxKind) {
        let Some(keyword) = self.part_keyword(from) else {
            return self.error_node(from, to);
        };
        let is_trigger = event == TRIGGER_DEFINITION;
        if is_trigger && matches!(keyword, "consenting" | "observing") {
            self.report(
                Fault::UnknownPart,
                self.tokens.range(from),
                format!("a trigger has no `{keyword}`"),
                "remove it, or make the trigger an action: nobody does a trigger or sees it",
            );
            return self.error_node(from, to);
        }
        let kind = match keyword {
            "precondition" => PRECONDITION_PART,
            "effect" => EFFECT_PART,
            "consenting" => CONSENTING_PART,
            _ => OBSERVING_PART,
        };
        self.form = match kind {
            PRECONDITION_PART => "precondition: …;",
            EFFECT_PART => "effect: …;",
            CONSENTING_PART => "consenting: name, …;",
            _ => "observing(c : character): …;",
        };
        self.sink.start(kind, from);
        self.sink.token(from);
        let mut at = from + 1;
        let mut good = true;
        if kind == OBSERVING_PART {
            if self.tokens.kind(at) == Some(L_PAREN) && at < to {
                let (close, there) = self.tokens.close_of(at);
                let close = close.min(to);
                self.sink.token(at);
                self.binding(at + 1, close);
                if there {
                    self.sink.token(close);
                }
                at = self.tokens.after(at).min(to);
            } else {
                self.unexpected(at, "a variable for the observer");
                good = false;
            }
        }
        if at < to && self.tokens.kind(at) == Some(COLON) {
            self.sink.token(at);
            at += 1;
        } else if good {
            self.unexpected(at, "`:`");
        }
        if kind == CONSENTING_PART {
            self.consenting(at, to);
        } else {
            self.expression(at, to);
        }
        self.sink.finish();
    }

    /// The keyword that a part begins with, or that was meant.
    fn part_keyword(&mut self, at: usize) -> Option<&'static str> {
        let word = self.tokens.word(at);
        if self.tokens.kind(at) == Some(NAME) {
            if let Some(keyword) = PART_KEYWORDS.into_iter().find(|&keyword| keyword == word) {
                return Some(keyword);
            }
        }
        let behind = match self.tokens.kind(at + 1) {
            Some(L_PAREN) => self.tokens.after(at + 1),
            _ => at + 1,
        };
        let is_like_a_part =
            self.tokens.kind(at) == Some(NAME) && self.tokens.kind(behind) == Some(COLON);
        let meant = is_like_a_part.then(|| nearest(word, PART_KEYWORDS)).flatten();
        self.report(
            Fault::UnknownPart,
            self.tokens.range(at),
            format!("{} begins no part of an action or trigger", self.found(at)),
            match meant {
                Some(meant) => format!("write `{meant}`"),
                None => format!("parts begin with {}", list(&PART_KEYWORDS)),
            },
        );
        meant.and_then(|meant| PART_KEYWORDS.into_iter().find(|&keyword| keyword == meant))
    }

    /// Names of characters, perhaps in brackets.
    fn consenting(&mut self, from: usize, to: usize) {
        let mut from = from;
        let mut inner = to;
        while from < inner
            && self.tokens.kind(from) == Some(L_PAREN)
            && self.tokens.after(from) == inner
        {
            let (close, there) = self.tokens.close_of(from);
            self.sink.token(from);
            from += 1;
            inner = if there { close } else { inner };
        }
        if from < inner {
            loop {
                let mut end = from;
                while end < inner && self.tokens.kind(end) != Some(COMMA) {
                    end = self.tokens.after(end).min(inner);
                }
                self.argument(from, end);
                if end >= inner {
                    break;
                }
                self.sink.token(end);
                from = end + 1;
            }
        }
        self.sink.tokens(inner, to);
    }

    fn name_definition(&mut self, at: &mut usize, wanted: &str) -> bool {
        self.name(NAME_DEFINITION, at, wanted)
    }

    fn name_reference(&mut self, at: &mut usize, wanted: &str) -> bool {
        self.name(NAME_REFERENCE, at, wanted)
    }

    fn name(&mut self, kind: SyntaxKind, at: &mut usize, wanted: &str) -> bool {
        if self.tokens.kind(*at) == Some(NAME) && !self.begins_definition(*at) {
            self.sink.start(kind, *at);
            self.sink.token(*at);
            self.sink.finish();
            *at += 1;
            true
        } else {
            self.unexpected(*at, wanted);
            false
        }
    }

    fn expect(&mut self, at: &mut usize, kind: SyntaxKind, wanted: &str) -> bool {
        if self.tokens.kind(*at) == Some(kind) {
            self.sink.token(*at);
            *at += 1;
            true
        } else {
            self.unexpected(*at, wanted);
            false
        }
    }

    fn unexpected(&mut self, at: usize, wanted: &str) {
        let found = self.found(at);
        let at_line_end = self.tokens.tokens.get(at).is_none_or(|token| token.on_new_line);
        let range = if at_line_end { self.tokens.gap_before(at) } else { self.tokens.range(at) };
        let message = format!("{wanted} must stand here, not {found}");
        self.report(Fault::Unexpected, range, message, format!("write it as `{}`", self.form));
    }
}

/// `a`, `b` and `c`.
fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}
