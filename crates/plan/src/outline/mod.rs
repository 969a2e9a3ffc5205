//! Planning by an outline: leg by leg, each a search of its own from where the last one ended.
//!
//! An outline is an ordered list of entries, each an event or a few conditions. The leg to an entry is
//! the author's search (the module `author`) in a world in which the author wants that entry and nothing
//! else; after the last entry comes a leg to the author's own goal, unless that is reached already. What
//! is a reason does not change: it depends on the state before an act alone, and looks beyond a leg as
//! far as the limits let it. The author limit holds for each leg.
//!
//! # Backing up
//! A leg has many ends. They are gone on from one by one, best first, depth first over the legs: where
//! the leg after it finds no way on, the next end is looked for. A state in which a leg has found nothing
//! is remembered. A **round** allows each leg so many ticks and so many ends, and lets it take only
//! steps that serve its entry; the next round allows more of both, and every step. When no leg was cut
//! short in a round, all ways have been tried. That is still no proof that there is no story: a failure
//! is [`StopReason::Incomplete`].
//!
//! # The story as a whole
//! Legs that are short each by itself may still contain what the whole can do without. One event after
//! the other is dropped, together with whatever then cannot happen or is no longer explained; what is
//! left is taken where it goes through the outline and ends as well.

mod leg;
mod whole;
mod worlds;

pub use worlds::Worlds;

use hashbrown::HashSet;
use motive_world::fault::Fault;
use motive_world::ground::{GroundWorld, StepId};
use motive_world::outline::Aim;
use motive_world::state::{NoRecorder, StateId};
use motive_world::story::{Step, Story};
use motive_world::value::Number;
use rustc_hash::FxBuildHasher;

use crate::author::Scope;
use crate::explain::{Answer, Explanations, Unanswered};
use crate::search::{Options, Progress, Statistics, StopReason, next_whole};
use crate::waiting::{Waiting, Waits};
use leg::{Leg, Wanted, Went, replay};
use whole::Terms;

/// Ticks of a leg in the first round; each round allows four times as many.
const TICKS: u64 = 8_000;
/// Ends of a leg that are gone on from in the first round; each round allows twice as many.
const ENDS: u32 = 4;
/// So many times a leg's ticks all legs of a round together may take for each entry.
const SHARE: u64 = 8;
/// Ticks that may be spent at least on proofs that nothing can be left out; a search that took longer
/// may spend as much again.
const PATIENCE: u64 = 400_000;
/// What one of these proofs may take.
const PROOF: u64 = 50_000;
/// Ticks that may be spent on each look for what comes nearer, once a search is over.
const NEARER: u64 = 20_000;
/// Ticks that may be spent on telling the part of a story that was found.
const AFTERMATH: u64 = 40_000;

/// How far a search by an outline came, where it did not come to the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// The first entry that was not reached; the number of entries if all were, and the author's own
    /// goal was not.
    pub entry: usize,
    /// How many of its conditions held at best, where it is made of conditions.
    pub held: Option<usize>,
    /// The steps that come nearest.
    pub steps: Vec<Step>,
    /// How many of these reach the entry before.
    start: usize,
}

/// What a round allows.
#[derive(Clone, Copy, Debug)]
struct Round {
    ticks: u64,
    ends: u32,
    scope: Scope,
    /// What is left for all legs.
    left: u64,
    /// Whether some leg was cut short.
    is_cut: bool,
}

/// A story that is being made lean and told.
#[derive(Debug)]
struct Finishing {
    plan: Vec<StepId>,
    is_lean: bool,
    patience: u64,
    proof: u64,
}

/// A search by an outline: a value that is advanced by ticks, as [`crate::search::Search`] is.
#[derive(Debug)]
pub struct OutlineSearch<'w> {
    worlds: &'w Worlds,
    options: Options,
    /// For each leg, the last included, and kept for whenever it is come back to.
    minds: Vec<Option<Explanations<'w>>>,
    worlds_of_legs: Vec<&'w GroundWorld>,
    whole: Explanations<'w>,
    initial: StateId,
    terms: Option<Terms>,
    round: Round,
    legs: Vec<Leg>,
    path: Vec<Step>,
    /// Entries and states of the whole, with the accidents on the way there, from which nothing was
    /// found in this round.
    hopeless: HashSet<(usize, StateId, u32), FxBuildHasher>,
    told: Vec<Vec<StepId>>,
    finishing: Option<Finishing>,
    waiting: Waiting<'w>,
    shortfall: Option<(Shortfall, Number)>,
    lean: bool,
    statistics: Statistics,
    done: Option<StopReason>,
}

impl<'w> OutlineSearch<'w> {
    /// A search that has not begun. `world` is the world as it is.
    ///
    /// # Errors
    /// A fault in the start of the world.
    pub fn new(
        world: &'w GroundWorld,
        worlds: &'w Worlds,
        options: &Options,
    ) -> Result<Self, Fault> {
        let mut whole = Explanations::new(&worlds.whole, &options.limits, options.components);
        let initial = whole.states.initial(&mut NoRecorder)?;
        let limit = options.limits.author.unwrap_or(u32::MAX);
        let wants_nothing = world.program.author.wants.is_empty();
        let terms = match worlds.utility(&whole, initial)? {
            // Going through the outline is worth 1 where nothing else is wanted.
            Some(_) if wants_nothing => {
                let goal = options.limits.goal.unwrap_or(Number::ONE);
                (goal <= Number::ONE).then_some(Terms { before: None, goal, limit })
            }
            Some(before) => {
                let goal = options.limits.goal.unwrap_or_else(|| next_whole(before));
                Some(Terms { before: Some(before), goal, limit })
            }
            None => None,
        };
        let legs = worlds.legs.len();
        let mut search = OutlineSearch {
            worlds,
            options: options.clone(),
            minds: (0..=legs).map(|_| None).collect(),
            worlds_of_legs: worlds.legs.iter().chain([world]).collect(),
            whole,
            initial,
            terms,
            round: Round { ticks: TICKS, ends: ENDS, scope: Scope::Ends, left: 0, is_cut: false },
            legs: vec![],
            path: vec![],
            hopeless: HashSet::default(),
            told: vec![],
            finishing: None,
            waiting: Waiting::default(),
            shortfall: None,
            lean: true,
            statistics: Statistics::default(),
            done: None,
        };
        search.round.left = search.allowance();
        search.go_on(0)?;
        Ok(search)
    }

    fn allowance(&self) -> u64 {
        self.round.ticks.saturating_mul(SHARE).saturating_mul(self.worlds.legs.len() as u64 + 1)
    }

    /// Goes on for at most `ticks` ticks. The result does not depend on how the ticks are sliced.
    pub fn step(&mut self, ticks: u64) -> Progress {
        for _ in 0..ticks {
            if let Some(reason) = &self.done {
                return Progress::Done(reason.clone());
            }
            if self.options.ticks.is_some_and(|limit| self.statistics.ticks >= limit) {
                self.done = Some(StopReason::Ticks);
                continue;
            }
            if self.statistics.ticks % 64 == 0
                && self.options.memory.is_some_and(|limit| self.memory() > limit)
            {
                self.done = Some(StopReason::Memory);
                continue;
            }
            self.statistics.ticks += 1;
            let ticked = match self.finishing {
                Some(_) => self.finish(),
                None => self.travel().map(|()| None),
            };
            match ticked {
                Ok(None) => {}
                Ok(Some(story)) => {
                    if !self.options.all {
                        self.done = Some(StopReason::Found);
                    }
                    return Progress::Story(Box::new(story));
                }
                Err(fault) => self.done = Some(StopReason::Fault(fault)),
            }
        }
        Progress::Running
    }

    /// One tick of the leg at the end of the path.
    fn travel(&mut self) -> Result<(), Fault> {
        let Some(leg) = self.legs.last_mut() else { return self.next_round() };
        if leg.left == 0 || leg.ends >= self.round.ends || self.round.left == 0 {
            self.round.is_cut = true;
            return self.back_up();
        }
        leg.left -= 1;
        self.round.left -= 1;
        let Some(minds) = &mut self.minds[leg.entry] else { return self.back_up() };
        leg.count(minds);
        if minds.is_busy() {
            return minds.tick();
        }
        match leg.tick(minds, &mut self.statistics) {
            Ok(Went::On) => Ok(()),
            Ok(Went::There(steps)) => {
                leg.ends += 1;
                leg.leave(minds);
                self.path.truncate(leg.start);
                self.path.extend(steps);
                let next = leg.entry + 1;
                self.go_on(next)
            }
            Ok(Went::Nowhere) => self.back_up(),
            Err(Unanswered::Needs(query)) => minds.push(query),
            Err(Unanswered::Fault(fault)) => Err(fault),
        }
    }

    /// Goes on from the end of the path, which has come to all entries before `entry`.
    fn go_on(&mut self, mut entry: usize) -> Result<(), Fault> {
        let Some(state) = replay(&mut self.whole, &self.path)? else { return self.come_back() };
        let entries = &self.worlds.outline.entries;
        while entry < entries.len()
            && matches!(entries[entry].aim, Aim::Holds { .. })
            && crate::survey::hold(&self.whole, self.worlds.terms[entry].clone(), state)?
        {
            entry += 1;
        }
        let wanted = match (entries.get(entry), self.terms) {
            (Some(next), _) => match &next.aim {
                Aim::Holds { conditions, .. } => Wanted::Conditions(conditions.len()),
                Aim::Happens(_) => Wanted::Event,
            },
            (None, Some(terms)) => {
                let after = self.worlds.utility(&self.whole, state)?;
                let is_better = |before: Number| {
                    after.is_some_and(|after| after > before && after >= terms.goal)
                };
                match terms.before {
                    Some(before) if !is_better(before) => Wanted::Goal { before, goal: terms.goal },
                    _ if self.path.is_empty() => return self.come_back(),
                    _ => {
                        let steps = self.path.iter().map(|step| self.worlds.whole.step(step));
                        let plan = steps.collect::<Option<Vec<StepId>>>().unwrap_or_default();
                        let patience = PATIENCE.max(self.statistics.ticks);
                        self.lean = true;
                        self.finishing =
                            Some(Finishing { plan, is_lean: false, patience, proof: PROOF });
                        return Ok(());
                    }
                }
            }
            (None, None) => return self.come_back(),
        };
        let accidents = self.accidents(entry)?;
        if self.hopeless.contains(&(entry, state, accidents)) || accidents > self.whole.accidents {
            return self.come_back();
        }
        let world = self.worlds_of_legs[entry];
        let (limits, components) = (&self.options.limits, self.options.components);
        let minds =
            self.minds[entry].get_or_insert_with(|| Explanations::new(world, limits, components));
        minds.abandon();
        minds.named = self.worlds.outline.entries.get(entry).and_then(|entry| match &entry.aim {
            Aim::Happens(pattern) if pattern.outcome.is_some() => Some(pattern.clone()),
            _ => None,
        });
        let round =
            (self.round.ticks, self.round.scope, self.whole.accidents.saturating_sub(accidents));
        let leg = Leg::new((entry, wanted), (&self.path, state), round, minds, &self.options)?;
        match leg {
            Some(leg) => self.legs.push(leg),
            None => return self.come_back(),
        }
        Ok(())
    }

    /// How many accidents there are on the path to an entry, beyond those that the outline names before
    /// it.
    fn accidents(&mut self, entry: usize) -> Result<u32, Fault> {
        if !self.whole.world.branches {
            return Ok(0);
        }
        let steps = self.path.iter().map(|step| self.worlds.whole.step(step));
        let Some(steps) = steps.collect::<Option<Vec<StepId>>>() else { return Ok(0) };
        let states = self.whole.run(None, self.initial, &steps)?;
        let mut accidents = vec![];
        for (index, (&state, &step)) in states.iter().zip(&steps).enumerate() {
            if self.whole.is_accident(state, step)? {
                accidents.push(&self.path[index]);
            }
        }
        for entry in &self.worlds.outline.entries[..entry] {
            if let Aim::Happens(pattern) = &entry.aim
                && pattern.outcome.is_some()
                && let Some(named) = accidents.iter().position(|step| pattern.matches(step))
            {
                accidents.remove(named);
            }
        }
        Ok(accidents.len() as u32)
    }

    /// The end that was just reached leads nowhere: the leg to it goes on.
    fn come_back(&mut self) -> Result<(), Fault> {
        if let Some(leg) = self.legs.last_mut() {
            self.path.truncate(leg.start);
            if let Some(minds) = &mut self.minds[leg.entry] {
                minds.abandon();
                leg.resume(minds);
            }
        }
        Ok(())
    }

    /// The last leg is given up.
    fn back_up(&mut self) -> Result<(), Fault> {
        let Some(leg) = self.legs.pop() else { return Ok(()) };
        self.note(&leg);
        if let Some(minds) = &mut self.minds[leg.entry] {
            minds.abandon();
        }
        self.path.truncate(leg.start);
        self.hopeless.insert((leg.entry, leg.from, leg.accidents));
        self.come_back()
    }

    /// Every leg has been given up: begins again with more of everything, unless nothing was cut short.
    fn next_round(&mut self) -> Result<(), Fault> {
        let is_last = !self.round.is_cut || self.options.all;
        if is_last && self.round.scope == Scope::Everything {
            self.done = Some(StopReason::Incomplete);
            return Ok(());
        }
        let round = self.round;
        // What was not cut short is only begun again with every step, and need not have more.
        let (ticks, ends) = match round.is_cut {
            true => (round.ticks.saturating_mul(4), round.ends.saturating_mul(2)),
            false => (round.ticks, round.ends),
        };
        self.round = Round { ticks, ends, scope: Scope::Everything, left: 0, is_cut: false };
        self.round.left = self.allowance();
        self.hopeless.clear();
        self.path.clear();
        self.go_on(0)?;
        if self.legs.is_empty() && self.finishing.is_none() {
            self.done = Some(StopReason::Incomplete);
        }
        Ok(())
    }

    /// Remembers how near a leg came, if none came nearer.
    fn note(&mut self, leg: &Leg) {
        let (worth, steps) = leg.nearest(self.worlds_of_legs[leg.entry]);
        let is_nearer = self.shortfall.as_ref().is_none_or(|(known, best)| {
            leg.entry > known.entry || (leg.entry == known.entry && worth > *best)
        });
        if is_nearer {
            let entry = self.worlds.outline.entries.get(leg.entry);
            let held = entry.and_then(|entry| match entry.aim {
                Aim::Holds { .. } => Some(worth.get() as usize),
                Aim::Happens(_) => None,
            });
            let start = leg.start.min(self.path.len());
            let mut path = self.path[..start].to_vec();
            path.extend(steps);
            let shortfall = Shortfall { entry: leg.entry, held, steps: path, start };
            self.shortfall = Some((shortfall, worth));
        }
    }

    /// How far the search has come, where it has not come to the end. Where nothing is known to come
    /// near, some more ticks are spent on looking for what does: this is for a search that is over.
    pub fn shortfall(&mut self) -> Option<Shortfall> {
        let legs = std::mem::take(&mut self.legs);
        for leg in &legs {
            self.note(leg);
        }
        self.legs = legs;
        if let Some((mut shortfall, worth)) = self.shortfall.clone() {
            if let Ok(true) = self.come_nearer(&mut shortfall) {
                self.shortfall = Some((shortfall, worth));
            }
        }
        self.shortfall.as_ref().map(|(shortfall, _)| shortfall.clone())
    }

    /// Looks for a way to all but one of the conditions that were not all met, or to all but two, and so
    /// on: a search for all of them is cut off where one is out of reach.
    fn come_nearer(&mut self, shortfall: &mut Shortfall) -> Result<bool, Fault> {
        let entry = shortfall.entry;
        let (Some(held), Some(minds)) = (shortfall.held, &mut self.minds[entry]) else {
            return Ok(false);
        };
        let Aim::Holds { conditions, .. } = &self.worlds.outline.entries[entry].aim else {
            return Ok(false);
        };
        let path = shortfall.steps[..shortfall.start].to_vec();
        for wanted in (held + 1..conditions.len()).rev() {
            minds.abandon();
            let wanted = (entry, Wanted::Conditions(wanted));
            let (from, round) = (self.initial, (NEARER, Scope::Everything, minds.accidents));
            let leg = Leg::new(wanted, (&path, from), round, minds, &self.options)?;
            let Some(mut leg) = leg else { continue };
            for _ in 0..NEARER {
                leg.count(minds);
                if minds.is_busy() {
                    minds.tick()?;
                    continue;
                }
                match leg.tick(minds, &mut self.statistics) {
                    Ok(Went::On) => {}
                    Ok(Went::Nowhere) => break,
                    Ok(Went::There(steps)) => {
                        let (_, Wanted::Conditions(wanted)) = wanted else { return Ok(false) };
                        shortfall.held = Some(wanted);
                        shortfall.steps = path;
                        shortfall.steps.extend(steps);
                        return Ok(true);
                    }
                    Err(Unanswered::Needs(query)) => minds.push(query)?,
                    Err(Unanswered::Fault(fault)) => return Err(fault),
                }
            }
        }
        Ok(false)
    }

    /// One tick of making a story of a path that goes through the outline.
    fn finish(&mut self) -> Result<Option<Story>, Fault> {
        if self.whole.is_busy() {
            let Some(finishing) = &mut self.finishing else { return Ok(None) };
            finishing.patience = finishing.patience.saturating_sub(1);
            finishing.proof = finishing.proof.saturating_sub(1);
            // Proofs that nothing can be left out may take too long; that everyone has a reason must
            // be proved.
            if finishing.is_lean || (finishing.proof > 0 && finishing.patience > 0) {
                self.whole.tick()?;
            } else {
                self.whole.give_up();
                self.lean = false;
            }
            return Ok(None);
        }
        match self.conclude() {
            Ok(concluded) => Ok(concluded),
            Err(Unanswered::Needs(query)) => {
                if let Some(finishing) = &mut self.finishing {
                    finishing.proof = PROOF;
                }
                self.whole.push(query)?;
                Ok(None)
            }
            Err(Unanswered::Fault(fault)) => Err(fault),
        }
    }

    fn conclude(&mut self) -> Answer<Option<Story>> {
        let (Some(finishing), Some(terms)) = (&mut self.finishing, self.terms) else {
            return Ok(None);
        };
        if !finishing.is_lean {
            let plan = finishing.plan.clone();
            match self.worlds.shorter(&mut self.whole, self.initial, &plan, &terms)? {
                Some(kept) => {
                    finishing.plan = kept.into_iter().map(|position| plan[position]).collect();
                }
                None => {
                    finishing.is_lean = true;
                    self.whole.resume();
                }
            }
            return Ok(None);
        }
        let plan = finishing.plan.clone();
        let states = self.whole.run(None, self.initial, &plan)?;
        let limit = self.whole.character_limit;
        let is_met = self.worlds.is_met(&mut self.whole, &states, &plan, &terms)?;
        let mut is_explained = true;
        for (index, &step) in plan.iter().enumerate() {
            for &who in &self.worlds.whole.action(step).consenting {
                let query = self.whole.consent(states[index], who, step, limit);
                is_explained &= self.whole.stands(query, limit)?;
            }
        }
        let mut waits = true;
        if let Some(finishing) = &mut self.finishing
            && self.whole.pressing.is_any()
        {
            let patience = &mut finishing.patience;
            match self.waiting.tick(&self.worlds.whole, &self.options, &plan, patience)? {
                Waits::Yes => {}
                Waits::No => waits = false,
                Waits::Asking => return Ok(None),
                Waits::Unknown => self.lean = false,
            }
        }
        let is_met = is_met && waits;
        let story = match is_met && is_explained && !self.told.contains(&plan) {
            true => Some(self.tell(&states, &plan)?),
            false => None,
        };
        self.finishing = None;
        self.round.is_cut |= !is_met || !is_explained;
        if story.is_some() {
            self.told.push(plan);
        }
        // Whoever asks for more goes on with the next end.
        self.come_back()?;
        Ok(story)
    }

    /// The steps with everyone's reasons.
    fn tell(&mut self, states: &[StateId], plan: &[StepId]) -> Answer<Story> {
        let story = self.whole.story(states, plan)?;
        let utility = |state: Option<&StateId>| match state {
            Some(&state) => self.worlds.utility(&self.whole, state),
            None => Ok(None),
        };
        let (before, after) = (utility(states.first())?, utility(states.last())?);
        let wants_nothing = self.terms.is_some_and(|terms| terms.before.is_none());
        let places = self.worlds.reached(&mut self.whole, states, plan)?;
        let is_through = places.len() == self.worlds.outline.entries.len();
        let after = if wants_nothing && is_through { Some(Number::ONE) } else { after };
        Ok(Story { before, after, ..story })
    }

    /// The part of a story that was found, with everyone's reasons. Making it may take some more ticks.
    pub fn best_so_far(&mut self) -> Option<Story> {
        let steps = self.shortfall()?.steps;
        let plan: Vec<StepId> =
            steps.iter().map(|step| self.worlds.whole.step(step)).collect::<Option<_>>()?;
        if plan.is_empty() {
            return None;
        }
        self.whole.abandon();
        for _ in 0..AFTERMATH {
            if self.whole.is_busy() {
                self.whole.tick().ok()?;
                continue;
            }
            let states = self.whole.run(None, self.initial, &plan).ok()?;
            match self.tell(&states, &plan) {
                Ok(story) => return Some(story),
                Err(Unanswered::Needs(query)) => self.whole.push(query).ok()?,
                Err(Unanswered::Fault(_)) => return None,
            }
        }
        None
    }

    /// Gives up the proofs that nothing can be left out, where a path through the outline has been
    /// found and only they are missing. Says whether that is so.
    pub fn hurry(&mut self) -> bool {
        let Some(finishing) = &mut self.finishing else { return false };
        finishing.patience = 0;
        finishing.proof = 0;
        true
    }

    /// Whether it was proved that no event can be left out of the story found.
    #[must_use]
    pub fn is_lean(&self) -> bool {
        self.lean
    }

    /// The author's utility at the start and the goal in force; `None` where it is unknown.
    #[must_use]
    pub fn goal(&self) -> Option<(Number, Number)> {
        self.terms.map(|terms| (terms.before.unwrap_or(Number::ZERO), terms.goal))
    }

    fn memory(&self) -> u64 {
        let minds: u64 = self.minds.iter().flatten().map(Explanations::memory).sum();
        let legs: u64 = self.legs.iter().map(Leg::memory).sum();
        minds
            + legs
            + self.waiting.memory()
            + self.whole.memory()
            + (self.hopeless.capacity() * 16) as u64
    }

    /// What has been done so far.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        let mut total = Statistics { memory: self.memory(), depth: 0, ..self.statistics };
        for minds in self.minds.iter().flatten().chain([&self.whole]) {
            total.queries += minds.counts.queries;
            total.explanation_expanded += minds.counts.expanded;
            total.states += minds.states.len() as u64;
            total.valuations += minds.states.valuations() as u64;
        }
        total
    }
}
