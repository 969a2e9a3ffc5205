//! What the engine and the judge must agree on, compared on one world.

use std::collections::BTreeSet;

use motive_judge::{Judge, Perceives, World};
use motive_plan::components::{Components, Heuristic, Shortcut, Strategy};
use motive_plan::policy::Policy;
use motive_plan::search::{Options, Progress, Search, StopReason};
use motive_world::fault::Fault;
use motive_world::ground::{GroundLimits, GroundPerceived, GroundWorld, Slot};
use motive_world::id::{CharacterId, FluentSchemaId};
use motive_world::program::nesting::Nesting;
use motive_world::program::{Effect, Perceived, Program};
use motive_world::state::{
    Asked, Cause, NoRecorder, Recorder, Stance, StateId, StateRegistry, Write,
};
use motive_world::story::{Limits, Step, Story};
use motive_world::value::Value;

use crate::random::{RandomWorld, chains};

/// Ticks that the engine may take for one world.
const EFFORT: u64 = 400_000;
/// Steps that the judge may try in one world, unless more or fewer are asked for. One in fifty needs more, and would take most of the time.
pub const TRIES: u64 = 100_000;
/// How many states of a world are compared in full.
const STATES: usize = 12;
/// How deep minds are compared.
const DEPTH: usize = 3;

/// What one world showed; the features are those that mattered in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// There is a valid story.
    pub story: bool,
    /// Some story is valid only because of a reason of three steps or more.
    pub long_reason: bool,
    /// Without the nested beliefs stated at the start, other steps would be explained or other
    /// stories valid.
    pub nested: bool,
    /// Somebody perceived what they had believed impossible.
    pub surprise: bool,
    /// Somebody learns something by trying in vain what they believe to be possible.
    pub failing: bool,
    /// A step with two consenters was explained for both.
    pub joint: bool,
    /// A trigger fired after the start.
    pub trigger: bool,
    /// A value became unknown, or an unknown one known.
    pub unknown: bool,
    /// A number changed.
    pub number: bool,
    /// A truth became unknown, or an unknown one known.
    pub unsure: bool,
    /// If nobody could act in order to learn, other steps would be explained or other stories valid.
    pub learning: bool,
    /// If nobody reckoned with natural events, other steps would be explained or other stories valid.
    pub natural: bool,
    /// If nobody perceived anything but events themselves, or nothing, other steps would be explained
    /// or other stories valid.
    pub seeming: bool,
    /// If every action turned out in its first way, other steps would be explained or other stories
    /// valid.
    pub outcomes: bool,
    /// Some story is valid only because of an accident.
    pub accidents: bool,
    /// If nobody refused anything, other steps would be explained or other stories valid.
    pub refusal: bool,
    /// If nothing pressed, other stories would be valid.
    pub pressing: bool,
    /// If nobody looked ahead, other steps would be explained or other stories valid.
    pub foresight: bool,
    /// If nothing were secret, other steps would be explained or other stories valid.
    pub secret: bool,
}

/// How the comparison of one world ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Both say the same.
    Agree(Features),
    /// The world cannot be grounded or run (both noticed), or is too large for the effort.
    Skipped(String),
}

/// Compares everything on one world.
///
/// # Errors
/// The first disagreement, as a text with everything that is needed to look into it.
pub fn compare(world: &RandomWorld) -> Result<Agreement, String> {
    compare_grounded(world, &GroundLimits::default(), TRIES)
}

/// The same, the judge trying so many steps at most, with the world grounded within given limits; see [`OnDemand`](motive_world::ground::OnDemand).
///
/// # Errors
/// As [`compare`].
pub fn compare_grounded(
    world: &RandomWorld,
    limits: &GroundLimits,
    tries: u64,
) -> Result<Agreement, String> {
    let grounding = limits;
    let RandomWorld { program, limits } = world;
    let ground = match GroundWorld::of(program, grounding) {
        Ok(ground) => ground,
        Err(faults) => return Ok(Agreement::Skipped(faults[0].to_string())),
    };
    // What is compared goes beyond what the limits ask for: beliefs that no answer depends on may
    // themselves depend on a belief about a belief.
    let nesting = Nesting::of(program, limits);
    let levels = nesting.levels.max(DEPTH as u32) + 3;
    let judge = match Judge::with_levels(program, *limits, levels) {
        Ok(judge) => judge.with_effort(tries),
        Err(fault) => return fault_in_both(&ground, levels, &fault.to_string()),
    };
    let mut seen = Seen::default();
    match states(world, &ground, &judge, levels, &mut seen)? {
        Outcome::Compared => {}
        Outcome::Faulty(fault) => return Ok(Agreement::Skipped(fault)),
    }
    let judge = match Judge::new(program, *limits) {
        Ok(judge) => judge.with_effort(tries),
        // Where minds nest without end, what a start comes to may depend on where they are cut.
        Err(fault) if !nesting.exact => {
            return fault_in_both(&ground, nesting.levels, &fault.to_string());
        }
        Err(fault) => return Err(format!("the judge cannot start at its own depth: {fault}")),
    };
    let Some(theirs) = told(&judge.stories().map(|s| (s.stories, s.complete)))? else {
        return Ok(Agreement::Skipped("the judge's effort".to_owned()));
    };
    let Some((ours, stories)) = all_stories(&ground, *limits)? else {
        return Ok(Agreement::Skipped("the engine's effort".to_owned()));
    };
    if ours != theirs {
        return Err(format!(
            "different stories\nengine only: {:#?}\njudge only: {:#?}",
            ours.difference(&theirs).map(|s| names(program, s)).collect::<Vec<_>>(),
            theirs.difference(&ours).map(|s| names(program, s)).collect::<Vec<_>>(),
        ));
    }
    for story in &stories {
        match judge.verify(story) {
            Ok(motive_judge::Verdict::Valid { notes, .. }) if notes.is_empty() => {}
            other => return Err(format!("the judge on a story with its reasons: {other:?}")),
        }
    }
    one_story(&ground, *limits, &ours)?;

    let mut features = seen.features;
    features.story = !ours.is_empty();
    features.long_reason = features.story && {
        let short = Limits { character: limits.character.map(|most| most.min(2)), ..*limits };
        all_stories(&ground, short)?.is_some_and(|(fewer, _)| fewer != ours)
    };
    features.natural = nature_matters(program, &ground, *limits, &ours)?;
    features.seeming = appearances_matter(program, &ground, *limits, &ours)?;
    features.outcomes = outcomes_matter(program, &ground, *limits, &ours)?;
    features.accidents = features.story && {
        let none = Limits { accidents: Some(0), ..*limits };
        all_stories(&ground, none)?.is_some_and(|(fewer, _)| fewer != ours)
    };
    features.refusal = refusals_matter(program, &ground, *limits, &ours)?;
    features.pressing = urgency_matters(program, &ground, *limits, &ours)?;
    features.foresight = foresight_matters(program, &ground, *limits, &ours)?;
    features.secret = secrets_matter(program, &ground, *limits, &ours)?;
    features.learning = learning_matters(program, &ground, *limits, &ours)?;
    features.nested = nested_beliefs_matter(program, &ground, *limits, &ours)?;
    Ok(Agreement::Agree(features))
}

fn fault_in_both(ground: &GroundWorld, levels: u32, fault: &str) -> Result<Agreement, String> {
    match StateRegistry::new(ground, levels).initial(&mut NoRecorder) {
        Ok(_) => Err(format!("only the judge says of the start: {fault}")),
        Err(_) => Ok(Agreement::Skipped(fault.to_owned())),
    }
}

#[derive(Default)]
struct Seen {
    features: Features,
}

impl Recorder for Seen {
    const RECORDS: bool = true;

    fn record(&mut self, write: Write<'_>) {
        if write.before == write.after {
            return;
        }
        match write.cause {
            Cause::Start => return,
            Cause::Repaired(_) => self.features.surprise = true,
            Cause::Trigger(_) | Cause::Inferred(_) => self.features.trigger = true,
            _ => {}
        }
        if write.before == Value::Unknown || write.after == Value::Unknown {
            self.features.unknown = true;
        }
        let is_unsure = |one, other| one == Value::Unknown && matches!(other, Value::Boolean(_));
        if is_unsure(write.before, write.after) || is_unsure(write.after, write.before) {
            self.features.unsure = true;
        }
        if matches!(write.before, Value::Number(_)) && matches!(write.after, Value::Number(_)) {
            self.features.number = true;
        }
    }
}

enum Outcome {
    Compared,
    Faulty(String),
}

/// Walks through the first states and compares minds, executable steps and explained steps.
fn states(
    random: &RandomWorld,
    ground: &GroundWorld,
    judge: &Judge<'_>,
    levels: u32,
    seen: &mut Seen,
) -> Result<Outcome, String> {
    let program = &random.program;
    // Where beliefs nest without end, answers depend on the depth at which minds are cut.
    let exact = Nesting::of(program, &random.limits).exact;
    let mut registry = StateRegistry::new(ground, levels);
    let initial = match registry.initial(seen) {
        Ok(initial) => initial,
        Err(fault) => return Err(format!("only the engine says of the start: {fault}")),
    };
    let mut queue: Vec<(StateId, World, Vec<Step>)> =
        vec![(initial, judge.world().clone(), vec![])];
    let mut next = 0;
    while next < queue.len() && next < STATES {
        let (state, world, path) = queue[next].clone();
        next += 1;
        let place = || format!("after {}", names(program, &path));
        minds(program, ground, &registry, state, judge, &world, &place)?;
        let steps = match registry.successors(state, Asked::All, Stance::Fact) {
            Ok(steps) => steps,
            Err(fault) => return Ok(Outcome::Faulty(fault.to_string())),
        };
        if let Some(step) =
            steps.iter().find(|&&step| registry.executable(state, step, Stance::Fact) != Ok(true))
        {
            let step = names(program, &[ground.plain_step(*step)]);
            return Err(format!("{}: {step} is found although it cannot happen", place()));
        }
        let ours: Vec<Step> = steps.iter().map(|&step| ground.plain_step(step)).collect();
        let theirs = match judge.executable(&world) {
            Ok(theirs) => theirs,
            Err(fault) => return Ok(Outcome::Faulty(fault.to_string())),
        };
        if ours != theirs {
            return Err(format!(
                "{}: engine can {}, judge can {}",
                place(),
                names(program, &ours),
                names(program, &theirs)
            ));
        }
        counted_on(program, ground, &registry, (state, &world), judge, &place)?;
        seen.features.failing |=
            failures(program, ground, &mut registry, (state, &world), judge, &place)?;
        if exact {
            match explained(random, ground, judge, &world, &path, seen)? {
                Outcome::Compared => {}
                faulty @ Outcome::Faulty(_) => return Ok(faulty),
            }
        }
        for step in steps {
            let plain = ground.plain_step(step);
            for character in program.characters() {
                let ours = registry.appears(state, step, character);
                let ours = ours.map(|perceived| match perceived {
                    GroundPerceived::Itself => Perceives::Itself,
                    GroundPerceived::Seeming(id) => Perceives::Seeming(ground.plain_appearance(id)),
                    GroundPerceived::Nothing => Perceives::Nothing,
                });
                let theirs = judge.perceives(&world, &plain, character);
                if let (Ok(ours), Ok(theirs)) = (&ours, &theirs)
                    && ours != theirs
                {
                    return Err(format!("{}: who sees {}", place(), names(program, &[plain])));
                }
            }
            let ours = registry.apply(None, state, step, seen);
            let theirs = judge.apply(&world, &plain);
            match (ours, theirs) {
                (Ok(after), Ok(Some(world))) => {
                    if registry.after(None, state, step) != Ok(after) {
                        return Err(format!(
                            "{}: {} gives another state with a recorder",
                            place(),
                            names(program, &[plain])
                        ));
                    }
                    let facts = registry.facts_after(None, state, step);
                    if facts != Ok(registry.valuation(after)) {
                        return Err(format!(
                            "{}: {} has other facts without minds: {facts:?}",
                            place(),
                            names(program, &[plain])
                        ));
                    }
                    for character in program.characters() {
                        let mind = registry.mind(state, character);
                        let after = registry.after(Some(character), mind, step);
                        let facts = registry.facts_after(Some(character), mind, step);
                        if after.is_ok_and(|after| facts != Ok(registry.valuation(after))) {
                            return Err(format!(
                                "{}: {} has other facts in a mind without minds: {facts:?}",
                                place(),
                                names(program, &[plain])
                            ));
                        }
                    }
                    if !queue.iter().any(|(known, ..)| *known == after) {
                        let mut longer = path.clone();
                        longer.push(plain);
                        queue.push((after, world, longer));
                    }
                }
                (Err(fault), Err(_)) => return Ok(Outcome::Faulty(fault.to_string())),
                (ours, theirs) => {
                    let fault = ours.err().map(|f: Fault| f.to_string());
                    return Err(format!(
                        "{}: {} faults in one: engine {fault:?}, judge {:?}",
                        place(),
                        names(program, &[plain]),
                        theirs.err()
                    ));
                }
            }
        }
    }
    Ok(Outcome::Compared)
}

fn minds(
    program: &Program,
    ground: &GroundWorld,
    registry: &StateRegistry<'_>,
    state: StateId,
    judge: &Judge<'_>,
    world: &World,
    place: &dyn Fn() -> String,
) -> Result<(), String> {
    for chain in chains(program, DEPTH) {
        let mind = chain.iter().fold(state, |mind, &who| registry.mind(mind, who));
        for (index, schema) in program.fluents.iter().enumerate() {
            let id = FluentSchemaId::at(index);
            let arguments = match schema.parameters.first() {
                Some(parameter) => program.domain_members(parameter.domain),
                None => vec![],
            };
            let tuples: Vec<Vec<Value>> = match schema.parameters.len() {
                0 => vec![vec![]],
                1 => arguments.into_iter().map(|value| vec![value]).collect(),
                _ => continue,
            };
            for arguments in tuples {
                let ours = match ground.slot(id, &arguments) {
                    Slot::Constant(value) => value,
                    Slot::Fluent(fluent) => {
                        registry.decode(registry.row(registry.valuation(mind)), fluent)
                    }
                };
                let theirs = judge.value(world, &chain, id, &arguments);
                if ours != theirs {
                    return Err(format!(
                        "{}: {} as {} believe: engine {}, judge {}",
                        place(),
                        program.fluent_call(id, &arguments),
                        believers(program, &chain),
                        program.value_name(ours),
                        program.value_name(theirs),
                    ));
                }
            }
        }
    }
    Ok(())
}

/// What everyone learns who tries what they believe to be possible and is not; whether it is anything.
fn failures(
    program: &Program,
    ground: &GroundWorld,
    registry: &mut StateRegistry<'_>,
    (state, world): (StateId, &World),
    judge: &Judge<'_>,
    place: &dyn Fn() -> String,
) -> Result<bool, String> {
    let mut is_learnt = false;
    for who in program.characters() {
        let mind = registry.mind(state, who);
        let believed = registry.successors(mind, Asked::By(who), Stance::Supposed);
        for step in believed.unwrap_or_default() {
            if ground
                .outcomes_of(step)
                .any(|step| registry.executable(state, step, Stance::Fact) != Ok(false))
            {
                continue;
            }
            let plain = ground.plain_step(step);
            let place = || {
                format!(
                    "{} and then {} in vain",
                    place(),
                    names(program, std::slice::from_ref(&plain))
                )
            };
            match (registry.fail(state, who, step), judge.fail(world, who, &plain)) {
                (Ok(after), Ok(Some(world))) => {
                    is_learnt |= after != state;
                    minds(program, ground, registry, after, judge, &world, &place)?;
                }
                (Err(_), Err(_)) => {}
                (ours, theirs) => {
                    return Err(format!("{}: {ours:?}, judge {:?}", place(), theirs.err()));
                }
            }
        }
    }
    Ok(is_learnt)
}

/// What everyone can reckon with, in their minds and in those within, and which steps are accidents.
fn counted_on(
    program: &Program,
    ground: &GroundWorld,
    registry: &StateRegistry<'_>,
    (state, world): (StateId, &World),
    judge: &Judge<'_>,
    place: &dyn Fn() -> String,
) -> Result<(), String> {
    for chain in chains(program, 2).iter().filter(|chain| !chain.is_empty()) {
        let mind = chain.iter().fold(state, |mind, &who| registry.mind(mind, who));
        let theirs = chain.iter().fold(world.clone(), |world, &who| world.mind(who));
        let ours = registry.successors(mind, Asked::All, Stance::Supposed);
        let theirs = judge.executable_for(chain.last().copied(), &theirs);
        let (Ok(ours), Ok(theirs)) = (ours, theirs) else { continue };
        let ours: Vec<Step> = ours.iter().map(|&step| ground.plain_step(step)).collect();
        if ours != theirs {
            return Err(format!(
                "{}: {} count on: engine {}, judge {}",
                place(),
                believers(program, chain),
                names(program, &ours),
                names(program, &theirs)
            ));
        }
    }
    for step in registry.successors(state, Asked::All, Stance::Fact).unwrap_or_default() {
        let plain = ground.plain_step(step);
        let (ours, theirs) = (registry.is_accident(state, step), judge.is_accident(world, &plain));
        if let (Ok(ours), Ok(theirs)) = (ours, theirs)
            && ours != theirs
        {
            let name = names(program, &[plain]);
            return Err(format!("{}: is {name} an accident? engine {ours}", place()));
        }
    }
    Ok(())
}

fn explained(
    random: &RandomWorld,
    ground: &GroundWorld,
    judge: &Judge<'_>,
    world: &World,
    path: &[Step],
    seen: &mut Seen,
) -> Result<Outcome, String> {
    let program = &random.program;
    let mut policy = match Policy::new(ground, &random.limits, path, CharacterId(0)) {
        Ok(policy) => policy,
        Err(impossible) => return Ok(Outcome::Faulty(format!("{impossible:?}"))),
    };
    let ours = match policy.explained_steps(EFFORT) {
        Ok(Some(ours)) => ours,
        Ok(None) => return Ok(Outcome::Faulty("the engine's effort".to_owned())),
        Err(fault) => return Ok(Outcome::Faulty(fault.to_string())),
    };
    let theirs = match judge.explained_steps(world) {
        Ok(theirs) => theirs,
        Err(fault) => return Ok(Outcome::Faulty(fault.to_string())),
    };
    if ours != theirs {
        return Err(format!(
            "after {}: engine explains {}, judge explains {}",
            names(program, path),
            names(program, &ours),
            names(program, &theirs)
        ));
    }
    seen.features.joint |= ours
        .iter()
        .any(|step| judge.consenting(step).is_some_and(|consenting| consenting.len() > 1));
    Ok(Outcome::Compared)
}

type Told = BTreeSet<Vec<Step>>;

fn told(stories: &Result<(Vec<Story>, bool), motive_judge::Fault>) -> Result<Option<Told>, String> {
    match stories {
        Ok((stories, true)) => Ok(Some(stories.iter().map(steps).collect())),
        _ => Ok(None),
    }
}

fn steps(story: &Story) -> Vec<Step> {
    story.steps.iter().map(|step| step.step.clone()).collect()
}

/// Every story that the engine finds, in slices of odd sizes; `None` where its effort or a fault
/// stops it.
fn all_stories(ground: &GroundWorld, limits: Limits) -> Result<Option<(Told, Vec<Story>)>, String> {
    let options = Options {
        limits,
        all: true,
        optimal: false,
        ticks: Some(EFFORT),
        memory: None,
        components: Components::default(),
    };
    let Ok(mut search) = Search::new(ground, &options) else { return Ok(None) };
    let mut found = Told::new();
    let mut stories = vec![];
    let mut slice = 1;
    loop {
        slice = slice % 97 + 5;
        match search.step(slice) {
            Progress::Running => {}
            Progress::Story(story) => {
                if stories.last().is_some_and(|last: &Story| last.steps.len() > story.steps.len()) {
                    return Err("stories out of order".to_owned());
                }
                if !found.insert(steps(&story)) {
                    return Err("the same story twice".to_owned());
                }
                stories.push(*story);
            }
            Progress::Done(StopReason::Exhausted | StopReason::Nesting) => {
                return Ok(Some((found, stories)));
            }
            Progress::Done(_) => return Ok(None),
        }
    }
}

/// Every search for one story finds one exactly where there is one, in one go as in slices, and
/// those that promise it find a shortest.
fn one_story(ground: &GroundWorld, limits: Limits, all: &Told) -> Result<(), String> {
    let shortest = all.iter().map(Vec::len).min().unwrap_or(0);
    for (name, components, optimal) in combinations() {
        let promises = optimal || components.strategy == Strategy::BreadthFirst;
        let ticks = Some(EFFORT);
        let options = Options { limits, all: false, optimal, components, ticks, memory: None };
        let story = match first_story(ground, &options, u64::MAX)? {
            (Ok(story), ticks) => {
                if first_story(ground, &options, 7)? != (Ok(story.clone()), ticks) {
                    return Err(format!("{name}: slices change the result"));
                }
                story
            }
            // Without the shortcuts a search may well take too long.
            (Err(StopReason::Ticks), _) if components != Components::default() => continue,
            (Err(reason), _) => return Err(format!("{name}: {reason:?}")),
        };
        match story {
            None if all.is_empty() => {}
            None => return Err(format!("{name}: no story found")),
            Some(story) if !all.contains(&steps(&story)) => {
                return Err(format!("{name}: an invalid story found"));
            }
            Some(story) if promises && story.steps.len() > shortest => {
                return Err(format!("{name}: the story is longer than another one"));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// The searches that are compared, by name, and whether a shortest story is asked for.
fn combinations() -> Vec<(String, Components, bool)> {
    let default = Components::default();
    let mut all =
        vec![("default".to_owned(), default, false), ("optimal".to_owned(), default, true)];
    for strategy in Strategy::ALL {
        let name = strategy.component().name;
        let components = Components { strategy, ..default };
        all.push((name.to_owned(), components, false));
    }
    let blind = Components { heuristic: Heuristic::Blind, ..default };
    let strategy = Strategy::BreadthFirst;
    all.push(("blind, breadth-first".to_owned(), Components { strategy, ..blind }, false));
    for heuristic in Heuristic::ALL {
        let name = heuristic.component().name;
        all.push((name.to_owned(), Components { heuristic, ..default }, false));
    }
    for shortcut in Shortcut::ALL {
        let name = format!("without {}", shortcut.component().name);
        all.push((name, default.without(shortcut), false));
    }
    let plain = Shortcut::ALL.into_iter().fold(default, Components::without);
    all.push(("without any shortcut".to_owned(), plain, false));
    all.push(("without any shortcut, optimal".to_owned(), plain, true));
    all
}

type First = (Result<Option<Story>, StopReason>, u64);

/// The first story, in slices, or why there is none, and how many ticks that took.
fn first_story(ground: &GroundWorld, options: &Options, slice: u64) -> Result<First, String> {
    let mut search = Search::new(ground, options).map_err(|fault| fault.to_string())?;
    let found = loop {
        match search.step(slice) {
            Progress::Running => {}
            Progress::Story(story) => break Ok(Some(*story)),
            Progress::Done(StopReason::Exhausted | StopReason::Nesting) => break Ok(None),
            Progress::Done(reason) => break Err(reason),
        }
    };
    Ok((found, search.statistics().ticks))
}

/// Whether anything changes without the beliefs about beliefs that the start states.
fn nested_beliefs_matter(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    let mut flat = program.clone();
    let nested =
        |effect: &Effect| matches!(effect, Effect::Assign { believers, .. } if believers.len() > 1);
    flat.start.retain(|statement| !nested(&statement.effect));
    if flat.start.len() == program.start.len() {
        return Ok(false);
    }
    is_another(&flat, ground, limits, stories)
}

/// Whether anything changes if nobody reckons with natural events.
fn nature_matters(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    if program.actions.iter().all(|action| !action.natural) {
        return Ok(false);
    }
    let mut strict = program.clone();
    strict.actions.iter_mut().for_each(|action| action.natural = false);
    is_another(&strict, ground, limits, stories)
}

/// Whether anything changes if nobody takes an event for another one: then nothing is perceived.
fn appearances_matter(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    if ground.appearances.is_empty() {
        return Ok(false);
    }
    let mut strict = program.clone();
    for row in strict.actions.iter_mut().flat_map(|action| &mut action.perceptions) {
        if matches!(row.perceived, Perceived::Appearance(..)) {
            row.perceived = Perceived::Nothing;
        }
    }
    is_another(&strict, ground, limits, stories)
}

/// Whether anything changes if every action turns out in its first way.
fn outcomes_matter(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    if !ground.branches {
        return Ok(false);
    }
    let mut strict = program.clone();
    for action in &mut strict.actions {
        let effect = action.outcomes.remove(0).effect;
        action.outcomes = vec![motive_world::program::Outcome::only(effect)];
    }
    is_another(&strict, ground, limits, stories)
}

/// Whether anything changes if nobody refuses anything.
fn refusals_matter(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    if program.refusals.is_empty() {
        return Ok(false);
    }
    let strict = Program { refusals: vec![], ..program.clone() };
    is_another(&strict, ground, limits, stories)
}

/// Whether anything changes if everybody knows what is secret.
fn secrets_matter(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    if program.secrets.is_empty() {
        return Ok(false);
    }
    let strict = Program { secrets: vec![], ..program.clone() };
    is_another(&strict, ground, limits, stories)
}

/// Whether anything changes if nothing presses.
fn urgency_matters(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    if program.utilities.iter().flat_map(|utility| &utility.wants).all(|want| !want.pressing) {
        return Ok(false);
    }
    let mut strict = program.clone();
    let wants = strict.utilities.iter_mut().flat_map(|utility| &mut utility.wants);
    wants.for_each(|want| want.pressing = false);
    is_another(&strict, ground, limits, stories)
}

/// Whether anything changes if effects on beliefs change no facts in the believer's imagination.
fn learning_matters(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    if !program.settings.learning {
        return Ok(false);
    }
    let mut strict = program.clone();
    strict.settings.learning = false;
    is_another(&strict, ground, limits, stories)
}

/// Whether anything changes if nobody looks ahead.
fn foresight_matters(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    if program.settings.foresight == 0 {
        return Ok(false);
    }
    let mut strict = program.clone();
    strict.settings.foresight = 0;
    is_another(&strict, ground, limits, stories)
}

/// Whether other steps are explained at the start of a program than of `ground`, or other stories
/// are valid.
fn is_another(
    program: &Program,
    ground: &GroundWorld,
    limits: Limits,
    stories: &Told,
) -> Result<bool, String> {
    let Ok(other) = GroundWorld::of(program, &GroundLimits::default()) else { return Ok(false) };
    // How steps turn out is not what is asked.
    let acts = |mut steps: Vec<Step>| {
        steps.iter_mut().for_each(|step| step.outcome = 0);
        steps
    };
    let first_steps = |ground: &GroundWorld| {
        let mut policy = Policy::new(ground, &limits, &[], CharacterId(0)).ok()?;
        let mut steps = acts(policy.explained_steps(EFFORT).ok()??);
        steps.dedup();
        Some(steps)
    };
    if first_steps(ground) != first_steps(&other) {
        return Ok(true);
    }
    let told = |stories: &Told| stories.iter().cloned().map(acts).collect::<Told>();
    Ok(all_stories(&other, limits)?.is_some_and(|(others, _)| told(&others) != told(stories)))
}

fn names(program: &Program, steps: &[Step]) -> String {
    let names: Vec<String> = steps.iter().map(|step| program.step_text(step)).collect();
    format!("[{}]", names.join(" "))
}

fn believers(program: &Program, chain: &[CharacterId]) -> String {
    let names: Vec<&str> =
        chain.iter().map(|who| program.entities[who.entity().index()].name.as_str()).collect();
    format!("<{}>", names.join(" > "))
}
