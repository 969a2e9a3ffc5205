//! Triggers: what happens whenever it can, in reality and in every mind (planning-semantics §4.5).

use motive_world::fault::Place;

use crate::evaluate::{Changes, Environment};
use crate::event::{Owner, Told, concluded, told_to};
use crate::fault::Fault;
use crate::ground::{GroundTrigger, Rules};
use crate::world::World;

/// The most firings before triggers count as never coming to rest.
const MOST_FIRINGS: usize = 10_000;

/// What triggers do in a world.
enum Next<'t> {
    /// None is enabled.
    Rest,
    /// The first that changes something, and the world after it.
    Fires(&'t GroundTrigger, World),
    /// Some are enabled, this one first, but none changes anything.
    Stuck(&'t GroundTrigger),
}

impl Rules<'_> {
    /// The world once no trigger is enabled in it any more. Its minds are closed already: each
    /// firing closes those that it changes.
    ///
    /// The first trigger that is enabled happens, in order of declaration and of arguments; one
    /// that would change nothing gives way to the next. (Seeing somebody well who, as he himself
    /// already concludes, is about to die makes no difference; his dying does.)
    pub(crate) fn close(&self, owner: Owner, world: World) -> Result<World, Fault> {
        self.close_since(owner, world, None)
    }

    /// The same, where it is known that no trigger is enabled in `rest`: the world before
    /// something happened. A trigger that reads only facts which both worlds share, and their minds,
    /// is not enabled here either.
    pub(crate) fn close_since(
        &self,
        owner: Owner,
        world: World,
        rest: Option<&World>,
    ) -> Result<World, Fault> {
        let mut world = world;
        let mut seen = vec![];
        loop {
            let (next, trigger) = match self.next(owner, &world, rest)? {
                Next::Rest => return Ok(world),
                Next::Fires(trigger, next) => (next, trigger),
                Next::Stuck(trigger) => (world.clone(), trigger),
            };
            seen.push(world);
            if seen.contains(&next) || seen.len() > MOST_FIRINGS {
                return Err(Fault::TriggerLoop {
                    trigger: trigger.trigger,
                    arguments: trigger.arguments.clone(),
                    believers: vec![],
                });
            }
            world = next;
        }
    }

    /// What happens next of itself.
    fn next(&self, owner: Owner, world: &World, rest: Option<&World>) -> Result<Next<'_>, Fault> {
        let mut next = Next::Rest;
        let mut environment = vec![];
        // What all instances of one declaration have in common, they are asked once.
        let (mut schema, mut unchanged) = (None, false);
        for trigger in &self.triggers {
            if schema != Some(trigger.trigger) {
                schema = Some(trigger.trigger);
                let same = |rest: &World| {
                    let reads = &trigger.reads;
                    world.shares_facts(rest, &reads.families, reads.depth)
                };
                unchanged = rest.is_some_and(same);
            }
            if unchanged || !trigger.needs.iter().all(|need| need.holds(world)) {
                continue;
            }
            self.trigger_environment(trigger, &mut environment);
            if self.is_enabled(owner, world, trigger, &mut environment)? {
                let after = self.fire(owner, world, trigger)?;
                if after != *world {
                    return Ok(Next::Fires(trigger, after));
                }
                if matches!(next, Next::Rest) {
                    next = Next::Stuck(trigger);
                }
            }
        }
        Ok(next)
    }

    fn is_enabled(
        &self,
        owner: Owner,
        world: &World,
        trigger: &GroundTrigger,
        environment: &mut Environment,
    ) -> Result<bool, Fault> {
        let concludes = owner.is_some_and(|owner| trigger.concluding.contains(&owner));
        if trigger.needs_minds && world.is_cut() && !concludes {
            return Ok(false);
        }
        let precondition = &self.program().triggers[trigger.trigger.index()].precondition;
        let holds = self.reader.holds(world, environment, precondition, true);
        holds.map_err(|trouble| trouble.at(place(trigger)))
    }

    /// One trigger happens. Nobody observes it; minds change by its belief effects alone.
    fn fire(&self, owner: Owner, world: &World, trigger: &GroundTrigger) -> Result<World, Fault> {
        let effect = &self.program().triggers[trigger.trigger.index()].effect;
        let mut changes = Changes::new();
        let mut environment = vec![];
        self.trigger_environment(trigger, &mut environment);
        let done = self.reader.changes(world, &mut environment, effect, &mut changes);
        done.map_err(|trouble| trouble.at(place(trigger)))?;

        let mut updates = Told::list(&changes);
        if let Some(owner) = owner {
            updates = concluded(owner, updates);
        }
        let mut minds = vec![];
        if !world.is_cut() {
            for character in self.program().characters() {
                let mut mind = world.mind(character);
                let onward = told_to(character, &updates);
                if !onward.is_empty() {
                    let told = self.told(&mind, character, &onward)?;
                    mind = self
                        .close_since(self.owner(Some(character)), told, Some(&mind))
                        .map_err(|fault| fault.within(character))?;
                }
                minds.push(mind);
            }
        }
        Ok(world.with(Told::facts(&updates), minds))
    }
}

fn place(trigger: &GroundTrigger) -> Place {
    Place::Trigger(trigger.trigger, trigger.arguments.clone())
}
