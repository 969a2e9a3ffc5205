//! What every verb prints with `--json`: see `docs/formats/plan-json.md`.

use motive::format::json::{StoryJson, ValueJson};
use motive::{
    Diagnostics, Judged, Judgement, Limits, LineIndex, Number, Options, Severity, Shortfall,
    Statistics, World,
};
use serde::Serialize;

use crate::args::BudgetArgs;
use crate::drive::{Run, Stop};
use crate::render::plain;

/// The version of every document here.
pub(crate) const VERSION: u32 = 1;

/// The four numbers that a result is relative to.
#[derive(Debug, Serialize)]
pub(crate) struct LimitsJson {
    goal: Option<ValueJson>,
    author_limit: Option<u32>,
    character_limit: Option<u32>,
    epistemic_limit: Option<u32>,
}

impl LimitsJson {
    /// `goal` is the start and the goal in force, where they are known.
    pub(crate) fn of(limits: &Limits, goal: Option<(Number, Number)>) -> Self {
        LimitsJson {
            goal: goal.map(|(_, goal)| goal).or(limits.goal).map(ValueJson::Number),
            author_limit: limits.author,
            character_limit: limits.character,
            epistemic_limit: limits.epistemic,
        }
    }
}

#[derive(Debug, Serialize)]
struct BudgetJson {
    time_seconds: Option<f64>,
    memory_mib: Option<u64>,
    nodes: Option<u64>,
    seed: u64,
}

/// What a search did. Nothing here depends on the clock.
#[derive(Debug, Serialize)]
pub(crate) struct StatisticsJson {
    ticks: u64,
    expanded: u64,
    generated: u64,
    queries: u64,
    explanation_expanded: u64,
    states: u64,
    valuations: u64,
    memory_bytes: u64,
    depth_completed: u32,
}

impl StatisticsJson {
    /// Worlds visited.
    pub(crate) fn ticks(&self) -> u64 {
        self.ticks
    }

    /// Distinct epistemic states.
    pub(crate) fn states(&self) -> u64 {
        self.states
    }

    /// Memory, rounded up.
    pub(crate) fn mebibytes(&self) -> u64 {
        self.memory_bytes.div_ceil(1 << 20)
    }
}

impl From<Statistics> for StatisticsJson {
    fn from(statistics: Statistics) -> Self {
        StatisticsJson {
            ticks: statistics.ticks,
            expanded: statistics.expanded,
            generated: statistics.generated,
            queries: statistics.queries,
            explanation_expanded: statistics.explanation_expanded,
            states: statistics.states,
            valuations: statistics.valuations,
            memory_bytes: statistics.memory,
            depth_completed: statistics.depth,
        }
    }
}

#[derive(Debug, Serialize)]
struct PlanJson {
    format: &'static str,
    version: u32,
    world: String,
    limits: LimitsJson,
    budget: BudgetJson,
    result: &'static str,
    stopped_by: Option<&'static str>,
    stories: Vec<JudgedJson>,
    best: Option<JudgedJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shortfall: Option<ShortfallJson>,
    statistics: StatisticsJson,
}

#[derive(Debug, Serialize)]
struct JudgedJson {
    judgement: &'static str,
    /// Which step reaches which line of the outline.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outline: Vec<EntryJson>,
    #[serde(flatten)]
    story: StoryJson,
}

impl JudgedJson {
    fn of(world: &World, judged: &Judged) -> Self {
        JudgedJson {
            judgement: judgement(&judged.judgement),
            outline: entries(world, &judged.marks),
            story: motive::format::json::story(&world.names(), &judged.story, &judged.account),
        }
    }
}

/// A line of an outline, and where a story reaches it.
#[derive(Debug, Serialize)]
pub(crate) struct EntryJson {
    /// From 1.
    entry: usize,
    label: Option<String>,
    text: String,
    /// The step that reaches it, from 1; 0 where it is so at the start.
    step: usize,
}

/// Where a story reaches the lines of the outline.
pub(crate) fn entries(world: &World, marks: &[usize]) -> Vec<EntryJson> {
    let lines = world.outline().map(|outlined| &outlined.outline.entries[..]).unwrap_or_default();
    lines
        .iter()
        .zip(marks)
        .enumerate()
        .map(|(index, (line, &step))| EntryJson {
            entry: index + 1,
            label: line.label.clone(),
            text: world.entry_name(index).unwrap_or_default(),
            step,
        })
        .collect()
}

/// How far a search came with an outline.
#[derive(Debug, Serialize)]
struct ShortfallJson {
    /// The first line that was not reached, from 1; one more than there are lines if all were, and the
    /// author is no better off then.
    entry: usize,
    label: Option<String>,
    text: Option<String>,
    /// How many of its conditions held at best, and of how many.
    held: Option<usize>,
    of: Option<usize>,
}

impl ShortfallJson {
    fn of(world: &World, shortfall: &Shortfall) -> Self {
        let lines = world.outline().map(|outlined| &outlined.outline.entries[..]);
        let line = lines.and_then(|lines| lines.get(shortfall.entry));
        ShortfallJson {
            entry: shortfall.entry + 1,
            label: line.and_then(|line| line.label.clone()),
            text: world.entry_name(shortfall.entry),
            held: shortfall.held,
            of: line.and_then(|line| match &line.aim {
                motive::Aim::Holds { conditions, .. } => Some(conditions.len()),
                motive::Aim::Happens(_) => None,
            }),
        }
    }
}

/// `valid` or `undecided`.
pub(crate) fn judgement(judgement: &Judgement) -> &'static str {
    match judgement {
        Judgement::Valid => "valid",
        Judgement::Undecided(_) => "undecided",
    }
}

/// `found`, `none` or `stopped`.
pub(crate) fn result(stop: &Stop, found: bool) -> &'static str {
    match (stop.is_early(), found) {
        (true, _) => "stopped",
        (false, true) => "found",
        (false, false) => "none",
    }
}

/// What ended a search before its end.
pub(crate) fn stopped_by(stop: &Stop) -> Option<&'static str> {
    use motive::StopReason;
    match stop {
        Stop::Time => Some("time"),
        Stop::Interrupt => Some("interrupt"),
        Stop::Search(StopReason::Ticks) => Some("nodes"),
        Stop::Search(StopReason::Memory) => Some("memory"),
        Stop::Search(StopReason::Nesting) => Some("nesting"),
        Stop::Search(StopReason::Incomplete) => Some("outline"),
        Stop::Search(StopReason::Fault(_)) => Some("fault"),
        Stop::Search(StopReason::Found | StopReason::Exhausted) => None,
    }
}

/// What `motive plan --json` prints.
pub(crate) fn plan(
    world: &World,
    options: &Options,
    budget: &BudgetArgs,
    run: &Run<'_>,
    stories: &[Judged],
    best: Option<&Judged>,
    shortfall: Option<&Shortfall>,
) -> impl Serialize {
    PlanJson {
        format: "motive-plan",
        version: VERSION,
        world: world.source().name().to_owned(),
        limits: LimitsJson::of(&options.limits, run.search.goal()),
        budget: BudgetJson {
            time_seconds: budget.time.0.map(|time| time.as_secs_f64()),
            memory_mib: budget.memory.get(),
            nodes: budget.nodes.get(),
            seed: budget.seed,
        },
        result: result(&run.stop, !stories.is_empty()),
        stopped_by: stopped_by(&run.stop),
        stories: stories.iter().map(|judged| JudgedJson::of(world, judged)).collect(),
        best: best.map(|judged| JudgedJson::of(world, judged)),
        shortfall: shortfall.map(|shortfall| ShortfallJson::of(world, shortfall)),
        statistics: run.search.statistics().into(),
    }
}

/// A diagnostic with its place.
#[derive(Debug, Serialize)]
pub(crate) struct DiagnosticJson {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: String,
    place: Option<PlaceJson>,
    label: String,
    help: Option<String>,
}

#[derive(Debug, Serialize)]
struct PlaceJson {
    start: u32,
    end: u32,
    line: u32,
    column: u32,
}

/// Diagnostics as they are listed in JSON.
pub(crate) fn diagnostics(diagnostics: &Diagnostics) -> Vec<DiagnosticJson> {
    let sources = diagnostics.sources().iter();
    let indices: Vec<LineIndex> =
        sources.map(|(_, source)| LineIndex::new(source.text())).collect();
    diagnostics
        .list()
        .iter()
        .map(|diagnostic| DiagnosticJson {
            code: diagnostic.code.id(),
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: plain(&diagnostic.message),
            file: diagnostics.source_of(diagnostic).name().to_owned(),
            place: diagnostic.span.and_then(|span| {
                let text = diagnostics.source_of(diagnostic).text();
                let place = indices.get(span.file.0 as usize)?.line_column(text, span.start);
                Some(PlaceJson {
                    start: span.start,
                    end: span.end,
                    line: place.line,
                    column: place.column,
                })
            }),
            label: plain(&diagnostic.label),
            help: diagnostic.help.as_deref().map(plain),
        })
        .collect()
}
