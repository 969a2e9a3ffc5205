//! A judge of little patience accepts what a patient one accepts: what it cannot prove in time it
//! does not hold against a story.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

use motive_judge::{Judge, Verdict};
use motive_plan::components::Components;
use motive_plan::search::{Options, Progress, Search};
use motive_testkit::random::RandomWorld;
use motive_world::ground::{GroundLimits, GroundWorld};
use motive_world::story::Story;

const WORLDS: u64 = 120;
const TICKS: u64 = 30_000;

fn stories(world: &RandomWorld) -> Vec<Story> {
    let Ok(ground) = GroundWorld::of(&world.program, &GroundLimits::default()) else {
        return vec![];
    };
    let options = Options {
        limits: world.limits,
        all: true,
        optimal: false,
        ticks: Some(TICKS),
        memory: None,
        components: Components::default(),
    };
    let Ok(mut search) = Search::new(&ground, &options) else { return vec![] };
    let mut stories = vec![];
    while let Progress::Story(story) = search.step(TICKS + 1) {
        stories.push(*story);
    }
    stories
}

#[test]
fn whatever_the_patience() {
    let mut judged = 0;
    for seed in 0..WORLDS {
        let mut world = match seed % 3 {
            0 => RandomWorld::looking_ahead(seed),
            _ => RandomWorld::new(seed),
        };
        // Long stories and long reasons have many shortened runs.
        world.limits.author = Some(6);
        world.limits.character = Some(6);
        for story in stories(&world).iter().rev().take(3) {
            for patience in [0, 1, 3, 10, 30, 100, 1_000] {
                let Ok(judge) = Judge::new(&world.program, world.limits) else { continue };
                match judge.with_patience(patience).verify(story) {
                    Ok(Verdict::Valid { notes, .. }) if notes.is_empty() => judged += 1,
                    Ok(Verdict::Undecided) => judged += 1,
                    other => panic!("seed {seed}, patience {patience}: {other:?}"),
                }
            }
        }
    }
    assert!(judged > 300, "only {judged} verdicts");
}
