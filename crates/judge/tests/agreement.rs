//! The judge against itself, on random small worlds: what it lists it also accepts, what it does
//! not list it rejects, and the bound on hopeless searches changes nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod build;

use build::*;
use motive_judge::{Judge, Verdict};
use motive_world::id::{CharacterId, FluentSchemaId};
use motive_world::program::{Comparison, Condition, Effect, Expr};
use motive_world::story::{ExplainedStep, Story};
use motive_world::value::Value;

/// A small generator of pseudo-random numbers (xorshift), the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())].clone()
    }
}

struct Names {
    truths: Vec<FluentSchemaId>,
    number: FluentSchemaId,
    places: Vec<FluentSchemaId>,
    things: Vec<Value>,
    characters: Vec<CharacterId>,
}

fn value(dice: &mut Dice, names: &Names, fluent: FluentSchemaId) -> Expr {
    if names.truths.contains(&fluent) {
        v(Value::Boolean(dice.roll(2) == 0))
    } else if fluent == names.number {
        match dice.roll(6) {
            0 => v(Value::Unknown),
            1 => plus(f(fluent), n(1)),
            _ => n(i32::try_from(dice.roll(3)).unwrap()),
        }
    } else if dice.roll(3) == 0 {
        f(dice.pick(&names.places))
    } else {
        v(dice.pick(&names.things))
    }
}

fn fluent(dice: &mut Dice, names: &Names) -> FluentSchemaId {
    match dice.roll(6) {
        0 => names.number,
        1 | 2 => dice.pick(&names.places),
        _ => dice.pick(&names.truths),
    }
}

fn test(dice: &mut Dice, names: &Names, depth: usize) -> Condition {
    match dice.roll(if depth == 0 { 5 } else { 8 }) {
        5 => and([test(dice, names, depth - 1), test(dice, names, depth - 1)]),
        6 => or([test(dice, names, depth - 1), test(dice, names, depth - 1)]),
        7 => believes(dice.pick(&names.characters), test(dice, names, depth - 1)),
        roll => {
            let fluent = fluent(dice, names);
            let comparison = if fluent == names.number && roll == 0 {
                Comparison::Greater
            } else if roll == 1 {
                Comparison::Unequal
            } else {
                Comparison::Equal
            };
            let test = compare(comparison, f(fluent), value(dice, names, fluent));
            if roll == 2 { not(test) } else { test }
        }
    }
}

fn effect(dice: &mut Dice, names: &Names) -> Effect {
    let fluent = fluent(dice, names);
    let value = value(dice, names, fluent);
    match dice.roll(6) {
        0 => told(&[dice.pick(&names.characters)], fluent, value),
        1 => when(test(dice, names, 0), set(fluent, value), Effect::nothing()),
        _ => set(fluent, value),
    }
}

fn random_world(seed: u64) -> Build {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let dice = &mut dice;
    for _ in 0..5 {
        dice.roll(2);
    }
    let count = 2 + dice.roll(2);
    let mut b = Build::new(&["Una", "Vik", "Wes"][..count]);
    let kind = b.kind("place");
    let names = Names {
        things: vec![b.thing("Den", kind), b.thing("Mill", kind)],
        truths: vec![b.truth("p"), b.truth("q"), b.truth("r")],
        number: b.number("x"),
        places: vec![b.fluent("here", &[], kind), b.fluent("there", &[], kind)],
        characters: [UNA, VIK, WES][..count].to_vec(),
    };
    for _ in 0..4 {
        let fluent = fluent(dice, &names);
        let value = value(dice, &names, fluent);
        let believers: Vec<CharacterId> =
            (0..dice.roll(3)).map(|_| dice.pick(&names.characters)).collect();
        b.start(told(&believers, fluent, value));
    }
    for index in 0..8 {
        let consenting: Vec<CharacterId> = match dice.roll(6) {
            0 => vec![],
            1 => vec![UNA, VIK],
            _ => vec![dice.pick(&names.characters)],
        };
        // Half of them climb a ladder, so that there is something to plan for.
        let rung = (index < 4).then(|| i32::try_from(dice.roll(3)).unwrap());
        let needs = match (rung, dice.roll(3)) {
            (Some(rung), 0) => and([at(names.number, rung), test(dice, &names, 0)]),
            (Some(rung), _) => at(names.number, rung),
            (None, 0) => Condition::True,
            (None, _) => test(dice, &names, 1),
        };
        let mut effects: Vec<Effect> = (0..=dice.roll(2)).map(|_| effect(dice, &names)).collect();
        if let Some(rung) = rung {
            effects = vec![set(names.number, n(rung + 1))];
        }
        let act = Act::new(&format!("act{index}")).needs(needs).by(&consenting);
        let act = act.does(all(effects));
        let act = match dice.roll(4) {
            0 => act.seen_by(&[dice.pick(&names.characters)]),
            1 => {
                let seen = test(dice, &names, 0);
                act.seen_if(|_| seen)
            }
            _ => act,
        };
        b.add(act);
    }
    if dice.roll(3) == 0 {
        // Guarded by what it sets, so that it fires once.
        let seen = dice.pick(&names.truths);
        let cause = test(dice, &names, 0);
        b.trigger("follow", and([cause, not(is(seen))]), make(seen));
    }
    // Wishes are false at the start more often than not, as the truths are.
    let wish = |dice: &mut Dice| {
        let wished = match dice.roll(4) {
            0 => and([is(dice.pick(&names.truths)), test(dice, &names, 0)]),
            1 | 2 => at(names.number, 1 + i32::try_from(dice.roll(3)).unwrap()),
            _ => is(dice.pick(&names.truths)),
        };
        pick(wished, 1 + i32::try_from(dice.roll(2)).unwrap(), 0)
    };
    for &who in &names.characters {
        let amount = match dice.roll(4) {
            0 => f(names.number),
            1 => plus(wish(dice), wish(dice)),
            _ => wish(dice),
        };
        b.wants(who, amount);
    }
    let amount = plus(wish(dice), wish(dice));
    b.author_wants(amount);
    b
}

fn without(story: &Story, index: usize) -> Story {
    let mut steps = story.steps.clone();
    steps.remove(index);
    Story { steps, before: None, after: None }
}

fn told_steps(story: &Story) -> Vec<&motive_world::story::Step> {
    story.steps.iter().map(|explained| &explained.step).collect()
}

#[test]
fn lists_verdicts_and_bounds_agree() {
    let (mut worlds, mut told, mut long_reasons, mut nested, mut padded) = (0, 0, 0, 0, 0);
    for seed in 0..1000 {
        let b = random_world(seed);
        let limits =
            limits(1, 3, 1 + u32::try_from(seed % 4).unwrap(), u32::try_from(seed % 3).unwrap());
        let Ok(judge) = Judge::new(&b.program, limits) else { continue };
        let Ok(listed) = judge.stories() else { continue };
        let plain = Judge::new(&b.program, limits).unwrap().without_bound();
        assert_eq!(plain.stories().unwrap(), listed, "world {seed}: the bound changes the stories");
        assert!(listed.complete, "world {seed}");
        worlds += 1;
        told += listed.stories.len();
        for story in &listed.stories {
            let verdict = judge.verify(story).unwrap();
            let expected = Verdict::Valid { story: story.clone(), notes: vec![], lean: true };
            assert_eq!(verdict, expected, "world {seed}: listed, and its reasons stand");
            let strip = |e: &ExplainedStep| ExplainedStep { step: e.step.clone(), reasons: vec![] };
            let stripped = Story { steps: story.steps.iter().map(strip).collect(), ..*story };
            assert_eq!(plain.verify(&stripped).unwrap(), expected, "world {seed}: and are found");
            let reasons = || story.steps.iter().flat_map(|s| &s.reasons);
            long_reasons += usize::from(reasons().any(|reason| reason.plan.len() > 1));
            nested += usize::from(
                reasons().any(|reason| reason.plan.iter().any(|step| !step.reasons.is_empty())),
            );
            for index in 0..story.steps.len() {
                let shorter = without(story, index);
                let valid = matches!(judge.verify(&shorter).unwrap(), Verdict::Valid { .. });
                let is_listed =
                    listed.stories.iter().any(|s| told_steps(s) == told_steps(&shorter));
                assert_eq!(valid, is_listed, "world {seed}: step {index} left out");
                padded += usize::from(valid);
            }
        }
        for step in judge.executable(judge.world()).unwrap() {
            let ours = judge.explained(judge.world(), &step).unwrap().unwrap();
            let theirs = plain.explained(plain.world(), &step).unwrap().unwrap();
            assert_eq!(ours.is_ok(), theirs.is_ok(), "world {seed}");
        }
    }
    let seen = format!("{worlds} worlds, {told} stories, {long_reasons}, {nested}, {padded}");
    assert!(worlds > 900 && told > 250, "too dull: {seen}");
    assert!(long_reasons > 35 && nested > 8, "too shallow: {seen}");
}
