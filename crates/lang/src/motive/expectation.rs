//! What a test expects: that something is so, or what somebody foresees and might or would do.
//!
//! What is foreseen cannot be asked by events and wants, which decide what is foreseen.

use super::condition::Mode;
use super::declared::Declared;
use super::happening;
use super::reader::Reader;
use super::report::Report;
use crate::diagnostic::codes;
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::id::CharacterId;
use motive_world::program::{ActionSchema, Argument, Condition, Scope};
use motive_world::story::Step;
use motive_world::value::Value;

/// What is expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// A condition holds.
    Holds {
        /// Its variables.
        scope: Scope,
        /// The condition.
        condition: Condition,
    },
    /// All of these.
    All(Vec<Expectation>),
    /// One of these at least.
    Any(Vec<Expectation>),
    /// Not this.
    Not(Box<Expectation>),
    /// Somebody must reckon with something: it is so in that character's mind, or others and nature
    /// may bring it about there within so many steps of others.
    Foresees {
        /// Who.
        who: CharacterId,
        /// The variables of the condition.
        scope: Scope,
        /// What may come about.
        condition: Condition,
        /// The most steps of others.
        within: u32,
    },
    /// An action can be taken here, however it turns out, and everybody who consents has a reason,
    /// this character among them.
    Might {
        /// Who.
        who: CharacterId,
        /// What, with any outcome.
        step: Step,
    },
    /// An action is what this character would do next, however it turns out.
    Would {
        /// Who.
        who: CharacterId,
        /// What, with any outcome.
        step: Step,
    },
}

/// Reads expectations.
pub(super) struct Expectations<'a> {
    pub(super) declared: &'a Declared,
    pub(super) actions: &'a [ActionSchema],
}

impl Expectations<'_> {
    /// Reads what is expected on one line.
    pub(super) fn read(&self, node: &Node, report: &mut Report) -> Option<Expectation> {
        let looks_ahead = |node: &Node| {
            let mut nodes = node.0.descendants();
            nodes.any(|node| matches!(node.kind(), FORESEES_EXPR | MIGHT_EXPR))
        };
        if !looks_ahead(node) {
            return Some(self.plain(node, report));
        }
        let mut all = |node: &Node| -> Option<Vec<Expectation>> {
            node.expressions().map(|part| self.read(&part, report)).collect()
        };
        Some(match node.kind() {
            AND_EXPR => Expectation::All(all(node)?),
            PAREN_EXPR => all(node)?.pop()?,
            OR_EXPR => Expectation::Any(all(node)?),
            NOT_EXPR => Expectation::Not(Box::new(all(node)?.pop()?)),
            FORESEES_EXPR => self.foresees(node, report)?,
            MIGHT_EXPR => self.step(node, report)?,
            // Reading it as a condition reports what it asks.
            _ => self.plain(node, report),
        })
    }

    fn plain(&self, node: &Node, report: &mut Report) -> Expectation {
        let mut reader = Reader::new(self.declared, report);
        let condition = reader.condition(node, Mode::Holds);
        Expectation::Holds { scope: reader.scope, condition }
    }

    fn foresees(&self, node: &Node, report: &mut Report) -> Option<Expectation> {
        let mut parts = node.expressions();
        let who = self.who(&parts.next()?, "foresee something", report)?;
        let condition = parts.next()?;
        let mut reader = Reader::new(self.declared, report);
        let condition = reader.in_mind(|reader| reader.condition(&condition, Mode::Holds));
        let scope = reader.scope;
        let within = node.token(NUMBER)?;
        let Ok(within) = within.text().parse() else {
            report.at(
                codes::WRONG_ARGUMENTS,
                within.text_range(),
                "this is no number of steps",
                "write a whole number: `within 2`",
            );
            return None;
        };
        Some(Expectation::Foresees { who, scope, condition, within })
    }

    fn step(&self, node: &Node, report: &mut Report) -> Option<Expectation> {
        let mut parts = node.expressions();
        let somebody = parts.next()?;
        let who = self.who(&somebody, "do something", report)?;
        let call = parts.next()?;
        let pattern = happening::pattern(self.declared, self.actions, &call, false, report)?;
        let event = pattern.events.into_iter().next()?;
        let arguments: Vec<Value> = event.arguments.into_iter().flatten().collect();
        let action = &self.actions[event.action.index()];
        let own = Value::Entity(who.entity());
        let is_own = action.consenting.iter().any(|consenting| match consenting {
            Argument::Constant(value) => *value == own,
            Argument::Variable(variable) => arguments.get(variable.index()) == Some(&own),
        });
        if !is_own {
            report.at(
                codes::NOT_THEIR_STEP,
                node.range(),
                "this is not for that character to do",
                "name somebody who does it: one after `by` or `with`",
            );
            return None;
        }
        let step = Step { action: event.action, arguments, outcome: 0 };
        Some(match node.has(MIGHT_WORD) {
            true => Expectation::Might { who, step },
            false => Expectation::Would { who, step },
        })
    }

    fn who(&self, node: &Node, to: &str, report: &mut Report) -> Option<CharacterId> {
        let mut reader = Reader::new(self.declared, report);
        let Argument::Constant(Value::Entity(entity)) = reader.believer(node, to)? else {
            return None;
        };
        (entity.0 < self.declared.characters).then_some(CharacterId(entity.0))
    }
}
