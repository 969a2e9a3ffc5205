//! What has been found out on the way back, kept for as long as it holds.
//!
//! An answer depends on the values that were looked at to find it, and those are few. Answers are
//! kept for one row, the base, together with the fluents that they depend on. For a row that
//! differs from the base in some fluents, all answers hold that depend on none of these; the others
//! are found anew, for that row alone. Rows that are asked about one after another mostly differ in
//! what one step changes.

use motive_world::ground::FluentId;
use motive_world::value::Value;

use super::Table;

/// So many differences, and the base moves to the row at hand.
const DISTANT: u32 = 6;

/// A set of fluents; two fluents may share a bit, which makes the set seem larger than it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fluents([u64; 8]);

impl Fluents {
    pub(super) fn insert(&mut self, fluent: FluentId) {
        let index = fluent.index() % 512;
        self.0[index / 64] |= 1 << (index % 64);
    }

    pub(super) fn extend(&mut self, other: &Fluents) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
    }

    fn meets(&self, other: &Fluents) -> bool {
        self.0.iter().zip(other.0).any(|(mine, theirs)| mine & theirs != 0)
    }

    fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}

/// What is asked on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Aim {
    /// Which values a fluent may have.
    Any(FluentId),
    /// That a fluent gets a value.
    Value(FluentId, Value),
    /// That it changes, in some way.
    Change(FluentId, u8),
    /// That somebody learns something about it (this value).
    Learnt(FluentId, Option<Value>),
}

/// An answer, and what it depends on.
pub(super) type Answer<T> = (T, Fluents);

/// The answers of one owner.
#[derive(Debug, Default)]
pub(super) struct Memo<T> {
    base: Vec<u64>,
    lasting: Table<(Aim, u32), Answer<T>>,
    passing: Table<(Aim, u32), Answer<T>>,
    /// In what the row at hand differs from the base.
    differs: Fluents,
}

impl<T: Clone> Memo<T> {
    /// Turns to another row. `fluents` says which fluents are in a word, and their bits.
    pub(super) fn turn_to(&mut self, row: &[u64], fluents: impl Fn(usize, u64) -> Fluents) {
        self.passing.clear();
        self.differs = Fluents::default();
        if self.base.is_empty() {
            self.base = row.to_vec();
            return;
        }
        for (word, (one, other)) in self.base.iter().zip(row).enumerate() {
            if one != other {
                self.differs.extend(&fluents(word, one ^ other));
            }
        }
        if self.differs.len() > DISTANT {
            let differs = self.differs;
            self.lasting.retain(|_, (_, reads)| !reads.meets(&differs));
            self.base = row.to_vec();
            self.differs = Fluents::default();
        }
    }

    pub(super) fn get(&self, aim: Aim, steps: u32) -> Option<Answer<T>> {
        let known = self.lasting.get(&(aim, steps)).filter(|(_, r)| !r.meets(&self.differs));
        known.or_else(|| self.passing.get(&(aim, steps))).cloned()
    }

    pub(super) fn insert(&mut self, aim: Aim, steps: u32, answer: Answer<T>) {
        if answer.1.meets(&self.differs) {
            self.passing.insert((aim, steps), answer);
        } else {
            self.lasting.insert((aim, steps), answer);
        }
    }

    pub(super) fn memory(&self) -> u64 {
        let entry = size_of::<((Aim, u32), Answer<T>)>() + 1;
        ((self.lasting.capacity() + self.passing.capacity()) * entry) as u64
    }
}
