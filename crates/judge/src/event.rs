//! A step happens: its facts, and what it does to every mind (planning-semantics §4.1, §4.2).

use std::collections::BTreeMap;
use std::rc::Rc;

use motive_world::id::CharacterId;
use motive_world::story::Step;
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

/// What happens in a world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// A step, by its position in [`Rules::actions`].
    Step(usize),
    /// In a mind: what a step seems to be.
    Seeming(Rc<Step>),
}

/// Whose mind a world is, as far as that makes a difference to what happens in it; reality is nobody's.
pub(crate) type Owner = Option<CharacterId>;

/// What is set once the owner of the mind where it is set has drawn the obvious conclusion: what
/// `owner` comes to believe is so. Of all that is said of one thing under one list of believers,
/// with more or fewer mentions of `owner` before it, what has the most mentions counts for all
/// lists that are no longer.
pub(crate) fn concluded(owner: CharacterId, updates: Vec<Told>) -> Vec<Told> {
    let mut set = Changes::new();
    let mut said: Vec<(usize, Told)> = vec![];
    for told in updates {
        let mentions = told.believers.iter().take_while(|&&who| who == owner).count();
        said.push((mentions, told));
    }
    said.sort_by_key(|&(mentions, _)| mentions);
    for (mentions, told) in said {
        for left_out in 0..=mentions {
            let believers = told.believers[left_out..].to_vec();
            set.insert((believers, told.fluent.clone()), told.value);
        }
    }
    Told::list(&set)
}

/// One step happening in a world and in the minds of those who notice it.
///
/// What happens in a mind depends on that mind alone (repaired, if it was a surprise), so that
/// minds that are shared are worked out once; the worlds in the tables are kept alive by them, so
/// that no address is used twice.
pub(crate) struct Happening<'r, 'p> {
    rules: &'r Rules<'p>,
    step: Event,
    /// Whether it may make a difference whose mind a world is.
    teaches: bool,
    happened: BTreeMap<(Event, usize, Owner), (World, World)>,
    closed: BTreeMap<(usize, Owner), (World, World)>,
    repaired: BTreeMap<(usize, usize), (World, World, World)>,
}

impl<'r, 'p> Happening<'r, 'p> {
    /// The world after a step and all the triggers that it sets off. Whether the step is
    /// executable is not asked.
    pub(crate) fn after(
        rules: &'r Rules<'p>,
        owner: Owner,
        world: &World,
        action: usize,
    ) -> Result<World, Fault> {
        let mut happening = Happening::new(rules, action);
        let after = happening.happen(world, &Event::Step(action), owner)?;
        rules.close_since(happening.learner(owner), after, Some(world))
    }

    /// The one whose mind a world is, if that makes a difference to what is learnt.
    fn learner(&self, owner: Owner) -> Owner {
        self.rules.owner(owner).filter(|_| self.teaches)
    }

    /// A step that nothing has been worked out for yet.
    pub(crate) fn new(rules: &'r Rules<'p>, action: usize) -> Self {
        let teaches = !rules.seeming.is_empty() || rules.teaches(action);
        let (happened, closed, repaired) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Happening { rules, step: Event::Step(action), teaches, happened, closed, repaired }
    }

    /// The mind of `character` once the step has reached it and before its triggers, with that mind
    /// before the step; `None` if it does not reach it.
    pub(crate) fn reached(
        &mut self,
        world: &World,
        character: CharacterId,
    ) -> Result<Option<(World, World)>, Fault> {
        let event = self.step.clone();
        let updates = Told::list(&self.rules.event_changes(world, &event)?);
        let left = self.left(world, &updates, &event);
        let perceived = self.perceived((world, &left), &event, (None, character))?;
        let told = told_to(character, &updates);
        let before = world.mind(character);
        let opened = self.open_mind(world, &before, character, perceived.as_ref(), &told);
        let opened = opened.map_err(|fault| fault.within(character))?;
        Ok((perceived.is_some() || !told.is_empty()).then_some((opened, before)))
    }

    /// An event happens in `world`, the mind of `owner`: its facts get their values and its minds
    /// are brought up to date; the triggers of `world` itself are left to the caller.
    pub(crate) fn happen(
        &mut self,
        world: &World,
        event: &Event,
        owner: Owner,
    ) -> Result<World, Fault> {
        let learner = self.learner(owner);
        // To whom something seems to happen makes a difference as well.
        let whose = if matches!(event, Event::Seeming(_)) { owner } else { learner };
        let key = (event.clone(), world.address(), whose);
        if let Some((_, after)) = self.happened.get(&key) {
            return Ok(after.clone());
        }
        let mut updates = Told::list(&self.rules.event_changes(world, event)?);
        if let Some(learner) = learner {
            updates = concluded(learner, updates);
        }
        let mut minds = vec![];
        if !world.is_cut() {
            let left = self.left(world, &updates, event);
            for character in self.rules.program().characters() {
                let mind = world.mind(character);
                let perceived = self.perceived((world, &left), event, (owner, character))?;
                let told = told_to(character, &updates);
                let after = self.mind_after(world, &mind, character, perceived.as_ref(), &told);
                minds.push(after.map_err(|fault| fault.within(character))?);
            }
        }
        let after = world.with(Told::facts(&updates), minds);
        self.happened.insert(key, (world.clone(), after.clone()));
        Ok(after)
    }

    /// `world` with the facts that an event leaves behind, where anybody's perceiving it depends on
    /// them; elsewhere as it is.
    fn left(&self, world: &World, updates: &[Told], event: &Event) -> World {
        match self.rules.is_seen_afterwards(event) {
            true => world.with(Told::facts(updates), world.minds().to_vec()),
            false => world.clone(),
        }
    }

    /// What `character` perceives of an event that happens in the first of two worlds, the mind of
    /// `owner`, and leaves the second one's facts.
    fn perceived(
        &self,
        (before, left): (&World, &World),
        event: &Event,
        (owner, character): (Owner, CharacterId),
    ) -> Result<Option<Event>, Fault> {
        // Whoever takes something for an appearance knows to have perceived it.
        if matches!(event, Event::Seeming(_)) && owner == Some(character) {
            return Ok(Some(event.clone()));
        }
        self.rules.perceived((before, left), event, character)
    }

    /// The mind of `character` after the step (§4.2: observation, belief effects, triggers).
    fn mind_after(
        &mut self,
        world: &World,
        mind: &World,
        character: CharacterId,
        perceived: Option<&Event>,
        told: &[Told],
    ) -> Result<World, Fault> {
        let after = self.open_mind(world, mind, character, perceived, told)?;
        if perceived.is_some() || !told.is_empty() {
            self.close(character, after, mind)
        } else {
            Ok(after)
        }
    }

    /// The same before its triggers.
    fn open_mind(
        &mut self,
        world: &World,
        mind: &World,
        character: CharacterId,
        perceived: Option<&Event>,
        told: &[Told],
    ) -> Result<World, Fault> {
        let mut after = mind.clone();
        if let Some(event) = perceived {
            let ready = match event {
                Event::Step(_) => self.repair(world, mind)?,
                Event::Seeming(seeming) => self.rules.admitted(mind, seeming)?,
            };
            after = self.happen(&ready, event, Some(character))?;
        }
        if !told.is_empty() {
            after = self.rules.told(&after, character, told)?;
        }
        Ok(after)
    }

    fn close(
        &mut self,
        character: CharacterId,
        world: World,
        before: &World,
    ) -> Result<World, Fault> {
        let owner = self.learner(Some(character));
        let key = (world.address(), owner);
        if let Some((_, closed)) = self.closed.get(&key) {
            return Ok(closed.clone());
        }
        let closed = self.rules.close_since(owner, world.clone(), Some(before))?;
        self.closed.insert(key, (world, closed.clone()));
        Ok(closed)
    }

    fn repair(&mut self, world: &World, mind: &World) -> Result<World, Fault> {
        let key = (world.address(), mind.address());
        if let Some((_, _, repaired)) = self.repaired.get(&key) {
            return Ok(repaired.clone());
        }
        let Event::Step(action) = self.step else { return Ok(mind.clone()) };
        let repaired = self.rules.repaired(world, mind, action)?;
        self.repaired.insert(key, (world.clone(), mind.clone(), repaired.clone()));
        Ok(repaired)
    }
}

impl Rules<'_> {
    /// Whether a step, or what it may set off, makes anybody believe anything.
    fn teaches(&self, action: usize) -> bool {
        let schema = self.schema(action);
        self.triggers_teach
            || schema.outcomes.iter().any(|outcome| self.assignments(&outcome.effect).1 > 0)
    }

    /// The one whose mind a world is, if that makes any difference.
    pub(crate) fn owner(&self, owner: Owner) -> Owner {
        owner.filter(|_| self.program().settings.learning)
    }

    /// The mind of `owner` once these updates have reached it, as an event that only `owner`
    /// notices; the caller closes it. `owner`'s view of himself gets the same updates, and then
    /// what they say of it.
    pub(crate) fn told(
        &self,
        mind: &World,
        owner: CharacterId,
        updates: &[Told],
    ) -> Result<World, Fault> {
        let updates = &match self.owner(Some(owner)) {
            Some(owner) => concluded(owner, updates.to_vec()),
            None => updates.to_vec(),
        };
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
                    let closed =
                        self.close_since(self.owner(Some(character)), inner, Some(&before));
                    inner = closed.map_err(|fault| fault.within(character))?;
                }
                minds.push(inner);
            }
        }
        Ok(mind.with(Told::facts(updates), minds))
    }
}
