//! Remarks about wants and refusals: the examples on their pages give them, and the mended ones do not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

use motive::World;
use motive::{Code, codes};

/// The codes of all that is worth a remark about a world.
fn found(text: &str) -> Vec<&'static str> {
    let world = World::from_source("page.motive", text).unwrap_or_else(|e| panic!("{text}{e}"));
    world.check().list().iter().map(|diagnostic| diagnostic.code.id()).collect()
}

fn example(code: Code, kind: &str) -> String {
    let (_, rest) = code.explanation().split_once(&format!("```text {kind}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn pages_show_what_is_remarked_on() {
    for code in [
        codes::REFUSED_ALREADY,
        codes::REFUSED_NEVER,
        codes::REFUSES_EVERYTHING,
        codes::NEVER_QUIET,
        codes::WORTH_NOTHING,
        codes::NEVER_COMES,
        codes::SECRET_LEAKS,
    ] {
        assert_eq!(found(&example(code, "bad")), [code.id()], "{code}");
        assert_eq!(found(&example(code, "good")), [""; 0], "{code}");
    }
}
