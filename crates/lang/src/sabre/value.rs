//! Expressions read as values: numbers, entities, truth values (planning-semantics §1.3, §2).

use super::declared::{Known, number};
use super::scope::Reader;
use super::span;
use crate::diagnostic::{Code, Diagnostic, Span, codes};
use motive_syntax::sabre::SyntaxKind;
use motive_syntax::sabre::ast::{self, Expression, Quantifier};
use motive_world::id::{TypeId, VariableId};
use motive_world::program::{Argument, Arithmetic, BOOLEAN, Condition, Expr, NUMBER};
use motive_world::value::{Number, Value};

/// Chains of `+` and `*` up to this long group to the right, as in Sabre; longer ones are halved
/// first, so that the program stays shallow. The two differ at most in the last bits of fractions.
const LONGEST_CHAIN: usize = 64;

/// One thing that a value can be, judged by declarations alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Number,
    /// `?`
    Unknown,
    /// An entity: of a declared type, or this very one.
    Entity(KnownEntity),
    /// Broken; that has been reported.
    Error,
}

/// What is known of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KnownEntity(Known);

/// What a value can be: one kind for each branch that it may come from.
pub(super) type Kinds = Vec<Kind>;

/// A value with what it can be.
pub(super) struct Read {
    pub(super) expr: Expr,
    pub(super) kinds: Kinds,
}

impl Read {
    fn new(expr: Expr, kind: Kind) -> Self {
        Read { expr, kinds: vec![kind] }
    }

    /// A value that stands for a broken one.
    pub(super) fn error() -> Self {
        Read::new(Expr::Value(Value::Unknown), Kind::Error)
    }

    fn truth(condition: Condition) -> Self {
        Read::new(Expr::Truth(Box::new(condition)), Kind::Boolean)
    }

    pub(super) fn is_broken(&self) -> bool {
        self.kinds.contains(&Kind::Error)
    }

    /// Whether it is a truth value.
    pub(super) fn is_boolean(&self) -> bool {
        self.kinds.iter().all(|kind| matches!(kind, Kind::Boolean | Kind::Error))
    }

    /// Whether it is a number or unknown.
    pub(super) fn is_number(&self) -> bool {
        self.kinds.iter().all(|kind| matches!(kind, Kind::Number | Kind::Unknown | Kind::Error))
    }
}

impl Reader<'_> {
    fn kind_of(&self, known: Known) -> Kind {
        match known {
            Known::Type(BOOLEAN) | Known::Value(Value::Boolean(_)) => Kind::Boolean,
            Known::Type(NUMBER) | Known::Value(Value::Number(_)) => Kind::Number,
            Known::Value(Value::Unknown | Value::None) => Kind::Unknown,
            Known::Type(_) | Known::Value(Value::Entity(_)) => Kind::Entity(KnownEntity(known)),
        }
    }

    /// Whether a property with values of type `target` can take everything of this kind.
    pub(super) fn fits(&self, kind: &Kind, target: TypeId) -> bool {
        match kind {
            Kind::Error => true,
            Kind::Unknown => target != BOOLEAN,
            Kind::Boolean => target == BOOLEAN,
            Kind::Number => target == NUMBER,
            Kind::Entity(KnownEntity(known)) => self.declared.is_of(*known, target),
        }
    }

    /// What a value is, for a message.
    pub(super) fn describe(&self, kinds: &Kinds) -> String {
        let mut words: Vec<String> = Vec::new();
        for kind in kinds {
            let word = match kind {
                Kind::Boolean => "a truth value".to_owned(),
                Kind::Number => "a number".to_owned(),
                Kind::Unknown => "`?`".to_owned(),
                Kind::Entity(KnownEntity(known)) => format!("`{}`", self.declared.describe(*known)),
                Kind::Error => continue,
            };
            if !words.contains(&word) && words.len() < 4 {
                words.push(word);
            }
        }
        words.join(" or ")
    }

    pub(super) fn complain(
        &mut self,
        code: Code,
        place: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report.push(Diagnostic::new(code, place, message).help(help));
    }

    /// An expression as a value.
    pub(super) fn value(&mut self, expression: &Expression) -> Read {
        let expression = expression.without_brackets();
        let place = span(expression.range());
        match &expression {
            Expression::Paren(_) | Expression::Error(_) => Read::error(),
            Expression::Name(_) => match self.lookup(&expression.text(), place) {
                Some((Argument::Constant(value), known)) => {
                    Read::new(Expr::Value(value), self.kind_of(known))
                }
                Some((Argument::Variable(variable), known)) => {
                    Read::new(Expr::Variable(variable), self.kind_of(known))
                }
                None => Read::error(),
            },
            Expression::Number(_) => match number(&expression.text(), place, self.report) {
                Some(number) => Read::new(Expr::Value(Value::Number(number)), Kind::Number),
                None => Read::error(),
            },
            Expression::Unknown(_) => Read::new(Expr::Value(Value::Unknown), Kind::Unknown),
            Expression::Call(call) => match self.call(call) {
                Some(resolved) => {
                    let kind = self.kind_of(Known::Type(self.value_type(resolved.fluent)));
                    Read::new(Expr::Fluent(resolved.fluent, resolved.arguments), kind)
                }
                None => Read::error(),
            },
            Expression::Believes(believes) => self.believed(believes),
            Expression::If(conditional) => self.conditional_value(conditional, place),
            Expression::Quantified(quantified)
                if matches!(quantified.quantifier(), Quantifier::Sum | Quantifier::Product) =>
            {
                self.accumulated(quantified)
            }
            Expression::Arithmetic(chain) => self.arithmetic(chain),
            Expression::Assign(assign) => {
                self.assignment_in_place_of_value(assign);
                Read::error()
            }
            Expression::And(_)
            | Expression::Or(_)
            | Expression::Not(_)
            | Expression::Compare(_)
            | Expression::TypeTest(_)
            | Expression::Quantified(_) => Read::truth(self.condition(&expression)),
        }
    }

    /// `believes(c, value)`: the value in c's mind.
    fn believed(&mut self, believes: &ast::Believes) -> Read {
        let (who, inner) = self.believer(believes);
        let inner = match inner {
            Some(inner) => self.value(&inner),
            None => return Read::error(),
        };
        let Some(who) = who else { return Read::error() };
        Read { expr: in_mind(who, inner.expr), kinds: inner.kinds }
    }

    /// The two sides of `believes(c, …)`; who believes is `None` if broken.
    pub(super) fn believer(
        &mut self,
        believes: &ast::Believes,
    ) -> (Option<Argument>, Option<Expression>) {
        let who = believes.believer().and_then(|name| self.character(&name, "believe"));
        (who, believes.expression())
    }

    fn conditional_value(&mut self, conditional: &ast::If, place: Span) -> Read {
        let mut branches = Vec::new();
        let mut kinds = Kinds::new();
        let mut add = |more: Kinds| {
            for kind in more {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        };
        for branch in conditional.branches() {
            let condition =
                branch.condition().map_or(Condition::True, |condition| self.condition(&condition));
            let body = branch.body().map_or_else(Read::error, |body| self.value(&body));
            branches.push((condition, body.expr));
            add(body.kinds);
        }
        let otherwise = conditional.otherwise().map(|otherwise| self.value(&otherwise));
        if let Some(otherwise) = otherwise {
            add(otherwise.kinds);
            return Read { expr: Expr::If(branches, Box::new(otherwise.expr)), kinds };
        }
        // Without `else`, it is a condition that holds where no branch applies.
        let read = Read { expr: Expr::If(branches, Box::new(Expr::Value(Value::TRUE))), kinds };
        if !read.is_boolean() {
            if !read.is_broken() {
                self.complain(
                    codes::MISSING_ELSE,
                    place,
                    format!("this conditional is {} and has no `else`", self.describe(&read.kinds)),
                    "add `else` and the value that it has otherwise",
                );
            }
            return Read::error();
        }
        read
    }

    /// `sum(v : type) number` and `product(v : type) number`.
    fn accumulated(&mut self, quantified: &ast::Quantified) -> Read {
        let Some((variable, kind, body)) = self.quantified(quantified, |reader, body| {
            let place = span(body.range());
            let read = reader.value(body);
            reader.require_number(read, place)
        }) else {
            return Read::error();
        };
        let body = Box::new(body);
        let expr = match quantified.quantifier() {
            Quantifier::Product => Expr::Product(variable, kind, body),
            _ => Expr::Sum(variable, kind, body),
        };
        Read::new(expr, Kind::Number)
    }

    /// Reads the body of a quantifier with its variable bound.
    pub(super) fn quantified<T>(
        &mut self,
        quantified: &ast::Quantified,
        read: impl FnOnce(&mut Self, &Expression) -> T,
    ) -> Option<(VariableId, TypeId, T)> {
        let kind = quantified
            .variable_type()
            .and_then(|kind| self.declared.variable_type(&kind, self.report));
        let name = quantified.variable().map(|variable| {
            super::declared::is_free_name(&variable.text(), span(variable.range()), self.report);
            variable.text()
        });
        let variable = name.as_ref().map(|name| self.bind(name, kind));
        let body = quantified.body().map(|body| read(self, &body));
        if let Some(name) = name {
            self.unbind(&name);
        }
        Some((variable?, kind?, body?))
    }

    /// The value, if it is a number; if not, that is reported.
    fn require_number(&mut self, read: Read, place: Span) -> Expr {
        if !read.is_number() {
            let help = if read.is_boolean() {
                "turn it into a number: `(if(…) 1 else 0)`"
            } else {
                "use a property whose values are numbers"
            };
            let what = self.describe(&read.kinds);
            self.complain(
                codes::NOT_A_NUMBER,
                place,
                format!("a number is needed here, and this is {what}"),
                help,
            );
        }
        read.expr
    }

    fn arithmetic(&mut self, chain: &ast::Arithmetic) -> Read {
        let mut operands = Vec::new();
        let mut places = Vec::new();
        for operand in chain.operands() {
            let place = span(operand.range());
            let read = self.value(&operand);
            operands.push(self.require_number(read, place));
            places.push(place);
        }
        let operator = match chain.operator().map(|token| token.kind()) {
            Some(SyntaxKind::STAR) => Arithmetic::Multiply,
            Some(SyntaxKind::SLASH) => Arithmetic::Divide,
            Some(SyntaxKind::MINUS) => Arithmetic::Subtract,
            _ => Arithmetic::Add,
        };
        if operator == Arithmetic::Divide {
            self.refuse_zero(&operands, &places);
        }
        Read::new(chained(operator, operands), Kind::Number)
    }

    /// Reports the first divisor of a chain that is certainly zero. What is right of a `/` groups
    /// to the right.
    fn refuse_zero(&mut self, operands: &[Expr], places: &[Span]) {
        let mut right: Option<f64> = None;
        for (at, operand) in operands.iter().enumerate().rev() {
            let own = constant(operand);
            let divisor = if at + 1 == operands.len() {
                own
            } else {
                own.zip(right).map(|(own, right)| own / right)
            };
            if at > 0 && divisor == Some(0.0) {
                return self.complain(
                    codes::DIVISION_BY_ZERO,
                    places[at],
                    "this divides by zero",
                    "divide by something else, or make the division conditional",
                );
            }
            right = divisor;
        }
    }

    /// Reports `=` where a value or a condition belongs.
    pub(super) fn assignment_in_place_of_value(&mut self, assign: &ast::Assign) {
        let place = assign.operator().unwrap_or_else(|| assign.range());
        self.complain(
            codes::NOT_A_VALUE,
            span(place),
            "an assignment has no value",
            "write `==` to compare",
        );
    }
}

/// The expression in somebody's mind. Constants and variables are the same in every mind.
pub(super) fn in_mind(who: Argument, expr: Expr) -> Expr {
    match expr {
        Expr::Value(_) | Expr::Variable(_) => expr,
        Expr::Truth(condition) => Expr::Truth(Box::new(Condition::Believes(who, condition))),
        expr => Expr::Believed(who, Box::new(expr)),
    }
}

/// A chain of one operator, grouped to the right.
fn chained(operator: Arithmetic, mut operands: Vec<Expr>) -> Expr {
    let may_halve = matches!(operator, Arithmetic::Add | Arithmetic::Multiply);
    if may_halve && operands.len() > LONGEST_CHAIN {
        let right = operands.split_off(operands.len() / 2);
        let (left, right) = (chained(operator, operands), chained(operator, right));
        return Expr::Arithmetic(operator, Box::new(left), Box::new(right));
    }
    let last = operands.pop().unwrap_or(Expr::Value(Value::Number(Number::ZERO)));
    operands
        .into_iter()
        .rev()
        .fold(last, |right, left| Expr::Arithmetic(operator, Box::new(left), Box::new(right)))
}

/// The value of an expression that is the same in every state.
fn constant(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Value(Value::Number(number)) => Some(number.get()),
        Expr::Arithmetic(operator, left, right) => {
            let (left, right) = (constant(left)?, constant(right)?);
            Some(match operator {
                Arithmetic::Add => left + right,
                Arithmetic::Subtract => left - right,
                Arithmetic::Multiply => left * right,
                Arithmetic::Divide => left / right,
            })
        }
        _ => None,
    }
}
