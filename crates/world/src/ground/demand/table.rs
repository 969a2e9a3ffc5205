//! A table that only grows, and whose entries stay where they are.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The first block has so many entries, each further one twice as many as the one before.
const FIRST: usize = 64;
/// Enough blocks for as many entries as a `u32` can tell apart.
const BLOCKS: usize = 26;

/// Entries of one block, each filled in once.
type Block<T> = Box<[OnceLock<T>]>;

/// An append-only table. Entries can be read while it grows; only one caller may let it grow at a
/// time.
#[derive(Debug)]
pub(super) struct Table<T> {
    blocks: [OnceLock<Block<T>>; BLOCKS],
    len: AtomicUsize,
}

/// The block of an entry, and its place there.
fn place(index: usize) -> (usize, usize) {
    let block = (index / FIRST + 1).ilog2() as usize;
    (block, index - FIRST * ((1 << block) - 1))
}

impl<T> Table<T> {
    pub(super) fn new() -> Self {
        Table { blocks: std::array::from_fn(|_| OnceLock::new()), len: AtomicUsize::new(0) }
    }

    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Acquire)
    }

    pub(super) fn get(&self, index: usize) -> Option<&T> {
        let (block, offset) = place(index);
        self.blocks.get(block)?.get()?.get(offset)?.get()
    }

    /// Appends an entry; its index, or `None` where the table is full.
    pub(super) fn push(&self, value: T) -> Option<usize> {
        let index = self.len();
        let (block, offset) = place(index);
        let entries = self.blocks.get(block)?.get_or_init(|| {
            (0..FIRST << block).map(|_| OnceLock::new()).collect::<Vec<_>>().into_boxed_slice()
        });
        entries[offset].set(value).ok()?;
        self.len.store(index + 1, Ordering::Release);
        Some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_again() {
        let table = Table::new();
        assert_eq!(table.get(0), None);
        for value in 0..1_000usize {
            assert_eq!(table.push(value), Some(value));
        }
        assert_eq!(table.len(), 1_000);
        assert!((0..1_000).all(|index| table.get(index) == Some(&index)));
        assert_eq!(table.get(1_000), None);
    }
}
