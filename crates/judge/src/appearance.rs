//! What events seem to be: who perceives what of them, and what an appearance does to the mind of
//! somebody who takes it for real.

use std::collections::BTreeMap;
use std::rc::Rc;

use motive_world::fault::Place;
use motive_world::id::{CharacterId, FluentSchemaId};
use motive_world::program::{
    ActionSchema, BOOLEAN, Comparison, Condition, Domain, Expr, Perceived, Program, When,
};
use motive_world::story::Step;
use motive_world::value::Value;

use crate::evaluate::{Environment, compare};
use crate::event::{Event, Told};
use crate::fault::{Fault, Trouble};
use crate::ground::Rules;
use crate::surprise::{Level, Repairs};
use crate::world::World;

/// What a character perceives of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Perceives {
    /// The event itself.
    Itself,
    /// Another event, in its place.
    Seeming(Step),
    /// Nothing.
    Nothing,
}

impl Rules<'_> {
    /// What `character` perceives of an event that happens in `before`; `after` has the facts that
    /// the event leaves behind, and minds as before. The first row that matches counts.
    pub(crate) fn perceived(
        &self,
        (before, after): (&World, &World),
        event: &Event,
        character: CharacterId,
    ) -> Result<Option<Event>, Fault> {
        let step = self.step_of(event);
        let schema = self.event_schema(event);
        let mut environment = self.event_environment(event);
        for row in &schema.perceptions {
            if let Some(observer) = row.observer {
                let who = Value::Entity(character.entity());
                if let Domain::Type(kind) = schema.scope[observer.index()].domain
                    && !self.program().value_is_a(who, kind)
                {
                    continue;
                }
                environment[observer.index()] = who;
            }
            let world = if row.when == When::After { after } else { before };
            let matches = self.reader.holds(world, &mut environment, &row.condition, true);
            let place = || Place::Action(step.action, step.arguments.clone());
            if !matches.map_err(|trouble| trouble.at(place()))? {
                continue;
            }
            return match &row.perceived {
                Perceived::Itself => Ok(Some(event.clone())),
                Perceived::Nothing => Ok(None),
                Perceived::Appearance(action, arguments) => {
                    let value = |&argument| self.reader.argument(argument, &environment);
                    let arguments = arguments.iter().map(value).collect();
                    let seeming = Step { action: *action, arguments, outcome: 0 };
                    let exists = self.can_seem(&seeming).map_err(|t| t.at(place()))?;
                    Ok(exists.then(|| Event::Seeming(Rc::new(seeming))))
                }
            };
        }
        Ok(None)
    }

    /// Whether it may depend on what an event leaves behind who perceives it as what.
    pub(crate) fn is_seen_afterwards(&self, event: &Event) -> bool {
        self.event_schema(event).perceptions.iter().any(|row| row.when == When::After)
    }

    /// Whether there is such an appearance: its arguments fit, whoever consents to it is a
    /// character, and what it demands of its arguments alone is so.
    fn can_seem(&self, seeming: &Step) -> Result<bool, Trouble> {
        let schema = &self.program().actions[seeming.action.index()];
        let fits = schema.scope.iter().zip(&seeming.arguments).all(|(variable, &value)| {
            match variable.domain {
                Domain::Type(kind) => self.program().value_is_a(value, kind),
                Domain::Constant(constant) => value == constant,
            }
        });
        let event = Event::Seeming(Rc::new(seeming.clone()));
        let mut environment = self.event_environment(&event);
        let is_character =
            |&who| self.reader.character(self.reader.argument(who, &environment)).is_some();
        if !fits || !schema.consenting.iter().all(is_character) {
            return Ok(false);
        }
        self.may_demand(&mut environment, &schema.precondition, true)
    }

    /// Whether everything that a demand says of variables alone is so, and no truth that is never
    /// unknown is demanded to be so.
    fn may_demand(
        &self,
        environment: &mut Environment,
        condition: &Condition,
        positive: bool,
    ) -> Result<bool, Trouble> {
        let reader = &self.reader;
        Ok(match condition {
            Condition::Not(inner) => self.may_demand(environment, inner, !positive)?,
            Condition::And(parts) | Condition::Or(parts) => {
                let mut all = true;
                for part in parts {
                    all &= self.may_demand(environment, part, positive)?;
                }
                all
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                let mut all = true;
                for &value in reader.members(*kind) {
                    environment[variable.index()] = value;
                    all &= self.may_demand(environment, body, positive)?;
                }
                all
            }
            Condition::Believes(_, inner) => self.may_demand(environment, inner, positive)?,
            Condition::Compare(comparison, left, right) => {
                match (fluent_of(left), fluent_of(right)) {
                    (None, None) => {
                        let comparison = if positive { *comparison } else { comparison.negated() };
                        let left = self.fixed(environment, left);
                        let right = self.fixed(environment, right);
                        compare(comparison, left, right)
                    }
                    (Some(fluent), _) | (_, Some(fluent)) => {
                        let schema = &self.program().fluents[fluent.index()];
                        let other = if fluent_of(left).is_some() { right } else { left };
                        let is_two_valued = schema.value == BOOLEAN && !schema.is_open;
                        let unknown = self.fixed(environment, other) == Value::Unknown;
                        let equal = (*comparison == Comparison::Equal) == positive;
                        !(is_two_valued && unknown && equal)
                    }
                }
            }
            Condition::IsA(expr, kind) => {
                let value = self.fixed(environment, expr);
                self.program().value_is_a(value, *kind) == positive
            }
            Condition::True => positive,
            Condition::False => !positive,
            Condition::If(..) => false,
        })
    }

    /// The value of something that reads no fluent.
    fn fixed(&self, environment: &Environment, expr: &Expr) -> Value {
        match expr {
            Expr::Variable(variable) => environment[variable.index()],
            Expr::Value(value) => *value,
            _ => Value::Unknown,
        }
    }

    /// `mind` once its owner takes `seeming` for real: everything that it demands, and that the
    /// mind holds not to be so, is taken to be so.
    pub(crate) fn admitted(&self, mind: &World, seeming: &Step) -> Result<World, Fault> {
        let schema = &self.program().actions[seeming.action.index()];
        let mut environment = self.event_environment(&Event::Seeming(Rc::new(seeming.clone())));
        let level = Level::of(mind, mind);
        let mut demands = BTreeMap::new();
        let collected =
            self.demands(&level, &mut environment, &schema.precondition, true, &mut demands);
        collected.map_err(|trouble: Trouble| {
            trouble.at(Place::Action(seeming.action, seeming.arguments.clone()))
        })?;
        if demands.is_empty() {
            return Ok(mind.clone());
        }
        self.mended(mind, None, &Told::list(&demands))
    }

    /// Collects what the atoms of a conjunction that are false in the mind demand of it.
    fn demands(
        &self,
        level: &Level,
        environment: &mut Environment,
        condition: &Condition,
        positive: bool,
        demands: &mut Repairs,
    ) -> Result<(), Trouble> {
        let reader = &self.reader;
        match condition {
            Condition::True | Condition::False | Condition::IsA(..) | Condition::If(..) => Ok(()),
            Condition::Not(inner) => self.demands(level, environment, inner, !positive, demands),
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    self.demands(level, environment, part, positive, demands)?;
                }
                Ok(())
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                for &value in reader.members(*kind) {
                    environment[variable.index()] = value;
                    self.demands(level, environment, body, positive, demands)?;
                }
                Ok(())
            }
            Condition::Believes(believer, inner) => {
                let level = level.under(reader.believer(*believer, environment)?);
                self.demands(&level, environment, inner, positive, demands)
            }
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                if reader.compares(&level.mind, environment, (comparison, left, right))? {
                    return Ok(());
                }
                let sides =
                    (self.side(level, environment, left)?, self.side(level, environment, right)?);
                let (side, other) = match sides {
                    (Some(side), None) => (side, right),
                    (None, Some(side)) => (side, left),
                    _ => return Ok(()),
                };
                let schema = &self.program().fluents[side.schema.index()];
                let value = match (comparison, self.fixed(environment, other)) {
                    (Comparison::Equal, value) => self.within_range(side.schema, value),
                    (_, Value::Boolean(not)) if schema.value == BOOLEAN && !schema.is_open => {
                        Value::Boolean(!not)
                    }
                    _ => Value::Unknown,
                };
                let key = (side.level.believers, side.fluent);
                let demanded = demands.entry(key).or_insert(value);
                *demanded = match (*demanded, value) {
                    (Value::Unknown, value) | (value, Value::Unknown) => value,
                    (one, other) => one.min(other),
                };
                Ok(())
            }
        }
    }

    fn within_range(&self, fluent: FluentSchemaId, value: Value) -> Value {
        match (value, self.program().fluents[fluent.index()].range) {
            (Value::Number(n), Some((least, most))) => Value::Number(n.max(least).min(most)),
            _ => value,
        }
    }
}

/// The fluent that an expression is, or what somebody believes it to be.
fn fluent_of(expr: &Expr) -> Option<FluentSchemaId> {
    match expr {
        Expr::Fluent(fluent, _) => Some(*fluent),
        Expr::Believed(_, inner) => fluent_of(inner),
        _ => None,
    }
}

/// Whether anything seems to be an event that cannot be an appearance.
pub(crate) fn is_unclear(program: &Program) -> bool {
    let seems = program.actions.iter().zip(program.appearances()).filter(|(_, seems)| *seems);
    let clear =
        |action: &ActionSchema| action.outcomes.len() == 1 && is_demand(&action.precondition, true);
    {
        let mut seems = seems;
        seems.any(|(action, _)| !clear(action))
    }
}

/// Whether a condition is a conjunction of comparisons of one fluent with a value.
fn is_demand(condition: &Condition, positive: bool) -> bool {
    match condition {
        Condition::True | Condition::False => true,
        Condition::Not(inner) => is_demand(inner, !positive),
        Condition::And(parts) => positive && parts.iter().all(|part| is_demand(part, true)),
        Condition::Or(parts) => !positive && parts.iter().all(|part| is_demand(part, false)),
        Condition::Forall(_, _, body) => positive && is_demand(body, true),
        Condition::Exists(_, _, body) => !positive && is_demand(body, false),
        Condition::Believes(_, inner) => is_demand(inner, positive),
        Condition::Compare(_, left, right) => {
            let fixed = |expr: &Expr| matches!(expr, Expr::Value(_) | Expr::Variable(_));
            let clear = |expr: &Expr| fixed(expr) || fluent_of(expr).is_some();
            clear(left) && clear(right) && (fixed(left) || fixed(right))
        }
        Condition::IsA(expr, _) => matches!(expr, Expr::Value(_) | Expr::Variable(_)),
        Condition::If(..) => false,
    }
}

impl Perceives {
    pub(crate) fn of(rules: &Rules<'_>, original: &Event, perceived: Option<Event>) -> Perceives {
        match perceived {
            None => Perceives::Nothing,
            Some(event) if event == *original => Perceives::Itself,
            Some(event) => Perceives::Seeming(rules.step_of(&event).clone()),
        }
    }
}
