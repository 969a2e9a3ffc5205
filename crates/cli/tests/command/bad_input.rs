//! Whatever the input, the answer is exit code 2 with a code, a place and a likely fix, and soon.

use std::time::{Duration, Instant};

use crate::{directory, file, motive};

/// Reads a world from `content` with every verb that takes one.
fn refused(name: &str, content: impl AsRef<[u8]>, expected: &[&str]) {
    let test = "bad_input";
    let path = file(test, name, content);
    for verb in ["plan", "check"] {
        let start = Instant::now();
        let run = motive(&[verb, &path]);
        // Far more than it takes, but the machine may be busy.
        assert!(start.elapsed() < Duration::from_secs(90), "{name}: {:?}", start.elapsed());
        assert_eq!(run.code, 2, "{name}: {run:?}");
        assert_eq!(run.out, "", "{name}");
        assert!(run.err.len() < 40_000, "{name}: {} bytes", run.err.len());
        for part in expected {
            assert!(run.err.contains(part), "{name}: no {part:?} in\n{}", run.err);
        }
    }
}

/// A world with one definition replaced.
fn world(definition: &str) -> String {
    format!(
        "type place;
entity Ada : character; entity Hut : place; entity Inn : place;
property at(c : character) : place; property n() : number;
{definition}
utility(): at(Ada) == Hut; utility(Ada): at(Ada) == Hut;
"
    )
}

#[test]
fn unknown_names_have_a_nearest_one() {
    let go = "action go(c : character, p : place) { effect: at(c) = p; consenting: c; };";
    refused(
        "type.txt",
        world("property warm(c : charatcer) : boolean;"),
        &["error[E0201]", "type.txt:4:", "charatcer", "did you mean `character`?"],
    );
    refused(
        "name.txt",
        world(&go.replace("at(c) = p", "at(c) = Hutt")),
        &["error[E02", "name.txt:4:", "Hutt", "^", "Hut", "help"],
    );
    refused(
        "part.txt",
        world(&go.replace("effect", "efect")),
        &["error[E01", "part.txt:4:", "effect", "^"],
    );
}

#[test]
fn several_errors_are_reported_in_one_run() {
    refused(
        "several.txt",
        world("action go(c : character) { precondition: at(c) == Hutt; effect: att(c) = Inn; };"),
        &["Hutt", "att", "2 errors"],
    );
}

#[test]
fn syntax_is_pointed_at() {
    refused(
        "semicolon.txt",
        world("entity Ben : character\nentity Cy : character;"),
        &["error[E01", "semicolon.txt:4:", "`;`"],
    );
    refused(
        "brackets.txt",
        world("action go() { precondition: (at(Ada) == Hut; effect: at(Ada) = Inn; };"),
        &["error[E01", "brackets.txt:4:"],
    );
    refused("empty.txt", "", &["error[E0", "empty.txt:1:1"]);
    refused("blank.txt", " \n// nothing\n", &["error[E0"]);
    refused("cycle.txt", world("type a : b; type b : a;"), &["error[E02", "cycle.txt:4:"]);
    refused("types.txt", world("n() = Hut;"), &["error[E03", "types.txt:4:"]);
    refused("zero.txt", world("n() = 1 / 0;"), &["error[E0308]", "zero.txt:4:"]);
    refused(
        "contradiction.txt",
        world("action go() { effect: at(Ada) = Hut & at(Ada) = Inn; consenting: Ada; };"),
        &["error[E0303]", "contradiction.txt:4:"],
    );
}

#[test]
fn what_shows_only_when_the_world_runs_is_located_too() {
    let test = "bad_input";
    let path = file(
        test,
        "loop.txt",
        world("trigger spin() { precondition: n() >= 0; effect: n() = n() + 1; };"),
    );
    for verb in ["plan", "check"] {
        let run = motive(&[verb, &path]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains("error[E0402]") && run.err.contains("loop.txt:4:9"), "{run:?}");
    }
}

#[test]
fn a_grounding_that_would_not_fit_says_how_large() {
    let mut text = world("");
    for index in 0..60 {
        text.push_str(&format!("entity P{index} : place;\n"));
    }
    text.push_str(
        "action tour(a : place, b : place, c : place, d : place, e : place) {
            effect: n() = n() + 1; consenting: Ada;
        };",
    );
    refused("large.txt", text, &["error[E0401]", "tour", "large.txt:66:8", "instances"]);
}

#[test]
fn files_that_are_no_text() {
    refused(
        "bytes.txt",
        [0xff, 0xfe, 0x00, 0x80, b'\n', 0xc3],
        &["error[E0603]", "bytes.txt:1:1", "UTF-8"],
    );
    let mut bytes = b"type place;\nentity Ada : charac\xe4ter;\n".to_vec();
    refused("latin.txt", &bytes, &["error[E0603]", "latin.txt:2:20", "0xe4"]);
    bytes.clear();
    let mut dice = 0x1234_5678_u32;
    for _ in 0..100_000 {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes.push((dice >> 24) as u8 & 0x7f);
    }
    refused("random.txt", &bytes, &["error[E0"]);
}

#[test]
fn long_lines_and_deep_nesting() {
    refused("long.txt", "x".repeat(10_000_000), &["error[E0", "long.txt:1:1"]);
    refused(
        "line.txt",
        "type a; ".repeat(1_250_000) + "typo b;",
        &["error[E0", "line.txt:1:", "typo"],
    );
    refused("open.txt", format!("n() = {}", "(".repeat(10_000)), &["error[E0", "open.txt:1:"]);
    let deep = format!("n() = {}1{};", "(".repeat(10_000), ")".repeat(10_000));
    refused("deep.txt", world(&deep), &["error[E0", "deep.txt:4:"]);
    refused(
        "nots.txt",
        world(&format!("action a() {{ precondition: {}; }};", "!".repeat(10_000))),
        &["error[E0"],
    );
}

#[test]
fn files_that_are_none() {
    let directory = directory("bad_input_files");
    let missing = directory.join("missing.txt").display().to_string();
    let folder = directory.display().to_string();
    for (path, code, says) in
        [(&missing, "E0601", "there is no file"), (&folder, "E0602", "is a directory")]
    {
        for arguments in [
            vec!["plan", path],
            vec!["check", path],
            vec!["verify", path, "x"],
            vec!["verify", "worlds/ferry.txt", path],
            vec!["bench", path],
        ] {
            let run = motive(&arguments);
            assert_eq!(run.code, 2, "{run:?}");
            assert!(run.err.contains(code) && run.err.contains(says), "{run:?}");
            assert!(run.err.contains("help:"), "{run:?}");
        }
    }
}

#[test]
fn limits_that_are_none() {
    let limits =
        ["--author-limit", "--character-limit", "--epistemic-limit", "--nodes", "--memory"];
    for limit in limits {
        for value in ["-1", "x", "1.5", "", "99999999999999999999999"] {
            let run = motive(&["plan", "worlds/ferry.txt", limit, value]);
            assert_eq!(run.code, 2, "{limit} {value}: {run:?}");
            assert!(run.err.contains("error[E0604]") && run.err.contains(limit), "{run:?}");
        }
    }
    for (flag, value) in [
        ("--time", "-1"),
        ("--time", "soon"),
        ("--time", "nan"),
        ("--goal", "x"),
        ("--goal", "inf"),
    ] {
        let run = motive(&["plan", "worlds/ferry.txt", flag, value]);
        assert_eq!(run.code, 2, "{flag} {value}: {run:?}");
        assert!(run.err.contains("error[E0604]"), "{run:?}");
    }
    let run = motive(&["verify", "worlds/ferry.txt", "x", "--author-limit", "-2"]);
    assert!(run.err.contains("cannot be negative") && run.err.contains("unlimited"), "{run:?}");
}

#[test]
fn stories_that_are_none() {
    let test = "bad_input_stories";
    for (name, content, expected) in [
        ("unknown.story", "wlak(Bram, Shore, Mill)", "did you mean `walk`?"),
        ("empty.story", "", "there is no step in this story"),
        ("arguments.story", "walk(Bram)", "wrong number of arguments"),
        ("open.story", "walk(Bram, Shore, Mill", "never closed"),
        ("json.story", "{ \"format\": ", "not the JSON of a story"),
        ("long.story", &"|".repeat(10_000_000), "error[E0503]"),
        ("deep.story", &"{".repeat(1_000_000), "error[E0504]"),
    ] {
        let path = file(test, name, content);
        let run = motive(&["verify", "worlds/ferry.txt", &path]);
        assert_eq!(run.code, 2, "{name}: {run:?}");
        assert!(
            run.err.contains(expected) && run.err.contains(&format!("{name}:1:")),
            "{name}: {}",
            run.err
        );
        assert!(run.err.len() < 20_000, "{name}");
    }
}

#[test]
fn suites_that_are_none() {
    let test = "bad_input_suites";
    let path = file(
        test,
        "suite.toml",
        "[[task]]\nname = \"a\"\nwrld = \"a.txt\"\nauthor_limit = -1\n\n[[tsk]]\n",
    );
    let run = motive(&["bench", &path]);
    assert_eq!(run.code, 2, "{run:?}");
    for part in
        ["suite.toml:3:1", "did you mean `world`?", "suite.toml:4:16", "did you mean `task`?"]
    {
        assert!(run.err.contains(part), "no {part:?} in {}", run.err);
    }
    let path = file(test, "missing.toml", "[[task]]\nname = \"a\"\nworld = \"nowhere.txt\"\n");
    let run = motive(&["bench", &path]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("nowhere.txt"), "{run:?}");
}
