//! Claims as arguments: how a step that takes one is written, read back, and judged.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use motive::names::{Mismatch, step_name};
use motive::{Options, Verdict, World, format};

/// Two claims about the same types of things, one about nothing, and an action that takes two.
const TOWN: &str = "\
type place, item
character Anna (she), Bert (he), Carol (she)
place Mill
item Letter
fact holder(i: item): character or none
fact owner(i: item): character or none
fact married, over_now
fact lover(c: character): character or none
claim keeps(c: character, i: item) \"{c} {has} {i}\" means holder(i) is c
claim owns(c: character, i: item) \"{i} {is} {c's}\" means owner(i) is c
claim loves(a, b: character) \"{a} {loves} {b}\" means lover(a) is b
claim over \"it is over\" means married and over_now
fact said(s, h: character, k: claim)
action say(s, h: character, k: claim) by s
    needs not said(s, h, k)
    effect said(s, h, k), h believes k
action swap(s: character, k, j: claim) by s
    needs said(s, Bert, k) and said(s, Bert, j)
    effect over_now
Anna wants 1 if Bert believes owns(Carol, Letter)
Anna wants 1 if over_now
author wants over_now and Bert believes owns(Carol, Letter)
";

fn town() -> World {
    World::from_source("town.motive", TOWN).unwrap()
}

fn written(world: &World, call: &str) -> String {
    step_name(world.program(), &world.names().call(call).unwrap())
}

#[test]
fn a_step_is_written_with_its_claims_and_read_back() {
    let world = town();
    for call in [
        "say(Anna, Bert, keeps(Carol, Letter))",
        "say(Anna, Bert, owns(Carol, Letter))",
        "say(Anna, Bert, loves(Anna, Bert))",
        "say(Anna, Bert, over)",
        "swap(Anna, keeps(Carol, Letter), owns(Carol, Letter))",
        "swap(Anna, over, keeps(Bert, Letter))",
    ] {
        assert_eq!(written(&world, call), call);
    }
    assert_eq!(written(&world, " say( Anna ,Bert, over )"), "say(Anna, Bert, over)");
    let step = |call: &str| world.names().call(call).unwrap();
    let (one, other) =
        ("say(Anna, Bert, keeps(Carol, Letter))", "say(Anna, Bert, owns(Carol, Letter))");
    assert_eq!(step(one).arguments, step(other).arguments);
    assert_ne!(step(one).action, step(other).action);
}

#[test]
fn what_is_no_step_is_said_with_its_place() {
    let world = town();
    let names = world.names();
    let mismatch = |call: &str| names.call(call).unwrap_err();
    assert_eq!(
        mismatch("say(Anna, Bert, keps(Carol, Letter))"),
        Some(Mismatch::Argument { index: 2, nearest: Some("keeps".to_owned()) })
    );
    assert_eq!(
        mismatch("say(Anna, Bert, keeps(Carrol, Letter))"),
        Some(Mismatch::Argument { index: 2, nearest: Some("Carol".to_owned()) })
    );
    let misfit = |call: &str| match mismatch(call) {
        Some(Mismatch::Type { index, signatures }) => (index, signatures),
        other => panic!("{call}: {other:?}"),
    };
    let (index, signatures) = misfit("say(Anna, Bert, keeps(Letter, Carol))");
    assert_eq!(index, 2);
    assert_eq!(signatures[0], "say(s : character, h : character, keeps(c : character, i : item))");
    assert_eq!(misfit("say(Anna, Bert, Carol)").0, 2);
    assert_eq!(misfit("say(over, Bert, over)").0, 0);
    assert!(matches!(mismatch("say(Anna, Bert, Carol, Letter)"), Some(Mismatch::Count { .. })));
    for call in ["say(Anna, Bert, keeps(Carol, Letter)", "say(Anna, Bert, keeps(Carol, (Letter)))"]
    {
        assert!(names.call(call).is_err(), "{call}");
    }
}

#[test]
fn a_story_with_claims_comes_back_from_every_format() {
    let world = town();
    let judged = world.plan(&Options::default()).unwrap().stories.remove(0);
    let names: Vec<String> =
        judged.story.steps.iter().map(|step| step_name(world.program(), &step.step)).collect();
    assert!(names.contains(&"say(Anna, Bert, owns(Carol, Letter))".to_owned()), "{names:?}");
    let json = format::json::story(&world.names(), &judged.story, &judged.account);
    let json = serde_json::to_string_pretty(&json).unwrap();
    assert!(json.contains("\"owns(Carol, Letter)\""), "{json}");
    let verbose = format::sabre::verbose(world.program(), &judged.story, &judged.account);
    let short = format::sabre::short(world.program(), &judged.story);
    for text in [json, verbose, short] {
        let (story, warnings) = world.read_story("story", &text).unwrap();
        assert!(warnings.list().is_empty(), "{warnings}\n{text}");
        let verdict = world.verify(&story, &Options::default().limits, None).unwrap();
        assert!(matches!(verdict, Verdict::Valid { .. }), "{text}\n{verdict:?}");
    }
}

#[test]
fn a_claim_is_about_different_things_but_may_be_about_those_who_speak() {
    let world = town();
    let ground = world.ground();
    let exists = |call: &str| ground.step(&world.names().call(call).unwrap()).is_some();
    assert!(exists("say(Anna, Bert, keeps(Anna, Letter))"));
    assert!(exists("say(Anna, Bert, loves(Bert, Anna))"));
    assert!(!exists("say(Anna, Anna, keeps(Bert, Letter))"));
    assert!(!exists("say(Anna, Bert, loves(Carol, Carol))"));
    // Two claims of one action are two different claims.
    assert!(!exists("swap(Anna, keeps(Carol, Letter), keeps(Carol, Letter))"));
    assert!(exists("swap(Anna, keeps(Carol, Letter), owns(Carol, Letter))"));
    assert!(exists("swap(Anna, keeps(Carol, Letter), keeps(Bert, Letter))"));
}
