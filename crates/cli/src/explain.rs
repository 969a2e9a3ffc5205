//! `motive explain`: the page of a code.

use motive::{Diagnostic, Diagnostics, Source, codes, diagnostic};
use serde::Serialize;

use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::terminal::Output;
use crate::terminal::style::{BOLD, RESET};
use crate::{exit, json};

#[derive(Debug, Serialize)]
struct CodesJson {
    format: &'static str,
    version: u32,
    codes: Vec<CodeJson>,
}

#[derive(Debug, Serialize)]
struct CodeJson {
    code: &'static str,
    title: &'static str,
    page: &'static str,
}

/// Runs the verb; the exit code.
pub(crate) fn run(args: &ExplainArgs, out: &mut Output) -> Result<u8, Failure> {
    let chosen: Vec<motive::Code> = match &args.code {
        None => diagnostic::all().collect(),
        Some(id) => {
            vec![diagnostic::find(id).ok_or_else(|| unknown(id))?]
        }
    };
    if args.json {
        let codes = chosen
            .iter()
            .map(|code| CodeJson { code: code.id(), title: code.title(), page: code.explanation() })
            .collect();
        out.json(&CodesJson { format: "motive-codes", version: json::VERSION, codes })?;
        return Ok(exit::FOUND);
    }
    for code in &chosen {
        if args.code.is_some() {
            out.line(&format!(
                "{BOLD}{}: {}{RESET}\n\n{}",
                code.id(),
                code.title(),
                code.explanation()
            ))?;
        } else {
            out.line(&format!("{BOLD}{}{RESET}  {}", code.id(), code.title()))?;
        }
    }
    Ok(exit::FOUND)
}

fn unknown(id: &str) -> Failure {
    let near = motive::names::nearest(&id.to_uppercase(), diagnostic::all().map(|code| code.id()));
    let id: String = id.chars().take(40).collect();
    let message = format!("there is no code {id}");
    let diagnostic =
        Diagnostic::without_place(codes::UNKNOWN_CODE, message).help(near.map_or_else(
            || "`motive explain` lists all codes".to_owned(),
            |near| format!("did you mean `{near}`? `motive explain` lists all codes"),
        ));
    Diagnostics::new(Source::new("", ""), vec![diagnostic]).into()
}
