//! What a teller asks of a run: whether a condition holds, what each want is worth, and which
//! triggers a step sets off.

use motive_world::fault::Place;
use motive_world::id::{CharacterId, TriggerSchemaId};
use motive_world::program::{Condition, Scope, Utility};
use motive_world::story::Step;
use motive_world::value::Value;

use crate::event::{Event, Happening};
use crate::fault::Fault;
use crate::judge::Judge;
use crate::world::World;

/// A trigger that happens because of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firing {
    /// In whose mind; `None` in reality.
    pub mind: Option<CharacterId>,
    /// Which.
    pub trigger: TriggerSchemaId,
    /// A value for each parameter.
    pub arguments: Vec<Value>,
}

impl Judge<'_> {
    /// Whether a step of the story can happen in `world`; one that there is not cannot.
    ///
    /// # Errors
    /// If its precondition divides by zero or grows too large.
    pub fn can_happen(&self, world: &World, step: &Step) -> Result<bool, Fault> {
        match self.rules.find(step) {
            Some(action) => self.rules.can_be_taken(None, world, action),
            None => Ok(false),
        }
    }

    /// Whether a condition holds in `world`, with these values for the first variables of its scope.
    /// It is part of `place`, for the fault if there is one.
    ///
    /// # Errors
    /// If it divides by zero or grows too large.
    pub fn holds(
        &self,
        world: &World,
        scope: &Scope,
        arguments: &[Value],
        condition: &Condition,
        place: Place,
    ) -> Result<bool, Fault> {
        let mut environment = arguments.to_vec();
        environment.resize(scope.len().max(arguments.len()), Value::Unknown);
        let holds = self.rules.reader.holds(world, &mut environment, condition, true);
        holds.map_err(|trouble| trouble.at(place))
    }

    /// What each term of what a character wants is worth in `world`, which is that character's mind.
    ///
    /// # Errors
    /// If one divides by zero or grows too large.
    pub fn terms(&self, world: &World, who: CharacterId) -> Result<Vec<Value>, Fault> {
        let utility = self.rules.program().utility(Some(who));
        let terms = utility.wants.iter().map(|want| {
            let one = Utility { scope: utility.scope.clone(), wants: vec![want.clone()] };
            let worth = self.rules.reader.utility(world, &one);
            worth.map_err(|trouble| trouble.at(Place::Utility(Some(who))))
        });
        terms.collect()
    }

    /// The triggers that a step sets off when it happens in `world`: in reality, and in the mind of
    /// each character whom it reaches, in order. (What those set off in minds further in, and what
    /// an effect of a trigger on somebody's beliefs sets off there, is not listed.)
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn firings(&self, world: &World, step: &Step) -> Result<Vec<Firing>, Fault> {
        let Some(action) = self.rules.find(step) else { return Ok(vec![]) };
        let mut happening = Happening::new(&self.rules, action);
        let mut all = vec![];
        let after = happening.happen(world, &Event::Step(action), None)?;
        let mut list = |mind: Option<CharacterId>, from: World, rest: &World| {
            let fired = self.rules.firings_since(self.rules.owner(mind), from, rest)?;
            all.extend(fired.into_iter().map(|(trigger, arguments)| Firing {
                mind,
                trigger,
                arguments,
            }));
            Ok(())
        };
        list(None, after, world)?;
        if !world.is_cut() {
            for character in self.rules.program().characters() {
                let within = |fault: Fault| fault.within(character);
                let opened = happening.reached(world, character)?;
                if let Some((opened, before)) = opened {
                    list(Some(character), opened, &before).map_err(within)?;
                }
            }
        }
        Ok(all)
    }
}
