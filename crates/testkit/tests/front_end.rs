//! Random worlds, written out as Sabre problems and read back, have the same stories.

use motive_plan::components::Components;
use motive_plan::search::{Options, Progress, Search, StopReason};
use motive_testkit::print::sabre;
use motive_testkit::random::RandomWorld;
use motive_world::ground::{GroundLimits, GroundWorld};
use motive_world::program::Program;
use motive_world::story::Limits;

/// Every story by the names of its steps, or why there is no telling.
fn stories(program: &Program, limits: Limits) -> Result<Vec<Vec<String>>, String> {
    let ground = GroundWorld::of(program, &GroundLimits::default())
        .map_err(|faults| faults[0].to_string())?;
    let options = Options {
        limits,
        all: true,
        optimal: false,
        ticks: Some(200_000),
        memory: None,
        components: Components::default(),
    };
    let mut search = Search::new(&ground, &options).map_err(|fault| fault.to_string())?;
    let mut found = vec![];
    loop {
        match search.step(u64::MAX) {
            Progress::Running => {}
            Progress::Story(story) => found.push(
                story
                    .steps
                    .iter()
                    .map(|step| program.action_call(step.step.action, &step.step.arguments))
                    .collect(),
            ),
            Progress::Done(StopReason::Exhausted | StopReason::Nesting) => return Ok(found),
            Progress::Done(reason) => return Err(format!("{reason:?}")),
        }
    }
}

#[test]
fn worlds_survive_being_written_and_read() {
    let mut compared = 0;
    let mut with_stories = 0;
    for seed in 0..150 {
        let RandomWorld { program, limits } = RandomWorld::new(seed);
        let text = sabre(&program);
        let reading = motive_lang::sabre::read(&text);
        let Some(read) = reading.program else {
            // What one reading rejects at the declaration, the other rejects while grounding.
            let fault = stories(&program, limits).expect_err(&format!(
                "seed {seed}: only the front end rejects it: {:?}\n{text}",
                reading.diagnostics
            ));
            assert!(fault.contains("contradictory"), "seed {seed}: {fault}");
            continue;
        };
        let (Ok(ours), Ok(theirs)) = (stories(&program, limits), stories(&read, limits)) else {
            continue;
        };
        assert_eq!(ours, theirs, "seed {seed}:\n{text}");
        compared += 1;
        with_stories += usize::from(!ours.is_empty());
    }
    assert!(compared >= 130, "only {compared} worlds compared");
    assert!(with_stories >= 30, "only {with_stories} worlds had stories");
}
