//! `motive simulate`: nobody steers, everyone acts for themselves.

use motive::format::log::{self, End};
use motive::tell::{Manner, Tense};
use motive::{
    Diagnostic, Diagnostics, Happened, Judgement, Origin, Simulation, Source, Stage, codes,
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::args::{SimulateArgs, TenseArg};
use crate::drive::{Clock, Stop};
use crate::failure::Failure;
use crate::json::{self, LimitsJson};
use crate::progress::Meter;
use crate::story::counted;
use crate::terminal::Output;
use crate::terminal::style::{BOLD, CYAN, DIM, GREEN, RESET, YELLOW};
use crate::{exit, input, opening, plan, story, tell};

#[derive(Debug, Serialize)]
struct SimulationJson {
    format: &'static str,
    version: u32,
    world: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<String>,
    seed: u64,
    steps: Option<u32>,
    limits: LimitsJson,
    result: &'static str,
    stopped_by: Option<&'static str>,
    rounds: u32,
    /// Worlds visited in thought.
    ticks: u64,
    events: Vec<Box<RawValue>>,
}

/// How it ended.
enum Ended {
    /// All is quiet.
    Quiet,
    /// As many steps have happened as may.
    Limit,
    /// Something outside ended it.
    Stopped(Stop),
}

impl Ended {
    fn in_log(&self) -> End {
        match self {
            Ended::Quiet => End::Quiet,
            Ended::Limit => End::Limit,
            Ended::Stopped(_) => End::Stopped,
        }
    }
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &SimulateArgs, out: &mut Output) -> Result<u8, Failure> {
    let world = input::world(&args.world, args.opening.scenario.as_deref())?;
    let world = args.minds.seen_from(world)?;
    let steps = opening::steps(&world, &args.world, &args.opening)?;
    let limits = args.minds.limits();
    let mut simulation = world.simulate(&limits, args.seed)?;
    opening::happen(&mut simulation, &steps)?;
    let mut clock = Clock::start(args.budget.time.0, args.budget.nodes.get());
    let most = args.steps.get();
    let ended = course(&mut simulation, most, &mut clock)?;
    let code = match &ended {
        Ended::Quiet | Ended::Limit => exit::FOUND,
        Ended::Stopped(_) => exit::STOPPED,
    };
    if let Some(path) = &args.log {
        let text = log::write(&simulation, most, ended.in_log());
        if path.as_os_str() == "-" {
            out.line(text.trim_end())?;
            return Ok(code);
        }
        std::fs::write(path, text).map_err(|error| {
            let name = path.display().to_string();
            let message = format!("{name} cannot be written: {error}");
            let diagnostic = Diagnostic::without_place(codes::UNWRITABLE, message)
                .help("check the directory, and its permissions");
            Failure::from(Diagnostics::new(Source::new(&name, ""), vec![diagnostic]))
        })?;
    }
    if args.json {
        let names = world.names();
        let events = simulation.events().iter().enumerate();
        let events = events.map(|(index, happened)| log::event(&names, index + 1, happened));
        let raw = events.map(RawValue::from_string).collect::<Result<_, _>>();
        out.json(&SimulationJson {
            format: "motive-simulation",
            version: json::VERSION,
            world: world.source().name().to_owned(),
            scenario: world.scenario().map(str::to_owned),
            seed: args.seed,
            steps: most,
            limits: LimitsJson::of(&limits, None),
            result: ended.in_log().name(),
            stopped_by: match &ended {
                Ended::Stopped(stop) => json::stopped_by(stop),
                _ => None,
            },
            rounds: simulation.round(),
            ticks: simulation.spent(),
            events: raw.map_err(|error| Failure::Bug(error.to_string()))?,
        })?;
        return Ok(code);
    }
    let (happened, account) = simulation.story();
    if args.tell {
        let tense = match args.tense {
            TenseArg::Past => Tense::Past,
            TenseArg::Present => Tense::Present,
        };
        let passages = world.tell(&happened, &limits, Manner { tense, why: args.why })?;
        tell::print(&world, &passages, out)?;
    } else if !simulation.events().is_empty() {
        let asides = attempts(&simulation);
        out.line(&story::with_asides(&world, &happened, &account, &asides))?;
    }
    if !args.tell {
        closing(&simulation, args, &ended, out)?;
    } else if matches!(ended, Ended::Stopped(_)) {
        out.finish()?;
    }
    Ok(code)
}

/// Lets everyone act until all is quiet, or something ends it.
fn course(
    simulation: &mut Simulation<'_>,
    most: Option<u32>,
    clock: &mut Clock,
) -> Result<Ended, Failure> {
    let mut meter = Meter::new("");
    let mut count = 0;
    let ended = loop {
        if most.is_some_and(|most| count >= most) {
            break Ended::Limit;
        }
        let slice = match clock.slice(simulation.spent()) {
            Ok(slice) => slice,
            Err(stop) => break Ended::Stopped(stop),
        };
        match simulation.advance(slice)? {
            Stage::Running => {}
            Stage::Happened => count += 1,
            Stage::Quiet => break Ended::Quiet,
        }
        meter.show(|| {
            let seconds = clock.elapsed().as_secs_f64();
            format!("simulating: {seconds:.0} s, {}", counted(u64::from(count), "step"))
        });
    };
    meter.clear();
    Ok(ended)
}

/// What was tried in vain, each after how many steps, and what it taught.
fn attempts(simulation: &Simulation<'_>) -> Vec<(usize, String)> {
    let world = simulation.world();
    let program = world.program();
    let mut asides = vec![];
    let mut steps = 0;
    for happened in simulation.events() {
        let Origin::Attempt { who, .. } = happened.origin else {
            steps += 1;
            continue;
        };
        let step = &happened.step.step;
        let name = program.action_call(step.action, &step.arguments);
        let own = happened.event.beliefs.iter().filter(|(learner, _)| *learner == who);
        let learnt: Vec<String> = own
            .flat_map(|(_, changes)| changes)
            .filter(|change| change.believers.is_empty())
            .map(|change| change.written(program, world.language()))
            .collect();
        let learnt = match learnt.is_empty() {
            true => String::new(),
            false => format!(", and learns: {}", learnt.join(", ")),
        };
        let who = &program.entities[who.index()].name;
        asides.push((steps, format!("{CYAN}{who}{RESET} tries {name} in vain{learnt}")));
    }
    asides
}

/// What is said at the end.
fn closing(
    simulation: &Simulation<'_>,
    args: &SimulateArgs,
    ended: &Ended,
    out: &mut Output,
) -> Result<(), Failure> {
    let is_attempt = |event: &&Happened| matches!(event.origin, Origin::Attempt { .. });
    let tried = simulation.events().iter().filter(is_attempt).count() as u64;
    let steps = counted(simulation.events().len() as u64 - tried, "step");
    let steps = match tried {
        0 => steps,
        tried => format!("{steps} and {} in vain", counted(tried, "attempt")),
    };
    let rounds = counted(u64::from(simulation.round()), "round");
    out.line(&match ended {
        Ended::Quiet => {
            format!("{GREEN}{BOLD}All is quiet{RESET} after {steps}, in {rounds}: nobody would do anything.")
        }
        Ended::Limit => format!("{BOLD}So far{RESET} {steps}, in {rounds}: as many as may happen (--steps)."),
        Ended::Stopped(stop) => {
            format!("{YELLOW}{BOLD}Stopped{RESET} after {steps}: {}.", plan::reason(stop))
        }
    })?;
    let happened = simulation.events().iter().filter(|event| !is_attempt(event));
    for (index, event) in happened.enumerate() {
        if let Some(odds) = event.odds {
            let accident = match event.is_accident {
                true => ", an accident: nobody counted on it",
                false => "",
            };
            let percent = odds * 100.0;
            out.line(&format!("{DIM}Step {}: odds {percent:.0} %{accident}.{RESET}", index + 1))?;
        }
    }
    let undecided = |judgement: &Judgement| matches!(judgement, Judgement::Undecided(_));
    let count = simulation.events().iter().filter(|event| undecided(&event.judgement)).count();
    if count > 0 {
        let steps = counted(count as u64, "step");
        out.line(&format!(
            "{YELLOW}Note{RESET}: the judge could not tell of {steps} whether all had reasons."
        ))?;
    }
    let steps = |limit: Option<u32>| limit.map_or("unlimited".to_owned(), |n| n.to_string());
    let limits = simulation.limits();
    out.line(&format!(
        "{DIM}Seed {}; limits: character {}, epistemic {}.{RESET}",
        args.seed,
        steps(limits.character),
        steps(limits.epistemic)
    ))
}
