//! What belongs to a declaration: the clauses of events, wants, steps and entries.

use super::error::Fault;
use super::kind::{SyntaxKind, SyntaxKind::*};
use super::layout::Boundary;
use super::parser::{Parsed, Parser};

impl Parser<'_, '_> {
    /// The clauses of a declaration, which begin with one of `words`. Others are reported.
    pub(super) fn clauses(&mut self, words: &[SyntaxKind], mut clause: impl FnMut(&mut Self, u32)) {
        let mut column = None;
        loop {
            self.some_clauses(1, 0, &mut column, words, &mut clause);
            if self.boundary() != Boundary::Clause {
                return;
            }
            self.begin();
            self.line(1);
            let found = self.found();
            self.complain(
                Fault::Clause,
                format!("{found} does not belong to the declaration above"),
                "move it to where it belongs, or remove it",
            );
            self.skip_unit();
            while self.boundary() == Boundary::Item {
                self.begin();
                self.line(2);
                self.skip_unit();
            }
        }
    }

    /// The clauses that follow, as long as they begin with one of `words`.
    fn some_clauses(
        &mut self,
        level: u32,
        opener: u32,
        column: &mut Option<u32>,
        words: &[SyntaxKind],
        clause: &mut impl FnMut(&mut Self, u32),
    ) {
        while self.boundary() == Boundary::Clause
            && self.token().is_some_and(|token| words.contains(&token.kind))
        {
            self.begin();
            self.line(level);
            self.check_column(
                opener,
                *column,
                "it does not stand further in than what it belongs to",
            );
            column.get_or_insert(self.column());
            clause(self, level);
        }
    }

    /// `action`, `change`, `event`, `impression`, `rule`, `inference`
    pub(super) fn event(&mut self, kind: SyntaxKind) {
        self.node(kind, |p| {
            if p.eat(NATURAL_WORD) && !p.at(EVENT_WORD) {
                let failed = p.expected("`event`");
                return p.end_unit(Err(failed));
            }
            p.bump();
            let parsed = p.heading(kind);
            p.end_unit(parsed);
            let words: &[SyntaxKind] = match kind {
                RULE_DECL => &[WHEN_WORD, MAY_WORD, EFFECT_WORD, TEXT_WORD],
                INFERENCE_DECL => &[WHEN_WORD, MAY_WORD, CONCLUDE_WORD, TEXT_WORD],
                IMPRESSION_DECL => &[
                    NEEDS_WORD,
                    MAY_WORD,
                    EFFECT_WORD,
                    TEXT_WORD,
                    SEEN_WORD,
                    HEARD_WORD,
                    HIDDEN_WORD,
                    APPEARS_WORD,
                ],
                _ => &[
                    NEEDS_WORD,
                    MAY_WORD,
                    EFFECT_WORD,
                    TEXT_WORD,
                    SEEN_WORD,
                    HEARD_WORD,
                    HIDDEN_WORD,
                    APPEARS_WORD,
                    OUTCOME_WORD,
                ],
            };
            p.clauses(words, Self::event_clause);
        });
    }

    fn heading(&mut self, kind: SyntaxKind) -> Parsed {
        if kind == CHANGE_DECL {
            return self.name("the name of an action or event");
        }
        self.signature("a name")?;
        match kind {
            ACTION_DECL if !self.at(BY_WORD) => {
                if self.kind().is_some() {
                    return Err(self.expected("`by` and who does it"));
                }
                self.complain(
                    Fault::Actor,
                    "nobody does this action, so nobody can have a reason for it".to_owned(),
                    "say who: `by c`; or make it an `event`, which just happens",
                );
                Ok(())
            }
            ACTION_DECL => self.node(ACTORS, |p| {
                p.bump();
                p.commas(|p| p.name("who does it"))?;
                if p.eat(WITH_WORD) {
                    p.commas(|p| p.name("who must agree"))?;
                }
                Ok(())
            }),
            RULE_DECL | INFERENCE_DECL if self.at(WHEN_WORD) => {
                self.when(1, 0);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn when(&mut self, level: u32, opener: u32) {
        self.node(WHEN_CLAUSE, |p| {
            p.bump();
            p.items(level, opener, "when it happens", Self::condition);
        });
    }

    fn event_clause(&mut self, level: u32) {
        let opener = self.column();
        match self.kind() {
            Some(NEEDS_WORD) => self.node(NEEDS_CLAUSE, |p| {
                p.bump();
                p.items(level + 1, opener, "what must be so", Self::condition);
            }),
            Some(EFFECT_WORD) => self.node(EFFECT_CLAUSE, |p| {
                p.bump();
                p.items(level + 1, opener, "what it changes", Self::effects);
            }),
            Some(CONCLUDE_WORD) => self.node(CONCLUDE_CLAUSE, |p| {
                p.bump();
                p.items(level + 1, opener, "what is concluded", Self::effects);
            }),
            Some(WHEN_WORD) => self.when(level + 1, opener),
            Some(MAY_WORD) => self.node(COINCIDE_CLAUSE, |p| {
                p.bump();
                let parsed = p.coincide();
                p.end_unit(parsed);
            }),
            Some(TEXT_WORD) => self.node(TEXT_CLAUSE, |p| {
                p.bump();
                let parsed = p.text_clause();
                p.end_unit(parsed);
            }),
            Some(OUTCOME_WORD) => self.outcome(level),
            _ => self.node(ROW_CLAUSE, |p| {
                let parsed = p.row();
                p.end_unit(parsed);
            }),
        }
    }

    fn coincide(&mut self) -> Parsed {
        if !self.at_text("coincide") {
            return Err(self.expected("`coincide`"));
        }
        self.bump();
        if self.kind().is_none() {
            return Ok(());
        }
        self.commas(|p| p.name("a parameter"))
    }

    fn text_clause(&mut self) -> Parsed {
        // `@name` fixes what the line is called, for translators.
        if self.eat(AT) {
            self.name("a name for this line")?;
        }
        self.need_say("what is told, in quotes,")?;
        if self.eat(IF_WORD) {
            self.condition()?;
        }
        Ok(())
    }

    fn outcome(&mut self, level: u32) {
        self.node(OUTCOME_CLAUSE, |p| {
            let opener = p.column();
            p.bump();
            let parsed = p.outcome_heading();
            p.end_unit(parsed);
            // A clause that does not stand further in than the outcome is still the outcome's:
            // outcomes come last.
            let words = [EFFECT_WORD, TEXT_WORD];
            p.some_clauses(level + 1, opener, &mut None, &words, &mut Self::event_clause);
        });
    }

    fn outcome_heading(&mut self) -> Parsed {
        self.name("a name for the outcome")?;
        if self.at_text("odds") {
            self.bump();
            self.value()?;
        }
        if self.eat(IF_WORD) {
            self.condition()?;
        }
        self.misspelt_word(&["odds", "if"])
    }

    fn row(&mut self) -> Parsed {
        match self.kind() {
            Some(SEEN_WORD | HEARD_WORD) => {
                self.bump();
                self.eat(ONLY_WORD);
                self.afterwards();
                self.expect(BY_WORD, "`by` and who notices")?;
            }
            Some(HIDDEN_WORD) => {
                self.bump();
                self.afterwards();
                if !self.at_text("from") {
                    return Err(self.expected("`from` and who does not notice"));
                }
                self.bump();
            }
            _ => {
                self.bump();
                self.afterwards();
                if !self.at_text("as") {
                    return Err(self.expected("`as` and what it seems to be"));
                }
                self.bump();
                self.reference()?;
                if !self.at_text("to") {
                    return Err(self.expected("`to` and to whom it seems so"));
                }
                self.bump();
            }
        }
        self.commas(Self::who)
    }

    /// `afterwards`, if that is what comes: the row is read after the event.
    fn afterwards(&mut self) {
        if self.at_text("afterwards") {
            self.bump();
        }
    }

    fn who(&mut self) -> Parsed {
        self.node(WHO, |p| {
            if !p.eat(ANY_WORD) {
                return p.name("who: a name, `everyone`, `nobody` or `any x where …`");
            }
            p.name("a name for whoever it is")?;
            if p.eat(COLON) {
                p.value_kind()?;
            }
            if p.eat(WHERE_WORD) {
                p.condition()?;
            }
            Ok(())
        })
    }

    /// `pressing name "…": value if condition else value`
    pub(super) fn term(&mut self) -> Parsed {
        self.node(TERM, |p| {
            p.eat(PRESSING_WORD);
            p.label();
            p.choice()
        })
    }

    /// `name "…":`, if that is what comes.
    fn label(&mut self) {
        let mut ahead = 1;
        while self.nth(ahead) == Some(STRING) {
            ahead += 1;
        }
        if self.at(NAME) && self.nth(ahead) == Some(COLON) {
            self.bump();
            self.say();
            self.bump();
        }
    }

    /// `given call outcome name, …`
    pub(super) fn steps(&mut self) -> Parsed {
        self.commas(|p| {
            p.node(STEP, |p| {
                if matches!(p.kind(), Some(GIVEN_WORD | ACCIDENT_WORD)) {
                    p.bump();
                }
                p.reference()?;
                p.outcome_name()
            })
        })
    }

    fn outcome_name(&mut self) -> Parsed {
        if self.eat(OUTCOME_WORD) { self.name("an outcome") } else { Ok(()) }
    }

    /// `label: happens call outcome name`, or a condition.
    pub(super) fn entry(&mut self) -> Parsed {
        self.node(ENTRY, |p| {
            p.label();
            if p.eat(HAPPENS_WORD) {
                p.reference()?;
                return p.outcome_name();
            }
            p.condition()
        })
    }
}
