//! Which tuples of arguments an action can have in a state: its precondition, joined with it.
//!
//! Parameters are bound one after another, in an order worked out beforehand: first those whose
//! value is said by what is bound already (`at(giver) == place` says the place once the giver is
//! known), then the one that settles most of the others. Each part of the precondition is read as
//! soon as all its parameters are bound, so a branch ends where it first fails. The work is about
//! what is looked at to find the first parameters, and from there on what is found.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::builder::Binding;
use super::super::instantiate::{conjuncts, expr_variables, variables};
use super::super::{ArithmeticFault, View};
use super::lifted::Lifted;
use crate::id::{ActionSchemaId, CharacterId, VariableId};
use crate::program::{ActionSchema, Argument, Comparison, Condition, Domain, Expr, Program};
use crate::value::Value;

/// After so many tuples of one action in one state no more are looked for.
pub(super) const MOST: usize = 300_000;

/// How to bind one more parameter.
#[derive(Debug)]
enum Way {
    /// Its value is that of an expression.
    Said(Expr),
    /// One value after another.
    Each,
}

#[derive(Debug)]
struct Move {
    parameter: usize,
    way: Way,
    /// Parts of the precondition that can be read afterwards.
    checks: Vec<Condition>,
}

/// An order of binding.
#[derive(Debug)]
struct Plan {
    /// What can be read before any move.
    first: Vec<Condition>,
    moves: Vec<Move>,
}

/// The plans of one action.
#[derive(Debug)]
struct Join {
    /// By parameter: its values.
    domains: Vec<Vec<Value>>,
    /// By parameter, then entity or truth value: whether it is among the values.
    members: Vec<Vec<bool>>,
    /// Nothing is bound beforehand.
    open: Plan,
    /// For each parameter that consents: the plan where it is bound.
    consenting: Vec<(usize, Plan)>,
    /// Characters who consent whatever the arguments are.
    named: Vec<Value>,
    /// The precondition, for plans that are made when they are first needed.
    parts: Vec<Part>,
    /// By the parameters that are bound beforehand, a bit each.
    made: Mutex<BTreeMap<u64, Arc<Plan>>>,
}

/// The plans of all actions.
#[derive(Debug)]
pub(super) struct Joins {
    joins: Vec<Join>,
}

/// A part of a precondition, with the parameters that it reads.
#[derive(Debug)]
struct Part {
    condition: Condition,
    reads: Vec<usize>,
    /// Parameters whose value it says, the expression that does, and what that reads.
    says: Vec<(usize, Expr, Vec<usize>)>,
}

impl Part {
    fn of(condition: &Condition, parameters: usize) -> Part {
        let mut reads = vec![];
        variables(condition, &mut |variable| push(&mut reads, variable, parameters));
        let mut says = vec![];
        said(condition, None, parameters, &mut says);
        Part { condition: condition.clone(), reads, says }
    }
}

fn push(reads: &mut Vec<usize>, variable: VariableId, parameters: usize) {
    if variable.index() < parameters && !reads.contains(&variable.index()) {
        reads.push(variable.index());
    }
}

/// Collects the parameters whose value an equality says, perhaps in somebody's mind.
fn said(
    condition: &Condition,
    believer: Option<Argument>,
    parameters: usize,
    says: &mut Vec<(usize, Expr, Vec<usize>)>,
) {
    match condition {
        Condition::Believes(who, inner) if believer.is_none() => {
            said(inner, Some(*who), parameters, says);
        }
        Condition::Compare(Comparison::Equal, left, right) => {
            for (one, other) in [(left, right), (right, left)] {
                let Expr::Variable(variable) = one else { continue };
                if variable.index() >= parameters {
                    continue;
                }
                let expr = match believer {
                    Some(who) => Expr::Believed(who, Box::new(other.clone())),
                    None => other.clone(),
                };
                let mut reads = vec![];
                expr_variables(&expr, &mut |variable| push(&mut reads, variable, parameters));
                if !reads.contains(&variable.index()) {
                    says.push((variable.index(), expr, reads));
                }
            }
        }
        _ => {}
    }
}

impl Plan {
    fn of(parts: &[Part], domains: &[Vec<Value>], mut bound: Vec<bool>) -> Plan {
        let mut read = vec![false; parts.len()];
        let first = readable(parts, &bound, &mut read);
        let mut moves = vec![];
        while let Some((parameter, way)) = next(parts, domains, &bound) {
            bound[parameter] = true;
            let checks = readable(parts, &bound, &mut read);
            moves.push(Move { parameter, way, checks });
        }
        Plan { first, moves }
    }
}

/// The parts that can be read now and have not been read before.
fn readable(parts: &[Part], bound: &[bool], read: &mut [bool]) -> Vec<Condition> {
    let mut now = vec![];
    for (part, read) in parts.iter().zip(read) {
        if !*read && part.reads.iter().all(|&parameter| bound[parameter]) {
            *read = true;
            now.push(part.condition.clone());
        }
    }
    now
}

fn next(parts: &[Part], domains: &[Vec<Value>], bound: &[bool]) -> Option<(usize, Way)> {
    if let Some((parameter, expr)) = settled(parts, bound) {
        return Some((parameter, Way::Said(expr)));
    }
    let open = (0..bound.len()).filter(|&parameter| !bound[parameter]);
    // The most parts read afterwards, then the most parameters settled, then the fewest values.
    let best = open.max_by_key(|&parameter| {
        let mut after = bound.to_vec();
        after[parameter] = true;
        let read = |bound: &[bool]| {
            parts.iter().filter(|part| part.reads.iter().all(|&p| bound[p])).count()
        };
        let at_once = read(&after) > read(bound);
        while let Some((other, _)) = settled(parts, &after) {
            after[other] = true;
        }
        let settled = after.iter().filter(|&&bound| bound).count();
        (at_once, settled, usize::MAX - domains[parameter].len(), usize::MAX - parameter)
    })?;
    Some((best, Way::Each))
}

/// A parameter whose value is said by what is bound.
fn settled(parts: &[Part], bound: &[bool]) -> Option<(usize, Expr)> {
    parts.iter().flat_map(|part| &part.says).find_map(|(parameter, expr, reads)| {
        let known = !bound[*parameter] && reads.iter().all(|&other| bound[other]);
        known.then(|| (*parameter, expr.clone()))
    })
}

impl Join {
    fn of(program: &Program, schema: &ActionSchema) -> Join {
        let parameters = schema.parameters as usize;
        let domains: Vec<Vec<Value>> = schema.scope[..parameters]
            .iter()
            .map(|variable| program.domain_members(variable.domain))
            .collect();
        let members = domains
            .iter()
            .map(|domain| {
                let mut members = vec![false; program.entities.len().max(2)];
                for value in domain {
                    if let Some(position) = position(*value) {
                        members[position] = true;
                    }
                }
                members
            })
            .collect();
        let mut conditions = vec![];
        conjuncts(&schema.precondition, &mut conditions);
        let parts: Vec<Part> =
            conditions.into_iter().map(|part| Part::of(part, parameters)).collect();
        let mut consenting: Vec<(usize, Plan)> = vec![];
        let mut named = vec![];
        for &argument in &schema.consenting {
            match argument {
                Argument::Variable(variable) => {
                    let parameter = variable.index();
                    match schema.scope[parameter].domain {
                        Domain::Constant(value) => named.push(value),
                        Domain::Type(_) => {
                            if !consenting.iter().any(|(known, _)| *known == parameter) {
                                let mut bound = vec![false; parameters];
                                bound[parameter] = true;
                                let plan = Plan::of(&parts, &domains, bound);
                                consenting.push((parameter, plan));
                            }
                        }
                    }
                }
                Argument::Constant(value) => named.push(value),
            }
        }
        let open = Plan::of(&parts, &domains, vec![false; parameters]);
        let made = Mutex::default();
        Join { domains, members, open, consenting, named, parts, made }
    }

    /// The plan where these parameters are bound beforehand.
    fn plan(&self, binding: &[Option<Value>]) -> Arc<Plan> {
        let bound: Vec<bool> = binding.iter().map(Option::is_some).collect();
        let mask = bound.iter().rev().fold(0, |mask, &bound| mask << 1 | u64::from(bound));
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = made
            .entry(mask)
            .or_insert_with(|| Arc::new(Plan::of(&self.parts, &self.domains, bound)));
        Arc::clone(plan)
    }

    fn takes(&self, parameter: usize, value: Value) -> bool {
        position(value).is_some_and(|position| self.members[parameter][position])
            || (matches!(value, Value::Number(_)) && self.domains[parameter].contains(&value))
    }

    fn run<V: View>(
        &self,
        plan: &Plan,
        world: &Lifted<'_>,
        binding: &mut Binding,
        view: &V,
        found: &mut Vec<Vec<Value>>,
    ) -> Result<(), ArithmeticFault> {
        for check in &plan.first {
            if !world.holds(check, true, binding, view)? {
                return Ok(());
            }
        }
        self.go_on(&plan.moves, world, binding, view, found)
    }

    fn go_on<V: View>(
        &self,
        moves: &[Move],
        world: &Lifted<'_>,
        binding: &mut Binding,
        view: &V,
        found: &mut Vec<Vec<Value>>,
    ) -> Result<(), ArithmeticFault> {
        let Some((one, rest)) = moves.split_first() else {
            found.push(binding[..self.domains.len()].iter().flatten().copied().collect());
            return Ok(());
        };
        let said;
        let values = match &one.way {
            Way::Each => &self.domains[one.parameter][..],
            Way::Said(expr) => {
                said = [world.value(expr, binding, view)?];
                if self.takes(one.parameter, said[0]) { &said[..] } else { &[] }
            }
        };
        'values: for &value in values {
            if found.len() > MOST {
                break;
            }
            binding[one.parameter] = Some(value);
            for check in &one.checks {
                if !world.holds(check, true, binding, view)? {
                    continue 'values;
                }
            }
            self.go_on(rest, world, binding, view, found)?;
        }
        binding[one.parameter] = None;
        Ok(())
    }
}

fn position(value: Value) -> Option<usize> {
    match value {
        Value::Entity(entity) => Some(entity.index()),
        Value::Boolean(truth) => Some(usize::from(truth)),
        _ => None,
    }
}

impl Joins {
    pub(super) fn of(program: &Program) -> Joins {
        Joins { joins: program.actions.iter().map(|schema| Join::of(program, schema)).collect() }
    }

    /// The tuples with these values for which the precondition holds, in order.
    pub(super) fn complete<V: View>(
        &self,
        world: &Lifted<'_>,
        schema: ActionSchemaId,
        known: &[Option<Value>],
        view: &V,
    ) -> Result<Vec<Vec<Value>>, ArithmeticFault> {
        let join = &self.joins[schema.index()];
        let mut found = vec![];
        let mut pairs = known.iter().enumerate();
        if pairs.all(|(parameter, value)| value.is_none_or(|value| join.takes(parameter, value))) {
            let mut binding: Binding = known.to_vec();
            binding.resize(world.program.actions[schema.index()].scope.len(), None);
            join.run(&join.plan(known), world, &mut binding, view, &mut found)?;
            found.sort_unstable();
        }
        Ok(found)
    }

    /// The tuples for which the precondition holds, in order: all of them, or those for which `who`
    /// consents.
    pub(super) fn find<V: View>(
        &self,
        world: &Lifted<'_>,
        schema: ActionSchemaId,
        who: Option<CharacterId>,
        view: &V,
    ) -> Result<Vec<Vec<Value>>, ArithmeticFault> {
        let join = &self.joins[schema.index()];
        let mut binding: Binding = vec![None; world.program.actions[schema.index()].scope.len()];
        let mut found = vec![];
        let who = who.map(|who| Value::Entity(who.entity()));
        match who {
            Some(who) if !join.named.contains(&who) => {
                for (parameter, plan) in &join.consenting {
                    if join.takes(*parameter, who) {
                        binding.fill(None);
                        binding[*parameter] = Some(who);
                        join.run(plan, world, &mut binding, view, &mut found)?;
                    }
                }
            }
            _ => join.run(&join.open, world, &mut binding, view, &mut found)?,
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}
