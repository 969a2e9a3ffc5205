//! Whether everyone had a reason for what is said to have happened before the story: by the judge.

use motive_judge::{Judge, Why};
use motive_lang::diagnostic::{Diagnostic, codes};

use crate::World;
use crate::names::step_name;
use crate::search::Options;

/// The events before the story for which somebody had no reason, looking no further than `effort`.
pub(crate) fn findings(world: &World, effort: u64) -> Vec<Diagnostic> {
    let program = world.program();
    if program.before.iter().all(|past| past.is_given) {
        return vec![];
    }
    // A start that cannot be brought about is reported where the whole world is looked at.
    let Ok(judge) = Judge::new(program, Options::default().limits) else { return vec![] };
    let judge = judge.with_effort(effort);
    let mut found = vec![];
    for (index, past) in program.before.iter().enumerate().filter(|(_, past)| past.is_accident) {
        if judge.was_accident(index) == Ok(false) {
            let name = step_name(program, &past.step);
            let diagnostic = Diagnostic::without_place(
                codes::COUNTED_ON,
                format!("{name} was no accident: somebody counted on its turning out so"),
            )
            .help("raise the odds of its other outcomes, or leave out `accident`");
            found.push(Diagnostic { span: world.source_map().before(index), ..diagnostic });
        }
    }
    for (index, past) in program.before.iter().enumerate() {
        let name = step_name(program, &past.step);
        let (code, message) = match judge.unexplained_before(index) {
            Ok(None) => continue,
            Ok(Some(missing)) => {
                let who = &program.entities[missing.character.index()].name;
                let message = match missing.why {
                    Why::Disbelieves { .. } => {
                        format!("{who} did not believe {name} to be possible")
                    }
                    _ => format!(
                        "{who} had no reason for {name}: nothing that could begin with it ended better"
                    ),
                };
                (codes::UNEXPLAINED_BEFORE, message)
            }
            Err(fault) => (
                codes::TEST_UNDECIDED,
                format!("whether everyone had a reason for {name} is not decided: {fault}"),
            ),
        };
        let diagnostic = Diagnostic::without_place(code, message)
            .help("write `given` before it if nobody is to be asked for a reason");
        found.push(Diagnostic { span: world.source_map().before(index), ..diagnostic });
    }
    found
}
