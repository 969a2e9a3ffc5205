//! What a graph remembers: estimates by what it can tell apart.
//!
//! A graph looks at its relevant fluents only, so each valuation has a **view**: its row with all
//! other fluents blanked, interned. Estimates are kept by view and target (what the utility must
//! exceed and reach). Memory: 4 bytes for each valuation met, a row for each view, 8 bytes for each
//! estimate.

use std::hash::Hasher;

use hashbrown::HashTable;
use motive_world::state::ValuationId;
use motive_world::value::Number;
use rustc_hash::FxHasher;

use super::Estimate;

const NONE: u32 = u32::MAX;

#[derive(Debug, Default)]
pub(super) struct Memo {
    /// By valuation: its view.
    views: Vec<u32>,
    rows: Vec<u64>,
    index: HashTable<u32>,
    count: u32,
    targets: Vec<(Number, Option<Number>)>,
    /// By target, then view: (least, guess); `least` is [`NONE`] where nothing suffices.
    estimates: Vec<Vec<Option<(u32, u32)>>>,
}

fn hash(row: &[u64], mask: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    for (word, mask) in row.iter().zip(mask) {
        hasher.write_u64(word & mask);
    }
    hasher.finish()
}

impl Memo {
    /// The view of a valuation.
    pub(super) fn project(&mut self, valuation: ValuationId, row: &[u64], mask: &[u64]) -> u32 {
        if let Some(&view) = self.views.get(valuation.index())
            && view != NONE
        {
            return view;
        }
        let width = mask.len();
        let rows = &self.rows;
        let of = |view: u32| &rows[view as usize * width..(view as usize + 1) * width];
        let found = self.index.find(hash(row, mask), |&view| {
            of(view)
                .iter()
                .zip(row.iter().zip(mask))
                .all(|(known, (word, mask))| *known == word & mask)
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

    /// The number of a target.
    pub(super) fn target(&mut self, present: Number, goal: Option<Number>) -> usize {
        let wanted = (present, goal);
        self.targets.iter().position(|target| *target == wanted).unwrap_or_else(|| {
            self.targets.push(wanted);
            self.estimates.push(vec![]);
            self.targets.len() - 1
        })
    }

    pub(super) fn get(&self, view: u32, target: usize) -> Option<Estimate> {
        let &(least, guess) = self.estimates[target].get(view as usize)?.as_ref()?;
        Some(Estimate { least: (least != NONE).then_some(least), guess })
    }

    pub(super) fn put(&mut self, view: u32, target: usize, estimate: Estimate) {
        let table = &mut self.estimates[target];
        if table.len() <= view as usize {
            table.resize(view as usize + 1, None);
        }
        table[view as usize] = Some((estimate.least.unwrap_or(NONE), estimate.guess));
    }

    pub(super) fn memory(&self) -> u64 {
        let estimates: usize = self.estimates.iter().map(Vec::capacity).sum();
        (self.views.capacity() * 4
            + self.rows.capacity() * 8
            + self.index.capacity() * 5
            + estimates * 12) as u64
    }
}
