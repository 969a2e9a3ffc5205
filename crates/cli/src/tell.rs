//! `motive tell`: a story in prose.

use std::sync::Arc;

use motive::tell::{Manner, Passage, Tense};
use motive::{Judgement, Limits, Options, Story, Verdict, World};
use serde::Serialize;

use crate::args::{TellArgs, TenseArg};
use crate::failure::Failure;
use crate::json::{self, DiagnosticJson, LimitsJson};
use crate::plan::{Report, Short};
use crate::progress::Meter;
use crate::terminal::style::{BOLD, RESET, YELLOW};
use crate::terminal::{self, Output};
use crate::verify::{self, FlawJson};
use crate::{drive, exit, input, plan, render};

/// Where lines are broken on a terminal. In a pipe a paragraph is one line.
const WIDTH: usize = 78;

#[derive(Debug, Serialize)]
struct TellingJson {
    format: &'static str,
    version: u32,
    world: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    story_file: Option<String>,
    limits: LimitsJson,
    result: &'static str,
    stopped_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undecided: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flaw: Option<FlawJson>,
    title: Option<String>,
    paragraphs: Vec<ParagraphJson>,
    warnings: Vec<DiagnosticJson>,
}

#[derive(Debug, Serialize)]
struct ParagraphJson {
    text: String,
    /// From 1, as stories are told.
    steps: Vec<usize>,
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &TellArgs, out: &mut Output) -> Result<u8, Failure> {
    if let Some(story) = &args.story {
        input::not_both_stdin(&args.world, story)?;
    }
    let mut world = input::world(&args.world, args.scenario.as_deref())?;
    if args.no_outline {
        world = world.without_outline();
    }
    world = args.limits.seen_from(world)?;
    let limits = args.limits.limits();
    let mut document = TellingJson {
        format: "motive-telling",
        version: json::VERSION,
        world: world.source().name().to_owned(),
        story_file: None,
        limits: LimitsJson::of(&limits, None),
        result: "found",
        stopped_by: None,
        undecided: None,
        flaw: None,
        title: world.lexicon().title.clone(),
        paragraphs: vec![],
        warnings: vec![],
    };
    let code = match &args.story {
        Some(_) => given(args, Arc::new(world), limits, &mut document, out)?,
        None => found(args, &world, limits, &mut document, out)?,
    };
    if args.json {
        out.json(&document)?;
    }
    Ok(code)
}

/// Tells the story that planning finds, or the part that it found of one that has an outline.
fn found(
    args: &TellArgs,
    world: &World,
    limits: Limits,
    document: &mut TellingJson,
    out: &mut Output,
) -> Result<u8, Failure> {
    let options = Options {
        limits,
        optimal: args.optimal,
        ticks: args.budget.nodes.get(),
        memory: args.budget.memory.get().map(|mib| mib.saturating_mul(1 << 20)),
        components: args.components.components(),
        ..Options::default()
    };
    let mut story = None;
    let mut run =
        drive::search(world, &options, args.budget.time.0, &mut Meter::new(""), |judged| {
            story = Some(judged);
            Ok(())
        })?;
    document.limits = LimitsJson::of(&limits, run.search.goal());
    document.result = json::result(&run.stop, story.is_some());
    document.stopped_by = json::stopped_by(&run.stop);
    let count = u64::from(story.is_some());
    if let Some(judged) = story {
        tell(args, world, &judged.story, &limits, document, out)?;
        if let Judgement::Undecided(why) = &judged.judgement {
            document.undecided = Some(why.clone());
            terminal::complain(&format!(
                "{YELLOW}The judge could neither confirm nor reject this story{RESET}: {why}."
            ));
        }
    }
    let shortfall = if count == 0 { run.search.shortfall() } else { None };
    if let Some(part) = shortfall.as_ref().map(|_| run.search.best_so_far()).transpose()?.flatten()
    {
        // An outline that is not gone through: as far as the story came.
        tell(args, world, &part.story, &limits, document, out)?;
    }
    if !args.json {
        let short = Short { best: None, shortfall: shortfall.as_ref() };
        Report { out, text: false }.end(world, &options, &args.budget, &run, count, &short)?;
        plan::remark(world, &run.stop, count);
    }
    Ok(match &run.stop {
        stop if stop.is_early() => exit::STOPPED,
        _ if count > 0 => exit::FOUND,
        _ => exit::NONE,
    })
}

/// Tells a story that is given, once the judge has passed it.
fn given(
    args: &TellArgs,
    world: Arc<World>,
    limits: Limits,
    document: &mut TellingJson,
    out: &mut Output,
) -> Result<u8, Failure> {
    let Some(path) = &args.story else { return Ok(exit::NONE) };
    let source = input::read(path)?;
    let (given, warnings) = world.read_story(source.name(), source.text())?;
    document.story_file = Some(source.name().to_owned());
    document.warnings = json::diagnostics(&warnings);
    if !warnings.list().is_empty() && !args.json {
        render::to_stderr(&warnings);
    }
    let (time, effort) = (args.budget.time.0, args.budget.nodes.get());
    match verify::judged(&world, &given, limits, time, effort)? {
        Verdict::Valid { story, .. } => {
            tell(args, &world, &story, &limits, document, out)?;
            Ok(exit::FOUND)
        }
        Verdict::Invalid(flaw) => {
            document.result = "invalid";
            document.flaw = Some(verify::flaw_json(&world, &given, &flaw));
            if !args.json {
                for line in verify::rejection(&world, &given, &flaw) {
                    out.line(&line)?;
                }
            }
            Ok(exit::NONE)
        }
        Verdict::Undecided(why) => {
            document.result = "undecided";
            if !args.json {
                out.line(&format!("{YELLOW}{BOLD}Undecided{RESET}: {why}."))?;
            }
            document.undecided = Some(why);
            Ok(exit::STOPPED)
        }
    }
}

fn tell(
    args: &TellArgs,
    world: &World,
    story: &Story,
    limits: &Limits,
    document: &mut TellingJson,
    out: &mut Output,
) -> Result<(), Failure> {
    let tense = match args.tense {
        TenseArg::Past => Tense::Past,
        TenseArg::Present => Tense::Present,
    };
    let passages = world.tell(story, limits, Manner { tense, why: args.why })?;
    if args.json {
        let paragraph = |passage: Passage| ParagraphJson {
            text: passage.text,
            steps: passage.steps.iter().map(|step| step + 1).collect(),
        };
        document.paragraphs = passages.into_iter().map(paragraph).collect();
        return Ok(());
    }
    print(world, &passages, out)
}

/// Prints a telling, with the title of the world.
pub(crate) fn print(world: &World, passages: &[Passage], out: &mut Output) -> Result<(), Failure> {
    let width = if terminal::is_watched() { WIDTH } else { usize::MAX };
    if let Some(title) = &world.lexicon().title {
        out.line(&format!("{BOLD}{title}{RESET}"))?;
        out.line("")?;
    }
    for (number, passage) in passages.iter().enumerate() {
        if number > 0 {
            out.line("")?;
        }
        for line in wrapped(&passage.text, width) {
            out.line(&line)?;
        }
    }
    Ok(())
}

/// A paragraph in lines of at most `width` characters, where words allow.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    let (mut line, mut length) = (String::new(), 0);
    for word in text.split(' ') {
        let letters = word.chars().count();
        if !line.is_empty() && length + 1 + letters > width {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += letters;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("extraordinary", 7), ["extraordinary"]);
        assert_eq!(wrapped("one two three", usize::MAX), ["one two three"]);
    }
}
