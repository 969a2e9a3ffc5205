//! The table of exit codes: 0 found, valid, clean; 1 none, invalid, findings; 2 bad input; 3
//! stopped. (4 is a bug of ours, which no test can ask for.)

use crate::{file, motive, motive_with};

#[test]
fn every_verb_says_how_it_ended() {
    let test = "exit_codes";
    let story =
        "walk(Wren, Orchard, House) call(Wren, Hollis) walk(Hollis, House, Henhouse) take(Wren)";
    let good = file(test, "good.story", story);
    let bad = file(test, "bad.story", "take(Wren)");
    let unreadable = file(test, "unreadable.story", "tkae(Wren)");
    let suite = |name: &str, limit: u32, nodes: &str| {
        let world = crate::root().join("worlds/ferry.txt").display().to_string();
        let text =
            format!("[[task]]\nname = \"{name}\"\nworld = \"{world}\"\nauthor_limit = {limit}\n");
        (file(test, &format!("{name}.toml"), text), nodes.to_owned())
    };
    let (solved, unsolved) = (suite("solved", 5, ""), suite("unsolved", 4, ""));
    let findings = file(
        test,
        "findings.txt",
        "type ghost; entity Ada : character; property on() : boolean;
         action push() { precondition: !on(); effect: on(); consenting: Ada; };
         utility(): on(); utility(Ada): on();",
    );
    let broken = file(test, "broken.txt", "property at(c : charcater) : number;");

    let letter = "worlds/orchard-letter.txt";
    let table: &[(i32, &[&str])] = &[
        (0, &["plan", letter]),
        (0, &["plan", letter, "--all", "--author-limit", "4"]),
        (0, &["plan", letter, "--optimal", "--seed", "7", "--memory", "unlimited"]),
        (1, &["plan", letter, "--author-limit", "3"]),
        (1, &["plan", letter, "--goal", "2"]),
        (1, &["plan", letter, "--epistemic-limit", "0"]),
        (1, &["plan", letter, "--all", "--author-limit", "0"]),
        (2, &["plan", &broken]),
        (2, &["plan", "no/such/file.txt"]),
        (3, &["plan", letter, "--nodes", "3"]),
        (3, &["plan", letter, "--nodes", "0"]),
        (3, &["plan", letter, "--time", "0"]),
        (3, &["plan", letter, "--memory", "0"]),
        (0, &["verify", letter, &good]),
        (1, &["verify", letter, &bad]),
        (1, &["verify", letter, &good, "--author-limit", "3"]),
        (1, &["verify", letter, &good, "--character-limit", "2"]),
        (2, &["verify", letter, &unreadable]),
        (2, &["verify", letter, "no-such.story"]),
        (3, &["verify", letter, &good, "--nodes", "1"]),
        (0, &["check", letter]),
        (1, &["check", &findings]),
        (2, &["check", &broken]),
        (0, &["bench", &solved.0]),
        (1, &["bench", &unsolved.0]),
        (1, &["bench", &solved.0, "--nodes", "2"]),
        (1, &["bench", &solved.0, "--author-limit", "2"]),
        (2, &["bench", &solved.0, "--only", "solevd"]),
        (2, &["bench", letter]),
        (0, &["explain"]),
        (0, &["explain", "E0501"]),
        (0, &["explain", "e0501", "--json"]),
        (2, &["explain", "E9999"]),
        (0, &["--help"]),
        (0, &["plan", "--help"]),
        (0, &["--version"]),
        (2, &[]),
        (2, &["paln"]),
        (2, &["plan"]),
        (2, &["plan", letter, "--frobnicate"]),
    ];
    for (code, arguments) in table {
        let run = motive(arguments);
        assert_eq!(run.code, *code, "{arguments:?}: {run:?}");
        assert_eq!(
            run.code == 2,
            !run.err.is_empty() && run.out.is_empty(),
            "{arguments:?}: {run:?}"
        );
    }
}

#[test]
fn standard_input_is_a_world_or_a_story_but_not_both() {
    let letter = std::fs::read(crate::root().join("worlds/orchard-letter.txt")).unwrap();
    let run = motive_with(&["plan", "-"], &letter);
    assert_eq!(run.code, 0, "{run:?}");
    // In either language; what is broken is reported in the one that it is nearest to.
    let key = std::fs::read_to_string(crate::root().join("worlds/cellar-key.motive")).unwrap();
    let run = motive_with(&["plan", "-"], key.as_bytes());
    assert_eq!(run.code, 0, "{run:?}");
    let run = motive_with(&["check", "-"], key.replace("start\n", "strt\n").as_bytes());
    assert!(run.code == 2 && run.err.contains("E07"), "{run:?}");
    let run = motive_with(&["verify", "worlds/ferry.txt", "-"], b"walk(Bram, Shore, Mill)");
    assert_eq!(run.code, 1, "{run:?}");
    let run = motive_with(&["verify", "-", "-"], &letter);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("cannot both be read from standard input"), "{run:?}");
}

/// Long stories have shortened runs within shortened runs: what proofs about the inner ones use up
/// of the judge's patience is counted once.
#[test]
fn many_long_stories_are_all_judged() {
    let arguments = ["plan", "worlds/fair-tart.txt", "--all", "--author-limit", "10"];
    let run = motive(&[&arguments[..], &["--nodes", "3000000"]].concat());
    assert!([0, 3].contains(&run.code), "{}: {}", run.code, run.err);
}
