//! Stories: P1 to P6, what the judge says of broken ones, and all stories of small worlds
//! (planning-semantics §6.1, §6.4, §7).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod build;

use build::*;
use motive_judge::{Breach, Broken, Flaw, Judge, Note, Verdict, Why};
use motive_world::id::{ActionSchemaId, FluentSchemaId};
use motive_world::program::Expr;
use motive_world::story::{ExplainedStep, Limits, Purpose, Reason, Step, Story};
use motive_world::value::Value;

fn flaw(judge: &Judge<'_>, actions: &[ActionSchemaId]) -> Flaw {
    match judge.verify(&bare(actions)).unwrap() {
        Verdict::Invalid(flaw) => flaw,
        other => panic!("{other:?}"),
    }
}

fn valid(judge: &Judge<'_>, story: &Story) -> (Story, Vec<Note>) {
    match judge.verify(story).unwrap() {
        Verdict::Valid { story, notes, lean: true } => (story, notes),
        other => panic!("{other:?}"),
    }
}

/// Bread: 0 nothing, 1 dough, 2 bread, 3 eaten. Una bakes for herself, the author wants it eaten.
struct Bakery {
    b: Build,
    s: FluentSchemaId,
    knead: ActionSchemaId,
    bake: ActionSchemaId,
    eat: ActionSchemaId,
    hum: ActionSchemaId,
}

fn bakery() -> Bakery {
    let mut b = Build::new(&["Una", "Vik"]);
    let (s, tune) = (b.number("s"), b.number("tune"));
    let knead = b.add(Act::new("knead").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    let bake = b.add(Act::new("bake").needs(at(s, 1)).does(set(s, n(2))).by(&[UNA]));
    let eat = b.add(Act::new("eat").needs(at(s, 2)).does(set(s, n(3))).by(&[UNA]));
    let hum = b.add(Act::new("hum").does(set(tune, plus(f(tune), n(1)))));
    b.wants(UNA, pick(at(s, 3), 1, 0));
    b.author_wants(pick(at(s, 3), 2, 0));
    Bakery { b, s, knead, bake, eat, hum }
}

#[test]
fn without_patience_padding_is_not_ruled_out() {
    let Bakery { b, knead, bake, eat, hum, .. } = bakery();
    let padded = bare(&[knead, hum, bake, eat]);
    let judge = b.judge(limits(2, 4, 3, 1));
    let found = Flaw::Padded { from: 0, kept: vec![0, 2, 3] };
    assert_eq!(judge.verify(&padded).unwrap(), Verdict::Invalid(found.clone()));
    // A little is enough where proofs are short; with none the story passes, and it is said.
    let judge = judge.with_patience(100_000);
    assert_eq!(judge.verify(&padded).unwrap(), Verdict::Invalid(found));
    let judge = judge.with_patience(0);
    assert!(matches!(judge.verify(&padded).unwrap(), Verdict::Valid { lean: false, .. }));
}

#[test]
fn a_valid_story_is_given_its_reasons() {
    let Bakery { b, knead, bake, eat, .. } = bakery();
    let judge = b.judge(limits(2, 3, 3, 1));
    let (story, notes) = valid(&judge, &bare(&[knead, bake, eat]));
    assert!(notes.is_empty());
    assert_eq!((story.before, story.after), (Some(0.into()), Some(2.into())));
    let reasons: Vec<Vec<ActionSchemaId>> =
        story.steps.iter().map(|step| plan(&step.reasons[0])).collect();
    assert_eq!(reasons, [vec![knead, bake, eat], vec![bake, eat], vec![eat]]);
    // And it stands with the reasons filled in.
    assert_eq!(valid(&judge, &story), (story.clone(), vec![]));
    assert_eq!(stories(&judge), [vec![knead, bake, eat]]);
}

#[test]
fn p1_every_step_is_possible() {
    let Bakery { b, knead, bake, eat, .. } = bakery();
    let judge = b.judge(limits(2, 5, 3, 1));
    assert_eq!(flaw(&judge, &[knead, eat]), Flaw::NotExecutable { index: 1, part: vec![] });
    assert_eq!(flaw(&judge, &[knead, bake, bake]), Flaw::NotExecutable { index: 2, part: vec![] });
    let mut story = bare(&[knead, bake, eat]);
    story.steps[1].step.outcome = 1;
    assert_eq!(judge.verify(&story).unwrap(), Verdict::Invalid(Flaw::NoSuchStep { index: 1 }));
    story.steps[1].step = Step { action: ActionSchemaId(77), arguments: vec![], outcome: 0 };
    assert_eq!(judge.verify(&story).unwrap(), Verdict::Invalid(Flaw::NoSuchStep { index: 1 }));
}

#[test]
fn p2_the_goal_is_reached_and_better_than_the_start() {
    let Bakery { mut b, s, knead, bake, eat, .. } = bakery();
    let missed = |goal: i32, after| Flaw::GoalNotReached {
        before: number(0),
        after,
        goal: Some(goal.into()),
    };
    assert_eq!(flaw(&b.judge(limits(3, 3, 3, 1)), &[knead, bake, eat]), missed(3, number(2)));
    assert_eq!(flaw(&b.judge(limits(1, 3, 3, 1)), &[knead, bake]), missed(1, number(0)));
    assert_eq!(flaw(&b.judge(limits(0, 3, 3, 1)), &[]), missed(0, number(0)));
    assert!(stories(&b.judge(limits(3, 4, 3, 1))).is_empty());
    // Without a goal: the first whole number above the start.
    let open = Limits { goal: None, ..limits(0, 3, 3, 1) };
    assert_eq!(stories(&b.judge(open)).len(), 1);
    b.author_wants(Expr::If(
        vec![(at(s, 3), v(Value::Number(motive_world::value::Number::new(0.5).unwrap())))],
        Box::new(n(0)),
    ));
    assert!(stories(&b.judge(open)).is_empty());
    let half = Expr::Value(Value::Number(motive_world::value::Number::new(0.5).unwrap()));
    b.author_wants(Expr::If(vec![(at(s, 3), n(1))], Box::new(half)));
    assert_eq!(stories(&b.judge(open)).len(), 1);
    // Unknown at the start: out of reach.
    b.author_wants(Expr::If(vec![(at(s, 3), n(1))], Box::new(v(Value::Unknown))));
    let unknown = Flaw::GoalNotReached { before: Value::Unknown, after: number(1), goal: None };
    assert_eq!(flaw(&b.judge(open), &[knead, bake, eat]), unknown);
}

#[test]
fn p3_everyone_who_consents_has_a_reason() {
    let Bakery { mut b, s, knead, .. } = bakery();
    b.author_wants(pick(at(s, 1), 1, 0));
    b.add(Act::new("steal").needs(at(s, 1)).does(set(s, n(0))).by(&[VIK]));
    let help = b.add(Act::new("help").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA, VIK]));
    let judge = b.judge(limits(1, 3, 3, 1));
    let expected = Flaw::Unmotivated {
        index: 0,
        character: VIK,
        why: Why::NoGain { limited: false },
        given: None,
        hindsight: false,
    };
    assert_eq!(flaw(&judge, &[help]), expected);
    assert_eq!(stories(&judge), [vec![knead]]);
    // With a limit of two she cannot see as far as the bread.
    let short = b.judge(limits(1, 3, 2, 1));
    let expected = Flaw::Unmotivated {
        index: 0,
        character: UNA,
        why: Why::NoGain { limited: true },
        given: None,
        hindsight: false,
    };
    assert_eq!(flaw(&short, &[knead]), expected);
}

#[test]
fn p3_one_who_disbelieves_the_precondition_vetoes() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (open, s) = (b.truth("open"), b.number("s"));
    b.start(all([make(open), told(&[VIK], open, v(Value::FALSE))]));
    let needs = and([at(s, 0), and([at(s, 0), is(open)])]);
    let meet = b.add(Act::new("meet").needs(needs).does(set(s, n(1))).by(&[UNA, VIK]));
    for who in [UNA, VIK] {
        b.wants(who, f(s));
    }
    b.author_wants(f(s));
    let judge = b.judge(limits(1, 1, 1, 1));
    let Flaw::Unmotivated { character: VIK, why, hindsight, .. } = flaw(&judge, &[meet]) else {
        panic!("Vik has no reason");
    };
    assert_eq!(why, Why::Disbelieves { part: vec![1, 1] });
    assert!(hindsight, "he would see it happen and be glad");
}

#[test]
fn p4_nothing_can_be_left_out() {
    let Bakery { b, knead, bake, eat, hum, .. } = bakery();
    let judge = b.judge(limits(2, 4, 3, 1));
    let padded = |from, kept: &[usize]| Flaw::Padded { from, kept: kept.to_vec() };
    assert_eq!(flaw(&judge, &[hum, knead, bake, eat]), padded(0, &[1, 2, 3]));
    assert_eq!(flaw(&judge, &[knead, hum, bake, eat]), padded(0, &[0, 2, 3]));
    assert_eq!(stories(&judge), [vec![knead, bake, eat]]);
}

#[test]
fn p4_compares_for_equal_ends_and_asks_for_reasons() {
    // `prepare, go` ends at 1, `go` alone at 2: both are stories.
    let mut b = Build::new(&["Una", "Vik"]);
    let (s, ready) = (b.number("s"), b.truth("ready"));
    let prepare = b.add(Act::new("prepare").needs(not(is(ready))).does(make(ready)));
    let effect = when(is(ready), set(s, n(1)), set(s, n(2)));
    let go = b.add(Act::new("go").needs(at(s, 0)).does(effect));
    b.author_wants(f(s));
    assert_eq!(stories(&b.judge(limits(1, 2, 1, 1))), [vec![go], vec![prepare, go]]);

    // With the same end, `prepare` is padding, unless Vik goes only when prepared.
    for (needs_ready, expected) in [(false, vec![vec![go]]), (true, vec![vec![prepare, go]])] {
        let mut b = Build::new(&["Una", "Vik"]);
        let (s, ready) = (b.number("s"), b.truth("ready"));
        b.add(Act::new("prepare").needs(not(is(ready))).does(make(ready)));
        b.add(Act::new("go").needs(at(s, 0)).does(set(s, n(1))).by(&[VIK]));
        b.author_wants(f(s));
        let glad = if needs_ready { and([at(s, 1), is(ready)]) } else { at(s, 1) };
        b.wants(VIK, pick(glad, 1, 0));
        assert_eq!(stories(&b.judge(limits(1, 2, 1, 1))), expected);
    }
}

#[test]
fn p5_no_shorter_story_is_as_good() {
    let mut b = Build::new(&["Una", "Vik"]);
    let s = b.number("s");
    let up = b.add(Act::new("up").needs(at(s, 0)).does(set(s, n(5))));
    let on = b.add(Act::new("on").needs(at(s, 5)).does(set(s, n(4))));
    let top = b.add(Act::new("top").needs(at(s, 4)).does(set(s, n(6))));
    b.author_wants(f(s));
    let judge = b.judge(limits(4, 3, 1, 1));
    assert_eq!(flaw(&judge, &[up, on]), Flaw::Sooner { steps: 1 });
    assert_eq!(stories(&judge), [vec![up], vec![up, on, top]]);
}

#[test]
fn p6_the_author_limit_holds_and_reasons_may_look_beyond_it() {
    let Bakery { mut b, s, knead, bake, eat, .. } = bakery();
    let too_long = Flaw::TooLong { steps: 3, limit: 2 };
    assert_eq!(flaw(&b.judge(limits(2, 2, 3, 1)), &[knead, bake, eat]), too_long);
    assert!(stories(&b.judge(limits(2, 2, 3, 1))).is_empty());
    b.author_wants(pick(at(s, 1), 1, 0));
    let (story, _) = valid(&b.judge(limits(1, 1, 3, 1)), &bare(&[knead]));
    assert_eq!(plan(&story.steps[0].reasons[0]), [knead, bake, eat]);
}

#[test]
fn joint_consent_needs_both_reasons_in_order() {
    let mut b = Build::new(&["Una", "Vik"]);
    let s = b.number("s");
    let trade = b.add(Act::new("trade").needs(at(s, 0)).does(set(s, n(1))).by(&[VIK, UNA]));
    b.wants(UNA, f(s));
    b.wants(VIK, f(s));
    b.author_wants(f(s));
    let (story, _) = valid(&b.judge(limits(1, 1, 1, 0)), &bare(&[trade]));
    let owners: Vec<_> = story.steps[0].reasons.iter().map(|r| r.character).collect();
    assert_eq!(owners, [VIK, UNA]);
}

fn given(character: motive_world::id::CharacterId, actions: &[ActionSchemaId]) -> Reason {
    let plan = actions.iter().map(|&a| ExplainedStep { step: step(a), reasons: vec![] }).collect();
    Reason { character, plan, purpose: Purpose::Gain { before: 0.into(), after: 0.into() } }
}

#[test]
fn given_reasons_are_checked_and_replaced_where_wrong() {
    let Bakery { mut b, s, knead, bake, eat, hum } = bakery();
    let beg = b.add(Act::new("beg").needs(at(s, 1)).does(set(s, n(3))).by(&[VIK]));
    let nap = b.add(Act::new("nap").does(set(s, f(s))).by(&[UNA]));
    let judge = b.judge(limits(2, 3, 4, 1));
    let breach = |plan: &[ActionSchemaId]| {
        let mut story = bare(&[knead, bake, eat]);
        story.steps[0].reasons = vec![given(UNA, plan)];
        let (story, notes) = valid(&judge, &story);
        assert_eq!(story.steps[0].reasons[0].plan.len(), 3, "the right one takes its place");
        let note = notes.into_iter().next().unwrap();
        assert_eq!((note.index, note.character), (0, UNA));
        note.breach
    };
    let broken = |at, how| Breach { at, how };
    assert_eq!(breach(&[]), broken(0, Broken::OtherStep));
    assert_eq!(breach(&[bake, eat]), broken(0, Broken::OtherStep));
    assert_eq!(breach(&[knead, ActionSchemaId(99)]), broken(1, Broken::NoSuchStep));
    assert_eq!(breach(&[knead, eat]), broken(1, Broken::NotExecutable { part: vec![] }));
    assert_eq!(breach(&[knead, bake]), broken(1, Broken::NoGain));
    assert_eq!(breach(&[knead, bake, hum, hum, eat]), broken(4, Broken::TooLong));
    assert_eq!(breach(&[knead, bake, hum, eat]), broken(2, Broken::NobodyConsents));
    assert_eq!(breach(&[knead, beg]), broken(1, Broken::Unmotivated(VIK)));
    assert_eq!(breach(&[knead, nap, bake, eat]), broken(0, Broken::Padded(vec![0, 2, 3])));

    // A longer reason than the shortest is as good if nothing in it can be left out.
    let mut story = bare(&[knead, bake, eat]);
    story.steps[0].reasons = vec![given(UNA, &[knead, bake, eat])];
    assert_eq!(valid(&judge, &story).1, []);
}

#[test]
fn a_wrong_reason_where_there_is_none_is_named() {
    let Bakery { mut b, s, knead, bake, .. } = bakery();
    b.wants(UNA, n(0));
    b.author_wants(pick(at(s, 1), 1, 0));
    let judge = b.judge(limits(1, 3, 3, 1));
    let mut story = bare(&[knead]);
    story.steps[0].reasons = vec![given(UNA, &[knead, bake])];
    let expected = Flaw::Unmotivated {
        index: 0,
        character: UNA,
        why: Why::NoGain { limited: false },
        given: Some(Breach { at: 1, how: Broken::NoGain }),
        hindsight: false,
    };
    assert_eq!(judge.verify(&story).unwrap(), Verdict::Invalid(expected));
}

#[test]
fn reasons_within_reasons_may_be_given_or_left_out() {
    let mut b = Build::new(&["Una", "Vik"]);
    let s = b.number("s");
    let pave = b.add(Act::new("pave").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    let go = b.add(Act::new("go").needs(at(s, 1)).does(set(s, n(2))).by(&[VIK]));
    let rest = b.add(Act::new("rest").needs(at(s, 2)).does(set(s, n(3))).by(&[VIK]));
    b.wants(UNA, pick(at(s, 2), 1, 0));
    b.wants(VIK, pick(at(s, 3), 1, 0));
    b.author_wants(pick(at(s, 1), 1, 0));
    let judge = b.judge(limits(1, 1, 3, 2));
    let mut story = bare(&[pave]);
    story.steps[0].reasons = vec![given(UNA, &[pave, go])];
    let (filled, notes) = valid(&judge, &story);
    assert_eq!(plan(&filled.steps[0].reasons[0].plan[1].reasons[0]), [go, rest]);
    assert!(notes.is_empty());
    let vik = &mut story.steps[0].reasons[0].plan[1].reasons;
    vik.push(given(VIK, &[go]));
    vik.push(given(VIK, &[go, rest]));
    assert_eq!(valid(&judge, &story), (filled, vec![]));
}

#[test]
fn what_only_hindsight_explains_is_called_so() {
    // Una calls; nobody is bound to hear, but as it happens the wind carries it, to her good.
    let mut b = Build::new(&["Una", "Vik"]);
    let (s, luck) = (b.number("s"), b.number("luck"));
    let call = b.add(Act::new("call").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    let wind = Act::new("wind").needs(at(s, 1)).does(all([set(s, n(2)), set(luck, n(1))]));
    let wind = b.add(wind);
    let hidden = Act::new("hidden").needs(at(s, 1)).does(all([set(s, n(2)), set(luck, n(1))]));
    let hidden = b.add(hidden.unseen());
    b.wants(UNA, f(luck));
    b.author_wants(pick(at(s, 2), 1, 0));
    let judge = b.judge(limits(1, 3, 3, 2));
    let expected = |hindsight| Flaw::Unmotivated {
        index: 0,
        character: UNA,
        why: Why::NoGain { limited: false },
        given: None,
        hindsight,
    };
    assert_eq!(flaw(&judge, &[call, wind]), expected(true));
    assert_eq!(flaw(&judge, &[call, hidden]), expected(false));
    assert!(stories(&judge).is_empty());
}

#[test]
fn too_little_effort_is_undecided_and_never_a_wrong_verdict() {
    let Bakery { b, knead, bake, eat, .. } = bakery();
    let wrong = b.judge(limits(2, 3, 3, 1)).with_effort(4);
    assert_eq!(wrong.verify(&bare(&[knead, bake, eat])).unwrap(), Verdict::Undecided);
    assert!(!wrong.stories().unwrap().complete);
    // What needs no search is known all the same.
    assert_eq!(flaw(&wrong, &[knead, eat]), Flaw::NotExecutable { index: 1, part: vec![] });
}

#[test]
fn stories_come_shortest_first_and_then_in_order_of_declaration() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, y) = (b.number("x"), b.number("y"));
    let a = b.add(Act::new("a").needs(at(x, 0)).does(set(x, n(1))));
    let c = b.add(Act::new("c").needs(at(y, 0)).does(set(y, n(1))));
    let d = b.add(Act::new("d").needs(at(x, 0)).does(set(x, n(2))));
    b.author_wants(plus(f(x), f(y)));
    let judge = b.judge(limits(1, 2, 1, 1));
    assert_eq!(
        stories(&judge),
        [vec![a], vec![c], vec![d], vec![a, c], vec![c, a], vec![c, d], vec![d, c]]
    );
}
