//! What characters refuse (docs/semantics.md, 11.5), with the results worked out by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod build;

use build::*;
use motive_judge::{Broken, Judge, Verdict, Why};
use motive_world::id::{ActionSchemaId, CharacterId};
use motive_world::program::{Condition, Refusal};
use motive_world::story::{ExplainedStep, Purpose, Reason, Story};
use motive_world::value::Number;

fn refuses(b: &mut Build, character: CharacterId, condition: Condition) {
    b.program.refusals.push(Refusal { character, scope: vec![], condition, said: None });
}

fn why(judge: &Judge<'_>, who: CharacterId, action: ActionSchemaId) -> Option<Why> {
    let mind = judge.world().mind(who);
    judge.reason(&mind, who, &step(action), 1, 1).unwrap().unwrap().err()
}

#[test]
fn a_refused_passage_is_no_step_of_a_plan() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (gold, hurt) = (b.number("gold"), b.truth("hurt"));
    let rob = b.add(
        Act::new("rob").needs(at(gold, 0)).does(all([set(gold, n(2)), make(hurt)])).by(&[UNA]),
    );
    let earn = b.add(Act::new("earn").needs(at(gold, 0)).does(set(gold, n(1))).by(&[UNA]));
    b.wants(UNA, f(gold));
    assert_eq!(why(&b.judge(limits(1, 1, 1, 1)), UNA, rob), None);
    refuses(&mut b, VIK, is(hurt));
    assert_eq!(why(&b.judge(limits(1, 1, 1, 1)), UNA, rob), None);
    refuses(&mut b, UNA, is(hurt));
    let judge = b.judge(limits(1, 1, 1, 1));
    assert_eq!(why(&judge, UNA, rob), Some(Why::Refuses { refusal: 1, at_once: true }));
    assert_eq!(why(&judge, UNA, earn), None);
    // What is so already is not brought about.
    b.start(make(hurt));
    assert_eq!(why(&b.judge(limits(1, 1, 1, 1)), UNA, rob), None);
}

#[test]
fn a_later_step_is_refused_as_well() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (asked, gold, hurt) = (b.truth("asked"), b.number("gold"), b.truth("hurt"));
    let ask = b.add(Act::new("ask").needs(not(is(asked))).does(make(asked)).by(&[UNA]));
    b.add(Act::new("rob").needs(is(asked)).does(all([set(gold, n(2)), make(hurt)])).by(&[VIK]));
    b.wants(UNA, f(gold));
    b.wants(VIK, f(gold));
    refuses(&mut b, UNA, is(hurt));
    let judge = b.judge(limits(1, 2, 2, 2));
    assert_eq!(why(&judge, UNA, ask), Some(Why::Refuses { refusal: 0, at_once: false }));
}

#[test]
fn a_refused_run_is_no_shorter_way() {
    let mut b = Build::new(&["Una"]);
    let (shut, gold, spilt) = (b.truth("shut"), b.number("gold"), b.truth("spilt"));
    let close = b.add(Act::new("close").needs(not(is(shut))).does(make(shut)).by(&[UNA]));
    let spill = when(is(shut), all([]), make(spilt));
    let shake =
        b.add(Act::new("shake").needs(at(gold, 0)).does(all([set(gold, n(1)), spill])).by(&[UNA]));
    b.wants(UNA, f(gold));
    b.author_wants(f(gold));
    assert_eq!(why(&b.judge(limits(1, 2, 2, 1)), UNA, close), Some(Why::OnlyPadding));
    refuses(&mut b, UNA, is(spilt));
    let judge = b.judge(limits(1, 2, 2, 1));
    assert_eq!(why(&judge, UNA, close), None);
    assert!(matches!(why(&judge, UNA, shake), Some(Why::Refuses { at_once: true, .. })));
    let stories = judge.stories().unwrap();
    assert_eq!(stories.stories.len(), 1);

    // A reason that is given is held to the same.
    let mut story = stories.stories[0].clone();
    let plan = vec![ExplainedStep { step: step(shake), reasons: vec![] }];
    let purpose = Purpose::Gain { before: Number::ZERO, after: Number::ONE };
    story.steps.remove(0);
    story.steps[0].reasons = vec![Reason { character: UNA, plan, purpose }];
    let verdict = judge.verify(&Story { ..story }).unwrap();
    let Verdict::Invalid(motive_judge::Flaw::Unmotivated { given: Some(breach), .. }) = verdict
    else {
        panic!("{verdict:?}")
    };
    assert_eq!(breach.how, Broken::Refused { refusal: 0 });
}
