//! The start: what is so, and whether everything is given that must be.

use super::declared::{Declared, of_kind};
use super::reader::Reader;
use super::report::Report;
use super::secret::{self, Kept};
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::id::FluentSchemaId;
use motive_world::program::{Argument, BOOLEAN, Domain, Effect, Scope, Secret, Statement};
use motive_world::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The most instances of a fact that are looked at for a missing value.
const MOST_INSTANCES: usize = 20_000;

/// What is so at the start, each with its place.
pub(super) struct Beginning {
    pub(super) secrets: Vec<Secret>,
    pub(super) secret_places: Vec<Span>,
    pub(super) statements: Vec<Statement>,
    pub(super) places: Vec<Span>,
}

/// Reads the statements about the start, secrets first.
pub(super) fn read(declared: &Declared, declarations: &[Node], report: &mut Report) -> Beginning {
    let Kept { secrets, places: secret_places, facts } =
        secret::read(declared, declarations, report);
    let mut places: Vec<Span> = facts.iter().map(|(_, place)| *place).collect();
    let mut statements: Vec<Statement> =
        facts.into_iter().map(|(effect, _)| Statement { scope: Scope::new(), effect }).collect();
    let secrets_end = statements.len();
    for declaration in of_kind(declarations, START_DECL) {
        for item in declaration.expressions() {
            let mut reader = Reader::new(declared, report);
            let effect = reader.effect(&item, &[]);
            statements.push(Statement { scope: reader.scope, effect });
            places.push(report.span(item.range()));
        }
    }
    let stated = statements.iter().zip(&places).skip(secrets_end);
    secret::check(declared, (&secrets, &secret_places), &statements[..secrets_end], stated, report);
    // What cannot be understood may well have said it, and those who use a part say the rest.
    if !declared.has_gaps && declared.has_goal {
        check_given(declared, &statements, report);
    }
    Beginning { secrets, secret_places, statements, places }
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
            let domains = domains(scope, arguments);
            let entry = given.entry(*fluent).or_insert_with(|| Some(BTreeSet::new()));
            match (entry.as_mut(), tuples(declared, &domains)) {
                (Some(known), Some(all)) => known.extend(all),
                _ => *entry = None,
            }
        }
        Effect::Assign { .. } => {}
    }
}

/// What some arguments range over.
pub(super) fn domains(scope: &Scope, arguments: &[Argument]) -> Vec<Domain> {
    let domain = |argument: &Argument| match argument {
        Argument::Constant(value) => Domain::Constant(*value),
        Argument::Variable(variable) => scope[variable.index()].domain,
    };
    arguments.iter().map(domain).collect()
}

/// Every tuple of values of some domains, unless there are too many.
pub(super) fn tuples(declared: &Declared, domains: &[Domain]) -> Option<Vec<Vec<Value>>> {
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
