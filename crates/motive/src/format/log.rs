//! The event log of a simulation: JSON Lines, documented in `docs/formats/event-log.md`.
//!
//! The first line says what was run, each following one is an event, and the last says how it ended.

use motive_world::id::CharacterId;
use motive_world::story::Limits;
use serde::Serialize;

use super::json::{PassedOverJson, StepJson, passed_over, step};
use crate::names::{Names, consenting};
use crate::search::Judgement;
use crate::simulation::{Happened, Origin, Simulation};

/// The name that a log bears in the `format` field of its first line.
pub const FORMAT: &str = "motive-event-log";

/// The version that is written.
pub const VERSION: u32 = 1;

/// How a simulation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All was quiet.
    Quiet,
    /// As many steps had happened as were allowed.
    Limit,
    /// It was stopped from outside: by time, by Ctrl-C.
    Stopped,
}

impl End {
    /// How it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            End::Quiet => "quiet",
            End::Limit => "limit",
            End::Stopped => "stopped",
        }
    }
}

#[derive(Serialize)]
struct HeadJson<'a> {
    format: &'static str,
    version: u32,
    world: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<&'a str>,
    seed: u64,
    options: OptionsJson,
}

#[derive(Serialize)]
struct OptionsJson {
    steps: Option<u32>,
    character_limit: Option<u32>,
    epistemic_limit: Option<u32>,
}

#[derive(Serialize)]
struct EventJson {
    event: usize,
    id: String,
    round: u32,
    origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<String>,
    actors: Vec<String>,
    #[serde(flatten)]
    step: StepJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    odds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accident: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed_over: Option<PassedOverJson>,
    judgement: &'static str,
}

#[derive(Serialize)]
struct EndJson {
    end: &'static str,
    events: usize,
    rounds: u32,
}

/// The first line: what is run. `steps` is the limit of how many may happen.
#[must_use]
pub fn head(simulation: &Simulation<'_>, steps: Option<u32>) -> String {
    let Limits { character, epistemic, .. } = *simulation.limits();
    line(&HeadJson {
        format: FORMAT,
        version: VERSION,
        world: simulation.world().source().name(),
        scenario: simulation.world().scenario(),
        seed: simulation.seed(),
        options: OptionsJson { steps, character_limit: character, epistemic_limit: epistemic },
    })
}

/// The line of one event, counted from 1.
#[must_use]
pub fn event(names: &Names<'_>, number: usize, happened: &Happened) -> String {
    let program = names.program();
    let name = |who: CharacterId| program.entities[who.index()].name.clone();
    let (origin, turn, other) = match &happened.origin {
        Origin::Act { who, passed_over } => ("act", Some(name(*who)), passed_over.as_deref()),
        Origin::Attempt { who, passed_over } => {
            ("attempt", Some(name(*who)), passed_over.as_deref())
        }
        Origin::Natural => ("natural", None, None),
        Origin::Given => ("given", None, None),
    };
    let actors = consenting(program, &happened.step.step).into_iter().map(name).collect();
    let mut step = step(names, &happened.step, &happened.event);
    // What was given is nobody's accident: the log says it of what was drawn.
    step.accident = None;
    line(&EventJson {
        event: number,
        id: format!("e{number}"),
        round: happened.round,
        origin,
        turn,
        actors,
        step,
        odds: happened.odds,
        accident: happened.odds.map(|_| happened.is_accident),
        passed_over: other.map(|other| passed_over(names, &other.step, &other.reasons)),
        judgement: match happened.judgement {
            Judgement::Valid => "valid",
            Judgement::Undecided(_) => "undecided",
        },
    })
}

/// The last line: how it ended.
#[must_use]
pub fn end(simulation: &Simulation<'_>, end: End) -> String {
    let (events, rounds) = (simulation.events().len(), simulation.round());
    line(&EndJson { end: end.name(), events, rounds })
}

/// A whole log, each line ended.
#[must_use]
pub fn write(simulation: &Simulation<'_>, steps: Option<u32>, ended: End) -> String {
    let names = simulation.world().names();
    let events = simulation.events().iter().enumerate();
    let events = events.map(|(index, happened)| event(&names, index + 1, happened));
    let mut lines = vec![head(simulation, steps)];
    lines.extend(events);
    lines.push(end(simulation, ended));
    lines.into_iter().map(|line| line + "\n").collect()
}

fn line(value: &impl Serialize) -> String {
    // Plain data with string keys: there is nothing in it that JSON cannot say.
    serde_json::to_string(value).unwrap_or_default()
}
