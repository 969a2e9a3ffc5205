//! Worlds in Motive's own language: starting one, laying it out, converting, and ten typical mistakes.

use crate::{directory, file, motive, motive_with};

#[test]
fn a_new_world_is_clean_tidy_and_has_a_story() {
    let folder = directory("new_world");
    let path = folder.join("flight.motive");
    let _ = std::fs::remove_file(&path);
    let name = folder.join("flight").to_str().unwrap().to_owned();
    let run = motive(&["new", &name]);
    assert_eq!(run.code, 0, "{}", run.err);
    let path = path.to_str().unwrap();
    assert!(std::fs::read_to_string(path).unwrap().contains("world \"flight\""));
    assert_eq!(motive(&["check", path]).code, 0);
    assert_eq!(motive(&["fmt", "--check", path]).code, 0);
    let story = motive(&["plan", "--optimal", path]);
    assert_eq!(story.code, 0);
    assert!(story.out.contains("blame(Anna, Bert, Letter, Carol)"), "{}", story.out);
    let again = motive(&["new", &name]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("E0611"), "{}", again.err);
}

#[test]
fn a_story_of_a_motive_world_can_be_verified() {
    let world = "worlds/hidden-letter.motive";
    let story = b"pocket(Anna, Letter) walk(Anna, Garden) tell_holder(Anna, Bert, Letter, Carol)";
    assert_eq!(motive_with(&["verify", world, "-"], story).code, 0);
    let run = motive_with(&["verify", world, "-"], b"walk(Carol, Garden) read(Carol, Letter)");
    assert_eq!(run.code, 1);
}

#[test]
fn fmt_lays_out_and_leaves_what_is_broken() {
    let path = file("fmt", "a.motive", "fact  a\nfact b )\n");
    let check = motive(&["fmt", "--check", &path]);
    assert_eq!(check.code, 2, "{}", check.err);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "fact  a\nfact b )\n");
    let run = motive(&["fmt", &path]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("a.motive:2:8"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "fact a\nfact b )\n");

    let path = file("fmt", "b.motive", "start\n  a\n");
    assert_eq!(motive(&["fmt", "--check", &path]).code, 1);
    assert_eq!(motive(&["fmt", &path]).code, 0);
    assert_eq!(motive(&["fmt", "--check", &path]).code, 0);
    let piped = motive_with(&["fmt", "-"], b"fact  a  -- so\n");
    assert_eq!((piped.code, piped.out.as_str()), (0, "fact a  -- so\n"));
    assert_eq!(motive(&["fmt", "worlds/ferry.txt"]).code, 2);
}

#[test]
fn a_converted_world_has_the_same_story() {
    let run = motive(&["convert", "worlds/ferry.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let path = file("convert", "ferry.motive", &run.out);
    let story = |world: &str| motive(&["plan", "--optimal", "--format", "sabre", world]);
    assert_eq!(story("worlds/ferry.txt").out, story(&path).out);
    assert_eq!(motive(&["convert", &path]).code, 2);
    assert_eq!(motive(&["convert", "worlds/none.txt"]).code, 2);
}

#[test]
fn a_scenario_is_planned_on_its_own() {
    let world = "character Ida (she), Bo (he)\nfact awake(c: character)\naction shout(a, b: character) by a\n    \
        effect awake(b)\neach c: character wants 1 if awake(Bo)\nauthor wants awake(Bo)\nscenario late\n    \
        instead awake(Bo)\n";
    let path = file("scenario", "w.motive", world);
    assert_eq!(motive(&["plan", &path]).code, 0);
    assert_eq!(motive(&["plan", &path, "--scenario", "late"]).code, 1);
    let run = motive(&["plan", &path, "--scenario", "lat"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("E0612") && run.err.contains("did you mean `late`"), "{}", run.err);
    assert_eq!(motive(&["plan", "worlds/ferry.txt", "--scenario", "late"]).code, 2);
}

/// A small world, with one line of it replaced: what `motive check` says.
fn mistaken(test: &str, line: &str, by: &str) -> String {
    let world = "\
world \"A small one\"
type place, item
character Anna (she), Bert (he)
place Library, Garden
item Letter
fact at(c: character): place, holder(i: item): character or none
fact tired(c: character)
start
    at(Anna) = Library, at(Bert) = Garden
action walk(c: character, to: place) by c
    needs at(c) is not to
    effect at(c) = to
    text \"{c} {goes} to {to}.\"
action take(c: character, i: item) by c
    needs at(c) is Library
    effect holder(i) = c
Anna wants 1 if holder(Letter) is Anna
Bert wants 1 if at(Bert) is Library
author wants holder(Letter) is Anna
";
    assert!(world.contains(line), "{line}");
    let path = file("mistakes", &format!("{test}.motive"), world.replacen(line, by, 1));
    let run = motive(&["check", &path]);
    assert!(run.code == 1 || run.code == 2, "{}{}", run.out, run.err);
    run.err
}

/// What a newcomer types, and what the message must point at and propose.
#[test]
fn ten_typical_mistakes_name_the_place_and_the_fix() {
    for (test, line, by, says) in [
        (
            "typo",
            "at(Anna) = Library",
            "at(Anna) = Libary",
            &["9:16", "did you mean `Library`"][..],
        ),
        ("kind", "at(Bert) = Garden", "at(Bert) = Anna", &["9:36", "Anna, a character", "holder"]),
        ("effect", "    effect at(c) = to\n", "", &["10:1", "changes nothing", "add `effect …`"]),
        (
            "unwanted",
            "Bert wants 1 if at(Bert) is Library\n",
            "",
            &["3:23", "`Bert` wants nothing"],
        ),
        (
            "nobody",
            "Anna wants 1 if holder(Letter) is Anna",
            "Anna wants Letter believes tired(Bert)",
            &["17:12", "only a character can believe"],
        ),
        (
            "equals",
            "1 if at(Bert) is Library",
            "1 if at(Bert) == Library",
            &["18:26", "write `is`"],
        ),
        (
            "column",
            "    needs at(c) is Library",
            "    needs\n    at(c) is Library",
            &["16:5", "where it does not belong", "motive fmt"],
        ),
        (
            "actor",
            "action take(c: character, i: item) by c",
            "action take(c: character, i: item)",
            &["14:35", "say who: `by c`"],
        ),
        ("template", "{goes} to {to}", "{goes} to {there place}", &["13:25", "`there`", "`{c}`"]),
        (
            "types",
            "tired(c: character)",
            "tired(c: charakter)",
            &["7:15", "did you mean `character`"],
        ),
        (
            "reality",
            "at(Anna) = Library,",
            "at(Anna) = unknown,",
            &["9:16", "reality always knows"],
        ),
        ("missing", ", at(Bert) = Garden", "", &["6:6", "`at(Bert)`", "add `at(Bert) = …`"]),
    ] {
        let said = mistaken(test, line, by);
        for part in says {
            assert!(said.contains(part), "{test}: `{part}` in\n{said}");
        }
    }
}

const BLOW: &str = "\
character Corin (he), Mirel (she)
fact silent(c: character), dead(c: character)
action strike(a, b: character) by a
    needs not dead(b)
    outcome stops odds 9
        effect silent(b)
    outcome fatal odds 1
        effect dead(b)
Corin wants
    quiet: 3 if silent(Mirel)
    life: -5 if dead(Mirel)
Mirel wants 1 if silent(Corin)
author wants dead(Mirel)
";

/// Where only their number stands in the way, `plan` says how many accidents to allow.
#[test]
fn an_accident_too_many_is_told() {
    let hint = "Some steps were left out as one accident too many: a story with 1 accident may be found by \
                `--accidents 1`.";
    let world = format!("world \"The blow\"\n    accidents 0\n{BLOW}");
    for (name, more, code) in [("none", "", 1), ("outlined", "outline\n    end: dead(Mirel)\n", 3)]
    {
        let path = file("accidents", &format!("{name}.motive"), format!("{world}{more}"));
        let run = motive(&["plan", &path]);
        assert_eq!(run.code, code, "{}", run.out);
        assert!(run.out.contains(hint), "{}", run.out);
        let run = motive(&["plan", &path, "--accidents", "1"]);
        assert_eq!(run.code, 0, "{}", run.out);
        assert!(!run.out.contains(hint), "{}", run.out);
    }
    // What an outline names with its outcome is not counted.
    let named = "outline\n    end: happens strike(_, Mirel) outcome fatal\n";
    let path = file("accidents", "named.motive", format!("{world}{named}"));
    assert_eq!(motive(&["plan", &path]).code, 0);
}

/// Where a search stops and people look ahead, it is said where that is written and what to lower.
#[test]
fn looking_too_far_ahead_is_told() {
    let world = format!("world \"The blow\"\n    foresight 3\n{BLOW}");
    let path = file("foresight", "far.motive", &world);
    let run = motive(&["plan", &path, "--nodes", "3", "--accidents", "0"]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    for said in [
        "warning[W0460]: people look 3 steps ahead, which takes longer than the limits allow",
        "far.motive:2:5",
        "help: lower --character-limit first",
    ] {
        assert!(run.err.contains(said), "{}", run.err);
    }
    let run = motive(&["plan", &path, "--nodes", "3", "--accidents", "0", "--foresight", "2"]);
    assert!(
        run.err.contains("people look 2 steps ahead") && !run.err.contains(":2:5"),
        "{}",
        run.err
    );
}
