//! Lets the people of a village live, and measures how long they think.
//!
//! A story is made by the people themselves: somebody is drawn by lot and asked what to do next. If
//! there is something, it happens; if not, somebody else is asked. Every question is timed.

use std::time::{Duration, Instant};

use motive::{Chronicle, Limits, Next, World};

use super::generate::Dice;
use crate::failure::Failure;

/// What one question may cost, in ticks.
const TICKS: u64 = 20_000;
/// Of so many states one is asked about a second time, by people who remember nothing.
const COLD: usize = 10;

/// What to measure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    /// How many states.
    pub(crate) states: usize,
    /// How many events a story has.
    pub(crate) events: usize,
    /// The seed of the lots.
    pub(crate) seed: u64,
}

/// What was measured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measured {
    /// States in which somebody was asked.
    pub(crate) states: usize,
    /// What each question took, in milliseconds, with what is remembered of the story so far.
    pub(crate) warm: Vec<f64>,
    /// The same for one state in ten, with nothing remembered.
    pub(crate) cold: Vec<f64>,
    /// What each story of the full length took, all questions together, in milliseconds.
    pub(crate) stories: Vec<f64>,
    /// Questions that were answered with a deed.
    pub(crate) acts: usize,
    /// Questions that were not answered within the budget.
    pub(crate) unanswered: usize,
    /// The most memory that was taken by what people remember, in bytes.
    pub(crate) memory: u64,
    /// The first story, one call for each event.
    pub(crate) story: Vec<String>,
}

/// Walks along stories until `task.states` states have been seen.
pub(crate) fn walk(world: &World, limits: &Limits, task: Task) -> Result<Measured, Failure> {
    let mut dice = Dice::new(task.seed);
    let mut measured = Measured::default();
    let mut first = true;
    while measured.states < task.states {
        let before = measured.states;
        story(world, limits, task, &mut dice, &mut measured, first)?;
        first = false;
        if measured.states == before {
            break;
        }
    }
    Ok(measured)
}

fn story(
    world: &World,
    limits: &Limits,
    task: Task,
    dice: &mut Dice,
    measured: &mut Measured,
    first: bool,
) -> Result<(), Failure> {
    let people: Vec<String> = names(world);
    let mut chronicle = world.begin(limits)?;
    let mut total = Duration::ZERO;
    for _ in 0..task.events {
        if measured.states >= task.states {
            return Ok(());
        }
        measured.states += 1;
        let mut order: Vec<usize> = (0..people.len()).collect();
        let mut acted = false;
        while !order.is_empty() {
            let who = &people[order.swap_remove(dice.below(order.len()))];
            let (next, time) = ask(&chronicle, who)?;
            total += time;
            measured.warm.push(milliseconds(time));
            if measured.warm.len() % COLD == 1 {
                chronicle.forget().map_err(|refused| Failure::Bug(refused.to_string()))?;
                let (_, time) = ask(&chronicle, who)?;
                measured.cold.push(milliseconds(time));
            }
            measured.memory = measured.memory.max(chronicle.memory());
            match next {
                Next::Action(intention) => {
                    if first {
                        measured
                            .story
                            .push(motive::names::step_name(world.program(), &intention.step));
                    }
                    measured.acts += 1;
                    chronicle
                        .take(intention.step)
                        .map_err(|refused| Failure::Bug(refused.to_string()))?;
                    acted = true;
                    break;
                }
                Next::Nothing => {}
                Next::OutOfBudget => measured.unanswered += 1,
            }
        }
        if !acted {
            return Ok(());
        }
    }
    measured.stories.push(milliseconds(total));
    Ok(())
}

fn ask(chronicle: &Chronicle<'_>, who: &str) -> Result<(Next, Duration), Failure> {
    let start = Instant::now();
    let next = chronicle.next_action(who, TICKS);
    let time = start.elapsed();
    Ok((next.map_err(|refused| Failure::Bug(refused.to_string()))?, time))
}

fn names(world: &World) -> Vec<String> {
    let program = world.program();
    program.characters().map(|who| program.entities[who.index()].name.clone()).collect()
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The value below which this share of the sample lies.
pub(crate) fn quantile(sample: &[f64], share: f64) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn quantiles_are_members_of_the_sample() {
        let sample = [3.0, 1.0, 2.0, 4.0];
        assert_eq!(quantile(&sample, 0.5), 2.0);
        assert_eq!(quantile(&sample, 0.99), 4.0);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
