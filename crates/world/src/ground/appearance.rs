//! What events can seem to be.
//!
//! An appearance happens in a mind only, in that of somebody who takes another event for it. What
//! its precondition demands is then taken to be so, as far as that mind holds the opposite;
//! nothing is learnt from how things really are.

use std::collections::BTreeMap;

use super::builder::{Binding, Builder, Constants, TooMany};
use super::instantiate::too_large;
use super::test::{FluentId, Kind, Literal, Term, Test};
use super::{Assignment, GroundLimits, GroundPerception};
use crate::fault::{Fault, Place};
use crate::id::{ActionSchemaId, CharacterId, id_newtype};
use crate::program::{ActionSchema, Argument, Comparison, Domain, Perceived};
use crate::value::Value;

id_newtype! {
    /// Something that an event can seem to be: an index into
    /// [`GroundWorld::appearances`](super::GroundWorld::appearances).
    AppearanceId
}

/// What a character perceives, of a ground event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroundPerceived {
    /// The event itself.
    Itself,
    /// What it seems to be.
    Seeming(AppearanceId),
    /// Nothing.
    Nothing,
}

/// What an appearance demands of a mind: where the test fails, the fluent gets the value.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Whose belief, from the outermost; empty for what is so in the mind itself.
    pub believers: Vec<CharacterId>,
    /// Read in the mind of the last of the believers.
    pub test: Test,
    /// The fluent.
    pub fluent: FluentId,
    /// The value that is demanded; unknown where any but one will do.
    pub value: Value,
}

/// Something that an event can seem to be, with its arguments.
#[derive(Clone, Debug)]
pub struct GroundAppearance {
    /// The schema.
    pub schema: ActionSchemaId,
    /// A value for each parameter.
    pub arguments: Vec<Value>,
    /// What it demands.
    pub demands: Vec<Demand>,
    /// What it changes.
    pub effects: Vec<Assignment>,
    /// By character: what that character perceives, as whoever perceives the appearance sees it.
    pub perceptions: Vec<Vec<GroundPerception>>,
}

/// Appearances by schema and arguments.
pub(super) type Ids = BTreeMap<(ActionSchemaId, Vec<Value>), AppearanceId>;

/// What a row of a witness table shows, once its variables have values.
pub(super) fn perceived(row: &Perceived, binding: &Binding, ids: &Ids) -> GroundPerceived {
    match row {
        Perceived::Itself => GroundPerceived::Itself,
        Perceived::Nothing => GroundPerceived::Nothing,
        Perceived::Appearance(event, arguments) => {
            let value = |&argument: &Argument| Builder::argument(argument, binding);
            let arguments = arguments.iter().map(value).collect();
            let seeming = ids.get(&(*event, arguments));
            seeming.map_or(GroundPerceived::Nothing, |&id| GroundPerceived::Seeming(id))
        }
    }
}

/// All appearances of a program, with what they can be called by. Who perceives them is left out.
pub(super) fn all(
    builder: &mut Builder<'_>,
    constants: &dyn Constants,
    limits: &GroundLimits,
) -> Result<(Vec<GroundAppearance>, Ids), Vec<Fault>> {
    let program = builder.program;
    let (mut all, mut ids, mut faults) = (vec![], Ids::new(), vec![]);
    for (index, seems) in program.appearances().into_iter().enumerate() {
        if !seems {
            continue;
        }
        let (id, schema) = (ActionSchemaId::at(index), &program.actions[index]);
        let size = |variable: &crate::program::Variable| match variable.domain {
            Domain::Type(kind) => program.members(kind).len() as u64,
            Domain::Constant(_) => 1,
        };
        let parameters = &schema.scope[..schema.parameters as usize];
        let instances = parameters.iter().fold(1u64, |all, v| all.saturating_mul(size(v)));
        let place = |arguments| Place::Action(id, arguments);
        if instances.saturating_add(all.len() as u64) > limits.events {
            return Err(vec![too_large(builder, &schema.scope, schema.parameters, limits, place)]);
        }
        let domains: Vec<Vec<Value>> =
            parameters.iter().map(|variable| builder.domain(variable.domain)).collect();
        let mut tuples = vec![];
        super::demand::each_tuple(&domains, |tuple| tuples.push(tuple.to_vec()));
        for arguments in tuples {
            let made = instantiate(builder, id, schema, constants, &arguments, &mut faults);
            match made {
                Ok(Ok(Some(appearance))) => {
                    ids.insert((id, arguments), AppearanceId::at(all.len()));
                    all.push(appearance);
                }
                Ok(Ok(None)) => {}
                Ok(Err(fault)) => return Err(vec![fault]),
                Err(TooMany) => {
                    let (scope, count) = (&schema.scope, schema.parameters);
                    return Err(vec![too_large(builder, scope, count, limits, place)]);
                }
            }
        }
    }
    if faults.is_empty() { Ok((all, ids)) } else { Err(faults) }
}

fn instantiate(
    builder: &mut Builder<'_>,
    id: ActionSchemaId,
    schema: &ActionSchema,
    constants: &dyn Constants,
    arguments: &[Value],
    faults: &mut Vec<Fault>,
) -> Result<Result<Option<GroundAppearance>, Fault>, TooMany> {
    let mut binding: Binding = vec![None; schema.scope.len()];
    for (slot, &value) in binding.iter_mut().zip(arguments) {
        *slot = Some(value);
    }
    if schema.consenting.iter().any(|&who| builder.character(who, &binding).is_none()) {
        return Ok(Ok(None));
    }
    builder.all_clauses = true;
    let precondition = builder.test(&schema.precondition, true, &mut binding, constants);
    builder.all_clauses = false;
    let mut demands = vec![];
    match gather(builder, precondition?, &mut vec![], &mut demands) {
        Some(true) => {}
        Some(false) => return Ok(Ok(None)),
        None => return Ok(Err(Fault::Unsupported("appearances that demand one thing or another"))),
    }
    let mut effects = vec![];
    let outcome = &schema.outcomes[0];
    builder.effect(&outcome.effect, &Test::True, &mut binding, constants, &mut effects)?;
    faults.extend(builder.contradiction(&effects, || Place::Action(id, arguments.to_vec())));
    Ok(Ok(Some(GroundAppearance {
        schema: id,
        arguments: arguments.to_vec(),
        demands,
        effects,
        perceptions: vec![],
    })))
}

/// Collects what a precondition demands; false where it can never be met, nothing where it is no
/// conjunction of tests of one fluent each.
fn gather(
    builder: &Builder<'_>,
    test: Test,
    believers: &mut Vec<CharacterId>,
    demands: &mut Vec<Demand>,
) -> Option<bool> {
    let mut demand = |believers: &[CharacterId], fluent: FluentId, test: Test, equal| {
        let value = match equal {
            Ok(value) => builder.fluents[fluent.index()].clamp(value),
            // A truth that is never unknown has one other value.
            Err(Value::Boolean(not)) if builder.fluents[fluent.index()].kind == Kind::Boolean => {
                Value::Boolean(!not)
            }
            Err(_) => Value::Unknown,
        };
        demands.push(Demand { believers: believers.to_vec(), test, fluent, value });
        Some(true)
    };
    match test {
        Test::True => Some(true),
        Test::False => Some(false),
        Test::And(parts) => {
            let mut all = true;
            for part in parts {
                all &= gather(builder, part, believers, demands)?;
            }
            Some(all)
        }
        Test::Believes(who, inner) => {
            believers.push(who);
            let found = gather(builder, *inner, believers, demands);
            believers.pop();
            found
        }
        Test::Is(Literal { fluent, value, .. }) => demand(believers, fluent, test, Ok(value)),
        Test::IsNot(Literal { fluent, value, .. }) => demand(believers, fluent, test, Err(value)),
        Test::Compare(comparison, ref left, ref right) => {
            let (chain, fluent, value) = match (left.as_fluent(), right.as_fluent()) {
                (Some((chain, fluent)), None) => (chain, fluent, right),
                (None, Some((chain, fluent))) => (chain, fluent, left),
                _ => return None,
            };
            let Term::Value(value) = *value else { return None };
            // The test is read in the mind that the term speaks of.
            let there = [left, right].map(|term| inmost(term).clone());
            let [left, right] = there;
            let all: Vec<CharacterId> = believers.iter().copied().chain(chain).collect();
            let equal = if comparison == Comparison::Equal { Ok(value) } else { Err(value) };
            demand(&all, fluent, Test::Compare(comparison, left, right), equal)
        }
        Test::Or(_) | Test::Unless(..) => None,
    }
}

fn inmost(term: &Term) -> &Term {
    match term {
        Term::Believed(_, inner) => inmost(inner),
        term => term,
    }
}
