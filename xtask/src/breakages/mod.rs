//! Deliberate breakages: does the suite notice when a rule of the semantics is broken?
//!
//! A **breakage** is one small edit of the fast engine that breaks one rule of planning-semantics
//! §4 or §6, the kind of bug that somebody might well write. The list is `breakages.toml`. Each is
//! made in a copy of the repository, the tests are built and run there, and one of them has to
//! fail; then the edit is taken back. An edit that does not compile is a mistake in the list.
//!
//! The tests that have to notice are those that compare the engine with the judge on random worlds,
//! then the directed tests of the engine itself. Nothing outside the repository is used.

mod list;
mod scratch;
mod snippet;
mod suite;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use list::Breakage;
use scratch::Scratch;
use suite::{Outcome, Suite};

/// What `cargo xtask breakages` is asked to do.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only breakages whose name contains this; may be repeated.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// How many random worlds the engine and the judge are compared on.
    #[arg(long, value_name = "N", default_value_t = 2000)]
    worlds: u64,
}

/// Why the task could not be carried out.
#[derive(Debug)]
pub(crate) struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error {
    fn new(doing: &str, path: &Path, error: impl fmt::Display) -> Self {
        Error(format!("{doing} {}: {error}", path.display()))
    }
}

/// Makes every breakage in turn; `true` if all were caught.
///
/// # Errors
/// A list with mistakes, a repository whose tests fail before anything is broken, or files that
/// cannot be read or written.
pub(crate) fn run(options: &Options) -> Result<bool, Error> {
    let root = root();
    let breakages = list::read(&root)?;
    let mistakes = list::mistakes(&root, &breakages);
    if !mistakes.is_empty() {
        return Err(Error(format!("the list has mistakes\n  {}", mistakes.join("\n  "))));
    }
    let chosen: Vec<&Breakage> = breakages
        .iter()
        .filter(|breakage| {
            options.only.is_empty()
                || options.only.iter().any(|part| breakage.name.contains(part.as_str()))
        })
        .collect();
    if chosen.is_empty() {
        return Err(Error("no breakage has such a name".to_owned()));
    }
    let scratch = Scratch::of(&root)?;
    let suite = Suite::new(&scratch, options.worlds);
    match suite.run()? {
        Outcome::Passed => {}
        Outcome::Failed(failure) => {
            return Err(Error(format!("fails with nothing broken: {failure}")));
        }
        Outcome::DoesNotCompile(message) => {
            return Err(Error(format!("does not compile with nothing broken\n{message}")));
        }
    }
    let name_width = chosen.iter().map(|b| b.name.len()).max().unwrap_or(0);
    let rule_width = chosen.iter().map(|b| b.rule.len()).max().unwrap_or(0);
    let mut missed = 0;
    let mut uncompiled = 0;
    for breakage in &chosen {
        let began = Instant::now();
        let outcome = {
            let _broken = scratch.broken(breakage)?;
            suite.run()?
        };
        let verdict = match &outcome {
            Outcome::Failed(failure) => failure.to_string(),
            Outcome::Passed => {
                missed += 1;
                "NOT CAUGHT".to_owned()
            }
            Outcome::DoesNotCompile(message) => {
                uncompiled += 1;
                format!("DOES NOT COMPILE\n{message}")
            }
        };
        println!(
            "{:name_width$}  {:rule_width$}  {:>3} s  {verdict}",
            breakage.name,
            breakage.rule,
            began.elapsed().as_secs()
        );
    }
    println!(
        "{} breakages: {} caught, {missed} not caught, {uncompiled} do not compile",
        chosen.len(),
        chosen.len() - missed - uncompiled
    );
    Ok(missed + uncompiled == 0)
}

fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}
