//! `motive check`: errors and warnings of a world, and what it consists of.

use std::sync::atomic::Ordering;
use std::time::Instant;

use motive::{CheckOptions, Diagnostics, Size};
use serde::Serialize;

use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::json::{self, DiagnosticJson};
use crate::story::counted;
use crate::terminal::Output;
use crate::terminal::style::{BOLD, GREEN, RESET, YELLOW};
use crate::{drive, exit, input, render};

#[derive(Debug, Serialize)]
struct CheckJson {
    format: &'static str,
    version: u32,
    world: String,
    findings: Vec<DiagnosticJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<SizeJson>,
}

#[derive(Debug, Serialize)]
struct SizeJson {
    types: usize,
    characters: usize,
    other_entities: usize,
    properties: usize,
    ground_properties: usize,
    actions: usize,
    ground_actions: usize,
    triggers: usize,
    ground_triggers: usize,
    statements: usize,
}

impl From<Size> for SizeJson {
    fn from(size: Size) -> Self {
        SizeJson {
            types: size.types,
            characters: size.characters,
            other_entities: size.others,
            properties: size.fluents,
            ground_properties: size.ground_fluents,
            actions: size.actions,
            ground_actions: size.ground_actions,
            triggers: size.triggers,
            ground_triggers: size.ground_triggers,
            statements: size.statements,
        }
    }
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &CheckArgs, out: &mut Output) -> Result<u8, Failure> {
    let world = match input::quiet_world(&args.world, args.scenario.as_deref()) {
        Ok(world) => world,
        Err(Failure::Input(diagnostics)) => {
            if args.json {
                out.json(&document(&diagnostics, None))?;
                out.finish()?;
            }
            return Err(Failure::Input(diagnostics));
        }
        Err(failure) => return Err(failure),
    };
    let world = args.limits.seen_from(world)?;
    let options = CheckOptions {
        limits: args.limits.limits(),
        ticks: args.nodes.get(),
        memory: args.memory.get().map(|mib| mib.saturating_mul(1 << 20)),
    };
    let interrupted = drive::interruption();
    let start = Instant::now();
    let findings = world.check_within(&options, &mut || {
        !interrupted.load(Ordering::Relaxed)
            && args.time.0.is_none_or(|limit| start.elapsed() < limit)
    });
    let code = match (findings.any_error(), findings.list().is_empty()) {
        (true, _) => exit::INPUT,
        (false, false) => exit::NONE,
        (false, true) => exit::FOUND,
    };
    let size = world.size();
    if args.json {
        out.json(&document(&findings, Some(size)))?;
        return Ok(code);
    }
    if !findings.list().is_empty() {
        render::to_stderr(&findings);
    }
    let name = world.source().name();
    let verdict = match findings.list().len() {
        0 => format!("{GREEN}{BOLD}clean{RESET}"),
        count => format!("{YELLOW}{BOLD}{}{RESET}", counted(count as u64, "finding")),
    };
    out.line(&format!("{name}: {verdict}"))?;
    let lines = [
        ("characters", size.characters, None),
        ("other entities", size.others, None),
        ("types", size.types, None),
        ("properties", size.fluents, Some(size.ground_fluents)),
        ("actions", size.actions, Some(size.ground_actions)),
        ("triggers", size.triggers, Some(size.ground_triggers)),
        ("statements about the start", size.statements, None),
    ];
    for (what, declared, ground) in lines {
        let ground =
            ground.map_or(String::new(), |n| format!("  ({n} with arguments that matter)"));
        out.line(&format!("{declared:>6} {what}{ground}"))?;
    }
    Ok(code)
}

fn document(findings: &Diagnostics, size: Option<Size>) -> impl Serialize {
    CheckJson {
        format: "motive-check",
        version: json::VERSION,
        world: findings.source().name().to_owned(),
        findings: json::diagnostics(findings),
        size: size.map(SizeJson::from),
    }
}
