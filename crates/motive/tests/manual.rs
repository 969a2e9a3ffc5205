//! The manual tells the truth: every world in it is read, is laid out, and has the story that it promises.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files"
)]

use std::path::Path;

use motive::{Options, World};

fn fences(page: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(kind) = line.strip_prefix("```motive ") {
            let body: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            found.push((number + 1, kind.to_owned(), body.join("\n") + "\n"));
        }
    }
    found
}

#[test]
fn every_world_in_the_manual_runs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/language.md");
    let page = std::fs::read_to_string(path).unwrap();
    let fences = fences(&page);
    assert!(fences.len() >= 11, "{}", fences.len());
    for (line, kind, text) in fences {
        let place = format!("docs/language.md, line {line}");
        let world = World::from_source("manual.motive", &text);
        match kind.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["world", length] => {
                assert_eq!(motive_syntax::motive::format(&text), text, "{place}");
                let world = world.unwrap_or_else(|found| panic!("{place}: {found}"));
                assert!(world.warnings().list().is_empty(), "{place}: {}", world.warnings());
                let tests = world.check();
                let failed = tests.list().iter().find(|d| d.code.id().starts_with("W040"));
                assert!(failed.is_none(), "{place}: {failed:?}");
                let outcome = world.plan(&Options { optimal: true, ..Options::default() }).unwrap();
                let found = outcome.stories.first().map(|judged| judged.story.steps.len());
                assert_eq!(found, length.parse().ok(), "{place}");
            }
            ["bad", code] => {
                let found = world.map(|_| ()).unwrap_err();
                assert_eq!(found.list()[0].code.id(), *code, "{place}: {found}");
            }
            ["later"] => {
                let found = world.map(|_| ()).unwrap_err();
                assert!(found.list().iter().all(|d| d.code.id() == "E0901"), "{place}: {found}");
            }
            _ => panic!("{place}: what is a fence of kind `{kind}`?"),
        }
    }
}
