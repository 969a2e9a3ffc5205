//! What the parts of a program make use of: for remarks on what nothing uses.

use std::collections::BTreeSet;

use motive_world::id::{EntityId, FluentSchemaId, TypeId};
use motive_world::program::{
    Argument, CHARACTER, Condition, Domain, Effect, Expr, Perceived, Program, Scope, Utility,
};
use motive_world::value::Value;

/// What is used somewhere.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// Fluent families whose value something depends on.
    read: BTreeSet<u32>,
    /// Types that something ranges over or asks for.
    pub(crate) types: BTreeSet<TypeId>,
    /// Entities that something names.
    pub(crate) entities: BTreeSet<EntityId>,
}

impl Uses {
    pub(crate) fn of(program: &Program) -> Self {
        let mut walk = Walk { program, uses: Uses::default() };
        for fluent in &program.fluents {
            for parameter in &fluent.parameters {
                walk.domain(parameter.domain);
            }
            walk.uses.types.insert(fluent.value);
        }
        for action in &program.actions {
            walk.scope(&action.scope);
            walk.condition(&action.precondition);
            for outcome in &action.outcomes {
                walk.condition(&outcome.guard);
                walk.expr(&outcome.weight);
                walk.effect(&outcome.effect);
            }
            for perception in &action.perceptions {
                walk.condition(&perception.condition);
                if let Perceived::Appearance(_, arguments) = &perception.perceived {
                    arguments.iter().for_each(|argument| walk.argument(argument));
                }
            }
            for argument in &action.consenting {
                walk.argument(argument);
            }
        }
        for trigger in &program.triggers {
            walk.scope(&trigger.scope);
            walk.condition(&trigger.precondition);
            walk.effect(&trigger.effect);
        }
        for utility in program.utilities.iter().chain([&program.author]) {
            walk.utility(utility);
        }
        for refusal in &program.refusals {
            walk.scope(&refusal.scope);
            walk.condition(&refusal.condition);
        }
        // A character who wants something takes part even where nothing names him.
        if program.utilities.iter().any(|utility| !utility.wants.is_empty()) {
            walk.uses.types.insert(CHARACTER);
        }
        for statement in &program.start {
            walk.scope(&statement.scope);
            walk.effect(&statement.effect);
        }
        walk.uses
    }

    /// Whether anything depends on the fluent.
    pub(crate) fn is_read(&self, program: &Program, fluent: FluentSchemaId) -> bool {
        self.read.contains(&program.fluents[fluent.index()].family)
    }
}

struct Walk<'p> {
    program: &'p Program,
    uses: Uses,
}

impl Walk<'_> {
    fn domain(&mut self, domain: Domain) {
        match domain {
            Domain::Type(kind) => {
                self.uses.types.insert(kind);
            }
            Domain::Constant(value) => self.value(value),
        }
    }

    fn scope(&mut self, scope: &Scope) {
        for variable in scope {
            self.domain(variable.domain);
        }
    }

    fn value(&mut self, value: Value) {
        if let Value::Entity(entity) = value {
            self.uses.entities.insert(entity);
        }
    }

    fn argument(&mut self, argument: &Argument) {
        if let Argument::Constant(value) = *argument {
            self.value(value);
        }
    }

    fn utility(&mut self, utility: &Utility) {
        self.scope(&utility.scope);
        for want in &utility.wants {
            self.expr(&want.weight);
            self.expr(&want.amount);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::True | Condition::False => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::And(all) | Condition::Or(all) => {
                for part in all {
                    self.condition(part);
                }
            }
            Condition::Forall(_, kind, body) | Condition::Exists(_, kind, body) => {
                self.uses.types.insert(*kind);
                self.condition(body);
            }
            Condition::Believes(who, inner) => {
                self.argument(who);
                self.condition(inner);
            }
            Condition::Compare(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Condition::IsA(expr, kind) => {
                self.uses.types.insert(*kind);
                self.expr(expr);
            }
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.condition(then);
                }
                self.condition(otherwise);
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Value(value) => self.value(*value),
            Expr::Variable(_) => {}
            Expr::Fluent(fluent, arguments) => {
                self.uses.read.insert(self.program.fluents[fluent.index()].family);
                for argument in arguments {
                    self.argument(argument);
                }
            }
            Expr::Believed(who, inner) => {
                self.argument(who);
                self.expr(inner);
            }
            Expr::Arithmetic(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::Sum(_, kind, body) | Expr::Product(_, kind, body) => {
                self.uses.types.insert(*kind);
                self.expr(body);
            }
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.expr(then);
                }
                self.expr(otherwise);
            }
            Expr::Truth(condition) => self.condition(condition),
        }
    }

    /// What an effect assigns is not used by being assigned.
    fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::And(all) => {
                for part in all {
                    self.effect(part);
                }
            }
            Effect::Assign { believers, arguments, value, .. } => {
                for argument in believers.iter().chain(arguments) {
                    self.argument(argument);
                }
                self.expr(value);
            }
            Effect::Forall(_, kind, body) => {
                self.uses.types.insert(*kind);
                self.effect(body);
            }
            Effect::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.effect(then);
                }
                self.effect(otherwise);
            }
        }
    }
}
