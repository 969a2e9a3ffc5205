//! `motive convert`: a problem in Sabre's language as a world in Motive's, on standard output.

use serde::Serialize;

use crate::args::ConvertArgs;
use crate::failure::Failure;
use crate::terminal::Output;
use crate::{exit, input, json};

#[derive(Debug, Serialize)]
struct ConvertJson<'a> {
    format: &'static str,
    version: u32,
    world: &'a str,
    text: &'a str,
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &ConvertArgs, out: &mut Output) -> Result<u8, Failure> {
    let source = input::read(&args.world)?;
    if source.name().ends_with(".motive") {
        return Err(input::complaint(
            motive::codes::UNKNOWN_FORMAT,
            source.name(),
            format!("{} is in Motive's language already", source.name()),
            "`motive convert` takes a problem in Sabre's language",
        ));
    }
    let text = motive::text::convert(&source)?;
    if args.json {
        let world = source.name();
        out.json(&ConvertJson {
            format: "motive-convert",
            version: json::VERSION,
            world,
            text: &text,
        })?;
    } else {
        out.line(text.trim_end_matches('\n'))?;
    }
    Ok(exit::FOUND)
}
