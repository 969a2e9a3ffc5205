//! What happened before a story, what it goes through and what it never comes to, as the command has it.

use crate::{file, motive};

const WORLD: &str = "\
character Ida (she), Bo (he)
fact calm(c: character), glad(c: character), warm(c: character)
action rest(c: character) by c
    effect calm(c)
action sing(c: character) by c
    needs calm(c)
    effect glad(c)
action burn(c: character) by c
    effect warm(c)
Ida wants
    1 if calm(Ida)
    1 if glad(Ida)
outline
    rests \"she rests\": calm(Ida)
    song: glad(Ida) and warm(Ida)
scenario short
    skip song
";

#[test]
fn an_outline_that_is_not_gone_through_is_incomplete() {
    let path = file("outline", "song.motive", WORLD);
    let run = motive(&["plan", &path]);
    assert_eq!(run.code, 3, "{}", run.err);
    for part in [
        "Incomplete",
        "line 2 of the outline: song: glad(Ida) and warm(Ida) (1 of its 2 conditions held at best)",
        "part that was found",
        "2. sing(Ida)",
        "* outline 1: she rests",
    ] {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
    let json = motive(&["plan", "--json", &path]);
    assert_eq!(json.code, 3);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["result"], "stopped");
    assert_eq!(json["stopped_by"], "outline");
    assert_eq!(json["shortfall"]["entry"], 2);
    assert_eq!(json["shortfall"]["label"], "song");
    assert_eq!(json["shortfall"]["held"], 1);
    assert_eq!(json["shortfall"]["of"], 2);
    assert_eq!(json["best"]["outline"][0]["step"], 1);
    assert_eq!(json["best"]["outline"][0]["text"], "she rests");
    // Without its second line, it is a story; without the outline, nobody wants one.
    let short = motive(&["plan", "--scenario", "short", &path]);
    assert_eq!(short.code, 0, "{}", short.out);
    assert_eq!(motive(&["plan", "--no-outline", &path]).code, 1);
    let all = motive(&["plan", "--all", "--scenario", "short", &path]);
    assert_eq!(all.code, 3);
    assert!(all.out.contains("1 story: those that were found"), "{}", all.out);
}

#[test]
fn a_long_story_is_told_with_its_outline_and_verified() {
    let world = "worlds/river-barge.motive";
    let run = motive(&["plan", world]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("30. land(Hanna)"), "{}", run.out);
    assert!(run.out.contains("* outline 9: the barge is home again"), "{}", run.out);
    let story = motive(&["plan", "--format", "json", world]);
    let path = file("long", "story.json", &story.out);
    let verdict = motive(&["verify", "--json", world, &path]);
    assert_eq!(verdict.code, 0, "{}", verdict.out);
    let verdict: serde_json::Value = serde_json::from_str(&verdict.out).unwrap();
    assert_eq!(verdict["outline"].as_array().unwrap().len(), 9);
    assert_eq!(verdict["outline"][8]["step"], 30);
    // It is too long for a story without an outline.
    let bare = motive(&["verify", "--no-outline", world, &path]);
    assert_eq!(bare.code, 1);
    assert!(bare.out.contains("30 steps"), "{}", bare.out);
    // The same search stops at the same place everywhere.
    let stop = || motive(&["plan", "--json", "--nodes", "5000", world]);
    assert_eq!(stop().code, 3);
    assert_eq!(stop().out, stop().out);
}

#[test]
fn a_story_that_misses_a_line_is_not_valid() {
    let path = file("missed", "song.motive", WORLD);
    let run = crate::motive_with(&["verify", &path, "-"], b"rest(Ida) sing(Ida)");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("does not come to line 2 of the outline"), "{}", run.out);
}

#[test]
fn check_looks_for_what_is_never_to_come_about() {
    let demands = "\
character Ida (she), Bo (he)
fact calm(c: character), glad(c: character)
action rest(c: character) by c
    effect calm(c)
action sing(c: character) by c
    needs calm(c)
    effect glad(c)
before
    given rest(Bo)
Ida wants 1 if glad(Ida)
author wants glad(Ida)
never glad(Ida) and calm(Ida)
never happens sing(Bo)
reachable glad(Ida)
";
    let path = file("demands", "calm.motive", demands);
    let run = motive(&["check", &path]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("W0411") && !run.err.contains("W0412"), "{}", run.err);
    assert!(run.err.contains("after 1. rest(Ida)  2. sing(Ida)"), "{}", run.err);
    let short = motive(&["check", "--author-limit", "1", &path]);
    assert!(short.err.contains("W0412") && !short.err.contains("W0411"), "{}", short.err);
    let few = motive(&["check", "--nodes", "1", &path]);
    assert!(few.err.contains("W0407") && few.err.contains("--nodes"), "{}", few.err);
    let no_time = motive(&["check", "--time", "0", &path]);
    assert!(
        no_time.err.contains("--time") || no_time.err.contains("W0411"),
        "a small world may be done first\n{}",
        no_time.err
    );

    let impossible = demands.replace("given rest(Bo)", "given sing(Bo)");
    let path = file("demands", "impossible.motive", impossible);
    let run = motive(&["check", &path]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("E0850") && run.err.contains("impossible.motive:9:5"), "{}", run.err);
    assert_eq!(motive(&["plan", &path]).code, 2);
}
