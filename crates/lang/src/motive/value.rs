//! Values: what a fact is, arithmetic, sums, choices.

use super::claim::Range;
use super::condition::{Mode, joined};
use super::declared::{Known, literal};
use super::reader::{Meaning, Reader, first_word};
use crate::diagnostic::codes;
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::id::TypeId;
use motive_world::program::{
    Argument, Arithmetic, BOOLEAN, Comparison, Condition, Expr, NUMBER as NUMBERS,
};
use motive_world::value::{Number, Value};

/// A value and what is known of it.
pub(super) struct Read {
    pub(super) expr: Expr,
    /// What it can be; `None` where something in it is broken, which has been reported.
    pub(super) kind: Option<Kind>,
}

/// What a value can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Number,
    /// A thing of this type or this very thing.
    Thing(Known),
    None,
    Unknown,
}

impl Read {
    fn of(expr: Expr, kind: Kind) -> Self {
        Read { expr, kind: Some(kind) }
    }

    pub(super) fn broken() -> Self {
        Read { expr: Expr::Value(Value::Unknown), kind: None }
    }
}

impl Kind {
    pub(super) fn of_type(kind: TypeId) -> Kind {
        match kind {
            BOOLEAN => Kind::Boolean,
            NUMBERS => Kind::Number,
            kind => Kind::Thing(Known::Type(kind)),
        }
    }

    fn of_value(value: Value) -> Kind {
        match value {
            Value::Boolean(_) => Kind::Boolean,
            Value::Number(_) => Kind::Number,
            Value::Entity(_) => Kind::Thing(Known::Value(value)),
            Value::None => Kind::None,
            Value::Unknown => Kind::Unknown,
        }
    }
}

/// An argument as a value.
pub(super) fn argument_value(argument: Argument) -> Expr {
    match argument {
        Argument::Constant(value) => Expr::Value(value),
        Argument::Variable(variable) => Expr::Variable(variable),
    }
}

/// A value in a chain of minds, from the outermost.
pub(super) fn in_minds(believers: &[Argument], value: Expr) -> Expr {
    match value {
        Expr::Value(_) | Expr::Variable(_) => value,
        value => believers.iter().rev().fold(value, |v, &who| Expr::Believed(who, Box::new(v))),
    }
}

/// Whether a value can be unknown to somebody.
pub(super) fn may_be_unknown(value: &Expr) -> bool {
    match value {
        Expr::Value(value) => *value == Value::Unknown,
        Expr::Variable(_) | Expr::Truth(_) => false,
        Expr::Fluent(..) => true,
        Expr::Believed(_, inner) => may_be_unknown(inner),
        Expr::Arithmetic(_, left, right) => may_be_unknown(left) || may_be_unknown(right),
        Expr::Sum(_, _, body) | Expr::Product(_, _, body) => may_be_unknown(body),
        Expr::If(branches, otherwise) => {
            may_be_unknown(otherwise) || branches.iter().any(|(_, then)| may_be_unknown(then))
        }
    }
}

impl Reader<'_> {
    /// What a value is, for a message.
    pub(super) fn describe(&self, kind: Kind) -> String {
        match kind {
            Kind::Boolean => "yes or no".to_owned(),
            Kind::Number => "a number".to_owned(),
            Kind::Thing(known) => self.declared.describe(known),
            Kind::None => "none".to_owned(),
            Kind::Unknown => "unknown".to_owned(),
        }
    }

    /// A condition or value as a value.
    pub(super) fn value(&mut self, node: &Node) -> Read {
        match node.kind() {
            LITERAL => match literal(node) {
                Some(value) => Read::of(Expr::Value(value), Kind::of_value(value)),
                None => {
                    self.complain(
                        codes::WRONG_KIND,
                        node.range(),
                        "this number is too large",
                        "use a smaller one",
                    );
                    Read::broken()
                }
            },
            PAREN_EXPR => match node.expressions().next() {
                Some(inner) => self.value(&inner),
                None => Read::broken(),
            },
            NEGATIVE_EXPR => {
                let Some(inner) = node.expressions().next() else { return Read::broken() };
                let zero = Expr::Value(Value::Number(Number::ZERO));
                match self.number(&inner) {
                    Some(Expr::Value(Value::Number(n))) => {
                        let negative = Number::new(-n.get()).unwrap_or(Number::ZERO);
                        Read::of(Expr::Value(Value::Number(negative)), Kind::Number)
                    }
                    Some(expr) => Read::of(
                        Expr::Arithmetic(Arithmetic::Subtract, Box::new(zero), Box::new(expr)),
                        Kind::Number,
                    ),
                    None => Read::broken(),
                }
            }
            NAME_EXPR | CALL_EXPR => match self.meaning(node) {
                Some(Meaning::Thing(argument, known)) => {
                    let kind = match known {
                        Known::Type(kind) => Kind::of_type(kind),
                        Known::Value(value) => Kind::of_value(value),
                    };
                    Read::of(argument_value(argument), kind)
                }
                Some(Meaning::Fact(fact, arguments)) => {
                    let kind = Kind::of_type(self.declared.facts[fact.index()].value);
                    Read::of(Expr::Fluent(fact, arguments), kind)
                }
                Some(Meaning::Definition(..)) => self.truth(node),
                None => Read::broken(),
            },
            ARITHMETIC_EXPR => self.arithmetic(node),
            ACCORDING_EXPR => {
                let Some(inner) = node.expressions().next() else { return Read::broken() };
                let who = node.names().last();
                let who = who.and_then(|name| self.character(&name, "see things in some way"));
                let read = self.in_mind(|reader| reader.value(&inner));
                match who {
                    Some(who) => Read { expr: in_minds(&[who], read.expr), kind: read.kind },
                    None => Read::broken(),
                }
            }
            CHOICE_EXPR => self.choice(node),
            QUANTIFIED_EXPR
                if matches!(first_word(node), Some(COUNT_WORD | TOTAL_WORD | PRODUCT_WORD)) =>
            {
                self.sum(node)
            }
            ERROR => Read::broken(),
            _ => self.truth(node),
        }
    }

    fn truth(&mut self, node: &Node) -> Read {
        let condition = self.condition(node, Mode::Holds);
        Read::of(Expr::Truth(Box::new(condition)), Kind::Boolean)
    }

    /// A value that is a number; anything else is reported.
    pub(super) fn number(&mut self, node: &Node) -> Option<Expr> {
        let read = self.value(node);
        match read.kind? {
            Kind::Number | Kind::Unknown => Some(read.expr),
            other => {
                let what = self.describe(other);
                self.complain(
                    codes::NO_NUMBER,
                    node.range(),
                    format!("a number is needed here, and this is {what}"),
                    "count with `count x: … where …`, or choose with `(1 if … else 0)`",
                );
                None
            }
        }
    }

    fn arithmetic(&mut self, node: &Node) -> Read {
        let operators: Vec<Arithmetic> = node
            .tokens()
            .filter_map(|token| {
                Some(match token.kind() {
                    PLUS => Arithmetic::Add,
                    MINUS => Arithmetic::Subtract,
                    STAR => Arithmetic::Multiply,
                    SLASH => Arithmetic::Divide,
                    _ => return None,
                })
            })
            .collect();
        let mut parts = node.expressions();
        let mut result = parts.next().and_then(|part| self.number(&part));
        for (operator, part) in operators.into_iter().zip(parts) {
            let right = self.number(&part);
            if operator == Arithmetic::Divide
                && right == Some(Expr::Value(Value::Number(Number::ZERO)))
            {
                self.complain(
                    codes::WRONG_KIND,
                    part.range(),
                    "nothing can be divided by zero",
                    "divide by something else",
                );
                result = None;
                continue;
            }
            result = match (result, right) {
                (Some(left), Some(right)) => {
                    Some(Expr::Arithmetic(operator, Box::new(left), Box::new(right)))
                }
                _ => None,
            };
        }
        result.map_or_else(Read::broken, |expr| Read::of(expr, Kind::Number))
    }

    /// `a if c else b`
    fn choice(&mut self, node: &Node) -> Read {
        let parts: Vec<Node> = node.expressions().collect();
        let [value, condition, rest @ ..] = parts.as_slice() else { return Read::broken() };
        let Some(otherwise) = rest.first() else {
            // Without `else` it can only be a condition.
            return self.truth(node);
        };
        let value = self.value(value);
        let condition = self.condition(condition, Mode::Holds);
        let otherwise_read = self.value(otherwise);
        let (Some(kind), Some(other)) = (value.kind, otherwise_read.kind) else {
            return Read::broken();
        };
        let class = |kind: Kind| match kind {
            Kind::Boolean => 1_u8,
            Kind::Number => 2,
            Kind::Thing(_) | Kind::None => 4,
            Kind::Unknown => 6,
        };
        if class(kind) & class(other) == 0 {
            let (one, two) = (self.describe(kind), self.describe(other));
            self.complain(
                codes::WRONG_KIND,
                node.range(),
                format!("this is {one} or {two}, and must be one kind of thing"),
                "choose between values of one kind",
            );
            return Read::broken();
        }
        let kind = match (kind, other) {
            (Kind::Unknown | Kind::None, other) => other,
            (Kind::Thing(a), Kind::Thing(b)) => Kind::Thing(self.common(a, b)),
            (kind, _) => kind,
        };
        Read::of(Expr::If(vec![(condition, value.expr)], Box::new(otherwise_read.expr)), kind)
    }

    /// The narrowest type that both are certainly of.
    fn common(&self, one: Known, other: Known) -> Known {
        if one == other {
            return one;
        }
        let types = (0..self.declared.types.len()).map(TypeId::at);
        let fitting = types
            .filter(|&kind| self.declared.is_of(one, kind) && self.declared.is_of(other, kind));
        let narrowest = fitting.min_by_key(|&kind| self.declared.members(kind).len());
        Known::Type(narrowest.unwrap_or(motive_world::program::ENTITY))
    }

    /// `count x: kind where c`, `total x: kind where c: n`, `product x: kind where c: n`
    fn sum(&mut self, node: &Node) -> Read {
        let word = first_word(node);
        let Some(binder) = node.child(BINDER) else { return Read::broken() };
        let has_where = node.has(WHERE_WORD);
        let parts: Vec<Node> = node.expressions().collect();
        let number = |n: Number| Expr::Value(Value::Number(n));
        let neutral = if word == Some(PRODUCT_WORD) { Number::ONE } else { Number::ZERO };
        let read = self.for_all(&binder, |reader| {
            let condition = has_where.then(|| {
                let condition = parts.first();
                condition.map_or(Condition::True, |c| reader.condition(c, Mode::Holds))
            });
            let body = if word == Some(COUNT_WORD) {
                Some(number(Number::ONE))
            } else {
                let mark = reader.lifts.len();
                let body = parts.last().and_then(|body| reader.number(body));
                body.map(|body| reader.wrap_number(mark, body))
            };
            match (condition, body) {
                (Some(condition), Some(body)) => {
                    Some(Expr::If(vec![(condition, body)], Box::new(number(neutral))))
                }
                (None, body) => body,
                (_, None) => None,
            }
        });
        let Some(ranges) = read else { return Read::broken() };
        let is_product = word == Some(PRODUCT_WORD);
        let mut all: Option<Expr> = None;
        for Range { variables, guards, body } in ranges {
            let Some(mut body) = body else { return Read::broken() };
            if !guards.is_empty() {
                body = Expr::If(vec![(joined(guards), body)], Box::new(number(neutral)));
            }
            for (variable, kind) in variables.into_iter().rev() {
                let inner = Box::new(body);
                body = if is_product {
                    Expr::Product(variable, kind, inner)
                } else {
                    Expr::Sum(variable, kind, inner)
                };
            }
            let operator = if is_product { Arithmetic::Multiply } else { Arithmetic::Add };
            all = Some(match all {
                None => body,
                Some(all) => Expr::Arithmetic(operator, Box::new(all), Box::new(body)),
            });
        }
        Read::of(all.unwrap_or(number(neutral)), Kind::Number)
    }

    /// A number with the values that stood where names belong.
    pub(super) fn wrap_number(&mut self, mark: usize, number: Expr) -> Expr {
        let zero = Expr::Value(Value::Number(Number::ZERO));
        self.lifts.split_off(mark).into_iter().rev().fold(number, |number, lift| {
            let test =
                Condition::Compare(Comparison::Equal, lift.value, Expr::Variable(lift.variable));
            let body = Expr::If(vec![(test, number)], Box::new(zero.clone()));
            Expr::Sum(lift.variable, lift.kind, Box::new(body))
        })
    }
}
