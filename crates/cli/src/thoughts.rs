//! `motive bench DIRECTORY`: how long the characters of each world in it think, and how long many
//! simulations take.

use std::path::{Path, PathBuf};
use std::time::Instant;

use motive::{Limits, Options, World};
use serde::Serialize;

use crate::args::BenchArgs;
use crate::bench::shown;
use crate::drive::Clock;
use crate::failure::Failure;
use crate::json::{self, LimitsJson};
use crate::odds;
use crate::progress::Meter;
use crate::story::grouped;
use crate::terminal::Output;
use crate::terminal::style::{BOLD, DIM, RESET, YELLOW};
use crate::village::walk::{self, milliseconds, quantile};
use crate::{exit, input};

/// How many steps a simulation has at most.
const STEPS: u32 = 50;

#[derive(Debug, Serialize)]
struct ThoughtsJson {
    format: &'static str,
    version: u32,
    directory: String,
    seed: u64,
    limits: LimitsJson,
    worlds: Vec<RowJson>,
}

#[derive(Debug, Serialize)]
struct RowJson {
    world: String,
    characters: usize,
    questions: usize,
    unanswered: usize,
    next_median_ms: f64,
    next_p99_ms: f64,
    next_worst_ms: f64,
    /// By people who remember nothing.
    cold_median_ms: f64,
    runs: u64,
    /// How many runs were made in the time allowed.
    runs_made: u64,
    runs_ms: f64,
    mean_steps: f64,
}

/// Runs the report; the exit code.
pub(crate) fn run(args: &BenchArgs, directory: &Path, out: &mut Output) -> Result<u8, Failure> {
    let worlds = worlds(directory)?;
    let standard = Options::default().limits;
    let limits = Limits {
        goal: args.goal.map(|goal| goal.0),
        author: None,
        character: args.character_limit.map_or(standard.character, |limit| limit.get()),
        epistemic: args.epistemic_limit.map_or(standard.epistemic, |limit| limit.get()),
        accidents: None,
    };
    let width = worlds.iter().map(|world| world.display().to_string().len()).max().unwrap_or(0);
    if !args.json {
        let steps = |limit: Option<u32>| limit.map_or("unlimited".to_owned(), |n| n.to_string());
        out.line(&format!(
            "{DIM}Reasons of at most {} steps, epistemic limit {}; {} states along simulations of seed {} \
             and on; then {} runs of at most {STEPS} steps. Times in ms.{RESET}",
            steps(limits.character),
            steps(limits.epistemic),
            args.generated.states,
            args.seed,
            grouped(u64::from(args.runs.0)),
        ))?;
        out.line(&format!(
            "{BOLD}{:<width$} {:>6} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>6}{RESET}",
            "world", "people", "questions", "median", "p99", "worst", "cold med", "runs", "steps"
        ))?;
    }
    let mut rows = vec![];
    for path in &worlds {
        let row = one(args, path, &limits)?;
        if !args.json {
            out.line(&format!(
                "{:<width$} {:>6} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>6.1}",
                row.world,
                row.characters,
                row.questions,
                shown(row.next_median_ms),
                shown(row.next_p99_ms),
                shown(row.next_worst_ms),
                shown(row.cold_median_ms),
                shown(row.runs_ms),
                row.mean_steps,
            ))?;
            if row.unanswered > 0 {
                let count = row.unanswered;
                out.line(&format!(
                    "{YELLOW}  {count} questions were not answered within the budget{RESET}"
                ))?;
            }
            if row.runs_made < row.runs {
                let made = grouped(row.runs_made);
                out.line(&format!("{YELLOW}  only {made} runs were made in the time{RESET}"))?;
            }
            out.finish()?;
        }
        rows.push(row);
    }
    if args.json {
        out.json(&ThoughtsJson {
            format: "motive-bench-thoughts",
            version: json::VERSION,
            directory: directory.display().to_string(),
            seed: args.seed,
            limits: LimitsJson::of(&limits, None),
            worlds: rows,
        })?;
    }
    Ok(exit::FOUND)
}

fn one(args: &BenchArgs, path: &Path, limits: &Limits) -> Result<RowJson, Failure> {
    let world: World = input::quiet_world(path, None)?;
    let task =
        walk::Task { states: args.generated.states, events: STEPS as usize, seed: args.seed };
    let measured = walk::walk(&world, limits, task)?;
    let inquiry = world.inquire(&[])?;
    let runs = u64::from(args.runs.0);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let job =
        odds::Task { limits: *limits, after: &[], seed: args.seed, runs, steps: STEPS, threads };
    let mut meter = Meter::new(&format!("{}: ", path.display()));
    let start = Instant::now();
    let mut clock = Clock::start(args.time.0, None);
    let (tally, _) = odds::tallied(&inquiry, &job, &mut clock, &mut meter)?;
    let runs_ms = milliseconds(start.elapsed());
    Ok(RowJson {
        world: path.display().to_string(),
        characters: world.size().characters,
        questions: measured.warm.len(),
        unanswered: measured.unanswered,
        next_median_ms: quantile(&measured.warm, 0.5),
        next_p99_ms: quantile(&measured.warm, 0.99),
        next_worst_ms: quantile(&measured.warm, 1.0),
        cold_median_ms: quantile(&measured.cold, 0.5),
        runs,
        runs_made: tally.quiet.of,
        runs_ms,
        mean_steps: odds::mean_steps(&tally).unwrap_or(0.0),
    })
}

/// The worlds in a directory, in order of their names.
fn worlds(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let name = directory.display().to_string();
    let unreadable = |error: std::io::Error| {
        let message = format!("{name} cannot be read: {error}");
        input::complaint(motive::codes::UNREADABLE, &name, message, "check its permissions")
    };
    let mut found = vec![];
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "motive") {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(input::complaint(
            motive::codes::DIRECTORY,
            &name,
            format!("{name} is a directory without a world in it"),
            "name a suite, or a directory of files that end in .motive",
        ));
    }
    Ok(found)
}
