//! How deep minds are modelled, and that what is found does not change with deeper ones.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use motive::{Limits, Options, World};
use motive_judge::Judge;
use motive_world::program::nesting::Nesting;

const CAST: &str = "\
character Ida (she), Bo (he)
fact lit, asked
start lit
start Bo believes Ida believes not lit
Ida wants 1 if asked and not lit
Bo wants 1 if Bo believes asked
author wants asked
";

fn world(events: &str) -> World {
    World::from_source("w.motive", &format!("{CAST}{events}")).unwrap_or_else(|d| panic!("{d}"))
}

fn nesting(world: &World) -> Nesting {
    Nesting::of(world.program(), &Options::default().limits)
}

/// Minds are modelled `extra` levels deeper than facts are asked for, which is exact; all stories
/// are the same with deeper minds.
fn is_exact(events: &str, extra: u32) {
    let world = world(events);
    let nesting = nesting(&world);
    assert!(nesting.exact, "{events}{nesting:?}");
    assert_eq!(nesting.levels, nesting.epistemic + 1 + extra, "{events}");
    let limits = Limits { author: Some(2), character: Some(3), ..Options::default().limits };
    let stories = |more| {
        let levels = Nesting::of(world.program(), &limits).levels + more;
        let judge = Judge::with_levels(world.program(), limits, levels).unwrap();
        let found = judge.stories().unwrap();
        assert!(found.complete);
        found.stories.iter().map(|story| format!("{:?}", story.steps)).collect::<Vec<_>>()
    };
    assert!(!stories(0).is_empty());
    assert_eq!(stories(0), stories(1), "{events}");
    assert_eq!(stories(0), stories(2), "{events}");
}

#[test]
fn what_one_learns_depends_on_ones_own_beliefs_alone() {
    // Each forgets what that one believed; what the other believes is nothing to it.
    is_exact(
        "action ask(a, b: character) by a
    effect asked, (a forgets lit if a believes lit), (b forgets lit if b believes lit)
",
        1,
    );
}

#[test]
fn what_one_believes_of_others_is_no_fact_in_ones_mind() {
    // Where a is b as well, all of it is a's own; otherwise it is one level deeper, and so is what
    // it depends on.
    is_exact(
        "action ask(a, b: character) by a
    effect asked, (a believes b forgets lit if a believes b believes lit)
",
        1,
    );
}

#[test]
fn beliefs_about_others_that_change_facts_nest_without_end() {
    let world = world(
        "action ask(a, b: character) by a
    effect asked, (not lit if b believes lit)
",
    );
    assert!(!nesting(&world).exact);
}
