//! `motive next`: what a character would do next, and why.

use motive::format::json::{IntentionJson, intention};
use motive::{Intention, Next, Simulation, World};
use serde::Serialize;

use crate::args::NextArgs;
use crate::drive::{Clock, Stop};
use crate::failure::Failure;
use crate::json::{self, LimitsJson};
use crate::progress::Meter;
use crate::terminal::Output;
use crate::terminal::style::{BOLD, CYAN, DIM, RESET, YELLOW};
use crate::{exit, input, opening, plan, story};

#[derive(Debug, Serialize)]
struct NextJson {
    format: &'static str,
    version: u32,
    world: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<String>,
    /// How many steps have happened before.
    after: usize,
    limits: LimitsJson,
    characters: Vec<AnswerJson>,
}

#[derive(Debug, Serialize)]
struct AnswerJson {
    character: String,
    result: &'static str,
    stopped_by: Option<&'static str>,
    #[serde(flatten)]
    intention: Option<IntentionJson>,
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &NextArgs, out: &mut Output) -> Result<u8, Failure> {
    let world = input::world(&args.world, args.opening.scenario.as_deref())?;
    let world = args.minds.seen_from(world)?;
    let steps = opening::steps(&world, &args.world, &args.opening)?;
    let limits = args.minds.limits();
    let mut simulation = world.simulate(&limits, args.seed)?;
    let people = people(&world, &args.characters)?;
    opening::happen(&mut simulation, &steps)?;
    let mut clock = Clock::start(args.budget.time.0, args.budget.nodes.get());
    let mut answers = vec![];
    let (mut acts, mut stopped) = (0, false);
    for who in people {
        let answer = ask(&mut simulation, &who, &mut clock)?;
        acts += usize::from(matches!(answer, Ok(Some(_))));
        stopped |= answer.is_err();
        if args.json {
            answers.push(answer_json(&simulation, who, answer)?);
        } else {
            print(&simulation, &who, answer, out)?;
            out.finish()?;
        }
    }
    if args.json {
        out.json(&NextJson {
            format: "motive-next",
            version: json::VERSION,
            world: world.source().name().to_owned(),
            scenario: world.scenario().map(str::to_owned),
            after: steps.len(),
            limits: LimitsJson::of(&limits, None),
            characters: answers,
        })?;
    }
    Ok(match (stopped, acts) {
        (true, _) => exit::STOPPED,
        (false, 0) => exit::NONE,
        (false, _) => exit::FOUND,
    })
}

/// Who is asked.
fn people(world: &World, named: &[String]) -> Result<Vec<String>, Failure> {
    let names = world.names();
    if named.is_empty() {
        let program = world.program();
        let name = |who: motive::CharacterId| program.entities[who.index()].name.clone();
        return Ok(program.characters().map(name).collect());
    }
    for name in named {
        if names.character(name).is_none() {
            let help = match names.nearest_character(name) {
                Some(near) => format!("did you mean {near}?"),
                None => "`motive next` without a name asks everyone".to_owned(),
            };
            let name: String = name.chars().take(60).collect();
            let message = format!("there is no character called {name}");
            let code = motive::codes::UNKNOWN_CHARACTER;
            return Err(input::complaint(code, world.source().name(), message, &help));
        }
    }
    Ok(named.to_vec())
}

/// What somebody would do; or why that is not known.
fn ask(
    simulation: &mut Simulation<'_>,
    who: &str,
    clock: &mut Clock,
) -> Result<Result<Option<Box<Intention>>, Stop>, Failure> {
    let mut meter = Meter::new("");
    let answer = loop {
        let slice = match clock.slice(simulation.spent()) {
            Ok(slice) => slice,
            Err(stop) => break Err(stop),
        };
        match simulation.next_attempt(who, slice) {
            Ok(Next::OutOfBudget) => {
                meter.show(|| format!("{who} thinks: {:.0} s", clock.elapsed().as_secs_f64()))
            }
            Ok(Next::Nothing) => break Ok(None),
            Ok(Next::Action(intention)) => break Ok(Some(intention)),
            Err(refused) => return Err(Failure::Bug(refused.to_string())),
        }
    };
    meter.clear();
    Ok(answer)
}

fn answer_json(
    simulation: &Simulation<'_>,
    who: String,
    answer: Result<Option<Box<Intention>>, Stop>,
) -> Result<AnswerJson, Failure> {
    Ok(match answer {
        Ok(None) => {
            AnswerJson { character: who, result: "nothing", stopped_by: None, intention: None }
        }
        Ok(Some(found)) => AnswerJson {
            character: who,
            result: "action",
            stopped_by: None,
            intention: Some(intention(simulation, &found)?),
        },
        Err(stop) => AnswerJson {
            character: who,
            result: "stopped",
            stopped_by: json::stopped_by(&stop),
            intention: None,
        },
    })
}

fn print(
    simulation: &Simulation<'_>,
    who: &str,
    answer: Result<Option<Box<Intention>>, Stop>,
    out: &mut Output,
) -> Result<(), Failure> {
    let world = simulation.world();
    let intention = match answer {
        Ok(Some(intention)) => intention,
        Ok(None) => return out.line(&format!("{CYAN}{who}{RESET} has no reason to do anything.")),
        Err(stop) => {
            return out.line(&format!(
                "{YELLOW}What {who} would do is not known{RESET}: {}.",
                plan::reason(&stop)
            ));
        }
    };
    // How it turns out is not theirs to choose.
    let named = |step: &motive::Step| world.program().action_call(step.action, &step.arguments);
    let name = named(&intention.step);
    let (would, in_vain) = match intention.attempt {
        true => ("would try", format!(": {DIM}in vain, for it is not possible{RESET}")),
        false => ("would", String::new()),
    };
    out.line(&format!("{CYAN}{who}{RESET} {would} {BOLD}{name}{RESET}{in_vain}"))?;
    let (step, event) = simulation.prospect(&intention)?;
    out.line(story::reasons(world, &step, &event.prospects).trim_end())?;
    for (reason, prospect) in step.reasons.iter().zip(&event.prospects) {
        let served = story::terms(world, reason.character, &prospect.terms);
        if !served.is_empty() {
            let owner = &world.program().entities[reason.character.index()].name;
            out.line(&format!("      what {owner} wants with it: {}", served.join(", ")))?;
        }
    }
    if let Some((step, reason)) = &intention.passed_over {
        let other = named(step);
        let (what, before, after) = match reason.purpose {
            motive::Purpose::Gain { before, after } => ("utility", before, after),
            motive::Purpose::Averting { before, after } => ("outlook", before, after),
        };
        let plan = story::counted(reason.plan.len() as u64, "step");
        out.line(&format!(
            "      {DIM}rather than {other} ({what} {before} to {after}, in {plan}){RESET}"
        ))?;
    }
    Ok(())
}
