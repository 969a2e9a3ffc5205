//! `motive verify`: has a story judged.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use motive::format::json::StoryJson;
use motive::{Limits, Story, Verdict, World, flaw};
use serde::Serialize;

use crate::args::VerifyArgs;
use crate::failure::Failure;
use crate::json::{self, DiagnosticJson, EntryJson, LimitsJson};
use crate::progress::Meter;
use crate::story::grouped;
use crate::terminal::Output;
use crate::terminal::style::{BOLD, DIM, GREEN, RED, RESET, YELLOW};
use crate::{drive, exit, input, plan, render, story};

#[derive(Debug, Serialize)]
struct VerdictJson {
    format: &'static str,
    version: u32,
    world: String,
    story_file: String,
    limits: LimitsJson,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    undecided: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flaw: Option<FlawJson>,
    notes: Vec<String>,
    warnings: Vec<DiagnosticJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<StoryJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outline: Vec<EntryJson>,
}

#[derive(Debug, Serialize)]
pub(crate) struct FlawJson {
    kind: &'static str,
    /// From 1, as stories are told.
    step: Option<usize>,
    character: Option<String>,
    hindsight: bool,
    message: String,
    details: Vec<String>,
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &VerifyArgs, out: &mut Output) -> Result<u8, Failure> {
    input::not_both_stdin(&args.world, &args.story)?;
    let mut world = input::world(&args.world, args.scenario.as_deref())?;
    if args.no_outline {
        world = world.without_outline();
    }
    world = args.limits.seen_from(world)?;
    let source = input::read(&args.story)?;
    let (given, warnings) = world.read_story(source.name(), source.text())?;
    let limits = args.limits.limits();
    let world = Arc::new(world);
    let verdict = judged(&world, &given, limits, args.time.0, args.nodes.get())?;
    let code = match &verdict {
        Verdict::Valid { .. } => exit::FOUND,
        Verdict::Invalid(_) => exit::NONE,
        Verdict::Undecided(_) => exit::STOPPED,
    };
    if args.json {
        let mut document = VerdictJson {
            format: "motive-verdict",
            version: json::VERSION,
            world: world.source().name().to_owned(),
            story_file: source.name().to_owned(),
            limits: LimitsJson::of(&limits, None),
            verdict: "valid",
            undecided: None,
            flaw: None,
            notes: notes(&world, &given, &verdict),
            warnings: json::diagnostics(&warnings),
            story: None,
            outline: vec![],
        };
        match &verdict {
            Verdict::Valid { story, account, marks, .. } => {
                document.outline = json::entries(&world, marks);
                document.story = Some(motive::format::json::story(&world.names(), story, account));
            }
            Verdict::Invalid(flaw) => {
                document.verdict = "invalid";
                document.flaw = Some(flaw_json(&world, &given, flaw));
            }
            Verdict::Undecided(why) => {
                document.verdict = "undecided";
                document.undecided = Some(why.clone());
            }
        }
        out.json(&document)?;
        return Ok(code);
    }
    if !warnings.list().is_empty() {
        render::to_stderr(&warnings);
    }
    match &verdict {
        Verdict::Valid { story, account, marks, .. } => {
            let summary = story::summary(&world, story, account);
            out.line(&format!("{GREEN}{BOLD}Valid{RESET}: {summary}"))?;
            for note in notes(&world, &given, &verdict) {
                out.line(&format!("{YELLOW}Note{RESET}: {note}"))?;
            }
            out.line("")?;
            out.line(&story::text(&world, story, account, marks))?;
        }
        Verdict::Invalid(flaw) => {
            for line in rejection(&world, &given, flaw) {
                out.line(&line)?;
            }
        }
        Verdict::Undecided(why) => {
            out.line(&format!("{YELLOW}{BOLD}Undecided{RESET}: {why}."))?;
        }
    }
    let time = args.time.0.map_or("unlimited".to_owned(), |t| format!("{} s", t.as_secs_f64()));
    let nodes = args.nodes.get().map_or("unlimited".to_owned(), grouped);
    out.line(&format!(
        "{DIM}Limits: {}; time {time}, nodes {nodes}.{RESET}",
        plan::limits(&limits, None, None)
    ))?;
    Ok(code)
}

/// Why a story is not valid, in lines.
pub(crate) fn rejection(world: &World, given: &Story, flaw: &motive::Flaw) -> Vec<String> {
    let description = flaw::describe(world.program(), given, flaw);
    let headline = format!("{RED}{BOLD}Not valid{RESET}: {}.", description.headline);
    let details = description.details.iter().map(|detail| format!("  {}.", capital(detail)));
    std::iter::once(headline).chain(details).collect()
}

/// The verdict. The judge cannot be stepped, so it works on a thread of its own, which is left
/// behind where the time is up or somebody presses Ctrl-C.
pub(crate) fn judged(
    world: &Arc<World>,
    given: &Story,
    limits: Limits,
    time: Option<Duration>,
    effort: Option<u64>,
) -> Result<Verdict, Failure> {
    let (sender, receiver) = mpsc::channel();
    let (own_world, own_story) = (Arc::clone(world), given.clone());
    let worker = std::thread::Builder::new().stack_size(crate::STACK).spawn(move || {
        // Nobody listens any more where the time is up.
        let _ = sender.send(own_world.verify(&own_story, &limits, effort));
    });
    worker.map_err(|error| Failure::Bug(format!("no thread for the judge: {error}")))?;
    let interrupted = drive::interruption();
    let start = Instant::now();
    let mut meter = Meter::new("");
    loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok(verdict) => {
                meter.clear();
                return Ok(verdict?);
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::Bug("the judge did not answer".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        let why = if interrupted.load(Ordering::Relaxed) {
            "interrupted"
        } else if time.is_some_and(|limit| start.elapsed() >= limit) {
            "the time is up (--time)"
        } else {
            meter.show(|| format!("judging: {:.0} s", start.elapsed().as_secs_f64()));
            continue;
        };
        meter.clear();
        return Ok(Verdict::Undecided(why.to_owned()));
    }
}

/// How often the clock and Ctrl-C are looked at.
const PATIENCE: Duration = Duration::from_millis(20);

/// Said of a story of which it is not proved that no step can be left out.
pub(crate) const NOT_LEAN: &str = "that no step could be left out is not proved: a shorter run ends \
     as well, and the effort did not suffice to show that somebody in it has no reason";

fn notes(world: &World, given: &Story, verdict: &Verdict) -> Vec<String> {
    match verdict {
        Verdict::Valid { notes, lean, .. } => {
            let replaced = notes.iter();
            let mut notes: Vec<String> =
                replaced.map(|note| flaw::describe_note(world.program(), given, note)).collect();
            if !lean {
                notes.push(NOT_LEAN.to_owned());
            }
            notes
        }
        _ => Vec::new(),
    }
}

pub(crate) fn flaw_json(world: &World, given: &Story, flaw: &motive::Flaw) -> FlawJson {
    let program = world.program();
    let description = flaw::describe(program, given, flaw);
    let (character, hindsight) = match flaw {
        motive::Flaw::Unmotivated { character, hindsight, .. } => {
            (Some(program.entities[character.index()].name.clone()), *hindsight)
        }
        _ => (None, false),
    };
    FlawJson {
        kind: flaw::kind(flaw),
        step: flaw::step(flaw).map(|index| index + 1),
        character,
        hindsight,
        message: description.headline,
        details: description.details,
    }
}

/// With a capital letter at the beginning, unless it is a name that begins with a small one.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
