//! What developers of Motive run by hand, as `cargo xtask TASK`.
//!
//! - [`breakages`]: breaks the engine in many small ways, one after another, and sees whether the
//!   tests notice each of them.
//!
//! What must pass before every change is not here: that is the test command of the README.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod breakages;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks for developers of Motive")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Break the engine on purpose, one rule at a time, and see whether the tests notice.
    Breakages(breakages::Options),
}

fn main() -> ExitCode {
    let Arguments { task: Task::Breakages(options) } = Arguments::parse();
    match breakages::run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
