//! What a graph remembers: estimates by what it can tell apart.
//!
//! A graph looks at its relevant fluents only, so estimates are kept by [view](crate::views) and
//! target (what the utility must exceed and reach): 12 bytes for each.

use motive_world::value::Number;

use super::Estimate;

const NONE: u32 = u32::MAX;

#[derive(Debug, Default)]
pub(super) struct Memo {
    targets: Vec<(Number, Option<Number>)>,
    /// By target, then view: (least, guess); `least` is [`NONE`] where nothing suffices.
    estimates: Vec<Vec<Option<(u32, u32)>>>,
}

impl Memo {
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
        (estimates * 12) as u64
    }
}
