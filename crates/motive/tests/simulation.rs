//! Simulations: whose turn it is, what nature does, when all is quiet; and many of them.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files"
)]

use std::path::Path;

use motive::format::log::{self, End};
use motive::{
    Ending, Judgement, Limits, Next, Options, Origin, Simulation, Stage, Tally, Unreadable, World,
};

fn limits() -> Limits {
    Options::default().limits
}

/// Lets a simulation go on for at most so many steps.
fn run(simulation: &mut Simulation<'_>, steps: usize) -> End {
    while simulation.events().len() < steps {
        match simulation.advance(10_000).unwrap() {
            Stage::Quiet => return End::Quiet,
            Stage::Running | Stage::Happened => {}
        }
    }
    End::Limit
}

fn calls(simulation: &Simulation<'_>) -> Vec<String> {
    let program = simulation.world().program();
    let events = simulation.events().iter();
    events.map(|event| motive::names::step_name(program, &event.step.step)).collect()
}

/// Worlds of the repository in which a simulation takes no time.
fn worlds() -> Vec<World> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let names = ["theft", "hidden-letter", "false-promise", "rumour"];
    names
        .iter()
        .map(|name| {
            let name = format!("worlds/{name}.motive");
            let text = std::fs::read_to_string(root.join(&name)).unwrap();
            World::from_files(&name, &text, &mut |_| Err(Unreadable::Missing)).unwrap()
        })
        .collect()
}

#[test]
fn a_run_is_the_simulation_of_its_seed() {
    for world in worlds() {
        let inquiry = world.inquire(&[]).unwrap();
        let mut runs = inquiry.runs(&limits(), &[]).unwrap();
        for seed in [0, 1, 2, 3, 2, u64::MAX] {
            let result = runs.run(seed, 20, &mut || true).unwrap().unwrap();
            let mut simulation = world.simulate(&limits(), seed).unwrap();
            let end = run(&mut simulation, 20);
            assert_eq!(result.steps as usize, simulation.events().len());
            assert_eq!(result.ending == Ending::Quiet, end == End::Quiet);
            let after = simulation.story().0.after;
            let goal = motive::Number::new(1.0);
            assert_eq!(result.is_true_at_end(0), after >= goal);
        }
    }
}

#[test]
fn the_judge_confirms_every_step() {
    for world in worlds() {
        for seed in 0..4 {
            let mut simulation = world.simulate(&limits(), seed).unwrap();
            run(&mut simulation, 20);
            assert!(!simulation.events().is_empty());
            for event in simulation.events() {
                assert_eq!(event.judgement, Judgement::Valid);
                assert!(matches!(event.origin, Origin::Act { .. }));
            }
        }
    }
}

#[test]
fn how_it_is_sliced_changes_nothing() {
    for world in worlds() {
        let mut logs = vec![];
        for ticks in [1, 7, 1_000_000] {
            let mut simulation = world.simulate(&limits(), 3).unwrap();
            let mut stage = Stage::Running;
            while stage != Stage::Quiet && simulation.events().len() < 8 {
                stage = simulation.advance(ticks).unwrap();
            }
            logs.push((log::write(&simulation, None, End::Quiet), simulation.spent()));
        }
        assert_eq!(logs[0], logs[1]);
        assert_eq!(logs[0], logs[2]);
    }
}

const GARDEN: &str = "
character Ida (she), Bo (he)
fact wet, dry_shed, inside(c: character)
natural event rain
    needs not wet
    effect wet
natural event drizzle
    needs wet
    effect wet
action go_in(c: character) by c
    needs wet and not inside(c)
    effect inside(c)
Ida wants shelter: 1 if not wet or inside(Ida)
author wants inside(Ida)
";

#[test]
fn nature_has_its_turn_and_what_changes_nothing_does_not_happen() {
    let world = World::from_source("garden.motive", GARDEN.trim_start()).unwrap();
    for seed in 0..8 {
        let mut simulation = world.simulate(&limits(), seed).unwrap();
        assert_eq!(run(&mut simulation, 20), End::Quiet);
        // Nobody has anything to do at first, so the rain comes at once.
        assert_eq!(calls(&simulation), ["rain()", "go_in(Ida)"]);
        let rain = &simulation.events()[0];
        assert_eq!((&rain.origin, rain.round), (&Origin::Natural, 1));
        assert_eq!(rain.event.perceived.len(), 2);
        assert_eq!(simulation.round(), 3);
    }
}

#[test]
fn what_comes_and_goes_of_itself_is_quiet_in_the_end() {
    let text = "
character Ida (she)
fact light, calm
natural event dawn
    needs not light
    effect light
natural event dusk
    needs light
    effect not light
action rest by Ida
    needs not calm
    effect calm
Ida wants calm
author wants calm
";
    let world = World::from_source("day.motive", text.trim_start()).unwrap();
    let mut simulation = world.simulate(&limits(), 0).unwrap();
    assert_eq!(run(&mut simulation, 100), End::Quiet);
    let natural = simulation.events().iter().rev();
    let natural = natural.take_while(|event| event.origin == Origin::Natural).count();
    assert_eq!(natural, 8);
}

#[test]
fn a_player_may_interfere() {
    let world = World::from_source("garden.motive", GARDEN.trim_start()).unwrap();
    let mut simulation = world.simulate(&limits(), 0).unwrap();
    assert!(matches!(simulation.next_action("Ida", 1_000), Ok(Next::Nothing)));
    assert!(simulation.next_action("Ada", 1_000).unwrap_err().to_string().contains("Ida"));
    assert!(simulation.happen("go_in(Bo)").unwrap_err().to_string().contains("cannot happen now"));
    simulation.happen("rain()").unwrap();
    simulation.happen("go_in(Bo)").unwrap();
    assert_eq!(simulation.value(&[], "inside(Bo)").as_deref(), Some("True"));
    assert_eq!(simulation.value(&["Ida"], "wet").as_deref(), Some("True"));
    assert_eq!(simulation.value(&["Nobody"], "wet"), None);
    assert_eq!(simulation.value(&[], "inside(Zoe)"), None);
    assert!(matches!(simulation.next_action("Ida", 1_000), Ok(Next::Action(_))));
    assert_eq!(run(&mut simulation, 10), End::Quiet);
    assert_eq!(calls(&simulation), ["rain()", "go_in(Bo)", "go_in(Ida)"]);
    assert_eq!(simulation.facts(&[]).len(), 4);
    assert_eq!(simulation.events()[1].origin, Origin::Given);
}

#[test]
fn an_inquiry_starts_where_it_is_told_to() {
    let world = World::from_source("garden.motive", GARDEN.trim_start()).unwrap();
    let questions = ["inside(Ida)", "happens rain", "happens go_in(_)", "wet and not inside(Bo)"];
    let inquiry = world.inquire(&questions.map(str::to_owned)).unwrap();
    let rain = world.names().call("rain()").unwrap();
    let mut runs = inquiry.runs(&limits(), std::slice::from_ref(&rain)).unwrap();
    let result = runs.run(0, 10, &mut || true).unwrap().unwrap();
    let ever: Vec<bool> = (0..4).map(|question| result.came_true(question)).collect();
    // The rain was before, and is not asked about.
    assert_eq!(ever, [true, false, true, true]);
    assert_eq!(result.steps, 1);
    assert!(inquiry.runs(&limits(), &[rain.clone(), rain]).is_err());
}

const BLOW: &str = "
world \"The blow\"
character Corin (he), Mirel (she)
fact silent(c: character), dead(c: character)
action strike(a, b: character) by a
    needs not dead(b) and not silent(b)
    outcome stops odds 9
        effect silent(b)
    outcome fatal odds 1
        effect dead(b)
Corin wants
    quiet: 3 if silent(Mirel)
    life: -5 if dead(Mirel)
author wants dead(Mirel)
";

#[test]
fn outcomes_are_drawn_by_their_weights() {
    let world = World::from_source("blow.motive", BLOW.trim_start()).unwrap();
    let questions = ["dead(Mirel)", "silent(Mirel)", "happens strike(_, _) outcome fatal"];
    let inquiry = world.inquire(&questions.map(str::to_owned)).unwrap();
    let mut runs = inquiry.runs(&limits(), &[]).unwrap();
    let mut tally = Tally::new(3);
    for seed in 0..3000 {
        tally.add(&runs.run(seed, 10, &mut || true).unwrap().unwrap());
    }
    let [(dead, _), (silent, _), (fatal, _)] = tally.questions.as_slice() else { panic!() };
    let (low, high) = dead.interval().unwrap();
    assert!(low < 0.1 && 0.1 < high, "{dead:?}");
    assert_eq!(dead, fatal);
    assert_eq!(dead.count + silent.count, 3000);
    // The example is an accident, and the log says so.
    let mut simulation = world.simulate(&limits(), dead.example.unwrap()).unwrap();
    run(&mut simulation, 10);
    let [blow] = simulation.events() else { panic!("{:?}", simulation.events()) };
    assert!(blow.is_accident);
    assert_eq!(blow.odds, Some(0.1));
    assert_eq!(blow.judgement, Judgement::Valid);
    let log = log::write(&simulation, None, End::Quiet);
    assert!(log.contains("\"odds\":0.1,\"accident\":true"), "{log}");
    let mut simulation = world.simulate(&limits(), dead.counterexample.unwrap()).unwrap();
    run(&mut simulation, 10);
    assert!(!simulation.events()[0].is_accident);
}

#[test]
fn what_comes_to_nothing_of_itself_is_not_told() {
    let text = "
character Ida (she)
fact open, dead(c: character)
natural event bleed
    needs open and not dead(Ida)
    outcome clots odds 3
    outcome kills
        effect dead(Ida)
author wants dead(Ida)
start
    open
";
    let world = World::from_source("wound.motive", text.trim_start()).unwrap();
    let inquiry = world.inquire(&["dead(Ida)".to_owned()]).unwrap();
    let mut runs = inquiry.runs(&limits(), &[]).unwrap();
    let mut tally = Tally::new(1);
    for seed in 0..1000 {
        tally.add(&runs.run(seed, 10, &mut || true).unwrap().unwrap());
    }
    // Eight turns of nature, three times in four without consequence.
    let (low, high) = tally.questions[0].0.interval().unwrap();
    let expected = 1.0 - 0.75_f64.powi(8);
    assert!(low < expected && expected < high, "{low} {expected} {high}");
    for seed in 0..10 {
        let mut simulation = world.simulate(&limits(), seed).unwrap();
        run(&mut simulation, 10);
        assert!(simulation.events().len() <= 1);
    }
}

#[test]
fn the_log_says_what_it_seemed_to_be() {
    let text = "
type place
character Ida (she), Bo (he)
place Hut, Road
fact at(c: character): place = Hut
fact knocker(p: place): character or none
impression knocking(p: place)
    effect knocker(p) = unknown
action knock(c: character, p: place) by c
    needs at(c) is not p
    effect knocker(p) = c
    appears as knocking(p) to any w: character where at(w) is p
start
    at(Ida) = Road
Ida wants 1 if knocker(Hut) is unknown to Bo
author wants knocker(Hut) is unknown to Bo
";
    let world = World::from_source("knock.motive", text.trim_start()).unwrap();
    let mut simulation = world.simulate(&limits(), 0).unwrap();
    run(&mut simulation, 5);
    assert_eq!(calls(&simulation), ["knock(Ida, Hut)"]);
    let log = log::write(&simulation, None, End::Quiet);
    let seen =
        "{\"character\":\"Ida\",\"as\":\"itself\"},{\"character\":\"Bo\",\"as\":\"knocking(Hut)\"}";
    assert!(log.contains(seen), "{log}");
    assert_eq!(simulation.value(&["Bo"], "knocker(Hut)").as_deref(), Some("?"));
}

const CUP: &str = "
type room, thing
character Ada (she), Ben (he)
room Hall, Attic
thing Cup
fact at(c: character): room
fact lies(x: thing): room
fact has(c: character)
start
    at(Ada) = Attic, at(Ben) = Hall, lies(Cup) = Attic
    Ada believes lies(Cup) = Hall
    Ben believes lies(Cup) = Hall
action go(c: character, to: room) by c
    needs at(c) is not to
    effect at(c) = to
action take(c: character) by c
    needs lies(Cup) is at(c) and not has(Ada) and not has(Ben)
    effect has(c)
action announce(c: character) by c
    needs lies(Cup) is unknown to c and not asked
    effect asked
fact asked
Ada wants cup: 2 if has(Ada)
Ben wants cup: 2 if has(Ben)
Ada wants help: 1 if asked
author wants asked
";

/// Who believes wrongly where the cup is goes there, reaches for it, and no longer knows where it is;
/// the other is no wiser for it.
#[test]
fn whoever_fails_learns_what_was_not_so() {
    let world = World::from_source("cup.motive", CUP.trim_start()).unwrap();
    for seed in 0..8 {
        let mut simulation = world.simulate(&limits(), seed).unwrap();
        assert_eq!(run(&mut simulation, 20), End::Quiet);
        let tried = |event: &motive::Happened| matches!(event.origin, Origin::Attempt { .. });
        let (vain, done): (Vec<_>, Vec<_>) = simulation.events().iter().partition(|e| tried(e));
        let name =
            |event: &&motive::Happened| motive::names::step_name(world.program(), &event.step.step);
        let mut vain_calls: Vec<String> = vain.iter().map(name).collect();
        vain_calls.sort();
        assert_eq!(vain_calls, ["take(Ada)", "take(Ben)"], "seed {seed}");
        for event in &vain {
            assert_eq!(event.judgement, Judgement::Valid);
            assert!(event.event.perceived.is_empty() && event.event.facts.is_empty());
            let [(learner, changes)] = &event.event.beliefs[..] else { panic!("{event:?}") };
            assert!(matches!(event.origin, Origin::Attempt { who, .. } if who == *learner));
            let facts: Vec<String> = changes
                .iter()
                .map(|change| change.written(world.program(), motive::Language::Motive))
                .collect();
            assert!(facts.contains(&"lies(Cup) is unknown".to_owned()), "{facts:?}");
        }
        // Only now has Ada a reason to ask.
        let calls: Vec<String> = done.iter().map(name).collect();
        assert_eq!(calls, ["go(Ada, Hall)", "announce(Ada)"], "seed {seed}");
        assert_eq!(simulation.story().0.steps.len(), 2);
    }
}

/// Under the strict reading a failure teaches nothing, and nobody tries.
#[test]
fn nobody_tries_in_vain_where_it_teaches_nothing() {
    let tried = |event: &motive::Happened| matches!(event.origin, Origin::Attempt { .. });
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for name in ["fair-tart", "ferry", "missing-bicycle", "orchard-letter", "surprise-party"] {
        let text = std::fs::read_to_string(root.join(format!("worlds/{name}.txt"))).unwrap();
        let world = World::from_source(&format!("{name}.txt"), &text).unwrap();
        let mut simulation = world.simulate(&limits(), 1).unwrap();
        run(&mut simulation, 20);
        assert!(!simulation.events().iter().any(tried), "{name}");
    }
}
