//! `motive bench --generate village`: how worlds of growing size behave.

use std::time::Instant;

use motive::{Diagnostic, Diagnostics, Limits, Source, World, codes};
use serde::Serialize;

use super::generate::village;
use super::walk::{self, Measured, Task, milliseconds, quantile};
use crate::args::BenchArgs;
use crate::bench::shown;
use crate::exit;
use crate::failure::Failure;
use crate::json::{self, LimitsJson};
use crate::story::grouped;
use crate::terminal::Output;
use crate::terminal::style::{BOLD, DIM, RESET, YELLOW};

/// The most steps in a reason, unless something else is asked for.
const CHARACTER: u32 = 4;
/// How deep reasons within reasons go.
const EPISTEMIC: u32 = 1;

#[derive(Debug, Serialize)]
struct ReportJson {
    format: &'static str,
    version: u32,
    generator: &'static str,
    seed: u64,
    limits: LimitsJson,
    worlds: Vec<RowJson>,
}

#[derive(Debug, Serialize)]
struct RowJson {
    characters: usize,
    others: usize,
    /// Type-correct tuples of arguments of all actions.
    tuples: f64,
    /// Actions with arguments that have been made by the end.
    ground_actions: usize,
    load_ms: f64,
    /// From the world as it was read to its start with everyone's beliefs.
    start_ms: f64,
    states: usize,
    questions: usize,
    acts: usize,
    unanswered: usize,
    next_median_ms: f64,
    next_p99_ms: f64,
    next_worst_ms: f64,
    cold_median_ms: f64,
    cold_p99_ms: f64,
    story_events: usize,
    stories: usize,
    story_median_ms: f64,
    story_worst_ms: f64,
    memory_bytes: u64,
    process_bytes: Option<u64>,
    story: Vec<String>,
}

/// Runs the report; the exit code.
pub(crate) fn run(args: &BenchArgs, out: &mut Output) -> Result<u8, Failure> {
    let generated = &args.generated;
    if let Some(path) = &generated.write {
        let people = generated.characters.last().map_or(0, |characters| characters.0);
        let text = village(people, args.seed);
        if path.as_os_str() == "-" {
            out.line(text.trim_end())?;
            return Ok(exit::FOUND);
        }
        return match std::fs::write(path, text) {
            Ok(()) => Ok(exit::FOUND),
            Err(error) => {
                let name = path.display().to_string();
                let message = format!("{name} cannot be written: {error}");
                let diagnostic = Diagnostic::without_place(codes::UNREADABLE, message)
                    .help("check the directory, and its permissions");
                Err(Diagnostics::new(Source::new(&name, ""), vec![diagnostic]).into())
            }
        };
    }
    let limits = Limits {
        goal: None,
        author: None,
        character: args.character_limit.map_or(Some(CHARACTER), |limit| limit.get()),
        epistemic: args.epistemic_limit.map_or(Some(EPISTEMIC), |limit| limit.get()),
        accidents: None,
    };
    if !args.json {
        heading(args, &limits, out)?;
    }
    let mut rows: Vec<RowJson> = vec![];
    for characters in &generated.characters {
        let row = one(args, characters.0, &limits)?;
        if !args.json {
            print(&row, out)?;
            out.finish()?;
        }
        rows.push(row);
    }
    if args.json {
        out.json(&ReportJson {
            format: "motive-bench-generated",
            version: json::VERSION,
            generator: "village",
            seed: args.seed,
            limits: LimitsJson::of(&limits, None),
            worlds: rows,
        })?;
        return Ok(exit::FOUND);
    }
    if let Some(row) = rows.last().filter(|row| !row.story.is_empty()) {
        out.line(&format!("\n{DIM}A story among {} people:{RESET}", row.characters))?;
        for event in &row.story {
            out.line(&format!("  {event}"))?;
        }
    }
    Ok(exit::FOUND)
}

fn one(args: &BenchArgs, people: usize, limits: &Limits) -> Result<RowJson, Failure> {
    let text = village(people, args.seed);
    let loading = Instant::now();
    let world = World::from_source("village.txt", &text)?;
    let load_ms = milliseconds(loading.elapsed());
    let starting = Instant::now();
    drop(world.begin(limits)?);
    let start_ms = milliseconds(starting.elapsed());
    let task =
        Task { states: args.generated.states, events: args.generated.events, seed: args.seed };
    let measured = walk::walk(&world, limits, task)?;
    let Measured { states, warm, cold, stories, acts, unanswered, memory, story } = measured;
    let size = world.size();
    Ok(RowJson {
        characters: size.characters,
        others: size.others,
        tuples: tuples(&world),
        ground_actions: size.ground_actions,
        load_ms,
        start_ms,
        states,
        questions: warm.len(),
        acts,
        unanswered,
        next_median_ms: quantile(&warm, 0.5),
        next_p99_ms: quantile(&warm, 0.99),
        next_worst_ms: quantile(&warm, 1.0),
        cold_median_ms: quantile(&cold, 0.5),
        cold_p99_ms: quantile(&cold, 0.99),
        story_events: args.generated.events,
        stories: stories.len(),
        story_median_ms: quantile(&stories, 0.5),
        story_worst_ms: quantile(&stories, 1.0),
        memory_bytes: memory,
        process_bytes: process_memory(),
        story,
    })
}

/// How many actions with arguments there would be if every type-correct one were made.
fn tuples(world: &World) -> f64 {
    let program = world.program();
    let size = |domain| match domain {
        motive::Domain::Type(kind) => program.members(kind).len() as f64,
        motive::Domain::Constant(_) => 1.0,
    };
    let of = |action: &motive::ActionSchema| -> f64 {
        action.scope[..action.parameters as usize].iter().map(|v| size(v.domain)).product()
    };
    program.actions.iter().map(of).sum()
}

/// The most memory that the process has had, where the system says.
fn process_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib << 10)
}

fn heading(args: &BenchArgs, limits: &Limits, out: &mut Output) -> Result<(), Failure> {
    let limit = |limit: Option<u32>| limit.map_or("unlimited".to_owned(), |n| n.to_string());
    out.line(&format!(
        "{DIM}Villages of seed {}; reasons of at most {} steps, epistemic limit {}; {} states along \
         stories of {} events. Times in ms.{RESET}",
        args.seed,
        limit(limits.character),
        limit(limits.epistemic),
        args.generated.states,
        args.generated.events
    ))?;
    out.line(&format!(
        "{BOLD}{:>6} {:>12} {:>8} {:>7} {:>7} {:>6} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>6} {:>6}{RESET}",
        "people", "tuples", "actions", "load", "start", "states", "questions", "median", "p99",
        "worst", "cold med", "cold p99", "story", "MiB", "RSS"
    ))
}

fn print(row: &RowJson, out: &mut Output) -> Result<(), Failure> {
    let mebibytes = |bytes: u64| format!("{:.0}", bytes as f64 / f64::from(1 << 20));
    out.line(&format!(
        "{:>6} {:>12} {:>8} {:>7} {:>7} {:>6} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>6} {:>6}",
        row.characters,
        grouped(row.tuples as u64),
        grouped(row.ground_actions as u64),
        shown(row.load_ms),
        shown(row.start_ms),
        row.states,
        row.questions,
        shown(row.next_median_ms),
        shown(row.next_p99_ms),
        shown(row.next_worst_ms),
        shown(row.cold_median_ms),
        shown(row.cold_p99_ms),
        shown(row.story_median_ms),
        mebibytes(row.memory_bytes),
        row.process_bytes.map_or("?".to_owned(), mebibytes),
    ))?;
    if row.unanswered > 0 {
        out.line(&format!(
            "{YELLOW}       {} questions were not answered within the budget{RESET}",
            row.unanswered
        ))?;
    }
    Ok(())
}
