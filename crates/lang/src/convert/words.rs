//! Conditions, values and effects in the words of Motive's language, with brackets where they are
//! needed and nowhere else.

use super::write::{Writer, quoted};
use motive_world::id::{FluentSchemaId, TypeId, VariableId};
use motive_world::program::{Argument, Arithmetic, BOOLEAN, Comparison, Condition, Effect, Expr};
use motive_world::value::Value;
use std::fmt::Write as _;

/// How tightly a piece of text holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tightness {
    /// `a if b else c`
    Choice,
    /// `a or b`
    Or,
    /// `a and b`
    And,
    /// `every x: t: a`, which goes on as far as it can.
    Open,
    /// `not a`, `a is b`, `c believes a`
    Test,
    /// `a + b`
    Sum,
    /// `a * b`
    Product,
    /// `f(x)`, a number, anything in brackets
    Atom,
}

pub(super) type Piece = (String, Tightness);

impl Writer<'_> {
    pub(super) fn constant(&self, value: Value) -> String {
        match value {
            Value::Unknown => "unknown".to_owned(),
            Value::None => "none".to_owned(),
            Value::Boolean(truth) => truth.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Entity(entity) => quoted(&self.program.entities[entity.index()].name),
        }
    }

    pub(super) fn argument(&self, argument: Argument) -> String {
        match argument {
            Argument::Constant(value) => self.constant(value),
            Argument::Variable(variable) => self.names[variable.index()].clone(),
        }
    }

    pub(super) fn binder(&self, variable: VariableId, kind: TypeId) -> String {
        let kind = quoted(&self.program.types[kind.index()].name);
        format!("{}: {kind}", self.names[variable.index()])
    }

    pub(super) fn condition(&self, condition: &Condition) -> Piece {
        let joined = |parts: &[Condition], word: &str, none: &str, tightness: Tightness| match parts
        {
            [] => (none.to_owned(), Tightness::Atom),
            [one] => self.condition(one),
            parts => {
                let next =
                    if tightness == Tightness::Or { Tightness::And } else { Tightness::Test };
                let parts: Vec<String> =
                    parts.iter().map(|part| at_least(self.condition(part), next)).collect();
                (parts.join(&format!(" {word} ")), tightness)
            }
        };
        match condition {
            Condition::True => ("true".to_owned(), Tightness::Atom),
            Condition::False => ("false".to_owned(), Tightness::Atom),
            Condition::Not(inner) => {
                let inner = at_least(self.condition(inner), Tightness::Test);
                (format!("not {inner}"), Tightness::Test)
            }
            Condition::And(parts) => joined(parts, "and", "true", Tightness::And),
            Condition::Or(parts) => joined(parts, "or", "false", Tightness::Or),
            Condition::Forall(variable, kind, body) => {
                let body = at_least(self.condition(body), Tightness::Or);
                (format!("every {}: {body}", self.binder(*variable, *kind)), Tightness::Open)
            }
            Condition::Exists(variable, kind, body) => {
                let body = at_least(self.condition(body), Tightness::Or);
                (format!("some {} where {body}", self.binder(*variable, *kind)), Tightness::Open)
            }
            Condition::Believes(who, inner) => {
                let inner = at_least(self.condition(inner), Tightness::Test);
                (format!("{} believes {inner}", self.argument(*who)), Tightness::Test)
            }
            Condition::Compare(comparison, left, right) => {
                self.comparison(*comparison, left, right)
            }
            Condition::IsA(what, kind) => {
                let what = at_least(self.value(what), Tightness::Sum);
                let name = &self.program.types[kind.index()].name;
                let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                (format!("{what} is {article} {}", quoted(name)), Tightness::Test)
            }
            Condition::If(branches, otherwise) => {
                let branches: Vec<(String, String)> = branches
                    .iter()
                    .map(|(test, then)| {
                        let then = at_least(self.condition(then), Tightness::Or);
                        (then, at_least(self.condition(test), Tightness::Or))
                    })
                    .collect();
                let otherwise = at_least(self.condition(otherwise), Tightness::Or);
                choice(&branches, &otherwise)
            }
        }
    }

    fn comparison(&self, comparison: Comparison, left: &Expr, right: &Expr) -> Piece {
        let truth = Expr::Value(Value::TRUE);
        if comparison == Comparison::Equal && *right == truth && self.is_boolean(left) {
            return self.value(left);
        }
        let side = |expr: &Expr| at_least(self.value(expr), Tightness::Sum);
        let (one, other) = (side(left), side(right));
        let word = match (comparison, right) {
            (Comparison::Equal, Expr::Value(Value::Unknown)) => {
                return (format!("{one} is unknown"), Tightness::Test);
            }
            (Comparison::Unequal, Expr::Value(Value::Unknown)) => {
                return (format!("{one} is known"), Tightness::Test);
            }
            (Comparison::Equal, _) => "is",
            (Comparison::Unequal, _) => "is not",
            (Comparison::Less, _) => "<",
            (Comparison::AtMost, _) => "<=",
            (Comparison::Greater, _) => ">",
            (Comparison::AtLeast, _) => ">=",
        };
        (format!("{one} {word} {other}"), Tightness::Test)
    }

    fn is_boolean(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Fluent(fact, _) => self.program.fluents[fact.index()].value == BOOLEAN,
            Expr::Believed(_, inner) => self.is_boolean(inner),
            _ => false,
        }
    }

    fn call(&self, fact: FluentSchemaId, arguments: &[Argument]) -> String {
        let name = quoted(&self.program.fluents[fact.index()].name);
        if arguments.is_empty() {
            let is_taken = self.names.contains(&name)
                || self.program.entities.iter().any(|entity| quoted(&entity.name) == name);
            return if is_taken { format!("{name}()") } else { name };
        }
        let arguments: Vec<String> = arguments.iter().map(|&a| self.argument(a)).collect();
        format!("{name}({})", arguments.join(", "))
    }

    pub(super) fn value(&self, expr: &Expr) -> Piece {
        match expr {
            Expr::Value(value) => (self.constant(*value), Tightness::Atom),
            Expr::Variable(variable) => (self.names[variable.index()].clone(), Tightness::Atom),
            Expr::Fluent(fact, arguments) => (self.call(*fact, arguments), Tightness::Atom),
            Expr::Believed(who, inner) => {
                let inner = match &**inner {
                    Expr::Fluent(..) => self.value(inner).0,
                    _ => format!("({})", self.value(inner).0),
                };
                (format!("{inner} according to {}", self.argument(*who)), Tightness::Product)
            }
            Expr::Arithmetic(operation, left, right) => {
                let (sign, own) = match operation {
                    Arithmetic::Add => ('+', Tightness::Sum),
                    Arithmetic::Subtract => ('-', Tightness::Sum),
                    Arithmetic::Multiply => ('*', Tightness::Product),
                    Arithmetic::Divide => ('/', Tightness::Product),
                };
                let next = if own == Tightness::Sum { Tightness::Product } else { Tightness::Atom };
                let left = at_least(self.value(left), own);
                let right = at_least(self.value(right), next);
                (format!("{left} {sign} {right}"), own)
            }
            Expr::Sum(variable, kind, body) => {
                let body = at_least(self.value(body), Tightness::Sum);
                (format!("(total {}: {body})", self.binder(*variable, *kind)), Tightness::Atom)
            }
            Expr::Product(variable, kind, body) => {
                let body = at_least(self.value(body), Tightness::Sum);
                (format!("(product {}: {body})", self.binder(*variable, *kind)), Tightness::Atom)
            }
            Expr::If(branches, otherwise) => {
                let branches: Vec<(String, String)> = branches
                    .iter()
                    .map(|(test, then)| {
                        let then = at_least(self.value(then), Tightness::Or);
                        (then, at_least(self.condition(test), Tightness::Or))
                    })
                    .collect();
                let otherwise = at_least(self.value(otherwise), Tightness::Or);
                choice(&branches, &otherwise)
            }
            Expr::Truth(condition) => {
                (format!("({})", self.condition(condition).0), Tightness::Atom)
            }
        }
    }

    /// An effect that can stand in a list.
    pub(super) fn effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::And(parts) => match parts.as_slice() {
                [one] => self.effect(one),
                parts => {
                    let parts: Vec<String> = parts.iter().map(|part| self.effect(part)).collect();
                    format!("({})", parts.join(", "))
                }
            },
            Effect::Assign { believers, fluent, arguments, value } => {
                self.assignment(believers, *fluent, arguments, value)
            }
            Effect::Forall(variable, kind, body) => {
                format!("for each {}: {}", self.binder(*variable, *kind), self.effect(body))
            }
            Effect::If(branches, otherwise) => {
                let mut text = String::new();
                for (test, then) in branches {
                    let joint = if text.is_empty() { "" } else { " else " };
                    let (test, _) = self.condition(test);
                    let _ = write!(text, "{joint}{} if {test}", self.grouped(then));
                }
                match &**otherwise {
                    Effect::And(parts) if parts.is_empty() => {}
                    otherwise => {
                        let _ = write!(text, " else {}", self.grouped(otherwise));
                    }
                }
                text
            }
        }
    }

    /// An effect that `if` can stand after.
    fn grouped(&self, effect: &Effect) -> String {
        match effect {
            Effect::Assign { .. } => self.effect(effect),
            Effect::And(parts) if parts.len() != 1 => self.effect(effect),
            _ => format!("({})", self.effect(effect)),
        }
    }

    fn assignment(
        &self,
        believers: &[Argument],
        fact: FluentSchemaId,
        arguments: &[Argument],
        value: &Expr,
    ) -> String {
        let call = self.call(fact, arguments);
        let minds = |text: String| {
            believers
                .iter()
                .rev()
                .fold(text, |t, &who| format!("{} believes {t}", self.argument(who)))
        };
        let same = Expr::Fluent(fact, arguments.to_vec());
        if let ([outer @ .., last], true) = (believers, *value == Expr::Value(Value::Unknown)) {
            let forgets = format!("{} forgets {call}", self.argument(*last));
            return outer
                .iter()
                .rev()
                .fold(forgets, |t, &who| format!("{} believes {t}", self.argument(who)));
        }
        match value {
            Expr::Value(Value::Boolean(true)) => return minds(call),
            Expr::Value(Value::Boolean(false)) => return minds(format!("not {call}")),
            value if believers.len() == 1 && *value == same => {
                return format!("{} learns {call}", self.argument(believers[0]));
            }
            Expr::Arithmetic(Arithmetic::Add, left, right)
                if believers.is_empty() && **left == same =>
            {
                return format!("{call} += {}", at_least(self.value(right), Tightness::Product));
            }
            Expr::Arithmetic(Arithmetic::Subtract, left, right)
                if believers.is_empty() && **left == same =>
            {
                return format!("{call} -= {}", at_least(self.value(right), Tightness::Product));
            }
            _ => {}
        }
        // The value as the believers see it, if that is what it is.
        let mut inner = value;
        let mut is_theirs = true;
        if !matches!(value, Expr::Value(_) | Expr::Variable(_)) {
            for &who in believers {
                match inner {
                    Expr::Believed(other, next) if *other == who => inner = next,
                    _ => {
                        is_theirs = false;
                        break;
                    }
                }
            }
        }
        if is_theirs {
            return minds(format!("{call} = {}", at_least(self.value(inner), Tightness::Sum)));
        }
        let target = believers.iter().rev().enumerate().fold(call, |text, (index, &who)| {
            let text = if index > 0 { format!("({text})") } else { text };
            format!("{text} according to {}", self.argument(who))
        });
        format!("{target} = {}", at_least(self.value(value), Tightness::Sum))
    }
}

/// `(a if b else c if d else e)`
fn choice(branches: &[(String, String)], otherwise: &str) -> Piece {
    let mut text = String::from("(");
    for (then, test) in branches {
        let _ = write!(text, "{then} if {test} else ");
    }
    let _ = write!(text, "{otherwise})");
    (text, Tightness::Atom)
}

/// A piece that holds together at least so tightly, in brackets if need be.
pub(super) fn at_least((text, tightness): Piece, wanted: Tightness) -> String {
    // What goes on as far as it can is in brackets wherever something may follow.
    let is_open = tightness == Tightness::Open && wanted > Tightness::Choice;
    if tightness < wanted || is_open { format!("({text})") } else { text }
}
