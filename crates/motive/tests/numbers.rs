//! Numbers as parameters: steps are written with them, and what is there once for each is one to its author.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

use motive::{Options, World};

const SACKS: &str = "\
character Ida (she), Bo (he)
fact sacks(c: character): 0..9 = 4
fact owes(c: character, n: 1..3) \"{c} {owes} {n} sacks\"
fact strength(c: character): 0..5 = 2
action carry(c, d: character, n: 1..3) by c
    needs sacks(c) >= n and strength(c) >= n
    text \"{c} {carries} {n} sacks to {d}.\"
    outcome safe odds 3
        effect sacks(c) -= n, sacks(d) += n, owes(d, n)
    outcome torn if n > 1
        effect sacks(c) -= n
each c: character wants 1 if some d: character where d is not c and some n: 2..3 where owes(d, n)
author wants owes(Bo, 2)
";

fn world(more: &str) -> World {
    let text = format!("{SACKS}{more}");
    World::from_source("sacks.motive", &text).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn a_story_is_found_written_read_and_judged() {
    let world = world("");
    let options = Options { optimal: true, ..Options::default() };
    let outcome = world.plan(&options).unwrap();
    let story = &outcome.stories[0].story;
    assert_eq!(world.program().step_text(&story.steps[0].step), "carry(Ida, Bo, 2) outcome safe");
    let names = world.names();
    let step = names.call("carry(Ida, Bo, 2) outcome safe").unwrap();
    assert_eq!(step, story.steps[0].step);
    assert!(names.call("carry(Ida, Bo, 4) outcome safe").is_err());
    assert!(names.call("carry(Ida, Bo, Ida) outcome safe").is_err());
    let told = world.tell(story, &options.limits, motive::tell::Manner::default()).unwrap();
    assert_eq!(told.last().unwrap().text, "Ida carried 2 sacks to Bo.");
}

/// That three sacks are too heavy, and that one is never torn, is no mistake.
#[test]
fn what_can_happen_with_one_number_can_happen() {
    assert_eq!(world("").check().list(), []);
    // With none of the numbers is another matter.
    let never = "action drop(c: character, n: 4..5) by c\n    needs strength(c) >= n\n    effect sacks(c) -= n\n";
    let codes: Vec<&str> = world(never).check().list().iter().map(|d| d.code.id()).collect();
    assert_eq!(codes, ["W0205"]);
}

#[test]
fn tests_patterns_and_scenarios_know_them() {
    let more = "test \"one is not enough\"
    expect not Ida might carry(Ida, Bo, 1) and Ida might carry(Ida, Bo, 2)
    after carry(Ida, Bo, 2) outcome safe
    expect (count n: 1..3 where owes(Bo, n)) is 1 and every n: 1..3: not owes(Ida, n)
    expect (total n: 1..3 where owes(Bo, n): n) is 2
never happens carry(_, _, 3)
reachable happens carry(_, Bo, _) outcome safe
";
    let found = world(more).check();
    assert_eq!(found.list(), [], "{found}");
}
