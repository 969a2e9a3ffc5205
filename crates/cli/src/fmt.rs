//! `motive fmt`: lays out files in Motive's language.

use std::path::Path;

use motive::Source;
use serde::Serialize;

use crate::args::FmtArgs;
use crate::failure::Failure;
use crate::terminal::Output;
use crate::{exit, input, json, render};

#[derive(Debug, Serialize)]
struct FmtJson {
    format: &'static str,
    version: u32,
    files: Vec<FileJson>,
}

#[derive(Debug, Serialize)]
struct FileJson {
    file: String,
    /// Whether its layout was, or would be, changed.
    changed: bool,
    problems: Vec<json::DiagnosticJson>,
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &FmtArgs, out: &mut Output) -> Result<u8, Failure> {
    let mut files = Vec::new();
    let mut code = exit::FOUND;
    for path in &args.files {
        let source = input::read(path)?;
        let is_stdin = path.as_os_str() == "-";
        if !is_stdin && path.extension().is_none_or(|extension| extension != "motive") {
            return Err(input::complaint(
                motive::codes::UNKNOWN_FORMAT,
                source.name(),
                format!("{} is not a file in Motive's language", source.name()),
                "such a file ends in `.motive`",
            ));
        }
        let tidy = motive::text::tidy(&source);
        let changed = tidy.text != source.text();
        if !tidy.problems.list().is_empty() {
            render::to_stderr(&tidy.problems);
            code = exit::INPUT;
        }
        if args.check {
            if changed {
                code = code.max(exit::NONE);
                if !args.json {
                    out.line(&format!("{} is not laid out", source.name()))?;
                }
            }
        } else if is_stdin && !args.json {
            out.line(tidy.text.trim_end_matches('\n'))?;
        } else if changed && !is_stdin {
            replace(path, &source, &tidy.text)?;
        }
        let problems = json::diagnostics(&tidy.problems);
        files.push(FileJson { file: source.name().to_owned(), changed, problems });
    }
    if args.json {
        out.json(&FmtJson { format: "motive-fmt", version: json::VERSION, files })?;
    }
    Ok(code)
}

/// Puts a text in the place of a file, wholly or not at all.
fn replace(path: &Path, source: &Source, text: &str) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".tmp");
    let beside = Path::new(&beside);
    let written = std::fs::write(beside, text).and_then(|()| std::fs::rename(beside, path));
    written.map_err(|error| {
        // What is left of the attempt is of no use; that it cannot be removed changes nothing.
        let _ = std::fs::remove_file(beside);
        input::complaint(
            motive::codes::UNWRITABLE,
            source.name(),
            format!("{} cannot be written: {error}", source.name()),
            "check that the file and its directory may be written to",
        )
    })
}
