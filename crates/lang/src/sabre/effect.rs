//! Expressions read as effects, or as statements about the start (planning-semantics §2, §2.1).
//!
//! An effect is a conjunction of assignments, each perhaps conditional, quantified or believed. A
//! boolean property alone is set true, and behind `!` false; `f == v` sets `f`, and `f != b` of a
//! boolean sets it to the opposite.
//!
//! Inside `believes(c, …)` everything is as c sees it: `believes(c, x = y)` copies what c believes
//! y to be, and `believes(c, if(k) e)` depends on whether c believes k. Outside, in
//! `believes(c, x) = y`, it is y as it really is.

use super::scope::{Changed, Reader, Resolved};
use super::span;
use super::value::{Read, in_mind};
use crate::diagnostic::{Code, Diagnostic, Span, codes};
use motive_syntax::sabre::SyntaxKind;
use motive_syntax::sabre::ast::{self, Expression, Quantifier};
use motive_world::program::{Argument, BOOLEAN, Comparison, Condition, Effect, Expr};
use motive_world::value::Value;

/// Where an effect stands.
#[derive(Clone)]
struct Context {
    /// In whose minds: from the outermost believer to the innermost.
    believers: Vec<Argument>,
    /// Behind an odd number of `!`.
    negated: bool,
    /// It happens whenever the event does.
    certain: bool,
}

/// What stands on the left of an assignment: a fluent, in nobody's or somebody's mind.
struct Target {
    believers: Vec<Argument>,
    resolved: Resolved,
}

impl Reader<'_> {
    /// An expression as an effect.
    pub(super) fn effect(&mut self, expression: &Expression) -> Effect {
        self.certain.clear();
        let context = Context { believers: Vec::new(), negated: false, certain: true };
        self.effect_in(expression, &context)
    }

    fn effect_in(&mut self, expression: &Expression, context: &Context) -> Effect {
        let expression = expression.without_brackets();
        let place = span(expression.range());
        match &expression {
            Expression::Paren(_) | Expression::Error(_) => Effect::nothing(),
            Expression::And(_) if !context.negated => self.effects(&expression, context),
            Expression::Or(_) if context.negated => self.effects(&expression, context),
            Expression::And(_) => self.leaves_a_choice("the negation of `&`", place),
            Expression::Or(_) => self.leaves_a_choice("`|`", place),
            Expression::Not(_) => {
                let context = Context { negated: !context.negated, ..context.clone() };
                match expression.operands().next() {
                    Some(inner) => self.effect_in(&inner, &context),
                    None => Effect::nothing(),
                }
            }
            Expression::If(conditional) => self.conditional_effect(conditional, place, context),
            Expression::Quantified(quantified) => {
                match (quantified.quantifier(), context.negated) {
                    (Quantifier::Forall, false) | (Quantifier::Exists, true) => {
                        let read = self
                            .quantified(quantified, |reader, body| reader.effect_in(body, context));
                        match read {
                            Some((variable, kind, body)) => {
                                Effect::Forall(variable, kind, Box::new(body))
                            }
                            None => Effect::nothing(),
                        }
                    }
                    (Quantifier::Forall, true) => {
                        self.leaves_a_choice("the negation of `forall`", place)
                    }
                    (Quantifier::Exists, false) => self.leaves_a_choice("`exists`", place),
                    (Quantifier::Sum | Quantifier::Product, _) => self.no_effect(place, "a number"),
                }
            }
            Expression::Believes(believes) => {
                let (who, inner) = self.believer(believes);
                let mut context = context.clone();
                // A broken believer has been reported; what is inside is still worth reading.
                context.believers.extend(who);
                match inner {
                    Some(inner) => self.effect_in(&inner, &context),
                    None => Effect::nothing(),
                }
            }
            Expression::Assign(assign) => {
                if context.negated {
                    self.complain(
                        codes::NOT_AN_EFFECT,
                        place,
                        "an assignment cannot be negated",
                        "assign another value",
                    );
                    return Effect::nothing();
                }
                match (assign.target(), assign.value()) {
                    (Some(target), Some(value)) => self.assign(&target, &value, place, context),
                    _ => Effect::nothing(),
                }
            }
            Expression::Compare(compare) => self.comparison_as_effect(compare, place, context),
            Expression::Call(call) => match self.call(call) {
                Some(resolved) => {
                    if self.value_type(resolved.fluent) == BOOLEAN {
                        let value = Expr::Value(Value::Boolean(!context.negated));
                        let target = Target { believers: context.believers.clone(), resolved };
                        return self.set(target, value, place, context);
                    }
                    let kind = self.value_type(resolved.fluent);
                    let name = self.declared.types.name(kind).to_owned();
                    self.complain(
                        codes::NOT_AN_EFFECT,
                        place,
                        format!(
                            "this property's values are of type `{name}`: it cannot stand alone"
                        ),
                        "say what it becomes: `… = value`",
                    );
                    Effect::nothing()
                }
                None => Effect::nothing(),
            },
            Expression::Name(_) => {
                let read = self.value(&expression);
                match read.expr {
                    Expr::Value(Value::Boolean(truth)) if truth != context.negated => {
                        Effect::nothing()
                    }
                    _ if read.is_broken() => Effect::nothing(),
                    _ => {
                        let what = self.describe(&read.kinds);
                        self.no_effect(place, &what)
                    }
                }
            }
            Expression::Number(_) | Expression::Arithmetic(_) => self.no_effect(place, "a number"),
            Expression::Unknown(_) => self.no_effect(place, "the unknown value"),
            Expression::TypeTest(_) => self.no_effect(place, "a test"),
        }
    }

    fn effects(&mut self, expression: &Expression, context: &Context) -> Effect {
        let mut all = Vec::new();
        for operand in expression.operands() {
            match self.effect_in(&operand, context) {
                Effect::And(more) => all.extend(more),
                one => all.push(one),
            }
        }
        Effect::And(all)
    }

    fn conditional_effect(
        &mut self,
        conditional: &ast::If,
        place: Span,
        context: &Context,
    ) -> Effect {
        if context.negated && conditional.otherwise().is_none() {
            // The missing branch is `True`, and its negation changes nothing that can be named.
            self.complain(
                codes::NOT_AN_EFFECT,
                place,
                "a conditional without `else` cannot be negated as an effect",
                "negate what is in its branches",
            );
            return Effect::nothing();
        }
        let context = Context { certain: false, ..context.clone() };
        let mut branches = Vec::new();
        for branch in conditional.branches() {
            let condition = branch.condition().map(|condition| self.condition(&condition));
            let condition = condition.unwrap_or(Condition::True);
            let body = branch.body().map(|body| self.effect_in(&body, &context));
            branches.push((
                believed(&context.believers, condition),
                body.unwrap_or_else(Effect::nothing),
            ));
        }
        let otherwise = conditional.otherwise().map(|body| self.effect_in(&body, &context));
        Effect::If(branches, Box::new(otherwise.unwrap_or_else(Effect::nothing)))
    }

    /// `target = value`, with the value as the believers around it see it.
    fn assign(
        &mut self,
        target: &Expression,
        value: &Expression,
        place: Span,
        context: &Context,
    ) -> Effect {
        let target_place = span(target.range());
        let value_place = span(value.range());
        let found = self.target(target);
        let value = self.value(value);
        let Some(found) = found else {
            if !is_broken(target) {
                self.complain(
                    codes::NOT_ASSIGNABLE,
                    target_place,
                    "only a property can be set",
                    "write `property(…) = value`, or `==` to compare",
                );
            }
            return Effect::nothing();
        };
        let Some(mut target) = found else { return Effect::nothing() };
        if !self.accepts(&target, &value, value_place) {
            return Effect::nothing();
        }
        let value = context.believers.iter().rev().fold(value.expr, |v, &who| in_mind(who, v));
        target.believers.splice(0..0, context.believers.iter().copied());
        self.set(target, value, place, context)
    }

    /// `f == v`, and `f != b` of a boolean: assignments too, on either side.
    fn comparison_as_effect(
        &mut self,
        compare: &ast::Compare,
        place: Span,
        context: &Context,
    ) -> Effect {
        let (Some(left), Some(right)) = (compare.left(), compare.right()) else {
            return Effect::nothing();
        };
        let is_equal = match compare.operator().map(|token| token.kind()) {
            Some(SyntaxKind::EQ_EQ) => !context.negated,
            Some(SyntaxKind::BANG_EQ) => context.negated,
            _ => return self.no_effect(place, "a test"),
        };
        let (target, value) =
            if is_fluent(&left) || !is_fluent(&right) { (left, right) } else { (right, left) };
        let positive = Context { negated: false, ..context.clone() };
        if is_equal {
            return self.assign(&target, &value, place, &positive);
        }
        let value_place = span(value.range());
        let found = self.target(&target);
        let value = self.value(&value);
        let Some(Some(mut target)) = found else {
            if found.is_none() && !is_broken(&target) {
                return self.no_effect(place, "a test");
            }
            return Effect::nothing();
        };
        if self.value_type(target.resolved.fluent) != BOOLEAN {
            return self.leaves_a_choice("`!=`", place);
        }
        if !self.accepts(&target, &value, value_place) {
            return Effect::nothing();
        }
        let opposite = opposite(value.expr);
        let value = context.believers.iter().rev().fold(opposite, |v, &who| in_mind(who, v));
        target.believers.splice(0..0, context.believers.iter().copied());
        self.set(target, value, place, &positive)
    }

    /// What stands on the left of an assignment. The outer `None` means that it is no fluent, the
    /// inner one that it is broken, which has been reported.
    fn target(&mut self, expression: &Expression) -> Option<Option<Target>> {
        let mut believers = Vec::new();
        let mut inner = expression.without_brackets();
        let mut is_good = true;
        loop {
            match &inner {
                Expression::Call(call) => {
                    let resolved = self.call(call);
                    let resolved = resolved.filter(|_| is_good);
                    return Some(resolved.map(|resolved| Target { believers, resolved }));
                }
                Expression::Believes(believes) => {
                    let (who, next) = self.believer(believes);
                    match who {
                        Some(who) => believers.push(who),
                        None => is_good = false,
                    }
                    let Some(next) = next else { return Some(None) };
                    inner = next.without_brackets();
                }
                Expression::Error(_) => return Some(None),
                _ => return None,
            }
        }
    }

    /// Whether the target can take the value; if not, that is reported.
    fn accepts(&mut self, target: &Target, value: &Read, place: Span) -> bool {
        if value.is_broken() {
            return false;
        }
        let fluent = target.resolved.fluent;
        let kind = self.value_type(fluent);
        let Some(wrong) = value.kinds.iter().find(|&k| !self.fits(k, kind)) else { return true };
        let property = self.declared.signature(fluent);
        let type_name = self.declared.types.name(kind).to_owned();
        let what = self.describe(&vec![wrong.clone()]);
        let is_unknown = *wrong == super::value::Kind::Unknown;
        let (code, message, help) = if is_unknown {
            (
                codes::UNKNOWN_BOOLEAN,
                format!("`{property}` is true or false, never unknown"),
                "use `True` or `False`".to_owned(),
            )
        } else {
            (
                codes::WRONG_VALUE_TYPE,
                format!("`{property}` takes values of type `{type_name}`, and this is {what}"),
                format!("use something declared as `{type_name}` or a kind of it"),
            )
        };
        self.report.push(
            Diagnostic::new(code, place, message)
                .secondary(
                    self.declared.fluent_places[fluent.index()],
                    format!("its values are of type `{type_name}`"),
                )
                .help(help),
        );
        false
    }

    /// An assignment, checked against those made before it.
    fn set(&mut self, target: Target, value: Expr, place: Span, context: &Context) -> Effect {
        let Target { believers, resolved: Resolved { fluent, arguments } } = target;
        if let (true, Expr::Value(constant)) = (context.certain, &value) {
            let key: Changed = (
                believers.iter().map(|&a| a.into()).collect(),
                fluent.0,
                arguments.iter().map(|&a| a.into()).collect(),
            );
            match self.certain.get(&key) {
                Some(&(before, first)) if before != *constant => {
                    let name = self.declared.fluents[fluent.index()].name.clone();
                    self.report.push(
                        Diagnostic::new(
                            codes::CONTRADICTORY_EFFECT,
                            place,
                            format!("this effect and another one give `{name}` different values"),
                        )
                        .secondary(first, "the other one")
                        .help("all effects happen at once: keep one of the two"),
                    );
                }
                Some(_) => {}
                None => {
                    self.certain.insert(key, (*constant, place));
                }
            }
        }
        Effect::Assign { believers, fluent, arguments, value }
    }

    fn leaves_a_choice(&mut self, what: &str, place: Span) -> Effect {
        self.complain(
            codes::DISJUNCTIVE_EFFECT,
            place,
            format!(
                "{what} leaves a choice, and what changes (or is so at the start) must be certain"
            ),
            "join assignments with `&`, and say with `if` when each applies",
        );
        Effect::nothing()
    }

    fn no_effect(&mut self, place: Span, what: &str) -> Effect {
        const CODE: Code = codes::NOT_AN_EFFECT;
        self.complain(
            CODE,
            place,
            format!("this is {what} and changes nothing"),
            "an effect is an assignment: `property(…) = value`",
        );
        Effect::nothing()
    }
}

/// Whether an expression is a property, perhaps as somebody believes it.
fn is_fluent(expression: &Expression) -> bool {
    let mut inner = expression.without_brackets();
    loop {
        match &inner {
            Expression::Call(_) => return true,
            Expression::Believes(believes) => match believes.expression() {
                Some(next) => inner = next.without_brackets(),
                None => return false,
            },
            _ => return false,
        }
    }
}

fn is_broken(expression: &Expression) -> bool {
    matches!(expression.without_brackets(), Expression::Error(_))
}

/// A condition in a chain of minds.
fn believed(believers: &[Argument], condition: Condition) -> Condition {
    match condition {
        Condition::True | Condition::False => condition,
        _ => believers
            .iter()
            .rev()
            .fold(condition, |condition, &who| Condition::Believes(who, Box::new(condition))),
    }
}

/// The opposite of a truth value.
fn opposite(value: Expr) -> Expr {
    match value {
        Expr::Value(Value::Boolean(truth)) => Expr::Value(Value::Boolean(!truth)),
        Expr::Truth(condition) => Expr::Truth(Box::new(Condition::Not(condition))),
        value => Expr::Truth(Box::new(Condition::Compare(
            Comparison::Equal,
            value,
            Expr::Value(Value::FALSE),
        ))),
    }
}
