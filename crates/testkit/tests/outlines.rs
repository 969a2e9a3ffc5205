//! Stories by random outlines: what the planner finds, the judge calls valid; and where the planner finds
//! nothing, the judge finds nothing by going through all runs of explained steps itself.
#![allow(clippy::panic, clippy::print_stdout, reason = "a test may fail, and says what it saw")]

use std::collections::BTreeMap;

use motive_judge::{Judge, Verdict, World};
use motive_plan::components::Components;
use motive_plan::outline::{OutlineSearch, Worlds};
use motive_plan::search::{Options, Progress, StopReason};
use motive_testkit::random::RandomWorld;
use motive_testkit::rng::Rng;
use motive_world::ground::{GroundLimits, GroundWorld};
use motive_world::id::ActionSchemaId;
use motive_world::outline::{Aim, Entry, OpenEvent, Outline, Pattern};
use motive_world::program::{Comparison, Condition, Effect, Expr, Program, Utility};
use motive_world::story::{Limits, Step, Story};
use motive_world::value::{Number, Value};

/// The events of a walk along explained steps.
fn walk(judge: &Judge<'_>, rng: &mut Rng) -> Vec<usize> {
    let mut world = judge.world().clone();
    let mut events = vec![];
    for _ in 0..6 {
        let Ok(steps) = judge.next_steps(&world) else { break };
        if steps.is_empty() {
            break;
        }
        let step = rng.pick(&steps).clone();
        let Ok(Some(after)) = judge.apply(&world, &step) else { break };
        events.push(step.action.index());
        world = after;
    }
    events
}

/// One to four entries: events, and facts that events bring about; as a rule in an order in which they
/// can come about.
fn outline(program: &Program, judge: &Judge<'_>, rng: &mut Rng) -> Outline {
    let mut entries = vec![];
    let mut events = walk(judge, rng);
    if events.is_empty() || rng.chance(1, 5) {
        events = (0..1 + rng.below(3)).map(|_| rng.below(program.actions.len())).collect();
    }
    events.retain(|_| rng.chance(2, 3));
    events.truncate(4);
    for index in events {
        let action = &program.actions[index];
        let fact = match &action.outcomes[0].effect {
            Effect::Assign { believers, fluent, arguments, value: value @ Expr::Value(_) }
                if believers.is_empty()
                    && arguments
                        .iter()
                        .all(|a| matches!(a, motive_world::program::Argument::Constant(_))) =>
            {
                Some(Condition::Compare(
                    Comparison::Equal,
                    Expr::Fluent(*fluent, arguments.clone()),
                    value.clone(),
                ))
            }
            _ => None,
        };
        let aim = match fact {
            Some(condition) if rng.chance(1, 2) => {
                Aim::Holds { scope: vec![], conditions: vec![condition] }
            }
            _ => Aim::Happens(Pattern {
                events: vec![OpenEvent {
                    action: ActionSchemaId::at(index),
                    arguments: vec![None; action.parameters as usize],
                }],
                outcome: None,
            }),
        };
        entries.push(Entry { label: None, said: None, aim });
    }
    Outline { entries }
}

/// What the judge makes of runs, entry by entry.
struct ByHand<'a> {
    judge: &'a Judge<'a>,
    /// By entry: a judge for whom the author wants its conditions.
    conditions: Vec<Option<Judge<'a>>>,
    outline: &'a Outline,
    limit: u32,
    wants_nothing: bool,
    before: Number,
    goal: Number,
    /// How many accidents a story may contain; no entry here names one.
    accidents: u32,
    /// The least length of a leg with which a world was reached, by how many entries lie behind it
    /// and how many accidents. The same where the event of an entry has happened and something still
    /// presses.
    known: BTreeMap<(World, usize, bool, u32), u32>,
}

impl ByHand<'_> {
    /// Passes all entries that hold here, if nothing presses.
    fn passed(&self, world: &World, mut entry: usize, mut leg: u32) -> Option<(usize, u32)> {
        if !self.judge.is_quiet(world).ok()? {
            return Some((entry, leg));
        }
        while let Some(Some(judge)) = self.conditions.get(entry) {
            if judge.utility(world, None).ok()? != Value::Number(Number::ONE) {
                break;
            }
            entry += 1;
            leg = 0;
        }
        Some((entry, leg))
    }

    /// Whether some run goes through the outline; `None` where that is not found out.
    fn exists(&mut self) -> Option<bool> {
        let start = self.judge.world().clone();
        let (entry, leg) = self.passed(&start, 0, 0)?;
        if self.wants_nothing && entry == self.outline.entries.len() {
            return Some(false);
        }
        let mut layer = vec![(start, entry, leg, false, 0)];
        while !layer.is_empty() {
            let mut next = vec![];
            for (world, entry, leg, happened, before) in layer {
                if leg >= self.limit {
                    continue;
                }
                for step in self.judge.next_steps(&world).ok()? {
                    let accidents = before + u32::from(self.judge.is_accident(&world, &step).ok()?);
                    if accidents > self.accidents {
                        continue;
                    }
                    let after = self.judge.apply(&world, &step).ok()??;
                    let (mut entry, mut leg, mut happened) = (entry, leg + 1, happened);
                    let is_quiet = self.judge.is_quiet(&after).ok()?;
                    if let Some(Aim::Happens(pattern)) =
                        self.outline.entries.get(entry).map(|entry| &entry.aim)
                        && pattern.matches(&step)
                    {
                        happened = true;
                    }
                    if happened && is_quiet {
                        (entry, leg, happened) = (entry + 1, 0, false);
                    }
                    let (entry, leg) = self.passed(&after, entry, leg)?;
                    let worth = self.judge.utility(&after, None).ok()?;
                    let is_better = matches!(worth, Value::Number(worth)
                        if worth > self.before && worth >= self.goal);
                    let is_good = self.wants_nothing || is_better;
                    if entry == self.outline.entries.len() && is_good && is_quiet {
                        return Some(true);
                    }
                    let place = (after.clone(), entry, happened, accidents);
                    let known = self.known.entry(place).or_insert(u32::MAX);
                    if leg < *known {
                        *known = leg;
                        next.push((after, entry, leg, happened, accidents));
                    }
                }
                if self.known.len() > 600 {
                    return None;
                }
            }
            layer = next;
        }
        Some(false)
    }
}

type Found = Result<(Story, bool), StopReason>;

fn by_outline(
    ground: &GroundWorld,
    worlds: &Worlds,
    limits: Limits,
    slice: u64,
) -> Option<(Found, u64)> {
    let options = Options {
        limits,
        all: false,
        optimal: false,
        ticks: Some(200_000),
        memory: None,
        components: Components::default(),
    };
    let mut search = OutlineSearch::new(ground, worlds, &options).ok()?;
    let found = loop {
        match search.step(slice) {
            Progress::Running => {}
            Progress::Story(story) => break Ok((*story, search.is_lean())),
            Progress::Done(reason) => break Err(reason),
        }
    };
    Some((found, search.statistics().ticks))
}

#[test]
fn planner_and_judge_agree_on_random_outlines() {
    let (mut found, mut none, mut long) = (0, 0, 0);
    for seed in 0..500 {
        let RandomWorld { mut program, mut limits } = RandomWorld::with_past(seed);
        limits.author = Some(limits.author.unwrap_or(3).min(3));
        let mut rng = Rng::new(seed + 77);
        if rng.chance(1, 2) {
            // Then the outline is all that is wanted.
            program.author = Utility::default();
            limits.goal = None;
        }
        let Ok(plain) = Judge::new(&program, limits) else { continue };
        let outline = outline(&program, &plain.with_effort(200_000), &mut rng);
        let (Ok(ground), Ok(worlds), Ok(judge)) = (
            GroundWorld::of(&program, &GroundLimits::default()),
            Worlds::of(&program, &outline, &GroundLimits::default()),
            Judge::for_outline(&program, limits, &outline),
        ) else {
            continue;
        };
        let Some((result, ticks)) = by_outline(&ground, &worlds, limits, u64::MAX) else {
            continue;
        };
        let sliced = by_outline(&ground, &worlds, limits, 7);
        assert_eq!(Some((result.clone(), ticks)), sliced, "seed {seed}: slices change the result");
        match result {
            Ok((story, true)) => {
                let verdict = judge.verify_outlined(&story, &outline);
                let Ok(Verdict::Valid { notes, .. }) = &verdict else {
                    let steps: Vec<Step> = story.steps.iter().map(|s| s.step.clone()).collect();
                    panic!("seed {seed}: {verdict:?}\n{steps:?}\n{outline:#?}");
                };
                assert!(notes.is_empty(), "seed {seed}: {notes:?}");
                found += 1;
                long += usize::from(story.steps.len() > 3);
            }
            Err(StopReason::Incomplete) => {
                let asked: Vec<Option<Program>> = outline
                    .entries
                    .iter()
                    .map(|entry| match entry.aim.as_utility() {
                        Utility { wants, .. } if wants.is_empty() => None,
                        author => Some(Program { author, ..program.clone() }),
                    })
                    .collect();
                let Ok(Value::Number(before)) = judge.utility(judge.world(), None) else {
                    continue;
                };
                let whole = Number::new(before.get().floor() + 1.0).unwrap_or(before);
                let mut by_hand = ByHand {
                    judge: &judge,
                    conditions: asked
                        .iter()
                        .map(|asked| Judge::for_outline(asked.as_ref()?, limits, &outline).ok())
                        .collect(),
                    outline: &outline,
                    limit: limits.author.unwrap_or(0),
                    wants_nothing: program.author.wants.is_empty(),
                    before,
                    goal: limits.goal.unwrap_or(whole),
                    accidents: program.settings.accidents,
                    known: BTreeMap::new(),
                };
                // Conditions are read in worlds of the one judge, which are as deep as those of the
                // others.
                match by_hand.exists() {
                    Some(true) => panic!("seed {seed}: there is a story\n{outline:#?}"),
                    Some(false) => none += 1,
                    None => {}
                }
            }
            _ => {}
        }
    }
    println!("{found} stories by outlines, {long} of more than three steps; {none} times none");
    assert!(found >= 60 && long >= 10 && none >= 60, "{found} {long} {none}");
}
