//! What is left to chance: numbers drawn from a seed.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng as _, SeedableRng as _};

/// Numbers drawn from a seed: the same seed gives the same numbers on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Dice(Pcg64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Dice(Pcg64::seed_from_u64(seed))
    }

    /// A number below `n`, each as likely as any other; 0 if there is none.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let n = n as u64;
        // What would make the first few numbers likelier is drawn again.
        let unfair = n.wrapping_neg().checked_rem(n).unwrap_or(0);
        loop {
            let wide = u128::from(self.0.next_u64()) * u128::from(n);
            let (whole, part) = ((wide >> 64) as u64, wide as u64);
            if part >= unfair {
                return whole as usize;
            }
        }
    }

    /// The same things in an order drawn by lot.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }

    /// The position of one of these weights, drawn by weight; 0 if none is above 0.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let weight = |w: &f64| if *w > 0.0 { *w } else { 0.0 };
        let sum: f64 = weights.iter().map(weight).sum();
        // A number from 0 to below 1, in steps that a double counts exactly.
        let drawn = (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        let mut left = drawn * sum;
        let mut last = 0;
        for (index, w) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            last = index;
            if left < *w {
                break;
            }
            left -= w;
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn a_seed_means_the_same_numbers_for_ever() {
        let mut dice = Dice::new(1);
        let numbers: Vec<usize> = (0..8).map(|_| dice.below(100)).collect();
        assert_eq!(numbers, [83, 1, 11, 98, 88, 47, 18, 38]);
    }

    #[test]
    fn weights_are_kept_to() {
        let mut dice = Dice::new(7);
        let mut drawn = [0; 4];
        for _ in 0..10_000 {
            drawn[dice.weighted(&[1.0, 0.0, 3.0, -1.0])] += 1;
        }
        assert!((2_300..2_700).contains(&drawn[0]), "{drawn:?}");
        assert_eq!((drawn[1], drawn[3]), (0, 0));
        assert_eq!(dice.weighted(&[0.0, 0.0]), 0);
    }

    #[test]
    fn every_order_comes_up() {
        let mut dice = Dice::new(3);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            let mut things = [1, 2, 3];
            dice.shuffle(&mut things);
            seen.insert(things);
        }
        assert_eq!(seen.len(), 6);
    }
}
