//! A program in the words of Motive's language.

use motive_syntax::motive::SyntaxKind;
use motive_world::id::{FluentSchemaId, TypeId, VariableId};
use motive_world::program::{
    ActionSchema, Argument, Arithmetic, BOOLEAN, CHARACTER, Comparison, Condition, Domain, ENTITY,
    Effect, Entity, Expr, Perceived, Perception, Program, Scope, Statement, TriggerSchema, Utility,
};
use motive_world::value::{Number, Value};
use std::fmt::Write as _;

/// A name as it is written: in backticks where it could not stand alone.
pub(super) fn quoted(name: &str) -> String {
    let mut letters = name.chars();
    let is_plain = letters.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && letters.all(|c| c == '_' || c.is_alphanumeric());
    if is_plain && SyntaxKind::word(name).is_none() && name != "skip" {
        name.to_owned()
    } else {
        format!("`{name}`")
    }
}

/// How tightly a piece of text holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tightness {
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

type Piece = (String, Tightness);

pub(super) struct Writer<'p> {
    pub(super) out: String,
    program: &'p Program,
    /// The names of the variables of the scope at hand.
    names: Vec<String>,
}

impl<'p> Writer<'p> {
    pub(super) fn new(program: &'p Program) -> Self {
        Writer { out: String::new(), program, names: vec![] }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    // ---- declarations

    pub(super) fn kind(&mut self, id: TypeId) {
        let kind = &self.program.types[id.index()];
        let name = quoted(&kind.name);
        let is_plain = kind.parents == [ENTITY];
        let mut is_written = false;
        for &parent in &kind.parents {
            let is_given = id == CHARACTER && parent == ENTITY;
            if !is_plain && !is_given {
                let parent = quoted(&self.program.types[parent.index()].name);
                self.line(&format!("type {name}: {parent}"));
                is_written = true;
            }
        }
        if !is_written && id.index() >= 4 {
            self.line(&format!("type {name}"));
        }
    }

    pub(super) fn entity(&mut self, entity: &Entity) {
        let kinds: Vec<String> = entity
            .types
            .iter()
            .map(|&kind| quoted(&self.program.types[kind.index()].name))
            .collect();
        let first = kinds.first().map_or("entity", String::as_str);
        let _ = write!(self.out, "{first} {}", quoted(&entity.name));
        if let Some(rest) = kinds.get(1..).filter(|rest| !rest.is_empty()) {
            let _ = write!(self.out, " also {}", rest.join(" and "));
        }
    }

    /// One more entity on the line that is being written.
    pub(super) fn more_entities(&mut self, name: &str) {
        let _ = write!(self.out, ", {}", quoted(name));
    }

    fn signature<'d>(
        &self,
        name: &str,
        parameters: impl Iterator<Item = (&'d str, Domain)>,
    ) -> String {
        let mut text = quoted(name);
        let mut pending: Option<TypeId> = None;
        let mut count = 0;
        for (name, domain) in parameters {
            text.push_str(if count == 0 { "(" } else { "" });
            count += 1;
            let kind = match domain {
                Domain::Type(kind) => Some(kind),
                Domain::Constant(_) => None,
            };
            if let Some(before) = pending.filter(|_| pending != kind) {
                let _ = write!(text, ": {}", quoted(&self.program.types[before.index()].name));
            }
            if count > 1 {
                text.push_str(", ");
            }
            match domain {
                Domain::Type(_) => text.push_str(name),
                Domain::Constant(value) => {
                    let _ = write!(text, "only {}", self.constant(value));
                }
            }
            pending = kind;
        }
        if let Some(kind) = pending {
            let _ = write!(text, ": {}", quoted(&self.program.types[kind.index()].name));
        }
        if count > 0 {
            text.push(')');
        }
        text
    }

    pub(super) fn fact(&mut self, id: FluentSchemaId) {
        let fact = &self.program.fluents[id.index()];
        let names: Vec<String> = fact.parameters.iter().map(|p| quoted(&p.name)).collect();
        let parameters =
            fact.parameters.iter().zip(&names).map(|(p, name)| (name.as_str(), p.domain));
        let mut text = format!("fact {}", self.signature(&fact.name, parameters));
        if fact.value != BOOLEAN {
            let _ = write!(text, ": {}", quoted(&self.program.types[fact.value.index()].name));
        }
        self.line(&text);
    }

    /// Gives every variable of a scope a name that nothing else there has.
    fn enter(&mut self, scope: &Scope) {
        let mut names: Vec<String> = Vec::with_capacity(scope.len());
        for variable in scope {
            let mut name = variable.name.clone();
            let is_taken = |name: &str| {
                names.iter().any(|other| *other == quoted(name))
                    || self.program.entities.iter().any(|entity| entity.name == name)
            };
            let mut number = 2;
            while matches!(variable.domain, Domain::Type(_)) && is_taken(&name) {
                name = format!("{}{number}", variable.name);
                number += 1;
            }
            names.push(quoted(&name));
        }
        self.names = names;
    }

    pub(super) fn action(&mut self, action: &ActionSchema) {
        self.enter(&action.scope);
        let count = action.parameters as usize;
        let signature = self.scope_signature(&action.name, &action.scope, count);
        let who: Vec<String> = action.consenting.iter().map(|&who| self.argument(who)).collect();
        match who.split_first() {
            None => self.line(&format!("event {signature}")),
            Some((first, [])) => self.line(&format!("action {signature} by {first}")),
            Some((first, rest)) => {
                self.line(&format!("action {signature} by {first} with {}", rest.join(", ")));
            }
        }
        let needs = self.coincide(&action.scope, count, &action.precondition);
        self.conditions("needs", &needs);
        if let Some(outcome) = action.outcomes.first() {
            self.effects(&outcome.effect);
        }
        if let Some(row) = action.perceptions.first() {
            self.row(&action.scope, row);
        }
        self.line("");
    }

    pub(super) fn rule(&mut self, rule: &TriggerSchema) {
        self.enter(&rule.scope);
        let count = rule.parameters as usize;
        let signature = self.scope_signature(&rule.name, &rule.scope, count);
        self.line(&format!("rule {signature}"));
        let when = self.coincide(&rule.scope, count, &rule.precondition);
        match when.is_empty() {
            true => self.line("    when true"),
            false => self.conditions("when", &when),
        }
        match &rule.effect {
            Effect::And(parts) if parts.is_empty() => self.line("    effect ()"),
            effect => self.effects(effect),
        }
        self.line("");
    }

    fn scope_signature(&self, name: &str, scope: &Scope, count: usize) -> String {
        let parameters = scope[..count].iter().zip(&self.names);
        self.signature(name, parameters.map(|(v, name)| (name.as_str(), v.domain)))
    }

    /// Says which parameters may coincide; what is left of the precondition, in conjuncts.
    fn coincide(
        &mut self,
        scope: &Scope,
        count: usize,
        precondition: &Condition,
    ) -> Vec<Condition> {
        let mut conjuncts = match precondition {
            Condition::True => vec![],
            Condition::And(parts) => parts.clone(),
            one => vec![one.clone()],
        };
        let mut pairs = Vec::new();
        let mut all = 0;
        for j in 0..count {
            for i in 0..j {
                let (Domain::Type(one), Domain::Type(other)) = (scope[i].domain, scope[j].domain)
                else {
                    continue;
                };
                if one == BOOLEAN || !self.overlap(one, other) {
                    continue;
                }
                all += 1;
                let (a, b) = (VariableId::at(i), VariableId::at(j));
                let is_apart = |condition: &Condition| {
                    let Condition::Compare(
                        Comparison::Unequal,
                        Expr::Variable(x),
                        Expr::Variable(y),
                    ) = condition
                    else {
                        return false;
                    };
                    (*x, *y) == (a, b) || (*x, *y) == (b, a)
                };
                match conjuncts.iter().position(is_apart) {
                    Some(at) => {
                        conjuncts.remove(at);
                    }
                    None => pairs.push((i, j)),
                }
            }
        }
        if !pairs.is_empty() && pairs.len() == all {
            self.line("    may coincide");
        } else {
            for (i, j) in pairs {
                let line = format!("    may coincide {}, {}", self.names[i], self.names[j]);
                self.line(&line);
            }
        }
        conjuncts
    }

    fn overlap(&self, one: TypeId, other: TypeId) -> bool {
        one == other || {
            let others = self.program.members(other);
            self.program.members(one).iter().any(|value| others.contains(value))
        }
    }

    /// A clause of conditions, on its line if there is one, on lines of their own otherwise.
    fn conditions(&mut self, word: &str, conditions: &[Condition]) {
        let pieces: Vec<Piece> = conditions.iter().map(|c| self.condition(c)).collect();
        match pieces.as_slice() {
            [] => {}
            [(one, _)] => self.line(&format!("    {word} {one}")),
            all => {
                self.line(&format!("    {word}"));
                for (condition, _) in all {
                    self.line(&format!("        {condition}"));
                }
            }
        }
    }

    fn effects(&mut self, effect: &Effect) {
        let parts = match effect {
            Effect::And(parts) => parts.clone(),
            one => vec![one.clone()],
        };
        match parts.as_slice() {
            [] => {}
            [one] => {
                let text = self.effect(one);
                self.line(&format!("    effect {text}"));
            }
            all => {
                self.line("    effect");
                for part in all {
                    let text = self.effect(part);
                    self.line(&format!("        {text}"));
                }
            }
        }
    }

    fn row(&mut self, scope: &Scope, row: &Perception) {
        if !matches!(row.perceived, Perceived::Itself) {
            return;
        }
        match (&row.condition, row.observer) {
            // Everyone notices, unless a world says otherwise.
            (Condition::True, _) => {}
            (Condition::False, _) => self.line("    seen only by nobody"),
            (condition, observer) => {
                let mut who = "someone".to_owned();
                if let Some(observer) = observer {
                    who.clone_from(&self.names[observer.index()]);
                    if let Domain::Type(kind) = scope[observer.index()].domain {
                        if kind != CHARACTER {
                            let _ =
                                write!(who, ": {}", quoted(&self.program.types[kind.index()].name));
                        }
                    }
                }
                let (condition, _) = self.condition(condition);
                self.line(&format!("    seen only by any {who} where {condition}"));
            }
        }
    }

    pub(super) fn wants(&mut self, who: &str, utility: &Utility) {
        self.enter(&utility.scope);
        let mut terms = Vec::new();
        for want in &utility.wants {
            self.terms(&want.amount, &mut terms);
        }
        match terms.as_slice() {
            [] => {}
            [one] => self.line(&format!("{who} wants {one}")),
            all => {
                self.line(&format!("{who} wants"));
                for term in all {
                    self.line(&format!("    {term}"));
                }
            }
        }
    }

    /// A utility as a list of what is summed.
    fn terms(&self, amount: &Expr, terms: &mut Vec<String>) {
        match amount {
            Expr::Arithmetic(Arithmetic::Add, left, right)
                if is_certainly_number(left) && is_certainly_number(right) =>
            {
                self.terms(left, terms);
                self.terms(right, terms);
            }
            Expr::If(branches, otherwise) => {
                let zero = Expr::Value(Value::Number(Number::ZERO));
                let mut text = String::new();
                for (condition, value) in branches {
                    let value = self.value(value);
                    let value = at_least(value, Tightness::Or);
                    let condition = at_least(self.condition(condition), Tightness::Or);
                    let joint = if text.is_empty() { "" } else { " else " };
                    let _ = write!(text, "{joint}{value} if {condition}");
                }
                if **otherwise != zero {
                    let otherwise = at_least(self.value(otherwise), Tightness::Or);
                    let _ = write!(text, " else {otherwise}");
                }
                terms.push(text);
            }
            Expr::Truth(condition) => {
                terms.push(at_least(self.condition(condition), Tightness::Or))
            }
            other => terms.push(at_least(self.value(other), Tightness::Or)),
        }
    }

    pub(super) fn statement(&mut self, statement: &Statement) {
        self.enter(&statement.scope);
        let text = self.effect(&statement.effect);
        self.line(&format!("    {text}"));
    }

    // ---- conditions and values

    fn constant(&self, value: Value) -> String {
        match value {
            Value::Unknown => "unknown".to_owned(),
            Value::None => "none".to_owned(),
            Value::Boolean(truth) => truth.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Entity(entity) => quoted(&self.program.entities[entity.index()].name),
        }
    }

    fn argument(&self, argument: Argument) -> String {
        match argument {
            Argument::Constant(value) => self.constant(value),
            Argument::Variable(variable) => self.names[variable.index()].clone(),
        }
    }

    fn binder(&self, variable: VariableId, kind: TypeId) -> String {
        let kind = quoted(&self.program.types[kind.index()].name);
        format!("{}: {kind}", self.names[variable.index()])
    }

    fn condition(&self, condition: &Condition) -> Piece {
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

    fn value(&self, expr: &Expr) -> Piece {
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

    // ---- effects

    /// An effect that can stand in a list.
    fn effect(&self, effect: &Effect) -> String {
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

/// Whether an amount is a number by its form, so that it can be a term of its own.
fn is_certainly_number(expr: &Expr) -> bool {
    match expr {
        Expr::Value(value) => matches!(value, Value::Number(_)),
        Expr::Arithmetic(..) | Expr::Sum(..) | Expr::Product(..) => true,
        Expr::If(branches, otherwise) => {
            is_certainly_number(otherwise)
                && branches.iter().all(|(_, then)| is_certainly_number(then))
        }
        Expr::Fluent(..) | Expr::Believed(..) => true,
        Expr::Variable(_) | Expr::Truth(_) => false,
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
fn at_least((text, tightness): Piece, wanted: Tightness) -> String {
    // What goes on as far as it can is in brackets wherever something may follow.
    let is_open = tightness == Tightness::Open && wanted > Tightness::Choice;
    if tightness < wanted || is_open { format!("({text})") } else { text }
}
