//! Problems of the Sabre planner, converted: the same world in other words.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files and say what they found"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use motive::{Limits, Number, Options, World};
use motive_lang::convert::to_motive;
use motive_lang::motive as language;

fn problems(folder: &str) -> Vec<(String, String)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else { return vec![] };
    let mut found: Vec<(String, String)> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// Everything that a world says of itself: sizes, the start, what can be done at once.
fn converted(name: &str, text: &str) -> (World, World) {
    let sabre = World::from_source(&format!("{name}.txt"), text)
        .unwrap_or_else(|diagnostics| panic!("{name}: {diagnostics}"));
    let written = to_motive(text, name).unwrap();
    assert_eq!(motive_syntax::motive::format(&written), written, "{name}: tidy");
    let motive = World::from_source(&format!("{name}.motive"), &written)
        .unwrap_or_else(|diagnostics| panic!("{name}: {diagnostics}\n{written}"));
    (sabre, motive)
}

fn assert_same(name: &str, text: &str) -> (World, World) {
    let (sabre, motive) = converted(name, text);
    let (before, after) = (sabre.size(), motive.size());
    assert_eq!(before.characters, after.characters, "{name}");
    assert_eq!(before.others, after.others, "{name}");
    assert_eq!(before.types, after.types, "{name}");
    assert_eq!(before.fluents, after.fluents, "{name}");
    assert_eq!(before.ground_fluents, after.ground_fluents, "{name}: ground facts");
    assert_eq!(before.ground_actions, after.ground_actions, "{name}: ground actions");
    assert_eq!(before.ground_triggers, after.ground_triggers, "{name}: ground rules");
    assert_eq!(before.statements, after.statements, "{name}: statements");
    let names = |world: &World| -> Vec<String> {
        (0..world.ground().steps.len())
            .map(|at| world.ground().step_name(motive_world::ground::StepId::at(at)))
            .collect()
    };
    assert_eq!(names(&sabre), names(&motive), "{name}");
    (sabre, motive)
}

fn shortest(world: &World, limits: Limits) -> Option<usize> {
    let options = Options { limits, optimal: true, ticks: Some(2_000_000), ..Options::default() };
    let outcome = world.plan(&options).unwrap();
    outcome.stories.first().map(|judged| judged.story.steps.len())
}

#[test]
fn the_worlds_of_the_repository_convert() {
    let worlds = problems("worlds");
    assert!(worlds.len() >= 6);
    for (name, text) in worlds {
        let (sabre, motive) = assert_same(&name, &text);
        let limits = Options::default().limits;
        assert_eq!(shortest(&sabre, limits), shortest(&motive, limits), "{name}");
    }
}

#[test]
fn the_published_problems_convert() {
    let published = problems("../shared/benchmarks/sabre/problems");
    let cases = problems("../shared/conformance");
    for (name, text) in published.iter().chain(&cases) {
        assert_same(name, text);
    }
    let count = (published.len(), cases.len());
    std::io::stderr()
        .write_all(format!("converted: {} problems, {} cases\n", count.0, count.1).as_bytes())
        .unwrap();
}

/// The smaller tasks of the published benchmark: name, goal, author, character and epistemic limits.
const TASKS: [(&str, i32, u32, u32, u32); 5] = [
    ("raiders", 1, 7, 4, 1),
    ("bribery", 1, 5, 5, 2),
    ("deerhunter", 1, 10, 6, 1),
    ("secretagent", 1, 8, 8, 1),
    ("macguffin", 1, 5, 5, 2),
];

#[test]
fn converted_problems_have_the_same_shortest_stories() {
    let published = problems("../shared/benchmarks/sabre/problems");
    for (name, goal, author, character, epistemic) in TASKS {
        let Some((_, text)) = published.iter().find(|(other, _)| other == name) else { continue };
        let (sabre, motive) = converted(name, text);
        let limits = Limits {
            goal: Some(Number::from(goal)),
            author: Some(author),
            character: Some(character),
            epistemic: Some(epistemic),
            accidents: None,
        };
        let (before, after) = (shortest(&sabre, limits), shortest(&motive, limits));
        assert!(before.is_some(), "{name} has a story");
        assert_eq!(before, after, "{name}");
    }
}

/// Whatever the language of the problem, the text that comes out is clean.
#[test]
fn odd_names_and_forms_survive() {
    let text = "
        type needs; type keeper; type place : keeper; type character : keeper;
        entity to : character; entity is : character; entity The.Hut : place;
        entity Both : place, needs; entity skip : needs;
        property at(c : character) : place; property at(n : needs) : keeper;
        property effect(b : boolean, n : needs) : boolean; property gold() : number;
        property to() : boolean; property only(True, 3) : number;
        at(to) = The.Hut; gold() = 2.5; believes(is, believes(to, gold() = 0 - 1));
        believes(to, gold()) = gold() + 1; believes(is, at(to)) = ?; at(skip) = ?;
        forall(b : boolean) (effect(b, skip) & believes(to, !effect(b, skip)));
        action not(c : character, d : character, n : needs) {
            precondition: (c == d | at(n) : place) & !(believes(c, gold()) > 2 & to())
                & forall(c : needs) (exists(d : boolean) effect(d, c))
                & if(to()) (gold() == 1) elseif(c != d) (gold() * 2 + 1 < 9);
            effect: (if(to()) to() = (gold() == 1 | to()) else forall(e : character) believes(e, at(c) = at(d)))
                & gold() = gold() - (if(to()) 1 elseif(gold() == 2) 5 else 3) * (sum(x : needs) if(x == n) 1 else 2);
            consenting: c, d;
            observing(entity : entity): believes(c, at(c)) == at(d) | entity == c;
        };
        trigger when(c : character) { precondition: at(c) == ?; effect: at(c) = The.Hut; };
        utility(): (if(to()) 1 else 0) + gold();
        utility(to): if(gold() > 3) 1 elseif(to()) 2 else (sum(c : character) if(at(c) == The.Hut) 1 else 0);
        utility(is): gold() == 1 & to();
    ";
    let (sabre, motive) = assert_same("odd", text);
    for world in [&sabre, &motive] {
        assert!(world.plan(&Options { ticks: Some(1_000), ..Options::default() }).is_ok());
    }
    let written = to_motive(text, "odd").unwrap();
    assert!(language::read(&written).diagnostics.is_empty());
}
