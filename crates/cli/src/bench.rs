//! `motive bench`: runs a suite of tasks and compares the times.

use std::time::{Duration, Instant};

use motive::format::json::StoryJson;
use motive::{Judged, Judgement, Options, World};
use serde::Serialize;

use crate::args::BenchArgs;
use crate::drive::{self, Stop};
use crate::failure::Failure;
use crate::json::{self, LimitsJson, StatisticsJson};
use crate::progress::Meter;
use crate::story::{counted, grouped};
use crate::suite::{self, Task};
use crate::terminal::Output;
use crate::terminal::style::{BOLD, DIM, GREEN, RED, RESET, YELLOW};
use crate::{exit, input, plan, thoughts, village};

/// How many of the worst ratios are listed.
const WORST: usize = 5;
/// A task that takes fewer milliseconds is run several times.
const SHORT: f64 = 20.0;
/// How many times.
const RUNS: usize = 5;

#[derive(Debug, Serialize)]
struct BenchJson {
    format: &'static str,
    version: u32,
    suite: String,
    time_seconds: Option<f64>,
    memory_mib: Option<u64>,
    nodes: Option<u64>,
    tasks: Vec<TaskJson>,
    solved: usize,
    total_ms: f64,
    peer_total_ms: f64,
    /// The most memory that the process has held at once; `null` where the system does not say.
    peak_memory_mib: Option<f64>,
}

#[derive(Debug, Serialize)]
struct TaskJson {
    name: String,
    world: String,
    limits: LimitsJson,
    result: &'static str,
    stopped_by: Option<&'static str>,
    judgement: Option<&'static str>,
    length: Option<usize>,
    shortest_known: Option<u64>,
    load_ms: f64,
    search_ms: f64,
    judge_ms: f64,
    total_ms: f64,
    peer_ms: Option<f64>,
    best_ms: Option<f64>,
    ratio: Option<f64>,
    statistics: StatisticsJson,
    story: Option<StoryJson>,
}

/// How one task went.
struct Done<'t> {
    task: &'t Task,
    stop: Stop,
    judged: Option<Judged>,
    load: Duration,
    search: Duration,
    judging: Duration,
    json: TaskJson,
}

impl Done<'_> {
    fn is_solved(&self) -> bool {
        self.judged.as_ref().is_some_and(|judged| judged.judgement == Judgement::Valid)
    }

    /// The milliseconds from the file to the story that the judge has passed.
    fn total(&self) -> f64 {
        milliseconds(self.load + self.search + self.judging)
    }

    /// Our whole time for each millisecond of the peer's.
    fn ratio(&self) -> Option<f64> {
        let peer = self.task.peer_ms.filter(|_| self.is_solved())?;
        Some(self.total() / peer)
    }
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &BenchArgs, out: &mut Output) -> Result<u8, Failure> {
    let Some(path) = &args.suite else { return village::report::run(args, out) };
    if path.is_dir() {
        return thoughts::run(args, path, out);
    }
    let source = input::read(path)?;
    let mut tasks = suite::read(path, &source)?;
    if !args.only.is_empty() {
        for name in &args.only {
            if !tasks.iter().any(|task| task.name == *name) {
                return Err(no_such_task(name, &tasks, source));
            }
        }
        tasks.retain(|task| args.only.contains(&task.name));
    }
    for task in &mut tasks {
        let limits = &mut task.limits;
        limits.goal = args.goal.map(|goal| goal.0).or(limits.goal);
        limits.author = args.author_limit.map_or(limits.author, |limit| limit.get());
        limits.character = args.character_limit.map_or(limits.character, |limit| limit.get());
        limits.epistemic = args.epistemic_limit.map_or(limits.epistemic, |limit| limit.get());
    }
    if !args.json {
        heading(&tasks, out)?;
    }
    let mut all = Vec::new();
    let mut interrupted = false;
    for task in &tasks {
        let done = repeated(args, task)?;
        interrupted = done.stop == Stop::Interrupt;
        if !args.json {
            row(&done, width(&tasks), out)?;
            out.finish()?;
        }
        all.push(done);
        if interrupted {
            break;
        }
    }
    let solved = all.iter().filter(|done| done.is_solved()).count();
    let total = |times: &dyn Fn(&Done<'_>) -> f64| all.iter().map(times).sum::<f64>();
    let total_ms = total(&|done| done.total());
    // Compared over the tasks that both have solved.
    let compared = |done: &Done<'_>| if done.ratio().is_some() { done.total() } else { 0.0 };
    let ours = total(&compared);
    let peers = total(&|done| done.ratio().and(done.task.peer_ms).unwrap_or(0.0));
    let code = match (interrupted, solved == tasks.len()) {
        (true, _) => exit::STOPPED,
        (false, true) => exit::FOUND,
        (false, false) => exit::NONE,
    };
    if args.json {
        let document = BenchJson {
            format: "motive-bench",
            version: json::VERSION,
            suite: source.name().to_owned(),
            time_seconds: args.time.0.map(|time| time.as_secs_f64()),
            memory_mib: args.memory.get(),
            nodes: args.nodes.get(),
            solved,
            total_ms,
            peer_total_ms: peers,
            peak_memory_mib: peak_memory(),
            tasks: all.into_iter().map(|done| done.json).collect(),
        };
        out.json(&document)?;
        return Ok(code);
    }
    out.line("")?;
    let times = if peers > 0.0 {
        format!("; on tasks that both solved, {} against {} ms", shown(ours), shown(peers))
    } else {
        String::new()
    };
    let memory = peak_memory().map_or(String::new(), |mib| format!(", {mib:.0} MiB at most"));
    out.line(&format!(
        "{BOLD}{solved} of {} solved{RESET} in {} ms{memory}{times}",
        counted(tasks.len() as u64, "task"),
        shown(total_ms),
    ))?;
    worst(&all, out)?;
    Ok(code)
}

/// Runs a task, and a short one several times over: the run with the median time stands for all. (A
/// millisecond is soon lost to a cold cache. What is found is the same every time.)
fn repeated<'t>(args: &BenchArgs, task: &'t Task) -> Result<Done<'t>, Failure> {
    let mut runs = vec![one(args, task)?];
    while runs.len() < RUNS && runs[0].total() < SHORT && runs[0].stop != Stop::Interrupt {
        runs.push(one(args, task)?);
    }
    runs.sort_by(|a, b| a.total().total_cmp(&b.total()));
    Ok(runs.swap_remove(runs.len() / 2))
}

fn one<'t>(args: &BenchArgs, task: &'t Task) -> Result<Done<'t>, Failure> {
    let loading = Instant::now();
    let world = input::quiet_world(&task.world, None)?;
    let load = loading.elapsed();
    let options = Options {
        limits: task.limits,
        optimal: args.optimal,
        ticks: args.nodes.get(),
        memory: args.memory.get().map(|mib| mib.saturating_mul(1 << 20)),
        components: args.components.components(),
        ..Options::default()
    };
    let mut meter = Meter::new(&format!("{}: ", task.name));
    let mut judged = None;
    let run = drive::search(&world, &options, args.time.0, &mut meter, |story| {
        judged = Some(story);
        Ok(())
    })?;
    let json = task_json(&world, task, &run, judged.as_ref(), load);
    let mut done = Done {
        task,
        stop: run.stop,
        judged,
        load,
        search: run.elapsed,
        judging: run.judging,
        json,
    };
    done.json.total_ms = done.total();
    done.json.ratio = done.ratio();
    Ok(done)
}

fn task_json(
    world: &World,
    task: &Task,
    run: &drive::Run<'_>,
    judged: Option<&Judged>,
    load: Duration,
) -> TaskJson {
    TaskJson {
        name: task.name.clone(),
        world: task.world.display().to_string(),
        limits: LimitsJson::of(&task.limits, run.search.goal()),
        result: json::result(&run.stop, judged.is_some()),
        stopped_by: json::stopped_by(&run.stop),
        judgement: judged.map(|judged| json::judgement(&judged.judgement)),
        length: judged.map(|judged| judged.story.steps.len()),
        shortest_known: task.shortest_known,
        load_ms: milliseconds(load),
        search_ms: milliseconds(run.elapsed),
        judge_ms: milliseconds(run.judging),
        total_ms: 0.0,
        peer_ms: task.peer_ms,
        best_ms: task.best_ms,
        ratio: None,
        statistics: run.search.statistics().into(),
        story: judged.map(|judged| {
            motive::format::json::story(&world.names(), &judged.story, &judged.account)
        }),
    }
}

fn width(tasks: &[Task]) -> usize {
    tasks.iter().map(|task| task.name.chars().count()).max().unwrap_or(0).max("task".len())
}

fn heading(tasks: &[Task], out: &mut Output) -> Result<(), Failure> {
    let width = width(tasks);
    out.line(&format!(
        "{BOLD}{:<width$}  {:<9} {:>7} {:>9} {:>9} {:>9} {:>9} {:>11} {:>9} {:>5} {:>8}{RESET}",
        "task",
        "result",
        "length",
        "load",
        "search",
        "judge",
        "total",
        "worlds",
        "states",
        "MiB",
        "ratio"
    ))
}

fn row(done: &Done<'_>, width: usize, out: &mut Output) -> Result<(), Failure> {
    let (colour, result) = match (&done.judged, &done.stop) {
        (Some(judged), _) if judged.judgement == Judgement::Valid => (GREEN, "solved"),
        (Some(_), _) => (YELLOW, "undecided"),
        (None, stop) if stop.is_early() => (YELLOW, json::stopped_by(stop).unwrap_or("stopped")),
        (None, _) => (RED, "none"),
    };
    let known = done.task.shortest_known.map_or("?".to_owned(), |n| n.to_string());
    let length = done.judged.as_ref().map_or("-".to_owned(), |j| j.story.steps.len().to_string());
    let ratio = done.ratio().map_or(String::new(), |ratio| format!("{ratio:.3}"));
    let statistics = &done.json.statistics;
    out.line(&format!(
        "{:<width$}  {colour}{result:<9}{RESET} {:>7} {:>9} {:>9} {:>9} {:>9} {:>11} {:>9} {:>5} \
         {ratio:>8}",
        done.task.name,
        format!("{length}/{known}"),
        format!("{} ms", shown(milliseconds(done.load))),
        format!("{} ms", shown(milliseconds(done.search))),
        format!("{} ms", shown(milliseconds(done.judging))),
        format!("{} ms", shown(done.total())),
        grouped(statistics.ticks()),
        grouped(statistics.states()),
        statistics.mebibytes(),
    ))?;
    if done.judged.is_none() && done.stop.is_early() {
        out.line(&format!("{DIM}  {}{RESET}", plan::reason(&done.stop)))?;
    }
    Ok(())
}

fn worst(all: &[Done<'_>], out: &mut Output) -> Result<(), Failure> {
    let mut ratios: Vec<(f64, &Done<'_>)> =
        all.iter().filter_map(|done| Some((done.ratio()?, done))).collect();
    if ratios.is_empty() {
        return Ok(());
    }
    ratios.sort_by(|a, b| b.0.total_cmp(&a.0));
    out.line("Worst ratios to the peer's time:")?;
    for (ratio, done) in ratios.iter().take(WORST) {
        let peer = done.task.peer_ms.unwrap_or_default();
        out.line(&format!(
            "  {:<20} {ratio:>8.3}  ({} ms against {} ms)",
            done.task.name,
            shown(done.total()),
            shown(peer)
        ))?;
    }
    Ok(())
}

fn no_such_task(name: &str, tasks: &[Task], source: motive::Source) -> Failure {
    let near = motive::names::nearest(name, tasks.iter().map(|task| task.name.as_str()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`--only` takes the name of a task".to_owned(),
    };
    let name: String = name.chars().take(40).collect();
    let message = format!("{} has no task called `{name}`", source.name());
    let diagnostic = motive::Diagnostic::without_place(motive::codes::USAGE, message).help(help);
    motive::Diagnostics::new(source, vec![diagnostic]).into()
}

/// The most memory that the process has held at once, in MiB, where the system says.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// With as many digits as matter.
pub(crate) fn shown(milliseconds: f64) -> String {
    match milliseconds {
        ms if ms < 10.0 => format!("{ms:.2}"),
        ms if ms < 100.0 => format!("{ms:.1}"),
        ms => format!("{ms:.0}"),
    }
}
