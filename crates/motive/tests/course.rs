//! What happened before a story, what it goes through, and what it never comes to: worlds written for
//! the purpose, with what must come of them worked out by hand.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files, and may fail"
)]

use motive::names::step_name;
use motive::{
    Flaw, Judgement, Limits, Options, Outcome, Progress, StopReason, Story, Verdict, World,
};

fn world(text: &str) -> World {
    World::from_source("w.motive", text).unwrap_or_else(|found| panic!("{found}"))
}

fn plan(world: &World) -> Outcome {
    world.plan(&Options { ticks: Some(2_000_000), ..Options::default() }).unwrap()
}

fn names(world: &World, story: &Story) -> Vec<String> {
    story.steps.iter().map(|step| step_name(world.program(), &step.step)).collect()
}

/// Codes of what `check` says, with its message and label.
fn said(world: &World) -> Vec<(String, String)> {
    let check = world.check();
    let all = check.list().iter().filter(|d| !["W0204", "W0206"].contains(&d.code.id()));
    all.map(|d| (d.code.id().to_owned(), format!("{} | {}", d.message, d.label))).collect()
}

// ---- before

const PAST: &str = "
type place
character Ida (she), Bo (he), Cy (he)
place Hut, Mill
fact at(c: character): place = Hut
fact wet(c: character), told
witness w of c if at(w) is at(c)
action walk(c: character, to: place) by c
    needs at(c) is not to
    effect at(c) = to
action splash(a, b: character) by a
    needs at(a) is at(b)
    effect wet(b)
action tell(a, b: character) by a
    needs a believes wet(Ida) and not b believes wet(Ida)
    effect b believes wet(Ida), told
Bo wants 1 if wet(Ida)
    1 if Cy believes wet(Ida)
author wants told
";

fn past(before: &str) -> World {
    world(&format!("{}{before}", PAST.trim_start()))
}

#[test]
fn what_happened_before_is_known_to_those_who_saw_it() {
    // Cy was at the mill when it happened, and then came back.
    let world =
        past("before\n    given walk(Cy, Mill)\n    splash(Bo, Ida)\n    given walk(Cy, Hut)\n");
    assert_eq!(said(&world), []);
    let outcome = plan(&world);
    assert_eq!(names(&world, &outcome.stories[0].story), ["tell(Bo, Cy)"]);
    // If it happens now, Cy sees it; and so he does if he has not been away.
    assert_eq!(plan(&past("")).stop, StopReason::Exhausted);
    let seen = past("before\n    splash(Bo, Ida)\n");
    assert_eq!(plan(&seen).stop, StopReason::Exhausted);
}

#[test]
fn what_happened_before_needs_a_reason_and_must_be_possible() {
    let unexplained = said(&past("before\n    splash(Cy, Ida)\n"));
    assert_eq!(unexplained.len(), 1);
    assert_eq!(unexplained[0].0, "W0410");
    assert!(
        unexplained[0].1.starts_with("Cy had no reason for splash(Cy, Ida)"),
        "{unexplained:?}"
    );
    assert_eq!(said(&past("before\n    given splash(Cy, Ida)\n")), []);

    let impossible = past("before\n    given walk(Cy, Mill)\n    given splash(Cy, Ida)\n");
    let error = impossible.plan(&Options::default()).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("E0850") && error.contains("splash(Cy, Ida)"), "{error}");
    let check = impossible.check();
    let error = check.list().iter().find(|d| d.code.id() == "E0850").unwrap();
    let span = error.span.unwrap();
    let text = &impossible.source().text()[span.start as usize..span.end as usize];
    assert_eq!(text, "given splash(Cy, Ida)");
    let verdict = impossible.verify(
        &Story { steps: vec![], before: None, after: None },
        &Options::default().limits,
        None,
    );
    assert!(verdict.unwrap_err().to_string().contains("E0850"));
}

/// The start of a scenario is changed first, and what happened follows from it.
#[test]
fn a_scenario_changes_what_the_past_begins_with() {
    let world = past(
        "before\n    given walk(Bo, Mill)\n    given splash(Cy, Ida)\n\
         scenario apart\n    instead at(Cy) = Mill\n\
         scenario dry\n    without splash\n\
         test \"he saw it\"\n    expect Cy believes wet(Ida) and not Bo believes wet(Ida)\n\
         test \"nothing was there to see\"\n    under dry\n    expect not wet(Ida) and at(Bo) is Mill\n",
    );
    assert_eq!(said(&world), []);
    let apart = world.under("apart").unwrap();
    assert!(said(&apart).iter().any(|(code, _)| code == "E0850"), "{:?}", said(&apart));
}

/// A further knower of a secret gets it by an event that happened before.
#[test]
fn a_secret_is_shared_before_the_story() {
    let world = world(
        "type place
character Ida (she), Bo (he), Cy (he)
place Hut, Mill
fact at(c: character): place = Hut
fact guilty(c: character), told
witness w of c if at(w) is at(c)
secret guilty(Ida) known to Ida
start
    at(Cy) = Mill
before
    given confess(Ida, Bo)
action confess(a, b: character) by a
    needs a believes guilty(Ida)
    effect b believes guilty(Ida)
Ida wants 1 if told
author wants told
test \"Bo knows now, and Ida knows that he does, and Cy thinks that nobody is guilty\"
    expect
        Bo believes guilty(Ida)
        Ida believes Bo believes guilty(Ida)
        Bo believes Ida believes Bo believes guilty(Ida)
        Cy believes not guilty(Ida)
        Bo believes Cy believes not guilty(Ida)
        Cy believes Bo believes not guilty(Ida)
",
    );
    let failed: Vec<_> = said(&world).into_iter().filter(|(code, _)| code == "W0406").collect();
    assert_eq!(failed, []);
}

// ---- never and reachable

const DEMANDS: &str = "
type place
character Ida (she), Bo (he)
place Hut, Mill, Inn
fact at(c: character): place = Hut
fact paid(c: character)
action walk(c: character, to: place) by c
    needs at(c) is not to
    effect at(c) = to
action pay(c, d: character) by c
    needs at(c) is at(d) and not paid(d)
    effect paid(d)
Ida wants 1 if paid(Bo)
Bo wants 1 if at(Bo) is Inn
author wants paid(Bo)
";

fn demands(lines: &str) -> Vec<(String, String)> {
    said(&world(&format!("{}{lines}", DEMANDS.trim_start())))
}

#[test]
fn what_is_never_to_come_about_is_looked_for_everywhere() {
    for holds in [
        "never paid(Ida)\n",
        "never happens pay(Bo, _)\n",
        "never at(Bo) is Mill\n",
        "reachable paid(Bo)\n",
        "reachable happens pay(Ida, Bo)\n",
        "reachable at(Bo) is Inn and at(Ida) is Inn\n",
        "reachable at(Ida) is Hut\n",
        "never at(Ida) is Inn and Bo believes at(Ida) is Hut\n",
    ] {
        assert_eq!(demands(holds), [], "{holds}");
    }
    let broken = demands("never at(Bo) is Inn and paid(Bo)\n");
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert_eq!(broken[0].0, "W0411");
    // The shortest run there: two steps, in either order.
    assert!(broken[0].1.contains("1. ") && broken[0].1.contains("2. "), "{broken:?}");
    assert!(!broken[0].1.contains("3. "), "{broken:?}");
    assert!(broken[0].1.contains("walk(Bo, Inn)") && broken[0].1.contains("pay(Ida, Bo)"));
    let event = demands("never happens pay(_, Bo)\n");
    assert_eq!(event, [("W0411".to_owned(), "this happens | 1. pay(Ida, Bo)".to_owned())]);
    let start = demands("never at(Ida) is Hut\n");
    assert_eq!(start, [("W0411".to_owned(), "this is so at the start already | ".to_owned())]);
    let unreachable = demands("reachable paid(Ida)\nreachable happens walk(Bo, Mill)\n");
    assert_eq!(unreachable.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["W0412"; 2]);
}

#[test]
fn a_limit_leaves_it_undecided_or_changes_the_answer() {
    let world = world(&format!(
        "{}never paid(Ida)\nreachable at(Bo) is Inn and at(Ida) is Inn\n",
        DEMANDS.trim_start()
    ));
    let check = |options: &motive::CheckOptions, go_on: bool| -> Vec<(String, String)> {
        let check = world.check_within(options, &mut || go_on);
        check.list().iter().map(|d| (d.code.id().to_owned(), d.message.clone())).collect()
    };
    let options = motive::CheckOptions::default();
    assert_eq!(check(&options, true), []);
    let few = check(&motive::CheckOptions { ticks: Some(1), ..options.clone() }, true);
    assert_eq!(few.len(), 2, "{few:?}");
    assert!(few.iter().all(|(code, text)| code == "W0407" && text.contains("--nodes")), "{few:?}");
    let small = check(&motive::CheckOptions { memory: Some(1), ..options.clone() }, true);
    assert!(small.iter().all(|(code, text)| code == "W0407" && text.contains("--memory")));
    // Within one step they are not both there: an answer, not a doubt.
    let limits = Limits { author: Some(1), ..options.limits };
    let short = check(&motive::CheckOptions { limits, ..options }, true);
    assert_eq!(short.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["W0412"]);
}

// ---- outlines

fn shared_world(name: &str) -> World {
    let path = format!("{}/../../worlds/{name}", env!("CARGO_MANIFEST_DIR"));
    world(&std::fs::read_to_string(path).unwrap())
}

#[test]
fn a_story_of_thirty_steps_is_a_few_short_searches() {
    let world = shared_world("river-barge.motive");
    let outcome = plan(&world);
    assert_eq!(outcome.stop, StopReason::Found);
    let judged = &outcome.stories[0];
    assert_eq!(judged.judgement, Judgement::Valid);
    assert!(judged.lean);
    assert_eq!(judged.story.steps.len(), 30);
    assert_eq!(judged.marks.len(), 9);
    assert!(judged.marks.is_sorted());
    assert_eq!(judged.marks.last(), Some(&30));
    assert!(outcome.statistics.ticks < 200_000, "{}", outcome.statistics.ticks);
    // However it is sliced, it is the same.
    let mut search = world.search(&Options::default()).unwrap();
    let sliced = loop {
        match search.advance(61) {
            Progress::Running => {}
            Progress::Candidate(candidate) => break search.judge(candidate).unwrap(),
            Progress::Done(reason) => panic!("{reason:?}"),
        }
    };
    assert_eq!(sliced.story, judged.story);
    assert_eq!(search.statistics().ticks, outcome.statistics.ticks);
}

/// What each of these needs is gone once the lamp is bought, so that the leg to it must end otherwise.
const BACK: &str = "
type place
character Ida (she), Bo (he)
place Shop, Bank, Isle
fact at(c: character): place = Shop
fact coin(c: character), lamp(c: character), lent, owes(c: character)
start
    coin(Ida)
action buy(c: character) by c
    needs coin(c) and at(c) is Shop and not lamp(c)
    effect lamp(c), not coin(c)
action borrow(c, d: character) by c
    needs lent and not lamp(c) and at(c) is at(d)
    effect lamp(c), owes(c)
action plead(c, d: character) by c
    needs at(c) is at(d)
    effect lent
action walk(c: character) by c
    needs at(c) is Shop
    effect at(c) = Bank
action ferry(c: character) by c
    needs at(c) is Bank and coin(c) and lamp(c)
    effect at(c) = Isle, not coin(c)
Ida wants 1 if lamp(Ida)
    3 if at(Ida) is Isle
    1 if coin(Ida)
outline
    lamp(Ida)
    crossing: at(Ida) is Isle
";

#[test]
fn a_leg_that_finds_no_way_on_is_ended_otherwise() {
    let world = world(BACK.trim_start());
    let outcome = plan(&world);
    let judged = &outcome.stories[0];
    let steps = ["plead(Ida, Bo)", "borrow(Ida, Bo)", "walk(Ida)", "ferry(Ida)"];
    let found = names(&world, &judged.story);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(steps.iter().all(|step| found.iter().any(|other| other == step)), "{found:?}");
    // Going through the outline is worth 1 where nothing else is wanted.
    let utility = |n: Option<motive::Number>| n.map(motive::Number::get);
    assert_eq!((utility(judged.story.before), utility(judged.story.after)), (Some(0.0), Some(1.0)));
    let of_two = Limits { goal: motive::Number::new(2.0), ..Options::default().limits };
    let out_of_reach = world.plan(&Options { limits: of_two, ..Options::default() }).unwrap();
    assert_eq!(out_of_reach.stop, StopReason::Incomplete);
}

/// What an outline asks for would be padding without it, and the author wants something else besides.
#[test]
fn an_outline_justifies_what_would_be_padding() {
    let text = "
character Ida (she), Bo (he)
fact calm(c: character), glad(c: character), tidy
action rest(c: character) by c
    effect calm(c)
action sing(c: character) by c
    effect glad(c)
action sweep(c: character) by c
    effect tidy
Ida wants 1 if calm(Ida)
    1 if glad(Ida)
    1 if tidy
author wants glad(Ida)
";
    let outlined = world(&format!("{}outline\n    happens rest(_)\n", text.trim_start()));
    let outcome = plan(&outlined);
    let story = outcome.stories[0].story.clone();
    assert_eq!(names(&outlined, &story), ["rest(Ida)", "sing(Ida)"]);
    let limits = Options::default().limits;
    assert!(matches!(outlined.verify(&story, &limits, None).unwrap(), Verdict::Valid { .. }));
    let bare = outlined.clone().without_outline();
    assert!(matches!(
        bare.verify(&story, &limits, None).unwrap(),
        Verdict::Invalid(Flaw::Padded { .. })
    ));
    // What neither the outline nor the author needs is padding all the same.
    let swept = story.clone();
    let sweep = outlined.read_story("s", "sweep(Ida)").unwrap().0.steps.remove(0);
    let mut longer = swept;
    longer.steps.insert(1, sweep);
    match outlined.verify(&longer, &limits, None).unwrap() {
        Verdict::Invalid(Flaw::Padded { from: 1, kept }) => assert_eq!(kept, [2]),
        other => panic!("{other:?}"),
    }
    // In the other order the outline is reached, but too late for the end to be the first good one.
    let mut turned = story.clone();
    turned.steps.reverse();
    assert!(matches!(outlined.verify(&turned, &limits, None).unwrap(), Verdict::Valid { .. }));
    let mut short = story;
    short.steps.remove(0);
    assert!(matches!(
        outlined.verify(&short, &limits, None).unwrap(),
        Verdict::Invalid(Flaw::EntryMissed { entry: 0 })
    ));
}

#[test]
fn a_failure_says_which_leg_and_how_near() {
    let text = "
character Ida (she), Bo (he)
fact calm(c: character), glad(c: character), warm(c: character)
action rest(c: character) by c
    effect calm(c)
action sing(c: character) by c
    needs calm(c)
    effect glad(c)
action burn(c: character) by c
    effect warm(c)
Ida wants 1 if calm(Ida)
    1 if glad(Ida)
outline
    calm(Ida)
    song: glad(Ida) and warm(Ida)
scenario short
    skip song
";
    let whole = world(text.trim_start());
    let outcome = plan(&whole);
    assert_eq!(outcome.stop, StopReason::Incomplete);
    assert!(outcome.stories.is_empty());
    let shortfall = outcome.shortfall.unwrap();
    assert_eq!((shortfall.entry, shortfall.held), (1, Some(1)));
    let part = outcome.best.unwrap();
    assert_eq!(part.judgement, Judgement::Valid);
    assert_eq!(names(&whole, &part.story), ["rest(Ida)", "sing(Ida)"]);
    assert_eq!(part.marks, [1]);
    // A scenario leaves the line out by its label.
    let short = whole.under("short").unwrap();
    assert_eq!(names(&short, &plan(&short).stories[0].story), ["rest(Ida)"]);

    // An event that nobody has a reason for.
    let event = text.replace("song: glad(Ida) and warm(Ida)", "song: happens burn(_)");
    let event = world(event.trim_start());
    let mut search = event.search(&Options::default()).unwrap();
    let stop = loop {
        match search.advance(50) {
            Progress::Running => {}
            Progress::Candidate(_) => panic!("a story"),
            Progress::Done(reason) => break reason,
        }
    };
    assert_eq!(stop, StopReason::Incomplete);
    let shortfall = search.shortfall().unwrap();
    let part = search.best_so_far().unwrap();
    let obstacle = search.obstacle(&shortfall, part.as_ref()).unwrap();
    assert_eq!(obstacle, "Ida has no reason for burn(Ida) there");
}

#[test]
fn what_an_outline_can_never_come_to_is_an_error() {
    let base = DEMANDS.trim_start();
    for line in [
        "happens pay(Ida, Ida)",
        "at(Ida) is Hut and at(Ida) is Mill",
        "paid(Ida) and not paid(Ida)",
    ] {
        let found = World::from_source("w.motive", &format!("{base}outline\n    {line}\n"));
        let found = found.map(|_| ()).unwrap_err();
        assert_eq!(found.list()[0].code.id(), "E0852", "{line}: {found}");
        let span = found.list()[0].span.unwrap();
        let text = &found.source().text()[span.start as usize..span.end as usize];
        assert_eq!(text, line);
    }
}

/// The author limit holds for each leg, and for the way from the last line to the end.
#[test]
fn the_author_limit_holds_for_each_leg() {
    let world = shared_world("river-barge.motive");
    let story = plan(&world).stories[0].story.clone();
    let verify = |author: u32| {
        let limits = Limits { author: Some(author), ..Options::default().limits };
        world.verify(&story, &limits, Some(4_000_000)).unwrap()
    };
    assert!(matches!(verify(6), Verdict::Valid { .. }));
    match verify(5) {
        Verdict::Invalid(Flaw::LongLeg { entry: 8, steps: 6, limit: 5 }) => {}
        other => panic!("{other:?}"),
    }
}

/// With `all`, further stories are those that backing up comes to.
#[test]
fn all_the_stories_of_an_outline_are_those_that_backing_up_comes_to() {
    let text = BACK.trim_start().replace("    crossing: at(Ida) is Isle\n", "");
    let world = world(&text);
    let outcome =
        world.plan(&Options { all: true, ticks: Some(400_000), ..Options::default() }).unwrap();
    assert_eq!(outcome.stop, StopReason::Incomplete);
    let stories: Vec<_> = outcome.stories.iter().map(|j| names(&world, &j.story)).collect();
    // Each is told once, and none has more than it needs.
    assert!(stories.contains(&vec!["plead(Ida, Bo)".to_owned(), "borrow(Ida, Bo)".to_owned()]));
    let mut distinct = stories.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), stories.len());
}
