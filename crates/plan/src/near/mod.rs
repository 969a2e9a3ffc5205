//! How far an improvement is at least, in worlds whose actions are made on demand.
//!
//! The [relaxed graph](crate::relaxed) goes through every step there is. Here the question is asked
//! from its other end: what a utility reads could improve if this fluent had that value; which
//! action, with which arguments, could bring that about; could its precondition hold one step
//! earlier; and so on, for as many steps as the horizon has. Only schemas are looked at, with those
//! arguments bound that the question says, so the work is about what the wants are about. It is the
//! same relaxation: nothing is ever lost, tests of beliefs count as true, so the answer is a bound
//! (hmax) that never exceeds the true distance.
//!
//! Two things make it sharper than the graph:
//! - Where others only count on an immediate gain ([`Others::Gain`]), an action to which they
//!   consent must write something that their utility reads.
//! - A belief in a utility can only come to hold by an action that has to do with that fluent.
//!
//! In a world with triggers there is no such bound yet, and the answer is always "perhaps at once".

mod candidates;
mod memo;
pub(crate) mod needed;
mod reach;
mod schema;

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashMap;
use motive_world::ground::{FluentId, GroundRefusal, GroundUtility, GroundWorld, StepId};
use motive_world::id::{ActionSchemaId, CharacterId, TypeId};
use motive_world::state::{StateId, StateRegistry, ValuationId};
use motive_world::value::{Number, Value};
use rustc_hash::FxBuildHasher;

use crate::relaxed::Estimate;
use memo::{Fluents, Memo};
use schema::{Place, Schema};

/// Farther than this is not looked.
const FAR: u32 = 6;

/// What the owner of a plan can count on others for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Others {
    /// For nothing: minds are cut.
    Nothing,
    /// For what is an immediate gain to them.
    Gain,
    /// For anything.
    Anything,
}

/// What one character's utility reads.
#[derive(Debug, Default)]
struct Interest {
    facts: Vec<FluentId>,
    /// Fluents read in somebody's mind.
    beliefs: Vec<FluentId>,
    /// The same with whose mind it is; the outermost, where minds within minds are read.
    believed: Vec<(CharacterId, FluentId)>,
    /// Whether minds within minds are read.
    deep: bool,
}

pub(crate) type Table<K, V> = HashMap<K, V, FxBuildHasher>;

/// Whose improvement, from where: what an answer depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Question {
    owner: Option<CharacterId>,
    others: Others,
    valuation: ValuationId,
    /// Where the utility reads beliefs.
    state: Option<StateId>,
    target: (u64, Option<u64>),
}

/// What was found: an improvement at this distance, or none up to that one.
#[derive(Clone, Copy, Debug)]
enum Found {
    At(u32),
    NotWithin(u32),
}

/// Whether aims are within reach, and which values fluents may have.
type Memos = (Memo<bool>, Memo<Arc<[Value]>>);

/// Bounds for all utilities of a world.
#[derive(Debug)]
pub(crate) struct Near<'w> {
    world: &'w GroundWorld,
    schemas: Vec<Schema<'w>>,
    /// By family: the effects on facts that write it.
    writers: Vec<Vec<Place>>,
    /// By family: what else has to do with it, so that whoever sees or hears of it may learn
    /// something: effects on beliefs, and tests in preconditions.
    touching: Vec<Vec<Place>>,
    interests: Vec<Interest>,
    /// By character: what may make a difference at once to that character.
    makers: Vec<Vec<(ActionSchemaId, reach::Binding)>>,
    /// By word of a row: the fluents in it.
    words: Vec<Vec<FluentId>>,
    bounded: bool,
    remembered: Table<Question, Found>,
    /// By owner, and what the owner counts on others for.
    memos: BTreeMap<(Option<CharacterId>, Others), Memos>,
    /// What is known of the question at hand.
    memo: Memo<bool>,
    /// Which values fluents may have.
    values: Memo<Arc<[Value]>>,
    /// By type: its members.
    members: Vec<Vec<Value>>,
    /// What has been looked at since the answer at hand was begun.
    looked_at: Fluents,
}

impl<'w> Near<'w> {
    pub(crate) fn new(world: &'w GroundWorld) -> Self {
        let program = &world.program;
        let families = program.fluents.iter().map(|f| f.family as usize + 1).max().unwrap_or(0);
        let schemas: Vec<Schema<'w>> =
            (0..program.actions.len()).map(|index| Schema::of(program, index)).collect();
        let mut writers = vec![vec![]; families];
        let mut touching = vec![vec![]; families];
        for (index, schema) in schemas.iter().enumerate() {
            for (number, mention) in schema.mentions.iter().enumerate() {
                let family = program.fluents[mention.fluent.index()].family as usize;
                let place = Place { schema: index, mention: number };
                if mention.writes() {
                    writers[family].push(place);
                } else {
                    touching[family].push(place);
                }
            }
        }
        let mut words = vec![vec![]; world.row_words];
        for (index, fluent) in world.fluents.iter().enumerate() {
            words[fluent.word as usize].push(FluentId::at(index));
        }
        let mut this = Near {
            world,
            words,
            makers: vec![],
            schemas,
            writers,
            touching,
            interests: world
                .utilities
                .iter()
                .zip(&world.refusals)
                .map(|(utility, refusals)| Interest::of(utility, refusals))
                .collect(),
            bounded: world.triggers.is_empty()
                && world.appearances.is_empty()
                && program.actions.iter().all(|action| action.parameters < 60),
            remembered: Table::default(),
            memos: BTreeMap::new(),
            memo: Memo::default(),
            values: Memo::default(),
            members: (0..program.types.len()).map(|t| program.members(TypeId::at(t))).collect(),
            looked_at: Fluents::default(),
        };
        this.makers = program.characters().map(|who| this.makers(who)).collect();
        this
    }

    /// Bytes taken by what is remembered.
    pub(crate) fn memory(&self) -> u64 {
        let entry = size_of::<Question>() + size_of::<Found>() + 1;
        let memos: u64 =
            self.memos.values().map(|(one, other)| one.memory() + other.memory()).sum();
        (self.remembered.capacity() * entry) as u64 + memos
    }

    /// Whether the utility of a character reads anybody's beliefs.
    pub(crate) fn reads_beliefs(&self, owner: Option<CharacterId>) -> bool {
        owner.is_some_and(|who| !self.interests[who.index()].beliefs.is_empty())
    }

    /// Whether a step may matter at once to a character.
    pub(crate) fn may_matter(&self, who: CharacterId, step: StepId) -> bool {
        if !self.bounded {
            return true;
        }
        let interest = &self.interests[who.index()];
        let effects = &self.world.outcome(step).effects;
        let facts = effects
            .iter()
            .any(|effect| effect.believers.is_empty() && interest.facts.contains(&effect.fluent));
        if facts || interest.beliefs.is_empty() {
            return facts;
        }
        let mut found = effects.iter().any(|effect| interest.beliefs.contains(&effect.fluent));
        let mut visit =
            |_: &[CharacterId], fluent: FluentId| found |= interest.beliefs.contains(&fluent);
        self.world.action(step).reads(&mut visit);
        found
    }

    /// The estimate from a valuation (and, where the utility reads beliefs, the state that it
    /// belongs to) to a utility above `present`, and of at least `goal` where that is given.
    #[expect(clippy::too_many_arguments, reason = "all of it is part of the question")]
    pub(crate) fn estimate(
        &mut self,
        states: &StateRegistry<'_>,
        owner: Option<CharacterId>,
        others: Others,
        valuation: ValuationId,
        state: Option<StateId>,
        present: Number,
        goal: Option<Number>,
        horizon: u32,
    ) -> Estimate {
        if !self.bounded {
            return Estimate { least: Some(0), guess: 0 };
        }
        let target = (present.to_bits(), goal.map(Number::to_bits));
        let question = Question { owner, others, valuation, state, target };
        let limit = horizon.min(FAR);
        let mut from = 0;
        match self.remembered.get(&question) {
            Some(&Found::At(least)) if least <= horizon => {
                return Estimate { least: Some(least), guess: least };
            }
            Some(&Found::At(least)) => return Estimate { least: None, guess: least },
            Some(&Found::NotWithin(known)) => from = known + 1,
            None => {}
        }
        let mut found = None;
        if from <= limit {
            let key = (owner, others);
            (self.memo, self.values) = self.memos.remove(&key).unwrap_or_default();
            let (words, world) = (&self.words, self.world);
            let row = states.row(valuation);
            let differing = |word: usize, difference: u64| {
                let mut fluents = Fluents::default();
                for &fluent in &words[word] {
                    if world.fluents[fluent.index()].mask & difference != 0 {
                        fluents.insert(fluent);
                    }
                }
                fluents
            };
            self.memo.turn_to(row, differing);
            self.values.turn_to(row, differing);
            for steps in from..=limit {
                if self.achieved(states, &question, present, goal, steps) {
                    found = Some(steps);
                    break;
                }
            }
            let memos = (std::mem::take(&mut self.memo), std::mem::take(&mut self.values));
            self.memos.insert(key, memos);
            let answer = found.map_or(Found::NotWithin(limit), Found::At);
            self.remembered.insert(question, answer);
        }
        match found {
            Some(least) => Estimate { least: Some(least), guess: least },
            None if horizon > FAR => Estimate { least: Some(FAR + 1), guess: FAR + 1 },
            None => Estimate { least: None, guess: FAR + 1 },
        }
    }
}

impl Interest {
    fn of(utility: &GroundUtility, refusals: &[GroundRefusal]) -> Self {
        let mut interest = Interest::default();
        let mut visit = |believers: &[CharacterId], fluent: FluentId| {
            let list =
                if believers.is_empty() { &mut interest.facts } else { &mut interest.beliefs };
            if !list.contains(&fluent) {
                list.push(fluent);
            }
            interest.believed.extend(believers.first().map(|&who| (who, fluent)));
            interest.deep |= believers.len() > 1;
        };
        for want in &utility.wants {
            want.weight.reads(&mut vec![], &mut visit);
            want.amount.reads(&mut vec![], &mut visit);
        }
        for refusal in refusals {
            refusal.test.reads(&mut vec![], &mut visit);
        }
        interest
    }
}
