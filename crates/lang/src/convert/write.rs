//! A program in the words of Motive's language.

use super::words::{Piece, Tightness, at_least};
use motive_syntax::motive::SyntaxKind;
use motive_world::id::{FluentSchemaId, TypeId, VariableId};
use motive_world::program::{
    ActionSchema, Arithmetic, BOOLEAN, CHARACTER, Comparison, Condition, Domain, ENTITY, Effect,
    Entity, Expr, Perceived, Perception, Program, Scope, Statement, TriggerSchema, Utility,
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

pub(super) struct Writer<'p> {
    pub(super) out: String,
    pub(super) program: &'p Program,
    /// The names of the variables of the scope at hand.
    pub(super) names: Vec<String>,
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
