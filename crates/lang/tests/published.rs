//! The published problems, where they are present beside the repository, are read unchanged.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test reads files and says so"
)]

use motive_lang::sabre::read;
use motive_world::program::Program;
use std::path::{Path, PathBuf};

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

fn program(path: &Path) -> Program {
    let text = std::fs::read_to_string(path).expect("a readable problem");
    let reading = read(&text);
    assert_eq!(reading.diagnostics, [], "{}", path.display());
    let program = reading.program.expect("a program, since there are no diagnostics");
    let map = reading.source_map;
    for (index, action) in program.actions.iter().enumerate() {
        let spans = map.action(motive_world::id::ActionSchemaId::at(index)).expect("its place");
        assert_eq!(&text[spans.name.start as usize..spans.name.end as usize], action.name);
    }
    for (index, trigger) in program.triggers.iter().enumerate() {
        let spans = map.trigger(motive_world::id::TriggerSchemaId::at(index)).expect("its place");
        assert_eq!(&text[spans.name.start as usize..spans.name.end as usize], trigger.name);
    }
    program
}

/// The sizes that planning-semantics §8 gives: characters, entities, properties, actions, triggers.
const SIZES: [(&str, [usize; 5]); 16] = [
    ("aladdin", [5, 8, 14, 12, 14]),
    ("basketball", [4, 11, 8, 8, 4]),
    ("bribery", [3, 5, 4, 5, 0]),
    ("deerhunter", [3, 8, 7, 8, 7]),
    ("fantasy", [4, 11, 9, 8, 12]),
    ("gramma", [4, 15, 6, 7, 9]),
    ("hospital", [4, 13, 6, 4, 4]),
    ("jailbreak", [3, 14, 8, 13, 2]),
    ("lovers", [3, 10, 7, 6, 9]),
    ("raiders", [3, 9, 5, 5, 4]),
    ("secretagent", [2, 12, 4, 4, 6]),
    ("space", [2, 11, 9, 10, 10]),
    ("treasure", [2, 6, 2, 4, 0]),
    ("western", [4, 10, 12, 9, 17]),
    ("macguffin", [2, 5, 4, 2, 2]),
    ("treasurehunt", [1, 5, 2, 3, 2]),
];

#[test]
fn benchmark_problems_have_their_published_sizes() {
    let mut count = 0;
    for (name, sizes) in SIZES {
        let path = shared().join(format!("benchmarks/sabre/problems/{name}.txt"));
        if !path.exists() {
            continue;
        }
        let program = program(&path);
        let found = [
            program.characters as usize,
            program.entities.len(),
            program.fluents.len(),
            program.actions.len(),
            program.triggers.len(),
        ];
        assert_eq!(found, sizes, "{name}");
        assert_eq!(program.utilities.len(), sizes[0]);
        count += 1;
    }
    println!("{count} benchmark problems read");
}

#[test]
fn conformance_problems_are_read() {
    let Ok(entries) = std::fs::read_dir(shared().join("conformance")) else {
        println!("no conformance problems here: skipped");
        return;
    };
    let mut count = 0;
    for entry in entries.flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "txt") {
            program(&entry.path());
            count += 1;
        }
    }
    println!("{count} conformance problems read");
}
