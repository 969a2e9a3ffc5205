//! Projections: states in which everything is forgotten that is irrelevant to somebody.
//!
//! See [`crate::relevance`]. A projection is interned from its view of the facts, its height, and
//! the projections of the minds that matter; two states have the same one exactly if they are the
//! same to its owner. Where nothing is known of relevance, a state is its own projection.

use std::hash::Hasher;

use hashbrown::HashTable;
use motive_world::ground::{FluentId, GroundWorld};
use motive_world::id::CharacterId;
use motive_world::state::{StateId, StateRegistry};
use rustc_hash::FxHasher;

use crate::influence::Influence;
use crate::views::Views;

const NONE: u32 = u32::MAX;

/// The projections for one owner.
#[derive(Debug)]
struct Table {
    views: Views,
    /// Whose minds matter.
    minds: Vec<CharacterId>,
    /// By state.
    projections: Vec<u32>,
    /// The height, the view and the projections of minds, one after another.
    keys: Vec<u32>,
    index: HashTable<u32>,
    count: u32,
}

/// The projections for all owners of one search.
#[derive(Debug)]
pub(crate) struct Projections {
    /// By character, the author last; empty where a state is its own projection.
    tables: Vec<Table>,
}

fn hash(key: &[u32]) -> u64 {
    let mut hasher = FxHasher::default();
    key.iter().for_each(|&part| hasher.write_u32(part));
    hasher.finish()
}

impl Projections {
    pub(crate) fn new(world: &GroundWorld, influence: &Influence) -> Self {
        let characters = || (0..world.characters()).map(CharacterId::at);
        let tables = influence
            .relevant
            .iter()
            .map(|relevant| Table {
                views: Views::new(world, |fluent: FluentId| {
                    relevant.facts.contains(fluent.index())
                }),
                minds: characters().filter(|&who| relevant.minds.contains(who)).collect(),
                projections: vec![],
                keys: vec![],
                index: HashTable::new(),
                count: 0,
            })
            .collect();
        Projections { tables }
    }

    /// The projection of a state of a character's imagination, or of reality for the author.
    pub(crate) fn of(
        &mut self,
        states: &StateRegistry<'_>,
        owner: Option<CharacterId>,
        state: StateId,
    ) -> u32 {
        if self.tables.is_empty() {
            return state.0;
        }
        let place = owner.map_or(self.tables.len() - 1, CharacterId::index);
        if let Some(&known) = self.tables[place].projections.get(state.index())
            && known != NONE
        {
            return known;
        }
        let table = &mut self.tables[place];
        let view = table.views.of(states, states.valuation(state));
        let width = table.minds.len() + 2;
        let mut key = Vec::with_capacity(width);
        key.extend([states.height(state), view]);
        let cut = states.minds(state).is_empty();
        for index in 0..self.tables[place].minds.len() {
            let who = self.tables[place].minds[index];
            key.push(if cut { NONE } else { self.of(states, Some(who), states.mind(state, who)) });
        }
        let table = &mut self.tables[place];
        let keys = &table.keys;
        let at = |id: u32| &keys[id as usize * width..(id as usize + 1) * width];
        let known = table.index.find(hash(&key), |&id| at(id) == key).copied();
        let id = known.unwrap_or_else(|| {
            let id = table.count;
            table.count += 1;
            table.keys.extend_from_slice(&key);
            let keys = &table.keys;
            let at = |id: u32| &keys[id as usize * width..(id as usize + 1) * width];
            table.index.insert_unique(hash(&key), id, |&id| hash(at(id)));
            id
        });
        if table.projections.len() <= state.index() {
            table.projections.resize(state.index() + 1, NONE);
        }
        table.projections[state.index()] = id;
        id
    }

    pub(crate) fn memory(&self) -> usize {
        let table = |table: &Table| {
            table.views.memory()
                + table.projections.capacity() * 4
                + table.keys.capacity() * 4
                + table.index.capacity() * 5
        };
        self.tables.iter().map(table).sum()
    }
}
