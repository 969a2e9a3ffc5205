//! Worlds of several files: read, planned, checked, and what is wrong shown in its file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use motive::{Diagnostics, FileId, Options, Unreadable, World};

const CAST: &str = "\
use std.places
character Ida (she), Bo (he)
place Hall, Attic
start
    at(Ida) = Hall, at(Bo) = Attic, linked(Hall, Attic)
test \"not run by those who use this\"
    expect at(Ida) is Attic
";

fn world(main: &str, cast: &str) -> Result<World, Diagnostics> {
    World::from_files("worlds/main.motive", main, &mut |path| match path {
        "cast.motive" => Ok(cast.to_owned()),
        _ => Err(Unreadable::Missing),
    })
}

#[test]
fn a_story_goes_through_what_is_used() {
    let main = "use cast\nIda wants 1 if at(Ida) is Attic\nBo wants 1 if at(Bo) is Hall\n\
        author wants at(Ida) is Attic\ntest \"seen\"\n    after walk(Ida, Attic)\n    expect Bo believes at(Ida) is Attic\n";
    let world = world(main, CAST).unwrap();
    assert_eq!(world.check().list(), []);
    let outcome = world.plan(&Options::default()).unwrap();
    let story = motive::format::sabre::short(world.program(), &outcome.stories[0].story);
    assert_eq!(story, "walk(Ida, Attic)\n");
    let names: Vec<(u32, &str)> =
        world.sources().iter().map(|(file, source)| (file.0, source.name())).collect();
    assert_eq!(names, [(0, "worlds/main.motive"), (1, "worlds/cast.motive"), (2, "std.places")]);
}

#[test]
fn a_part_is_checked_by_itself() {
    let alone = World::from_source("cast.motive", CAST).unwrap();
    let found = alone.check();
    assert_eq!(
        found.to_string(),
        "cast.motive:7:12: warning[W0406]: this is not so at the start (help: change what is expected, or the \
         world)"
    );
    for module in motive_lang::motive::library::names() {
        let text = motive_lang::motive::library::text(module).unwrap();
        let world = World::from_source(&format!("std/{module}.motive"), text).unwrap();
        assert_eq!(world.check().list(), [], "{module}");
    }
}

#[test]
fn what_is_wrong_is_shown_in_its_file() {
    let main = "use cast\nplace Hall\nauthor wants at(Ida) is Cellar\n";
    let found = world(main, &CAST.replace("linked(", "linkd(")).unwrap_err();
    assert_eq!(
        found.to_string(),
        "worlds/main.motive:2:7: error[E0805]: something called `Hall` is declared already (help: give one of the \
         two another name, or leave one out: `use … without …`)\n\
         worlds/main.motive:3:25: error[E0802]: there is no `Cellar` (help: declare it: `place Cellar` (or \
         another type) for a thing, `fact Cellar` for what is so or not)\n\
         worlds/cast.motive:5:37: error[E0803]: there is no fact or definition `linkd` (help: did you mean \
         `linked`?)"
    );
    assert_eq!(found.list()[0].secondary[0].0.file, FileId(1));
    let found = World::from_source("main.motive", main).unwrap_err();
    assert_eq!(
        found.to_string(),
        "main.motive:1:5: error[E0831]: this world is read without the files beside it (help: check the path, and the file)"
    );
}

/// A fault that shows only when the world is grounded has its place in a used file.
#[test]
fn a_fault_of_the_world_is_shown_in_its_file() {
    let cast = format!("{CAST}event odd\n    effect at(Bo) = Hall, at(Bo) = Attic\n");
    let found = world("use cast\nauthor wants at(Ida) is Attic\n", &cast).unwrap_err();
    assert!(found.to_string().starts_with("worlds/cast.motive:8:7: error[E0"), "{found}");
}
