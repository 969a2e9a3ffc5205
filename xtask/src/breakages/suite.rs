//! The tests that have to notice a breakage.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Error;
use super::scratch::Scratch;

/// A test that runs longer than this is ended, and has failed.
const PATIENCE: Duration = Duration::from_secs(300);

/// What the suite came to.
pub(super) enum Outcome {
    /// No test failed.
    Passed,
    /// A test failed.
    Failed(Failure),
    /// What the compiler said.
    DoesNotCompile(String),
}

/// The first test that failed.
pub(super) struct Failure {
    test: String,
    message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.test, self.message)
    }
}

/// The tests of a copy of the repository.
pub(super) struct Suite<'s> {
    scratch: &'s Scratch,
    worlds: u64,
}

impl<'s> Suite<'s> {
    /// The comparison on so many random worlds, and the engine's own tests.
    pub(super) fn new(scratch: &'s Scratch, worlds: u64) -> Self {
        Suite { scratch, worlds }
    }

    /// Builds and runs the tests, as far as the first failure.
    ///
    /// # Errors
    /// Programs that cannot be started.
    pub(super) fn run(&self) -> Result<Outcome, Error> {
        let comparison = ["--package", "motive-testkit", "--test", "agreement"];
        let programs = match self.build(&comparison)? {
            Ok(programs) => programs,
            Err(message) => return Ok(Outcome::DoesNotCompile(message)),
        };
        for program in &programs {
            if let Some(failure) = self.compare(program)? {
                return Ok(Outcome::Failed(failure));
            }
        }
        let courses =
            ["--package", "motive-testkit", "--test", "survey", "--test", "outlines"].as_slice();
        let own = ["--package", "motive-world", "--package", "motive-plan", "--tests"].as_slice();
        let simulation = ["--package", "motive", "--test", "simulation"].as_slice();
        for tests in [courses, own, simulation] {
            let programs = match self.build(tests)? {
                Ok(programs) => programs,
                Err(message) => return Ok(Outcome::DoesNotCompile(message)),
            };
            for program in &programs {
                let mut run = self.start(program, 0, 0..self.worlds)?;
                if let Some(failure) = run.wait()? {
                    return Ok(Outcome::Failed(failure));
                }
            }
        }
        Ok(Outcome::Passed)
    }

    /// Builds tests: the programs, or what the compiler said.
    fn build(&self, which: &[&str]) -> Result<Result<Vec<PathBuf>, String>, Error> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["test", "--no-run", "--message-format", "json-render-diagnostics"])
            .args(which)
            .current_dir(&self.scratch.repository)
            .env("CARGO_TARGET_DIR", &self.scratch.target)
            // Edited a little, built often, run briefly.
            .env("CARGO_INCREMENTAL", "1")
            .env("CARGO_PROFILE_TEST_DEBUG", "false")
            .output()
            .map_err(|e| Error(format!("cannot run cargo: {e}")))?;
        if !output.status.success() {
            return Ok(Err(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let programs = String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| message["profile"]["test"] == true)
            .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
            .collect();
        Ok(Ok(programs))
    }

    /// The comparison of engine and judge, with the worlds divided among the processors.
    fn compare(&self, program: &Path) -> Result<Option<Failure>, Error> {
        let processors = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
        let share = self.worlds.div_ceil(processors);
        let mut runs = vec![];
        for processor in 0..processors {
            let first = processor * share;
            runs.push(self.start(program, processor, first..(first + share).min(self.worlds))?);
        }
        let mut failure = None;
        for run in &mut runs {
            // The first is waited for even if a later one has failed: the seed that is reported
            // stays the same from run to run.
            if failure.is_none() {
                failure = run.wait()?;
            }
        }
        Ok(failure)
    }

    fn start(
        &self,
        program: &Path,
        number: u64,
        worlds: std::ops::Range<u64>,
    ) -> Result<Run, Error> {
        let log = self.scratch.target.join(format!("suite-{number}.log"));
        let file = File::create(&log).map_err(|e| Error::new("cannot write", &log, e))?;
        let errors = file.try_clone().map_err(|e| Error::new("cannot write", &log, e))?;
        let child = Command::new(program)
            .env("MOTIVE_FIRST_SEED", worlds.start.to_string())
            .env("MOTIVE_WORLDS", (worlds.end - worlds.start).to_string())
            .env("RUST_BACKTRACE", "0")
            .current_dir(&self.scratch.repository)
            .stdout(file)
            .stderr(errors)
            .spawn()
            .map_err(|e| Error::new("cannot run", program, e))?;
        Ok(Run { child, log })
    }
}

/// A test program that is running; ended when dropped.
struct Run {
    child: Child,
    log: PathBuf,
}

impl Run {
    /// Waits for the end; the failure, if there was one.
    fn wait(&mut self) -> Result<Option<Failure>, Error> {
        let began = Instant::now();
        let status: ExitStatus = loop {
            let ended = self.child.try_wait().map_err(|e| Error(format!("cannot wait: {e}")))?;
            if let Some(status) = ended {
                break status;
            }
            if began.elapsed() > PATIENCE {
                let message = format!("no end after {} s", PATIENCE.as_secs());
                return Ok(Some(Failure { test: "a test".to_owned(), message }));
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let text =
            fs::read_to_string(&self.log).map_err(|e| Error::new("cannot read", &self.log, e))?;
        Ok(if status.success() { None } else { failure(&text) })
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // Where it has ended already there is nothing to end, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first failure that a test program reports.
///
/// That random worlds have too little of some feature is none: the shares are for so many worlds,
/// and say nothing of what is compared.
fn failure(log: &str) -> Option<Failure> {
    let mut lines = log.lines();
    let test = lines
        .by_ref()
        .find_map(|line| line.strip_prefix("---- ")?.strip_suffix(" stdout ----"))
        .unwrap_or("a test that ended with its program");
    let message = lines
        .skip_while(|line| !line.contains("panicked at"))
        .nth(1)
        .unwrap_or("without a message");
    let short: String = message.chars().take(90).collect();
    let is_share = message.ends_with("% are wanted");
    (!is_share).then(|| Failure { test: test.to_owned(), message: short })
}

#[cfg(test)]
mod tests {
    use super::failure;

    #[test]
    fn the_first_failure_is_named() {
        let log = "\nrunning 2 tests\ntest one ... ok\ntest two ... FAILED\n\nfailures:\n\n\
                   ---- two stdout ----\n\nthread 'two' (7) panicked at tests/two.rs:3:4:\n\
                   seed 5: different stories\nnote: more\n";
        let failure = failure(log).expect("it failed");
        assert_eq!(failure.to_string(), "two (seed 5: different stories)");
    }

    #[test]
    fn too_few_worlds_with_a_feature_are_no_failure() {
        let log = "---- two stdout ----\nthread 'two' panicked at tests/two.rs:3:4:\n\
                   surprise: only 4 % of the worlds, 5 % are wanted\n";
        assert!(failure(log).is_none());
    }
}
