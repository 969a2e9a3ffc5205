//! What presses (docs/semantics.md, 12.4), with the results worked out by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod build;

use build::*;
use motive_judge::{Flaw, Verdict};

/// Una could go home while Vik bleeds.
#[test]
fn what_presses_comes_first_and_last() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (bound, home) = (b.truth("bound"), b.truth("home"));
    let bind = b.add(Act::new("bind").needs(not(is(bound))).does(make(bound)).by(&[UNA]));
    let go = b.add(Act::new("go").needs(not(is(home))).does(make(home)).by(&[UNA]));
    b.wants(UNA, pick(is(home), 1, 0));
    let mut second = b.program.utilities[0].wants[0].clone();
    second.amount = pick(is(bound), 2, 0);
    b.program.utilities[0].wants.push(second);
    b.author_wants(pick(is(home), 1, 0));
    let told = |b: &Build| {
        let stories = b.judge(limits(1, 2, 2, 1)).stories().unwrap().stories;
        let steps = |story: &motive_world::story::Story| {
            story.steps.iter().map(|step| step.step.action).collect::<Vec<_>>()
        };
        stories.iter().map(steps).collect::<Vec<_>>()
    };
    assert_eq!(told(&b), [vec![go]]);
    b.program.utilities[0].wants[1].pressing = true;
    assert_eq!(told(&b), [vec![bind, go]]);
    let judge = b.judge(limits(1, 2, 2, 1));
    let flaw = |actions: &[_]| match judge.verify(&bare(actions)).unwrap() {
        Verdict::Invalid(flaw) => flaw,
        verdict => panic!("{verdict:?}"),
    };
    let urgent = step(bind);
    assert_eq!(
        flaw(&[go]),
        Flaw::MustWait { index: 0, urgent: urgent.clone(), character: UNA, want: 1 }
    );
    assert!(matches!(judge.verify(&bare(&[bind, go])).unwrap(), Verdict::Valid { .. }));

    // The author has no use for it, and the story does not end before it.
    b.program.utilities[0].wants.swap(0, 1);
    b.program.actions[bind.index()].precondition = and([not(is(bound)), is(home)]);
    assert_eq!(told(&b), [vec![go, bind]]);
    let judge = b.judge(limits(1, 2, 2, 1));
    let verdict = judge.verify(&bare(&[go])).unwrap();
    let not_quiet = Flaw::NotQuiet { urgent, character: UNA, want: 0 };
    assert_eq!(verdict, Verdict::Invalid(not_quiet));
}
