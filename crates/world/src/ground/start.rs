//! The start: what the statements make of reality and of everyone's mind.

use std::collections::{BTreeMap, BTreeSet};

use super::Assignment;
use super::builder::{Binding, Builder, NoConstants, TooMany};
use super::test::{ArithmeticFault, FluentId, Kind, Test, View, as_number};
use crate::fault::{Fault, Place};
use crate::id::CharacterId;
use crate::value::Value;

/// What was stated, by believers (outermost first; none: the fact) and fluent.
///
/// What nobody stated follows one rule: drop the innermost believer and look again, down to the
/// fact itself, and there to the default. Of what is secret something is stated of every list of
/// believers that ends with its first outsider; what is stated of the same list beside that counts
/// more.
#[derive(Clone, Debug, Default)]
pub struct Start {
    stated: BTreeMap<FluentId, BTreeMap<Vec<CharacterId>, Value>>,
    secrets: BTreeMap<FluentId, Hidden>,
}

/// Who knows of something, and what it is to all others.
#[derive(Clone, Debug)]
pub(crate) struct Hidden {
    insiders: BTreeSet<CharacterId>,
    pub(crate) outside: Value,
}

impl Hidden {
    /// Whether somebody is not one of those who know.
    pub(crate) fn excludes(&self, who: CharacterId) -> bool {
        !self.insiders.contains(&who)
    }
}

impl Start {
    /// What the believers, outermost first, hold about a fluent; `default` where nobody said.
    #[must_use]
    pub fn value(&self, believers: &[CharacterId], fluent: FluentId, default: Value) -> Value {
        let stated = self.stated.get(&fluent);
        let lengths = (0..=believers.len()).rev();
        let said = stated.and_then(|stated| {
            lengths.clone().find_map(|known| Some((known, *stated.get(&believers[..known])?)))
        });
        let hidden = self.secrets.get(&fluent).and_then(|secret| {
            let outsider = believers.iter().position(|&who| secret.excludes(who))?;
            Some((outsider + 1, secret.outside))
        });
        match (said, hidden) {
            (Some((known, _)), Some((outside, value))) if known < outside => value,
            (Some((_, value)), _) | (None, Some((_, value))) => value,
            (None, None) => default,
        }
    }

    /// What is secret, in order.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = (FluentId, &Hidden)> + '_ {
        self.secrets.iter().map(|(&fluent, hidden)| (fluent, hidden))
    }

    /// Everything stated but for what is secret: about which fluent, in whose mind, and the value.
    pub(crate) fn statements(
        &self,
    ) -> impl Iterator<Item = (FluentId, &[CharacterId], Value)> + '_ {
        self.stated.iter().flat_map(|(&fluent, stated)| {
            stated.iter().map(move |(believers, &value)| (fluent, &believers[..], value))
        })
    }

    /// The value that a fluent has in reality and in all minds alike, if it has.
    pub(super) fn uniform(&self, fluent: FluentId, default: Value) -> Option<Value> {
        let fact = self.value(&[], fluent, default);
        let mut all = self.values(fluent, default);
        all.all(|value| value == fact).then_some(fact)
    }

    /// Every value that a fluent has in reality or in some mind.
    pub(super) fn values(
        &self,
        fluent: FluentId,
        default: Value,
    ) -> impl Iterator<Item = Value> + '_ {
        let stated = self.stated.get(&fluent);
        let fact = stated.and_then(|stated| stated.get(&[][..])).copied().unwrap_or(default);
        let hidden = self.secrets.get(&fluent).map(|secret| secret.outside);
        let stated = stated.into_iter().flat_map(|s| s.values().copied());
        std::iter::once(fact).chain(stated).chain(hidden)
    }

    /// The same with fluents renumbered; `None` drops one.
    pub(super) fn renumbered(&self, id: impl Fn(FluentId) -> Option<FluentId>) -> Start {
        Start { stated: renumbered(&self.stated, &id), secrets: renumbered(&self.secrets, &id) }
    }
}

fn renumbered<T: Clone>(
    all: &BTreeMap<FluentId, T>,
    id: impl Fn(FluentId) -> Option<FluentId>,
) -> BTreeMap<FluentId, T> {
    all.iter().filter_map(|(&fluent, what)| Some((id(fluent)?, what.clone()))).collect()
}

#[derive(Clone)]
struct StartView<'a, 'p> {
    builder: &'a Builder<'p>,
    start: &'a Start,
    believers: Vec<CharacterId>,
}

impl View for StartView<'_, '_> {
    fn value(&self, fluent: FluentId) -> Value {
        let default = self.builder.fluents[fluent.index()].default;
        self.start.value(&self.believers, fluent, default)
    }

    fn mind(&self, character: CharacterId) -> Self {
        let mut deeper = self.clone();
        deeper.believers.push(character);
        deeper
    }
}

/// Applies the statements top to bottom.
pub(super) fn evaluate(builder: &mut Builder<'_>) -> Result<Start, Fault> {
    let mut start = Start::default();
    let program = builder.program;
    for secret in &program.secrets {
        let insiders: BTreeSet<CharacterId> = secret.insiders.iter().copied().collect();
        let fluent = builder.fluent(secret.fluent, &secret.arguments);
        // A secret that everybody knows is none.
        start.secrets.remove(&fluent);
        if program.characters().any(|who| !insiders.contains(&who)) {
            start.secrets.insert(fluent, Hidden { insiders, outside: secret.outside });
        }
    }
    for (index, statement) in builder.program.start.iter().enumerate() {
        let mut binding: Binding = vec![None; statement.scope.len()];
        let mut assignments: Vec<Assignment> = vec![];
        let made = builder.effect(
            &statement.effect,
            &Test::True,
            &mut binding,
            &NoConstants,
            &mut assignments,
        );
        if let Err(TooMany) = made {
            return Err(Fault::TooLarge {
                place: Place::Start(index),
                instances: assignments.len() as u128,
                limit: assignments.len() as u64,
            });
        }
        let mut said: BTreeMap<(FluentId, Vec<CharacterId>), Value> = BTreeMap::new();
        let view = StartView { builder, start: &start, believers: vec![] };
        for assignment in assignments {
            let happens = assignment.condition.holds(&view).map_err(|f| fault(f, index))?;
            if !happens {
                continue;
            }
            let value = assignment.value.eval(&view).map_err(|f| fault(f, index))?;
            let fluent = &builder.fluents[assignment.fluent.index()];
            let value = if fluent.kind == Kind::Number { as_number(value) } else { value };
            let value = fluent.clamp(value);
            said.entry((assignment.fluent, assignment.believers))
                .and_modify(|other| *other = (*other).min(value))
                .or_insert(value);
        }
        for ((fluent, believers), value) in said {
            start.stated.entry(fluent).or_default().insert(believers, value);
        }
    }
    Ok(start)
}

fn fault(fault: ArithmeticFault, index: usize) -> Fault {
    match fault {
        ArithmeticFault::DivisionByZero => Fault::DivisionByZero(Place::Start(index)),
        ArithmeticFault::Overflow => Fault::Overflow(Place::Start(index)),
    }
}
