//! What a world says is never to come about, or must be reachable: looked for by the planner in all
//! runs of explained steps, and what is found confirmed by the judge.

use motive_judge::{Fault as JudgeFault, Judge};
use motive_lang::diagnostic::{Code, Diagnostic, codes};
use motive_lang::motive::Demand;
use motive_plan::search::StopReason;
use motive_plan::survey::{Finding, Survey, Target};
use motive_world::ground::{GroundLimits, GroundWorld};
use motive_world::outline::Aim;
use motive_world::program::{Program, Utility};
use motive_world::story::{Limits, Step};
use motive_world::value::{Number, Value};

use crate::World;
use crate::names::step_name;
use crate::search::{EFFORT, Options};

/// How far a [check](World::check_within) looks for what a world says is `never` to come about, or must
/// be `reachable`.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// The runs that are looked at, and what counts as a reason. The goal is of no account.
    pub limits: Limits,
    /// The most worlds that may be visited.
    pub ticks: Option<u64>,
    /// The most bytes that may be taken.
    pub memory: Option<u64>,
}

/// The limits of [`Options`], and what takes a second or so.
impl Default for CheckOptions {
    fn default() -> Self {
        CheckOptions {
            limits: Options::default().limits,
            ticks: Some(200_000),
            memory: Some(1 << 30),
        }
    }
}

/// Worlds visited between two looks at the clock.
const SLICE: u64 = 256;

/// What is found of the demands of a world, for as long as `go_on` says so.
pub(crate) fn findings(
    world: &World,
    options: &CheckOptions,
    go_on: &mut dyn FnMut() -> bool,
) -> Vec<Diagnostic> {
    let demands = world.demands();
    if demands.is_empty() {
        return vec![];
    }
    let undecided = |why: &str| demands.iter().map(|demand| not_decided(demand, why)).collect();
    let (program, targets) = asking(world.program(), demands);
    let Ok(ground) = GroundWorld::of(&program, &GroundLimits::default()) else {
        return undecided("the world would be too large");
    };
    let survey = Survey::new(&ground, &options.limits, targets, options.ticks, options.memory);
    // A start that cannot be brought about is reported where the whole world is looked at.
    let Ok(mut survey) = survey else { return vec![] };
    let mut interrupted = false;
    while !interrupted && !survey.step(SLICE) {
        interrupted = !go_on();
    }
    let findings = survey.findings();
    demands
        .iter()
        .zip(findings)
        .filter_map(|(demand, finding)| match (finding, demand.is_reachable) {
            (Finding::Never, false) => None,
            (Finding::Never, true) => Some(report(
                demand,
                codes::NOT_REACHABLE,
                match &demand.aim {
                    Aim::Holds { .. } => "this does not come about in any run of explained steps",
                    Aim::Happens(_) => "this does not happen in any run of explained steps",
                }
                .to_owned(),
                &format!("looked at: all runs of {}", within(&options.limits)),
                "somebody lacks a reason on every way there; or raise the limits",
            )),
            (Finding::Comes(run), is_reachable) => {
                confirmed(world, demand, &run, &options.limits, is_reachable)
            }
            (Finding::Undecided(_), _) if interrupted => {
                Some(not_decided(demand, "the time is up (--time)"))
            }
            (Finding::Undecided(reason), _) => Some(not_decided(demand, &stopped(&reason))),
        })
        .collect()
}

/// The program whose author wants just what is asked for, and where each demand is among that.
pub(crate) fn asking(program: &Program, demands: &[Demand]) -> (Program, Vec<Target>) {
    let mut author = Utility { scope: program.author.scope.clone(), wants: vec![] };
    let mut targets = vec![];
    for demand in demands {
        targets.push(match &demand.aim {
            Aim::Happens(pattern) => Target::Event(pattern.clone()),
            aim => {
                let Utility { scope, wants } = aim.as_utility();
                let first = author.wants.len();
                author.wants.extend(wants);
                // The scopes of the aims of a world begin alike: the last is the longest.
                author.scope = scope;
                Target::Terms(first, author.wants.len())
            }
        });
    }
    (Program { author, ..program.clone() }, targets)
}

/// What the judge makes of a run.
enum Confirmed {
    Yes,
    No,
    Undecided(JudgeFault),
}

fn confirmed(
    world: &World,
    demand: &Demand,
    run: &[Step],
    limits: &Limits,
    is_reachable: bool,
) -> Option<Diagnostic> {
    match judged(world.program(), demand, run, limits) {
        Confirmed::Yes if is_reachable => None,
        Confirmed::Yes => {
            let steps: Vec<String> = run
                .iter()
                .enumerate()
                .map(|(at, step)| format!("{}. {}", at + 1, step_name(world.program(), step)))
                .collect();
            let (message, label) = match &demand.aim {
                Aim::Holds { .. } if run.is_empty() => {
                    ("this is so at the start already", String::new())
                }
                Aim::Holds { .. } => ("this comes about", format!("after {}", steps.join("  "))),
                Aim::Happens(_) => ("this happens", steps.join("  ")),
            };
            let help = "everyone in this run has a reason for what they do; take the reason away, or let \
                        what happens need something more";
            Some(report(demand, codes::BROKEN_NEVER, message.to_owned(), &label, help))
        }
        Confirmed::No => Some(not_decided(
            demand,
            "the judge does not confirm the run that was found, which is a bug in Motive",
        )),
        Confirmed::Undecided(fault) => Some(not_decided(demand, &fault.to_string())),
    }
}

/// Whether the judge finds every step of a run possible and explained, and the demand met at its end.
fn judged(program: &Program, demand: &Demand, run: &[Step], limits: &Limits) -> Confirmed {
    let asked = Program { author: demand.aim.as_utility(), ..program.clone() };
    let conditions = asked.author.wants.len();
    let follow = || -> Result<bool, JudgeFault> {
        let judge = Judge::new(&asked, *limits)?.with_effort(EFFORT);
        let mut present = judge.world().clone();
        for step in run {
            let possible = judge.executable(&present)?.contains(step);
            let explained = possible && matches!(judge.explained(&present, step)?, Some(Ok(_)));
            match judge.apply(&present, step)? {
                Some(after) if explained => present = after,
                _ => return Ok(false),
            }
        }
        Ok(match &demand.aim {
            Aim::Happens(pattern) => run.last().is_some_and(|step| pattern.matches(step)),
            Aim::Holds { .. } => {
                let all = Number::from(i32::try_from(conditions).unwrap_or(i32::MAX));
                judge.utility(&present, None)? == Value::Number(all)
            }
        })
    };
    match follow() {
        Ok(true) => Confirmed::Yes,
        Ok(false) => Confirmed::No,
        Err(fault) => Confirmed::Undecided(fault),
    }
}

fn not_decided(demand: &Demand, why: &str) -> Diagnostic {
    let (what, help) = match demand.is_reachable {
        true => ("whether this is reachable", "raise that limit, or make the world smaller"),
        false => ("whether this never comes about", "raise that limit, or make the world smaller"),
    };
    report(demand, codes::TEST_UNDECIDED, format!("{what} is not decided: {why}"), "", help)
}

fn report(demand: &Demand, code: Code, message: String, label: &str, help: &str) -> Diagnostic {
    Diagnostic::new(code, demand.place, message).label(label).help(help)
}

/// What stopped a survey.
fn stopped(reason: &StopReason) -> String {
    match reason {
        StopReason::Ticks => "as many worlds were visited as may be (--nodes)".to_owned(),
        StopReason::Memory => "the memory is full (--memory)".to_owned(),
        StopReason::Nesting => "beliefs nest without end, or nothing limits them".to_owned(),
        StopReason::Fault(fault) => fault.to_string(),
        StopReason::Found | StopReason::Exhausted | StopReason::Incomplete => {
            "it was over".to_owned()
        }
    }
}

/// The limits in words.
fn within(limits: &Limits) -> String {
    let steps = |limit: Option<u32>| limit.map_or("any number of".to_owned(), |n| n.to_string());
    format!(
        "up to {} steps, with reasons of up to {}",
        steps(limits.author),
        steps(limits.character)
    )
}
