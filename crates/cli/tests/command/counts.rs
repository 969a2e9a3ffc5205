//! The performance gate: what searches did, in exact counts. A change that makes them greater is
//! meant, or is a mistake; either way the difference shows. Time is not looked at.
//!
//! `UPDATE_EXPECT=1 cargo test -p motive-cli --test command counts` writes the baseline anew. The
//! published problems take part where they lie beside the repository.

use expect_test::{ExpectFile, expect_file};
use serde_json::Value;

use crate::{motive, root};

/// Runs a suite; a line for each task, with the totals.
fn counts(arguments: &[&str]) -> String {
    let run = motive(&[&["bench"], arguments, &["--time", "unlimited", "--json"]].concat());
    let document: Value = serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:?}"));
    let columns = [
        ("ticks", "ticks"),
        ("expanded", "expanded"),
        ("generated", "generated"),
        ("queries", "queries"),
        ("explanation_expanded", "for reasons"),
        ("states", "states"),
        ("valuations", "valuations"),
    ];
    let mut totals = [0; 7];
    let mut table = format!("{:<18}{:<10}{:>7}", "task", "result", "length");
    for (_, title) in columns {
        table.push_str(&format!("{title:>13}"));
    }
    for task in document["tasks"].as_array().unwrap() {
        let length = task["length"].as_u64().map_or("-".to_owned(), |length| length.to_string());
        let result = task["result"].as_str().unwrap();
        table.push_str(&format!("\n{:<18}{result:<10}{length:>7}", task["name"].as_str().unwrap()));
        for (total, (field, _)) in totals.iter_mut().zip(columns) {
            let count = task["statistics"][field].as_u64().unwrap();
            *total += count;
            table.push_str(&format!("{count:>13}"));
        }
    }
    table.push_str(&format!("\n{:<35}", "all"));
    totals.iter().for_each(|total| table.push_str(&format!("{total:>13}")));
    table.push('\n');
    table
}

fn gate(arguments: &[&str], baseline: &ExpectFile) {
    baseline.assert_eq(&counts(arguments));
}

#[test]
fn counts_of_our_own_worlds() {
    gate(&["worlds/suite.toml"], &expect_file!["../counts/own.txt"]);
}

#[test]
fn counts_of_shortest_stories_of_our_own_worlds() {
    gate(&["worlds/suite.toml", "--optimal"], &expect_file!["../counts/own-optimal.txt"]);
}

#[test]
fn counts_of_the_published_tasks() {
    let suite = root().join("../shared/benchmarks/sabre/suite.toml");
    if suite.exists() {
        gate(&[suite.to_str().unwrap()], &expect_file!["../counts/published.txt"]);
    }
}

#[test]
fn counts_of_proofs_that_there_is_no_story() {
    let suite = root().join("../shared/benchmarks/sabre/suite.toml");
    if !suite.exists() {
        return;
    }
    let mut all = String::new();
    for (task, limit) in [
        ("raiders", "5"),
        ("secretagent", "7"),
        ("jailbreak_lose", "3"),
        ("space_all", "5"),
        ("hospital_any", "3"),
        ("deerhunter_any", "5"),
    ] {
        let arguments = [suite.to_str().unwrap(), "--only", task, "--author-limit", limit];
        let table = counts(&arguments);
        let row = table.lines().nth(1).unwrap();
        assert!(row.contains("none"), "{row}");
        all.push_str(row);
        all.push('\n');
    }
    expect_file!["../counts/none.txt"].assert_eq(&all);
}
