//! The facade over small worlds: planning, judging, flaws in words, games, findings.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may fail")]

use expect_test::{Expect, expect};
use motive::{
    Chronicle, Judgement, Limits, Next, Number, Options, Progress, StopReason, Verdict, World, flaw,
};

const LETTER: &str = include_str!("../../../worlds/orchard-letter.txt");
const FERRY: &str = include_str!("../../../worlds/ferry.txt");
const TART: &str = include_str!("../../../worlds/fair-tart.txt");

fn world(text: &str) -> World {
    World::from_source("world.txt", text).unwrap_or_else(|e| panic!("{e}"))
}

fn limits(author: u32, character: u32, epistemic: u32) -> Limits {
    Limits {
        goal: None,
        author: Some(author),
        character: Some(character),
        epistemic: Some(epistemic),
        accidents: None,
    }
}

fn shortest(text: &str) -> String {
    let world = world(text);
    let outcome = world.plan(&Options { optimal: true, ..Options::default() }).unwrap();
    assert_eq!(outcome.stop, StopReason::Found);
    assert_eq!(outcome.stories[0].judgement, Judgement::Valid);
    motive::format::sabre::short(world.program(), &outcome.stories[0].story)
}

/// Each world says in its head which story is the shortest.
#[test]
fn the_worlds_have_the_stories_that_they_promise() {
    for text in [LETTER, TART] {
        let story = shortest(text);
        for step in story.lines() {
            assert!(text.contains(&format!(" *   {step}\n")), "{step}");
        }
    }
    assert_eq!(shortest(FERRY).lines().count(), 5);
    let ferry = world(FERRY);
    let promised: String = FERRY
        .lines()
        .filter_map(|line| line.strip_prefix(" *   "))
        .map(|step| format!("{step}\n"))
        .collect();
    let (story, _) = ferry.read_story("head", &promised).unwrap();
    let verdict = ferry.verify(&story, &Options::default().limits, None).unwrap();
    assert!(matches!(verdict, Verdict::Valid { .. }), "{verdict:?}");
}

/// Two people can go to the mill, and either can row: all stories of five steps are variants.
#[test]
fn all_stories_are_enumerated_and_judged() {
    let world = world(FERRY);
    let options = Options { limits: limits(5, 6, 2), all: true, ..Options::default() };
    let outcome = world.plan(&options).unwrap();
    assert_eq!(outcome.stop, StopReason::Exhausted);
    // Who goes is who rows; the nets are picked up by Bram in any case.
    let stories: Vec<String> = outcome
        .stories
        .iter()
        .map(|judged| motive::format::sabre::short(world.program(), &judged.story))
        .collect();
    assert_eq!(
        stories,
        [
            "walk(Ines, Shore, Mill)\npick(Ines, Oars, Mill)\nwalk(Ines, Mill, Shore)\n\
             row(Ines, Bram)\npick(Bram, Nets, Island)\n",
            "walk(Bram, Shore, Mill)\npick(Bram, Oars, Mill)\nwalk(Bram, Mill, Shore)\n\
             row(Bram, Ines)\npick(Bram, Nets, Island)\n",
        ]
    );
}

#[test]
fn none_exists_is_an_answer_and_a_limit_is_another() {
    let world = world(FERRY);
    let plan = |options: Options| world.plan(&options).unwrap();
    let outcome = plan(Options { limits: limits(4, 6, 2), ..Options::default() });
    assert_eq!((outcome.stop, outcome.stories.len()), (StopReason::Exhausted, 0));
    // Bram's plan has five steps; so has that of Ines but the last, which is Bram's reason.
    let outcome = plan(Options { limits: limits(5, 4, 2), ..Options::default() });
    assert_eq!((outcome.stop, outcome.stories.len()), (StopReason::Exhausted, 0));
    let outcome = plan(Options { ticks: Some(5), ..Options::default() });
    assert_eq!((outcome.stop, outcome.stories.len()), (StopReason::Ticks, 0));
    assert_eq!(outcome.statistics.ticks, 5);
    assert_eq!(outcome.goal, Some((Number::ZERO, Number::ONE)));
}

#[test]
fn slices_do_not_change_what_is_found() {
    let world = world(TART);
    let whole = world.plan(&Options::default()).unwrap();
    let mut search = world.search(&Options::default()).unwrap();
    let mut found = Vec::new();
    let stop = loop {
        match search.advance(1) {
            Progress::Running => {}
            Progress::Candidate(candidate) => found.push(search.judge(candidate).unwrap()),
            Progress::Done(stop) => break stop,
        }
    };
    assert_eq!(stop, whole.stop);
    assert_eq!(found[0].story, whole.stories[0].story);
    assert_eq!(search.statistics(), whole.statistics);
}

#[test]
fn an_account_says_who_saw_it_and_what_they_believe() {
    let world = world(TART);
    let outcome = world.plan(&Options::default()).unwrap();
    let account = &outcome.stories[0].account;
    let name = |who: motive::CharacterId| world.program().entities[who.index()].name.as_str();
    // Petra is in the garden and does not see the tart being carried upstairs.
    let carried = &account.events[0];
    assert_eq!(carried.perceived.iter().map(|&who| name(who)).collect::<Vec<_>>(), ["Jory"]);
    assert_eq!(carried.facts.len(), 2);
    let who_learns: Vec<&str> = carried.beliefs.iter().map(|(who, _)| name(*who)).collect();
    assert_eq!(who_learns, ["Jory"]);
    // Jory gains by it; Petra would have been fed, in her mind.
    let written = |change| motive::format::sabre::fluent_name(world.program(), change);
    assert_eq!(written(&carried.prospects[0].changes[0]), "tart()");
    assert_eq!(written(&account.events[1].prospects[0].changes[0]), "fed(Petra)");
    assert_eq!(written(&account.changes[0]), "puzzled(Petra)");
}

fn flawed(text: &str, story: &str, limits: &Limits, expected: &Expect) {
    let world = world(text);
    let (story, _) = world.read_story("story", story).unwrap_or_else(|e| panic!("{e}"));
    let described = match world.verify(&story, limits, None).unwrap() {
        Verdict::Invalid(flaw) => flaw::describe(world.program(), &story, &flaw).to_string(),
        other => panic!("{other:?}"),
    };
    expected.assert_eq(&described);
}

#[test]
fn flaws_name_the_step_the_character_and_the_cause() {
    let usual = Options::default().limits;
    flawed(
        LETTER,
        "take(Wren)",
        &usual,
        &expect![
            "step 1, take(Wren) cannot happen; it needs at(Wren) == House, which is false there"
        ],
    );
    flawed(
        LETTER,
        "walk(Wren, Orchard, House) walk(Hollis, House, Henhouse) take(Wren)",
        &usual,
        &expect![
            "Hollis has no reason for step 2, walk(Hollis, House, Henhouse); no plan that Hollis could begin with it ends better, as Hollis sees it"
        ],
    );
    flawed(
        LETTER,
        "walk(Wren, Orchard, House) call(Wren, Hollis)",
        &usual,
        &expect![
            "the story does not reach the goal: the author's utility goes from 0 to 0; a story must reach 1 and end above its start"
        ],
    );
    flawed(
        TART,
        "carry(Jory, Pantry, Attic) walk(Petra, Garden, Pantry) discover(Petra, Pantry)",
        &limits(2, 6, 2),
        &expect![
            "the story has 3 steps, and the author limit is 2; a greater --author-limit would admit it"
        ],
    );
    flawed(
        FERRY,
        "walk(Bram, Shore, Mill) pick(Bram, Oars, Mill) walk(Bram, Mill, Shore) row(Bram, Ines)
         pick(Bram, Nets, Island)",
        &limits(5, 3, 2),
        &expect![
            "Bram has no reason for step 1, walk(Bram, Shore, Mill); no plan that Bram could begin with it ends better, as Bram sees it, within the limits; only hindsight explains it: as the story goes on Bram comes to be better off, but could not have planned it"
        ],
    );
}

/// Ada sows without a reason; it is rain, which she cannot foresee, that makes it worth it.
#[test]
fn what_only_hindsight_explains_is_called_so() {
    let garden = "entity Ada : character; property bed() : number; property glad() : number;
        action sow() { precondition: bed() == 0; effect: bed() = 1; consenting: Ada; };
        action rain() { precondition: bed() == 1; effect: bed() = 2 & glad() = 1; };
        action pluck() { precondition: bed() == 2; effect: bed() = 3 & glad() = 2; consenting: Ada; };
        utility(): bed() == 3; utility(Ada): glad();";
    flawed(
        garden,
        "sow() rain() pluck()",
        &Options::default().limits,
        &expect![
            "Ada has no reason for step 1, sow(); no plan that Ada could begin with it ends better, as Ada sees it; only hindsight explains it: as the story goes on Ada comes to be better off, but could not have planned it"
        ],
    );
}

#[test]
fn a_reason_that_is_none_is_replaced_and_noted() {
    let world = world(TART);
    let text = "carry(Jory, Pantry, Attic)
| goal(Jory, tart() == Attic)
walk(Petra, Garden, Pantry)
| carry(Petra, Pantry, Attic)
| goal(Petra, fed(Petra) == True)
discover(Petra, Pantry)
goal(puzzled(Petra) == True)";
    let (story, _) = world.read_story("story", text).unwrap();
    match world.verify(&story, &Options::default().limits, None).unwrap() {
        Verdict::Valid { story: found, notes, .. } => {
            expect!["the reason given for Petra in step 2, walk(Petra, Garden, Pantry) is none (it does not end better for the character); another one was found"]
                .assert_eq(&flaw::describe_note(world.program(), &story, &notes[0]));
            let plan = &found.steps[1].reasons[0].plan;
            assert_eq!(
                motive::names::step_name(world.program(), &plan[1].step),
                "eat(Petra, Pantry)"
            );
        }
        other => panic!("{other:?}"),
    }
}

fn next(game: &mut Chronicle<'_>, world: &World, who: &str) -> String {
    match game.next_action(who, 100_000).unwrap() {
        Next::Action(intention) => motive::names::step_name(world.program(), &intention.step),
        Next::Nothing => "nothing".to_owned(),
        Next::OutOfBudget => "out of budget".to_owned(),
    }
}

#[test]
fn a_game_goes_on_from_what_has_happened() {
    let world = world(TART);
    let mut game = world.begin(&Options::default().limits).unwrap();
    assert_eq!(next(&mut game, &world, "Jory"), "carry(Jory, Pantry, Attic)");
    assert_eq!(next(&mut game, &world, "Petra"), "walk(Petra, Garden, Pantry)");
    game.happen("carry(Jory, Pantry, Attic)").unwrap();
    // She has not seen it.
    assert_eq!(next(&mut game, &world, "Petra"), "walk(Petra, Garden, Pantry)");
    assert_eq!(next(&mut game, &world, "Jory"), "nothing");
    game.happen("walk(Petra, Garden, Pantry)").unwrap();
    // She thinks that the tart is here, but eating it fails in reality; what she can do is to wait
    // for it upstairs, since she knows that Jory would like to carry it there.
    assert_eq!(next(&mut game, &world, "Petra"), "walk(Petra, Pantry, Attic)");
    assert_eq!(game.steps().len(), 2);
    assert!(matches!(game.next_action("Petra", 0).unwrap(), Next::OutOfBudget));
}

#[test]
fn a_game_refuses_what_cannot_be() {
    let world = world(TART);
    let mut game = world.begin(&Options::default().limits).unwrap();
    let mut refused = |call: &str| game.happen(call).unwrap_err().to_string();
    assert_eq!(refused("eat(Petra, Pantry)"), "eat(Petra, Pantry) cannot happen now");
    assert_eq!(
        refused("aet(Petra, Pantry)"),
        "there is no action as in aet(Petra, Pantry) (did you mean eat?)"
    );
    assert_eq!(
        refused("eat(Petra, Pantri)"),
        "argument 2 of eat(Petra, Pantri) is the name of nothing (did you mean Pantry?)"
    );
    assert_eq!(
        refused("eat(Petra)"),
        "eat(Petra) has a wrong number of arguments (it is eat(who : character, here : place))"
    );
    assert_eq!(refused("eat"), "eat is not written as a step (write name(argument, argument))");
    assert!(refused("eat(((((").contains("not written as a step"));
    assert_eq!(game.steps().len(), 0);
    assert_eq!(
        game.next_action("Jori", 10).unwrap_err().to_string(),
        "there is no character called Jori (did you mean Jory?)"
    );
}

fn findings(text: &str, expected: &Expect) {
    expected.assert_eq(&world(text).check().to_string());
}

#[test]
fn what_is_worth_a_remark_is_found() {
    for text in [LETTER, FERRY, TART] {
        findings(text, &expect![""]);
    }
    findings(
        "type place; type ghost; type rock; entity Ada : character; entity Bea : character;
entity Hut : place; entity Boulder : rock;
property at(c : character) : place; property colour() : number; property wings() : boolean;
action go(c : character, p : place) { precondition: at(c) != p; effect: at(c) = p; consenting: c; };
action fly(c : character) { precondition: wings(); effect: at(c) = Hut; consenting: c; };
utility(): at(Ada) == Hut; utility(Ada): at(Ada) == Hut;",
        &expect![[r#"
            world.txt:1:18: warning[W0204]: nothing is of the type `ghost`, and nothing asks for it (help: remove it, or declare an entity of it)
            world.txt:1:67: warning[W0206]: `Bea` wants nothing, and so never does anything (help: declare what this character wants: `utility(…): …`)
            world.txt:2:28: warning[W0204]: nothing has to do with `Boulder` (help: remove it, or give it a type that something takes)
            world.txt:3:46: warning[W0204]: nothing ever depends on the property `colour` (help: remove it, or let something depend on it)
            world.txt:5:8: warning[W0205]: the action fly(c : character) can never happen (help: look for a part of its precondition that nothing in the world makes true)"#]],
    );
}

fn refused(name: &str, text: &str, expected: &Expect) {
    expected.assert_eq(&World::from_source(name, text).unwrap_err().to_string());
}

#[test]
fn faults_of_a_world_point_to_its_text() {
    refused(
        "world.motive",
        "character Ada\nAda wants calm(Ada)\n",
        &expect![[r#"
            world.motive:2:11: error[E0803]: there is no fact or definition `calm` (help: declare it: `fact calm(…)`, or `define calm(…) means …`)
            world.motive: warning[W0402]: the author wants nothing, so no story can get anywhere (help: add `author wants …`: what the story is to bring about)"#]],
    );
    refused(
        "a/world",
        "",
        &expect![
            "a/world: error[E0608]: the name of this file does not say which language it is written in (help: a world in Motive's language is a file that ends in `.motive`, a problem in Sabre's language one that ends in `.txt`)"
        ],
    );
    refused(
        "world.TXT",
        "entity Ada : character; entity Bea : character; property at(c : character) : number;
action swap(a : character, b : character) { effect: at(a) = 1 & at(b) = 2; };
utility(): at(Ada);",
        &expect![[r#"
            world.TXT:2:8: error[E0303]: the effect of swap(Ada, Ada) gives at(Ada) two values at once (help: make the precondition rule this case out (`a != b`), or drop one of the assignments)
            world.TXT:2:8: error[E0303]: the effect of swap(Bea, Bea) gives at(Bea) two values at once (help: make the precondition rule this case out (`a != b`), or drop one of the assignments)"#]],
    );
}

#[test]
fn a_start_that_never_comes_to_rest_is_found() {
    let text = "entity Ada : character; property on() : boolean;
trigger flip() { precondition: on() == False; effect: on(); };
trigger flop() { precondition: on(); effect: !on(); };
action wait() { effect: on(); consenting: Ada; }; utility(): on(); utility(Ada): on();";
    let world = world(text);
    let error = world.plan(&Options::default()).unwrap_err().to_string();
    assert!(error.contains("error[E0402]") && error.contains("never comes to rest"), "{error}");
    assert!(world.begin(&Options::default().limits).is_err());
    assert!(world.check().any_error());
}

#[test]
fn a_division_by_zero_is_located() {
    let text = "entity Ada : character; property n() : number; property d() : number;
d() = 1;
action halve() { precondition: d() < 3; effect: n() = 4 / (d() - 1) & d() = d() + 1; consenting: Ada; };
utility(): n(); utility(Ada): n();";
    let world = world(text);
    let outcome = world.plan(&Options::default());
    let text = match outcome {
        Ok(outcome) => match outcome.stop {
            StopReason::Fault(fault) => world.fault(&fault).to_string(),
            other => panic!("{other:?}"),
        },
        Err(error) => error.to_string(),
    };
    assert!(text.contains("world.txt:3:8: error[E0403]: halve() divides by zero"), "{text}");
}
