//! What a survey says can come about, and how soon, is what the judge finds by going through all runs of
//! explained steps itself.
#![allow(clippy::panic, clippy::print_stdout, reason = "a test may fail, and says what it saw")]

use std::collections::BTreeSet;

use motive_judge::{Judge, World};
use motive_plan::search::StopReason;
use motive_plan::survey::{Finding, Survey, Target};
use motive_testkit::random::RandomWorld;
use motive_world::ground::{GroundLimits, GroundWorld};
use motive_world::id::ActionSchemaId;
use motive_world::outline::{OpenEvent, Pattern};
use motive_world::program::{Condition, Expr, Program, Utility, Want};
use motive_world::value::{Number, Value};

/// Worlds that the judge may go through.
const WORLDS: usize = 400;

/// The program whose author wants one thing: what the author wants anyway, as yes or no.
fn asking(program: &Program) -> Program {
    let wanted = match &program.author.wants[0].amount {
        Expr::Truth(condition) => (**condition).clone(),
        other => Condition::Compare(
            motive_world::program::Comparison::AtLeast,
            other.clone(),
            Expr::Value(Value::Number(Number::ONE)),
        ),
    };
    let author = Utility { scope: vec![], wants: vec![Want::that(&wanted)] };
    Program { author, ..program.clone() }
}

/// After how many steps each event and what is wanted comes about first; `None` where the judge cannot
/// tell.
fn by_hand(
    judge: &Judge<'_>,
    actions: usize,
    limit: u32,
    allowed: u32,
) -> Option<Vec<Option<usize>>> {
    let one = Value::Number(Number::ONE);
    let mut soonest = vec![None; actions + 1];
    // With the accidents on the way there.
    let mut known: BTreeSet<(World, u32)> = BTreeSet::from([(judge.world().clone(), 0)]);
    let mut layer = vec![(judge.world().clone(), 0)];
    if judge.utility(judge.world(), None).ok()? == one {
        soonest[actions] = Some(0);
    }
    for length in 1..=limit as usize {
        let mut next = vec![];
        for (world, before) in &layer {
            for step in judge.next_steps(world).ok()? {
                let accidents = before + u32::from(judge.is_accident(world, &step).ok()?);
                if accidents > allowed {
                    continue;
                }
                soonest[step.action.index()].get_or_insert(length);
                let after = judge.apply(world, &step).ok()??;
                if judge.utility(&after, None).ok()? == one {
                    soonest[actions].get_or_insert(length);
                }
                if known.insert((after.clone(), accidents)) {
                    next.push((after, accidents));
                }
            }
        }
        if known.len() > WORLDS {
            return None;
        }
        layer = next;
    }
    Some(soonest)
}

#[test]
fn a_survey_finds_what_the_judge_finds() {
    let (mut compared, mut comes, mut never, mut late) = (0, 0, 0, 0);
    for seed in 0..500 {
        let RandomWorld { program, mut limits } = RandomWorld::with_past(seed);
        limits.author = Some(limits.author.unwrap_or(3).min(4));
        let program = asking(&program);
        let (Ok(ground), Ok(judge)) =
            (GroundWorld::of(&program, &GroundLimits::default()), Judge::new(&program, limits))
        else {
            continue;
        };
        let actions = program.actions.len();
        let accidents = program.settings.accidents;
        let open = |index: usize| Pattern {
            events: vec![OpenEvent {
                action: ActionSchemaId::at(index),
                arguments: vec![None; program.actions[index].parameters as usize],
            }],
            outcome: None,
        };
        let mut targets: Vec<Target> = (0..actions).map(|i| Target::Event(open(i))).collect();
        targets.push(Target::Terms(0, 1));
        let Ok(mut survey) = Survey::new(&ground, &limits, targets.clone(), Some(300_000), None)
        else {
            continue;
        };
        while !survey.step(13) {}
        let findings = survey.findings();
        if findings.iter().any(|f| matches!(f, Finding::Undecided(_))) {
            continue;
        }
        let Some(soonest) = by_hand(&judge, actions, limits.author.unwrap_or(0), accidents) else {
            continue;
        };
        for (index, (finding, soonest)) in findings.iter().zip(&soonest).enumerate() {
            let ours = match finding {
                Finding::Comes(run) => Some(run.len()),
                _ => None,
            };
            assert_eq!(ours, *soonest, "seed {seed}, target {index}: {finding:?}");
            comes += usize::from(ours.is_some());
            late += usize::from(ours.is_some_and(|length| length > 1));
            never += usize::from(ours.is_none());
        }
        compared += 1;
        // With nearly no ticks, nothing is claimed that is not known.
        let mut short =
            Survey::new(&ground, &limits, targets, Some(1), None).unwrap_or_else(|_| panic!());
        while !short.step(1) {}
        for (finding, whole) in short.findings().iter().zip(&findings) {
            assert!(finding == whole || *finding == Finding::Undecided(StopReason::Ticks));
        }
    }
    println!("{compared} worlds, {comes} come about ({late} late), {never} never do");
    assert!(compared >= 300 && late >= 60 && never >= 60, "{compared} {comes} {late} {never}");
}
