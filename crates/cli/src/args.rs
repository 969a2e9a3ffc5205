//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use motive::{Diagnostics, Limits, Number, World};

use crate::components::ComponentArgs;
use crate::village::generate;
use crate::{exit, terminal};

/// The most steps in a story, unless something else is asked for. (The attributes below repeat
/// these numbers, since clap wants them as texts; a test compares them.)
pub(crate) const AUTHOR: u32 = 10;
/// The most steps in a reason.
pub(crate) const CHARACTER: u32 = 6;
/// How deep reasons within reasons go.
pub(crate) const EPISTEMIC: u32 = 2;

/// Stories in which everyone has a reason.
#[derive(Debug, Parser)]
#[command(name = "motive", version, max_term_width = 100, after_help = EXIT_CODES)]
#[command(subcommand_required = true, arg_required_else_help = true)]
struct Motive {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 found, valid or clean; 1 proved that there is none within the limits, not valid, or \
findings; 2 bad input; 3 stopped by a limit; 4 a bug in motive.

WORLD is a file in Motive's language, which ends in .motive, or a problem in Sabre's language, which ends \
in .txt. `-` reads standard input, a world in either language. Every limit takes `unlimited`.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find a story that reaches the author's goal, each action with its reasons
    Plan(PlanArgs),
    /// Check a story: who acts without a reason, and why
    Verify(VerifyArgs),
    /// Tell a story in prose: one that is given, or one that is found
    Tell(TellArgs),
    /// Say what a character would do next, and why
    Next(NextArgs),
    /// Let everyone act for themselves, and see what comes of it
    Simulate(SimulateArgs),
    /// Simulate many times, and count how often something comes about
    Odds(OddsArgs),
    /// Check a world: errors, warnings, and what it consists of
    Check(CheckArgs),
    /// Run a suite of tasks and compare
    Bench(BenchArgs),
    /// Explain the code of an error or a warning; without a code, list them all
    Explain(ExplainArgs),
    /// Write a small world to start from
    New(NewArgs),
    /// Lay out files in Motive's language
    Fmt(FmtArgs),
    /// Print a problem in Sabre's language as a world in Motive's
    Convert(ConvertArgs),
}

/// `motive new`.
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// What it is to be called: NAME.motive is written
    pub(crate) name: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `motive fmt`.
#[derive(Debug, Args)]
pub(crate) struct FmtArgs {
    /// The files, which end in .motive; `-` reads standard input and prints
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Change nothing; the exit code is 1 if a file is not laid out
    #[arg(long)]
    pub(crate) check: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `motive convert`.
#[derive(Debug, Args)]
pub(crate) struct ConvertArgs {
    /// The problem, in Sabre's language
    pub(crate) world: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `motive plan`.
#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// The world
    pub(crate) world: PathBuf,
    /// A variation of the world: a `scenario` that it declares
    #[arg(long, value_name = "NAME")]
    pub(crate) scenario: Option<String>,
    /// Pay no attention to the outline of the world
    #[arg(long)]
    pub(crate) no_outline: bool,
    /// Print every valid story within the limits, shortest first
    #[arg(long, conflicts_with = "optimal")]
    pub(crate) all: bool,
    /// Print a shortest story, not just the first one found
    #[arg(long)]
    pub(crate) optimal: bool,
    /// How a story is printed: text for people, Sabre's verbose solution text, or a story file
    #[arg(long, value_enum, default_value = "text", conflicts_with = "json")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) budget: BudgetArgs,
    #[command(flatten)]
    pub(crate) components: ComponentArgs,
    /// Print the result as JSON (docs/formats/plan-json.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a story is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// Sabre's verbose solution text.
    Sabre,
    /// A story file.
    Json,
}

/// `motive verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The world
    pub(crate) world: PathBuf,
    /// The story: a story file (JSON) or Sabre's solution text, short or verbose
    pub(crate) story: PathBuf,
    /// A variation of the world: a `scenario` that it declares
    #[arg(long, value_name = "NAME")]
    pub(crate) scenario: Option<String>,
    /// Pay no attention to the outline of the world
    #[arg(long)]
    pub(crate) no_outline: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    /// How long the judge may take before it answers "undecided"
    #[arg(long, value_name = "SECONDS", default_value = "60", allow_negative_numbers = true)]
    pub(crate) time: Seconds,
    /// The most worlds that the judge may visit before it answers "undecided"
    #[arg(long, value_name = "N", default_value = "2000000", allow_negative_numbers = true)]
    pub(crate) nodes: Limit<u64>,
    /// Has no effect: the judge remembers little, and `--nodes` bounds it
    #[arg(long, value_name = "MIB", default_value = "4096", allow_negative_numbers = true)]
    pub(crate) memory: Limit<u64>,
    /// Has no effect yet: checking a story leaves nothing to chance
    #[arg(long, value_name = "N", default_value = "0", allow_negative_numbers = true)]
    pub(crate) seed: u64,
    /// Print the verdict as JSON (docs/formats/plan-json.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// `motive tell`.
#[derive(Debug, Args)]
pub(crate) struct TellArgs {
    /// The world
    pub(crate) world: PathBuf,
    /// The story: a story file (JSON) or Sabre's solution text; without it, one is searched for
    pub(crate) story: Option<PathBuf>,
    /// After each act, tell why it is done
    #[arg(long)]
    pub(crate) why: bool,
    /// In which tense the story is told
    #[arg(long, value_enum, default_value = "past")]
    pub(crate) tense: TenseArg,
    /// A variation of the world: a `scenario` that it declares
    #[arg(long, value_name = "NAME")]
    pub(crate) scenario: Option<String>,
    /// Pay no attention to the outline of the world
    #[arg(long)]
    pub(crate) no_outline: bool,
    /// Tell a shortest story, not just the first one found
    #[arg(long, conflicts_with = "story")]
    pub(crate) optimal: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) budget: BudgetArgs,
    #[command(flatten)]
    pub(crate) components: ComponentArgs,
    /// Print the result as JSON (docs/formats/plan-json.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// The tense of a telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TenseArg {
    /// She went.
    Past,
    /// She goes.
    Present,
}

/// `motive next`.
#[derive(Debug, Args)]
pub(crate) struct NextArgs {
    /// The world
    pub(crate) world: PathBuf,
    /// Who is asked; without a name, everyone
    pub(crate) characters: Vec<String>,
    #[command(flatten)]
    pub(crate) opening: OpeningArgs,
    #[command(flatten)]
    pub(crate) minds: MindArgs,
    #[command(flatten)]
    pub(crate) budget: ThoughtArgs,
    /// What decides between steps that are equally good: the same seed gives the same answer
    #[arg(long, value_name = "N", default_value = "0", allow_negative_numbers = true)]
    pub(crate) seed: u64,
    /// Print the result as JSON (docs/formats/plan-json.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// `motive simulate`.
#[derive(Debug, Args)]
pub(crate) struct SimulateArgs {
    /// The world
    pub(crate) world: PathBuf,
    /// What decides all that is left to chance: the same seed gives the same simulation
    #[arg(long, value_name = "N", default_value = "0", allow_negative_numbers = true)]
    pub(crate) seed: u64,
    /// How many steps may happen
    #[arg(long, value_name = "N", default_value = "50", allow_negative_numbers = true)]
    pub(crate) steps: Limit<u32>,
    /// Write the event log to a file (docs/formats/event-log.md); `-` is standard output, and then
    /// nothing else is printed
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(crate) log: Option<PathBuf>,
    /// Tell in prose what has happened
    #[arg(long, conflicts_with = "json")]
    pub(crate) tell: bool,
    /// After each act, tell why it is done
    #[arg(long, requires = "tell")]
    pub(crate) why: bool,
    /// In which tense it is told
    #[arg(long, value_enum, default_value = "past", requires = "tell")]
    pub(crate) tense: TenseArg,
    #[command(flatten)]
    pub(crate) opening: OpeningArgs,
    #[command(flatten)]
    pub(crate) minds: MindArgs,
    #[command(flatten)]
    pub(crate) budget: ThoughtArgs,
    /// Print the result as JSON (docs/formats/plan-json.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// `motive odds`.
#[derive(Debug, Args)]
pub(crate) struct OddsArgs {
    /// The world
    pub(crate) world: PathBuf,
    /// How many simulations
    #[arg(long, value_name = "N", default_value = "1000", allow_negative_numbers = true)]
    pub(crate) runs: Count,
    /// What is counted: a condition, `happens` and an event, or the name of a test, which stands for
    /// what it expects at its end; may be given several times [default: the author's goal]
    #[arg(long = "if", value_name = "CONDITION")]
    pub(crate) questions: Vec<String>,
    /// The seed of the first simulation; the others follow it
    #[arg(long, value_name = "N", default_value = "0", allow_negative_numbers = true)]
    pub(crate) seed: u64,
    /// How many steps may happen in each
    #[arg(long, value_name = "N", default_value = "50", allow_negative_numbers = true)]
    pub(crate) steps: Limit<u32>,
    /// How many threads work on it; it changes nothing but the time [default: one for each core]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) threads: Option<Count>,
    /// The utility that the author must reach [default: the first whole number above the start's]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) goal: Option<Utility>,
    #[command(flatten)]
    pub(crate) opening: OpeningArgs,
    #[command(flatten)]
    pub(crate) minds: MindArgs,
    /// How long it may take
    #[arg(
        long,
        value_name = "SECONDS",
        default_value = "unlimited",
        allow_negative_numbers = true
    )]
    pub(crate) time: Seconds,
    /// Print the result as JSON (docs/formats/plan-json.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where it is taken up.
#[derive(Debug, Args)]
pub(crate) struct OpeningArgs {
    /// What has happened already, whoever had a reason for it: a story file, or steps
    /// (`walk(Ida, Hut), rest(Ida)`)
    #[arg(long, value_name = "STORY")]
    pub(crate) after: Option<String>,
    /// A variation of the world: a `scenario` that it declares
    #[arg(long, value_name = "NAME")]
    pub(crate) scenario: Option<String>,
}

/// How characters think.
#[derive(Debug, Args)]
#[command(next_help_heading = "How characters think")]
pub(crate) struct MindArgs {
    /// The most steps in a reason, counting on through reasons within reasons
    #[arg(long, value_name = "N", default_value = "6", allow_negative_numbers = true)]
    pub(crate) character_limit: Limit<u32>,
    /// How deep reasons within reasons go
    #[arg(long, value_name = "N", default_value = "2", allow_negative_numbers = true)]
    pub(crate) epistemic_limit: Limit<u32>,
    /// How many steps of others people look ahead for harm [default: what the world says, else 0]
    #[arg(long, value_name = "N")]
    pub(crate) foresight: Option<u32>,
}

/// A world with people looking as far ahead as is asked for.
fn seen_from(foresight: Option<u32>, world: World) -> Result<World, Diagnostics> {
    match foresight {
        Some(steps) => world.looking_ahead(steps),
        None => Ok(world),
    }
}

impl MindArgs {
    /// The world with people looking as far ahead as is asked for.
    pub(crate) fn seen_from(&self, world: World) -> Result<World, Diagnostics> {
        seen_from(self.foresight, world)
    }

    /// As the library takes them.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            goal: None,
            author: None,
            character: self.character_limit.get(),
            epistemic: self.epistemic_limit.get(),
            accidents: None,
        }
    }
}

/// What thinking may cost.
#[derive(Debug, Args)]
#[command(next_help_heading = "What thinking may cost")]
pub(crate) struct ThoughtArgs {
    /// How long all characters together may think
    #[arg(long, value_name = "SECONDS", default_value = "60", allow_negative_numbers = true)]
    pub(crate) time: Seconds,
    /// The most worlds that they may visit in thought: the limit that stops at the same place
    /// everywhere
    #[arg(long, value_name = "N", default_value = "unlimited", allow_negative_numbers = true)]
    pub(crate) nodes: Limit<u64>,
}

/// How many, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count(pub(crate) u32);

impl FromStr for Count {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(0) => Err("this is a whole number above 0".to_owned()),
            Ok(count) => Ok(Count(count)),
            Err(_) if is_negative(text) => Err("this cannot be negative".to_owned()),
            Err(_) => Err("this is a whole number".to_owned()),
        }
    }
}

/// `motive check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The world
    pub(crate) world: PathBuf,
    /// A variation of the world: a `scenario` that it declares
    #[arg(long, value_name = "NAME")]
    pub(crate) scenario: Option<String>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    /// How long the look for what is `never` to come about or must be `reachable` may take
    #[arg(long, value_name = "SECONDS", default_value = "10", allow_negative_numbers = true)]
    pub(crate) time: Seconds,
    /// The most worlds that it may visit
    #[arg(long, value_name = "N", default_value = "200000", allow_negative_numbers = true)]
    pub(crate) nodes: Limit<u64>,
    /// How much memory it may take
    #[arg(long, value_name = "MIB", default_value = "1024", allow_negative_numbers = true)]
    pub(crate) memory: Limit<u64>,
    /// Has no effect yet: checking a world leaves nothing to chance
    #[arg(long, value_name = "N", default_value = "0", allow_negative_numbers = true)]
    pub(crate) seed: u64,
    /// Print the findings as JSON (docs/formats/plan-json.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// `motive bench`.
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// The suite (docs/formats/suite.md), or a directory: how long the characters of each world in it
    /// think, and how long simulations take
    #[arg(required_unless_present = "generate", conflicts_with = "generate")]
    pub(crate) suite: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) generated: GeneratedArgs,
    /// Run only tasks of this name; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
    /// For a directory: how many simulations of each world are timed
    #[arg(long, value_name = "N", default_value = "1000", allow_negative_numbers = true)]
    pub(crate) runs: Count,
    /// How long one task, or all simulations of one world, may take
    #[arg(long, value_name = "SECONDS", default_value = "10", allow_negative_numbers = true)]
    pub(crate) time: Seconds,
    /// How much memory one task may take
    #[arg(long, value_name = "MIB", default_value = "4096", allow_negative_numbers = true)]
    pub(crate) memory: Limit<u64>,
    /// The most worlds that one task may visit
    #[arg(long, value_name = "N", default_value = "unlimited", allow_negative_numbers = true)]
    pub(crate) nodes: Limit<u64>,
    /// Find shortest stories, not just the first ones
    #[arg(long)]
    pub(crate) optimal: bool,
    /// The goal of every task, in place of its own
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) goal: Option<Utility>,
    /// The author limit of every task, in place of its own
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) author_limit: Option<Limit<u32>>,
    /// The character limit of every task, in place of its own
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) character_limit: Option<Limit<u32>>,
    /// The epistemic limit of every task, in place of its own
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) epistemic_limit: Option<Limit<u32>>,
    /// The seed of generated worlds; for a suite it has no effect, as nothing is left to chance
    #[arg(long, value_name = "N", default_value = "0", allow_negative_numbers = true)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) components: ComponentArgs,
    /// Print the results as JSON (docs/formats/plan-json.md)
    #[arg(long)]
    pub(crate) json: bool,
}

/// Worlds made by the command itself.
#[derive(Debug, Args)]
#[command(next_help_heading = "Generated worlds (docs/large-worlds.md)")]
pub(crate) struct GeneratedArgs {
    /// Measure how long characters think in generated worlds, instead of running a suite
    #[arg(long, value_enum)]
    pub(crate) generate: Option<Generator>,
    /// How many characters: a world for each number
    #[arg(
        long,
        value_name = "N",
        value_delimiter = ',',
        default_value = "4,8,16,32,64",
        requires = "generate"
    )]
    pub(crate) characters: Vec<Characters>,
    /// Write the world (the last, if there are several) to a file, and measure nothing; `-` is
    /// standard output
    #[arg(long, value_name = "FILE", requires = "generate")]
    pub(crate) write: Option<PathBuf>,
    /// In how many states characters are asked what they would do next
    #[arg(long, value_name = "N", default_value = "1000")]
    pub(crate) states: usize,
    /// How many events a story has
    #[arg(long, value_name = "N", default_value = "10", requires = "generate")]
    pub(crate) events: usize,
}

/// What can be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Generator {
    /// People who want things, are mistaken, trade, tell, lie, steal and walk about.
    Village,
}

/// How many characters a generated world has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Characters(pub(crate) usize);

impl FromStr for Characters {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let sizes = generate::SMALLEST..=generate::LARGEST;
        match text.parse() {
            Ok(people) if sizes.contains(&people) => Ok(Characters(people)),
            _ => Err(format!("a village has {} to {} characters", sizes.start(), sizes.end())),
        }
    }
}

/// `motive explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// A code, such as E0201
    pub(crate) code: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Has no effect
    #[arg(long, value_name = "N", default_value = "0", hide = true)]
    pub(crate) seed: u64,
}

/// What a valid story is.
#[derive(Debug, Args)]
#[command(next_help_heading = "What counts as a story")]
pub(crate) struct LimitArgs {
    /// The utility that the author must reach [default: the first whole number above the start's]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) goal: Option<Utility>,
    /// The most steps in a story
    #[arg(long, value_name = "N", default_value = "10", allow_negative_numbers = true)]
    pub(crate) author_limit: Limit<u32>,
    /// The most steps in a reason, counting on through reasons within reasons
    #[arg(long, value_name = "N", default_value = "6", allow_negative_numbers = true)]
    pub(crate) character_limit: Limit<u32>,
    /// How deep reasons within reasons go
    #[arg(long, value_name = "N", default_value = "2", allow_negative_numbers = true)]
    pub(crate) epistemic_limit: Limit<u32>,
    /// The most accidents in a story beyond those that its outline names [default: as the world says]
    #[arg(long, value_name = "N")]
    pub(crate) accidents: Option<u32>,
    /// How many steps of others people look ahead for harm [default: what the world says, else 0]
    #[arg(long, value_name = "N")]
    pub(crate) foresight: Option<u32>,
}

impl LimitArgs {
    /// The world with people looking as far ahead as is asked for.
    pub(crate) fn seen_from(&self, world: World) -> Result<World, Diagnostics> {
        seen_from(self.foresight, world)
    }

    /// As the library takes them.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            goal: self.goal.map(|goal| goal.0),
            author: self.author_limit.get(),
            character: self.character_limit.get(),
            epistemic: self.epistemic_limit.get(),
            accidents: self.accidents,
        }
    }
}

/// What a search may cost.
#[derive(Debug, Args)]
#[command(next_help_heading = "What the search may cost")]
pub(crate) struct BudgetArgs {
    /// How long the search may take
    #[arg(long, value_name = "SECONDS", default_value = "60", allow_negative_numbers = true)]
    pub(crate) time: Seconds,
    /// How much memory the search may take
    #[arg(long, value_name = "MIB", default_value = "4096", allow_negative_numbers = true)]
    pub(crate) memory: Limit<u64>,
    /// The most worlds that the search may visit: the limit that stops at the same place everywhere
    #[arg(long, value_name = "N", default_value = "unlimited", allow_negative_numbers = true)]
    pub(crate) nodes: Limit<u64>,
    /// Has no effect yet: the search leaves nothing to chance
    #[arg(long, value_name = "N", default_value = "0", allow_negative_numbers = true)]
    pub(crate) seed: u64,
}

/// A limit: a number, or `unlimited`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit<T>(Option<T>);

impl<T: Copy> Limit<T> {
    /// How much; `None` for no limit.
    pub(crate) const fn get(self) -> Option<T> {
        self.0
    }
}

impl<T: FromStr> FromStr for Limit<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "unlimited" {
            return Ok(Limit(None));
        }
        if is_negative(text) {
            return Err("a limit cannot be negative; for no limit, write `unlimited`".to_owned());
        }
        match text.parse() {
            Ok(limit) => Ok(Limit(Some(limit))),
            Err(_) if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) => {
                Err("this number is too large; for no limit, write `unlimited`".to_owned())
            }
            Err(_) => Err("a limit is a whole number, or `unlimited`".to_owned()),
        }
    }
}

/// A time limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seconds(pub(crate) Option<Duration>);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "unlimited" {
            return Ok(Seconds(None));
        }
        if is_negative(text) {
            return Err("a time cannot be negative; for no limit, write `unlimited`".to_owned());
        }
        let seconds: Result<f64, _> = text.parse();
        match seconds.map(Duration::try_from_secs_f64) {
            Ok(Ok(duration)) => Ok(Seconds(Some(duration))),
            _ => Err("a time is a number of seconds, such as 2.5, or `unlimited`".to_owned()),
        }
    }
}

/// A utility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Utility(pub(crate) Number);

impl FromStr for Utility {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number: Option<f64> = text.parse().ok();
        match number.and_then(Number::new) {
            Some(number) => Ok(Utility(number)),
            None => Err("a utility is a number".to_owned()),
        }
    }
}

fn is_negative(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.parse::<f64>().is_ok())
}

/// Reads the command line; the exit code where there is nothing more to do.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, u8> {
    let error = match Motive::try_parse_from(arguments) {
        Ok(motive) => return Ok(motive.command),
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader who has gone does not want the help any more.
            let _ = error.print();
            Err(exit::FOUND)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal::complain(error.render().to_string().trim_end());
            Err(exit::INPUT)
        }
        kind => {
            let code = match kind {
                ErrorKind::ValueValidation | ErrorKind::InvalidValue => motive::codes::LIMIT,
                _ => motive::codes::USAGE,
            };
            let text = error.render().ansi().to_string();
            let text = text.replacen("error:", &format!("error[{}]:", code.id()), 1);
            terminal::complain(text.trim_end());
            Err(exit::INPUT)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(arguments: &[&str]) -> PlanArgs {
        let whole = ["motive", "plan", "w.txt"].iter().chain(arguments);
        match Motive::try_parse_from(whole).unwrap().command {
            Command::Plan(args) => args,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        let limits = plan(&[]).limits.limits();
        assert_eq!(limits, motive::Options::default().limits);
        assert_eq!(limits.author, Some(AUTHOR));
        assert_eq!(limits.character, Some(CHARACTER));
        assert_eq!(limits.epistemic, Some(EPISTEMIC));
        assert_eq!(
            plan(&[]).budget.memory.get(),
            motive::Options::default().memory.map(|b| b >> 20)
        );
    }

    #[test]
    fn every_limit_can_be_unlimited() {
        let args = plan(&[
            "--author-limit",
            "unlimited",
            "--character-limit=unlimited",
            "--time",
            "unlimited",
            "--goal",
            "-2.5",
        ]);
        assert_eq!(args.limits.author_limit.get(), None);
        assert_eq!(args.limits.character_limit.get(), None);
        assert_eq!(args.budget.time.0, None);
        assert_eq!(args.limits.limits().goal, Number::new(-2.5));
    }

    #[test]
    fn a_limit_says_what_is_wrong_with_it() {
        let limit = |text: &str| text.parse::<Limit<u32>>().unwrap_err();
        assert!(limit("-1").contains("negative"));
        assert!(limit("99999999999").contains("too large"));
        assert!(limit("many").contains("whole number"));
        assert!(limit("").contains("whole number"));
        assert!("nan".parse::<Seconds>().unwrap_err().contains("number of seconds"));
        assert!("inf".parse::<Utility>().is_err());
    }

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory as _;
        Motive::command().debug_assert();
    }
}
