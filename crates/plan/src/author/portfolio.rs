//! Several best-first searches that take turns.
//!
//! No order is best for all worlds: which steps are worth the proof that nobody has a reason for
//! them depends on the world. The **arms** of a portfolio share states, estimates and answers, and
//! take turns of a fixed number of ticks, so that the result costs at most so many times as much as
//! the best arm alone, and less where one profits from what the other has found out. The first arm
//! has the beginning for itself, which is all that a small world needs.
//!
//! An arm that has searched everything has proved that there is no story, whatever the others are
//! doing.

use motive_world::ground::StepId;
use motive_world::value::Number;

use super::{BestFirst, Tick};
use crate::explain::{Answer, Explanations, Parked};
use crate::search::Statistics;

/// Ticks that the first arm has for itself.
const HEAD_START: u64 = 2_000;
/// Ticks of one turn after that.
const TURN: u64 = 64;

#[derive(Debug)]
struct Arm {
    search: BestFirst,
    /// Its queries under way, while it is not its turn.
    parked: Parked,
}

/// Searches that take turns.
#[derive(Debug)]
pub(crate) struct Portfolio {
    arms: Vec<Arm>,
    turn: usize,
    /// Ticks left of the turn.
    left: u64,
}

impl Portfolio {
    /// The arms, the one with the head start first.
    pub(crate) fn new(searches: Vec<BestFirst>) -> Self {
        let arms =
            searches.into_iter().map(|search| Arm { search, parked: Parked::default() }).collect();
        Portfolio { arms, turn: 0, left: HEAD_START }
    }

    /// Drops what is under way on behalf of the arm whose turn it is.
    pub(crate) fn leave(&mut self, minds: &mut Explanations<'_>) {
        minds.park(&mut self.arms[self.turn].parked);
    }

    /// Goes on where [`leave`](Self::leave) left off.
    pub(crate) fn resume(&mut self, minds: &mut Explanations<'_>) {
        minds.park(&mut self.arms[self.turn].parked);
    }

    /// Counts a tick, and passes the turn on where it is over.
    pub(crate) fn count(&mut self, minds: &mut Explanations<'_>) {
        if self.arms.len() < 2 {
            return;
        }
        if self.left == 0 {
            minds.park(&mut self.arms[self.turn].parked);
            self.turn = (self.turn + 1) % self.arms.len();
            minds.park(&mut self.arms[self.turn].parked);
            self.left = TURN;
        }
        self.left -= 1;
    }

    pub(crate) fn tick(
        &mut self,
        minds: &mut Explanations<'_>,
        statistics: &mut Statistics,
    ) -> Answer<Tick> {
        self.arms[self.turn].search.tick(minds, statistics)
    }

    /// The run to the goal that the present arm has found.
    pub(crate) fn goal(&mut self) -> Option<Vec<StepId>> {
        self.arms[self.turn].search.goal.take()
    }

    /// The run with the greatest utility above the start's, then the shortest.
    pub(crate) fn best(&self) -> Option<&(Number, Vec<StepId>)> {
        let runs = self.arms.iter().filter_map(|arm| arm.search.best.as_ref());
        runs.reduce(|one, other| {
            let better = other.0 > one.0 || (other.0 == one.0 && other.1.len() < one.1.len());
            if better { other } else { one }
        })
    }

    /// No story is shorter than this, where the order says so.
    pub(crate) fn bound(&self) -> u32 {
        self.arms.iter().map(|arm| arm.search.bound()).max().unwrap_or(0)
    }

    pub(crate) fn memory(&self) -> u64 {
        self.arms.iter().map(|arm| arm.search.memory() + arm.parked.memory()).sum()
    }
}
