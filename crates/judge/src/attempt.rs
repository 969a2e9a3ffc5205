//! An attempt that fails: what whoever makes it learns (docs/semantics.md, 13.3).
//!
//! Nothing happens. Whoever has tried compares, for each part of what the step needs that they
//! believed and that is not so, what they believe with what is so; where all of that is so, for
//! each part of what its outcomes ask for. Under the strict reading a failure teaches nothing.

use std::collections::BTreeMap;

use motive_world::id::CharacterId;
use motive_world::program::{BOOLEAN, Comparison, Condition};
use motive_world::story::Step;
use motive_world::value::Value;

use crate::evaluate::Environment;
use crate::event::Told;
use crate::fault::{Fault, Trouble};
use crate::ground::Rules;
use crate::judge::Judge;
use crate::surprise::{Level, Side};
use crate::world::{Fluent, World};

/// What is learnt, and whether it is the value that there is.
type Lessons = BTreeMap<(Vec<CharacterId>, Fluent), (bool, Value)>;

impl Judge<'_> {
    /// The world after a character has tried in vain to take a step; `None` if there is no such step.
    /// Whether it is in vain is not asked.
    ///
    /// # Errors
    /// If triggers loop, or something divides by zero or grows too large.
    pub fn fail(
        &self,
        world: &World,
        who: CharacterId,
        step: &Step,
    ) -> Result<Option<World>, Fault> {
        let Some(action) = self.rules.find(step) else { return Ok(None) };
        self.rules.after_failure(world, who, action).map(Some)
    }
}

impl Rules<'_> {
    fn after_failure(
        &self,
        world: &World,
        who: CharacterId,
        action: usize,
    ) -> Result<World, Fault> {
        if world.is_cut() || !self.program().settings.learning {
            return Ok(world.clone());
        }
        let mind = world.mind(who);
        let lessons = self.lessons(world, &mind, action);
        let lessons = lessons.map_err(|trouble| trouble.at(self.place(action)))?;
        if lessons.is_empty() {
            return Ok(world.clone());
        }
        let told =
            |((believers, fluent), (_, value)): ((Vec<CharacterId>, Fluent), (bool, Value))| Told {
                believers,
                fluent,
                value,
            };
        let told: Vec<Told> = lessons.into_iter().map(told).collect();
        let corrected = self.told(&mind, who, &told)?;
        let closed = self.close_since(self.owner(Some(who)), corrected, Some(&mind));
        let closed = closed.map_err(|fault| fault.within(who))?;
        let mut minds = world.minds().to_vec();
        minds[who.index()] = closed;
        self.close_since(None, world.believed(minds), Some(world))
    }

    /// What the failure of a step teaches.
    fn lessons(&self, world: &World, mind: &World, action: usize) -> Result<Lessons, Trouble> {
        let schema = self.schema(action);
        let mut lessons = Lessons::new();
        let level = Level::of(world, mind);
        let needs = &schema.precondition;
        let environment = self.environment(action);
        if !self.reader.holds(world, &mut environment.clone(), needs, true)? {
            self.doubted(&level, &mut environment.clone(), needs, true, &mut lessons)?;
            return Ok(lessons);
        }
        for outcome in &schema.outcomes {
            self.doubted(&level, &mut environment.clone(), &outcome.guard, true, &mut lessons)?;
        }
        Ok(lessons)
    }

    /// Goes down a condition as far as it holds in the mind and not in the world.
    fn doubted(
        &self,
        level: &Level,
        environment: &mut Environment,
        condition: &Condition,
        positive: bool,
        lessons: &mut Lessons,
    ) -> Result<(), Trouble> {
        let reader = &self.reader;
        let (world, mind) = (level.world(), &level.mind);
        if !reader.holds(mind, environment, condition, positive)?
            || reader.holds(world, environment, condition, positive)?
        {
            return Ok(());
        }
        match condition {
            Condition::True | Condition::False => {}
            Condition::Not(inner) => {
                self.doubted(level, environment, inner, !positive, lessons)?;
            }
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    self.doubted(level, environment, part, positive, lessons)?;
                }
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                for &value in reader.members(*kind) {
                    environment[variable.index()] = value;
                    self.doubted(level, environment, body, positive, lessons)?;
                }
            }
            Condition::Believes(believer, inner) => {
                let level = level.under(reader.believer(*believer, environment)?);
                self.doubted(&level, environment, inner, positive, lessons)?;
            }
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    if reader.holds(mind, environment, test, true)? {
                        self.doubted(level, environment, test, true, lessons)?;
                        return self.doubted(level, environment, then, positive, lessons);
                    }
                    // It was believed not to be so, and is.
                    if reader.holds(world, environment, test, true)? {
                        let mut read = vec![];
                        self.fluents_tested(level, environment, test, &mut read)?;
                        self.learn(read, false, lessons);
                    }
                }
                self.doubted(level, environment, otherwise, positive, lessons)?;
            }
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                let mut read = vec![];
                self.fluents_in(level, environment, left, &mut read)?;
                self.fluents_in(level, environment, right, &mut read)?;
                self.learn(read, comparison == Comparison::Unequal, lessons);
            }
            Condition::IsA(expr, _) => {
                let mut read = vec![];
                self.fluents_in(level, environment, expr, &mut read)?;
                self.learn(read, false, lessons);
            }
        }
        Ok(())
    }

    /// Corrects each of these fluents that the mind is wrong about: a truth to what it is, and so
    /// everything where the failure `tells` what the value is; elsewhere it becomes unknown.
    fn learn(&self, read: Vec<Side>, tells: bool, lessons: &mut Lessons) {
        for side in read {
            let is = self.read(&side, side.level.world());
            if self.read(&side, &side.level.mind) == is {
                continue;
            }
            let is_known = tells || self.program().fluents[side.schema.index()].value == BOOLEAN;
            let value = if is_known { is } else { Value::Unknown };
            let lesson = lessons.entry((side.level.believers, side.fluent));
            let lesson = lesson.or_insert((is_known, value));
            if is_known {
                *lesson = (true, value);
            }
        }
    }
}
