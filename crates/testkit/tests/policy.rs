//! What a character would do next is something for which the judge finds reasons too; where the judge
//! finds something, so does the policy; and what has been thought of before changes nothing.
#![allow(clippy::panic, clippy::print_stdout, reason = "a test may fail, and says what it saw")]

use motive_judge::{Judge, Upheld};
use motive_plan::policy::{Choice, Intention, Policy};
use motive_testkit::random::RandomWorld;
use motive_world::ground::{GroundLimits, GroundWorld};
use motive_world::id::CharacterId;
use motive_world::program::nesting::Nesting;
use motive_world::story::{ExplainedStep, Purpose, Reason, Step};

/// Ticks that one question may take.
const TICKS: u64 = 100_000;
/// How far the course of one world is followed.
const STEPS: usize = 4;

/// What a character would do; `None` where the ticks do not suffice or the world cannot be run.
fn intention(policy: &mut Policy<'_>, who: CharacterId) -> Option<Vec<Intention>> {
    policy.ask_possible(who).ok()?;
    thought(policy)
}

fn thought(policy: &mut Policy<'_>) -> Option<Vec<Intention>> {
    match policy.step(TICKS) {
        Choice::Done(intention) => Some(intention),
        Choice::Running | Choice::Fault(_) => None,
    }
}

fn gain(reason: &Reason) -> f64 {
    let (Purpose::Gain { before, after } | Purpose::Averting { before, after }) = reason.purpose;
    after.get() - before.get()
}

/// What a character takes to be possible has a reason in that character's mind, and is an attempt
/// exactly if it is not possible. Whether it is one.
fn attempts(
    policy: &mut Policy<'_>,
    judge: &Judge<'_>,
    world: &motive_judge::World,
    who: CharacterId,
) -> Option<bool> {
    policy.ask(who).ok()?;
    let Some(intention) = thought(policy)?.into_iter().next() else { return Some(false) };
    let step = &intention.step;
    let is_possible = judge.executable(world).ok()?.contains(step);
    assert_eq!(intention.attempt, !is_possible, "{step:?}");
    let reason = judge.reason(&world.mind(who), who, step, 1, 1).ok()?;
    assert!(matches!(reason, Some(Ok(_))), "{step:?}: {reason:?}");
    Some(intention.attempt)
}

/// Follows one world, everyone acting in turn; how many questions were answered, with how many deeds,
/// and how many attempts.
fn follow(seed: u64) -> Option<(usize, usize, usize)> {
    let RandomWorld { program, limits } = match seed % 4 {
        0 => RandomWorld::new(seed),
        1 => RandomWorld::native(seed),
        2 => RandomWorld::looking_ahead(seed),
        _ => RandomWorld::with_past(seed),
    };
    if !Nesting::of(&program, &limits).exact {
        return None;
    }
    let ground = GroundWorld::of(&program, &GroundLimits::default()).ok()?;
    let judge = Judge::new(&program, limits).ok()?.with_effort(400_000);
    // Who looks ahead may find that what gains now leaves a worse outlook.
    let is_short_sighted = program.settings.foresight == 0;
    let mut policy = Policy::begin(&ground, &limits).ok()?;
    let mut world = judge.world().clone();
    let mut path: Vec<Step> = vec![];
    let (mut questions, mut deeds, mut tries) = (0, 0, 0);
    for turn in 0..STEPS * 2 {
        let mut next = None;
        let explained = judge.next_steps(&world).ok()?;
        for who in program.characters() {
            let ours = intention(&mut policy, who)?;
            let mut afresh = Policy::new(&ground, &limits, &path, who).ok()?;
            assert_eq!(Some(&ours), intention(&mut afresh, who).as_ref(), "seed {seed} {path:?}");
            questions += 1;
            tries += usize::from(attempts(&mut policy, &judge, &world, who)?);
            let consents =
                |step: &&Step| judge.consenting(step).is_some_and(|all| all.contains(&who));
            let theirs: Vec<&Step> = explained.iter().filter(consents).collect();
            for equal in &ours {
                assert!(theirs.contains(&&equal.step), "seed {seed} {path:?} {who:?}: {equal:?}");
                assert_eq!(equal.step.action, ours[0].step.action);
                let order = gain(&equal.reasons[0]).total_cmp(&gain(&ours[0].reasons[0]));
                assert!(order.is_eq() || !is_short_sighted, "seed {seed} {path:?} {who:?}");
                assert_eq!(equal.reasons[0].plan.len(), ours[0].reasons[0].plan.len());
            }
            let Some(ours) = ours.into_iter().next() else {
                assert!(
                    theirs.is_empty() || !is_short_sighted,
                    "seed {seed} {path:?} {who:?}: {theirs:?}"
                );
                continue;
            };
            deeds += 1;
            assert!(theirs.contains(&&ours.step), "seed {seed} {path:?} {who:?}: {ours:?}");
            assert_eq!(ours.reasons[0].character, who);
            if let Some((other, reason)) = &ours.passed_over {
                assert!(theirs.contains(&other) && *other != ours.step);
                let order = gain(&ours.reasons[0]).total_cmp(&gain(reason));
                let length = ours.reasons[0].plan.len().cmp(&reason.plan.len());
                let is_in_order = order.is_gt() || order.is_eq() && length.is_le();
                assert!(is_in_order || !is_short_sighted, "seed {seed} {path:?}");
            }
            let told = ExplainedStep { step: ours.step.clone(), reasons: ours.reasons.clone() };
            match judge.upholds(&world, &told).ok()? {
                Upheld::Yes { breaches, .. } if breaches.is_empty() => {}
                other => panic!("seed {seed} {path:?} {who:?}: {told:?}: {other:?}"),
            }
            if who.index() == turn % program.characters as usize || next.is_none() {
                next = Some(ours.step);
            }
        }
        let Some(step) = next else { break };
        assert!(policy.happen(&step).ok()?);
        world = judge.apply(&world, &step).ok()??;
        path.push(step);
        if path.len() == STEPS {
            break;
        }
    }
    Some((questions, deeds, tries))
}

#[test]
fn the_judge_confirms_what_characters_would_do() {
    let (mut worlds, mut questions, mut deeds, mut tries) = (0, 0, 0, 0);
    for seed in 0..900 {
        let Some((asked, done, tried)) = follow(seed) else { continue };
        worlds += 1;
        questions += asked;
        deeds += done;
        tries += tried;
    }
    println!("{worlds} worlds, {questions} questions, {deeds} deeds, {tries} attempts");
    assert!(worlds >= 600 && deeds >= 400 && tries >= 20, "{worlds} {questions} {deeds} {tries}");
}
