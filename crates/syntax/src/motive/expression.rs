//! Conditions and values, in conventional precedence: `or`, `and`, tests, `+ -`, `* /`.

use super::error::Fault;
use super::kind::{SyntaxKind, SyntaxKind::*};
use super::parser::{Parsed, Parser};

impl Parser<'_, '_> {
    /// `test and test or test`
    pub(super) fn condition(&mut self) -> Parsed {
        self.deeper(|p| {
            p.chain(OR_EXPR, &[OR_WORD], |p| p.chain(AND_EXPR, &[AND_WORD], Self::test))
        })
    }

    /// `condition if condition else …`
    pub(super) fn choice(&mut self) -> Parsed {
        self.deeper(|p| {
            let checkpoint = p.checkpoint();
            p.condition()?;
            if !p.at(IF_WORD) {
                return Ok(());
            }
            p.node_at(checkpoint, CHOICE_EXPR, |p| {
                p.bump();
                p.condition()?;
                if p.eat(ELSE_WORD) { p.choice() } else { Ok(()) }
            })
        })
    }

    /// `part operator part operator part`, as one node if there is an operator.
    fn chain(
        &mut self,
        kind: SyntaxKind,
        operators: &[SyntaxKind],
        mut part: impl FnMut(&mut Self) -> Parsed,
    ) -> Parsed {
        let checkpoint = self.checkpoint();
        part(self)?;
        if !self.kind().is_some_and(|k| operators.contains(&k)) {
            return Ok(());
        }
        self.node_at(checkpoint, kind, |p| {
            while p.kind().is_some_and(|k| operators.contains(&k)) {
                p.bump();
                part(p)?;
            }
            Ok(())
        })
    }

    fn test(&mut self) -> Parsed {
        match self.kind() {
            Some(NOT_WORD) => self.node(NOT_EXPR, |p| {
                p.bump();
                p.deeper(Self::test)
            }),
            Some(SOME_WORD | NO_WORD | EVERY_WORD) => self.quantified(),
            _ => self.comparison(),
        }
    }

    /// `some x: kind where a`, `every x: kind where a: b`, `count …`, `total …`
    fn quantified(&mut self) -> Parsed {
        let word = self.kind();
        self.deeper(|p| {
            p.node(QUANTIFIED_EXPR, |p| {
                p.bump();
                p.binder()?;
                let has_where = p.eat(WHERE_WORD);
                if has_where {
                    p.condition()?;
                }
                match word {
                    Some(EVERY_WORD) => {
                        p.expect(COLON, "`:` and what is so for each")?;
                        p.condition()
                    }
                    Some(TOTAL_WORD | PRODUCT_WORD) => {
                        p.expect(COLON, "`:` and a number for each")?;
                        p.value()
                    }
                    _ if !has_where => Err(p.expected("`where` and which")),
                    _ => Ok(()),
                }
            })
        })
    }

    fn comparison(&mut self) -> Parsed {
        let checkpoint = self.checkpoint();
        self.value()?;
        match self.kind() {
            Some(IS_WORD) => self.is_test(checkpoint),
            Some(LT | GT | LT_EQ | GT_EQ) => self.node_at(checkpoint, COMPARE_EXPR, |p| {
                p.bump();
                p.value()
            }),
            Some(CONTRADICTS_WORD) => self.node_at(checkpoint, CONTRADICTS_EXPR, |p| {
                p.bump();
                p.value()
            }),
            Some(BELIEVES_WORD | KNOWS_WORD) => self.node_at(checkpoint, BELIEVES_EXPR, |p| {
                p.bump();
                p.deeper(Self::test)
            }),
            Some(FORESEES_WORD) => self.node_at(checkpoint, FORESEES_EXPR, |p| {
                p.bump();
                p.deeper(Self::test)?;
                if !p.at_text("within") {
                    return Err(p.expected("`within` and a number of steps"));
                }
                p.bump();
                p.expect(NUMBER, "a number of steps")
            }),
            Some(MIGHT_WORD | WOULD_WORD) => self.node_at(checkpoint, MIGHT_EXPR, |p| {
                p.bump();
                p.reference()
            }),
            Some(EQ) => Err(self.complain(
                Fault::Asking,
                "`=` makes something so, and a condition asks".to_owned(),
                "write `is`",
            )),
            _ => Ok(()),
        }
    }

    fn is_test(&mut self, checkpoint: rowan::Checkpoint) -> Parsed {
        let ahead = if self.nth(1) == Some(NOT_WORD) { 2 } else { 1 };
        let is_kind = self.nth(ahead) == Some(NAME)
            && matches!(self.text(ahead), "a" | "an")
            && matches!(self.nth(ahead + 1), Some(NAME | CLAIM_WORD));
        let kind = match self.nth(ahead) {
            Some(KNOWN_WORD | UNKNOWN_WORD) => KNOWN_TEST,
            _ if is_kind => KIND_TEST,
            Some(NAME) if self.text(ahead) == "about" && self.nth(ahead + 1) == Some(NAME) => {
                ABOUT_TEST
            }
            _ => COMPARE_EXPR,
        };
        self.node_at(checkpoint, kind, |p| {
            p.bump();
            p.eat(NOT_WORD);
            match kind {
                KNOWN_TEST => {
                    p.bump();
                    if p.at_text("to") {
                        p.bump();
                        return p.reference();
                    }
                    Ok(())
                }
                KIND_TEST => {
                    p.bump();
                    p.kind_name()
                }
                ABOUT_TEST => {
                    p.bump();
                    p.reference()
                }
                _ => p.value(),
            }
        })
    }

    /// `product + product`
    pub(super) fn value(&mut self) -> Parsed {
        self.chain(ARITHMETIC_EXPR, &[PLUS, MINUS], |p| {
            p.chain(ARITHMETIC_EXPR, &[STAR, SLASH], Self::according)
        })
    }

    /// `atom according to c`
    pub(super) fn according(&mut self) -> Parsed {
        let checkpoint = self.checkpoint();
        self.atom()?;
        while self.at(ACCORDING_WORD) {
            self.node_at(checkpoint, ACCORDING_EXPR, |p| {
                p.bump();
                if !p.at_text("to") {
                    return Err(p.expected("`to` and who sees it so"));
                }
                p.bump();
                p.name("who sees it so")
            })?;
        }
        Ok(())
    }

    fn atom(&mut self) -> Parsed {
        match self.kind() {
            Some(NUMBER) => {
                let text = self.text(0);
                if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
                    return Err(self.complain(
                        Fault::Character,
                        format!("`{}` is not a number", text.chars().take(24).collect::<String>()),
                        "a number is digits, perhaps with a dot and more digits; a name does not begin \
                         with one",
                    ));
                }
                self.literal()
            }
            Some(TRUE_WORD | FALSE_WORD | NONE_WORD | UNKNOWN_WORD) => self.literal(),
            Some(MINUS) => self.deeper(|p| {
                p.node(NEGATIVE_EXPR, |p| {
                    p.bump();
                    p.atom()
                })
            }),
            Some(COUNT_WORD | TOTAL_WORD | PRODUCT_WORD) => self.quantified(),
            Some(L_PAREN) => self.deeper(|p| {
                p.node(PAREN_EXPR, |p| {
                    p.bump();
                    p.choice()?;
                    p.close()
                })
            }),
            Some(NAME) => self.reference(),
            _ => Err(self.expected("a condition or a value")),
        }
    }

    fn literal(&mut self) -> Parsed {
        self.node(LITERAL, Self::bump);
        Ok(())
    }

    /// `name`, `name(argument, …)`
    pub(super) fn reference(&mut self) -> Parsed {
        if !self.at(NAME) {
            return Err(self.expected("a name"));
        }
        self.deeper(|p| {
            let checkpoint = p.checkpoint();
            p.bump();
            while p.at(DOT) && p.nth(1) == Some(NAME) {
                p.bump();
                p.bump();
            }
            if !p.at(L_PAREN) {
                p.node_at(checkpoint, NAME_EXPR, |_| ());
                return Ok(());
            }
            p.node_at(checkpoint, CALL_EXPR, |p| {
                p.bump();
                if !p.at(R_PAREN) {
                    p.commas(Self::value)?;
                }
                p.close()
            })
        })
    }
}
