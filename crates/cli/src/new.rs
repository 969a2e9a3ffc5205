//! `motive new`: a small world to start from.

use std::io::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use crate::args::NewArgs;
use crate::failure::Failure;
use crate::terminal::Output;
use crate::{exit, input, json};

/// The world that is written, with a title to be put in.
const STARTER: &str = include_str!("starter.motive");

#[derive(Debug, Serialize)]
struct NewJson {
    format: &'static str,
    version: u32,
    file: String,
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &NewArgs, out: &mut Output) -> Result<u8, Failure> {
    let mut path: PathBuf = args.name.clone();
    if path.extension().is_none_or(|extension| extension != "motive") {
        path.as_mut_os_string().push(".motive");
    }
    let name = path.display().to_string();
    let title =
        path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let title: String = title.chars().filter(|c| *c != '"' && !c.is_control()).collect();
    let text = STARTER.replacen("A world", &title, 1);
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
    let mut file = match file {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(input::complaint(
                motive::codes::FILE_EXISTS,
                &name,
                format!("there is a file {name} already"),
                "give the world another name",
            ));
        }
        Err(error) => return Err(unwritable(&name, &error)),
    };
    if let Err(error) = file.write_all(text.as_bytes()) {
        // Half a world is of no use; that it cannot be removed changes nothing.
        let _ = std::fs::remove_file(&path);
        return Err(unwritable(&name, &error));
    }
    if args.json {
        out.json(&NewJson { format: "motive-new", version: json::VERSION, file: name })?;
        return Ok(exit::FOUND);
    }
    out.line(&format!("Wrote {name}. Next:"))?;
    out.line(&format!("  motive check {name}    what is wrong or doubtful"))?;
    out.line(&format!("  motive tell {name}     its story in prose; --why adds the reasons"))?;
    out.line(&format!(
        "  motive plan {name}     the same as a list of acts, each with its reasons"
    ))?;
    Ok(exit::FOUND)
}

fn unwritable(name: &str, error: &std::io::Error) -> Failure {
    input::complaint(
        motive::codes::UNWRITABLE,
        name,
        format!("{name} cannot be written: {error}"),
        "check that the directory exists and may be written to",
    )
}
