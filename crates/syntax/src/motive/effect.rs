//! Effects: what becomes so.

use super::error::Fault;
use super::kind::SyntaxKind::*;
use super::parser::{Parsed, Parser};

impl Parser<'_, '_> {
    /// `effect, effect`
    pub(super) fn effects(&mut self) -> Parsed {
        self.commas(Self::effect)
    }

    /// `change if condition else effect`
    fn effect(&mut self) -> Parsed {
        self.deeper(|p| {
            let checkpoint = p.checkpoint();
            p.change()?;
            if !p.at(IF_WORD) {
                return Ok(());
            }
            p.node_at(checkpoint, IF_EFFECT, |p| {
                p.bump();
                p.condition()?;
                if p.eat(ELSE_WORD) {
                    if matches!(
                        p.kind(),
                        Some(NUMBER | TRUE_WORD | FALSE_WORD | NONE_WORD | UNKNOWN_WORD)
                    ) {
                        return Err(p.complain(
                            Fault::Unexpected,
                            "after `else` comes another effect, and not a value".to_owned(),
                            "put a choice of values in brackets: `f = (1 if … else 2)`",
                        ));
                    }
                    p.effect()?;
                }
                Ok(())
            })
        })
    }

    fn change(&mut self) -> Parsed {
        match self.kind() {
            Some(NOT_WORD) => self.node(NOT_EFFECT, |p| {
                p.bump();
                p.target()
            }),
            Some(FOR_WORD) => self.node(FOR_EFFECT, |p| {
                p.bump();
                p.expect(EACH_WORD, "`each`")?;
                p.binder()?;
                if p.eat(WHERE_WORD) {
                    p.condition()?;
                }
                p.expect(COLON, "`:` and what becomes so for each")?;
                p.effect()
            }),
            Some(L_PAREN) if self.is_group() => self.node(GROUP_EFFECT, |p| {
                p.bump();
                // An empty group changes nothing.
                if !p.at(R_PAREN) {
                    p.effects()?;
                }
                p.close()
            }),
            Some(NAME | L_PAREN) => self.assignment(),
            _ => Err(self.expected("an effect")),
        }
    }

    /// Whether the bracket here is around effects, and not part of what is set.
    fn is_group(&self) -> bool {
        let mut depth = 0;
        // What is set is short; a long bracket is a group.
        for ahead in 0..64 {
            match self.nth(ahead) {
                Some(L_PAREN) => depth += 1,
                Some(R_PAREN) => {
                    depth -= 1;
                    if depth == 0 {
                        return self.nth(ahead + 1) != Some(ACCORDING_WORD);
                    }
                }
                None => return true,
                _ => {}
            }
        }
        true
    }

    /// `fact`, `fact = value`, `c believes effect`, `c learns fact`, `c forgets fact`
    fn assignment(&mut self) -> Parsed {
        let checkpoint = self.checkpoint();
        self.target()?;
        match self.kind() {
            Some(EQ | PLUS_EQ | MINUS_EQ) => self.node_at(checkpoint, ASSIGN_EFFECT, |p| {
                p.bump();
                p.value()
            }),
            Some(BELIEVES_WORD) => self.node_at(checkpoint, BELIEVES_EFFECT, |p| {
                p.bump();
                p.deeper(Self::change)
            }),
            Some(LEARNS_WORD) => self.node_at(checkpoint, LEARNS_EFFECT, |p| {
                p.bump();
                p.target()
            }),
            Some(FORGETS_WORD) => self.node_at(checkpoint, FORGETS_EFFECT, |p| {
                p.bump();
                p.target()
            }),
            Some(IS_WORD) => Err(self.complain(
                Fault::Asking,
                "`is` asks, and an effect makes something so".to_owned(),
                "write `=`",
            )),
            Some(KNOWS_WORD) => Err(self.complain(
                Fault::Asking,
                "`knows` asks, and an effect makes something so".to_owned(),
                "write `learns`: whatever the truth is, the character then believes it",
            )),
            _ => {
                self.node_at(checkpoint, FACT_EFFECT, |_| ());
                Ok(())
            }
        }
    }

    /// A fact, perhaps as somebody sees it.
    fn target(&mut self) -> Parsed {
        self.according()
    }
}
