//! Reasons: R0 to R5, and the limits (planning-semantics §6.1 to §6.3).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod build;

use build::*;
use motive_judge::{Fault, Judge, Why, World};
use motive_world::id::{ActionSchemaId, CharacterId};
use motive_world::program::Expr;
use motive_world::story::{Purpose, Reason};
use motive_world::value::Value;

/// The reason of `who` for a step in reality at the start.
fn reason(judge: &Judge<'_>, who: CharacterId, action: ActionSchemaId) -> Result<Reason, Why> {
    reason_in(judge, judge.world(), who, action)
}

fn reason_in(
    judge: &Judge<'_>,
    world: &World,
    who: CharacterId,
    action: ActionSchemaId,
) -> Result<Reason, Why> {
    judge.reason(&world.mind(who), who, &step(action), 1, 1).unwrap().unwrap()
}

const NO_GAIN: Why = Why::NoGain { limited: false };
const NO_GAIN_WITHIN: Why = Why::NoGain { limited: true };

#[test]
fn r0_whoever_consents_believes_it_possible() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (open, gold) = (b.truth("open"), b.number("gold"));
    b.start(all([make(open), told(&[UNA], open, v(Value::FALSE))]));
    let take = Act::new("take").needs(and([at(gold, 0), is(open)])).does(set(gold, n(1)));
    let take = b.add(take.by(&[UNA, VIK]));
    b.wants(UNA, f(gold));
    b.wants(VIK, f(gold));
    let judge = b.judge(limits(1, 1, 1, 1));
    assert_eq!(reason(&judge, UNA, take).unwrap_err(), Why::Disbelieves { part: vec![1] });
    assert_eq!(plan(&reason(&judge, VIK, take).unwrap()), [take]);
    assert_eq!(judge.executable(judge.world()).unwrap(), [step(take)]);
    assert!(judge.explained_steps(judge.world()).unwrap().is_empty());
    let unexplained = judge.explained(judge.world(), &step(take)).unwrap().unwrap().unwrap_err();
    assert_eq!(unexplained.character, UNA);
}

/// Una digs and takes; the chest is in fact empty, which only Vik knows.
#[test]
fn r1_the_plan_runs_in_the_mind_of_its_owner() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (full, dug, gold) = (b.truth("full"), b.truth("dug"), b.number("gold"));
    b.start(told(&[UNA], full, v(Value::TRUE)));
    let dig = b.add(Act::new("dig").needs(not(is(dug))).does(make(dug)).by(&[UNA]));
    let dig_too = b.add(Act::new("help").needs(not(is(dug))).does(make(dug)).by(&[VIK]));
    let take = Act::new("take").needs(and([is(dug), is(full), at(gold, 0)]));
    let take = b.add(take.does(set(gold, n(5))).by(&[UNA]));
    b.wants(UNA, f(gold));
    b.wants(VIK, f(gold));
    let judge = b.judge(limits(1, 1, 2, 1));
    let found = reason(&judge, UNA, dig).unwrap();
    assert_eq!(plan(&found), [dig, take]);
    assert_eq!(found.purpose, Purpose::Gain { before: 0.into(), after: 5.into() });
    assert!(found.plan.iter().all(|step| step.reasons.is_empty()));
    assert_eq!(reason(&judge, VIK, dig_too).unwrap_err(), NO_GAIN);
}

#[test]
fn r2_gains_are_strict_and_unknown_is_no_gain() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, y, z) = (b.number("x"), b.number("y"), b.number("z"));
    b.start(set(z, v(Value::Unknown)));
    b.start(set(y, n(1)));
    let same = b.add(Act::new("same").needs(at(x, 0)).does(set(x, n(0))).by(&[UNA]));
    let more = b.add(Act::new("more").needs(at(x, 0)).does(set(x, n(1))).by(&[UNA, VIK]));
    let less = b.add(Act::new("less").needs(at(x, 0)).does(set(x, n(-1))).by(&[UNA]));
    let blur = Act::new("blur").needs(at(x, 0)).does(set(x, v(Value::Unknown)));
    let blur = b.add(blur.by(&[UNA]));
    b.wants(UNA, f(x));
    b.wants(VIK, plus(f(z), f(x)));
    let judge = b.judge(limits(1, 1, 1, 1));
    assert_eq!(plan(&reason(&judge, UNA, more).unwrap()), [more]);
    for action in [same, less, blur] {
        assert_eq!(reason(&judge, UNA, action).unwrap_err(), NO_GAIN_WITHIN);
    }
    assert_eq!(reason(&judge, VIK, more).unwrap_err(), NO_GAIN, "unknown to unknown");
    // From unknown to known is no gain either.
    let blurred = after(&judge, &[blur]);
    assert_eq!(judge.utility(&blurred.mind(UNA), Some(UNA)).unwrap(), Value::Unknown);
}

/// Una paves the way (0 to 1), Vik goes on (1 to 2), and Una wants 2.
fn chain(vik_gains: bool, una_thinks_so: bool) -> (Build, ActionSchemaId, ActionSchemaId) {
    let mut b = Build::new(&["Una", "Vik"]);
    let (s, likes) = (b.number("s"), b.truth("likes"));
    let truth = |it| v(Value::Boolean(it));
    b.start(set(likes, truth(vik_gains)));
    b.start(told(&[UNA, VIK], likes, truth(una_thinks_so)));
    let pave = b.add(Act::new("pave").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    let go = b.add(Act::new("go").needs(at(s, 1)).does(set(s, n(2))).by(&[VIK]));
    b.wants(UNA, pick(at(s, 2), 1, 0));
    b.wants(VIK, pick(and([at(s, 2), is(likes)]), 1, 0));
    (b, pave, go)
}

#[test]
fn r3_others_act_in_a_plan_for_reasons_as_its_owner_sees_them() {
    for vik_gains in [true, false] {
        let (b, pave, go) = chain(vik_gains, true);
        let judge = b.judge(limits(1, 1, 2, 2));
        let found = reason(&judge, UNA, pave).unwrap();
        assert_eq!(plan(&found), [pave, go]);
        assert_eq!(found.plan[1].reasons.len(), 1);
        assert_eq!(found.plan[1].reasons[0].character, VIK);
        assert_eq!(plan(&found.plan[1].reasons[0]), [go]);

        let (b, pave, _) = chain(vik_gains, false);
        let judge = b.judge(limits(1, 1, 5, 2));
        assert_eq!(reason(&judge, UNA, pave).unwrap_err(), NO_GAIN);
    }
}

#[test]
fn r3_what_nobody_consents_to_is_in_no_plan() {
    let mut b = Build::new(&["Una", "Vik"]);
    let s = b.number("s");
    let sow = b.add(Act::new("sow").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    b.add(Act::new("rain").needs(at(s, 1)).does(set(s, n(2))));
    b.wants(UNA, pick(at(s, 2), 1, 0));
    let judge = b.judge(limits(1, 1, 3, 2));
    assert_eq!(reason(&judge, UNA, sow).unwrap_err(), NO_GAIN);
}

#[test]
fn r3_but_triggers_are_foreseen() {
    let mut b = Build::new(&["Una", "Vik"]);
    let s = b.number("s");
    let sow = b.add(Act::new("sow").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    b.trigger("sprout", at(s, 1), set(s, n(2)));
    b.wants(UNA, pick(at(s, 2), 1, 0));
    assert_eq!(plan(&reason(&b.judge(limits(1, 1, 3, 2)), UNA, sow).unwrap()), [sow]);
}

/// A deal that both consent to; Una thinks that Vik gets nothing out of it.
#[test]
fn r3_the_explained_step_itself_is_exempt() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (s, likes) = (b.number("s"), b.truth("likes"));
    b.start(all([make(likes), told(&[UNA], likes, v(Value::FALSE))]));
    let now = b.add(Act::new("now").needs(at(s, 0)).does(set(s, n(2))).by(&[UNA, VIK]));
    let prepare = b.add(Act::new("prepare").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    let deal = b.add(Act::new("deal").needs(at(s, 1)).does(set(s, n(3))).by(&[UNA, VIK]));
    b.wants(UNA, pick(at(s, 3), 3, 0));
    b.wants(VIK, pick(is(likes), 1, 0));
    let judge = b.judge(limits(1, 2, 2, 2));
    assert_eq!(reason(&judge, UNA, now).unwrap_err(), NO_GAIN);
    assert_eq!(reason(&judge, UNA, prepare).unwrap_err(), NO_GAIN, "as a later step it counts");
    // One step on, the deal is the explained step, and Una's own reason for it is enough.
    let world = after(&judge, &[prepare]);
    let found = reason_in(&judge, &world, UNA, deal).unwrap();
    assert_eq!(plan(&found), [deal]);
    assert!(found.plan[0].reasons.is_empty());
}

/// 0 → 4 → 3: Una gains by the whole plan, but the second step alone makes it worse. She would
/// do it only if she had another reason for it.
fn detour(other_reason: bool) -> (Build, [ActionSchemaId; 3]) {
    let mut b = Build::new(&["Una", "Vik"]);
    let (s, key) = (b.number("s"), b.truth("key"));
    b.start(set(key, v(Value::Boolean(other_reason))));
    let up = b.add(Act::new("up").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    let down = b.add(Act::new("down").needs(at(s, 1)).does(set(s, n(2))).by(&[UNA]));
    let vault =
        b.add(Act::new("vault").needs(and([at(s, 2), is(key)])).does(set(s, n(3))).by(&[UNA]));
    let worth = |s: motive_world::id::FluentSchemaId| {
        let cases = vec![(at(s, 1), n(-1)), (at(s, 2), n(-2)), (at(s, 3), n(1))];
        Expr::If(cases, Box::new(n(0)))
    };
    b.wants(UNA, worth(s));
    (b, [up, down, vault])
}

#[test]
fn r3_own_later_steps_need_reasons_from_there_on() {
    let (b, [up, down, vault]) = detour(true);
    let found = reason(&b.judge(limits(1, 1, 3, 1)), UNA, up).unwrap();
    assert_eq!(plan(&found), [up, down, vault], "a dip on the way to a gain");
    assert!(found.plan.iter().all(|step| step.reasons.is_empty()), "the rest of the same plan");
    let (b, [up, ..]) = detour(false);
    assert_eq!(reason(&b.judge(limits(1, 1, 3, 1)), UNA, up).unwrap_err(), NO_GAIN);
}

/// Una's plan falls at its second step, which is her own, but which Vik needs to go on with: from
/// there she is no better off at the end, so that she needs another reason for it.
#[test]
fn r3_another_reason_will_do_for_an_own_later_step() {
    let build = |bonus: bool| {
        let mut b = Build::new(&["Una", "Vik"]);
        let (s, open) = (b.number("s"), b.truth("open"));
        b.start(set(open, v(Value::Boolean(bonus))));
        let climb = b.add(Act::new("climb").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
        // Worth 9 in between, but seen by nobody: the plan must end with Vik's step.
        let leap = b.add(Act::new("leap").needs(at(s, 1)).does(set(s, n(2))).by(&[UNA]));
        let catch = b.add(Act::new("catch").needs(at(s, 2)).does(set(s, n(3))).by(&[VIK]));
        let fly = Act::new("fly").needs(and([at(s, 2), is(open)])).does(set(s, n(4)));
        let fly = b.add(fly.by(&[UNA]));
        let cases = vec![(at(s, 1), n(0)), (at(s, 2), n(-5)), (at(s, 3), n(1)), (at(s, 4), n(7))];
        b.wants(UNA, Expr::If(cases, Box::new(n(0))));
        b.wants(VIK, pick(at(s, 3), 1, 0));
        (b, [climb, leap, catch, fly])
    };
    // Shortest first: Vik catches her.
    let (b, [climb, leap, catch, _]) = build(true);
    assert_eq!(
        plan(&reason(&b.judge(limits(1, 1, 3, 2)), UNA, climb).unwrap()),
        [climb, leap, catch]
    );
    let (b, [climb, leap, catch, _]) = build(false);
    assert_eq!(
        plan(&reason(&b.judge(limits(1, 1, 3, 2)), UNA, climb).unwrap()),
        [climb, leap, catch]
    );
    // At epistemic limit 0 only immediate gains count.
    assert_eq!(reason(&b.judge(limits(1, 1, 3, 0)), UNA, climb).unwrap_err(), NO_GAIN_WITHIN);
}

/// Sharpening changes nothing that Una cares about.
fn tools(blunt_is_better: bool) -> (Build, ActionSchemaId, ActionSchemaId) {
    let mut b = Build::new(&["Una", "Vik"]);
    let (sharp, wood) = (b.truth("sharp"), b.number("wood"));
    let sharpen = b.add(Act::new("sharpen").needs(not(is(sharp))).does(make(sharp)).by(&[UNA]));
    let cut = if blunt_is_better {
        when(is(sharp), set(wood, n(1)), set(wood, n(2)))
    } else {
        set(wood, n(1))
    };
    let chop = b.add(Act::new("chop").needs(at(wood, 0)).does(cut).by(&[UNA]));
    b.wants(UNA, f(wood));
    (b, sharpen, chop)
}

#[test]
fn r4_a_step_that_can_be_left_out_is_explained_by_nothing() {
    let (b, sharpen, chop) = tools(false);
    let judge = b.judge(limits(1, 2, 4, 1));
    assert_eq!(reason(&judge, UNA, sharpen).unwrap_err(), Why::OnlyPadding);
    assert_eq!(plan(&reason(&judge, UNA, chop).unwrap()), [chop]);
}

#[test]
fn r4_compares_for_equal_ends() {
    let (b, sharpen, chop) = tools(true);
    let found = reason(&b.judge(limits(1, 2, 2, 1)), UNA, sharpen).unwrap();
    assert_eq!(plan(&found), [sharpen, chop], "the shorter run ends better, not equal");
}

#[test]
fn r4_the_shorter_run_must_have_reasons() {
    // Una greets, then Vik gives, which he does without a greeting as well, but only if he has a
    // reason to: with the greeting he wants to, without it he does not.
    let build = |always: bool| {
        let mut b = Build::new(&["Una", "Vik"]);
        let (met, gift) = (b.truth("met"), b.number("gift"));
        let greet = b.add(Act::new("greet").needs(not(is(met))).does(make(met)).by(&[UNA]));
        let give = b.add(Act::new("give").needs(at(gift, 0)).does(set(gift, n(1))).by(&[VIK]));
        b.wants(UNA, f(gift));
        let moved = if always { at(gift, 1) } else { and([at(gift, 1), is(met)]) };
        b.wants(VIK, pick(moved, 1, 0));
        (b, greet, give)
    };
    let (b, greet, give) = build(false);
    assert_eq!(plan(&reason(&b.judge(limits(1, 1, 2, 1)), UNA, greet).unwrap()), [greet, give]);
    let (b, greet, _) = build(true);
    assert_eq!(reason(&b.judge(limits(1, 1, 2, 1)), UNA, greet).unwrap_err(), Why::OnlyPadding);
}

#[test]
fn r4_holds_for_every_tail() {
    // After `up` the end is no better than where the tail starts: 0, 2, 1, 2. The plan to 1 and 2
    // ends with what it had; its first step alone is the reason.
    let mut b = Build::new(&["Una", "Vik"]);
    let (s, extra) = (b.number("s"), b.number("extra"));
    let up = b.add(Act::new("up").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    let step_on = b.add(Act::new("on").needs(at(s, 1)).does(set(s, n(2))).by(&[UNA]));
    let nap = b.add(Act::new("nap").needs(at(extra, 0)).does(set(extra, n(1))).by(&[UNA]));
    b.wants(UNA, pick(at(s, 2), 3, 0));
    let judge = b.judge(limits(1, 1, 4, 1));
    assert_eq!(plan(&reason(&judge, UNA, up).unwrap()), [up, step_on]);
    // A nap first, or in between, can be left out of the whole or of a tail.
    assert_eq!(reason(&judge, UNA, nap).unwrap_err(), Why::OnlyPadding);
}

#[test]
fn r5_the_character_limit_counts_the_explained_step() {
    let (b, pave, _) = chain(true, true);
    assert_eq!(reason(&b.judge(limits(1, 1, 1, 2)), UNA, pave).unwrap_err(), NO_GAIN_WITHIN);
    assert_eq!(reason(&b.judge(limits(1, 1, 0, 2)), UNA, pave).unwrap_err(), NO_GAIN_WITHIN);
    assert!(reason(&b.judge(limits(1, 1, 2, 2)), UNA, pave).is_ok());
    // At count 2 of 2 nothing is left for a second step; at 3 nothing at all.
    let judge = b.judge(limits(1, 1, 2, 2));
    let at = |count, depth| {
        let mind = judge.world().mind(UNA);
        judge.reason(&mind, UNA, &step(pave), count, depth).unwrap().unwrap()
    };
    assert_eq!(at(2, 1).unwrap_err(), NO_GAIN_WITHIN);
    assert_eq!(at(3, 1).unwrap_err(), Why::NoStepsLeft);
}

/// Una nudges (to 1, she wants 2), and Vik goes 2, 3, 4 (he wants 4).
#[test]
fn r5_the_count_runs_on_through_reasons_within_reasons() {
    let mut b = Build::new(&["Una", "Vik"]);
    let s = b.number("s");
    let nudge = b.add(Act::new("nudge").needs(at(s, 0)).does(set(s, n(1))).by(&[UNA]));
    let go: Vec<ActionSchemaId> = (1..4)
        .map(|i| b.add(Act::new("go").needs(at(s, i)).does(set(s, n(i + 1))).by(&[VIK])))
        .collect();
    b.wants(UNA, pick(at(s, 2), 1, 0));
    b.wants(VIK, pick(at(s, 4), 1, 0));
    let found = reason(&b.judge(limits(1, 1, 4, 2)), UNA, nudge).unwrap();
    assert_eq!(plan(&found), [nudge, go[0]]);
    assert_eq!(plan(&found.plan[1].reasons[0]), go);
    assert!(reason(&b.judge(limits(1, 1, 3, 2)), UNA, nudge).is_err());
    assert!(reason(&b.judge(limits(1, 1, 4, 1)), UNA, nudge).is_err(), "not immediate at depth 2");
}

/// Three help each other on, each profiting only at the end.
#[test]
fn r5_one_deeper_than_the_epistemic_limit_a_gain_must_be_immediate() {
    let mut b = Build::new(&["Una", "Vik", "Wes"]);
    let s = b.number("s");
    let act = |b: &mut Build, i: i32, who| {
        b.add(Act::new("act").needs(at(s, i)).does(set(s, n(i + 1))).by(&[who]))
    };
    let actions = [act(&mut b, 0, UNA), act(&mut b, 1, VIK), act(&mut b, 2, WES)];
    for who in [UNA, VIK, WES] {
        b.wants(who, pick(at(s, 3), 1, 0));
    }
    let found = reason(&b.judge(limits(3, 3, 3, 2)), UNA, actions[0]).unwrap();
    assert_eq!(plan(&found), actions);
    assert_eq!(plan(&found.plan[1].reasons[0]), actions[1..]);
    assert_eq!(plan(&found.plan[1].reasons[0].plan[1].reasons[0]), actions[2..]);
    assert!(reason(&b.judge(limits(3, 3, 3, 1)), UNA, actions[0]).is_err());
    // Epistemic limit 0: whoever gains at once may still act.
    let judge = b.judge(limits(3, 3, 3, 0));
    let world = after(&judge, &actions[..2]);
    assert!(reason_in(&judge, &world, WES, actions[2]).is_ok());
    assert!(reason_in(&judge, &after(&judge, &actions[..1]), VIK, actions[1]).is_err());
}

#[test]
fn an_own_belief_is_not_a_fact_in_imagination() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (p, done) = (b.truth("p"), b.truth("done"));
    let muse = Act::new("muse").needs(not(is(done)));
    let muse = muse.does(all([told(&[UNA], p, v(Value::TRUE)), make(done)]));
    let muse = b.add(muse.by(&[UNA]));
    b.wants(UNA, pick(is(p), 1, 0));
    assert_eq!(reason(&b.judge(limits(1, 1, 1, 1)), UNA, muse).unwrap_err(), NO_GAIN_WITHIN);
    b.wants(UNA, pick(believes(UNA, is(p)), 1, 0));
    assert!(reason(&b.judge(limits(1, 1, 1, 1)), UNA, muse).is_ok());
}

#[test]
fn without_limits_a_search_ends_where_the_world_does() {
    let (b, pave, go) = chain(true, true);
    let unlimited = motive_world::story::Limits {
        goal: None,
        author: None,
        character: None,
        epistemic: None,
        accidents: None,
    };
    let judge = b.judge(unlimited);
    assert_eq!(plan(&reason(&judge, UNA, pave).unwrap()), [pave, go]);
    let (b, pave, _) = chain(true, false);
    assert_eq!(reason(&b.judge(unlimited), UNA, pave).unwrap_err(), NO_GAIN);
}

#[test]
fn a_search_that_does_not_end_is_given_up() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, gold) = (b.number("x"), b.number("gold"));
    let count = b.add(Act::new("count").does(set(x, plus(f(x), n(1)))).by(&[UNA]));
    b.wants(UNA, f(gold));
    let mut limits = limits(1, 1, 1, 1);
    limits.character = None;
    let judge = b.judge(limits).without_bound();
    let mind = judge.world().mind(UNA);
    assert_eq!(judge.reason(&mind, UNA, &step(count), 1, 1), Err(Fault::Effort));
    let judge = b.judge(limits).without_bound().with_effort(5);
    assert_eq!(judge.reason(&mind, UNA, &step(count), 1, 1), Err(Fault::Effort));
    // There is no gold to be had at all, which the bound sees.
    assert_eq!(reason(&b.judge(limits), UNA, count).unwrap_err(), NO_GAIN);
}

#[test]
fn a_step_that_changes_nothing_for_its_owner_can_serve_by_what_others_do_then() {
    // Una lies to Vik about the gold; he walks, she wants him away. He would not otherwise.
    let mut b = Build::new(&["Una", "Vik"]);
    let (there, gold, has) = (b.truth("there"), b.truth("gold"), b.truth("has"));
    let lie = Act::new("lie").needs(not(believes(VIK, is(gold))));
    let lie = lie.does(told(&[VIK], gold, v(Value::TRUE))).by(&[UNA]).seen_by(&[UNA]);
    let lie = b.add(lie);
    let walk = b.add(Act::new("walk").needs(not(is(there))).does(make(there)).by(&[VIK]));
    let grab = Act::new("grab").needs(and([is(there), is(gold), not(is(has))]));
    let grab = b.add(grab.does(make(has)).by(&[VIK]));
    b.wants(UNA, pick(is(there), 1, 0));
    b.wants(VIK, pick(is(has), 1, 0));
    let judge = b.judge(limits(1, 2, 3, 2));
    assert!(reason(&judge, VIK, walk).is_err());
    let found = reason(&judge, UNA, lie).unwrap();
    assert_eq!(plan(&found), [lie, walk]);
    assert_eq!(plan(&found.plan[1].reasons[0]), [walk, grab]);
    assert_eq!(reason(&b.judge(limits(1, 2, 2, 2)), UNA, lie).unwrap_err(), NO_GAIN);
    assert_eq!(read(&after(&judge, &[lie]), &[], gold), Value::FALSE);
}

/// Una sows because summer comes of itself; with what is the author's alone she does not reckon.
#[test]
fn natural_events_are_reckoned_with() {
    for natural in [true, false] {
        let mut b = Build::new(&["Una"]);
        let field = b.number("field");
        let sow = Act::new("sow").needs(at(field, 0)).does(set(field, n(1))).by(&[UNA]);
        let sow = b.add(sow);
        let summer = b.add(Act::new("summer").needs(at(field, 1)).does(set(field, n(2))));
        let reap = Act::new("reap").needs(at(field, 2)).does(set(field, n(3))).by(&[UNA]);
        let reap = b.add(reap);
        b.program.actions[summer.index()].natural = natural;
        b.wants(UNA, pick(at(field, 3), 1, 0));
        b.author_wants(pick(at(field, 3), 1, 0));
        let judge = b.judge(limits(1, 3, 3, 1));
        let explained = judge.explained(judge.world(), &step(sow)).unwrap().unwrap();
        assert_eq!(explained.is_ok(), natural);
        let stories = judge.stories().unwrap().stories;
        assert_eq!(stories.len(), usize::from(natural));
        // The reason stands as it was given, too, with nobody's reason for the summer.
        for story in &stories {
            let plan: Vec<_> = story.steps[0].reasons[0].plan.iter().map(|s| &s.step).collect();
            assert_eq!(plan, [&step(sow), &step(summer), &step(reap)]);
            assert!(matches!(judge.verify(story).unwrap(), motive_judge::Verdict::Valid { .. }));
        }
        // Summer alone is nobody's plan: it must begin with what somebody does.
        let limited = b.judge(limits(1, 3, 2, 1));
        assert!(limited.explained(limited.world(), &step(sow)).unwrap().unwrap().is_err());
    }
}
