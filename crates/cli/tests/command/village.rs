//! Generated worlds: what is counted, never what is timed.

use serde_json::Value;

use crate::{directory, motive};

#[test]
fn a_seed_makes_one_village_and_other_commands_read_it() {
    let path = directory("village").join("village.txt");
    let path = path.to_str().unwrap();
    let written = motive(&[
        "bench",
        "--generate",
        "village",
        "--characters",
        "8",
        "--seed",
        "3",
        "--write",
        path,
    ]);
    assert_eq!((written.code, &written.out[..], &written.err[..]), (0, "", ""));
    let printed = motive(&[
        "bench",
        "--generate",
        "village",
        "--characters",
        "8",
        "--seed",
        "3",
        "--write",
        "-",
    ]);
    assert_eq!(printed.out, std::fs::read_to_string(path).unwrap());
    let read = motive(&["bench", "--generate", "village", "--characters", "3"]);
    assert_eq!(read.code, 2, "{read:?}");
    assert!(read.err.contains("a village has 4 to 64 characters"), "{read:?}");
}

#[test]
fn the_report_counts_what_happened() {
    let arguments = [
        "bench",
        "--generate",
        "village",
        "--characters",
        "8,12",
        "--states",
        "6",
        "--events",
        "3",
        "--character-limit",
        "3",
        "--seed",
        "1",
        "--json",
    ];
    let report = || {
        let run = motive(&arguments);
        assert_eq!((run.code, &run.err[..]), (0, ""), "{run:?}");
        serde_json::from_str::<Value>(&run.out).unwrap()
    };
    let (one, other) = (report(), report());
    assert_eq!(one["format"], "motive-bench-generated");
    let page = include_str!("../../../../docs/large-worlds.md");
    for (one, other) in
        one["worlds"].as_array().unwrap().iter().zip(other["worlds"].as_array().unwrap())
    {
        for field in one.as_object().unwrap().keys() {
            assert!(page.contains(&format!("`{field}`")), "{field} is not documented");
        }
        for count in ["states", "questions", "acts", "unanswered", "ground_actions", "story"] {
            assert_eq!(one[count], other[count], "{count}");
        }
        assert!(one["acts"].as_u64().unwrap() > 0, "{one}");
        assert!(one["tuples"].as_f64().unwrap() > 10_000.0, "{one}");
    }
    assert_eq!(one["worlds"][1]["characters"], 12);
}
