//! Tests in the source of a world: what they catch, and where.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use motive::World;

const BASE: &str = "\
character Ida (she), Bo (he)
fact awake(c: character), asked(c: character), angry(c: character)
action shout(a, b: character) by a
    needs not awake(b)
    effect awake(b)
    seen only by a
event thunder
    effect angry(Ida)
    seen only by Ida
Ida wants 1 if awake(Bo)
author wants awake(Bo)
";

/// What `check` says of the tests: codes, and the text that each points at.
fn found(tests: &str) -> Vec<(String, String)> {
    let text = format!("{BASE}{tests}");
    let world = World::from_source("w.motive", &text).unwrap_or_else(|d| panic!("{d}"));
    let check = world.check();
    check
        .list()
        .iter()
        .filter(|d| ["W0406", "W0407", "W0413"].contains(&d.code.id()))
        .map(|d| {
            let span = d.span.unwrap();
            let place = &text[span.start as usize..span.end as usize];
            (d.code.id().to_owned(), place.to_owned())
        })
        .collect()
}

fn one(tests: &str) -> (String, String) {
    let all = found(tests);
    assert_eq!(all.len(), 1, "{tests}\n{all:?}");
    all[0].clone()
}

fn fails(place: &str) -> (String, String) {
    ("W0406".to_owned(), place.to_owned())
}

fn never(place: &str) -> (String, String) {
    ("W0413".to_owned(), place.to_owned())
}

#[test]
fn tests_that_hold_say_nothing() {
    for test in [
        "test \"a\"\n    expect not awake(Bo)\n",
        "test \"a\"\n    after shout(Ida, Bo)\n    expect awake(Bo) and Ida believes awake(Bo)\n",
        // He has not noticed.
        "test \"a\"\n    after shout(Ida, Bo)\n    expect Bo believes not awake(Bo)\n",
        "test \"a\"\n    after story\n    expect awake(Bo)\n",
        "test \"a\"\n    after thunder\n    expect Ida believes angry(Ida) and not Bo believes angry(Ida)\n",
        "test \"a\"\n    after given shout(Bo, Ida)\n    expect awake(Ida)\n    after thunder\n    expect angry(Ida)\n",
        "test \"a\"\n    expect every c: character: Bo believes Ida believes not angry(c)\n",
    ] {
        assert_eq!(found(test), [], "{test}");
    }
}

#[test]
fn tests_that_fail_say_where() {
    assert_eq!(
        one("test \"a\"\n    expect not angry(Bo), awake(Bo)\n"
            .replace(", ", "\n        ")
            .as_str()),
        fails("awake(Bo)")
    );
    assert_eq!(
        one("test \"a\"\n    after shout(Bo, Ida)\n    expect awake(Ida)\n"),
        fails("shout(Bo, Ida)")
    );
    assert_eq!(
        one("test \"a\"\n    after shout(Ida, Bo), given shout(Ida, Bo)\n"),
        fails("given shout(Ida, Bo)")
    );
    // Two parameters are two people.
    assert_eq!(
        one("test \"a\"\n    after given shout(Ida, Ida)\n"),
        never("given shout(Ida, Ida)")
    );
}

#[test]
fn a_scenario_is_the_world_with_another_start() {
    let scenario = "scenario woken\n    instead awake(Bo)\n    without thunder\n";
    let under = "test \"a\"\n    under woken\n    expect awake(Bo)\n";
    assert_eq!(found(&format!("{scenario}{under}")), []);
    assert_eq!(
        one(&format!("{scenario}{}", under.replace("expect awake", "expect not awake"))),
        fails("not awake(Bo)")
    );
    assert_eq!(
        one(&format!("{scenario}{}", under.replace("    expect awake(Bo)", "    after thunder"))),
        never("thunder")
    );
    let text = format!("{BASE}{scenario}{under}test \"b\"\n    expect not awake(Bo)\n");
    let world = World::from_source("w.motive", &text).unwrap();
    assert_eq!(world.plan(&motive::Options::default()).unwrap().stories.len(), 1);
    let woken = world.under("woken").unwrap();
    assert_eq!(woken.scenario(), Some("woken"));
    // He is awake already, so there is nothing to tell.
    assert_eq!(woken.plan(&motive::Options::default()).unwrap().stories.len(), 0);
    let tests: Vec<_> = woken.check().list().iter().map(|d| d.code.id()).collect::<Vec<_>>();
    assert!(!tests.contains(&"W0406"), "{tests:?}");
    let unknown = world.under("waken").map(|_| ()).unwrap_err();
    assert_eq!(unknown.list()[0].code.id(), "E0612");
    assert_eq!(unknown.list()[0].help.as_deref(), Some("did you mean `woken`?"));
}

#[test]
fn tests_are_read_like_everything_else() {
    let codes = |tests: &str| -> Vec<String> {
        let found =
            World::from_source("w.motive", &format!("{BASE}{tests}")).map(|_| ()).unwrap_err();
        found.list().iter().map(|d| d.code.id().to_owned()).collect()
    };
    assert_eq!(codes("test \"a\"\n    after shuot(Ida, Bo)\n"), ["E0803"]);
    assert_eq!(codes("test \"a\"\n    after shout(Ida, Bob)\n"), ["E0802"]);
    assert_eq!(codes("test \"a\"\n    after shout(Ida)\n"), ["E0804"]);
    assert_eq!(codes("test \"a\"\n    expect awake\n"), ["E0804"]);
    assert_eq!(codes("test \"a\"\n    after accident shout(Ida, Bo)\n"), ["E0864"]);
}
