//! The start: what is so, what is secret, and whether everything is given that must be.

use super::declared::{Declared, of_kind};
use super::effect::merged;
use super::reader::{Meaning, Reader};
use super::report::Report;
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::id::{EntityId, FluentSchemaId};
use motive_world::program::{Argument, BOOLEAN, Domain, Effect, Expr, Scope, Statement};
use motive_world::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How long the chains of believers are for which a secret is spelt out. Deeper ones follow the
/// rule for what nobody states.
const SECRET_DEPTH: usize = 4;

/// The most statements that one secret is spelt out in.
const MOST_STATEMENTS: usize = 20_000;

/// The most instances of a fact that are looked at for a missing value.
const MOST_INSTANCES: usize = 20_000;

/// Reads the statements about the start, secrets first.
pub(super) fn read(
    declared: &Declared,
    declarations: &[Node],
    report: &mut Report,
) -> (Vec<Statement>, Vec<Span>) {
    let mut statements = Vec::new();
    let mut places = Vec::new();
    for declaration in declarations {
        if matches!(declaration.kind(), SECRET_DECL | MYSTERY_DECL) {
            let place = report.span(declaration.range());
            for effect in secret(declared, declaration, report) {
                statements.push(Statement { scope: Scope::new(), effect });
                places.push(place);
            }
        }
    }
    for declaration in of_kind(declarations, START_DECL) {
        for item in declaration.expressions() {
            let mut reader = Reader::new(declared, report);
            let effect = reader.effect(&item, &[]);
            statements.push(Statement { scope: reader.scope, effect });
            places.push(report.span(item.range()));
        }
    }
    // What cannot be understood may well have said it, and those who use a part say the rest.
    if !declared.has_gaps && declared.has_goal {
        check_given(declared, &statements, report);
    }
    (statements, places)
}

/// `secret P known to A, B` and `mystery f known to A`, as beliefs about what the outsiders hold.
fn secret(declared: &Declared, declaration: &Node, report: &mut Report) -> Vec<Effect> {
    let is_mystery = declaration.kind() == MYSTERY_DECL;
    let mut reader = Reader::new(declared, report);
    let mut insiders: Vec<EntityId> = Vec::new();
    for name in declaration.names().filter(|name| name.text() != "to") {
        if let Some(Argument::Constant(Value::Entity(entity))) =
            reader.character(&name, "know a secret")
        {
            insiders.push(entity);
        }
    }
    let mut facts: Vec<(FluentSchemaId, Vec<Argument>, Option<Value>)> = Vec::new();
    let mut statements = Vec::new();
    for node in declaration.expressions() {
        if is_mystery {
            if let Some(Meaning::Fact(fact, arguments)) = reader.meaning(&node) {
                facts.push((fact, arguments, None));
            }
            continue;
        }
        let Some(effect) = reader.made_so_from(&node) else {
            reader.complain(
                codes::NOT_SETTABLE,
                node.range(),
                "this can come to be so in more than one way",
                "a secret is made of `and`, `is` and plain facts",
            );
            continue;
        };
        let parts = match &effect {
            Effect::And(parts) => parts.clone(),
            one => vec![one.clone()],
        };
        for part in parts {
            if let Effect::Assign { believers, fluent, arguments, value } = part {
                let opposite = match value {
                    Expr::Value(Value::Boolean(truth)) => Some(Value::Boolean(!truth)),
                    _ => None,
                };
                if believers.is_empty() {
                    facts.push((fluent, arguments, opposite));
                }
            }
        }
        statements.push(effect);
    }
    let outsiders: Vec<EntityId> =
        (0..declared.characters).map(EntityId).filter(|id| !insiders.contains(id)).collect();
    let mut chains: Vec<Vec<Argument>> = vec![vec![]];
    let mut level = chains.clone();
    for _ in 1..SECRET_DEPTH {
        level = level
            .iter()
            .flat_map(|chain| {
                insiders.iter().map(move |&insider| {
                    let mut longer = chain.clone();
                    longer.push(Argument::Constant(Value::Entity(insider)));
                    longer
                })
            })
            .take(MOST_STATEMENTS)
            .collect();
        if (chains.len() + level.len()) * outsiders.len().max(1) > MOST_STATEMENTS {
            break;
        }
        chains.extend(level.iter().cloned());
    }
    for (fact, arguments, opposite) in facts {
        let parts = chains.iter().flat_map(|chain| {
            outsiders.iter().map(|&outsider| {
                let mut believers = chain.clone();
                believers.push(Argument::Constant(Value::Entity(outsider)));
                let value = Expr::Value(opposite.unwrap_or(Value::Unknown));
                reader.assignments(fact, arguments.clone(), believers, value)
            })
        });
        statements.push(merged(parts.collect()));
    }
    statements
}

/// Reports facts that must have a value at the start and are given none.
fn check_given(declared: &Declared, statements: &[Statement], report: &mut Report) {
    let mut given: BTreeMap<FluentSchemaId, Option<BTreeSet<Vec<Value>>>> = BTreeMap::new();
    for statement in statements {
        gather(declared, &statement.scope, &statement.effect, &mut given);
    }
    for (index, fact) in declared.facts.iter().enumerate() {
        let id = FluentSchemaId::at(index);
        if !declared.traits[index].must_be_given {
            continue;
        }
        let known = match given.get(&id) {
            Some(None) => continue,
            Some(Some(known)) => Some(known),
            None => None,
        };
        let domains: Vec<Domain> = fact.parameters.iter().map(|p| p.domain).collect();
        let Some(all) = tuples(declared, &domains) else { continue };
        let missing: Vec<String> = all
            .iter()
            .filter(|tuple| !known.is_some_and(|known| known.contains(*tuple)))
            .map(|tuple| {
                let names: Vec<&str> = tuple
                    .iter()
                    .map(|value| match value {
                        Value::Entity(entity) => declared.entities[entity.index()].name.as_str(),
                        Value::Boolean(true) => "true",
                        Value::Boolean(false) => "false",
                        _ => "…",
                    })
                    .collect();
                if names.is_empty() {
                    fact.name.clone()
                } else {
                    format!("{}({})", fact.name, names.join(", "))
                }
            })
            .collect();
        let Some(first) = missing.first() else { continue };
        let others = match missing.len() - 1 {
            0 => String::new(),
            1 => format!(" (nor for `{}`)", missing[1]),
            more => format!(" (nor for `{}` and {} more)", missing[1], more - 1),
        };
        report.push(
            Diagnostic::new(
                codes::NOT_GIVEN,
                declared.traits[index].place,
                format!("`start` gives no value for `{first}`{others}"),
            )
            .label("reality always knows what this is")
            .help(format!("add `{first} = …` to `start`; or let the fact be `… or none`")),
        );
    }
}

/// Which instances of facts an effect gives a value; `None` where that cannot be told.
fn gather(
    declared: &Declared,
    scope: &Scope,
    effect: &Effect,
    given: &mut BTreeMap<FluentSchemaId, Option<BTreeSet<Vec<Value>>>>,
) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| gather(declared, scope, part, given)),
        Effect::Forall(_, _, body) => gather(declared, scope, body, given),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| gather(declared, scope, then, given));
            gather(declared, scope, otherwise, given);
        }
        Effect::Assign { believers, fluent, arguments, .. } if believers.is_empty() => {
            let domains: Vec<Domain> = arguments
                .iter()
                .map(|argument| match argument {
                    Argument::Constant(value) => Domain::Constant(*value),
                    Argument::Variable(variable) => scope[variable.index()].domain,
                })
                .collect();
            let entry = given.entry(*fluent).or_insert_with(|| Some(BTreeSet::new()));
            match (entry.as_mut(), tuples(declared, &domains)) {
                (Some(known), Some(all)) => known.extend(all),
                _ => *entry = None,
            }
        }
        Effect::Assign { .. } => {}
    }
}

/// Every tuple of values of some domains, unless there are too many.
fn tuples(declared: &Declared, domains: &[Domain]) -> Option<Vec<Vec<Value>>> {
    let mut all = vec![vec![]];
    for domain in domains {
        let values: Vec<Value> = match domain {
            Domain::Constant(value) => vec![*value],
            Domain::Type(BOOLEAN) => vec![Value::FALSE, Value::TRUE],
            Domain::Type(kind) => {
                declared.members(*kind).iter().map(|&entity| Value::Entity(entity)).collect()
            }
        };
        if all.len().saturating_mul(values.len()) > MOST_INSTANCES {
            return None;
        }
        all = all
            .iter()
            .flat_map(|tuple| {
                values.iter().map(move |&value| {
                    let mut longer = tuple.clone();
                    longer.push(value);
                    longer
                })
            })
            .collect();
    }
    Some(all)
}
