//! Where a simulation is taken up: the world after what has happened already.

use std::path::Path;

use motive::{Diagnostic, Diagnostics, Refused, Simulation, Source, Step, World, codes};

use crate::args::OpeningArgs;
use crate::failure::Failure;
use crate::input;

/// What `--after` is called where it is not a file.
const STEPS: &str = "--after";

/// The steps that have happened already.
pub(crate) fn steps(world: &World, path: &Path, args: &OpeningArgs) -> Result<Vec<Step>, Failure> {
    let Some(after) = &args.after else { return Ok(vec![]) };
    // No file is called like a step, but steps are.
    let source = if after.contains('(') && !Path::new(after).exists() {
        Source::new(STEPS, &without_commas(after))
    } else {
        input::not_both_stdin(path, Path::new(after))?;
        input::read(Path::new(after))?
    };
    let (story, _) = world.read_story(source.name(), source.text())?;
    Ok(story.steps.into_iter().map(|explained| explained.step).collect())
}

/// Lets them happen.
pub(crate) fn happen(simulation: &mut Simulation<'_>, steps: &[Step]) -> Result<(), Failure> {
    for step in steps {
        simulation.take(step.clone()).map_err(impossible)?;
    }
    Ok(())
}

/// A given step that cannot happen.
pub(crate) fn impossible(refused: Refused) -> Failure {
    let help = refused.help.unwrap_or_else(|| "look at what it needs".to_owned());
    let diagnostic = Diagnostic::without_place(codes::IMPOSSIBLE_STEP, refused.message).help(help);
    Diagnostics::new(Source::new(STEPS, ""), vec![diagnostic]).into()
}

/// Steps one after the other without the commas between them.
fn without_commas(text: &str) -> String {
    let mut depth = 0_i32;
    let mut replaced = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => return ' ',
            _ => {}
        }
        c
    };
    text.chars().map(&mut replaced).collect()
}

#[cfg(test)]
mod tests {
    use super::without_commas;

    #[test]
    fn only_commas_between_steps_go() {
        assert_eq!(
            without_commas("go(A, B), say(A, k(B, C)),rest"),
            "go(A, B)  say(A, k(B, C)) rest"
        );
    }
}
