//! The standard library: its own tests pass, its pages name all that it declares, and worlds of a
//! usual size that use it are planned soon.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files"
)]

use std::path::{Path, PathBuf};

use motive::{Options, World};
use motive_lang::motive::library;
use motive_syntax::motive::parse;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The worlds that test the library.
fn worlds() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("std/tests"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).collect()
}

#[test]
fn the_library_passes_its_tests() {
    let worlds = worlds();
    for (name, text) in &worlds {
        assert_eq!(motive_syntax::motive::format(text), *text, "{name} is laid out");
        let world = World::from_source(name, text).unwrap_or_else(|d| panic!("{d}"));
        assert!(!world.tests().is_empty(), "{name} tests nothing");
        let checked = world.check();
        assert!(checked.list().is_empty(), "{name}: {checked}");
    }
    for module in library::names() {
        let uses = format!("std.{module}");
        let count = worlds.iter().filter(|(_, text)| text.contains(&uses)).count();
        assert!(count >= 2, "{module} is tested in {count} worlds");
    }
}

/// A module can be changed only by who knows its names.
#[test]
fn the_page_of_a_module_names_all_that_it_declares() {
    for module in library::names() {
        let path = root().join(format!("docs/std/{module}.md"));
        let page = std::fs::read_to_string(&path).unwrap();
        let text = library::text(module).unwrap();
        for declaration in parse(text).file().declarations() {
            for name in declaration.declared() {
                let (alone, called) = (format!("`{}`", name.text()), format!("`{}(", name.text()));
                assert!(
                    page.contains(&alone) || page.contains(&called),
                    "{} does not mention {alone}",
                    path.display()
                );
            }
        }
    }
}

/// Whatever can be told has words: facts and actions.
#[test]
fn facts_and_actions_have_words() {
    use motive_syntax::motive::SyntaxKind::{ACTION_DECL, FACT_DECL, FACT_ITEM, SAY, TEXT_CLAUSE};
    for module in library::names() {
        for declaration in parse(library::text(module).unwrap()).file().declarations() {
            let names: Vec<String> =
                declaration.declared().iter().map(|name| name.text().to_owned()).collect();
            match declaration.kind() {
                FACT_DECL => {
                    let all = declaration.all(FACT_ITEM);
                    assert!(all.map(|item| item.child(SAY)).all(|say| say.is_some()), "{names:?}");
                }
                ACTION_DECL => assert!(declaration.child(TEXT_CLAUSE).is_some(), "{names:?}"),
                _ => {}
            }
        }
    }
}

/// Four people, six places, five things.
const HOUSE: &str = "\
character Ida (she), Bo (he), Cy (he), Dora (she)
place Hall, Attic, Yard, Cellar, Lane, Mill
item Ring, Cup, Lamp, Book, Hat
start
    at(Ida) = Yard, at(Bo) = Attic, at(Cy) = Mill, at(Dora) = Hall
    at(Ring) = Attic, at(Cup) = Hall, at(Lamp) = Cellar, at(Book) = Mill, at(Hat) = Lane
    linked(Yard, Hall), linked(Hall, Attic), linked(Hall, Cellar), linked(Yard, Lane), linked(Lane, Mill)
Ida wants 1 if holder(Ring) is Ida and at(Ida) is Yard
Bo wants 1 if holder(Book) is Bo
Cy wants 1 if holder(Lamp) is Cy
Dora wants 1 if at(Dora) is Lane
author wants holder(Ring) is Ida and at(Ida) is Yard
";

#[test]
fn a_house_is_planned_soon() {
    let uses = "use std.places without walk_together, std.things\n";
    let world = World::from_source("house.motive", &format!("{uses}{HOUSE}")).unwrap();
    assert!(world.check().list().is_empty(), "{}", world.check());
    let options = Options { ticks: Some(500_000), ..Options::default() };
    let outcome = world.plan(&options).unwrap();
    let story = &outcome.stories.first().unwrap().story;
    assert_eq!(
        motive::format::sabre::short(world.program(), story),
        "walk(Ida, Hall)\nwalk(Ida, Attic)\ntake(Ida, Ring)\nwalk(Ida, Hall)\nwalk(Ida, Yard)\n"
    );
}
