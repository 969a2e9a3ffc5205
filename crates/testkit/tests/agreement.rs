//! The engine and the judge agree on random worlds, and the worlds are worth comparing.
//!
//! `MOTIVE_WORLDS=10000 cargo test -p motive-testkit --test agreement` is the long run;
//! `MOTIVE_FIRST_SEED` moves the range, and `MOTIVE_TRIES=15000` passes sooner over worlds that take the judge
//! minutes.
#![allow(clippy::panic, clippy::print_stdout, reason = "a test may fail, and says what it saw")]

use motive_testkit::agreement::{Agreement, Features, TRIES, compare_grounded};
use motive_testkit::random::RandomWorld;
use motive_world::ground::{GroundLimits, OnDemand};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn engine_and_judge_agree_on_random_worlds() {
    agree(RandomWorld::new, &GroundLimits::default(), None);
}

#[test]
fn engine_and_judge_agree_on_what_motive_adds() {
    agree(RandomWorld::native, &GroundLimits::default(), Some(NATIVE));
}

/// A small world is grounded on demand only where somebody insists.
#[test]
fn engine_and_judge_agree_on_worlds_grounded_on_demand() {
    let limits = GroundLimits { on_demand: OnDemand::From(0), ..GroundLimits::default() };
    agree(RandomWorld::new, &limits, None);
}

/// Each begins where its past has led to.
#[test]
fn engine_and_judge_agree_on_what_happened_before() {
    let first = number("MOTIVE_FIRST_SEED", 0);
    let worlds = number("MOTIVE_WORLDS", 120);
    let (mut agreed, mut with_past, mut impossible) = (0, 0, 0);
    for seed in first..first + worlds {
        let world = RandomWorld::with_past(seed);
        match compare_grounded(&world, &GroundLimits::default(), TRIES) {
            Ok(Agreement::Agree(_)) => {
                agreed += 1;
                with_past += u64::from(!world.program.before.is_empty());
            }
            Ok(Agreement::Skipped(why)) => impossible += u64::from(why.contains("before")),
            Err(disagreement) => panic!(
                "seed {seed}: {disagreement}\n{:?}\n{}",
                world.limits,
                motive_testkit::print::sabre(&world.program)
            ),
        }
    }
    println!("{agreed} of {worlds} worlds compared, {with_past} with a past");
    assert!(agreed * 10 >= worlds * 7 && with_past * 10 >= worlds * 7, "{agreed}, {with_past}");
    assert!(impossible > 0, "no past was impossible");
}

#[test]
fn engine_and_judge_agree_on_what_motive_adds_grounded_on_demand() {
    let limits = GroundLimits { on_demand: OnDemand::From(0), ..GroundLimits::default() };
    agree(RandomWorld::native, &limits, Some(NATIVE));
}

/// Everybody looks ahead.
#[test]
fn engine_and_judge_agree_on_looking_ahead() {
    let first = number("MOTIVE_FIRST_SEED", 0);
    let worlds = number("MOTIVE_WORLDS", 60);
    let (mut agreed, mut matters) = (0, 0);
    for seed in first..first + worlds {
        let world = RandomWorld::looking_ahead(seed);
        match compare_grounded(&world, &GroundLimits::default(), TRIES) {
            Ok(Agreement::Agree(features)) => {
                agreed += 1;
                matters += u64::from(features.foresight);
            }
            Ok(Agreement::Skipped(_)) => {}
            Err(disagreement) => panic!(
                "seed {seed}: {disagreement}\n{:?}\n{}",
                world.limits,
                motive_testkit::print::sabre(&world.program)
            ),
        }
    }
    println!("{agreed} of {worlds} worlds compared, foresight mattered in {matters}");
    assert!(agreed * 10 >= worlds * 8 && matters * 20 >= worlds, "{agreed}, {matters}");
}

type Feature = (&'static str, fn(&Features) -> bool);

/// What Motive adds, each in at least one world of twenty.
const NATIVE: &[Feature] = &[
    ("truths that are unknown", |f| f.unsure),
    ("acting in order to learn", |f| f.learning),
    ("natural events", |f| f.natural),
    ("appearances", |f| f.seeming),
    ("outcomes", |f| f.outcomes),
    ("accidents", |f| f.accidents),
    ("refusals", |f| f.refusal),
    ("pressing wants", |f| f.pressing),
    ("looking ahead", |f| f.foresight),
    ("attempts that fail", |f| f.failing),
    ("secrets", |f| f.secret),
];

fn agree(world: fn(u64) -> RandomWorld, grounding: &GroundLimits, native: Option<&[Feature]>) {
    let worlds = number("MOTIVE_WORLDS", if native.is_some() { 120 } else { 300 });
    let first = number("MOTIVE_FIRST_SEED", 0);
    let mut agreed: Vec<Features> = vec![];
    let mut skipped = std::collections::BTreeMap::<String, u64>::new();
    for seed in first..first + worlds {
        let world = world(seed);
        match compare_grounded(&world, grounding, number("MOTIVE_TRIES", TRIES)) {
            Ok(Agreement::Agree(features)) => agreed.push(features),
            Ok(Agreement::Skipped(why)) => *skipped.entry(why).or_default() += 1,
            Err(disagreement) => panic!(
                "seed {seed}: {disagreement}\n{:?}\n{}",
                world.limits,
                motive_testkit::print::sabre(&world.program)
            ),
        }
    }
    let share = |of: fn(&Features) -> bool| {
        100 * agreed.iter().filter(|features| of(features)).count() as u64 / agreed.len() as u64
    };
    let mut shares = vec![
        ("has a story", share(|f| f.story), 30),
        ("needs a reason of three steps or more", share(|f| f.long_reason), 10),
        ("depth-2 beliefs matter", share(|f| f.nested), 10),
        ("surprise", share(|f| f.surprise), 5),
        ("joint consent", share(|f| f.joint), 5),
        ("triggers", share(|f| f.trigger), 5),
        ("unknown values", share(|f| f.unknown), 5),
        ("numbers", share(|f| f.number), 5),
    ];
    if let Some(features) = native {
        shares.iter_mut().for_each(|(_, _, least)| *least = 5);
        shares.extend(features.iter().map(|&(what, of)| (what, share(of), 5)));
    }
    println!("{} of {worlds} random worlds compared; skipped: {skipped:?}", agreed.len());
    for (what, percent, least) in &shares {
        println!("{what}: {percent} % (at least {least} %)");
    }
    assert!(agreed.len() as u64 * 10 >= worlds * 8, "too many worlds were skipped: {skipped:?}");
    for (what, percent, least) in shares {
        assert!(percent >= least, "{what}: only {percent} % of the worlds, {least} % are wanted");
    }
}
