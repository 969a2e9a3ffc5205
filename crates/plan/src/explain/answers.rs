//! The answers to queries, and when an answer to one serves for another.
//!
//! The limit that a query is asked under is the number of steps left. Who has a reason within
//! fewer steps has it within more; so of all answers about one step in one mind it is enough to
//! keep the reason found with the fewest steps left, and the most steps left with which there is
//! none. (R4 becomes stricter as more shortened runs become explainable, so one can imagine a
//! reason that is lost with more steps left; docs/semantics.md says what follows.) Without
//! *sharing* an answer serves for its own number of steps left alone.
//!
//! Memory: 28 bytes for each step asked about in a mind, and what the plans take.

use std::hash::Hasher;

use hashbrown::HashTable;
use motive_world::ground::StepId;
use motive_world::id::CharacterId;
use rustc_hash::FxHasher;

use super::{Found, Query};

const NONE: u32 = u32::MAX;

/// What is known about one step in one mind.
#[derive(Debug)]
struct Entry {
    key: u32,
    character: CharacterId,
    step: StepId,
    /// Without sharing, what the entry is about; otherwise 0.
    exactly: u32,
    /// The first of the reasons found.
    found: u32,
    /// No reason with so many steps left, or fewer.
    none: u32,
}

/// A reason, and the next one for the same step: found with more steps left, but shorter.
#[derive(Debug)]
struct Link {
    found: Found,
    next: u32,
}

/// All answers of one search.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    sharing: bool,
    entries: HashTable<Entry>,
    found: Vec<Link>,
    /// Queries for short reasons (`most` below `left`) that have none.
    short: HashTable<Query>,
    plans: usize,
}

/// What is known of a query.
pub(crate) enum Known<'a> {
    Yes(&'a Found),
    No,
    Nothing,
}

fn hash(key: u32, character: CharacterId, step: StepId, exactly: u32) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(u64::from(key) << 32 | u64::from(step.0));
    hasher.write_u64(u64::from(character.0) << 32 | u64::from(exactly));
    hasher.finish()
}

fn hash_short(query: &Query) -> u64 {
    hash(query.key, query.character, query.step, query.left ^ query.most.rotate_left(16))
}

impl Answers {
    pub(crate) fn new(sharing: bool) -> Self {
        Answers { sharing, ..Answers::default() }
    }

    fn exactly(&self, query: &Query) -> u32 {
        if self.sharing { 0 } else { query.left }
    }

    fn entry(&self, query: &Query) -> Option<&Entry> {
        let Query { key, character, step, .. } = *query;
        let exactly = self.exactly(query);
        self.entries.find(hash(key, character, step, exactly), |entry| {
            (entry.key, entry.character, entry.step, entry.exactly)
                == (key, character, step, exactly)
        })
    }

    pub(crate) fn get(&self, query: &Query) -> Known<'_> {
        let Some(entry) = self.entry(query) else { return Known::Nothing };
        let mut next = entry.found;
        while next != NONE {
            let link = &self.found[next as usize];
            let found = &link.found;
            if found.left <= query.left && found.plan.len() as u64 <= u64::from(query.most) {
                return Known::Yes(found);
            }
            next = link.next;
        }
        let none = entry.none >= query.left
            || (query.most < query.left
                && self.short.find(hash_short(query), |q| q == query).is_some());
        if none { Known::No } else { Known::Nothing }
    }

    pub(crate) fn put(&mut self, query: &Query, found: Option<Found>) {
        let Query { key, character, step, left, most, .. } = *query;
        let exactly = self.exactly(query);
        let same = |entry: &Entry| {
            (entry.key, entry.character, entry.step, entry.exactly)
                == (key, character, step, exactly)
        };
        let entry = self
            .entries
            .entry(hash(key, character, step, exactly), same, |entry| {
                hash(entry.key, entry.character, entry.step, entry.exactly)
            })
            .or_insert(Entry { key, character, step, exactly, found: NONE, none: 0 })
            .into_mut();
        match found {
            // Nothing that is known answers the query, so nothing is kept in vain.
            Some(found) => {
                self.plans += found.plan.len();
                self.found.push(Link { found, next: entry.found });
                entry.found = self.found.len() as u32 - 1;
            }
            None if most >= left => entry.none = entry.none.max(left),
            None => {
                self.short.insert_unique(hash_short(query), *query, hash_short);
            }
        }
    }

    pub(crate) fn memory(&self) -> usize {
        self.entries.capacity() * (size_of::<Entry>() + 1)
            + self.found.capacity() * size_of::<Link>()
            + self.short.capacity() * (size_of::<Query>() + 1)
            + self.plans * 4
    }
}
