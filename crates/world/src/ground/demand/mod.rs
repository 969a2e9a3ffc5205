//! Grounding on demand: actions get their arguments when they are first met.
//!
//! `give(giver, taker, thing, place)` has twenty million instances among 64 people, 100 things and
//! 50 places, of which a few can happen in any one state. Here only fluents, triggers and utilities
//! are made when a world is grounded. Which actions can happen in a state is found by
//! [joining](join) their preconditions with it; each instance met is made once, and kept.
//!
//! - Ids are given in the order in which actions are met. Nothing may depend on it: whoever wants
//!   an order takes that of declaration, then of arguments, as everywhere.
//! - What can never change is left out as far as that can be seen without instances; reachability
//!   is not looked into. That costs space in rows, and changes no answer.
//! - An instance whose effects contradict each other is an error when it could happen, not before.
//! - Who perceives an action is [read off](lifted) its schema: a row for every character and action
//!   would be the greatest table of all.

mod grid;
mod join;
mod lifted;
mod table;

pub(super) use grid::each_tuple;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::appearance::{self, GroundPerceived};
use super::builder::{Binding, Builder, TooMany, Vocabulary};
use super::instantiate::{self, Unwritten};
use super::layout;
use super::reach::Reach;
use super::start;
use super::test::Test;
use super::{
    ArithmeticFault, FluentId, GroundAction, GroundLimits, GroundWorld, Slot, StepId, View,
};
use crate::fault::{Fault, Place};
use crate::id::{ActionSchemaId, CharacterId, FluentSchemaId, TriggerSchemaId};
use crate::program::{Domain, Program, When};
use crate::state::Asked;
use crate::value::Value;

use grid::Grids;
use join::Joins;
use table::Table;

/// The most fluents with arguments: each takes its place in every row.
const FLUENTS: u128 = 1_000_000;

/// How many type-correct tuples of arguments the actions of a program have together.
pub(super) fn tuples(program: &Program) -> u128 {
    let size = |domain| match domain {
        Domain::Type(kind) => program.members(kind).len() as u128,
        Domain::Constant(_) => 1,
    };
    program
        .actions
        .iter()
        .filter(|action| !action.is_impression)
        .map(|action| {
            let parameters = &action.scope[..action.parameters as usize];
            parameters.iter().fold(1, |product: u128, v| product.saturating_mul(size(v.domain)))
        })
        .fold(0, u128::saturating_add)
}

/// What makes actions, and those made so far.
#[derive(Debug)]
pub(crate) struct Demand {
    /// By step: its action, and which of the action's outcomes.
    table: Table<(GroundAction, u32)>,
    grids: Grids,
    joins: Joins,
    constants: Unwritten,
    /// Every fluent as a slot of its own, for the last stage of making an action.
    slots: Vec<Slot>,
    fluents: Vec<super::GroundFluent>,
    numbers: Vec<crate::value::Number>,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    vocabulary: Vocabulary,
    /// By schema and arguments, the step with the first outcome; `None`: there is no such action.
    ids: BTreeMap<(ActionSchemaId, Vec<Value>), Option<StepId>>,
}

/// Grounds a program, its actions on demand.
pub(super) fn ground(program: &Program, limits: &GroundLimits) -> Result<GroundWorld, Vec<Fault>> {
    let mut builder = Builder::new(program);
    builder.budget = limits.work;
    let start = start::evaluate(&mut builder).map_err(|fault| vec![fault])?;
    let constants = Unwritten::of(&builder, &start);
    fluents(&mut builder, &constants)?;
    let seeming = instantiate::appearances(&mut builder, &constants, limits)?;

    let mut faults = vec![];
    let mut triggers = vec![];
    for (index, schema) in program.triggers.iter().enumerate() {
        let id = TriggerSchemaId::at(index);
        let room = limits.events.saturating_sub(triggers.len() as u64);
        instantiate::instantiate_trigger(
            &mut builder,
            id,
            schema,
            &constants,
            room,
            &mut triggers,
            &mut faults,
        )
        .map_err(|_| {
            let place = |arguments| Place::Trigger(id, arguments);
            vec![instantiate::too_large(&builder, &schema.scope, schema.parameters, limits, place)]
        })?;
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut utilities = vec![];
    for (index, utility) in [&program.author].into_iter().chain(&program.utilities).enumerate() {
        let who = index.checked_sub(1).map(CharacterId::at);
        let ground = instantiate::ground_utility(&mut builder, utility, &constants);
        utilities.push(ground.map_err(|_| {
            vec![Fault::TooLarge {
                place: Place::Utility(who),
                instances: u128::from(limits.work),
                limit: limits.work,
            }]
        })?);
    }
    let author = utilities.remove(0);
    let refusals = instantiate::ground_refusals(&mut builder, &constants, limits)?;

    let fixed = builder
        .fluents
        .iter()
        .enumerate()
        .map(|(index, fluent)| {
            let family = program.fluents[fluent.schema.index()].family as usize;
            let value = start.uniform(FluentId::at(index), fluent.default);
            value.filter(|_| !constants.changeable[family])
        })
        .collect();
    let reach = Reach::unknown(fixed, triggers.len());
    let members = (0..program.types.len())
        .map(|kind| program.members(crate::id::TypeId::at(kind)).into())
        .collect();
    let parts = layout::Parts { actions: vec![], seeming, triggers, author, utilities, refusals };
    let mut world = layout::finish(builder, start, &reach, parts);
    let ids = world
        .slots
        .iter()
        .map(|family| {
            let changeable = family.iter().filter_map(|(arguments, slot)| match slot {
                Slot::Fluent(fluent) => Some((arguments.clone(), *fluent)),
                Slot::Constant(_) => None,
            });
            changeable.collect()
        })
        .collect();
    let vocabulary = Vocabulary { members, fluents: world.fluents.clone(), ids };
    let demand = Demand {
        table: Table::new(),
        grids: Grids::of(program, &world.slots),
        joins: Joins::of(program),
        constants,
        slots: (0..world.fluents.len()).map(|f| Slot::Fluent(FluentId::at(f))).collect(),
        fluents: world.fluents.clone(),
        numbers: world.numbers.clone(),
        inner: Mutex::new(Inner { vocabulary, ids: BTreeMap::new() }),
    };
    demand.crowded_at_start(&world).map_err(|fault| vec![fault])?;
    world.on_demand = Some(Arc::new(demand));
    Ok(world)
}

/// More actions of a schema can happen in one state than could be gone through.
fn crowded(program: &Program, schema: ActionSchemaId) -> Fault {
    let declared = &program.actions[schema.index()];
    let instances = declared.scope[..declared.parameters as usize]
        .iter()
        .map(|variable| program.domain_members(variable.domain).len() as u128)
        .fold(1, u128::saturating_mul);
    Fault::TooLarge { place: Place::Action(schema, vec![]), instances, limit: join::MOST as u64 }
}

/// The world as it is stated at the start.
#[derive(Clone)]
struct AtStart<'a> {
    world: &'a GroundWorld,
    believers: Vec<CharacterId>,
}

impl View for AtStart<'_> {
    fn value(&self, fluent: FluentId) -> Value {
        let default = self.world.fluents[fluent.index()].default;
        self.world.start.value(&self.believers, fluent, default)
    }

    fn mind(&self, character: CharacterId) -> Self {
        let mut deeper = self.clone();
        deeper.believers.push(character);
        deeper
    }
}

/// Makes every fluent of the families whose values can change.
fn fluents(builder: &mut Builder<'_>, constants: &Unwritten) -> Result<(), Vec<Fault>> {
    let program = builder.program;
    let mut total: u128 = 0;
    for (index, schema) in program.fluents.iter().enumerate() {
        if !constants.changeable[schema.family as usize] {
            continue;
        }
        let domains: Vec<Vec<Value>> =
            schema.parameters.iter().map(|p| builder.domain(p.domain)).collect();
        total = domains
            .iter()
            .fold(1, |product: u128, d| product.saturating_mul(d.len() as u128))
            .saturating_add(total);
        if total > FLUENTS {
            return Err(vec![Fault::Full("properties with arguments")]);
        }
        grid::each_tuple(&domains, |arguments| {
            builder.fluent(FluentSchemaId::at(index), arguments);
        });
    }
    Ok(())
}

impl Demand {
    /// How many actions have been made.
    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    /// What has become of a fluent.
    pub(crate) fn locate(
        &self,
        schema: FluentSchemaId,
        arguments: impl Iterator<Item = Value>,
    ) -> Slot {
        self.grids.slot(schema, arguments)
    }

    fn entry(&self, step: StepId) -> &(GroundAction, u32) {
        self.table.get(step.index()).expect("ids are given to actions that have been made")
    }

    pub(crate) fn action(&self, step: StepId) -> &GroundAction {
        &self.entry(step).0
    }

    pub(crate) fn outcome(&self, step: StepId) -> u32 {
        self.entry(step).1
    }

    /// The action of a schema with these arguments, with its first outcome; `None` where there is
    /// no such action.
    pub(crate) fn step(
        &self,
        program: &Program,
        schema: ActionSchemaId,
        arguments: &[Value],
    ) -> Result<Option<StepId>, Fault> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (schema, arguments.to_vec());
        if let Some(&known) = inner.ids.get(&key) {
            return Ok(known);
        }
        let made = self.make(program, &mut inner.vocabulary, schema, arguments)?;
        let step = match made {
            Some(action) => {
                let others = (1..action.outcomes.len() as u32).map(|o| (action.clone(), o));
                let others: Vec<_> = others.collect();
                let first = self.table.push((action, 0)).ok_or(Fault::Full("actions"))?;
                for other in others {
                    self.table.push(other).ok_or(Fault::Full("actions"))?;
                }
                Some(StepId::at(first))
            }
            None => None,
        };
        inner.ids.insert(key, step);
        Ok(step)
    }

    fn make(
        &self,
        program: &Program,
        vocabulary: &mut Vocabulary,
        schema: ActionSchemaId,
        arguments: &[Value],
    ) -> Result<Option<GroundAction>, Fault> {
        let declared = program.actions.get(schema.index()).filter(|it| !it.is_impression);
        let fits = declared.is_some_and(|declared| {
            declared.parameters as usize == arguments.len()
                && declared.scope.iter().zip(arguments).all(|(variable, &value)| {
                    match variable.domain {
                        Domain::Type(kind) => program.value_is_a(value, kind),
                        Domain::Constant(constant) => constant == value,
                    }
                })
        });
        let Some(declared) = declared.filter(|_| fits) else { return Ok(None) };
        let mut builder = Builder::resume(program, std::mem::take(vocabulary));
        let known = builder.fluents.len();
        let mut binding: Binding = vec![None; declared.scope.len()];
        for (slot, &value) in binding.iter_mut().zip(arguments) {
            *slot = Some(value);
        }
        let made = self.fill_in(&mut builder, schema, &mut binding, arguments);
        let grown = builder.fluents.len() > known;
        *vocabulary = builder.lay_aside();
        let made = match made {
            Ok(made) => made?,
            Err(TooMany) => return Err(Fault::Full("tests in one action")),
        };
        if grown {
            return Err(Fault::Unsupported("a property of what its declaration rules out"));
        }
        Ok(made.and_then(|mut action| {
            layout::complete(&mut action, &self.fluents, &self.slots, &self.numbers);
            (action.precondition != Test::False).then_some(action)
        }))
    }

    fn fill_in(
        &self,
        builder: &mut Builder<'_>,
        id: ActionSchemaId,
        binding: &mut Binding,
        arguments: &[Value],
    ) -> Result<Result<Option<GroundAction>, Fault>, TooMany> {
        let schema = &builder.program.actions[id.index()];
        let mut consenting = vec![];
        for &who in &schema.consenting {
            match builder.character(who, binding) {
                Some(character) if consenting.contains(&character) => {}
                Some(character) => consenting.push(character),
                None => return Ok(Ok(None)),
            }
        }
        builder.all_clauses = true;
        let precondition = builder.test(&schema.precondition, true, binding, &self.constants);
        builder.all_clauses = false;
        let precondition = precondition?;
        let mut outcomes = vec![];
        let mut any = false;
        for outcome in &schema.outcomes {
            let mut effects = vec![];
            any |= builder.effect(
                &outcome.effect,
                &Test::True,
                binding,
                &self.constants,
                &mut effects,
            )?;
            let place = || Place::Action(id, arguments.to_vec());
            if let Some(fault) = builder.contradiction(&effects, place) {
                return Ok(Err(fault));
            }
            let constants = &self.constants;
            let outcome =
                instantiate::ground_outcome(builder, outcome, effects, binding, constants);
            outcomes.push(outcome?);
        }
        Ok(Ok(any.then(|| GroundAction {
            schema: id,
            arguments: arguments.to_vec(),
            precondition,
            outcomes,
            branches: schema.branches(),
            consenting,
            perceptions: vec![],
            natural: schema.natural,
        })))
    }

    /// What a character perceives of an action, as its schema says; the facts before the action and
    /// after it.
    pub(crate) fn perceived<V: View>(
        &self,
        world: &GroundWorld,
        action: &GroundAction,
        character: CharacterId,
        (before, after): (&V, &V),
    ) -> Result<GroundPerceived, ArithmeticFault> {
        let program = &world.program;
        let schema = &program.actions[action.schema.index()];
        let mut binding: Binding = vec![None; schema.scope.len()];
        for (slot, &value) in binding.iter_mut().zip(&action.arguments) {
            *slot = Some(value);
        }
        let lifted = lifted::Lifted { program, grids: &self.grids };
        for row in &schema.perceptions {
            if let Some(observer) = row.observer {
                binding[observer.index()] = Some(Value::Entity(character.entity()));
            }
            let view = if row.when == When::Before { before } else { after };
            if lifted.holds(&row.condition, true, &mut binding, view)? {
                return Ok(appearance::perceived(&row.perceived, &binding, &world.seeming));
            }
        }
        Ok(GroundPerceived::Nothing)
    }

    /// The actions of a schema that have these arguments, as far as they are given, and whose
    /// precondition holds in a view, in order of arguments; each with its first outcome.
    pub(crate) fn complete<V: View>(
        &self,
        program: &Program,
        view: &V,
        schema: ActionSchemaId,
        known: &[Option<Value>],
    ) -> Result<Vec<StepId>, Fault> {
        let world = lifted::Lifted { program, grids: &self.grids };
        let found = self
            .joins
            .complete(&world, schema, known, view)
            .map_err(|fault| crate::state::located(fault, || Place::Action(schema, vec![])))?;
        let mut steps = vec![];
        for arguments in found {
            steps.extend(self.step(program, schema, &arguments)?);
        }
        Ok(steps)
    }

    /// The actions whose precondition holds in a view, in order of declaration, then of
    /// arguments; each with its first outcome.
    pub(crate) fn executable<V: View>(
        &self,
        program: &Program,
        view: &V,
        asked: Asked,
    ) -> Result<Vec<StepId>, Fault> {
        let who = match asked {
            Asked::By(who) => Some(who),
            _ => None,
        };
        let world = lifted::Lifted { program, grids: &self.grids };
        let mut steps = vec![];
        for index in 0..program.actions.len() {
            let schema = ActionSchemaId::at(index);
            let action = &program.actions[index];
            if action.is_impression {
                continue;
            }
            let is_asked = match (action.consenting.is_empty(), asked) {
                (_, Asked::All) | (_, Asked::By(_)) => true,
                (is_free, Asked::Natural) => is_free && action.natural,
                (is_free, Asked::Willed) => !is_free || action.natural,
            };
            if !is_asked {
                continue;
            }
            let found = self
                .joins
                .find(&world, schema, who, view)
                .map_err(|fault| crate::state::located(fault, || Place::Action(schema, vec![])))?;
            if found.len() > join::MOST {
                return Err(crowded(program, schema));
            }
            for arguments in found {
                steps.extend(self.step(program, schema, &arguments)?);
            }
        }
        Ok(steps)
    }

    /// The first action that has more tuples at the start than could ever be gone through.
    fn crowded_at_start(&self, world: &GroundWorld) -> Result<(), Fault> {
        let view = AtStart { world, believers: vec![] };
        let lifted = lifted::Lifted { program: &world.program, grids: &self.grids };
        for index in 0..world.program.actions.len() {
            let schema = ActionSchemaId::at(index);
            if world.program.actions[index].is_impression {
                continue;
            }
            // Arithmetic without a result is told where the action is taken.
            let found = self.joins.find(&lifted, schema, None, &view);
            if found.is_ok_and(|found| found.len() > join::MOST) {
                return Err(crowded(&world.program, schema));
            }
        }
        Ok(())
    }
}
