//! The manual tells the truth: every world in it is read, is laid out, and has the story that it promises.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files"
)]

use std::path::{Path, PathBuf};

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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files in a directory with a certain ending, in order.
fn files_in(directory: &str, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join(directory))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == ending))
        .collect();
    files.sort();
    files
}

/// The manual and the pages of the library: their names and texts.
fn pages() -> Vec<(String, String)> {
    let mut files = vec![root().join("docs/language.md"), root().join("docs/coming-from-sabre.md")];
    files.extend(files_in("docs/std", "md"));
    let named = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (named(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// Every example there is: the worlds of the manual, of `worlds/`, the library with its tests, and the
/// world that `motive new` writes.
fn examples() -> Vec<(String, String)> {
    let root = root();
    let mut found: Vec<(String, String)> = Vec::new();
    for (name, page) in pages() {
        let worlds = fences(&page).into_iter().filter(|(_, kind, _)| kind.starts_with("world"));
        found.extend(worlds.map(|(line, _, text)| (format!("{name}, line {line}"), text)));
    }
    let mut files = files_in("worlds", "motive");
    files.extend(files_in("worlds/scenes", "motive"));
    files.extend(files_in("std", "motive"));
    files.extend(files_in("std/tests", "motive"));
    files.push(root.join("crates/cli/src/starter.motive"));
    files.sort();
    for path in files {
        found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
    }
    found
}

/// A line that is moved left or right means what it meant, or is an error: never something else.
#[test]
fn no_line_of_any_example_changes_its_meaning_when_it_is_moved() {
    for (name, text) in examples() {
        let whole = motive_lang::motive::read(&text).program.unwrap_or_else(|| panic!("{name}"));
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let bare = lines[at].trim_start();
            let present = lines[at].len() - bare.len();
            for depth in [0, 2, 4, 6, 8, 12].into_iter().filter(|&depth| depth != present) {
                let moved = format!("{}{bare}", " ".repeat(depth));
                let mut all = lines.clone();
                all[at] = &moved;
                let reading = motive_lang::motive::read(&all.join("\n"));
                if let Some(program) = reading.program {
                    assert_eq!(program, whole, "{name}, line {} at column {depth}", at + 1);
                }
            }
        }
    }
}

/// Whatever is left of an example is read and laid out, and keeps every byte.
#[test]
fn every_part_of_any_example_is_read() {
    for (name, text) in examples() {
        let check = |text: &str| {
            let parse = motive_syntax::motive::parse(text);
            assert_eq!(parse.syntax().text().to_string(), text, "{name}");
            let tidy = motive_syntax::motive::format(text);
            assert_eq!(motive_syntax::motive::format(&tidy), tidy, "{name}");
            let reading = motive_lang::motive::read(text);
            let has_error = reading.diagnostics.iter().any(|d| d.code.id().starts_with('E'));
            assert_eq!(reading.program.is_none(), has_error, "{name}");
        };
        // What uses the library takes longer to read.
        let step = if name.contains("/std/") || name.contains("/scenes/") { 97 } else { 5 };
        for (end, _) in text.char_indices().step_by(step) {
            check(&text[..end]);
        }
        let lines: Vec<&str> = text.lines().collect();
        for gone in 0..lines.len() {
            let rest =
                lines.iter().enumerate().filter(|&(at, _)| at != gone).map(|(_, line)| *line);
            check(&rest.collect::<Vec<_>>().join("\n"));
        }
    }
}

#[test]
fn every_world_in_the_manual_runs() {
    let all: Vec<(String, usize, String, String)> = pages()
        .into_iter()
        .flat_map(|(name, page)| {
            let named = |(line, kind, text)| (name.clone(), line, kind, text);
            fences(&page).into_iter().map(named).collect::<Vec<_>>()
        })
        .collect();
    assert!(all.len() >= 15, "{}", all.len());
    for (name, line, kind, text) in all {
        let place = format!("{name}, line {line}");
        let world = World::from_source("manual.motive", &text);
        match kind.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["world", length] => {
                assert_eq!(motive_syntax::motive::format(&text), text, "{place}");
                let world = world.unwrap_or_else(|found| panic!("{place}: {found}"));
                assert!(world.warnings().list().is_empty(), "{place}: {}", world.warnings());
                let tests = world.check();
                let failed = tests.list().iter().find(|d| {
                    let of_tests =
                        d.code.id().starts_with("W040") || d.code.id().starts_with("W041");
                    of_tests || d.code.id().starts_with('E')
                });
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
