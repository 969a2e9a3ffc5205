//! Valuations as seen by somebody who looks at some fluents only.
//!
//! A **view** of a valuation is its row with all other fluents blanked, interned. Memory: 4 bytes
//! for each valuation met, a row and 5 bytes for each view.

use std::hash::Hasher;

use hashbrown::HashTable;
use motive_world::ground::{FluentId, GroundWorld};
use motive_world::state::{StateRegistry, ValuationId};
use rustc_hash::FxHasher;

const NONE: u32 = u32::MAX;

/// The views through one mask.
#[derive(Debug)]
pub(crate) struct Views {
    mask: Box<[u64]>,
    /// By valuation: its view.
    views: Vec<u32>,
    rows: Vec<u64>,
    index: HashTable<u32>,
    count: u32,
}

fn hash(row: &[u64], mask: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    for (word, mask) in row.iter().zip(mask) {
        hasher.write_u64(word & mask);
    }
    hasher.finish()
}

impl Views {
    /// No views yet; `looked_at` says which fluents count.
    pub(crate) fn new(world: &GroundWorld, looked_at: impl Fn(FluentId) -> bool) -> Self {
        let mut mask = vec![0; world.row_words];
        for (index, place) in world.fluents.iter().enumerate() {
            if looked_at(FluentId::at(index)) {
                mask[place.word as usize] |= place.mask;
            }
        }
        let mask = mask.into_boxed_slice();
        Views { mask, views: vec![], rows: vec![], index: HashTable::new(), count: 0 }
    }

    /// The view of a valuation.
    pub(crate) fn of(&mut self, states: &StateRegistry<'_>, valuation: ValuationId) -> u32 {
        if let Some(&view) = self.views.get(valuation.index())
            && view != NONE
        {
            return view;
        }
        let row = states.row(valuation);
        let mask = &self.mask;
        let width = mask.len();
        let rows = &self.rows;
        let of = |view: u32| &rows[view as usize * width..(view as usize + 1) * width];
        let found = self.index.find(hash(row, mask), |&view| {
            let seen = row.iter().zip(mask).map(|(word, mask)| word & mask);
            of(view).iter().copied().eq(seen)
        });
        let view = match found {
            Some(&view) => view,
            None => {
                let view = self.count;
                self.count += 1;
                self.rows.extend(row.iter().zip(mask).map(|(word, mask)| word & mask));
                let rows = &self.rows;
                let of = |view: u32| &rows[view as usize * width..(view as usize + 1) * width];
                self.index.insert_unique(hash(row, mask), view, |&view| hash(of(view), mask));
                view
            }
        };
        if self.views.len() <= valuation.index() {
            self.views.resize(valuation.index() + 1, NONE);
        }
        self.views[valuation.index()] = view;
        view
    }

    pub(crate) fn memory(&self) -> usize {
        self.views.capacity() * 4 + self.rows.capacity() * 8 + self.index.capacity() * 5
    }
}
