//! Worlds of several files, as files.

use crate::{directory, file, motive};

const CAST: &str = "\
use std.places
character Ida (she), Bo (he)
place Hall \"the hall\", Attic \"the attic\"
start
    at(Ida) = Hall, at(Bo) = Attic, linked(Hall, Attic)
";
const MAIN: &str = "\
use \"parts/cast.motive\"
Ida wants 1 if at(Ida) is Attic
Bo wants 1 if at(Ida) is Attic
author wants at(Ida) is Attic
";

fn files(test: &str, main: &str, cast: &str) -> String {
    std::fs::create_dir_all(directory(test).join("parts")).unwrap();
    file(test, "parts/cast.motive", cast);
    file(test, "main.motive", main)
}

#[test]
fn every_verb_reads_them() {
    let main = files("several", MAIN, CAST);
    let story = file("several", "story.txt", "walk(Ida, Attic)\n");
    let checked = motive(&["check", &main]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""), "{checked:?}");
    let planned = motive(&["plan", &main, "--json"]);
    assert_eq!(planned.code, 0, "{planned:?}");
    assert!(planned.out.contains("\"walk\""), "{planned:?}");
    let verified = motive(&["verify", &main, &story]);
    assert_eq!(verified.code, 0, "{verified:?}");
    let laid_out = motive(&["fmt", "--check", &main]);
    assert_eq!(laid_out.code, 0, "{laid_out:?}");
    for module in ["std/places.motive", "std/things.motive"] {
        let checked = motive(&["check", module]);
        assert_eq!((checked.code, checked.err.as_str()), (0, ""), "{checked:?}");
    }
}

#[test]
fn both_places_of_one_name_are_shown() {
    let main = files("twice", &format!("{MAIN}place Attic\n"), CAST);
    let found = motive(&["check", &main]);
    assert_eq!(found.code, 2, "{found:?}");
    let (one, other) = ("main.motive:5:7", "parts/cast.motive:3:24");
    assert!(found.err.contains(one) && found.err.contains(other), "{}", found.err);
    assert!(found.err.contains("place Hall \"the hall\", Attic"), "{}", found.err);
}

#[test]
fn json_names_the_file_of_each_finding() {
    let main = files("json_files", MAIN, &format!("{CAST}    at(Bo) = Cellar\n"));
    let found = motive(&["check", &main, "--json"]);
    assert_eq!(found.code, 2, "{found:?}");
    let document: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    let finding = &document["findings"][0];
    assert_eq!(document["findings"].as_array().unwrap().len(), 1, "{finding}");
    assert!(finding["file"].as_str().unwrap().ends_with("parts/cast.motive"), "{finding}");
    assert_eq!((&finding["place"]["line"], &finding["place"]["column"]), (&6.into(), &14.into()));
}

#[test]
fn files_that_cannot_be_used_are_bad_input() {
    for (use_line, code) in [
        ("use missing", "E0831"),
        ("use \"parts\"", "E0833"),
        ("use binary", "E0831"),
        ("use main", "E0832"),
        ("use std.plces", "E0830"),
        ("use \"/etc/passwd.motive\"", "E0834"),
        ("use \"parts/cast.txt\"", "E0833"),
    ] {
        let main = files("unusable", &format!("{use_line}\n{MAIN}"), CAST);
        file("unusable", "binary.motive", [0xff, 0xfe, b'a']);
        let found = motive(&["plan", &main]);
        assert_eq!(found.code, 2, "{use_line}: {found:?}");
        assert!(found.err.contains(code), "{use_line}: {}", found.err);
        assert!(found.err.contains("main.motive:1:5"), "{use_line}: {}", found.err);
    }
}

#[test]
fn a_scenario_of_a_used_file_can_be_planned() {
    let cast =
        format!("{CAST}scenario up \"What if she were there\"\n    instead at(Ida) = Attic\n");
    let main = files("scenario_of_used", MAIN, &cast);
    let found = motive(&["plan", &main, "--scenario", "up"]);
    assert_eq!(found.code, 1, "{found:?}");
}
