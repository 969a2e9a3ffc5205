//! The scene worlds: each passes its tests, is told, needs all that it declares, and is lived in the
//! same way by another cast.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use expect_test::expect_file;
use motive::tell::Manner;
use motive::{Options, World};
use motive_syntax::motive::SyntaxKind::{
    ACTION_DECL, BEFORE_DECL, CHANGE_DECL, EFFECT_CLAUSE, ENTITY_DECL, ENTITY_ITEM, EVENT_DECL,
    IMPRESSION_DECL, INFERENCE_DECL, MYSTERY_DECL, NAME, NEEDS_CLAUSE, OUTCOME_CLAUSE,
    REFUSES_DECL, ROW_CLAUSE, RULE_DECL, SECRET_DECL, SETTING, START_DECL, STEP, STRING, TERM,
    USE_DECL, WANTS_DECL, WITNESS_DECL, WORLD_DECL,
};
use motive_syntax::motive::ast::Node;
use motive_syntax::motive::parse;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The scenes, with their texts.
fn scenes() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("worlds/scenes"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "motive"))
        .collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).collect()
}

/// Does something with each of the scenes, two at a time.
fn with_each<T: Send>(work: impl Fn(&str, &str) -> T + Sync) -> Vec<T> {
    spread(scenes(), |(name, text)| work(name, text))
}

/// Does something with each of these, two at a time; the results are in order.
fn spread<A: Send + Sync, T: Send>(all: Vec<A>, work: impl Fn(&A) -> T + Sync) -> Vec<T> {
    let next = Mutex::new(0);
    let done = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = {
                        let mut next = next.lock().unwrap();
                        *next += 1;
                        *next - 1
                    };
                    let Some(one) = all.get(at) else { break };
                    let result = work(one);
                    done.lock().unwrap().insert(at, result);
                }
            });
        }
    });
    done.into_inner().unwrap().into_values().collect()
}

fn world(name: &str, text: &str) -> World {
    World::from_source(&format!("{name}.motive"), text).unwrap_or_else(|d| panic!("{name}: {d}"))
}

/// The story that is found, its steps in short form.
fn story(world: &World) -> Vec<String> {
    let outcome = world.plan(&Options::default()).unwrap();
    let story = &outcome.stories.first().unwrap_or_else(|| panic!("no story")).story;
    motive::format::sabre::short(world.program(), story).lines().map(str::to_owned).collect()
}

#[test]
fn every_scene_is_small_and_passes_its_tests() {
    assert!(scenes().len() >= 3);
    with_each(|name, text| {
        assert_eq!(motive_syntax::motive::format(text), text, "{name} is laid out");
        let world = world(name, text);
        assert!(world.tests().len() >= 3, "{name} tests too little");
        let checked = world.check();
        assert!(checked.list().is_empty(), "{name}: {checked}");
        let program = world.program();
        let of_kind = |kind: &str| {
            parse(text)
                .file()
                .declarations()
                .filter(|d| d.kind() == ENTITY_DECL && d.name().is_some_and(|n| n.text() == kind))
                .flat_map(|d| d.declared())
                .count()
        };
        assert!(program.characters().count() <= 6 && of_kind("place") <= 8, "{name} is too large");
    });
}

#[test]
fn every_scene_is_told() {
    with_each(|name, text| {
        let world = world(name, text);
        let options = Options::default();
        let outcome = world.plan(&options).unwrap();
        let story = &outcome.stories.first().unwrap_or_else(|| panic!("{name}: no story")).story;
        let told = |why: bool| {
            let manner = Manner { why, ..Manner::default() };
            let passages = world.tell(story, &options.limits, manner).unwrap();
            passages.iter().map(|passage| format!("{}\n", passage.text)).collect::<String>()
        };
        let golden = root().join(format!("crates/motive/tests/prose/scenes/{name}.txt"));
        expect_file![golden].assert_eq(&format!("{}\n# Why\n{}", told(false), told(true)));
    });
}

/// The text with every character, place and thing under another name, and everything declared in the
/// opposite order; and the names.
fn recast(text: &str) -> (String, BTreeMap<String, String>) {
    let parsed = parse(text);
    let declared: Vec<String> = parsed
        .file()
        .declarations()
        .filter(|declaration| declaration.kind() == ENTITY_DECL)
        .flat_map(|declaration| declaration.declared())
        .map(|name| name.text().to_owned())
        .collect();
    let count = declared.len();
    let names: BTreeMap<String, String> = declared
        .into_iter()
        .enumerate()
        .map(|(at, name)| (name, format!("Other{:02}", count - at)))
        .collect();
    let renamed = |node: &Node| -> String {
        let mut out = String::new();
        for token in node.0.descendants_with_tokens().filter_map(|part| part.into_token()) {
            match token.kind() {
                NAME => out += names.get(token.text()).map_or(token.text(), String::as_str),
                STRING => out += &in_string(token.text(), &names),
                _ => out += token.text(),
            }
        }
        out
    };
    let (mut first, mut rest) = (vec![], vec![]);
    for declaration in parsed.file().declarations() {
        let mut text = renamed(&declaration);
        if declaration.kind() == ENTITY_DECL {
            let mut items: Vec<String> =
                declaration.all(ENTITY_ITEM).map(|item| renamed(&item)).collect();
            items.reverse();
            let kind = declaration.name().unwrap();
            text = format!("{} {}", kind.text(), items.join(", "));
        }
        match declaration.kind() {
            USE_DECL | WORLD_DECL => first.push(text),
            _ => rest.push(text),
        }
    }
    rest.reverse();
    first.extend(rest);
    (first.join("\n") + "\n", names)
}

/// What is in braces is a name as well.
fn in_string(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut parts = text.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        out += &format!("{{{}{rest}", names.get(name).map_or(name, String::as_str));
    }
    out
}

#[test]
fn another_cast_lives_the_same_story() {
    with_each(|name, text| {
        let (other, names) = recast(text);
        let mut mapped = story(&world(name, text)).join("\n");
        // Longer names first, so that none is taken for a part of another.
        let mut all: Vec<(&String, &String)> = names.iter().collect();
        all.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut words: Vec<String> = vec![];
        for word in mapped.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_') {
            let end = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_').len();
            let (own, rest) = word.split_at(end);
            words.push(format!("{}{rest}", names.get(own).map_or(own, String::as_str)));
        }
        mapped = words.concat();
        let other = world(name, &other);
        assert_eq!(story(&other).join("\n"), mapped, "{name}");
        let failure = other.first_failure();
        assert!(failure.is_none(), "{name}: {failure:?}");
    });
}

/// What is left out, and the world without it.
struct Without {
    scene: String,
    what: String,
    text: String,
}

/// The scene without one of its rules: an action or event, a way it turns out, who perceives it; a rule;
/// what the scene changes in a module; who wants or refuses what; a secret; something that is so at the
/// start or happened before; a setting; that a want is pressing.
fn without_one(scene: &str, text: &str) -> Vec<Without> {
    let (mut all, mut hurries) = (vec![], vec![]);
    let mut leave_out = |node: &Node| {
        let range = node.range();
        let (mut from, mut to) = (usize::from(range.start()), usize::from(range.end()));
        let what = text[from..to].to_owned();
        let behind = text[to..].len() - text[to..].trim_start_matches(' ').len();
        if text[to + behind..].starts_with(',') {
            to += behind + 1;
            to += text[to..].len() - text[to..].trim_start_matches(' ').len();
        } else if text[..from].trim_end().ends_with(',') {
            from = text[..from].trim_end().len() - 1;
        }
        let rest = format!("{}{}", &text[..from], &text[to..]);
        all.push(Without { scene: scene.to_owned(), what, text: rest });
    };
    for declaration in parse(text).file().declarations() {
        match declaration.kind() {
            WORLD_DECL => declaration.all(SETTING).for_each(|setting| leave_out(&setting)),
            RULE_DECL | INFERENCE_DECL | REFUSES_DECL | SECRET_DECL | MYSTERY_DECL
            | WITNESS_DECL => leave_out(&declaration),
            ACTION_DECL | EVENT_DECL | IMPRESSION_DECL => {
                leave_out(&declaration);
                let has = |node: &Node| matches!(node.kind(), ROW_CLAUSE | OUTCOME_CLAUSE);
                declaration.children().filter(has).for_each(|clause| leave_out(&clause));
            }
            CHANGE_DECL => {
                let does =
                    |node: &Node| matches!(node.kind(), NEEDS_CLAUSE | EFFECT_CLAUSE | ROW_CLAUSE);
                for clause in declaration.children().filter(does) {
                    leave_out(&clause);
                }
            }
            WANTS_DECL => {
                let terms: Vec<Node> = declaration.all(TERM).collect();
                hurries.extend(terms.iter().filter_map(|term| {
                    let from = usize::from(term.range().start());
                    text[from..].starts_with(PRESSING).then_some(from)
                }));
                match terms.as_slice() {
                    [] | [_] => leave_out(&declaration),
                    terms => terms.iter().for_each(&mut leave_out),
                }
            }
            START_DECL => {
                let items: Vec<Node> = declaration.expressions().collect();
                if items.len() > 1 {
                    items.iter().for_each(&mut leave_out);
                } else {
                    leave_out(&declaration);
                }
            }
            BEFORE_DECL => declaration.all(STEP).for_each(|step| leave_out(&step)),
            _ => {}
        }
    }
    for from in hurries {
        let (before, after) = (&text[..from], &text[from + PRESSING.len()..]);
        let what = format!("{PRESSING}{}", after.lines().next().unwrap_or_default());
        all.push(Without { scene: scene.to_owned(), what, text: format!("{before}{after}") });
    }
    all
}

const PRESSING: &str = "pressing ";

/// How much a test of a scene may take here. The scenes themselves need less; where one has become a
/// larger world by what it lacks, its tests fail soon.
const EFFORT: u64 = 20_000;

/// The first test that misses what is left out, in words: or that the world cannot even be read. What
/// `check` merely has doubts about is no test.
fn missed_by(without: &Without) -> Option<String> {
    let broken = &parse(&without.text).errors;
    assert!(broken.is_empty(), "{} without {}: {broken:?}", without.scene, without.what);
    let found = match World::from_source("scene.motive", &without.text) {
        Ok(world) => world.first_failure_within(EFFORT)?,
        Err(found) => found,
    };
    let first = found.list().first()?;
    Some(format!("{}: {}", first.code, first.message))
}

/// The rules that no test of their world would miss.
fn superfluous(all: Vec<Without>) -> Vec<String> {
    let loud = std::env::var_os("MOTIVE_SCENE").is_some();
    let found = spread(all, |without| {
        let begun = std::time::Instant::now();
        let missed = missed_by(without);
        let line = format!("{}: {}", without.scene, without.what.replace('\n', " "));
        if loud {
            let seconds = begun.elapsed().as_secs_f32();
            let why = missed.as_deref().unwrap_or("NO TEST MISSES IT");
            eprintln!("{seconds:5.1} s  {line}\n         {why}");
        }
        missed.is_none().then_some(line)
    });
    found.into_iter().flatten().collect()
}

/// Every rule of each scene, or of the one that `MOTIVE_SCENE` names.
fn all_without_one() -> Vec<Without> {
    let one = std::env::var("MOTIVE_SCENE").ok();
    let mut all = vec![];
    for (name, text) in scenes() {
        if one.as_ref().is_none_or(|one| *one == name) {
            if let Some(failure) = world(&name, &text).first_failure_within(EFFORT) {
                panic!("{name} as it is: {failure}");
            }
            all.extend(without_one(&name, &text));
        }
    }
    all
}

/// Each rule of a scene is missed by one of its tests. With `MOTIVE_SCENE=border` only that scene is looked
/// at, and it is said which test misses what.
#[test]
fn no_rule_is_superfluous() {
    assert_eq!(superfluous(all_without_one()), Vec::<String>::new());
}
