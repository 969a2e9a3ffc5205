//! `motive plan`: prints a story that reaches the author's goal.

use motive::{
    Judged, Judgement, Limits, Number, Options, Shortfall, Statistics, StopReason, World,
};

use crate::args::{BudgetArgs, Format, PlanArgs};
use crate::drive::{self, Run, Stop};
use crate::failure::Failure;
use crate::progress::Meter;
use crate::story::{counted, grouped};
use crate::terminal::style::{BOLD, DIM, GREEN, RESET, YELLOW};
use crate::terminal::{self, Output};
use crate::{exit, input, json, render, story, verify};

/// Runs the verb; the exit code.
pub(crate) fn run(args: &PlanArgs, out: &mut Output) -> Result<u8, Failure> {
    let mut world = input::world(&args.world, args.scenario.as_deref())?;
    if args.no_outline {
        world = world.without_outline();
    }
    world = args.limits.seen_from(world)?;
    let options = Options {
        limits: args.limits.limits(),
        all: args.all,
        optimal: args.optimal,
        ticks: args.budget.nodes.get(),
        memory: args.budget.memory.get().map(|mib| mib.saturating_mul(1 << 20)),
        components: args.components.components(),
        ..Options::default()
    };
    let mut meter = Meter::new("");
    let mut stories = Vec::new();
    let mut count = 0_u64;
    let mut run = drive::search(&world, &options, args.budget.time.0, &mut meter, |judged| {
        count += 1;
        if args.json {
            stories.push(judged);
            return Ok(());
        }
        print(args.format, &world, &judged, count, args.all, out)?;
        // Whoever watches should see each story when it is found.
        out.finish()
    })?;
    let shortfall = if count == 0 && run.stop.is_early() { run.search.shortfall() } else { None };
    let best = if count == 0 && run.stop.is_early() { run.search.best_so_far()? } else { None };
    let code = match &run.stop {
        stop if stop.is_early() => exit::STOPPED,
        _ if count > 0 => exit::FOUND,
        _ => exit::NONE,
    };
    if args.json {
        out.json(&json::plan(
            &world,
            &options,
            &args.budget,
            &run,
            &stories,
            best.as_ref(),
            shortfall.as_ref(),
        ))?;
        return Ok(code);
    }
    let mut report = Report { out, text: args.format == Format::Text };
    let short = Short { best: best.as_ref(), shortfall: shortfall.as_ref() };
    report.end(&world, &options, &args.budget, &run, count, &short)?;
    remark(&world, &run.stop, count);
    if let Stop::Search(StopReason::Fault(fault)) = &run.stop {
        terminal::complain(&format!("the search could not go on: {}", world.fault(fault)));
    }
    Ok(code)
}

/// Says what to lower, where a search stopped early without a story and people look ahead.
pub(crate) fn remark(world: &World, stop: &Stop, count: u64) {
    let spent = match stop {
        Stop::Time | Stop::Search(StopReason::Ticks | StopReason::Memory) => count == 0,
        _ => false,
    };
    if let Some(remark) = spent.then(|| world.looks_too_far()).flatten() {
        render::to_stderr(&remark);
    }
}

/// Prints one story as it was asked for.
fn print(
    format: Format,
    world: &World,
    judged: &Judged,
    number: u64,
    several: bool,
    out: &mut Output,
) -> Result<(), Failure> {
    let program = world.program();
    match format {
        Format::Text => {
            let title = if several { format!("Story {number}") } else { "A story".to_owned() };
            let summary = story::summary(world, &judged.story, &judged.account);
            out.line(&format!("{GREEN}{BOLD}{title}{RESET}: {summary}"))?;
            out.line("")?;
            out.line(&story::text(world, &judged.story, &judged.account, &judged.marks))?;
            if let Judgement::Undecided(why) = &judged.judgement {
                out.line(&format!(
                    "{YELLOW}The judge could neither confirm nor reject this story{RESET}: {why}.\n"
                ))?;
            } else if !judged.lean {
                out.line(&format!("{YELLOW}Note{RESET}: {}.\n", verify::NOT_LEAN))?;
            }
            Ok(())
        }
        Format::Sabre => {
            if number > 1 {
                out.line("")?;
            }
            let text = motive::format::sabre::verbose(program, &judged.story, &judged.account);
            out.line(text.trim_end())
        }
        Format::Json => {
            let names = world.names();
            out.json(&motive::format::json::story(&names, &judged.story, &judged.account))
        }
    }
}

/// What there is to show for a search that found no story.
#[derive(Default)]
pub(crate) struct Short<'s> {
    pub(crate) best: Option<&'s Judged>,
    pub(crate) shortfall: Option<&'s Shortfall>,
}

/// What is said after the stories: on standard output where a person reads, and on standard error
/// where the stories go to a program.
pub(crate) struct Report<'o> {
    pub(crate) out: &'o mut Output,
    pub(crate) text: bool,
}

impl Report<'_> {
    fn line(&mut self, line: &str) -> Result<(), Failure> {
        if self.text {
            self.out.line(line)
        } else {
            terminal::complain(line);
            Ok(())
        }
    }

    pub(crate) fn end(
        &mut self,
        world: &World,
        options: &Options,
        budget: &BudgetArgs,
        run: &Run<'_>,
        count: u64,
        short: &Short<'_>,
    ) -> Result<(), Failure> {
        let goal = run.search.goal();
        let statistics = run.search.statistics();
        match (&run.stop, count) {
            (Stop::Search(StopReason::Found), _) => {}
            (Stop::Search(StopReason::Exhausted), 0) => {
                self.line(&format!(
                    "{BOLD}There is no such story{RESET}: proved within these limits."
                ))?;
                if goal.is_none() {
                    self.line(
                        "The author's utility is unknown at the start, so nothing can improve it.",
                    )?;
                }
            }
            (Stop::Search(StopReason::Exhausted), _) => {
                self.line(&format!(
                    "{}: all there are within these limits.",
                    counted_stories(count)
                ))?;
            }
            (Stop::Search(StopReason::Incomplete), 1..) => {
                self.line(&format!(
                    "{}: those that were found by going through the outline; there may be others.",
                    counted_stories(count)
                ))?;
            }
            (stop, 0) if short.shortfall.is_some() => {
                self.line(&format!(
                    "{YELLOW}{BOLD}Incomplete{RESET}: the outline is not gone through, and no proof that it \
                     cannot be ({}).",
                    reason(stop)
                ))?;
            }
            (stop, _) => {
                let more = if count == 0 { "a story" } else { "all stories" };
                self.line(&format!(
                    "{YELLOW}{BOLD}Stopped{RESET} before {more} had been found: {}.",
                    reason(stop)
                ))?;
                if statistics.depth > 0 {
                    self.line(&format!(
                        "All stories of up to {} had been searched.",
                        counted(u64::from(statistics.depth), "step")
                    ))?;
                }
            }
        }
        if count == 0 && statistics.too_many_accidents {
            let most = options.limits.accidents.unwrap_or(world.program().settings.accidents);
            let many = counted(u64::from(most) + 1, "accident");
            self.line(&format!(
                "Some steps were left out as one accident too many: a story with {many} may be found by \
                 `--accidents {}`.",
                most + 1
            ))?;
        }
        if let Some(shortfall) = short.shortfall {
            let obstacle = run.search.obstacle(shortfall, short.best);
            self.line(&story::shortfall(world, shortfall, obstacle.as_deref()))?;
        }
        if let Some(best) = short.best
            && self.text
        {
            self.line("")?;
            let summary = story::summary(world, &best.story, &best.account);
            self.line(&match short.shortfall {
                Some(_) => format!("The {BOLD}part that was found{RESET}: {summary}"),
                None => {
                    format!("The best story so far {BOLD}falls short of the goal{RESET}: {summary}")
                }
            })?;
            self.line("")?;
            self.line(&story::text(world, &best.story, &best.account, &best.marks))?;
        }
        if self.text || run.stop.is_early() || count == 0 {
            self.line(&format!(
                "{DIM}Limits: {}.{RESET}",
                limits(&options.limits, goal, Some(budget))
            ))?;
            let time = if terminal::is_watched() {
                format!(", {:.2} s", run.elapsed.as_secs_f64())
            } else {
                String::new()
            };
            self.line(&format!("{DIM}Search: {}{time}.{RESET}", searched(&statistics)))?;
        }
        Ok(())
    }
}

fn counted_stories(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "story" } else { "stories" })
}

/// What stopped a search that had not ended.
pub(crate) fn reason(stop: &Stop) -> String {
    match stop {
        Stop::Time => "the time is up (--time)".to_owned(),
        Stop::Interrupt => "interrupted".to_owned(),
        Stop::Search(StopReason::Ticks) => {
            "it has visited as many worlds as it may (--nodes)".to_owned()
        }
        Stop::Search(StopReason::Memory) => "the memory is full (--memory)".to_owned(),
        Stop::Search(StopReason::Nesting) => {
            "beliefs nest without end, or nothing limits them, and everything has been searched as \
             deep as minds are modelled; this is no proof"
                .to_owned()
        }
        Stop::Search(StopReason::Fault(fault)) => fault.to_string(),
        Stop::Search(StopReason::Incomplete) => "every way that was kept has been tried".to_owned(),
        Stop::Search(StopReason::Found | StopReason::Exhausted) => "it was over".to_owned(),
    }
}

/// The limits in force, in words.
pub(crate) fn limits(
    limits: &Limits,
    goal: Option<(Number, Number)>,
    budget: Option<&BudgetArgs>,
) -> String {
    let steps = |limit: Option<u32>| limit.map_or("unlimited".to_owned(), |n| n.to_string());
    let goal = match (goal, limits.goal) {
        (Some((_, goal)), _) | (None, Some(goal)) => goal.to_string(),
        (None, None) => "above the start".to_owned(),
    };
    let mut text = format!(
        "goal {goal}, author {}, character {}, epistemic {}",
        steps(limits.author),
        steps(limits.character),
        steps(limits.epistemic)
    );
    if let Some(budget) = budget {
        let time =
            budget.time.0.map_or("unlimited".to_owned(), |t| format!("{} s", t.as_secs_f64()));
        let memory = budget.memory.get().map_or("unlimited".to_owned(), |mib| format!("{mib} MiB"));
        let nodes = budget.nodes.get().map_or("unlimited".to_owned(), grouped);
        text.push_str(&format!("; time {time}, memory {memory}, nodes {nodes}"));
    }
    text
}

/// What a search did, in words.
fn searched(statistics: &Statistics) -> String {
    format!(
        "{} visited, {} for reasons, {}, {} MiB",
        counted(statistics.ticks, "world"),
        grouped(statistics.explanation_expanded),
        counted(statistics.states, "state"),
        grouped(statistics.memory.div_ceil(1 << 20)),
    )
}
