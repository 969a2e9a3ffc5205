//! A step happens: its facts, and what it does to every mind (planning-semantics §4.1, §4.2).

use std::collections::BTreeMap;

use motive_world::id::CharacterId;
use motive_world::value::Value;

use crate::evaluate::Changes;
use crate::fault::Fault;
use crate::ground::Rules;
use crate::world::{Fluent, World};

/// One thing that an event sets: a fact where there is no believer (left), else what the first
/// of them believes that the second believes … that the fluent is.
#[derive(Clone)]
pub(crate) struct Told {
    pub(crate) believers: Vec<CharacterId>,
    pub(crate) fluent: Fluent,
    pub(crate) value: Value,
}

impl Told {
    pub(crate) fn list(changes: &Changes) -> Vec<Told> {
        let told = |((believers, fluent), &value): (&(Vec<CharacterId>, Fluent), &Value)| Told {
            believers: believers.clone(),
            fluent: fluent.clone(),
            value,
        };
        changes.iter().map(told).collect()
    }

    /// The facts among `updates`.
    pub(crate) fn facts(updates: &[Told]) -> impl Iterator<Item = (&Fluent, Value)> {
        updates.iter().filter(|u| u.believers.is_empty()).map(|u| (&u.fluent, u.value))
    }
}

/// Those of `updates` whose first believer is `character`, with that believer taken off.
pub(crate) fn told_to(character: CharacterId, updates: &[Told]) -> Vec<Told> {
    let onward = updates.iter().filter(|u| u.believers.first() == Some(&character));
    onward.map(|u| Told { believers: u.believers[1..].to_vec(), ..u.clone() }).collect()
}

/// One step happening in a world and in the minds of those who notice it.
///
/// What happens in a mind depends on that mind alone (repaired, if it was a surprise), so that
/// minds that are shared are worked out once; the worlds in the tables are kept alive by them, so
/// that no address is used twice.
pub(crate) struct Happening<'r, 'p> {
    rules: &'r Rules<'p>,
    action: usize,
    happened: BTreeMap<usize, (World, World)>,
    closed: BTreeMap<usize, (World, World)>,
    repaired: BTreeMap<(usize, usize), (World, World, World)>,
}

impl<'r, 'p> Happening<'r, 'p> {
    /// The world after a step and all the triggers that it sets off. Whether the step is
    /// executable is not asked.
    pub(crate) fn after(
        rules: &'r Rules<'p>,
        world: &World,
        action: usize,
    ) -> Result<World, Fault> {
        let after = Happening::new(rules, action).happen(world)?;
        rules.close_since(after, Some(world))
    }

    /// A step that nothing has been worked out for yet.
    pub(crate) fn new(rules: &'r Rules<'p>, action: usize) -> Self {
        let (happened, closed, repaired) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Happening { rules, action, happened, closed, repaired }
    }

    /// The mind of `character` once the step has reached it and before its triggers, with that mind
    /// before the step; `None` if it does not reach it.
    pub(crate) fn reached(
        &mut self,
        world: &World,
        character: CharacterId,
    ) -> Result<Option<(World, World)>, Fault> {
        let rules = self.rules;
        let updates = Told::list(&rules.action_changes(world, self.action)?);
        let observes = rules.observes(world, self.action, character)?;
        let told = told_to(character, &updates);
        let before = world.mind(character);
        let opened = self.open_mind(world, &before, character, observes, &told);
        let opened = opened.map_err(|fault| fault.within(character))?;
        Ok((observes || !told.is_empty()).then_some((opened, before)))
    }

    /// The step happens in `world`: its facts get their values and its minds are brought up to
    /// date; the triggers of `world` itself are left to the caller.
    pub(crate) fn happen(&mut self, world: &World) -> Result<World, Fault> {
        if let Some((_, after)) = self.happened.get(&world.address()) {
            return Ok(after.clone());
        }
        let rules = self.rules;
        let updates = Told::list(&rules.action_changes(world, self.action)?);
        let mut minds = vec![];
        if !world.is_cut() {
            for character in rules.program().characters() {
                let mind = world.mind(character);
                let observes = rules.observes(world, self.action, character)?;
                let told = told_to(character, &updates);
                let after = self.mind_after(world, &mind, character, observes, &told);
                minds.push(after.map_err(|fault| fault.within(character))?);
            }
        }
        let after = world.with(Told::facts(&updates), minds);
        self.happened.insert(world.address(), (world.clone(), after.clone()));
        Ok(after)
    }

    /// The mind of `character` after the step (§4.2: observation, belief effects, triggers).
    fn mind_after(
        &mut self,
        world: &World,
        mind: &World,
        character: CharacterId,
        observes: bool,
        told: &[Told],
    ) -> Result<World, Fault> {
        let after = self.open_mind(world, mind, character, observes, told)?;
        if observes || !told.is_empty() { self.close(after, mind) } else { Ok(after) }
    }

    /// The same before its triggers.
    fn open_mind(
        &mut self,
        world: &World,
        mind: &World,
        character: CharacterId,
        observes: bool,
        told: &[Told],
    ) -> Result<World, Fault> {
        let mut after = mind.clone();
        if observes {
            let repaired = self.repair(world, mind)?;
            after = self.happen(&repaired)?;
        }
        if !told.is_empty() {
            after = self.rules.told(&after, character, told)?;
        }
        Ok(after)
    }

    fn close(&mut self, world: World, before: &World) -> Result<World, Fault> {
        if let Some((_, closed)) = self.closed.get(&world.address()) {
            return Ok(closed.clone());
        }
        let closed = self.rules.close_since(world.clone(), Some(before))?;
        self.closed.insert(world.address(), (world, closed.clone()));
        Ok(closed)
    }

    fn repair(&mut self, world: &World, mind: &World) -> Result<World, Fault> {
        let key = (world.address(), mind.address());
        if let Some((_, _, repaired)) = self.repaired.get(&key) {
            return Ok(repaired.clone());
        }
        let repaired = self.rules.repaired(world, mind, self.action)?;
        self.repaired.insert(key, (world.clone(), mind.clone(), repaired.clone()));
        Ok(repaired)
    }
}

impl Rules<'_> {
    /// The mind of `owner` once these updates have reached it, as an event that only `owner`
    /// notices; the caller closes it. `owner`'s view of himself gets the same updates, and then
    /// what they say of it.
    pub(crate) fn told(
        &self,
        mind: &World,
        owner: CharacterId,
        updates: &[Told],
    ) -> Result<World, Fault> {
        let mut minds = vec![];
        if !mind.is_cut() {
            for character in self.program().characters() {
                let before = mind.mind(character);
                let mut inner = before.clone();
                let onward = told_to(character, updates);
                if character == owner {
                    inner = self.told(&inner, owner, updates)?;
                }
                if !onward.is_empty() {
                    inner = self.told(&inner, character, &onward)?;
                }
                if character == owner || !onward.is_empty() {
                    let closed = self.close_since(inner, Some(&before));
                    inner = closed.map_err(|fault| fault.within(character))?;
                }
                minds.push(inner);
            }
        }
        Ok(mind.with(Told::facts(updates), minds))
    }
}
