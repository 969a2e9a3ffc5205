//! Declarations: whatever begins in the margin.

use super::error::{Fault, SyntaxError};
use super::kind::SyntaxKind::*;
use super::layout::Boundary;
use super::parser::{Parsed, Parser, range};
use crate::spelling::nearest;

/// The words that begin a declaration.
const DECLARATIONS: [&str; 26] = [
    "use",
    "world",
    "type",
    "fact",
    "mutual",
    "witness",
    "define",
    "claim",
    "action",
    "change",
    "natural",
    "event",
    "impression",
    "rule",
    "inference",
    "each",
    "secret",
    "mystery",
    "start",
    "before",
    "outline",
    "scenario",
    "never",
    "reachable",
    "verb",
    "test",
];

impl Parser<'_, '_> {
    pub(super) fn file(&mut self) {
        while self.token().is_some() {
            self.begin();
            self.line(0);
            if self.column() > 0 {
                let range = self.here();
                self.report(SyntaxError {
                    fault: Fault::Column,
                    range,
                    message: "this line stands where it does not belong".to_owned(),
                    label: "a declaration begins in the margin".to_owned(),
                    help: Some("move it to the margin; `motive fmt` does".to_owned()),
                });
            }
            let (first, errors) = (self.position, self.errors.len());
            self.declaration();
            self.leftovers();
            if self.errors.len() == errors {
                self.check_continuations(first);
            }
        }
    }

    /// Lines that go on with the one before stand further in than the line that they go on with.
    fn check_continuations(&mut self, first: usize) {
        let list = &self.tokens.list;
        let mut base = &list[first];
        for token in &list[first + 1..self.position] {
            if !token.is_first {
                continue;
            }
            if token.boundary != Boundary::None {
                base = token;
                continue;
            }
            let may_be_level = base.boundary == Boundary::Item || token.kind == R_PAREN;
            if token.column > base.column || (may_be_level && token.column == base.column) {
                continue;
            }
            self.report(SyntaxError {
                fault: Fault::Column,
                range: range(token),
                message: "this line stands where it does not belong".to_owned(),
                label: "it goes on with the line before, but does not stand further in".to_owned(),
                help: Some("move it further in; `motive fmt` does".to_owned()),
            });
        }
    }

    /// Lines that are left of a declaration which does not take them.
    fn leftovers(&mut self) {
        while self.boundary() != Boundary::Declaration {
            let is_clause = self.boundary() == Boundary::Clause;
            self.begin();
            self.line(1);
            let found = self.found();
            if is_clause {
                self.complain(
                    Fault::Clause,
                    format!("{found} does not belong to the declaration above"),
                    "move it to where it belongs, or remove it",
                );
            } else {
                self.complain(
                    Fault::Declaration,
                    format!("this line belongs to nothing: the declaration above takes no line like {found}"),
                    "a declaration begins in the margin; what belongs to one follows it",
                );
            }
            self.skip_unit();
        }
    }

    fn declaration(&mut self) {
        match self.kind() {
            Some(USE_WORD) => self.simple(USE_DECL, |p| p.commas(Self::use_item)),
            Some(WORLD_WORD) => self.world(),
            Some(TYPE_WORD) => self.simple(TYPE_DECL, |p| p.commas(Self::type_item)),
            Some(FACT_WORD) => self.simple(FACT_DECL, |p| p.commas(Self::fact_item)),
            Some(MUTUAL_WORD) => self.simple(FACT_DECL, |p| {
                p.expect(FACT_WORD, "`fact`")?;
                p.commas(Self::fact_item)
            }),
            Some(WITNESS_WORD) => self.simple(WITNESS_DECL, Self::witness),
            Some(DEFINE_WORD) => self.meaning(DEFINE_DECL),
            Some(CLAIM_WORD) => self.meaning(CLAIM_DECL),
            Some(ACTION_WORD) => self.event(ACTION_DECL),
            Some(CHANGE_WORD) => self.event(CHANGE_DECL),
            Some(NATURAL_WORD | EVENT_WORD) => self.event(EVENT_DECL),
            Some(IMPRESSION_WORD) => self.event(IMPRESSION_DECL),
            Some(RULE_WORD) => self.event(RULE_DECL),
            Some(INFERENCE_WORD) => self.event(INFERENCE_DECL),
            Some(SECRET_WORD) => self.simple(SECRET_DECL, |p| {
                p.condition()?;
                p.known_to()?;
                if p.at_text("others") { p.others() } else { p.misspelt_word(&["others"]) }
            }),
            Some(MYSTERY_WORD) => self.simple(MYSTERY_DECL, |p| {
                p.commas(Self::reference)?;
                p.known_to()
            }),
            Some(START_WORD) => self.list(START_DECL, "what is so at the start", Self::effects),
            Some(BEFORE_WORD) => self.list(BEFORE_DECL, "what happened before", Self::steps),
            Some(OUTLINE_WORD) => {
                self.list(OUTLINE_DECL, "what the story goes through", Self::entry)
            }
            Some(SCENARIO_WORD) => self.scenario(),
            Some(NEVER_WORD) => self.simple(NEVER_DECL, Self::entry),
            Some(REACHABLE_WORD) => self.simple(REACHABLE_DECL, Self::entry),
            Some(VERB_WORD) => self.simple(VERB_DECL, |p| {
                p.name("a verb")?;
                while p.eat(SLASH) {
                    p.name("a form of the verb")?;
                }
                Ok(())
            }),
            Some(TEST_WORD) => self.test_declaration(),
            Some(EACH_WORD) => self.wants(),
            Some(NAME) if matches!(self.nth(1), Some(WANTS_WORD | REFUSES_WORD)) => self.wants(),
            Some(NAME) if self.nth(1) == Some(NAME) && !self.is_misspelt() => {
                self.node(ENTITY_DECL, |p| {
                    p.bump();
                    let parsed = p.commas(Self::entity_item);
                    p.end_unit(parsed);
                })
            }
            _ => self.no_declaration(),
        }
    }

    /// Whether the first of two names is more likely a misspelt word than a type.
    fn is_misspelt(&self) -> bool {
        let word = self.text(0);
        word.len() > 3
            && matches!(self.nth(2), Some(L_PAREN))
            && nearest(word, DECLARATIONS).is_some()
            // `plae Hut (it)` is a type with an entity, `acton go(c: character)` is neither.
            && !matches!((self.nth(3), self.nth(4)), (Some(NAME), Some(R_PAREN | SLASH)))
    }

    fn no_declaration(&mut self) {
        let word = self.text(0);
        let found = self.found();
        let help = match nearest(word, DECLARATIONS) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if self.kind().is_some_and(|k| k.begins_clause()) => {
                "a clause stands further in than the declaration that it belongs to".to_owned()
            }
            None => "what is in the margin begins something new: move this line further in if it \
                     belongs to the one above"
                .to_owned(),
        };
        let label = "begins no declaration".to_owned();
        let range = self.token().map_or_else(|| self.here(), range);
        self.report(SyntaxError {
            fault: Fault::Declaration,
            range,
            message: format!("a declaration is needed in the margin, and not {found}"),
            label,
            help: Some(help),
        });
        self.skip_unit();
        // What stands below belongs to what could not be understood.
        while self.boundary() != Boundary::Declaration {
            self.begin();
            self.line(1);
            self.skip_unit();
        }
    }

    /// A declaration of one line: its word, and what `inside` parses.
    fn simple(&mut self, kind: super::SyntaxKind, inside: impl FnOnce(&mut Self) -> Parsed) {
        self.node(kind, |p| {
            p.bump();
            let parsed = inside(p);
            p.end_unit(parsed);
        });
    }

    /// A declaration with items: its word, and one item on each line.
    fn list(&mut self, kind: super::SyntaxKind, what: &str, item: impl FnMut(&mut Self) -> Parsed) {
        self.node(kind, |p| {
            let opener = p.column();
            p.bump();
            p.items(1, opener, what, item);
        });
    }

    // ---- pieces

    /// A name.
    pub(super) fn name(&mut self, what: &str) -> Parsed {
        self.expect(NAME, what)
    }

    /// `name.name`
    fn path(&mut self, what: &str) -> Parsed {
        self.name(what)?;
        while self.eat(DOT) {
            self.name("a name")?;
        }
        Ok(())
    }

    /// Strings in a row.
    pub(super) fn say(&mut self) {
        if self.at(STRING) {
            self.node(SAY, |p| {
                while p.at(STRING) {
                    let text = p.text(0);
                    if text.len() < 2 || !text.ends_with('"') {
                        p.complain(
                            Fault::Character,
                            "this text in quotes is not closed".to_owned(),
                            "close it with `\"`; text does not go on from line to line, but strings in a \
                             row are joined",
                        );
                    }
                    p.bump();
                }
            });
        }
    }

    pub(super) fn need_say(&mut self, what: &str) -> Parsed {
        if self.at(STRING) {
            self.say();
            Ok(())
        } else {
            Err(self.expected(what))
        }
    }

    /// `name(a, b: kind, only Constant)`
    pub(super) fn signature(&mut self, what: &str) -> Parsed {
        self.node(SIGNATURE, |p| {
            p.name(what)?;
            if !p.eat(L_PAREN) {
                return Ok(());
            }
            if !p.at(R_PAREN) {
                p.commas(Self::parameters)?;
            }
            p.close()
        })
    }

    fn parameters(&mut self) -> Parsed {
        if self.at(ONLY_WORD) {
            return self.node(CONSTANT_PARAMETER, |p| {
                p.bump();
                match p.kind() {
                    Some(TRUE_WORD | FALSE_WORD | NUMBER) => {
                        p.bump();
                        Ok(())
                    }
                    _ => p.name("the name of a thing"),
                }
            });
        }
        self.node(PARAMETERS, |p| {
            p.name("a parameter")?;
            while p.eat(COMMA) {
                p.name("a parameter")?;
            }
            if !p.at(COLON) {
                return Err(p.complain(
                    Fault::Unexpected,
                    "these parameters have no type".to_owned(),
                    "write it after them: `c: character`",
                ));
            }
            p.bump();
            p.value_kind()
        })
    }

    /// `type`, `0..5`, `type or none`
    pub(super) fn value_kind(&mut self) -> Parsed {
        self.node(KIND, |p| {
            if matches!(p.kind(), Some(NUMBER | MINUS)) {
                p.eat(MINUS);
                p.expect(NUMBER, "the least number")?;
                p.expect(DOT_DOT, "`..` and the greatest number")?;
                p.eat(MINUS);
                return p.expect(NUMBER, "the greatest number");
            }
            p.kind_name()?;
            while p.eat(OR_WORD) {
                if p.eat(NONE_WORD) {
                    break;
                }
                p.kind_name()?;
            }
            Ok(())
        })
    }

    /// The name of a type; `claim` is one too.
    pub(super) fn kind_name(&mut self) -> Parsed {
        if self.eat(CLAIM_WORD) { Ok(()) } else { self.name("a type") }
    }

    /// `name: kind`
    pub(super) fn binder(&mut self) -> Parsed {
        self.node(BINDER, |p| {
            p.name("a name")?;
            p.expect(COLON, "`:` and a type")?;
            p.value_kind()
        })
    }

    fn known_to(&mut self) -> Parsed {
        self.expect(KNOWN_WORD, "`known to` and who knows")?;
        if !self.at_text("to") {
            return Err(self.expected("`to` and who knows"));
        }
        self.bump();
        self.commas(|p| p.name("somebody"))
    }

    /// `others think condition`, `others do not know`
    fn others(&mut self) -> Parsed {
        self.node(OTHERS_CLAUSE, |p| {
            p.bump();
            if p.at_text("think") {
                p.bump();
                return p.condition();
            }
            if !p.at_text("do") {
                return Err(p.expected("`think` or `do not know`"));
            }
            p.bump();
            p.expect(NOT_WORD, "`not know`")?;
            if !p.at_text("know") {
                return Err(p.expected("`know`"));
            }
            p.bump();
            Ok(())
        })
    }

    // ---- declarations

    fn use_item(&mut self) -> Parsed {
        self.node(USE_ITEM, |p| {
            if !p.eat(STRING) {
                p.path("a module")?;
            }
            if p.eat(WITHOUT_WORD) {
                p.name("what to leave out")?;
                while p.eat(AND_WORD) {
                    p.name("what to leave out")?;
                }
            }
            Ok(())
        })
    }

    fn world(&mut self) {
        self.node(WORLD_DECL, |p| {
            let opener = p.column();
            p.bump();
            let parsed = p.need_say("the title of the world, in quotes,");
            p.end_unit(parsed);
            let mut column = None;
            while p.boundary() == Boundary::Item {
                p.begin();
                p.line(1);
                p.check_column(opener, column, "a setting stands further in than `world`");
                column.get_or_insert(p.column());
                let parsed = p.setting();
                p.end_unit(parsed);
            }
        });
    }

    fn setting(&mut self) -> Parsed {
        self.node(SETTING, |p| {
            p.name("a setting")?;
            while matches!(p.kind(), Some(NAME | NUMBER | ACCIDENT_WORD)) {
                p.bump();
            }
            Ok(())
        })
    }

    fn type_item(&mut self) -> Parsed {
        self.node(TYPE_ITEM, |p| {
            p.name("the name of a type")?;
            if p.eat(COLON) {
                p.name("the type that it is a kind of")?;
            }
            Ok(())
        })
    }

    fn entity_item(&mut self) -> Parsed {
        self.node(ENTITY_ITEM, |p| {
            p.name("a name")?;
            p.say();
            if p.at(L_PAREN) {
                p.node(PRONOUNS, |p| {
                    p.bump();
                    p.name("a pronoun: `she`, `he`, `they`, `it`,")?;
                    while p.eat(SLASH) {
                        p.name("a form of the pronoun")?;
                    }
                    p.close()
                })?;
            }
            if p.at_text("also") {
                p.node(ALSO, |p| {
                    p.bump();
                    p.name("a type")?;
                    while p.eat(AND_WORD) {
                        p.name("a type")?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })
    }

    fn fact_item(&mut self) -> Parsed {
        self.node(FACT_ITEM, |p| {
            p.signature("the name of a fact")?;
            if p.eat(COLON) {
                p.value_kind()?;
            }
            if p.eat(EQ) {
                p.value()?;
            }
            p.say();
            Ok(())
        })
    }

    fn witness(&mut self) -> Parsed {
        self.name("who notices")?;
        if !self.at_text("of") {
            return Err(self.expected("`of` and whom"));
        }
        self.bump();
        self.name("whom")?;
        self.expect(IF_WORD, "`if` and when")?;
        self.condition()
    }

    fn meaning(&mut self, kind: super::SyntaxKind) {
        self.node(kind, |p| {
            let opener = p.column();
            p.bump();
            let parsed = p.signature("a name");
            if parsed.is_err() {
                return p.end_unit(parsed);
            }
            p.say();
            if !p.at(MEANS_WORD) {
                let failed = p.expected("`means`");
                return p.end_unit(Err(failed));
            }
            p.node(MEANS_CLAUSE, |p| {
                p.bump();
                p.items(1, opener, "what it means", Self::condition);
            });
        });
    }

    fn wants(&mut self) {
        let checkpoint = self.checkpoint();
        let opener = self.column();
        let who = if self.eat(EACH_WORD) {
            self.binder()
        } else {
            self.bump();
            Ok(())
        };
        match self.kind() {
            Some(REFUSES_WORD) => self.node_at(checkpoint, REFUSES_DECL, |p| {
                p.bump();
                let parsed = p.condition();
                p.say();
                p.end_unit(parsed);
            }),
            Some(WANTS_WORD) => self.node_at(checkpoint, WANTS_DECL, |p| {
                p.bump();
                p.items(1, opener, "what is wanted", Self::term);
            }),
            _ => self.node_at(checkpoint, WANTS_DECL, |p| {
                if who.is_ok() {
                    p.expected("`wants` or `refuses`");
                }
                p.skip_unit();
            }),
        }
    }

    fn scenario(&mut self) {
        self.node(SCENARIO_DECL, |p| {
            p.bump();
            let parsed = p.name("a name for the scenario");
            p.say();
            p.end_unit(parsed);
            p.clauses(&[WITHOUT_WORD, INSTEAD_WORD, NAME], Self::scenario_clause);
        });
    }

    fn scenario_clause(&mut self, level: u32) {
        match self.kind() {
            Some(INSTEAD_WORD) => self.node(INSTEAD_CLAUSE, |p| {
                let opener = p.column();
                p.bump();
                p.items(level + 1, opener, "what is so instead", |p| match p.nth(1) {
                    // No effect is a name and a number.
                    Some(NUMBER) if p.at(NAME) => p.setting(),
                    _ => p.effects(),
                });
            }),
            Some(WITHOUT_WORD) => self.simple(WITHOUT_CLAUSE, |p| p.commas(|p| p.name("a name"))),
            _ => self.simple(SKIP_CLAUSE, |p| p.commas(|p| p.name("a name"))),
        }
    }

    fn test_declaration(&mut self) {
        self.node(TEST_DECL, |p| {
            p.bump();
            let parsed = p.need_say("what the test is about, in quotes,");
            p.end_unit(parsed);
            p.clauses(&[UNDER_WORD, AFTER_WORD, EXPECT_WORD], Self::test_clause);
        });
    }

    fn test_clause(&mut self, level: u32) {
        match self.kind() {
            Some(UNDER_WORD) => self.simple(UNDER_CLAUSE, |p| p.name("a scenario")),
            Some(AFTER_WORD) => self.node(AFTER_CLAUSE, |p| {
                let opener = p.column();
                p.bump();
                if p.at_text("story") && p.nth(1).is_none() {
                    p.bump();
                    return;
                }
                p.items(level + 1, opener, "what happens", Self::steps);
            }),
            _ => self.node(EXPECT_CLAUSE, |p| {
                let opener = p.column();
                p.bump();
                p.items(level + 1, opener, "what is then so", Self::condition);
            }),
        }
    }
}
