//! Expressions read as conditions (planning-semantics §1.3, §2).

use super::scope::Reader;
use super::span;
use super::value::{Kind, Read};
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::sabre::SyntaxKind;
use motive_syntax::sabre::ast::{self, Expression, Quantifier};
use motive_world::program::{Comparison, Condition, Expr};
use motive_world::value::Value;

impl Reader<'_> {
    /// An expression as a condition.
    pub(super) fn condition(&mut self, expression: &Expression) -> Condition {
        let expression = expression.without_brackets();
        match &expression {
            Expression::Paren(_) | Expression::Error(_) => Condition::True,
            Expression::And(_) => Condition::And(self.conditions(&expression)),
            Expression::Or(_) => Condition::Or(self.conditions(&expression)),
            Expression::Not(_) => {
                let inner = expression.operands().next();
                let inner = inner.map_or(Condition::True, |inner| self.condition(&inner));
                Condition::Not(Box::new(inner))
            }
            Expression::If(conditional) => {
                let mut branches = Vec::new();
                for branch in conditional.branches() {
                    let condition = branch.condition().map(|c| self.condition(&c));
                    let body = branch.body().map(|body| self.condition(&body));
                    branches.push((
                        condition.unwrap_or(Condition::True),
                        body.unwrap_or(Condition::True),
                    ));
                }
                let otherwise = conditional.otherwise().map(|o| self.condition(&o));
                Condition::If(branches, Box::new(otherwise.unwrap_or(Condition::True)))
            }
            Expression::Quantified(quantified) => {
                let quantifier = quantified.quantifier();
                if matches!(quantifier, Quantifier::Sum | Quantifier::Product) {
                    return self.value_as_condition(&expression);
                }
                let read = self.quantified(quantified, |reader, body| reader.condition(body));
                match read {
                    None => Condition::True,
                    Some((variable, kind, body)) if quantifier == Quantifier::Exists => {
                        Condition::Exists(variable, kind, Box::new(body))
                    }
                    Some((variable, kind, body)) => {
                        Condition::Forall(variable, kind, Box::new(body))
                    }
                }
            }
            Expression::Believes(believes) => {
                let (who, inner) = self.believer(believes);
                let inner = inner.map_or(Condition::True, |inner| self.condition(&inner));
                match who {
                    Some(who) => Condition::Believes(who, Box::new(inner)),
                    None => Condition::True,
                }
            }
            Expression::Compare(compare) => self.comparison(compare),
            Expression::TypeTest(test) => {
                let tested = test.expression().map(|tested| self.value(&tested));
                let kind =
                    test.tested_type().and_then(|kind| self.declared.type_of(&kind, self.report));
                match (tested, kind) {
                    (Some(tested), Some(kind)) => Condition::IsA(tested.expr, kind),
                    _ => Condition::True,
                }
            }
            Expression::Assign(assign) => {
                let place = assign.operator().unwrap_or_else(|| assign.range());
                self.complain(
                    codes::ASSIGNMENT_IN_CONDITION,
                    span(place),
                    "this makes something so, where a condition asks",
                    "write `==` to compare",
                );
                // What is wrong inside is worth saying too.
                for side in assign.target().into_iter().chain(assign.value()) {
                    self.value(&side);
                }
                Condition::True
            }
            Expression::Name(_)
            | Expression::Number(_)
            | Expression::Unknown(_)
            | Expression::Call(_)
            | Expression::Arithmetic(_) => self.value_as_condition(&expression),
        }
    }

    fn conditions(&mut self, expression: &Expression) -> Vec<Condition> {
        expression.operands().map(|operand| self.condition(&operand)).collect()
    }

    /// A value that is a truth value.
    fn value_as_condition(&mut self, expression: &Expression) -> Condition {
        let read = self.value(expression);
        if !read.is_boolean() {
            let place = span(expression.range());
            let what = self.describe(&read.kinds);
            self.complain(
                codes::NOT_A_CONDITION,
                place,
                format!("a condition is needed here, and this is {what}"),
                "compare it with something: `… == …`",
            );
            return Condition::True;
        }
        match read.expr {
            Expr::Value(Value::Boolean(true)) => Condition::True,
            Expr::Value(Value::Boolean(false)) => Condition::False,
            Expr::Truth(condition) => *condition,
            expr => Condition::Compare(Comparison::Equal, expr, Expr::Value(Value::TRUE)),
        }
    }

    fn comparison(&mut self, compare: &ast::Compare) -> Condition {
        let (Some(left), Some(right)) = (compare.left(), compare.right()) else {
            return Condition::True;
        };
        let places = (span(left.range()), span(right.range()));
        let (left, right) = (self.value(&left), self.value(&right));
        let comparison = match compare.operator().map(|token| token.kind()) {
            Some(SyntaxKind::BANG_EQ) => Comparison::Unequal,
            Some(SyntaxKind::LT) => Comparison::Less,
            Some(SyntaxKind::LT_EQ) => Comparison::AtMost,
            Some(SyntaxKind::GT) => Comparison::Greater,
            Some(SyntaxKind::GT_EQ) => Comparison::AtLeast,
            _ => Comparison::Equal,
        };
        if matches!(comparison, Comparison::Equal | Comparison::Unequal) {
            self.warn_if_never_equal(&left, &right, span(compare.range()));
        } else {
            for (side, place) in [(&left, places.0), (&right, places.1)] {
                if !side.is_number() {
                    let what = self.describe(&side.kinds);
                    self.complain(
                        codes::NOT_A_NUMBER,
                        place,
                        format!("only numbers are greater or smaller, and this is {what}"),
                        "write `==` or `!=`",
                    );
                }
            }
        }
        Condition::Compare(comparison, left.expr, right.expr)
    }

    fn warn_if_never_equal(&mut self, left: &Read, right: &Read, place: Span) {
        let class = |kind: &Kind| match kind {
            Kind::Boolean => 1_u8,
            Kind::Number => 2,
            Kind::Entity(_) => 4,
            Kind::Unknown => 6,
            Kind::Error => 7,
        };
        let classes = |read: &Read| read.kinds.iter().fold(0, |all, kind| all | class(kind));
        if classes(left) & classes(right) == 0 {
            let (a, b) = (self.describe(&left.kinds), self.describe(&right.kinds));
            self.report.push(
                Diagnostic::new(
                    codes::ALWAYS_FALSE,
                    place,
                    format!("these are never equal: {a} on the left, {b} on the right"),
                )
                .help("compare things of one kind"),
            );
        }
    }
}
