//! Actions that may turn out in several ways, as authors and players meet them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use motive::{Options, World};

const BLOW: &str = "\
world \"The blow\"
character Corin (he), Mirel (she)
fact silent(c: character), dead(c: character), padded
action strike(a, b: character) by a
    needs not dead(b)
    outcome stops odds 9 if not padded
        effect silent(b)
    outcome fatal odds 1
        effect dead(b)
Corin wants
    quiet: 3 if silent(Mirel)
    life: -5 if dead(Mirel)
author wants dead(Mirel)
";

fn world(more: &str) -> World {
    World::from_source("w.motive", &format!("{BLOW}{more}")).unwrap_or_else(|d| panic!("{d}"))
}

#[test]
fn whether_somebody_might_act_does_not_hang_on_the_first_outcome() {
    // In reality she wears a thick scarf, of which he knows nothing: a blow cannot stop her.
    let expects = "start padded, Corin believes not padded
test \"a\"
    expect Corin might strike(Corin, Mirel) and Corin would strike(Corin, Mirel)
    expect not Mirel might strike(Mirel, Corin)
";
    let check = world(expects).check();
    let failed: Vec<String> =
        check.list().iter().filter(|d| d.code.id() == "W0406").map(|d| d.message.clone()).collect();
    assert_eq!(failed, [""; 0]);
}

#[test]
fn a_call_may_say_how_it_turned_out() {
    let world = world("");
    let names = world.names();
    let call = |text: &str| names.call(text).map(|step| step.outcome);
    assert_eq!(call("strike(Corin, Mirel)"), Ok(0));
    assert_eq!(call("strike(Corin, Mirel) outcome stops"), Ok(0));
    assert_eq!(call("  strike(Corin, Mirel)   outcome  fatal "), Ok(1));
    for wrong in ["outcomefatal", "outcome", "outcome fatal fatal", "fatal"] {
        assert_eq!(call(&format!("strike(Corin, Mirel) {wrong}")), Err(None), "{wrong}");
    }
    let mut game = world.begin(&Options::default().limits).unwrap();
    assert_eq!(
        game.happen("strike(Corin, Mirel) outcome fatel").unwrap_err().to_string(),
        "there is no such outcome as in strike(Corin, Mirel) outcome fatel (did you mean fatal?)"
    );
    game.happen("strike(Corin, Mirel) outcome fatal").unwrap();
    assert_eq!(
        game.happen("strike(Corin, Mirel) outcome stops").unwrap_err().to_string(),
        "strike(Corin, Mirel) outcome stops cannot happen now"
    );
    let mut simulation = world.simulate(&Options::default().limits, 1).unwrap();
    simulation.happen("strike(Corin, Mirel) outcome fatal").unwrap();
    assert_eq!(simulation.value(&[], "dead(Mirel)").as_deref(), Some("True"));
}

#[test]
fn a_story_says_what_was_an_accident() {
    let world = world("");
    let outcome = world.plan(&Options::default()).unwrap();
    let judged = &outcome.stories[0];
    assert!(judged.account.events[0].is_accident);
    let reason = &judged.story.steps[0].reasons[0];
    assert_eq!(world.program().outcome_name(&reason.plan[0].step), Some("stops"));
}

/// A scenario may count on other odds, allow more accidents, or look further ahead.
#[test]
fn a_scenario_may_have_settings_of_its_own() {
    let found = |more: &str| {
        let world = world(more);
        let check = world.check();
        let failed = check.list().iter().filter(|d| d.code.id() == "W0406");
        failed.map(|d| d.message.clone()).collect::<Vec<_>>()
    };
    let test = |scenario: &str| {
        format!(
            "scenario s\n    instead {scenario}\ntest \"a\"\n    under s\n    \
             expect not Corin might strike(Corin, Mirel)\n"
        )
    };
    // Padded, a blow can only kill, as he knows; how many accidents there may be is no matter to him.
    assert_eq!(found(&test("padded")), [""; 0]);
    assert_eq!(found(&test("accidents 0")).len(), 1);
    let both = format!("Corin refuses dead(Mirel)\n{}", test("likely 1 in 10"));
    assert_eq!(found(&both), [""; 0]);
    let one = format!("Corin refuses dead(Mirel)\n{}", test("likely 1 in 4"));
    assert_eq!(found(&one), ["this is not so at the start"]);
}

/// Where only the number of accidents stands in the way, that is known.
#[test]
fn an_accident_too_many_is_noted() {
    let world = world("");
    for (all, optimal) in [(false, false), (false, true), (true, false)] {
        let mut options = Options { all, optimal, ..Options::default() };
        options.limits.accidents = Some(0);
        let outcome = world.plan(&options).unwrap();
        assert!(outcome.stories.is_empty() && outcome.statistics.too_many_accidents);
        options.limits.accidents = Some(1);
        let outcome = world.plan(&options).unwrap();
        assert_eq!(outcome.stories.len(), 1);
        assert!(!outcome.statistics.too_many_accidents);
    }
}
