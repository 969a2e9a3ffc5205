//! What only some know: along every chain of believers, in both engines; and what leaks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

use motive::{World, codes};
use motive_judge::Judge;
use motive_world::ground::{Slot, View};
use motive_world::id::CharacterId;
use motive_world::program::Program;
use motive_world::state::{NoRecorder, StateRegistry};
use motive_world::value::Value;

fn world(text: &str) -> World {
    World::from_source("page.motive", text).unwrap_or_else(|e| panic!("{text}{e}"))
}

fn found(text: &str) -> Vec<(&'static str, String)> {
    let all = world(text).check();
    all.list().iter().map(|d| (d.code.id(), d.message.clone())).collect()
}

/// All chains of believers up to a length, the empty one too, in which nobody comes twice in a row.
fn chains(program: &Program, longest: usize) -> Vec<Vec<CharacterId>> {
    let mut all: Vec<Vec<CharacterId>> = vec![vec![]];
    let mut level = all.clone();
    for _ in 0..longest {
        let longer = |chain: &Vec<CharacterId>| -> Vec<Vec<CharacterId>> {
            let more = program.characters().map(|who| [chain.clone(), vec![who]].concat());
            more.collect()
        };
        level = level.iter().flat_map(longer).collect();
        all.extend(level.iter().cloned());
    }
    all
}

const COUPLE: &str = "
character Ida (she), Bo (he), Cy (he), Dan (he)
fact couple, owner: character or none, told, scared
secret couple known to Ida, Bo
secret owner is Ida known to Bo, Cy others think owner is Dan
action tell(a, b: character) by a
    needs a believes couple and not b believes couple
    effect b believes couple, told
action scare(a: character) by a
    needs owner is Ida
    effect scared, owner = none
Bo wants 1 if Cy believes couple
author wants told and scared
";

/// Worked out chain by chain, deeper than anybody asks by default.
#[test]
fn a_secret_is_one_along_every_chain() {
    let world = world(COUPLE);
    let program = world.program();
    let levels = 6;
    let mut states = StateRegistry::new(world.ground(), levels);
    let start = states.initial(&mut NoRecorder).unwrap();
    let judge = Judge::with_levels(program, motive::Options::default().limits, levels).unwrap();
    let mut outside = 0;
    for chain in chains(program, 5) {
        for (secret, fact) in
            program.secrets.iter().zip([Value::TRUE, Value::Entity(CharacterId(0).entity())])
        {
            let is_inside = chain.iter().all(|who| secret.insiders.contains(who));
            let expected = if is_inside { fact } else { secret.outside };
            outside += usize::from(!is_inside && chain.len() <= 3 && expected == Value::FALSE);
            let told = judge.value(judge.world(), &chain, secret.fluent, &secret.arguments);
            assert_eq!(told, expected, "judge: {chain:?}");
            let Slot::Fluent(fluent) = world.ground().slot(secret.fluent, &secret.arguments) else {
                panic!("it can change");
            };
            let mind = chain.iter().fold(start, |state, &who| states.mind(state, who));
            assert_eq!(states.view(mind).value(fluent), expected, "planner: {chain:?}");
        }
    }
    // The figures that docs/language.md gives.
    assert_eq!((chains(program, 3).len() - 1, outside), (84, 70));
}

const SIGHT: &str = "
character Ida (she), Bo (he), Cy (he)
fact guilty(c: character), pale(c: character), near, lurks(c: character)
author wants near and Bo believes guilty(Ida) and guilty(Bo) and lurks(Bo)
each c: character wants 1 if near
action come(c: character) by c
    needs not near
    effect near
action strike(c: character) by c
    effect guilty(c)
    seen by any w where lurks(w)
    hidden from any w where w is not c
action tell(c, d: character) by c
    needs c believes guilty(c)
    effect d believes guilty(c)
    seen only by nobody
secret guilty(Ida) known to Ida
";

#[test]
fn what_leaks_is_told_and_what_is_meant_is_not() {
    // The page shows a rule.
    let page = codes::SECRET_LEAKS.explanation();
    let example = |kind: &str| {
        let (_, rest) = page.split_once(&format!("```text {kind}\n")).unwrap();
        rest.split_once("```").unwrap().0.to_owned()
    };
    let bad = found(&example("bad"));
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert_eq!(bad[0].0, "W0441");
    assert_eq!(bad[0].1, "Bo knows at the start what `guilty(Ida)` is, by suspect(Bo, Ida)");
    assert_eq!(found(&example("good")), []);

    // Cy hides where he sees it, and she knows that he does.
    let noticed = "before\n    given strike(Ida)\nstart\n    lurks(Cy)\n";
    let leaks: Vec<_> = found(&format!("{SIGHT}{noticed}"))
        .into_iter()
        .filter(|(code, _)| *code == "W0441")
        .collect();
    assert_eq!(leaks.len(), 1, "{leaks:?}");
    assert!(leaks[0].1.starts_with(
        "Cy knows at the start what `guilty(Ida)` is, from having noticed strike(Ida)"
    ));

    // That he hides is his secret; and who is told is meant to know.
    for meant in [
        "before\n    given strike(Ida)\nsecret lurks(Cy) known to Cy\n",
        "before\n    given tell(Ida, Cy)\n",
    ] {
        let all = found(&format!("{SIGHT}{meant}"));
        assert!(all.iter().all(|(code, _)| *code != "W0441"), "{all:?}");
    }
}

/// What is stated of a mind beside a secret counts there, and for what is further in unless a secret is
/// told on the way: in both engines.
#[test]
fn what_is_stated_beside_a_secret_counts_as_far_as_it_goes() {
    let text = format!(
        "{COUPLE}scenario caught\n    instead Cy believes couple, Ida believes Bo believes Cy believes couple\n"
    );
    let world = world(&text).under("caught").unwrap();
    let program = world.program();
    let levels = 4;
    let mut states = StateRegistry::new(world.ground(), levels);
    let start = states.initial(&mut NoRecorder).unwrap();
    let judge = Judge::with_levels(program, motive::Options::default().limits, levels).unwrap();
    let secret = &program.secrets[0];
    let Slot::Fluent(fluent) = world.ground().slot(secret.fluent, &secret.arguments) else {
        panic!("it can change");
    };
    let [ida, bo, cy] = [0, 1, 2].map(CharacterId);
    for chain in chains(program, 4) {
        // Cy takes all others to know what he knows; who is thought to know, is by those who think so.
        let knows = match chain.as_slice() {
            [first, ..] if *first == cy => true,
            [first, second, third, ..] if [*first, *second, *third] == [ida, bo, cy] => true,
            all => all.iter().all(|who| [ida, bo].contains(who)),
        };
        let expected = Value::Boolean(knows);
        let told = judge.value(judge.world(), &chain, secret.fluent, &secret.arguments);
        assert_eq!(told, expected, "judge: {chain:?}");
        let mind = chain.iter().fold(start, |state, &who| states.mind(state, who));
        assert_eq!(states.view(mind).value(fluent), expected, "planner: {chain:?}");
    }
}

/// What a scenario tries out may go against a secret; all else keeps to it.
#[test]
fn a_scenario_can_let_somebody_know() {
    let text = format!(
        "{COUPLE}scenario caught\n    instead Cy believes couple\n\
         test \"he knows, and nobody knows that\"\n    under caught\n    \
         expect Cy believes couple and not Ida believes Cy believes couple\n    \
         expect Cy believes Dan believes couple\n"
    );
    assert!(found(&text).iter().all(|(code, _)| !["W0406", "W0407"].contains(code)));
}
