//! Every world under `worlds/`: clean, and with a shortest story of the length that its header
//! promises.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files"
)]

use std::path::Path;

use motive::{Options, World};

/// The length of the shortest story within the default limits; `None`: there is none.
const WORLDS: [(&str, Option<usize>); 13] = [
    ("cellar-key.motive", Some(2)),
    ("fair-tart.txt", Some(3)),
    ("false-promise.motive", Some(4)),
    ("ferry.txt", Some(5)),
    ("hidden-letter.motive", Some(3)),
    ("mill-wheel.txt", Some(5)),
    ("missing-bicycle.txt", Some(4)),
    ("orchard-letter.txt", Some(4)),
    ("river-barge.motive", Some(30)),
    ("rumour.motive", Some(5)),
    ("secret-and-lie.motive", Some(3)),
    ("surprise-party.txt", None),
    ("theft.motive", Some(5)),
];

/// Worlds in which people speak. Their own tests plan a story and say what comes of it; that it is
/// a shortest one takes long to prove.
const SPOKEN: [&str; 1] = ["street.motive"];

#[test]
fn spoken_worlds_pass_their_tests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds");
    for name in SPOKEN {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(motive_syntax::motive::format(&text), text, "{name} is laid out");
        let world = World::from_source(name, &text).unwrap_or_else(|d| panic!("{name}: {d}"));
        assert!(!world.tests().is_empty(), "{name} tests nothing");
        let checked = world.check();
        assert!(checked.list().is_empty(), "{name}: {checked}");
    }
}

#[test]
fn worlds_are_clean_and_have_the_stories_that_they_promise() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds");
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "txt" || kind == "motive"))
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort();
    files.retain(|file| !SPOKEN.contains(&file.as_str()));
    assert_eq!(files, WORLDS.map(|(name, _)| name), "a world without an expectation here");
    for (name, length) in WORLDS {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        if name.ends_with(".motive") {
            assert_eq!(motive_syntax::motive::format(&text), text, "{name} is laid out");
        }
        let world = World::from_source(name, &text)
            .unwrap_or_else(|diagnostics| panic!("{name}: {:?}", diagnostics.list()));
        assert!(world.check().list().is_empty(), "{name}: {:?}", world.check().list());
        let options = Options { optimal: true, ..Options::default() };
        let outcome = world.plan(&options).unwrap();
        let found = outcome.stories.first().map(|judged| judged.story.steps.len());
        assert_eq!(found, length, "{name}: the length of the shortest story");
    }
}
