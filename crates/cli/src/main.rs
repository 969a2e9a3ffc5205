//! `motive`: the command.
//!
//! Arguments, files, terminal, clock and exit codes; everything else is the library `motive`.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | found, valid, clean |
//! | 1 | proved: none within the limits; not valid; findings |
//! | 2 | bad input, with a located diagnostic on standard error |
//! | 3 | stopped by a limit or by Ctrl-C, with what is known so far |
//! | 4 | a bug in motive |

mod args;
mod bench;
mod check;
mod components;
mod convert;
mod drive;
mod explain;
mod failure;
mod fmt;
mod input;
mod json;
mod new;
mod next;
mod odds;
mod opening;
mod plan;
mod progress;
mod render;
mod simulate;
mod story;
mod suite;
mod tell;
mod terminal;
mod thoughts;
mod verify;
mod village;

use std::process::ExitCode;

use args::Command;
use failure::Failure;
use terminal::Output;

/// Reading a world makes many small things, and the work is done on a thread that is not the first:
/// the system's allocator asks for that one's memory a page at a time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The stack of the thread that does the work. Nothing recurses without a bound, and the bounds
/// are chosen for this much.
pub(crate) const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        terminal::complain(&format!(
            "this is a bug in motive: {panic}\nplease report it, with the command and the files that \
             you used"
        ));
    }));
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run);
    let code = worker.map_or(exit::BUG, |thread| thread.join().unwrap_or(exit::BUG));
    ExitCode::from(code)
}

/// Exit codes.
pub(crate) mod exit {
    pub(crate) const FOUND: u8 = 0;
    pub(crate) const NONE: u8 = 1;
    pub(crate) const INPUT: u8 = 2;
    pub(crate) const STOPPED: u8 = 3;
    pub(crate) const BUG: u8 = 4;
}

fn run() -> u8 {
    let command = match args::parse(std::env::args_os()) {
        Ok(command) => command,
        Err(code) => return code,
    };
    let mut out = Output::standard();
    let outcome = match &command {
        Command::Plan(args) => plan::run(args, &mut out),
        Command::Verify(args) => verify::run(args, &mut out),
        Command::Tell(args) => tell::run(args, &mut out),
        Command::Next(args) => next::run(args, &mut out),
        Command::Simulate(args) => simulate::run(args, &mut out),
        Command::Odds(args) => odds::run(args, &mut out),
        Command::Check(args) => check::run(args, &mut out),
        Command::Bench(args) => bench::run(args, &mut out),
        Command::Explain(args) => explain::run(args, &mut out),
        Command::New(args) => new::run(args, &mut out),
        Command::Fmt(args) => fmt::run(args, &mut out),
        Command::Convert(args) => convert::run(args, &mut out),
    };
    match outcome.and_then(|code| out.finish().map(|()| code)) {
        Ok(code) => code,
        Err(Failure::ClosedPipe) => exit::FOUND,
        Err(Failure::Output(error)) => {
            terminal::complain(&format!("error: the output cannot be written: {error}"));
            exit::INPUT
        }
        Err(Failure::Input(diagnostics)) => {
            render::to_stderr(&diagnostics);
            exit::INPUT
        }
        Err(Failure::Bug(message)) => {
            terminal::complain(&format!(
                "error: this is a bug in motive: {message}\nplease report it, with the command and \
                 the files that you used"
            ));
            exit::BUG
        }
    }
}
