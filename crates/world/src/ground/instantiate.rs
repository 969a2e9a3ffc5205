//! Filling in parameters.

use std::collections::BTreeMap;

use super::appearance::{self, GroundAppearance, Ids};
use super::builder::{Binding, Builder, Constants, TooMany};
use super::layout;
use super::reach::Reach;
use super::start::{self, Start};
use super::test::Test;
use super::{
    Assignment, GroundAction, GroundLimits, GroundOutcome, GroundPerception, GroundRefusal,
    GroundTrigger, GroundUtility, GroundWant, GroundWorld,
};
use crate::fault::{Fault, Place};
use crate::id::{ActionSchemaId, CharacterId, FluentSchemaId, TriggerSchemaId, VariableId};
use crate::program::{
    ActionSchema, Argument, Condition, Effect, Expr, Outcome, Program, Scope, TriggerSchema,
    Utility,
};
use crate::value::Value;

/// The whole of grounding.
pub(super) fn ground(program: &Program, limits: &GroundLimits) -> Result<GroundWorld, Vec<Fault>> {
    let mut builder = Builder::new(program);
    builder.budget = limits.work;
    let start = start::evaluate(&mut builder).map_err(|fault| vec![fault])?;
    let constants = Unwritten::of(&builder, &start);

    let seeming = appearances(&mut builder, &constants, limits)?;
    let mut faults = vec![];
    let mut actions = vec![];
    let mut triggers = vec![];
    for (index, schema) in program.actions.iter().enumerate() {
        let id = ActionSchemaId::at(index);
        if schema.is_impression {
            continue;
        }
        let room = limits.events.saturating_sub((actions.len() + triggers.len()) as u64);
        let making = (&constants as &dyn Constants, &seeming.1);
        instantiate_action(&mut builder, id, schema, making, room, &mut actions, &mut faults)
            .map_err(|_| {
                vec![too_large(&builder, &schema.scope, schema.parameters, limits, |a| {
                    Place::Action(id, a)
                })]
            })?;
    }
    for (index, schema) in program.triggers.iter().enumerate() {
        let id = TriggerSchemaId::at(index);
        let room = limits.events.saturating_sub((actions.len() + triggers.len()) as u64);
        instantiate_trigger(&mut builder, id, schema, &constants, room, &mut triggers, &mut faults)
            .map_err(|_| {
                vec![too_large(&builder, &schema.scope, schema.parameters, limits, |a| {
                    Place::Trigger(id, a)
                })]
            })?;
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut utilities = vec![];
    for (index, utility) in [&program.author].into_iter().chain(&program.utilities).enumerate() {
        let who = index.checked_sub(1).map(CharacterId::at);
        let ground = ground_utility(&mut builder, utility, &constants).map_err(|_| {
            vec![Fault::TooLarge {
                place: Place::Utility(who),
                instances: u128::from(limits.work),
                limit: limits.work,
            }]
        })?;
        utilities.push(ground);
    }
    let author = utilities.remove(0);
    let refusals = ground_refusals(&mut builder, &constants, limits)?;

    let reach = Reach::of(&builder, &start, (&actions, &seeming.0), &triggers);
    Ok(layout::finish(
        builder,
        start,
        &reach,
        layout::Parts { actions, seeming, triggers, author, utilities, refusals },
    ))
}

/// All appearances, with what they can be called by.
pub(super) fn appearances(
    builder: &mut Builder<'_>,
    constants: &dyn Constants,
    limits: &GroundLimits,
) -> Result<(Vec<GroundAppearance>, Ids), Vec<Fault>> {
    let (mut all, ids) = appearance::all(builder, constants, limits)?;
    for appearance in &mut all {
        let schema = &builder.program.actions[appearance.schema.index()];
        let mut binding: Binding = vec![None; schema.scope.len()];
        for (slot, &value) in binding.iter_mut().zip(&appearance.arguments) {
            *slot = Some(value);
        }
        let rows = perceptions(builder, schema, &mut binding, constants, &ids);
        appearance.perceptions = rows.map_err(|_| vec![Fault::Full("tests in one action")])?;
    }
    Ok((all, ids))
}

/// By character: what that character perceives of an event with these arguments.
fn perceptions(
    builder: &mut Builder<'_>,
    schema: &ActionSchema,
    binding: &mut Binding,
    constants: &dyn Constants,
    ids: &Ids,
) -> Result<Vec<Vec<GroundPerception>>, TooMany> {
    let mut perceptions = vec![];
    for character in builder.program.characters() {
        let mut rows = vec![];
        for row in &schema.perceptions {
            if let Some(observer) = row.observer {
                binding[observer.index()] = Some(Value::Entity(character.entity()));
            }
            let test = builder.test(&row.condition, true, binding, constants)?;
            let perceived = appearance::perceived(&row.perceived, binding, ids);
            if let Some(observer) = row.observer {
                binding[observer.index()] = None;
            }
            let decided = test.is_true();
            if !test.is_false() {
                rows.push(GroundPerception { when: row.when, test, perceived });
            }
            if decided {
                break;
            }
        }
        perceptions.push(rows);
    }
    Ok(perceptions)
}

/// Fluents that no event ever assigns and that are the same in all minds.
#[derive(Debug)]
pub(super) struct Unwritten {
    /// By family: whether values can change. A family that is never assigned still changes where
    /// a precondition compares it with one that minds can differ about: a surprised observer may
    /// come to hold either side for unknown.
    pub(super) changeable: Vec<bool>,
    /// By family and arguments, the fluents that statements mention, with the value that minds
    /// agree on.
    uniform: Vec<BTreeMap<Vec<Value>, Option<Value>>>,
    families: Vec<u32>,
    defaults: Vec<Value>,
}

impl Unwritten {
    pub(super) fn of(builder: &Builder<'_>, start: &Start) -> Self {
        let program = builder.program;
        let families: Vec<u32> = program.fluents.iter().map(|f| f.family).collect();
        let count = families.iter().max().map_or(0, |&f| f as usize + 1);
        let mut changeable = vec![false; count];
        let mut mark = |effect: &Effect| {
            writes(effect, &mut |schema| {
                changeable[families[schema.index()] as usize] = true;
            });
        };
        for action in &program.actions {
            action.outcomes.iter().for_each(|outcome| mark(&outcome.effect));
        }
        program.triggers.iter().for_each(|trigger| mark(&trigger.effect));
        // What an appearance demands is set in minds.
        for (action, seems) in program.actions.iter().zip(program.appearances()) {
            if seems {
                compared(&action.precondition, &mut |left, right| {
                    let mut demanded = vec![];
                    expr_fluents(left, &mut demanded);
                    expr_fluents(right, &mut demanded);
                    for fluent in demanded {
                        changeable[families[fluent.index()] as usize] = true;
                    }
                });
            }
        }

        let mut uniform = vec![BTreeMap::new(); count];
        let mut differs = vec![false; count];
        for (index, fluent) in builder.fluents.iter().enumerate() {
            let family = families[fluent.schema.index()];
            let value = start.uniform(super::FluentId::at(index), fluent.default);
            differs[family as usize] |= value.is_none();
            uniform[family as usize].insert(fluent.arguments.clone(), value);
        }
        let mut comparisons = vec![];
        for action in &program.actions {
            let guards = action.outcomes.iter().map(|outcome| &outcome.guard);
            for condition in guards.chain([&action.precondition]) {
                compared(condition, &mut |left, right| {
                    let mut both = vec![];
                    expr_fluents(left, &mut both);
                    expr_fluents(right, &mut both);
                    if both.len() > 1 {
                        comparisons.push(both);
                    }
                });
            }
        }
        loop {
            let before = changeable.clone();
            for fluents in &comparisons {
                let family = |schema: &FluentSchemaId| families[schema.index()] as usize;
                if fluents.iter().any(|f| changeable[family(f)] || differs[family(f)]) {
                    fluents.iter().for_each(|f| changeable[family(f)] = true);
                }
            }
            if changeable == before {
                break;
            }
        }
        let defaults = program.fluents.iter().map(|f| f.default).collect();
        Unwritten { changeable, uniform, families, defaults }
    }
}

impl Constants for Unwritten {
    fn constant(&self, schema: FluentSchemaId, arguments: &[Value]) -> Option<Value> {
        let family = self.families[schema.index()];
        if self.changeable[family as usize] {
            return None;
        }
        match self.uniform[family as usize].get(arguments) {
            Some(known) => *known,
            None => Some(self.defaults[schema.index()]),
        }
    }
}

fn writes(effect: &Effect, visit: &mut impl FnMut(FluentSchemaId)) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| writes(part, visit)),
        Effect::Assign { fluent, .. } => visit(*fluent),
        Effect::Forall(_, _, body) => writes(body, visit),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| writes(then, visit));
            writes(otherwise, visit);
        }
    }
}

pub(super) fn too_large(
    builder: &Builder<'_>,
    scope: &Scope,
    parameters: u32,
    limits: &GroundLimits,
    place: impl Fn(Vec<Value>) -> Place,
) -> Fault {
    let instances = scope[..parameters as usize]
        .iter()
        .map(|variable| builder.domain(variable.domain).len() as u128)
        .fold(1u128, u128::saturating_mul);
    Fault::TooLarge { place: place(vec![]), instances, limit: limits.events }
}

/// Enumerates the tuples of parameters for which the precondition is not known to fail, in order,
/// with the precondition that is left (with all the clauses of its disjunctions, if so wanted). A part of the precondition is made as soon as the last
/// parameter that it mentions is bound.
fn tuples(
    builder: &mut Builder<'_>,
    scope: &Scope,
    parameters: u32,
    (precondition, all_clauses): (&Condition, bool),
    constants: &dyn Constants,
    mut visit: impl FnMut(&mut Builder<'_>, &mut Binding, Test) -> Result<(), TooMany>,
) -> Result<(), TooMany> {
    let parameters = parameters as usize;
    let domains: Vec<Vec<Value>> =
        scope[..parameters].iter().map(|variable| builder.domain(variable.domain)).collect();
    let mut parts = vec![];
    conjuncts(precondition, &mut parts);
    let mut levels: Vec<Vec<&Condition>> = vec![vec![]; parameters + 1];
    for part in parts {
        let mut last = 0;
        variables(part, &mut |variable| {
            if variable.index() < parameters {
                last = last.max(variable.index() + 1);
            }
        });
        levels[last].push(part);
    }
    let mut binding: Binding = vec![None; scope.len()];
    // tests[n]: the conjunction of the parts of levels up to n, under the present binding.
    let mut tests: Vec<Test> = Vec::with_capacity(parameters + 1);
    let mut cursor: Vec<usize> = Vec::with_capacity(parameters);

    let level_test =
        |builder: &mut Builder<'_>, level: usize, before: &Test, binding: &mut Binding| {
            if levels[level].is_empty() {
                return Ok(before.clone());
            }
            // Copied only once nothing fails: most tuples end here.
            let mut all = Vec::with_capacity(levels[level].len() + 1);
            all.push(Test::True);
            for part in &levels[level] {
                builder.all_clauses = all_clauses;
                let test = builder.test(part, true, binding, constants);
                builder.all_clauses = false;
                let test = test?;
                if test.is_false() {
                    return Ok(Test::False);
                }
                all.push(test);
            }
            all[0] = before.clone();
            Ok(Test::and(all))
        };
    let first = level_test(builder, 0, &Test::True, &mut binding)?;
    if first.is_false() {
        return Ok(());
    }
    tests.push(first);
    if parameters == 0 {
        let test = tests[0].clone();
        return visit(builder, &mut binding, test);
    }
    cursor.push(0);
    while let Some(position) = cursor.last_mut() {
        let level = tests.len() - 1;
        let Some(&value) = domains[level].get(*position) else {
            cursor.pop();
            tests.pop();
            binding[level] = None;
            continue;
        };
        *position += 1;
        binding[level] = Some(value);
        builder.budget = builder.budget.checked_sub(1).ok_or(TooMany)?;
        let test = level_test(builder, level + 1, &tests[level], &mut binding)?;
        if test.is_false() {
            continue;
        }
        if level + 1 == parameters {
            visit(builder, &mut binding, test)?;
        } else {
            tests.push(test);
            cursor.push(0);
        }
    }
    Ok(())
}

pub(super) fn conjuncts<'c>(condition: &'c Condition, parts: &mut Vec<&'c Condition>) {
    match condition {
        Condition::And(inner) => inner.iter().for_each(|part| conjuncts(part, parts)),
        other => parts.push(other),
    }
}

pub(super) fn variables(condition: &Condition, visit: &mut dyn FnMut(VariableId)) {
    match condition {
        Condition::True | Condition::False => {}
        Condition::Not(inner) => variables(inner, visit),
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().for_each(|part| variables(part, visit));
        }
        Condition::Forall(_, _, body) | Condition::Exists(_, _, body) => variables(body, visit),
        Condition::Believes(who, inner) => {
            argument_variable(*who, visit);
            variables(inner, visit);
        }
        Condition::Compare(_, left, right) => {
            expr_variables(left, visit);
            expr_variables(right, visit);
        }
        Condition::IsA(what, _) => expr_variables(what, visit),
        Condition::If(branches, otherwise) => {
            for (test, then) in branches {
                variables(test, visit);
                variables(then, visit);
            }
            variables(otherwise, visit);
        }
    }
}

/// Calls `visit` with both sides of every comparison.
fn compared<'c>(condition: &'c Condition, visit: &mut dyn FnMut(&'c Expr, &'c Expr)) {
    match condition {
        Condition::True | Condition::False | Condition::IsA(..) => {}
        Condition::Not(inner)
        | Condition::Forall(_, _, inner)
        | Condition::Exists(_, _, inner)
        | Condition::Believes(_, inner) => compared(inner, visit),
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().for_each(|part| compared(part, visit));
        }
        Condition::Compare(_, left, right) => visit(left, right),
        Condition::If(branches, otherwise) => {
            for (test, then) in branches {
                compared(test, visit);
                compared(then, visit);
            }
            compared(otherwise, visit);
        }
    }
}

/// Every fluent that an expression reads, in conditions within it too.
fn expr_fluents(expr: &Expr, fluents: &mut Vec<FluentSchemaId>) {
    match expr {
        Expr::Value(_) | Expr::Variable(_) => {}
        Expr::Fluent(schema, _) => fluents.push(*schema),
        Expr::Believed(_, inner) | Expr::Sum(_, _, inner) | Expr::Product(_, _, inner) => {
            expr_fluents(inner, fluents);
        }
        Expr::Arithmetic(_, left, right) => {
            expr_fluents(left, fluents);
            expr_fluents(right, fluents);
        }
        Expr::If(branches, otherwise) => {
            for (test, then) in branches {
                compared(test, &mut |left, right| {
                    expr_fluents(left, fluents);
                    expr_fluents(right, fluents);
                });
                expr_fluents(then, fluents);
            }
            expr_fluents(otherwise, fluents);
        }
        Expr::Truth(condition) => compared(condition, &mut |left, right| {
            expr_fluents(left, fluents);
            expr_fluents(right, fluents);
        }),
    }
}

fn argument_variable(argument: Argument, visit: &mut dyn FnMut(VariableId)) {
    if let Argument::Variable(variable) = argument {
        visit(variable);
    }
}

pub(super) fn expr_variables(expr: &Expr, visit: &mut dyn FnMut(VariableId)) {
    match expr {
        Expr::Value(_) => {}
        Expr::Variable(variable) => visit(*variable),
        Expr::Fluent(_, arguments) => arguments.iter().for_each(|&a| argument_variable(a, visit)),
        Expr::Believed(who, inner) => {
            argument_variable(*who, visit);
            expr_variables(inner, visit);
        }
        Expr::Arithmetic(_, left, right) => {
            expr_variables(left, visit);
            expr_variables(right, visit);
        }
        Expr::Sum(_, _, body) | Expr::Product(_, _, body) => expr_variables(body, visit),
        Expr::If(branches, otherwise) => {
            for (test, then) in branches {
                variables(test, visit);
                expr_variables(then, visit);
            }
            expr_variables(otherwise, visit);
        }
        Expr::Truth(condition) => variables(condition, visit),
    }
}

fn instantiate_action(
    builder: &mut Builder<'_>,
    id: ActionSchemaId,
    schema: &ActionSchema,
    (constants, ids): (&dyn Constants, &Ids),
    room: u64,
    actions: &mut Vec<GroundAction>,
    faults: &mut Vec<Fault>,
) -> Result<(), TooMany> {
    let before = actions.len() as u64;
    let parameters = schema.parameters as usize;
    tuples(
        builder,
        &schema.scope,
        schema.parameters,
        (&schema.precondition, true),
        constants,
        |builder, binding, precondition| {
            let arguments: Vec<Value> = binding[..parameters].iter().flatten().copied().collect();
            let mut consenting = vec![];
            for &who in &schema.consenting {
                match builder.character(who, binding) {
                    Some(character) if !consenting.contains(&character) => {
                        consenting.push(character)
                    }
                    Some(_) => {}
                    None => return Ok(()),
                }
            }
            let mut outcomes = vec![];
            let mut any = false;
            for outcome in &schema.outcomes {
                let mut effects = vec![];
                any |= builder.effect(
                    &outcome.effect,
                    &Test::True,
                    binding,
                    constants,
                    &mut effects,
                )?;
                let place = || Place::Action(id, arguments.clone());
                faults.extend(builder.contradiction(&effects, place));
                outcomes.push(ground_outcome(builder, outcome, effects, binding, constants)?);
            }
            if !any {
                return Ok(());
            }
            let perceptions = perceptions(builder, schema, binding, constants, ids)?;
            if actions.len() as u64 - before >= room {
                return Err(TooMany);
            }
            actions.push(GroundAction {
                schema: id,
                arguments,
                precondition,
                outcomes,
                branches: schema.branches(),
                consenting,
                perceptions,
                natural: schema.natural,
            });
            Ok(())
        },
    )
}

/// One way in which a ground action can turn out.
pub(super) fn ground_outcome(
    builder: &mut Builder<'_>,
    outcome: &Outcome,
    effects: Vec<Assignment>,
    binding: &mut Binding,
    constants: &dyn Constants,
) -> Result<GroundOutcome, TooMany> {
    // Whoever is surprised by it learns from its guard as from a precondition.
    builder.all_clauses = true;
    let guard = builder.test(&outcome.guard, true, binding, constants);
    builder.all_clauses = false;
    Ok(GroundOutcome {
        guard: guard?,
        conceivable: builder.test(&outcome.conceivable, true, binding, constants)?,
        weight: builder.term(&outcome.weight, binding, constants)?,
        effects,
    })
}

pub(super) fn instantiate_trigger(
    builder: &mut Builder<'_>,
    id: TriggerSchemaId,
    schema: &TriggerSchema,
    constants: &dyn Constants,
    room: u64,
    triggers: &mut Vec<GroundTrigger>,
    faults: &mut Vec<Fault>,
) -> Result<(), TooMany> {
    let before = triggers.len() as u64;
    let parameters = schema.parameters as usize;
    tuples(
        builder,
        &schema.scope,
        schema.parameters,
        (&schema.precondition, false),
        constants,
        |builder, binding, precondition| {
            let arguments: Vec<Value> = binding[..parameters].iter().flatten().copied().collect();
            let mut effects = vec![];
            let any =
                builder.effect(&schema.effect, &Test::True, binding, constants, &mut effects)?;
            faults
                .extend(builder.contradiction(&effects, || Place::Trigger(id, arguments.clone())));
            if !any {
                return Ok(());
            }
            if triggers.len() as u64 - before >= room {
                return Err(TooMany);
            }
            let plain = !precondition.tests_beliefs();
            let factual = plain && effects.iter().any(|assignment| assignment.believers.is_empty());
            triggers.push(GroundTrigger {
                schema: id,
                arguments,
                precondition,
                effects,
                plain,
                factual,
            });
            Ok(())
        },
    )
}

pub(super) fn ground_utility(
    builder: &mut Builder<'_>,
    utility: &Utility,
    constants: &dyn Constants,
) -> Result<GroundUtility, TooMany> {
    let mut binding: Binding = vec![None; utility.scope.len()];
    let mut wants = vec![];
    for want in &utility.wants {
        wants.push(GroundWant {
            weight: builder.term(&want.weight, &mut binding, constants)?,
            amount: builder.term(&want.amount, &mut binding, constants)?,
            pressing: want.pressing,
        });
    }
    Ok(GroundUtility { wants })
}

/// What each character refuses.
pub(super) fn ground_refusals(
    builder: &mut Builder<'_>,
    constants: &dyn Constants,
    limits: &GroundLimits,
) -> Result<Vec<Vec<GroundRefusal>>, Vec<Fault>> {
    let program = builder.program;
    let mut all = vec![vec![]; program.characters as usize];
    for (index, refusal) in program.refusals.iter().enumerate() {
        let mut binding: Binding = vec![None; refusal.scope.len()];
        let test = builder.test(&refusal.condition, true, &mut binding, constants);
        let test = test.map_err(|_| {
            vec![Fault::TooLarge {
                place: Place::Refusal(index),
                instances: u128::from(limits.work),
                limit: limits.work,
            }]
        })?;
        all[refusal.character.index()].push(GroundRefusal { index, test });
    }
    Ok(all)
}
