//! `motive odds`: many simulations, and how often something comes about.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use motive::{Inquiry, Limits, Run, Share, Step, Tally, World};
use serde::Serialize;

use crate::args::OddsArgs;
use crate::drive::{Clock, Stop};
use crate::failure::Failure;
use crate::json::{self, LimitsJson};
use crate::progress::Meter;
use crate::story::{counted, grouped};
use crate::terminal::Output;
use crate::terminal::style::{BOLD, DIM, RESET, YELLOW};
use crate::{STACK, exit, input, opening, plan};

/// How often the clock and Ctrl-C are looked at.
const PATIENCE: Duration = Duration::from_millis(20);

/// So many runs are taken up by a thread at a time.
const BATCH: u64 = 16;

#[derive(Debug, Serialize)]
struct OddsJson {
    format: &'static str,
    version: u32,
    world: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<String>,
    /// How many steps have happened before.
    after: usize,
    limits: LimitsJson,
    seed: u64,
    steps: Option<u32>,
    result: &'static str,
    stopped_by: Option<&'static str>,
    runs: u64,
    mean_steps: Option<f64>,
    quiet: ShareJson,
    questions: Vec<QuestionJson>,
}

#[derive(Debug, Serialize)]
struct QuestionJson {
    question: String,
    ever: ShareJson,
    at_end: ShareJson,
}

#[derive(Debug, Serialize)]
struct ShareJson {
    count: u64,
    share: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    /// A seed with which it is so.
    example: Option<u64>,
    /// A seed with which it is not.
    counterexample: Option<u64>,
}

impl From<&Share> for ShareJson {
    fn from(share: &Share) -> Self {
        ShareJson {
            count: share.count,
            share: share.share(),
            low: share.interval().map(|(low, _)| low),
            high: share.interval().map(|(_, high)| high),
            example: share.example,
            counterexample: share.counterexample,
        }
    }
}

/// What is run.
pub(crate) struct Task<'t> {
    pub(crate) limits: Limits,
    pub(crate) after: &'t [Step],
    pub(crate) seed: u64,
    pub(crate) runs: u64,
    pub(crate) steps: u32,
    pub(crate) threads: usize,
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &OddsArgs, out: &mut Output) -> Result<u8, Failure> {
    let world = input::world(&args.world, args.opening.scenario.as_deref())?;
    let world = args.minds.seen_from(world)?;
    let after = opening::steps(&world, &args.world, &args.opening)?;
    let inquiry = world.inquire(&args.questions)?;
    let limits = Limits { goal: args.goal.map(|goal| goal.0), ..args.minds.limits() };
    let threads = match args.threads {
        Some(threads) => threads.0 as usize,
        None => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    };
    let task = Task {
        limits,
        after: &after,
        seed: args.seed,
        runs: u64::from(args.runs.0),
        steps: args.steps.get().unwrap_or(u32::MAX),
        threads,
    };
    let mut clock = Clock::start(args.time.0, None);
    let mut meter = Meter::new("");
    let (tally, stop) = tallied(&inquiry, &task, &mut clock, &mut meter)?;
    let code = if stop.is_some() { exit::STOPPED } else { exit::FOUND };
    if args.json {
        let questions = inquiry.questions().iter().zip(&tally.questions);
        out.json(&OddsJson {
            format: "motive-odds",
            version: json::VERSION,
            world: world.source().name().to_owned(),
            scenario: world.scenario().map(str::to_owned),
            after: after.len(),
            limits: LimitsJson::of(&limits, None),
            seed: args.seed,
            steps: args.steps.get(),
            result: if stop.is_some() { "stopped" } else { "found" },
            stopped_by: stop.as_ref().and_then(json::stopped_by),
            runs: tally.quiet.of,
            mean_steps: mean_steps(&tally),
            quiet: (&tally.quiet).into(),
            questions: questions
                .map(|(question, (ever, last))| QuestionJson {
                    question: question.clone(),
                    ever: ever.into(),
                    at_end: last.into(),
                })
                .collect(),
        })?;
        return Ok(code);
    }
    print(&world, &inquiry, &tally, args, out)?;
    if let Some(stop) = &stop {
        let why = plan::reason(stop);
        out.line(&format!("{YELLOW}{BOLD}Stopped{RESET} before all runs had been made: {why}."))?;
    }
    Ok(code)
}

/// Makes all runs on several threads. What is counted does not depend on how many: runs are counted
/// in the order of their seeds, and where it is stopped, none that comes after one that is missing.
pub(crate) fn tallied(
    inquiry: &Inquiry<'_>,
    task: &Task<'_>,
    clock: &mut Clock,
    meter: &mut Meter,
) -> Result<(Tally, Option<Stop>), Failure> {
    let next = AtomicU64::new(0);
    let halt = AtomicBool::new(false);
    let threads =
        task.threads.min(usize::try_from(task.runs.div_ceil(BATCH)).unwrap_or(usize::MAX));
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads.max(1) {
            let (sender, next, halt) = (sender.clone(), &next, &halt);
            let work = move || {
                // Nobody listens any more where it has been stopped.
                if let Err(failure) = some(inquiry, task, next, halt, &sender) {
                    let _ = sender.send(Err(failure));
                }
            };
            let spawned = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            spawned.map_err(|error| Failure::Bug(format!("no thread for the runs: {error}")))?;
        }
        drop(sender);
        let mut tally = Tally::new(inquiry.questions().len());
        // Runs whose turn has not come.
        let mut waiting = std::collections::BTreeMap::new();
        let mut counted_runs = 0_u64;
        let stop = loop {
            match receiver.recv_timeout(PATIENCE) {
                Ok(Ok((first, runs))) => {
                    waiting.insert(first, runs);
                }
                Ok(Err(failure)) => {
                    halt.store(true, Ordering::Relaxed);
                    return Err(failure);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break None,
            }
            while let Some(runs) = waiting.remove(&counted_runs) {
                let runs: Vec<Run> = runs;
                counted_runs += runs.len() as u64;
                runs.iter().for_each(|run| tally.add(run));
            }
            if let Err(stop) = clock.slice(0) {
                break Some(stop);
            }
            let seconds = clock.elapsed().as_secs_f64();
            meter.show(|| {
                format!(
                    "{} of {}: {seconds:.0} s",
                    grouped(counted_runs),
                    counted(task.runs, "run")
                )
            });
        };
        halt.store(true, Ordering::Relaxed);
        meter.clear();
        let stop = stop.filter(|_| counted_runs < task.runs);
        Ok((tally, stop))
    })
}

type Batch = Result<(u64, Vec<Run>), Failure>;

/// Makes batches of runs until there are none left.
fn some(
    inquiry: &Inquiry<'_>,
    task: &Task<'_>,
    next: &AtomicU64,
    halt: &AtomicBool,
    sender: &mpsc::Sender<Batch>,
) -> Result<(), Failure> {
    let mut runs = inquiry.runs(&task.limits, task.after).map_err(opening::impossible)?;
    let mut go_on = || !halt.load(Ordering::Relaxed);
    loop {
        let first = next.fetch_add(BATCH, Ordering::Relaxed);
        if first >= task.runs {
            return Ok(());
        }
        let mut batch = vec![];
        for number in first..task.runs.min(first + BATCH) {
            let seed = task.seed.wrapping_add(number);
            match runs.run(seed, task.steps, &mut go_on)? {
                Some(run) if go_on() => batch.push(run),
                _ => return Ok(()),
            }
        }
        if sender.send(Ok((first, batch))).is_err() {
            return Ok(());
        }
    }
}

/// How many steps a run has on average.
pub(crate) fn mean_steps(tally: &Tally) -> Option<f64> {
    (tally.quiet.of > 0).then(|| tally.steps as f64 / tally.quiet.of as f64)
}

fn print(
    world: &World,
    inquiry: &Inquiry<'_>,
    tally: &Tally,
    args: &OddsArgs,
    out: &mut Output,
) -> Result<(), Failure> {
    let runs = tally.quiet.of;
    out.line(&format!(
        "{BOLD}{}{RESET} of {}, from seed {}; {:.1} steps on average.",
        counted(runs, "run"),
        world.source().name(),
        args.seed,
        mean_steps(tally).unwrap_or(0.0)
    ))?;
    out.line("")?;
    out.line(&format!("{BOLD}{:<17} {:>7}  {:<18} {}{RESET}", "", "", "95 % between", "seed"))?;
    for (question, (ever, last)) in inquiry.questions().iter().zip(&tally.questions) {
        out.line(&format!("{BOLD}{question}{RESET}"))?;
        out.line(&row("  at some time", ever))?;
        out.line(&row("  at the end", last))?;
    }
    out.line(&row("all is quiet", &tally.quiet))?;
    let steps = |limit: Option<u32>| limit.map_or("unlimited".to_owned(), |n| n.to_string());
    let limits = args.minds.limits();
    out.line(&format!(
        "{DIM}Limits: steps {}, character {}, epistemic {}.{RESET}",
        steps(args.steps.get()),
        steps(limits.character),
        steps(limits.epistemic)
    ))
}

fn row(name: &str, share: &Share) -> String {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let part = share.share().map_or("-".to_owned(), percent);
    let interval = share
        .interval()
        .map_or("-".to_owned(), |(low, high)| format!("{:.1} and {}", low * 100.0, percent(high)));
    let seeds = match (share.example, share.counterexample) {
        (Some(seed), Some(other)) => format!("{seed}, not with {other}"),
        (Some(seed), None) => format!("{seed}"),
        (None, Some(_)) => "never".to_owned(),
        (None, None) => "-".to_owned(),
    };
    format!("{name:<17} {part:>7}  {interval:<18} {seeds}")
}
