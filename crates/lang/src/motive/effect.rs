//! Effects: what an event changes, and what is so at the start.

use super::claim::{Given, Range};
use super::condition::{Mode, is_unknown_literal};
use super::reader::{Meaning, Reader};
use super::value::{Kind, Read, in_minds};
use crate::diagnostic::{Diagnostic, codes};
use motive_syntax::TextRange;
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::id::FluentSchemaId;
use motive_world::program::{
    Argument, Arithmetic, BOOLEAN, Comparison, Condition, Effect, Expr, NUMBER as NUMBERS,
};
use motive_world::value::Value;

/// What is set, and in whose mind.
struct Target {
    /// Those whose belief is written with `according to`, from the outermost.
    believers: Vec<Argument>,
    what: Meaning,
}

impl Reader<'_> {
    /// The effects of a clause.
    pub(super) fn all_effects(&mut self, clause: &Node) -> Effect {
        let parts: Vec<Node> = clause.expressions().collect();
        merged(parts.iter().map(|part| self.effect(part, &[])).collect())
    }

    /// One effect, in the minds of `believers`, from the outermost.
    pub(super) fn effect(&mut self, node: &Node, believers: &[Argument]) -> Effect {
        let mark = self.lifts.len();
        let effect = self.bare_effect(node, believers);
        self.wrap_effect(mark, believers, effect)
    }

    /// An effect with the values that stood where names belong.
    fn wrap_effect(&mut self, mark: usize, believers: &[Argument], effect: Effect) -> Effect {
        let lifts = self.lifts.split_off(mark);
        lifts.into_iter().rev().fold(effect, |effect, lift| {
            let value = in_minds(believers, lift.value);
            let test = Condition::Compare(Comparison::Equal, value, Expr::Variable(lift.variable));
            let body = Effect::If(vec![(test, effect)], Box::new(Effect::nothing()));
            Effect::Forall(lift.variable, lift.kind, Box::new(body))
        })
    }

    fn bare_effect(&mut self, node: &Node, believers: &[Argument]) -> Effect {
        let parts: Vec<Node> = node.expressions().collect();
        match (node.kind(), parts.as_slice()) {
            (GROUP_EFFECT, parts) => {
                merged(parts.iter().map(|part| self.effect(part, believers)).collect())
            }
            (IF_EFFECT, [then, test, rest @ ..]) => {
                let test = self.in_minds_of(believers, |r| r.condition(test, Mode::Holds));
                let then = self.effect(then, believers);
                let otherwise = rest.first().map(|rest| self.effect(rest, believers));
                let otherwise = otherwise.unwrap_or_else(Effect::nothing);
                Effect::If(vec![(believed(believers, test), then)], Box::new(otherwise))
            }
            (FOR_EFFECT, parts) => self.for_each(node, parts, believers),
            (ASSIGN_EFFECT, [target, value]) => self.assign(node, target, value, believers),
            (FACT_EFFECT, [target]) => self.set_truth(target, true, believers),
            (NOT_EFFECT, [target]) => self.set_truth(target, false, believers),
            (BELIEVES_EFFECT, [who, change]) => {
                let mark = self.lifts.len();
                let who = self.believer(who, "believe something");
                let mut inner = believers.to_vec();
                // A broken believer has been reported; what is inside is still worth reading.
                inner.extend(who);
                let effect = self.in_mind(|reader| reader.effect(change, &inner));
                self.wrap_effect(mark, believers, effect)
            }
            (LEARNS_EFFECT | FORGETS_EFFECT, [who, target]) => {
                let who = self.believer(who, "learn or forget something");
                let found = self.target(target);
                let (Some(who), Some(found)) = (who, found) else { return Effect::nothing() };
                let mut inner = believers.to_vec();
                inner.push(who);
                if node.kind() == LEARNS_EFFECT {
                    self.learn(target.range(), found, &inner, believers)
                } else {
                    self.forget(target.range(), found, &inner)
                }
            }
            _ => Effect::nothing(),
        }
    }

    fn in_minds_of<R>(&mut self, believers: &[Argument], read: impl FnOnce(&mut Self) -> R) -> R {
        if believers.is_empty() { read(self) } else { self.in_mind(read) }
    }

    fn for_each(&mut self, node: &Node, parts: &[Node], believers: &[Argument]) -> Effect {
        let Some(binder) = node.child(BINDER) else { return Effect::nothing() };
        let has_where = node.has(WHERE_WORD);
        let read = self.for_all(&binder, |reader| {
            let Some(body) = parts.last() else { return Effect::nothing() };
            if !has_where || parts.len() < 2 {
                return reader.effect(body, believers);
            }
            let test = reader.in_minds_of(believers, |r| r.condition(&parts[0], Mode::Holds));
            let body = reader.effect(body, believers);
            Effect::If(vec![(believed(believers, test), body)], Box::new(Effect::nothing()))
        });
        match read {
            Some(mut ranges) if ranges.len() == 1 => ranges.remove(0).forall(),
            Some(ranges) => merged(ranges.into_iter().map(Range::<Effect>::forall).collect()),
            None => Effect::nothing(),
        }
    }

    /// What stands on the left of `=`, or alone.
    fn target(&mut self, node: &Node) -> Option<Target> {
        match node.kind() {
            PAREN_EXPR => {
                let inner = node.expressions().next()?;
                self.target(&inner)
            }
            ACCORDING_EXPR => {
                let inner = node.expressions().next()?;
                let who = node.names().last()?;
                let who = self.character(&who, "see things in some way");
                let mut target = self.target(&inner)?;
                target.believers.insert(0, who?);
                Some(target)
            }
            NAME_EXPR | CALL_EXPR => match self.meaning(node)? {
                Meaning::Thing(_, known) => {
                    let what = self.declared.describe(known);
                    self.complain(
                        codes::NOT_SETTABLE,
                        node.range(),
                        format!("this is {what}, and only facts change"),
                        "say which fact about it changes",
                    );
                    None
                }
                what => Some(Target { believers: vec![], what }),
            },
            ERROR => None,
            _ => {
                self.complain(
                    codes::NOT_SETTABLE,
                    node.range(),
                    "only facts change",
                    "write the name of a fact: `at(Anna) = Garden`",
                );
                None
            }
        }
    }

    /// `fact` or `not fact`
    fn set_truth(&mut self, node: &Node, truth: bool, believers: &[Argument]) -> Effect {
        let Some(target) = self.target(node) else { return Effect::nothing() };
        let all = chain(believers, &target.believers);
        match target.what {
            Meaning::Fact(fact, arguments) => {
                let kind = self.declared.facts[fact.index()].value;
                if kind != BOOLEAN {
                    let signature = self.declared.signature(fact);
                    let has_none = self.declared.traits[fact.index()].has_none;
                    let values = self.declared.values(kind, has_none);
                    let help = if truth || !has_none {
                        "say what it becomes: `… = …`"
                    } else {
                        "to make it nobody or nothing write `… = none`"
                    };
                    self.complain(
                        codes::VALUE_MISSING,
                        node.range(),
                        format!("`{signature}` is not simply so or not: its values are {values}"),
                        help,
                    );
                    return Effect::nothing();
                }
                self.assignments(fact, arguments, all, Expr::Value(Value::Boolean(truth)))
            }
            Meaning::Definition(name, arguments) if truth => {
                self.make_so(&name, &arguments, node.range(), &all)
            }
            Meaning::Definition(name, _) => {
                self.complain(
                    codes::NOT_SETTABLE,
                    node.range(),
                    format!("`{name}` can fail in more than one way"),
                    "say which fact changes",
                );
                Effect::nothing()
            }
            Meaning::Thing(..) => Effect::nothing(),
        }
    }

    /// Makes everything so that a definition or claim demands.
    pub(super) fn make_so(
        &mut self,
        name: &str,
        arguments: &[Given],
        range: TextRange,
        believers: &[Argument],
    ) -> Effect {
        let effect = self.inside_definition(name, arguments, range, |reader, body| {
            let parts: Vec<Node> = body.expressions().collect();
            let parts = parts.iter().map(|part| reader.made_so(part, true, believers));
            parts.collect::<Option<Vec<_>>>().map(merged)
        });
        match effect {
            Some(Some(effect)) => effect,
            // Said where the claim is declared.
            Some(None) if self.declared.claim(name).is_some() => Effect::nothing(),
            Some(None) => {
                self.complain(
                    codes::NOT_SETTABLE,
                    range,
                    format!("`{name}` can come to be so in more than one way"),
                    "only a definition made of `and`, `is` and plain facts can be made so; say which facts \
                     change",
                );
                Effect::nothing()
            }
            None => Effect::nothing(),
        }
    }

    /// What makes a condition so in reality, where there is just one way.
    pub(super) fn made_so_from(&mut self, node: &Node) -> Option<Effect> {
        self.made_so(node, true, &[])
    }

    /// What makes a condition so, where there is just one way.
    fn made_so(&mut self, node: &Node, truth: bool, believers: &[Argument]) -> Option<Effect> {
        let parts: Vec<Node> = node.expressions().collect();
        match (node.kind(), parts.as_slice()) {
            (PAREN_EXPR, [inner]) => self.made_so(inner, truth, believers),
            (AND_EXPR, parts) if truth => {
                let parts = parts.iter().map(|part| self.made_so(part, true, believers));
                parts.collect::<Option<Vec<_>>>().map(merged)
            }
            (NOT_EXPR, [inner]) => self.made_so(inner, !truth, believers),
            (COMPARE_EXPR, [target, value])
                if truth && node.has(IS_WORD) && !node.has(NOT_WORD) =>
            {
                Some(self.assign(node, target, value, believers))
            }
            (BELIEVES_EXPR, [who, inner]) if truth && node.has(BELIEVES_WORD) => {
                let who = self.believer(who, "believe something")?;
                self.made_so(inner, true, &chain(believers, &[who]))
            }
            (NAME_EXPR | CALL_EXPR, _) => Some(self.set_truth(node, truth, believers)),
            _ => None,
        }
    }

    /// `target = value`, `target += value`
    fn assign(
        &mut self,
        node: &Node,
        target: &Node,
        value: &Node,
        believers: &[Argument],
    ) -> Effect {
        let found = self.target(target);
        let read = self.in_minds_of(believers, |reader| reader.value(value));
        let Some(found) = found else { return Effect::nothing() };
        let all = chain(believers, &found.believers);
        let (fact, arguments) = match found.what {
            Meaning::Fact(fact, arguments) => (fact, arguments),
            _ => {
                self.complain(
                    codes::NOT_SETTABLE,
                    target.range(),
                    "a definition has no value of its own",
                    "say which fact changes",
                );
                return Effect::nothing();
            }
        };
        let is_real = all.is_empty() && !self.is_mind && !self.declared.is_strict;
        if is_unknown_literal(value) && is_real {
            self.complain(
                codes::REALITY_KNOWS,
                value.range(),
                "reality always knows: only somebody's belief can be unknown",
                "give it a value; `none` is nobody or nothing, where the fact allows it",
            );
            return Effect::nothing();
        }
        if !self.accepts(fact, &read, value.range()) {
            return Effect::nothing();
        }
        let mut value = in_minds(believers, read.expr);
        let step = match (node.has(PLUS_EQ), node.has(MINUS_EQ)) {
            (true, _) => Some(Arithmetic::Add),
            (_, true) => Some(Arithmetic::Subtract),
            _ => None,
        };
        if let Some(step) = step {
            if self.declared.facts[fact.index()].value != NUMBERS {
                self.complain(
                    codes::NO_NUMBER,
                    target.range(),
                    "only a number can grow or shrink",
                    "write `=` to give it another value",
                );
                return Effect::nothing();
            }
            let before = in_minds(&all, Expr::Fluent(fact, arguments.clone()));
            value = Expr::Arithmetic(step, Box::new(before), Box::new(value));
        }
        self.assignments(fact, arguments, all, value)
    }

    /// `c learns fact`: whatever the truth is, c then believes it.
    fn learn(
        &mut self,
        range: TextRange,
        target: Target,
        believers: &[Argument],
        outer: &[Argument],
    ) -> Effect {
        match target.what {
            Meaning::Fact(fact, arguments) => {
                let seen = chain(outer, &target.believers);
                let value = in_minds(&seen, Expr::Fluent(fact, arguments.clone()));
                self.assignments(fact, arguments, chain(believers, &target.believers), value)
            }
            Meaning::Definition(claim, about) if self.declared.claim(&claim).is_some() => {
                let seen = chain(outer, &target.believers);
                let believers = chain(believers, &target.believers);
                self.for_demands(&claim, &about, range, |reader, fact, arguments, inner| {
                    let value = Expr::Fluent(fact, arguments.clone());
                    let value = in_minds(&seen, in_minds(&inner, value));
                    reader.assignments(fact, arguments, chain(&believers, &inner), value)
                })
            }
            _ => {
                self.complain(
                    codes::NOT_SETTABLE,
                    range,
                    "only the truth about a fact can be learnt",
                    "write the fact: `c learns at(Letter)`",
                );
                Effect::nothing()
            }
        }
    }

    fn forget(&mut self, range: TextRange, target: Target, believers: &[Argument]) -> Effect {
        match target.what {
            Meaning::Fact(fact, arguments) => {
                let all = chain(believers, &target.believers);
                self.assignments(fact, arguments, all, Expr::Value(Value::Unknown))
            }
            Meaning::Definition(claim, about) if self.declared.claim(&claim).is_some() => {
                let all = chain(believers, &target.believers);
                self.for_demands(&claim, &about, range, |reader, fact, arguments, inner| {
                    let all = chain(&all, &inner);
                    reader.assignments(fact, arguments, all, Expr::Value(Value::Unknown))
                })
            }
            _ => {
                self.complain(
                    codes::NOT_SETTABLE,
                    range,
                    "only a fact can be forgotten",
                    "write the fact: `c forgets at(Letter)`",
                );
                Effect::nothing()
            }
        }
    }

    /// Assigns a fact, and its mirror image where it is mutual.
    pub(super) fn assignments(
        &self,
        fact: FluentSchemaId,
        arguments: Vec<Argument>,
        believers: Vec<Argument>,
        value: Expr,
    ) -> Effect {
        let one = Effect::Assign {
            believers: believers.clone(),
            fluent: fact,
            arguments: arguments.clone(),
            value: value.clone(),
        };
        match arguments.as_slice() {
            &[a, b] if self.declared.traits[fact.index()].is_mutual && a != b => Effect::And(vec![
                one,
                Effect::Assign { believers, fluent: fact, arguments: vec![b, a], value },
            ]),
            _ => one,
        }
    }

    /// Whether a fact can take a value; if not, that is reported.
    fn accepts(&mut self, fact: FluentSchemaId, value: &Read, range: TextRange) -> bool {
        let Some(kind) = value.kind else { return false };
        let wanted = self.declared.facts[fact.index()].value;
        let has_none = self.declared.traits[fact.index()].has_none;
        let is_good = match kind {
            Kind::Boolean => wanted == BOOLEAN,
            Kind::Number => wanted == NUMBERS,
            Kind::Thing(known) => self.declared.is_of(known, wanted),
            Kind::None => has_none,
            Kind::Unknown => wanted != BOOLEAN || !self.declared.is_strict,
        };
        if is_good {
            return true;
        }
        let signature = self.declared.signature(fact);
        let values = self.declared.values(wanted, has_none);
        let what = self.describe(kind);
        let span = self.report.span(range);
        let help = match kind {
            Kind::None => "let the fact allow it: `… or none`".to_owned(),
            Kind::Thing(known) => {
                // Perhaps another fact was meant: one that takes such a value.
                let other = self.declared.facts.iter().zip(&self.declared.traits).find(|(f, _)| {
                    f.value != wanted
                        && f.parameters.len() == self.declared.facts[fact.index()].parameters.len()
                        && self.declared.is_of(known, f.value)
                });
                match other {
                    Some((other, _)) => format!(
                        "give it another value; perhaps you mean `{}`, which takes {}",
                        other.name,
                        super::declared::article(&self.declared.types[other.value.index()].name)
                    ),
                    None => "give it another value".to_owned(),
                }
            }
            _ => "give it another value".to_owned(),
        };
        let place = self.declared.fact_place(fact);
        self.report.push(
            Diagnostic::new(
                codes::WRONG_KIND,
                span,
                format!(
                    "`{signature}` cannot be this: its values are {values}, and this is {what}"
                ),
            )
            .secondary(place, "declared here")
            .help(help),
        );
        false
    }
}

fn chain(outer: &[Argument], inner: &[Argument]) -> Vec<Argument> {
    outer.iter().chain(inner).copied().collect()
}

/// A condition in a chain of minds.
fn believed(believers: &[Argument], condition: Condition) -> Condition {
    match condition {
        Condition::True | Condition::False => condition,
        _ => {
            believers.iter().rev().fold(condition, |c, &who| Condition::Believes(who, Box::new(c)))
        }
    }
}

/// Effects at once.
pub(super) fn merged(parts: Vec<Effect>) -> Effect {
    let mut all = Vec::new();
    for part in parts {
        match part {
            Effect::And(more) => all.extend(more),
            one => all.push(one),
        }
    }
    if all.len() == 1 { all.remove(0) } else { Effect::And(all) }
}
